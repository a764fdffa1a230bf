from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.model import Note
from analyzer.notes import CODES
from analyzer.reports import html_fragment, inventory, markdown, terminal
from analyzer.reports.note_words import advice_in, message_in

from .result_by_hand import RESULT


def test_the_meaning_alone_where_the_note_says_no_more() -> None:
    assert message_in("list-cut", CODES["list-cut"].meaning, "zh-TW") == "清單以省略符號結尾：缺少部分項目。"


def test_what_the_note_says_beyond_its_code_stands_behind_the_meaning() -> None:
    found = message_in("list-cut", "The list has 4 of 9 items.", "zh-TW")
    assert found == "清單以省略符號結尾：缺少部分項目。（The list has 4 of 9 items.）"
    assert message_in("list-cut", f"{CODES['list-cut'].meaning} There were nine.", "zh-TW").endswith(
        "。（There were nine.）"
    )


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
