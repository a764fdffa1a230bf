"""A `CheckResult` in a notebook: a small, self-contained piece of HTML. All text is escaped; nothing is loaded."""

from __future__ import annotations

from html import escape

from analyzer.engine.verdict import CheckResult, Outcome, Verdict
from analyzer.reports.digest import errors, findings, requests
from analyzer.reports.phrases import as_of_line, message_of, place_of, read_line, script, summary_line
from analyzer.reports.words import word
from analyzer.sanitise import one_line, shorten
from analyzer.texts import text

_SHOWN = 50
_SHOWN_VALUE = 200


def render(result: CheckResult, *, language: str = "en") -> str:
    """HTML for `_repr_html_`: the summary, a table of what fails and what is open, and the commands to ask for."""
    found = findings(result.verdicts)
    failing = [verdict for finding in found for group in (finding.verdicts, *finding.consequences) for verdict in group]
    broken = [verdict for group in errors(result.verdicts) for verdict in group]
    unknown = [verdict for verdict in result.verdicts if verdict.outcome is Outcome.UNKNOWN]
    verdicts = [*failing, *broken, *unknown]
    head = "<br>".join(
        _safe(line)
        for line in (read_line(result, language), as_of_line(result, language, None), summary_line(result, language))
    )
    names = "".join(
        f"<th>{_safe(word(key, language))}</th>" for key in ("outcome", "rule", "subject", "finding", "evidence")
    )
    rows = "".join(_row(verdict, language) for verdict in verdicts[:_SHOWN])
    left = len(verdicts) - _SHOWN
    more = f"<p>+{left}</p>" if left > 0 else ""
    table = f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>{more}" if verdicts else ""
    commands = [line for request in requests(result.verdicts)[0] for line in ["", *script(request, language)]][1:]
    ask = f"<details><summary>{_safe(word('ask-for', language))}</summary><pre>{escape(chr(10).join(commands))}</pre>"
    ask = f"{ask}</details>" if commands else ""
    return f"<div><p>{head}</p>{table}{ask}</div>"


def _row(verdict: Verdict, language: str) -> str:
    outcome = "broken" if verdict.outcome is Outcome.ERROR else verdict.outcome.value
    label = word(outcome, language)
    if verdict.outcome is Outcome.FAIL:
        label += f" ({word(verdict.severity, language)})"
    evidence = "<br>".join(
        f"<code>{_safe(place_of(item))}</code> {_safe(item.property)} = {_safe(shorten(item.value, _SHOWN_VALUE))}"
        for item in verdict.evidence[:5]
    )
    statement = text(verdict.title, language)
    if verdict.outcome is Outcome.FAIL:
        statement = word("not-met", language, title=statement)
    title = f"{_safe(verdict.rule)}<br>{_safe(statement)}"
    cells = (_safe(label), title, _safe(verdict.subject), _safe(message_of(verdict, language)), evidence)
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top;overflow-wrap:anywhere">{cell}</td>' for cell in cells) + "</tr>"


def _safe(value: str) -> str:
    return escape(one_line(value))
