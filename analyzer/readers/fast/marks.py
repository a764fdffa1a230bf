"""Bytes that decide how an object is read, found in a whole block at once.

Objects with control characters, no-break blanks beside other blanks and the like go to the plain reader. Values that
may have lost something are only marked: whether they have is told by `analyzer.readers.lists.doubts.losses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.readers.fast.text import Text

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


@dataclass(frozen=True, slots=True)
class Sight:
    """A block as it was looked at: where its lines begin and end (before the carriage return), and its marks."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    marks: Marks


_CHUNK = 2**21
"""Bytes that are looked at in one go; in smaller pieces the calls take longer than the looking."""


class Finder:
    """Finds the marks of blocks; it keeps its masks from one block to the next."""

    def __init__(self, *, doubts: bool = True) -> None:
        """Without `doubts` nothing is marked as maybe lost."""
        import numpy as np

        self._doubts = doubts
        self._one: NDArray[np.bool_] = np.empty(_CHUNK, bool)
        self._two: NDArray[np.bool_] = np.empty(_CHUNK, bool)
        self._line_feeds: NDArray[np.bool_] = np.empty(0, bool)

    def look(self, text: Text) -> Sight:
        """The lines and marks of a block."""
        import numpy as np

        buffer = text.buffer
        feeds = self._line_feeds_of(buffer, text.start, text.end)
        starts = np.empty_like(feeds)
        starts[0] = text.start
        np.add(feeds[:-1], 1, out=starts[1:])
        returns = buffer[feeds - 1] == 0x0D
        controls = feeds.size + int(np.count_nonzero(returns))
        return Sight(starts, feeds - returns, self._find(buffer, text.start, text.end, controls))

    def _line_feeds_of(self, buffer: NDArray[np.uint8], start: int, end: int) -> NDArray[np.int64]:
        """Where the line feeds in buffer[start:end] stand."""
        import numpy as np

        if self._line_feeds.size < end - start:
            self._line_feeds = np.empty((end - start) * 9 // 8, bool)
        mask = self._line_feeds[: end - start]
        np.equal(buffer[start:end], 0x0A, out=mask)
        found = np.flatnonzero(mask)
        found += start
        return found

    def _find(self, buffer: NDArray[np.uint8], start: int, end: int, controls: int) -> Marks:
        """The marks in buffer[start:end], which has `controls` control characters that are line ends."""
        import numpy as np

        found = _Found()
        for first in range(start, end, _CHUNK):
            self._look(buffer, first, min(first + _CHUNK, end), found)
        odd = found.odd
        lost_escapes = spanning = False
        if found.controls != controls:
            at = np.flatnonzero(buffer[start:end] < 0x20) + start
            kinds, after = buffer[at], buffer[at + 1]
            ends = (kinds == 0x0A) | ((kinds == 0x0D) & (after == 0x0A))
            at, kinds, after = at[~ends], kinds[~ends], after[~ends]
            odd.append(at)
            escapes = kinds == 0x1B
            # a lone carriage return ends a line; OSC sequences may span lines
            doubled = (after == 0x0D) & (buffer[at + 2] == 0x0A)
            spanning = bool((escapes & (after != 0x5B)).any() or ((kinds == 0x0D) & ~doubled).any())
        for at in found.brackets:
            lost_escapes = lost_escapes or bool((buffer[at + 2] == 0x6D).any())
        for at in found.parentheses:
            odd.append(at[(buffer[at + 2] == 0x68) & (buffer[at + 3] == 0x61)])
        doubtful = found.doubtful
        others = np.concatenate(found.others) if found.others else np.empty(0, np.int64)
        if others.size:
            odd.append(_no_break_blanks(buffer, others))
            three = others[(buffer[others] == 0xE2) | (buffer[others] == 0xEF)]
            ellipses = (buffer[three + 1] == 0x80) & (buffer[three + 2] == 0xA6) & (buffer[three + 3] == 0x7D)
            replaced = (buffer[three + 1] == 0xBF) & (buffer[three + 2] == 0xBD)
            doubtful.append(three[ellipses | replaced])
        none = np.empty(0, np.int64)
        return Marks(np.concatenate([none, *odd]), np.concatenate([none, *doubtful]), others, lost_escapes, spanning)

    def _look(self, buffer: NDArray[np.uint8], start: int, end: int, found: _Found) -> None:
        """Adds the marks that begin in buffer[start:end]."""
        import numpy as np

        body = buffer[start:end]
        mask, other = self._one[: end - start], self._two[: end - start]
        found.controls += int(np.count_nonzero(np.less(body, 0x20, out=mask)))
        found.brackets += self._pairs(buffer, b"[0", start, end)
        found.parentheses += self._pairs(buffer, b"(s", start, end)
        if int(body.max()) >= 0x80:
            found.others.append(_few(np.greater(body, 0x7F, out=mask)) + start)
        if not self._doubts:
            return
        found.doubtful += self._pairs(buffer, b".}", start, end)
        for at in self._pairs(buffer, b"c ", start, end):
            found.doubtful.append(at[(buffer[at - 1] <= 0x28) | (buffer[at - 1] >= 0x80)])
        if np.equal(body, 0x3F, out=mask).any():
            found.doubtful.append(_few(mask) + start)
        # best fit: `MicrosoftR `; before it a small letter (or the end of a line above), after it no letter
        np.equal(body, 0x52, out=mask)
        np.less(buffer[start + 1 : end + 1], 0x3C, out=other)
        np.logical_and(mask, other, out=mask)
        np.greater(buffer[start - 1 : end - 1], 0x60, out=other)
        if np.logical_and(mask, other, out=mask).any():
            found.doubtful.append(_few(mask) + start)

    def _pairs(self, buffer: NDArray[np.uint8], pair: bytes, start: int, end: int) -> list[NDArray[np.int64]]:
        """Where two bytes follow each other: those at even and at odd places are compared as one number each."""
        import numpy as np

        word = np.uint16(int.from_bytes(pair, "little"))
        found: list[NDArray[np.int64]] = []
        for first in (start, start + 1):
            units = buffer[first : first + (end - first + 1) // 2 * 2].view("<u2")
            mask = np.equal(units, word, out=self._one[: units.size])
            if mask.any():
                found.append(_few(mask) * 2 + first)
        return found


class _Found:
    """What was found of a block so far."""

    def __init__(self) -> None:
        self.controls = 0
        self.odd: list[NDArray[np.int64]] = []
        self.doubtful: list[NDArray[np.int64]] = []
        self.others: list[NDArray[np.int64]] = []
        self.brackets: list[NDArray[np.int64]] = []
        self.parentheses: list[NDArray[np.int64]] = []


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
