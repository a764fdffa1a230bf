"""Judges the estate of tools/estate in memory. No test; for those at the top of tests/."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import analyzer
from analyzer.engine.verdict import CheckResult, Outcome, Verdict
from analyzer.model import Reading, Source
from analyzer.readers import read_source
from analyzer.tables.build import Declared

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))  # the package `estate`

from estate.exporting import clixml
from estate.model import Estate

AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
WORST_FIRST = tuple(Outcome)
BINARY = (".cer", ".bin", ".jpg")

Key = tuple[str, str]
"""A rule's id and a subject."""


class Bench:
    """Judges files; each is read once, however many cases hold it."""

    def __init__(self) -> None:
        self.pack = analyzer.load_rules()
        self._read: dict[tuple[str, bytes], tuple[Source, Reading]] = {}

    def reading(self, name: str, data: bytes) -> tuple[Source, Reading]:
        """What the readers see in a file in UTF-8."""
        if (name, data) not in self._read:
            encoding = None if name.endswith(BINARY) else "utf-8"
            source = Source(f"case/{name}", len(data), hashlib.sha256(data).hexdigest(), data, encoding=encoding)
            self._read[name, data] = (source, read_source(source, analyzer.Budget()))
        return self._read[name, data]

    def check(self, files: Mapping[str, bytes]) -> CheckResult:
        """The verdicts on these files at the time of the estate."""
        readings = tuple(self.reading(name, data) for name, data in files.items())
        return analyzer.Case(readings, Declared()).check(self.pack, AS_OF)

    def files(self, estate: Estate) -> dict[str, bytes]:
        """The estate as CliXML, with its other files."""
        return {**{f"{stem}.xml": clixml(export).encode() for stem, export in estate.exports.items()}, **estate.files}


def worst(verdicts: Iterable[Verdict]) -> Outcome:
    """The worst outcome among verdicts."""
    return min((verdict.outcome for verdict in verdicts), key=WORST_FIRST.index)


def by_key(result: CheckResult) -> dict[Key, Outcome]:
    """The worst outcome of each rule and subject."""
    found: dict[Key, list[Verdict]] = {}
    for verdict in result.verdicts:
        found.setdefault((verdict.rule, verdict.subject), []).append(verdict)
    return {key: worst(verdicts) for key, verdicts in found.items()}


def by_rule(outcomes: Mapping[Key, Outcome]) -> dict[str, Outcome]:
    """The worst outcome of each rule."""
    found: dict[str, Outcome] = {}
    for (rule, _), outcome in outcomes.items():
        found[rule] = min(found.get(rule, outcome), outcome, key=WORST_FIRST.index)
    return found
