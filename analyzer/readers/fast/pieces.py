"""The columns of a source's blocks: all of them in memory, or read again when they are asked for.

A large source is read for the few columns that a rule needs, often for none. Where not all fits into memory, a block's
columns are made once more from the bytes that it stood in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analyzer.readers.fast.gather import Columns
from analyzer.readers.fast.seams import Seams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ReadAgain = Callable[[tuple[int, int], int, int], Columns]
"""Reads a block once more, given its bytes in the source, its `Objects.expected`, and how many objects it must hold."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block with plain objects (`count` rows of the store from `first` on), and their seams if there are any.

    `labels` are those of all its objects in order, `starts` where those of each object begin, and one behind the last;
    or, without `starts`, the labels that each object has. `columns` are the labels that some object has, `kept` the
    columns that stay in memory, by label; `place` is the bytes of the source that it was read from, `expected` that of
    its `Objects`.
    """

    first: int
    count: int
    labels: NDArray[np.int16]
    starts: NDArray[np.int32] | None
    seams: Seams | None
    place: tuple[int, int]
    expected: int
    columns: frozenset[int]
    kept: dict[int, Any]

    def labels_of(self, offset: int) -> list[int]:
        """The labels of an object, in order."""
        found: list[int] = self.labels_within(offset, offset + 1).tolist()
        return found

    def labels_within(self, first: int, last: int) -> NDArray[np.int16]:
        """The labels of some neighbouring objects: of one after the other, or those that all have."""
        return self.labels if self.starts is None else self.labels[self.starts[first] : self.starts[last]]


class PieceColumns:
    """The columns of pieces. With `again` only those that `keep` named stay in memory, and those of the last piece."""

    def __init__(self, pieces: list[Piece], again: ReadAgain | None) -> None:
        self._pieces, self._again = pieces, again
        self._at_hand: tuple[int, Mapping[int, Any]] = (-1, {})

    def add(self, piece: Piece) -> None:
        """Adds a piece that was just read, with all its columns."""
        self._pieces.append(replace(piece, kept={}) if self._again else piece)

    def keep(self, labels: Collection[int]) -> None:
        """Reads columns that are wanted as a whole, all in one go; they stay in memory."""
        for piece in self._pieces:
            missing = [label for label in labels if label in piece.columns and label not in piece.kept]
            if missing:
                columns = self._columns(piece)
                piece.kept.update({label: _alone(columns[label]) for label in missing})

    def of(self, piece: Piece, label: int) -> Any:
        """A column as an Arrow array, null where an object lacks the label; None where all lack it."""
        if label not in piece.columns:
            return None
        return piece.kept[label] if label in piece.kept else self._columns(piece)[label]

    def _columns(self, piece: Piece) -> Mapping[int, Any]:
        if self._again is None:
            return piece.kept
        if self._at_hand[0] != piece.first:
            self._at_hand = (-1, {})  # before the next is made: one at a time
            self._at_hand = (piece.first, self._again(piece.place, piece.expected, piece.count).by_label)
        return self._at_hand[1]


def _alone(array: Any) -> Any:
    """A copy of a column: as it is, it keeps all values of its block in memory."""
    import pyarrow as pa

    return pa.concat_arrays([array, array.slice(0, 0)])
