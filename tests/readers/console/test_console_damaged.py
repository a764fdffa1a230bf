"""Lists of a known writer as mail, editors and web pages hand them on: read back equal, or in doubt."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import read_source

PROPERTIES = {
    "Identity": ["EX01", "EX02\\PowerShell (Default Web Site)", "預設的 接收連接器", "サーバー\\owa"],
    "DistinguishedName": [
        "CN=EX01,CN=Servers,CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups,"
        "CN=First Organization,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=litwareinc,DC=com",
    ],
    "ExchangeAutodiscoverUrl": ["https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc", ""],
    "Roles": ["{Mailbox, ClientAccess, UnifiedMessaging, HubTransport...}", "{}"],
    "Description": [
        "Members of this management role group have permissions to manage Exchange objects and their properties "
        "in the Exchange organization.",
        "",
    ],
    "Enabled": ["True", "False"],
    "MaxHopCount": ["60", "5000"],
}
DAMAGES: dict[str, Callable[[str], str]] = {
    "none": lambda line: line,
    "quoted": lambda line: f"> {line}",
    "quoted without a blank": lambda line: f">{line}",
    "quoted twice": lambda line: f"> >{line}",
    "margin": lambda line: f"    {line}",
    "margin of tabs": lambda line: f"\t{line}" if line.strip() else "",
    "no-break blanks": lambda line: line.replace(" ", "\u00a0"),
    "no-break blanks in turn": lambda line: line.replace("  ", " \u00a0"),
    "tabs of eight": lambda line: re.sub("^ +", lambda run: "\t" * (len(run[0]) // 8) + " " * (len(run[0]) % 8), line),
    "colours": lambda line: re.sub(r"^(\S.*? : ?)", "\x1b[32;1m\\1\x1b[0m", line),
    "colours without escapes": lambda line: re.sub(r"^(\S.*? : ?)", "[32;1m\\1[0m", line),
    "doubled": lambda line: f"{line}\n",
}
NUMBERS: dict[str, Callable[[int, str], str]] = {
    "as cat -n": lambda number, line: f"{number:6}\t{line}",
    "as grep -n": lambda number, line: f"{number}:{line}",
    "with a colon": lambda number, line: f"{number}: {line}",
    "as an editor": lambda number, line: f"{number:4} {line}".rstrip(" "),
}


def printed(writer, seed: str) -> tuple[list[dict[str, str]], str]:
    """Objects, and what a writer told by the seed prints of them."""
    chance = random.Random(seed)
    objects = []
    for _ in range(2):
        names = sorted(chance.sample(sorted(PROPERTIES), chance.randint(2, len(PROPERTIES))))
        objects += [{name: chance.choice(PROPERTIES[name]) for name in names} for _ in range(chance.randint(1, 3))]
    text = writer.format_list(
        [list(one.items()) for one in objects],
        width=chance.choice([60, 79, 80, 119, 120]),
        culture=chance.choice(["en-US", "zh-TW"]),
        layout=chance.choice([writer.WINDOWS_5_1, writer.CORE_7_4]),
    )
    if chance.random() < 0.4:
        text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    return objects, text


def assert_read(see, objects: list[dict[str, str]], text: str) -> None:
    """The records are the objects; whatever is not equal is in doubt, and little is."""
    seen = see(text)
    assert [list(record) for record in seen.values] == [list(one) for one in objects], text
    for number, (record, one) in enumerate(zip(seen.values, objects, strict=True)):
        for name, value in one.items():
            assert record[name] == value or seen.doubts.get((number, name)) == "ambiguous-join", (name, record[name])


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_lists(see, writer, damage: str):
    for seed in range(25):
        objects, text = printed(writer, f"{damage} {seed}")
        assert_read(see, objects, "\n".join(map(DAMAGES[damage], text.split("\n"))))


@pytest.mark.parametrize("numbers", NUMBERS)
def test_line_numbers(see, writer, numbers: str):
    for seed in range(10):
        objects, text = printed(writer, f"{numbers} {seed}")
        lines = text.rstrip("\n").split("\n")
        assert_read(see, objects, "\n".join(NUMBERS[numbers](n, line) for n, line in enumerate(lines, 98)))


def test_numbers_that_count_nothing_stay(see):
    assert see("1 Core : a\n2 Core : b\n4 Core : c\n").values == [{"1 Core": "a", "2 Core": "b", "4 Core": "c"}]


def test_tables_quoted_numbered_and_at_a_margin_of_tabs(see):
    table = ["Name Server  Count", "---- ------  -----", "a b  EX01        7", "c            12"]
    records = [{"Name": "a b", "Server": "EX01", "Count": "7"}, {"Name": "c", "Server": "", "Count": "12"}]
    for mark in (">", "> ", "\t", "  \t"):
        assert see("\n".join(mark + line for line in table)).values == records
    assert see("\n".join(f"{n:3}: {line}" for n, line in enumerate(table, 9))).values == records


def test_a_label_of_many_letters_in_a_column_of_one_cell(see, writer):
    text = writer.format_table(["A" * 75, "ApplicationDefaults"], [["x", "y"]], width=77)
    assert [list(record) for record in see(text).values] == [["A" * 75, "ApplicationDefaults"]]


def test_rows_padded_in_cells_of_one_kind_are_doubted_in_the_other(see, writer):
    rows = [["0", "京 000京 0", ""], ["京 京 0", "", ""]]
    seen = see(writer.format_table(["Name", "Identity", "Id"], rows, width=79, layout=writer.WINDOWS_5_1))
    for number, row in enumerate(rows):
        for name, value in zip(("Name", "Identity", "Id"), row, strict=True):
            assert seen.values[number][name] == value or (number, name) in seen.doubts


def test_a_large_text_of_blank_lines_keeps_its_line_numbers():
    text = "Identity : a\nSite     : b\n" + "\n" * (21 * 2**20) + "Identity : c\nSite     : d\n"
    content = text.encode()
    reading = read_source(Source("x.txt", len(content), "", content=content, encoding="utf-8"), Budget())
    assert [(record.value["Identity"], record.line) for record in reading.records] == [("a", 1), ("c", 21 * 2**20 + 3)]


def test_a_large_text_that_is_no_plain_list_is_read_up_to_a_limit():
    content = b"\x1b[0ma : b\r\n" * (2 * 2**20)
    source = Source("x.txt", len(content), "", content=content, encoding="utf-8")
    reading = read_source(source, Budget(text_lines=1000))
    assert len(reading.records) == 1000
    assert [(note.code, note.line) for note in reading.notes] == [("limit-reached", 1001), ("value-cut", 1000)]
