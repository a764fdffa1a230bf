"""What exports lose on their way makes verdicts unknown, and nothing else: neither right nor wrong.

Each loss befalls the exports that a fault is in. The estates with and without the fault are each other's alternatives:
where the loss makes them alike, no verdict may say which one it was; where it does not, what was wrong still must not
pass. Over the healthy estate no loss may make anything fail. Each loss meets every so many of the faults and exports,
so that all of them are met by some.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import pytest

from analyzer.engine.verdict import Outcome
from analyzer.tables.catalogue import load_catalogue

sys.path.insert(0, str(Path(__file__).resolve().parent))  # estate_case.py, losses.py
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))  # the package `estate`

from estate.faults import all_faults
from estate.litware import healthy
from estate_case import Bench, Key, by_key, by_rule
from losses import LOSSES, differing, lossy, same_after, selecting

FAULTS = all_faults()
EVERY: int | None = None
JUDGE_WHAT_IS_SHOWN = {
    "AUTH-009": "without NextCertificateThumbprint nobody knows of a staged certificate",
    "AUTH-010": "without NextCertificateThumbprint nobody knows of a staged certificate",
    "AUTH-011": "without the other thumbprint there is nothing to compare",
    "CERT-004": "a staged certificate is gone with its record",
    "CERT-008": "a record whose scope is not known is gone with its file",
    "DNS-001": "it judges the names that the exports show",
    "DNS-002": "it judges the names that the exports show",
}
"""Rules whose subject a loss may take away: the other subjects stay what they are."""

Thing = TypeVar("Thing")
DECIDED = (Outcome.PASS, Outcome.NOT_APPLICABLE)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.fixture(scope="module")
def well(bench: Bench) -> dict[Key, Outcome]:
    return by_key(bench.check(bench.files(healthy())))


def share(things: Iterable[Thing], loss: str, of: int) -> list[Thing]:
    """Every so many things, others for each loss: all of each would take minutes (`EVERY` 1 does it)."""
    step = of if EVERY is None else EVERY
    return list(things)[list(LOSSES).index(loss) % step :: step]


@pytest.mark.parametrize("loss", LOSSES)
def test_what_was_wrong_passes_by_no_loss(loss: str, bench: Bench) -> None:
    passing = []
    for fault in share(FAULTS.values(), loss, 2 * len(LOSSES) - 1):
        estate = fault.change(healthy())
        hit = differing(healthy(), estate)
        if not hit:
            continue
        before = by_key(bench.check(bench.files(estate)))
        after = by_key(bench.check(lossy(estate, LOSSES[loss], hit)))
        rules = by_rule(after)
        for (rule, subject), outcome in before.items():
            now = after.get((rule, subject), rules.get(rule))
            if outcome is Outcome.FAIL and now in (*DECIDED, None) and rule not in JUDGE_WHAT_IS_SHOWN:
                passing.append((fault.name, rule, subject, now))
    assert passing == []


def open_without(stem: str, bench: Bench, well: dict[Key, Outcome]) -> set[Key]:
    """The verdicts that are others where an export was not sent at all."""
    after = by_key(bench.check(lossy(healthy(), LOSSES["not sent"], [stem])))
    return {key for key, outcome in well.items() if after.get(key) is not outcome}


@pytest.mark.parametrize("loss", LOSSES)
def test_nothing_fails_by_a_loss_and_what_it_cannot_change_is_decided(
    loss: str, bench: Bench, well: dict[Key, Outcome]
) -> None:
    wrong, open_for_nothing = [], []
    for stem in share(healthy().exports, loss, 13):
        after = by_key(bench.check(lossy(healthy(), LOSSES[loss], [stem])))
        wrong += [(stem, key) for key, now in after.items() if now in (Outcome.FAIL, Outcome.ERROR)]
        passed = [key for key, outcome in well.items() if outcome is Outcome.PASS]
        wrong += [(stem, key) for key in passed if after.get(key) is Outcome.NOT_APPLICABLE]
        opened = {key for key in passed if after.get(key, Outcome.UNKNOWN) is Outcome.UNKNOWN}
        open_for_nothing += [(stem, key) for key in opened - open_without(stem, bench, well)] if opened else []
    assert wrong == []
    assert [(stem, key) for stem, key in open_for_nothing if key[0] not in JUDGE_WHAT_IS_SHOWN] == []


@pytest.mark.parametrize("stem", ["Get-ExchangeServer", "Get-CsCertificate_lyncfe02", "Get-AuthConfig"])
@pytest.mark.parametrize("loss", ["CSV ends early", "columns dropped", "not sent"])
def test_a_gap_names_what_a_cmdlet_prints(stem: str, loss: str, bench: Bench) -> None:
    """Never a fact of the program: nobody can export that."""
    result = bench.check(lossy(healthy(), LOSSES[loss], [stem]))
    known = set(load_catalogue().entries)
    gaps = [gap for verdict in result.verdicts if verdict.gap for gap in verdict.gap.gaps]
    assert gaps
    assert {gap.table for gap in gaps} - known - {None} == set()


SELECTED = ("Get-CsCertificate_lyncfe01", "Get-CsWindowsService_lyncfe01", "Get-AuthConfig")


@pytest.mark.parametrize("stem", SELECTED)
def test_a_property_that_rules_need_and_select_object_left_out_is_named(
    stem: str, bench: Bench, well: dict[Key, Outcome]
) -> None:
    unnamed = []
    for name in healthy()[stem].objects[0].properties:
        result = bench.check(lossy(healthy(), selecting(name), [stem]))
        after = by_key(result)
        assert Outcome.FAIL not in after.values()
        said = [
            n.message for s in result.sources for n in s.notes if n.code == "property-left-out" and name in n.message
        ]
        if any(now is Outcome.UNKNOWN and well.get(key) is not now for key, now in after.items()) and not said:
            unnamed.append(name)
    assert unnamed == []


@pytest.mark.parametrize("loss", LOSSES)
def test_estates_that_a_loss_makes_alike_are_not_told_apart(loss: str, bench: Bench) -> None:
    told = []
    for fault in share(FAULTS.values(), loss, 5):
        estate = fault.change(healthy())
        if not same_after(LOSSES[loss], healthy(), estate):
            continue
        after = by_rule(by_key(bench.check(lossy(estate, LOSSES[loss], differing(healthy(), estate)))))
        told += [
            (fault.name, rule, after[rule])
            for rule in fault.fails
            if after[rule] is not Outcome.UNKNOWN and rule not in JUDGE_WHAT_IS_SHOWN
        ]
    assert told == []
