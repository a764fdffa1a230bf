"""The wrapped values of the rows of a store, groups of neighbouring objects, and what was read of their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.readers.fast.seams import sure
from analyzer.readers.fast.store import Store, pieces_of
from analyzer.readers.lists.joins import Writer
from analyzer.readers.lists.scan import Printed
from analyzer.readers.lists.settle import Settled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

Stretch = tuple[int, int]
"""Rows of the store that stand between two objects of the plain reader: from the first to before the last."""


@dataclass(slots=True)
class Group:
    """Neighbouring objects of one shape (column and first label), of either way of reading, in order."""

    items: list[Printed | Stretch] = field(default_factory=list)


@dataclass(slots=True)
class Settlement:
    """What was read of wrapped values: those of plain objects by `id` of their `Wrap`, those of rows by number.

    Values of rows that are not here are joined with nothing between.
    """

    plain: dict[int, Settled] = field(default_factory=dict)
    rows: dict[int, Settled] = field(default_factory=dict)


class Values:
    """The wrapped values of the rows of a store, numbered through."""

    def __init__(self, store: Store) -> None:
        import numpy as np

        self.store = store
        counts = [store.value_count(piece) for piece in store.pieces]
        self.bases = np.cumsum([0, *counts])
        parts = [(piece, piece.seams) for piece in store.pieces if piece.seams is not None]
        empty = np.empty(0, np.int64)
        self.rows: Ints = np.concatenate([empty, *(seams.objects + piece.first for piece, seams in parts)])
        self.labels: Ints = np.concatenate([empty, *(seams.labels for _, seams in parts)])
        self.columns: Ints = store.array("column")[self.rows] + 3
        self.complex = np.concatenate([empty.astype(bool), *(seams.complex for _, seams in parts)])
        self.reach: Ints = np.concatenate([empty, *(seams.reach for _, seams in parts)])

    def of_rows(self, stretch: Stretch) -> range:
        """The numbers of the values in some rows."""
        import numpy as np

        return range(*np.searchsorted(self.rows, stretch).tolist())

    def pieces(self, number: int) -> tuple[str, ...]:
        """The lines of a value."""
        import numpy as np

        place = int(np.searchsorted(self.bases, number, "right")) - 1
        seams = self.store.pieces[place].seams
        assert seams is not None
        text = self.store.value(int(self.rows[number]), int(self.labels[number]))
        return tuple(pieces_of(seams, number - int(self.bases[place]), text))

    def sure(self, writers: Mapping[Writer, float]) -> NDArray[np.bool_]:
        """Of all values whether they are beyond doubt under these writers."""
        import numpy as np

        found = np.zeros(self.rows.size, bool)
        for place, piece in enumerate(self.store.pieces):
            if piece.seams is not None:
                part = slice(int(self.bases[place]), int(self.bases[place + 1]))
                found[part] = sure(piece.seams, self.columns[part], writers)
        return found


def filled(rows: Ints, bounds: Ints) -> Ints:
    """The places of the groups (between two bounds) in which any of the (sorted) rows is."""
    import numpy as np

    places = rows.searchsorted(bounds)
    found: Ints = np.flatnonzero(places[1:] > places[:-1])
    return found


def holds(rows: Ints, stretch: Stretch) -> bool:
    """Whether any of the (sorted) rows is within the stretch."""
    place = int(rows.searchsorted(stretch[0]))
    return place < rows.size and bool(rows[place] < stretch[1])
