"""One row for one object, whoever exported it: merging by key (design decision 12).

Sources that agree make one row with the evidence of both. Where they differ the cell keeps both readings: a rule is
undecided only if the difference matters to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import product
from typing import Any

from analyzer.tables.catalogue import Entry
from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.table import Export

_ANY_OFFSET = dt.timedelta(hours=14, minutes=1)
_CONTRADICTION = Gap("contradiction")
_MOST_KEYLESS = 200
"""Each row without a key is compared with all others; more of them than this are left as they are."""


def same_date(left: dt.datetime, right: dt.datetime) -> bool:
    """Whether two printed dates can be one moment: without an offset on either side any time zone is possible."""
    if (left.tzinfo is None) == (right.tzinfo is None):
        return abs(left - right) < dt.timedelta(minutes=1)
    return abs(left.replace(tzinfo=None) - right.replace(tzinfo=None)) < _ANY_OFFSET


def same(left: Any, right: Any) -> bool:
    """Whether two readings of different sources are one value: text regardless of case, dates to the minute."""
    if isinstance(left, dt.datetime) and isinstance(right, dt.datetime):
        return same_date(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left.strip().casefold() == right.strip().casefold()
    if isinstance(left, tuple) and isinstance(right, tuple):
        folded = [sorted(str(item).casefold() for item in side) for side in (left, right)]
        return folded[0] == folded[1]
    if left in ("", ()) and right in ("", ()):
        return True
    return bool(left == right)


def merged(left: Cell, right: Cell) -> Cell:
    """What two sources say of one value: what both allow; both readings where they contradict each other."""
    evidence = tuple(dict.fromkeys(left.evidence + right.evidence))
    if left.missing or right.missing:
        known = right if left.missing else left
        return Cell(known.readings, known.open, evidence if known.readings else left.evidence, known.gaps)
    if left.open or right.open:
        return _merged_open(left, right)
    common = [reading for reading in left.readings if any(same(reading, other) for other in right.readings)]
    if common:
        aware = [r for r in right.readings if isinstance(r, dt.datetime) and r.tzinfo is not None]
        if len(common) == 1 and len(aware) == 1 and isinstance(common[0], dt.datetime):
            common = aware
        return Cell(tuple(common), False, evidence)
    readings = tuple(dict.fromkeys(left.readings + right.readings))
    return Cell(readings, False, evidence, (_CONTRADICTION,))


def _merged_open(left: Cell, right: Cell) -> Cell:
    evidence = tuple(dict.fromkeys(left.evidence + right.evidence))
    if left.open and right.open:
        pairs = product(left.readings, right.readings)
        longer = dict.fromkeys(a if _begins(a, b) else b for a, b in pairs if _begins(a, b) or _begins(b, a))
        if longer:
            return Cell(tuple(longer), True, evidence, tuple(dict.fromkeys(left.gaps + right.gaps)))
    else:
        cut, other = (left, right) if left.open else (right, left)
        fitting = tuple(w for w in other.readings if any(_begins(w, beginning) for beginning in cut.readings))
        if fitting:
            return Cell(fitting, False, evidence, other.gaps)
    readings = tuple(dict.fromkeys(left.readings + right.readings))
    return Cell(readings, True, evidence, (_CONTRADICTION,))


def _begins(whole: Any, beginning: Any) -> bool:
    if isinstance(whole, tuple) and isinstance(beginning, tuple):
        items = {str(item).casefold() for item in whole}
        return all(str(item).casefold() in items for item in beginning)
    return str(whole).casefold().startswith(str(beginning).casefold())


def merged_row(left: Row, right: Row) -> Row:
    """One row of two sources' rows of one object."""
    cells = dict(left.cells)
    for name, cell in right.cells.items():
        cells[name] = merged(cells[name], cell) if name in cells else cell
    return Row(
        cells, left.subject or right.subject, left.server or right.server, left.exports + right.exports, left.table
    )


def key_of(row: Row, entry: Entry) -> tuple[str, ...] | None:
    """What tells a row from the others of its table; None where a part of the key is not known."""
    parts: list[str] = []
    for name in entry.key:
        cell = row.cells.get(name)
        if cell is None or len(cell.readings) != 1 or cell.open:
            return None
        parts.append(str(cell.readings[0]).strip().casefold())
    if entry.scope == "server":
        if row.server is None:
            return None
        parts.append(row.server)
    return tuple(parts) if entry.key else None


def merge(rows_by_export: Sequence[tuple[Export, Sequence[Row]]], entry: Entry) -> tuple[Row, ...]:
    """The rows of all exports of one table, each object once.

    The n-th object with a key in one output is the n-th with that key in every other: two with one key in one output
    are two objects, unless two computers were asked for one (PSComputerName). A row without its key is the one row of
    another output that it agrees with, if it is one.
    """
    merged_rows: dict[tuple[tuple[str, ...], int], Row] = {}
    keyless: list[Row] = []
    for _, rows in rows_by_export:
        seen: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
        for row in rows:
            key = key_of(row, entry)
            if key is None:
                keyless.append(row)
                continue
            asked = (key, tuple(map(str, row.get("PSComputerName").readings)))
            place = (key, seen.get(asked, 0))
            seen[asked] = place[1] + 1
            merged_rows[place] = merged_row(merged_rows[place], row) if place in merged_rows else row
    found = list(merged_rows.values())
    if len(rows_by_export) == 1 or entry.scope == "server" or len(keyless) > _MOST_KEYLESS:
        return (*found, *keyless)
    for row in keyless:
        alike = [index for index, other in enumerate(found) if _one_object(other, row)]
        if len(alike) == 1:
            found[alike[0]] = merged_row(found[alike[0]], row)
        else:
            found.append(row)
    return tuple(found)


def _one_object(left: Row, right: Row) -> bool:
    """Whether rows of different outputs can only be one object: they have one name, or print the same, and agree."""
    if any(export is other for export in left.exports for other in right.exports):
        return False
    one_name = any(
        left.get(name).known and not left.get(name).blank and right.get(name).known for name in ("Name", "Identity")
    )
    if not one_name and left.cells.keys() != right.cells.keys():
        return False
    shared = left.cells.keys() & right.cells.keys()
    return all(_CONTRADICTION not in merged(left.cells[name], right.cells[name]).gaps for name in shared)


def newest(exports: Sequence[Export], scope: str) -> list[Export]:
    """Without the outputs that a later one of the same server replaces: before and after in one ticket.

    Only an output that is full, and later by the sessions' own times, replaces another.
    """

    def replaces(later: Export, export: Export) -> bool:
        return (
            later.time is not None
            and export.time is not None
            and later.time > export.time
            and later.full
            and (scope != "server" or (later.server is not None and later.server == export.server))
            and later.properties >= export.properties
        )

    return [export for export in exports if not any(replaces(other, export) for other in exports)]
