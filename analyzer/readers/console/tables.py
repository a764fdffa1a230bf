"""Format-Table: header and ruler to records, with every cut cell noted (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.model import Note, Record
from analyzer.notes import note
from analyzer.readers.console.columns import Column, Gaps, ruler_runs, spread, unspread
from analyzer.readers.console.edited import by_blanks, by_tabs
from analyzer.readers.console.wrapped import find_wrapping, joined
from analyzer.readers.lines import Line
from analyzer.readers.lists.lines import WIDE, cells

ELLIPSES = ("...", "\u2026")
_HIGHEST_HEADER = 12
_MOST_PASSES = 4
_NO_ROOM = 3
"""Cells of a column in which Windows PowerShell 5.1 cuts without an ellipsis."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table begins (its first header line), its ruler's line, and the labels with their runs of dashes."""

    start: int
    ruler: int
    labels: tuple[str, ...]
    runs: tuple[tuple[int, int], ...]
    wide: bool
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: records, notes (`Note.record` counts within the table) and the index after the last line."""

    records: tuple[Record, ...]
    notes: tuple[Note, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed row: its line's number and the text of each cell; `sure` where the columns are beyond doubt."""

    line: int
    cells: list[str]
    sure: bool = True


def find_header(lines: Sequence[Line], ruler: int, floor: int = 0) -> Header | None:
    """The header above the ruler at `ruler`, none of it above `floor`; None where the dashes are no ruler.

    A label is as long as its dashes or, where the column is narrower, wrapped over several lines. Web pages may have
    put a blank line between header and ruler.
    """
    runs = tuple(ruler_runs(lines[ruler].text))
    last = ruler - 1
    doubled = last > floor and not lines[last].text.strip()
    last -= doubled
    if not runs or last < floor or not lines[last].text.strip() or ruler_runs(lines[last].text):
        return None
    if "\t" in lines[ruler].text:
        tabbed = tuple(label.strip() for label in lines[last].text.split("\t"))
        return Header(last, ruler, tabbed, runs, False, doubled) if len(tabbed) == len(runs) else None
    for start in range(last, max(floor, last - _HIGHEST_HEADER) - 1, -1):
        if not lines[start].text.strip():
            break
        for wide in (False, True):
            labels = _labels([spread(line.text, wide=wide) for line in lines[start : last + 1]], runs)
            if labels:
                return Header(start, ruler, labels, runs, wide, doubled)
    words = by_blanks(lines[last].text, runs) if len(runs) > 1 else None
    if words and words.sure:  # a header that was moved by hand
        return Header(last, ruler, tuple(words.cells), runs, False, doubled)
    return None


def _labels(header: Sequence[str], runs: Sequence[tuple[int, int]]) -> tuple[str, ...] | None:
    """The labels over the dashes; None where the (spread) lines are not the whole header of this ruler."""
    if any(_outside(line, runs) for line in header):
        return None
    labels = []
    for start, end in runs:
        pieces = [piece for line in header if (piece := unspread(line[start:end]))]
        if not pieces or not header[0][start:end].strip():
            return None
        if len(pieces) == 1 and max(len(line[start:end].strip()) for line in header) != end - start:
            return None
        labels.append(joined(pieces, end - start))
    return tuple(labels)


def _outside(line: str, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether anything stands beside the dashes' cells."""
    cell = 0
    for start, end in runs:
        if line[cell:start].strip():
            return True
        cell = end
    return bool(line[cell:].strip())


def read_table(lines: Sequence[Line], header: Header, stop: int, *, wrap: bool = False) -> Table | None:
    """The table under a header, up to `stop` at most; None where no row follows. `wrap`: the command says -Wrap."""
    body = list(_body(lines, header, stop))
    rows: list[_Row] = []
    if "\t" in lines[header.ruler].text:
        for index in body:
            tabbed = by_tabs(lines[index].text, len(header.runs))
            if tabbed is None:
                break
            rows.append(_Row(lines[index].number, tabbed))
    else:
        rows = _by_position(lines, header, body) or _by_blanks(lines, header, body)
    if not rows:
        return None
    end = body[len(rows) - 1] + 1
    records, notes = _assembled(rows, header, wrap=wrap)
    if end < len(lines) and lines[end].text.strip() in ELLIPSES:
        notes.append(note("rows-left-out", line=lines[end].number))
    return Table(tuple(records), tuple(notes), end)


def _body(lines: Sequence[Line], header: Header, stop: int) -> Iterator[int]:
    """The lines that may be rows: up to a blank line, or to the second one where a web page doubled the lines."""
    index = header.ruler + 1
    doubled = header.doubled and index + 1 < stop and not lines[index].text.strip()
    while index < stop:
        text = lines[index].text
        if text.strip() in ELLIPSES:
            return  # rows left out by whoever wrote the page
        if text.strip():
            if ruler_runs(text):
                return
            yield index
        elif doubled and index + 1 < stop and lines[index + 1].text.strip():
            pass
        elif len(text) >= header.runs[-1][0] > 0:
            yield index  # a row of blank cells: an empty line ends a table, never a padded one
        else:
            return
        index += 1


def _by_position(lines: Sequence[Line], header: Header, body: Sequence[int]) -> list[_Row]:
    """The rows whose cells keep to the ruler, and among them those that do not but are clear by their blanks.

    None if the first row does not keep to it. A cell that neither begins after its first dash nor ends under its last
    does not: that is text under the table, or a row that was edited.
    """
    hypotheses = [header.wide]
    if any(WIDE.search(lines[index].text) for index in body):
        hypotheses.append(not header.wide)
    best: list[_Row] = []
    for wide in hypotheses:
        rows = _rows_in_cells([(lines[index].number, spread(lines[index].text, wide=wide)) for index in body], header)
        if len(rows) > len(best):
            best = rows
    return best


def _rows_in_cells(texts: Sequence[tuple[int, str]], header: Header) -> list[_Row]:
    """As `_by_position`, for (spread) lines with their numbers.

    Rows that turn out not to keep to the columns have narrowed the gaps; so the columns are settled again without them.
    """
    count = len(texts)
    edited: dict[int, list[str]] = {}
    for _ in range(_MOST_PASSES):
        gaps = Gaps(header.runs)
        fitting = {number for number in range(count) if number not in edited and gaps.fits(texts[number][1])}
        columns = gaps.columns(header.labels, [texts[number][1] for number in sorted(fitting)])
        changed = False
        for number in range(count):
            text = texts[number][1]
            if number in edited or (number in fitting and all(column.holds(text) for column in columns)):
                continue
            changed = True
            split = by_blanks(unspread(text), header.runs)
            if number == 0 or split is None or not split.sure:
                count = number
                break
            edited[number] = split.cells
        if not changed:
            break
    return [
        _Row(line, edited.get(number) or [_cell(text, column) for column in columns])
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


def _by_blanks(lines: Sequence[Line], header: Header, body: Sequence[int]) -> list[_Row]:
    """The rows of a table whose blanks were collapsed or moved, cell by cell; up to the first that has too few."""
    rows = []
    for index in body:
        found = by_blanks(lines[index].text, header.runs)
        if found is None:
            break
        rows.append(_Row(lines[index].number, found.cells, found.sure))
    return rows


def _assembled(rows: Sequence[_Row], header: Header, *, wrap: bool) -> tuple[list[Record], list[Note]]:
    """Records and notes from the printed rows, wrapped ones joined."""
    names = _distinct(header.labels)
    widths = [
        max(end - start, *(cells(row.cells[number], wide=header.wide) for row in rows))
        for number, (start, end) in enumerate(header.runs)
    ]
    wrapping = find_wrapping([row.cells for row in rows], widths, asked=wrap)
    records: list[Record] = []
    notes: list[Note] = []
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and wrapping.continues[end]:
            end += 1
        value: dict[str, str] = {}
        for number, name in enumerate(names):
            pieces = [rows[start].cells[number].lstrip(), *(row.cells[number] for row in rows[start + 1 : end])]
            while len(pieces) > 1 and not pieces[-1]:
                pieces.pop()
            value[name] = joined(pieces, widths[number], words=wrapping.words)
            cramped = widths[number] <= _NO_ROOM < len(name) and header.ruler - header.start > 1
            code = _cut(value[name]) or (
                "value-cut" if cramped and cells(pieces[0], wide=True) >= widths[number] else ""
            )
            if code:
                notes.append(note(code, line=rows[start].line, record=len(records), property=name))
            if not all(row.sure for row in rows[start:end]) or (len(pieces) > 1 and start in wrapping.guessed):
                notes.append(note("ambiguous-join", line=rows[start].line, record=len(records), property=name))
        records.append(Record(value, rows[start].line, dict.fromkeys(names, rows[start].line)))
        start = end
    return records, notes


def _cut(value: str) -> str:
    """The code of what an ellipsis in a cell says; empty where there is none."""
    if value.endswith(("...}", "\u2026}", "...)", "\u2026)")):
        return "list-cut"
    return "value-cut" if value.endswith(("..", "\u2026")) or value.startswith(("...", "\u2026")) else ""


def _distinct(labels: Sequence[str]) -> list[str]:
    """The labels with a number behind each that is there already, as Select-Object would name them."""
    names: list[str] = []
    for label in labels:
        name, count = label, 1
        while name in names:
            name, count = f"{label}{count}", count + 1
        names.append(name)
    return names
