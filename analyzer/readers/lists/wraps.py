"""The wrapped values of all lists of one source, settled together.

They share the writer. Only where a block of objects is explained far better by another one (two pastes of different
consoles in one file) is it read by that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.readers.lists.joins import BREAK, pile
from analyzer.readers.lists.lines import cells
from analyzer.readers.lists.scan import Cell, Printed
from analyzer.readers.lists.settle import Facts, Settled, Wrapped, Writers, explained, read, settle

SURE = 0.999
"""A reading whose share is smaller than this is in doubt."""

_FAR_BETTER = 9.0
"""How much better (a logarithm) another writer must explain a block of objects than the source's."""


@dataclass(slots=True)
class _Block:
    """Neighbouring objects of one shape, and their wrapped values."""

    objects: list[Printed]
    cells: list[Cell]
    values: list[Wrapped]


def settled_values(runs: Sequence[Sequence[Printed]], width: int | None) -> dict[int, Settled]:
    """Reads every wrapped value of a source's lists, by `id` of its cell; none of the others is looked at."""
    blocks = [block for run in runs for block in _blocks(run)]
    wrapped = [block for block in blocks if block.values]
    if not wrapped:
        return {}
    shared = settle(
        [value for block in wrapped for value in block.values],
        _facts([printed for block in blocks for printed in block.objects]),
        width,
    )
    result: dict[int, Settled] = {}
    for block in wrapped:
        result |= _settled(block, shared, alone=len(wrapped) == 1)
    return result


def _blocks(run: Sequence[Printed]) -> Iterator[_Block]:
    block: _Block | None = None
    for printed in run:
        if block is None or (block.objects[-1].column, block.objects[-1].cells[0].label) != (
            printed.column,
            printed.cells[0].label,
        ):
            if block is not None:
                yield block
            block = _Block([], [], [])
        block.objects.append(printed)
        for cell in printed.cells:
            if len(cell.pieces) > 1 and not cell.loose:
                block.cells.append(cell)
                block.values.append(Wrapped(pile(cell.pieces), printed.column))
    if block is not None:
        yield block


def _settled(block: _Block, shared: Writers, *, alone: bool) -> dict[int, Settled]:
    """Reads the wrapped values of a block by the source's writers, or by its own where they explain it far better."""
    writers = shared.chances
    found = [read(value, writers, SURE) for value in block.values]
    if not alone and any(BREAK in settled.join for settled in found):
        own = settle(block.values, _facts(block.objects))
        if own.score - max(explained(block.values, writer) for writer in list(writers)[:4]) > _FAR_BETTER:
            writers = own.chances
            found = [read(value, writers, SURE) for value in block.values]
    # A property that holds line feeds in one object may hold them in every other.
    feeds = {cell.label for cell, settled in zip(block.cells, found, strict=True) if BREAK in settled.join}
    result = {}
    for cell, value, settled in zip(block.cells, block.values, found, strict=True):
        if cell.label in feeds and BREAK not in settled.join:
            settled = read(Wrapped(pile(cell.pieces, feeds=True), value.column), writers, SURE)
        result[id(cell)] = settled
    return result


def _facts(objects: Sequence[Printed]) -> Facts:
    """What the lines of objects as such say of their writer."""
    blank_ends = bare_ends = False
    ways = {printed.wide for printed in objects if printed.wide is not None}
    narrow = broad = 0
    for printed in objects:
        column = printed.column
        for cell in printed.cells:
            if cell.bare:
                bare_ends = True
                continue
            for piece in cell.pieces:
                if not piece or piece[-1] in " \t":
                    blank_ends = blank_ends or bool(piece) or len(cell.pieces) == 1
                size = column + (len(piece) if piece.isascii() else cells(piece, wide=False))
                narrow = max(narrow, size)
                if not piece.isascii():
                    size = column + cells(piece, wide=True)
                broad = max(broad, size)
    return Facts((narrow, broad), blank_ends, bare_ends, ways.pop() if len(ways) == 1 else None)
