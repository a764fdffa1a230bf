"""The answers to `analyzer rules`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.engine.rule import Problem, Rule
from analyzer.reports.columns import display_width, pad, wrap
from analyzer.reports.condition_words import in_words
from analyzer.reports.json_report import dumps
from analyzer.reports.phrases import instructions
from analyzer.reports.style import Style
from analyzer.reports.words import feature, listed, word
from analyzer.sanitise import one_line, visible
from analyzer.texts import text

if TYPE_CHECKING:
    from analyzer.engine.pack_checks import ExampleResult


def list_json(rules: Iterable[Rule], *, language: str = "en") -> str:
    """The rules as JSON text."""
    return dumps([_plain(rule, language) for rule in rules]) + "\n"


def list_terminal(rules: Iterable[Rule], *, language: str = "en", width: int = 100, colour: bool = False) -> str:
    """The rules as text: id, severity and title of each."""
    style = Style(colour)
    found = list(rules)
    ids = max((display_width(one_line(rule.id)) for rule in found), default=0)
    labels = max((display_width(word(rule.severity, language)) for rule in found), default=0)
    lines = []
    for rule in found:
        label = pad(word(rule.severity, language), labels)
        lead = f"{pad(one_line(rule.id), ids)}  {label}  "
        first, *more = wrap(visible(text(rule.title, language)), width, lead, " " * display_width(lead))
        lines += [first.replace(label, style.paint(rule.severity, label), 1), *more]
    return "".join(f"{line}\n" for line in lines)


def show_json(rule: Rule, *, language: str = "en") -> str:
    """One rule as JSON text."""
    return dumps(_plain(rule, language)) + "\n"


def show_terminal(rule: Rule, *, language: str = "en", width: int = 100, colour: bool = False) -> str:
    """One rule as text: what it judges, why, what to do, and where it comes from."""
    style = Style(colour)
    label = word(rule.severity, language)
    lines = [f"{style.paint('bold', one_line(rule.id))}  {style.paint(rule.severity, label)}"]
    lines += wrap(visible(text(rule.title, language)), width)
    facts = {
        "judges": rule.each,
        "products": listed(list(rule.products), language),
        "breaks": listed([feature(name, language) for name in rule.features], language),
        "says": text(rule.message, language),
        "explained-by": listed(list(rule.explained_by), language),
        "covers": listed(list(rule.covers), language),
        "source": rule.source,
        "confidence": word(rule.confidence, language),
        "file": str(rule.file),
    }
    labels = {key: word(key, language) for key in facts}
    column = max(map(display_width, labels.values())) + 2
    lines.append("")
    for key, value in facts.items():
        if value:
            lines += wrap(one_line(value), width, pad(labels[key], column), " " * column)
    for key, condition in (("applies-where", rule.where), ("passes-where", rule.expect)):
        words = in_words(condition, language)
        lines += ["", word(key, language)] if words else []
        for each in words:
            lead = "  " + each[: each.index("- ") + 2]
            lines += wrap(one_line(each[len(lead) - 2 :]), width, lead, " " * len(lead))
    for key, part in (("fix", text(rule.fix, language)), ("verify", rule.verify)):
        lines += ["", word(key, language)]
        for is_command, line in instructions([part]):
            lines += [f"  {line}"] if is_command else wrap(line, width, "  ")
    return "".join(f"{line}\n" for line in lines)


def problems(found: Iterable[Problem]) -> list[str]:
    """What is wrong in rule files, one line each: file, line, message."""
    return [one_line(f"{problem.file}:{problem.line}: {problem.message}") + "\n" for problem in found]


def example_results(results: Sequence[ExampleResult], rules: Mapping[str, Rule]) -> list[str]:
    """The examples that gave another outcome than they should, with what was found; then how many were judged."""
    lines = []
    for result in results:
        if not result.as_expected:
            place = f"{rules[result.rule].file}:{result.example.line}"
            lines.append(one_line(f"{place}: an example of {result.example.outcome} gave {result.outcome}") + "\n")
            lines += [
                one_line(f"    {v.outcome}  {v.subject}: {text(v.message, 'en')}") + "\n" for v in result.verdicts
            ]
    wrong = sum(not result.as_expected for result in results)
    lines.append(f"Rules: {len(rules)}. Examples: {len(results)}. Wrong: {wrong}.\n")
    return lines


def _plain(rule: Rule, language: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": text(rule.title, language),
        "severity": rule.severity,
        "products": list(rule.products),
        "features": list(rule.features),
        "source": rule.source,
        "confidence": rule.confidence,
        "covers": list(rule.covers),
        "each": rule.each,
        "where": in_words(rule.where, language),
        "expect": in_words(rule.expect, language),
        "message": text(rule.message, language),
        "fix": text(rule.fix, language),
        "verify": rule.verify,
        "explained_by": list(rule.explained_by),
    }
