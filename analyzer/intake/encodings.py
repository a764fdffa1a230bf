"""The encoding of a text, by evidence: byte order marks, the NULs of UTF-16, valid UTF-8, else a code page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.intake.codepages import guess_text, likelihood, readings, windows
from analyzer.intake.names import visible
from analyzer.intake.parts import Part, parts, reads_as_text
from analyzer.model import Note
from analyzer.notes import note


@dataclass(frozen=True, slots=True)
class Decoded:
    """How bytes are to be decoded.

    `encoding` is a Python codec, None where the bytes are no text. `content` is set where the bytes had to be written
    anew (parts in different encodings, NULs dropped); it is in `encoding` then.
    """

    encoding: str | None
    notes: tuple[Note, ...] = ()
    content: bytes | None = None


_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"MZ",
    b"\x7fELF",
    b"ElfFile\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PK\x03\x04",
    b"regf",
    b"SQLite format 3\0",
    b"RIFF",
    b"!BDN",
)
_SAMPLE = 64 * 1024
_NUL_BLOCK = re.compile(rb"\0{64,}")
_NUL_BLOCK_TEXT = re.compile(r"\0{64,}")
_TWO_WRITERS = 6.0
"""How much likelier lines must be as UTF-8 than in the code page of the others, so that the file is taken for mixed."""

_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_TEXT = bytes(byte for byte in range(1, 32) if byte not in b"\a\b\t\n\v\f\r\x1a\x1b")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{1,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARED_AS = {
    "iso-8859-1": "cp1252",
    "big5": "cp950",
    "gb2312": "cp936",
    "gbk": "cp936",
    "gb18030": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    **{f"ibm{n}": f"cp{n}" for n in (437, 737, 775, 850, 852, 855, 857, 862, 866)},
}


def detect(data: bytes, forced: str | None = None) -> Decoded:
    """The encoding of the bytes and what there is to say about it.

    `forced` takes the place of everything but a byte order mark and the NULs of UTF-16: where those are, there is
    nothing to choose. Bytes that are no text keep the encoding None.
    """
    if data.isascii() and b"\0" not in data:
        return Decoded(forced or "utf-8")
    if not data.strip(b"\0"):
        return Decoded(None, (note("nul-block", "The file is empty on disk: nothing but NUL bytes."),))
    mark, marked = next(((mark, codec) for mark, codec in _BOMS if data.startswith(mark)), (b"", ""))
    if marked == "utf-32" and len(data) % 4 == 0:
        return _single(data, "utf-32", ())
    if not mark and is_binary(data):
        return Decoded(None)
    settled: list[Part] = []
    notes: list[Note] = []
    for part in parts(data):
        if part.codec:
            settled.append(part)
            continue
        within_utf8 = marked == "utf-8-sig" and not settled
        more, why = _byte_parts(data, part, "utf-8" if within_utf8 else None, None if within_utf8 else forced)
        settled.extend(more)
        notes.extend(why)
    if not settled:  # a byte order mark and nothing else
        return Decoded(marked, (note("empty-file"),))
    start, codec = settled[0].start, settled[0].codec
    if start > len(mark):
        notes.append(note("byte-order-mark-repeated"))
    if len(settled) == 1 and (start == 0 or marked.startswith(codec.removesuffix("-le").removesuffix("-be"))):
        return _single(data, marked if start else codec, tuple(notes))
    return _mixed(data, settled, notes)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text: a known kind of file, DER, or too many controls for a text."""
    if data.startswith(_BINARY) or _is_der(data):
        return True
    sample = data[:_SAMPLE]
    rest = b""
    for part in parts(sample):
        if not part.codec:
            rest += _NUL_BLOCK.sub(b"", sample[part.start : part.end])
        elif not reads_as_text(sample[part.start : min(part.end, part.start + 4096)], part.codec):
            return True
    controls = len(rest) - len(rest.translate(None, _NOT_TEXT))
    return (controls >= 4 and controls * 100 > len(rest)) or rest.count(0) * 10 > len(rest)


def _is_der(data: bytes) -> bool:
    """Whether it is one ASN.1 SEQUENCE, as certificates, PKCS#7 and PKCS#12 files are (X.690, 8.1.3)."""
    if len(data) < 4 or data[0] != 0x30 or data[1] < 0x80:
        return False
    octets = data[1] & 0x7F
    if octets == 0:
        return data.endswith(b"\0\0")
    return octets <= 4 and int.from_bytes(data[2 : 2 + octets], "big") + 2 + octets == len(data)


# -- bytes ------------------------------------------------------------------------------------------------------------


def _byte_parts(data: bytes, part: Part, told: str | None, forced: str | None) -> tuple[list[Part], list[Note]]:
    """The part with its codec; split where lines in UTF-8 and lines in a code page stand in one file.

    `told` is what a byte order mark says, `forced` what the user does.
    """
    piece = data[part.start : part.end]
    if forced is not None:
        return [Part(part.start, part.end, forced)], []
    if _valid(piece, "utf-8") and not _chance_utf8(piece):
        return [Part(part.start, part.end, "utf-8")], []
    declared = _DECLARED.match(piece)
    codec = _DECLARED_AS.get(declared[1].decode("ascii").lower(), "") if declared else ""
    if codec and _valid(piece, codec):
        return [Part(part.start, part.end, codec)], []
    lines = _lines_of_two(piece)
    if lines:
        return [Part(part.start + line.start, part.start + line.end, line.codec) for line in lines], []
    if told is not None:
        return [Part(part.start, part.end, told)], []
    found = guess_text(piece)
    if found.codec == "utf-8":
        return [Part(part.start, part.end, "utf-8")], []
    message = f"Read as {found.codec}, by the text itself."
    if found.alternatives:
        mine, *others = readings(piece, (found.codec, *found.alternatives))
        shown = (f"{visible(other)} ({name})" for other, name in zip(others, found.alternatives, strict=True))
        message = f"Read as {found.codec}, by the text itself: {visible(mine)}. Possible too: {', '.join(shown)}."
    first = re.search(rb"[\x80-\xff]", data[part.start :])
    line = _line_at(data, part.start + (first.start() if first else 0), found.codec)
    return [Part(part.start, part.end, found.codec)], [note("encoding-guessed", message, line=line)]


def _chance_utf8(piece: bytes) -> bool:
    """Whether a very short text is valid UTF-8 by chance: one or two characters of GBK may be (模 is C4 A3)."""
    high = piece.translate(None, bytes(range(0x80)))
    return 0 < len(high) <= 4 and high[0] >= 0xC4 and guess_text(piece).codec != "utf-8"


def _lines_of_two(piece: bytes) -> list[Part]:
    """Runs of lines in UTF-8 and in a code page, where two tools wrote to one file; empty where it is not that."""
    if not _MULTIBYTE.search(piece):
        return []
    utf8: list[bytes] = []
    others: list[bytes] = []
    ends: list[tuple[int, bool]] = []
    at = 0
    for line in piece.split(b"\n"):
        at += len(line) + 1
        if line.isascii():
            continue
        valid = _valid(line, "utf-8")
        (utf8 if valid else others).append(line)
        if ends and ends[-1][1] == valid:
            ends[-1] = (at, valid)
        else:
            ends.append((at, valid))
    if not utf8 or not others:
        return []
    codec = guess_text(b"\n".join(others)).codec
    if codec == "utf-8":
        return []
    alike = b"\n".join(windows(b"\n".join(utf8)))
    as_utf8, as_codec = (likelihood(alike.decode(name, "replace"), name) for name in ("utf-8", codec))
    if as_utf8 < as_codec + _TWO_WRITERS:
        return []
    ends[-1] = (len(piece), ends[-1][1])
    starts = [0, *(end for end, _ in ends[:-1])]
    return [Part(start, end, "utf-8" if valid else codec) for start, (end, valid) in zip(starts, ends, strict=True)]


# -- the result -------------------------------------------------------------------------------------------------------


def _single(data: bytes, codec: str, notes: tuple[Note, ...]) -> Decoded:
    """All of the data in one encoding; written anew only where NULs have to go."""
    text, damage = _decoded(data, codec)
    notes = (*notes, *damage)
    if "\0" not in text:
        return Decoded(codec, notes)
    kept, why = _without_nuls(text)
    return Decoded("utf-8", (*notes, why), kept.removeprefix("\ufeff").encode("utf-8", "replace"))


def _mixed(data: bytes, settled: list[Part], notes: list[Note]) -> Decoded:
    """The parts decoded each in its own way, and written anew as one text in UTF-8."""
    texts: list[str] = []
    before = 0
    for part in settled:
        text, damage = _decoded(data[part.start : part.end], part.codec, before)
        texts.append(text)
        notes.extend(damage)
        before += text.count("\n")
    codecs = list(dict.fromkeys(part.codec for part in settled))
    if len(codecs) > 1:
        line = texts[0].count("\n") + 1
        notes.append(note("encoding-mixed", f"Parts of the file are in {' and '.join(codecs)}.", line=line))
    whole = "".join(texts)
    if "\0" in whole:
        whole, why = _without_nuls(whole)
        notes.append(why)
    return Decoded("utf-8", tuple(notes), whole.encode("utf-8", "replace"))


def _decoded(data: bytes, codec: str, lines_before: int = 0) -> tuple[str, list[Note]]:
    """The text, and notes on bytes that are no characters and on U+FFFD that was there before."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        text = data.decode(codec, "replace")
        kept = data.decode(codec, "ignore").count("\ufffd")
        count = text.count("\ufffd") - kept
        line = _line_at(data, error.start, codec) + lines_before
        message = f"Bytes that are no characters of {codec}, {count:,} times; they were replaced by U+FFFD."
        return text, [note("characters-undecodable", message, line=line)]
    lost = text.count("\ufffd")
    if not lost:
        return text, []
    line = text.count("\n", 0, text.index("\ufffd")) + 1 + lines_before
    return text, [note("replacement-characters", f"U+FFFD stands in the text, {lost:,} times.", line=line)]


def _without_nuls(text: str) -> tuple[str, Note]:
    """The text without NULs; a block of them, which is lost text, leaves a line end."""
    line = text.count("\n", 0, text.index("\0")) + 1
    count = text.count("\0")
    if _NUL_BLOCK_TEXT.search(text):
        text = _NUL_BLOCK_TEXT.sub("\n", text)
        why = note("nul-block", f"{count:,} NUL bytes where text should be.", line=line)
    else:
        why = note("nul-characters", f"NUL characters within the text were dropped, {count:,} of them.", line=line)
    return text.replace("\0", ""), why


def _line_at(data: bytes, at: int, codec: str) -> int:
    """The 1-based line that byte `at` stands on."""
    return data[:at].decode(codec, "replace").count("\n") + 1


def _valid(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def whole_lines(data: bytes, encoding: str | None) -> bytes:
    """The data of a cut file without its last line where that has no end: whole, it may have said something else."""
    if encoding is None:
        return data
    end = "\n".encode({"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding.removesuffix("-sig")))
    at = data.rfind(end)
    return data[: at + len(end)] if at >= 0 else b""
