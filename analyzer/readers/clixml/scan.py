"""Where the lines of a piece of Export-Clixml's output end, and what may stand in them, whatever they say.

The first half of `layout`: it knows nothing of the elements, so a part of the text is scanned while the one before it
is still being taken (`parts`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from analyzer.readers.clixml.narrow import positions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

_NUMBER: Final = int.from_bytes(b' RefId="', "little")
_EMPTY_END: Final = int.from_bytes(b'" />', "little")
_EVERY_SECOND: Final = b"\x55"  # as bits
_LONGEST_START: Final = 2000
_ENTITIES: Final = tuple(
    (int.from_bytes(text, "little"), (1 << 8 * len(text)) - 1)
    for text in (b"&lt;", b"&gt;", b"&amp;", b"&quot;", b"&apos;")
)


class OtherLayoutError(Exception):
    """A piece is not, or not surely, in the layout of Export-Clixml."""


@dataclass(frozen=True)
class Text:
    """A part of a document as UTF-8, with views of it as words from any position; `newline` ends its lines.

    `valid`: it is known to be well-formed UTF-8. `room` is kept from text to text.
    """

    data: bytes
    newline: bytes
    valid: bool
    room: dict[int, Any] = field(repr=False)
    octets: Any = field(init=False, repr=False)
    words: Any = field(init=False, repr=False)
    halves: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        import numpy as np

        size = len(self.data)
        object.__setattr__(self, "octets", np.frombuffer(self.data, np.uint8))
        object.__setattr__(self, "words", np.ndarray((max(size - 7, 0),), "<u8", self.data, strides=(1,)))
        object.__setattr__(self, "halves", np.ndarray((max(size - 3, 0),), "<u4", self.data, strides=(1,)))

    def flags(self, number: int, size: int) -> Any:
        """Room for `size` booleans, the same each time: fresh memory costs more than what is written to it."""
        import numpy as np

        if number not in self.room or self.room[number].size < size:
            self.room[number] = np.empty(size + size // 4, bool)
        return self.room[number][:size]


@dataclass(frozen=True, slots=True)
class Scan:
    """The lines from `first` to before `last` of a text, by number, from 0. Positions of lines count from `first`.

    `start` is where a line starts, `after` where its start tag ends, `end` its last byte; `two` says that these are two
    tags. `starts` are the different beginnings of lines, up to the start tag's end or the digits of a reference number,
    and `which` says which of them a line has. `number` is the reference number, -1 for none, and `numbered` are the
    lines that have one: those that are an empty element, and the others. `escapes` are where entities and `_x` stand
    in the text.
    """

    first: int
    start: Ints
    end: Ints
    after: Ints
    two: Bools
    starts: list[bytes]
    which: NDArray[np.int32]
    number: Ints
    numbered: tuple[Ints, Ints]
    escapes: Ints


def scan(text: Text, first: int, last: int) -> Scan:
    """The lines from `first` to before `last`. Raises OtherLayoutError where a line is not of one or two tags."""
    import numpy as np

    octets = text.octets[first:last]
    end, after, two = _ends(text, first, last)
    start = np.empty_like(end)
    start[0] = 0
    np.add(end[:-1], 1 + len(text.newline), out=start[1:])
    flags = np.equal(octets, 0x3C, out=text.flags(0, octets.size))
    if int(np.count_nonzero(flags)) != end.size + int(np.count_nonzero(two)):
        raise OtherLayoutError
    escapes = _escapes(text, octets, first)
    number, key_end, numbered = _numbers(text, first, after, end, two)
    starts, which = _starts(text, first, last, start, key_end)
    return Scan(first, start, end, after, two, starts, which, number, numbered, escapes)


def _ends(text: Text, first: int, last: int) -> tuple[Ints, Ints, Bools]:
    """Where each line ends, where its start tag does, and whether these are two."""
    import numpy as np

    octets = text.octets[first:last]
    flags = text.flags(0, octets.size)
    found = np.flatnonzero(np.equal(octets, 0x3E, out=flags))
    newline = text.newline
    if not found.size or int(found[-1]) + 1 == octets.size:
        raise OtherLayoutError
    at_end = np.flatnonzero(octets[1:][found] == newline[0])
    if not at_end.size:
        raise OtherLayoutError
    ends = found[at_end]
    if int(ends[-1]) + 1 + len(newline) != octets.size:
        raise OtherLayoutError
    if len(newline) == 2 and not (octets[ends + 2] == newline[1]).all():
        raise OtherLayoutError
    count = np.empty_like(at_end)
    count[0] = at_end[0] + 1
    np.subtract(at_end[1:], at_end[:-1], out=count[1:])
    if int(count.max()) > 2 or int(np.count_nonzero(np.less(octets, 0x20, out=flags))) != ends.size * len(newline):
        raise OtherLayoutError
    two = count == 2
    return ends, found[at_end - two], two


def _escapes(text: Text, octets: Any, first: int) -> Ints:
    """Where entities and escapes stand, after a check of the entities and of the encoding."""
    import numpy as np

    if not text.valid and octets.max() >= 0x80:
        _check_encoding(text, octets, first)
    found = np.equal(octets, 0x26, out=text.flags(0, octets.size))
    found |= np.equal(octets, 0x5F, out=text.flags(1, octets.size))
    marks = positions(found)
    is_entity = octets[marks] == 0x26
    marks += first
    entities = marks[is_entity]
    if entities.size:
        word = text.words[entities]
        fine = np.zeros(entities.size, bool)
        for value, mask in _ENTITIES:
            fine |= (word & np.uint64(mask)) == value
        if not fine.all():
            raise OtherLayoutError
    escapes: Ints = marks[is_entity | ((text.octets[marks + 1] | 0x20) == 0x78)]
    return escapes


def _check_encoding(text: Text, octets: Any, first: int) -> None:
    import numpy as np
    import pyarrow as pa

    size = np.array([0, octets.size], np.int32)
    array = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(size), pa.py_buffer(octets)])
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raise OtherLayoutError from None
    high = np.flatnonzero(np.equal(octets, 0xEF, out=text.flags(0, octets.size))) + first
    if high.size and np.isin(text.halves[high] & 0xFFFFFF, (0xBEBFEF, 0xBFBFEF)).any():  # U+FFFE, U+FFFF
        raise OtherLayoutError


def _numbers(text: Text, first: int, after: Ints, end: Ints, two: Bools) -> tuple[Ints, Ints, tuple[Ints, Ints]]:
    """Reference numbers (-1 for none); where what tells a line's kind ends, before the digits of the number.

    Also the lines with a number: those that end with ` />`, and the others.
    """
    import numpy as np

    octets, words, halves = text.octets[first:], text.words[first:], text.halves[first:]
    number = np.full(after.size, -1)
    key_end = after + 1
    single = np.flatnonzero(~two)
    last = end[single]
    is_empty = octets[last - 1] == 0x2F
    quote = last - 1
    quote -= 2 * is_empty
    where = np.flatnonzero((octets[quote - 1] - np.uint8(0x30) <= 9) & (octets[quote] == 0x22))
    where = where[~is_empty[where] | (halves[last[where] - 3] == _EMPTY_END)]
    single, is_empty, quote = single[where], is_empty[where], quote[where]
    word = words[quote - 8]
    digits = np.zeros(quote.size, np.int64)
    value = np.zeros(quote.size, np.int64)
    going = np.ones(quote.size, bool)
    weight = 1
    for _ in range(8):
        digit = (word >> np.uint64(56)).astype(np.int64) - 0x30
        going &= (digit >= 0) & (digit <= 9)
        if not going.any():
            break
        value += digit * weight * going
        digits += going
        word <<= np.uint64(8)
        weight *= 10
    begin = quote - digits
    is_number = (digits > 0) & (words[begin - 8] == np.uint64(_NUMBER))
    single, begin = single[is_number], begin[is_number]
    number[single] = value[is_number]
    key_end[single] = begin
    is_empty = is_empty[is_number]
    return number, key_end, (single[is_empty], single[~is_empty])


def _starts(text: Text, first: int, last: int, start: Ints, key_end: Ints) -> tuple[list[bytes], NDArray[np.int32]]:
    """What the lines begin with, and which of these each line does."""
    import numpy as np
    import pyarrow as pa

    if int((key_end - start).max()) > _LONGEST_START:
        raise OtherLayoutError
    offsets = np.empty(2 * start.size + 1, np.int32)
    offsets[:-1:2], offsets[1::2], offsets[-1] = start, key_end, last - first
    valid = pa.py_buffer(_EVERY_SECOND * (start.size // 4 + 1))  # what is between two beginnings counts as null
    buffers = [valid, pa.py_buffer(offsets), pa.py_buffer(memoryview(text.data)[first:last])]
    coded = pa.Array.from_buffers(pa.binary(), 2 * start.size, buffers).dictionary_encode()
    return coded.dictionary.to_pylist(), np.frombuffer(coded.indices.buffers()[1], np.int32, 2 * start.size)[::2]
