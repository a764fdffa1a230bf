"""Records -> rows: every value gets the type that the catalogue gives to its property, and keeps its doubts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from analyzer.model import Note, Reading, Record, Source, Value
from analyzer.notes import CODES
from analyzer.tables.by_column import ByColumn
from analyzer.tables.catalogue import Entry
from analyzer.tables.cells import Cell, Evidence, Gap, Row
from analyzer.tables.cut_values import ends_cut
from analyzer.tables.values import Culture, PropertyType, parse
from analyzer.tables.values.types import TEXT
from analyzer.texts import GAPS

_KEEP_READINGS = {"list-cut", "value-cut", "ambiguous-join"}
"""The doubts that leave something to read; of a value that any other note doubts nothing is sure."""
_ELLIPSES = ("...", "…")
_SHOWN = 2000


@dataclass(frozen=True)
class Doubts:
    """The notes of one reading about single cells: (record, property) -> codes."""

    codes: Mapping[tuple[int, str], frozenset[str]]

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Doubts:
        """The doubts among the notes of a reading."""
        found: dict[tuple[int, str], frozenset[str]] = {}
        nothing: frozenset[str] = frozenset()
        same: dict[frozenset[str], frozenset[str]] = {}  # few sets stand for very many cells
        for note in notes:
            if note.record is not None and note.property is not None and CODES[note.code].doubt:
                key = note.record, note.property
                codes = found.get(key, nothing) | {note.code}
                found[key] = same.setdefault(codes, codes)
        return cls(found)

    @cached_property
    def by_record(self) -> Mapping[int, Mapping[str, frozenset[str]]]:
        """The same by record, then by property."""
        found: dict[int, dict[str, frozenset[str]]] = {}
        for (record, name), codes in self.codes.items():
            found.setdefault(record, {})[name] = codes
        return found

    def about(self, record: int, name: str) -> frozenset[str]:
        """The codes of the notes about one cell."""
        return self.codes.get((record, name), frozenset())


def printed(value: Value) -> str:
    """A value as evidence shows it: as printed, lists in PowerShell's braces, an object's ToString."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, list):
        return "{" + ", ".join(printed(item) for item in value) + "}"
    if isinstance(value, dict):
        if "base64" in value and len(value) == 1:
            return f"({len(str(value['base64'])) * 3 // 4} bytes)"
        if "$text" in value:
            return printed(value["$text"])
        if "$items" in value:
            return printed(value["$items"])
        return "@{" + "; ".join(f"{name}={printed(item)}" for name, item in value.items() if name[:1] != "$") + "}"
    return str(value)


def shown(value: Value) -> str:
    """The value of an evidence: as printed, not longer than anybody reads."""
    return printed(value)[:_SHOWN]


def first_reading(cell: Cell, missing: Any) -> Any:
    """What a DataFrame shows of a cell: its first reading, `missing` where it has none; lists as lists."""
    if cell.missing:
        return missing
    value = cell.readings[0]
    return list(value) if isinstance(value, tuple) else value


def culture_of(records: Sequence[Record], indices: Iterable[tuple[int, Entry]]) -> list[str]:
    """The printed dates among records: what the culture of their writer is told from."""
    dates: list[str] = []
    if isinstance(records, ByColumn):
        for entry, part in groupby(indices, key=lambda pair: pair[1]):
            numbers = [index for index, _ in part]
            names = records.names(numbers[0], len(numbers))
            printed_dates = [name for name in names if _is_date(entry, name)]
            records.keep(printed_dates)
            for name in printed_dates:
                values = records.column(name, numbers[0], len(numbers))
                dates += [value for value in values if isinstance(value, str) and value.strip()]
        return dates
    for index, entry in indices:
        for name, value in records[index].properties.items():
            if _is_date(entry, name) and isinstance(value, str) and value.strip():
                dates.append(value)
    return dates


def _is_date(entry: Entry, name: str) -> bool:
    known = entry.property(name)
    return known is not None and known.type.kind == "datetime"


def cell(
    value: Value,
    kind: PropertyType,
    culture: Culture | None,
    evidence: Evidence,
    doubts: frozenset[str] = frozenset(),
    alternatives: Sequence[str] = (),
) -> Cell:
    """One typed cell with its doubts.

    A value that a note calls lost has no reading; one whose lines have several readings has them all; a cut one is
    open. Text that is not of its type has no reading either: the rule that needs it cannot tell.
    """
    if ends_cut(value, kind):
        doubts |= {"value-cut"}
    lost = {code if code in GAPS else "unreadable" for code in doubts - _KEEP_READINGS}
    if lost:
        return Cell(
            (), False, (evidence,), tuple(Gap(code, evidence.table, evidence.property) for code in sorted(lost))
        )
    texts: Sequence[Value] = [value]
    if "ambiguous-join" in doubts:
        if len(alternatives) < 2:
            return Cell((), False, (evidence,), (Gap("ambiguous-join", evidence.table, evidence.property),))
        texts = alternatives
    readings: dict[Any, None] = {}
    is_open = bool(doubts & {"list-cut", "value-cut"})
    if "value-cut" in doubts:
        if printed(value).startswith(_ELLIPSES):
            return Cell((), False, (evidence,), (Gap("value-cut", evidence.table, evidence.property),))
        texts = [_whole_items(_beginning(text)) if kind.is_list else _beginning(text) for text in texts]
    for text in texts:
        parsed = parse(text, TEXT if "value-cut" in doubts and not kind.is_list else kind, culture)
        is_open = is_open or parsed.open
        if not parsed.readings:
            return Cell((), False, (evidence,), (Gap("unreadable", evidence.table, evidence.property),))
        for reading in parsed.readings:
            readings.setdefault(reading)
    gaps = tuple(
        Gap(code, evidence.table, evidence.property)
        for code in sorted(doubts & {"list-cut", "value-cut", "ambiguous-join"})
    )
    if is_open and not gaps:
        gaps = (Gap("list-cut", evidence.table, evidence.property),)
    return Cell(tuple(readings), is_open, (evidence,), gaps)


def _beginning(value: Value) -> Value:
    """What is known of a value that was cut at its end: the text before the mark of the cut."""
    return value.rstrip().removesuffix("...").removesuffix("…") if isinstance(value, str) else value


def _whole_items(value: Value) -> Value:
    """What is known of a list that was cut at its end: the items before the last, of which nobody knows the rest."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    whole = text.rpartition(",")[0].rstrip()
    return whole + "}" if text.startswith("{") and whole else "" if text.startswith("{") else whole


def row(source: Source, reading: Reading, index: int, entry: Entry, culture: Culture | None, doubts: Doubts) -> Row:
    """The typed row of one record. A property that the catalogue does not know stays text."""
    record = reading.records[index]
    cells: dict[str, Cell] = {}
    printed_values = record.value if isinstance(record.value, dict) else {"Value": record.value}
    for name, value in printed_values.items():
        if name.startswith("$"):
            continue
        known = entry.property(name)
        line = record.lines.get(name, record.line)
        evidence = Evidence(source.name, line, entry.table, name, shown(value))
        cells[known.name if known else name] = cell(
            value,
            known.type if known else TEXT,
            culture,
            evidence,
            doubts.about(index, name),
            record.alternatives.get(name, ()),
        )
    return Row(cells, table=entry.table)
