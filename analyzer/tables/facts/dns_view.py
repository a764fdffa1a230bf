"""What the DNS evidence of a case says of a name: queries (Resolve-DnsName, nslookup) and zones."""

from __future__ import annotations

from dataclasses import dataclass

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
    """One DNS record, or the statement that there is none, with the cells that say so."""

    owner: str
    type: str
    data: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Dns:
    """All DNS evidence of a case.

    `absent` are the answers that deny a name, `unanswered` those that say nothing of it, `zones` the zones that were
    exported as a whole, with their evidence.
    """

    answers: tuple[Answer, ...]
    absent: tuple[Answer, ...]
    unanswered: tuple[Answer, ...]
    zones: dict[str, tuple[Evidence, ...]]

    def of(self, name: str) -> list[Answer]:
        """The records with a name (lower case, absolute)."""
        return [answer for answer in self.answers if answer.owner == name]

    def exists(self, name: str) -> Cell:
        """Whether DNS has a record for a name: shown by one, denied by an answer or a whole zone without one."""
        found = self.of(name)
        denied = [answer for answer in self.absent if answer.owner == name]
        if found and denied:
            evidence = tuple(e for answer in (*found, *denied) for e in answer.evidence)
            return Cell((True, False), False, evidence, (Gap("contradiction", "resolve_dns_name"),))
        if found:
            return Cell((True,), False, tuple(e for answer in found for e in answer.evidence))
        if denied:
            return Cell((False,), False, tuple(e for answer in denied for e in answer.evidence))
        asked = [answer for answer in self.unanswered if answer.owner == name]
        zone = max((zone for zone in self.zones if within(name, zone)), key=len, default=None)
        if zone is not None and not asked and not self._delegated(name, zone):
            wildcards = self._wildcards(name, zone)
            if wildcards:
                return Cell((True,), False, tuple(e for answer in wildcards for e in answer.evidence))
            return Cell((False,), False, self.zones[zone])
        evidence = tuple(e for answer in asked for e in answer.evidence)
        return Cell(
            (), False, evidence, (Gap("dns-no-answer" if asked else "dns-not-asked", "resolve_dns_name", subject=name),)
        )

    def _wildcards(self, name: str, zone: str) -> list[Answer]:
        labels = name.split(".")
        owners = {f"*.{'.'.join(labels[i:])}" for i in range(1, len(labels)) if within(".".join(labels[i:]), zone)}
        return [answer for answer in self.answers if answer.owner in owners]

    def _delegated(self, name: str, zone: str) -> bool:
        return any(a.type == "NS" and a.owner != zone and within(name, a.owner) for a in self.answers)

    def chain(self, name: str) -> tuple[list[str], list[str], tuple[Evidence, ...]]:
        """(canonical names, addresses, evidence) that a name leads to, its aliases followed."""
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
            for answer in self.of(owner) or self._wildcards(owner, owner.partition(".")[2]):
                if answer.type == "CNAME":
                    names.append(answer.data)
                    current.append(answer.data)
                elif answer.type in ("A", "AAAA"):
                    addresses.append(answer.data)
                else:
                    continue
                evidence += answer.evidence
        return list(dict.fromkeys(names)), list(dict.fromkeys(addresses)), tuple(dict.fromkeys(evidence))


def dns_of(tables: Tables) -> Dns:
    """The DNS evidence of a case."""
    answers: list[Answer] = []
    absent: list[Answer] = []
    unanswered: list[Answer] = []
    zones: dict[str, tuple[Evidence, ...]] = {}
    for name in TABLES:
        table = tables[name]
        unread: set[int] = set()
        for row in table.rows:
            record = _record(row)
            if record is None or not record.absolute:
                unread |= {id(export) for export in row.exports}
                continue
            if record.type in NO_DATA:
                continue
            answer = _answer(record, row, table)
            if record.type in ABSENT:
                absent.append(answer)
            elif record.type in NO_ANSWER or (record.type in _LEADS and not record.data):
                unanswered.append(answer)  # where an alias leads to may have been left out of the export
            else:
                answers.append(answer)
        for export in table.exports:
            zone = _whole_zone(export, table)
            if zone and id(export) not in unread:
                zones[zone] = (Evidence(export.source, export.line, table.name, zone, f"{export.records} records"),)
    return Dns(tuple(answers), tuple(absent), tuple(unanswered), zones)


def _record(row: Row) -> DnsRecord | None:
    values = {name: _plain(cell) for name, cell in row.cells.items() if cell.readings}
    zone = values.get("Zone") or _zone_of_command(row)
    return dns_record(values, str(zone) if zone else None)


def _plain(cell: Cell) -> object:
    value = cell.readings[0]
    return list(value) if isinstance(value, tuple) else value


def _zone_of_command(row: Row) -> str | None:
    for export in row.exports:
        call = invocation(export.command) if export.command else None
        if call and call.cmdlet == "get-dnsserverresourcerecord":
            return next(iter(call.arguments.get("zonename") or call.arguments.get("", ())), None)
    return None


def _answer(record: DnsRecord, row: Row, table: Table) -> Answer:
    name = next((row.get(n) for n in ("Name", "HostName") if not row.get(n).missing), Cell())
    first = next(iter(name.evidence), None) or next((e for cell in row.cells.values() for e in cell.evidence), None)
    printed = first.value if first and name.evidence else record.name
    data = record.printed or record.data
    shown = data if record.type in (*ABSENT, *NO_ANSWER) else f"{record.type} {data}"
    evidence = (Evidence(first.source, first.line, table.name, printed, shown),) if first else ()
    return Answer(record.name, record.type, record.data, evidence)


def _whole_zone(export: Export, table: Table) -> str | None:
    """The zone of which an export holds every record."""
    if not export.full or export.type != "DnsZone":
        return None
    for row in table.rows:
        if export in row.exports:
            zone = row.get("Zone")
            return str(zone.readings[0]).rstrip(".").casefold() if zone.readings and zone.readings[0] else None
    return None
