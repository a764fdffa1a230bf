from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import analyzer
from analyzer.model import Note
from analyzer.notes import CODES
from analyzer.notes_zh_tw import PARTICULARS
from analyzer.reports import html_fragment, inventory, markdown, terminal
from analyzer.reports.note_words import advice_in, message_in

from .result_by_hand import RESULT

ROOT = Path(__file__).resolve().parents[2]


def test_the_meaning_alone_where_the_note_says_no_more() -> None:
    assert message_in("list-cut", CODES["list-cut"].meaning, "zh-TW") == "清單以省略符號結尾：缺少部分項目。"


def test_what_the_note_says_beyond_its_code_stands_behind_the_meaning() -> None:
    found = message_in("list-cut", "The list has 4 of 9 items.", "zh-TW")
    assert found == "清單以省略符號結尾：缺少部分項目。（清單只有 9 個項目中的 4 個。）"
    text = "Get-A : The term 'Get-A' is not recognized."
    assert message_in("error-record", text, "zh-TW") == f"命令寫出錯誤。（{text}）"
    assert message_in("list-cut", f"{CODES['list-cut'].meaning} There were nine.", "zh-TW").endswith(
        "。（There were nine.）"
    )


@pytest.mark.parametrize("sample", ["broken", "healthy", "partial", "zh-TW"])
def test_no_note_of_the_samples_is_left_in_english(sample: str) -> None:
    for _, note in analyzer.open_case(ROOT / "sample_exports" / sample).notes:
        if note.code != "error-record":  # the customer's own words
            said = message_in(note.code, note.message, "zh-TW")
            assert not re.search(r"[a-z]+ (?:is|was|were|has|the|by|of) [a-z]+", said), said


@pytest.mark.parametrize(("pattern", "chinese"), PARTICULARS)
def test_particulars_are_patterns_of_messages_with_the_same_gaps(pattern: str, chinese: str) -> None:
    assert {int(number) for number in re.findall(r"\\(\d)", chinese)} == set(range(1, re.compile(pattern).groups + 1))


def test_english_is_the_notes_own() -> None:
    assert message_in("list-cut", "The list has 4 of 9 items.", "en") == "The list has 4 of 9 items."
    assert advice_in("list-cut", "en") == CODES["list-cut"].advice


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_a_code_of_another_version_is_shown_as_it_came(language: str) -> None:
    assert message_in("of-another-version", "Something.", language) == "Something."
    assert advice_in("of-another-version", language) == ""


def test_every_readable_report_in_chinese_says_it_in_chinese() -> None:
    note = Note("source-cut", "error", CODES["source-cut"].meaning, 7)
    sources = (replace(RESULT.sources[0], notes=(note,)),)
    result = replace(RESULT, sources=sources)
    reports = [
        terminal.render(result, language="zh-TW"),
        markdown.render(result, language="zh-TW"),
        html_fragment.render(result, language="zh-TW"),
        inventory.render(sources, {}, complete=False, language="zh-TW"),
    ]
    for report in reports:
        assert "檔案在中途結束" in report
        assert note.message not in report
    assert "請傳送完整的檔案。" in reports[-1]
