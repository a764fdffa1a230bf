"""The text of a source as pieces of UTF-8, where these are quick to have."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from analyzer.model import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Units = NDArray[np.uint16]

_WORD: Final = 8
_SLICE: Final = 2**19
"""Characters that are narrowed at a time: few enough that they stay in a processor's cache."""

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
        slices = _narrowed(file, min(size, _SLICE))
        while piece := b"".join(islice(slices, -(-size // _SLICE))):
            yield piece


def _narrowed(file: Any, size: int) -> Iterator[bytes]:
    """The rest of a file of UTF-16 in slices of `size` characters, none of them empty."""
    raw = bytearray(2 * size + 2)
    have = 0
    while got := file.readinto(memoryview(raw)[have : have + 2 * size]):
        have += got
        whole = have // 2 * 2
        if whole >= 2 and raw[whole - 1] & 0xFC == 0xD8:  # the pair goes on in the next slice
            whole -= 2
        if whole:
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
    places = positions(units > 0x7F)
    if not places.size:
        return units.astype(np.uint8).tobytes()
    others = units[places]
    if int(others.max()) >= 0xFFFE:
        raise UnicodeError
    if places.size > _DENSE * units.size or ((others & 0xF800) == 0xD800).any():
        return bytes(raw).decode("utf-16-le").encode()
    return _interleaved(units, places, others)


def _interleaved(units: Units, places: Ints, others: Units) -> bytes:
    """The text with the UTF-8 of these other characters at their places, everything else being ASCII."""
    import numpy as np
    import pyarrow as pa

    known, which = np.unique(others, return_inverse=True)
    encoded = [chr(number).encode() for number in known.tolist()]
    table = b"".join(encoded)
    content = np.empty(units.size + len(table), np.uint8)
    np.copyto(content[: units.size], units, casting="unsafe")
    content[units.size :] = np.frombuffer(table, np.uint8)
    parts = 2 * places.size + 1  # of ASCII and of others in turn; behind them, the table
    offsets = np.empty(parts + len(encoded) + 1, np.int32)
    offsets[0] = 0
    offsets[1:parts:2] = places
    offsets[2:parts:2] = places + 1
    offsets[parts:] = units.size + np.cumsum([0, *map(len, encoded)])
    wanted = np.arange(parts, dtype=np.int32)
    wanted[1::2] = parts + which
    strings = pa.Array.from_buffers(pa.binary(), offsets.size - 1, [None, pa.py_buffer(offsets), pa.py_buffer(content)])
    taken = strings.take(pa.Array.from_buffers(pa.int32(), parts, [None, pa.py_buffer(wanted)]))
    _, bounds, text = taken.buffers()
    narrowed: bytes = text.slice(0, int(np.frombuffer(bounds, np.int32)[parts])).to_pybytes()
    return narrowed


def positions(flags: NDArray[np.bool_]) -> Ints:
    """Where the flags are true; quick where few are."""
    import numpy as np

    whole = flags.size // _WORD * _WORD
    words = flags[:whole].view(np.uint64)
    some = np.flatnonzero(words != 0)
    within = np.flatnonzero(words[some].view(np.bool_))
    found = some[within // _WORD] * _WORD
    found += within % _WORD
    return np.concatenate((found, whole + np.flatnonzero(flags[whole:])))
