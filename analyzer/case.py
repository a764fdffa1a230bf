"""A case: all that belongs to one ticket, read, typed, and ready to be judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.budget import Budget
from analyzer.case_file import read_case_file
from analyzer.engine.check import changed_verdicts, check_tables, fact_tables
from analyzer.engine.left_out import left_out
from analyzer.engine.rule import RulePack
from analyzer.engine.rulefile import load_rules
from analyzer.engine.verdict import CheckResult, SourceReport
from analyzer.errors import UsageError
from analyzer.model import Note, Reading, Source
from analyzer.notes import CODES
from analyzer.tables.build import Declared, Tables, build_tables
from analyzer.tables.catalogue import load_catalogue
from analyzer.tables.table import Table

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str, int], None]
"""Called with a source's name and its size in bytes before it is read; of a large one, with the bytes read so far."""


class Frames(Mapping[str, "pd.DataFrame"]):
    """The tables of a case as DataFrames, each made when first asked for."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The DataFrame of one table; KeyError where the case has none of that name."""
        return self._tables[name].frame

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._tables))

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"Frames({', '.join(self)})"


@dataclass(frozen=True)
class Case:
    """What was read of one ticket. Made by `open_case`."""

    readings: tuple[tuple[Source, Reading], ...]
    declared: Declared

    @cached_property
    def all_tables(self) -> Tables:
        """The typed rows with their provenance."""
        return build_tables(self.readings, load_catalogue(), self.declared)

    @cached_property
    def tables(self) -> Frames:
        """The tables as pandas DataFrames: `case.tables["cs_certificate"]`."""
        return Frames(self.all_tables.by_name)

    def table(self, name: str) -> Table:
        """One table with the provenance of its cells; without rows where the case has none of that name."""
        return self.all_tables[name]

    def fact(self, name: str) -> Table:
        """One fact with the provenance of its cells, at the time that `check` would judge at. Raises KeyError."""
        return fact_tables(self.all_tables, self.as_of()[0])[name]

    @cached_property
    def facts(self) -> Frames:
        """The facts as DataFrames, at the time that `check` would judge at."""
        return Frames(fact_tables(self.all_tables, self.as_of()[0]))

    @cached_property
    def sources(self) -> tuple[SourceReport, ...]:
        """What was seen of each source, with all notes about it but those that only judging gives: see `check`."""
        tables = self.all_tables
        reports = []
        for source, reading in self.readings:
            counts: dict[tuple[str, str], int] = {}
            for table, records, by, _ in tables.recognised.get(source.name, ()):
                counts[table, by] = counts.get((table, by), 0) + records
            notes = (*source.notes, *reading.notes, *tables.notes.get(source.name, ()))
            reports.append(
                SourceReport(
                    name=source.name,
                    sha256=source.sha256,
                    bytes=source.size,
                    encoding=source.encoding,
                    format=reading.format,
                    tables=tuple((table, number, by) for (table, by), number in counts.items()),
                    notes=notes,
                )
            )
        return tuple(reports)

    @property
    def notes(self) -> tuple[tuple[str, Note], ...]:
        """Every note with the name of its source."""
        return tuple((report.name, note) for report in self.sources for note in report.notes)

    @property
    def complete(self) -> bool:
        """Whether nothing was skipped, cut or unreadable."""
        return not any(CODES[note.code].loss for _, note in self.notes)

    @property
    def usable(self) -> bool:
        """Whether any source holds something that the analyzer knows."""
        return any(report.tables for report in self.sources)

    def as_of(self, wanted: dt.datetime | None = None) -> tuple[dt.datetime, str]:
        """The time that expiry is judged at, and where it comes from.

        The caller's own wins, then the case file's, then the newest transcript's end or start (local time of the
        session, taken as UTC), then now.
        """
        if wanted is not None:
            return (wanted if wanted.tzinfo else wanted.replace(tzinfo=dt.UTC)), "option"
        if self.declared.as_of is not None:
            return self.declared.as_of, "case-file"
        sessions = [reading.session for _, reading in self.readings if reading.session]
        times = [moment for session in sessions for moment in (session.start, session.end) if moment]
        if times:
            newest = max(times)
            return (newest if newest.tzinfo else newest.replace(tzinfo=dt.UTC)), "transcript"
        return dt.datetime.now(dt.UTC).replace(microsecond=0), "now"

    def check(
        self, rules: RulePack | None = None, as_of: dt.datetime | None = None, *, now: dt.datetime | None = None
    ) -> CheckResult:
        """The verdicts of a rule pack (the program's own unless given) on this case.

        With `now`, the result also says which verdicts would be others at that time (`CheckResult.changed`), unless
        they are judged at the present time anyway. Its sources have the notes of `sources`, and those about properties
        that rules need and an output leaves out.
        """
        pack = rules if rules is not None else load_rules()
        moment, origin = self.as_of(as_of)
        verdicts = check_tables(self.all_tables, pack, moment)
        more = left_out(verdicts, self.all_tables)
        sources = tuple(replace(source, notes=(*source.notes, *more.get(source.name, ()))) for source in self.sources)
        result = CheckResult(moment, origin, self.complete, sources, verdicts, len(pack.rules))
        if now is None or origin == "now":
            return result
        changed = changed_verdicts(verdicts, check_tables(self.all_tables, pack, now))
        return replace(result, now=now, changed=changed)


def open_case(
    *paths: str | Path,
    encoding: str | None = None,
    case_file: str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> Case:
    """The case in files, folders and archives (`-` is standard input).

    `encoding` overrides what is told from the bytes; `case_file` is what the engineer knows besides the exports.
    Raises UsageError for a path that is not there and a case file that cannot be read. Whatever is wrong with the
    content becomes a note.
    """
    from analyzer.intake import IntakeError, sources
    from analyzer.readers import read_source

    limits = budget or Budget()
    declared = read_case_file(case_file) if case_file is not None else Declared()
    readings = []
    try:
        for source in sources([str(path) for path in paths], limits, encoding=encoding):
            told = partial(progress, source.name) if progress is not None else None
            if told is not None:
                told(source.size)
            readings.append((source, read_source(source, limits, told)))
    except IntakeError as error:
        raise UsageError(str(error)) from error
    return Case(tuple(readings), declared)
