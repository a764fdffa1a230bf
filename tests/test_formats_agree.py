"""The same objects in every format and culture give the same verdicts; what a format loses is unknown, never pass."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import analyzer
from analyzer.engine.verdict import Outcome

sys.path.insert(0, str(Path(__file__).resolve().parent))  # estate_case.py
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))  # the package `estate`

from estate.exporting import as_json, clixml, csv
from estate.faults import all_faults
from estate.litware import healthy
from estate.model import Estate, Export
from estate.printing import Style, encoded, format_list, format_table
from estate_case import AS_OF, Key, by_key, by_rule

Write = Callable[[Export], bytes]

FAULTS = (
    "front_ends_differ_by_hand",
    "default_certificate_expired",
    "autodiscover_url_names_xml",
    "dns_leads_to_an_old_server",
    "exchange_service_stopped",
    "lync_service_stopped",
    "replica_behind",
    "trust_level_of_users",
    "metadata_of_one_front_end",
    "auth_certificate_missing_on_one_server",
    "internal_uri_blank_on_one_server",
    "auth_realm_of_nobody",
)
"""Faults that do not touch each other, over all areas."""


def lists(style: Style, encoding: str) -> Write:
    return lambda export: encoded(format_list(export, style), encoding)


def tables(style: Style) -> Write:
    return lambda export: encoded(format_table(export, style), "utf-16")


LOSSLESS: dict[str, tuple[str, Write]] = {
    "json": (".json", lambda export: as_json(export).encode()),
    "csv-joined": (".csv", lambda export: encoded(csv(export, joined=True), "utf-8-sig")),
    "list-5.1-en": (".txt", lists(Style(), "utf-16")),
    "list-5.1-en-80": (".txt", lists(Style(width=80), "utf-8-sig")),
    "list-5.1-de-80": (".txt", lists(Style("de-DE", 80), "utf-16")),
    "list-5.1-zh-80": (".txt", lists(Style("zh-TW", 80), "cp950")),
    "list-5.1-zh": (".txt", lists(Style("zh-TW"), "utf-16")),
    "list-7-en-100": (".txt", lists(Style(width=100, layout="7"), "utf-8")),
    "list-7-de": (".txt", lists(Style("de-DE", layout="7"), "utf-8")),
    "list-7-zh-80": (".txt", lists(Style("zh-TW", 80, layout="7"), "utf-8")),
    "table-4096": (".txt", tables(Style(width=4096))),
}
"""What each format keeps of the estate is enough for every verdict."""

LOSSY: dict[str, tuple[str, Write]] = {
    "json-numbers": (".json", lambda export: as_json(export, depth=2, enum_names=False).encode()),
    "json-depth-0": (".json", lambda export: as_json(export, depth=0).encode()),
    "csv": (".csv", lambda export: encoded(csv(export), "utf-8-sig")),
    "csv-de": (".csv", lambda export: encoded(csv(export, "de-DE"), "cp1252")),
    "list-limit-1": (".txt", lists(Style(limit=1), "utf-16")),
    "list-limit-4": (".txt", lists(Style(width=80, limit=4), "utf-16")),
    "table-200": (".txt", tables(Style(width=200, limit=4))),
    "table-80": (".txt", tables(Style(width=80, limit=4))),
    "table-zh-120": (".txt", tables(Style("zh-TW", 120, limit=4))),
}
"""Type names for lists, numbers for enums, cut lists, columns that did not fit."""


def faulty() -> Estate:
    """The estate with several faults at once."""
    estate = healthy()
    for name in FAULTS:
        estate = all_faults()[name].change(estate)
    return estate


ESTATES: dict[str, Callable[[], Estate]] = {"healthy": healthy, "faulty": faulty}


@pytest.fixture(scope="module")
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


def judge(estate: Estate, suffix: str, write: Write, folder: Path, pack: analyzer.RulePack) -> dict[Key, Outcome]:
    """The verdicts on the estate as files of one format."""
    for stem, export in estate.exports.items():
        (folder / f"{stem}{suffix}").write_bytes(write(export))
    for name, content in estate.files.items():
        (folder / name).write_bytes(content)
    return by_key(analyzer.open_case(folder).check(pack, AS_OF))


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory, pack: analyzer.RulePack) -> dict[str, dict[Key, Outcome]]:
    """The verdicts on the CliXML files, which lose nothing."""

    def write(export: Export) -> bytes:
        return encoded(clixml(export), "utf-16")

    return {name: judge(make(), ".xml", write, tmp_path_factory.mktemp(name), pack) for name, make in ESTATES.items()}


def test_the_faults_are_seen_together(wanted: dict[str, dict[Key, Outcome]]) -> None:
    named = {rule for name in FAULTS for rule in all_faults()[name].fails}
    outcomes = by_rule(wanted["faulty"])
    assert {rule for rule, outcome in outcomes.items() if outcome is Outcome.FAIL} == named


@pytest.mark.parametrize("estate", ESTATES)
@pytest.mark.parametrize("name", LOSSLESS)
def test_same_verdicts(
    name: str, estate: str, tmp_path: Path, pack: analyzer.RulePack, wanted: dict[str, dict[Key, Outcome]]
) -> None:
    got = judge(ESTATES[estate](), *LOSSLESS[name], tmp_path, pack)
    differences = {
        key: (wanted[estate].get(key), got.get(key))
        for key in wanted[estate].keys() | got.keys()
        if wanted[estate].get(key) is not got.get(key)
    }
    assert differences == {}


@pytest.mark.parametrize("estate", ESTATES)
@pytest.mark.parametrize("name", LOSSY)
def test_a_loss_is_unknown(
    name: str, estate: str, tmp_path: Path, pack: analyzer.RulePack, wanted: dict[str, dict[Key, Outcome]]
) -> None:
    before = wanted[estate]
    got = judge(ESTATES[estate](), *LOSSY[name], tmp_path, pack)
    rules = by_rule(got)
    differences = {}
    for key, outcome in before.items():
        now = got.get(key, rules[key[0]])  # where the subject itself was lost, the rule must say so of something
        lost = key not in got and outcome is Outcome.NOT_APPLICABLE
        if now not in (outcome, Outcome.UNKNOWN) and not lost:
            differences[key] = (outcome, now)
    invented = {key: now for key, now in got.items() if now is Outcome.FAIL and before.get(key) is not Outcome.FAIL}
    assert (differences, invented) == ({}, {})
