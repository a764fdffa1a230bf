"""Kinds of characters at the ends of a line: what they say of a line feed there.

The lines of a text end with a stop or a bracket and begin with a capital or an indentation more often than the pieces
into which a writer cuts one line. The shares are rough estimates from property lists; the value's own lines soon count
for more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

WIDE = "\u4e00"
"""The kind of East Asian characters."""

# kind: (share among the lines of texts, share among the pieces of one line)
_ENDS: Mapping[str, tuple[float, float]] = {
    ".": (0.33, 0.08),
    ">": (0.20, 0.05),
    "a": (0.30, 0.60),
    ",": (0.03, 0.06),
    " ": (0.02, 0.60),
    "/": (0.02, 0.11),
    WIDE: (0.10, 0.10),
    "": (0.10, 0.01),
}
_STARTS: Mapping[str, tuple[float, float]] = {
    "a": (0.15, 0.50),
    "A": (0.45, 0.20),
    "0": (0.12, 0.14),
    " ": (0.02, 0.02),
    "  ": (0.08, 0.02),
    "<": (0.13, 0.03),
    "/": (0.02, 0.10),
    WIDE: (0.10, 0.10),
    "": (0.10, 0.001),
}
_WEIGHT = 2.0
"""How many lines of the value itself the general shares are worth."""


def end(line: str) -> str:
    """The kind of a line's last character: a key of the shares."""
    last = line[-1:]
    if last in " \t":
        return " " if last else ""
    if last in ".!?:;\u3002\uff1a\uff1b":
        return "."
    if last in ">)]}\"'":
        return ">"
    if last == ",":
        return ","
    if last > "\u2e80":
        return WIDE
    return "a" if last.isalnum() else "/"


def start(line: str) -> str:
    """The kind of a line's first character: a key of the shares."""
    first = line[:1]
    if first in " \t":
        return line[:2] if line[:2] == "  " else first and " "
    if first.islower():
        return "a"
    if first > "\u2e80":
        return WIDE
    if first.isupper():
        return "A"
    if first.isdigit():
        return "0"
    return "<" if first in "<{[(\"'-*#\u2022" else "/"


def factor(ending: str, starting: str) -> float:
    """How the characters around a place change the chance of a line feed there, in a value without a sure one."""
    return _ENDS[ending][0] / _ENDS[ending][1] * _STARTS[starting][0] / _STARTS[starting][1]


class Seen:
    """The ends and starts of a value's sure lines: what they say of another line feed.

    `indented`: some of them begin with two blanks or more.
    """

    __slots__ = ("_ends", "_starts", "_total", "indented")

    def __init__(self, ends: Iterable[str], starts: Iterable[str]) -> None:
        self._ends = Counter(ends)
        self._starts = Counter(starts)
        self.indented = "  " in self._starts
        self._total = sum(self._ends.values()) + _WEIGHT

    def factor(self, ending: str, starting: str, *, among: bool = False) -> float:
        """How the characters around a place change the chance of a line feed there.

        `among`: the place is one of the sure ones itself, and is left out of what is known.
        """
        total = max(self._total - among, _WEIGHT)
        upper = (max(self._ends[ending] - among, 0) + _WEIGHT * _ENDS[ending][0]) / total
        lower = (max(self._starts[starting] - among, 0) + _WEIGHT * _STARTS[starting][0]) / total
        return upper / _ENDS[ending][1] * lower / _STARTS[starting][1]
