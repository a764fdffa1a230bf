"""A `CheckResult` in a notebook: a small, self-contained piece of HTML. All text is escaped; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from analyzer.engine.verdict import CheckResult, Outcome, Verdict
from analyzer.reports.digest import errors, findings, passes, remarks, requests
from analyzer.reports.note_words import shown_in
from analyzer.reports.phrases import as_of_line, instructions, message_of, place_of, read_line, script, summary_line
from analyzer.reports.words import counted, label, listed, word
from analyzer.sanitise import one_line, shorten, visible
from analyzer.tables.cells import Evidence
from analyzer.texts import text

_SHOWN = 50
_SHOWN_PASSES = 200
_SHOWN_SUBJECTS = 5
_SHOWN_EVIDENCE = 6
_SHOWN_REMARKS = 30
_SHOWN_PLACES = 8
_SHOWN_VALUE = 200

# Names and addresses stay whole (`break-word` does not narrow a column, `anywhere` would); what is too wide scrolls.
_CELL = "text-align:left;vertical-align:top;white-space:normal;overflow-wrap:break-word"
_VALUES = "text-align:left;vertical-align:top;white-space:normal;min-width:24em;overflow-wrap:anywhere"
_COMMANDS = "white-space:pre-wrap;overflow-wrap:anywhere;margin:0.2em 0"
_EVIDENCE = "padding-left:1em;text-indent:-1em"
_PLACE = "display:inline-block;text-indent:0;opacity:0.75"  # moves to the next line as a whole
_COLOURS = {"critical": "#c62828", "error": "#c62828", "warning": "#b26a00", "info": "#1565c0"}


def render(result: CheckResult, *, language: str = "en") -> str:
    """HTML for `_repr_html_`: the numbers, what fails with its fix and evidence; folded below it, all the rest."""
    found = findings(result.verdicts)
    failing = [verdict for finding in found for group in (finding.verdicts, *finding.consequences) for verdict in group]
    broken = [verdict for group in errors(result.verdicts) for verdict in group]
    unknown = [verdict for verdict in result.verdicts if verdict.outcome is Outcome.UNKNOWN]
    lines = (read_line(result, language), as_of_line(result, language, None), summary_line(result, language))
    parts = [f"<p>{'<br>'.join(map(_safe, lines))}</p>"]
    if failing or broken:
        parts.append(_verdicts([*failing, *broken], language))
    commands = [line for request in requests(result.verdicts)[0] for line in ["", *script(request, language)]][1:]
    if commands:
        body = f'<pre style="{_COMMANDS}">{escape(chr(10).join(commands))}</pre>'
        parts.append(_folded(word("ask-for", language), body, unfolded=not failing))
    if unknown:
        title = f"{word('unknown', language)} ({len(unknown)})"
        parts.append(_folded(title, _verdicts(unknown, language)))
    proven = passes(result.verdicts)
    if proven:
        title = f"{word('proven', language)} ({sum(map(len, proven))})"
        parts.append(_folded(title, _passes(proven, language)))
    said = _remarks(result, language)
    if said:
        parts.append(_folded(word("about-files", language), said))
    return f"<div>{''.join(parts)}</div>"


def _folded(title: str, body: str, *, unfolded: bool = False) -> str:
    return f"<details{' open' if unfolded else ''}><summary>{_safe(title)}</summary>{body}</details>"


def _verdicts(verdicts: Sequence[Verdict], language: str) -> str:
    rows = (_row(verdict, language) for verdict in verdicts[:_SHOWN])
    return _table(("outcome", "rule", "finding", "evidence"), rows, language) + _more(verdicts, _SHOWN, language)


def _passes(groups: Sequence[Sequence[Verdict]], language: str) -> str:
    rows = []
    for group in groups[:_SHOWN_PASSES]:
        subjects = listed(
            [_safe(shorten(verdict.subject, _SHOWN_VALUE)) for verdict in group[:_SHOWN_SUBJECTS]], language
        )
        left = len(group) - _SHOWN_SUBJECTS
        rows.append(
            _cells(
                _safe(group[0].rule),
                _safe(text(group[0].title, language)),
                subjects + (f" +{left}" if left > 0 else ""),
            )
        )
    return _table(("rule", "title", "subject"), rows, language) + _more(groups, _SHOWN_PASSES, language)


def _more(whole: Sequence[object], shown: int, language: str) -> str:
    left = len(whole) - shown
    return f"<p>{_safe(word('more-in-python', language, n=f'{left:,}'))}</p>" if left > 0 else ""


def _table(names: Iterable[str], rows: Iterable[str], language: str) -> str:
    head = "".join(f'<th style="text-align:left">{_safe(word(name, language))}</th>' for name in names)
    body = "".join(rows)
    return f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cells(*cells: str) -> str:
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _row(verdict: Verdict, language: str) -> str:
    outcome = _safe(word("broken" if verdict.outcome is Outcome.ERROR else verdict.outcome.value, language))
    statement = text(verdict.title, language)
    if verdict.outcome is Outcome.FAIL:
        colour = _COLOURS.get(verdict.severity, "inherit")
        outcome += f'<br><b style="color:{colour}">{_safe(word(verdict.severity, language))}</b>'
        statement = word("not-met", language, title=statement)
    subject = f"<b>{_safe(shorten(verdict.subject, _SHOWN_VALUE))}</b><br>" if verdict.subject else ""
    says = subject + _safe(message_of(verdict, language))
    if verdict.outcome is Outcome.FAIL and verdict.fix:
        says += _fix(text(verdict.fix, language), language)
    return (
        f'<tr><td style="{_CELL};white-space:nowrap">{outcome}</td>'
        f'<td style="{_CELL}"><b>{_safe(verdict.rule)}</b><br>{_safe(statement)}</td>'
        f'<td style="{_VALUES}">{says}</td>'
        f'<td style="{_VALUES}">{_evidence(verdict.evidence, language)}</td></tr>'
    )


def _fix(fix: str, language: str) -> str:
    """The fix below what is said: its sentences, and its commands as they are to be pasted."""
    parts = []
    for is_command, group in groupby(instructions([fix]), key=lambda line: line[0]):
        lines = [escape(line).replace("/", "/<wbr>") for _, line in group]
        parts.append(f'<pre style="{_COMMANDS}">{chr(10).join(lines)}</pre>' if is_command else "<br>".join(lines))
    return f"<br><b>{_safe(label('fix', language))}</b>{''.join(parts)}" if parts else ""


def _evidence(evidence: Sequence[Evidence], language: str) -> str:
    """Each cell that was read on a line of its own: property, value, and where it stands."""
    lines = []
    for item in evidence[:_SHOWN_EVIDENCE]:
        value = _safe(shorten(item.value, _SHOWN_VALUE)).replace("/", "/<wbr>") or _safe(word("blank", language))
        fact = f"{_safe(item.property)} = {value}" if item.property else value
        lines.append(
            f'<div style="{_EVIDENCE}"><code>{fact}</code> <span style="{_PLACE}">{_safe(place_of(item))}</span></div>'
        )
    if len(evidence) > _SHOWN_EVIDENCE:
        lines.append(f"<div>+{len(evidence) - _SHOWN_EVIDENCE}</div>")
    return "".join(lines)


def _remarks(result: CheckResult, language: str) -> str:
    """What the files lost, and what of them is in doubt."""
    found = [remark for remark in remarks(result.sources) if remark.important]
    lines = []
    for remark in found[:_SHOWN_REMARKS]:
        names = [_safe(source) for source, _ in remark.places[:_SHOWN_PLACES]]
        left = len(remark.places) - len(names)
        names += [f"+{_safe(counted('files', left, language))}"] if left else []
        says = escape(visible(shown_in(remark.code, remark.message, language)))
        lines.append(f"<p>{_safe(label(remark.kind, language))}{says}<br>{'<br>'.join(names)}</p>")
    return "".join(lines) + _more(found, _SHOWN_REMARKS, language)


def _safe(value: str) -> str:
    return escape(one_line(value))
