from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import analyzer
from analyzer.model import Note
from analyzer.note_particulars_zh_tw import PARTICULARS
from analyzer.notes import CODES
from analyzer.reports import html_fragment, inventory, markdown, terminal
from analyzer.reports.note_words import advice_in, message_in, shown_in

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


DENIED = (
    "Get-CsPool : Access to the registry key is denied. {} + Get-CsPool <<<< + CategoryInfo  : NotSpecified: (:) "
    "[Get-CsPool], Exception + FullyQualifiedErrorId : Denied"
)


@pytest.mark.parametrize("place", ["At line:1 char:1", "En C:\\x\\y.ps1: 22 Carácter: 14", "位於 線路:1 字元:1"])
def test_of_an_error_people_read_what_it_says(place: str) -> None:
    message = DENIED.format(place)
    assert shown_in("error-record", message, "en") == "Get-CsPool : Access to the registry key is denied."
    assert shown_in("error-record", message, "en", whole=True) == message
    assert shown_in("list-cut", message, "en") == message
    long = shown_in("error-record", "word " * 300, "en")
    assert len(long) < 250 and long.endswith(" …")


@pytest.mark.parametrize("verbose", [False, True])
def test_reports_show_the_whole_error_only_when_asked(verbose: bool) -> None:
    note = Note("error-record", "warning", DENIED.format("At line:1 char:1"), 7)
    sources = (replace(RESULT.sources[0], notes=(note,)),)
    result = replace(RESULT, sources=sources)
    for report in (
        terminal.render(result, verbose=verbose),
        markdown.render(result, verbose=verbose),
        inventory.render(sources, {}, complete=True, verbose=verbose),
    ):
        assert "registry key is denied" in " ".join(report.split())
        assert ("FullyQualifiedErrorId" in report) is verbose
    assert "FullyQualifiedErrorId" in inventory.render_json(sources, {}, complete=True)


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


HAN = re.compile("[\u4e00-\u9fff]")
COMPOSED = (
    "Left out what macOS or Windows adds by itself (7): a, b.",
    "Links were not followed (1): a.",
    "Devices, pipes or sockets were left out (1): a.",
    "The file ends in the middle of an object; 7 whole objects before that were used.",
    "The XML is not well-formed (mismatched tag); 7 whole objects before that were used.",
    "The JSON is not well-formed (unexpected end); 7 whole values before that were used.",
    "The file ends in the middle of a value; 7 whole values before that were used.",
)
"""What the program puts together of several texts."""
_PARTS = {f"{text.partition(';')[0]}; 7." for text in COMPOSED} | {
    re.sub(r"\((?:mismatched tag|unexpected end)\).*", "(7); 7.", text) for text in COMPOSED
}
_SENTENCE = re.compile(r"[A-Z0-9].* .*\.")


def messages_in(path: Path) -> Iterator[str]:
    """Every sentence in a module that is no docstring, with 7 for what it fills in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(node.value)
        if isinstance(node, ast.JoinedStr):
            left_out.update(node.values)
    for node in ast.walk(tree):
        if node in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("area", ["readers", "intake", "tables", "engine"])
def test_no_message_of_a_note_is_left_in_english(area: str) -> None:
    of_codes = {code.meaning for code in CODES.values()}
    writers = [path for path in (ROOT / "analyzer" / area).rglob("*.py") if "note(" in path.read_text(encoding="utf-8")]
    assert writers
    messages = {text for path in writers for text in messages_in(path) if _SENTENCE.fullmatch(text)}
    messages -= of_codes | _PARTS | {"7 (7): 7."}
    texts = {text.removeprefix("7 ") if text.startswith("7 It is") else text for text in messages} | set(COMPOSED)
    shown = {text: message_in("list-cut", text, "zh-TW").partition("（")[2] for text in texts}
    assert [text for text, chinese in shown.items() if not HAN.search(chinese)] == []
