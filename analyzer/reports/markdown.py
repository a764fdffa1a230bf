"""The answer to `analyzer check` for a ticket: Markdown in which nothing from the customer's data is markup.

Values stand in code spans with a fence longer than any run of backticks in them. In sentences, whatever a renderer
might link or ping (URLs, addresses, `#1`) becomes a code span too; the rest is escaped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from analyzer.engine.verdict import CheckResult, Verdict
from analyzer.reports.digest import Finding, Remark, changes, errors, findings, passes, recognised, remarks, requests
from analyzer.reports.note_words import shown_in
from analyzer.reports.phrases import (
    as_of_line,
    change_line,
    instructions,
    message_of,
    now_line,
    place_of,
    read_line,
    script,
    some,
    statement,
    summary_line,
)
from analyzer.reports.words import counted, feature, label, listed, word
from analyzer.sanitise import one_line, shorten, visible
from analyzer.tables.cells import Evidence
from analyzer.texts import text

_RUN = re.compile(r"[!-~]+")
_ALIVE = re.compile(r"://|www\.|@|#\d|\bGH-\d|`", re.IGNORECASE)
_MARKUP = re.compile(r"[\\*_\[\]~#{}]")
_SHOWN_VALUE = 500
_SHOWN_EVIDENCE = 10
_SHOWN_SUBJECTS = 20
_SHOWN_NAMES = 50
_SHOWN_REMARKS = 30
_SHOWN_PLACES = 8


def render(result: CheckResult, *, language: str = "en", verbose: bool = False, now: dt.datetime | None = None) -> str:
    """The report as GitHub-flavoured Markdown. `verbose` leaves nothing out; `now` as in the terminal's report."""
    blocks = [
        f"# {word('report-title', language)}",
        "\n".join(
            f"- {prose(line)}"
            for line in (
                read_line(result, language),
                as_of_line(result, language, now),
                summary_line(result, language),
            )
        ),
    ]
    if not any(map(recognised, result.sources)):
        blocks.append(word("nothing-usable", language))
    found = findings(result.verdicts)
    if found:
        blocks.append(_heading("fix-first", language))
    for number, finding in enumerate(found, start=1):
        blocks += _finding(number, finding, language, verbose)
    broken = errors(result.verdicts)
    if broken:
        blocks += [
            _heading("rule-errors", language),
            _reasons((verdict for group in broken for verdict in group), language),
        ]
    changed = changes(result)
    if changed:
        others = [
            (
                code(change.verdicts[0].rule),
                change_line(change, language),
                prose(statement(change.verdicts[0], language)),
                _subjects(change.verdicts, language),
            )
            for change in changed
        ]
        header = [word(key, language) for key in ("rule", "outcome", "title", "subject")]
        blocks += [f"## {now_line(result, language)}", _table(header, others)]
    blocks += _requests(result, language)
    proven = passes(result.verdicts)
    if proven:
        rows = [
            (code(group[0].rule), prose(text(group[0].title, language)), _subjects(group, language)) for group in proven
        ]
        header = [word(key, language) for key in ("rule", "title", "subject")]
        blocks += [_heading("proven", language), _table(header, rows)]
    notes = [remark for remark in remarks(result.sources) if verbose or remark.important]
    if notes:
        blocks += [_heading("about-files", language), _remarks(notes, language, verbose)]
    return "\n\n".join(blocks) + "\n"


def prose(sentence: str) -> str:
    """A sentence on one line, in which nothing is markup, link or mention."""

    def inert(match: re.Match[str]) -> str:
        run = match[0]
        if _ALIVE.search(run):
            end = run.rstrip(",.;:)")
            return code(end) + run[len(end) :] if end else run
        escaped = run.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return _MARKUP.sub(lambda sign: "\\" + sign[0], escaped)

    return _RUN.sub(inert, visible(sentence).replace("\n", " ").replace("\t", " "))


def code(value: str) -> str:
    """A value as a code span; what stands in it is shown as it is."""
    shown = one_line(value)
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if shown[:1] in ("`", " ", "") or shown[-1:] in ("`", " ") else ""
    return f"{fence}{edge}{shown}{edge}{fence}"


def code_block(lines: Iterable[str], language: str = "powershell") -> str:
    """Lines as a fenced block; the fence is longer than any run of backticks in them."""
    body = "\n".join(visible(line) for line in lines)
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def _heading(key: str, language: str) -> str:
    return f"## {word(key, language)}"


def _finding(number: int, finding: Finding, language: str, verbose: bool) -> list[str]:
    first = finding.verdicts[0]
    severity = prose(word(finding.severity, language))
    title = word("not-met", language, title=text(first.title, language))
    blocks = [f"### {number}. {severity}: {prose(first.rule)} {prose(title)}"]
    shown = finding.verdicts if verbose else finding.verdicts[:_SHOWN_SUBJECTS]
    for verdict in shown:
        blocks.append(f"**{code(verdict.subject)}** {prose(message_of(verdict, language))}")
        if verdict.evidence:
            blocks.append(_evidence(verdict.evidence, language, verbose))
    left = [code(verdict.subject) for verdict in finding.verdicts[len(shown) :]]
    if left:
        blocks.append(word("more-subjects", language, n=len(left), subjects=some(left, _SHOWN_NAMES, language)))
    names = dict.fromkeys(name for verdict in finding.verdicts for name in verdict.features)
    if names:
        blocks.append(f"{label('breaks', language)}{prose(listed([feature(n, language) for n in names], language))}")
    fixes = [text(verdict.fix, language) for verdict in shown if verdict.fix]
    checks = [verdict.verify for verdict in shown if verdict.verify]
    for key, texts in (("fix", fixes), ("verify", checks)):
        lines = instructions(texts)
        if lines:
            blocks.append(f"**{word(key, language)}**")
        for is_command, group in groupby(lines, key=lambda line: line[0]):
            part = [line for _, line in group]
            blocks.append(code_block(part) if is_command else "  \n".join(map(prose, part)))
    if finding.consequences:
        explained = [
            f"- {code(group[0].rule)} {prose(text(group[0].title, language))}: {_subjects(group, language)}"
            for group in finding.consequences
        ]
        blocks += [label("consequence", language).rstrip(), "\n".join(explained)]
    return blocks


def _evidence(evidence: Sequence[Evidence], language: str, verbose: bool) -> str:
    shown = evidence if verbose else evidence[:_SHOWN_EVIDENCE]
    rows = []
    for item in shown:
        value = item.value if verbose else shorten(item.value, _SHOWN_VALUE)
        rows.append(
            (
                code(place_of(item)),
                code(item.property) if item.property else "",
                code(value) if value else word("blank", language),
            )
        )
    if len(shown) < len(evidence):
        left = counted("places", len(evidence) - len(shown), language)
        rows.append((word("more-evidence", language, places=left), "", ""))
    return _table([word(key, language) for key in ("where", "property", "value")], rows)


def _requests(result: CheckResult, language: str) -> list[str]:
    asked, hopeless = requests(result.verdicts)
    blocks = []
    if asked:
        count = word(
            "ask-count",
            language,
            commands=counted("commands", sum(len(request.errands) for request in asked), language),
            settled=sum(len(request.verdicts) for request in asked),
            unknown=result.summary["unknown"],
        )
        lines: list[str] = []
        for request in asked:
            lines += ["", *script(request, language)]
        blocks += [_heading("ask-for", language), prose(count), code_block(lines[1:])]
    if hopeless:
        blocks += [_heading("hopeless", language), _reasons(hopeless, language)]
    return blocks


def _reasons(verdicts: Iterable[Verdict], language: str) -> str:
    return "\n".join(
        f"- {code(verdict.rule)} {code(verdict.subject)}: {prose(message_of(verdict, language))}"
        for verdict in verdicts
    )


def _subjects(group: Sequence[Verdict], language: str) -> str:
    shown = listed([code(verdict.subject) for verdict in group[:5]], language)
    return shown if len(group) <= 5 else f"{shown} +{len(group) - 5}"


def _remarks(found: Sequence[Remark], language: str, verbose: bool) -> str:
    shown = found if verbose else found[:_SHOWN_REMARKS]
    lines = []
    for remark in shown:
        places = remark.places if verbose else remark.places[:_SHOWN_PLACES]
        names = [code(source) for source, _ in places]
        if len(places) < len(remark.places):
            files = counted("files", len(remark.places) - len(places), language)
            names.append(word("more-files", language, files=files))
        says = prose(shown_in(remark.code, remark.message, language, whole=verbose))
        lines.append(f"- {label(remark.kind, language)}{says} {listed(names, language)}")
    if len(shown) < len(found):
        lines.append(f"- {word('more-losses', language, n=len(found) - len(shown))}")
    return "\n".join(lines)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def _cell(content: str) -> str:
    """A cell without a live pipe: a pipe is escaped by an odd number of backslashes before it, even in a code span."""
    return re.sub(r"(\\*)\|", lambda match: match[1] + ("\\" if len(match[1]) % 2 == 0 else "\\\\") + "|", content)
