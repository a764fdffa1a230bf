"""What stands in a cell for a value, and texts of a block as Arrow arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.readers.clixml.pieces import entities
from analyzer.readers.clixml.primitives import unescape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


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


def pieces_of(data: bytes, start: Ints, stop: Ints, order: Ints | None = None) -> Any:
    """The texts from `start` to `stop`, in this order, as an Arrow array of strings of its own."""
    import numpy as np
    import pyarrow as pa

    offsets = np.empty(2 * start.size + 1, np.int64)
    offsets[:-1:2], offsets[1::2], offsets[-1] = start, stop, len(data)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    every = pa.Array.from_buffers(pa.large_string(), 2 * start.size, buffers)
    places = np.arange(0, 2 * start.size, 2) if order is None else 2 * order
    return every.take(pa.Array.from_buffers(pa.int64(), start.size, [None, pa.py_buffer(places)]))
