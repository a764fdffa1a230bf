"""The exact reader of Format-List text: from physical lines to records, with every doubt noted.

`take_list` finds the lines of a list, `read_lists` reads all lists of one source together: they share the writer, so
its width, wrap style, cells and trimming are settled over all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.model import Note, Record
from analyzer.readers.lists.lines import Line, cells
from analyzer.readers.lists.scan import Printed, take_object

__all__ = ["Line", "Lists", "read_lists", "take_list"]


@dataclass(frozen=True)
class Lists:
    """What was read: for each run its records, and its notes (`Note.record` counts within the run)."""

    records: tuple[tuple[Record, ...], ...]
    notes: tuple[tuple[Note, ...], ...]


def take_list(lines: Sequence[Line], start: int) -> int:
    """The index after the list that begins at lines[start]; `start` where none begins there.

    A list is one or more printed objects with the blank lines between and inside.
    """
    index = end = start
    while index < len(lines):
        found = take_object(lines, index)
        if found is None:
            break
        index = end = found[1]
        while index < len(lines) and not lines[index].text.strip():
            index += 1
    return end


def read_lists(runs: Sequence[Sequence[Line]], *, width: int | None = None) -> Lists:
    """Reads all list runs of one source. `width` is the writer's line width where it is known."""
    objects = [_objects(run) for run in runs]
    longest = max((cells(line.text, wide=False) for run in runs for line in run), default=0)
    field_width = width or max(79, longest)
    return Lists(
        tuple(tuple(_record(printed, field_width) for printed in run) for run in objects), tuple(() for _ in runs)
    )


def _objects(run: Sequence[Line]) -> list[Printed]:
    found = []
    index = 0
    while index < len(run):
        taken = take_object(run, index) if run[index].text else None
        if taken is None:
            index += 1
            continue
        found.append(taken[0])
        index = taken[1]
    return found


def _record(printed: Printed, width: int) -> Record:
    value: dict[str, str] = {}
    lines: dict[str, int] = {}
    for cell in printed.cells:
        value[cell.label] = _joined(cell.pieces, width - printed.column)
        lines[cell.label] = cell.line
    return Record(value, printed.cells[0].line, lines)


def _joined(pieces: list[str], width: int) -> str:
    text = pieces[0]
    for piece, following in zip(pieces, pieces[1:], strict=False):
        if len(piece) >= width or (piece.endswith(" ") and len(piece) + len(following.split(" ")[0]) >= width):
            text += following
        elif len(piece) + 1 + len(following.split(" ")[0]) > width:
            text += " " + following
        else:
            text += "\n" + following
    return text
