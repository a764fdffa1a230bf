"""The encoding of a text, by evidence: byte order marks, the NULs of UTF-16, valid UTF-8, else a code page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.intake.parts import Part, line_at, parts, reads_as_text, shows_bytes, valid
from analyzer.intake.seven import utf7
from analyzer.model import Note
from analyzer.notes import note


@dataclass(frozen=True, slots=True)
class Decoded:
    """How bytes are to be decoded.

    `encoding` is a Python codec, None where the bytes are no text. `content` is set where the bytes had to be written
    anew (parts in different encodings, NULs dropped); it is in `encoding` then.
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
_BINARY = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"\x7fELF",
    b"ElfFile\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PK\x03\x04",
    b"regf",
    b"SQLite format 3\0",
    b"!BDN",
)
SAMPLE, SAMPLES = 2**20, 16
"""The size (bytes) and number of the samples of a large file."""

_SAMPLE = 64 * 1024
_NUL_BLOCK = re.compile(rb"\0{64,}")
_NUL_BLOCK_TEXT = re.compile(r"\0{64,}")
_NOT_TEXT = bytes(byte for byte in range(1, 32) if byte not in b"\a\b\t\n\v\f\r\x1a\x1b")


def detect(data: bytes, forced: str | None = None) -> Decoded:
    """The encoding of the bytes and what there is to say about it.

    `forced` takes the place of everything but a byte order mark and the NULs of UTF-16: where those are, there is
    nothing to choose. Bytes that are no text keep the encoding None.
    """
    if data.isascii() and b"\0" not in data:
        text = utf7(data) if b"+" in data and forced is None else None
        if text is not None:
            return Decoded("utf-8", (note("encoding-guessed", "Read as utf-7, by the text itself."),), text.encode())
        return Decoded(forced or "utf-8")
    if not data[:64].strip(b"\0") and not data.strip(b"\0"):
        return Decoded(None, (note("nul-block", "The file is empty on disk: nothing but NUL bytes."),))
    mark, marked = next(((mark, codec) for mark, codec in _BOMS if data.startswith(mark)), (b"", ""))
    if marked == "utf-32" and len(data) % 4 == 0:
        return _single(data, "utf-32", ())
    if not mark and is_binary(data):
        return Decoded(None)
    settled: list[Part] = []
    notes: list[Note] = []
    for part in parts(data):
        if part.codec:
            settled.append(part)
        elif marked == "utf-8-sig" and not settled:
            settled.extend(_byte_parts(data, part, notes, told="utf-8"))
        elif forced is not None:
            settled.append(replace(part, codec=forced))
        else:
            settled.extend(_byte_parts(data, part, notes))
    if not settled:  # a byte order mark and nothing else
        return Decoded(marked, (note("empty-file"),))
    start, codec = settled[0].start, settled[0].codec
    if start > len(mark):
        notes.append(note("byte-order-mark-repeated"))
    if len(settled) == 1 and (start == 0 or marked.startswith(codec.removesuffix("-le").removesuffix("-be"))):
        return _single(data, marked if start else codec, tuple(notes))
    return _mixed(data, settled, notes)


def detect_large(samples: Sequence[bytes], forced: str | None = None) -> tuple[str | None, tuple[Note, ...]]:
    """The encoding of a file that is not held in memory, and notes, from samples of it (the first is its beginning).

    Such a file is never written anew: where the encoding changes within it, a note says that a part is not read as it
    should be. Samples may begin and end within a line. Notes have no line.
    """
    first = samples[0]
    if detect(first[:_SAMPLE], forced).encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        found = detect(first[: len(first) // 4 * 4], forced)
        changes = found.content is not None or any(shows_bytes(sample) for sample in samples[1:])
        encoding = detect(first[:_SAMPLE], forced).encoding
    else:
        found = detect(first[: first.rfind(b"\n") + 1] + b"".join(map(_inner_lines, samples[1:])) or first, forced)
        changes = found.content is not None
        encoding = found.encoding
    notes = [replace(why, line=None) for why in found.notes if why.code != "encoding-mixed"]
    if changes:
        why = f"The encoding changes within this large file; all of it was read as {encoding}."
        notes.append(note("characters-undecodable", why))
    return encoding, tuple(notes)


def _inner_lines(sample: bytes) -> bytes:
    """The sample without the pieces of lines at its ends; all of it where it has no line end."""
    start = sample.find(b"\n") + 1
    end = sample.rfind(b"\n") + 1
    return sample[start:end]


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text: a known kind of file, DER, or too many controls for a text."""
    if data.startswith(_BINARY) or _is_der(data):
        return True
    sample = data[:_SAMPLE]
    rest = b""
    for part in parts(sample):
        if not part.codec:
            rest += _NUL_BLOCK.sub(b"", sample[part.start : part.end])
        elif not reads_as_text(sample[part.start : min(part.end, part.start + 4096)], part.codec):
            return True
    controls = len(rest) - len(rest.translate(None, _NOT_TEXT))
    return (controls >= 4 and controls * 100 > len(rest)) or rest.count(0) * 10 > len(rest)


def _is_der(data: bytes) -> bool:
    """Whether it is one ASN.1 SEQUENCE, as certificates, PKCS#7 and PKCS#12 files are (X.690, 8.1.3)."""
    if len(data) < 4 or data[0] != 0x30 or data[1] < 0x80:
        return False
    octets = data[1] & 0x7F
    if octets == 0:
        return data.endswith(b"\0\0")
    return octets <= 4 and int.from_bytes(data[2 : 2 + octets], "big") + 2 + octets == len(data)


def _byte_parts(data: bytes, part: Part, notes: list[Note], told: str | None = None) -> list[Part]:
    """The part with its codec, split if need be; `told` is what a byte order mark says. Adds to `notes`."""
    piece = data[part.start : part.end]
    if valid(piece, "utf-8") and (told or not _could_be_chance(piece)):
        return [replace(part, codec="utf-8")]
    from analyzer.intake.byteparts import settle  # code pages are imported only where they are needed

    settled, why = settle(data, part, told)
    notes.extend(why)
    return settled


def _could_be_chance(piece: bytes) -> bool:
    """Whether so little is beyond ASCII that it may be valid UTF-8 by chance: one character of GBK may be (模)."""
    if len(piece) > _SAMPLE:
        return False
    high = piece.translate(None, bytes(range(0x80)))
    return 0 < len(high) <= 4 and high[0] >= 0xC4 and max(high) < 0xE0


# -- the result -------------------------------------------------------------------------------------------------------


def _single(data: bytes, codec: str, notes: tuple[Note, ...]) -> Decoded:
    """All of the data in one encoding; written anew only where NULs have to go."""
    text, damage = _decoded(data, codec)
    notes = (*notes, *damage)
    if "\0" not in text:
        return Decoded(codec, notes)
    kept, why = _without_nuls(text)
    return Decoded("utf-8", (*notes, why), kept.removeprefix("\ufeff").encode("utf-8", "replace"))


def _mixed(data: bytes, settled: list[Part], notes: list[Note]) -> Decoded:
    """The parts decoded each in its own way, and written anew as one text in UTF-8."""
    texts: list[str] = []
    before = 0
    for part in settled:
        text, damage = _decoded(data[part.start : part.end], part.codec, before)
        texts.append(text)
        notes.extend(damage)
        before += text.count("\n")
    codecs = list(dict.fromkeys(part.codec for part in settled))
    if len(codecs) > 1:
        line = texts[0].count("\n") + 1
        notes.append(note("encoding-mixed", f"Parts of the file are in {' and '.join(codecs)}.", line=line))
    whole = "".join(texts)
    if "\0" in whole:
        whole, why = _without_nuls(whole)
        notes.append(why)
    return Decoded("utf-8", tuple(notes), whole.encode("utf-8", "replace"))


def _decoded(data: bytes, codec: str, lines_before: int = 0) -> tuple[str, list[Note]]:
    """The text, and notes on bytes that are no characters and on U+FFFD that was there before."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        text = data.decode(codec, "replace")
        count = text.count("\ufffd")
        line = line_at(data, error.start, codec) + lines_before
        message = f"Bytes that are no characters of {codec}, {count:,} times; they were replaced by U+FFFD."
        return text, [note("characters-undecodable", message, line=line)]
    lost = text.count("\ufffd")
    if not lost:
        return text, []
    line = text.count("\n", 0, text.index("\ufffd")) + 1 + lines_before
    return text, [note("replacement-characters", f"U+FFFD stands in the text, {lost:,} times.", line=line)]


def _without_nuls(text: str) -> tuple[str, Note]:
    """The text without NULs; a block of them, which is lost text, leaves a line end."""
    line = text.count("\n", 0, text.index("\0")) + 1
    count = text.count("\0")
    if _NUL_BLOCK_TEXT.search(text):
        text = _NUL_BLOCK_TEXT.sub("\n", text)
        why = note("nul-block", f"{count:,} NUL bytes where text should be.", line=line)
    else:
        why = note("nul-characters", f"NUL characters within the text were dropped, {count:,} of them.", line=line)
    return text.replace("\0", ""), why


def whole_lines(data: bytes, encoding: str | None) -> bytes:
    """The data of a cut file without its last line where that has no end: whole, it may have said something else."""
    if encoding is None:
        return data
    end = "\n".encode({"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding.removesuffix("-sig")))
    at = data.rfind(end)
    return data[: at + len(end)] if at >= 0 else b""
