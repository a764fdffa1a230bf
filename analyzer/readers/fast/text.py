"""The text of a large source as blocks of UTF-8, each ending behind a blank line, in buffers that are used again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analyzer.model import Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 4 * 2**20
"""Characters of a block; 2 to 8 million are equally fast, fewer and more are slower."""

MARGIN = 256
"""Bytes before and after a block's text in its buffer, so that words and windows can be read beyond its ends."""

LONGEST_OBJECT = 64 * 2**20
"""Characters without a blank line after which a source is no list of objects."""

_PAGE = 1024
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h


class NotPlain(Exception):  # noqa: N818 - no error of the caller: the source is for the plain reader
    """The source is none that can be read by blocks."""


@dataclass(frozen=True, slots=True)
class Text:
    """A block: UTF-8 text at `start` to before `end` of `buffer`. `valid`: it is known to be well-formed.

    `place` are the bytes of the source that it was made of, for `text_at`.
    """

    buffer: NDArray[np.uint8]
    start: int
    end: int
    valid: bool
    place: tuple[int, int] = (0, 0)


def text_blocks(source: Source, size: int = BLOCK) -> Iterator[Text]:
    """The blocks of a source's text, without a byte order mark; each overwrites the last but two.

    Raises NotPlain where no blank line ends a block in time.
    """
    unit, to_utf8 = _decoder(source)
    line_feed = "\n".encode(unit)
    width = len(line_feed)
    ends = ("\n\r\n".encode(unit), "\n\n".encode(unit))
    with _opened(source) as file:
        mark = file.read(3)
        skipped = 0
        if unit == "utf-8" and mark == b"\xef\xbb\xbf":
            skipped = 3
        elif width == 2 and mark[:2] in (b"\xff\xfe", b"\xfe\xff"):
            skipped = 2
        file.seek(skipped)
        wanted = min(size, source.size // width + 1) * width
        raw = bytearray(2 * wanted)
        have, done = 0, skipped
        while True:
            if have + wanted > len(raw):
                if have > LONGEST_OBJECT * width:
                    raise NotPlain
                raw = raw + bytearray(len(raw))
            got = file.readinto(memoryview(raw)[have : have + wanted]) or 0
            have += got
            cut = have if not got else _cut(raw, have, ends, width)
            if cut:
                yield replace(to_utf8(memoryview(raw)[:cut]), place=(done, done + cut))
                raw[: have - cut] = raw[cut:have]
                have -= cut
                done += cut
            if not got:
                return


def text_at(source: Source, place: tuple[int, int]) -> Text:
    """A block of `text_blocks` once more, in a buffer of its own; shorter where the source now ends within it."""
    _, to_utf8 = _decoder(source)
    start, stop = place
    with _opened(source) as file:
        file.seek(start)
        raw = bytearray(stop - start)
        have = 0
        while have < len(raw):
            got = file.readinto(memoryview(raw)[have:])
            if not got:
                break
            have += got
    return replace(to_utf8(memoryview(raw)[:have]), place=place)


def _opened(source: Source) -> Any:
    if source.content is not None:
        return io.BytesIO(source.content)
    assert source.path is not None
    return source.path.open("rb", buffering=0)


def _cut(raw: bytearray, have: int, ends: tuple[bytes, ...], width: int) -> int:
    """Where the last blank line before `have` ends; 0 where there is none."""
    best = 0
    for end in ends:
        at = raw.rfind(end, best, have)
        while at > 0 and at % width:
            at = raw.rfind(end, best, at + len(end) - 1)
        if at >= 0 and at % width == 0:
            best = at + len(end)
    return best


def _decoder(source: Source) -> tuple[str, Callable[[memoryview], Text]]:
    """The codec of the source's units, and what makes a block of them."""
    codec = (source.encoding or "").lower().replace("_", "-")
    if codec == "utf-16":
        head = source.content[:2] if source.content is not None else _head(source)
        codec = "utf-16-be" if head == b"\xfe\xff" else "utf-16-le"
    if codec in ("utf-16-le", "utf-16-be"):
        return codec, _FromUtf16(codec)
    if codec in ("utf-8", "utf-8-sig"):
        return "utf-8", _FromUtf8()
    if codec.startswith("utf") or "".join(map(chr, range(128))).encode(codec, "ignore") != bytes(range(128)):
        raise NotPlain
    return "ascii", _FromCodePage(codec)


def _head(source: Source) -> bytes:
    with _opened(source) as file:
        return bytes(file.read(2))


def keep_memory() -> None:
    """Asks the C library to keep what is freed: each block needs the same arrays again.

    Otherwise every array of a block is given back to the system and cleared anew, which takes a fifth of the time.
    A hint to glibc; other libraries do not know it, and nothing depends on it.
    """
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc
        return
    mallopt(_M_TRIM_THRESHOLD, 128 * 2**20)
    mallopt(_M_MMAP_THRESHOLD, 32 * 2**20)


class _Buffer:
    """Three buffers in turn, with margins, that grow as needed."""

    def __init__(self) -> None:
        import numpy as np

        self._buffers = [np.zeros(2 * MARGIN, np.uint8) for _ in range(3)]

    def of(self, size: int) -> NDArray[np.uint8]:
        """The buffer with room for `size` bytes between its margins; what it held is lost."""
        import numpy as np

        buffer = self._buffers.pop(0)
        if buffer.size < size + 2 * MARGIN:
            buffer = np.zeros(size + size // 8 + 2 * MARGIN, np.uint8)
        buffer[MARGIN + size : 2 * MARGIN + size] = 0
        self._buffers.append(buffer)
        return buffer

    def filled(self, data: bytes | memoryview, *, valid: bool) -> Text:
        """A block of these bytes, with a line feed at the end."""
        import numpy as np

        piece = np.frombuffer(data, np.uint8)
        size = piece.size
        buffer = self.of(size + 1)
        buffer[MARGIN : MARGIN + size] = piece
        return _ended(buffer, MARGIN + size, valid=valid)


def _ended(buffer: NDArray[np.uint8], end: int, *, valid: bool) -> Text:
    if end > MARGIN and buffer[end - 1] != 0x0A:
        buffer[end] = 0x0A
        end += 1
    else:
        buffer[end] = 0
    return Text(buffer, MARGIN, end, valid)


class _FromUtf8:
    def __init__(self) -> None:
        self._buffer = _Buffer()

    def __call__(self, raw: memoryview) -> Text:
        return self._buffer.filled(raw, valid=False)


class _FromCodePage:
    """Code pages whose line feed is that of ASCII: decoded by Python's codec."""

    def __init__(self, codec: str) -> None:
        self._buffer, self._codec = _Buffer(), codec

    def __call__(self, raw: memoryview) -> Text:
        return self._buffer.filled(bytes(raw).decode(self._codec, "replace").encode(), valid=True)


class _FromUtf16:
    """UTF-16: pages of ASCII are narrowed at the speed of memory, only the others go through Python's codec."""

    def __init__(self, codec: str) -> None:
        self._buffer, self._codec = _Buffer(), codec

    def __call__(self, raw: memoryview) -> Text:
        import numpy as np

        units = np.frombuffer(raw[: len(raw) // 2 * 2], "<u2" if self._codec.endswith("le") else ">u2")
        size = units.size
        if self._codec.endswith("be"):
            units = units.astype("<u2")
        whole = size // _PAGE * _PAGE
        pages = np.flatnonzero(np.bitwise_or.reduce(units[:whole].reshape(-1, _PAGE), axis=1) >= 0x80)
        if (units[whole:] >= 0x80).any():
            pages = np.append(pages, whole // _PAGE)
        if len(raw) % 2 or pages.size * 2 * _PAGE > size:
            tail = bytes(raw[len(raw) // 2 * 2 :])
            return self._buffer.filled((units.tobytes() + tail).decode("utf-16-le", "replace").encode(), valid=True)
        runs = self._decoded(units, pages)
        grown = sum(len(text) - (stop - start) for start, stop, text in runs)
        buffer = self._buffer.of(size + grown + 1)
        read, write = 0, MARGIN
        for start, stop, text in [*runs, (size, size, b"")]:
            np.copyto(buffer[write : write + start - read], units[read:start], casting="unsafe")
            write += start - read
            buffer[write : write + len(text)] = np.frombuffer(text, np.uint8)
            write += len(text)
            read = stop
        return _ended(buffer, write, valid=True)

    def _decoded(self, units: NDArray[np.uint16], pages: NDArray[np.int64]) -> list[tuple[int, int, bytes]]:
        """The runs of pages with other characters, as (start, stop, UTF-8); no surrogates are parted."""
        found: list[tuple[int, int, bytes]] = []
        if not pages.size:
            return found
        import numpy as np

        breaks = np.flatnonzero(np.diff(pages) > 1)
        firsts = pages[np.concatenate(([0], breaks + 1))] * _PAGE
        lasts = (pages[np.concatenate((breaks, [pages.size - 1]))] + 1) * _PAGE
        done = 0
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            start, stop = first, min(last, units.size)
            if stop < units.size and 0xD800 <= int(units[stop - 1]) < 0xDC00:
                stop += 1
            start = max(start, done)
            done = stop
            found.append((start, stop, units[start:stop].tobytes().decode("utf-16-le", "replace").encode()))
        return found
