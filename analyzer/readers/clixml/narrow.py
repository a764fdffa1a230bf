"""The text of a source as UTF-8, where that is quick to have."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from analyzer.model import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PAGE: Final = 1024


def utf8_text(source: Source) -> tuple[bytes, int] | None:
    """The bytes, and where they begin behind a byte order mark; not verified where the source has UTF-8.

    None for other encodings.
    """
    data = source.data
    if data.startswith(codecs.BOM_UTF8):
        return data, 3
    if data.startswith(codecs.BOM_UTF16_LE):
        return _from_utf16(memoryview(data)[2:])
    if data.startswith(codecs.BOM_UTF16_BE):
        return None
    encoding = (source.encoding or "").lower().replace("_", "-")
    if encoding == "utf-16-le":
        return _from_utf16(memoryview(data))
    return None if encoding.startswith(("utf-16", "utf-32")) else (data, 0)


def _from_utf16(data: memoryview) -> tuple[bytes, int] | None:
    """Little-endian UTF-16 as UTF-8: pages of ASCII are narrowed, only the others go through the codec.

    None where it is no sequence of whole characters.
    """
    import numpy as np

    if len(data) % 2:
        return None
    units: NDArray[np.uint16] = np.frombuffer(data, "<u2")
    whole = units.size // _PAGE * _PAGE
    high = np.bitwise_or.reduce(units[:whole].reshape(-1, _PAGE), axis=1) >= 0x80
    high = np.append(high, whole < units.size)  # what is no whole page goes through the codec
    if int(np.count_nonzero(high)) * 2 > high.size:
        high[:] = True
    edges = (np.flatnonzero(high[1:] != high[:-1]) + 1) * _PAGE
    parts: list[bytes] = []
    start = 0
    try:
        for stop in [*edges.tolist(), units.size]:
            part = units[start:stop]
            decoded = high[start // _PAGE]
            parts.append(part.tobytes().decode("utf-16-le").encode() if decoded else part.astype(np.uint8).tobytes())
            start = stop
    except UnicodeError:
        return None
    return b"".join(parts), 0
