"""Where in a file the encoding changes.

Windows PowerShell's `>>` and `Out-File -Append` write UTF-16 behind whatever is there; `Add-Content`, `cmd` and other
tools write bytes behind UTF-16. Text in UTF-16 has NULs in every blank and line end, text in bytes has none, and a
CR LF of two bytes is nothing in UTF-16 (U+0A0D).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_PARTS = 20
"""A file with more changes is no text that was appended to; the rest of it is taken as one part."""

_LOOK = 512
_BEFORE = 4_096
_STRAY_NULS = 1_000
_BOMS = ((b"\xef\xbb\xbf", ""), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LINE_END = re.compile(rb"\n\0|\0\n|\r\n|[\t\x20-\x7e]{8}\n")  # of UTF-16 or of bytes; 上 (U+4E0A) holds a 0A too
_ASCII_RUN = re.compile(rb"[\t\r\n\x20-\x7e]{40}")
_BLANK_LINES = re.compile(rb"(?:[\t\r\n ]\0)+|(?:\0[\t\r\n ])+")
_MOST_BLANK = 4_096


@dataclass(frozen=True, slots=True)
class Part:
    """`data[start:end]` is in one encoding: `codec`, or "" for bytes. A byte order mark before it is left out."""

    start: int
    end: int
    codec: str


def parts(data: bytes) -> list[Part]:
    """The parts of the data in their order; more than one only where the encoding changes between UTF-16 and bytes."""
    found: list[Part] = []
    at = 0
    while at < len(data):
        codec, at = _codec_at(data, at)
        end = len(data)
        if len(found) < MAX_PARTS:
            end = _end_of_utf16(data, at, codec) if codec else _end_of_bytes(data, at)
        if end > at:
            found.append(Part(at, end, codec))
        at = end
    return found


def utf16_at(data: bytes, at: int) -> str:
    """`utf-16-le` or `utf-16-be` where the line that begins at `at` is that, else "".

    Blank lines have too few characters to tell, and Format-List begins with them: then it is the first line after them.
    """
    blank = _BLANK_LINES.match(data, at, at + _MOST_BLANK)
    if blank and blank.end() < len(data):
        at = blank.end()
    look = data[at : at + _LOOK]
    line = _LINE_END.search(look)
    if line:
        look = look[: line.end()]
    even, odd = look[::2].count(0), look[1::2].count(0)
    for codec, nuls, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if nuls >= 3 and nuls > 4 * others and nuls * 10 >= len(look):
            return codec
        if nuls and not others and _is_text(look, codec):
            return codec
    return ""


def reads_as_text(data: bytes, codec: str, share: float = 0.9) -> bool:
    """Whether at least `share` of the characters are such as stand in texts."""
    text = data[: len(data) // 2 * 2].decode(codec, "replace")
    return sum(1 for char in text if _common(char)) >= share * len(text)


def shows_bytes(data: bytes) -> bool:
    """Whether text in bytes stands in data that should be UTF-16: a CR LF of two bytes, or ASCII at the end."""
    return b"\r\n" in data or _ASCII_RUN.search(data, max(0, len(data) - 64 * _LOOK)) is not None


def line_at(data: bytes, at: int, codec: str) -> int:
    """The 1-based line that byte `at` stands on."""
    return data[:at].decode(codec, "replace").count("\n") + 1


def valid(data: bytes, codec: str) -> bool:
    """Whether all of the data can be decoded."""
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _codec_at(data: bytes, at: int) -> tuple[str, int]:
    """The codec of what begins at `at`, and where it begins behind byte order marks."""
    told = None
    for _ in range(MAX_PARTS):
        mark = next(((mark, codec) for mark, codec in _BOMS if data.startswith(mark, at)), None)
        if mark is None:
            break
        at += len(mark[0])
        told = mark[1]
    if told is None:
        return utf16_at(data, at), at
    return "" if _ASCII_RUN.match(data, at) else told, at


def _is_text(look: bytes, codec: str) -> bool:
    """Whether it is text with few NULs, as Chinese in UTF-16 is, and not text in bytes with a stray NUL."""
    return reads_as_text(look, codec, 0.97) and _frequent(look, codec)


def _frequent(piece: bytes, codec: str) -> bool:
    """Whether a third of the characters beyond ASCII are frequent ones; of pairs of ASCII letters, one in 20 is."""
    from analyzer.intake.languages import EVERYDAY  # only where NULs are few

    others = [char for char in piece[: len(piece) // 2 * 2].decode(codec, "replace") if char > "\x7f"]
    known = sum(1 for char in others if char in EVERYDAY or "\u3041" <= char <= "\u30ff")
    return bool(others) and known * 3 >= len(others)


def _common(char: str) -> bool:
    return (
        " " <= char <= "~"
        or char in "\r\n\t"
        or "\xa0" <= char <= "\u06ff"
        or "\u0e00" <= char <= "\u0e7f"
        or "\u1e00" <= char <= "\u1eff"
        or "\u2000" <= char <= "\u2bff"
        or "\u3000" <= char <= "\u30ff"
        or "\u4e00" <= char <= "\u9fff"
        or "\uac00" <= char <= "\ud7a3"
        or "\ufe30" <= char <= "\uffe6"
    )


def _end_of_utf16(data: bytes, start: int, codec: str) -> int:
    """Where bytes, or another byte order mark, follow UTF-16 that begins at `start`: after the last whole line."""
    new_line = "\n".encode(codec)
    ends = [len(data)]
    tail = _ASCII_RUN.search(
        data, max(start, len(data) - 64 * _LOOK)
    )  # bytes without CR LF: looked for at the end only
    for shown in (data.find(b"\r\n", start), tail.start() if tail else -1):
        end = _last_line_end(data, start, shown + 1, new_line) if shown >= 0 else start
        if end > start and not utf16_at(data, end):
            ends.append(end)
    for mark, _ in _BOMS:
        again = data.find(new_line + mark, start) if mark[-1:] in data else -1  # one byte is found ten times faster
        if again >= 0 and (again - start) % 2 == 0:
            ends.append(again + 2)
    return min(ends)


def _last_line_end(data: bytes, start: int, before: int, new_line: bytes) -> int:
    """The end of the last UTF-16 line that ends before `before`; `start` where there is none."""
    at = data.rfind(new_line, start, before)
    while at >= 0 and (at - start) % 2:
        at = data.rfind(new_line, start, at + 1)
    return at + 2 if at >= 0 else start


def _end_of_bytes(data: bytes, start: int) -> int:
    """Where UTF-16, or a byte order mark, follows bytes that begin at `start`; the end of the data where none does."""
    marks = (data.find(b"\xff\xfe", start + 1), data.find(b"\n\xef\xbb\xbf", start) + 1)
    mark = min((mark for mark in marks if mark > start), default=len(data))
    at = start
    for _ in range(_STRAY_NULS):
        nul = data.find(b"\0", at, mark)
        if nul < 0:
            break
        line = max(start, data.rfind(b"\n", max(start, nul - _BEFORE), nul) + 1)
        before = data[max(line, nul - _BEFORE) : nul - 1]
        candidates = [nul - 1, nul]
        if not before.isascii() or _frequent(before, "utf-16-le") or _frequent(before, "utf-16-be"):
            candidates.insert(0, line)
        for begin in candidates:
            if begin > start and utf16_at(data, begin):
                return begin
        at = nul + 1
    return mark
