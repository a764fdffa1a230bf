"""A rule: one judgement, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.engine.conditions import ALWAYS, Condition
from analyzer.engine.verdict import Text


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule, which is its test: exports that must give the outcome.

    `files` maps a source's name to its text.
    """

    outcome: str
    files: Mapping[str, str]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One judgement: `each` row of a table that meets `where` must meet `expect`.

    `each` names a table of the catalogue or a fact. `when_none` says what it means that the table surely has no row at
    all. `show` lists further properties to show as evidence. Where `covers` and the other fields come from:
    docs/rule-authoring.md.
    """

    id: str
    title: Text
    severity: str
    products: tuple[str, ...]
    features: tuple[str, ...]
    source: str
    confidence: str
    covers: tuple[str, ...]
    each: str
    expect: Condition
    message: Text
    fix: Text
    verify: str
    where: Condition = ALWAYS
    show: tuple[str, ...] = ()
    when_none: str = "not_applicable"
    explained_by: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    file: Path = field(default_factory=Path)
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules of one directory, in the order of their ids."""

    rules: tuple[Rule, ...]
    directory: Path

    def rule(self, id: str) -> Rule:
        """The rule with an id, whatever its case. Raises KeyError."""
        for rule in self.rules:
            if rule.id.casefold() == id.casefold():
                return rule
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a rule file. `line` is 1-based."""

    file: Path
    line: int
    message: str


class RulePackError(Exception):
    """A rule pack that cannot be used; `problems` say why, each with its file and line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.message}" for p in problems))
        self.problems = problems
