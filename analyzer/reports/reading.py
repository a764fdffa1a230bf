"""The answer to `analyzer read`: records as a reader saw them, before any typing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from analyzer.model import Block, Reading, Record, Source
from analyzer.notes import CODES
from analyzer.reports.columns import display_width, pad, wrap
from analyzer.reports.json_report import dumps, note
from analyzer.reports.note_words import message_in
from analyzer.reports.phrases import shape
from analyzer.reports.style import Style
from analyzer.reports.words import counted, listed, word
from analyzer.sanitise import one_line, shorten, visible

Readings = Iterable[tuple[Source, Reading]]

_SHOWN_VALUE = 2_000


def complete(readings: Readings) -> bool:
    """Whether nothing of the sources was skipped, cut or unreadable."""
    return not any(CODES[each.code].loss for source, reading in readings for each in (*source.notes, *reading.notes))


def render_json(readings: Readings, *, language: str = "en") -> Iterator[str]:
    """Parts of the JSON text: a list with one object a source; each record stands on a line of its own.

    Messages are in one language. The parts are made one by one: a large file never stands in memory as one text.
    """
    opened = False
    for source, reading in readings:
        yield ",\n" if opened else "[\n"
        opened = True
        head = {"source": source.name, "format": reading.format, "encoding": source.encoding}
        yield dumps(head, indent=None)[:-1] + ',\n "records": ['
        separator = "\n  "
        for record in reading.records:
            yield separator + _strict(record.value)
            separator = ",\n  "
        blocks = [_block(block) for block in reading.blocks]
        notes = [note(each, language) for each in (*source.notes, *reading.notes)]
        yield f'],\n "blocks": {dumps(blocks, indent=None)},\n "notes": {dumps(notes, indent=None)}}}'
    yield "\n]\n" if opened else "[]\n"


def render_terminal(
    readings: Readings, *, language: str = "en", width: int = 100, colour: bool = False, verbose: bool = False
) -> Iterator[str]:
    """Parts of a text: each record as a list of its properties, each with its line."""
    style = Style(colour)
    for index, (source, reading) in enumerate(readings):
        count = counted("records", len(reading.records), language)
        told = listed([*shape(reading.format, source.encoding, language), count], language)
        yield "\n" if index else ""
        yield style.paint("bold", one_line(source.name)) + f"  {told}\n"
        starts: dict[int, list[Block]] = {}
        for block in reading.blocks:
            starts.setdefault(block.first, []).append(block)
        for number, record in enumerate(reading.records):
            yield from _titles(starts.pop(number, []), width, style)
            yield "\n" + "".join(f"{line}\n" for line in _record(record, width, style, verbose))
        yield from _titles([block for blocks in starts.values() for block in blocks], width, style)
        notes = (*source.notes, *reading.notes)
        yield "\n" if notes else ""
        for each in notes:
            place = "" if each.line is None else f" {word('line', language, n=each.line)}"
            about = "" if each.property is None else f" {one_line(each.property)}"
            says = visible(message_in(each.code, each.message, language))
            lines = wrap(f"{each.code}{place}{about}: {says}", width, "  ! ", "    ")
            yield "".join(f"{line}\n" for line in lines)


def _block(block: Block) -> dict[str, Any]:
    return {
        "first": block.first,
        "count": block.count,
        "line": block.line,
        "command": block.command,
        "type": block.type,
        "group": block.group,
    }


def _titles(blocks: Iterable[Block], width: int, style: Style) -> Iterator[str]:
    """The command, type or heading that each block came from; of a block without records it says so."""
    for block in blocks:
        title = one_line(block.command or block.type or block.group or "")
        if title:
            empty = "" if block.count else ": (0)"
            yield "\n" + "".join(style.paint("info", line) + "\n" for line in wrap(title + empty, width, "  # "))


def _record(record: Record, width: int, style: Style, verbose: bool) -> Iterator[str]:
    if not isinstance(record.value, dict):
        yield from wrap(_shown(record.value, verbose), width, "  ")
        return
    names = {name: one_line(name) for name in record.value}
    column = min(max((display_width(name) for name in names.values()), default=0), width // 3)
    numbers = max((len(str(line)) for line in record.lines.values()), default=0)
    for name, value in record.value.items():
        line = str(record.lines.get(name, "")).rjust(numbers)
        lead = f"  {line}  {pad(names[name], column)} = "
        first, *more = wrap(_shown(value, verbose), width, lead, " " * (numbers + column + 7))
        yield first.replace(f"  {line}  ", style.paint("dim", f"  {line}  "), 1)
        yield from more


def _shown(value: Any, verbose: bool) -> str:
    """A value on one line: text as it is, anything else as JSON."""
    text = value if isinstance(value, str) else _strict(value)
    return one_line(text if verbose else shorten(text, _SHOWN_VALUE))


def _strict(value: Any) -> str:
    """A value as strict JSON; a number that JSON has no word for becomes text."""
    try:
        return dumps(value, indent=None)
    except ValueError:
        return dumps(json.loads(json.dumps(value), parse_constant=str), indent=None)
