"""What one rule says of one subject, and what a whole check says of a case."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analyzer.model import Note
from analyzer.tables.cells import Evidence, Gap

Text = Mapping[str, str]
"""One text in every language of the reports: `{"en": ..., "zh-TW": ...}`."""


class Outcome(StrEnum):
    """The outcomes of a verdict, the worst first."""

    ERROR = "error"
    FAIL = "fail"
    UNKNOWN = "unknown"
    PASS = "pass"  # noqa: S105
    NOT_APPLICABLE = "not_applicable"


SEVERITIES = ("critical", "error", "warning", "info")
"""The severities of a rule, the worst first."""


@dataclass(frozen=True, slots=True)
class GapReport:
    """What an unknown verdict lacks, and the commands that would collect it (each with the server to run it on).

    `gaps` are what `reason` says in words.
    """

    reason: Text
    commands: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one subject.

    `message` says what was found, in the customer's own values. `gap` is set where the outcome is unknown.
    `explained_by` are the rules whose failure already explains this one. `declared` are the statements of
    `--case` that the verdict rests on.
    """

    rule: str
    title: Text
    severity: str
    outcome: Outcome
    subject: str
    message: Text
    evidence: tuple[Evidence, ...] = ()
    fix: Text | None = None
    verify: str | None = None
    features: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    gap: GapReport | None = None
    explained_by: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What was seen of one source. `tables` are (table name, number of records, how it was recognised)."""

    name: str
    sha256: str
    bytes: int
    encoding: str | None
    format: str
    tables: tuple[tuple[str, int, str], ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The answer to `analyzer check`.

    `as_of` is the time that expiry is judged at, `as_of_origin` one of `option`, `case-file`, `transcript`,
    `evidence`, `now`. `complete` is false where a source was skipped, cut or unreadable. `now` is the other time
    that `Case.check` was asked for, `changed` the verdicts at it that differ from those at `as_of`.
    """

    as_of: dt.datetime
    as_of_origin: str
    complete: bool
    sources: tuple[SourceReport, ...]
    verdicts: tuple[Verdict, ...]
    rules: int = 0
    notes: tuple[Note, ...] = field(default=())
    now: dt.datetime | None = None
    changed: tuple[Verdict, ...] = ()

    @property
    def summary(self) -> dict[str, int]:
        """How many verdicts have each outcome; every outcome is a key."""
        counts = Counter(verdict.outcome for verdict in self.verdicts)
        order = (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE, Outcome.ERROR)
        return {outcome.value: counts[outcome] for outcome in order}

    def _repr_html_(self) -> str:
        """The result as a notebook shows it."""
        from analyzer.reports.html_fragment import render

        return render(self)

    def worst_failure(self) -> str | None:
        """The worst severity among failing and erroneous verdicts; None where there is none."""
        bad = {v.severity for v in self.verdicts if v.outcome in (Outcome.FAIL, Outcome.ERROR)}
        return next((severity for severity in SEVERITIES if severity in bad), None)
