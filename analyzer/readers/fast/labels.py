"""The labels of a file's objects: each has a number, told from the words of its text without making a string of it.

A label's words are eight bytes each, padded with blanks, so that it is the same whatever column its separator stands
in. A hash of the words finds the number, and the words themselves are compared before it counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analyzer.readers.console.errors import find_streams
from analyzer.readers.console.prompts import parse_prompt
from analyzer.readers.fast.text import NotPlain
from analyzer.readers.lines import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 120
"""Bytes of the longest label that is told from words."""

MOST = 5_000
"""Labels of a file; one that has more is no export of objects."""

_BITS = 20
_BLANKS = 0x2020202020202020
_PLAIN = re.compile(rb"[A-Za-z0-9_][A-Za-z0-9_ .()/#$-]*")


class Labels:
    """The labels met so far: `names` by number, and `odd` those that only the plain reader can judge."""

    def __init__(self) -> None:
        import numpy as np

        self.names: list[str] = []
        self.odd: NDArray[np.bool_] = np.empty(0, bool)
        self._numbers: dict[bytes, int] = {}
        self._hashes: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._of_hash: NDArray[np.int64] = np.empty(0, np.int64)
        self._by_bits: NDArray[np.int64] | None = None
        self._words: NDArray[np.uint64] = np.empty((LONGEST // 8 + 1, 0), np.uint64)
        # random, so that nobody can write a file whose labels meet in one hash
        self._factors = np.random.default_rng().integers(1, 1 << 63, LONGEST // 8 + 1, np.uint64) * 2 + 1

    def numbers_of(self, words: list[NDArray[np.uint64]], texts: Any) -> NDArray[np.int64]:
        """The number of each label, given its words; `texts(index)` is the text of one that is new."""
        import numpy as np

        blanks = np.uint64(_BLANKS)
        hashes = np.zeros(words[0].size, np.uint64)
        for word, factor in zip(words, self._factors, strict=False):
            mixed = (word ^ blanks) * factor
            mixed ^= mixed >> np.uint64(32)
            hashes += mixed
        missing = np.arange(hashes.size)
        if self._hashes.size:
            places = self._places(hashes)
            missing = np.flatnonzero(self._hashes[places] != hashes)
        if missing.size:
            fresh, firsts = np.unique(hashes[missing], return_index=True)
            order = np.argsort(firsts)
            for value, index in zip(fresh[order].tolist(), missing[firsts[order]].tolist(), strict=True):
                self._add(value, texts(index), [int(word[index]) for word in words])
            self._index()
            places = self._places(hashes)
        numbers: NDArray[np.int64] = self._of_hash[places]
        for row, word in enumerate(words):
            if not np.array_equal(self._words[row][numbers], word):
                raise NotPlain  # two labels of one hash: not by chance, the factors are random
        return numbers

    def _places(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Where each hash, if known, stands among the known ones: told from its first bits where these suffice."""
        import numpy as np

        if self._by_bits is not None:
            found: NDArray[np.int64] = self._by_bits[hashes >> np.uint64(64 - _BITS)]
            return found
        places = np.searchsorted(self._hashes, hashes)
        places[places == self._hashes.size] = 0
        return places

    def _index(self) -> None:
        """Makes the table of first bits anew; there is none where two hashes have the same."""
        import numpy as np

        bits = self._hashes >> np.uint64(64 - _BITS)
        self._by_bits = None
        if np.unique(bits).size == bits.size:
            self._by_bits = np.zeros(1 << _BITS, np.int64)
            self._by_bits[bits] = np.arange(bits.size)

    def _add(self, value: int, text: bytes, words: list[int]) -> None:
        import numpy as np

        if len(self.names) >= MOST:
            raise NotPlain
        number = self._numbers.setdefault(text, len(self.names))
        if number == len(self.names):
            self.names.append(text.decode("ascii", "replace"))
            self.odd = np.append(self.odd, is_odd(text))
            column = np.full((self._words.shape[0], 1), _BLANKS, np.uint64)
            column[: len(words), 0] = words
            self._words = np.concatenate((self._words, column), axis=1)
        place = int(np.searchsorted(self._hashes, np.uint64(value)))
        self._hashes = np.insert(self._hashes, place, np.uint64(value))
        self._of_hash = np.insert(self._of_hash, place, number)


def is_odd(text: bytes) -> bool:
    """Whether a label may be something else than the name of a property: a message, a prompt, a sentence.

    Error records and second separators have signs that no plain label has.
    """
    if not _PLAIN.fullmatch(text) or text.startswith((b"At ", b"PS ")):
        return True
    line = Line(1, f"{text.decode()} : x")
    return parse_prompt(line.text) is not None or find_streams([line], 0, 80, row=False) is not None
