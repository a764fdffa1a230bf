"""The tables of a CSV text: a header, perhaps a `#TYPE` line before it, and rows as records."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.budget import Budget
from analyzer.model import Block, Note, Record
from analyzer.notes import note
from analyzer.readers.csv_text.dialect import Dialect
from analyzer.readers.csv_text.doubts import Doubts
from analyzer.readers.csv_text.headers import COMMON, is_header
from analyzer.readers.csv_text.rows import Row, TypeLine, Unclosed, rows
from analyzer.readers.record_lines import OneLine

_FORMAT_CLASS = "ClassId2e4f51ef21dd47e99d3c952918aff9cd"
_FORMAT_TYPES = "Microsoft.PowerShell.Commands.Internal.Format."
_MOST_ROW_NOTES = 100
_MOST_NOTES = 1_000_000


@dataclass(slots=True)
class _Header:
    """The columns of a table: their names by position (None: not used), and whether nothing means `$null` there."""

    line: int
    names: list[str | None]
    nulls: list[bool]
    all_nulls: bool
    whole: bool  # every column is used
    shared: dict[str, None]
    cells: list[str | None]
    refused: bool = False
    lengths: bool = False  # the only column is Length
    stood: set[tuple[str, str | None]] = field(default_factory=set)  # common names that were values, with the column


@dataclass(slots=True)
class Tables:
    """Reads the tables of `text`; what it found stands in `records`, `blocks` and `notes`."""

    text: str
    dialect: Dialect
    budget: Budget
    records: list[Record] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _header: _Header | None = None
    _type: str | None = None
    _first: int = 0
    _begun: int = 1
    _doubts: Doubts | None = None
    _after_blank: bool = False
    _surplus: int = 0
    _short: int = 0
    _parted: int = 0

    def read(self) -> None:
        """Read every row."""
        self._begun = self.dialect.line
        for row in rows(self.text, self.dialect.delimiter, self.dialect.position, self.dialect.line):
            if isinstance(row, Row):
                if self._header is None:
                    self._open(row)
                elif not self._header.refused and not self._row(row, self._header):
                    break
            elif isinstance(row, TypeLine):
                self._close()
                self._type, self._begun = row.type or None, row.line
            else:
                self._unclosed(row)
        self._close()
        if self._surplus > _MOST_ROW_NOTES:
            text = f"{self._surplus} rows in all have more cells than the header; the surplus was dropped."
            self.notes.append(note("cells-dropped", text))
        if self._parted > _MOST_ROW_NOTES:
            text = f"Delimiters in their values parted {self._parted} rows; all but the first were not used."
            self.notes.append(note("malformed", text))
        if self._short > _MOST_ROW_NOTES:
            text = f"{self._short} rows in all have fewer cells than the header; all but the first were not used."
            self.notes.append(note("malformed", text))
        if not self.records and self.blocks and not self.notes:
            text = "A header without a row: Export-Csv writes nothing for no objects, so the rows were cut off."
            self.notes.append(note("source-cut", text, line=self.blocks[0].line))

    # -- headers -----------------------------------------------------------------------------------------------------

    def _open(self, row: Row) -> None:
        """Take the row as the header; blank lines and comments before it do not count."""
        cells = list(row.cells)
        if (len(cells) == 1 and not cells[0]) or (cells[0] or "").startswith("#"):
            return
        while len(cells) > 1 and not cells[-1]:
            cells.pop()
        if len(cells) > self.budget.columns:
            text = f"The header has {len(cells)} columns; the first {self.budget.columns} were used."
            self.notes.append(note("limit-reached", text, line=row.line))
            del cells[self.budget.columns :]
        names = self._names(cells, row.line)
        nulls = list(row.quoted[: len(cells)])
        shared = dict.fromkeys(name for name in names if name is not None)
        header = _Header(row.line, names, nulls, all(nulls), len(shared) == len(cells), shared, list(row.cells))
        self._header = header
        self._first = len(self.records)
        if self._type is None:
            self._begun = row.line
        if _FORMAT_CLASS in shared or (self._type or "").startswith(_FORMAT_TYPES):
            header.refused = True
            self.notes.append(note("format-objects-not-data", line=self._begun))
        self._doubts = Doubts.about(self.text, plain=not any(nulls))
        header.lengths = cells == ["Length"] and (self._type or "System.String") == "System.String"

    def _names(self, cells: list[str | None], line: int) -> list[str | None]:
        """The columns' names: H1, H2 ... for the nameless, as Import-Csv does; None for those that stand twice."""
        counts: dict[str, int] = {}
        for cell in cells:
            if cell:
                counts[cell.lower()] = counts.get(cell.lower(), 0) + 1
        names: list[str | None] = []
        nameless = 0
        for cell in cells:
            if not cell:
                nameless += 1
                names.append(f"H{nameless}")
            else:
                names.append(cell if counts[cell.lower()] == 1 else None)
        doubled = [cell for cell in cells if cell and counts[cell.lower()] > 1]
        if doubled:
            text = f"The header names columns twice ({', '.join(doubled)[:200]}); they were not used."
            self.notes.append(note("duplicate-column", text, line=line))
        return names

    def _close(self) -> None:
        """End the table: it is a block, of no records too."""
        header = self._header
        if header is not None and not header.refused:
            count = len(self.records) - self._first
            if header.lengths and count and self._all_lengths():
                del self.records[self._first :]
                self.notes.append(note("strings-exported-as-length", line=header.line))
            else:
                self.blocks.append(Block(self._first, count, self._begun, type=self._type))
        elif header is None and self._type is not None:
            self.blocks.append(Block(len(self.records), 0, self._begun, type=self._type))
        self._header, self._type = None, None

    def _all_lengths(self) -> bool:
        return all(str(record.value.get("Length")).isdigit() for record in self.records[self._first :])

    # -- rows --------------------------------------------------------------------------------------------------------

    def _row(self, row: Row, header: _Header) -> bool:
        """Take a row; false where the reader has to stop."""
        cells, width = row.cells, len(header.names)
        if cells == [None]:
            self._after_blank = True
            return True  # a blank line; Import-Csv skips `""` too, but Export-Csv writes that for a blank value
        after_blank, self._after_blank = self._after_blank, False
        if cells == header.cells and width > 1:  # two exports in one file
            self._repeat(row, header)
            return True
        if (
            row.ended
            and is_header(cells, header.cells, after_blank=after_blank)
            and not self._stood_above(cells, header)
        ):  # of other objects
            self._close()
            self._open(row)
            return True
        if len(self.records) >= self.budget.rows or len(self.notes) >= _MOST_NOTES:
            text = f"The file has more than {self.budget.rows} rows or {_MOST_NOTES} notes."
            self.notes.append(note("limit-reached", text, line=row.line))
            return False
        if not header.all_nulls:
            cells = ["" if cell is None and not null else cell for cell, null in zip(cells, header.nulls, strict=False)]
        if len(row.cells) < width:
            if not self._short_row(row, header):
                return True
            cells = cells + [None] * (width - len(row.cells))
        elif len(row.cells) > width and not self._surplus_cells(row, header):
            return True
        if not row.ended and not self._last_row(row, header):
            return True
        self._collect(row, cells, header)
        return True

    def _repeat(self, row: Row, header: _Header) -> None:
        kind = self._type
        self._close()
        self._header, self._type, self._first, self._begun = header, kind, len(self.records), row.line

    def _last_row(self, row: Row, header: _Header) -> bool:
        """Note a row that no line end follows; false where it is cut.

        Export-Csv, which quotes the header, ends every row; in other files the line end may be missing. In either the
        last cell may go on: even a quote at its end can be the first of two.
        """
        text = "The last row has no line end: it can be cut, and rows can be missing."
        if not header.all_nulls:
            self.notes.append(note("no-final-newline", line=row.line))
        else:
            self.notes.append(note("source-cut", text, line=row.line))
            if row.cells[-1] is None:
                return False
        name = header.names[-1]
        if name is not None and len(row.cells) == len(header.names):
            line = row.lines[-1] if row.lines else row.line
            self.notes.append(note("value-cut", text, line=line, record=len(self.records), property=name))
        return True

    def _short_row(self, row: Row, header: _Header) -> bool:
        """Note what a short row lacks; false where it is the cut end of the file or one too many."""
        if not row.ended:
            text = f"The last row was cut after {len(row.cells)} of {len(header.names)} cells; it was not used."
            self.notes.append(note("source-cut", text, line=row.line))
            return False
        self._short += 1
        if self._short > _MOST_ROW_NOTES:
            return False
        for name in header.names[len(row.cells) :]:
            if name is not None:
                text = f"The row has {len(row.cells)} cells, the header {len(header.names)}."
                self.notes.append(note("value-cut", text, line=row.line, record=len(self.records), property=name))
        return True

    def _stood_above(self, cells: list[str | None], header: _Header) -> bool:
        """Whether a common name of the row stood above it as a value of the same column: then it is one here too."""
        names = {(name, cell) for name, cell in zip(header.names, cells, strict=False) if name and cell in COMMON}
        if names.isdisjoint(header.stood):
            above = self.records[self._first :]
            header.stood |= {pair for pair in names if any(one.properties.get(pair[0]) == pair[1] for one in above)}
        return not names.isdisjoint(header.stood)

    def _surplus_cells(self, row: Row, header: _Header) -> bool:
        """Note that a row has cells without a column, unless the header left those columns out; false for one too many.

        Without quotes each value of the row can begin in a cell before: a delimiter that stood in a value parted it.
        """
        if len(row.cells) == len(header.cells):
            return True  # columns beyond the budget, which are noted, or nameless ones at the end
        self._surplus += 1
        if self._surplus <= _MOST_ROW_NOTES:
            text = f"The row has {len(row.cells)} cells, the header {len(header.names)}; the surplus was dropped."
            self.notes.append(note("cells-dropped", text, line=row.line))
        if any(header.nulls) or not any(row.cells[len(header.names) :]):
            return True
        self._parted += 1
        if self._parted > _MOST_ROW_NOTES:
            return False
        text = "The row has more cells than the header: a delimiter in one of its values parted that."
        for name in header.shared:
            self.notes.append(note("ambiguous-join", text, line=row.line, record=len(self.records), property=name))
        return True

    def _collect(self, row: Row, cells: list[str | None], header: _Header) -> None:
        if header.whole:
            value = dict(zip(header.shared, cells, strict=False))
        else:
            value = {name: cell for name, cell in zip(header.names, cells, strict=False) if name is not None}
        if row.lines is None:
            record = Record(value, row.line, OneLine(header.shared, row.line))
        else:
            padded = [*row.lines, *[row.lines[-1]] * (len(cells) - len(row.lines))]
            lines = {name: line for name, line in zip(header.names, padded, strict=False) if name is not None}
            record = Record(value, row.line, lines)
        if value:
            self._check(record)
            self.records.append(record)

    def _check(self, record: Record) -> None:
        """Note the values that are not what the server had."""
        number = len(self.records)
        limit = self.budget.line_chars
        for name, cell in record.value.items():
            if not cell:
                continue
            if len(cell) > limit:
                record.value[name] = cell[:limit]
                text = f"The value has {len(cell)} characters; the first {limit} were used."
                self.notes.append(note("value-cut", text, line=record.lines[name], record=number, property=name))
                self.notes.append(note("limit-reached", text, line=record.lines[name]))
            elif self._doubts is not None and (found := self._doubts.of(cell, name)):
                code, why = found
                self.notes.append(note(code, why, line=record.lines[name], record=number, property=name))

    def _unclosed(self, row: Unclosed) -> None:
        if row.last:
            text = "The file ends inside a quoted value; its row was not used."
            self.notes.append(note("source-cut", text, line=row.line))
        self.notes.append(note("unclosed-quote", line=row.line))
