"""The values of a block's plain objects as Arrow arrays, one for each label, gathered without a string in between.

The whole buffer becomes one Arrow array of pieces: an offset where each begins and one where it ends, so that every
second element is a value. One `take` brings them into the order of columns; the pieces of a wrapped value come to
stand behind each other, and are one value once the offset between them is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.readers.fast.scan import Objects
from analyzer.readers.fast.text import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


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
    """The values of the plain objects. Raises pyarrow.ArrowInvalid where the text is no UTF-8."""
    import numpy as np
    import pyarrow.compute as pc

    count, lines = objects.sizes.size, objects.key_lines.size
    if objects.alike:
        labels = objects.numbers
        order = np.arange(lines).reshape(count, labels.size).T.ravel()
        present = None
    else:
        labels = np.flatnonzero(np.bincount(objects.numbers))
        place = np.zeros(int(labels[-1]) + 1, np.int64)
        place[labels] = np.arange(labels.size)
        order = np.full(labels.size * count, -1)
        order[place[objects.numbers] * count + np.repeat(np.arange(count), objects.sizes)] = np.arange(lines)
        present = order >= 0
        if bool(present.all()):
            present = None
        else:
            order[~present] = 0
    starts, ends = objects.values, objects.lines.ends[objects.key_lines]
    starts = np.minimum(starts, ends)
    if objects.wraps.size:
        values = _joined(text, objects, starts, ends, order, present)
    else:
        taken = pc.take(_pieces(text, starts, ends), _indexes(order * 2, present), boundscheck=False)
        values = _as_text(taken, valid=text.valid or not objects.others.size)
    return Columns(
        labels.tolist(),
        [values.slice(index * count, count) for index in range(labels.size)],
        count,
        None if present is None else present.reshape(labels.size, count),
    )


def _joined(
    text: Text, objects: Objects, starts: Ints, ends: Ints, order: Ints, present: NDArray[np.bool_] | None
) -> Any:
    """The values in the wanted order, where some have several pieces."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = starts.size
    pieces = np.ones(lines, np.int64) + np.bincount(objects.wrapped, minlength=lines)
    before = np.cumsum(pieces) - pieces
    total = lines + objects.wraps.size
    all_starts, all_ends = np.empty(total, np.int64), np.empty(total, np.int64)
    is_first = np.zeros(total, bool)
    is_first[before] = True
    all_starts[before], all_ends[before] = starts, ends
    rest = np.flatnonzero(~is_first)
    all_starts[rest] = wrap_starts(objects)
    all_ends[rest] = objects.lines.ends[objects.wraps]

    wanted = pieces[order]
    if present is not None:
        wanted[~present] = 1
    places = np.cumsum(wanted) - wanted
    count = int(places[-1] + wanted[-1])
    indexes = np.repeat(before[order] - places, wanted)
    indexes += np.arange(count)
    indexes *= 2
    valid = None if present is None else np.repeat(present, wanted)
    taken = pc.take(_pieces(text, all_starts, all_ends), _indexes(indexes, valid), boundscheck=False)
    offsets = np.frombuffer(taken.buffers()[1], np.int32, count + 1)
    bounds = np.append(offsets[places], offsets[count])
    bitmap = None if present is None else _bitmap(present)
    joined = pa.Array.from_buffers(pa.binary(), order.size, [bitmap, pa.py_buffer(bounds), taken.buffers()[2]])
    return _as_text(joined, valid=text.valid or not objects.others.size)


def wrap_starts(objects: Objects) -> Ints:
    """Where the text of each continuation line begins: at the column of its object's values."""
    import numpy as np

    owner = np.repeat(np.arange(objects.sizes.size), objects.sizes)[objects.wrapped]
    result: Ints = objects.lines.starts[objects.wraps] + objects.columns[owner] + 3
    return result


def _pieces(text: Text, starts: Ints, ends: Ints) -> Any:
    """The pieces as every second element of an array over the buffer."""
    import numpy as np
    import pyarrow as pa

    offsets = np.empty(2 * starts.size, np.int32)
    offsets[0::2] = starts
    offsets[1::2] = ends
    return pa.Array.from_buffers(
        pa.binary(), offsets.size - 1, [None, pa.py_buffer(offsets), pa.py_buffer(text.buffer)]
    )


def _indexes(values: Ints, valid: NDArray[np.bool_] | None) -> Any:
    """An Arrow array of these indexes; not by `pa.array`, which imports pandas."""
    import numpy as np
    import pyarrow as pa

    small = values.astype(np.int32)
    bitmap = None if valid is None else _bitmap(valid)
    return pa.Array.from_buffers(pa.int32(), small.size, [bitmap, pa.py_buffer(small)])


def _bitmap(valid: NDArray[np.bool_]) -> Any:
    import numpy as np
    import pyarrow as pa

    return pa.py_buffer(np.packbits(valid, bitorder="little"))


def _as_text(array: Any, *, valid: bool) -> Any:
    """A binary array as one of strings; checked where the bytes may be no UTF-8."""
    import pyarrow as pa

    if not valid:
        return array.cast(pa.string())
    return pa.Array.from_buffers(pa.string(), len(array), array.buffers(), array.null_count)
