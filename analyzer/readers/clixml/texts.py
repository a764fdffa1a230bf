"""Texts of cells as Arrow's views: sixteen bytes that hold a short text, or say where in a buffer a long one stands.

So a cell's text is not copied before its column is made, and its place in the file does not matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from analyzer.readers.clixml.pieces import entities
from analyzer.readers.clixml.primitives import unescape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.readers.clixml.layout import Text

    Ints = NDArray[np.int64]
    Views = NDArray[np.uint64]

SPAN: Final = 30
"""A text of many bytes is several buffers: one for each 2**SPAN of them, which goes on to the end of what fits."""

_SHORT: Final = 12
_MASKS: Final = tuple((1 << 8 * count) - 1 for count in range(9))


def _short(content: bytes) -> tuple[int, int]:
    padded = content.ljust(_SHORT, b"\0")
    return len(content) | int.from_bytes(padded[:4], "little") << 32, int.from_bytes(padded[4:], "little")


TRUTH: Final = (_short(b"False"), _short(b"True"))
"""The views of the booleans as PowerShell prints them."""


def cell_text(value: Any) -> str:
    """The text that stands in a frame for a value in the form of `analyzer read`.

    Booleans as PowerShell prints them, numbers as Export-Clixml writes them, bytes in base 64, an object's ToString,
    lists and objects without one in braces.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).upper()
    if isinstance(value, list):
        return "{" + ", ".join(map(cell_text, value)) + "}"
    if isinstance(value, dict):
        for name in ("$text", "$items", "$value"):
            if name in value:
                return cell_text(value[name])
        if len(value) == 1 and "base64" in value:
            return cell_text(value["base64"])
        members = (f"{name}={cell_text(item)}" for name, item in value.items() if name[:1] != "$")
        return "@{" + "; ".join(members) + "}"
    return str(value)


def plain_text(raw: bytes) -> str:
    """The text with its entities and escapes decoded."""
    return unescape(entities(raw))


def views(text: Text, number: int, start: Ints, stop: Ints, base: int) -> Views:
    """The views of the texts from `start` to `stop`; the buffer `number` begins at `base`."""
    import numpy as np

    size = stop - start
    masks = np.array(_MASKS, np.uint64)
    view = np.empty((size.size, 2), np.uint64)
    head = text.halves[start].astype(np.uint64)
    head &= masks[np.minimum(size, 4)]
    head <<= np.uint64(32)
    head |= size.astype(np.uint64)
    view[:, 0] = head
    tail = text.words[start + 4]
    tail &= masks[np.clip(size - 4, 0, 8)]
    place = (start - base).astype(np.uint64)
    place <<= np.uint64(32)
    place |= np.uint64(number)
    view[:, 1] = np.where(size > _SHORT, place, tail)
    return view


def of_strings(found: list[str], number: int) -> tuple[Views, bytes]:
    """The views of strings, and the buffer `number` that they are into."""
    import numpy as np

    from analyzer.readers.clixml.layout import Text

    encoded = [value.encode("utf-8", "replace") for value in found]
    stops = np.cumsum(np.array([len(value) for value in encoded], np.int64))
    starts = np.concatenate(([0], stops[:-1])) if stops.size else stops
    data = b"".join(encoded) + b"\0" * 16
    return views(Text(data, b"\n"), number, starts, stops, 0), data


def pieces_of(text: Text, start: Ints, stop: Ints) -> Any:
    """The texts as an Arrow array of bytes; they stand one behind the other."""
    import numpy as np
    import pyarrow as pa

    offsets = np.empty(2 * start.size + 1, np.int64)
    offsets[:-1:2], offsets[1::2], offsets[-1] = start, stop, len(text.data)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text.data)]
    every = pa.Array.from_buffers(pa.large_binary(), 2 * start.size, buffers)
    places = pa.py_buffer(np.arange(0, 2 * start.size, 2))
    return every.take(pa.Array.from_buffers(pa.int64(), start.size, [None, places]))


def strings(view: Views, buffers: list[Any], kind: Any, valid: Any = None) -> Any:
    """The texts as an Arrow array of a string type; `valid` is the bitmap of those that there are."""
    import pyarrow as pa

    found = pa.Array.from_buffers(pa.string_view(), len(view), [valid, pa.py_buffer(view), *buffers])
    return found.cast(kind)


def joined(text: Text, number: int, view: Views, counts: Ints, own: int) -> tuple[Views, Any]:
    """The views of lists of so many texts each, in braces, and the buffer `own` that they are into."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from analyzer.readers.clixml.layout import Text

    placed = view.copy()
    long = (placed[:, 0] & np.uint64(0xFFFFFFFF)) > _SHORT
    placed[long, 1] &= np.uint64(0xFFFFFFFF00000000)
    items = strings(placed, [pa.py_buffer(span(text.data, number))], pa.string())
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    lists = pa.ListArray.from_arrays(
        pa.Array.from_buffers(pa.int32(), offsets.size, [None, pa.py_buffer(offsets)]), items
    )
    whole = pc.binary_join_element_wise("{", pc.binary_join(lists, ", "), "}", "")
    _, places, content = whole.buffers()
    bounds = np.frombuffer(places, np.int32, len(whole) + 1).astype(np.int64)
    data = content.to_pybytes() + b"\0" * 16
    return views(Text(data, b"\n"), own, bounds[:-1], bounds[1:], 0), data


def span(data: Any, number: int) -> memoryview:
    """The buffer `number` of a text."""
    first = number << SPAN
    return memoryview(data)[first : first + 2**31 - 1]
