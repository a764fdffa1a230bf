"""Splits the output of one command into what it consists of: headings, lists, tables, nested outputs, other text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.budget import Budget
from analyzer.model import Note, Record
from analyzer.notes import note
from analyzer.readers.console.collapsed import mended
from analyzer.readers.console.columns import ruler_runs
from analyzer.readers.console.edited import without_ruler
from analyzer.readers.console.embedded import embedded
from analyzer.readers.console.messages import error_notes, without_messages
from analyzer.readers.console.nested import Nested, read_nested, read_text
from analyzer.readers.console.regions import Region
from analyzer.readers.console.tables import ELLIPSES, Header, Table, find_header, goes_on, read_table
from analyzer.readers.lines import Line
from analyzer.readers.lists import take_list

_HEADING = re.compile(r" {3,4}(?! )[^\W\d][^:\t]{0,100}: \S.*")
_SEPARATOR = re.compile(r"(?<! ) +[:\uff1a](?: |$)")
_PROPERTY = re.compile(r"\w+ ?: ")
_LONGEST_VALUE = 2_000
_WRAP = re.compile(r"\s-wr(?:ap?)?\b", re.IGNORECASE)
_SELECTED = re.compile(r"\|\s*(?:ft|Format-Table)\s+([^|;]*)$", re.IGNORECASE)
_NAMES = re.compile(r"\w+(?:\s*,\s*\w+)*")


@dataclass(frozen=True, slots=True)
class Heading:
    r"""A group heading (`   Directory: C:\`); `text` without the margin."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that are one or more lists, still to be read.

    `goes_on`: a line that is none of the list stands directly under it, and may be the rest of its last value.
    """

    lines: Sequence[Line]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """A PEM frame; `end` is the index after its last line."""

    end: int


Segment = Heading | Listing | Table | Nested


@dataclass(frozen=True, slots=True)
class Output:
    """The output of one command: segments in order, what its messages say, and whether it is silent."""

    segments: tuple[Segment, ...]
    notes: tuple[Note, ...] = ()
    failed: bool = False
    silent: bool = True


def split_output(region: Region, width: int, budget: Budget) -> Output:
    """What one command printed. `silent` says that nothing stands there but blank and verbose lines."""
    command = region.command
    nested = read_nested(region, budget)
    if nested:
        return Output((nested,), silent=False)
    kept, messages = without_messages(region.lines, width)
    errors = [message for message in messages if message.kind == "error"]
    notes = list(error_notes(region.lines, errors))
    silent = not any(line.text.strip() for line in kept) and all(message.kind == "verbose" for message in messages)
    segments: list[Segment] = []
    start = 0
    for export in embedded(kept):
        _add_printed(kept[start : export.start], command, segments, notes, budget)
        whole = region.ended or export.end < len(kept)
        segments.append(read_text(export.reader, kept[export.start : export.end], budget, ended=whole))
        start = export.end
    _add_printed(kept[start:], command, segments, notes, budget)
    return Output(tuple(segments), tuple(notes), bool(errors), silent)


def _add_printed(
    kept: Sequence[Line], command: str | None, segments: list[Segment], notes: list[Note], budget: Budget
) -> None:
    """Adds the lists, tables, headings and PEM frames of some lines."""
    wrap = command is not None and _WRAP.search(command) is not None
    start = 0
    marks = _marks(kept)
    for begin, mark in marks:
        if begin < start:
            continue
        _add_lists(kept[start:begin], segments, notes)
        start = begin
        if mark is None:
            segments.append(Heading(kept[begin].text.strip()))
            start = begin + 1
        elif isinstance(mark, _Frame):
            segments.append(read_text("certificates", kept[begin : mark.end], budget))
            start = mark.end
        elif table := read_table(kept, mark, len(kept), wrap=wrap):
            segments.append(table)
            notes += _dropped(command, mark, table)
            start = table.end
            if start < len(kept) and kept[start].text.strip() not in ("", *ELLIPSES):
                notes.append(note("lines-not-read", line=kept[start].number))
            elif goes_on(kept, mark, table) and not _begins(kept, start + 1, marks):
                notes.append(note("lines-not-read", line=kept[start + 1].number))
    rest = kept[start:]
    _add_lists(rest, segments, notes)
    if not segments:
        segments += _rulerless(rest, command)


def _marks(lines: Sequence[Line]) -> list[tuple[int, Header | _Frame | None]]:
    """Where headings (None), tables and PEM frames begin, in order."""
    marks: list[tuple[int, Header | _Frame | None]] = []
    frame = -1
    for index, line in enumerate(lines):
        text = line.text
        if text[:1] not in (" ", "-"):
            continue
        if text.startswith("-----BEGIN "):
            frame = index
        elif text.startswith("-----END ") and frame >= 0:
            marks.append((frame, _Frame(index + 1)))
            frame = -1
        elif ruler_runs(text):
            header = find_header(lines, index, marks[-1][0] + 1 if marks else 0)
            if header and not _inside_value(lines, header):
                marks.append((header.start, header))
        elif text.startswith("   ") and _HEADING.fullmatch(text) and _alone(lines, index):
            marks.append((index, None))
    return marks


def _begins(lines: Sequence[Line], index: int, marks: Sequence[tuple[int, object]]) -> bool:
    """Whether a list, a table or a heading begins on a line."""
    return take_list(lines, index) > index or any(begin == index for begin, _ in marks)


def _inside_value(lines: Sequence[Line], header: Header) -> bool:
    """Whether a table stands indented under a property, so that it is the text of its value."""
    indent = header.runs[0][0]
    if not indent or not header.start:
        return False
    above = lines[header.start - 1].text
    if above.strip():
        return above[:indent].isspace() or " : " in above[: indent + 1]
    # a value of one character a line may have an empty one, where its blank was trimmed
    for index in range(header.start - 2, max(header.start - _LONGEST_VALUE, -1), -1):
        text = lines[index].text
        if text[:indent].strip():
            return text[indent - 3 : indent] == " : "
        if not text.strip() and not lines[index + 1].text.strip():
            break
    return False


def _alone(lines: Sequence[Line], index: int) -> bool:
    before = index == 0 or not lines[index - 1].text.strip()
    return before and index + 1 < len(lines) and not lines[index + 1].text.strip()


def _add_lists(lines: Sequence[Line], segments: list[Segment], notes: list[Note]) -> None:
    """Adds the lists among some lines, and a note where text that is none stands directly under a list."""
    lines = mended(lines)
    index = 0
    labels: set[str] = set()
    skipped: list[tuple[str, int]] = []
    while index < len(lines):
        if not lines[index].text.strip():
            index += 1
            continue
        end = take_list(lines, index)
        if end > index:
            unread = end < len(lines) and bool(lines[end].text.strip()) and take_list(lines, end) == end
            segments.append(Listing(lines[index:end], unread and not _PROPERTY.match(lines[end].text)))
            labels.add(_label(lines[index].text))
            if unread:
                notes.append(note("lines-not-read", line=lines[end].number))
        else:
            skipped.append((_label(lines[index].text), lines[index].number))
        index = max(end, index + 1)
    notes += [note("lines-not-read", line=number) for label, number in skipped if label and label in labels]


def _label(text: str) -> str:
    """What stands before the first colon with blanks around it; "" of a line without one."""
    found = _SEPARATOR.search(text)
    return text[: found.start()].strip() if found else ""


def _rulerless(lines: Sequence[Line], command: str | None) -> list[Segment]:
    """A table whose ruler was lost: names, a blank line, and rows with a word for each name."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 2 or (len(lines) > 1 and not command and lines[lines.index(filled[0]) + 1].text.strip()):
        return []
    records = []
    for row in filled[1:]:
        found = without_ruler(filled[0].text, row.text)
        if found is None:
            return []
        records.append(Record(dict(zip(*found, strict=True)), row.number, dict.fromkeys(found[0], row.number)))
    return [Table(tuple(records), (), len(lines))]


def _dropped(command: str | None, header: Header, table: Table) -> list[Note]:
    """A note where columns are surely missing, or may be because the last one was cut for want of width."""
    line = table.records[0].line
    selected = _SELECTED.search(command) if command else None
    words = re.sub(r"\s-\w+.*", "", f" {selected[1]}").strip() if selected else ""
    if _NAMES.fullmatch(words):
        shown = {label.lower() for label in header.labels}
        missing = [name for name in re.split(r"\s*,\s*", words) if name.lower() not in shown]
        if missing and len(missing) < len(words.split(",")):
            return [
                note("columns-dropped", f"Columns were dropped for want of width: {', '.join(missing)}.", line=line)
            ]
    elif any(found.code == "value-cut" and found.property == header.labels[-1] for found in table.notes):
        return [
            note("columns-dropped", "The last column is cut: columns to its right may have been dropped.", line=line)
        ]
    return []
