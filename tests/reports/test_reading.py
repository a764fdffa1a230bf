from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from analyzer.model import Block, Note, Reading, Record, Source
from analyzer.reports import reading
from analyzer.sanitise import visible

SOURCE = Source("a.txt", 10, "00", b"x", encoding="utf-8", notes=(Note("encoding-guessed", "info", "Guessed."),))
READING = Reading(
    "format-list",
    (
        Record({"Name": "fe01", "Members": "{a, b...}"}, 3, {"Name": 3, "Members": 4}),
        Record("a root value"),
        Record({"憑證": None, "Nested": {"$type": "T", "x": [1, True, 2.5]}}, 9),
    ),
    (Block(0, 2, 1, "Get-X | fl"), Block(2, 0, 7, "Get-Y"), Block(2, 1, 8, None, "T", "Group")),
    (Note("list-cut", "warning", "Cut.", 4, 0, "Members"),),
)


def test_json_is_the_published_shape() -> None:
    (document,) = json.loads("".join(reading.render_json([(SOURCE, READING)])))
    assert document == {
        "source": "a.txt",
        "format": "format-list",
        "encoding": "utf-8",
        "records": [
            {"Name": "fe01", "Members": "{a, b...}"},
            "a root value",
            {"憑證": None, "Nested": {"$type": "T", "x": [1, True, 2.5]}},
        ],
        "blocks": [
            {"first": 0, "count": 2, "line": 1, "command": "Get-X | fl", "type": None, "group": None},
            {"first": 2, "count": 0, "line": 7, "command": "Get-Y", "type": None, "group": None},
            {"first": 2, "count": 1, "line": 8, "command": None, "type": "T", "group": "Group"},
        ],
        "notes": [
            {
                "code": "encoding-guessed",
                "severity": "info",
                "line": None,
                "message": "Guessed.",
                "record": None,
                "property": None,
            },
            {
                "code": "list-cut",
                "severity": "warning",
                "line": 4,
                "message": "Cut.",
                "record": 0,
                "property": "Members",
            },
        ],
    }


def test_the_notes_of_json_follow_the_language() -> None:
    (document,) = json.loads("".join(reading.render_json([(SOURCE, READING)], language="zh-TW")))
    assert document["notes"][1]["message"].startswith("清單以省略符號結尾")


def test_no_source_is_an_empty_list() -> None:
    assert json.loads("".join(reading.render_json([]))) == []
    empty = [(SOURCE, Reading("unknown"))] * 2
    assert [each["records"] for each in json.loads("".join(reading.render_json(empty)))] == [[], []]


def test_numbers_that_json_has_no_word_for_become_text() -> None:
    values = Reading("json", (Record({"a": float("nan"), "b": [float("inf")]}),))
    (document,) = json.loads("".join(reading.render_json([(SOURCE, values)])))
    assert document["records"] == [{"a": "NaN", "b": ["Infinity"]}]


def test_text() -> None:
    text = "".join(reading.render_terminal([(SOURCE, READING)], width=60))
    assert text == (
        "a.txt  format-list, utf-8, 3 records\n"
        "\n"
        "  # Get-X | fl\n"
        "\n"
        "  3  Name    = fe01\n"
        "  4  Members = {a, b...}\n"
        "\n"
        "  a root value\n"
        "\n"
        "  # Get-Y: (0)\n"
        "\n"
        "  # T\n"
        "\n"
        "    憑證   = null\n"
        '    Nested = {"$type": "T", "x": [1, true, 2.5]}\n'
        "\n"
        "  ! encoding-guessed: Guessed.\n"
        "  ! list-cut line 4 Members: Cut.\n"
    )


@given(st.text(st.characters(codec=None), max_size=30))
def test_nothing_from_the_data_acts_on_a_terminal(data: str) -> None:
    values = Reading("x", (Record({data: data}), Record(data)), (Block(0, 1, 1, data),), (Note("a", "info", data, 1),))
    for parts in (reading.render_terminal([(SOURCE, values)]), reading.render_json([(SOURCE, values)])):
        text = "".join(parts)
        assert visible(text) == text
        text.encode("utf-8")
