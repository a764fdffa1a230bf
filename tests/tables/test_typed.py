"""Records -> typed cells: a doubt about a value never becomes a sure one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.notes import CODES
from analyzer.tables.cells import Evidence
from analyzer.tables.typed import cell, printed
from analyzer.tables.values.types import TEXT, property_type

HERE = Evidence("a.txt", 1, "t", "p", "x")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "True"),
        (5, "5"),
        (["a", None, ["b"]], "{a, , {b}}"),
        ({"$type": "T", "$text": "shown", "A": 1}, "shown"),
        ({"A": 1, "$type": "T", "B": [2]}, "@{A=1; B={2}}"),
        ({"base64": "QUJD"}, "(3 bytes)"),
    ],
)
def test_values_as_evidence_shows_them(value: object, shown: str) -> None:
    assert printed(value) == shown


@pytest.mark.parametrize("code", ["characters-lost", "type-name-instead-of-value", "depth-cut"])
def test_a_lost_value_has_no_reading_and_stays_evidence(code: str) -> None:
    found = cell("x?y", TEXT, None, HERE, frozenset({code}))
    assert found.missing
    assert found.evidence == (HERE,)
    assert [gap.reason for gap in found.gaps] == [code]


def test_a_cut_value_is_open() -> None:
    assert cell("abc", TEXT, None, HERE, frozenset({"value-cut"})).open
    found = cell("{a, b...}", property_type("list[text]"), None, HERE, frozenset({"list-cut"}))
    assert (found.readings, found.open) == ((("a", "b"),), True)


def test_lines_with_several_readings_have_them_all() -> None:
    found = cell("ab", TEXT, None, HERE, frozenset({"ambiguous-join"}), ("ab", "a b"))
    assert (found.readings, found.known) == (("ab", "a b"), False)
    assert cell("ab", TEXT, None, HERE, frozenset({"ambiguous-join"})).missing


def test_readings_that_mean_the_same_are_one() -> None:
    both = ("0A2F0CAC3D8BC568D7EF8E684EF76FF1CB6CA5A3", "0A2F0CAC3D8BC568D7EF 8E684EF76FF1CB6CA5A3")
    assert cell(both[0], property_type("thumbprint"), None, HERE, frozenset({"ambiguous-join"}), both).known


def test_what_is_not_of_its_type_has_no_reading() -> None:
    assert [gap.reason for gap in cell("soon", property_type("datetime"), None, HERE).gaps] == ["unreadable"]
    assert cell("2027-01-31 10:00:00", property_type("datetime"), None, HERE).value == dt.datetime(2027, 1, 31, 10)


DOUBTS = sorted(code for code, meaning in CODES.items() if meaning.doubt)
KINDS = ("text", "int", "bool", "datetime", "list[text]", "thumbprint", "uri", "version")


@given(st.sampled_from(DOUBTS), st.sampled_from(KINDS), st.text(max_size=40))
def test_no_doubtful_value_is_sure(code: str, kind: str, text: str) -> None:
    found = cell(text, property_type(kind), None, HERE, frozenset({code}), ("1", "2"))
    assert not found.known
    assert found.gaps
