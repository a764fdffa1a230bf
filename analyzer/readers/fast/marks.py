"""Bytes that decide how an object is read, found in a whole block at once.

Objects with control characters, no-break blanks beside other blanks and the like go to the plain reader. Values that
may have lost something are only marked: whether they have is told by `analyzer.readers.lists.doubts.losses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WIDE = (
    (0x1100, 0x115F),
    (0x2329, 0x232A),
    (0x2E80, 0x303E),
    (0x3040, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFF60),
    (0xFFE0, 0xFFE6),
)
"""`analyzer.readers.lists.lines.WIDE`; a test compares the two."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Positions in a block's buffer: of what makes an object odd, and of what may be lost.

    `others` are the positions of all bytes beyond ASCII. `lost_escapes`: a colour sequence without its escape stands
    somewhere, so that the whole text has to be cleaned of them; so it is where `spanning` escape sequences stand.
    """

    odd: NDArray[np.int64]
    doubtful: NDArray[np.int64]
    others: NDArray[np.int64]
    lost_escapes: bool
    spanning: bool


class Finder:
    """Finds the marks of blocks; it keeps its masks from one block to the next."""

    def __init__(self) -> None:
        import numpy as np

        self._one: NDArray[np.bool_] = np.empty(0, bool)
        self._two: NDArray[np.bool_] = np.empty(0, bool)

    def find(self, buffer: NDArray[np.uint8], start: int, end: int, controls: int) -> Marks:
        """The marks in buffer[start:end], which has `controls` control characters that are line ends."""
        import numpy as np

        size = end - start
        if self._one.size < size + 8:
            self._one, self._two = np.empty(size + size // 8 + 8, bool), np.empty(size + size // 8 + 8, bool)
        body = buffer[start:end]
        mask, other = self._one[:size], self._two[:size]
        odd: list[NDArray[np.int64]] = []
        lost_escapes = spanning = False

        np.less(body, 0x20, out=mask)
        if int(np.count_nonzero(mask)) != controls:
            found = np.flatnonzero(mask) + start
            kinds, after = buffer[found], buffer[found + 1]
            ends = (kinds == 0x0A) | ((kinds == 0x0D) & (after == 0x0A))
            found, kinds, after = found[~ends], kinds[~ends], after[~ends]
            odd.append(found)
            escapes = kinds == 0x1B
            # a lone carriage return ends a line; OSC sequences may span lines
            doubled = (after == 0x0D) & (buffer[found + 2] == 0x0A)
            spanning = bool((escapes & (after != 0x5B)).any() or ((kinds == 0x0D) & ~doubled).any())
        for pair, what in ((b"[0", "escape"), (b"(s", "sha1")):
            at = self._pairs(body, pair, start)
            if at.size and what == "escape":
                lost_escapes = bool((buffer[at + 2] == 0x6D).any())
            elif at.size:
                odd.append(at[(buffer[at + 2] == 0x68) & (buffer[at + 3] == 0x61)])

        doubtful = [self._pairs(body, b".}", start)]
        at = self._pairs(body, b"c ", start)
        if at.size:
            doubtful.append(at[(buffer[at - 1] <= 0x28) | (buffer[at - 1] >= 0x80)])
        np.equal(body, 0x3F, out=mask)
        if mask.any():
            doubtful.append(_few(mask) + start)
        # best fit: `MicrosoftR `; before it a small letter (or the end of a line above), after it no letter
        np.equal(body, 0x52, out=mask)
        np.less(buffer[start + 1 : end + 1], 0x3C, out=other)
        np.logical_and(mask, other, out=mask)
        np.greater(buffer[start - 1 : end - 1], 0x60, out=other)
        np.logical_and(mask, other, out=mask)
        if mask.any():
            doubtful.append(_few(mask) + start)

        others: NDArray[np.int64] = np.empty(0, np.int64)
        if int(body.max(initial=0)) >= 0x80:
            np.greater(body, 0x7F, out=mask)
            others = np.flatnonzero(mask) + start
            odd.append(_no_break_blanks(buffer, others))
            three = others[(buffer[others] == 0xE2) | (buffer[others] == 0xEF)]
            ellipses = (buffer[three + 1] == 0x80) & (buffer[three + 2] == 0xA6) & (buffer[three + 3] == 0x7D)
            replaced = (buffer[three + 1] == 0xBF) & (buffer[three + 2] == 0xBD)
            doubtful.append(three[ellipses | replaced])
        return Marks(
            np.concatenate(odd) if odd else np.empty(0, np.int64),
            np.concatenate(doubtful),
            others,
            lost_escapes,
            spanning,
        )

    def _pairs(self, body: NDArray[np.uint8], pair: bytes, start: int) -> NDArray[np.int64]:
        """Where two bytes follow each other: those at even and at odd places are compared as one number each."""
        import numpy as np

        word = np.uint16(int.from_bytes(pair, "little"))
        found: list[NDArray[np.int64]] = []
        for first in (0, 1):
            units = body[first : first + (body.size - first) // 2 * 2].view("<u2")
            mask = self._one[: units.size]
            np.equal(units, word, out=mask)
            if mask.any():
                found.append(_few(mask) * 2 + (start + first))
        return np.concatenate(found) if found else np.empty(0, np.int64)


def _few(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """`flatnonzero` for a mask of which few are set: whole words of it are passed over."""
    import numpy as np

    size = mask.size // 8 * 8
    words = mask[:size].view(np.uint64)
    places = np.flatnonzero(words != 0)
    found = np.flatnonzero(words[places].view(np.bool_))
    result = (places[found >> 3] << 3) + (found & 7)
    return np.concatenate((result, np.flatnonzero(mask[size:]) + size)) if size < mask.size else result


def _no_break_blanks(buffer: NDArray[np.uint8], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """The no-break blanks (U+00A0, U+202F) that stand beside another blank, or at the start of a line's text."""
    import numpy as np

    found = []
    for mark, size in ((b"\xc2\xa0", 2), (b"\xe2\x80\xaf", 3)):
        at = others[buffer[others] == mark[0]]
        for place in range(1, size):
            at = at[buffer[at + place] == mark[place]]
        before, after = buffer[at - 1], buffer[at + size]
        beside = (before <= 0x20) | (after <= 0x20)
        beside |= ((before == 0xA0) & (buffer[at - 2] == 0xC2)) | ((before == 0xAF) & (buffer[at - 2] == 0x80))
        beside |= ((after == 0xC2) & (buffer[at + size + 1] == 0xA0)) | (
            (after == 0xE2) & (buffer[at + size + 1] == 0x80) & (buffer[at + size + 2] == 0xAF)
        )
        found.append(at[beside])
    return np.concatenate(found)


def no_break_blanks(buffer: NDArray[np.uint8], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where U+00A0 and U+202F stand."""
    import numpy as np

    at = others[buffer[others] == 0xC2]
    narrow = others[buffer[others] == 0xE2]
    narrow = narrow[(buffer[narrow + 1] == 0x80) & (buffer[narrow + 2] == 0xAF)]
    return np.concatenate((at[buffer[at + 1] == 0xA0], narrow))


def wide_table() -> NDArray[np.bool_]:
    """For each character of the first plane whether it takes two cells in PowerShell 7.3 and later."""
    import numpy as np

    table = np.zeros(0x10000, bool)
    for first, last in _WIDE:
        table[first : last + 1] = True
    return table
