"""Bounded streams: what a packed stream holds, never more than the budget allows.

Nothing here trusts a declared size. Each stream counts what it really hands out, and stops.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from analyzer.budget import Budget
from analyzer.intake.ledger import Ledger, total_limit
from analyzer.model import Note
from analyzer.notes import note

CHUNK = 256 * 1024
"""Bytes that are read or unpacked at a time."""

XZ_MEMORY = 256 * 2**20
"""Memory an xz or LZMA dictionary may take (bytes); `xz -9` needs 65 MB."""


class StreamError(Exception):
    """A stream ends before its time; `note` says why.

    `keep` says that what was read so far is sound as far as it goes; `read_all` then hands it over in `data`.
    """

    def __init__(self, note: Note, *, keep: bool = False, data: bytes = b"") -> None:
        super().__init__(note.message)
        self.note = note
        self.keep = keep
        self.data = data


class Readable(Protocol):
    """Anything with `read(n)` that returns at most n bytes, and none at the end."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        ...


class Decompressor(Protocol):
    """The part of bz2's and lzma's decompressor objects that is used here; `Inflate` gives zlib the same shape."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether more packed bytes are needed."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What followed the end of the stream."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` unpacked bytes."""
        ...


class Inflate:
    """zlib's decompressor in the shape of bz2's. `wbits` as for `zlib.decompressobj`: -15 raw deflate, 31 gzip."""

    def __init__(self, wbits: int) -> None:
        self._object = zlib.decompressobj(wbits)
        self._full = False

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached."""
        return self._object.eof

    @property
    def needs_input(self) -> bool:
        """Whether more packed bytes are needed: the last call left no input over and did not fill its buffer."""
        return not self._object.unconsumed_tail and not self._full

    @property
    def unused_data(self) -> bytes:
        """What followed the end of the stream."""
        return self._object.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` unpacked bytes."""
        out = self._object.decompress(self._object.unconsumed_tail + data, max_length)
        self._full = len(out) == max_length
        return out


def gunzip() -> Decompressor:
    """A decompressor for one gzip stream."""
    return Inflate(31)


def bunzip2() -> Decompressor:
    """A decompressor for one bzip2 stream."""
    return bz2.BZ2Decompressor()


def unxz() -> Decompressor:
    """A decompressor for one xz stream, with a cap on its dictionary."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)


def inflate_raw() -> Decompressor:
    """A decompressor for the raw deflate stream of a zip member."""
    return Inflate(-15)


PACKERS: dict[str, Callable[[], Decompressor]] = {"gzip": gunzip, "bzip2": bunzip2, "xz": unxz}
"""By the names of `analyzer.intake.kinds`."""


class Section:
    """`size` bytes of a file from `offset` on, as a stream of its own. Other readers may move the file in between."""

    def __init__(self, file: BinaryIO, offset: int, size: int) -> None:
        self._file = file
        self._at = offset
        self._end = offset + size

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; fewer where the file ends before the section does."""
        self._file.seek(self._at)
        data = self._file.read(min(size, self._end - self._at))
        self._at += len(data)
        return data


class Unpacked:
    """What a packed stream holds, as a stream.

    `several` says whether further streams may follow the first (gzip, bzip2 and xz files may be concatenated),
    `ends_at` how many bytes a stream that does not tell its end unpacks to (raw LZMA).
    Raises StreamError where the ratio passes the budget's (`ratio`, from `ratio_from_bytes` on), where the packed bytes
    end too early and where they are damaged.
    """

    def __init__(
        self,
        packed: Readable,
        new: Callable[[], Decompressor],
        budget: Budget,
        *,
        several: bool = False,
        ends_at: int = -1,
    ) -> None:
        self._packed = packed
        self._new = new
        self._budget = budget
        self._several = several
        self._ends_at = ends_at
        self._decompressor = new()
        self._pending = b""
        self._in = 0
        self._out = 0
        self._streams = 1
        self._streamed = False
        self._ended = False

    @property
    def consumed(self) -> int:
        """How many packed bytes the stream took; known once it has ended."""
        return self._in - len(self._decompressor.unused_data)

    def read(self, size: int, /) -> bytes:
        """At most `size` unpacked bytes, none at the end."""
        while not self._ended and self._out != self._ends_at:
            out = self._step(size)
            self._out += len(out)
            self._streamed = self._streamed or bool(out)
            if self._out > self._budget.ratio_from_bytes and self._out > self._budget.ratio * self._in:
                raise StreamError(
                    note(
                        "ratio-limit",
                        f"More than {self._budget.ratio} times larger unpacked than packed: stopped after "
                        f"{self._out:,} bytes.",
                    )
                )
            if out:
                return out
        return b""

    def _step(self, size: int) -> bytes:
        if self._decompressor.eof and not self._next_stream():
            return b""
        data, self._pending = self._pending, b""
        if not data and self._decompressor.needs_input:
            data = self._fetch()
            if not data:
                raise StreamError(note("archive-truncated", "The packed data ends too early."), keep=True)
        try:
            return self._decompressor.decompress(data, size)
        except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError, MemoryError) as error:
            if self._streams > 1 and not self._streamed:
                self._ended = True  # what follows the last stream is no stream: gzip(1) ignores it too
                return b""
            raise StreamError(note("archive-damaged", f"The packed data is damaged ({error}).")) from None

    def _next_stream(self) -> bool:
        """Go on with the stream after the one that ended; False where there is none."""
        self._pending = self._decompressor.unused_data.lstrip(b"\0")
        if self._several and not self._pending:
            self._pending = self._fetch().lstrip(b"\0")
        if not self._several or not self._pending:
            self._ended = True
            return False
        self._decompressor = self._new()
        self._streams += 1
        self._streamed = False
        return True

    def _fetch(self) -> bytes:
        data = self._packed.read(CHUNK)
        self._in += len(data)
        return data


def read_all(stream: Readable, ledger: Ledger, limit: int) -> bytes:
    """Everything of the stream, taken off the ledger.

    Raises StreamError where it is more than `limit` bytes or than the run has left, and where the stream stops; then
    `data` is what was read so far if it may be used.
    """
    parts: list[bytes] = []
    length = 0
    free = ledger.bytes_free
    try:
        while data := stream.read(max(1, min(CHUNK, free + 1 - length))):
            length += len(data)
            if length > limit:
                raise StreamError(note("size-limit", f"More than {limit:,} bytes."))
            if length > free:
                raise StreamError(total_limit(ledger.budget))
            parts.append(data)
    except StreamError as stop:
        if stop.keep:
            stop.data = b"".join(parts)
        raise
    finally:
        ledger.take(max(0, min(length, free)), 0)
    return b"".join(parts)
