"""Tables of records that are kept by columns: rows whose cells are typed when a rule asks for them, frames by column.

A table of a hundred thousand mailboxes has millions of cells; a rule looks at a few of its columns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from analyzer.made import MadeWhenAsked
from analyzer.model import Source
from analyzer.tables import typed
from analyzer.tables.by_column import ByColumn
from analyzer.tables.catalogue import Entry
from analyzer.tables.cells import Cell, Evidence, Row
from analyzer.tables.typed import Doubts
from analyzer.tables.values import Culture
from analyzer.tables.values.types import TEXT

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Part:
    """Records `first` to `first + count - 1` of a reading: one output of a cmdlet.

    `finished` gives a row its subject, its server and its export, which only the caller knows (record's number, row).
    """

    source: Source
    records: ByColumn
    first: int
    count: int
    entry: Entry
    culture: Culture | None
    doubts: Doubts
    finished: Callable[[int, Row], Row]

    def names(self) -> dict[str, str]:
        """The table's columns, each with the property as printed."""
        return {self.spelled(name): name for name in self.records.names(self.first, self.count)}

    def spelled(self, name: str) -> str:
        """A property as the catalogue spells it."""
        known = self.entry.property(name)
        return known.name if known else name

    def cell(self, index: int, name: str) -> Cell:
        """One typed cell; `index` is the record's number in the reading, `name` the property as printed."""
        value, line, alternatives = self.records.cell(index, name)
        known = self.entry.property(name)
        evidence = Evidence(self.source.name, line, self.entry.table, name, typed.shown(value))
        kind = known.type if known else TEXT
        return typed.cell(value, kind, self.culture, evidence, self.doubts.about(index, name), alternatives)


class _Cells(Mapping[str, Cell]):
    """The cells of one row, each typed when it is asked for."""

    __slots__ = ("_index", "_names", "_part")

    def __init__(self, part: Part, index: int, names: Mapping[str, str]) -> None:
        self._part, self._index, self._names = part, index, names

    def __getitem__(self, name: str) -> Cell:
        return self._part.cell(self._index, self._names[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


class LargeRows(MadeWhenAsked[Row]):
    """The rows of some outputs, made one at a time."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self._starts = [0]
        for part in parts:
            self._starts.append(self._starts[-1] + part.count)
        self._names: dict[tuple[str, ...], dict[str, str]] = {}

    def __len__(self) -> int:
        return self._starts[-1]

    def _made(self, place: int) -> Row:
        number = bisect_right(self._starts, place) - 1
        part = self.parts[number]
        record = part.first + place - self._starts[number]
        printed = tuple(part.records.names_of(record))
        if printed not in self._names:
            self._names[printed] = {part.spelled(name): name for name in printed}
        cells = cast("dict[str, Cell]", _Cells(part, record, self._names[printed]))
        return part.finished(record, Row(cells))

    def columns(self) -> tuple[str, ...]:
        """The properties of all rows, in the order of their first appearance."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.names()))

    def frame(self) -> pd.DataFrame:
        """What `Table.frame` gives, column by column: each different value of a column is typed once."""
        import pandas as pd

        frames = []
        for part in self.parts:
            names = part.names()
            plain = part.records.frame(part.first, part.count)
            doubtful: dict[str, list[int]] = {}
            for index, name in part.doubts.codes:
                if part.first <= index < part.first + part.count:
                    doubtful.setdefault(name, []).append(index)
            shown = {
                name: self._shown(part, printed, plain[printed], doubtful.get(printed, ()))
                for name, printed in names.items()
            }
            frames.append(pd.DataFrame(shown, index=plain.index))
        whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
        for name in whole.columns:  # what all parts together hold tells the type, as for a small table
            if str(whole[name].dtype) != "str":
                values = [value for value in whole[name] if value is not pd.NA and value is not None]
                if all(isinstance(value, str) for value in values):
                    whole[name] = whole[name].astype("str")
        return whole

    @staticmethod
    def _shown(part: Part, name: str, column: pd.Series[Any], doubtful: Sequence[int]) -> pd.Series[Any]:
        """One column with typed values, those in doubt each on its own."""
        import pandas as pd

        known = part.entry.property(name)
        kind = known.type if known else TEXT
        single: dict[int, Any] = {}
        for index in doubtful:
            cell = part.cell(index, name)
            value, _, _ = part.records.cell(index, name)
            found = typed.first_reading(cell, pd.NA)
            if kind != TEXT or found is pd.NA or found != value:
                single[index - part.first] = found
        if kind == TEXT and not single:
            return column
        nowhere = Evidence(part.source.name, None, part.entry.table, name, "")
        of_value: dict[Any, Any] = {}
        for value in column.dropna().unique().tolist():
            of_value[value] = typed.first_reading(typed.cell(value, kind, part.culture, nowhere), pd.NA)
        shown = [of_value.get(value, pd.NA) if isinstance(value, str) else pd.NA for value in column.tolist()]
        for place, value in single.items():
            shown[place] = value
        plain = [value for value in shown if value is not pd.NA]
        return pd.Series(shown, dtype="str" if all(isinstance(value, str) for value in plain) else "object")


def large_rows(parts: Sequence[Part], entry: Entry) -> LargeRows | None:
    """The rows of some outputs; None where they may have to be merged, or attributed one by one.

    They need not if every object shows its key, and no two outputs the same one (`merge.merge`).
    """
    if entry.scope == "server" or not parts:
        return None
    seen: set[tuple[str, ...]] = set()
    for part in parts:
        names = part.names()
        if any(name in names for name in ("RawData", "SerializationData")) or len(set(names.values())) != len(names):
            return None
        if entry.key:
            own = _keys(part, entry, names)
            if own is None or not seen.isdisjoint(own):
                return None
            seen |= own
    return LargeRows(parts)


def _keys(part: Part, entry: Entry, names: Mapping[str, str]) -> set[tuple[str, ...]] | None:
    """The keys of an output's objects; None where one is not known."""
    columns = []
    part.records.keep([names[name] for name in entry.key if name in names])
    for name in entry.key:
        known = entry.property(name)
        if name not in names or known is None or known.type.is_list:
            return None
        values = part.records.column(names[name], part.first, part.count)
        if not all(isinstance(value, str) for value in values):
            return None
        if any(printed == names[name] for _, printed in part.doubts.codes):
            return None
        columns.append([value.strip().casefold() for value in values])
    return set(zip(*columns, strict=True))


__all__ = ["LargeRows", "Part", "large_rows"]
