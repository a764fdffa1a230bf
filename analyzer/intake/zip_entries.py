"""Where a zip archive says that its members stand (PKWARE APPNOTE.TXT 6.3.10, 4.3)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from analyzer.intake.codepages import guess_names

_END = b"PK\x05\x06"
_END64_LOCATOR = b"PK\x06\x07"
_END64 = b"PK\x06\x06"
_CENTRAL = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"

_UTF8 = 0x800
ENCRYPTED = 0x1 | 0x40 | 0x2000
STREAMED = 0x8

_UNIX, _SYMLINK, _TYPE = 3, 0o120000, 0o170000
_ENTRY_BYTES = 2048
"""Central directory bytes that are read per member allowed; real ones take about 100."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the archive says of one member. `offset` is that of the local header; `data` of its bytes once known."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    name: str = ""
    link: bool = False
    data: int = -1

    @property
    def is_folder(self) -> bool:
        """Whether the entry only names a folder."""
        return self.name.endswith("/") and self.size == 0


# -- the central directory --------------------------------------------------------------------------------------------


def central_directory(file: BinaryIO, size: int, limit: int) -> tuple[list[Entry], bool]:
    """Up to `limit` entries and whether there are more. Raises ValueError or struct.error where there is no directory.

    Offsets are corrected by what stands before the archive, as in a self-extracting program.
    """
    start = max(0, size - 65_557)
    file.seek(start)
    tail = file.read(size - start)
    at = tail.rfind(_END)
    if at < 0:
        raise ValueError("no end record")
    count, length, offset = struct.unpack_from("<H I I", tail, at + 10)
    end = start + at
    if 0xFFFF in (count,) or 0xFFFFFFFF in (length, offset):
        count, length, offset, end = _zip64_end(file, tail, at, start, (count, length, offset))
    directory = end - length
    if directory < 0:
        raise ValueError("the directory is larger than the file")
    before = directory - offset
    file.seek(directory)
    data = file.read(min(length, (limit + 1) * _ENTRY_BYTES))
    entries: list[Entry] = []
    position = 0
    while data[position : position + 4] == _CENTRAL and len(entries) <= limit:
        entry, position = _central_entry(data, position)
        if position > len(data):
            break
        entries.append(replace(entry, offset=entry.offset + before))
    more = len(entries) > limit or len(data) < length
    if not entries and directory > 0:
        raise ValueError("the directory is damaged")
    if len(entries) < min(count, limit) and not more:
        raise ValueError("the directory is cut")
    return entries[:limit], more


def _zip64_end(
    file: BinaryIO, tail: bytes, at: int, start: int, plain: tuple[int, int, int]
) -> tuple[int, int, int, int]:
    """The same three figures, and where the record stands, from the zip64 end record; `plain` where there is none."""
    if at < 20 or tail[at - 20 : at - 16] != _END64_LOCATOR:
        return (*plain, start + at)
    told = struct.unpack_from("<Q", tail, at - 12)[0]
    for record in (told, start + at - 20 - 56):  # where the locator says; else just before it (junk before the archive)
        if 0 <= record <= start + at - 76:
            file.seek(record)
            data = file.read(56)
            if data[:4] == _END64:
                count, length, offset = struct.unpack_from("<Q Q Q", data, 32)
                return count, length, offset, record
    raise ValueError("the zip64 end record is lost")


def _central_entry(data: bytes, at: int) -> tuple[Entry, int]:
    made_by, flags, method, crc, packed, size = struct.unpack_from("<4x H 2x H H 4x I I I", data, at)
    name_length, extra_length, comment_length, attributes, offset = struct.unpack_from("<H H H 4x I I", data, at + 28)
    name_at = at + 46
    extra_at = name_at + name_length
    following = extra_at + extra_length + comment_length
    name = data[name_at:extra_at]
    wide = [size, packed, offset]
    unicode_name = ""
    for kind, field in _extra_fields(data[extra_at : extra_at + extra_length]):
        if kind == 0x0001:  # zip64: those of the three that did not fit, in this order
            values = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            wide = [next(values, value) if value == 0xFFFFFFFF else value for value in wide]
        elif kind == 0x7075 and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(name):
            unicode_name = field[5:].decode("utf-8", "backslashreplace")  # Info-ZIP's Unicode path
    link = made_by >> 8 == _UNIX and (attributes >> 16) & _TYPE == _SYMLINK
    return Entry(name, flags, method, crc, wide[1], wide[0], wide[2], unicode_name, link), following


def _extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<H H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def named(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their names decoded.

    Names without the UTF-8 flag are UTF-8 all the same, or in the code page of the Windows that packed them (Explorer
    of a Traditional Chinese Windows: cp950), or in cp437 as the standard says; they are decoded alike, by evidence.
    """
    encoding = guess_names([entry.raw_name for entry in entries if not entry.name and not entry.flags & _UTF8])
    named = []
    for entry in entries:
        codec = "utf-8" if entry.flags & _UTF8 else encoding
        name = entry.name or entry.raw_name.decode(codec, "backslashreplace")
        named.append(replace(entry, name=name if "/" in name else name.replace("\\", "/")))
    return named


def is_document(entries: Sequence[Entry]) -> bool:
    """Whether it is an Office (Open Packaging Conventions) or OpenDocument file: these are zips by form only."""
    return any(entry.raw_name == b"[Content_Types].xml" for entry in entries) or (
        bool(entries) and entries[0].raw_name == b"mimetype"
    )


# -- where the bytes stand --------------------------------------------------------------------------------------------


def located(file: BinaryIO, size: int, entry: Entry) -> Entry:
    """The entry with the place of its bytes, -1 where no local header with the same name stands at its offset."""
    if not 0 <= entry.offset <= size - 30:
        return entry
    file.seek(entry.offset)
    header = file.read(30 + len(entry.raw_name))
    if header[:4] != LOCAL:
        return entry
    name_length, extra_length = struct.unpack_from("<H H", header, 26)
    if name_length != len(entry.raw_name) or header[30:] != entry.raw_name:
        return entry
    return replace(entry, data=entry.offset + 30 + name_length + extra_length)


def without_overlaps(entries: list[Entry]) -> tuple[list[Entry], int]:
    """The entries whose bytes are theirs alone, and how many are not (Fifield's quoted overlap and simpler bombs)."""
    spans = sorted(
        (entry.offset, max(entry.data, entry.offset + 30 + len(entry.raw_name)) + entry.packed, n)
        for n, entry in enumerate(entries)
    )
    shared: set[int] = set()
    furthest, holder = -1, -1
    for start, end, n in spans:
        if start < furthest:
            shared.update((n, holder))
        if end > furthest:
            furthest, holder = end, n
    return [entry for n, entry in enumerate(entries) if n not in shared], len(shared)


def local_entry(file: BinaryIO, at: int, size: int) -> Entry | None:
    """The entry that a local header describes; None where it cannot be one."""
    file.seek(at)
    header = file.read(30)
    if len(header) < 30:
        return None
    version, flags, method, crc, packed, unpacked, name_length, extra_length = struct.unpack(
        "<4x H H H 4x I I I H H", header
    )
    data = at + 30 + name_length + extra_length
    if data > size or (version & 0xFF) > 63:
        return None
    raw_name = file.read(name_length)
    for kind, field in _extra_fields(file.read(extra_length)):
        if kind == 0x0001 and len(field) >= 16 and packed == unpacked == 0xFFFFFFFF:
            unpacked, packed = struct.unpack_from("<Q Q", field)
    return named([Entry(raw_name, flags, method, crc, packed, unpacked, at, data=data)])[0]
