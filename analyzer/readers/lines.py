"""Lines of a text: what every reader of printed text begins with."""

from __future__ import annotations

from analyzer.readers.lists.lines import Line, cells

__all__ = ["Line", "cells", "numbered", "split_lines"]


def split_lines(text: str) -> list[str]:
    """The lines of a text without their ends; CR LF, LF, CR and the CR CR LF of a double conversion all end a line.

    Not `str.splitlines`, which also breaks at U+2028, U+0085 and form feeds that belong to a value.
    """
    if "\r" in text:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def numbered(text: str) -> list[Line]:
    """The lines of a text, counted from 1."""
    return [Line(number, line) for number, line in enumerate(split_lines(text), 1)]
