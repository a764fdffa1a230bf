"""What the DNS evidence of a case says of a name: queries (Resolve-DnsName, nslookup) and zones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from analyzer.dns_names import ABSENT, NO_ANSWER, NO_DATA, DnsRecord, dns_record
from analyzer.tables.build import Tables
from analyzer.tables.catalogue import invocation
from analyzer.tables.cells import Cell, Evidence, Gap, Row
from analyzer.tables.facts.names import within
from analyzer.tables.table import Export, Table

TABLES = ("resolve_dns_name", "dns_record", "dns_server_resource_record")
_CHAIN = 16
_LEADS = ("CNAME", "A", "AAAA")


@dataclass(frozen=True, slots=True)
class Answer:
    """One DNS record, or the statement that there is none, with the cells that say so and the outputs that hold it."""

    owner: str
    type: str
    data: str
    evidence: tuple[Evidence, ...]
    exports: tuple[Export, ...] = ()

    @property
    def leads(self) -> bool:
        """Whether it leads to a computer: an alias or an address. A TXT, NS or SOA record does not."""
        return self.type in _LEADS


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that one output shows as a whole."""

    name: str
    export: Export
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Dns:
    """All DNS evidence of a case.

    `absent` are the answers that deny a name, `unanswered` those that say nothing of it, `zones` the zones that were
    exported as a whole.
    """

    answers: tuple[Answer, ...]
    absent: tuple[Answer, ...]
    unanswered: tuple[Answer, ...]
    zones: tuple[Zone, ...]

    def of(self, name: str) -> list[Answer]:
        """The records with a name (lower case, absolute)."""
        return [answer for answer in self.answers if answer.owner == name]

    def exists(self, name: str) -> Cell:
        """Whether DNS leads a name anywhere: shown by an alias or address, denied by an answer or a whole zone.

        Both readings where one output shows it and another denies it.
        """
        found = [answer for answer in self.of(name) if answer.leads]
        shown = [e for answer in found for e in answer.evidence]
        denied = [e for answer in self.absent if answer.owner == name for e in answer.evidence]
        asked = [answer for answer in self.unanswered if answer.owner == name]
        for zone in self._zones_of(name):
            own = [answer for answer in self.answers if zone.export in answer.exports]
            wildcards = [] if any(answer.owner == name for answer in own) else self._wildcards(name, zone)
            if wildcards:
                shown += [e for answer in wildcards for e in answer.evidence]
            elif not any(answer in own for answer in (*found, *asked)) and not _delegated(name, zone, own):
                denied += zone.evidence
        readings = ((True,) if shown else ()) + ((False,) if denied else ())
        if not readings or (not shown and asked):
            reason = "dns-no-answer" if asked else "dns-not-asked"
            evidence = tuple(e for answer in asked for e in answer.evidence)
            return Cell((), False, evidence, (Gap(reason, "resolve_dns_name", subject=name),))
        gaps = (contradiction(name),) if len(readings) > 1 else ()
        return Cell(readings, False, tuple(dict.fromkeys((*shown, *denied))), gaps)

    def _zones_of(self, name: str) -> list[Zone]:
        """The exported zones that answer for a name: of all that it lies in, the innermost."""
        around = [zone for zone in self.zones if within(name, zone.name)]
        inner = max((len(zone.name) for zone in around), default=0)
        return [zone for zone in around if len(zone.name) == inner]

    def _wildcards(self, name: str, zone: Zone | None = None) -> list[Answer]:
        """The wildcard records that answer for a name: those of one zone, or at the name's own level in any output."""
        labels = name.split(".")
        if zone is None:
            return [answer for answer in self.answers if answer.owner == f"*.{'.'.join(labels[1:])}" and answer.leads]
        above = [".".join(labels[i:]) for i in range(1, len(labels))]
        owners = {f"*.{domain}" for domain in above if within(domain, zone.name)}
        return [a for a in self.answers if a.owner in owners and a.leads and zone.export in a.exports]

    def alternatives(self, name: str) -> list[list[Answer]]:
        """What outputs say that a name leads to: one list where they agree, one for each answer where they differ.

        All addresses of one output belong together (round robin). Two outputs differ where one names an alias or
        addresses of a type that the other names too, and not the same.
        """
        own = self.of(name)
        answers = [answer for answer in own if answer.leads] if own else self._wildcards(name)
        exports = list({id(export): export for answer in answers for export in answer.exports}.values())
        told = [[answer for answer in answers if export in answer.exports] for export in exports]
        told += [[answer] for answer in answers if not answer.exports]
        if all(_agree(left, right) for left, right in combinations(told, 2)):
            return [answers] if answers else []
        return told

    def chain(self, name: str) -> tuple[list[str], list[str], tuple[Evidence, ...]]:
        """(canonical names, addresses, evidence) that a name leads to in any output, its aliases followed."""
        names: list[str] = []
        addresses: list[str] = []
        evidence: list[Evidence] = []
        seen: set[str] = set()
        current = [name]
        while current and len(seen) < _CHAIN:
            owner = current.pop(0)
            if owner in seen:
                continue
            seen.add(owner)
            for answer in (a for told in self.alternatives(owner) for a in told):
                if answer.type == "CNAME":
                    names.append(answer.data)
                    current.append(answer.data)
                else:
                    addresses.append(answer.data)
                evidence += answer.evidence
        return list(dict.fromkeys(names)), list(dict.fromkeys(addresses)), tuple(dict.fromkeys(evidence))


def contradiction(name: str) -> Gap:
    """The gap of a name about which two answers differ."""
    return Gap("contradiction", "resolve_dns_name", name, subject=name)


def _agree(left: Sequence[Answer], right: Sequence[Answer]) -> bool:
    """Whether two answers about one name can both be right at one DNS server; one that was cut may lack addresses."""
    one, other = _by_type(left), _by_type(right)
    if ("CNAME" in one) != ("CNAME" in other):
        return False
    cut = any(not export.whole for answer in (*left, *right) for export in answer.exports)
    return all(one[k] & other[k] if cut else one[k] == other[k] for k in one.keys() & other.keys())


def _by_type(answers: Iterable[Answer]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for answer in answers:
        found.setdefault(answer.type, set()).add(answer.data)
    return found


def _delegated(name: str, zone: Zone, answers: Iterable[Answer]) -> bool:
    return any(a.type == "NS" and a.owner != zone.name and within(name, a.owner) for a in answers)


def dns_of(tables: Tables) -> Dns:
    """The DNS evidence of a case."""
    answers: list[Answer] = []
    absent: list[Answer] = []
    unanswered: list[Answer] = []
    zones: list[Zone] = []
    for name in TABLES:
        table = tables[name]
        unread: set[int] = set()
        for row in table.rows:
            for record, exports in _records(row):
                if record is None or not record.absolute:
                    unread |= {id(export) for export in exports}
                    continue
                if record.type in NO_DATA:
                    continue
                answer = _answer(record, row, table, exports)
                if record.type in ABSENT:
                    absent.append(answer)
                elif record.type in NO_ANSWER or (record.type in _LEADS and not record.data):
                    unanswered.append(answer)  # where an alias leads to may have been left out of the export
                else:
                    answers.append(answer)
        for export in table.exports:
            zone = _whole_zone(export, table, answers)
            if zone and id(export) not in unread:
                shown = Evidence(export.source, export.line, table.name, zone, f"{export.records} records")
                zones.append(Zone(zone, export, (shown,)))
    return Dns(tuple(answers), tuple(absent), tuple(unanswered), tuple(zones))


def _records(row: Row) -> Iterator[tuple[DnsRecord | None, tuple[Export, ...]]]:
    """The DNS record that a row is, with the outputs that hold it.

    Get-DnsServerResourceRecord prints names without their zone: one row of the outputs of two zones is two records.
    """
    values = {name: _plain(cell) for name, cell in row.cells.items() if cell.readings}
    if values.get("Zone"):
        yield dns_record(values, str(values["Zone"])), row.exports
        return
    zones: dict[str | None, list[Export]] = {}
    for export in row.exports:
        zones.setdefault(_asked_zone(export), []).append(export)
    nodes = row.get("DistinguishedName").readings
    for zone, exports in (zones or {None: []}).items():
        for node in nodes if zone is None and len(nodes) > 1 else (None,):
            told = values if node is None else {**values, "DistinguishedName": node}
            yield dns_record(told, zone), tuple(exports)


def _plain(cell: Cell) -> object:
    value = cell.readings[0]
    return list(value) if isinstance(value, tuple) else value


def _asked_zone(export: Export) -> str | None:
    """The zone that a Get-DnsServerResourceRecord command names."""
    call = invocation(export.command) if export.command else None
    if call and call.cmdlet == "get-dnsserverresourcerecord":
        return next(iter(call.arguments.get("zonename") or call.arguments.get("", ())), None)
    return None


def _answer(record: DnsRecord, row: Row, table: Table, exports: tuple[Export, ...]) -> Answer:
    name = next((row.get(n) for n in ("Name", "HostName") if not row.get(n).missing), Cell())
    first = next(iter(name.evidence), None) or next((e for cell in row.cells.values() for e in cell.evidence), None)
    printed = first.value if first and name.evidence else record.name
    data = record.printed or record.data
    shown = data if record.type in (*ABSENT, *NO_ANSWER) else f"{record.type} {data}"
    evidence = (Evidence(first.source, first.line, table.name, printed, shown),) if first else ()
    return Answer(record.name, record.type, record.data, evidence, exports)


def _whole_zone(export: Export, table: Table, answers: Sequence[Answer]) -> str | None:
    """The zone of which an export holds every record; one that has a beginning (SOA) and was not selected from."""
    if not export.full:
        return None
    if table.name == "dns_server_resource_record":
        own = [answer for answer in answers if export in answer.exports]
        zone = next((answer.owner for answer in own if answer.type == "SOA"), None)
        # -Name @ shows the SOA too, and no other name; a second argument without a name is a selection.
        call = invocation(export.command) if export.command else None
        named = len(call.arguments.get("", ())) + ("zonename" in call.arguments) if call else 1
        return zone if named == 1 and any(answer.owner != zone for answer in own) else None
    if export.type != "DnsZone":
        return None
    for row in table.rows:
        if export in row.exports:
            cell = row.get("Zone")
            return str(cell.readings[0]).rstrip(".").casefold() if cell.readings and cell.readings[0] else None
    return None
