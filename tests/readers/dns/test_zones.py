"""Zone files and dnscmd: what is read, and whether the zone is whole."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from textwrap import dedent

import pytest

from analyzer.model import Reading
from analyzer.readers.dns import read_zone_lines
from analyzer.readers.lines import numbered

PRINTED = """\
;
;  Zone:    litwareinc.com
;  Server:  dc01.litwareinc.com
;  Time:    Mon Jun 15 07:41:09 2026 UTC
;
@ [Aging:3705223] 3600 SOA\tdc01.litwareinc.com. hostmaster.litwareinc.com. 2041 900 600 86400 3600
@ [Aging:3705223] 3600 NS\tdc01.litwareinc.com.
exch01 3600 A\t10.10.1.11
\t\t 3600 AAAA\tfd00::11
autodiscover 3600 CNAME\texch01.litwareinc.com.
;
;  Finished zone: 3 nodes and 5 records in 0 seconds
;
"""


def zone(text: str, command: str | None = None) -> Reading:
    return read_zone_lines(numbered(dedent(text)), command)


def printed(reading: Reading) -> list[tuple[str, str, str]]:
    return [(r.value["Name"], r.value["Type"], r.value["Data"]) for r in reading.records]


def test_master_file_of_bind() -> None:
    reading = zone(
        """\
        $ORIGIN litwareinc.com.
        $TTL 1h
        @       IN  SOA dc01 hostmaster (
                    2041 ; serial; with a semicolon
                    900 600 86400
                    3600 )
                    NS  dc01
        dc01    IN 300 A 10.10.0.10
                300 IN AAAA fd00::10
        ; a comment
        text    TXT "a; b" "c (d)"
        $ORIGIN _tcp.litwareinc.com.
        _sipfederationtls SRV 0 0 5061 sip.litwareinc.com.
        $ORIGIN sub
        www CNAME @
        """
    )
    assert printed(reading) == [
        ("@", "SOA", "dc01 hostmaster 2041 900 600 86400 3600"),
        ("@", "NS", "dc01"),
        ("dc01", "A", "10.10.0.10"),
        ("dc01", "AAAA", "fd00::10"),
        ("text", "TXT", '"a; b" "c (d)"'),
        ("_sipfederationtls", "SRV", "0 0 5061 sip.litwareinc.com."),
        ("www", "CNAME", "@"),
    ]
    assert [record.line for record in reading.records] == [3, 7, 8, 9, 11, 13, 15]
    assert {record.value["Zone"] for record in reading.records} == {"litwareinc.com"}
    assert reading.records[5].value["Origin"] == "_tcp.litwareinc.com"
    assert reading.records[6].value["Origin"] == "sub._tcp.litwareinc.com"
    assert reading.records[2].value["TTL"] == "300"
    assert [block.type for block in reading.blocks] == ["DnsZone"]
    assert reading.notes == ()


def test_zone_that_dnscmd_printed() -> None:
    reading = zone(PRINTED)
    assert printed(reading)[2:] == [
        ("exch01", "A", "10.10.1.11"),
        ("exch01", "AAAA", "fd00::11"),
        ("autodiscover", "CNAME", "exch01.litwareinc.com."),
    ]
    assert [(block.type, block.command, block.count) for block in reading.blocks] == [
        ("DnsZone", "Zone: litwareinc.com", 5)
    ]


@pytest.mark.parametrize(
    "text",
    [
        PRINTED[: PRINTED.index(";\n;  Finished")],
        PRINTED.replace("exch01 3600 A\t10.10.1.11\n", ""),
        PRINTED.replace("autodiscover 3600", "...\nautodiscover 3600"),
        PRINTED[PRINTED.index("exch01 3600") :],
    ],
    ids=["end", "middle", "ellipsis", "beginning"],
)
def test_zone_that_is_cut(text: str) -> None:
    reading = zone(text)
    assert {block.type for block in reading.blocks} == {"DnsZone.cut"}
    assert [note.code for note in reading.notes] == ["zone-cut"]


def test_zone_file_that_ends_within_a_line() -> None:
    text = "; Database file litwareinc.com.dns for litwareinc.com zone.\n@ IN SOA a b 1 2 3 4 5\nautodis A 10.10.1.1"
    assert [block.type for block in read_zone_lines(numbered(text), ended=False).blocks] == ["DnsZone.cut"]
    assert [block.type for block in read_zone_lines(numbered(text)).blocks] == ["DnsZone"]


def test_selection_of_records_is_never_whole() -> None:
    text = "Returned records:\n@ 3600 SOA\tdc01. h. 1 2 3 4 5\n\t\t 3600 NS\tdc01.\nCommand completed successfully.\n"
    reading = zone("C:\\>dnscmd dc01 /enumrecords litwareinc.com @\n" + text)
    assert [(block.type, block.command) for block in reading.blocks] == [
        ("DnsZone.cut", "dnscmd dc01 /enumrecords litwareinc.com @")
    ]
    assert reading.records[1].value == {
        "Name": "@",
        "Type": "NS",
        "Data": "dc01.",
        "Zone": "litwareinc.com",
        "TTL": "3600",
    }
    assert reading.notes == ()
    assert [block.type for block in zone(text, "dnscmd /enumrecords litwareinc.com @").blocks] == ["DnsZone.cut"]


def test_two_zones_in_one_file() -> None:
    reading = zone(PRINTED + PRINTED.replace("litwareinc", "fabrikam"))
    assert [(block.type, block.first, block.count) for block in reading.blocks] == [
        ("DnsZone", 0, 5),
        ("DnsZone", 5, 5),
    ]
    assert [reading.records[index].value["Zone"] for index in (0, 5)] == ["litwareinc.com", "fabrikam.com"]


def test_name_of_the_zone_is_not_guessed() -> None:
    reading = zone("@ SOA dc01. h. 1 2 3 4 5\nautodiscover A 10.10.1.11\n")
    assert {record.value["Zone"] for record in reading.records} == {""}
    reading = zone("litwareinc.com. SOA dc01. h. 1 2 3 4 5\nautodiscover A 10.10.1.11\n")
    assert {record.value["Zone"] for record in reading.records} == {"litwareinc.com"}


@pytest.mark.parametrize("value", ["x" * 1_000_000, '"' + "x" * 1_000_000, "\\x" * 500_000])
def test_a_long_word_takes_no_memory_to_speak_of(value: str) -> None:
    tracemalloc.start()
    try:
        zone("@ 3600 IN TXT " + value + "\n")
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_estate(shared: Path) -> None:
    cases = shared / "data/powershell_real/litware/cases"
    files = [*cases.rglob("*.dns"), *cases.rglob("dnscmd_zoneprint.txt")]
    assert files
    for path in files:
        reading = read_zone_lines(numbered(path.read_text("ascii")))
        assert [block.type for block in reading.blocks] == ["DnsZone"], path
        assert {record.value["Zone"] for record in reading.records} == {"litwareinc.com"}
        target = "oldcas.litwareinc.com." if path.parent.name.startswith("f19") else "exch01.litwareinc.com."
        assert ("autodiscover", "CNAME", target) in printed(reading)
