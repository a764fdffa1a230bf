"""Output of other programs and formats inside a console text, handed to the reader that knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from analyzer.budget import Budget
from analyzer.model import Block, Note, Reading, Record, Source
from analyzer.readers.console.regions import Region
from analyzer.readers.lines import Line

NATIVE = re.compile(
    r"\s*(?:&\s*)?\"?(?:[^\s\"]*\\)?(certutil|nslookup|dnscmd|ipconfig)(?:\.exe)?\"?(?:\s|$)", re.IGNORECASE
)
"""A command that runs one of the programs whose output has a reader of its own."""

_SHOWS_FILE = r"\s*(?:Get-Content|gc|cat|type|more)\s"
_PRINTS_JSON = re.compile(rf"{_SHOWS_FILE}|.*\|\s*ConvertTo-Json\b", re.IGNORECASE)
_PRINTS_CSV = re.compile(rf"{_SHOWS_FILE}|.*\|\s*ConvertTo-Csv\b", re.IGNORECASE)
_DNS = re.compile(r"\*\*\* \S|(?:Server|Serwer|Servidor|Serveur|伺服器|服务器|サーバー|서버): +\S")


@dataclass(frozen=True, slots=True)
class Nested:
    """What another reader saw; `Note.record` and `Block.first` count within it."""

    records: tuple[Record, ...]
    notes: tuple[Note, ...]
    blocks: tuple[Block, ...]


def read_nested(region: Region, budget: Budget) -> Nested | None:
    """What another reader sees in the output of one command; None where it is PowerShell's own.

    The command tells (`nslookup`, `certutil`, `dnscmd`, `ConvertTo-Json`, `ConvertTo-Csv`), else the shape.
    """
    lines, command, prompt = region.lines, region.command, region.prompt
    native = NATIVE.match(command) if command else None
    if native:
        name = "certutil" if native[1].lower() == "certutil" else "dns"
        return _read_lines(name, [prompt, *lines] if prompt else list(lines))
    first = next((line.text.lstrip() for line in lines if line.text.strip()), "")
    found: Nested | None = None
    if first[:1] in ("{", "[") and command and _PRINTS_JSON.match(command):
        found = read_text("json_text", lines, budget, ended=region.ended)
    elif first[:1] in ("#", '"') and command and _PRINTS_CSV.match(command):
        found = read_text("csv_text", lines, budget, ended=region.ended)
    elif any("(sha1)" in line.text for line in lines):
        found = _read_lines("certutil", list(lines))
    elif _DNS.match(first):
        found = _read_lines("dns", list(lines))
    return found if found and found.records else None


def read_text(name: str, lines: Sequence[Line], budget: Budget, *, ended: bool = True) -> Nested:
    """What the reader `name` sees in some lines, with their numbers in the whole text. `ended`: nothing is cut off."""
    data = ("\n".join(line.text for line in lines) + "\n" * ended).encode(errors="replace")
    source = Source(name, len(data), "", data, encoding="utf-8")
    reading = cast(Reading, import_module(f"analyzer.readers.{name}").read(source, budget))

    def number(line: int | None) -> int | None:
        return lines[min(line, len(lines)) - 1].number if line else line

    records = tuple(
        replace(
            record,
            line=number(record.line),
            lines={key: lines[min(line, len(lines)) - 1].number for key, line in record.lines.items()},
        )
        for record in reading.records
    )
    notes = tuple(replace(one, line=number(one.line)) for one in reading.notes)
    return Nested(records, notes, tuple(replace(block, line=number(block.line or 1)) for block in reading.blocks))


def _read_lines(name: str, lines: list[Line]) -> Nested:
    reading = cast(Reading, import_module(f"analyzer.readers.{name}").read_lines(lines))
    return Nested(tuple(reading.records), reading.notes, reading.blocks)
