"""The reader of everything PowerShell prints as text: lists, tables, transcripts and console pastes.

The text is cleaned, split at prompts and transcript frames, and the output of each command into lists, tables, error
records and the like. Lists are read all at once, because they share the writer that has to be inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.notes import note
from analyzer.readers.console.assembly import assemble
from analyzer.readers.console.clean import clean
from analyzer.readers.console.columns import ruler_runs
from analyzer.readers.console.frames import find_frame, session
from analyzer.readers.console.nested import NATIVE
from analyzer.readers.console.prompts import parse_prompt
from analyzer.readers.console.regions import Regions, split
from analyzer.readers.console.segments import Heading, Listing, Output, split_output
from analyzer.readers.console.tables import Table
from analyzer.readers.lines import Line, cells
from analyzer.readers.lists import Settle, read_lists

FORMAT = "console"

LARGE = 20 * 2**20
"""Bytes from which the lists of a text are read by columns: below that, importing numpy takes longer than reading."""

_SNIFFED_CHARS = 2**16


def sniff(source: Source) -> float:
    """0.95 for a transcript, 0.92 where prompts stand, 0.65 for lists and tables, 0.1 for any other text.

    Only 0.7 where all that was typed is certutil, nslookup or dnscmd, whose output has readers of its own.
    """
    lines = clean(source.text[:_SNIFFED_CHARS])
    certainty = 0.1 if lines else 0.0
    column = -1
    for index, line in enumerate(lines):
        text = line.text
        if text.startswith("*****") and find_frame(lines, index):
            return 0.95
        typed = parse_prompt(text) if text else None
        if typed and typed.command and not NATIVE.match(typed.command):
            return 0.92
        if typed:
            certainty = max(certainty, 0.7)
        elif ruler_runs(text):
            certainty = max(certainty, 0.65)
        elif text[:1].isalnum() and (found := text.find(" :")) > 0:
            certainty = max(certainty, 0.65 if found == column else 0.5)
            column = found
    return certainty


def read(source: Source, budget: Budget) -> Reading:
    """What the text holds. Its format is "transcript", "console", "format-list", "format-table"; else "unknown"."""
    if source.size < LARGE:
        return read_lines(clean(source.text), budget)
    lines = clean(source.text, budget.text_lines + 1)
    if len(lines) <= budget.text_lines:
        return read_lines(lines, budget)
    last = lines.pop()
    text = f"The text has more than {budget.text_lines:,} lines that are no plain list; the others were not used."
    reading = read_lines(lines, budget)
    notes = [*reading.notes, note("limit-reached", text, line=last.number)]
    if reading.records and reading.records[-1].value:
        record, name = len(reading.records) - 1, next(reversed(reading.records[-1].value))
        notes.append(note("value-cut", line=reading.records[-1].lines.get(name), record=record, property=name))
    return replace(reading, notes=tuple(notes))


def read_large(source: Source, budget: Budget, told: Callable[[int], None] | None = None) -> Reading | None:
    """What `read` sees in a large text, its lists read by columns; None where the text is small, or odd throughout.

    `told` is called with the number of bytes read so far.
    """
    if source.size < LARGE or source.encoding is None:
        return None
    from analyzer.readers import fast

    return fast.read(source, budget, told=told)


def read_lines(
    lines: Sequence[Line], budget: Budget, *, width: int = 0, settle: Callable[[bool], Settle] | None = None
) -> Reading:
    """What cleaned lines hold.

    Where they are not all lines of the source, `width` is the widest line's among the others, and `settle` gives the
    way to read wrapped values, told whether the source is a transcript.
    """
    width = max(width, max((cells(line.text, wide=True) for line in lines), default=0))
    text = split(lines, width)
    outputs = [split_output(region, width, budget) for region in text.regions]
    runs = [segment.lines for output in outputs for segment in output.segments if isinstance(segment, Listing)]
    if text.frames:
        runs = [[_as_trimmed(line) for line in run] for run in runs]
    lists = read_lists(runs, settle=settle(bool(text.frames))) if settle else read_lists(runs)
    assembled = assemble(text.regions, outputs, lists)
    told = session(text.frames)
    reading = Reading(_shape(text, outputs), assembled.records, assembled.blocks, assembled.notes, told)
    if reading.recognised or told:
        return reading
    return replace(reading, format="unknown", notes=(*reading.notes, note("nothing-recognised")))


def _as_trimmed(line: Line) -> Line:
    """A line of a transcript with a blank value's separator trimmed.

    Transcripts keep that blank, but not those at the breaks of wrapped values (RUN on PowerShell 7.6): so it must not
    tell the list reader that line ends were kept.
    """
    return Line(line.number, line.text[:-1]) if line.text.endswith(" : ") else line


def _shape(text: Regions, outputs: Sequence[Output]) -> str:
    """The name of what the text is."""
    if text.frames:
        return "transcript"
    kinds = {type(segment) for output in outputs for segment in output.segments} - {Heading}
    if text.prompts:
        return "console"
    return "format-list" if kinds == {Listing} else "format-table" if kinds == {Table} else "console"
