"""One block of text -> its objects, by arrays: lines, paragraphs, labels, and which paragraphs are plain objects.

A paragraph is a run of lines without a blank one. It is a plain object if all its lines bear a label with the separator
in one column, or continue a value from the column where values begin, and nothing in it asks for a second look. Every
other paragraph is odd: its text is kept for the plain reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.readers.fast.labels import LONGEST, Labels
from analyzer.readers.fast.marks import Finder, Marks, no_break_blanks, wide_table
from analyzer.readers.fast.text import NotPlain, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

_SEPARATOR = int.from_bytes(b" : ", "little")
_BARE = int.from_bytes(b" :", "little")
_BLANKS = 0x2020202020202020
_LINE_PIPE = int.from_bytes(b"Line |", "little")
_COUNTED = 2**24
_ROWS = 2**12
_ODD_PIECES = b"-<`~[+"
_TYPES = tuple(int.from_bytes(word, "little") for word in (b"Syst", b"Micr", b"Dese"))


@dataclass(slots=True)
class Lines:
    """The lines of a block: positions in the buffer of their first characters and behind their last."""

    starts: Ints
    ends: Ints
    keys: Ints
    continued: Ints


@dataclass(slots=True)
class Objects:
    """The plain objects of a block, in order, and the paragraphs that are not.

    Of the paragraphs: `first` lines and those behind the `last` (numbers in the block), and whether they are `odd`.
    Of the label lines of the plain objects: `numbers` of their labels, `key_lines`, and where their `values` begin.
    `sizes` and `columns` are those of the plain objects: how many labels, and where the separators stand.
    `alike` says that all plain objects have the same labels: then `numbers` are those of one object.
    `wraps` are the continuation lines of plain objects, `wrapped` the label lines they belong to (places in
    `key_lines`), `doubtful` the label lines (again as places) whose value may have lost something.
    Of each plain object: the cells of its longest line by either way of counting (`narrow`, `broad`), and whether a
    value ends with a blank (`ends`), a separator has kept or lost its last blank (`kept`, `lost`).
    """

    lines: Lines
    first: Ints
    last: Ints
    odd: Bools
    numbers: Ints
    key_lines: Ints
    values: Ints
    sizes: Ints
    columns: Ints
    alike: bool
    wraps: Ints
    wrapped: Ints
    doubtful: Ints
    narrow: Ints
    broad: Ints
    ends: Bools
    kept: Bools
    lost: Bools
    others: Ints
    broken: int


class Scanner:
    """Scans the blocks of one source; it knows the labels and the column of those before."""

    def __init__(self, labels: Labels, *, doubts: bool = True) -> None:
        """Without `doubts` no label line is called doubtful."""
        self.labels = labels
        self._finder = Finder(doubts=doubts)
        self._doubts = doubts
        self._column = 0
        self._template: tuple[NDArray[np.uint8], Ints] | None = None
        self._wide: Bools | None = None

    def scan(self, text: Text) -> tuple[int, Objects | None]:
        """How many lines a block has, and its objects; None where it is blank.

        Raises NotPlain for a text that must be cleaned as a whole.
        """
        import numpy as np

        b = text.buffer
        feeds = self._finder.line_feeds(b, text.start, text.end)
        starts = np.empty_like(feeds)
        starts[0] = text.start
        np.add(feeds[:-1], 1, out=starts[1:])
        returns = b[feeds - 1] == 0x0D
        ends = feeds - returns
        marks = self._finder.find(b, text.start, text.end, feeds.size + int(np.count_nonzero(returns)))
        if marks.lost_escapes or marks.spanning:
            raise NotPlain
        blank = starts == ends
        first, last = _paragraphs(blank)
        if not first.size:
            return feeds.size, None
        indented = b[starts] == 0x20
        lines = Lines(starts, ends, np.flatnonzero(~(blank | indented)), np.flatnonzero(indented & ~blank))
        return feeds.size, self._objects(b, lines, first, last, marks)

    def _objects(self, b: NDArray[np.uint8], lines: Lines, first: Ints, last: Ints, marks: Marks) -> Objects:
        import numpy as np

        starts, ends, keys = lines.starts, lines.ends, lines.keys
        odd = np.zeros(first.size, bool)
        begins = np.searchsorted(keys, first)
        sizes = np.diff(np.append(begins, keys.size))
        odd |= sizes == 0
        odd[sizes > 0] |= keys[begins[sizes > 0]] != first[sizes > 0]
        columns = self._columns(b, starts[first], ends[first], odd)
        if odd.all():
            return _nothing_plain(lines, first, last, odd, marks)
        of_position = _places(starts[first], odd)
        of_position(marks.odd)

        key_starts, key_ends = starts[keys], ends[keys]
        alike = bool((columns == columns[0]).all())
        column: Ints | int = int(columns[0]) if alike else np.repeat(columns, sizes)
        values = key_starts + (column + 3)
        w4 = _words(b, "<u4")
        lost_at = np.empty(0, np.int64)
        numbers = self._as_before(b, key_starts, column, sizes, odd)
        same = numbers is not None
        if numbers is None:
            separators = w4[values - 3]
            lost_at = np.flatnonzero((separators & 0xFFFFFF) != _SEPARATOR)
            if lost_at.size:
                bare = (separators[lost_at] & 0xFFFF) == _BARE
                bare &= key_ends[lost_at] == values[lost_at] - 1
                of_position(key_starts[lost_at[~bare]])
                lost_at = lost_at[bare]
            numbers, same = self._numbers(b, key_starts, column, columns, sizes, odd)
        tails = w4[key_ends - 4]
        self._continued(b, lines, columns, first, values, key_ends, marks, of_position, odd)

        strange = self.labels.odd[numbers]
        if strange.any() and same:
            odd[:] = True
        elif strange.any():
            of_position(key_starts[strange])
        blank_ends = (tails >> 24) == 0x20
        separator_ends = (tails >> 8) == _SEPARATOR
        of_position(key_starts[separator_ends & (key_ends > values)])
        broken = int(np.count_nonzero((tails >> 16) == 0x2020)) + int(
            np.count_nonzero(_words(b, "<u2")[ends[lines.continued] - 2] == 0x2020)
        )
        self._same_label_twice(numbers, sizes, begins, odd, same)

        keep = ~odd
        of_line = np.searchsorted(begins, np.arange(keys.size), "right") - 1 if odd.any() else None
        chosen = np.flatnonzero(keep[of_line]) if of_line is not None else None
        kept = (tails >> 8 == _SEPARATOR) & (key_ends == values)
        lost = np.zeros(keys.size, bool)
        lost[lost_at] = True
        piece_ends = blank_ends & (key_ends > values)
        narrow, broad = self._cells(b, lines, first, marks)
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

        w4 = _words(b, "<u4")
        columns = np.full(starts.size, self._column)
        found = w4[starts + self._column]
        unlike = ((found & 0xFFFFFF) != _SEPARATOR) | (self._column == 0)
        unlike &= ((found & 0xFFFF) != _BARE) | (ends != starts + self._column + 2) | (self._column == 0)
        for place in np.flatnonzero(unlike & ~odd).tolist():
            start = int(starts[place])
            line = b[start : min(int(ends[place]), start + LONGEST + 3)].tobytes()
            at = line.find(b" :")
            if at <= 0 or at > LONGEST - 8:
                odd[place] = True
            else:
                columns[place] = self._column = at
        columns[odd] = self._column or 1
        return columns

    def _numbers(
        self, b: NDArray[np.uint8], starts: Ints, column: Ints | int, columns: Ints, sizes: Ints, odd: Bools
    ) -> tuple[Ints, bool]:
        """The number of each line's label; or those of one object, and True, where all have the same."""
        import numpy as np

        w8 = _words(b, "<u8")
        alike = isinstance(column, int)
        widest, narrowest = int(columns.max()), int(columns.min())
        words: list[NDArray[np.uint64]] = []
        for offset in range(0, widest, 8):
            word = w8[starts + offset] if offset else w8[starts]
            left = column - offset
            if narrowest - offset < 8:
                mask = _MASKS()[np.clip(left, 0, 8)]
                word = (word & mask) | (np.uint64(_BLANKS) & ~mask)
            words.append(word)
        size = int(sizes[0])
        if alike and not odd.any() and bool((sizes == size).all()):
            rows = [word[:size].copy() for word in words]
            if all(bool((word.reshape(-1, size) == row).all()) for word, row in zip(words, rows, strict=True)):
                numbers = self.labels.numbers_of(rows, lambda index: _label(b, int(starts[index]), widest))
                self._template = self._rows(b, starts[:size], widest), numbers
                return numbers, True
        ends = starts + column

        def text(index: int) -> bytes:
            return _label(b, int(starts[index]), int(ends[index] - starts[index]))

        return self.labels.numbers_of(words, text), False

    def _as_before(
        self, b: NDArray[np.uint8], starts: Ints, column: Ints | int, sizes: Ints, odd: Bools
    ) -> Ints | None:
        """The numbers of one object's labels where all objects have those of the last block, at the same column."""
        if self._template is None or not isinstance(column, int) or odd.any():
            return None
        rows, numbers = self._template
        if rows.shape[1] != column + 3 or not bool((sizes == numbers.size).all()):
            return None
        some = max(_ROWS // numbers.size, 1) * numbers.size  # so many lines at once as the processor's cache holds
        wanted = rows.ravel()
        for first in range(0, starts.size, some):
            here = self._rows(b, starts[first : first + some], column).reshape(-1, rows.size)
            if not bool((here == wanted).all()):
                return None
        return numbers

    @staticmethod
    def _rows(b: NDArray[np.uint8], starts: Ints, column: int) -> NDArray[np.uint8]:
        """The bytes of each label with its separator, one row a line."""
        import numpy as np

        width = column + 3
        rows = np.ndarray((b.size - width + 1,), f"V{width}", b, strides=(1,))[starts]
        return rows.view(np.uint8).reshape(-1, width)

    def _same_label_twice(self, numbers: Ints, sizes: Ints, begins: Ints, odd: Bools, same: bool) -> None:
        """Objects that have a label twice become odd: a repeated first one begins a new object."""
        import numpy as np

        if same:
            if np.unique(numbers).size < numbers.size:
                odd[:] = True
            return
        count = len(self.labels.names)
        pairs = np.repeat(np.arange(sizes.size), sizes) * count + numbers
        if sizes.size * count <= _COUNTED:
            twice = np.flatnonzero(np.bincount(pairs) > 1)
        else:
            pairs.sort()
            twice = pairs[1:][pairs[1:] == pairs[:-1]]
        odd[twice // count] = True

    def _continued(
        self,
        b: NDArray[np.uint8],
        lines: Lines,
        columns: Ints,
        first: Ints,
        values: Ints,
        key_ends: Ints,
        marks: Marks,
        of_position: _Marked,
        odd: Bools,
    ) -> None:
        """Looks at the lines that continue values: those that do not stand where they should make their object odd."""
        import numpy as np

        cont = lines.continued
        if not cont.size:
            return
        w8 = _words(b, "<u8")
        starts, ends = lines.starts[cont], lines.ends[cont]
        owner = np.searchsorted(first, cont, "right") - 1
        width = columns[owner] + 3
        blanks = np.uint64(_BLANKS)
        bad = starts + width >= ends
        for offset in range(0, int(width.max()), 8):
            mask = _MASKS()[np.clip(width - offset, 0, 8)]
            bad |= ((w8[starts + offset] ^ blanks) & mask) != 0
        pieces = starts + width
        kinds, after = b[pieces], b[pieces + 1]
        strange = np.zeros(256, bool)
        strange[list(_ODD_PIECES)] = True
        bad |= strange[kinds] | ((kinds == 0x20) & (after == 0x20))
        bad |= (w8[pieces] & np.uint64(0xFFFFFFFFFFFF)) == np.uint64(_LINE_PIPE)
        # blanks beyond ASCII: a line that holds nothing else is blank to Python
        bad |= (kinds == 0xC2) | (kinds == 0xE1) | (kinds == 0xE2) | ((kinds == 0xE3) & (after == 0x80))
        key = np.searchsorted(lines.keys, cont) - 1
        bad |= values[key] >= key_ends[key]  # a value that begins with an empty line
        odd[owner[bad]] = True
        if marks.others.size:
            at = no_break_blanks(b, marks.others)
            if at.size:
                line = np.searchsorted(lines.starts, at, "right") - 1
                with_next = np.isin(line, cont) | np.isin(line + 1, cont)
                of_position(at[with_next])

    def _cells(self, b: NDArray[np.uint8], lines: Lines, first: Ints, marks: Marks) -> tuple[Ints, Ints]:
        """The cells of the longest line of each paragraph, with one or two for a wide character."""
        import numpy as np

        lengths = lines.ends - lines.starts
        if not marks.others.size:
            longest = np.maximum.reduceat(lengths, first)
            return longest, longest
        at = marks.others
        lead = b[at]
        line = np.searchsorted(lines.starts, at, "right") - 1
        follows = (lead & 0xC0) == 0x80
        narrow = lengths - np.bincount(line[follows], minlength=lengths.size)
        narrow += np.bincount(line[lead >= 0xF0], minlength=lengths.size)
        broad = narrow
        three = (lead & 0xF0) == 0xE0
        if three.any():
            if self._wide is None:
                self._wide = wide_table()
            places = at[three]
            code = ((b[places] & 0x0F).astype(np.int64) << 12) | ((b[places + 1] & 0x3F).astype(np.int64) << 6)
            code |= b[places + 2] & 0x3F
            broad = narrow + np.bincount(line[three][self._wide[code]], minlength=lengths.size)
        return np.maximum.reduceat(narrow, first), np.maximum.reduceat(broad, first)


def _nothing_plain(lines: Lines, first: Ints, last: Ints, odd: Bools, marks: Marks) -> Objects:
    """The objects of a block in which every paragraph is odd."""
    import numpy as np

    none, never = np.empty(0, np.int64), np.empty(0, bool)
    return Objects(
        lines=lines,
        first=first,
        last=last,
        odd=odd,
        numbers=none,
        key_lines=none,
        values=none,
        sizes=none,
        columns=none,
        alike=False,
        wraps=none,
        wrapped=none,
        doubtful=none,
        narrow=none,
        broad=none,
        ends=never,
        kept=never,
        lost=never,
        others=marks.others,
        broken=0,
    )


class _Marked:
    """Marks the paragraphs of positions as odd."""

    def __init__(self, starts: Ints, odd: Bools) -> None:
        self._starts, self._odd = starts, odd

    def __call__(self, positions: Ints) -> None:
        import numpy as np

        if positions.size:
            self._odd[np.maximum(np.searchsorted(self._starts, positions, "right") - 1, 0)] = True


def _places(starts: Ints, odd: Bools) -> _Marked:
    return _Marked(starts, odd)


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


def _label(b: NDArray[np.uint8], start: int, size: int) -> bytes:
    return b[start : start + size].tobytes().rstrip(b" ")


def _words(b: NDArray[np.uint8], kind: str) -> NDArray[np.uint64]:
    """A view of the buffer that has a word of this kind at every position."""
    import numpy as np

    size = np.dtype(kind).itemsize
    return np.ndarray((b.size - size + 1,), kind, b, strides=(1,))


def _MASKS() -> NDArray[np.uint64]:  # noqa: N802
    import numpy as np

    return np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)


__all__ = ["Lines", "NotPlain", "Objects", "Scanner"]
