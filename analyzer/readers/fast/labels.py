"""The labels of a file's objects: each has a number, told from the bytes of its text without making a string of it.

The bytes of all labels of a block are taken at once, in rows of as many words as the longest label needs, so that a
label has the same row whatever column its separator stands in. A product with random numbers gives each row a slot, in
which the label's number stands; it counts once all words of the row are compared with those of the label.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.readers.console.errors import find_streams
from analyzer.readers.console.prompts import parse_prompt
from analyzer.readers.fast.text import NotPlain
from analyzer.readers.fast.words import BLANKS, rows
from analyzer.readers.lines import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]

LONGEST = 112
"""Bytes before the separator of the longest label that is told from words."""

MOST = 5_000
"""Labels of a file; one that has more is no export of objects."""

_BITS = 16
_AT_ONCE = 1_000
_TRIES = 8
_PLAIN = re.compile(rb"[A-Za-z0-9_][A-Za-z0-9_ .()/#$-]*")


class Labels:
    """The labels met so far: `names` by number, and `odd` those that only the plain reader can judge."""

    def __init__(self) -> None:
        import numpy as np

        self.names: list[str] = []
        self.odd: NDArray[np.bool_] = np.empty(0, bool)
        self._numbers: dict[bytes, int] = {}
        self._known: Words = np.empty((0, 1), np.uint64)
        self._factors: Words = np.empty(0, np.uint64)
        self._slots: NDArray[np.int16] = np.zeros(1 << _BITS, np.int16)

    def words_of(self, b: NDArray[np.uint8], starts: Ints, columns: Ints, sizes: Ints) -> Words:
        """The words of labels, a row each, with zeros for blanks.

        They begin at `starts` in the buffer; those of each object (`sizes` says how many) end before its column.
        """
        import numpy as np

        widest = int(columns.max(initial=1))
        count = max(-(-widest // 8), self._known.shape[1])
        taken: Words = rows(b, starts, 8 * count).view(np.uint64)
        taken ^= np.uint64(BLANKS)
        inside = np.arange(8 * count) < np.arange(widest + 1)[:, None]
        masks = (inside * np.uint8(0xFF)).view(f"V{8 * count}").ravel()
        taken &= np.repeat(masks[columns], sizes).view(np.uint64)
        return taken.reshape(-1, count)

    def numbers_of(self, words: Words) -> Ints:
        """The number of each label, given its words. Raises NotPlain for too many labels."""
        import numpy as np

        if words.shape[1] > self._known.shape[1]:
            self._known = np.pad(self._known, ((0, 0), (0, words.shape[1] - self._known.shape[1])))
            self._scatter()
        numbers, missing = self._found(words)
        while missing.size:
            self._add(words[missing[:_AT_ONCE]])
            found, still = self._found(words[missing])
            beaten = still[still < _AT_ONCE]  # their slot belongs to another label
            found[beaten] = [self._numbers[_key(words[place])] for place in missing[beaten]]
            numbers[missing] = found
            missing = missing[still[beaten.size :]]
        return numbers

    def _found(self, words: Words) -> tuple[Ints, Ints]:
        """The number of each label, and which labels have none yet: there the number says nothing."""
        import numpy as np

        if not self.names:
            return np.zeros(len(words), np.int64), np.arange(len(words))
        numbers = self._slots[(words @ self._factors) >> np.uint64(64 - _BITS)].astype(np.int64)
        row = f"V{8 * words.shape[1]}"
        same = self._known.view(row).ravel()[numbers].view(np.uint64).reshape(words.shape) == words
        if same.all():
            return numbers, np.empty(0, np.int64)
        return numbers, np.flatnonzero(~same.all(axis=1))

    def _add(self, words: Words) -> None:
        """Adds the labels among these that are new, in the order in which they come."""
        import numpy as np

        fresh, odd = [], []
        for row in words:
            key = _key(row)
            if key not in self._numbers:
                if len(self.names) >= MOST:
                    raise NotPlain
                self._numbers[key] = len(self.names)
                text = (row ^ np.uint64(BLANKS)).tobytes().rstrip(b" ")
                self.names.append(text.decode("ascii", "replace"))
                odd.append(is_odd(text))
                fresh.append(row)
        if fresh:
            self.odd = np.concatenate((self.odd, odd))
            self._known = np.concatenate((self._known, fresh))
            self._scatter()

    def _scatter(self) -> None:
        """Gives each label a slot: with other random numbers where two have the same, for some tries."""
        import numpy as np

        count = self._known.shape[1]
        for number in range(_TRIES):
            if number or self._factors.size != count:
                # random, so that nobody can write a file whose labels meet in one slot
                self._factors = np.random.default_rng().integers(0, 1 << 63, count, np.uint64) * 2 + 1
            slots = (self._known @ self._factors) >> np.uint64(64 - _BITS)
            if np.unique(slots).size == slots.size:
                break
        self._slots[slots[::-1]] = np.arange(slots.size, dtype=np.int16)[::-1]  # the first of two keeps its slot


def _key(row: Words) -> bytes:
    return row.tobytes().rstrip(b"\0")


def is_odd(text: bytes) -> bool:
    """Whether a label may be something else than the name of a property: a message, a prompt, a sentence.

    Error records and second separators have signs that no plain label has.
    """
    if not _PLAIN.fullmatch(text) or text.startswith((b"At ", b"PS ")):
        return True
    line = Line(1, f"{text.decode()} : x")
    return parse_prompt(line.text) is not None or find_streams([line], 0, 80, row=False) is not None
