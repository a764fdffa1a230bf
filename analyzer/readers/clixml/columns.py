"""The cells of a document by property: of each block an Arrow array with all its texts, property after property."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.readers.clixml.texts import pieces_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Rows = NDArray[np.int32]
    Bools = NDArray[np.bool_]

_LATER = 2**30
"""The place of cells that the parser read: their rows have no others."""


@dataclass(frozen=True, slots=True)
class _Even:
    """A block whose objects all have the same properties in the same order: their numbers, and the objects' rows."""

    order: list[int]
    rows: Rows
    texts: Any

    def numbers(self) -> Sequence[int]:
        """The properties."""
        return self.order

    def of(self, number: int) -> tuple[Rows, Any]:
        """The rows that have a property, and its texts."""
        size = self.rows.size
        if number not in self.order:
            return self.rows[:0], self.texts[:0]
        return self.rows, self.texts.slice(self.order.index(number) * size, size)

    def place(self, number: int, at: int) -> int:
        """Where the property of one of these rows stands in the block."""
        return at * len(self.order) + self.order.index(number)


@dataclass(frozen=True, slots=True)
class _Uneven:
    """`bounds[number]` is where the cells of a property begin; of each its row, its place in the block, its text."""

    bounds: list[int]
    rows: Rows
    places: Rows
    texts: Any

    def numbers(self) -> Sequence[int]:
        """The properties."""
        return range(len(self.bounds) - 1)

    def of(self, number: int) -> tuple[Rows, Any]:
        """The rows that have a property, and its texts."""
        if number + 1 >= len(self.bounds):
            return self.rows[:0], self.texts[:0]
        start, stop = self.bounds[number], self.bounds[number + 1]
        return self.rows[start:stop], self.texts.slice(start, stop - start)

    def place(self, number: int, at: int) -> int:
        """Where the property of one of these rows stands in the block."""
        return int(self.places[self.bounds[number] + at])


class Columns:
    """Rows are objects, from 0; properties are numbers. Filled block by block."""

    def __init__(self) -> None:
        self._blocks: list[_Even | _Uneven] = []
        self._told: dict[int, dict[int, str]] = {}
        self._alone: dict[int, list[tuple[int, int]]] = {}

    def add(self, data: bytes, rows: Ints, names: Ints, start: Ints, stop: Ints, truth: Bools) -> None:
        """Add cells in the order of the text: their texts are from `start` to `stop` of `data`.

        `truth` marks booleans, which are shown as PowerShell prints them.
        """
        import numpy as np

        if not rows.size:
            return
        width = _width(rows, names)
        order = np.arange(names.size).reshape(-1, width).T.ravel() if width else np.argsort(short(names), kind="stable")
        texts = pieces_of(data, start, stop, order)
        capital(texts, truth[order])
        if width:
            self._blocks.append(_Even(names[:width].tolist(), rows[::width].astype(np.int32), texts))
            return
        bounds = [0, *np.cumsum(np.bincount(names)).tolist()]
        self._blocks.append(_Uneven(bounds, rows[order].astype(np.int32), order.astype(np.int32), texts))

    def tell(self, row: int, number: int, text: str) -> None:
        """The text of a cell, whatever it was."""
        self._told.setdefault(number, {})[row] = text

    def add_row(self, row: int, texts: dict[int, str]) -> None:
        """Add the cells of an object that has no others; rows rise."""
        for place, (number, text) in enumerate(texts.items()):
            self.tell(row, number, text)
            self._alone.setdefault(number, []).append((row, _LATER + place))

    def numbers(self, first: int, last: int) -> list[int]:
        """The properties of the rows from `first` to before `last`, in the order of their first appearance."""
        found = []
        known: set[int] = set().union(*(block.numbers() for block in self._blocks), self._alone)
        for number in known:
            place = self._first(number, first)
            if place is not None and place[0] < last:
                found.append((place, number))
        return [number for _, number in sorted(found)]

    def _first(self, number: int, first: int) -> tuple[int, int] | None:
        """The first row from `first` on that has a property, and the place of the cell in it."""
        import numpy as np

        found = [each for each in self._alone.get(number, ()) if each[0] >= first][:1]
        for block in self._blocks:
            rows, _ = block.of(number)
            if rows.size and rows[-1] >= first:
                at = int(np.searchsorted(rows, first))
                found.append((int(rows[at]), block.place(number, at)))
                break
        return min(found, default=None)

    def arrow(self, number: int, size: int) -> Any:
        """A property of all `size` rows as an Arrow array of text, null where it is missing."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        parts = [(rows, texts) for rows, texts in (block.of(number) for block in self._blocks) if rows.size]
        found = pa.chunked_array([texts for _, texts in parts], pa.large_string())
        rows = np.concatenate([np.empty(0, np.int32), *(rows for rows, _ in parts)])
        if rows.size != size or (rows[1:] <= rows[:-1]).any():
            places = np.full(size, -1)
            places[rows] = np.arange(rows.size)  # an extended member hides an adapted one: the last counts
            found = found.combine_chunks().take(pa.array(places, mask=places < 0))
        told = self._told.get(number)
        if told:
            mask = np.zeros(size, bool)
            mask[list(told)] = True
            texts = pa.array([told[row] for row in sorted(told)], pa.large_string())
            whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
            found = pc.replace_with_mask(whole, pa.array(mask), texts)
        return found


def _width(rows: Ints, names: Ints) -> int:
    """How many properties each row has where all have the same ones in the same order; 0 where they do not."""
    import numpy as np

    width = int(np.searchsorted(rows, rows[0], "right"))
    if names.size % width or len(set(names[:width].tolist())) != width:
        return 0
    firsts, lasts = rows[::width], rows[width - 1 :: width]
    even = np.array_equal(firsts, lasts) and bool((firsts[1:] > firsts[:-1]).all())
    return width if even and (names.reshape(-1, width) == names[:width]).all() else 0


def short(numbers: NDArray[np.signedinteger[Any]]) -> NDArray[np.signedinteger[Any]]:
    """The numbers as an array that is quick to sort."""
    import numpy as np

    return numbers.astype(np.int16) if int(numbers.max(initial=0)) < 2**15 else numbers


def capital(texts: Any, where: Bools) -> None:
    """Make the first letter of some texts of a fresh array a capital one."""
    import numpy as np

    places = np.flatnonzero(where)
    if places.size:
        _, offsets, content = texts.buffers()
        np.frombuffer(content, np.uint8)[np.frombuffer(offsets, np.int64)[places]] -= 0x20


def joined(data: bytes, start: Ints, stop: Ints, truth: Bools, counts: Ints) -> tuple[bytes, Ints]:
    """The texts of lists of so many items each, in braces, one behind the other, and their bounds."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    items = pieces_of(data, start, stop)
    capital(items, truth)
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(offsets), items)
    comma, opening, closing, nothing = (pa.scalar(mark, pa.large_string()) for mark in (", ", "{", "}", ""))
    whole = pc.binary_join_element_wise(opening, pc.binary_join(lists, comma), closing, nothing)
    _, places, content = whole.buffers()
    return content.to_pybytes(), np.frombuffer(places, np.int64, len(whole) + 1)
