"""One row for one object, whoever exported it (design decision 12)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.cells import Cell, Evidence, Gap
from analyzer.tables.merge import merged, same, same_date

from .conftest import Build

CONTRADICTION = Gap("contradiction")


def at(source: str, *readings: object, open: bool = False, gaps: tuple[Gap, ...] = ()) -> Cell:
    return Cell(tuple(readings), open, (Evidence(source, 1, "t", "p", str(readings)),), gaps)


def lync(name: str, **more: str) -> str:
    values = {"Name": name, "ApplicationIdentifier": "00000004-0000-0ff1-ce00-000000000000", "Enabled": "True", **more}
    text = "".join(f"{label:<25}: {value}\n" for label, value in values.items())
    return f"[PS] C:\\>Get-PartnerApplication | fl\n\n{text}\n[PS] C:\\>\n"


def configuration(url: str, identity: str = "Global") -> str:
    return f"Identity                : {identity}\nExchangeAutodiscoverUrl : {url}\nRealm                   :\n\n"


# -- cells -------------------------------------------------------------------------------------------------------------


def test_sources_that_agree_are_both_evidence() -> None:
    cell = merged(at("a", "Yes"), at("b", "yes "))
    assert cell.known
    assert [evidence.source for evidence in cell.evidence] == ["a", "b"]


def test_sources_that_differ_keep_both_readings() -> None:
    cell = merged(at("a", True), at("b", False))
    assert (set(cell.readings), cell.gaps) == ({True, False}, (CONTRADICTION,))
    assert [evidence.source for evidence in cell.evidence] == ["a", "b"]


def test_a_sure_source_settles_the_doubt_of_another() -> None:
    assert merged(at("a", "ab", "a b"), at("b", "a b")).value == "a b"


def test_a_missing_value_says_nothing_against_another() -> None:
    assert merged(at("a", gaps=(Gap("characters-lost"),)), at("b", "x")).value == "x"


@pytest.mark.parametrize(
    ("cut", "whole"), [(("a", "b"), ("a", "b", "c")), ("https://mail", "https://mail.litwareinc.com"), ((), ("a",))]
)
def test_the_whole_value_completes_a_cut_one(cut: object, whole: object) -> None:
    for cell in (merged(at("a", cut, open=True), at("b", whole)), merged(at("b", whole), at("a", cut, open=True))):
        assert cell.known
        assert cell.value == whole


def test_a_cut_value_that_begins_otherwise_contradicts() -> None:
    cell = merged(at("a", ("x",), open=True), at("b", ("a", "b")))
    assert cell.gaps == (CONTRADICTION,)
    assert len(cell.readings) == 2


def test_lists_are_alike_in_any_order_and_dates_in_any_time_zone() -> None:
    assert same(("a", "B"), ("b", "A"))
    assert not same(("a", "a"), ("a",))
    local = dt.datetime(2027, 1, 31, 10)
    assert same_date(local, dt.datetime(2027, 1, 31, 2, tzinfo=dt.UTC))
    assert not same_date(local, dt.datetime(2027, 2, 2, tzinfo=dt.UTC))
    assert not same_date(local, local + dt.timedelta(hours=2))


CELLS = st.builds(
    lambda source, readings, cut: at(source, *readings, open=cut),
    st.sampled_from("ab"),
    st.lists(st.sampled_from(["", "x", "xy", "X", "z"]), min_size=1, max_size=3, unique=True),
    st.booleans(),
)


@given(CELLS, CELLS)
def test_what_is_sure_of_both_depends_on_no_order(left: Cell, right: Cell) -> None:
    one, other = merged(left, right), merged(right, left)
    assert {str(r).casefold() for r in one.readings} == {str(r).casefold() for r in other.readings}
    assert (one.open, one.missing) == (other.open, other.missing)


@given(CELLS)
def test_a_source_twice_says_no_more(cell: Cell) -> None:
    twice = merged(cell, cell)
    assert (set(twice.readings), twice.open) == (set(cell.readings), cell.open)


# -- rows --------------------------------------------------------------------------------------------------------------


def test_one_key_in_two_sources_is_one_row(build: Build) -> None:
    table = build(configuration("https://a.litwareinc.com/x"), configuration("https://b.litwareinc.com/x"))
    (row,) = table["cs_oauth_configuration"].rows
    assert len(row.get("ExchangeAutodiscoverUrl").readings) == 2
    assert row.get("ExchangeAutodiscoverUrl").gaps == (CONTRADICTION,)
    assert len(row.exports) == 2


def test_one_key_twice_in_one_output_is_two_objects(build: Build) -> None:
    both = configuration("https://a.litwareinc.com/x") + configuration("https://b.litwareinc.com/x")
    assert len(build(both)["cs_oauth_configuration"].rows) == 2
    assert len(build(both, both)["cs_oauth_configuration"].rows) == 2


def test_a_row_without_its_key_is_the_one_that_it_agrees_with(build: Build) -> None:
    whole = lync("LyncEnterprise", Identity="LyncEnterprise", UseAuthServer="False")
    (row,) = build(whole, lync("LyncEnterprise"))["partner_application"].rows
    assert len(row.exports) == 2
    (row,) = build(lync("LyncEnterprise"), lync("LyncEnterprise"))["partner_application"].rows
    assert len(row.exports) == 2


@pytest.mark.parametrize("other", [lync("Another"), lync("LyncEnterprise", Enabled="False")])
def test_a_row_without_its_key_that_does_not_agree_is_another(build: Build, other: str) -> None:
    whole = lync("LyncEnterprise", Identity="LyncEnterprise")
    assert len(build(whole, other)["partner_application"].rows) == 2


def test_a_row_without_its_key_that_may_be_either_is_none_of_both(build: Build) -> None:
    text = "AuthMetadataUrl : https://pool01.litwareinc.com/metadata/json/1\nUseAuthServer   : False\n\n"
    two = f"[PS] C:\\>Get-PartnerApplication | fl\n\n{text}{text}[PS] C:\\>\n"
    assert len(build(two, two)["partner_application"].rows) == 4


def test_services_of_two_listings_contradict_each_other(build: Build) -> None:
    def services(state: str, **more: str) -> str:
        values = {"MachineName": "fe01.litwareinc.com", "Status": state, "Name": "RTCSRV", "DisplayName": "Front-End"}
        values |= more
        return "".join(f"{label:<20}: {value}\n" for label, value in values.items()) + "\n"

    (row,) = build(services("Running", ServiceName="RTCSRV"), services("Stopped"))["service"].rows
    assert len(row.get("Status").readings) == 2
