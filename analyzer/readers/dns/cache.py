"""What `ipconfig /displaydns` prints: Windows' cache of names, in any language of Windows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.model import Block, Reading, Record
from analyzer.readers.lines import Line

_FIELD = re.compile(r"^\s+\S.{0,60}?(?: ?\.){2,} ?: (\S.*?)\s*$")
_HEADING = re.compile(r"^\s+(\S+)\s*$")
_ABSENT = re.compile(r"^\s+Name does not exist\.\s*$")
_NO_DATA = re.compile(r"^\s+No records of type (\S+)\s*$")
_TYPES = {
    "1": "A",
    "2": "NS",
    "5": "CNAME",
    "6": "SOA",
    "12": "PTR",
    "15": "MX",
    "16": "TXT",
    "28": "AAAA",
    "33": "SRV",
}
_FIELDS = 6
"""Name, type number, time to live, length, section, data: always in this order."""


def read_cache_lines(lines: Sequence[Line]) -> Reading:
    """The records of the cache, each with Name, Type, TTL, Section and Data, as printed.

    Names that the cache knows not to exist are NXDOMAIN, those without a record of a type NODATA.
    """
    records: list[Record] = []
    fields: list[tuple[str, int]] = []
    heading: tuple[str, int] = ("", 0)
    for line in lines:
        found = _FIELD.match(line.text)
        if found:
            fields.append((found[1], line.number))
            if len(fields) == _FIELDS:
                records.append(_record(fields))
                fields = []
            continue
        if not line.text.strip():
            fields = []
        elif _ABSENT.match(line.text) or _NO_DATA.match(line.text):
            if heading[0]:
                records.append(_absent(heading[0], line))
        elif _HEADING.match(line.text) and set(line.text.strip()) != {"-"}:
            heading = (line.text.strip(), line.number)
            fields = []
    if not records:
        return Reading("dns")
    return Reading(
        "dns", tuple(records), (Block(0, len(records), records[0].line, "ipconfig /displaydns", "DnsCache"),)
    )


def _record(fields: list[tuple[str, int]]) -> Record:
    (name, line), (number, type_line), (ttl, ttl_line), _, (section, section_line), (data, data_line) = fields
    value = {"Name": name, "Type": _TYPES.get(number, number), "TTL": ttl, "Section": section, "Data": data}
    lines = {"Name": line, "Type": type_line, "TTL": ttl_line, "Section": section_line, "Data": data_line}
    return Record(value, line, lines)


def _absent(name: str, line: Line) -> Record:
    kind = "NODATA" if _NO_DATA.match(line.text) else "NXDOMAIN"
    value = {"Name": name, "Type": kind, "Data": line.text.strip()}
    return Record(value, line.number, dict.fromkeys(value, line.number))
