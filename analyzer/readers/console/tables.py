"""Format-Table: header and ruler to records, with every cut cell noted (docs/formats.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.model import Note, Record
from analyzer.notes import note
from analyzer.readers.console.columns import ruler_runs, spread, unspread
from analyzer.readers.console.edited import by_blanks, by_tabs
from analyzer.readers.console.folds import doubted
from analyzer.readers.console.rows import Row, by_position, rows_of
from analyzer.readers.console.wrapped import USUAL_WIDTHS, find_wrapping, joined, last_width
from analyzer.readers.lines import Line
from analyzer.readers.lists.lines import cells

ELLIPSES = ("...", "\u2026")
_FLAGS = re.compile(r"[A-Z.]{5,8}")
_HIGHEST_HEADER = 64
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

    @property
    def high(self) -> bool:
        """Whether the header takes several lines."""
        return self.ruler - self.start > 1 + self.doubled


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: records, notes (`Note.record` counts within the table) and the index after the last line."""

    records: tuple[Record, ...]
    notes: tuple[Note, ...]
    end: int


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
    body = _body(lines, header, stop)
    rows: list[Row] = []
    if "\t" in lines[header.ruler].text:
        for index in body:
            tabbed = by_tabs(lines[index].text, len(header.runs))
            if tabbed is None:
                break
            rows.append(Row(lines[index].number, tabbed))
    else:
        printed = [lines[index] for index in body]
        rows = rows_of(printed, header.runs, wide=header.wide, high=header.high)
        after = body[len(rows) - 1] + 1 if rows else len(lines)
        rows = doubted(rows, printed[: len(rows)], lines[after].text if after < len(lines) else "")
    if not rows:
        return None
    end = body[len(rows) - 1] + 1
    records, notes = _assembled(rows, header, wrap=wrap)
    if end < len(lines) and lines[end].text.strip() in ELLIPSES:
        notes.append(note("rows-left-out", line=lines[end].number))
        at = lines[end].text.index(lines[end].text.strip())
        if column := sum(1 for run in header.runs[1:] if run[0] <= at):  # it may be the cell's own next line
            notes.append(
                note("value-cut", line=rows[-1].line, record=len(records) - 1, property=list(records[-1].value)[column])
            )
    return Table(tuple(records), tuple(notes), end)


def goes_on(lines: Sequence[Line], header: Header, table: Table) -> bool:
    """Whether a table may go on after an empty line: that may have been a row of blank cells, or a cell's line feed."""
    after = table.end + 1
    if after >= len(lines) or lines[table.end].text.strip() or not lines[after].text.strip():
        return False
    return bool(by_position([lines[after]], header.runs, wide=header.wide))


def _body(lines: Sequence[Line], header: Header, stop: int) -> list[int]:
    """The lines that may be rows: up to a blank line, or to the second one where a web page doubled the lines.

    The header of a table that follows without a blank line is none of them. Dashes without a header of their own are a
    row.
    """
    body: list[int] = []
    index = header.ruler + 1
    doubled = header.doubled and index + 1 < stop and not lines[index].text.strip()
    while index < stop:
        text = lines[index].text
        if text.strip() in ELLIPSES:
            break  # rows left out by whoever wrote the page
        if text.strip():
            if runs := ruler_runs(text):
                if index == header.ruler + 1 and (runs == list(header.runs) or header.high):
                    break  # a ruler of two lines, as its header
                if below := find_header(lines, index, header.ruler + 1):
                    return [line for line in body if line < below.start]
            body.append(index)
        elif doubled and index + 1 < stop and lines[index + 1].text.strip():
            pass
        elif len(text) >= header.runs[-1][0] > 0:
            body.append(index)  # a row of blank cells: an empty line ends a table, never a padded one
        else:
            break
        index += 1
    return body


def _assembled(rows: Sequence[Row], header: Header, *, wrap: bool) -> tuple[list[Record], list[Note]]:
    """Records and notes from the printed rows, wrapped ones joined."""
    names = _distinct(header.labels)
    widths = [
        max(end - start, *(cells(row.cells[number], wide=header.wide) for row in rows))
        for number, (start, end) in enumerate(header.runs)
    ]
    wrapping = find_wrapping([row.cells for row in rows], widths, asked=wrap)
    end_width = last_width(
        [(row.cells[-1], row.trailing) for row in rows], header.runs[-1][0], words=wrapping.words, wide=header.wide
    )
    last = len(names) - 1
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
            if number == last and end_width.kept:
                pieces = [piece + " " * row.trailing for piece, row in zip(pieces, rows[start:end], strict=False)]
                pieces[-1] = pieces[-1].rstrip()
            width = end_width.width if number == last else widths[number]
            value[name] = joined(pieces, width, words=wrapping.words)
            narrow = _narrow(header, number, widths[number])
            flags = number != last and _is_flags(value[name], widths[number])
            code = "" if flags else _cut(value[name])
            if not (flags or code) and narrow and (_fills(pieces[0], narrow) or narrow == 1):
                code = "value-cut"  # a character of two cells leaves a column of one blank
            if code:
                notes.append(note(code, line=rows[start].line, record=len(records), property=name))
            if any(
                number in rows[row].unsure or (row in wrapping.doubtful and rows[row].cells[number])
                for row in range(start, end)
            ) or (number == last and len(pieces) > 1 and not end_width.sure):
                notes.append(note("ambiguous-join", line=rows[start].line, record=len(records), property=name))
        records.append(Record(value, rows[start].line, dict.fromkeys(names, rows[start].line)))
        start = end
    return records, notes


def _narrow(header: Header, number: int, width: int) -> int:
    """The width of a column so narrow that it may cut without an ellipsis; 0 of another.

    Such a column has no room for its label, or it is the last one in a table as wide as a console.
    """
    start, end = header.runs[number]
    if end - start <= _NO_ROOM and end - start < cells(header.labels[number], wide=header.wide):
        return end - start
    last = number == len(header.runs) - 1
    return width if last and width <= _NO_ROOM and not USUAL_WIDTHS.isdisjoint((end, start + width)) else 0


def _fills(cell: str, width: int) -> bool:
    """Whether a cell may have been cut at `width`; a blank at the cut does not show."""
    return cells(cell, wide=True) >= max(width - 1, 1)


def _is_flags(value: str, width: int) -> bool:
    """Whether a cell is a row of letters, with dots for those that are not set (`...WS..`), and no cut value.

    The Services of Get-ExchangeCertificate are printed so. A cut value fills its column.
    """
    return _FLAGS.fullmatch(value) is not None and cells(value, wide=True) < width


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
