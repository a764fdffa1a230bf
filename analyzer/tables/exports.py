"""Blocks of readings -> exports: which cmdlet's output each block is, from which computer, and how whole it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.model import Block, Note, Reading, Source
from analyzer.notes import CODES, note
from analyzer.tables.by_column import names_of
from analyzer.tables.catalogue import Catalogue, Entry, Invocation, Recognition, assignments, invocation
from analyzer.tables.cut import cut_blocks, may_go_on
from analyzer.tables.selection import asked_computer, filters
from analyzer.tables.servers import Servers, declared_server, is_host
from analyzer.tables.table import Export
from analyzer.tables.typed import printed
from analyzer.tables.wrong_shell import misnamed, of_exchange_online, online, unknown_commands

_LISTS_COMPUTERS = ("cs_computer", "cs_pool", "exchange_server", "client_access_server", "mailbox_server")
_RECORD_SERVER = ("PSComputerName", "MachineName", "ComputerName", "Server", "ServerName", "ServerFqdn")
_HERE = frozenset({"", "localhost", "."})
_STORE = re.compile(r"(LocalMachine|CurrentUser)\\(\w+)", re.IGNORECASE)
_NOTHING = b"\xef\xbb\xbf\xff\xfe\x00\r\n \t"
_NAMED_BY_FILE = ("clixml", "csv", "json")
_WHOLE_ZONE = "DnsZone"
_TABLE_OF_BLOCK = {"nslookup": "dns_record", _WHOLE_ZONE: "dns_record", "DnsZone.cut": "dns_record"}
_TABLE_OF_FORMAT = {"certificate": "certificate_file", "certutil": "certutil", "dns": "dns_record"}


@dataclass(frozen=True, slots=True)
class Found:
    """A block together with what it was recognised as.

    No `entry` where nobody knows its records. `call` is what its command line runs, as far as that can be told.
    `cut`: it begins or ends in the middle of an object.
    """

    source: Source
    reading: Reading
    block: Block
    entry: Entry | None
    recognition: Recognition | None
    call: Invocation | None
    cut: bool = False

    @property
    def indices(self) -> range:
        """The numbers of the block's records in the reading."""
        return indices_of(self.block)

    @property
    def asked(self) -> str | None:
        """The computer that the command asked; "" where others than the one it ran on, None where that one."""
        return asked_computer(self.call) if self.block.command else None


def find_exports(
    pairs: Sequence[tuple[Source, Reading]], catalogue: Catalogue
) -> tuple[list[Found], dict[str, list[Note]]]:
    """Every block of every source with its recognition, and the notes that arose (by source name)."""
    found: list[Found] = []
    notes: dict[str, list[Note]] = {}
    for source, reading in pairs:
        commands = [block.command for block in reading.blocks if block.command]
        variables = assignments(commands) if commands else {}
        cut = cut_blocks(source, reading)
        open_end = may_go_on(reading)
        before = len(found)
        for block in _blocks(reading) or _empty_file(source):
            if not block.count and reading.format == "csv":
                continue  # Export-Csv writes nothing for no objects: a header alone is the rest of a cut file
            names = names_of(reading.records, block.first, block.count)
            recognition = _recognised(source, reading, block, names, catalogue, variables)
            if recognition is None:
                recognition = _named(source, reading, block, names, catalogue)
            if recognition is not None and recognition.by == "file-name":
                entry = catalogue.entries[recognition.table]
                code = "recognised-by-file-name" if block.count else "empty-by-file-name"
                text = f"{CODES[code].meaning} It is taken for {entry.cmdlets[0]}."
                notes.setdefault(source.name, []).append(note(code, text, line=block.line))
            known = catalogue.entries[recognition.table] if recognition else None
            if known is not None and of_exchange_online(known, reading.records, indices_of(block)):
                notes.setdefault(source.name, []).append(note("exchange-online-export", line=block.line))
                known = online(known)
            call = invocation(block.command, variables) if block.command else None
            found.append(Found(source, reading, block, known, recognition, call, block in cut or block is open_end))
            if block is open_end:
                notes.setdefault(source.name, []).append(note("transcript-without-end", line=block.line))
            if block in cut:
                notes.setdefault(source.name, []).append(note("output-cut", line=block.line))
        held = [item.entry for item in found[before:] if item.entry is not None]
        about_shells = unknown_commands(reading, catalogue)
        if wrong := misnamed(source.name, held, catalogue):
            about_shells.append(wrong)
        if about_shells:
            notes.setdefault(source.name, []).extend(about_shells)
    return found, notes


def indices_of(block: Block) -> range:
    """The numbers of a block's records in the reading."""
    return range(block.first, block.first + block.count)


def _recognised(
    source: Source,
    reading: Reading,
    block: Block,
    names: Collection[str],
    catalogue: Catalogue,
    variables: Mapping[str, Invocation],
) -> Recognition | None:
    """The table of a block: what its reader reads, or what its type, command or properties tell."""
    if block.type in _TABLE_OF_BLOCK:
        return Recognition(_TABLE_OF_BLOCK[block.type], "type", 1.0)
    if reading.format in _TABLE_OF_FORMAT:
        return Recognition(_TABLE_OF_FORMAT[reading.format], "type", 1.0)
    return catalogue.recognise(names, block.type, block.command, variables, source.name)


def _named(
    source: Source, reading: Reading, block: Block, names: Collection[str], catalogue: Catalogue
) -> Recognition | None:
    """What the file's name tells of a block that nothing else tells: the last resort.

    The entry that it names must know half of the properties; a block of no records must be a whole structured file.
    """
    entry = catalogue.by_file_name(source.name)
    if entry is None or not entry.cmdlets or block.command or block.type:
        return None
    known = sum(1 for name in names if entry.property(name))
    empty = not block.count and not reading.records and (reading.format in _NAMED_BY_FILE or not reading.blocks)
    fits = empty or (bool(names) and known * 2 >= len(names))
    return Recognition(entry.table, "file-name", 0.4) if fits else None


def _blocks(reading: Reading) -> list[Block]:
    """The blocks of a reading; records that stand in none make one of their own."""
    found: list[Block] = []
    covered = 0
    for block in reading.blocks:
        if block.first > covered:
            found.append(Block(covered, block.first - covered))
        found.append(block)
        covered = max(covered, block.first + block.count)
    if covered < len(reading.records):
        found.append(Block(covered, len(reading.records) - covered))
    return found


def _empty_file(source: Source) -> list[Block]:
    """A block of no records for a file of nothing that Export-Csv or ConvertTo-Json leaves of no object.

    Export-Clixml always writes its root; an empty text file proves nothing, nor does one that has lost something.
    """
    named = source.name.casefold().endswith((".csv", ".json"))
    whole = not source.skipped and not any(CODES[each.code].loss for each in source.notes)
    return [Block(0, 0)] if named and whole and not source.data.strip(_NOTHING) else []


def known_names(found: Iterable[Found]) -> Iterator[str]:
    """The names of computers that the case's own lists of computers print, and those that sessions ran on."""
    for item in found:
        if item.entry is None:
            continue
        if item.entry.scope != "server" and item.entry.table not in _LISTS_COMPUTERS:
            continue
        for index in item.indices:
            values = item.reading.records[index].properties
            names: list[str] = []
            if item.entry.table in ("cs_computer", "exchange_server", "client_access_server", "mailbox_server"):
                names += [printed(values.get(name)) for name in ("Fqdn", "Name", "Identity")]
            elif item.entry.table == "cs_pool":
                listed = printed(values.get("Computers"))
                items = listed.strip("{}").rstrip(".…").split(", ")
                names += items[:-1] if listed.startswith("{") and not listed.endswith("}") else items
            elif item.entry.scope == "server":
                names += [record_server(item, index) or "", printed(values.get("PSComputerName"))]
            yield from (name for name in names if is_host(name))


def _of_exchange(found: Found) -> bool:
    return found.entry is not None and "Exchange" in found.entry.shell


def record_server(found: Found, index: int) -> str | None:
    """The computer that a record itself names; for Exchange certificates the first part of the Identity.

    PSComputerName of an Exchange object is none: it is the server that the shell was connected to, whichever was asked.
    """
    values = found.reading.records[index].properties
    if found.entry is not None and found.entry.table == "exchange_certificate":
        server, mark, _ = printed(values.get("Identity")).rpartition("/")[2].partition("\\")
        if mark and is_host(server):
            return server
    for name in _RECORD_SERVER[_of_exchange(found) :]:
        text = printed(values.get(name)).strip().rpartition("/")[2]
        if text.casefold() not in _HERE and is_host(text):
            return text
    return None


def _connected_server(found: Found) -> str | None:
    """The one server that the shell was connected to which returned a block's Exchange objects."""
    if not _of_exchange(found):
        return None
    names = {printed(found.reading.records[index].properties.get("PSComputerName")).strip() for index in found.indices}
    name = names.pop() if len(names) == 1 else ""
    return name if name.casefold() not in _HERE and is_host(name) else None


def block_server(found: Found, servers: Servers, origin: Mapping[str, str]) -> tuple[str, str] | None:
    """The computer that a block's output came from and how that is known, in the order of design decision 11.

    None where it cannot be told, or the records name several: then each record says its own.
    """
    asked, reading = found.asked, found.reading
    own = {name and servers.canonical(name) for name in (record_server(found, index) for index in found.indices)}
    if own and None not in own:
        return (own.pop() or "", "record") if len(own) == 1 else None
    if asked:
        return servers.canonical(asked), "command"
    connected = _connected_server(found)
    if asked is None and connected and found.block.command:
        return servers.canonical(connected), "record"
    if asked is None and found.block.prompt_host:
        return servers.canonical(found.block.prompt_host), "prompt"
    if asked is None and reading.session is not None and reading.session.machine:
        return servers.canonical(reading.session.machine), "session"
    declared = declared_server(found.source.name, origin)
    if declared:
        return servers.canonical(declared), "case-file"
    named_in = _named_by(found.source.name, servers)
    if connected:
        # Without the command nobody knows whether another server was asked; a name that says so is not to be ignored.
        return (servers.canonical(connected), "record") if named_in <= {servers.canonical(connected)} else None
    if len(named_in) == 1:
        return named_in.pop(), "name"
    if found.entry is not None and found.entry.table == "cs_certificate":
        server = _server_of_default_certificate(found, servers)
        if server:
            return server, "certificate"
    return None


def _named_by(source: str, servers: Servers) -> set[str]:
    """The known computers that the name of a source holds.

    The name of the whole case (`ticket-exch01-down.zip!certs.txt`) says whose the problem is, not whose the outputs
    are, unless it is a computer's name and no more.
    """
    case, mark, inner = re.split(r"([/!])", source, maxsplit=1) if re.search("[/!]", source) else ("", "", source)
    own = {servers.canonical(name) for name in (case, case.partition(".")[0]) if mark and servers.known(name)}
    return servers.named_in(inner) | own


def _server_of_default_certificate(found: Found, servers: Servers) -> str | None:
    """The one known computer among the names of the Default certificate of a Get-CsCertificate output."""
    names: set[str] = set()
    for index in found.indices:
        values = found.reading.records[index].properties
        if "default" in printed(values.get("Use")).casefold():
            text = printed(values.get("AlternativeNames")) + " " + printed(values.get("Subject"))
            names |= {name for name in servers.named_in(text) if name in servers.fqdns}
    return names.pop() if len(names) == 1 else None


def export_of(found: Found, entry: Entry, server: tuple[str, str] | None, losses: Sequence[Note]) -> Export:
    """What a block's output proves. `losses` are the notes of its source that speak of something lost."""
    every = not found.block.command or found.block.type == _WHOLE_ZONE
    selected = {} if every else dict(filters(found.call, entry))
    if entry.table == "certificate_store" and (store := _other_store(found)):
        selected["Store"] = store
    names = names_of(found.reading.records, found.block.first, found.block.count)
    return Export(
        table=entry.table,
        source=found.source.name,
        line=found.block.line,
        records=found.block.count,
        recognised_by=found.recognition.by if found.recognition else "properties",
        certainty=found.recognition.certainty if found.recognition else 0.0,
        command=found.block.command,
        type=found.block.type,
        server=server[0] if server else None,
        server_by=server[1] if server else None,
        filters=selected,
        whole=not found.block.failed and not found.cut and not any(_touches(loss, found) for loss in losses),
        time=found.reading.session.start if found.reading.session else None,
        properties=frozenset(names),
    )


def _other_store(found: Found) -> str | None:
    """The certificate store that a listing is of, where that is not the machine's own (LocalMachine My)."""
    first = found.reading.records[found.block.first].properties if found.block.count else {}
    told = " ".join((found.block.command or "", found.block.group or "", printed(first.get("PSParentPath"))))
    stores = {f"{place}\\{name}" for place, name in _STORE.findall(told)}
    others = [store for store in sorted(stores) if store.casefold() != "localmachine\\my"]
    return others[0] if others else None


def _touches(loss: Note, found: Found) -> bool:
    """Whether something lost at a line of the source may belong to a block."""
    if loss.line is None or found.block.line is None:
        return True
    following = [b.line for b in found.reading.blocks if b.line is not None and b.line > found.block.line]
    return loss.line >= found.block.line and (not following or loss.line < min(following))


def losses_of(source: Source, reading: Reading) -> list[Note]:
    """The notes of a source that speak of something skipped, cut or unreadable."""
    return [n for n in (*source.notes, *reading.notes) if CODES[n.code].loss]
