"""Windows and OEM code pages, told by what the text would be in each.

Each code page reads the same bytes as other characters. The one is taken whose reading is the likeliest text: letters
of one language, in the places where letters stand, instead of symbols, rare ideographs and capitals within words. The
figures are rough logarithms of probabilities; only their differences count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analyzer.intake.languages import ALPHABETIC, IDEOGRAPHIC

WINDOW = 512
"""A piece of the text that is looked at (bytes), around characters beyond ASCII."""

SAMPLE = 6_000
"""How many bytes of such pieces are looked at; more does not change the outcome, only the time."""

PIECES = 5_000
"""How many pieces are looked at, the same ones included."""

MARGIN = 5.0
"""A reading that is at most this much less likely than the best is named as an alternative."""

_PRIORS = {
    "utf-8": 0.0,
    "cp1252": 0.0,
    "cp950": 0.0,
    "cp936": 0.0,
    "cp932": 0.0,
    "cp949": 0.0,
    "cp1251": -0.5,
    "cp1250": -1.0,
    "cp1253": -1.0,
    "cp1255": -1.0,
    "cp1256": -1.0,
    "cp874": -1.0,
    "cp1254": -1.5,
    "cp1257": -1.5,
    "cp1258": -2.0,
    "cp850": -2.0,
    "cp866": -2.0,
    "cp437": -2.2,
    "cp852": -3.0,
    "cp737": -8.0,
    "cp857": -3.0,
    "cp862": -3.0,
    "cp720": -3.0,
    "cp775": -3.5,
    "cp855": -3.5,
    "gb18030": -2.0,
}
"""The code pages that are tried, and how common they are in exports: ANSI before OEM, both before the rare ones."""

_ASCII = -2.8
_STRANGE_LETTER = -8.5
_SYMBOL = -10.0
_REPEATED = -3.5
"""A symbol once seen is likely to come again: Exchange prints lists with § between the fields."""

_CONTROL = -14.0
_LOST = -18.0
_SYMBOLS = {
    "…": -4.5,
    "’": -5.5,
    "\xa0": -6.0,
    "\u200e": -4.5,  # direction marks stand in Arabic and Hebrew dates
    "\u200f": -4.5,
    **dict.fromkeys("‘“”–—", -6.0),
    **dict.fromkeys("©®™", -6.5),
    **dict.fromkeys("°§€£·•«»¿¡ºª", -7.5),
    **dict.fromkeys("，。、：；（）「」『』【】《》！？～　．", -5.5),
}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest code page, and those that are nearly as likely and read the same bytes as other characters."""

    codec: str
    alternatives: tuple[str, ...] = ()


def guess_text(data: bytes) -> Guess:
    """The code page of text that is not valid UTF-8; `utf-8` where it is that with a few damaged characters."""
    return guess(windows(data))


def guess_names(names: Sequence[bytes]) -> str:
    """The codec for the file names of an archive that does not say: UTF-8 where they are, else a code page."""
    joined = b"\n".join(names)
    try:
        joined.decode("utf-8")
    except UnicodeDecodeError:
        return guess_text(joined).codec
    return "utf-8"


def windows(data: bytes) -> list[bytes]:
    """Different pieces around bytes beyond ASCII, cut where no character of any code page can be cut in two."""
    pieces: dict[bytes, None] = {}
    total = at = looked = 0
    while total < SAMPLE and looked < PIECES and (found := _HIGH.search(data, at)):
        looked += 1
        start = max(at, data.rfind(b"\n", at, found.start()) + 1, found.start() - 40)
        end = found.start()
        limit = min(len(data), start + WINDOW)
        end = data.find(b"\n", end, limit)
        if end < 0:
            end = limit
            while end < len(data) and data[end] >= 0x30 and end < limit + WINDOW:
                end += 1
        piece = data[start:end]
        if piece not in pieces:
            pieces[piece] = None
            total += len(piece)
        at = end
    return list(pieces)


def readings(data: bytes, codecs: Sequence[str]) -> list[str]:
    """How each of the codecs reads the first characters beyond ASCII, to show where they differ."""
    piece = next(iter(windows(data)), b"")
    shown = []
    for codec in codecs:
        text = piece.decode(codec, "replace")
        found = _BEYOND_ASCII.search(text)
        at = found.start() if found else 0
        shown.append(text[max(0, at - 8) : at + 8].strip())
    return shown


def guess(pieces: Sequence[bytes]) -> Guess:
    """The likeliest code page of the pieces."""
    joined = b"\n".join(pieces)
    texts = {codec: joined.decode(codec, "replace") for codec in _PRIORS}
    scores = {codec: likelihood(text, codec) + _PRIORS[codec] for codec, text in texts.items()}
    best = max(scores, key=lambda codec: scores[codec])
    near = [codec for codec in scores if scores[codec] >= scores[best] - MARGIN and texts[codec] != texts[best]]
    different: dict[str, str] = {}
    for codec in sorted(near, key=lambda codec: -scores[codec]):
        different.setdefault(texts[codec], codec)
    return Guess(best, tuple(different.values())[:3])


def likelihood(text: str, codec: str) -> float:
    """How likely the text is as the reading of a code page: the larger (nearer to 0), the likelier."""
    letters: dict[str, int] = {}
    symbols: set[str] = set()
    total = 0.0
    others = 0
    for match in _BEYOND_ASCII.finditer(text):
        char = match.group()
        at = match.start()
        others += 1
        if char in symbols and char in _SYMBOLS:
            total += _REPEATED
            continue
        before = text[at - 1] if at else "\n"
        after = text[at + 1] if at + 1 < len(text) else "\n"
        total += _place(char, before, after)
        if char.isalpha() or "\u0300" <= char <= "\u036f" or "\u0e31" <= char <= "\u0e4e":
            letters[char] = letters.get(char, 0) + 1
        else:
            symbols.add(char)
            total += _symbol(char)
    total += _ASCII * (len(text) - others)
    return total + max(
        (sum(count * table.get(char, _strange(char)) for char, count in letters.items()) for table in _tables(codec)),
        default=sum(count * _strange(char) for char, count in letters.items()),
    )


@cache
def _tables(codec: str) -> tuple[dict[str, float], ...]:
    """For each language that is written in the code page, how likely each of its letters is."""
    return tuple(
        _alphabet(language.letters) for language in ALPHABETIC if codec in language.codecs or codec == "utf-8"
    ) + tuple(
        _ideographs(language.letters, language.codecs[0])
        for language in IDEOGRAPHIC
        if codec in language.codecs or codec == "utf-8" or (codec == "gb18030" and language.codecs == ("cp936",))
    )


def _alphabet(letters: str) -> dict[str, float]:
    latin = letters[0] < "\u0250"
    first, step = (-4.2, 0.12) if latin else (-2.4, 0.09)
    table: dict[str, float] = {}
    for rank, letter in enumerate(letters):
        table.setdefault(letter, first - step * rank)
        table.setdefault(letter.upper(), first - step * rank - 1.5)
    return table


def _ideographs(frequent: str, codec: str) -> dict[str, float]:
    table = dict.fromkeys(_level_one(codec), -8.8)
    if codec == "cp932":
        table.update(dict.fromkeys(map(chr, range(0x3041, 0x3094)), -4.6))
        table.update(dict.fromkeys(map(chr, range(0x30A1, 0x30FF)), -5.0))
    table.update(dict.fromkeys(frequent, -6.2))
    return table


def _level_one(codec: str) -> str:
    """The characters of everyday use: the first level of Big5, GB 2312 and JIS X 0208, the syllables of KS X 1001."""
    leads, trails = {
        "cp950": (range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
        "cp936": (range(0xB0, 0xD8), (*range(0xA1, 0xFF),)),
        "cp932": (range(0x88, 0x99), (*range(0x40, 0x7F), *range(0x80, 0xFD))),
        "cp949": (range(0xB0, 0xC9), (*range(0xA1, 0xFF),)),
    }[codec]
    return bytes(byte for lead in leads for trail in trails for byte in (lead, trail)).decode(codec, "ignore")


def _strange(char: str) -> float:
    """A letter that the language does not use."""
    if "\uff61" <= char <= "\uff9f":
        return _STRANGE_LETTER
    return _STRANGE_LETTER if char < "\u2e80" else _STRANGE_LETTER - 4


def _symbol(char: str) -> float:
    if char == "\ufffd":
        return _LOST
    if "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff":
        return _CONTROL
    return _SYMBOLS.get(char, _SYMBOL)


def _place(char: str, before: str, after: str) -> float:
    """What the neighbours say against (or for) the character."""
    if char == "…":  # PowerShell 7 ends what it cuts with it: {a, b…}
        return 2.0 if before > " " and (after in '} \r\n\t",;|)' or after > "\x7f") else 0.0
    if not char.isalpha():
        inside = before.isalpha() and after.isalpha() and before < "\u0370" and after < "\u0370"
        return -4.0 if inside and char not in "’·\xad" else 0.0
    against = -3.0 * (before.isdecimal() + after.isdecimal()) if char < "\u2e80" else 0.0
    if char < "\u0250" or "\u1e00" <= char <= "\u1eff":  # Latin
        if not before.isalpha() and not after.isalpha():
            against -= 1.5
        if char.isupper() and before.islower():
            against -= 4.0
        if char.islower() and after.isupper():
            against -= 2.0
        if before > "\x7f" and before.isalpha():
            against -= 2.0
    elif (
        char < "\u2e80" or "\uff61" <= char <= "\uff9f"
    ):  # other alphabets: words of their own, not letters among Latin
        against -= 3.0 * sum(1 for other in (before, after) if other < "\x80" and other.isalpha())
        if not (before > "\x7f" and before.isalpha()) and not (after > "\x7f" and after.isalpha()):
            against -= 5.0
    else:
        beside = sum(1 for other in (before, after) if other < "\x80" and other.isalpha())
        against -= (0.0, 0.7, 5.0)[beside]
    return against
