from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.reports import markdown
from analyzer.sanitise import visible
from analyzer.tables.cells import Evidence

from .golden import check_golden
from .result_by_hand import OAUTH_FAIL, RESULT

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_text(language: str) -> None:
    check_golden(f"check.{language}.md", markdown.render(RESULT, language=language, now=NOW))


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("plain", "plain"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("[click](http://evil/)", "`[click](http://evil/`)"),
        ("[a] *b* _c_ ~d~", "\\[a\\] \\*b\\* \\_c\\_ \\~d\\~"),
        ("see https://a.b/c, now", "see `https://a.b/c`, now"),
        ("WWW.evil.example", "`WWW.evil.example`"),
        ("ping @all", "ping `@all`"),
        ("closes #2.", "closes `#2`."),
        ("a`b", "``a`b``"),
        ("# no heading\n- no list", "\\# no heading - no list"),
        ("為https://a/，用", "為`https://a/`，用"),
        ("\x1b[2J", "\\\\x1b\\[2J"),
    ],
)
def test_nothing_in_a_sentence_is_markup(data: str, shown: str) -> None:
    assert markdown.prose(data) == shown


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("``", "``` `` ```"),
        (" a", "`  a `"),
        ("", "`  `"),
        ("a\nb", "`a\\nb`"),
    ],
)
def test_code_spans_hold_any_value(data: str, shown: str) -> None:
    assert markdown.code(data) == shown


@given(st.text("ab`|\\ \n", max_size=30))
def test_the_fence_of_a_code_span_is_not_in_it(data: str) -> None:
    span = markdown.code(data)
    fence = re.match("`+", span)[0]
    inside = span[len(fence) : -len(fence)]
    assert fence not in re.findall("`+", inside)


@settings(max_examples=60, deadline=None)
@given(st.text("ab`|\\<>[]()!*_#@1:/. \n\x1b", max_size=40))
def test_a_table_of_evidence_keeps_its_three_columns(data: str) -> None:
    texts = {"en": data, "zh-TW": data}
    verdict = replace(
        OAUTH_FAIL, subject=data, message=texts, title=texts, fix=texts, evidence=(Evidence(data, 1, "t", data, data),)
    )
    text = markdown.render(replace(RESULT, verdicts=(verdict,)))
    assert visible(text) == text
    table = text.split("| --- | --- | --- |\n")[1].split("\n\n")[0]
    assert "\n" not in table
    live = re.sub(r"\\(\\\\)*\|", "", re.sub(r"(?<!\\)(\\\\)+(?=\|)", "", table))
    assert live.count("|") == 4


def test_a_value_cannot_end_the_block_of_commands() -> None:
    commands = {"en": "Set-X ```\n# Heading", "zh-TW": "x"}
    text = markdown.render(replace(RESULT, verdicts=(replace(OAUTH_FAIL, fix=commands),)))
    assert "````powershell\nSet-X ```\n# Heading\n````" in text


def test_many_subjects_are_folded() -> None:
    many = tuple(replace(OAUTH_FAIL, subject=f"server{n}") for n in range(500))
    text = markdown.render(replace(RESULT, verdicts=many))
    assert "and 480 more: `server20`, `server21`" in text
    assert len(text) < 20_000
