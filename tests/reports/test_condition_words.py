from __future__ import annotations

import datetime as dt
import re

import pytest

from analyzer.engine.conditions import ALWAYS, All, AnyOf, Items, Literal, Moment, Not, Reference
from analyzer.engine.conditions import Test as PropertyTest
from analyzer.engine.operators import OPERATORS
from analyzer.engine.rulefile import load_rules
from analyzer.reports import rule_pages
from analyzer.reports.condition_words import in_words

HAN = re.compile(r"[\u4e00-\u9fff]")


def check(operator: str, argument: object, name: str = "P") -> PropertyTest:
    known = not isinstance(argument, Reference | Moment)
    return PropertyTest(name, OPERATORS[operator], Literal(argument) if known else argument)


BLANK = check("blank", True)
NESTED = All((BLANK, AnyOf((check("equals", "x", "Q"), All((BLANK, check("equals", ("a", ""), "R")))))))


def test_what_always_holds_has_no_words() -> None:
    assert in_words(ALWAYS) == in_words(ALWAYS, "zh-TW") == []


def test_levels() -> None:
    assert in_words(NESTED) == [
        "- `P` is blank",
        "- at least one of these:",
        "  - `Q` is `x`",
        "  - all of these:",
        "    - `P` is blank",
        "    - `R` is `a`, blank",
    ]
    assert in_words(NESTED, "zh-TW") == [
        "- `P` 為空白",
        "- 下列至少一項成立：",
        "  - `Q` 為 `x`",
        "  - 下列各項皆成立：",
        "    - `P` 為空白",
        "    - `R` 為 `a`、空白",
    ]


def test_what_must_not_hold_is_said_the_other_way_round() -> None:
    assert in_words(Not(AnyOf((BLANK, check("equals", "x", "Q"))))) == ["- `P` is not blank", "- `Q` is not `x`"]
    assert in_words(Not(check("blank", False))) == ["- `P` is blank"]


@pytest.mark.parametrize(
    ("language", "every", "some"),
    [
        ("en", ["- for every item of `P`:", "  - it is `x`"], ["- for at least one item of `P`:", "  - it is not `x`"]),
        ("zh-TW", ["- `P` 的每個項目：", "  - 該項目為 `x`"], ["- `P` 至少有一個項目：", "  - 該項目不為 `x`"]),
    ],
)
def test_items(language: str, every: list[str], some: list[str]) -> None:
    condition = Items("P", "holds_all", check("equals", "x"))
    assert in_words(condition, language) == every
    assert in_words(Not(condition), language) == some


@pytest.mark.parametrize(
    ("condition", "english", "chinese"),
    [
        (check("count", ("at_least", 2)), "`P` has at least 2 items", "`P` 有至少 2 個項目"),
        (check("count", ("exactly", 1)), "`P` has exactly 1 item", "`P` 有剛好 1 個項目"),
        (Not(check("count", ("at_most", 1))), "`P` does not have at most 1 item", "`P` 並非有至多 1 個項目"),
        (
            check("after", Moment(dt.timedelta(days=30))),
            "`P` is after the time of the check plus 30 days",
            "`P` 晚於檢查的時間點加 30 天",
        ),
        (
            check("before", Reference("Q", dt.timedelta(hours=-1))),
            "`P` is before the value of `Q` minus 1 hour",
            "`P` 早於 `Q` 的值減 1 小時",
        ),
        (
            check("before", Moment(dt.timedelta(seconds=90))),
            "`P` is before the time of the check plus 90 seconds",
            None,
        ),
        (check("equals", ""), "`P` is blank", "`P` 為空白"),
    ],
)
def test_arguments(condition: PropertyTest, english: str, chinese: str | None) -> None:
    assert in_words(condition) == [f"- {english}"]
    assert chinese is None or in_words(condition, "zh-TW") == [f"- {chinese}"]


@pytest.mark.parametrize("operator", sorted(set(OPERATORS) - {"blank", "count"}))
@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_every_operator_has_words_both_ways(operator: str, language: str) -> None:
    condition = check(operator, "x")
    holds, not_ = in_words(condition, language), in_words(Not(condition), language)
    assert holds != not_
    assert all("`x`" in line for line in (*holds, *not_))


def test_the_conditions_of_every_rule_are_shown() -> None:
    for rule in load_rules().rules:
        english = rule_pages.show_terminal(rule, width=1000)
        chinese = rule_pages.show_terminal(rule, language="zh-TW", width=1000)
        assert "\nPasses where all of this holds\n" in english
        assert "\n下列各項皆成立時通過\n" in chinese
        for line in (*in_words(rule.where), *in_words(rule.expect)):
            assert f"\n  {line}\n" in english
        for line in (*in_words(rule.where, "zh-TW"), *in_words(rule.expect, "zh-TW")):
            assert HAN.search(line)
            assert f"\n  {line}\n" in chinese
