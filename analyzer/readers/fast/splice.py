"""Puts the rows of columns between the records of the plain reader: records counted through, blocks, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from analyzer.model import Block, Note, Reading, Record
from analyzer.readers.console.prompts import compound
from analyzer.readers.fast.records import Records, row_notes
from analyzer.readers.fast.settling import Settling
from analyzer.readers.fast.store import Store
from analyzer.readers.fast.text import NotPlain
from analyzer.readers.fast.values import Stretch


def spliced(
    reading: Reading, store: Store, settling: Settling, stretches: Sequence[Stretch], *, notes: bool
) -> Reading:
    """The reading of the whole source, without `notes` one that has neither notes nor blocks.

    Raises NotPlain where a stretch does not stand between two records.
    """
    places = _places(reading.records, store, stretches)
    parts: list[Sequence[Record] | range] = []
    done = 0
    for place, stretch in zip(places, stretches, strict=True):
        parts += [reading.records[done:place], range(*stretch)]
        done = place
    parts.append(reading.records[done:])
    inserted = list(zip(places, stretches, strict=True))
    return replace(
        reading,
        records=Records(store, settling, parts),
        blocks=tuple(_blocks(reading, store, inserted)) if notes else (),
        notes=_notes(reading.notes, store, settling, inserted) if notes else (),
    )


def _places(records: Sequence[Record], store: Store, stretches: Sequence[Stretch]) -> list[int]:
    """Before which record of the plain reader each stretch stands."""
    of_line = {record.line: place for place, record in enumerate(records)}
    lines = store.array("line")
    places = []
    for first, last in stretches:
        place = of_line.get(int(lines[last]), 0)
        if place == 0 or records[place - 1].line != int(lines[first - 1]):
            raise NotPlain
        places.append(place)
    return places


def _notes(
    notes: Sequence[Note], store: Store, settling: Settling, inserted: Sequence[tuple[int, Stretch]]
) -> tuple[Note, ...]:
    """All notes with their records' new numbers, in the order of lines."""
    found: list[Note] = []
    for one in notes:
        shift = sum(last - first for place, (first, last) in inserted if place <= (one.record or 0))
        found.append(one if one.record is None else replace(one, record=one.record + shift))
    shift = 0
    for place, stretch in inserted:
        found += row_notes(store, settling, stretch, place + shift)
        shift += stretch[1] - stretch[0]
    found.sort(key=lambda one: one.line or 0)
    return tuple(found)


def _runs(store: Store, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """The rows of a stretch in runs of the same properties: first row, and how many."""
    import numpy as np

    first, last = stretch
    starts = [first, *(np.flatnonzero(store.array("other")[first + 1 : last]) + first + 1).tolist(), last]
    for start, stop in pairwise(starts):
        yield start, stop - start


def _blocks(reading: Reading, store: Store, inserted: Sequence[tuple[int, Stretch]]) -> Iterator[Block]:
    """The blocks of all records: one for each command, or for each run of like records where no command is known."""
    records = reading.records
    other, lines = store.array("other"), store.array("line")
    waiting = list(inserted)
    shift = 0
    early: Block | None = None  # the last rows of a stretch, which belong to the block that follows
    for block in reading.blocks:
        end = block.first + block.count
        current = replace(block, first=block.first + shift, count=0)
        if early is not None:
            current = replace(current, first=early.first, line=early.line, count=early.count)
            early = None
        done = block.first
        while waiting and block.first < waiting[0][0] <= end:
            place, stretch = waiting.pop(0)
            current = replace(current, count=current.count + place - done)
            done = place
            shift += stretch[1] - stretch[0]
            if block.command is not None and not compound(block.command):
                current = replace(current, count=current.count + stretch[1] - stretch[0])
                continue
            first, last = stretch
            # the records before and behind a stretch are rows as well (`Settling` sees to that)
            for row, count in _runs(store, stretch):
                if row == first and not other[row]:
                    current = replace(current, count=current.count + count)
                    continue
                yield current
                begin = current.first + current.count
                current = Block(
                    begin,
                    count,
                    int(lines[row]),
                    block.command,
                    block.type,
                    block.group,
                    block.prompt_host,
                    block.failed,
                )
            if not other[last]:
                if place == end and current.first >= block.first + shift - (stretch[1] - stretch[0]):
                    early = current
            elif place < end:
                yield current
                current = replace(current, first=current.first + current.count, count=0, line=records[place].line)
        if early is None:
            yield replace(current, count=current.count + end - done)
