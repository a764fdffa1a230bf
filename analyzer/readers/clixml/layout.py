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

_DEEPEST: Final = 48


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

    first, end, after, two = lines.first, lines.end, lines.after, lines.two
    key = keys.numbers(lines.starts).take(lines.which)
    kind = keys.kind.take(key)
    if not kind.all() or not np.array_equal(kind == LEAF, two):
        raise OtherLayoutError
    if not (kind[lines.numbered[0]] == EMPTY).all() or not (kind[lines.numbered[1]] == OPEN).all():
        raise OtherLayoutError
    stop = end + 1
    stop -= keys.closing.take(key)
    _check_end_tags(text, first, key, after, stop, end, keys)
    tag = keys.tag.take(key)
    size = lines_of_each(keys, key)
    nested = _nested(kind, tag, keys.level.take(key), keys.roles.take(key), size)
    referring = bool((tag == TAG["Ref"]).any())
    stop += first
    value = after + (first + 1)
    end = end + first
    nested_in, of_level = nested[:3], nested[3:]
    return Layout(
        key,
        lines.start + first,
        value,
        stop,
        end,
        lines.number,
        *nested_in,
        kind,
        tag,
        *of_level,
        lines.escapes,
        referring,
        size,
    )


def _check_end_tags(text: Text, first: int, key: Ints, after: Ints, stop: Ints, end: Ints, keys: Keys) -> None:
    """Raises OtherLayoutError unless each value ends with the end tag of its element."""
    import numpy as np

    word = text.words[first:][end - 7]
    word ^= keys.last.take(key)
    word &= keys.mask.take(key)
    if word.any() or not (stop > after).all():
        raise OtherLayoutError
    long = np.flatnonzero(keys.long.take(key))
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
        opens, closes = lines[np.flatnonzero(opening)], lines[np.flatnonzero(closing)]
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
