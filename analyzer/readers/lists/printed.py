"""A printed object as its lines show it: labels, first lines of values, and the pieces of those that take several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.readers.lists.folded import unfolded


@dataclass(slots=True)
class Wrap:
    """The pieces of a value that takes several physical lines.

    `loose`: a piece did not stand where it should. `parted`: an empty line after it may be part of the value.
    `mended`: somebody folded, doubled or moved its lines; the pieces are the lines as they were printed, most likely.
    """

    pieces: list[str]
    loose: bool = False
    parted: bool = False
    mended: bool = False

    @property
    def wrapped(self) -> bool:
        """Whether the writer's wrapping tells how the pieces join."""
        return len(self.pieces) > 1 and not self.loose


@dataclass(slots=True)
class Printed:
    """A printed object: its labels in order, with the line and the first piece of each value.

    `column` (in cells) is where the values begin; `wide` how cells were counted, None where the labels do not tell.
    `start` is the view's index of the first line. `wraps` holds the values of several lines, by the label's index.
    `bare`: the separator of some blank value has lost its last blank. `folds` counts the rests of folded lines.
    """

    column: int
    wide: bool | None
    start: int
    labels: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    wraps: dict[int, Wrap] = field(default_factory=dict)
    bare: bool = False
    folds: int = 0

    def last(self) -> Wrap:
        """The last value as one of several lines."""
        return self.wraps.setdefault(len(self.labels) - 1, Wrap([self.values[-1]]))

    def unfold(self, rests: Sequence[str]) -> None:
        """Puts the rests of a folded line behind the last value's last line."""
        wrap = self.last()
        for rest in rests:
            wrap.pieces[-1] = unfolded(wrap.pieces[-1], rest)
        wrap.mended = True
        self.folds += len(rests)
        self.values[-1] = wrap.pieces[0]
