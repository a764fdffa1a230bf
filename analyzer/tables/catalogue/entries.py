"""What the catalogue holds: one entry for each table, with the properties that its cmdlet prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.tables.values.types import TEXT, PropertyType

SCOPES = frozenset({"server", "organization", "deployment"})
"""Whose output it is: `server` differs from server to server (the row's server belongs to its key), `organization` is
Exchange-wide and `deployment` Lync-wide: every server prints the same."""

SHELLS: Mapping[str, str] = {
    "lync": "Lync Server Management Shell",
    "exchange": "Exchange Management Shell",
    "windows": "Windows PowerShell",
    "none": "",
}
"""The shells that the catalogue's `shell` names; `none` is for files that no cmdlet printed."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property that a cmdlet prints. `confirmed` is false where no source shows it in the cmdlet's own output."""

    name: str
    type: PropertyType = TEXT
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What one table holds and how it is collected.

    `types` are .NET type names without `Deserialized.`; `key` names the properties that tell rows apart, together with
    the row's server where `scope` is `server`. `collect` is the one command that collects the table without loss, to
    be run in `shell`. `views` are property sets that the default view or a published command prints. `confirmed` is
    false where no source shows the cmdlet's output at all. `rare` entries lose against others that the same printed
    properties fit. `sources` are the files of the reference data that show the properties.
    """

    table: str
    cmdlets: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    scope: str = "deployment"
    key: tuple[str, ...] = ()
    properties: Mapping[str, Property] = field(default_factory=dict)
    collect: str = ""
    shell: str = ""
    views: tuple[frozenset[str], ...] = ()
    sources: tuple[str, ...] = ()
    confirmed: bool = True
    rare: bool = False

    def property(self, name: str) -> Property | None:
        """The property of that name, whatever its case; None where the entry has none."""
        found = self.properties.get(name)
        if found is None:
            folded = name.casefold()
            found = next((known for known in self.properties.values() if known.name.casefold() == folded), None)
        return found
