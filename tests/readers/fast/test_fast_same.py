"""The reader by columns gives what the plain reader gives: the same records, lines, blocks and notes."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers import console, fast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # powershell_writer.py, which is no test
from powershell_writer import CORE_7_4, WINDOWS_5_1, Layout, format_list


def of(text: str, encoding: str = "utf-8") -> Source:
    data = text.encode(encoding)
    return Source("x.txt", len(data), "", data, None, encoding)


def assert_same(text: str, encoding: str = "utf-8", block: int = 4096, *, keep: bool = True) -> Reading | None:
    source = of(text, encoding)
    plain = console.read(source, Budget())
    quick = fast.read(source, Budget(), block=block, keep=keep)
    if quick is None:
        return None
    assert len(quick.records) == len(plain.records)
    for mine, theirs in zip(quick.records, plain.records, strict=True):
        assert mine == theirs
    assert quick.blocks == plain.blocks
    assert quick.notes == plain.notes
    assert replace(quick, records=(), blocks=(), notes=()) == replace(plain, records=(), blocks=(), notes=())
    return quick


ODD = (
    "[PS] C:\\>Get-Mailbox | fl\n",
    "PS C:\\> Get-CsUser -Filter {Enabled -eq $true} | Format-List\n",
    "Name  Value\n----  -----\nalpha 1\nbeta  2\n",
    "Get-Mailbox : The operation could not be performed.\n    + CategoryInfo          : NotSpecified: (:) [], X\n",
    "WARNING: There are more results available than are currently displayed.\n",
    "   Directory: C:\\Program Files\n",
    "Welcome to the Exchange Management Shell!\n\nFull list of cmdlets: Get-Command\n",
    "Name           : other column\nIdentity       : x\n",
    "Alone : a single property\n",
    "Name     : first\nIdentity : second\nName     : third\nIdentity : fourth\n",
    "Name     : with a line feed\n\n           and more\nIdentity : b\n",
    "  indented text that continues nothing\n",
    "Sep : a : b\nXyz : c\n",
    "Name     : tab\there\nIdentity : \x1b[31mred\x1b[0m\n",
    "**********************\nWindows PowerShell transcript start\nStart time: 20240422031502\n"
    "Username: CONTOSO\\admin\nMachine: EX01 (Microsoft Windows NT 6.3.9600.0)\n**********************\n",
    "> Name     : quoted\n> Identity : as well\n",
    "-- More  --\n",
    "Name     : \u00a0no-break\u00a0 blanks\nIdentity : 1\u00a0234\n",
    "組態     : 名稱\n識別     : 值\n",
    "{",
    "Name     : certificate (sha1)\nIdentity : y\n",
)
VALUES = st.sampled_from(
    [
        "",
        "True",
        "CONTOSO\\user",
        "{a, b, c...}",
        "{}",
        "System.String[]",
        "Stra?e",
        "10:05?AM",
        "\u2026}",
        "MicrosoftR Exchange",
        "copyright c 2015",
        "x (c 2015)",
        "3/14/2024 9:02:07 AM",
        "trailing  ",
        "a : ",
        "組態 設定 的 名稱",
        "Müller\u00a0AG",
        "https://mail.contoso.com/ews/exchange.asmx?wsdl=1&a=b",
    ]
)
LONG = st.one_of(
    st.lists(
        st.sampled_from(
            ["the", "Exchange", "Administrative", "Group", "x" * 50, "(FYDIBOHF23SPDLT)", "{a,", "b}", "..}", "R", "c"]
        ),
        min_size=8,
        max_size=30,
    ).map(" ".join),
    st.lists(st.sampled_from(["伺服器", "憑證 ", "Müller", "設定", "abc "]), min_size=20, max_size=40).map("".join),
    st.text("0123456789ABCDEF", min_size=70, max_size=200),
    st.sampled_from(
        ["first line\nsecond line", "CN=EX01,CN=Servers,CN=Exchange Administrative Group,DC=contoso,DC=com"]
    ),
)


LABELS = st.sampled_from(["Name", "Identity", "Database", "WhenCreatedUTC", "IsValid", "Guid", "OrganizationId"])
STRANGE = st.one_of(
    # of one length and beginning; longer than one, two and four words; differing in the last byte only
    st.builds(
        "{}{}".format, st.sampled_from(["Extension", "Attribute", "CustomAttribute", "Abcdefg"]), st.sampled_from("123")
    ),
    st.builds(
        "{}{}".format, st.sampled_from(["M" * size for size in (7, 15, 16, 23, 31, 32, 39, 55)]), st.sampled_from("AB")
    ),
    st.builds(
        "{}cessingEnabled{}".format, st.sampled_from(["MessageRecallPro", "MessageRecollPro"]), st.sampled_from("AB")
    ),
    st.sampled_from(
        ["Mail box name", "Mail box  name", "a:b", "a :b", "x: y", "組態", "組態名稱", "Größe", "Größé", "N", "Na"]
    ),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    width = draw(st.sampled_from([60, 79, 80, 119]))
    layout: Layout = draw(st.sampled_from([WINDOWS_5_1, CORE_7_4]))
    culture = draw(st.sampled_from(["en-US", "zh-TW"]))
    labels = draw(
        st.lists(
            LABELS if draw(st.booleans()) else st.one_of(LABELS, STRANGE),
            min_size=2,
            max_size=draw(st.sampled_from([5, 12])),
            unique=True,
        )
    )
    pool = draw(st.lists(VALUES, min_size=3, max_size=8)) + draw(st.lists(LONG, min_size=0, max_size=4))
    share = draw(st.sampled_from([1, 0.9, 0.5]))
    repeated = draw(st.sampled_from([0, 0, 0.1]))
    chance = draw(st.randoms(use_true_random=False))
    parts = []
    for _ in range(draw(st.integers(60, 120))):
        kept = [label for label in labels if chance.random() < share] or labels[:1]
        if chance.random() < repeated:
            kept.insert(chance.randrange(len(kept) + 1), chance.choice(kept))
        parts.append([(label, chance.choice(pool)) for label in kept])
    pieces = [format_list([each], width=width, culture=culture, layout=layout).strip("\n") for each in parts]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(pieces)))
        pieces.insert(at, draw(st.sampled_from(ODD)).rstrip("\n"))
    text = "\n\n".join(pieces) + draw(st.sampled_from(["\n\n\n", "\n", ""]))
    if draw(st.integers(0, 3)) == 0:
        text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    if draw(st.integers(0, 5)) == 0:
        text = "[PS] C:\\>Get-Mailbox | fl\n\n" + text
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


_BY_COLUMNS = 0


@settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(
    texts(),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]),
    st.sampled_from([700, 9000]),
    st.booleans(),
)
def test_both_ways_of_reading_agree(text: str, encoding: str, block: int, keep: bool):
    global _BY_COLUMNS  # noqa: PLW0603
    _BY_COLUMNS += assert_same(text, encoding, block, keep=keep) is not None


def test_most_of_those_texts_were_read_by_columns():
    assert _BY_COLUMNS > 22


@pytest.mark.parametrize("count", [8, 19])
def test_separators_that_lost_their_blank_in_every_block(count: int):
    value = "Microsoft Windows 伺服器 2019 Datacenter|C:\\Windows|\\Device\\Harddisk0\\Partition4"
    lines = [
        f"{'Name':<42}: server",
        f"{'Identity':<42}: {value[:72]}",
        f"{'':44}{value[72:]}",
        *(f"{f'Property{number}':<42}: {number}" for number in range(60)),
        f"{'Empty':<42}:",
    ]
    quick = assert_same("\n".join([*lines, "\n"]) * count, block=16384)
    assert quick is not None
    assert len(quick.records[count // 2].alternatives["Identity"]) > 1


def test_thousands_of_labels():
    chance = random.Random(5)
    names = [f"{chance.choice(['Attribute', 'Extension', 'X' * 30])}{number}" for number in range(3000)]
    parts = [[(name, "x" * chance.randrange(9)) for name in chance.sample(names, 12)] for _ in range(1500)]
    text = "\n\n".join(format_list([each], width=80).strip("\n") for each in parts) + "\n\n"
    assert assert_same(text, block=40_000) is not None


def test_columns_that_would_be_all_but_empty():
    objects = "".join(f"{'Kind':<9} : a\n{f'Name{number}':<9} : b\n\n" for number in range(2400))
    source = of(objects, "utf-8")
    assert fast.read(source, Budget()) is None
    assert assert_same(objects, block=2000) is not None


def test_prose_between_lists_names_no_labels():
    chance = random.Random(5)
    objects = "".join(f"Name     : a{number}\nIdentity : b{number}\n\n" for number in range(400))
    prose = "".join(f"{chance.getrandbits(60)} is the number\nof a thing\n" for _ in range(8000))
    assert assert_same("\n".join([prose, objects * 25])) is not None


def test_separators_within_values_are_read_again_as_they_were():
    """The last objects' separators stand where a value of the first has one too."""
    text = "Ab : cd : x\nCd : y\n\n" + "Ab : c\nCd : d\n\n" * 20 + "Abcdefg : x\nCd      : y\n\n" * 20
    assert assert_same(text, block=200, keep=False) is not None
