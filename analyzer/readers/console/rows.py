"""The rows under a table's ruler: which cells they have, in one or the other count of display cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.readers.console.columns import Column, Gaps, spread, unspread
from analyzer.readers.console.edited import by_blanks
from analyzer.readers.lines import Line
from analyzer.readers.lists.lines import WIDE

Runs = Sequence[tuple[int, int]]
"""The runs of dashes of a ruler, as (start, end) cells."""

_MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: its line's number and the text of each cell.

    `aligned` counts the cells that begin or end exactly with their dashes; `unsure` are the cells in doubt;
    `trailing` counts the blanks at the end of the line.
    """

    line: int
    cells: list[str]
    aligned: int = 0
    unsure: frozenset[int] = frozenset()
    trailing: int = 0


def by_position(lines: Sequence[Line], runs: Runs, *, wide: bool) -> list[Row]:
    """The rows whose cells keep to the ruler, and among them those that do not but are clear by their blanks.

    None if the first row does not keep to it. A cell that neither begins after its first dash nor ends under its last
    does not: that is text under the table, or a row that was edited.
    """
    hypotheses = [wide, not wide] if any(WIDE.search(line.text) for line in lines) else [wide]
    spreads = [[(line.number, spread(line.text, wide=cells)) for line in lines] for cells in hypotheses]
    readings = [_rows_in_cells(texts, runs) for texts in spreads]
    best = max(readings, key=lambda rows: (len(rows), sum(row.aligned for row in rows)))
    others = [
        rows
        for texts, rows in zip(spreads, readings, strict=True)
        if rows is not best and (_as_good(rows, best) or (len(rows) == len(best) and _padded(texts)))
    ]
    return [
        replace(row, unsure=frozenset(_differing(row, [other[number] for other in others])))
        for number, row in enumerate(best)
    ]


def _differing(row: Row, others: Sequence[Row]) -> Iterator[int]:
    """The cells that another reading of the row has otherwise."""
    for number, cell in enumerate(row.cells):
        if any(other.cells[number] != cell for other in others):
            yield number


def _padded(texts: Sequence[tuple[int, str]]) -> bool:
    """Whether all (spread) lines are equally long and some end with a blank: so a writer that counts so pads them."""
    return len({len(text) for _, text in texts}) == 1 and any(text.endswith(" ") for _, text in texts)


def _as_good(rows: Sequence[Row], best: Sequence[Row]) -> bool:
    """Whether a reading has as many rows as the best, and at most one cell less that keeps exactly to its dashes."""
    return len(rows) == len(best) and sum(row.aligned for row in rows) + 1 >= sum(row.aligned for row in best)


def _rows_in_cells(texts: Sequence[tuple[int, str]], runs: Runs) -> list[Row]:
    """As `by_position`, for (spread) lines with their numbers.

    Rows that turn out not to keep to the columns have narrowed the gaps; so the columns are settled again without them.
    """
    count = len(texts)
    edited: dict[int, list[str]] = {}
    for _ in range(_MOST_PASSES):
        gaps = Gaps(runs)
        fitting = {number for number in range(count) if number not in edited and gaps.fits(texts[number][1])}
        columns = gaps.columns([texts[number][1] for number in sorted(fitting)])
        changed = False
        for number in range(count):
            text = texts[number][1]
            if number in edited or (number in fitting and all(column.holds(text) for column in columns)):
                continue
            changed = True
            split = by_blanks(unspread(text), runs)
            if number == 0 or split is None or not split.sure:
                count = number
                break
            edited[number] = split.cells
        if not changed:
            break
    return [
        Row(line, edited[number])
        if number in edited
        else Row(
            line,
            [_cell(text, column) for column in columns],
            sum(column.aligns(text) for column in columns),
            trailing=len(text) - len(text.rstrip(" ")),
        )
        for number, (line, text) in enumerate(texts[:count])
    ]


def _cell(text: str, column: Column) -> str:
    """The cell of a (spread) row. Blanks before a left-aligned value stay: a wrapped line may begin with one."""
    cell = text[column.start : column.end]
    bare = unspread(cell)
    if column.right or not bare:
        return bare
    indent = column.start + len(cell) - len(cell.lstrip(" ")) - column.dashes[0]
    return " " * max(indent, 0) + bare


def edited_rows(lines: Sequence[Line], runs: Runs) -> list[Row]:
    """The rows of a table whose blanks were collapsed or moved; up to the first line that can be none."""
    rows: list[Row] = []
    for line in lines:
        found = by_blanks(line.text, runs)
        if found is None:
            break
        unsure: frozenset[int] = frozenset() if found.sure else frozenset(range(len(found.cells)))
        rows.append(Row(line.number, found.cells, unsure=unsure))
    return rows
