"""Text in bytes: UTF-8, a code page, or lines of both."""

from __future__ import annotations

import re
from dataclasses import replace

from analyzer.intake.codepages import guess_text, likelihood, readings, windows
from analyzer.intake.names import visible
from analyzer.intake.parts import Part, line_at, valid
from analyzer.model import Note
from analyzer.notes import note

_TWO_WRITERS = 6.0
"""How much likelier lines must be as UTF-8 than in the code page of the others, so that the file is taken for mixed."""

_ENDS = 256 * 1024
"""What was appended shows at the end: lines of two kinds are looked for in so many bytes at both ends."""

MAX_RUNS = 2_000
"""More changes between the two than this (lines of two programs in one log) are not followed."""

_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
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


def settle(data: bytes, part: Part, told: str | None) -> tuple[list[Part], list[Note]]:
    """The part of the data with its codec; split where lines in UTF-8 and lines in a code page stand in one file.

    In this order: what XML declares and what decodes so; lines of two kinds; what a byte order mark says (`told`); the
    likeliest code page, with a note.
    """
    piece = data[part.start : part.end]
    declared = _DECLARED.match(piece)
    codec = _DECLARED_AS.get(declared[1].decode("ascii").lower(), "") if declared else ""
    if codec and valid(piece, codec):
        return [replace(part, codec=codec)], []
    lines = _lines_of_two(piece)
    if lines:
        return [Part(part.start + line.start, part.start + line.end, line.codec) for line in lines], []
    if told is not None:
        return [replace(part, codec=told)], []
    found = guess_text(piece)
    settled = [replace(part, codec=found.codec)]
    if found.codec == "utf-8":
        return settled, []
    message = f"Read as {found.codec}, by the text itself."
    if found.alternatives:
        mine, *others = readings(piece, (found.codec, *found.alternatives))
        shown = (f"{visible(other)} ({name})" for other, name in zip(others, found.alternatives, strict=True))
        message = f"Read as {found.codec}, by the text itself: {visible(mine)}. Possible too: {', '.join(shown)}."
    first = _HIGH.search(data, part.start)
    line = line_at(data, first.start() if first else part.start, found.codec)
    return settled, [note("encoding-guessed", message, line=line)]


def _lines_of_two(piece: bytes) -> list[Part]:
    """Runs of lines in UTF-8 and in a code page, where two tools wrote to one file; empty where it is not that."""
    ends_of_piece = piece if len(piece) <= 2 * _ENDS else piece[:_ENDS] + b"\n" + piece[-_ENDS:]
    if not any(_MULTIBYTE.search(line) and valid(line, "utf-8") for line in ends_of_piece.split(b"\n")):
        return []
    utf8: list[bytes] = []
    others: list[bytes] = []
    ends: list[tuple[int, bool]] = []
    at = 0
    for line in piece.split(b"\n"):
        at += len(line) + 1
        if line.isascii():
            continue
        whole = valid(line, "utf-8")
        (utf8 if whole else others).append(line)
        if ends and ends[-1][1] == whole:
            ends[-1] = (at, whole)
        else:
            ends.append((at, whole))
        if len(ends) > MAX_RUNS:
            return []
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
    return [Part(start, end, "utf-8" if whole else codec) for start, (end, whole) in zip(starts, ends, strict=True)]
