"""The places where values are wrapped, measured as arrays: which of them surely join with nothing between.

`analyzer.readers.lists` weighs every way in which the lines of a value may be joined. Most values of a file that kept
its trailing blanks are beyond doubt: the writer broke them where its width told it to, and nothing else explains the
lines nearly as well. Those are told here, by a bound on what all other joins together can weigh; every value that is
not told so is handed to the exact reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.readers.fast.gather import wrap_starts
from analyzer.readers.fast.objects import Objects
from analyzer.readers.fast.text import Text
from analyzer.readers.lists import kinds
from analyzer.readers.lists.joins import LINE_FEED, Writer
from analyzer.readers.lists.seams import BETWEEN_ITEMS, UNLIKELY_GLUE
from analyzer.readers.lists.wraps import SURE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

WINDOW = 128
"""Bytes of a line that are looked at for its last or first word; a longer line leaves its value to the exact reader."""

_KINDS = ("a", "A", "0", " ", "  ", "<", "/", kinds.WIDE, "", ".", ">", ",")
_BLANK_SHARE = 0.51
"""No value has more blanks than this, by which chance the exact reader weighs a blank."""

_SINGLE_LINE = 0.05
_MARGIN = 0.5
"""How much of the doubt that the exact reader allows is allowed here: the bound is no equality."""


@dataclass(frozen=True, slots=True)
class Seams:
    """The seams of a block's wrapped values, in the order of their lines.

    Of the values: the `objects` they belong to (counted in the block), their `labels`, how many seams they have
    (`counts`, the first of them being `first_seams`), whether they hold no line feed by their shape (`single`), and
    whether they need the exact reader whatever the writer (`complex`). `reach` is as in
    `analyzer.readers.lists.seams.Piled`. Of the seams: `sizes`, characters of the lower line, with those of the upper
    one of a value's first seam in `heads`; and what `sure` needs.
    """

    objects: Ints
    labels: Ints
    counts: Ints
    first_seams: Ints
    single: Bools
    complex: Bools
    reach: Ints
    heads: NDArray[np.int32]
    sizes: NDArray[np.int32]
    used: NDArray[np.int16]
    tail: NDArray[np.int16]
    word: NDArray[np.int16]
    delimited: Bools
    blank_end: Bools
    weight: NDArray[np.float32]


def measure(text: Text, objects: Objects) -> Seams | None:
    """The seams of the plain objects of a block; None where no value is wrapped."""
    import numpy as np

    wraps, owners = objects.wraps, objects.wrapped
    if not wraps.size:
        return None
    b = text.buffer
    starts, ends = wrap_starts(objects), objects.lines.ends[wraps]
    first = np.empty(wraps.size, bool)
    first[0] = True
    np.not_equal(owners[1:], owners[:-1], out=first[1:])
    upper_starts = np.empty_like(starts)
    upper_starts[first] = objects.values[owners[first]]
    upper_starts[~first] = starts[np.flatnonzero(~first) - 1]
    upper_ends = objects.lines.ends[wraps - 1]
    places = np.flatnonzero(first)
    counts = np.diff(np.append(places, wraps.size))
    keys = owners[places]
    of_object = np.repeat(np.arange(objects.sizes.size), objects.sizes)[keys]
    labels = objects.numbers[keys % objects.numbers.size] if objects.alike else objects.numbers[keys]

    # characters: those of two bytes count once; any other line is for the exact reader
    value = np.repeat(np.arange(places.size), counts)
    strange = np.zeros(places.size, bool)
    upper_size, size = upper_ends - upper_starts, ends - starts
    if objects.others.size:
        strange |= _beyond_two_bytes(b, objects.others, upper_starts, upper_ends, starts, ends, value, places.size)
        follows = objects.others[(b[objects.others] & 0xC0) == 0x80]
        upper_size = upper_size - _between(follows, upper_starts, upper_ends)
        size = size - _between(follows, starts, ends)
    lower_bytes, upper_bytes = ends - starts, upper_ends - upper_starts
    window = min(int(max(lower_bytes.max(), upper_bytes.max())), WINDOW)
    below = _blanks(b, starts, lower_bytes, window)
    above = _blanks(b, upper_ends - window, upper_bytes, window, from_end=True)
    delimited: Bools = np.asarray(below.any(axis=1))
    inner_blank = above.any(axis=1)
    word_bytes = np.where(delimited, below.argmax(axis=1), lower_bytes)
    tail_bytes = np.where(inner_blank, above[:, ::-1].argmax(axis=1), upper_bytes)
    blank_count = np.add.reduceat(_count(below), places) + _count(above[places])
    word, tail = word_bytes, tail_bytes
    if objects.others.size:
        word = word - _between(follows, starts, starts + word_bytes)
        tail = tail - _between(follows, upper_ends - tail_bytes, upper_ends)
    _mark(strange, value[(lower_bytes > WINDOW) | (upper_bytes > WINDOW)])
    _mark(strange, value[first & (upper_bytes < 4)])  # the words that begin type names are longer
    # what may be lost is looked for in lines: it may stand across two of them
    head, foot = b[starts], b[upper_ends - 1]
    across = (head == 0x7D) | ((head == 0x52) & (b[starts + 1] < 0x3C)) | ((head == 0x20) & (foot == 0x63))
    _mark(strange, value[across])
    total = np.add.reduceat(size, places) + upper_size[places]
    _mark(strange, np.flatnonzero(blank_count > _BLANK_SHARE * total - 1))

    ending, starting = _kind_of_end(b[upper_ends - 1]), _kind_of_start(b[starts], b[starts + 1])
    blank_end = b[upper_ends - 1] == 0x20
    glue = np.where((starting == _KINDS.index("  ")) & ~blank_end, UNLIKELY_GLUE, 1.0)
    same = (upper_size == size) & (b[upper_starts] == b[starts]) & (b[upper_ends - 1] == b[ends - 1])
    glue = np.where(same, UNLIKELY_GLUE, glue)  # maybe equal lines, for which nothing between is unlikely
    weight = _FACTORS()[ending, starting] * LINE_FEED / glue
    after_item = (b[upper_ends - 1] == 0x2C) | (b[upper_ends - 1] == 0x3B)
    no_blank = np.where(after_item, 1 - BETWEEN_ITEMS, 1 - _BLANK_SHARE)
    weight = np.where(blank_end, weight, weight / no_blank)

    opening = b[upper_starts[places]]
    closing = b[ends[places + counts - 1] - 1]
    braced = ((opening == 0x7B) | (opening == 0x40)) & (closing == 0x7D)
    last = ends[places + counts - 1] - starts[places + counts - 1]
    reach = np.maximum(np.maximum.reduceat(upper_size + word, places), size[places + counts - 1])
    reach = np.maximum(reach, np.maximum.reduceat(upper_size, places)) + 4
    # a collection needs `@{` or `{` first; a lone `@` is not told from it here
    _mark(strange, np.flatnonzero((opening == 0x40) | (last == 0)))
    return Seams(
        of_object,
        labels,
        counts,
        places,
        braced | (blank_count == 0),
        strange,
        reach,
        upper_size[places].astype(np.int32),
        size.astype(np.int32),
        upper_size.astype(np.int16),
        tail.astype(np.int16),
        word.astype(np.int16),
        delimited,
        blank_end,
        weight.astype(np.float32),
    )


def sure(seams: Seams, columns: Ints, writers: Mapping[Writer, float]) -> Bools:
    """The values that the exact reader would join with nothing between, being sure of it.

    `columns` are those of the values, `writers` the chances of those that may have printed them.
    """
    import numpy as np

    places = seams.first_seams
    share = np.zeros(seams.counts.size)
    for writer, chance in writers.items():
        if not writer.trimmed:
            share += np.maximum(chance * (1 - _doubt(seams, places, columns, writer)), 0)
    result: Bools = ~seams.complex & (share > 1 - (1 - SURE) * _MARGIN)
    return result


def _doubt(seams: Seams, places: Ints, columns: Ints, writer: Writer) -> NDArray[np.float64]:
    """At most so much of what a writer may have printed is joined otherwise; 1 where it must be."""
    import numpy as np

    width = np.repeat(writer.width - columns, seams.counts)
    left = width - seams.used
    if writer.word:
        last = np.zeros(seams.sizes.size, bool)
        last[places + seams.counts - 1] = True
        need = np.where(seams.delimited, seams.word + 1, np.where(last, seams.word, width + 1))
        room = np.where(need > width, 1, need)
        fits = np.where(seams.blank_end, left < room, (left < 1) & (seams.tail + need > width))
        weight = seams.weight
    else:
        fits = left < 1
        weight = np.where(seams.blank_end, seams.weight / (1 - _BLANK_SHARE), seams.weight)
    fits &= (left >= 0) & (seams.sizes <= width)
    doubt = np.add.reduceat(weight, places) * np.where(seams.single, _SINGLE_LINE, 1.0)
    return np.where(np.logical_and.reduceat(fits, places), doubt, 1.0)


def _blanks(b: NDArray[np.uint8], starts: Ints, sizes: Ints, window: int, *, from_end: bool = False) -> Bools:
    """For each stretch whether its bytes are blanks, in rows of the window's width; the stretch may end the window."""
    import numpy as np

    rows = np.ndarray((b.size - window + 1,), f"V{window}", b, strides=(1,))[starts]
    blanks = rows.view(np.uint8).reshape(-1, window) == 0x20
    places = np.arange(window, dtype=np.uint8)
    blanks &= (places[::-1] if from_end else places) < np.minimum(sizes, window).astype(np.uint8)[:, None]
    found: Bools = blanks
    return found


def _count(flags: Bools) -> Ints:
    """How many of each row are set: at most WINDOW, which a byte holds."""
    import numpy as np

    found: Ints = np.add.reduce(flags.view(np.uint8), axis=1, dtype=np.uint8).astype(np.int64)
    return found


def _mark(flags: Bools, places: Ints) -> None:
    flags[places] = True


def _between(positions: Ints, starts: Ints, ends: Ints) -> Ints:
    """How many of the (sorted) positions lie in each stretch."""
    import numpy as np

    found: Ints = np.searchsorted(positions, ends) - np.searchsorted(positions, starts)
    return found


def _beyond_two_bytes(
    b: NDArray[np.uint8],
    others: Ints,
    upper_starts: Ints,
    upper_ends: Ints,
    starts: Ints,
    ends: Ints,
    value: Ints,
    count: int,
) -> Bools:
    """The values with characters of three bytes or more, soft hyphens or no-break blanks."""
    import numpy as np

    lead = b[others]
    hard = others[(lead >= 0xE0) | ((lead == 0xC2) & ((b[others + 1] == 0xAD) | (b[others + 1] == 0xA0)))]
    found = np.zeros(count, bool)
    if hard.size:
        touched = (_between(hard, upper_starts, upper_ends) > 0) | (_between(hard, starts, ends) > 0)
        found[value[touched]] = True
    # what begins or ends with another letter is of no kind that is told from one byte
    found[value[(b[starts] >= 0x80) | (b[upper_ends - 1] >= 0x80)]] = True
    return found


def _kind_of_end(last: NDArray[np.uint8]) -> Ints:
    import numpy as np

    table = np.array([_KINDS.index(kinds.end(chr(code))) for code in range(128)] + [0] * 128)
    found: Ints = table[last]
    return found


def _kind_of_start(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Ints:
    import numpy as np

    table = np.array([_KINDS.index(kinds.start(chr(code))) for code in range(128)] + [0] * 128)
    double = _KINDS.index("  ")
    found: Ints = np.where((first == 0x20) & (second == 0x20), double, table[first])
    return found


def _FACTORS() -> NDArray[np.float64]:  # noqa: N802
    """How the kinds of two characters change the chance of a line feed between them (`kinds.factor`)."""
    import numpy as np

    ends, starts = ("a", ".", ">", ",", " ", "/", kinds.WIDE, ""), _KINDS[:9]
    table = np.full((len(_KINDS), len(_KINDS)), 1e9)
    for end in ends:
        for start in starts:
            table[_KINDS.index(end), _KINDS.index(start)] = kinds.factor(end, start)
    return table
