"""The DNS reader as a whole: what it takes for its own, and the cache of the client."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import dns


def source(content: bytes | str) -> Source:
    data = content if isinstance(content, bytes) else content.encode()
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8"
    return Source("x.txt", len(data), hashlib.sha256(data).hexdigest(), data, encoding=encoding)


CACHE = """
Windows IP Configuration

    autodiscover.litwareinc.com
    ----------------------------------------
    Record Name . . . . . : autodiscover.litwareinc.com
    Record Type . . . . . : 5
    Time To Live  . . . . : 1187
    Data Length . . . . . : 8
    Section . . . . . . . : Answer
    CNAME Record  . . . . : exch01.litwareinc.com


    Record Name . . . . . : exch01.litwareinc.com
    Record Type . . . . . : 1
    Time To Live  . . . . : 1187
    Data Length . . . . . : 4
    Section . . . . . . . : Answer
    A (Host) Record . . . : 10.10.1.11


    nowhere.litwareinc.com
    ----------------------------------------
    Name does not exist.


    pool01.litwareinc.com
    ----------------------------------------
    No records of type AAAA
"""


@pytest.mark.parametrize("german", [False, True])
def test_cache_of_the_client(german: bool) -> None:
    text = CACHE
    if german:
        for english, word in [("Record Name . . . . .", "Eintragsname . . . . ."), ("Answer", "Antwort")]:
            text = text.replace(english, word)
    reading = dns.read(source(text), Budget())
    assert dns.sniff(source(text)) == 0.9
    assert [(r.value["Name"], r.value["Type"], r.value["Data"]) for r in reading.records] == [
        ("autodiscover.litwareinc.com", "CNAME", "exch01.litwareinc.com"),
        ("exch01.litwareinc.com", "A", "10.10.1.11"),
        ("nowhere.litwareinc.com", "NXDOMAIN", "Name does not exist."),
        ("pool01.litwareinc.com", "NODATA", "No records of type AAAA"),
    ]
    assert reading.records[0].lines["Data"] == 11


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Server : dc01\nAddress : 10.0.0.1\n",
        "Name    : exch01\nAddress : 10.0.0.1\n\nName    : exch02\nAddress : 10.0.0.2\n",
        "Id,Name,Type\r\n1,A,2\r\n",
        "$ORIGIN of this text is unknown\nIt is prose; it has ( brackets\n",
        "PS C:\\> Get-CsPool\n\nIdentity : pool01.litwareinc.com\nFqdn     : pool01.litwareinc.com\n",
        "a A b\nc is A letter\nfoo MX bar\n",
    ],
)
def test_what_is_no_dns(text: str) -> None:
    assert dns.sniff(source(text)) == 0.0


def test_answers_within_other_text_are_left_to_others() -> None:
    text = "Identity : Global\n" * 200 + "C:\\>nslookup sip.x.com\nServer:  dc01\nAddress:  10.0.0.1\n\n"
    text += "Name:    sip.x.com\nAddress:  10.0.0.2\n"
    assert dns.sniff(source(text)) == 0.5


def test_corpus(shared: Path) -> None:
    lookup = source((shared / "data/corpora/dns/synth_nslookup_srv.txt").read_bytes())
    assert dns.sniff(lookup) >= 0.8
    assert [record.value["Type"] for record in dns.read(lookup, Budget()).records] == [
        "SRV",
        "A",
        "NXDOMAIN",
        "AAAA",
        "A",
        "CNAME",
    ]
    for other in ("synth_Get-DnsServerResourceRecord.csv", "synth_Resolve-DnsName_table_and_list.txt"):
        assert dns.sniff(source((shared / "data/corpora/dns" / other).read_bytes())) == 0.0


def test_no_exception_and_linear_time_on_anything() -> None:
    texts = [
        '"\\' * 20_000,
        "(" * 50_000,
        "a " * 50_000,
        "x:" * 30_000,
        "> \n" * 5_000,
        ";  Zone:  " + "a." * 20_000,
        "*** " * 20_000,
    ]
    for text in texts:
        dns.read(source(text + "\n@ SOA a b 1 2 3 4 5\nServer: x\nAddress: 1.1.1.1\n"), Budget())
        dns.sniff(source(text))


def test_lines_beyond_the_limit_are_cut_and_noted() -> None:
    text = "C:\\>nslookup sip.x.com\nServer:  dc01\nAddress:  10.0.0.1\n\nName:    sip.x.com\nAddress:  10.0.0.2\n"
    reading = dns.read(source(text + "x" * 200 + "\n"), Budget(line_chars=100))
    assert [(note.code, note.line) for note in reading.notes] == [("limit-reached", 7)]
    assert len(reading.records) == 1
