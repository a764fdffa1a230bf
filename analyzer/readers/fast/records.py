"""The records of a large source: made from columns when asked for, one at a time or one column at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analyzer.made import MadeWhenAsked
from analyzer.model import Note, Record
from analyzer.notes import note
from analyzer.readers.fast.pieces import Piece
from analyzer.readers.fast.settling import Settling
from analyzer.readers.fast.store import Store, wrapped_of
from analyzer.readers.fast.values import Stretch
from analyzer.readers.lists.records import record

if TYPE_CHECKING:
    import pandas as pd


class Records(MadeWhenAsked[Record]):
    """All records of a source in order: those of the plain reader, and between them those that are rows of columns."""

    def __init__(self, store: Store, settling: Settling, parts: Sequence[Sequence[Record] | range]) -> None:
        """`parts` are records, or ranges of rows of the store."""
        self._store, self._settling = store, settling
        self._parts = [part for part in parts if len(part)]
        self._starts = [0]
        for part in self._parts:
            self._starts.append(self._starts[-1] + len(part))

    def __len__(self) -> int:
        return self._starts[-1]

    def _made(self, place: int) -> Record:
        number = bisect_right(self._starts, place) - 1
        part = self._parts[number]
        offset = place - self._starts[number]
        return self._row(part[offset]) if isinstance(part, range) else part[offset]

    def __iter__(self) -> Iterator[Record]:
        for part in self._parts:
            if isinstance(part, range):
                yield from map(self._row, part)
            else:
                yield from part

    def _row(self, row: int, notes: list[Note] | None = None, number: int = 0) -> Record:
        printed = self._store.printed(row)
        return record(printed, self._settling.of_row(row, printed), number, [] if notes is None else notes)

    # -- by columns ---------------------------------------------------------------------------------------------------

    def names(self, first: int, count: int) -> list[str]:
        """The properties of some records, in the order of their first appearance."""
        store = self._store
        found: dict[str, None] = {}
        for part, start, stop in self._within(first, count):
            if isinstance(part, range):
                found.update(dict.fromkeys(store.names[label] for label in store.labels_within(start, stop)))
            else:
                for each in part[start:stop]:
                    found.update(dict.fromkeys(each.properties))
        return list(found)

    def names_of(self, index: int) -> list[str]:
        """The properties of one record."""
        return self.names(index, 1)

    def cell(self, index: int, name: str) -> tuple[Any, int | None, tuple[str, ...]]:
        """One value of a record that has it, its line, and its readings where its lines have more than one."""
        ((part, place, _),) = self._within(index, 1)
        if not isinstance(part, range):
            found = part[place]
            return found.properties[name], found.lines.get(name, found.line), found.alternatives.get(name, ())
        store, settled = self._store, self._settling.result.rows
        piece, offset = store.piece_of(place)
        labels = piece.labels_of(offset)
        label = store.names.index(name)
        wraps = wrapped_of(piece, offset, labels)
        at = labels.index(label)
        above = sum(int(piece.seams.counts[number]) for where, number in wraps if where < at) if piece.seams else 0
        if settled and any(number in settled for number in self._settling.values.of_rows((place, place + 1))):
            exact = self._row(place)
            return exact.properties[name], exact.lines[name], exact.alternatives.get(name, ())
        return store.value(place, label), int(store.array("line")[place]) + at + above, ()

    def keep(self, names: Collection[str]) -> None:
        """Reads some properties of all records in one go, where their values do not stay in memory anyway."""
        self._store.columns.keep([label for label, name in enumerate(self._store.names) if name in names])

    def column(self, name: str, first: int, count: int) -> list[Any]:
        """One property of some records; None where it was not printed."""
        values: list[Any] = []
        for part, start, stop in self._within(first, count):
            if isinstance(part, range):
                for chunk in self._chunks(name, self._store.pieces_within(start, stop)):
                    values += chunk.to_pylist()
            else:
                values += [each.properties.get(name) for each in part[start:stop]]
        return values

    def frame(self, first: int = 0, count: int | None = None, names: Sequence[str] | None = None) -> pd.DataFrame:
        """Some records as a DataFrame of `str` columns: NA where a property was not printed."""
        import pandas as pd
        import pyarrow as pa

        count = len(self) - first if count is None else count
        columns: dict[str, Any] = {}
        names = self.names(first, count) if names is None else names
        self.keep(names)
        within: list[tuple[list[tuple[Piece, int, int]], Sequence[Record]]] = [
            (list(self._store.pieces_within(start, stop)), ()) if isinstance(part, range) else ([], part[start:stop])
            for part, start, stop in self._within(first, count)
        ]
        for name in names:
            chunks: list[Any] = []
            for pieces, plain in within:
                chunks += self._chunks(name, pieces)
                if plain:
                    chunks.append(pa.array([each.properties.get(name) for each in plain], pa.string()))
            columns[name] = pa.chunked_array(chunks, pa.string())
        if not columns:
            return pd.DataFrame(index=range(count))
        frame: pd.DataFrame = pa.table(columns).to_pandas()
        return frame

    def _within(self, first: int, count: int) -> Iterator[tuple[Any, int, int]]:
        """The parts of a stretch of records: (part, start, stop), rows of the store or indexes of plain records."""
        last = first + count
        for part, start, stop in zip(self._parts, self._starts, self._starts[1:], strict=False):
            begin, end = max(first, start), min(last, stop)
            if begin < end:
                shift = (part.start if isinstance(part, range) else 0) - start
                yield part, begin + shift, end + shift

    def _chunks(self, name: str, pieces: Iterable[tuple[Piece, int, int]]) -> Iterator[Any]:
        """One property of some objects of each piece as Arrow arrays, with the values that the exact reader read."""
        import pyarrow as pa

        store = self._store
        label = store.names.index(name) if name in store.names else -1
        changed = self._changed.get(label, {})
        rows = sorted(changed)
        for piece, start, stop in pieces:
            chunk = store.columns.of(piece, label)
            if chunk is None:
                chunk = pa.nulls(stop - start, pa.string())
            elif stop - start < len(chunk):
                chunk = chunk.slice(start, stop - start)
            mine = rows[bisect_left(rows, piece.first + start) : bisect_left(rows, piece.first + stop)] if rows else []
            if mine:
                values = chunk.to_pylist()
                for row in mine:
                    values[row - piece.first - start] = changed[row]
                chunk = pa.array(values, pa.string())
            yield chunk

    @cached_property
    def _changed(self) -> Mapping[int, Mapping[int, str]]:
        """By label and row the values that are not joined with nothing between."""
        found: dict[int, dict[int, str]] = {}
        values = self._settling.values
        for number, settled in self._settling.result.rows.items():
            if any(settled.join):
                found.setdefault(int(values.labels[number]), {})[int(values.rows[number])] = settled.text
        return found


def row_notes(store: Store, settling: Settling, stretch: Stretch, first: int) -> list[Note]:
    """The notes on the rows of a stretch, of which the first is record number `first`; not in the order of lines."""
    import numpy as np

    start = stretch[0]
    read = settling.result.rows
    numbers = settling.values.of_rows(stretch)
    exact = {int(settling.values.rows[number]) for number in numbers if number in read} if read else set()
    notes: list[Note] = []
    for row in sorted(exact):
        printed = store.printed(row)
        record(printed, settling.of_row(row, printed), first + row - start, notes)
    rows = store.array("doubtful_row")
    part = slice(*np.searchsorted(rows, stretch).tolist())
    cells = zip(
        rows[part].tolist(),
        store.array("doubtful_label")[part].tolist(),
        store.array("doubtful_line")[part].tolist(),
        store.array("doubtful_code")[part].tolist(),
        strict=True,
    )
    for row, label, line, code in cells:
        if row in exact:
            continue
        for each in store.codes[code]:
            notes.append(note(each, line=line, record=first + row - start, property=store.names[label]))
    return notes
