"""Small cases that look wrong and are right, or look right and cannot be told, with what the documents demand.

Each says which statement of the prerequisites (JJ721919) it is about, and why its outcome is the only honest one.
"""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

import pytest

import analyzer
from analyzer.engine.pack_checks import worst
from analyzer.engine.verdict import Outcome

from .truth_cases import (
    assigned,
    attribution,
    auth,
    autodiscover,
    dns,
    dns_differing,
    domains,
    issuer,
    other_shape,
    partners,
    services,
)
from .truth_cases.case import Truth

AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
TRUTHS = (
    *services.CASES,
    *assigned.CASES,
    *issuer.CASES,
    *other_shape.CASES,
    *attribution.CASES,
    *auth.CASES,
    *autodiscover.CASES,
    *dns.CASES,
    *dns_differing.CASES,
    *domains.CASES,
    *partners.CASES,
)


@functools.cache
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


def decided(case: Truth, folder: Path) -> dict[str, str]:
    """What is decided of each expected name."""
    evidence = folder / "case"
    evidence.mkdir()
    for number, text in enumerate(case.files):
        (evidence / f"{case.names.get(number, number)}.txt").write_text(
            text.replace("\n", "\r\n"), encoding="utf-8-sig", newline=""
        )
    declared = None
    if case.case_file:
        declared = folder / "case.yaml"
        declared.write_text(case.case_file, encoding="utf-8")
    result = analyzer.open_case(evidence, case_file=declared).check(pack(), AS_OF)
    assert [v.message["en"] for v in result.verdicts if v.outcome is Outcome.ERROR] == []
    found = {}
    for name in case.expected:
        covering = {v.outcome for v in result.verdicts if name == v.rule or f"prerequisite/{name}" in v.covers}
        found[name] = worst(covering).value if covering else "no rule"
    return found


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c.id, marks=pytest.mark.xfail(reason=c.wrong) if c.wrong else ()) for c in TRUTHS],
)
def test_the_verdict_is_what_the_documents_demand(case: Truth, tmp_path: Path) -> None:
    assert decided(case, tmp_path) == dict(case.expected), case.why
