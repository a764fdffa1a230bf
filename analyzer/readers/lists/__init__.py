"""The exact reader of Format-List text: from physical lines to records, with every doubt noted.

`take_list` finds the lines of a list, `read_lists` reads all lists of one source together: they share the writer, so
its width, wrap style, cells and trimming are settled over all of them. Objects without wrapped values need none of
that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analyzer.model import Note, Record
from analyzer.readers.lists.lines import Line
from analyzer.readers.lists.printed import Printed
from analyzer.readers.lists.records import record
from analyzer.readers.lists.scan import LONGEST_LABEL, SEPARATOR, take_objects
from analyzer.readers.lists.settle import Settled
from analyzer.readers.lists.view import cleaned, view
from analyzer.readers.lists.wraps import settled_values

__all__ = ["Line", "Lists", "Settle", "read_lists", "take_list"]

Settle = Callable[[Sequence[Sequence[Printed]], int | None], Mapping[int, Settled]]
"""Reads the wrapped values of a source (given the objects of each run, and the writer's width): by `id` of a `Wrap`."""

_CHUNK = 16


@dataclass(frozen=True)
class Lists:
    """What was read: for each run its records, and its notes (`Note.record` counts within the run)."""

    records: tuple[tuple[Record, ...], ...]
    notes: tuple[tuple[Note, ...], ...]


def take_list(lines: Sequence[Line], start: int) -> int:
    """The index after the list that begins at lines[start]; `start` where none begins there.

    A list is one or more printed objects with the blank lines between and inside.
    """
    if start >= len(lines) or not SEPARATOR.search(cleaned(lines[start].text), 0, LONGEST_LABEL):
        return start
    size = _CHUNK
    while True:
        seen = view(lines, start, start + size)
        _, end = take_objects(seen)
        if end < len(seen.texts) // 2 or start + size >= len(lines):
            return seen.indexes[end - 1] + 1 if end else start
        size *= 8


def read_lists(runs: Sequence[Sequence[Line]], *, width: int | None = None, settle: Settle = settled_values) -> Lists:
    """Reads all list runs of one source. `width` is the writer's line width where it is known.

    `settle` is another way to read wrapped values, where the runs are not all there is of the source.

    Never raises: lines of a run that belong to no printed object are left out.
    """
    objects = [_objects(run) for run in runs]
    values = settle(objects, width)
    records: list[tuple[Record, ...]] = []
    notes: list[tuple[Note, ...]] = []
    for run in objects:
        found: list[Record] = []
        said: list[Note] = []
        for number, printed in enumerate(run):
            found.append(record(printed, values, number, said))
        records.append(tuple(found))
        notes.append(tuple(said))
    return Lists(tuple(records), tuple(notes))


def _objects(run: Sequence[Line]) -> list[Printed]:
    """The printed objects of a run; lines between them that belong to none are passed over."""
    seen = view(run)
    found: list[Printed] = []
    index = 0
    while index < len(seen.texts):
        taken, end = take_objects(seen, index)
        found += taken
        index = max(end, index + 1)
    return found
