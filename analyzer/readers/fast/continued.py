"""The lines of a block that continue values, and how many cells its lines take."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analyzer.readers.fast.marks import no_break_blanks, wide_table
from analyzer.readers.fast.objects import Lines, Marked
from analyzer.readers.fast.words import BLANKS, first_bytes, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

_LINE_PIPE = int.from_bytes(b"Line |", "little")
_ODD_PIECES = b"-<`~[+"


def look_at_continued(
    b: NDArray[np.uint8],
    lines: Lines,
    columns: Ints,
    first: Ints,
    values: Ints,
    key_ends: Ints,
    others: Ints,
    of_position: Marked,
    odd: Bools,
) -> None:
    """Looks at the lines that continue values: those that do not stand where they should make their object odd.

    `columns` and `first` lines are those of the paragraphs, `values` and `key_ends` those of the label lines.
    """
    import numpy as np

    cont = lines.continued
    if not cont.size:
        return
    w8 = words(b, "<u8")
    starts, ends = lines.starts[cont], lines.ends[cont]
    owner = np.searchsorted(first, cont, "right") - 1
    width = columns[owner] + 3
    blanks = np.uint64(BLANKS)
    bad = starts + width >= ends
    narrowest = int(width.min())
    for offset in range(0, int(width.max()), 8):
        unlike = w8[starts + offset] ^ blanks
        if narrowest - offset < 8:
            unlike &= first_bytes()[np.clip(width - offset, 0, 8)]
        bad |= unlike != 0
    pieces = starts + width
    kinds, after = b[pieces], b[pieces + 1]
    strange = np.zeros(256, bool)
    strange[list(_ODD_PIECES)] = True
    bad |= strange[kinds] | ((kinds == 0x20) & (after == 0x20))
    bad |= (w8[pieces] & first_bytes()[6]) == np.uint64(_LINE_PIPE)
    # blanks beyond ASCII: a line that holds nothing else is blank to Python
    bad |= (kinds == 0xC2) | (kinds == 0xE1) | (kinds == 0xE2) | ((kinds == 0xE3) & (after == 0x80))
    key = np.searchsorted(lines.keys, cont) - 1
    bad |= values[key] >= key_ends[key]  # a value that begins with an empty line
    odd[owner[bad]] = True
    if others.size:
        at = no_break_blanks(b, others)
        if at.size:
            line = np.searchsorted(lines.starts, at, "right") - 1
            with_next = np.isin(line, cont) | np.isin(line + 1, cont)
            of_position(at[with_next])


def cells(b: NDArray[np.uint8], lines: Lines, first: Ints, others: Ints) -> tuple[Ints, Ints]:
    """The cells of the longest line of each paragraph, with one or two for a wide character."""
    import numpy as np

    lengths = lines.ends - lines.starts
    if not others.size:
        longest = np.maximum.reduceat(lengths, first)
        return longest, longest
    lead = b[others]
    line = np.searchsorted(lines.starts, others, "right") - 1
    follows = (lead & 0xC0) == 0x80
    narrow = lengths - np.bincount(line[follows], minlength=lengths.size)
    narrow += np.bincount(line[lead >= 0xF0], minlength=lengths.size)
    broad = narrow
    three = (lead & 0xF0) == 0xE0
    if three.any():
        places = others[three]
        code = ((b[places] & 0x0F).astype(np.int64) << 12) | ((b[places + 1] & 0x3F).astype(np.int64) << 6)
        code |= b[places + 2] & 0x3F
        broad = narrow + np.bincount(line[three][_wide()[code]], minlength=lengths.size)
    return np.maximum.reduceat(narrow, first), np.maximum.reduceat(broad, first)


@cache
def _wide() -> Bools:
    return wide_table()
