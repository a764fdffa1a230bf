"""Cells made of other cells: their evidence is that of what they were read from, their gaps what was missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, product
from typing import Any

from analyzer.tables.cells import Cell, Evidence, Gap
from analyzer.tables.merge import same
from analyzer.tables.table import Table

Truth = bool | None
_COMBINATIONS = 64


def evidence_of(cells: Iterable[Cell]) -> tuple[Evidence, ...]:
    """The evidence of several cells, each once."""
    return tuple(dict.fromkeys(evidence for cell in cells for evidence in cell.evidence))


def gaps_of(cells: Iterable[Cell]) -> tuple[Gap, ...]:
    """The gaps of several cells, each once."""
    return tuple(dict.fromkeys(gap for cell in cells for gap in cell.gaps))


def apply(function: Callable[..., Any], *cells: Cell) -> Cell:
    """The function of the cells' values, for every combination of their readings.

    Missing where one is missing, or cut: what a function would make of a beginning is not known.
    """
    evidence = evidence_of(cells)
    if any(cell.missing or cell.open for cell in cells):
        return Cell((), False, evidence, gaps_of(cells) or (Gap("value-cut"),))
    combinations = islice(product(*(cell.readings for cell in cells)), _COMBINATIONS)
    readings = tuple(dict.fromkeys(function(*combination) for combination in combinations))
    return Cell(readings, False, evidence, gaps_of(cells) if len(readings) > 1 else ())


def truth(value: Truth, cells: Iterable[Cell] = (), gaps: Iterable[Gap] = ()) -> Cell:
    """A cell that holds a truth; a missing one, with its gaps, where it is unknown."""
    found = list(cells)
    evidence = evidence_of(found)
    if value is None:
        return Cell((), False, evidence, tuple(dict.fromkeys((*gaps, *gaps_of(found)))) or (Gap("unreadable"),))
    return Cell((value,), False, evidence)


def known(value: Any, cells: Iterable[Cell] = ()) -> Cell:
    """A cell with one value, read from other cells."""
    return Cell((value,), False, evidence_of(cells))


def missing(gap: Gap, cells: Iterable[Cell] = ()) -> Cell:
    """A cell of which nothing can be said, and why."""
    return Cell((), False, evidence_of(cells), (gap,))


def collected(items: Iterable[Any], cells: Iterable[Cell] = (), gaps: Iterable[Gap] = ()) -> Cell:
    """A cell with a list; open, for the given gaps, where there may be more."""
    missing_gaps = tuple(dict.fromkeys(gaps))
    return Cell((tuple(dict.fromkeys(items)),), bool(missing_gaps), evidence_of(cells), missing_gaps)


def texts(cell: Cell) -> tuple[str, ...]:
    """Every text that a cell may hold: its readings, and the items of those that are lists."""
    found: dict[str, None] = {}
    for reading in cell.readings:
        for item in reading if isinstance(reading, tuple) else (reading,):
            if isinstance(item, str) and item.strip():
                found.setdefault(item.strip())
    return tuple(found)


def export_evidence(table: Table) -> tuple[Evidence, ...]:
    """The outputs of a table as evidence: what shows that there is nothing, where it has no row."""
    return tuple(Evidence(e.source, e.line, table.name, "", e.command or "") for e in table.exports)


def first_known(cells: Sequence[Cell]) -> Cell:
    """The surest of several cells that show one and the same thing, with the evidence of those that agree.

    One that is known beats one in doubt, one in doubt a blank one (PowerShell prints a script property that fails as
    blank), a blank one a missing one; earlier ones win.
    """
    ranked = sorted(cells, key=lambda cell: 2 if cell.blank else 0 if cell.known else 1 if cell.readings else 3)
    if not ranked:
        return Cell()
    best = ranked[0]
    agreeing = [best, *(cell for cell in cells if cell is not best and _agrees(cell, best))]
    return Cell(best.readings, best.open, evidence_of(agreeing), best.gaps)


def _agrees(cell: Cell, best: Cell) -> bool:
    return any(same(reading, other) for reading in cell.readings for other in best.readings) and not cell.open


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's or."""
    found = list(truths)
    return True if True in found else None if None in found else False


def every(truths: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    found = list(truths)
    return False if False in found else None if None in found else True
