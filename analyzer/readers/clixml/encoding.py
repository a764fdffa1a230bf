"""The bytes of an XML file as UTF-8, whatever its declaration says."""

from __future__ import annotations

import codecs
import re

from analyzer.model import Note, Source
from analyzer.notes import note

_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,30})[\"']")
_ALLOWED = frozenset(
    {"ascii", "iso8859-1", "shift_jis", "cp932", "cp936", "gb2312", "gbk", "cp949", "cp950", "big5"}
    | {f"cp{number}" for number in range(1250, 1259)}
)
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = ("utf-16", "utf_16", "utf-32", "utf_32")
_PIECE = 4 * 2**20


def utf8(source: Source) -> tuple[bytes, Note | None]:
    """The file as UTF-8 without a byte order mark, and a note where its declared encoding is refused.

    A byte order mark and bytes that can only be UTF-8 or UTF-16 outweigh the declaration, which programs copy along
    when they convert a file. What is declared counts for single-byte and East Asian code pages; else the intake's
    guess does.
    """
    if _beginning(source).startswith(_MARKS) or (source.encoding or "").startswith(_WIDE):
        return _recoded(source), None
    data = _whole(source)
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data, _refusal(data)
    declared = _declared(data)
    if declared in _ALLOWED:
        try:
            return data.decode(declared).encode("utf-8", "replace"), None
        except UnicodeDecodeError:
            pass
    text = data.decode(source.encoding or "utf-8", "replace").removeprefix("\ufeff")
    return text.encode("utf-8", "replace"), None


def _beginning(source: Source) -> bytes:
    if source.content is not None or source.path is None:
        return source.data[:2]
    with source.path.open("rb") as file:
        return file.read(2)


def _whole(source: Source) -> bytes:
    """The bytes of a source; not by `Source.data`, which keeps those of a large file in memory."""
    return source.data if source.content is not None or source.path is None else source.path.read_bytes()


def _recoded(source: Source) -> bytes:
    """The text of a source as UTF-8; a large file is decoded piece by piece."""
    if source.content is not None or source.path is None or source.encoding is None:
        return source.text.encode("utf-8", "replace")
    decoder = codecs.getincrementaldecoder(source.encoding)("replace")
    parts: list[bytes] = []
    with source.path.open("rb") as file:
        while piece := file.read(_PIECE):
            parts.append(decoder.decode(piece).encode("utf-8", "replace"))
    parts.append(decoder.decode(b"", True).encode("utf-8", "replace"))
    return b"".join(parts).removeprefix(codecs.BOM_UTF8)


def _declared(data: bytes) -> str:
    """The declared encoding by Python's name for it; empty where there is none or Python has none."""
    match = _DECLARATION.match(data[:300])
    if match is None:
        return ""
    try:
        return codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return match[1].decode("ascii").lower()


def _refusal(data: bytes) -> Note | None:
    """A note where the declaration names an encoding that no export has and that reads plain letters as others."""
    declared = _declared(data)
    if not declared or declared in _ALLOWED or declared.startswith("utf-8") or declared.startswith("utf-16"):
        return None
    return note("malformed", f"The declared encoding {declared} is not supported; the file was read as UTF-8.", line=1)
