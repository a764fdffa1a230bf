"""The rule pack that comes with the program: every example gives its outcome, and every rule is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import analyzer
from analyzer.engine.pack_checks import lint, verdicts_of, worst
from analyzer.engine.rule import Example, Rule
from analyzer.engine.verdict import Verdict
from analyzer.tables.facts import descriptions
from analyzer.texts import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PACK = analyzer.load_rules(ROOT / "rules")
RULES = [pytest.param(rule, id=rule.id) for rule in PACK.rules]
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{example.outcome}-line-{example.line}")
    for rule in PACK.rules
    for example in rule.examples
]
# The statements of JJ721919 about the state of an estate. F20 says what Autodiscover hands out: nothing to judge.
STATEMENTS = [f"prerequisite/F{number}" for number in range(1, 20)]
# F3 says that a self-signed certificate is normal, F5 that Lync may reuse one of its own: neither can ever fail.
NEVER_FAILS = {"prerequisite/F3", "prerequisite/F5"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{\w+\}")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_gives_its_outcome(rule: Rule, example: Example) -> None:
    verdicts = verdicts_of(rule, example.files)
    outcome = worst({verdict.outcome for verdict in verdicts})
    assert outcome.value == example.outcome, [(v.outcome, v.subject, v.message["en"]) for v in verdicts]


@pytest.mark.parametrize(("rule", "example"), [case for case in EXAMPLES if case.values[1].outcome == "fail"])
def test_a_failure_can_be_verified_and_leaves_no_placeholder(rule: Rule, example: Example) -> None:
    for verdict in verdicts_of(rule, example.files):
        if verdict.outcome == "fail":
            written = set(PLACEHOLDER.findall(str(rule.message) + str(rule.fix)))
            shown = str(verdict.message) + str(verdict.fix)
            assert verdict.verify
            assert {name for name in written if name in shown} == set()


def test_every_failure_shows_what_it_was_read_from() -> None:
    assert [verdict.rule for verdict in verdicts_on_examples("fail") if not verdict.evidence] == []


def test_every_unknown_says_in_both_languages_what_is_lacking() -> None:
    for verdict in verdicts_on_examples("unknown"):
        assert verdict.gap
        assert all(verdict.gap.reason[language] for language in LANGUAGES)


def test_every_unknown_names_a_command_that_would_tell() -> None:
    assert {v.rule for v in verdicts_on_examples("unknown") if not (v.gap and v.gap.commands)} == set()


def verdicts_on_examples(outcome: str) -> Iterator[Verdict]:
    """The verdicts of an outcome that the examples of this outcome give."""
    for rule in PACK.rules:
        for example in rule.examples:
            if example.outcome == outcome:
                yield from (v for v in verdicts_of(rule, example.files) if v.outcome == outcome)


def test_nothing_is_wrong_in_the_rule_files() -> None:
    pack, problems = lint(ROOT / "rules")
    assert problems == ()
    assert len(pack.rules) >= 60


def test_every_statement_that_can_fail_has_a_rule() -> None:
    covered = {name for rule in PACK.rules for name in rule.covers}
    assert set(STATEMENTS) - covered <= NEVER_FAILS


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_whole_in_both_languages(rule: Rule) -> None:
    assert rule.features
    assert rule.products
    assert {"pass", "fail", "unknown"} <= {example.outcome for example in rule.examples}
    for texts in (rule.title, rule.message):
        assert CHINESE.search(texts["zh-TW"])
        assert not CHINESE.search(texts["en"])
    for texts in (rule.message, rule.fix):
        english, chinese = (set(PLACEHOLDER.findall(texts[language])) for language in LANGUAGES)
        assert english == chinese


def test_titles_tell_rules_apart() -> None:
    for language in LANGUAGES:
        titles = [rule.title[language] for rule in PACK.rules]
        assert sorted(titles) == sorted(set(titles))


def test_what_rules_cover_exists(shared: Path) -> None:
    known = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [
            *(shared / "domain").glob("*.md"),
            shared / "docs" / "prerequisites.md",
            shared / "data" / "sfb_diagnostics" / "rules.json",
        ]
    )
    kinds = ("prerequisite/", "domain/", "sfb-diagnostics/")
    names = {name for rule in PACK.rules for name in rule.covers if name.startswith(kinds)}
    assert {name for name in names if not re.search(rf"\b{re.escape(name.partition('/')[2])}\b", known)} == set()


@pytest.fixture
def healthy() -> Path:
    """A whole estate: printed by a real PowerShell where the reference data is there, else our sample."""
    real = SHARED / "data" / "powershell_real" / "litware" / "cases" / "healthy"
    return real if real.is_dir() else ROOT / "sample_exports" / "healthy"


def test_facts_have_the_columns_that_are_described(healthy: Path) -> None:
    facts = analyzer.open_case(healthy).facts
    assert set(facts) == set(descriptions())
    for name, frame in facts.items():
        assert len(frame), name
        assert set(frame.columns) - {"server"} == set(descriptions()[name].columns), name


@pytest.mark.parametrize("rule", RULES)
def test_a_fix_asks_for_what_it_needs_in_the_language_of_the_report(rule: Rule) -> None:
    asked = re.findall(r"<([^<>=0-9][^<>]*)>", rule.fix["zh-TW"])
    assert [name for name in asked if name != "CA" and not re.search("[\u4e00-\u9fff]", name)] == []
    assert len(asked) == len(re.findall(r"<([^<>=0-9][^<>]*)>", rule.fix["en"]))


@pytest.mark.parametrize("rule", RULES)
def test_a_command_that_begins_after_a_colon_stands_on_its_own_line(rule: Rule) -> None:
    for text in rule.fix.values():
        assert not re.search(r"(: |：)(Get|Set|New|Remove|Restart|Import|Enable)-\w+ [-<$]", text), text
