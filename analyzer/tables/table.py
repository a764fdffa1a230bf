"""A table: the rows of one catalogue entry or fact, and what its exports prove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analyzer.tables.cells import Gap, Row
from analyzer.tables.large import LargeRows
from analyzer.tables.typed import first_reading

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Export:
    """One output of one cmdlet in one source.

    `recognised_by` is type, command, properties or file-name, `certainty` 0 to 1. `server` is the computer whose output
    it is, where that can be told, `server_by` how: record, command, session, prompt, case-file, name, certificate.
    `filters` says which selection the command made: property -> value, with `?` for one that cannot be told; empty for
    all objects. `whole` is false where something of the output was lost, or the command failed.
    `type` is the .NET type name or kind of block as written, `time` when it was made (local time of the session).
    """

    table: str
    source: str
    line: int | None
    records: int
    recognised_by: str
    certainty: float
    command: str | None = None
    type: str | None = None
    server: str | None = None
    server_by: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True
    time: dt.datetime | None = None
    properties: frozenset[str] = frozenset()

    @property
    def full(self) -> bool:
        """Whether absence from this export proves anything: nothing was lost, and nothing filtered out."""
        return self.whole and not self.filters


@dataclass(frozen=True)
class Table:
    """The rows of one table. `about` names its subject where there is no row to name it.

    `gaps` say why it is not sure that `rows` is all there is; without any, no rows means that there are none.
    """

    name: str
    about: str
    rows: Sequence[Row] = ()
    exports: tuple[Export, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def exported(self) -> bool:
        """Whether any output of the cmdlet is in the case."""
        return bool(self.exports)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The properties of all rows, in the order of their first appearance."""
        if isinstance(self.rows, LargeRows):
            return self.rows.columns()
        names: dict[str, None] = {}
        for row in self.rows:
            for name in row.cells:
                names.setdefault(name)
        return tuple(names)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as a DataFrame: one column a property, NA where it was not exported, "" where it is blank.

        Columns of text have pandas' `str` type. A value in doubt is shown as its first reading; `server` is the
        computer that the row is about, where it is known.
        """
        import pandas as pd

        if isinstance(self.rows, LargeRows):
            return self.rows.frame()
        data: dict[str, list[Any]] = {}
        if any(row.server for row in self.rows):
            data["server"] = [row.server if row.server else pd.NA for row in self.rows]
        for name in self.columns:
            data[name] = [first_reading(row.get(name), pd.NA) for row in self.rows]
        series: dict[str, pd.Series[Any]] = {}
        for name, values in data.items():
            plain = [value for value in values if value is not pd.NA]
            textual = all(isinstance(value, str) for value in plain)
            series[name] = pd.Series(values, dtype="str" if textual else "object")
        return pd.DataFrame(series, index=range(len(self.rows)))
