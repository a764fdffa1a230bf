"""DNS evidence as text: nslookup, zone files, dnscmd, and Windows' cache of names."""

from __future__ import annotations

import re
from dataclasses import replace

from analyzer.budget import Budget
from analyzer.dns_names import DnsRecord, dns_record
from analyzer.model import Reading, Source
from analyzer.readers.dns.cache import read_cache_lines
from analyzer.readers.dns.nslookup import read_nslookup_lines
from analyzer.readers.dns.zones import read_zone_lines, zone_share
from analyzer.readers.lines import Line, numbered
from analyzer.readers.native import cut_long_lines

__all__ = [
    "FORMAT",
    "DnsRecord",
    "dns_record",
    "read",
    "read_cache_lines",
    "read_lines",
    "read_nslookup_lines",
    "read_zone_lines",
    "sniff",
]

FORMAT = "dns"

MAX_BYTES = 64 * 2**20

_TELLING = re.compile(
    r"\bSOA\b|^\$ORIGIN\b|^; {2,4}\S|^Returned records:|(?: \.){4,} : |"
    r"^[^\s:：][^:：\n]{0,40}[:：]\s+(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:]+)",
    re.IGNORECASE | re.MULTILINE,
)
_NSLOOKUP = re.compile(r"\bnslookup\b|^\*{2,3} \S.*: \S|SRV service location:|DNS request timed out", re.IGNORECASE)
_SERVER = re.compile(r"^[^\s:：*][^:：*]{0,39}?\s?[:：]\s+\S+$")
_ADDRESS = re.compile(
    r"^[^\s:：*][^:：*]{0,39}?\s?[:：]\s+(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.%]+)(?:#\d+)?\s*$"
)
_DOTS = re.compile(r"^\s+\S.{0,40}(?: \.){3,} : ")


def sniff(source: Source) -> float:
    """Up to 0.9 for text that is nothing else, 0.5 where answers of nslookup stand within other text."""
    if source.encoding is None or source.size > MAX_BYTES:
        return 0.0
    text = source.text[:65_536]
    if not _TELLING.search(text):
        return 0.0
    lines = numbered(text)
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return 0.0
    if _is_cache(filled):
        return 0.9
    share = zone_share(lines)
    if share >= 0.5:
        return 0.9
    return _nslookup_certainty(filled)


def read(source: Source, budget: Budget) -> Reading:
    """The records and answers of a text."""
    text = source.text
    lines, notes = cut_long_lines(numbered(text), budget.line_chars)
    reading = read_lines(lines, ended=text.endswith(("\n", "\r", "\x1a")))
    return replace(reading, notes=(*notes, *reading.notes)) if notes else reading


def read_lines(lines: list[Line], *, ended: bool = True) -> Reading:
    """The records and answers in lines of any of the kinds. `ended` is false where the last line has no end."""
    filled = [line for line in lines if line.text.strip()]
    if _is_cache(filled):
        return read_cache_lines(lines)
    if zone_share(lines) >= 0.5:
        return read_zone_lines(lines, ended=ended)
    return read_nslookup_lines(lines)


def _is_cache(filled: list[Line]) -> bool:
    """Whether the lines are of `ipconfig /displaydns`: rules of dashes, and labels that dots lead to their values."""
    rules = sum(1 for line in filled[:200] if line.text.strip() == "-" * 40)
    return rules > 0 and sum(1 for line in filled[:200] if _DOTS.match(line.text)) >= rules


def _nslookup_certainty(filled: list[Line]) -> float:
    """How sure it is that nslookup printed the lines: a server with its address, and answers below."""
    pairs = [
        index
        for index in range(len(filled) - 1)
        if _SERVER.match(filled[index].text) and _ADDRESS.match(filled[index + 1].text)
    ]
    telling = any(_NSLOOKUP.search(line.text) for line in filled)
    if not pairs or not (telling or len(pairs) > 1):
        return 0.0
    reading = read_nslookup_lines(filled)
    if not reading.records:
        return 0.0
    return 0.8 if pairs[0] <= 6 and len(filled) <= 25 * max(1, len(reading.blocks)) else 0.5
