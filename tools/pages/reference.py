"""The reference pages: note codes, facts, the catalogue, and the operators' table of truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from analyzer.engine.operators import OPERATORS, Operator, judge
from analyzer.notes import CODES
from analyzer.notes_zh_tw import TEXTS
from analyzer.reports.markdown import code, prose
from analyzer.tables.catalogue import Entry, load_catalogue
from analyzer.tables.cells import Cell
from analyzer.tables.facts import descriptions
from pages.tables import codes, page, table

_MOMENT = dt.datetime(2026, 6, 15, 8, 0, tzinfo=dt.UTC)
_SAMPLES: dict[str, Any] = {
    "boolean": True,
    "value": "x",
    "values": ("x", "y"),
    "text": "x",
    "number": "1",
    "moment": _MOMENT,
    "form": "guid",
    "count": ("at_least", 1),
}
_ARGUMENTS = {
    "boolean": "`true` or `false`",
    "value": "a value or a list",
    "values": "a list",
    "text": "a text",
    "number": "a number or a version",
    "moment": "`as_of`, `as_of + 30d`",
    "form": "a form",
    "count": "`{at_least: 1}`",
}
_TRUTHS = {True: "true", False: "false", None: "unknown"}


def notes_page() -> str:
    """docs/notes.md: every code that a note can have."""
    rows = [
        (
            code(name),
            known.severity,
            "yes" if known.loss else "",
            "yes" if known.doubt else "",
            prose(known.meaning),
            prose(known.advice),
        )
        for name, known in sorted(CODES.items())
    ]
    chinese = [(code(name), prose(meaning), prose(advice)) for name, (meaning, advice) in sorted(TEXTS.items())]
    return page(
        "# Notes",
        "What the program says about the files themselves: in `analyzer inventory`, at the end of a report, and in the "
        "JSON under `notes`. The set is closed: a note has one of these codes.",
        '- "Lost": something of the source was skipped, cut or unreadable, so the run is not complete '
        '(`"complete": false`, exit code 3).\n'
        '- "In doubt": the cell that the note names is not surely what the server had; what rests on it is `unknown`.',
        table(("code", "severity", "lost", "in doubt", "meaning", "what to do"), rows),
        "## 繁體中文",
        "With `--lang zh-TW` the reports say it so; what a note says beyond its code stands behind it in English.",
        table(("代碼", "意義", "建議"), chinese),
    )


def facts_page() -> str:
    """docs/facts.md: every fact with its columns."""
    blocks = [
        "# Facts",
        "Tables derived from other tables, in Python (`analyzer/tables/facts/`), so that rules can stay data. "
        "`case.facts[NAME]` is one as a DataFrame. A cell is missing where the export does not tell; it then carries "
        "what is lacking, and a verdict on it is `unknown`.",
    ]
    for name, fact in sorted(descriptions().items()):
        rows = [(code(column), prose(meaning)) for column, meaning in fact.columns.items()]
        blocks += [
            f"## {name}",
            f"A row is: {prose(fact.row[:1].lower() + fact.row[1:])}",
            table(("column", "meaning"), rows),
        ]
    return page(*blocks)


def catalogue_page() -> str:
    """docs/catalogue.md: every table, what prints it, and the command that collects it."""
    entries = load_catalogue().entries.values()
    blocks = [
        "# Catalogue",
        f"The {len(entries)} outputs that are known by name, as `analyzer/tables/catalogue/*.yaml` describes them. "
        "Other output becomes a table too (`analyzer tables`), only no rule looks at it. `key` tells the rows apart; "
        '"per server" says that each server prints its own. What no source shows in the cmdlet\'s own output is marked '
        "unconfirmed.",
    ]
    for shell in dict.fromkeys(entry.shell for entry in entries):
        group = sorted((entry for entry in entries if entry.shell == shell), key=lambda entry: entry.table)
        blocks += [f"## {shell or 'Files that no cmdlet printed'}", _entries(group)]
    return page(*blocks)


def _entries(entries: Iterable[Entry]) -> str:
    rows = []
    for entry in entries:
        unconfirmed = sum(not known.confirmed for known in entry.properties.values())
        rows.append(
            (
                code(entry.table),
                codes(entry.cmdlets) or "files",
                codes(entry.key) + (", per server" if entry.scope == "server" else ""),
                f"{len(entry.properties)}" + (f" ({unconfirmed} unconfirmed)" if unconfirmed else ""),
                "yes" if entry.confirmed else "no",
                code(entry.collect) if entry.collect else "",
            )
        )
    return table(("table", "output of", "key", "properties", "confirmed", "collect"), rows)


def operators_table() -> str:
    """The operators of conditions, with their truth for blank, missing and cut values."""
    rows = [
        (
            code(operator.name),
            _ARGUMENTS[operator.argument],
            prose(operator.doc),
            _truth(operator, Cell(("",))),
            _truth(operator, Cell()),
            "where the beginning decides" if operator.of_open else "unknown",
        )
        for operator in OPERATORS.values()
    ]
    return table(("operator", "argument", "asks", "blank", "missing", "cut"), rows)


def _truth(operator: Operator, cell: Cell) -> str:
    return _TRUTHS[judge(operator, cell, Cell((_SAMPLES[operator.argument],)))]
