"""Puts what was read of all commands together: records counted through, one block for each run of like objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.model import Block, Note, Record
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
            notes += [_shifted(one, len(records)) for one in said]
            for start, count in _alike(taken):
                found.append(_block(region, output, len(records) + start, count, taken[start].line, group))
            records += taken
        notes += output.notes
        blocks += _merged(found, records)
        if not found and _returned_nothing(region, output):
            blocks.append(_block(region, output, first, 0, region.line, None))
    notes.sort(key=lambda one: one.line or 0)
    return Assembled(tuple(records), tuple(blocks), tuple(notes))


def _shifted(one: Note, by: int) -> Note:
    return one if one.record is None else replace(one, record=one.record + by)


def _block(region: Region, output: Output, first: int, count: int, line: int | None, group: str | None) -> Block:
    return Block(first, count, line, region.command or None, group=group, prompt_host=region.host, failed=output.failed)


def _returned_nothing(region: Region, output: Output) -> bool:
    """Whether an empty block is due: the command failed, or it ran to its end, shows what it returns, and showed nothing."""
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


def _merged(blocks: Sequence[Block], records: Sequence[Record]) -> list[Block]:
    """Neighbouring blocks of one heading made one, if one command printed them or their objects are alike."""
    merged: list[Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and last.group == block.group and last.command == block.command:
            one_command = last.command is not None and not compound(last.command)
            alike = set(records[last.first].properties) == set(records[block.first].properties)
            if one_command or alike:
                merged[-1] = replace(last, count=last.count + block.count)
                continue
        merged.append(block)
    return merged
