"""The values of a block's plain objects as Arrow arrays, one for each label, gathered without a string in between.

The whole buffer becomes one Arrow array of pieces: an offset where each begins and one where it ends, so that every
second element is a value. One `take` brings them into the order of columns; the pieces of a wrapped value come to
stand behind each other, and are one value once the offset between them is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.readers.fast.objects import Objects
from analyzer.readers.fast.text import NotPlain, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


_MOST_CELLS = 4
"""Cells for each byte of text, absent ones too: beyond that, columns would take many times the memory of the text."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Values by label: `arrays[i]` holds those of `labels[i]`, one for each of `count` objects; null: absent."""

    labels: list[int]
    arrays: list[Any]
    count: int
    present: NDArray[np.bool_] | None
    """Whether a label (row) stands in an object (column); None where all do."""

    @property
    def by_label(self) -> dict[int, Any]:
        """The arrays by label."""
        return dict(zip(self.labels, self.arrays, strict=True))


def gather(text: Text, objects: Objects) -> Columns:
    """The values of the plain objects.

    Raises pyarrow.ArrowInvalid where the text is no UTF-8, and NotPlain where columns would be all but empty.
    """
    import numpy as np
    import pyarrow as pa

    count, lines = objects.sizes.size, objects.key_lines.size
    present: NDArray[np.bool_] | None = None
    if objects.alike:
        labels = objects.numbers
        order = np.arange(lines, dtype=np.int32).reshape(count, labels.size).T.ravel()
    else:
        labels = np.flatnonzero(np.bincount(objects.numbers))
        if labels.size * count > _MOST_CELLS * (text.end - text.start):
            raise NotPlain
        before = np.zeros(int(labels[-1]) + 1, np.int64)
        before[labels] = np.arange(0, labels.size * count, count)
        present = np.zeros(labels.size * count, bool)
        present[before[objects.numbers] + np.repeat(np.arange(count), objects.sizes)] = True
        order = np.argsort(objects.numbers.astype(np.int16), kind="stable").astype(np.int32)
    bounds, data = _in_order(text, objects, order)
    bitmap = None
    if present is not None and order.size < present.size:
        ranks = np.zeros(present.size + 1, np.int32)
        np.cumsum(present, dtype=np.int32, out=ranks[1:])
        bounds = bounds[ranks]
        bitmap = pa.py_buffer(np.packbits(present, bitorder="little"))
        present = present.reshape(labels.size, count)
    else:
        present = None
    kind = pa.string() if text.valid or not objects.others.size else pa.binary()
    values = pa.Array.from_buffers(kind, labels.size * count, [bitmap, pa.py_buffer(bounds), data]).cast(pa.string())
    return Columns(
        labels.tolist(),
        [values.slice(index * count, count) for index in range(labels.size)],
        count,
        present,
    )


def _in_order(text: Text, objects: Objects, order: NDArray[np.int32]) -> tuple[NDArray[np.int32], Any]:
    """The values of label lines in the wanted order: their bounds, and the bytes between."""
    import numpy as np

    starts, ends = _texts(objects), objects.lines.ends
    np.minimum(starts, ends, out=starts)
    key_lines = objects.key_lines.astype(np.int32)
    if not objects.wraps.size:
        return _taken(text, starts, ends, key_lines[order] * 2)
    wanted = (np.bincount(objects.wrapped, minlength=key_lines.size) + 1).astype(np.int32)[order]
    places = np.zeros(order.size + 1, np.int32)
    np.cumsum(wanted, dtype=np.int32, out=places[1:])
    indexes = np.repeat(key_lines[order] - places[:-1], wanted)
    indexes += np.arange(indexes.size, dtype=np.int32)
    indexes *= 2
    bounds, data = _taken(text, starts, ends, indexes)
    return bounds[places], data


def _texts(objects: Objects) -> Ints:
    """Where the text of each line begins that belongs to a plain object: at the column of its values."""
    import numpy as np

    starts, columns = objects.lines.starts, objects.columns
    if (columns == columns[0]).all():
        same: Ints = starts + (columns[0] + 3)
        return same
    firsts = objects.first[~objects.odd]
    shifts = np.zeros(starts.size, np.int64)
    shifts[firsts[0] :] = np.repeat(columns + 3, np.diff(firsts, append=starts.size))
    shifts += starts
    return shifts


def _taken(text: Text, starts: Ints, ends: Ints, indexes: NDArray[np.int32]) -> tuple[NDArray[np.int32], Any]:
    """The bounds and bytes of the pieces with these indexes, in the array of pieces and gaps."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    offsets = np.empty(2 * starts.size, np.int32)
    offsets[0::2] = starts
    offsets[1::2] = ends
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text.buffer)]
    pieces = pa.Array.from_buffers(pa.binary(), offsets.size - 1, buffers)
    # not by `pa.array`, which imports pandas
    numbers = pa.Array.from_buffers(pa.int32(), indexes.size, [None, pa.py_buffer(indexes)])
    _, bounds, data = pc.take(pieces, numbers, boundscheck=False).buffers()
    return np.frombuffer(bounds, np.int32, indexes.size + 1), data


def wrap_starts(objects: Objects) -> Ints:
    """Where the text of each continuation line begins: at the column of its object's values."""
    import numpy as np

    owner = np.repeat(np.arange(objects.sizes.size), objects.sizes)[objects.wrapped]
    result: Ints = objects.lines.starts[objects.wraps] + objects.columns[owner] + 3
    return result
