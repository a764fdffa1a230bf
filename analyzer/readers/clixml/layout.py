"""The lines of a piece of Export-Clixml's output, and how the elements nest, by arrays.

Export-Clixml writes one element a line, two blanks a level, and escapes control characters within values. So depth is
indentation, a value ends where its line ends, and the whole grammar can be checked at once. `layout` does that: what
it returns is well-formed and holds nothing that it has not looked at. For the rest there is the parser.

Lines stand in the order of their levels here: all lines of a level behind each other, in the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from analyzer.readers.clixml.alike import lines_of_each, repeated
from analyzer.readers.clixml.keys import ACCEPTED, CLOSE, EMPTY, LEAF, OBJECT, OPEN, TAG, Keys
from analyzer.readers.clixml.scan import OtherLayoutError, Scan, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

_NUMBER: Final = int.from_bytes(b' RefId="', "little")
_EMPTY_END: Final = int.from_bytes(b'" />', "little")
_DEEPEST: Final = 48
_LONGEST_START: Final = 2000


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of some objects, by their number, from 0. Positions count from the start of the text.

    `start` is where a line starts, `text` where a value's text does, `stop` where that ends, and `end` the last byte of
    the line. `key` is the number of its start, `number` its reference number (-1 for none), `parent` the line it stands
    in, `close` the line that ends its element, `record` the object, counted from 0. `order` are the lines level by
    level, each from `levels[level]` on. `escapes` are the positions of entities and of `_x`. `size` is the number
    of lines of each object where all are alike, else 0.
    """

    key: Ints
    start: Ints
    text: Ints
    stop: Ints
    end: Ints
    number: Ints
    parent: Ints
    close: Ints
    record: Ints
    kind: NDArray[np.int8]
    tag: NDArray[np.int8]
    order: Ints
    levels: tuple[int, ...]
    escapes: Ints
    has_references: bool
    size: int

    def at(self, level: int) -> Ints:
        """The lines of a level."""
        return (
            self.order[self.levels[level] : self.levels[level + 1]] if level + 1 < len(self.levels) else self.order[:0]
        )


def layout(text: Text, lines: Scan, keys: Keys) -> Layout:
    """What these lines are. Raises OtherLayoutError where anything is not as it should be."""
    import numpy as np

    first, last, end, after, two = lines.first, lines.last, lines.end, lines.after, lines.two
    start = np.empty_like(end)
    start[0] = 0
    np.add(end[:-1], 1 + len(text.newline), out=start[1:])
    number, key_end, empty = _numbers(text, first, after, end, two)
    key = _keys(text, first, last, start, key_end, keys)
    kind = keys.kind.take(key)
    if not kind.all() or not np.array_equal(kind == LEAF, two):
        raise OtherLayoutError
    if not (kind[empty[empty >= 0]] == EMPTY).all() or not (kind[~empty[empty < 0]] == OPEN).all():
        raise OtherLayoutError
    stop = end + 1
    stop -= keys.closing.take(key)
    _check_end_tags(text, first, key, after, stop, end, keys)
    tag = keys.tag.take(key)
    size = lines_of_each(keys, key)
    nested = _nested(kind, tag, keys.level.take(key), keys.roles.take(key), size)
    referring = bool((tag == TAG["Ref"]).any())
    start += first
    stop += first
    value = after + (first + 1)
    end = end + first
    nested_in, of_level = nested[:3], nested[3:]
    return Layout(
        key, start, value, stop, end, number, *nested_in, kind, tag, *of_level, lines.escapes, referring, size
    )


def _numbers(text: Text, first: int, after: Ints, end: Ints, two: Bools) -> tuple[Ints, Ints, Ints]:
    """Reference numbers (-1 for none); where what tells a line's kind ends, before the digits of the number.

    Also the lines with a number: those that end with ` />` as they are, the others as `~line`.
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
    return number, key_end, np.where(is_empty[is_number], single, ~single)


def _keys(text: Text, first: int, last: int, start: Ints, key_end: Ints, keys: Keys) -> Ints:
    """The number of what each line begins with."""
    import numpy as np
    import pyarrow as pa

    if int((key_end - start).max()) > _LONGEST_START:
        raise OtherLayoutError
    offsets = np.empty(2 * start.size + 1, np.int32)
    offsets[:-1:2], offsets[1::2], offsets[-1] = start, key_end, last - first
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(memoryview(text.data)[first:last])]
    places = pa.py_buffer(np.arange(0, 2 * start.size, 2, dtype=np.int32))
    pieces = pa.Array.from_buffers(pa.binary(), 2 * start.size, buffers)
    taken = pieces.take(pa.Array.from_buffers(pa.int32(), start.size, [None, places]))
    coded = taken.dictionary_encode()
    numbers = keys.numbers(coded.dictionary.to_pylist())
    found: Ints = numbers.take(np.frombuffer(coded.indices.buffers()[1], np.int32, start.size))
    return found


def _check_end_tags(text: Text, first: int, key: Ints, after: Ints, stop: Ints, end: Ints, keys: Keys) -> None:
    """Raises OtherLayoutError unless each value ends with the end tag of its element."""
    import numpy as np

    word = text.words[first:][end - 7]
    word ^= keys.last.take(key)
    word &= keys.mask.take(key)
    if word.any() or not (stop > after).all():
        raise OtherLayoutError
    long = np.flatnonzero(keys.first.take(key))
    if not np.array_equal(text.halves[first:][stop[long]], keys.first[key[long]]):
        raise OtherLayoutError


def _nested(
    kind: NDArray[np.int8], tag: NDArray[np.int8], level: NDArray[np.int8], roles: NDArray[np.uint8], size: int
) -> tuple[Ints, Ints, Ints, Ints, tuple[int, ...]]:
    """`parent`, `close`, `record`, `order` and `levels` of a layout, told from one object where all are alike."""
    import numpy as np

    if size:
        parent, close, _, order, levels = _nested(kind[:size], tag[:size], level[:size], roles[:size], 0)
        count = kind.size // size
        parent, close = repeated(parent, size, count), repeated(close, size, count)
        places = [repeated(order[start:stop], size, count) for start, stop in pairwise(levels)]
        record = np.repeat(np.arange(count), size)
        return parent, close, record, np.concatenate(places), tuple(count * each for each in levels)
    order = np.argsort(level, kind="stable")
    deepest = int(level[order[-1]])
    if level[order[0]] != 1 or deepest >= _DEEPEST:
        raise OtherLayoutError
    counts = np.bincount(level, minlength=deepest + 1)
    levels = (0, *np.cumsum(counts).tolist())
    return *_nesting(kind, tag, order, levels, roles), order, levels


def _nesting(
    kind: NDArray[np.int8], tag: NDArray[np.int8], order: Ints, levels: tuple[int, ...], roles: NDArray[np.uint8]
) -> tuple[Ints, Ints, Ints]:
    """The line that each line stands in, the line that ends its element, and the object.

    An element ends before another of its level begins.
    """
    import numpy as np

    accepted = np.array(ACCEPTED, np.uint8)
    parent, close, record = np.full(kind.size, -1), np.zeros(kind.size, np.int64), np.empty(kind.size, np.int64)
    roots = order[: levels[2]]
    if roots.size % 2 or not ((roles[roots[::2]] == OBJECT) & (kind[roots[::2]] == OPEN)).all():
        raise OtherLayoutError
    record[roots] = np.repeat(np.arange(roots.size // 2), 2)
    lines = roots
    for depth in range(1, len(levels) - 1):
        kinds = kind[lines]
        opening, closing = kinds == OPEN, kinds == CLOSE
        if closing[0] or opening[-1] or not np.array_equal(opening[:-1], closing[1:]):
            raise OtherLayoutError
        opens, closes = lines[opening], lines[closing]
        tags = tag[opens]
        if not np.array_equal(tags, tag[closes]):
            raise OtherLayoutError
        close[opens] = closes
        if depth == len(levels) - 2:
            break
        lines = order[levels[depth + 1] : levels[depth + 2]]
        begin, stop = np.searchsorted(lines, opens), np.searchsorted(lines, closes)
        if not opens.size or begin[0] or int(stop[-1]) != lines.size or not np.array_equal(begin[1:], stop[:-1]):
            raise OtherLayoutError
        counts = stop - begin
        parent[lines] = np.repeat(opens, counts)
        record[lines] = np.repeat(record[opens], counts)
        fitting = np.repeat(accepted[tags], counts) & roles[lines]
        if int(np.count_nonzero(fitting)) != lines.size - int(np.count_nonzero(kind[lines] == CLOSE)):
            raise OtherLayoutError
    return parent, close, record
