"""Takes error records, warnings and verbose lines out of the output, so that what they interrupted goes on."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.model import Note
from analyzer.notes import note
from analyzer.readers.console.columns import ruler_runs
from analyzer.readers.console.embedded import export_at
from analyzer.readers.console.errors import Message, find_errors, find_streams
from analyzer.readers.console.tables import find_header
from analyzer.readers.console.wrapped import USUAL_WIDTHS
from analyzer.readers.lines import Line
from analyzer.readers.lists import take_list


def without_messages(lines: Sequence[Line], width: int) -> tuple[list[Line], list[Message]]:
    """The lines that are no message of the error, warning or verbose stream, and the messages."""
    messages: list[Message] = []
    kept: list[Line] = []
    start = 0
    console = min((usual for usual in USUAL_WIDTHS if usual >= width), default=width)
    for error in [*find_errors(lines), None]:
        end = error.start if error else len(lines)
        index = start
        in_table = False
        while index < end:
            text = lines[index].text
            in_table = bool(ruler_runs(text)) or (in_table and bool(text.strip()))
            stream = find_streams(lines, index, console, row=in_table) if text[:1].isalpha() else None
            if stream is None:
                kept.append(lines[index])
                index += 1
                continue
            stop = min(stream.end, end)
            after = next((i for i in range(index + 1, stop) if _output_begins(lines, i)), stop)
            messages.append(Message(stream.kind, index, after, stream.text))
            index = after
        if error:
            messages.append(error)
            start = error.end
    return kept, messages


def error_notes(lines: Sequence[Line], errors: Sequence[Message]) -> list[Note]:
    """A note for each error record; transcripts of PowerShell 7 hold each twice, which is one."""
    notes: list[Note] = []
    before = None
    for error in errors:
        if before is None or before.text != error.text or before.end != error.start:
            notes.append(note("error-record", error.text[:1000], line=lines[error.start].number))
        before = error
    return notes


def _output_begins(lines: Sequence[Line], start: int) -> bool:
    return take_list(lines, start) > start or _table_begins(lines, start) or export_at(lines, start) is not None


def _table_begins(lines: Sequence[Line], start: int) -> bool:
    if start + 1 >= len(lines) or not ruler_runs(lines[start + 1].text):
        return False
    return find_header(lines, start + 1, start) is not None
