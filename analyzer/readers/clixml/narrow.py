"""The text of a source as pieces of UTF-8, where these are quick to have."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from analyzer.model import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]

_DENSE: Final = 1 / 16
"""Of a piece's characters: with more that are not ASCII, all go through the codec."""


def is_wide(source: Source) -> bool | None:
    """Whether the source has little-endian UTF-16; false where it has, or may have, UTF-8, None for other encodings."""
    with _opened(source) as file:
        head = file.read(2)
    encoding = (source.encoding or "").lower().replace("_", "-")
    if head == codecs.BOM_UTF16_LE or (encoding == "utf-16-le" and head != codecs.BOM_UTF16_BE):
        return True
    return None if head == codecs.BOM_UTF16_BE or encoding.startswith(("utf-16", "utf-32")) else False


def utf8_pieces(source: Source, size: int) -> Iterator[bytes]:
    """The text in pieces of about `size` characters, without a byte order mark.

    Not verified where the source has UTF-8. Raises UnicodeError where it has UTF-16 that is no XML, or neither.
    """
    wide = is_wide(source)
    if wide is None:
        raise UnicodeError
    mark = codecs.BOM_UTF16_LE if wide else codecs.BOM_UTF8
    with _opened(source) as file:
        skipped = len(mark) if file.read(len(mark)) == mark else 0
        file.seek(skipped)
        if wide and (source.size - skipped) % 2:
            raise UnicodeError
        if not wide:
            while piece := file.read(size):
                yield piece
            return
        raw = bytearray(2 * size + 2)
        have = 0
        while got := file.readinto(memoryview(raw)[have : have + 2 * size]):
            have += got
            whole = have // 2 * 2
            if whole >= 2 and raw[whole - 1] & 0xFC == 0xD8:  # the pair goes on in the next piece
                whole -= 2
            yield _narrow(memoryview(raw)[:whole])
            rest = bytes(raw[whole:have])
            have = len(rest)
            raw[:have] = rest
        if have:
            raise UnicodeError


def _opened(source: Source) -> Any:
    if source.content is not None:
        return io.BytesIO(source.content)
    assert source.path is not None
    return source.path.open("rb", buffering=0)


def _narrow(raw: memoryview) -> bytes:
    """UTF-16 as UTF-8: ASCII is narrowed, other characters are put in between. Raises UnicodeError."""
    import numpy as np

    units: Units = np.frombuffer(raw, "<u2")
    places = np.flatnonzero(units > 0x7F)
    if not places.size:
        return units.astype(np.uint8).tobytes()
    others = units[places]
    if int(others.max()) >= 0xFFFE:
        raise UnicodeError
    if places.size > _DENSE * units.size or ((others & 0xF800) == 0xD800).any():
        return bytes(raw).decode("utf-16-le").encode()
    plain = units.astype(np.uint8).data
    known = {number: chr(number).encode() for number in np.unique(others).tolist()}
    stops = places.tolist()
    parts: list[Any] = [b""] * (2 * len(stops) + 1)
    parts[0] = plain[: stops[0]]
    parts[1::2] = map(known.__getitem__, others.tolist())
    parts[2::2] = map(plain.__getitem__, map(slice, (places + 1).tolist(), [*stops[1:], units.size]))
    return b"".join(parts)
