"""The answer to `analyzer check` for programs: JSON as docs/check.schema.json describes it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from analyzer.engine.verdict import CheckResult, SourceReport, Verdict
from analyzer.model import Note
from analyzer.reports.digest import changes
from analyzer.reports.note_words import message_in
from analyzer.reports.phrases import message_of
from analyzer.sanitise import json_text
from analyzer.texts import text

SCHEMA = "analyzer/check/1"


def render(result: CheckResult, *, language: str = "en") -> str:
    """The report as JSON text, its messages in one language; the same result gives the same bytes.

    Values are as printed: unsafe characters stand as escapes, so that the text can be shown as it is.
    """
    return dumps(document(result, language=language)) + "\n"


def document(result: CheckResult, *, language: str = "en") -> dict[str, Any]:
    """The report as plain dicts and lists, in the order of the schema."""
    changed = {} if result.now is None else {"changed": _changed(result, result.now, language)}
    return {
        "schema": SCHEMA,
        "as_of": iso(result.as_of),
        "complete": result.complete,
        "sources": [_source(source, language) for source in result.sources],
        "verdicts": [_verdict(verdict, language) for verdict in result.verdicts],
        "summary": result.summary,
        **changed,
    }


def dumps(value: Any, *, indent: int | None = 2) -> str:
    """A value as strict JSON text: no NaN, and no character that a terminal would act upon."""
    return json_text(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def iso(moment: dt.datetime) -> str:
    """A time in ISO 8601, in UTC (`Z`) where its offset is known."""
    if moment.tzinfo is None:
        return moment.isoformat(timespec="seconds")
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def note(note: Note, language: str) -> dict[str, Any]:
    """A note as `check`, `inventory` and `read` show it, its message in one language."""
    return {
        "code": note.code,
        "severity": note.severity,
        "line": note.line,
        "message": message_in(note.code, note.message, language),
        "record": note.record,
        "property": note.property,
    }


def _source(source: SourceReport, language: str) -> dict[str, Any]:
    return {
        "name": source.name,
        "sha256": source.sha256,
        "bytes": source.bytes,
        "encoding": source.encoding,
        "format": source.format,
        "tables": [{"name": name, "records": records} for name, records, _ in source.tables],
        "notes": [note(each, language) for each in source.notes],
    }


def _changed(result: CheckResult, now: dt.datetime, language: str) -> dict[str, Any]:
    """The verdicts that are others at another time, each with the outcome that it has in this report."""
    return {
        "as_of": iso(now),
        "verdicts": [
            {
                "rule": verdict.rule,
                "severity": verdict.severity,
                "subject": verdict.subject,
                "outcome": verdict.outcome.value,
                "instead_of": change.before.value if change.before else None,
                "message": message_of(verdict, language),
            }
            for change in changes(result)
            for verdict in change.verdicts
        ],
    }


def _verdict(verdict: Verdict, language: str) -> dict[str, Any]:
    return {
        "rule": verdict.rule,
        "title": text(verdict.title, language),
        "severity": verdict.severity,
        "outcome": verdict.outcome.value,
        "subject": verdict.subject,
        "message": message_of(verdict, language),
        "evidence": [
            {
                "source": item.source,
                "line": item.line,
                "table": item.table,
                "property": item.property,
                "value": item.value,
            }
            for item in verdict.evidence
        ],
        "fix": text(verdict.fix, language) if verdict.fix else None,
        "verify": verdict.verify,
        "features": list(verdict.features),
        "covers": list(verdict.covers),
        "gap": (
            {"reason": text(verdict.gap.reason, language), "commands": list(verdict.gap.commands)}
            if verdict.gap
            else None
        ),
    }
