"""What facts ask of the tables of a case: rows and exports of a server, columns, and why they do not tell all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from analyzer.tables.build import Tables
from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.derive import evidence_of, export_evidence, missing, texts
from analyzer.tables.table import Export, Table

Built = TypeVar("Built")


@dataclass(frozen=True)
class CaseTables:
    """The tables of a case at one time of judgement."""

    tables: Tables
    as_of: dt.datetime
    _built: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _rows: dict[str, dict[str | None, list[Row]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, build: Callable[[Self], Built]) -> Built:
        """What `build` makes of the case: made when first asked for, then kept, because several facts ask."""
        if build not in self._built:
            self._built[build] = build(self)
        found: Built = self._built[build]
        return found

    def table(self, name: str) -> Table:
        """The table of that name; empty where the case has none."""
        return self.tables[name]

    def canonical(self, name: str) -> str:
        """A computer's FQDN in lower case, as far as the case knows it."""
        return self.tables.servers.canonical(name)

    def rows_of(self, table: str, server: str) -> list[Row]:
        """The rows of a per-server table that came from one server."""
        if table not in self._rows:
            by_server = self._rows[table] = {}
            for row in self.table(table).rows:
                by_server.setdefault(row.server, []).append(row)
        return self._rows[table].get(server, [])

    def exports_of(self, table: str, server: str) -> list[Export]:
        """The outputs of a per-server table that came from one server, or hold records of it."""
        found = {id(export): export for export in self.table(table).exports if export.server == server}
        for row in self.rows_of(table, server):
            found.update({id(export): export for export in row.exports})
        return list(found.values())

    def exported_full(self, table: str, server: str) -> bool:
        """Whether a full output of a per-server table is there for one server."""
        return any(export.full for export in self.exports_of(table, server))

    def why_not(self, table: str, server: str) -> Gap:
        """Why a per-server table does not tell all of one server."""
        exports = self.exports_of(table, server)
        if exports:
            cut = any(not export.whole for export in exports)
            return Gap("export-cut" if cut else "export-filtered", table, server=server)
        return Gap("server-not-exported", table, server=server)

    def why_no_table(self, table: str) -> tuple[Gap, ...]:
        """Why a table for the whole deployment does not tell everything; nothing where it does."""
        found = self.table(table)
        return found.gaps if found.exported else (Gap("table-not-exported", table),)

    def why_cut(self, *tables: str) -> tuple[Gap, ...]:
        """Which of some tables have lost rows: an export of theirs was cut, and none shows them all."""
        return tuple(gap for table in tables for gap in self.table(table).gaps if gap.reason == "export-cut")

    def column(self, table: str, name: str, *, of: Iterable[Row] | None = None) -> Cell:
        """All values of one column as a list, one for each row that has one.

        Open where the table may have more, missing where it was not exported.
        """
        gaps = list(self.why_no_table(table))
        rows = list(self.table(table).rows if of is None else of)
        cells = [row.get(name) for row in rows]
        if not rows and gaps:
            return missing(gaps[0])
        gaps += [Gap(gap.reason, table, name) for cell in cells if not cell.known for gap in cell.gaps]
        items = tuple(item for cell in cells for item in texts(cell))
        evidence = evidence_of(cells) or export_evidence(self.table(table))
        return Cell((items,), bool(gaps), evidence, tuple(dict.fromkeys(gaps)))
