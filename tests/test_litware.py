"""The estate printed by a real PowerShell: every verdict that its expected files name, with the evidence they name."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import analyzer
from analyzer.engine.pack_checks import worst
from analyzer.engine.verdict import CheckResult, Outcome, Verdict

ESTATE = Path(__file__).resolve().parents[2] / "shared" / "data" / "powershell_real" / "litware"
EXPECTED = sorted(ESTATE.glob("expected/**/*.json"))
NEVER_A_FAILURE = {"prerequisite/F3", "prerequisite/F5", "prerequisite/F6"}


@pytest.fixture(scope="module")
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


def expectations() -> Iterator[Any]:
    if not EXPECTED:
        yield pytest.param(None, marks=pytest.mark.skip(reason="the reference data (../shared) is not there"))
    for path in EXPECTED:
        expected = json.loads(path.read_text(encoding="utf-8"))
        yield pytest.param(expected, id=expected["case"])


def judge(expected: dict[str, Any], pack: analyzer.RulePack) -> CheckResult:
    case = analyzer.open_case(ESTATE / "cases" / expected["case"])
    return case.check(pack, dt.datetime.fromisoformat(expected["as_of"].replace("Z", "+00:00")))


def covering(result: CheckResult, name: str) -> list[Verdict]:
    return [verdict for verdict in result.verdicts if name in verdict.covers]


@pytest.mark.parametrize("expected", list(expectations()))
def test_the_verdicts_are_those_expected(expected: dict[str, Any], pack: analyzer.RulePack) -> None:
    result = judge(expected, pack)
    wrong = {}
    for name, wanted in expected["expected"].items():
        got = worst({verdict.outcome for verdict in covering(result, name)})
        if wanted == "pass" and name in NEVER_A_FAILURE and got is Outcome.NOT_APPLICABLE:
            continue
        if got.value != wanted:
            wrong[name] = (wanted, got.value)
    assert wrong == {}


@pytest.mark.parametrize("expected", list(expectations()))
def test_nothing_fails_but_what_is_broken(expected: dict[str, Any], pack: analyzer.RulePack) -> None:
    broken = {name for name, wanted in expected["expected"].items() if wanted == "fail"}
    false_alarms = [
        (verdict.rule, verdict.subject)
        for verdict in judge(expected, pack).verdicts
        if verdict.outcome in (Outcome.FAIL, Outcome.ERROR) and not broken & set(verdict.covers)
    ]
    assert false_alarms == []


@pytest.mark.parametrize("expected", list(expectations()))
def test_the_evidence_is_shown_by_a_verdict_that_decides(expected: dict[str, Any], pack: analyzer.RulePack) -> None:
    result = judge(expected, pack)
    deciding = {name for name, wanted in expected["expected"].items() if wanted in ("fail", "unknown")}
    verdicts = [v for v in result.verdicts if not deciding or deciding & set(v.covers)]
    shown = [evidence for verdict in verdicts for evidence in verdict.evidence]
    for wanted in expected["evidence"]:
        if wanted.get("prose"):
            continue
        assert any(
            evidence.source.endswith(wanted["file"])
            and evidence.property == wanted["property"]
            and (wanted["value"] == evidence.value or (wanted["value"] and wanted["value"] in evidence.value))
            for evidence in shown
        ), wanted


@pytest.mark.parametrize("expected", [p for p in expectations() if not p.values[0] or "subject" in p.values[0]])
def test_the_server_concerned_is_named(expected: dict[str, Any], pack: analyzer.RulePack) -> None:
    deciding = {name for name, wanted in expected["expected"].items() if wanted in ("fail", "unknown")}
    subjects = {
        verdict.subject
        for verdict in judge(expected, pack).verdicts
        if verdict.outcome in (Outcome.FAIL, Outcome.UNKNOWN) and deciding & set(verdict.covers)
    }
    short = expected["subject"].casefold().partition(".")[0]
    assert short in {subject.partition(".")[0] for subject in subjects}
    assert all(subject == subject.casefold() for subject in subjects if subject.startswith(short))
