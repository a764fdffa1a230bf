"""Agreement with MonitorExchangeAuthCertificate and HealthChecker about the auth certificate, scenario by scenario."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping
from typing import Any

import pytest

import analyzer
from analyzer.engine.pack_checks import worst

from .deviations import SHARED, Deviation, deviations, not_covered

DATA = SHARED / "data" / "exchange_auth_certificate"
SCENARIOS: list[dict[str, Any]] = (
    json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["scenarios"] if DATA.is_dir() else []
)
NEEDS_ACTION = ("ReplaceRequired", "ConfigureNextAuthRequired")
PRESENT = {"CurrentAuthCertificate.FoundOnServer": True, "[*].IsCurrentAuthConfigCertificate": True}

pytestmark = pytest.mark.skipif(not SCENARIOS, reason="the reference data (../shared) is not there")


@functools.cache
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


@functools.cache
def covered() -> frozenset[str]:
    """The topics that a rule of ours covers."""
    return frozenset(name for rule in pack().rules for name in rule.covers if name.startswith("auth-certificate/"))


def theirs(scenario: Mapping[str, Any]) -> str | None:
    """What their tool says of the auth certificate; None where the scenario's files do not hold what it rests on."""
    found = {item["path"]: item["value"] for item in scenario["expected"] if item["verified"]}
    states = [not found[name] for name in NEEDS_ACTION if name in found]
    states += [found[name] == value for name, value in PRESENT.items() if name in found]
    if not states or not scenario["inputs"]:
        return None
    return "pass" if all(states) else "fail"


def judged() -> list[Any]:
    """The scenarios that a rule covers, with their outcome."""
    return [
        pytest.param(scenario, id=scenario["id"])
        for scenario in SCENARIOS
        if f"auth-certificate/{scenario['topic']}" in covered() and theirs(scenario)
    ]


@pytest.mark.parametrize("scenario", judged())
def test_the_verdict_is_theirs_or_a_listed_deviation(scenario: dict[str, Any]) -> None:
    name = f"auth-certificate/{scenario['topic']}"
    as_of = dt.datetime.fromisoformat(scenario["as_of"]).replace(tzinfo=dt.UTC) if scenario["as_of"] else None
    result = analyzer.open_case(*(DATA / path for path in scenario["inputs"].values())).check(pack(), as_of)
    ours = worst({verdict.outcome for verdict in result.verdicts if name in verdict.covers}).value
    wanted = theirs(scenario)
    assert wanted is not None
    deviation = deviations().get(f"auth-certificate/{scenario['id']}", Deviation("", wanted, wanted, "", ""))
    assert (wanted, ours) == (deviation.theirs, deviation.ours)


def test_what_is_not_covered_is_listed() -> None:
    topics = {f"auth-certificate/{scenario['topic']}" for scenario in SCENARIOS}
    assert {name for name in not_covered() if name.startswith("auth-certificate/")} == topics - covered()
