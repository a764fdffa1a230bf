"""The operators' truth for known, blank, missing, ambiguous and cut values."""

from __future__ import annotations

import datetime as dt

import pytest

from analyzer.engine.operators import OPERATORS, judge, over_items
from analyzer.tables.cells import Cell, Gap

MISSING = Cell(gaps=(Gap("property-not-exported"),))
URL = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"
UTC = dt.UTC


def truth(operator: str, cell: Cell, argument: object) -> bool | None:
    return judge(OPERATORS[operator], cell, Cell((argument,)))


ARGUMENTS = {
    "blank": False, "equals": "x", "one_of": ("x",), "starts_with": "x", "ends_with": "x", "contains": "x",
    "at_least": "1", "at_most": "1", "after": dt.datetime(2026, 1, 1, tzinfo=UTC),
    "before": dt.datetime(2026, 1, 1, tzinfo=UTC), "url_scheme": "https", "url_host": "x", "url_path": "/x",
    "url_port": "443", "form": "url", "count": ("at_least", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", OPERATORS)
def test_a_missing_cell_is_never_decided(name: str) -> None:
    assert truth(name, MISSING, ARGUMENTS[name]) is None


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_says_what_it_does_and_what_blank_means(name: str) -> None:
    assert "lank" in OPERATORS[name].doc or name in ("blank",)


@pytest.mark.parametrize(
    ("operator", "value", "argument", "expected"),
    [
        ("blank", "", True, True),
        ("blank", "   ", True, True),
        ("blank", (), True, True),
        ("blank", "x", True, False),
        ("equals", "Full", "full", True),
        ("equals", True, "True", True),
        ("equals", "", "x", False),
        ("equals", ("b", "A"), ("a", "B"), True),
        ("one_of", "b", ("a", "B"), True),
        ("one_of", "", ("a",), False),
        ("starts_with", "*.litwareinc.com", "*.", True),
        ("contains", ("IIS", "SMTP"), "iis", True),
        ("contains", (), "iis", False),
        ("contains", "a,b", "b", True),
        ("at_least", 2048, "2048", True),
        ("at_least", "1024", "2048", False),
        ("at_least", "", "2048", None),
        ("at_least", "a lot", "2048", None),
        ("at_least", (15, 0, 1497, 2), "15.0.1497", True),
        ("at_most", (15, 1), "15.0.9999", False),
        ("url_path", URL, "/Autodiscover/Autodiscover.svc", True),
        ("url_path", URL + "/", "/autodiscover/autodiscover.svc", True),
        ("url_path", "", "/x", False),
        ("url_path", "autodiscover.litwareinc.com", "/x", False),
        ("url_scheme", "http://x/", "https", False),
        ("url_host", "https://MAIL.litwareinc.com./x", "mail.litwareinc.com", True),
        ("url_port", URL, ("", "443"), True),
        ("url_port", "https://x:444/", ("", "443"), False),
        ("form", "A" * 40, "thumbprint", True),
        ("form", "A" * 39, "thumbprint", False),
        ("form", "00000002-0000-0ff1-ce00-000000000000", "guid", True),
        ("form", "exch01", "fqdn", False),
        ("form", "10.0.0.1", "fqdn", False),
        ("form", "10.0.0.1", "ip-address", True),
        ("form", URL, "clean-url", True),
        ("form", URL + '"', "clean-url", False),
        ("form", URL + " ", "clean-url", False),
        ("form", "https://a–b.litwareinc.com/", "clean-url", False),
        ("count", (), ("exactly", 0), True),
        ("count", ("a", "b"), ("at_most", 1), False),
        ("count", "", ("at_least", 1), False),
    ],
)
def test_known_values(operator: str, value: object, argument: object, expected: bool | None) -> None:
    assert truth(operator, Cell((value,)), argument) is expected


@pytest.mark.parametrize(
    ("operator", "value", "argument", "expected"),
    [
        ("blank", "x", True, False),
        ("blank", (), True, None),
        ("equals", "https://a", "https://abc", None),
        ("equals", "https://b", "https://abc", False),
        ("contains", ("a",), "a", True),
        ("contains", ("a",), "b", None),
        ("count", ("a", "b"), ("at_least", 2), True),
        ("count", ("a", "b"), ("at_most", 2), None),
        ("count", ("a", "b"), ("at_most", 1), False),
        ("url_path", "https://h/autodiscover/autodiscover.x", "/autodiscover/autodiscover.svc", False),
        ("url_path", "https://h/autodiscover/autodiscover.s", "/autodiscover/autodiscover.svc", None),
        ("url_host", "https://h.litwareinc.com/a", "h.litwareinc.com", True),
        ("url_host", "https://h.litware", "h.litwareinc.com", None),
        ("ends_with", "abc", "c", None),
        ("at_least", "20", "2048", None),
        ("form", 'https://"h', "clean-url", False),
    ],
)
def test_cut_values_prove_what_they_show_and_no_more(
    operator: str, value: object, argument: object, expected: bool | None
) -> None:
    assert truth(operator, Cell((value,), open=True), argument) is expected


def test_readings_decide_only_where_they_agree() -> None:
    day_or_month = Cell((dt.datetime(2027, 3, 10), dt.datetime(2027, 10, 3)))
    assert truth("after", day_or_month, dt.datetime(2026, 6, 15, tzinfo=UTC)) is True
    assert truth("after", day_or_month, dt.datetime(2027, 6, 1, tzinfo=UTC)) is None


def test_a_date_without_an_offset_is_not_decided_within_a_day() -> None:
    printed = Cell((dt.datetime(2026, 6, 15, 8, 0),))
    assert truth("after", printed, dt.datetime(2026, 6, 15, 7, 0, tzinfo=UTC)) is None
    assert truth("after", printed, dt.datetime(2026, 6, 14, 0, 0, tzinfo=UTC)) is True
    assert truth("after", printed, dt.datetime(2026, 6, 17, 0, 0, tzinfo=UTC)) is False


def test_a_cut_argument_proves_membership_only() -> None:
    domains = Cell((("litwareinc.com",),), open=True)
    assert judge(OPERATORS["one_of"], Cell(("litwareinc.com",)), domains) is True
    assert judge(OPERATORS["one_of"], Cell(("contoso.com",)), domains) is None


@pytest.mark.parametrize(
    ("cell", "wanted", "expected"),
    [
        (Cell((("a", "b"),)), "holds_any", True),
        (Cell((("b",),)), "holds_any", False),
        (Cell((("b",),), open=True), "holds_any", None),
        (Cell((("a",),), open=True), "holds_any", True),
        (Cell((("a", "b"),), open=True), "holds_all", False),
        (Cell((("a",),), open=True), "holds_all", None),
        (Cell(((),)), "holds_all", True),
        (MISSING, "holds_any", None),
    ],
)
def test_conditions_on_items(cell: Cell, wanted: str, expected: bool | None) -> None:
    assert over_items(cell, wanted, lambda item: truth("equals", item, "a")) is expected
