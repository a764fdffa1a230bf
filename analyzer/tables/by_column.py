"""Records that are kept by columns (large lists): their names and values without making a record of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from analyzer.model import Record, Value

if TYPE_CHECKING:
    import pandas as pd


@runtime_checkable
class ByColumn(Protocol):
    """What records offer that are kept by columns (`analyzer.readers.fast.records.Records`)."""

    def names(self, first: int, count: int) -> list[str]:
        """The properties of some records, in the order of their first appearance."""

    def names_of(self, index: int) -> list[str]:
        """The properties of one record."""

    def keep(self, names: Collection[str]) -> None:
        """Reads some properties of all records in one go, where their values do not stay in memory anyway."""

    def column(self, name: str, first: int, count: int) -> list[Value]:
        """One property of some records; None where it was not printed."""

    def cell(self, index: int, name: str) -> tuple[Value, int | None, tuple[str, ...]]:
        """One value of a record that has it, its line, and its readings where its lines have more than one."""

    def frame(self, first: int = 0, count: int | None = None) -> pd.DataFrame:
        """Some records as columns of `str`, NA where a property was not printed."""


def names_of(records: Sequence[Record], first: int, count: int) -> list[str]:
    """The properties of some records, in the order of their first appearance; context (`$type`) is none."""
    if isinstance(records, ByColumn):
        names = records.names(first, count)
    else:
        names = list(dict.fromkeys(name for record in records[first : first + count] for name in record.properties))
    return [name for name in names if name[:1] != "$"]
