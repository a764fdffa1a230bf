"""Which lines make a list, which records they become, and what is said of their values."""

from __future__ import annotations

import re
import time

import pytest
from powershell_writer import CORE_7_4, WINDOWS_5_1, format_list

from analyzer.readers.lines import numbered
from analyzer.readers.lists import take_list

TWO = """Name        : svc1
DisplayName : Service One
Status      : Running

Name        : svc2
DisplayName : Service Two
Status      : Stopped
"""
EXPECTED = [
    {"Name": "svc1", "DisplayName": "Service One", "Status": "Running"},
    {"Name": "svc2", "DisplayName": "Service Two", "Status": "Stopped"},
]
DN = (
    "CN=Default Global Address List,CN=All Global Address Lists,CN=Address Lists Container,CN=First Organization,"
    "CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=com"
)
PROSE = "the quick brown fox jumps over the lazy dog and goes home to read what the people of the town have written"


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


def test_a_list_ends_where_other_text_begins():
    lines = numbered("PS C:\\> Get-X | fl\n\n" + TWO + "\n\nPS C:\\> exit\n")
    assert take_list(lines, 0) == 0
    assert take_list(lines, 2) == 9


def test_every_property_knows_its_line(read):
    record = read("\n\n" + TWO).records[1]
    assert record.line == 7
    assert record.lines == {"Name": 7, "DisplayName": 8, "Status": 9}


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        TWO.replace("\n", "\r\n"),
        TWO.replace("\n\n", "\n"),
        "".join(f"      {line}\n" if line else "\n" for line in TWO.splitlines()),
        "".join(f"{line}\n\n" for line in TWO.splitlines()),
        re.sub(" +", " ", TWO),
        re.sub(" +", " ", TWO).replace("\n\n", "\n"),
        re.sub("^(\\w+) *:", lambda found: found[0].replace(" ", "\xa0"), TWO, flags=re.MULTILINE),
        re.sub("^(\\w+ *:)", "\x1b[32;1m\\1\x1b[0m", TWO, flags=re.MULTILINE),
        re.sub("^(\\w+ *: )", "[32;1m\\1[0m", TWO, flags=re.MULTILINE),
    ],
    ids=[
        "plain",
        "crlf",
        "no blank lines",
        "margin",
        "doubled",
        "collapsed",
        "collapsed, no blank lines",
        "no-break",
        "colours",
        "colours without ESC",
    ],
)
def test_what_mail_web_and_consoles_do_to_a_list(read, text):
    found = read(text)
    assert found.values == EXPECTED
    assert not found.notes


def test_labels_with_blanks_colons_and_separators(read):
    text = "Total (MB) : 12\nName:x     : v : w\nA : B      : z\n"
    assert read(text).values == [{"Total (MB)": "12", "Name:x": "v : w", "A : B": "z"}]


def test_a_label_as_long_as_the_line_allows(read):
    text = format_list([[("An extremely long label of forty letters ++", "ab"), ("Short", "x")]], width=40)
    assert read(text).values == [{"An extremely long label of forty let": "ab", "Short": "x"}]


def test_wide_labels_of_either_way_of_counting(read):
    objects = [[("名前", "東京"), ("Identity", "x"), ("説明", "長い" * 60)]]
    for layout in (WINDOWS_5_1, CORE_7_4):
        found = read(format_list(objects, width=79, culture="ja-JP", layout=layout))
        assert found.values == [dict(objects[0])]


def test_a_label_twice_gets_a_number(read):
    found = read("A : 1\nB : 2\nB : 3\nA : 4\nB : 5\n")
    assert found.values == [{"A": "1", "B": "2", "B#2": "3"}, {"A": "4", "B": "5"}]
    assert found.codes(0, "B#2") == {"duplicate-property"}


def test_an_error_is_no_object(read):
    error = (
        "Get-Y : Cannot find 'y'.\nAt line:1 char:1\n+ Get-Y y\n"
        "    + CategoryInfo          : ObjectNotFound: (y:String) [Get-Y], Exception\n"
    )
    assert read(error + "\n" + TWO).values == EXPECTED
    assert read(TWO + "\n" + error).values == EXPECTED


@pytest.mark.parametrize("culture", ["en-US", "zh-TW"])
@pytest.mark.parametrize("width", [79, 120])
@pytest.mark.parametrize("trim", [False, True])
def test_wrapped_values_come_back(read, culture, width, trim):
    objects = [[("Identity", "x"), ("DistinguishedName", DN), ("Comment", PROSE)]]
    text = format_list(objects, width=width, culture=culture)
    assert read(trimmed(text) if trim else text).values == [dict(objects[0])]


def test_a_url_over_several_lines_is_not_in_doubt(read):
    url = (
        "https://lyncdiscoverinternal.contoso.com/Autodiscover/AutodiscoverService.svc/root/oauth/user?originalDomain=x"
    )
    for culture in ("en-US", "zh-TW"):
        text = format_list([[("Identity", "Global"), ("ExchangeAutodiscoverUrl", url)]], width=79, culture=culture)
        found = read(text)
        assert found.values == [{"Identity": "Global", "ExchangeAutodiscoverUrl": url}]
        assert not found.notes


def test_the_given_width_decides(read):
    text = "Name : a\nText : aaaa bbbb cccc dddd eeee\n       ffff\n"
    assert read(text).values[0]["Text"] == "aaaa bbbb cccc dddd eeee\nffff"
    assert read(text, 35).values[0]["Text"] == "aaaa bbbb cccc dddd eeee ffff"


def test_two_writers_in_one_source(read):
    first = format_list([[("Identity", "x"), ("DistinguishedName", DN), ("Comment", PROSE)]], width=79)
    second = format_list([[("Name", "y"), ("Path", DN), ("Remark", PROSE * 2)]], width=119, culture="zh-TW")
    assert read(first + second).values == [
        {"Identity": "x", "DistinguishedName": DN, "Comment": PROSE},
        {"Name": "y", "Path": DN, "Remark": PROSE * 2},
    ]


def test_an_ambiguous_join_keeps_both_readings(read):
    long = "x" * 40
    text = trimmed(format_list([[("Name", "a"), ("Items", f"{long}1\n{long}2\n{long}3")]], width=79))
    found = read(text)
    assert found.codes(0, "Items") == {"ambiguous-join"}
    readings = found.records[0].alternatives["Items"]
    assert readings[0] == found.values[0]["Items"]
    assert len(readings) > 1


def test_blank_lines_inside_a_value(read):
    objects = [[("A", "x\n\ny\n"), ("B", "2")]]
    text = format_list(objects, width=79)
    assert read(text).values == [dict(objects[0])]
    assert read(trimmed(text).replace("y\n\n", "y\n")).values == [{"A": "x\n\ny", "B": "2"}]


def test_a_value_that_ends_with_a_line_feed_does_not_part_its_object(read):
    objects = [[("Name", n), ("Message", "hello\n"), ("Id", "3")] for n in "xy"]
    found = read(trimmed(format_list(objects, width=79)))
    assert found.values == [dict(properties) for properties in objects]
    assert found.codes(0, "Message") == {"ambiguous-join"}


def test_moved_continuation_lines(read):
    found = read("Name        : a\nDescription : first part of it and\n\t\tsecond part\n")
    assert found.values == [{"Name": "a", "Description": "first part of it and second part"}]
    assert found.codes(0, "Description") == {"ambiguous-join"}


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("{a, b, c, d...}", {"list-cut"}),
        ("{a, b, c, d…}", {"list-cut"}),
        ("{@{Name=x; Items={a, b…}}, y}", {"list-cut"}),
        ("{}", set()),
        ("wait...", set()),
        ("https://autodiscover.lit??????", {"characters-lost"}),
        ("https://mail.litwareinc.com/owa?id=1", set()),
        ("System.String[]", {"type-name-instead-of-value"}),
        ("System.Collections.Generic.List`1[System.String]", {"type-name-instead-of-value"}),
        ("System.Collections.Hashtable", {"type-name-instead-of-value"}),
        ("System.String[] and more", set()),
        ("Microsoft.Exchange.ServiceHost", set()),
        ("10/6/2021 7:27:56?PM", {"characters-lost"}),
        ("c 2015 Microsoft Corporation. All rights reserved.", {"characters-lost"}),
        ("MicrosoftR Exchange", {"characters-lost"}),
        ("Stra?e", {"characters-lost"}),
        ("????", {"characters-lost"}),
        ("caf\ufffd", {"characters-lost"}),
        ("https://a.contoso.com/x?y=1", set()),
        ("What is this? Nothing.", set()),
        ("\\\\?\\Volume{1}", set()),
        ("USER", set()),
    ],
)
def test_what_a_value_shows_to_have_lost(read, value, codes):
    assert read(f"Name  : a\nValue : {value}\n").codes(0, "Value") == codes


@pytest.mark.parametrize(
    "text",
    [
        "a : 1\n" * 10_000,
        "".join(f"{'l' * (i % 700)}{i} : 1\n" for i in range(3_000)) + "no label\n",
        "A : x\n" + "    y\n" * 8_000,
        "A : x\n" + "\n" * 100_000,
        "a : " * 200_000,
        "A : " + "x" * 500_000 + "\n    " + "y " * 200_000 + "\n",
        "no list at all : but a colon\nhere\n" * 10_000,
    ],
    ids=["one label", "all columns", "long value", "blank lines", "separators", "long lines", "prose"],
)
def test_hostile_text_takes_linear_time(read, text):
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 5
