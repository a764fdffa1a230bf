"""Broken, cut and hostile input: a clear note, the right exit code, within seconds, and never a pass without proof."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import random
import re
import runpy
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import analyzer
from analyzer.engine.verdict import CheckResult, Outcome
from analyzer.notes import CODES
from analyzer.reports import json_report, markdown, terminal

from .deviations import ROOT, SHARED
from .truth_cases import estate as e

SECONDS = 20  # of the processor; each takes less than 4
AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
LITWARE = SHARED / "data" / "powershell_real" / "litware" / "cases"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00" + bytes(range(256)) * 40 + b"\xff\xd9"
NOT_PRINTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
MARKUP = re.compile(r"<(?!/?(?:br|details|summary|kbd|sub)\b)[a-z!?/]", re.IGNORECASE)
CLIXML = """<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0"><TN RefId="0"><T>Deserialized.Microsoft.Rtc.Management.WritableConfig.Settings.SSAuth.OAuthSettings</T>
    </TN><Props><S N="Identity">Global</S><S N="ExchangeAutodiscoverUrl">{url}</S></Props></Obj>
  <Obj RefId="1"><TNRef RefId="0" /><Props><S N="Identity">Glo"""
URL = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"


@functools.cache
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


def judged(path: Path) -> tuple[analyzer.Case, CheckResult]:
    """The case and its verdicts, within the time that a user would wait on a quiet machine."""
    start = time.process_time()
    case = analyzer.open_case(path)
    result = case.check(pack(), AS_OF)
    assert time.process_time() - start < SECONDS
    assert [v.message["en"] for v in result.verdicts if v.outcome is Outcome.ERROR] == []
    return case, result


def reports(result: CheckResult) -> dict[str, str]:
    """The result in every format."""
    return {
        "json": json_report.render(result, language="en"),
        "markdown": markdown.render(result, language="en", verbose=True, now=AS_OF),
        "markdown, zh-TW": markdown.render(result, language="zh-TW", verbose=False, now=AS_OF),
        "terminal": terminal.render(result, language="en", width=80, colour=False, verbose=True, now=AS_OF),
        "notebook": result._repr_html_(),
    }


def strings(value: object) -> Iterator[str]:
    """Every string in a parsed JSON document."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def assert_clean(result: CheckResult) -> None:
    """No report holds control characters, or markup of the data."""
    rendered = reports(result)
    for name, text in rendered.items():
        found = NOT_PRINTED.search(text)
        assert found is None, (name, text[max(0, found.start() - 40) : found.end() + 10])
    assert not any(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", s)
                   for s in strings(json.loads(rendered["json"])))  # fmt: skip
    for name in ("markdown", "markdown, zh-TW"):
        assert MARKUP.search(rendered[name].replace("<https://", "")) is None, name
    assert not re.search(r"<(?:script|img|svg|iframe|a|form|input|link|style)\b|\son\w+=", rendered["notebook"], re.I)


# -- the command line: exit codes ---------------------------------------------------------------------------------


def command(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """`analyzer ARGUMENTS` in a process of its own."""
    code = "import sys; from analyzer.cli import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        env=environment,
        timeout=SECONDS,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert b"Traceback" not in done.stdout
    return done


def empty_folder(folder: Path) -> None:
    """Nothing at all."""


def photographs(folder: Path) -> None:
    for number in range(3):
        (folder / f"IMG_{number}.JPG").write_bytes(JPEG)


def zip_bomb(folder: Path) -> None:
    with zipfile.ZipFile(folder / "ticket.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Get-CsCertificate.txt", b"0" * 50_000_000)


def bomb_beside_evidence(folder: Path) -> None:
    zip_bomb(folder)
    (folder / "oauth.txt").write_text(e.oauth(), encoding="utf-8")


def long_line(folder: Path) -> None:
    (folder / "line.txt").write_bytes(b"A" * 20_000_000)


def good(folder: Path) -> None:
    (folder / "oauth.txt").write_text(e.oauth(), encoding="utf-8")


def truncated_clixml(folder: Path) -> None:
    (folder / "oauth.xml").write_text(CLIXML.format(url=URL), encoding="utf-8")


def failing_and_truncated(folder: Path) -> None:
    (folder / "oauth.xml").write_text(CLIXML.format(url=""), encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (empty_folder, 4, "Nothing"),
        (photographs, 4, "Nothing in the input"),
        (zip_bomb, 4, "times larger unpacked than packed"),
        (bomb_beside_evidence, 3, "times larger unpacked than packed"),
        (long_line, 4, "Nothing in the input"),
        (good, 0, "1 recognised"),
        (truncated_clixml, 3, "oauth.xml"),
        (failing_and_truncated, 1, "oauth.xml"),
    ],
)
def test_the_exit_code_and_the_note(make: Callable[[Path], None], code: int, words: str, tmp_path: Path) -> None:
    folder = tmp_path / "ticket"
    folder.mkdir()
    make(folder)
    done = command("check", folder)
    assert done.returncode == code
    assert words in done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize(
    "arguments", [["check", "no-such-folder"], ["chekc", "."], ["check"], ["check", ".", "--nope"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert command(*arguments).returncode == 2


def test_the_module_has_the_exit_code_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analyzer", "check", str(tmp_path)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 4


# -- hostile files --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    maker = SHARED / "tools" / "make_hostile_inputs.py"
    if not maker.is_file():
        pytest.skip("the reference data (../shared) is not there")
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [str(maker), str(folder)])
        runpy.run_path(str(maker))
    return folder


@pytest.mark.parametrize("kind", ["arc", "clixml", "csv", "inj", "json", "txt", "xml"])
def test_hostile_files_are_survived_and_shown_safely(hostile: Path, kind: str) -> None:
    files = sorted(path for path in (hostile / kind).rglob("*") if path.is_file())
    assert files
    for path in files:
        case, result = judged(path)
        assert {v.rule for v in result.verdicts if v.outcome is Outcome.PASS} == set(), path.name
        assert case.complete == (not any(CODES[note.code].loss for _, note in case.notes))
        if len(case.sources) < 1000:
            assert_clean(result)


def test_hostile_files_beside_good_ones_do_no_harm(hostile: Path, tmp_path: Path) -> None:
    for kind in ("clixml", "csv", "inj", "json", "xml"):
        shutil.copytree(hostile / kind, tmp_path / kind)
    (tmp_path / "oauth.txt").write_text(e.oauth(), encoding="utf-8")
    case, result = judged(tmp_path)
    assert not case.complete
    assert {v.outcome for v in result.verdicts if v.rule == "OAUTH-002"} == {Outcome.PASS}
    assert_clean(result)


# -- good files, cut and damaged ------------------------------------------------------------------------------------

CUTS = 9
STRUCTURED = ("f07-front-ends-differ/Get-CsPool.xml", "f06-web-certificate-without-sip-domain/Get-CsPool.json",
              "f08-1024-bits/oauthtokenissuer.cer")  # fmt: skip


@pytest.mark.skipif(not LITWARE.is_dir(), reason="the reference data (../shared) is not there")
@pytest.mark.parametrize("name", STRUCTURED)
def test_a_structured_file_that_was_cut_is_not_complete(name: str, tmp_path: Path) -> None:
    content = (LITWARE / name).read_bytes()
    for number in range(1, CUTS + 1):
        path = tmp_path / Path(name).name
        path.write_bytes(content[: len(content) * number // (CUTS + 1)])
        assert not analyzer.open_case(path).complete, number


@pytest.mark.parametrize(
    "text",
    [
        '"Identity","ExchangeAuto',
        '#TYPE Selected.System.Management.Automation.PSCustomObject\r\n"Identity","Exchan',
        '"Identity","ExchangeAutodiscoverUrl"\r\n"Global","https://auto',
    ],
)
def test_a_csv_that_was_cut_is_not_complete(text: str, tmp_path: Path) -> None:
    (tmp_path / "Get-CsOAuthConfiguration.csv").write_bytes(text.encode())
    assert not analyzer.open_case(tmp_path).complete


@pytest.mark.parametrize(
    "text",
    ['"Identity","ExchangeAutodiscoverUrl","Realm"', '"Global","https://autodiscover.litwareinc.com/","","0000"'],
)
def test_a_csv_of_one_line_does_not_show_that_nothing_was_returned(text: str, tmp_path: Path) -> None:
    # Export-Csv of no objects writes no bytes: a header alone is a rest of something.
    (tmp_path / "Get-CsOAuthConfiguration.csv").write_bytes(text.encode())
    assert {v.outcome for v in judged(tmp_path)[1].verdicts if v.rule == "OAUTH-001"} == {Outcome.UNKNOWN}


@pytest.mark.parametrize("left", [60, 0])
def test_a_transcript_that_was_cut_does_not_show_that_there_is_no_more(left: int, tmp_path: Path) -> None:
    uses = (e.certificate("Default"), e.certificate("WebServicesInternal"), e.certificate("OAuthTokenIssuer"))
    text = e.transcript("lyncfe01", "20260610090000", e.console("", "Get-CsCertificate", *uses))
    (tmp_path / "transcript.txt").write_text(text[: text.rindex("Subject ") + left], encoding="utf-8")
    case, result = judged(tmp_path)
    outcomes = {v.outcome for v in result.verdicts if v.rule == "CERT-001"}
    assert not case.complete
    assert outcomes == {Outcome.UNKNOWN}


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def without_its_beginning(content: bytes, dice: random.Random) -> bytes:
    return content[dice.randrange(len(content)) :]


def with_a_hole(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randrange(1, 2000) :]


def with_other_bytes(content: bytes, dice: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(dice.randrange(1, 30)):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    return bytes(damaged)


def with_nul_bytes(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    count = min(dice.randrange(1, 5000), len(content) - start)
    return content[:start] + b"\0" * count + content[start + count :]


def outcomes_by_rule(result: CheckResult) -> dict[str, Outcome]:
    """The worst outcome of each rule."""
    order = (Outcome.ERROR, Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS, Outcome.NOT_APPLICABLE)
    found: dict[str, Outcome] = {}
    for verdict in result.verdicts:
        found[verdict.rule] = min(found.get(verdict.rule, Outcome.NOT_APPLICABLE), verdict.outcome, key=order.index)
    return found


@functools.cache
def intact(folder: Path) -> dict[str, Outcome]:
    return outcomes_by_rule(judged(folder)[1])


PASSES_WITH_LESS = {"AUTH-020"}  # counts the organizations of what was exported, however little that is


@pytest.mark.skipif(not LITWARE.is_dir(), reason="the reference data (../shared) is not there")
@pytest.mark.parametrize("damage", [cut, without_its_beginning, with_a_hole, with_other_bytes, with_nul_bytes])
def test_damage_never_makes_a_rule_pass(damage: Callable[[bytes, random.Random], bytes], tmp_path: Path) -> None:
    dice = random.Random(20260615)
    folders = sorted(path for path in LITWARE.iterdir() if path.name != "healthy")
    for number in range(10):
        folder = dice.choice(folders)
        victim = dice.choice(sorted(path for path in folder.iterdir() if path.is_file()))
        copy = tmp_path / str(number) / folder.name
        shutil.copytree(folder, copy)
        (copy / victim.name).write_bytes(damage(victim.read_bytes(), dice))
        before = intact(folder)
        for rule, outcome in outcomes_by_rule(judged(copy)[1]).items():
            if outcome is Outcome.PASS and rule not in PASSES_WITH_LESS:
                assert before[rule] in (Outcome.PASS, Outcome.NOT_APPLICABLE), (folder.name, victim.name, rule)


def complete_cases() -> list[object]:
    """Files of cases in three formats, to be left out."""
    found: list[object] = []
    for folder in ("f02-no-oauthtokenissuer", "f07-front-ends-differ", "f18-no-dns-record"):
        for path in sorted((LITWARE / folder).iterdir()) if LITWARE.is_dir() else ():
            found.append(pytest.param(path, id=f"{folder}-{path.name}"))
    return found or [pytest.param(None, marks=pytest.mark.skip(reason="the reference data (../shared) is not there"))]


@pytest.mark.parametrize("victim", complete_cases())
def test_leaving_a_file_out_never_makes_a_rule_pass_or_fail(victim: Path, tmp_path: Path) -> None:
    folder = victim.parent
    before = intact(folder)
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    (copy / victim.name).unlink()
    for rule, outcome in outcomes_by_rule(judged(copy)[1]).items():
        if rule in PASSES_WITH_LESS:
            continue
        assert outcome is not Outcome.PASS or before[rule] in (Outcome.PASS, Outcome.NOT_APPLICABLE), rule
        assert outcome is not Outcome.FAIL or before[rule] is Outcome.FAIL, rule
