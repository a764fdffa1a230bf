"""Lines longer than the limit: cut, and noted."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.model import Note
from analyzer.notes import note
from analyzer.readers.lines import Line


def cut_long_lines(lines: Sequence[Line], limit: int) -> tuple[list[Line], list[Note]]:
    """The lines with at most `limit` characters each, and a note `limit-reached` for each that had more."""
    longer = [line.number for line in lines if len(line.text) > limit]
    if not longer:
        return list(lines), []
    text = f"The line is longer than {limit} characters; the rest of it was not read."
    cut = [Line(line.number, line.text[:limit]) for line in lines]
    return cut, [note("limit-reached", text, line=number) for number in longer]
