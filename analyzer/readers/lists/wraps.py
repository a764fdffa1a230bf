"""The wrapped values of all lists of one source, settled together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.readers.lists.joins import BREAK, pile
from analyzer.readers.lists.lines import cells
from analyzer.readers.lists.scan import Printed
from analyzer.readers.lists.settle import Facts, Settled, Wrapped, read, settle

SURE = 0.997
"""A reading whose share is smaller than this is in doubt."""

Values = Mapping[int, Settled]
"""The settled values by the identity of their cells."""


def settled_values(runs: Sequence[Sequence[Printed]], width: int | None) -> dict[int, Settled]:
    """Reads every wrapped value of a source's lists, by `id` of its cell; none of the others is looked at."""
    wrapped = [
        (cell, printed)
        for run in runs
        for printed in run
        for cell in printed.cells
        if len(cell.pieces) > 1 and not cell.loose
    ]
    if not wrapped:
        return {}
    values = [Wrapped(pile(cell.pieces), printed.column) for cell, printed in wrapped]
    writers = settle(values, _facts(runs), width)
    settled = [read(value, writers, SURE) for value in values]
    # A property that holds line feeds in one object may hold them in every other.
    feeds = {cell.label for (cell, _), found in zip(wrapped, settled, strict=True) if BREAK in found.join}
    result = {}
    for (cell, printed), found in zip(wrapped, settled, strict=True):
        again = cell.label in feeds and BREAK not in found.join
        result[id(cell)] = (
            read(Wrapped(pile(cell.pieces, feeds=True), printed.column), writers, SURE) if again else found
        )
    return result


def _facts(runs: Sequence[Sequence[Printed]]) -> Facts:
    """What the lines as such say of their writer."""
    blank_ends = bare_ends = False
    ways = {printed.wide for run in runs for printed in run if printed.wide is not None}
    longest = [0, 0]
    for run in runs:
        for printed in run:
            column = printed.column
            for cell in printed.cells:
                if cell.bare:
                    bare_ends = True
                    continue
                for piece in cell.pieces:
                    if not piece or piece[-1] in " \t":
                        blank_ends = blank_ends or bool(piece) or len(cell.pieces) == 1
                    longest[0] = max(longest[0], column + cells(piece, wide=False))
                    longest[1] = max(longest[1], column + cells(piece, wide=True))
    return Facts((longest[0], longest[1]), blank_ends, bare_ends, ways.pop() if len(ways) == 1 else None)
