"""What is checked of a rule pack itself: `analyzer rules lint` and `analyzer rules test`."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analyzer.budget import Budget
from analyzer.engine.check import check_tables
from analyzer.engine.rule import Example, Problem, Rule, RulePack
from analyzer.engine.rulefile import default_directory, read_rule_pack
from analyzer.engine.verdict import Outcome, Verdict
from analyzer.model import Source
from analyzer.readers import read_source
from analyzer.tables.build import build_tables
from analyzer.tables.catalogue import load_catalogue
from analyzer.tables.facts import MODULES, descriptions

EXAMPLES_AS_OF = dt.datetime(2026, 6, 15, 8, 0, tzinfo=dt.UTC)
"""The time that the examples of rules are judged at."""

_WORST_FIRST = (Outcome.ERROR, Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What an example of a rule gave. `outcome` is the worst of its verdicts."""

    rule: str
    example: Example
    outcome: str
    verdicts: tuple[Verdict, ...]

    @property
    def as_expected(self) -> bool:
        """Whether the example gave the outcome that it is an example of."""
        return self.outcome == self.example.outcome


def columns(name: str) -> Collection[str] | None:
    """The columns that a rule may use of a table or fact; None where there is no such table."""
    if name in MODULES:
        return tuple(descriptions()[name].columns)
    entry = load_catalogue().entries.get(name)
    return tuple(entry.properties) if entry else None


def lint(directory: Path | None = None) -> tuple[RulePack, tuple[Problem, ...]]:
    """Everything that is wrong in a rule pack: form, unknown tables and properties, missing texts and examples."""
    return read_rule_pack(directory or default_directory(), columns)


def worst(outcomes: Collection[Outcome]) -> Outcome:
    """The worst of several outcomes: error, fail, unknown, pass, not applicable."""
    return next(outcome for outcome in _WORST_FIRST if outcome in outcomes)


def verdicts_of(rule: Rule, files: Mapping[str, str]) -> tuple[Verdict, ...]:
    """What one rule says of exports given as text, by source name."""
    readings = []
    for name, text in files.items():
        content = text.encode()
        source = Source(name, len(content), hashlib.sha256(content).hexdigest(), content, encoding="utf-8")
        readings.append((source, read_source(source, Budget())))
    tables = build_tables(readings, load_catalogue())
    return check_tables(tables, RulePack((rule,), Path()), EXAMPLES_AS_OF)


def run_examples(rule: Rule) -> Iterator[ExampleResult]:
    """The results of all examples of a rule."""
    for example in rule.examples:
        verdicts = verdicts_of(rule, example.files)
        outcome = worst({verdict.outcome for verdict in verdicts})
        yield ExampleResult(rule.id, example, outcome.value, verdicts)
