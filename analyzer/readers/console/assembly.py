"""Puts what was read of all commands together: records counted through, one block for each run of like objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.model import Block, Note, Record
from analyzer.notes import note
from analyzer.readers.console.nested import Nested
from analyzer.readers.console.prompts import compound, prints
from analyzer.readers.console.regions import Region
from analyzer.readers.console.segments import Heading, Listing, Output
from analyzer.readers.lists import Lists


@dataclass(frozen=True, slots=True)
class Assembled:
    """Records in document order, their blocks, and the notes with `Note.record` counted over all of them."""

    records: tuple[Record, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


def assemble(regions: Sequence[Region], outputs: Sequence[Output], lists: Lists) -> Assembled:
    """All records of a text. `lists` has one entry for each `Listing` of the outputs, in order."""
    records: list[Record] = []
    blocks: list[Block] = []
    notes: list[Note] = []
    runs = iter(zip(lists.records, lists.notes, strict=True))
    for region, output in zip(regions, outputs, strict=True):
        first = len(records)
        group: str | None = None
        found: list[Block] = []
        for segment in output.segments:
            if isinstance(segment, Heading):
                group = segment.text
                continue
            taken, said = next(runs) if isinstance(segment, Listing) else (segment.records, segment.notes)
            if isinstance(segment, Listing) and segment.goes_on and taken:
                last, line = list(taken[-1].lines.items())[-1]
                said = (*said, note("value-cut", line=line, record=len(taken) - 1, property=last))
            notes += [_shifted(one, len(records)) for one in said]
            if isinstance(segment, Nested):
                found += [_adopted(block, region, len(records)) for block in segment.blocks]
            else:
                found += [
                    _block(region, output, len(records) + start, count, taken[start].line, group)
                    for start, count in _alike(taken)
                ]
            records += taken
        notes += output.notes
        blocks += _merged(found, records)
        if not found and _returned_nothing(region, output):
            blocks.append(_block(region, output, first, 0, region.prompt.number if region.prompt else None, None))
    notes.sort(key=lambda one: one.line or 0)
    return Assembled(tuple(records), tuple(blocks), tuple(notes))


def _shifted(one: Note, by: int) -> Note:
    return one if one.record is None else replace(one, record=one.record + by)


def _block(region: Region, output: Output, first: int, count: int, line: int | None, group: str | None) -> Block:
    return Block(first, count, line, region.command or None, group=group, prompt_host=region.host, failed=output.failed)


def _adopted(block: Block, region: Region, by: int) -> Block:
    """A block of a nested reading, with the command and the host of the region it stands in."""
    command = block.command or region.command or None
    return replace(block, first=block.first + by, command=command, prompt_host=block.prompt_host or region.host)


def _returned_nothing(region: Region, output: Output) -> bool:
    """Whether an empty block is due: the command failed, or ran to its end and would have shown what it returns."""
    if not region.command or region.traced:
        return False
    return output.failed or (output.silent and region.ended and prints(region.command))


def _alike(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """(first, count) of each run of records with the same properties."""
    start = 0
    for index in range(1, len(records) + 1):
        if index == len(records) or set(records[index].properties) != set(records[start].properties):
            yield start, index - start
            start = index


def _alike_first(records: Sequence[Record], one: Block, other: Block) -> bool:
    """Whether the first objects of two blocks have the same properties."""
    if not (one.count and other.count):
        return False
    return set(records[one.first].properties) == set(records[other.first].properties)


def _merged(blocks: Sequence[Block], records: Sequence[Record]) -> list[Block]:
    """Neighbouring blocks of one heading made one, if one command printed them or their objects are alike."""
    merged: list[Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and last.group == block.group and last.command == block.command:
            one_command = last.command is not None and not compound(last.command)
            alike = last.type == block.type and _alike_first(records, last, block)
            if (one_command and last.type == block.type) or alike:
                merged[-1] = replace(last, count=last.count + block.count)
                continue
        merged.append(block)
    return merged
