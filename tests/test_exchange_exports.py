"""Real Exchange exports: every file loads, those of Exchange's own types are recognised, the others are tables too."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

import analyzer
from analyzer.engine.verdict import Outcome
from analyzer.tables.catalogue import load_catalogue

from .deviations import SHARED

DATA = SHARED / "data"
FOLDERS = ("exchange_health/exports/E16", "exchange_health/exports/E19", "exchange_auth_certificate/exports")
FILES = [path for folder in FOLDERS for path in sorted((DATA / folder).rglob("*")) if path.is_file()]
FIRST_TYPE = re.compile(r"<TN\b[^>]*>\s*<T>(?:Deserialized\.)?([^<]+)</T>")

pytestmark = pytest.mark.skipif(not FILES, reason="the reference data (../shared) is not there")


def type_name(path: Path) -> str:
    """The .NET type of the file's first object, read without the program."""
    content = path.read_bytes()
    found = FIRST_TYPE.search(content.decode("utf-16" if content[:2] == b"\xff\xfe" else "utf-8", "replace"))
    return found.group(1) if found else ""


def cmdlet_in_name(path: Path) -> str:
    """A cmdlet's name without its hyphen, where the file is named after one: GetExchangeServer1.xml."""
    return re.sub(r"\W|\d+$", "", path.stem).casefold()


def file_id(path: Path) -> str:
    return str(path.relative_to(DATA)).replace("/Tests/Data", "").replace("Collection/ExchangeInformation", "")


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".xml"], ids=file_id)
def test_an_export_loads_and_is_shown(path: Path) -> None:
    case = analyzer.open_case(path)
    report = case.sources[0]
    frames = {name: case.tables[name] for name in case.tables}
    assert report.format in ("clixml", "console", "unknown")
    assert not {note.code for note in report.notes} & {"reader-failed", "malformed", "source-cut"}
    kept = len(case.readings[0][1].records)
    assert sum(len(frame) for frame in frames.values()) == kept
    assert kept or {note.code for note in report.notes} & {"empty-export", "nothing-recognised"}


@pytest.mark.parametrize("name", ["Exchange/GetExchangeWebSitesFromAd.xml", "OS/RemoteRegistryValueProductName.xml"])
def test_values_that_are_no_objects_are_shown(name: str) -> None:
    case = analyzer.open_case(DATA / FOLDERS[0] / name)
    assert all(len(case.tables[table].columns) for table in case.tables)


@pytest.mark.parametrize("path", [p for p in FILES if type_name(p).startswith("Microsoft.Exchange.")], ids=file_id)
def test_an_export_of_exchange_is_recognised_by_its_type(path: Path) -> None:
    case = analyzer.open_case(path)
    report = case.sources[0]
    assert {by for _, _, by in report.tables} == {"type"}
    assert set(case.tables) == {table for table, _, _ in report.tables}
    entries = load_catalogue().entries
    cmdlets = {name.replace("-", "").casefold() for table, _, _ in report.tables for name in entries[table].cmdlets}
    name = cmdlet_in_name(path)
    if name.startswith("getexchangecertificat") or name in {c for e in entries.values() for c in _joined(e.cmdlets)}:
        assert any(name.startswith(cmdlet) for cmdlet in cmdlets)


def _joined(cmdlets: tuple[str, ...]) -> list[str]:
    return [name.replace("-", "").casefold() for name in cmdlets]


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".config"], ids=file_id)
def test_a_file_that_is_no_output_is_a_note_and_no_more(path: Path) -> None:
    case = analyzer.open_case(path)
    assert [note.code for _, note in case.notes] == ["nothing-recognised"]
    assert case.complete


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_whole_folder_is_judged_without_an_error(folder: str) -> None:
    case = analyzer.open_case(DATA / folder)
    result = case.check(as_of=dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
    assert [verdict.message["en"] for verdict in result.verdicts if verdict.outcome is Outcome.ERROR] == []
    assert len(case.sources) == len([path for path in FILES if path.is_relative_to(DATA / folder)])
    assert all(len(case.tables[name]) == len(case.table(name).rows) for name in case.tables)
