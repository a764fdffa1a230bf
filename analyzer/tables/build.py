"""Sources and readings -> the tables of a case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analyzer.model import Note, Reading, Record, Source
from analyzer.notes import note
from analyzer.tables import typed
from analyzer.tables.catalogue import Catalogue, Entry
from analyzer.tables.cells import Gap, Row
from analyzer.tables.cultures import Cultures
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


@dataclass(frozen=True)
class Tables:
    """The tables of a case by name, the computers it knows, and what the tables have to say of their sources.

    `recognised` lists, for each source, (table, number of records, recognised by, certainty). `unknown` are the names
    of the tables that no catalogue entry describes.
    """

    by_name: Mapping[str, Table]
    catalogue: Catalogue
    servers: Servers
    declared: Declared
    notes: Mapping[str, tuple[Note, ...]]
    recognised: Mapping[str, tuple[tuple[str, int, str, float], ...]]
    unknown: frozenset[str]

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
    """The tables of all readings: recognised, typed, attributed to their computers, and each object once."""
    declared = declared or Declared()
    found, notes = find_exports(pairs, catalogue)
    servers = Servers.of([*known_names(found), *declared.origin.values(), *_asked(found)])
    cultures = Cultures.of(found)
    doubts = {source.name: Doubts.of(reading.notes) for source, reading in pairs}
    losses = {source.name: losses_of(source, reading) for source, reading in pairs}
    rows: dict[str, list[tuple[Export, list[Row]]]] = {}
    unknown: dict[str, list[tuple[Export, list[Row]]]] = {}
    recognised: dict[str, list[tuple[str, int, str, float]]] = {}
    for item in found:
        name = item.source.name
        entry = item.entry or _unknown_entry(item)
        if entry is None:
            continue
        server = block_server(item, servers, declared.origin) if entry.scope == "server" else None
        export = export_of(item, entry, server, losses[name])
        culture = cultures.of_source(name)
        made = [
            _row(item, index, entry, servers, export, typed.row(item.source, expanded, 0, entry, culture, doubts_of))
            for index in item.indices
            for expanded, doubts_of in [_expanded(item.reading, index, doubts[name])]
        ]
        target = unknown if item.entry is None else rows
        target.setdefault(entry.table, []).append((export, made))
        if item.entry is not None:
            by = export.recognised_by
            recognised.setdefault(name, []).append((entry.table, item.block.count, by, export.certainty))
            if export.server_by == "name":
                cmdlet = entry.cmdlets[0] if entry.cmdlets else entry.table
                text = f"The output of {cmdlet} is taken for that of {export.server}: its name says so."
                notes.setdefault(name, []).append(note("server-from-name", text, line=item.block.line))
    tables = {}
    for table, pairs_of in rows.items():
        entry = catalogue.entries[table]
        kept = newest(pairs_of, entry.scope)
        for export, _ in pairs_of:
            if not any(export is other for other, _ in kept):
                notes.setdefault(export.source, []).append(note("older-export", line=export.line))
        tables[table] = _table(entry, kept)
    denied = tuple(row for source, reading in pairs for row in denied_names(source.name, reading))
    if denied:
        known = tables.get(DENIED, Table(DENIED, about_of(catalogue.entries[DENIED])))
        tables[DENIED] = replace(known, rows=known.rows + denied)
    for table, pairs_of in unknown.items():
        rows_of = tuple(row for _, group in pairs_of for row in group)
        tables[table] = Table(table, table, rows_of, tuple(export for export, _ in pairs_of))
    return Tables(
        tables,
        catalogue,
        servers,
        declared,
        {name: tuple(found_notes) for name, found_notes in notes.items()},
        {name: tuple(entries) for name, entries in recognised.items()},
        frozenset(unknown),
    )


def _asked(found: Iterable[Found]) -> Iterable[str]:
    """FQDNs of computers that commands, prompts and transcripts name."""
    for item in found:
        if item.command and item.command.server and "." in item.command.server:
            yield item.command.server
        if item.block.prompt_host:
            yield item.block.prompt_host
        if item.reading.session and item.reading.session.machine:
            yield item.reading.session.machine


def _expanded(reading: Reading, index: int, doubts: Doubts) -> tuple[Reading, Doubts]:
    """The record alone; one that carries a certificate's bytes gets the properties that these prove."""
    record = reading.records[index]
    own = Doubts({(0, name): codes for (number, name), codes in doubts.codes.items() if number == index})
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
        own = record_server(found, index, export.server_by)
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
    rows = merge(pairs, entry)
    gaps: list[Gap] = []
    for export in exports:
        if not export.whole:
            gaps.append(Gap("export-cut", entry.table, server=export.server))
        elif export.filters:
            gaps.append(Gap("export-filtered", entry.table, server=export.server))
    if any(export.full for export in exports) and entry.scope != "server":
        gaps = []
    return Table(entry.table, about_of(entry), rows, exports, tuple(dict.fromkeys(gaps)))


def _unknown_entry(found: Found) -> Entry | None:
    """A table for records that no catalogue entry describes, named after their type or their source."""
    if not found.block.count:
        return None
    name = (found.block.type or "").split("#")[0].split(".")[-1]
    if not name:
        stem = re.sub(r"\W+", "_", found.source.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("_")
        name = f"unrecognised_{stem or 'records'}"
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold()
    return Entry(table=re.sub(r"\W+", "_", snake))
