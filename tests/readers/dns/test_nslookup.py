"""nslookup: languages, prompts, kinds of answers. The wording is that of public posts; the names are invented."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from analyzer.model import Reading
from analyzer.readers.dns import read_nslookup_lines
from analyzer.readers.lines import numbered


def lookup(text: str, command: str | None = None) -> Reading:
    return read_nslookup_lines(numbered(dedent(text).lstrip("\n")), command)


def answers(reading: Reading) -> list[tuple[str, str, str]]:
    return [(r.value["Name"], r.value["Type"], r.value["Data"]) for r in reading.records]


def test_alias_with_several_addresses() -> None:
    reading = lookup(
        """
        C:\\>nslookup autodiscover.litwareinc.com
        Server:  dc01.litwareinc.com
        Address:  10.10.0.10

        Non-authoritative answer:
        Name:    exch01.litwareinc.com
        Addresses:  fd00::11
                  10.10.1.11
        Aliases:  autodiscover.litwareinc.com
                  mail.litwareinc.com
        """
    )
    assert answers(reading) == [
        ("exch01.litwareinc.com", "AAAA", "fd00::11"),
        ("exch01.litwareinc.com", "A", "10.10.1.11"),
        ("autodiscover.litwareinc.com", "CNAME", "exch01.litwareinc.com"),
        ("mail.litwareinc.com", "CNAME", "exch01.litwareinc.com"),
    ]
    assert [record.line for record in reading.records] == [6, 6, 9, 10]
    assert [record.lines["Data"] for record in reading.records] == [7, 8, 6, 6]
    assert {record.value["Server"] for record in reading.records} == {"dc01.litwareinc.com"}
    (block,) = reading.blocks
    assert (block.command, block.type, block.line) == ("nslookup autodiscover.litwareinc.com", "nslookup", 1)


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ("Server", "*** dc01.litwareinc.com can't find autodiscover.litwareinc.com: Non-existent domain"),
        ("伺服器", "*** dc01.litwareinc.com 找不到 autodiscover.litwareinc.com: Non-existent domain"),
        ("服务器", "*** dc01.litwareinc.com 找不到 autodiscover.litwareinc.com: Non-existent domain"),
        ("サーバー", "*** dc01.litwareinc.com が autodiscover.litwareinc.com を見つけられません: Non-existent domain"),
        ("Server", "*** dc01.litwareinc.com kann autodiscover.litwareinc.com nicht finden: Non-existent domain"),
        ("Server", "*** dc01.litwareinc.com wurde autodiscover.litwareinc.com nicht gefunden: Non-existent domain"),
        (
            "Serveur ",
            "*** dc01.litwareinc.com ne parvient pas à trouver autodiscover.litwareinc.com : Non-existent domain",
        ),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_name_that_does_not_exist(server: str, said: str, asked: bool) -> None:
    command = "C:\\>nslookup autodiscover.litwareinc.com\n" if asked else ""
    reading = lookup(f"{command}{server}:  dc01.litwareinc.com\nAddress:  10.10.0.10\n\n{said}\n")
    assert answers(reading) == [("autodiscover.litwareinc.com", "NXDOMAIN", "Non-existent domain")]
    assert reading.records[0].lines["Data"] == 4 + asked
    assert reading.blocks[0].command == ("nslookup autodiscover.litwareinc.com" if asked else None)


@pytest.mark.parametrize(
    ("server", "unsure", "name"),
    [
        ("伺服器", "未經授權的回答", "名稱"),
        ("Server", "Nicht autorisierende Antwort", "Name"),
        ("Serveur ", "Réponse ne faisant pas autorité ", "Nom "),
        ("サーバー", "権限のない回答", "名前"),
        ("??", "???????", "???"),
    ],
)
def test_languages_without_any_prompt(server: str, unsure: str, name: str) -> None:
    one = f"{server}:  dc01.litwareinc.com\nAddress:  10.10.0.10\n\n{unsure}:\n{name}:    exch01.litwareinc.com\n"
    text = one + "Address:  10.10.1.11\nAliases:  autodiscover.litwareinc.com\n\n"
    reading = lookup(text + text.replace("exch01", "pool01").replace("autodiscover", "sip"))
    assert answers(reading) == [
        ("exch01.litwareinc.com", "A", "10.10.1.11"),
        ("autodiscover.litwareinc.com", "CNAME", "exch01.litwareinc.com"),
        ("pool01.litwareinc.com", "A", "10.10.1.11"),
        ("sip.litwareinc.com", "CNAME", "pool01.litwareinc.com"),
    ]
    assert [block.count for block in reading.blocks] == [2, 2]


def test_no_answer_is_no_absence() -> None:
    reading = lookup(
        """
        C:\\>nslookup autodiscover.litwareinc.com
        DNS request timed out.
            timeout was 2 seconds.
        Server:  UnKnown
        Address:  10.10.0.10

        DNS request timed out.
            timeout was 2 seconds.
        DNS request timed out.
            timeout was 2 seconds.
        *** Request to UnKnown timed-out

        C:\\>nslookup sip.litwareinc.com
        Server:  UnKnown
        Address:  10.10.0.10

        DNS request timed out.
            timeout was 2 seconds.
        *** Zeitüberschreitung bei Anforderung an UnKnown.

        C:\\>nslookup lyncdiscover.litwareinc.com
        Server:  dc01.litwareinc.com
        Address:  10.10.0.10

        *** dc01.litwareinc.com can't find lyncdiscover.litwareinc.com: Server failed
        """
    )
    assert [(name, kind) for name, kind, _ in answers(reading)] == [
        ("autodiscover.litwareinc.com", "TIMEOUT"),
        ("sip.litwareinc.com", "TIMEOUT"),
        ("lyncdiscover.litwareinc.com", "SERVFAIL"),
    ]


def test_server_without_a_name_of_its_own_is_no_absence() -> None:
    reading = lookup(
        """
        C:\\>nslookup autodiscover.litwareinc.com
        *** Can't find server name for address 10.10.0.10: Non-existent domain
        Server:  UnKnown
        Address:  10.10.0.10

        Name:    autodiscover.litwareinc.com
        Address:  10.10.1.11
        """
    )
    assert answers(reading) == [("autodiscover.litwareinc.com", "A", "10.10.1.11")]


def test_own_prompt_with_types() -> None:
    reading = lookup(
        """
        C:\\>nslookup
        Default Server:  dc01.litwareinc.com
        Address:  10.10.0.10

        > autodiscover.litwareinc.com
        Server:  dc01.litwareinc.com
        Address:  10.10.0.10

        Name:    autodiscover.litwareinc.com
        Address:  10.10.1.11

        > set type=srv
        > _sipfederationtls._tcp.litwareinc.com
        Server:  dc01.litwareinc.com
        Address:  10.10.0.10

        _sipfederationtls._tcp.litwareinc.com   SRV service location:
                  priority       = 0
                  weight         = 10
                  port           = 5061
                  svr hostname   = sip.litwareinc.com
        sip.litwareinc.com      internet address = 203.0.113.25
        > _autodiscover._tcp.litwareinc.com
        Server:  dc01.litwareinc.com
        Address:  10.10.0.10

        litwareinc.com
                primary name server = dc01.litwareinc.com
                responsible mail addr = hostmaster.litwareinc.com
                serial  = 2041
        > exit
        """
    )
    assert answers(reading) == [
        ("autodiscover.litwareinc.com", "A", "10.10.1.11"),
        ("_sipfederationtls._tcp.litwareinc.com", "SRV", "0 10 5061 sip.litwareinc.com"),
        ("sip.litwareinc.com", "A", "203.0.113.25"),
        ("litwareinc.com", "SOA", "dc01.litwareinc.com"),
        ("_autodiscover._tcp.litwareinc.com", "NODATA", ""),
    ]
    assert [block.command for block in reading.blocks] == [
        "nslookup autodiscover.litwareinc.com",
        "nslookup -type=srv _sipfederationtls._tcp.litwareinc.com",
        "nslookup -type=srv _autodiscover._tcp.litwareinc.com",
    ]


def test_other_types_and_the_nslookup_of_bind() -> None:
    reading = lookup(
        """
        Server:\t\t10.10.0.10
        Address:\t10.10.0.10#53

        mail.litwareinc.com\tcanonical name = exch01.litwareinc.com.
        Name:\texch01.litwareinc.com
        Address: 10.10.1.11
        litwareinc.com  MX preference = 10, mail exchanger = mail.litwareinc.com
        litwareinc.com  nameserver = dc01.litwareinc.com
        litwareinc.com  text =

                "v=spf1 mx -all"
        ** server can't find nowhere.litwareinc.com: NXDOMAIN
        """,
        "nslookup mail.litwareinc.com",
    )
    assert answers(reading)[:5] == [
        ("mail.litwareinc.com", "CNAME", "exch01.litwareinc.com."),
        ("exch01.litwareinc.com", "A", "10.10.1.11"),
        ("litwareinc.com", "MX", "10 mail.litwareinc.com"),
        ("litwareinc.com", "NS", "dc01.litwareinc.com"),
        ("litwareinc.com", "TXT", "v=spf1 mx -all"),
    ]


def test_name_without_an_address() -> None:
    reading = lookup("Server:  dc01\nAddress:  10.10.0.10\n\nName:    litwareinc.com\n", "nslookup litwareinc.com")
    assert answers(reading) == [("litwareinc.com", "NODATA", "")]


def test_nothing_is_proven_by_output_that_is_cut() -> None:
    reading = lookup("Server:  dc01\nAddress:  10.10.0.10\n", "nslookup litwareinc.com")
    assert (answers(reading), reading.blocks) == ([], ())


def test_other_commands_end_the_answer() -> None:
    reading = lookup(
        """
        PS C:\\> nslookup sip.litwareinc.com
        Server:  dc01.litwareinc.com
        Address:  10.10.0.10

        Name:    sip.litwareinc.com
        Address:  10.10.2.21
        PS C:\\> Get-CsSipDomain
        Name    : litwareinc.com
        Address : 10.10.9.9
        """
    )
    assert answers(reading) == [("sip.litwareinc.com", "A", "10.10.2.21")]


def test_estate(shared: Path) -> None:
    cases = shared / "data/powershell_real/litware/cases"
    absent = (cases / "f18-no-dns-record/nslookup.txt").read_text("ascii")
    assert answers(lookup(absent)) == [("autodiscover.litwareinc.com", "NXDOMAIN", "Non-existent domain")]
    for path in sorted(cases.glob("healthy/*/nslookup.txt")):
        assert ("autodiscover.litwareinc.com", "CNAME", "exch01.litwareinc.com") in answers(
            lookup(path.read_text("ascii"))
        )


@pytest.mark.parametrize(
    "prompt",
    [
        "C:\\>",
        "C:\\Users\\a b> ",
        "PS C:\\> ",
        "[PS] C:\\Windows\\system32>",
        "[fe01.x.com]: PS C:\\> ",
        "PS Cert:\\> ",
        "me@pc:~$ ",
    ],
)
def test_prompts(prompt: str) -> None:
    reading = lookup(
        f"{prompt}nslookup sip.x.com\nServer:  dc01\nAddress:  10.0.0.1\n\nName:    sip.x.com\nAddress:  10.0.0.2\n"
    )
    assert [block.command for block in reading.blocks] == ["nslookup sip.x.com"]
