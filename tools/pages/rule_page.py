"""docs/rules/: a page for each rule, and their index. The headings of a page are always the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from analyzer.engine.conditions import properties_of
from analyzer.engine.pack_checks import EXAMPLES_AS_OF, ExampleResult, run_examples
from analyzer.engine.rule import Example, Rule
from analyzer.engine.verdict import SEVERITIES
from analyzer.reports.condition_words import in_words
from analyzer.reports.markdown import code, code_block, prose
from analyzer.reports.phrases import instructions
from analyzer.reports.words import feature, word
from analyzer.tables.catalogue import load_catalogue
from analyzer.tables.facts import MODULES, descriptions
from analyzer.texts import LANGUAGES, text
from pages.tables import codes, page, table

AREAS: Mapping[str, str] = {
    "dns": "DNS",
    "exchange-auth": "Exchange: auth certificate",
    "exchange-autodiscover": "Exchange: Autodiscover",
    "exchange-domains": "Exchange: accepted domains",
    "exchange-partner": "Exchange: partner application for Lync",
    "lync-certificates": "Lync: OAuthTokenIssuer and other certificates",
    "lync-oauth": "Lync: OAuth configuration",
    "lync-partner": "Lync: partner application for Exchange",
    "topology": "Topology, services, domains",
}
"""Folders of rules/ -> their titles; a folder that is not here goes by its own name."""

SEVERITY_MEANINGS: Mapping[str, str] = {
    "critical": "the integration as a whole, or a feature for everybody, does not work",
    "error": "a feature does not work, or not for everybody",
    "warning": "it works, but not reliably, not for long, or against the documentation",
    "info": "worth knowing; nothing has to be done",
}
CONFIDENCE_MEANINGS: Mapping[str, str] = {
    "documented": "The product's documentation or its maker's own tool says so.",
    "field-knowledge": "No document says so; it is what engineers found in the field.",
}
WHEN_NONE: Mapping[str, str] = {
    "not_applicable": "does not apply",
    "fail": "fails",
    "pass": "passes",
}


def rule_page(rule: Rule) -> str:
    """The page of one rule."""
    results = list(run_examples(rule))
    return page(
        f"# {rule.id}: {prose(text(rule.title, 'en'))}",
        prose(text(rule.title, "zh-TW")),
        "## What it checks",
        _checks(rule),
        "## Why it matters",
        _matters(rule),
        "## How it is judged",
        _judged(rule),
        "## What breaks",
        _breaks(rule),
        "## Fix",
        _fix(rule),
        "## How to verify",
        code_block([line for _, line in instructions([rule.verify])]),
        "## Evidence it needs",
        _evidence(results),
        "## Source",
        f"{prose(rule.source)}\n\n{CONFIDENCE_MEANINGS[rule.confidence]}",
        "## Covers",
        "\n".join(f"- {code(name)}" for name in rule.covers) or "Nothing but itself.",
        "## Examples",
        _examples(rule),
    )


def rule_index(rules: Sequence[Rule]) -> str:
    """The page that lists all rules, by area."""
    counts = ", ".join(f"{sum(rule.severity == severity for rule in rules)} {severity}" for severity in SEVERITIES)
    blocks = [
        "# Rules",
        f"{len(rules)} rules: {counts}. Each page is made from the rule's file in `rules/`; "
        "how to write one is told in [rule-authoring.md](../rule-authoring.md).",
    ]
    for area, group in groupby(sorted(rules, key=_area), key=_area):
        rows = [
            (f"[{rule.id}]({rule.id}.md)", rule.severity, prose(text(rule.title, "en")), prose(_chinese(rule)))
            for rule in sorted(group, key=lambda rule: rule.id)
        ]
        blocks += [f"## {AREAS.get(area, area)}", table(("rule", "severity", "title", "標題"), rows)]
    return page(*blocks)


def _area(rule: Rule) -> str:
    return rule.file.parts[0] if len(rule.file.parts) > 1 else ""


def _chinese(rule: Rule) -> str:
    return text(rule.title, "zh-TW")


def _checks(rule: Rule) -> str:
    if rule.each in MODULES:
        row = descriptions()[rule.each].row
        subject = f"One verdict for each row of the fact [{rule.each}](../facts.md#{rule.each}): {prose(_lower(row))}"
    else:
        entry = load_catalogue().entries[rule.each]
        subject = f"One verdict for each object that {codes(entry.cmdlets)} prints (table {code(rule.each)})."
    return f"{subject}\n\nProducts: {codes(rule.products)}."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _matters(rule: Rule) -> str:
    says = "\n>\n".join(f"> {prose(text(rule.message, language))}" for language in LANGUAGES)
    return (
        f"Severity **{rule.severity}**: {SEVERITY_MEANINGS[rule.severity]}. Where it fails, the report says:\n\n{says}"
    )


def _judged(rule: Rule) -> str:
    where, expect = in_words(rule.where), in_words(rule.expect)
    blocks = []
    if where:
        blocks += ["It applies where all of this holds, and is `not_applicable` elsewhere:", "\n".join(where)]
    blocks += [
        "It passes where all of this holds:",
        "\n".join(expect),
        "It fails where this surely does not hold. It is `unknown` where a value that decides is missing, cut or has "
        f"more than one reading. Where the export proves that there is none to judge, it {WHEN_NONE[rule.when_none]}.",
    ]
    if rule.each in MODULES:
        meanings = descriptions()[rule.each].columns
        names = dict.fromkeys([*properties_of(rule.where), *properties_of(rule.expect)])
        blocks.append(table(("column", "meaning"), [(code(name), prose(meanings[name])) for name in names]))
    return "\n\n".join(blocks)


def _breaks(rule: Rule) -> str:
    lines = [f"- {prose(feature(name, 'en'))} ({prose(feature(name, 'zh-TW'))})" for name in rule.features]
    if rule.explained_by:
        causes = ", ".join(f"[{cause}]({cause}.md)" for cause in rule.explained_by)
        lines.append(f"\nWhere {causes} fails, this failure follows from it and is shown below it.")
    return "\n".join(lines)


def _fix(rule: Rule) -> str:
    """The fix; where only its sentences differ between the languages, they stand in both."""
    blocks = []
    seen: set[str] = set()
    for language in LANGUAGES:
        fix = text(rule.fix, language)
        if fix in seen:
            continue
        seen.add(fix)
        for is_command, lines in groupby(instructions([fix]), key=lambda line: line[0]):
            part = [line for _, line in lines]
            blocks.append(code_block(part) if is_command else "  \n".join(map(prose, part)))
    if any(re.search(r"\{\w+\}", fix) for fix in seen):
        blocks.append("Names in braces are filled in with the customer's own values.")
    return "\n\n".join(blocks)


def _evidence(results: Iterable[ExampleResult]) -> str:
    """The tables and properties that the verdicts on the rule's own examples were read from."""
    entries = load_catalogue().entries
    read: dict[str, dict[str, None]] = {}
    asked: dict[str, None] = {}
    for result in results:
        for verdict in result.verdicts:
            for evidence in verdict.evidence:
                if evidence.table in entries:
                    read.setdefault(evidence.table, {}).update(dict.fromkeys([evidence.property]))
            asked.update(dict.fromkeys(verdict.gap.commands if verdict.gap else ()))
    rows = []
    for name, properties in sorted(read.items()):
        entry = entries[name]
        rows.append((code(name), codes(entry.cmdlets[:2]), codes(p for p in properties if p), code(entry.collect)))
    blocks = ["What the verdicts on the examples below were read from, and the command that collects it without loss:"]
    blocks.append(table(("table", "output of", "properties", "command"), rows))
    missing = [command for command in asked if not any(command.endswith(entries[name].collect) for name in read)]
    if missing:
        blocks += ["It may ask for this too:", code_block(missing)]
    return "\n\n".join(blocks)


def _examples(rule: Rule) -> str:
    blocks = [f"These are the rule's tests. They are judged as of {EXAMPLES_AS_OF:%Y-%m-%d %H:%M} UTC."]
    for outcome, group in groupby(rule.examples, key=lambda example: example.outcome):
        blocks.append(f"### {outcome} ({word(_WORD_OF[outcome], 'zh-TW')})")
        for example in group:
            blocks += _example(example)
    return "\n\n".join(blocks)


_WORD_OF: Mapping[str, str] = {
    "pass": "proven",
    "fail": "fail",
    "unknown": "unknown",
    "not_applicable": "not-applicable",
}


def _example(example: Example) -> list[str]:
    blocks = []
    for name, content in example.files.items():
        if len(example.files) > 1:
            blocks.append(f"{code(name)}:")
        blocks.append(code_block(content.strip("\n").split("\n"), "text"))
    return blocks
