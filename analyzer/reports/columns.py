"""Text in columns of a terminal: how wide it is, and how it wraps. Right for Chinese, Japanese and Korean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Typography of CJK text (Unicode line breaking classes CL, CP, EX, NS and OP, as far as our texts need them).
_NOT_FIRST: Final = frozenset("，。、；：！？）］｝」』》〉】〕％,.;:!?)]}>")
_NOT_LAST: Final = frozenset("（［｛「『《〈【〔([{")
_WORD: Final = re.compile(r"( *)([^ ]+)")


def display_width(text: str) -> int:
    """How many columns a terminal gives the text: two for wide and full-width characters, none for combining ones."""
    return len(text) if text.isascii() else sum(map(_width, text))


def pad(text: str, width: int) -> str:
    """The text with blanks after it up to `width` columns; longer text stays as it is."""
    return text + " " * (width - display_width(text))


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most `width` columns; `first` stands before the first line, `rest` before the others.

    Breaks at blanks and between wide characters; a word longer than a line is cut where the line ends. Line feeds of
    the text are kept. The prefixes count; at least ten columns are always left for the text.
    """
    rest = first if rest is None else rest
    lines: list[str] = []
    for paragraph in text.split("\n"):
        prefix = rest if lines else first
        line = ""
        for blank, piece in _pieces(paragraph):
            room = max(10, width - display_width(prefix))
            candidate = line + blank + piece if line or not lines else piece
            if display_width(candidate) <= room:
                line = candidate
                continue
            if line:
                lines.append(prefix + line)
                prefix = rest
                room = max(10, width - display_width(prefix))
            *full, line = _cut(piece, room)
            lines += [(rest if index else prefix) + part for index, part in enumerate(full)]
            prefix = rest if full else prefix
        lines.append((prefix + line).rstrip())
    return lines


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    """What may not be broken, each with the blanks that stand before it on the same line."""
    for word in _WORD.finditer(paragraph):
        blank, piece = word[1], ""
        for character in word[2]:
            if piece and _breakable(piece[-1], character):
                yield blank, piece
                blank, piece = "", ""
            piece += character
        yield blank, piece


def _breakable(before: str, after: str) -> bool:
    if before in _NOT_LAST or after in _NOT_FIRST:
        return False
    return _width(before) == 2 or _width(after) == 2


def _cut(piece: str, room: int) -> list[str]:
    """A piece in parts of at most `room` columns; the last part may be the whole piece."""
    if display_width(piece) <= room:
        return [piece]
    parts, part, used = [], "", 0
    for character in piece:
        width = _width(character)
        if used + width > room:
            parts.append(part)
            part, used = "", 0
        part += character
        used += width
    return [*parts, part]
