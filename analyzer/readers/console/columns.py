"""The columns of a Format-Table: found by the ruler and the blanks, counted in display cells.

PowerShell writes one blank between columns. A row of dashes as long as the label (or as the column, where that is
narrower) stands under each label: at the start of a left-aligned column, at the end of a right-aligned one. So of a
boundary only the gap between two runs of dashes is known; the rows tell the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.readers.lists.lines import WIDE

_RUN = re.compile("-+")
_FILLER = "\x00"


def ruler_runs(text: str, most: int = 2_000) -> list[tuple[int, int]]:
    """The runs of dashes, as (start, end) cells, of a line that holds nothing else; none of another.

    None either where there are more than `most`, as `Budget.columns`.
    """
    bare = text.strip()
    if not bare or bare[0] != "-" or bare.strip("- \t"):
        return []
    runs = [run.span() for run in _RUN.finditer(text)]
    return runs if len(runs) <= most else []


def spread(text: str, *, wide: bool) -> str:
    """The text with a filler after each character of two cells, so that an index is a cell."""
    if text.isascii():
        return text
    return "".join(
        char + _FILLER if char > "\uffff" or (wide and char > "\u10ff" and WIDE.match(char)) else char for char in text
    )


def unspread(text: str) -> str:
    """The text without fillers and without the blanks around it."""
    return (text.replace(_FILLER, "") if _FILLER in text else text).strip()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the cells that it takes (`end` is None for the last), its dashes, and whether it is right-aligned."""

    start: int
    end: int | None
    dashes: tuple[int, int]
    right: bool

    def holds(self, row: str) -> bool:
        """Whether the cell of a (spread) row is blank, begins no further left than the dashes, or ends with them."""
        if not row[self.start : self.dashes[0]].strip():
            return True
        return bool(row[self.dashes[1] - 1 : self.dashes[1]].strip()) and not row[self.dashes[1] : self.end].strip()

    def aligns(self, row: str) -> bool:
        """Whether the cell of a (spread) row begins exactly with the dashes, or ends with them."""
        start, end = self.dashes
        begins = row[start : start + 1].strip() and not row[self.start : start].strip()
        ends = row[end - 1 : end].strip() and not row[end : self.end].strip()
        return bool(begins or ends)


class Gaps:
    """What is still possible as the separator between each two columns, narrowed row by row."""

    def __init__(self, runs: Sequence[tuple[int, int]]) -> None:
        self.runs = list(runs)
        self._open = [set(range(left[1], right[0])) for left, right in pairwise(runs)]

    def fits(self, row: str) -> bool:
        """Whether a (spread) row leaves a separator in every gap; if so, what it rules out is remembered."""
        narrowed: list[tuple[int, set[int]]] = []
        for number, (left, right) in enumerate(pairwise(self.runs)):
            gap = row[left[1] : right[0]]
            if not gap or gap.isspace():
                continue
            taken = {left[1] + index for index, char in enumerate(gap) if char != " "}
            still = self._open[number] - taken
            if not still:
                return False
            narrowed.append((number, still))
        for number, still in narrowed:
            self._open[number] = still
        return True

    def columns(self, rows: Sequence[str]) -> list[Column]:
        """The columns, with the boundaries that suit all (spread) rows best."""
        right = [_right_aligned(start, end, rows) for start, end in self.runs]
        bounds = [self._boundary(number, right) for number in range(len(self._open))]
        starts = [0, *(bound + 1 for bound in bounds)]
        ends: list[int | None] = [*bounds, None]
        return [Column(*column) for column in zip(starts, ends, self.runs, right, strict=True)]

    def _boundary(self, number: int, right: Sequence[bool]) -> int:
        free = self._open[number]
        before_next = self.runs[number + 1][0] - 1
        if before_next in free and not right[number + 1]:
            return before_next
        if right[number] and self.runs[number][1] in free:
            return self.runs[number][1]
        if right[number + 1] or before_next not in free:
            return _widest(free)
        return before_next


def _widest(free: set[int]) -> int:
    """The last cell of the widest stretch of free ones; of the last where several are as wide."""
    best = length = 0
    last = min(free)
    for cell in sorted(free):
        length = length + 1 if cell - 1 in free else 1
        if length >= best:
            best, last = length, cell
    return last


def _right_aligned(start: int, end: int, rows: Sequence[str]) -> bool:
    """Whether the values end under the last dash of the run (start, end), and do not all begin under the first."""
    ends = begins = True
    seen = False
    for row in rows:
        if not row[start:end].strip():
            continue
        seen = True
        if row[end - 1 : end] in ("", " ") or row[end : end + 1] not in ("", " "):
            ends = False
            break
        if row[start] == " " or (start and row[start - 1] != " "):
            begins = False
    return seen and ends and not begins
