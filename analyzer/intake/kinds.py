"""What kind of container some bytes are, told by content and never by name."""

from __future__ import annotations

import re
import struct
import zlib
from typing import BinaryIO

HEAD = 1024
"""Bytes of the beginning that `kind` looks at."""

_TAIL = 22 + 65_535
"""A zip's end record stands in the last this many bytes (APPNOTE.TXT 4.3.16: 22 bytes and a comment)."""

_STUB = 4 * 2**20
"""A self-extracting 7z archive begins in the first this many bytes of its program."""

_MAGIC = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08PK\x03\x04", "zip"),
    (b"PK00PK\x03\x04", "zip"),
)

UNSUPPORTED = (
    (b"Rar!\x1a\x07", "RAR", "unpack it, or send a .zip"),
    (b"MSCF\x00\x00\x00\x00", "CAB", "unpack it with expand.exe"),
    (b"ISc(", "InstallShield CAB", "unpack it, or send a .zip"),
    (b"\x1f\x9d", "compress (.Z)", "unpack it, or send a .zip"),
    (b"\x1f\xa0", "compress (.Z)", "unpack it, or send a .zip"),
    (b"\x28\xb5\x2f\xfd", "zstd", "unpack it, or send a .zip"),
    (b"\x04\x22\x4d\x18", "LZ4", "unpack it, or send a .zip"),
    (b"MSWIM\x00\x00\x00", "WIM", "unpack it, or send a .zip"),
    (b"\x78\x9f\x3e\x22", "Outlook's winmail.dat", "save the attachments as files"),
    (b"!BDN", "Outlook data file (PST)", "save the attachments as files"),
)
"""Containers that are not opened: magic, name, advice."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OF_A_MESSAGE = "__substg1.0_".encode("utf-16-le")
"""How the streams of an Outlook message are named ([MS-OXMSG] 2.2) in the compound file that it is."""

_HEADERS = 64 * 1024
_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*[A-Za-z][\w-]{1,60}:[ \t\r\n]")
_MAIL = re.compile(rb"(?:[A-Za-z][\w-]{0,75}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_MIME = re.compile(rb"^(?:MIME-Version:[ \t]*1|Content-Type:[ \t]*[a-z]+/)", re.IGNORECASE | re.MULTILINE)


def kind(file: BinaryIO, size: int) -> str:
    """`zip`, `tar`, `gzip`, `bzip2`, `xz`, `7z`, `mail`, or "" where the bytes are no archive that is opened.

    A zip is also told by its end record (APPNOTE.TXT 4.1.9: anything may stand before the first member, as in a
    self-extracting program), a 7z archive also behind a program. Leaves the file's position anywhere.
    """
    file.seek(0)
    head = file.read(HEAD)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if re.match(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)", head):
        return "bzip2"
    if is_tar_header(head[:512]):
        return "tar"
    if head[:2] == b"MZ" or head[:4] == b"\x7fELF":
        if offset_of_7z(file):
            return "7z"
    elif unsupported(head):
        return ""
    if _FIELD.match(head) and _is_mail(file):
        return "mail"
    return "zip" if _ends_as_zip(file, size) else ""


def unsupported(data: bytes) -> tuple[str, str] | None:
    """The name of a container that is not opened and the advice that goes with it, or None."""
    if data[:2] == b"PK":
        return None
    if data.startswith(_COMPOUND) and _OF_A_MESSAGE in data:
        return "An Outlook message (.msg)", "save its attachments as files"
    head = data[:HEAD]
    return next(((name, advice) for magic, name, advice in UNSUPPORTED if head.startswith(magic)), None)


def is_tar_header(block: bytes) -> bool:
    """Whether a 512-byte block is a tar header: its checksum is right (POSIX.1-1988 pax, ustar) and it is not empty."""
    if len(block) < 512 or not block.strip(b"\0"):
        return False
    digits = block[148:156].strip(b" \0")
    if not digits or digits.strip(b"01234567"):
        return False
    told = int(digits, 8)
    rest = block[:148] + b" " * 8 + block[156:512]
    return told in (sum(rest), sum(byte - 256 if byte > 127 else byte for byte in rest))


def _is_mail(file: BinaryIO) -> bool:
    """Whether the file begins with the fields of a MIME message (RFC 2045), up to a blank line."""
    file.seek(0)
    head = file.read(_HEADERS).removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    fields = _MAIL.match(head)
    return fields is not None and len(_MIME.findall(fields[0])) == 2


def offset_of_7z(file: BinaryIO) -> int:
    """Where a 7z archive begins behind a program, 0 where there is none. The header's checksum must be right."""
    file.seek(0)
    head = file.read(_STUB)
    at = head.find(b"7z\xbc\xaf\x27\x1c", 1)
    while at > 0:
        start = head[at : at + 32]
        if len(start) == 32 and zlib.crc32(start[12:]) == struct.unpack_from("<I", start, 8)[0]:
            return at
        at = head.find(b"7z\xbc\xaf\x27\x1c", at + 1)
    return 0


def _ends_as_zip(file: BinaryIO, size: int) -> bool:
    """Whether the last bytes are a zip's end record that points at a central directory."""
    if size < 22:
        return False
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read(size - start)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    directory_size = struct.unpack_from("<I", tail, at + 12)[0]
    directory = start + at - directory_size
    if directory_size == 0 or directory < 0:
        return False
    file.seek(directory)
    return file.read(4) == b"PK\x01\x02"
