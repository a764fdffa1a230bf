"""The answer to `analyzer inventory`: what was recognised, by what, how surely, and what the exports lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from analyzer.engine.verdict import SourceReport
from analyzer.reports.columns import display_width, pad
from analyzer.reports.digest import kind_of, recognised, remarks
from analyzer.reports.json_report import dumps, note
from analyzer.reports.note_words import advice_in, message_in
from analyzer.reports.page import Page
from analyzer.reports.phrases import shape
from analyzer.reports.style import Style
from analyzer.reports.words import counted, listed
from analyzer.sanitise import one_line, visible

if TYPE_CHECKING:
    from analyzer.tables.build import Tables

SCHEMA = "analyzer/inventory/1"

_INDENT = "    "
_SHOWN_SOURCES = 40
_SHOWN_REMARKS = 40
_SHOWN_PLACES = 10

_CERTAINTY: Final = {"type": "certain", "command": "certain", "properties": "likely", "file-name": "doubtful"}
"""How sure a recognition is: a type name or a command says what it is, a set of properties or a file name suggests."""


Unnamed = Mapping[str, Sequence[tuple[str, int]]]
"""By source: the tables of records that no catalogue entry describes, with their numbers of records."""


def render_json(sources: Sequence[SourceReport], unnamed: Unnamed, *, complete: bool, language: str = "en") -> str:
    """The inventory as JSON text, its messages and advice in one language."""
    found = [_source(source, unnamed.get(source.name, ()), language) for source in sources]
    return dumps({"schema": SCHEMA, "complete": complete, "sources": found}) + "\n"


def render(
    sources: Sequence[SourceReport],
    unnamed: Unnamed,
    *,
    complete: bool,
    language: str = "en",
    width: int = 100,
    colour: bool = False,
    verbose: bool = False,
) -> str:
    """The inventory as text: sources that were recognised, that were not, that were not read; then the export doctor.

    `verbose` shows every note, not only those by which something was lost or is in doubt.
    """
    page = Page(language, width, Style(colour), verbose)
    known = [source for source in sources if recognised(source)]
    unread = [source for source in sources if not recognised(source) and _unread(source)]
    unknown = [source for source in sources if not recognised(source) and not _unread(source)]
    page.wrapped(
        page.word(
            "read-line",
            files=counted("files", len(sources), language),
            recognised=len(known),
            formats="",
            complete=page.word("complete" if complete else "incomplete"),
        )
    )
    for heading, group in (("recognised", known), ("not-recognised", unknown), ("not-read", unread)):
        if group:
            page.heading(heading)
        shown = group if page.verbose or group is known else group[:_SHOWN_SOURCES]
        for source in shown:
            _show(page, source, unnamed.get(source.name, ()))
        if len(shown) < len(group):
            left = counted("files", len(group) - len(shown), language)
            page.wrapped(page.word("more-files", files=left), "  ")
    _doctor(page, sources)
    return page.text


def _show(page: Page, source: SourceReport, unnamed: Sequence[tuple[str, int]]) -> None:
    known = [*shape(source.format, source.encoding, page.language), counted("bytes", source.bytes, page.language)]
    page.wrapped(f"{one_line(source.name)}  {listed(known, page.language)}", "  ", "    ")
    lines = [
        (name, records, page.word(f"by-{how}") if how in _CERTAINTY else one_line(how))
        for name, records, how in source.tables
    ]
    lines += [(name, records, page.word("by-nothing")) for name, records in unnamed]
    column = max((display_width(one_line(name)) for name, _, _ in lines), default=0)
    for name, records, how in lines:
        told = listed([counted("records", records, page.language), how], page.language)
        page.wrapped(f"{pad(one_line(name), column)}  {told}", "    ")
    if not lines:
        for note in source.notes:
            if kind_of(note.code) == "remark":
                page.wrapped(visible(message_in(note.code, note.message, page.language)), "    ")


def unnamed_tables(tables: Tables) -> Unnamed:
    """For each source, the tables of records that no catalogue entry describes, with their numbers of records."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name in sorted(tables.unknown):
        for export in tables.by_name[name].exports:
            found.setdefault(export.source, []).append((name, export.records))
    return found


def _doctor(page: Page, sources: Sequence[SourceReport]) -> None:
    found = [remark for remark in remarks(sources) if page.verbose or remark.important]
    if not found:
        if any(map(recognised, sources)):
            page.heading("doctor-well", "good")
        return
    page.heading("doctor")
    shown = found if page.verbose else found[:_SHOWN_REMARKS]
    for code in dict.fromkeys(remark.code for remark in shown):
        page.lines.append("")
        for remark in shown:
            if remark.code == code:
                page.remark(remark, _SHOWN_PLACES)
        advice = advice_in(code, page.language)
        if advice:
            page.wrapped(advice, "  " + page.label("advice"), _INDENT, style="bold")
    if len(shown) < len(found):
        page.lines.append("")
        page.wrapped(page.word("more-losses", n=len(found) - len(shown)), "  ")


def _unread(source: SourceReport) -> bool:
    return any(kind_of(note.code) == "loss" for note in source.notes)


def _source(source: SourceReport, unnamed: Sequence[tuple[str, int]], language: str) -> dict[str, Any]:
    return {
        "name": source.name,
        "sha256": source.sha256,
        "bytes": source.bytes,
        "encoding": source.encoding,
        "format": source.format,
        "tables": [
            {"name": name, "records": records, "recognised_by": how, "certainty": _CERTAINTY.get(how, "doubtful")}
            for name, records, how in source.tables
        ],
        "unrecognised": [{"name": name, "records": records} for name, records in unnamed],
        "notes": [
            {
                **note(each, language),
                "kind": kind_of(each.code),
                "advice": advice_in(each.code, language) or None,
            }
            for each in source.notes
        ],
    }
