"""Evidence that is missing, lost or said twice: it never makes a rule pass, and never makes one fail."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import analyzer
from analyzer.engine.verdict import Outcome
from analyzer.model import Reading, Record, Source
from analyzer.notes import note
from analyzer.tables.build import Declared

AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
CASES = ("healthy/clixml", "healthy/transcript", "f07-front-ends-differ", "f12-uri-names-svc", "f13-servers-differ")
STEPS = 40
SHOWS_LESS_BY_DESIGN = {
    "AUTH-013": "it judges the certificate lists that were exported",
    "AUTH-020": "it judges the exports that name an organisation",
    "CERT-008": "a record whose scope is not known is gone with its file",
    "TOP-001": "a listing without states is gone with its file",
}
WORST = tuple(Outcome)

Readings = tuple[tuple[Source, Reading], ...]
Said = dict[tuple[str, str], Outcome]


@pytest.fixture(scope="module")
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


def readings_of(shared: Path, name: str) -> Readings:
    return analyzer.open_case(shared / "data" / "powershell_real" / "litware" / "cases" / name).readings


def said(readings: Sequence[tuple[Source, Reading]], pack: analyzer.RulePack) -> Said:
    """The worst outcome of each rule and subject."""
    found: Said = {}
    for verdict in analyzer.Case(tuple(readings), Declared()).check(pack, AS_OF).verdicts:
        key = (verdict.rule, verdict.subject)
        found[key] = min(found.get(key, verdict.outcome), verdict.outcome, key=WORST.index)
    return found


def edited(reading: Reading, name: str) -> Reading:
    """Without a property, as Select-Object leaves one out."""

    def less(record: Record) -> Record:
        if not isinstance(record.value, dict):
            return record
        return replace(record, value={key: value for key, value in record.value.items() if key != name})

    return replace(reading, records=[less(record) for record in reading.records])


def with_less(readings: Readings, chance: random.Random) -> Readings:
    """One file, one property or one value less."""
    place = chance.randrange(len(readings))
    source, reading = readings[place]
    names = sorted({name for record in reading.records for name in record.properties if name[:1] != "$"})
    kind = chance.choice(("file", "property", "value")) if names else "file"
    if kind == "file":
        return readings[:place] + readings[place + 1 :]
    name = chance.choice(names)
    if kind == "property":
        changed = edited(reading, name)
    else:
        code = chance.choice(("characters-lost", "value-cut", "list-cut"))
        lost = note(code, record=chance.randrange(len(reading.records)), property=name)
        changed = replace(reading, notes=(*reading.notes, lost))
    return (*readings[:place], (source, changed), *readings[place + 1 :])


@pytest.mark.parametrize("name", CASES)
def test_less_evidence_never_makes_a_rule_pass_or_fail(shared: Path, pack: analyzer.RulePack, name: str) -> None:
    chance = random.Random(name)
    whole = readings_of(shared, name)
    wrong = []
    for _ in range(STEPS):
        readings = tuple(chance.sample(whole, max(2, len(whole) * chance.choice((4, 7, 10)) // 10)))
        less = with_less(readings, chance)
        before, after = said(readings, pack), said(less, pack)
        for key in before.keys() & after.keys():
            worse = after[key] in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)
            if after[key] != before[key] and not worse and key[0] not in SHOWS_LESS_BY_DESIGN:
                wrong.append((key, before[key].value, after[key].value))
    assert wrong == []


@pytest.mark.parametrize("name", CASES)
def test_neither_order_nor_a_second_copy_matters(shared: Path, pack: analyzer.RulePack, name: str) -> None:
    whole = readings_of(shared, name)
    before = Counter(said(whole, pack).items())
    shuffled = random.Random(name).sample(whole, len(whole))
    assert Counter(said(shuffled, pack).items()) == before
    copies = tuple((replace(source, name=f"again/{source.name}"), reading) for source, reading in whole)
    assert Counter(said(whole + copies, pack).items()) == before


@pytest.mark.parametrize("name", ["healthy/clixml", "healthy/transcript"])
def test_two_copies_without_their_keys_are_no_more_objects(shared: Path, pack: analyzer.RulePack, name: str) -> None:
    keyless = tuple(
        (source, edited(edited(reading, "Identity"), "PSComputerName")) for source, reading in readings_of(shared, name)
    )
    copies = tuple((replace(source, name=f"again/{source.name}"), reading) for source, reading in keyless)
    assert said(keyless + copies, pack) == said(keyless, pack)


def test_thumbprints_are_alike_in_any_dress(shared: Path, pack: analyzer.RulePack) -> None:
    """Lower case, blanks between the bytes, and the invisible mark that certificate dialogs put before them."""

    def dressed(value: object) -> object:
        if isinstance(value, str) and len(value) == 40:
            return "\u200e" + " ".join(value[n : n + 2] for n in range(0, 40, 2)).lower()
        return value

    whole = readings_of(shared, "f07-front-ends-differ")
    changed = []
    for source, reading in whole:
        records = [
            replace(
                record,
                value={name: dressed(v) if name.endswith("Thumbprint") else v for name, v in record.properties.items()},
            )
            for record in reading.records
        ]
        changed.append((source, replace(reading, records=records)))
    # A rule about the marks themselves may say so.
    before, after = said(whole, pack), said(changed, pack)
    differing = {rule for (rule, subject) in before if before[rule, subject] != after.get((rule, subject))}
    assert differing <= {"AUTH-019"}
