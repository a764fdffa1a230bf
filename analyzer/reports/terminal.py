"""The answer to `analyzer check` for people at a terminal.

In the order of use: what was read, what to fix first, what the present changes of it, what to ask the customer for,
what is proven right, what the files lost. Commands stand on lines of their own and are never wrapped, so that they can
be pasted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from analyzer.engine.verdict import CheckResult, Outcome, Verdict
from analyzer.reports.columns import display_width, pad, wrap
from analyzer.reports.digest import (
    Finding,
    Request,
    changes,
    errors,
    findings,
    passes,
    proven,
    ranges,
    recognised,
    remarks,
    requests,
)
from analyzer.reports.note_words import message_in
from analyzer.reports.page import Page
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
from analyzer.reports.style import Style
from analyzer.reports.words import area, counted, feature, listed
from analyzer.sanitise import one_line, shorten, visible
from analyzer.tables.cells import Evidence
from analyzer.texts import text

_SHOWN_VALUE = 300
_SHOWN_EVIDENCE = 6
_SHOWN_SUBJECTS = 8
_SHOWN_NAMES = 30
_SHOWN_CHANGES = 12
_SHOWN_REQUESTS = 8
_SHOWN_RULES = 6
_SHOWN_NOTES = 12
_SHOWN_PLACES = 4
_INDENT = "    "


def render(
    result: CheckResult,
    *,
    language: str = "en",
    width: int = 100,
    colour: bool = False,
    verbose: bool = False,
    now: dt.datetime | None = None,
) -> str:
    """The report as text of `width` columns; only commands and long values may stand wider.

    `now` is shown beside the as-of time where the two differ by more than an hour. `verbose` leaves nothing out and
    adds the evidence of what passed and of what does not apply.
    """
    page = Page(language, width, Style(colour), verbose)
    _head(page, result, now)
    _fixes(page, result)
    _broken(page, result)
    _otherwise(page, result)
    _requests(page, result)
    _proven(page, result)
    _files(page, result)
    _summary(page, result)
    return page.text


def _head(page: Page, result: CheckResult, now: dt.datetime | None) -> None:
    labels = [page.word("read"), page.word("as-of")]
    indent = max(map(display_width, labels)) + 2
    lines = (read_line(result, page.language), as_of_line(result, page.language, now))
    for label, line in zip(labels, lines, strict=True):
        page.wrapped(line, pad(label, indent), " " * indent)
    if not any(map(recognised, result.sources)):
        page.lines.append("")
        page.wrapped(page.word("nothing-usable"), style="error")


def _fixes(page: Page, result: CheckResult) -> None:
    found = findings(result.verdicts)
    if not found:
        if any(verdict.outcome is Outcome.PASS for verdict in result.verdicts):
            page.heading("nothing-to-fix", "good")
        return
    page.heading("fix-first")
    for number, finding in enumerate(found, start=1):
        _finding(page, number, finding)


def _finding(page: Page, number: int, finding: Finding) -> None:
    verdicts = finding.verdicts
    first = verdicts[0]
    label = page.word(finding.severity).upper()
    lead = f"{number:>2}. "
    head, *more = wrap(
        f"{label}  {one_line(first.rule)}  {page.word('not-met', title=visible(text(first.title, page.language)))}",
        page.width,
        lead,
        _INDENT,
    )
    page.lines.extend(["", head.replace(label, page.style.paint(finding.severity, label), 1), *more])
    for verdict in verdicts if page.verbose else verdicts[:_SHOWN_SUBJECTS]:
        _subject(page, verdict)
    left = [one_line(verdict.subject) for verdict in verdicts[_SHOWN_SUBJECTS:]]
    if left and not page.verbose:
        names = some(left, _SHOWN_NAMES, page.language)
        page.wrapped(page.word("more-subjects", n=len(left), subjects=names), _INDENT)
    features = list(dict.fromkeys(name for verdict in verdicts for name in verdict.features))
    if features:
        broken = [visible(feature(name, page.language)) for name in features]
        page.wrapped(listed(broken, page.language), _INDENT + page.label("breaks"), _INDENT + "  ")
    _instructions(page, "fix", [text(verdict.fix, page.language) for verdict in verdicts if verdict.fix])
    _instructions(page, "verify", [verdict.verify for verdict in verdicts if verdict.verify])
    for group in finding.consequences:
        limit = None if page.verbose else _SHOWN_NAMES
        subjects = some([one_line(verdict.subject) for verdict in group], limit, page.language)
        title = visible(text(group[0].title, page.language))
        page.wrapped(
            f"{one_line(group[0].rule)}  {title} ({subjects})",
            _INDENT + page.label("consequence"),
            _INDENT + "  ",
        )
        if page.verbose:
            for verdict in group:
                _subject(page, verdict)


def _subject(page: Page, verdict: Verdict) -> None:
    subject = one_line(verdict.subject)
    message = visible(message_of(verdict, page.language))
    if subject and not message.startswith(subject):
        message = f"{subject}: {message}"
    lines = wrap(message, page.width, _INDENT)
    if subject and lines[0].startswith(_INDENT + subject):
        lines[0] = _INDENT + page.style.paint("bold", subject) + lines[0][len(_INDENT + subject) :]
    page.lines.extend(lines)
    _evidence(page, verdict.evidence)


def _evidence(page: Page, evidence: Sequence[Evidence]) -> None:
    """`file:line  Property = value` where that fits; else the file once, and its lines below it."""
    shown = evidence if page.verbose else evidence[:_SHOWN_EVIDENCE]
    places = [place_of(item) for item in shown]
    facts = [_fact(page, item) for item in shown]
    lead = _INDENT + "  "
    column = max(map(display_width, places), default=0)
    if len(lead) + column + 2 + max(map(display_width, facts), default=0) <= page.width:
        for place, fact in zip(places, facts, strict=True):
            page.lines.append(f"{lead}{page.style.paint('dim', pad(place, column))}  {fact}")
    else:
        for source, pairs in groupby(zip(shown, facts, strict=True), key=lambda pair: pair[0].source):
            group = list(pairs)
            alone = len(group) == 1
            page.wrapped(place_of(group[0][0]) if alone else one_line(source), lead, style="dim")
            numbers = ["" if alone or item.line is None else f":{item.line}" for item, _ in group]
            column = max(map(len, numbers))
            for number, (_, fact) in zip(numbers, group, strict=True):
                start = f"{lead}  {number:>{column}}" + ("  " if column else "")
                first, *more = wrap(fact, page.width, start, " " * (len(start) + 2))
                page.lines.extend([first.replace(start, page.style.paint("dim", start), 1), *more])
    if len(shown) < len(evidence):
        left = counted("places", len(evidence) - len(shown), page.language)
        page.wrapped(page.word("more-evidence", places=left), lead)


def _fact(page: Page, item: Evidence) -> str:
    value = one_line(item.value)
    value = value if page.verbose else shorten(value, _SHOWN_VALUE)
    return f"{one_line(item.property)} = {value or page.word('blank')}" if item.property else value


def _instructions(page: Page, label: str, texts: Sequence[str]) -> None:
    """Prose wraps; a command stands alone on its line, however long, so that it can be pasted."""
    lines = instructions(texts if page.verbose else texts[:_SHOWN_SUBJECTS])
    if not lines:
        return
    title = _INDENT + page.label(label)
    if lines[0][0]:
        page.lines.append(title.rstrip())
    for index, (is_command, line) in enumerate(lines):
        if is_command:
            page.lines.append(_INDENT + "  " + page.style.paint("bold", line))
        else:
            page.wrapped(line, _INDENT + "  " if index else title, _INDENT + "  ")


def _broken(page: Page, result: CheckResult) -> None:
    groups = errors(result.verdicts)
    if groups:
        page.heading("rule-errors", "error")
    rules: dict[str, dict[str, None]] = {}
    for verdict in (verdict for group in groups for verdict in group):
        rules.setdefault(visible(message_of(verdict, page.language)), {}).setdefault(one_line(verdict.rule))
    for message, names in rules.items():
        page.wrapped(f"{listed(list(names), page.language)}: {message}", "  ", _INDENT)


def _otherwise(page: Page, result: CheckResult) -> None:
    """What the present changes, where the report judges at another time: a line a rule, and its subjects."""
    found = changes(result)
    if not found:
        return
    page.lines.append("")
    page.wrapped(now_line(result, page.language).upper(), style="bold")
    shown = found if page.verbose else found[:_SHOWN_CHANGES]
    column = max(display_width(one_line(change.verdicts[0].rule)) for change in shown)
    for change in shown:
        first = change.verdicts[0]
        lead = f"  {pad(one_line(first.rule), column)}  "
        names = [one_line(verdict.subject) for verdict in change.verdicts]
        subjects = some(names, None if page.verbose else _SHOWN_SUBJECTS, page.language)
        says = f"{change_line(change, page.language)}{page.word('area-end')}{statement(first, page.language)}"
        page.wrapped(visible(says), lead, " " * len(lead))
        page.wrapped(subjects, " " * len(lead))
    if len(shown) < len(found):
        left = sum(len(change.verdicts) for change in found[len(shown) :])
        page.wrapped(page.word("more-changes", n=left), "  ")


def _requests(page: Page, result: CheckResult) -> None:
    asked, hopeless = requests(result.verdicts)
    unknown = result.summary["unknown"]
    if asked:
        page.heading("ask-for")
        shown = asked if page.verbose else asked[:_SHOWN_REQUESTS]
        page.wrapped(
            page.word(
                "ask-count",
                commands=counted("commands", sum(len(request.errands) for request in shown), page.language),
                settled=sum(len(request.verdicts) for request in shown),
                unknown=unknown,
            )
        )
        for request in shown:
            _request(page, request)
        left = asked[len(shown) :]
        if left:
            page.lines.append("")
            page.wrapped(
                page.word(
                    "more-requests",
                    commands=counted("commands", sum(len(request.errands) for request in left), page.language),
                    n=sum(len(request.verdicts) for request in left),
                ),
                "  ",
            )
    if hopeless:
        page.heading("hopeless")
        reasons: dict[tuple[str, str], list[str]] = {}
        for verdict in hopeless:
            reason = text(verdict.gap.reason, page.language) if verdict.gap else message_of(verdict, page.language)
            reasons.setdefault((one_line(verdict.rule), visible(reason)), []).append(one_line(verdict.subject))
        for (rule, reason), subjects in reasons.items():
            names = some(subjects, None if page.verbose else _SHOWN_SUBJECTS, page.language)
            page.wrapped(f"{rule}  {names}: {reason}", "  ", _INDENT)


def _request(page: Page, request: Request) -> None:
    """The reason stands before the commands as a comment of PowerShell: the whole block can be sent and pasted."""
    page.lines.append("")
    for line in script(request, page.language, limit=None if page.verbose else _SHOWN_RULES):
        if line.startswith("# "):
            page.wrapped(line[2:], "  # ", style="dim")
        else:
            page.lines.append("  " + line)


def _proven(page: Page, result: CheckResult) -> None:
    """What passed, one line an area; at length with `verbose`."""
    if page.verbose:
        _passes(page, result)
        return
    found = proven(result.verdicts)
    if not found:
        return
    page.heading("proven", "good")
    rules = sum(len(each.whole) + len(each.partly) for each in found)
    verdicts = sum(each.verdicts for each in found)
    page.wrapped(
        page.word(
            "proven-count",
            rules=counted("rules", rules, page.language),
            verdicts=counted("verdicts", verdicts, page.language),
        ),
        "  ",
    )
    column = max(display_width(one_line(each.area)) for each in found)
    for each in found:
        whole, partly = (listed(list(map(one_line, ranges(ids))), page.language) for ids in (each.whole, each.partly))
        numbers = [whole] if whole else []
        if partly:
            numbers.append(page.word("in-part", numbers=partly))
        line = page.word(
            "proven-area",
            rules=counted("rules", len(each.whole) + len(each.partly), page.language),
            verdicts=counted("verdicts", each.verdicts, page.language),
            numbers=page.word("proven-parts").join(numbers),
        )
        title = area(each.area, page.language)
        lead = f"  {pad(one_line(each.area), column)}  "
        page.wrapped(f"{title}{page.word('area-end')}{line}" if title else line, lead, " " * display_width(lead))


def _passes(page: Page, result: CheckResult) -> None:
    for heading, outcome in (("proven", Outcome.PASS), ("not-applicable", Outcome.NOT_APPLICABLE)):
        groups = passes(result.verdicts, outcome)
        if not groups:
            continue
        page.heading(heading, "good" if outcome is Outcome.PASS else "bold")
        counts = [f"{len(group)}x" if len(group) > 1 else "" for group in groups]
        column = max(map(len, counts))
        ids = max(display_width(one_line(group[0].rule)) for group in groups)
        for count, group in zip(counts, groups, strict=True):
            lead = f"  {count:>{column}} " if column else "  "
            lead += pad(one_line(group[0].rule), ids) + "  "
            page.wrapped(visible(text(group[0].title, page.language)), lead, " " * display_width(lead))
            for verdict in group:
                page.wrapped(one_line(verdict.subject), _INDENT)
                _evidence(page, verdict.evidence)


def _files(page: Page, result: CheckResult) -> None:
    found = remarks(result.sources)
    important = [remark for remark in found if remark.important or page.verbose]
    if not important and not result.notes:
        return
    page.heading("about-files")
    for note in result.notes:
        page.wrapped(visible(message_in(note.code, note.message, page.language)), "  ", _INDENT)
    shown = important if page.verbose else important[:_SHOWN_NOTES]
    for remark in shown:
        page.remark(remark, _SHOWN_PLACES)
    left = sum(remark.count for remark in found) - sum(remark.count for remark in shown)
    if left:
        page.wrapped(page.word("more-remarks", n=f"{left:,}"), "  ")


def _summary(page: Page, result: CheckResult) -> None:
    page.lines.append("")
    page.wrapped(summary_line(result, page.language), style="bold")
