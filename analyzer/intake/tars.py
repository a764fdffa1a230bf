"""Tar archives (POSIX ustar and pax, GNU long names), read forward as bounded streams.

Python's tarfile is not used: its header parsing has had holes that supported Pythons still carry (CVE-2024-6232,
CVE-2025-8194), it recurses for each extension header, and all that is needed of it is names and sizes.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.intake.codepages import guess_names
from analyzer.intake.kinds import is_tar_header
from analyzer.intake.ledger import Ledger
from analyzer.intake.members import Contents, members_limit, read_member
from analyzer.intake.streams import CHUNK, Readable, StreamError
from analyzer.notes import note

_BLOCK = 512
_REGULAR = b"\0", b"0", b"7"
_LINKS = b"1", b"2"
_SPECIAL = b"3", b"4", b"6"
_EMPTY = (*_LINKS, *_SPECIAL, b"5")
_EXTENSION_BYTES = 2**20
"""The largest extension header (a long name, pax records) that is read."""


@dataclass(frozen=True, slots=True)
class _Header:
    name: bytes
    size: int
    kind: bytes


class _Limited:
    """`size` bytes of a stream that is read forward only. StreamError where the stream ends before that."""

    def __init__(self, stream: Readable, size: int) -> None:
        self._stream = stream
        self.left = size

    def read(self, size: int, /) -> bytes:
        if self.left == 0 or size == 0:
            return b""
        data = self._stream.read(min(size, self.left))
        if not data:
            raise StreamError(note("archive-truncated", "The archive ends within this file."), keep=True)
        self.left -= len(data)
        return data

    def skip(self) -> None:
        while self.left:
            self.read(CHUNK)


def tar_members(stream: Readable, ledger: Ledger) -> Contents:
    """The members in the archive's order. Links, devices and pipes are left out, with one note each kind."""
    links: list[str] = []
    special: list[str] = []
    try:
        yield from _walk(stream, ledger, links, special)
    except StreamError as stop:
        yield stop.note
    if links:
        yield note("links-not-followed", f"Links in the archive were not followed: {', '.join(links[:5])}.")
    if special:
        yield note("special-files-left-out", f"Devices or pipes were left out: {', '.join(special[:5])}.")


def _walk(stream: Readable, ledger: Ledger, links: list[str], special: list[str]) -> Contents:
    long_name: bytes | None = None
    pax: dict[bytes, bytes] = {}
    while (header := _next_header(stream)) is not None:
        if header.kind in (b"L", b"K", b"x", b"g", b"X"):
            extension = _extension(stream, header)
            if header.kind == b"L":
                long_name = extension.split(b"\0", 1)[0]
            elif header.kind in (b"x", b"X"):
                pax = _pax_records(extension)
            continue
        told = pax.get(b"size", b"")
        size = int(told) if told.isdigit() and len(told) < 20 else header.size
        name = _decoded(pax.get(b"path") or long_name or header.name)
        sparse = header.kind == b"S" or any(key.startswith(b"GNU.sparse") for key in pax)
        long_name, pax = None, {}
        body = _Limited(stream, 0 if header.kind in _EMPTY else size)
        padding = _Limited(stream, -body.left % _BLOCK)
        if header.kind in _LINKS:
            links.append(name)
        elif header.kind in _SPECIAL:
            special.append(name)
        elif sparse:
            yield note("archive-unsupported", f"Sparse files are not supported: {name}.")
        elif header.kind in _REGULAR and not name.endswith("/"):
            if ledger.members_free <= 0:
                yield members_limit(ledger)
                return
            ledger.take(0, 1)
            yield read_member(name, size, body, ledger)
        body.skip()
        padding.skip()


def _next_header(stream: Readable) -> _Header | None:
    """The next header, None at the end of the archive (empty blocks, or nothing). StreamError for a damaged one."""
    block = _exactly(stream, _BLOCK)
    while len(block) == _BLOCK and not block.strip(b"\0"):
        block = _exactly(stream, _BLOCK)
    if not block:
        return None
    if len(block) < _BLOCK:
        raise StreamError(note("archive-truncated"))
    if not is_tar_header(block):
        raise StreamError(note("archive-damaged", "A header in the archive is damaged: what follows was not read."))
    name = block[:100].split(b"\0", 1)[0]
    if block[257:263] == b"ustar\0" and (prefix := block[345:500].split(b"\0", 1)[0]):
        name = prefix + b"/" + name
    return _Header(name, _number(block[124:136]), block[156:157])


def _number(field: bytes) -> int:
    """A size: octal digits, or GNU's base 256. Raises StreamError for anything else and for negative figures."""
    if field[0] & 0x80:
        value = int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
        if not field[0] & 0x40:
            return value
    else:
        digits = field.strip(b" \0")
        if not digits.strip(b"01234567"):
            return int(digits or b"0", 8)
    raise StreamError(note("archive-damaged", "A size in the archive is damaged: what follows was not read."))


def _exactly(stream: Readable, size: int) -> bytes:
    """`size` bytes, fewer at the end of the stream."""
    parts = b""
    while len(parts) < size and (data := stream.read(size - len(parts))):
        parts += data
    return parts


def _extension(stream: Readable, header: _Header) -> bytes:
    if header.size > _EXTENSION_BYTES:
        raise StreamError(note("archive-damaged", "An extension header is too long: what follows was not read."))
    body = _exactly(stream, header.size)
    _Limited(stream, -header.size % _BLOCK).skip()
    return body


def _pax_records(body: bytes) -> dict[bytes, bytes]:
    """The `length key=value` records (POSIX.1-2001); those after a damaged one are left out."""
    records: dict[bytes, bytes] = {}
    at = 0
    while at < len(body):
        digits, _, _ = body[at : at + 10].partition(b" ")
        if not digits.isdigit() or int(digits) <= len(digits) + 1:
            break
        key, _, value = body[at + len(digits) + 1 : at + int(digits) - 1].partition(b"=")
        records[key] = value
        at += int(digits)
    return records


def _decoded(name: bytes) -> str:
    """The name: UTF-8, or the code page of the system that packed it, by evidence."""
    return name.decode(guess_names([name]), "backslashreplace")
