"""Sentences that the readable reports share."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable

from analyzer.engine.verdict import CheckResult, Outcome, Verdict
from analyzer.reports.digest import Change, Request, counts_by_severity, formats, recognised
from analyzer.reports.words import counted, listed, word
from analyzer.sanitise import one_line, visible
from analyzer.tables.cells import Evidence
from analyzer.texts import WORDS, text

_COMMAND = re.compile(r"\s*([A-Z][a-z]+-[A-Z]\w*|[$&.\\(#}]|(certutil|nslookup|dnscmd|iisreset|setspn|cd)\b)")
_SHOWN_REASONS = 2


def read_line(result: CheckResult, language: str) -> str:
    """What was read, in one line: files, recognised, formats, complete or not."""
    names = [f"{one_line(name)} {count}" for name, count in formats(result)]
    return word(
        "read-line",
        language,
        files=counted("files", len(result.sources), language),
        recognised=sum(map(recognised, result.sources)),
        formats=word("formats", language, formats=listed(names, language)) if names else "",
        complete=word("complete" if result.complete else "incomplete", language),
    )


def as_of_line(result: CheckResult, language: str, now: dt.datetime | None) -> str:
    """The time that expiry is judged at and where it comes from; the present too, where it is another."""
    moment = result.as_of
    if result.as_of_origin == "transcript":  # a transcript does not tell its offset
        moment = moment.replace(tzinfo=None)
    line = word("as-of-line", language, time=_time(moment), origin=word(f"origin-{result.as_of_origin}", language))
    if now is not None and abs(now - result.as_of) > dt.timedelta(hours=1):
        line += word("as-of-today", language, now=_time(now))
    return line


def summary_line(result: CheckResult, language: str) -> str:
    """The numbers of verdicts by outcome, in one line."""
    counts = result.summary
    severities = counts_by_severity(verdict for verdict in result.verdicts if verdict.outcome is Outcome.FAIL)
    shown = listed([f"{count} {word(severity, language)}" for severity, count in severities], language)
    return word(
        "summary",
        language,
        fail=counts["fail"],
        severities=word("summary-severities", language, severities=shown) if shown else "",
        unknown=counts["unknown"],
        passed=counts["pass"],
        not_applicable=counts["not_applicable"],
        error=counts["error"],
        total=len(result.verdicts),
        rules=result.rules or len({verdict.rule for verdict in result.verdicts}),
    )


def now_line(result: CheckResult, language: str) -> str:
    """At which other time verdicts differ from those of the report, and how many do."""
    count = len(result.changed)
    key = "at-now-1" if count == 1 else "at-now"
    now = _time(result.now) if result.now is not None else ""
    return word(key, language, now=now, verdicts=counted("verdicts", count, language))


def change_line(change: Change, language: str) -> str:
    """What verdicts are at the other time, and what they were."""
    before = _outcome(change.before, language) if change.before else word("no-verdict", language)
    return word("instead-of", language, after=_outcome(change.verdicts[0].outcome, language), before=before)


def statement(verdict: Verdict, language: str) -> str:
    """A verdict's title; of one that fails, that it is not met."""
    title = text(verdict.title, language)
    return word("not-met", language, title=title) if verdict.outcome is Outcome.FAIL else title


def shape(format: str, encoding: str | None, language: str) -> list[str]:
    """A source's format, where one was told, and its encoding."""
    told = [] if format == "unknown" else [one_line(format)]
    return [*told, one_line(encoding) if encoding else word("no-text", language)]


def message_of(verdict: Verdict, language: str) -> str:
    """What a verdict says, with the statements of `--case` that it rests on; not yet sanitised."""
    message = text(verdict.message, language)
    if not verdict.declared:
        return message
    return f"{message} {word('declared', language, statements=listed(list(verdict.declared), language))}"


def place_of(evidence: Evidence) -> str:
    """Where a value stands: source and, where there is one, line."""
    name = one_line(evidence.source)
    return name if evidence.line is None else f"{name}:{evidence.line}"


def instructions(texts: Iterable[str]) -> list[tuple[bool, str]]:
    """The lines of several fixes, safe to show, each with whether it is a command; no sentence stands twice."""
    parts = dict.fromkeys(visible(part).strip() for part in texts)
    lines: list[tuple[bool, str]] = []
    for part in parts:
        for line in part.split("\n"):
            item = (_COMMAND.match(line) is not None, line.rstrip())
            if line.strip() and (item[0] or item not in lines):
                lines.append(item)
    return lines


def script(request: Request, language: str, *, limit: int | None = None) -> list[str]:
    """Lines of PowerShell to send to the customer, safe to show: what for and where as comments, then the commands.

    `limit` says how many rules to name; with it, only the most frequent reasons are given.
    """
    rules = list(dict.fromkeys(one_line(verdict.rule) for verdict in request.verdicts))
    reasons = Counter(
        one_line(reason)
        for verdict in request.verdicts
        if verdict.gap
        for reason in text(verdict.gap.reason, language).split(WORDS["and"][language])
    )
    lines = ["# " + word("settles", language, n=len(request.verdicts), rules=some(rules, limit, language))]
    lines += ["# " + reason for reason, _ in reasons.most_common(None if limit is None else _SHOWN_REASONS)]
    for errand in request.errands:
        if errand.servers:
            servers = listed([one_line(server) for server in errand.servers], language)
            lines.append("# " + word("run-on", language, servers=servers))
        lines.append(one_line(errand.command))
    return lines


def some(parts: list[str], limit: int | None, language: str) -> str:
    """An enumeration of the first `limit` parts; dots stand for the others."""
    shown = parts if limit is None else parts[:limit]
    return listed([*shown, "..."] if len(shown) < len(parts) else shown, language)


def _outcome(outcome: Outcome, language: str) -> str:
    return word("broken" if outcome is Outcome.ERROR else outcome.value, language)


def _time(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        return moment.strftime("%Y-%m-%d %H:%M")
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
