"""The rows under a table's ruler: which cells they have, in one or the other count of display cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

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
    `trailing` counts the blanks at the end of the line. `edited`: the cells were told by the blanks between them.
    """

    line: int
    cells: list[str]
    aligned: int = 0
    unsure: frozenset[int] = frozenset()
    trailing: int = 0
    edited: bool = False


def rows_of(lines: Sequence[Line], runs: Runs, *, wide: bool, high: bool = False) -> list[Row]:
    """The rows under a ruler, up to the first line that is none.

    Where single blanks part the ruler's dashes, a web page may have collapsed the others: what then could be read
    either way is in doubt, and all rows under a header of several lines (`high`), whose labels are guesses.
    """
    rows = by_position(lines, runs, wide=wide) or edited_rows(lines, runs)
    if len(runs) < 2 or any(right[0] - left[1] > 1 for left, right in pairwise(runs)):
        return rows
    if any("  " in line.text.strip() for line in lines[: len(rows)]):
        return rows  # nothing was collapsed
    by_words = edited_rows(lines[: len(rows)], runs)
    each_has_all = len(rows) == len(by_words) and not any(row.unsure for row in by_words)
    if len(rows) == 1 and _may_be_one(by_words[0].cells if by_words else ()):
        each_has_all = False  # a blank cell and a value of two words, and the count is right by chance
    collapsed = any(row.edited for row in rows)

    def doubtful(row: Row, other: Row, line: Line) -> bool:
        if row.edited:
            return high or not each_has_all
        if row.cells == other.cells:
            return high and collapsed
        reaches = len(line.text) > runs[-1][0]
        return collapsed or (not reaches and (each_has_all or not other.unsure))

    everything = frozenset(range(len(runs)))
    others = [*by_words, *rows[len(by_words) :]]
    return [
        replace(row, unsure=everything) if doubtful(row, other, line) else row
        for row, other, line in zip(rows, others, lines, strict=False)
    ]


def _may_be_one(words: Sequence[str]) -> bool:
    """Whether two neighbouring words may be one value: a path, or words without digits."""
    return any(
        "\\" in one or not any(map(str.isdigit, one + other)) for one, other in pairwise(words) if other[:1] != "{"
    )


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
        Row(line, edited[number], edited=True)
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
        rows.append(Row(line.number, found.cells, unsure=unsure, edited=True))
    return rows
