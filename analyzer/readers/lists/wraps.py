"""The wrapped values of all lists of one source, settled together.

They share the writer. Only where a block of objects is explained far better by another one (two pastes of different
consoles in one file) is it read by that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.readers.lists.joins import BREAK
from analyzer.readers.lists.lines import cells
from analyzer.readers.lists.printed import Printed, Wrap
from analyzer.readers.lists.seams import pile
from analyzer.readers.lists.settle import Facts, Settled, Wrapped, Writers, explained, read, settle
from analyzer.readers.lists.words import favours, vocabulary

SURE = 0.999
"""A reading whose share is smaller than this is in doubt."""

SHORT = 6
FAR_BETTER = 9.0
"""How much better (a logarithm) another writer must explain a block of objects than the source's."""


@dataclass(slots=True)
class _Block:
    """Neighbouring objects of one shape, and their wrapped values."""

    objects: list[Printed]
    labels: list[str]
    wraps: list[Wrap]
    values: list[Wrapped]


def settled_values(runs: Sequence[Sequence[Printed]], width: int | None) -> dict[int, Settled]:
    """Reads every wrapped value of a source's lists, by `id` of its `Wrap`; none of the others is looked at."""
    blocks = [block for run in runs for block in _blocks(run)]
    wrapped = [block for block in blocks if block.values]
    if not wrapped:
        return {}
    shared = settle(
        [value for block in wrapped for value in block.values],
        facts_of([printed for block in blocks for printed in block.objects]),
        width,
    )
    result: dict[int, Settled] = {}
    doubtful: list[tuple[Wrap, Wrapped, Writers]] = []
    for block in wrapped:
        writers = _writers_of(block, shared, alone=len(wrapped) == 1)
        for wrap, value, settled in _settled(block, writers):
            result[id(wrap)] = settled
            if settled.share < SURE:
                doubtful.append((wrap, value, writers))
    if doubtful:
        known = vocabulary(_sure_texts(blocks, result))
        for wrap, value, writers in doubtful:
            favoured = favours(wrap.pieces, known)
            if favoured:
                piled = pile(wrap.pieces, feeds=value.piled.feeds, favours=favoured)
                result[id(wrap)] = read(Wrapped(piled, value.column), writers.chances, SURE)
    return result


def _sure_texts(blocks: Sequence[_Block], settled: Mapping[int, Settled]) -> Iterator[str]:
    for block in blocks:
        for printed in block.objects:
            for index, value in enumerate(printed.values):
                wrap = printed.wraps.get(index)
                if wrap is None:
                    if len(value) > SHORT:
                        yield value
                elif id(wrap) in settled and settled[id(wrap)].share >= SURE:
                    yield settled[id(wrap)].text


def _blocks(run: Sequence[Printed]) -> Iterator[_Block]:
    block: _Block | None = None
    for printed in run:
        shape = (printed.column, printed.labels[0])
        if block is None or (block.objects[-1].column, block.objects[-1].labels[0]) != shape:
            if block is not None:
                yield block
            block = _Block([], [], [], [])
        block.objects.append(printed)
        for index, wrap in printed.wraps.items():
            if wrap.wrapped:
                block.labels.append(printed.labels[index])
                block.wraps.append(wrap)
                block.values.append(Wrapped(pile(wrap.pieces), printed.column))
    if block is not None:
        yield block


def _writers_of(block: _Block, shared: Writers, *, alone: bool) -> Writers:
    """The source's writers, or the block's own where they explain it far better."""
    if alone or not any(BREAK in read(value, shared.chances, SURE).join for value in block.values):
        return shared
    own = settle(block.values, facts_of(block.objects))
    known = max(explained(block.values, writer) for writer in list(shared.chances)[:4])
    return own if own.score - known > FAR_BETTER else shared


def _settled(block: _Block, writers: Writers) -> Iterator[tuple[Wrap, Wrapped, Settled]]:
    """The wrapped values of a block as they are read, each with what was measured of it."""
    found = [read(value, writers.chances, SURE) for value in block.values]
    # A property that holds line feeds in one object may hold them in every other.
    feeds = {label for label, settled in zip(block.labels, found, strict=True) if BREAK in settled.join}
    for label, wrap, value, settled in zip(block.labels, block.wraps, block.values, found, strict=True):
        if label in feeds and BREAK not in settled.join:
            again = Wrapped(pile(wrap.pieces, feeds=True), value.column)
            yield wrap, again, read(again, writers.chances, SURE)
        else:
            yield wrap, value, settled


def facts_of(objects: Sequence[Printed]) -> Facts:
    """What the lines of objects as such say of their writer."""
    ways = {printed.wide for printed in objects if printed.wide is not None}
    bare_ends = any(printed.bare for printed in objects)
    blank_ends = False
    narrow = broad = 0
    for printed in objects:
        column = printed.column
        lines = printed.values + [piece for wrap in printed.wraps.values() for piece in wrap.pieces[1:]]
        if not blank_ends:
            # "Label : " has kept its blank where no separator of the object has lost it
            blank_ends = any(line[-1:] in (" ", "\t") for line in lines) or (
                not printed.bare and any(not value for i, value in enumerate(printed.values) if i not in printed.wraps)
            )
        for line in lines:
            size = column + (len(line) if line.isascii() else cells(line, wide=False))
            narrow = max(narrow, size)
            if not line.isascii():
                size = column + cells(line, wide=True)
            broad = max(broad, size)
    return Facts((narrow, broad), blank_ends, bare_ends, ways.pop() if len(ways) == 1 else None)
