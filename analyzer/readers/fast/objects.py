"""What a scan of one block finds: its lines, and which of its paragraphs are plain objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


@dataclass(slots=True)
class Lines:
    """The lines of a block: positions in the buffer of their first characters and behind their last.

    `keys` are the lines (by number) that begin with text, `continued` those that begin with a blank.
    """

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
    `expected` is the column at which separators were looked for first: that of the block before.
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
    expected: int = 0


def nothing_plain(lines: Lines, first: Ints, last: Ints, odd: Bools, others: Ints) -> Objects:
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
        others=others,
        broken=0,
    )


class Marked:
    """Marks the paragraphs of positions as odd."""

    def __init__(self, starts: Ints, odd: Bools) -> None:
        """`starts` are where the paragraphs begin; `odd` is changed."""
        self._starts, self._odd = starts, odd

    def __call__(self, positions: Ints) -> None:
        """Makes odd the paragraph of each of the positions in the buffer."""
        import numpy as np

        if positions.size:
            self._odd[np.maximum(np.searchsorted(self._starts, positions, "right") - 1, 0)] = True
