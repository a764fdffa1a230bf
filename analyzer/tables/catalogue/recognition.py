"""Which table records belong to, told by their type, the command that printed them, or their properties.

Properties: every entry that has all of them is a candidate. Rare properties say much, common ones (Name, Identity)
little; a set that is exactly what the cmdlet prints, or a view of it that is known, speaks for the entry. A winner must
say enough and be clearly ahead, else nothing is recognised: a record in the wrong table is worse than one in none.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.tables.catalogue.entries import SHELLS, Entry

By = Literal["type", "command", "properties", "file-name"]

COMMON = frozenset(
    name.casefold()
    for name in (
        "PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId", "PSPath", "PSParentPath",
        "PSChildName", "PSDrive", "PSProvider", "PSIsContainer", "SerializationData", "CimClass",
        "CimInstanceProperties", "CimSystemProperties", "WriteErrorStream", "WriteWarningStream",
        "WriteVerboseStream", "WriteDebugStream", "WriteInformationStream",
    )
)  # fmt: skip
"""Properties that PowerShell adds to any object; they say nothing about its table."""

_MARKS = {"serializationdata": SHELLS["exchange"], "pspath": SHELLS["windows"]}
"""Properties that only one shell's objects have: Exchange's remoting adds the first, PowerShell's drives the other."""


def telling(properties: Iterable[str]) -> set[str]:
    """The printed properties that may tell a table, case-folded: neither `COMMON` nor WMI's own (`__CLASS`)."""
    return {name.casefold() for name in properties if not name.startswith("__")} - COMMON


ENOUGH = 6.0
"""Bits that the printed properties must be worth. A property that one entry in a hundred has is, Name and Status are
not."""
LEAD = 1.0
"""Bits that the winner must be ahead of the next candidate."""
_EXACT_BITS, _WHOLE_BITS, _VIEW_BITS, _PART_OF_VIEW_BITS = 4.0, 2.0, 3.0, 0.9
_UNKNOWN_BITS, _RARE_BITS, _NAMED_BITS = 2.0, 6.0, 7.0
_SHARED, _KNOWN_SHARE = 0.1, 0.6
"""An entry that lacks printed properties must know three in five of those that fewer than a tenth of all share."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The table that records belong to, what told so, and how sure that is (0 to 1)."""

    table: str
    by: By
    certainty: float


@dataclass(frozen=True, slots=True)
class PropertyIndex:
    """Which entries have a property (by case-folded name) and what each property says, in bits.

    `sizes` is the number of properties that an entry's cmdlet is known to print.
    """

    tables: Mapping[str, frozenset[str]]
    bits: Mapping[str, float]
    sizes: Mapping[str, int]
    views: Mapping[str, tuple[frozenset[str], ...]]
    rare: frozenset[str]
    shells: Mapping[str, str]


def property_index(entries: Iterable[Entry]) -> PropertyIndex:
    """The index of the entries that can be told by their properties."""
    tables: dict[str, set[str]] = {}
    sizes: dict[str, int] = {}
    views: dict[str, tuple[frozenset[str], ...]] = {}
    rare: set[str] = set()
    shells: dict[str, str] = {}
    for entry in entries:
        if not entry.properties:
            continue
        names = {name.casefold() for name in entry.properties}
        for name in names:
            tables.setdefault(name, set()).add(entry.table)
        sizes[entry.table] = sum(known.confirmed or not entry.confirmed for known in entry.properties.values())
        views[entry.table] = tuple(frozenset(name.casefold() for name in view) for view in entry.views)
        shells[entry.table] = entry.shell
        if entry.rare:
            rare.add(entry.table)
    total = max(len(sizes), 2)
    bits = {name: math.log2(total / len(owners)) for name, owners in tables.items()}
    frozen = {name: frozenset(owners) for name, owners in tables.items()}
    return PropertyIndex(frozen, bits, sizes, views, frozenset(rare), shells)


def by_properties(
    properties: Collection[str], index: PropertyIndex, named: str | None = None
) -> tuple[Recognition, ...]:
    """The tables that the printed properties may belong to, best first, those that fit equally well together.

    One answer is a recognition; several say that the properties do not decide; none that they say nothing. `named` is
    the table that the file's name speaks for: it decides between tables that fit, and makes none fit that does not.
    """
    scores = _scores(telling(properties), index)
    for mark in {name.casefold() for name in properties} & _MARKS.keys():
        scores = {table: score for table, score in scores.items() if index.shells[table] == _MARKS[mark]}
    if not scores:
        return ()
    if named in scores and max(scores.values()) >= ENOUGH:
        unnamed = by_properties(properties, index)
        if len(unnamed) == 1 and unnamed[0].table == named:
            return unnamed
        scores[named] += _NAMED_BITS
        if max(scores, key=lambda table: scores[table]) == named:
            return (Recognition(named, "file-name", 0.5),)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best = ranked[0][1]
    if best < ENOUGH:
        return ()
    near = [table for table, score in ranked if score > best - LEAD]
    certainty = round(min(0.95, best / (best + 4.0)) / len(near), 2)
    return tuple(Recognition(table, "properties", certainty) for table in near)


def _scores(printed: set[str], index: PropertyIndex) -> dict[str, float]:
    """Bits that speak for each candidate. An entry that lacks a printed property is one only if no entry has all."""
    owners = {name: index.tables.get(name, frozenset()) for name in printed}
    own = {name for name in printed if len(owners[name]) <= _SHARED * len(index.sizes)}
    candidates: set[str] = set().union(*owners.values())
    scores: dict[str, float] = {}
    whole: set[str] = set()
    for table in candidates:
        known = {name for name in printed if table in owners[name]}
        if len(known) < len(printed) and (not own or len(known & own) < _KNOWN_SHARE * len(own)):
            continue
        score = sum(index.bits[name] for name in known) - _UNKNOWN_BITS * (len(printed) - len(known))
        if len(known) == len(printed):
            whole.add(table)
            if printed in index.views[table]:
                score += _VIEW_BITS
            elif any(printed < view for view in index.views[table]):
                score += _PART_OF_VIEW_BITS
        share = min(1.0, len(known) / index.sizes[table])
        score += _EXACT_BITS * max(0.0, 2 * share - 1) + (_WHOLE_BITS if share == 1.0 else 0.0)
        scores[table] = score - _RARE_BITS * (table in index.rare)
    if whole:
        return {table: scores[table] for table in whole}
    return scores


def bare_type(name: str) -> str:
    """A .NET type name as the catalogue writes it: no `Deserialized.` or `Selected.`, case-folded.

    A CIM class keeps what follows `#`; a decoration (`PartnerApplication#Decorated`) does not count.
    """
    bare = name.strip().removeprefix("#TYPE ").strip()
    while True:
        for prefix in ("Deserialized.", "Selected."):
            if bare.startswith(prefix):
                bare = bare[len(prefix) :]
                break
        else:
            break
    bare = bare.casefold()
    return bare.removesuffix("#decorated")


def best_overlap(entries: Sequence[Entry], properties: Collection[str]) -> tuple[Entry, float] | None:
    """The entry that knows most of the printed properties, and their share; None where none knows any.

    Where nothing was printed, the first entry.
    """
    printed = telling(properties)
    if not printed:
        return (entries[0], 1.0) if entries else None
    best: tuple[Entry, float] | None = None
    for entry in entries:
        known = printed & {name.casefold() for name in entry.properties}
        share = len(known) / len(printed)
        if share and (best is None or share > best[1]):
            best = (entry, share)
    return best
