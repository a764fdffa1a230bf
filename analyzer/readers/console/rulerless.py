"""Tables whose row of dashes was lost: web pages take it for a heading's line, or for nothing at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from analyzer.model import Record
from analyzer.readers.console.edited import without_ruler
from analyzer.readers.console.rows import by_position
from analyzer.readers.console.tables import Header, Table, read_table
from analyzer.readers.lines import Line

_WORD = re.compile(r"\S+")
_NAME = re.compile(r"[A-Z]\w*")
_TWO_WORDS = re.compile(r"[A-Z]\w*[a-z0-9][A-Z]\w*")


def read_rulerless(lines: Sequence[Line], command: str | None) -> Table | None:
    """The table that all of the lines are; None where they are none, or may as well be something else."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 2:
        return None
    apart = len(lines) < 2 or not lines[lines.index(filled[0]) + 1].text.strip()
    return _aligned(filled) or (_collapsed(filled, len(lines)) if command or apart else None)


def _aligned(filled: Sequence[Line]) -> Table | None:
    """A table whose columns still stand below their names.

    All names are words as properties have them, and every cell begins or ends exactly with its name; no column and no
    first cell is empty. So a label of several words is never taken for several columns that hold something.
    """
    names = list(_WORD.finditer(filled[0].text))
    labels = tuple(name[0] for name in names)
    if len(labels) < 2 or "  " not in filled[0].text.strip() or len(set(labels)) < len(labels):
        return None
    if not all(map(_NAME.fullmatch, labels)) or not any(map(_TWO_WORDS.fullmatch, labels)):
        return None
    runs = tuple(name.span() for name in names)
    rows = by_position(filled[1:], runs, wide=False)
    if len(rows) < len(filled) - 1 or any(row.edited or row.unsure or not row.cells[0] for row in rows):
        return None
    if not all(any(row.cells[number] for row in rows) for number in range(len(labels))):
        return None
    if any(row.aligned < sum(map(bool, row.cells)) for row in rows):
        return None
    for number, (left, right) in enumerate(pairwise(runs)):
        size = left[1] - left[0]
        if right[0] - left[1] == 1 and all(len(row.cells[number]) in (0, size) for row in rows):
            return None  # both names may be one, and the cells below them one value
    return read_table(filled, Header(0, 0, labels, runs, wide=False), len(filled))


def _collapsed(filled: Sequence[Line], end: int) -> Table | None:
    """Names, and rows with a word for each name."""
    records = []
    for row in filled[1:]:
        found = without_ruler(filled[0].text, row.text)
        if found is None:
            return None
        records.append(Record(dict(zip(*found, strict=True)), row.number, dict.fromkeys(found[0], row.number)))
    return Table(tuple(records), (), end)
