"""The culture of each source's writer, as its printed dates tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.tables.typed import culture_of
from analyzer.tables.values import Culture, infer_culture

if TYPE_CHECKING:
    from analyzer.tables.exports import Found


@dataclass(frozen=True)
class Cultures:
    """The culture of each source by its name."""

    by_source: Mapping[str, Culture]

    @classmethod
    def of(cls, found: Iterable[Found]) -> Cultures:
        """The cultures that the dates of the sources tell.

        Sources in one folder count as one writer's, as long as their dates do not contradict each other: then each
        source speaks for itself.
        """
        dates: dict[str, list[str]] = {}
        for item in found:
            if item.entry is not None and item.reading.format not in ("clixml", "json"):
                known = [(index, item.entry) for index in item.indices]
                dates.setdefault(item.source.name, []).extend(culture_of(item.reading.records, known))
        folders: dict[str, list[str]] = {}
        for name in dates:
            folders.setdefault(name.rpartition("/")[0], []).append(name)
        by_source: dict[str, Culture] = {}
        for names in folders.values():
            together = infer_culture(date for name in names for date in dates[name])
            for name in names:
                by_source[name] = infer_culture(dates[name]).culture if together.contradictory else together.culture
        return cls(by_source)

    def of_source(self, name: str) -> Culture | None:
        """The culture of one source; None where it printed no date."""
        return self.by_source.get(name)
