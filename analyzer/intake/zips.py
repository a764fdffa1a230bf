"""Zip archives (PKWARE APPNOTE.TXT 6.3.10), read as bounded streams.

Python's zipfile is not used: before 3.11.8 it inflates overlapping members (CVE-2024-0450), it builds every entry of a
directory of any size in memory, it raises IndexError for an empty name, and it gives nothing back of an archive whose
directory is lost. Members are found through the central directory, or where there is none by walking the local headers.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from analyzer.intake.codepages import guess_names
from analyzer.intake.members import Contents, Member, members_limit, read_member, skipped
from analyzer.intake.streams import (
    CHUNK,
    XZ_MEMORY,
    Decompressor,
    Ledger,
    Readable,
    Section,
    StreamError,
    Unpacked,
    inflate_raw,
    unxz,
)
from analyzer.notes import note

_END = b"PK\x05\x06"
_END64_LOCATOR = b"PK\x06\x07"
_END64 = b"PK\x06\x06"
_CENTRAL = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"

_UTF8 = 0x800
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_STREAMED = 0x8

_UNIX, _SYMLINK, _TYPE = 3, 0o120000, 0o170000
_ENTRY_BYTES = 2048
"""Central directory bytes that are read per member allowed; real ones take about 100."""

_FALSE_STARTS = 100
"""How many damaged members of unknown length are tried before a search for members gives up."""

_METHODS = {1: "shrink", 6: "implode", 9: "deflate64", 93: "zstd", 97: "WavPack", 98: "PPMd", 99: "AES"}


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


def zip_members(file: BinaryIO, size: int, ledger: Ledger) -> Contents:
    """The members by name. Office and OpenDocument packages are documents, not cases: one note and no member."""
    try:
        entries, more = _central_directory(file, size, ledger.members_left)
    except (struct.error, ValueError):
        yield from _recovered(file, size, ledger)
        return
    if _is_document(entries):
        yield note("office-package")
        return
    entries, overlaps = _without_overlaps([_located(file, size, entry) for entry in _named(entries)])
    links = [entry.name for entry in entries if entry.link]
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.offset)):
        if entry.link or entry.is_folder:
            continue
        if ledger.members_left <= 0:
            more = True
            break
        ledger.members_left -= 1
        yield _member(file, entry, ledger)
    if links:
        yield note("links-not-followed", f"Links in the archive were not followed: {', '.join(links[:5])}.")
    if overlaps:
        yield note("archive-overlap", f"{overlaps:,} members share bytes with others; none of these was read.")
    if more:
        yield members_limit(ledger)


# -- the central directory --------------------------------------------------------------------------------------------


def _central_directory(file: BinaryIO, size: int, limit: int) -> tuple[list[Entry], bool]:
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


def _named(entries: Sequence[Entry]) -> list[Entry]:
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


def _is_document(entries: Sequence[Entry]) -> bool:
    """Whether it is an Office (Open Packaging Conventions) or OpenDocument file: these are zips by form only."""
    return any(entry.raw_name == b"[Content_Types].xml" for entry in entries) or (
        bool(entries) and entries[0].raw_name == b"mimetype"
    )


# -- where the bytes stand --------------------------------------------------------------------------------------------


def _located(file: BinaryIO, size: int, entry: Entry) -> Entry:
    """The entry with the place of its bytes, -1 where no local header with the same name stands at its offset."""
    if not 0 <= entry.offset <= size - 30:
        return entry
    file.seek(entry.offset)
    header = file.read(30 + len(entry.raw_name))
    if header[:4] != _LOCAL:
        return entry
    name_length, extra_length = struct.unpack_from("<H H", header, 26)
    if name_length != len(entry.raw_name) or header[30:] != entry.raw_name:
        return entry
    return replace(entry, data=entry.offset + 30 + name_length + extra_length)


def _without_overlaps(entries: list[Entry]) -> tuple[list[Entry], int]:
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


# -- members ----------------------------------------------------------------------------------------------------------


def _member(file: BinaryIO, entry: Entry, ledger: Ledger) -> Member:
    """The member, checked against its CRC-32 and size; nothing of a member that fails them is used."""
    if entry.flags & _ENCRYPTED or entry.method == 99:
        return skipped(entry.name, entry.size, note("archive-encrypted"))
    if entry.data < 0:
        why = note("archive-damaged", "The member does not stand where the archive's directory says, under its name.")
        return skipped(entry.name, entry.size, why)
    try:
        stream = _stream(Section(file, entry.data, entry.packed), entry, ledger)
    except StreamError as stop:
        return skipped(entry.name, entry.size, stop.note)
    member = read_member(entry.name, entry.size, stream, ledger)
    if member.data is None or member.cut:
        return member
    if len(member.data) != entry.size:
        why = note("archive-damaged", f"{len(member.data):,} bytes instead of {entry.size:,}; nothing of it was used.")
        return skipped(entry.name, entry.size, why)
    if zlib.crc32(member.data) != entry.crc:
        why = note("archive-damaged", "The checksum (CRC-32) is wrong; nothing of the file was used.")
        return skipped(entry.name, entry.size, why)
    return member


def _stream(packed: Section, entry: Entry, ledger: Ledger) -> Readable:
    """The member's unpacked bytes. Raises StreamError for a method that is not supported."""
    if entry.method == 0:
        return packed
    if entry.method == 14:
        return Unpacked(packed, _raw_lzma(packed), ledger.budget, ends_at=entry.size)
    methods: dict[int, Callable[[], Decompressor]] = {
        8: inflate_raw,
        12: bz2.BZ2Decompressor,
        95: unxz,
    }
    if entry.method not in methods:
        name = _METHODS.get(entry.method, str(entry.method))
        raise StreamError(note("archive-unsupported", f"The compression method {name} is not supported."))
    return Unpacked(packed, methods[entry.method], ledger.budget)


def _raw_lzma(packed: Section) -> Callable[[], Decompressor]:
    """What unpacks the LZMA stream behind the properties that stand first (APPNOTE.TXT 5.8.8). Raises StreamError."""
    header = packed.read(9)
    if len(header) < 9 or header[2:4] != b"\5\0" or header[4] >= 9 * 5 * 5:
        raise StreamError(note("archive-damaged", "The LZMA properties are damaged."))
    properties, dictionary = struct.unpack_from("<B I", header, 4)
    if dictionary > XZ_MEMORY:
        raise StreamError(note("size-limit", f"The LZMA dictionary is {dictionary:,} bytes: more than {XZ_MEMORY:,}."))
    lzma1 = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": max(dictionary, 4096),
        "lc": properties % 9,
        "lp": properties // 9 % 5,
        "pb": properties // 45,
    }

    def new() -> Decompressor:
        try:
            return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[lzma1])
        except (lzma.LZMAError, ValueError):
            raise StreamError(note("archive-damaged", "The LZMA properties are damaged.")) from None

    return new


# -- archives without a directory -------------------------------------------------------------------------------------


def _recovered(file: BinaryIO, size: int, ledger: Ledger) -> Contents:
    """The members that local headers lead to, in the order of the file, as far as they can be read."""
    at = false_starts = 0
    while false_starts < _FALSE_STARTS and (at := _find(file, _LOCAL, at, size)) >= 0:
        entry = _local_entry(file, at, size)
        if entry is None:
            at += 4
            continue
        if ledger.members_left <= 0:
            yield members_limit(ledger)
            break
        at = entry.data + entry.packed
        if entry.is_folder:
            continue
        ledger.members_left -= 1
        if entry.flags & _STREAMED and not entry.packed:
            member, used = _streamed(file, size, entry, ledger)
            at = entry.data + used
            false_starts += not used
            yield member
        elif at > size:
            yield _cut(file, size, entry, ledger)
            break
        else:
            yield _member(file, entry, ledger)
    yield note(
        "archive-truncated", "The archive's directory is missing or damaged: its members were looked for one by one."
    )


def _find(file: BinaryIO, what: bytes, start: int, size: int) -> int:
    """The first place of `what` at or after `start`, -1 where there is none."""
    while start < size:
        file.seek(start)
        block = file.read(CHUNK)
        found = block.find(what)
        if found >= 0:
            return start + found
        if len(block) < len(what):
            break
        start += len(block) - len(what) + 1
    return -1


def _local_entry(file: BinaryIO, at: int, size: int) -> Entry | None:
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
    return _named([Entry(raw_name, flags, method, crc, packed, unpacked, at, data=data)])[0]


def _streamed(file: BinaryIO, size: int, entry: Entry, ledger: Ledger) -> tuple[Member, int]:
    """A member whose sizes stand behind it (a data descriptor), and how many packed bytes it took, 0 where unknown."""
    if entry.method != 8 or entry.flags & _ENCRYPTED:
        code = "archive-encrypted" if entry.flags & _ENCRYPTED else "archive-damaged"
        return skipped(entry.name, 0, note(code)), 0
    stream = Unpacked(Section(file, entry.data, size - entry.data), inflate_raw, ledger.budget)
    member = read_member(entry.name, 0, stream, ledger)
    if member.data is None or member.cut:
        return member, size if member.cut else 0
    used = stream.consumed
    file.seek(entry.data + used)
    descriptor = file.read(8)
    if descriptor[:4] == _DESCRIPTOR and struct.unpack("<I", descriptor[4:])[0] != zlib.crc32(member.data):
        return skipped(entry.name, member.size, note("archive-damaged", "The checksum (CRC-32) is wrong.")), used
    return member, used


def _cut(file: BinaryIO, size: int, entry: Entry, ledger: Ledger) -> Member:
    """The beginning of a member that goes beyond the end of the file."""
    if entry.flags & _ENCRYPTED:
        return skipped(entry.name, entry.size, note("archive-encrypted"))
    try:
        stream = _stream(Section(file, entry.data, size - entry.data), entry, ledger)
    except StreamError as stop:
        return skipped(entry.name, entry.size, stop.note)
    member = read_member(entry.name, entry.size, stream, ledger)
    if member.data is None or member.cut:
        return member
    return replace(member, notes=(note("archive-truncated"),), cut=True)
