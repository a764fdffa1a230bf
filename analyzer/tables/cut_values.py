"""Values of printed lists that were cut by something else than PowerShell: an editor, a ticket's form, a mail.

PowerShell wraps what is longer than its console. So three things show that a value is not whole: it ends with an
ellipsis though its type has none, text stands below it that belongs to nothing, or several lines end at one width and
none is wrapped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analyzer.model import Note, Reading, Record, Source
from analyzer.notes import note
from analyzer.tables.by_column import ByColumn
from analyzer.tables.catalogue import Entry
from analyzer.tables.cut import ends_within_a_line
from analyzer.tables.values.types import PropertyType

_PRINTED = ("format-list", "console", "transcript")
_ELLIPSES = ("...", "…")
_MOST_BYTES = 4_000_000
_NARROWEST = 40
_LONG_WORD = 20
_SEVERAL = 3
"""So many values of different properties do not end at one place by chance."""
_FORMED = re.compile(r"[0-9A-Fa-f]{40}|[{(]?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}[)}]?|.*\}")
"""Values that are whole by their form, and of one length by it: thumbprints, GUIDs, lists with their brace."""


def ends_cut(value: object, kind: PropertyType) -> bool:
    """Whether a value ends with an ellipsis that no value of its type ends with; a sentence may end so."""
    if not isinstance(value, str) or not value.endswith(_ELLIPSES):
        return False
    return kind.kind != "text" or (len(value) >= _LONG_WORD and not re.search(r"\s", value))


def cut_values(source: Source, reading: Reading, blocks: Sequence[tuple[range, Entry | None]]) -> list[Note]:
    """A note for each value of a reading that was cut; `blocks` are its records with what they were recognised as.

    Large lists, whose records are kept by columns, get none: `ends_cut` judges their cells when they are asked for.
    """
    if reading.format not in _PRINTED or not reading.records or isinstance(reading.records, ByColumn):
        return []
    found = {(n.record, n.property): n for n in (*_marked(reading, blocks), *_above_strays(reading))}
    if ends_within_a_line(source) and (each := _last_value(source, reading)):
        found[each.record, each.property] = each
    if source.size <= _MOST_BYTES:
        for each in _at_the_edge(source, reading.records):
            found.setdefault((each.record, each.property), each)
    doubted = {(n.record, n.property) for n in reading.notes if n.code in ("value-cut", "list-cut")}
    return [each for key, each in found.items() if key not in doubted]


def _marked(reading: Reading, blocks: Sequence[tuple[range, Entry | None]]) -> Iterator[Note]:
    for indices, entry in blocks:
        if entry is None:
            continue
        for index in indices:
            record = reading.records[index]
            for name, value in record.properties.items():
                if isinstance(value, str) and value.endswith(_ELLIPSES):
                    known = entry.property(name)
                    if known is not None and ends_cut(value, known.type):
                        yield _note(record, index, name)


def _above_strays(reading: Reading) -> Iterator[Note]:
    """The values directly above lines that belong to nothing: those may be their rest."""
    strays = [n.line for n in reading.notes if n.code == "lines-not-read" and n.line is not None]
    for line in strays:
        index = bisect_right(reading.records, line, key=lambda record: record.line or 0) - 1
        if index < 0:
            continue
        record = reading.records[index]
        name = max(record.lines, key=lambda name: record.lines[name], default=None)
        if name is not None and record.properties.get(name):
            yield _note(record, index, name)


def _last_value(source: Source, reading: Reading) -> Note | None:
    """The value that stands at the end of a text that ends within a line."""
    record = reading.records[-1]
    name = max(record.lines, key=lambda name: record.lines[name], default=None)
    line = record.lines[name] if name is not None else 0
    own = source.text.splitlines()[line - 1 :]
    return _note(record, len(reading.records) - 1, name) if name is not None and all(own) else None


def _at_the_edge(source: Source, records: Sequence[Record]) -> Iterator[Note]:
    """The values that end at the width of a text whose lines were cut there."""
    lines = source.text.splitlines()
    width = max(map(len, lines), default=0)
    full = {number for number, line in enumerate(lines, 1) if len(line) == width}
    if width < _NARROWEST or len(full) < _SEVERAL:
        return
    ends: list[tuple[int, str, Record]] = []
    for index, record in enumerate(records):
        own = [*record.lines.values()]
        if any(later - line > 1 for line, later in pairwise(own)):
            return  # something is wrapped: so the writer wraps
        for name, line in record.lines.items():
            value = record.properties.get(name)
            if line in full and isinstance(value, str) and not _FORMED.fullmatch(value):
                ends.append((index, name, record))
    if len({name for _, name, _ in ends}) >= _SEVERAL and len({r.properties[n] for _, n, r in ends}) >= _SEVERAL:
        yield from (_note(record, index, name) for index, name, record in ends)


def _note(record: Record, index: int, name: str) -> Note:
    return note("value-cut", line=record.lines.get(name, record.line), record=index, property=name)
