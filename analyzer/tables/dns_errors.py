"""Names that Resolve-DnsName says do not exist: it answers so with an error record, not with an object."""

from __future__ import annotations

import re

from analyzer.model import Block, Note, Reading
from analyzer.tables.catalogue import invocation
from analyzer.tables.cells import Cell, Evidence, Row

TABLE = "resolve_dns_name"
_NO_SUCH_NAME = "DNS_ERROR_RCODE_NAME_ERROR"
_TARGET = re.compile(r"CategoryInfo\s*:\s*\w+:\s*\(([^():\s]+):String\)")
_SHOWN = 300


def denied_names(source: str, reading: Reading) -> list[Row]:
    """A row (Name, Type NXDOMAIN, Data) for each name that an error record of Resolve-DnsName denies.

    Told by the error's id, which no Windows translates; its words are the evidence.
    """
    rows: list[Row] = []
    for note in reading.notes:
        if note.code != "error-record" or _NO_SUCH_NAME not in note.message:
            continue
        block = _block_of(note, reading)
        name = _name(note, block)
        if name:
            answer = note.message.partition(" + ")[0][:_SHOWN]
            values = {"Name": name, "Type": "NXDOMAIN", "Data": answer}
            cells = {
                column: Cell((value,), False, (Evidence(source, note.line, TABLE, column, value),))
                for column, value in values.items()
            }
            rows.append(Row(cells, subject=name))
    return rows


def _block_of(note: Note, reading: Reading) -> Block | None:
    before = [b for b in reading.blocks if b.line is not None and note.line is not None and b.line <= note.line]
    return max(before, key=lambda block: block.line or 0, default=None)


def _name(note: Note, block: Block | None) -> str | None:
    match = _TARGET.search(note.message)
    if match:
        return match[1].rstrip(".").casefold()
    call = invocation(block.command) if block and block.command else None
    if call is None or call.cmdlet != "resolve-dnsname":
        return None
    asked = next(iter(call.arguments.get("name") or call.arguments.get("", ())), "")
    return asked.rstrip(".").casefold() or None
