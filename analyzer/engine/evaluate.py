"""Rules x tables -> verdicts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from analyzer.engine.conditions import holds, properties_of, undecided
from analyzer.engine.logic import Truth
from analyzer.engine.rule import Rule
from analyzer.engine.verdict import GapReport, Outcome, Verdict
from analyzer.tables.cells import Cell, Evidence, Gap, Row
from analyzer.tables.table import Table
from analyzer.texts import GAPS, LANGUAGES, WORDS

Collect = Callable[[Gap], str | None]
"""The command that would fill a gap, with the server to run it on."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*)\}")
# What may stand in a command that people paste: no operator (`;`, `|`, `&`), no variable, and no word that PowerShell
# would take for a parameter or a splat.
_PLAIN_WORD = r"(?![-@])[\w.,:/@\\*=+%?~-]+"
_PLAIN = re.compile(rf"{_PLAIN_WORD}(?: {_PLAIN_WORD})*")
_SHOWN_EVIDENCE = 40


@dataclass(frozen=True, slots=True)
class Context:
    """What a judgement needs besides the rule and its table."""

    as_of: dt.datetime
    cmdlet: Callable[[str], str]
    collect: Collect


def judge_rule(rule: Rule, table: Table, context: Context) -> list[Verdict]:
    """One verdict for each row of the rule's table; one in all where there is no row.

    A table without rows is unknown unless the case proves that there are none; then the rule says what that means. One
    whose export was cut has a verdict more, for the rows that were lost.
    """
    if not table.rows:
        return [_without_rows(rule, table, context)]
    verdicts = [_judge_row(rule, table, row, context) for row in table.rows]
    cut = tuple(gap for gap in table.gaps if gap.reason == "export-cut")
    if cut:  # of what was lost nothing is known: nobody may take the rows that are left for all
        verdicts.append(_verdict(rule, Outcome.UNKNOWN, table.about, Row({}), context, gaps=cut))
    return verdicts


def _without_rows(rule: Rule, table: Table, context: Context) -> Verdict:
    gaps = table.gaps or (() if table.exported else (Gap("table-not-exported", table.name),))
    if gaps:
        return _verdict(rule, Outcome.UNKNOWN, table.about, Row({}), context, gaps=gaps)
    evidence = tuple(
        Evidence(export.source, export.line, table.name, "", export.command or "") for export in table.exports
    )
    return _verdict(rule, Outcome(rule.when_none), table.about, Row({}), context, evidence=evidence)


def _judge_row(rule: Rule, table: Table, row: Row, context: Context) -> Verdict:
    subject = row.subject or row.server or table.about
    applies = holds(rule.where, row, context.as_of)
    if applies is False:
        names = properties_of(rule.where)
        return _verdict(
            rule, Outcome.NOT_APPLICABLE, subject, row, context, evidence=evidence_of(row.get(name) for name in names)
        )
    truth: Truth = holds(rule.expect, row, context.as_of)
    if applies is None:
        truth = None
    outcome = {True: Outcome.PASS, False: Outcome.FAIL, None: Outcome.UNKNOWN}[truth]
    names = [*properties_of(rule.expect), *properties_of(rule.where), *rule.show]
    evidence = evidence_of(row.get(name) for name in dict.fromkeys(names))
    gaps: tuple[Gap, ...] = ()
    if outcome is Outcome.UNKNOWN:
        weak = undecided(rule.where, row, context.as_of) if applies is None else []
        weak += undecided(rule.expect, row, context.as_of)
        gaps = tuple(dict.fromkeys(gap for name in dict.fromkeys(weak) for gap in _gaps_of(row, name, table)))
    return _verdict(rule, outcome, subject, row, context, evidence=evidence, gaps=gaps)


def evidence_of(cells: Iterable[Cell]) -> tuple[Evidence, ...]:
    """The evidence of several cells, each once, in order."""
    return tuple(dict.fromkeys(evidence for cell in cells for evidence in cell.evidence))[:_SHOWN_EVIDENCE]


def _gaps_of(row: Row, name: str, table: Table) -> list[Gap]:
    cell = row.get(name)
    found = [
        Gap(gap.reason, gap.table or table.name, gap.property or name, gap.server or row.server, gap.subject)
        for gap in cell.gaps
    ]
    if found:
        return found
    if cell.open:
        reason = "list-cut" if any(isinstance(reading, tuple) for reading in cell.readings) else "value-cut"
    elif len(cell.readings) > 1:
        dates = all(isinstance(reading, dt.datetime) for reading in cell.readings)
        reason = "ambiguous-date" if dates else "contradiction"
    else:
        reason = "unreadable"
    return [Gap(reason, table.name, name, row.server)]


def _verdict(
    rule: Rule,
    outcome: Outcome,
    subject: str,
    row: Row,
    context: Context,
    *,
    evidence: tuple[Evidence, ...] = (),
    gaps: tuple[Gap, ...] = (),
) -> Verdict:
    gap = gap_report(gaps, context) if outcome is Outcome.UNKNOWN else None
    fix = None
    if outcome is Outcome.FAIL:
        message = {language: _filled(text, row, subject, context) for language, text in rule.message.items()}
        fix = {language: _filled(text, row, subject, context, command=True) for language, text in rule.fix.items()}
    elif gap is not None:
        message = {
            language: WORDS["cannot-tell"][language].format(title=rule.title[language], reason=gap.reason[language])
            for language in LANGUAGES
        }
    else:
        message = dict(rule.title)
    return Verdict(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        outcome=outcome,
        subject=subject,
        message=message,
        evidence=evidence,
        fix=fix,
        verify=rule.verify if outcome is Outcome.FAIL else None,
        features=rule.features,
        covers=rule.covers,
        gap=gap,
    )


def gap_report(gaps: tuple[Gap, ...], context: Context) -> GapReport:
    """The reasons and the commands of several gaps, each once."""
    reasons: dict[str, dict[str, None]] = {language: {} for language in LANGUAGES}
    commands: dict[str, None] = {}
    for gap in gaps:
        for language in LANGUAGES:
            reasons[language].setdefault(_gap_text(gap, language, context))
        command = context.collect(gap)
        if command:
            commands.setdefault(command)
    joined = {language: WORDS["and"][language].join(texts) for language, texts in reasons.items()}
    return GapReport(joined, tuple(commands), gaps)


def _gap_text(gap: Gap, language: str, context: Context) -> str:
    texts: Mapping[str, str] = GAPS[gap.reason]
    return texts[language].format(
        cmdlet=context.cmdlet(gap.table) if gap.table else "",
        property=gap.property or "",
        server=gap.server or gap.subject or WORDS["a-server"][language],
        subject=gap.subject or gap.server or "",
    )


def _filled(text: str, row: Row, subject: str, context: Context, *, command: bool = False) -> str:
    """A text with the row's values; in a command only those that PowerShell reads as plain words.

    `<name>` stands for the others, and for values that were not exported.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "subject":
            found = subject
        elif name == "server":
            found = row.server or subject
        elif name == "as_of":
            found = context.as_of.isoformat()
        else:
            cell = row.get(name)
            found = shown(cell) if cell.readings else f"<{name}>"
        return f"<{name}>" if command and not _PLAIN.fullmatch(found) else found

    return _PLACEHOLDER.sub(value, text)


def shown(cell: Cell) -> str:
    """A cell as a message shows it: all its readings, as printed where they are text."""

    def one(reading: object) -> str:
        if isinstance(reading, tuple):
            return ", ".join(one(item) for item in reading)
        if isinstance(reading, dt.datetime):
            return reading.strftime("%Y-%m-%d %H:%M" + (" UTC" if reading.tzinfo is dt.UTC else "%z"))
        return str(reading)

    texts = list(dict.fromkeys(one(reading) for reading in cell.readings))
    return " | ".join(texts) + ("…" if cell.open and texts else "")


def explained(verdicts: Iterable[Verdict], rules: Mapping[str, Rule]) -> list[Verdict]:
    """The verdicts, the failing ones with the rules that already explain them."""
    found = list(verdicts)
    failed = {verdict.rule for verdict in found if verdict.outcome is Outcome.FAIL}
    result = []
    for verdict in found:
        causes: tuple[str, ...] = ()
        if verdict.outcome in (Outcome.FAIL, Outcome.UNKNOWN):
            causes = tuple(cause for cause in rules[verdict.rule].explained_by if cause in failed)
        result.append(replace(verdict, explained_by=causes) if causes else verdict)
    return result
