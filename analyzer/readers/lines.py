"""Lines of a text: what every reader of printed text begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.readers.lists.lines import Line, cells

__all__ = ["Line", "cells", "first_lines", "numbered", "split_lines"]

_BLOCK = 2**20
_MOST_BLANK = 1000
_LINE_END = re.compile(r"\r{1,2}\n|\n|\r")


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


def first_lines(text: str, most: int) -> list[Line]:
    """The first lines of a large text, counted from 1: up to `most`, of runs of more than a thousand blank ones fewer.

    The lines that a run leaves out are counted, so that the others keep their numbers.
    """
    lines: list[Line] = []
    number = blank = 0
    for block in _blocks(text):
        found = split_lines(block)
        if blank >= _MOST_BLANK and not block.strip():
            number += len(found)
            continue
        for line in found:
            number += 1
            blank = blank + 1 if not line.strip() else 0
            if blank <= _MOST_BLANK:
                lines.append(Line(number, line))
                if len(lines) == most:
                    return lines
    return lines


def _blocks(text: str) -> Iterator[str]:
    """The text in blocks of whole lines."""
    start = 0
    while start < len(text):
        end = _LINE_END.search(text, start + _BLOCK)
        stop = end.end() if end else len(text)
        yield text[start:stop]
        start = stop
