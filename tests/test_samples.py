"""The samples: what their READMEs say is exactly what the program says, and the script that makes them makes these."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import analyzer
from analyzer.cli import main
from analyzer.engine.verdict import CheckResult, Outcome, Verdict
from analyzer.reports.digest import requests

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))  # the script that makes the samples

from make_sample_exports import write

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_exports"
NAMES = ("healthy", "broken", "partial", "zh-TW")
DAY = "2026-06-15"


@dataclass(frozen=True)
class Readme:
    """The two tables of a README, each row a dict by the table's header."""

    wrong: list[dict[str, str]]
    open: list[dict[str, str]]


def rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def readme(name: str) -> Readme:
    text = (SAMPLES / name / "README.md").read_text(encoding="utf-8")
    _, wrong, unsettled = re.split("^## .*$", text, flags=re.MULTILINE)
    return Readme(rows(wrong), rows(unsettled))


@pytest.fixture(scope="module")
def results() -> dict[str, CheckResult]:
    pack = analyzer.load_rules()
    return {name: analyzer.open_case(SAMPLES / name).check(pack) for name in NAMES}


def of(result: CheckResult, *outcomes: Outcome) -> list[Verdict]:
    return [verdict for verdict in result.verdicts if verdict.outcome in outcomes]


@pytest.mark.parametrize("name", NAMES)
def test_what_the_readme_says_is_wrong_fails_and_nothing_else(name: str, results: dict[str, CheckResult]) -> None:
    failing = sorted((verdict.rule, verdict.subject) for verdict in of(results[name], Outcome.FAIL, Outcome.ERROR))
    assert failing == sorted((row["rule"], row["subject"]) for row in readme(name).wrong)


@pytest.mark.parametrize("name", ["broken", "zh-TW"])
def test_each_failure_shows_the_cell_and_the_fix(name: str, results: dict[str, CheckResult]) -> None:
    verdicts = {(verdict.rule, verdict.subject): verdict for verdict in of(results[name], Outcome.FAIL)}
    for row in readme(name).wrong:
        verdict = verdicts[row["rule"], row["subject"]]
        shown = {(cell.source, str(cell.line), cell.property, cell.value) for cell in verdict.evidence}
        assert (row["source"], row["line"], row["property"], row["value"]) in shown, (row, shown)
        assert verdict.fix and all(verdict.fix[language] for language in ("en", "zh-TW"))


@pytest.mark.parametrize("name", ["healthy", "broken", "zh-TW"])
def test_what_cannot_be_told_is_what_the_readme_says(name: str, results: dict[str, CheckResult]) -> None:
    unknown = sorted((verdict.rule, verdict.subject) for verdict in of(results[name], Outcome.UNKNOWN))
    assert unknown == sorted((row["rule"], row["subject"]) for row in readme(name).open)


@pytest.mark.parametrize("name", ["healthy", "broken", "zh-TW"])
def test_the_transcript_tells_the_time(name: str, results: dict[str, CheckResult]) -> None:
    assert (results[name].as_of.date().isoformat(), results[name].as_of_origin) == (DAY, "transcript")


@pytest.mark.parametrize("name", NAMES)
def test_everything_in_a_sample_is_recognised(name: str, results: dict[str, CheckResult]) -> None:
    assert results[name].complete
    unrecognised = [source.name for source in results[name].sources if not source.tables]
    assert [source for source in unrecognised if not source.endswith(("README.md", ".zip"))] == []


def test_the_broken_sample_has_a_dozen_faults_over_all_areas() -> None:
    rules = {row["rule"] for row in readme("broken").wrong}
    assert len(rules) >= 12
    assert {rule.partition("-")[0] for rule in rules} >= {"CERT", "OAUTH", "PA", "DNS", "TOP", "AUTH", "SCP", "EPA"}


def test_a_first_ticket_is_mostly_open_and_few_commands_settle_most(results: dict[str, CheckResult]) -> None:
    result = results["partial"]
    unknown = of(result, Outcome.UNKNOWN)
    assert len(unknown) > len(result.verdicts) / 2
    wanted, _ = requests(result.verdicts)
    settled = {(verdict.rule, verdict.subject) for request in wanted[:6] for verdict in request.verdicts}
    assert sum(len(request.errands) for request in wanted[:6]) <= 8
    assert len(settled) > 0.6 * len({(verdict.rule, verdict.subject) for verdict in unknown})


@pytest.mark.parametrize(("name", "code"), [("healthy", 0), ("broken", 1), ("partial", 0), ("zh-TW", 1)])
def test_exit_codes(name: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SAMPLES / name)]) == code
    assert capsys.readouterr().err == ""


def content(name: str, data: bytes) -> bytes | dict[str, object]:
    """What a file holds; of an archive its members, because how well they are packed depends on zlib."""
    if not name.endswith(".zip"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {member: content(member, archive.read(member)) for member in archive.namelist()}


def test_the_script_makes_these_files(tmp_path: Path) -> None:
    write(tmp_path)
    made, there = (
        {path.relative_to(root).as_posix(): path.read_bytes() for path in root.glob("*/**/*") if path.is_file()}
        for root in (tmp_path, SAMPLES)
    )
    assert made.keys() == there.keys()
    assert [name for name in made if content(name, made[name]) != content(name, there[name])] == []


def test_no_private_key_is_in_any_sample() -> None:
    files = [*SAMPLES.rglob("*"), *(ROOT / "tools" / "estate" / "certificates").iterdir()]
    assert [path for path in files if path.is_file() and b"PRIVATE KEY" in path.read_bytes()] == []
