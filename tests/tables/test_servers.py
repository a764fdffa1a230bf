"""Names of computers: short and full, in texts, and what --case says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.servers import Servers, declared_server, is_host

KNOWN = Servers.of(
    ["EXCH01.litwareinc.com", "exch02.litwareinc.com.", "FE01", "app.one.com", "app.two.com", "not a name"]
)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("EXCH01", "exch01.litwareinc.com"),
        (" exch02.LITWAREINC.com. ", "exch02.litwareinc.com"),
        ("fe01", "fe01"),
        ("app", "app"),  # two computers share the short name: it is neither
        ("unknown.litwareinc.com", "unknown.litwareinc.com"),
    ],
)
def test_the_full_name_where_one_is_known(name: str, canonical: str) -> None:
    assert KNOWN.canonical(name) == canonical


def test_what_is_known() -> None:
    assert KNOWN.known("exch01")
    assert not KNOWN.known("app")
    assert not KNOWN.known("no name")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("case/Get-ExchangeCertificate_EXCH01.txt", {"exch01.litwareinc.com"}),
        ("case/exch01.litwareinc.com/certs.txt", {"exch01.litwareinc.com"}),
        ("certs-exch02.csv", {"exch02.litwareinc.com"}),
        ("exch01_exch02.txt", {"exch01.litwareinc.com", "exch02.litwareinc.com"}),
        ("fe01.txt", {"fe01"}),
        ("fe011.txt", set()),
        ("myexch01.txt", set()),
        ("app.txt", set()),
    ],
)
def test_names_within_a_text(text: str, named: set[str]) -> None:
    assert KNOWN.named_in(text) == named


@given(st.text(max_size=60))
def test_no_name_raises(text: str) -> None:
    servers = Servers.of([text])
    servers.canonical(text)
    assert servers.named_in(text) <= servers.fqdns | set(servers.by_short)
    is_host(text)


def test_the_case_file_says_which_source_is_whose() -> None:
    origin = {"*FE02*": "fe02.litwareinc.com", "*": "fe01.litwareinc.com"}
    assert declared_server("case/fe02.txt", origin) == "fe02.litwareinc.com"
    assert declared_server("case/other.txt", origin) == "fe01.litwareinc.com"
    assert declared_server("case/other.txt", {}) is None
