"""Lines of a text and the cells they take: what every reader of printed text needs."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Line(NamedTuple):
    """One line of a source: its 1-based number in the source, and its text without the line end."""

    number: int
    text: str


def split_lines(text: str) -> list[str]:
    """The lines of a text without their ends; CR LF, LF, CR and the CR CR LF of a double conversion all end a line.

    Not `str.splitlines`, which also breaks at U+2028, U+0085 and form feeds that belong to a value.
    """
    if "\r" in text:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def char_cells(char: str) -> int:
    """Display cells of one character: two for East Asian wide ones, as PowerShell 7.3 and CJK consoles count."""
    return 2 if char > "\u10ff" and unicodedata.east_asian_width(char) in "WF" else 1


def cells(text: str) -> int:
    """Display cells of a text, wide characters counted as two."""
    return len(text) if text.isascii() else sum(map(char_cells, text))
