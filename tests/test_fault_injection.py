"""From the healthy estate, each fault alone changes exactly the rules that name it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analyzer.engine.verdict import Outcome

sys.path.insert(0, str(Path(__file__).resolve().parent))  # estate_case.py
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))  # the package `estate`

from estate.faults import all_faults
from estate.litware import healthy
from estate_case import Bench, Key, by_key, by_rule

FAULTS = all_faults()
UNREACHED: dict[str, str] = {}
"""Rules that no change of one thing makes fail, with the reason."""

OPEN = (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.fixture(scope="module")
def before(bench: Bench) -> dict[Key, Outcome]:
    return by_key(bench.check(bench.files(healthy())))


def test_the_healthy_estate_leaves_nothing_open(before: dict[Key, Outcome]) -> None:
    assert {key: outcome for key, outcome in before.items() if outcome not in (Outcome.PASS, *OPEN[1:])} == {}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_changes_the_rules_that_name_it(name: str, bench: Bench, before: dict[Key, Outcome]) -> None:
    fault = FAULTS[name]
    after = by_key(bench.check(bench.files(fault.change(healthy()))))
    failing = {rule for rule, outcome in by_rule(after).items() if outcome in (Outcome.FAIL, Outcome.ERROR)}
    assert failing == set(fault.fails)
    assert changed(before, after) - failing == set(fault.loses) - failing


def changed(before: dict[Key, Outcome], after: dict[Key, Outcome]) -> set[str]:
    """Rules whose verdict on a subject that is still there changed, or the worst of whose verdicts did.

    What a fault makes applicable, and right, is no change that it is blamed for (a staged certificate).
    """
    changes = [(rule, before[rule, subject], after[rule, subject]) for rule, subject in before.keys() & after.keys()]
    rules, now = by_rule(before), by_rule(after)
    changes += [(rule, rules[rule], now[rule]) for rule in rules]
    better = (Outcome.NOT_APPLICABLE, Outcome.PASS)
    return {rule for rule, was, outcome in changes if was != outcome and (was, outcome) != better}


def test_every_rule_has_a_fault(bench: Bench) -> None:
    reached = {rule for fault in FAULTS.values() for rule in fault.fails}
    assert {rule.id for rule in bench.pack.rules} - reached == UNREACHED.keys()


def test_every_fault_says_what_it_is() -> None:
    assert {name for name, fault in FAULTS.items() if not fault.change.__doc__} == set()
    assert {rule for fault in FAULTS.values() for rule in (*fault.fails, *fault.loses)} <= {
        rule.id for rule in Bench().pack.rules
    }
