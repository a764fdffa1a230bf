"""The columns of a source's blocks: all of them in memory, or read again when they are asked for.

A large source is read for the few columns that a rule needs, often for none. Where not all fits into memory, a block's
columns are made once more from the bytes that it stood in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.readers.fast.gather import Columns
from analyzer.readers.fast.seams import Seams

ReadAgain = Callable[[tuple[int, int], int], Columns]
"""Reads a block once more, given its bytes in the source and how many objects it must hold."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block with plain objects (`count` rows of the store from `first` on), and their seams if there are any.

    `labels` are those that stand in it, `place` the bytes of the source that it was read from, `kept` the columns that
    stay in memory, by label.
    """

    first: int
    count: int
    labels: frozenset[int]
    seams: Seams | None
    place: tuple[int, int]
    kept: dict[int, Any]


class PieceColumns:
    """The columns of pieces. With `again` only those that `keep` named stay in memory, and those of the last piece."""

    def __init__(self, pieces: list[Piece], again: ReadAgain | None) -> None:
        self._pieces, self._again = pieces, again
        self._at_hand: tuple[int, dict[int, Any]] = (-1, {})

    def add(
        self, first: int, count: int, by_label: dict[int, Any], seams: Seams | None, place: tuple[int, int]
    ) -> None:
        """Adds a piece with its columns."""
        kept = {} if self._again else by_label
        self._pieces.append(Piece(first, count, frozenset(by_label), seams, place, kept))

    def keep(self, labels: Collection[int]) -> None:
        """Reads columns that are wanted as a whole, all in one go; they stay in memory."""
        for piece in self._pieces:
            missing = [label for label in labels if label in piece.labels and label not in piece.kept]
            if missing:
                columns = self._columns(piece)
                piece.kept.update({label: _alone(columns[label]) for label in missing})

    def of(self, piece: Piece, label: int) -> Any:
        """A column as an Arrow array, null where an object lacks the label; None where all lack it."""
        if label not in piece.labels:
            return None
        return piece.kept[label] if label in piece.kept else self._columns(piece)[label]

    def _columns(self, piece: Piece) -> Mapping[int, Any]:
        if self._again is None:
            return piece.kept
        if self._at_hand[0] != piece.first:
            self._at_hand = (-1, {})  # before the next is made: one at a time
            self._at_hand = (piece.first, self._again(piece.place, piece.count).by_label)
        return self._at_hand[1]


def _alone(array: Any) -> Any:
    """A copy of a column: as it is, it keeps all values of its block in memory."""
    import pyarrow as pa

    return pa.concat_arrays([array, array.slice(0, 0)])
