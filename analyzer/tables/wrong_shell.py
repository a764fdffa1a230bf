"""Output of another shell than the one it should come from: what tells it, and what is said about it.

Three things go wrong with shells: a command was typed where it is not known, a file holds the output of the other
product's command of nearly the same name (Get-PartnerApplication in Get-CsPartnerApplication.txt), and objects come
from Exchange Online, whose cmdlets and types are those of Exchange Server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyzer.model import Note, Reading, Record
from analyzer.notes import note
from analyzer.tables.catalogue import SHELLS, Catalogue, Entry
from analyzer.tables.typed import printed

_CMDLET = r"([A-Za-z]+-[A-Za-z]\w*)"
# What stands between the brackets and behind them is the same in every language of Windows; the console may have
# wrapped it anywhere, so that it is looked for in the text without blanks.
_NOT_FOUND = re.compile(rf"\({_CMDLET}:String\)\[\],CommandNotFoundException")
# PowerShell 7 shows no ids: the term, and in the message the same term in quotation marks.
_CONCISE = re.compile(rf"^{_CMDLET}: [^'‘\"“「«]*['‘\"“「«]\s?\1\s?['’\"”」»]")
_PRODUCTS = (SHELLS["lync"], SHELLS["exchange"])

_IN_EXCHANGE_ONLINE = re.compile(
    r"(?:^|[.,])(?:outlook\.c(?:om|n)|dc=outlook,dc=c(?:om|n)|office365\.(?:com|us)|outlook\.office\.de)(?:$|/)",
    re.IGNORECASE,
)
_SAYS_WHERE = ("OriginatingServer", "PSComputerName", "OrganizationalUnitRoot", "OrganizationId", "DistinguishedName")
_LOOKED_AT = 100
ONLINE = "online_"
"""Begins the name of a table of Exchange Online's objects."""


def unknown_commands(reading: Reading, catalogue: Catalogue) -> list[Note]:
    """A note for each error record by which a shell says that it does not know a cmdlet of Lync's or Exchange's."""
    found = []
    for error in reading.notes:
        if error.code != "error-record":
            continue
        match = _NOT_FOUND.search(re.sub(r"\s", "", error.message)) or _CONCISE.match(error.message)
        entries = catalogue.by_cmdlet(match[1]) if match else ()
        if match and entries and entries[0].shell in _PRODUCTS:
            text = (
                f"{match[1]} is a command of the {entries[0].shell}; the shell that it was typed in does not know it."
            )
            found.append(note("wrong-shell", text, line=error.line))
    return found


def misnamed(source: str, held: Iterable[Entry], catalogue: Catalogue) -> Note | None:
    """A note where a file is named after a cmdlet of one product and holds only output of the other's."""
    named = catalogue.by_file_name(source)
    entries = [entry for entry in held if entry.cmdlets]
    if named is None or named.shell not in _PRODUCTS or not entries:
        return None
    if any(entry.shell not in _PRODUCTS or entry.shell == named.shell for entry in entries):
        return None
    text = f"The file is named after {named.cmdlets[0]}, but holds output of {entries[0].cmdlets[0]}."
    return note("other-command-than-named", text)


def of_exchange_online(entry: Entry, records: Sequence[Record], indices: range) -> bool:
    """Whether objects of an Exchange cmdlet are Exchange Online's: one of them names a server or a place there.

    Of a large output only every so many objects are looked at: they come from one shell.
    """
    if entry.shell != SHELLS["exchange"]:
        return False
    return any(
        _IN_EXCHANGE_ONLINE.search(printed(records[index].properties.get(name)).strip())
        for index in indices[:: len(indices) // _LOOKED_AT + 1]
        for name in _SAYS_WHERE
    )


def online(entry: Entry) -> Entry:
    """The entry of the same objects in Exchange Online: no rule judges them as the organization's own."""
    return replace(entry, table=ONLINE + entry.table)
