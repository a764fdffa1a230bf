"""Zone files (RFC 1035, section 5) and the same text as dnscmd /zoneprint and /enumrecords print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.dns_names import full_name, normal_name
from analyzer.model import Block, Note, Reading, Record
from analyzer.notes import note
from analyzer.readers.lines import Line
from analyzer.readers.native import prompt_command

WHOLE = "DnsZone"
"""Block.type of a zone whose first and last record are there: a name that is not in it does not exist."""

PART = "DnsZone.cut"
"""Block.type of records of a zone that may have more of them."""

_TYPE = re.compile(
    r"A|AAAA|AFSDB|ATMA|CAA|CNAME|DHCID|DNAME|DNSKEY|DS|HINFO|HTTPS|ISDN|KEY|LOC|MB|MG|MINFO|MR|MX|NAPTR|NS|NSEC|NSEC3|"
    r"NSEC3PARAM|NXT|PTR|RP|RRSIG|RT|SIG|SOA|SPF|SRV|SSHFP|SVCB|TLSA|TXT|TYPE\d{1,5}|WINS|WINSR|WKS|X25",
    re.IGNORECASE,
)
_CLASSES = frozenset(("IN", "CH", "HS"))
_TTL = re.compile(r"(?:\d{1,10}|(?:\d{1,9}[smhdw])+)", re.IGNORECASE)
_AGING = re.compile(r"\[AGE:\d+\]|\[Aging:\d+\]", re.IGNORECASE)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[();]|(?:[^\s();"\\]++|\\.)++')
_DATABASE = re.compile(r"^;\s+Database file (\S+) for (\S+) zone\.?\s*$")
_HEADING = re.compile(r"^; {2,4}(?:Zone|Zona|[^\x00-\x7f]{1,10}) ?[:：] {2,}((?:[\w-]{1,63}\.)*[\w-]{1,63}\.?)\s*$")
_FINISHED = re.compile(r"^; {2,4}(Finished zone: )?\D{0,60}\d{1,9}\D{1,60}(\d{1,9})\D{1,60}\d{1,9}\D{0,60}$")
_RULE = re.compile(r"^;?\s*$")
_COMMAND = re.compile(r"\bdnscmd(?:\.exe)?\b", re.IGNORECASE)
_DONE = re.compile(r"^Command completed successfully\.?\s*$")
_RETURNED = re.compile(r"^Returned records:\s*$")


@dataclass(slots=True)
class _Zone:
    """What was read of one zone so far."""

    command: str | None = None
    line: int = 0
    zone: str = ""
    origin: str = ""
    owner: str = ""
    records: list[Record] = field(default_factory=list)
    authority: bool = False
    announced: int | None = None
    heading: bool = False
    selection: bool = False
    unread: int | None = None

    def block(self, first: int) -> Block:
        return Block(first, len(self.records), self.line, self.command, WHOLE if self.whole else PART)

    @property
    def whole(self) -> bool:
        """Whether nothing of the zone is missing, as far as the text can tell."""
        counted = self.announced == len(self.records) if self.heading else True
        return self.authority and self.unread is None and counted and not self.selection


def read_zone_lines(lines: Sequence[Line], command: str | None = None, *, ended: bool = True) -> Reading:
    """The records of one or more zones, in zone file syntax or as dnscmd prints them, as they are printed.

    Each has Name, Type, Data, Zone (blank where nothing tells it), TTL where one is printed, and Origin where $ORIGIN
    made it another than the zone. `command` is the dnscmd command line, where a prompt shows it. `ended` is false for a
    file whose last line has no end. A zone of which something is missing has the block type `PART`, and a note.
    """
    zones = [_start(command)]
    for statement in _statements(lines, zones):
        _take(zones[-1], statement)
    if not ended and zones[-1].records and not zones[-1].heading:
        zones[-1].unread = zones[-1].unread or lines[-1].number
    records: list[Record] = []
    blocks: list[Block] = []
    notes: list[Note] = []
    for zone in zones:
        if not zone.records:
            continue
        if not (zone.whole or zone.selection) and (zone.authority or zone.heading):
            notes.append(note("zone-cut", line=zone.unread or zone.line))
        blocks.append(zone.block(len(records)))
        records.extend(zone.records)
    return Reading("dns", tuple(records), tuple(blocks), tuple(notes))


def zone_share(lines: Sequence[Line]) -> float:
    """How much of the entries are zone records, 0 to 1; 0 without an SOA, a directive, or what dnscmd prints around."""
    zones = [_start(None)]
    count = 0
    for statement in _statements(lines, zones):
        count += 1
        _take(zones[-1], statement)
    records = sum(len(zone.records) for zone in zones)
    telling = any(zone.authority or zone.heading or zone.selection or zone.origin for zone in zones)
    return records / count if records and count and telling else 0.0


@dataclass(frozen=True, slots=True)
class _Statement:
    """One entry: its tokens over all its lines, whether it begins with white space, and its first line."""

    tokens: tuple[str, ...]
    continued: bool
    line: int
    closed: bool = True


def _start(command: str | None) -> _Zone:
    zone = _Zone(command)
    words = command.split() if command and _COMMAND.search(command) else []
    for index, word in enumerate(words[:-1]):
        if word.lower() in ("/zoneprint", "/enumrecords"):
            zone.zone = zone.origin = normal_name(words[index + 1])
            zone.heading = word.lower() == "/zoneprint"
            zone.selection = not zone.heading
    return zone


def _statements(lines: Sequence[Line], zones: list[_Zone]) -> Iterator[_Statement]:
    """The entries of the text; comments that tell the zone and its end are taken on the way, a new zone is begun."""
    tokens: list[str] = []
    depth = 0
    first: Line | None = None
    for line in lines:
        if not depth:
            command = prompt_command(line.text)
            if command is not None:
                zones.append(_start(command or None))
                zones[-1].line = line.number
                continue
            if _RETURNED.match(line.text):
                zones[-1].selection = True
                continue
            if _DONE.match(line.text) or _RULE.match(line.text):
                continue
            if line.text.lstrip().startswith(";"):
                _comment(zones, line)
                continue
            tokens, first = [], line
        zones[-1].line = zones[-1].line or line.number
        for part in _TOKEN.findall(line.text):
            if part == ";":
                break
            depth += (part == "(") - (part == ")" and depth > 0)
            if part not in "()":
                tokens.append(part)
        if not depth and first is not None and tokens:
            yield _Statement(tuple(tokens), first.text[:1].isspace(), first.number)
    if depth and first is not None and tokens:
        yield _Statement(tuple(tokens), first.text[:1].isspace(), first.number, closed=False)


def _comment(zones: list[_Zone], line: Line) -> None:
    """Takes what a comment tells: the zone's name, dnscmd's frame around it, the number of its records."""
    zone = zones[-1]
    finished = _FINISHED.match(line.text) if zone.records else None
    if finished and (finished[1] or (zone.heading and int(finished[2]) == len(zone.records))):
        zone.announced, zone.heading = int(finished[2]), True
        return
    database, heading = _DATABASE.match(line.text), _HEADING.match(line.text)
    if not (database or heading):
        return
    if zone.records:
        if not database and zone.announced is None:
            return
        zone = _Zone(line=line.number)
        zones.append(zone)
    if zone.zone:
        return
    zone.zone = zone.origin = normal_name(database[2] if database else heading[1])  # type: ignore[index]
    zone.heading = database is None
    zone.line = zone.line or line.number
    if zone.command is None:
        zone.command = " ".join(line.text.lstrip("; ").split())


def _take(zone: _Zone, statement: _Statement) -> None:
    """Takes one entry: a directive or a record."""
    tokens = statement.tokens
    if tokens[0].startswith("$"):
        if tokens[0].upper() == "$ORIGIN" and len(tokens) > 1:
            zone.origin = full_name(tokens[1], zone.origin or None)[0]
            zone.zone = zone.zone or zone.origin
        elif tokens[0].upper() != "$TTL":
            zone.unread = zone.unread or statement.line
        return
    record = _record(zone, statement)
    if record is None or not statement.closed:
        zone.unread = zone.unread or statement.line
    if record is not None:
        zone.records.append(record)


def _record(zone: _Zone, statement: _Statement) -> Record | None:
    """The record of an entry: [owner] [TTL] [class] type data; None where there is no type that is known."""
    tokens = list(statement.tokens)
    if statement.continued and _is_type(tokens):
        owner = zone.owner
    else:
        owner = tokens.pop(0)
        if not _is_type(tokens):
            return None
    ttl = ""
    while tokens and not _TYPE.fullmatch(tokens[0]):
        word = tokens.pop(0)
        if _TTL.fullmatch(word):
            ttl = word
    kind = tokens.pop(0).upper()
    if not (owner and tokens):
        return None
    zone.owner = owner
    if kind == "SOA":
        zone.authority = True
        if owner != "@" and not zone.zone:
            zone.zone = zone.origin = normal_name(owner)
    value = {"Name": owner, "Type": kind, "Data": " ".join(tokens), "Zone": zone.zone}
    if ttl:
        value["TTL"] = ttl
    if zone.origin and zone.origin != zone.zone:
        value["Origin"] = zone.origin
    return Record(value, statement.line, dict.fromkeys(value, statement.line))


def _is_type(tokens: Sequence[str]) -> bool:
    """Whether TTL, class and marks of aging, as far as there are any, and then a type come next."""
    for word in tokens[:4]:
        if _TYPE.fullmatch(word):
            return True
        if not (word.upper() in _CLASSES or _TTL.fullmatch(word) or _AGING.fullmatch(word)):
            return False
    return False
