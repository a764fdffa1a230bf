"""Rule files: what is wrong is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.engine.pack_checks import columns
from analyzer.engine.rule import RulePackError
from analyzer.engine.rulefile import load_rules, read_rule, read_rule_pack

GOOD = """\
id: OAUTH-001
title: {en: A URL is set, zh-TW: 已設定 URL}
severity: critical
products: [lync-2013]
features: [ucs]
source: JJ721919
covers: [prerequisite/F14]
each: cs_oauth_configuration
expect: {ExchangeAutodiscoverUrl: {blank: false}}
message: {en: "The URL of {Identity} is blank", zh-TW: "{Identity} 的 URL 為空白"}
fix: Set-CsOAuthConfiguration -Identity {Identity}
verify: Get-CsOAuthConfiguration
examples: {pass: "Identity : Global", fail: "Identity : Global", unknown: "Identity : Global"}
"""
PATH = Path("OAUTH-001-url.yaml")


def problems(text: str, path: Path = PATH) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read_rule(path, text, columns)[1]]


def test_a_good_rule_has_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("each: cs_oauth_configuration", "each: cs_nothing", 8, "no table or fact cs_nothing"),
        ("{ExchangeAutodiscoverUrl: {blank", "{ExchangeUrl: {blank", 9, "no property ExchangeUrl"),
        ("{blank: false}", "{is_blank: false}", 9, "no operator is_blank"),
        ("{blank: false}", "{blank: maybe}", 9, "maybe"),
        (", zh-TW: 已設定 URL", "", 2, "no text in zh-TW"),
        ("severity: critical", "severity: fatal", 3, "fatal"),
        ("The URL of {Identity}", "The URL of {Identiy}", 10, "no property Identiy"),
        ('fail: "Identity : Global", ', "", 13, "no fail"),
        ("prerequisite/F14", "prerequisite/14", 7, "prerequisite/14"),
        ("features: [ucs]", "features: ucs", 5, "must be a list"),
        ("source: JJ721919", "source: JJ721919\nsauce: x", 7, "no sauce"),
    ],
)
def test_each_mistake_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    found = problems(GOOD.replace(old, new))
    assert any(at == line and words in message for at, message in found), found


def test_what_is_no_yaml_is_told_with_its_line() -> None:
    ((line, message),) = problems(GOOD.replace("severity: critical", "severity: [critical"))
    assert line >= 3
    assert "no YAML" in message


def test_a_file_must_carry_its_rules_id() -> None:
    assert any("must be called" in message for _, message in problems(GOOD, Path("url.yaml")))


def test_values_that_yaml_would_change_stay_text(tmp_path: Path) -> None:
    text = GOOD.replace("{blank: false}", "{one_of: [NO, on, 1e3, 0x10, 5E12345678901234567890123456789012345678]}")
    rule, found = read_rule(PATH, text)
    assert rule is not None and not found
    assert rule.expect.argument.value == ("NO", "on", "1e3", "0x10", "5E12345678901234567890123456789012345678")  # type: ignore[union-attr]


def test_duplicate_ids_and_unknown_explanations_are_problems(tmp_path: Path) -> None:
    (tmp_path / "OAUTH-001-a.yaml").write_text(GOOD + "explained_by: [NONE-001]\n", encoding="utf-8")
    (tmp_path / "OAUTH-001-b.yaml").write_text(GOOD, encoding="utf-8")
    _, found = read_rule_pack(tmp_path, columns)
    messages = [problem.message for problem in found]
    assert any("OAUTH-001-a.yaml has the id OAUTH-001 too" in message for message in messages)
    assert any("no rule NONE-001" in message for message in messages)


def test_half_a_rule_pack_judges_nothing(tmp_path: Path) -> None:
    (tmp_path / "OAUTH-001-a.yaml").write_text(GOOD.replace("severity", "sverity"), encoding="utf-8")
    with pytest.raises(RulePackError) as caught:
        load_rules(tmp_path)
    assert caught.value.problems
