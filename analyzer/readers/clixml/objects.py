"""The records of a large CliXML file: columns of text at once, whole records by the parser when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, overload

from analyzer.model import Record
from analyzer.readers.clixml.blocks import Store, parsed, parsed_part
from analyzer.readers.clixml.cells import SAID
from analyzer.readers.clixml.texts import cell_text, of_strings, plain_text, strings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


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
        import numpy as np

        last = len(self) if count is None else first + count
        columns = self._columns
        seen: list[tuple[int, int, str]] = []
        for name, (rows, _, places) in columns.items():
            start = int(np.searchsorted(rows, first))
            if start < rows.size and rows[start] < last:
                row = int(rows[start])
                seen.append((row, int(places[start]), name))
        return [name for _, _, name in sorted(seen)]

    def column(self, name: str, first: int = 0, count: int | None = None) -> list[str | None]:
        """One property of some records as text; None where a record does not have it."""
        last = len(self) if count is None else first + count
        found: list[str | None] = self.arrow(name).slice(first, last - first).to_pylist()
        return found

    def arrow(self, name: str) -> Any:
        """One property of all records as an Arrow array of text: see `texts.cell_text`; null where it is missing."""
        import numpy as np
        import pyarrow as pa

        rows, view, _ = self._columns[name]
        size = len(self)
        valid = None
        if rows.size != size:
            present = np.zeros(size, bool)
            present[rows] = True
            valid = pa.py_buffer(np.packbits(present, bitorder="little"))
            every = np.zeros((size, 2), np.uint64)
            every[rows] = view
            view = every
        return strings(view, self._buffers, pa.large_string(), valid)

    def frame(self, first: int = 0, count: int | None = None, names: Sequence[str] | None = None) -> pd.DataFrame:
        """Some records as a DataFrame of `str` columns: NA where a record does not have the property."""
        import pandas as pd
        import pyarrow as pa

        last = len(self) if count is None else first + count
        wanted = self.names(first, last - first) if names is None else names
        if not wanted:
            return pd.DataFrame(index=pd.RangeIndex(last - first))
        columns = {
            name: self.arrow(name).slice(first, last - first)
            if name in self._columns
            else pa.nulls(last - first, pa.large_string())
            for name in wanted
        }
        frame: pd.DataFrame = pa.table(columns).to_pandas()
        return frame

    @cached_property
    def _columns(self) -> dict[str, tuple[Ints, NDArray[np.uint64], Ints]]:
        """Of each property: the rows that have it, the views of their texts, and the cells' places in the document."""
        import numpy as np

        store = self._store
        record = np.concatenate([np.empty(0, np.int32), *store.record])
        name = np.concatenate([np.empty(0, np.int32), *store.name])
        view = np.concatenate([np.empty((0, 2), np.uint64), *store.view])
        cells, texts = self._told()
        if texts:
            own, data = of_strings(texts, len(store.buffers))
            store.buffers.append(data)
            view[cells] = own
        extra = self._parsed_cells()
        kind = np.int16 if len(store.names) < 2**15 else np.int32
        if extra is None:
            order = np.argsort(name.astype(kind), kind="stable")
        else:
            record, name = np.concatenate((record, extra[0])), np.concatenate((name, extra[1]))
            view = np.concatenate((view, extra[2]))
            order = np.lexsort((record, name))
        counts = np.bincount(name, minlength=len(store.names))
        bounds = np.concatenate(([0], np.cumsum(counts))).tolist()
        columns = {}
        for number, (start, stop) in enumerate(pairwise(bounds)):
            if start == stop:
                continue
            places = order[start:stop]
            rows = record[places]
            again = rows[1:] == rows[:-1]
            first = places
            if again.any():  # an extended member hides an adapted one, but stands in its place
                first, places = places[np.append(True, ~again)], places[np.append(~again, True)]
                rows = record[places]
            columns[store.names[number]] = (rows, view[places], first)
        return columns

    @cached_property
    def _buffers(self) -> list[Any]:
        import pyarrow as pa

        assert self._columns is not None  # making them adds buffers
        return [pa.py_buffer(buffer) for buffer in self._store.buffers]

    def _told(self) -> tuple[list[int], list[str]]:
        """The cells whose text is not in the file as it is, and their texts."""
        store = self._store
        cells: list[int] = []
        texts: list[str] = []
        parts: dict[int, str] = {}

        def part(start: int) -> str:
            if start not in parts:
                parts[start] = self._part(start)
            return parts[start]

        for cell, start in store.untold:
            cells.append(cell)
            texts.append(part(start))
        for cell, number in store.referring:
            start, first, last, state = store.references.text_of(number)
            cells.append(cell)
            texts.append(plain_text(store.text.data[first:last]) if state == SAID else part(start))
        known: dict[bytes, str] = {}
        for cell, start, stop in store.escaped:
            raw = store.text.data[start:stop]
            if raw not in known:
                known[raw] = plain_text(raw)
            cells.append(cell)
            texts.append(known[raw])
        return cells, texts

    def _part(self, start: int) -> str:
        """The text of the object whose line starts at `start`."""
        data, newline = self._store.text.data, self._store.text.newline
        blanks = data.index(b"<", start) - start
        end = data.index(newline + b" " * blanks + b"</Obj>", start) + len(newline) + blanks + len(b"</Obj>")
        return cell_text(parsed_part(self._store, start, end, 1)[0].value)

    def _parsed_cells(self) -> tuple[Ints, Ints, NDArray[np.uint64], Ints] | None:
        """Rows, names, views and places of the cells of the objects that the parser read."""
        import numpy as np

        store = self._store
        rows: list[int] = []
        names: list[int] = []
        texts: list[str] = []
        for row, record in store.read.items():
            for name, value in record.properties.items():
                if not name.startswith("$"):
                    rows.append(row)
                    names.append(store.keys.name_number(name))
                    texts.append(cell_text(value))
        if not rows:
            return None
        view, data = of_strings(texts, len(store.buffers))
        store.buffers.append(data)
        return np.array(rows), np.array(names), view, np.arange(len(rows))
