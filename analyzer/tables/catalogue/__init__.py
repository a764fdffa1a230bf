"""The catalogue: what each cmdlet prints, as data, and how its output is recognised.

The data is in the YAML files of this folder. Their format is described in `loader`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from analyzer.tables.catalogue.commands import Invocation, assignments, invocation
from analyzer.tables.catalogue.entries import SCOPES, SHELLS, Entry, Property
from analyzer.tables.catalogue.loader import read_entries
from analyzer.tables.catalogue.recognition import (
    COMMON,
    PropertyIndex,
    Recognition,
    bare_type,
    best_overlap,
    by_properties,
    property_index,
)

__all__ = [
    "COMMON",
    "SCOPES",
    "SHELLS",
    "Catalogue",
    "Entry",
    "Invocation",
    "Property",
    "Recognition",
    "assignments",
    "invocation",
    "load_catalogue",
]

_TOLD_BY_ARGUMENT = frozenset({"get-childitem", "get-ciminstance", "get-wmiobject"})
_SURE = 0.7
"""A command is believed where the entry knows some two in five of the printed properties; others may be calculated."""
_WORDS = re.compile(r"[^a-z0-9]+")
_EVERYDAY = frozenset({"service", "mailbox", "website", "computer", "winevent", "hotfix"})


@dataclass(frozen=True)
class Catalogue:
    """All entries by table name, and how records find theirs."""

    entries: Mapping[str, Entry]

    def recognise(
        self,
        properties: Collection[str],
        type_name: str | None = None,
        command: str | None = None,
        variables: Mapping[str, Invocation] | None = None,
        file_name: str | None = None,
    ) -> Recognition | None:
        """The table of records with these properties; None where nothing tells, or two tables fit equally well.

        Told by the .NET type name, else by the command line, else by the properties. `variables` are those that
        earlier lines of the session filled (`assignments`). `file_name` only decides between tables that the
        properties fit (then `by` is `file-name`); it never stands against them.
        """
        if type_name and (found := self._by_type(type_name, properties)):
            return found
        by_command = self._by_command(command, properties, variables) if command else None
        if by_command and by_command.certainty >= _SURE:
            return by_command
        named = self.by_file_name(file_name) if file_name else None
        candidates = by_properties(properties, self._index, named.table if named else None)
        return candidates[0] if len(candidates) == 1 else by_command

    def candidates(self, properties: Collection[str]) -> tuple[Recognition, ...]:
        """The tables that the properties alone may belong to; more than one where they fit equally well."""
        return by_properties(properties, self._index)

    def by_cmdlet(self, cmdlet: str) -> tuple[Entry, ...]:
        """The entries that the cmdlet prints, whatever its case; empty for one that is not in the catalogue."""
        return self._cmdlets.get(cmdlet.casefold(), ())

    def by_file_name(self, name: str) -> Entry | None:
        """The entry whose cmdlet (`Get-CsPool.txt`, `Get_CsPool`, `fe01-cspool.csv`) the file name holds.

        Only whole words count, so that Get-CsPoolBackupRelationship is not taken for Get-CsPool, and the longest noun.
        Of two entries that one cmdlet prints, the first. None where the name holds none.
        """
        stem = re.split(r"[\\/!]", name)[-1].rsplit(".", 1)[0].casefold()
        *words, last = _WORDS.split(stem)
        padded = "_" + "_".join((*words, last.rstrip("0123456789") or last)) + "_"
        found = [noun for noun in self._nouns if f"_{noun}_" in padded]
        return self._nouns[max(found, key=len)][0] if found else None

    def _by_type(self, type_name: str, properties: Collection[str]) -> Recognition | None:
        found = self._types.get(bare_type(type_name), ())
        best = found[0] if len(found) == 1 else None
        if len(found) > 1 and (overlap := best_overlap(found, properties)):
            best = overlap[0]
        return Recognition(best.table, "type", 1.0) if best else None

    def _by_command(
        self, command: str, properties: Collection[str], variables: Mapping[str, Invocation] | None
    ) -> Recognition | None:
        call = invocation(command, variables)
        if call is None:
            return None
        overlap = best_overlap(self._printed_by(call), properties)
        if overlap is None:
            return None
        entry, share = overlap
        return Recognition(entry.table, "command", round(0.5 + 0.48 * share, 2))

    def _printed_by(self, call: Invocation) -> tuple[Entry, ...]:
        """The entries of a call; of some cmdlets an argument tells what they print (`Cert:`, a WMI class)."""
        if call.cmdlet not in _TOLD_BY_ARGUMENT:
            return self.by_cmdlet(call.cmdlet)
        for values in call.arguments.values():
            for value in values:
                argument = "cert:" if value.lower().startswith("cert:") else value
                if found := self.by_cmdlet(f"{call.cmdlet} {argument}"):
                    return found
        return ()

    @cached_property
    def _index(self) -> PropertyIndex:
        return property_index(entry for entry in self.entries.values() if entry.cmdlets and entry.shell)

    @cached_property
    def _types(self) -> Mapping[str, tuple[Entry, ...]]:
        types: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            for name in entry.types:
                key = bare_type(name)
                types[key] = (*types.get(key, ()), entry)
        return types

    @cached_property
    def _cmdlets(self) -> Mapping[str, tuple[Entry, ...]]:
        cmdlets: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            for name in entry.cmdlets:
                key = name.casefold()
                cmdlets[key] = (*cmdlets.get(key, ()), entry)
        return cmdlets

    @cached_property
    def _nouns(self) -> Mapping[str, tuple[Entry, ...]]:
        """The cmdlets as they stand in file names; a noun that is an everyday word only with its verb."""
        nouns: dict[str, tuple[Entry, ...]] = {}
        for cmdlet, entries in self._cmdlets.items():
            verb, _, noun = cmdlet.partition("-")
            if not noun:
                continue
            if " " in noun:  # told by an argument: the class's name is enough, a drive's is not
                words = _WORDS.sub("_", cmdlet).strip("_")
                nouns[words] = nouns[noun.partition(" ")[2] if "win32_" in noun else words] = entries
                continue
            written = [f"{verb}_{noun}", f"{verb}{noun}"]
            if len(noun) > 5 and verb == "get" and noun not in _EVERYDAY:
                written.append(noun)
            for form in written:
                nouns[form] = entries
        return nouns


@cache
def load_catalogue() -> Catalogue:
    """The program's catalogue, read once in a process. Raises ValueError where a data file is not well formed."""
    return Catalogue(read_entries(Path(__file__).parent))
