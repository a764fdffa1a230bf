"""The encoding of a text, by evidence."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.intake.codepages import guess_text
from analyzer.model import Note
from analyzer.notes import note


@dataclass(frozen=True, slots=True)
class Decoded:
    """How bytes are to be decoded.

    `encoding` is a Python codec, None where the bytes are no text. `content` is set where the bytes had to be written
    anew (parts in different encodings); it is in `encoding` then.
    """

    encoding: str | None
    notes: tuple[Note, ...] = ()
    content: bytes | None = None


_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def detect(data: bytes, forced: str | None = None) -> Decoded:
    """The encoding of the bytes and the notes that go with it; `forced` overrides the evidence."""
    if forced is not None:
        return Decoded(forced)
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return Decoded(codec)
    if b"\0" in data:
        if data[1::2].count(0) > len(data) // 4:
            return Decoded("utf-16-le")
        if data[::2].count(0) > len(data) // 4:
            return Decoded("utf-16-be")
        return Decoded(None)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        codec, _ = guess_text(data)
        return Decoded(codec, (note("encoding-guessed", f"Taken for {codec}."),))
    return Decoded("utf-8")


def whole_lines(data: bytes, encoding: str | None) -> bytes:
    """The data of a cut file without its last line where that has no end: whole, it may have said something else."""
    if encoding is None:
        return data
    end = "\n".encode(encoding.replace("-sig", "") if encoding != "utf-16" else "utf-16-le")
    at = data.rfind(end)
    return data[: at + len(end)] if at >= 0 else b""
