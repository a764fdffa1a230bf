"""What exports leave out that rules need: a note for each output, told by the verdicts that stay open for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analyzer.engine.verdict import Verdict
from analyzer.model import Note
from analyzer.notes import note
from analyzer.tables.build import Tables
from analyzer.tables.table import Export

_REASON = "property-not-exported"


def left_out(verdicts: Iterable[Verdict], tables: Tables) -> Mapping[str, tuple[Note, ...]]:
    """By source, a note for each of its outputs that lacks properties for which a verdict is unknown.

    An output of no objects lacks none; nor does one that was replaced by a newer.
    """
    lacking: dict[int, tuple[Export, dict[str, None]]] = {}
    gaps = {gap: None for verdict in verdicts if verdict.gap for gap in verdict.gap.gaps if gap.reason == _REASON}
    for gap in gaps:
        entry = tables.catalogue.entries.get(gap.table or "")
        known = entry.property(gap.property or "") if entry else None
        if entry is None or known is None:
            continue
        for export in tables[entry.table].exports:
            printed = {name.casefold() for name in export.properties}
            of_server = gap.server is None or export.server in (None, gap.server)
            if printed and of_server and known.name.casefold() not in printed:
                lacking.setdefault(id(export), (export, {}))[1].setdefault(known.name)
    found: dict[str, list[Note]] = {}
    for export, names in lacking.values():
        cmdlet = tables.catalogue.entries[export.table].cmdlets[0]
        text = f"{cmdlet} without properties that rules need: {', '.join(sorted(names))}."
        found.setdefault(export.source, []).append(note("property-left-out", text, line=export.line))
    return {source: tuple(notes) for source, notes in found.items()}
