"""Where the keys of a JSON object stand."""

from __future__ import annotations

import re
from typing import Any, Final

_KEY_LINE: Final = re.compile(r'^([ \t]*+)"(?:[^"\\\r\n]|\\.)*+"\s*+:', re.MULTILINE)
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"(\s*+:)?|[{}\[\]]', re.DOTALL)


class Lines:
    """The 1-based line of a position, asked for in rising order (a step back costs a count from the beginning)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = "\n" if "\n" in text else "\r"
        self._position = 0
        self._line = 1

    def at(self, position: int) -> int:
        """The line that `position` stands on."""
        if position < self._position:
            self._position, self._line = 0, 1
        self._line += self._text.count(self._end, self._position, position)
        self._position = position
        return self._line


def key_lines(text: str, start: int, end: int, line: int, value: dict[str, Any]) -> dict[str, int]:
    """The line of each key of the object at `start` to `end`, which begins on `line` and was read as `value`."""
    newline = "\n" if "\n" in text[start:end] else "\r"
    if newline not in text[start:end]:
        return dict.fromkeys(value, line)
    positions = _by_indent(text, start, end)
    if len(positions) != len(value):
        positions = _by_depth(text, start, end)
    lines = {}
    last = start
    for name, position in zip(value, positions, strict=False):
        line += text.count(newline, last, position)
        last = position
        lines[name] = line
    return lines


def _by_indent(text: str, start: int, end: int) -> list[int]:
    """The keys that begin a line with the least indent: the object's own, as every pretty printer writes them."""
    found = [(match.end(1) - match.start(), match.end(1)) for match in _KEY_LINE.finditer(text, start, end)]
    least = min((indent for indent, _ in found), default=0)
    return [position for indent, position in found if indent == least]


def _by_depth(text: str, start: int, end: int) -> list[int]:
    """The object's own keys, told by counting brackets."""
    depth = 0
    positions = []
    for match in _TOKEN.finditer(text, start, end):
        piece = match[0]
        if piece in {"{", "["}:
            depth += 1
        elif piece in {"}", "]"}:
            depth -= 1
        elif depth == 1 and match[1] is not None:
            positions.append(match.start())
    return positions
