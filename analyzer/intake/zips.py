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
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from analyzer.intake.ledger import Ledger
from analyzer.intake.members import Contents, Member, members_limit, read_member, skipped
from analyzer.intake.streams import (
    CHUNK,
    XZ_MEMORY,
    Decompressor,
    Readable,
    Section,
    StreamError,
    Unpacked,
    inflate_raw,
    unxz,
)
from analyzer.intake.zip_entries import (
    ENCRYPTED,
    LOCAL,
    STREAMED,
    Entry,
    central_directory,
    is_document,
    local_entry,
    located,
    named,
    without_overlaps,
)
from analyzer.notes import note

_DESCRIPTOR = b"PK\x07\x08"
_FALSE_STARTS = 100
"""How many damaged members of unknown length are tried before a search for members gives up."""

_METHODS = {1: "shrink", 6: "implode", 9: "deflate64", 93: "zstd", 97: "WavPack", 98: "PPMd", 99: "AES"}


def zip_members(file: BinaryIO, size: int, ledger: Ledger) -> Contents:
    """The members by name. Office and OpenDocument packages are documents, not cases: one note and no member."""
    try:
        entries, more = central_directory(file, size, ledger.members_free)
    except (struct.error, ValueError):
        yield from _recovered(file, size, ledger)
        return
    if is_document(entries):
        yield note("office-package")
        return
    entries, overlaps = without_overlaps([located(file, size, entry) for entry in named(entries)])
    links = [entry.name for entry in entries if entry.link]
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.offset)):
        if entry.link or entry.is_folder:
            continue
        if ledger.members_free <= 0:
            more = True
            break
        ledger.take(0, 1)
        yield _member(file, entry, ledger)
    if links:
        yield note("links-not-followed", f"Links in the archive were not followed: {', '.join(links[:5])}.")
    if overlaps:
        yield note("archive-overlap", f"{overlaps:,} members share bytes with others; none of these was read.")
    if more:
        yield members_limit(ledger)


# -- members ----------------------------------------------------------------------------------------------------------


def _member(file: BinaryIO, entry: Entry, ledger: Ledger) -> Member:
    """The member, checked against its CRC-32 and size; nothing of a member that fails them is used."""
    if entry.flags & ENCRYPTED or entry.method == 99:
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
    while false_starts < _FALSE_STARTS and (at := _find(file, LOCAL, at, size)) >= 0:
        entry = local_entry(file, at, size)
        if entry is None:
            at += 4
            continue
        if ledger.members_free <= 0:
            yield members_limit(ledger)
            break
        at = entry.data + entry.packed
        if entry.is_folder:
            continue
        ledger.take(0, 1)
        if entry.flags & STREAMED and not entry.packed:
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


def _streamed(file: BinaryIO, size: int, entry: Entry, ledger: Ledger) -> tuple[Member, int]:
    """A member whose sizes stand behind it (a data descriptor), and how many packed bytes it took, 0 where unknown."""
    if entry.method != 8 or entry.flags & ENCRYPTED:
        code = "archive-encrypted" if entry.flags & ENCRYPTED else "archive-damaged"
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
    if entry.flags & ENCRYPTED:
        return skipped(entry.name, entry.size, note("archive-encrypted"))
    try:
        stream = _stream(Section(file, entry.data, size - entry.data), entry, ledger)
    except StreamError as stop:
        return skipped(entry.name, entry.size, stop.note)
    member = read_member(entry.name, entry.size, stream, ledger)
    if member.data is None or member.cut:
        return member
    return replace(member, notes=(note("archive-truncated"),), cut=True)


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
