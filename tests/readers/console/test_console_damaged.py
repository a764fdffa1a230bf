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


def folded(text: str, width: int) -> str:
    """The text as a mail program sends it: a line that is too long goes on at the margin, at a blank."""
    lines = []
    for line in text.split("\n"):
        rest = line.rstrip(" ")
        while len(rest) > width:
            margin = len(rest) - len(rest.lstrip(" "))
            at = rest.rfind(" ", margin, width + 1)
            at = at if at > 0 else rest.find(" ", max(width, margin))
            if at < 0:
                break
            lines.append(rest[:at])
            rest = rest[at + 1 :]
        lines.append(rest)
    return "\n".join(lines)


@pytest.mark.parametrize("width", [66, 72, 76, 78])
def test_lists_folded_by_mail_programs(see, writer, width: int):
    for seed in range(25):
        objects, text = printed(writer, f"folded {seed}")
        assert_read(see, objects, folded(text, width))


def test_a_value_folded_below_its_label_is_no_blank_value(see):
    url = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"
    seen = see(f"Identity                : Global\nExchangeAutodiscoverUrl :\n{url}\nServiceName             : a\n")
    assert seen.values == [{"Identity": "Global", "ExchangeAutodiscoverUrl": url, "ServiceName": "a"}]
    assert seen.doubts == {(0, "ExchangeAutodiscoverUrl"): "ambiguous-join"}


def test_text_under_a_list_is_no_folded_line(see):
    for below in ("[PS] C:\\>", "PS C:\\> ", "```", "Site: HQ"):
        seen = see(f"Identity : EX01\nFqdn     : ex01.litwareinc.com\n{below}\n")
        assert seen.values == [{"Identity": "EX01", "Fqdn": "ex01.litwareinc.com"}]
        assert not seen.doubts


def test_what_stands_under_a_value_may_belong_to_it(see):
    seen = see("Identity : EX01\nResult   : <xml>\n<a>1</a>\n</xml>\n")
    assert seen.doubts == {(0, "Result"): "value-cut"}
    assert "lines-not-read" in seen.codes


def test_collapsed_values_of_several_lines_are_in_doubt(see, writer):
    objects = [[("AdminDisplayVersion", "1"), ("Id", PROPERTIES["Description"][0]), ("A", "a : b")]] * 2
    text = writer.format_list(objects, width=79, culture="en-US")
    seen = see("\n".join(re.sub(" +", " ", line).strip() for line in text.split("\n")))
    assert [list(record) for record in seen.values] == [["AdminDisplayVersion", "Id", "A"]] * 2
    assert {seen.doubts.get((number, "Id")) for number in range(2)} == {"ambiguous-join"}


def test_an_object_that_cannot_be_read_is_missed(see):
    path = "\\\\server\\share name\\folder with blanks\\and another folder with bl\nanks\\file name.txt"
    seen = see(f"InternalUrl : a\n\nInternalUrl : {path}\n\nInternalUrl : b\n")
    assert seen.codes.count("lines-not-read") == 1


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


def unexpanded(line: str) -> str:
    """The line with tabs for two blanks or more before every eighth cell, as `unexpand -a` puts them."""
    parts = [line[at : at + 8] for at in range(0, len(line), 8)]
    return "".join(part.rstrip(" ") + "\t" if len(part) == 8 and part.endswith("  ") else part for part in parts)


def test_lists_with_tabs_for_blanks(see, writer):
    for seed in range(25):
        objects, text = printed(writer, f"tabs {seed}")
        if max(text) > "\u3000":
            continue
        assert_read(see, objects, "\n".join(map(unexpanded, text.split("\n"))))


def test_tables_with_tabs_for_blanks(see, writer):
    header = ["Name", "Site", "AdminDisplayVersion", "Count"]
    rows = [
        ["EX01", "", "Version 15.1 (Build 2507.6)", "7"],
        ["EX02", "Default-First-Site", "", "12"],
        ["EX03", "", "", ""],
    ]
    text = writer.format_table(header, rows, width=119, right=[False, False, False, True])
    seen = see("\n".join(map(unexpanded, text.split("\n"))))
    assert seen.values == [dict(zip(header, row, strict=True)) for row in rows]
    tabbed = "\n".join("\t".join(row) for row in (header, ["-" * len(name) for name in header], *rows))
    assert see(tabbed).values == seen.values


def test_a_tab_in_a_value_stays(see):
    assert see("Name     : a\tb\nIdentity : \tc\n").values == [{"Name": "a\tb", "Identity": "\tc"}]


def test_doubled_lines_of_objects_with_one_property(see, writer):
    name = "CN=EX01,CN=Servers,CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups,DC=com"
    text = writer.format_list([[("DistinguishedName", name)], [("DistinguishedName", name)]], width=79)
    seen = see(text.replace("\n", "\n\n"))
    assert seen.values == [{"DistinguishedName": name}] * 2
    text = writer.format_list([[("DistinguishedName", name)]], width=79)
    seen = see(text.replace("\n", "\n\n"))
    assert seen.doubts == {(0, "DistinguishedName"): "ambiguous-join"}


def test_doubled_lines_under_wide_labels(see, writer):
    record = {"伺服器名稱": "EX01", "Identity": "x" * 100, "組態": ""}
    for layout in (writer.WINDOWS_5_1, writer.CORE_7_4):
        text = writer.format_list([list(record.items())] * 2, width=79, culture="zh-TW", layout=layout)
        seen = see(text.replace("\n", "\n\n"))
        assert seen.values == [record] * 2
        assert not seen.doubts


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


def test_an_empty_line_of_a_value_is_no_doubling(see, writer):
    record = {"Name": "a\n", "DistinguishedName": "b"}
    assert see(writer.format_list([list(record.items())] * 2, width=79)).values == [record] * 2


def test_an_object_parted_by_its_value_is_one(see, writer):
    record = {"Größe": "b", "DistinguishedName": "c", "Description": "a\n", "Guid": "d"}
    text = writer.format_list([list(record.items())] * 2, width=79, culture="de-DE")
    seen = see("\n".join(line.rstrip() for line in text.split("\n")))
    assert [list(one) for one in seen.values] == [list(record)] * 2
