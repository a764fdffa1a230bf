"""Sources and readings -> the tables of a case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from analyzer.model import Note, Reading, Record, Source
from analyzer.notes import note
from analyzer.tables import typed
from analyzer.tables.by_column import ByColumn
from analyzer.tables.catalogue import Catalogue, Entry
from analyzer.tables.cells import Gap, Row
from analyzer.tables.cultures import Cultures
from analyzer.tables.cut_values import cut_values
from analyzer.tables.dns_errors import TABLE as DENIED
from analyzer.tables.dns_errors import denied_names
from analyzer.tables.exports import (
    Found,
    block_server,
    export_of,
    find_exports,
    known_names,
    losses_of,
    record_server,
)
from analyzer.tables.large import LargeRows, Part, large_rows
from analyzer.tables.merge import merge, newest
from analyzer.tables.servers import Servers
from analyzer.tables.table import Export, Table
from analyzer.tables.typed import Doubts

_SERVER_OBJECTS = ("cs_computer", "exchange_server", "client_access_server", "mailbox_server")


@dataclass(frozen=True, slots=True)
class Declared:
    """What `--case` says besides the exports: it is never picked up from inside the case."""

    as_of: dt.datetime | None = None
    load_balancers: tuple[str, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)
    file: str = ""


class LazyTables(Mapping[str, Table]):
    """Tables by name, each with its rows made when first asked for: a rule reads few tables, an export may be large."""

    def __init__(self, makers: Mapping[str, Callable[[], Table]]) -> None:
        self._makers = makers
        self._made: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        """The table of that name. Raises KeyError where the case has none."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@dataclass(frozen=True)
class Tables:
    """The tables of a case by name, the computers it knows, and what the tables have to say of their sources.

    `recognised` lists, for each source, (table, number of records, recognised by, certainty). `unknown` are the names
    of the tables that no catalogue entry describes. `exports` are those of all tables, also the replaced ones.
    """

    by_name: Mapping[str, Table]
    catalogue: Catalogue
    servers: Servers
    declared: Declared
    notes: Mapping[str, tuple[Note, ...]]
    recognised: Mapping[str, tuple[tuple[str, int, str, float], ...]]
    unknown: frozenset[str]
    exports: tuple[Export, ...] = ()

    def __getitem__(self, name: str) -> Table:
        """The table of that name; one without rows and exports where the case has none."""
        if name in self.by_name:
            return self.by_name[name]
        entry = self.catalogue.entries.get(name)
        return Table(name, about_of(entry) if entry else name)


def about_of(entry: Entry) -> str:
    """What a table is about where no row names it."""
    if "Lync" in entry.shell:
        return "Lync Server"
    return "Exchange organization" if "Exchange" in entry.shell else "the estate"


def build_tables(
    pairs: Sequence[tuple[Source, Reading]], catalogue: Catalogue, declared: Declared | None = None
) -> Tables:
    """The tables of all readings: recognised, attributed to their computers, and each object once.

    What each output proves is told at once; rows are typed and merged when their table is first asked for.
    """
    declared = declared or Declared()
    found, notes = find_exports(pairs, catalogue)
    cut = _cut_values(pairs, found)
    for name, of_source in cut.items():
        notes.setdefault(name, []).extend(of_source)
    typing = _Typing(
        Servers.of([*known_names(found), *declared.origin.values(), *_asked(found)]),
        Cultures.of(found),
        {source.name: reading for source, reading in pairs},
        cut,
    )
    losses = {source.name: losses_of(source, reading) for source, reading in pairs}
    pieces: dict[str, list[_Piece]] = {}
    for item in found:
        entry = item.entry or _unknown_entry(item)
        if entry is None:
            continue
        server = block_server(item, typing.servers, declared.origin) if entry.scope == "server" else None
        export = export_of(item, entry, server, losses[item.source.name])
        pieces.setdefault(entry.table, []).append(_Piece(item, entry, export))
    makers: dict[str, Callable[[], Table]] = {}
    denied = tuple(row for source, reading in pairs for row in denied_names(source.name, reading))
    for table in [*pieces, *([DENIED] if denied and DENIED not in pieces else [])]:
        of_table = pieces.get(table, [])
        kept = newest([piece.export for piece in of_table], of_table[0].entry.scope if of_table else "")
        for piece in of_table:
            if not any(piece.export is export for export in kept):
                notes.setdefault(piece.export.source, []).append(note("older-export", line=piece.export.line))
        counted = [piece for piece in of_table if any(piece.export is export for export in kept)]
        makers[table] = partial(_made_table, table, counted, typing, catalogue, denied if table == DENIED else ())
    recognised: dict[str, list[tuple[str, int, str, float]]] = {}
    known = [piece for of_table in pieces.values() for piece in of_table if piece.found.entry is not None]
    for piece in known:
        export = piece.export
        line = (export.table, export.records, export.recognised_by, export.certainty)
        recognised.setdefault(export.source, []).append(line)
        if export.server_by == "name":
            cmdlet = piece.entry.cmdlets[0] if piece.entry.cmdlets else piece.entry.table
            text = f"The output of {cmdlet} is taken for that of {export.server}: its name says so."
            notes.setdefault(export.source, []).append(note("server-from-name", text, line=export.line))
    return Tables(
        LazyTables(makers),
        catalogue,
        typing.servers,
        declared,
        {name: tuple(found_notes) for name, found_notes in notes.items()},
        {name: tuple(entries) for name, entries in recognised.items()},
        frozenset(name for name, of_table in pieces.items() if of_table[0].found.entry is None),
        tuple(piece.export for of_table in pieces.values() for piece in of_table),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """One block with its entry (that of an unknown table where nobody knows its records) and what it proves."""

    found: Found
    entry: Entry
    export: Export


@dataclass(frozen=True, slots=True)
class _Typing:
    """What rows are typed with."""

    servers: Servers
    cultures: Cultures
    readings: Mapping[str, Reading]
    cut: Mapping[str, Sequence[Note]]
    _doubts: dict[str, Doubts] = field(default_factory=dict)

    def doubts(self, name: str) -> Doubts:
        """The doubts of a source, told from its notes when a table of it is first asked for."""
        if name not in self._doubts:
            self._doubts[name] = Doubts.of((*self.readings[name].notes, *self.cut.get(name, ())))
        return self._doubts[name]


def _cut_values(pairs: Sequence[tuple[Source, Reading]], found: Iterable[Found]) -> dict[str, list[Note]]:
    """By source, the notes of values that were cut."""
    blocks: dict[str, list[tuple[range, Entry | None]]] = {}
    for item in found:
        blocks.setdefault(item.source.name, []).append((item.indices, item.entry))
    return {
        source.name: notes
        for source, reading in pairs
        if (notes := cut_values(source, reading, blocks.get(source.name, ())))
    }


def _made_table(
    name: str, pieces: Sequence[_Piece], typing: _Typing, catalogue: Catalogue, denied: tuple[Row, ...]
) -> Table:
    entry = catalogue.entries.get(name)
    large = _large_rows(pieces, typing) if pieces and not denied else None
    if large is not None:
        gaps = _gaps(entry, [piece.export for piece in pieces]) if entry else ()
        exports = tuple(piece.export for piece in pieces)
        return Table(name, about_of(entry) if entry else name, large, exports, gaps)
    rows_by_export = [(piece.export, list(_rows(piece, typing))) for piece in pieces]
    if entry is None:
        rows = tuple(row for _, group in rows_by_export for row in group)
        return Table(name, name, rows, tuple(export for export, _ in rows_by_export))
    table = _table(entry, rows_by_export)
    return replace(table, rows=(*table.rows, *denied)) if denied else table


def _large_rows(pieces: Sequence[_Piece], typing: _Typing) -> LargeRows | None:
    """The rows of records that are kept by columns, made when asked for; None for all others."""
    parts = []
    for piece in pieces:
        item, name = piece.found, piece.found.source.name
        records = item.reading.records
        if not isinstance(records, ByColumn):
            return None
        finished = partial(_finished, piece, typing.servers)
        culture, doubts = typing.cultures.of_source(name), typing.doubts(name)
        block = item.block
        parts.append(Part(item.source, records, block.first, block.count, piece.entry, culture, doubts, finished))
    return large_rows(parts, pieces[0].entry)


def _finished(piece: _Piece, servers: Servers, index: int, row: Row) -> Row:
    return _row(piece.found, index, piece.entry, servers, piece.export, row)


def _rows(piece: _Piece, typing: _Typing) -> Iterator[Row]:
    item, name = piece.found, piece.found.source.name
    culture, all_doubts = typing.cultures.of_source(name), typing.doubts(name)
    for index in item.indices:
        expanded, doubts = _expanded(item.reading, index, all_doubts)
        row = typed.row(item.source, expanded, 0, piece.entry, culture, doubts)
        yield _row(item, index, piece.entry, typing.servers, piece.export, row)


def _asked(found: Iterable[Found]) -> Iterable[str]:
    """FQDNs of computers that commands, prompts and transcripts name."""
    for item in found:
        if item.asked and "." in item.asked:
            yield item.asked
        if item.block.prompt_host:
            yield item.block.prompt_host
        if item.reading.session and item.reading.session.machine:
            yield item.reading.session.machine


def _expanded(reading: Reading, index: int, doubts: Doubts) -> tuple[Reading, Doubts]:
    """The record alone; one that carries a certificate's bytes gets the properties that these prove."""
    record = reading.records[index]
    own = Doubts({(0, name): codes for name, codes in doubts.by_record.get(index, {}).items()})
    if "RawData" in record.properties or "SerializationData" in record.properties:
        record = _with_certificate(record)
    return Reading(reading.format, (record,)), own


def _with_certificate(record: Record) -> Record:
    from analyzer.x509 import exchange_certificate_facts

    facts = exchange_certificate_facts(record.properties)
    line = record.lines.get("RawData") or record.lines.get("SerializationData") or record.line
    added = {name: value for name, value in facts.items() if record.properties.get(name) in (None, "")}
    lines = {**record.lines, **(dict.fromkeys(added, line) if line is not None else {})}
    return replace(record, value={**record.properties, **added}, lines=lines)


def _row(found: Found, index: int, entry: Entry, servers: Servers, export: Export, row: Row) -> Row:
    server: str | None = None
    if entry.scope == "server":
        own = record_server(found, index)
        server = servers.canonical(own) if own else export.server
    return replace(row, server=server, subject=_subject(row, entry, servers, server), exports=(export,))


def _subject(row: Row, entry: Entry, servers: Servers, server: str | None) -> str | None:
    names = ("Fqdn", "Name", "Identity", "Thumbprint")
    texts = [str(row.cells[name].readings[0]) for name in names if name in row.cells and row.cells[name].readings]
    text = next((text for text in texts if text.strip()), None)
    if entry.table in _SERVER_OBJECTS and text:
        return servers.canonical(text)
    if server:
        return server
    keys = [row.cells[name] for name in entry.key if name in row.cells and _is_name_of_server(entry, name)]
    if keys and keys[0].known and servers.known(str(keys[0].value)):
        return servers.canonical(str(keys[0].value))
    identity = row.cells.get("Identity")
    if identity is not None and identity.known and str(identity.value).strip():
        return str(identity.value)
    return text


def _is_name_of_server(entry: Entry, name: str) -> bool:
    known = entry.property(name)
    return known is not None and known.type.kind == "fqdn"


def _table(entry: Entry, pairs: Sequence[tuple[Export, list[Row]]]) -> Table:
    exports = tuple(export for export, _ in pairs)
    return Table(entry.table, about_of(entry), merge(pairs, entry), exports, _gaps(entry, exports))


def _gaps(entry: Entry, exports: Sequence[Export]) -> tuple[Gap, ...]:
    """Why it is not sure that the exports of a table hold all there is."""
    gaps: list[Gap] = []
    for export in exports:
        if not export.whole:
            gaps.append(Gap("export-cut", entry.table, server=export.server))
        elif export.filters:
            gaps.append(Gap("export-filtered", entry.table, server=export.server))
    if any(export.full for export in exports) and entry.scope != "server":
        gaps = []
    return tuple(dict.fromkeys(gaps))


def _unknown_entry(found: Found) -> Entry | None:
    """A table for records that no catalogue entry describes, named after their type or their source."""
    if not found.block.count:
        return None
    name = (found.block.type or "").split("#")[0].split(".")[-1]
    if not name:
        stem = re.sub(r"\W+", "_", found.source.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("_")
        name = f"unrecognised_{stem or 'records'}"
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold()
    return Entry(table=re.sub(r"\W+", "_", snake).strip("_"))
