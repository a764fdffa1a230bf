"""References in Export-Clixml's layout: `<Ref RefId="5" />` stands for the object that had the number 5.

Export-Clixml numbers its objects in their order, so a number says which object is meant. To read a part of the
document alone, the parts that it refers to are read before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from analyzer.budget import Budget
from analyzer.readers.clixml.keys import OPEN, TAG
from analyzer.readers.clixml.layout import Layout
from analyzer.readers.clixml.scan import OtherLayoutError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_REFERENCE: Final = re.compile(rb'<Ref (?:N="[^"]*" )?RefId="([0-9]+)" />')
_ALLOWANCE: Final = 100_000
_BYTES_PER_NODE: Final = 64
_MOST_WITHIN: Final = 1000
_WORST: Final = 10**9


class WholeFileError(OtherLayoutError):
    """No part of the document can be read alone."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The objects of a block: number of the first; of each where it starts and ends, where its text does, its state."""

    first: int
    start: Ints
    end: Ints
    lines: Ints
    text: Ints
    stop: Ints
    state: NDArray[np.int8]


@dataclass
class References:
    """The objects of a document by number, and the references that it has.

    `counted` is false once an object does not have the number that its place gives it. `deepest` is the level of the
    deepest line.
    """

    counted: bool = True
    deepest: int = 0
    count: int = 0
    _parts: list[_Part] = field(default_factory=list)
    _at: list[Ints] = field(default_factory=list)
    _line: list[Ints] = field(default_factory=list)
    _target: list[Ints] = field(default_factory=list)

    def add(self, found: Layout, state: NDArray[np.int8], base: int, line: int) -> Ints:
        """Enter the objects and references of a block whose text begins at `base`, and whose lines at `line`.

        Returns the lines of references that lead nowhere. Raises WholeFileError where an object refers to one that it
        stands in, or numbers cannot be relied on.
        """
        import numpy as np

        objects = np.flatnonzero((found.tag == TAG["Obj"]) & (found.kind == OPEN))
        numbers = found.number[objects]
        self.counted = self.counted and np.array_equal(numbers, np.arange(self.count, self.count + objects.size))
        close = found.close[objects]
        places = (found.start[objects], found.end[close] + 1, found.text[objects], found.stop[objects])
        start, end, text, stop = (each + base for each in places)
        part = _Part(self.count, start, end, close - objects, text, stop, state[objects])
        self._parts.append(part)
        self.deepest = max(self.deepest, len(found.levels) - 2)
        lost: Ints = objects[:0]
        if found.has_references:
            lines = np.flatnonzero(found.tag == TAG["Ref"])
            target = found.number[lines]
            above = found.parent[lines]
            for _ in range(len(found.levels)):
                if ((found.tag[above] == TAG["Obj"]) & (found.number[above] == target) & (above >= 0)).any():
                    raise WholeFileError
                above = np.where(above >= 0, found.parent[above], above)
            nowhere = target >= self.count + np.searchsorted(objects, lines)
            lost, known = lines[nowhere], ~nowhere
            self._at.append(found.start[lines[known]] + base)
            self._line.append(lines[known] + line)
            self._target.append(target[known])
        self.count += objects.size
        if not self.counted and self._at:
            raise WholeFileError
        return lost

    def uncounted(self) -> None:
        """An object was read whose numbers nobody looked at. Raises WholeFileError where there are references."""
        self.counted = False
        if self._at:
            raise WholeFileError

    def text_of(self, number: int) -> tuple[int, int, int, int]:
        """Where an object starts and its text starts and stops, and what is known of that (see `cells`)."""
        part, place = self._find(number)
        return int(part.start[place]), int(part.text[place]), int(part.stop[place]), int(part.state[place])

    def _find(self, number: int) -> tuple[_Part, int]:
        part = self._parts[bisect_right(self._parts, number, key=lambda each: each.first) - 1]
        return part, number - part.first

    def needed(self, part_of: Callable[[int, int], bytes], start: int, end: int) -> list[tuple[int, int]]:
        """Where the objects stand that the part from `start` to `end` refers to, and those that these refer to.

        `part_of` gives the text of a part.
        """
        found: dict[int, int] = {}
        waiting = [(start, end)]
        while waiting:
            first, last = waiting.pop()
            for match in _REFERENCE.finditer(part_of(first, last)):
                number = int(match[1])
                if number >= self.count:
                    continue
                part, place = self._find(number)
                begin = int(part.start[place])
                if begin < start and begin not in found:
                    found[begin] = int(part.end[place])
                    waiting.append((begin, found[begin]))
        outer: list[tuple[int, int]] = []
        for begin in sorted(found):
            if not outer or begin >= outer[-1][1]:
                outer.append((begin, found[begin]))
        return outer

    def check_weight(self, budget: Budget) -> None:
        """Raises WholeFileError unless all references, written out, are surely within the limits of `builder`."""
        import numpy as np

        if not self._at:
            return
        at, line, target = (np.concatenate(arrays) for arrays in (self._at, self._line, self._target))
        start = np.concatenate([part.start for part in self._parts])[target]
        end = np.concatenate([part.end for part in self._parts])[target]
        weight = np.concatenate([part.lines for part in self._parts])[target] + (end - start) // _BYTES_PER_NODE + 2
        first, last = np.searchsorted(at, start), np.searchsorted(at, end)
        height = 2
        if (last > first).any():
            weight, height = _written_out(weight, first, last)
        allowed = line // 2 * budget.ref_visits_per_object + _ALLOWANCE
        if (np.cumsum(weight) > allowed).any() or height * (self.deepest + 1) > budget.xml_depth:
            raise WholeFileError


def _written_out(weight: Ints, first: Ints, last: Ints) -> tuple[Any, int]:
    """The weights with what the targets refer to themselves, and how many targets may stand in each other."""
    import numpy as np

    weights: list[int] = []
    sums = [0]
    heights: list[int] = []
    for own, low, high in zip(weight.tolist(), first.tolist(), last.tolist(), strict=True):
        if high - low > _MOST_WITHIN:
            raise WholeFileError
        weights.append(min(own + sums[high] - sums[low], _WORST))
        sums.append(sums[-1] + weights[-1])
        heights.append(1 + max(heights[low:high], default=1))
    return np.array(weights), max(heights)
