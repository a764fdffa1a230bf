"""The answers to `analyzer tables`: which tables the exports make, and what is in one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analyzer.reports.columns import display_width, pad, wrap
from analyzer.reports.json_report import dumps
from analyzer.reports.style import Style
from analyzer.sanitise import one_line, shorten, spreadsheet_text
from analyzer.tables.cells import Cell, Row
from analyzer.tables.table import Table

_SHOWN_VALUE = 60


def tables_json(tables: Iterable[Table]) -> str:
    """The tables as JSON text: name, rows, columns and sources of each."""
    return dumps([_summary(table) for table in tables]) + "\n"


def tables_terminal(tables: Iterable[Table], *, width: int = 100, colour: bool = False) -> str:
    """The tables as text, one line each with its number of rows, and the sources below it."""
    style = Style(colour)
    lines: list[str] = []
    for table in tables:
        summary = _summary(table)
        count = f"{len(table.rows):,} x {len(summary['columns'])}"
        lines.append(f"{style.paint('bold', one_line(table.name))}  {count}")
        for source in summary["sources"]:
            lines += wrap(one_line(source), width, "    ")
    return "".join(f"{line}\n" for line in lines)


def table_json(table: Table) -> str:
    """A table as JSON text: null is what was not exported, "" what is blank; `doubts` lists all readings of a value."""
    columns = columns_of(table)
    rows = [{name: _plain(_value(row, name)) for name in columns} for row in table.rows]
    doubts = [
        {"row": number, "property": name, "readings": [_plain(reading) for reading in cell.readings], "cut": cell.open}
        for number, row in enumerate(table.rows)
        for name, cell in row.cells.items()
        if not cell.missing and not cell.known
    ]
    return dumps({"name": table.name, "columns": columns, "rows": rows, "doubts": doubts}) + "\n"


def table_csv(table: Table) -> Iterator[str]:
    r"""Lines of CSV: every value in quotes, nothing between the delimiters where it was not exported.

    The items of a list are joined by `; `. A value that a spreadsheet would take for a formula gets an apostrophe
    before it; the other formats have the value as it is.
    """
    columns = columns_of(table)
    yield ",".join(map(_quoted, columns)) + "\r\n"
    for row in table.rows:
        yield ",".join(_quoted(value) if (value := _value(row, name)) is not None else "" for name in columns) + "\r\n"


def table_terminal(table: Table, *, width: int = 100, colour: bool = False) -> str:
    """A table as text: a grid where it fits in `width` columns, else one property a line. `-` is not exported."""
    style = Style(colour)
    columns = columns_of(table)
    rows = [[_text(row, name) for name in columns] for row in table.rows]
    widths = [
        max(display_width(cell) for cell in (one_line(name), *(row[index] for row in rows)))
        for index, name in enumerate(columns)
    ]
    if sum(widths) + 2 * len(widths) <= width:
        lines = [style.paint("bold", _line([one_line(name) for name in columns], widths))]
        lines += [_line(row, widths) for row in rows]
        return "".join(f"{line}\n" for line in lines)
    column = max(display_width(one_line(name)) for name in columns)
    lines = []
    for row in rows:
        lines += [""] if lines else []
        for name, cell in zip(columns, row, strict=True):
            lines += wrap(cell, width, f"{pad(one_line(name), column)} : ", " " * (column + 3))
    return "".join(f"{line}\n" for line in lines)


def columns_of(table: Table) -> list[str]:
    """The table's columns: `server` first where a row has one, then the properties in printed order."""
    return ["server"] * any(row.server for row in table.rows) + list(table.columns)


def _summary(table: Table) -> dict[str, Any]:
    sources = list(dict.fromkeys(export.source for export in table.exports))
    return {"name": table.name, "rows": len(table.rows), "columns": columns_of(table), "sources": sources}


def _value(row: Row, name: str) -> Any:
    """The first reading of a cell, as in the DataFrame; None where it was not exported."""
    cell: Cell = row.get(name)
    if name == "server" and name not in row.cells:
        return row.server
    return None if cell.missing else cell.readings[0]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _text(row: Row, name: str) -> str:
    value = _value(row, name)
    if value is None:
        return "-"
    cell = row.get(name)
    parts = [_joined(reading, ", ") for reading in cell.readings] or [_joined(value, ", ")]
    return shorten(one_line(" | ".join(parts)), _SHOWN_VALUE * 4) + (" ..." if cell.open else "")


def _joined(value: Any, separator: str) -> str:
    plain = _plain(value)
    return separator.join(map(str, plain)) if isinstance(plain, list) else str(plain)


def _quoted(value: Any) -> str:
    return '"' + spreadsheet_text(_joined(value, "; ")).replace('"', '""') + '"'


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(pad(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()
