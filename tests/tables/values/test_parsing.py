"""Values of readers become typed readings; blank stays blank, and what cannot be read has none."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.values import KINDS, PropertyType, hidden_characters, infer_culture, parse, property_type
from analyzer.tables.values.types import enum_type

CERTIFICATE = b"\x30\x82\x01\x0a" + bytes(range(256))
RECORDED = {"$type": "System.Collections.ArrayList", "$items": ["a.b", "c.d"], "Count": 2}
SITE = {"DistinguishedName": "CN=Redmond,CN=Sites", "Name": "Redmond", "Parent": "contoso.com/Configuration/Sites"}
OWA = {
    "Name": "owa (Default Web Site)",
    "Parent": "HTTP",
    "DistinguishedName": "CN=owa (Default Web Site),CN=HTTP,CN=Protocols,CN=EXCH01,CN=Servers,CN=x",
}
VERSION = {"Major": 15, "Minor": 0, "Build": 1497, "Revision": 2, "FilePatchLevelDescription": ""}


@pytest.mark.parametrize(
    ("value", "kind", "reading"),
    [
        ("True", "bool", True), ("$false", "bool", False), ("1", "bool", True), (0, "bool", False),
        (True, "bool", True),
        ("5061", "int", 5061), (5061, "int", 5061), ("some text", "text", "some text"), (True, "text", "True"),
        (7, "text", "7"), ("FULL", "enum", "FULL"), ({"$value": 1, "$text": "Active"}, "enum", "Active"),
        ({"value": 2, "Value": "Ntlm"}, "enum", "Ntlm"), ([{"value": 2, "Value": "Ntlm"}], "enum", "Ntlm"),
        ("https://A.b/C ", "uri", "https://A.b/C "), ("Exch01.Contoso.COM.", "fqdn", "exch01.contoso.com"),
        ("\u200ec4 37\u00a07f:f9", "thumbprint", "C4377FF9"), ("C437…", "thumbprint", "C437…"),
        ("00f7 68", "hex", "00F768"), ("0x0A", "hex", "0A"), ("00", "hex", "00"),
        ("{00000002-0000-0FF1-CE00-000000000000}", "guid", "00000002-0000-0ff1-ce00-000000000000"),
        ("not a guid", "guid", "not a guid"), ("CN=a, O=b", "dn", "CN=a, O=b"),
        ("Version 15.0 (Build 1497.2)", "version", (15, 0, 1497, 2)), (VERSION, "version", (15, 0, 1497, 2)),
        ("2.5 GB (2,684,354,560 bytes)", "size", 2684354560), ("7.00:00:00", "timespan", dt.timedelta(days=7)),
        ({"Ticks": 600000000, "Days": 0}, "timespan", dt.timedelta(minutes=1)),
        ({"base64": base64.b64encode(CERTIFICATE).decode()}, "certificate", CERTIFICATE),
        (base64.b64encode(CERTIFICATE).decode(), "certificate", CERTIFICATE),
        (list(CERTIFICATE), "certificate", CERTIFICATE),
        ("{48, 130, 1, 10}", "certificate", b"\x30\x82\x01\x0a"),
        (SITE, "text", "contoso.com/Configuration/Sites/Redmond"),
        (OWA, "text", "EXCH01\\owa (Default Web Site)"), ({"Value": "https://x/y"}, "text", "Value=https://x/y"),
        ({"Address": "*.contoso.com", "SmtpDomain": "contoso.com"}, "text", "*.contoso.com"),
        ({"$type": "x", "$text": "shown", "Name": "hidden"}, "object", "shown"),
        ("2027-03-10T02:00:00Z", "datetime", dt.datetime(2027, 3, 10, 2, tzinfo=dt.UTC)),
    ],
)  # fmt: skip
def test_one_reading(value: Any, kind: str, reading: Any) -> None:
    parsed = parse(value, property_type(kind))
    assert parsed.readings == (reading,)
    assert type(parsed.readings[0]) is type(reading)
    assert not parsed.open


@pytest.mark.parametrize(
    ("value", "kind", "items"),
    [
        ("{}", "fqdn", ()), ("{a.b, C.D}", "fqdn", ("a.b", "c.d")), ("a.b; c.d", "fqdn", ("a.b", "c.d")),
        (["a.b"], "fqdn", ("a.b",)), (RECORDED, "text", ("a.b", "c.d")), ([], "text", ()), ("one", "text", ("one",)),
        ("{MSExchangeIS, W3Svc}", "text", ("MSExchangeIS", "W3Svc")), ("{1, 2}", "int", (1, 2)), (7, "int", (7,)),
        ("{Ntlm, WindowsIntegrated}", "enum", ("Ntlm", "WindowsIntegrated")),
        ("{a.b,\n  c.d}", "fqdn", ("a.b", "c.d")), ("{CN=a,DC=x, CN=b,DC=x}", "dn", ("CN=a,DC=x", "CN=b,DC=x")),
        ([{"value": 2, "Value": "Ntlm"}, "Basic"], "enum", ("Ntlm", "Basic")),
    ],
)  # fmt: skip
def test_lists(value: Any, kind: str, items: tuple[Any, ...]) -> None:
    parsed = parse(value, PropertyType(kind, is_list=True))
    assert parsed.readings == (items,)
    assert not parsed.open


@pytest.mark.parametrize("text", ["{a.b, c.d...}", "{a.b, c.d…}", "{a.b, c.d, ...}"])
def test_a_cut_list_is_open(text: str) -> None:
    parsed = parse(text, property_type("list[fqdn]"))
    assert parsed.readings == (("a.b", "c.d"),)
    assert parsed.open


def test_a_list_of_names_with_commas_has_every_reading() -> None:
    parsed = parse("{CN=a, O=b, CN=c}", property_type("list[dn]"))
    assert ("CN=a, O=b", "CN=c") in parsed.readings
    assert ("CN=a, O=b, CN=c",) in parsed.readings
    assert len(parsed.readings) == 4
    assert not parsed.open


def test_with_too_many_readings_nothing_is_surely_absent() -> None:
    parsed = parse("{a b, c d, e f, g h, i j}", property_type("list[text]"))
    assert parsed.readings == (("a b", "c d", "e f", "g h", "i j"), ("a b, c d, e f, g h, i j",))
    assert parsed.open


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Yes", "bool"), (2, "bool"), ("1.5", "int"), ("soon", "datetime"), (5, "datetime"), (4, "enum"),
        ("x", "version"),
        ("x", "timespan"), ("System.Byte[]", "certificate"), ({"$ref": 3}, "text"), ("x", "number"),
        ([1, 999], "certificate"),
    ],
)  # fmt: skip
def test_what_is_not_of_its_type_has_no_reading(value: Any, kind: str) -> None:
    assert parse(value, property_type(kind)).readings == ()


def test_a_cut_certificate_is_none() -> None:
    parsed = parse("{48, 130, 4, 28...}", property_type("certificate"))
    assert parsed.readings == ()
    assert parsed.open


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("blank", ["", "  ", None])
def test_blank_stays_blank(kind: str, blank: str | None) -> None:
    assert parse(blank, PropertyType(kind)).readings == ("",)
    assert parse(blank, PropertyType(kind, is_list=True)).readings == ((),)


def test_a_date_takes_its_culture_from_the_source() -> None:
    kind = property_type("datetime")
    assert len(parse("03/10/2027 02:00:00", kind).readings) == 2
    culture = infer_culture(["25/12/2026 02:00:00"]).culture
    assert parse("03/10/2027 02:00:00", kind, culture).readings == (dt.datetime(2027, 10, 3, 2),)


def test_numbers_of_enums_have_the_names_that_are_known() -> None:
    status = enum_type("1 Stopped 4 Running")
    services = enum_type("flags 0 None 1 IMAP 8 IIS 16 SMTP")
    assert parse(4, status).readings == ("Running",)
    assert parse(9, status).readings == ()
    assert parse(25, services).readings == ("IMAP, IIS, SMTP",)
    assert parse(0, services).readings == ("None",)
    assert parse(2, services).readings == ()


def test_a_list_within_a_list_is_the_text_that_it_prints() -> None:
    assert parse([["a", "b"], "c"], property_type("list[text]")).readings == (("{a, b}", "c"),)


@pytest.mark.parametrize("kind", ["text", "list[text]", "list[certificate]", "object", "datetime"])
def test_values_nested_without_end_have_no_reading(kind: str) -> None:
    nested: Any = ["a", "b"]
    for _ in range(3000):
        nested = [nested, {"$items": [nested], "Value": nested}]
    assert parse(nested, property_type(kind)).readings == ()


def test_hidden_characters_can_be_shown() -> None:
    assert hidden_characters("\u200eC4377FF9") == "\u200e"
    assert hidden_characters("C4377FF9") == ""


def test_types_are_written_as_they_are_read() -> None:
    for text in ("fqdn", "list[fqdn]"):
        assert str(property_type(text)) == text
    for text in ("fqdns", "list[", "list[x]", ""):
        with pytest.raises(ValueError, match="unknown property type"):
            property_type(text)
    with pytest.raises(ValueError):
        enum_type("1 Stopped 4")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["$text", "$value", "$items", "$ref", "Value", "Name", "Ticks", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(values, st.sampled_from(sorted(KINDS)), st.booleans())
def test_readings_are_hashable_and_nothing_raises(value: Any, kind: str, is_list: bool) -> None:
    parsed = parse(value, PropertyType(kind, is_list))
    hash(parsed.readings)
    if is_list and not isinstance(value, dict):
        assert all(isinstance(reading, tuple) for reading in parsed.readings)


hosts = st.from_regex(r"[a-z][a-z0-9-]{0,10}(\.[a-z]{2,5}){1,2}", fullmatch=True)


@given(st.lists(hosts, max_size=8), st.booleans())
def test_lists_of_hosts_are_read_back(names: list[str], cut: bool) -> None:
    text = "{" + ", ".join(names) + ("..." if cut else "") + "}"
    parsed = parse(text, property_type("list[fqdn]"))
    assert parsed.readings == (tuple(names),)
    assert parsed.open is cut


words = st.from_regex(r"[A-Za-z][A-Za-z =]{0,8}[A-Za-z]", fullmatch=True)


@given(st.lists(words, min_size=1, max_size=6))
def test_the_true_list_is_among_the_readings(items: list[str]) -> None:
    parsed = parse("{" + ", ".join(items) + "}", property_type("list[text]"))
    assert tuple(" ".join(item.split()) for item in items) in parsed.readings
