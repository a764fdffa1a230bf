"""One block of text -> its objects, by arrays: lines, paragraphs, labels, and which paragraphs are plain objects.

A paragraph is a run of lines without a blank one. It is a plain object if all its lines bear a label with the separator
in one column, or continue a value from the column where values begin, and nothing in it asks for a second look. Every
other paragraph is odd: its text is kept for the plain reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.readers.fast.continued import cells, look_at_continued
from analyzer.readers.fast.labels import LONGEST, Labels
from analyzer.readers.fast.marks import Marks, Sight
from analyzer.readers.fast.objects import Lines, Marked, Objects, nothing_plain
from analyzer.readers.fast.text import NotPlain, Text
from analyzer.readers.fast.words import BARE, SEPARATOR, rows, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

_COUNTED = 2**24
_ROWS = 2**12
_TYPES = tuple(int.from_bytes(word, "little") for word in (b"Syst", b"Micr", b"Dese"))


@dataclass(frozen=True, slots=True)
class _Template:
    """The labels of one object for all: the `rows` of their bytes with the separators, and their `numbers`.

    `lost` are those whose separator has lost its last blank.
    """

    rows: NDArray[np.uint8]
    numbers: Ints
    lost: Ints


class Scanner:
    """Scans the blocks of one source; it knows the labels and the column of those before."""

    def __init__(self, labels: Labels, *, doubts: bool = True) -> None:
        """Without `doubts` no label line is called doubtful."""
        self.labels = labels
        self._doubts = doubts
        self._column = 0
        self._template: _Template | None = None

    def scan(self, text: Text, sight: Sight) -> Objects | None:
        """The objects of a block that was looked at; None where it is blank.

        Raises NotPlain for a text that must be cleaned as a whole.
        """
        import numpy as np

        starts, ends, marks = sight.starts, sight.ends, sight.marks
        if marks.lost_escapes or marks.spanning:
            raise NotPlain
        blank = starts == ends
        first, last = _paragraphs(blank)
        if not first.size:
            return None
        indented = text.buffer[starts] == 0x20
        lines = Lines(starts, ends, np.flatnonzero(~(blank | indented)), np.flatnonzero(indented & ~blank))
        return self._objects(text.buffer, lines, first, last, marks)

    def _objects(self, b: NDArray[np.uint8], lines: Lines, first: Ints, last: Ints, marks: Marks) -> Objects:
        import numpy as np

        starts, ends, keys = lines.starts, lines.ends, lines.keys
        odd = np.zeros(first.size, bool)
        begins = np.searchsorted(keys, first)
        sizes = np.diff(np.append(begins, keys.size))
        odd |= sizes == 0
        odd[sizes > 0] |= keys[begins[sizes > 0]] != first[sizes > 0]
        columns = self._columns(b, starts[first], ends[first], odd)
        of_position = Marked(starts[first], odd)
        of_position(marks.odd)
        if odd.all():
            return nothing_plain(lines, first, last, odd, marks.others)

        key_starts, key_ends = starts[keys], ends[keys]
        alike = bool((columns == columns[0]).all())
        values = key_starts + ((columns[0] if alike else np.repeat(columns, sizes)) + 3)
        w4 = words(b, "<u4")
        known = self._as_before(b, key_starts, int(columns[0]), sizes) if alike and not odd.any() else None
        same = known is not None
        if known is not None:
            numbers = known.numbers
            lost_at = (np.arange(0, keys.size, numbers.size)[:, None] + known.lost).ravel()
        else:
            separators = w4[values - 3]
            lost_at = np.flatnonzero((separators & 0xFFFFFF) != SEPARATOR)
            if lost_at.size:
                bare = (separators[lost_at] & 0xFFFF) == BARE
                bare &= key_ends[lost_at] == values[lost_at] - 1
                of_position(key_starts[lost_at[~bare]])
                lost_at = lost_at[bare]
            if odd.all():
                return nothing_plain(lines, first, last, odd, marks.others)
            numbers, same = self._numbers(b, key_starts, columns, sizes, odd)
            if same:
                size = numbers.size
                template = self._rows(b, key_starts[:size], int(columns[0]))
                self._template = _Template(template, numbers, lost_at[lost_at < size])
        tails = w4[key_ends - 4]
        look_at_continued(b, lines, columns, first, values, key_ends, marks.others, of_position, odd)

        strange = self.labels.odd[numbers]
        if strange.any() and same:
            odd[:] = True
        elif strange.any():
            of_position(key_starts[strange])
        blank_ends = (tails >> 24) == 0x20
        separator_ends = (tails >> 8) == SEPARATOR
        of_position(key_starts[separator_ends & (key_ends > values)])
        broken = int(np.count_nonzero((tails >> 16) == 0x2020)) + int(
            np.count_nonzero(words(b, "<u2")[ends[lines.continued] - 2] == 0x2020)
        )
        self._same_label_twice(numbers, sizes, odd, same)

        keep = ~odd
        chosen = np.flatnonzero(np.repeat(keep, sizes)) if odd.any() else None
        kept = separator_ends & (key_ends == values)
        lost = np.zeros(keys.size, bool)
        lost[lost_at] = True
        piece_ends = blank_ends & (key_ends > values)
        narrow, broad = cells(b, lines, first, marks.others)
        floor = columns + 3
        trailing = _any_in(piece_ends, begins, sizes)
        cont = lines.continued
        if cont.size:
            owner = np.searchsorted(first, cont, "right") - 1
            trailing[owner[b[ends[cont] - 1] == 0x20]] = True
        doubtful = np.zeros(keys.size, bool)
        if self._doubts:
            doubtful[np.maximum(np.searchsorted(key_starts, marks.doubtful, "right") - 1, 0)] = True
            openings = w4[values]
            for word in _TYPES:
                doubtful |= openings == word
        if chosen is not None:
            cont = cont[keep[np.searchsorted(first, cont, "right") - 1]]
        wrapped = np.searchsorted(keys, cont) - 1
        if chosen is not None:
            place = np.empty(keys.size, np.int64)
            place[chosen] = np.arange(chosen.size)
            wrapped = place[wrapped]
            numbers = numbers if same else numbers[chosen]

        def pick(array: NDArray[Any]) -> NDArray[Any]:
            return array if chosen is None else array[chosen]

        return Objects(
            lines,
            first,
            last,
            odd,
            numbers,
            pick(keys),
            pick(values),
            sizes[keep],
            columns[keep],
            same,
            cont,
            wrapped,
            np.flatnonzero(pick(doubtful)),
            np.maximum(narrow, floor)[keep],
            np.maximum(broad, floor)[keep],
            trailing[keep],
            _any_in(kept, begins, sizes)[keep],
            _any_in(lost, begins, sizes)[keep],
            marks.others,
            broken,
        )

    def _columns(self, b: NDArray[np.uint8], starts: Ints, ends: Ints, odd: Bools) -> Ints:
        """The column of each paragraph's separators, from its first line; paragraphs without one become odd."""
        import numpy as np

        w4 = words(b, "<u4")
        columns = np.full(starts.size, self._column)
        found = w4[starts + self._column]
        unlike = ((found & 0xFFFFFF) != SEPARATOR) | (self._column == 0)
        unlike &= ((found & 0xFFFF) != BARE) | (ends != starts + self._column + 2) | (self._column == 0)
        others = np.flatnonzero(unlike & ~odd)
        if others.size:
            beginnings = rows(b, starts[others], LONGEST + 2).view(np.uint8).reshape(-1, LONGEST + 2)
            separators = (beginnings[:, :-1] == 0x20) & (beginnings[:, 1:] == 0x3A)
            at = separators.argmax(axis=1)
            none = (at == 0) | (starts[others] + at + 2 > ends[others])
            odd[others[none]] = True
            columns[others] = at
            self._column = int(at[~none][-1]) if not none.all() else self._column
        columns[odd] = self._column or 1
        return columns

    def _numbers(self, b: NDArray[np.uint8], starts: Ints, columns: Ints, sizes: Ints, odd: Bools) -> tuple[Ints, bool]:
        """The number of each line's label; or those of one object, and True, where all have the same.

        Labels of odd paragraphs get no number of their own: much of what stands there is none.
        """
        import numpy as np

        if odd.any():
            chosen = np.flatnonzero(np.repeat(~odd, sizes))
            numbers = np.zeros(starts.size, np.int64)
            taken = self.labels.words_of(b, starts[chosen], columns[~odd], sizes[~odd])
            numbers[chosen] = self.labels.numbers_of(taken)
            return numbers, False
        taken = self.labels.words_of(b, starts, columns, sizes)
        size, column = int(sizes[0]), int(columns[0])
        if (sizes == size).all() and (columns == column).all():
            one = taken[:size]
            if (taken.reshape(sizes.size, -1) == one.ravel()).all():
                return self.labels.numbers_of(one), True
        return self.labels.numbers_of(taken), False

    def _as_before(self, b: NDArray[np.uint8], starts: Ints, column: int, sizes: Ints) -> _Template | None:
        """The template, if all objects have its labels and separators at this column."""
        template = self._template
        if template is None:
            return None
        size = template.numbers.size
        if template.rows.shape[1] != column + 3 or not bool((sizes == size).all()):
            return None
        some = max(_ROWS // size, 1) * size  # so many lines at once as the processor's cache holds
        wanted = template.rows.ravel()
        for first in range(0, starts.size, some):
            here = self._rows(b, starts[first : first + some], column).reshape(-1, wanted.size)
            if not bool((here == wanted).all()):
                return None
        return template

    @staticmethod
    def _rows(b: NDArray[np.uint8], starts: Ints, column: int) -> NDArray[np.uint8]:
        """The bytes of each label with its separator, one row a line."""
        import numpy as np

        found: NDArray[np.uint8] = rows(b, starts, column + 3).view(np.uint8).reshape(-1, column + 3)
        return found

    def _same_label_twice(self, numbers: Ints, sizes: Ints, odd: Bools, same: bool) -> None:
        """Objects that have a label twice become odd: a repeated first one begins a new object."""
        import numpy as np

        if same:
            if np.unique(numbers).size < numbers.size:
                odd[:] = True
            return
        count = len(self.labels.names)
        pairs = np.repeat(np.arange(0, sizes.size * count, count), sizes) + numbers
        if sizes.size * count <= _COUNTED:
            twice = np.flatnonzero(np.bincount(pairs) > 1)
        else:
            pairs.sort()
            twice = pairs[1:][pairs[1:] == pairs[:-1]]
        odd[twice // count] = True


def _paragraphs(blank: Bools) -> tuple[Ints, Ints]:
    """The first line of each run of filled lines, and the line behind its last."""
    import numpy as np

    edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
    if not blank[0]:
        edges = np.concatenate(([0], edges))
    if not blank[-1]:
        edges = np.append(edges, blank.size)
    return edges[0::2], edges[1::2]


def _any_in(flags: Bools, begins: Ints, sizes: Ints) -> Bools:
    """Whether any of the flags of each run of `sizes` is set."""
    import numpy as np

    found = np.zeros(sizes.size, bool)
    at = np.flatnonzero(flags)
    if at.size:
        found[np.searchsorted(begins, at, "right") - 1] = True
    return found


__all__ = ["Scanner"]
