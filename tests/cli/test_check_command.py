from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.cli import main

from .small_case import pack


def test_nothing_wrong_is_0(good: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(good), "--rules", str(rules)]) == 0
    out = capsys.readouterr().out
    assert "NOTHING TO FIX" in out
    assert "0 failed" in out


def test_something_wrong_is_1_with_file_line_and_fix(
    bad: Path, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(bad), "--rules", str(rules)]) == 1
    out = capsys.readouterr().out
    assert "bad/oauth.txt:5  ExchangeAutodiscoverUrl = (blank)" in out
    assert "Set-CsOAuthConfiguration -ExchangeAutodiscoverUrl x" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("critical", None, 1),
        ("error", None, 1),
        ("warning", None, 0),
        ("warning", "warning", 1),
        ("info", "warning", 0),
        ("info", "info", 1),
        ("error", "critical", 0),
        ("critical", "never", 0),
    ],
)
def test_fail_on(bad: Path, tmp_path: Path, severity: str, fail_on: str | None, code: int) -> None:
    option = ["--fail-on", fail_on] if fail_on else []
    assert main(["check", str(bad), "--rules", str(pack(tmp_path, severity)), *option]) == code


def test_json(bad: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["check", str(bad), "--rules", str(rules), "--format", "json", "--as-of", "2026-06-15T10:00+02:00"]) == 1
    )
    document = json.loads(capsys.readouterr().out)
    assert document["as_of"] == "2026-06-15T08:00:00Z"
    assert document["summary"]["fail"] == 1
    assert document["verdicts"][0]["evidence"][0]["line"] == 5


def test_the_case_file_gives_the_time_unless_an_option_does(
    bad: Path, rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file = tmp_path / "case.yaml"
    case_file.write_text("as_of: 2025-01-02T03:04:05Z\n", encoding="utf-8")
    common = ["check", str(bad), "--rules", str(rules), "--case", str(case_file)]
    main(common)
    assert "As of  2025-01-02 03:04 UTC, as the case file says. It is 20" in capsys.readouterr().out
    main([*common, "--as-of", "2026-06-15"])
    assert "As of  2026-06-15 00:00 UTC, as given with --as-of. It is 20" in capsys.readouterr().out


def test_the_same_input_gives_the_same_bytes(bad: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = set()
    for _ in range(3):
        main(["check", str(bad), "--rules", str(rules), "--format", "json", "--as-of", "2026-06-15"])
        texts.add(capsys.readouterr().out)
    assert len(texts) == 1


def test_language(bad: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(bad), "--rules", str(rules), "--lang", "zh-tw"])
    assert "位址為空白" in capsys.readouterr().out


def test_markdown_to_a_file(bad: Path, rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.md"
    assert main(["check", str(bad), "--rules", str(rules), "--format", "markdown", "-o", str(report)]) == 1
    assert report.read_text(encoding="utf-8").startswith("# Lync and Exchange analysis\n")
    assert capsys.readouterr().out == ""
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_incomplete_is_3_unless_something_fails(good: Path, bad: Path, rules: Path) -> None:
    for folder in (good, bad):
        (folder / "cut.xml").write_text(
            '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'
        )
    assert main(["check", str(good), "--rules", str(rules)]) == 3
    assert main(["check", str(bad), "--rules", str(rules)]) == 1


def test_nothing_usable_is_4(tmp_path: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    assert main(["check", str(folder), "--rules", str(rules)]) == 4
    (folder / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)))
    assert main(["check", str(folder), "--rules", str(rules), "--format", "json"]) == 4
    assert "Nothing in the input" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_5(
    good: Path, rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "report.txt"
    assert main(["check", str(good), "--rules", str(rules), "-o", str(target)]) == 5
    assert "could not be written" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["oauth.txt", "report.json"])
def test_what_the_customer_sent_is_never_written_to(good: Path, rules: Path, name: str) -> None:
    before = (good / "oauth.txt").read_bytes()
    assert main(["check", str(good), "--rules", str(rules), "-o", str(good / name)]) == 2
    assert main(["check", str(good / "oauth.txt"), "--rules", str(rules), "-o", str(good / "oauth.txt")]) == 2
    assert (good / "oauth.txt").read_bytes() == before
    assert [path.name for path in good.iterdir()] == ["oauth.txt"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "no-such-folder"], "There is no file or folder 'no-such-folder'"),
        (["check"], "Missing argument"),
        (["check", ".", "--as-of", "tomorrow"], "--as-of is 'tomorrow', not a time such as 2026-06-15"),
        (["check", ".", "--case", "no-such-file"], "The case file no-such-file cannot be read"),
        (["check", ".", "--format", "pdf"], "'pdf' is not one of"),
        (["check", ".", "--rules", "no-such-folder"], "no directory of rules"),
        (["check", ".", "--encoding", "klingon"], "There is no encoding named 'klingon'"),
        (["check", ".", "--formta", "json"], "--format"),
        (["check", ".", "--width", "7"], "Invalid value for '--width'"),
        (["check", ".", "--output"], "'--output' requires an argument"),
        (["rules"], "Missing command"),
        (["rules", "shwo"], "Did you mean 'show'?"),
        (["chek"], "Did you mean check?"),
        ([], "Usage: analyzer COMMAND"),
        (["rules", "show", "NO-999"], "There is no rule 'NO-999'"),
    ],
)
def test_wrong_usage_is_2_with_a_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert sentence in " ".join(captured.err.split())
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_options_may_stand_anywhere(good: Path, bad: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(good), "--format", "json", "--rules", str(rules), str(bad)])
    assert len(json.loads(capsys.readouterr().out)["sources"]) == 2


def test_a_path_may_begin_with_a_hyphen(
    bad: Path, rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (bad / "oauth.txt").rename(bad / "-oauth.txt")
    monkeypatch.chdir(bad)
    assert main(["check", "--rules", str(rules), "--format=json", "--", "-oauth.txt"]) == 1
    assert json.loads(capsys.readouterr().out)["sources"][0]["name"] == "-oauth.txt"


def test_a_path_without_a_command_is_told_what_to_type(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(good)]) == 2
    assert f"analyzer check {good}" in capsys.readouterr().err


def test_a_wrong_rule_pack_is_2_with_file_and_line(good: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = rules / "T-001-test.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("severity: error", "severity: dreadful"), encoding="utf-8")
    assert main(["check", str(good), "--rules", str(rules)]) == 2
    assert "T-001-test.yaml:3: " in capsys.readouterr().err


def test_verdicts_that_the_present_changes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    broken = str(Path(__file__).parents[2] / "sample_exports" / "broken")
    main(["check", broken])
    assert "\nJUDGED AT 20" in capsys.readouterr().out
    main(["check", broken, "--format", "json"])
    changed = json.loads(capsys.readouterr().out)["changed"]
    assert ("AUTH-003", "fail", "pass") in [(v["rule"], v["outcome"], v["instead_of"]) for v in changed["verdicts"]]
    main(["check", broken, "--format", "json", "--as-of", "2026-06-15"])
    assert "changed" not in json.loads(capsys.readouterr().out)
