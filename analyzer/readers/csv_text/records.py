"""The records of a large CSV: made from columns when asked for, one at a time or one column at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from analyzer.made import MadeWhenAsked
from analyzer.model import Record
from analyzer.readers.csv_text.blocks import Columns, Rows
from analyzer.readers.csv_text.rows import line_ends
from analyzer.readers.record_lines import OneLine

if TYPE_CHECKING:
    import pandas as pd


class Records(MadeWhenAsked[Record]):
    """All rows in order; each has every column, None for `$null`."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._names = dict.fromkeys(columns.names)
        self._starts = [block.first for block in columns.blocks]
        last = columns.blocks[-1]
        self._count = last.first + last.count

    def __len__(self) -> int:
        return self._count

    def _made(self, place: int) -> Record:
        block, row = self._at(place)
        value = {name: self._columns.of(block, name)[row].as_py() for name in self._names}
        line = _line(block, row)
        if block.lines is None:
            return Record(value, line, OneLine(self._names, line))
        lines = {}
        current = line
        for name, cell in value.items():
            lines[name] = current
            current += line_ends(cell or "")
        return Record(value, line, lines)

    # -- by columns ---------------------------------------------------------------------------------------------------

    def names(self, first: int, count: int) -> list[str]:
        """The properties of some records."""
        return list(self._names)

    def names_of(self, index: int) -> list[str]:
        """The properties of one record."""
        return list(self._names)

    def keep(self, names: Collection[str]) -> None:
        """Reads some properties of all records in one go, where their values do not stay in memory anyway."""
        self._columns.keep(list(names))

    def cell(self, index: int, name: str) -> tuple[Any, int | None, tuple[str, ...]]:
        """One value and its line; a cell has no other readings."""
        block, row = self._at(index)
        value = self._columns.of(block, name)[row].as_py()
        if block.lines is None:
            return value, _line(block, row), ()
        return value, self[index].lines[name], ()

    def column(self, name: str, first: int, count: int) -> list[Any]:
        """One property of some records."""
        values: list[Any] = []
        for block, start, stop in self._within(first, count):
            values += self._columns.of(block, name).slice(start, stop - start).to_pylist()
        return values

    def frame(self, first: int = 0, count: int | None = None) -> pd.DataFrame:
        """Some records as a DataFrame of `str` columns. `$null` is blank: a CSV has no value that was not printed."""
        import pyarrow as pa

        self.keep(self._names)
        within = list(self._within(first, len(self) - first if count is None else count))
        columns = {}
        for name in self._names:
            parts = (self._columns.of(block, name).slice(start, stop - start) for block, start, stop in within)
            filled = [part.fill_null("") if part.null_count else part for part in parts]
            columns[name] = pa.chunked_array(filled, pa.large_string())
        frame: pd.DataFrame = pa.table(columns).to_pandas()
        return frame

    def _at(self, index: int) -> tuple[Rows, int]:
        block = self._columns.blocks[bisect_right(self._starts, index) - 1]
        return block, index - block.first

    def _within(self, first: int, count: int) -> Iterator[tuple[Rows, int, int]]:
        """The blocks of a stretch of records, each with the rows of it: from, and to before."""
        for block in self._columns.blocks:
            start, stop = max(first - block.first, 0), min(first + count - block.first, block.count)
            if start < stop:
                yield block, start, stop


def _line(block: Rows, row: int) -> int:
    return block.line + row if block.lines is None else int(block.lines[row])
