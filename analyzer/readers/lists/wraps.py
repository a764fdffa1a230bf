"""The wrapped values of all lists of one source, settled together.

They share the writer. Only where a block of objects is explained far better by another one (two pastes of different
consoles in one file) is it read by that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.readers.lists.joins import BREAK, pile
from analyzer.readers.lists.lines import cells
from analyzer.readers.lists.scan import Cell, Printed
from analyzer.readers.lists.settle import Facts, Settled, Wrapped, Writers, explained, read, settle
from analyzer.readers.lists.words import favours, vocabulary

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
    doubtful: list[tuple[Cell, Wrapped, Writers]] = []
    for block in wrapped:
        writers = _writers_of(block, shared, alone=len(wrapped) == 1)
        for cell, value, settled in _settled(block, writers):
            result[id(cell)] = settled
            if settled.share < SURE:
                doubtful.append((cell, value, writers))
    if doubtful:
        known = vocabulary(_sure_texts(blocks, result))
        for cell, value, writers in doubtful:
            favoured = favours(cell.pieces, known)
            if favoured:
                piled = pile(cell.pieces, feeds=value.piled.feeds, favours=favoured)
                result[id(cell)] = read(Wrapped(piled, value.column), writers.chances, SURE)
    return result


def _sure_texts(blocks: Sequence[_Block], settled: Mapping[int, Settled]) -> Iterator[str]:
    for block in blocks:
        for printed in block.objects:
            for cell in printed.cells:
                if len(cell.pieces) == 1:
                    if len(cell.pieces[0]) > 6:
                        yield cell.pieces[0]
                elif id(cell) in settled and settled[id(cell)].share >= SURE:
                    yield settled[id(cell)].text


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


def _writers_of(block: _Block, shared: Writers, *, alone: bool) -> Writers:
    """The source's writers, or the block's own where they explain it far better."""
    if alone or not any(BREAK in read(value, shared.chances, SURE).join for value in block.values):
        return shared
    own = settle(block.values, _facts(block.objects))
    known = max(explained(block.values, writer) for writer in list(shared.chances)[:4])
    return own if own.score - known > _FAR_BETTER else shared


def _settled(block: _Block, writers: Writers) -> Iterator[tuple[Cell, Wrapped, Settled]]:
    """The wrapped values of a block as they are read, each with what was measured of it."""
    found = [read(value, writers.chances, SURE) for value in block.values]
    # A property that holds line feeds in one object may hold them in every other.
    feeds = {cell.label for cell, settled in zip(block.cells, found, strict=True) if BREAK in settled.join}
    for cell, value, settled in zip(block.cells, block.values, found, strict=True):
        if cell.label in feeds and BREAK not in settled.join:
            again = Wrapped(pile(cell.pieces, feeds=True), value.column)
            yield cell, again, read(again, writers.chances, SURE)
        else:
            yield cell, value, settled


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
