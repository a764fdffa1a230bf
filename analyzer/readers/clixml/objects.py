"""The records of a large CliXML file: columns of text at once, whole records by the parser when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, overload

from analyzer.model import Record
from analyzer.readers.clixml.blocks import Store, parsed, parsed_part
from analyzer.readers.clixml.cells import SAID
from analyzer.readers.clixml.columns import Columns
from analyzer.readers.clixml.texts import cell_text

if TYPE_CHECKING:
    import pandas as pd


_NUMBER: Final = re.compile(rb' RefId="[0-9]+">')  # of an object or its type names: neither is shown
_MOST_REMEMBERED: Final = 16 * 2**20  # bytes


class Objects(Sequence[Record]):
    """All records of a document in order. `frame` and `column` make no record of what columns tell."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __len__(self) -> int:
        return len(self._store.starts)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        row = index + len(self) if index < 0 else index
        if not 0 <= row < len(self):
            raise IndexError(index)
        return self._record(row)

    def __iter__(self) -> Iterator[Record]:
        for row in range(len(self)):
            yield self._record(row)

    def _record(self, row: int) -> Record:
        known = self._store.read.get(row)
        return parsed(self._store, row)[0] if known is None else known

    # -- by columns ---------------------------------------------------------------------------------------------------

    def names(self, first: int = 0, count: int | None = None) -> list[str]:
        """The properties of some records, in the order of their first appearance."""
        last = len(self) if count is None else first + count
        return [self._store.names[number] for number in self._store.columns.numbers(first, last)]

    def column(self, name: str, first: int = 0, count: int | None = None) -> list[str | None]:
        """One property of some records as text; None where a record does not have it."""
        last = len(self) if count is None else first + count
        found: list[str | None] = self.arrow(name).slice(first, last - first).to_pylist()
        return found

    def arrow(self, name: str) -> Any:
        """One property of all records as an Arrow array of text: see `texts.cell_text`; null where it is missing."""
        return self._columns.arrow(self._store.names.index(name), len(self))

    def frame(self, first: int = 0, count: int | None = None, names: Sequence[str] | None = None) -> pd.DataFrame:
        """Some records as a DataFrame of `str` columns: NA where a record does not have the property."""
        import pandas as pd
        import pyarrow as pa

        last = len(self) if count is None else first + count
        wanted = self.names(first, last - first) if names is None else names
        if not wanted:
            return pd.DataFrame(index=pd.RangeIndex(last - first))
        known = set(self._store.names)
        columns = {
            name: self.arrow(name).slice(first, last - first)
            if name in known
            else pa.nulls(last - first, pa.large_string())
            for name in wanted
        }
        frame: pd.DataFrame = pa.table(columns).to_pandas()
        return frame

    @cached_property
    def _columns(self) -> Columns:
        """The columns, with the cells whose text is not in the file as it is."""
        store = self._store
        part = _Texts(store).of
        for row, name, start in store.untold:
            store.columns.tell(row, name, part(start))
        for row, name, number in store.referring:
            start, first, last, state = store.references.text_of(number)
            told = store.plain(store.part(first, last)) if state == SAID else part(start)
            store.columns.tell(row, name, told)
        return store.columns


class _Texts:
    """The texts of objects that the parser must read, by where their lines start; equal ones are read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._at: dict[int, str] = {}
        self._known: dict[bytes, str] = {}
        self._size = 0

    def of(self, start: int) -> str:
        """The text of the object whose line starts at `start`."""
        found = self._at.get(start)
        if found is None:
            found = self._at[start] = self._read(start)
        return found

    def _read(self, start: int) -> str:
        data, newline = self._store.whole, self._store.text.newline
        blanks = data.index(b"<", start) - start
        end = data.index(newline + b" " * blanks + b"</Obj>", start) + len(newline) + blanks + len(b"</Obj>")
        content = data[start:end]
        if b"<Ref " in content:
            return cell_text(parsed_part(self._store, start, end, 1)[0].value)
        key = _NUMBER.sub(b">", content)
        found = self._known.get(key)
        if found is None:
            found = cell_text(parsed_part(self._store, start, end, 1)[0].value)
            self._size += len(key)
            if self._size > _MOST_REMEMBERED:
                self._known.clear()
                self._size = len(key)
            self._known[key] = found
        return found
