from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from analyzer.cli import COMMANDS, main

from .small_case import case


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in COMMANDS)


def test_help_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_has_a_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"Usage: analyzer {command}" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("analyzer ")


def test_read_json_is_what_the_reader_saw(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bad / "pool.csv").write_text('"Identity","Site"\n"pool01.litwareinc.com",\n', encoding="utf-8")
    assert main(["read", str(bad / "oauth.txt"), str(bad / "pool.csv"), "--format", "json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert list(first) == ["source", "format", "encoding", "records", "blocks", "notes"]
    assert first["source"] == "oauth.txt"
    assert first["records"] == [{"Identity": "Global", "ExchangeAutodiscoverUrl": ""}]
    assert list(first["blocks"][0]) == ["first", "count", "line", "command", "type", "group"]
    assert first["blocks"][0]["command"].startswith("Get-CsOAuthConfiguration")
    assert second["records"] == [{"Identity": "pool01.litwareinc.com", "Site": None}]


def test_read_for_people_shows_lines(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(bad)]) == 0
    out = capsys.readouterr().out
    assert "bad/oauth.txt" in out
    assert "4  Identity" in out


def test_read_of_nothing_is_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "readme.md").write_text("Hello.\n", encoding="utf-8")
    assert main(["read", str(tmp_path / "readme.md"), "--format", "json"]) == 4
    document = json.loads(capsys.readouterr().out)
    assert document[0]["records"] == []


def test_inventory_tells_what_was_recognised_by_what(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bad / "readme.md").write_text("Hello.\n", encoding="utf-8")
    assert main(["inventory", str(bad)]) == 0
    out = capsys.readouterr().out
    assert "2 files, 1 recognised" in out
    assert "cs_oauth_configuration  1 record, by its command: certain" in out
    assert out.index("NOT RECOGNISED") < out.index("readme.md")
    main(["inventory", str(bad), "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "analyzer/inventory/1"
    assert document["sources"][0]["tables"][0] == {
        "name": "cs_oauth_configuration",
        "records": 1,
        "recognised_by": "command",
        "certainty": "certain",
    }


def test_inventory_shows_what_was_lost_and_how_to_export_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Identity : pool01.litwareinc.com\nServices : {A, B, C, D...}\nComputers : {fe01}\nFqdn : x\nSite : y\n"
    (tmp_path / "pool.txt").write_text(text, encoding="utf-8")
    assert main(["inventory", str(tmp_path)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "doubt The list ends with an ellipsis: items are missing." in out
    assert "pool.txt:2 Advice: Set $FormatEnumerationLimit = -1" in out


def test_tables(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", str(bad)]) == 0
    assert capsys.readouterr().out == "cs_oauth_configuration  1 x 2\n    bad/oauth.txt\n"
    main(["tables", str(bad), "--format", "json"])
    assert json.loads(capsys.readouterr().out)[0]["rows"] == 1
    assert main(["tables", str(bad), "nothing"]) == 2
    assert "cs_oauth_configuration" in capsys.readouterr().err


def test_a_table_tells_blank_from_not_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = case(tmp_path, "two", "")
    # Two tickets' worth of one cmdlet: the second leaves a property out.
    other = "PS C:\\> Get-CsOAuthServer | fl Identity, Realm\n\n\nIdentity : a\nRealm    :\n\n\nIdentity : b\n\n\n"
    (folder / "server.txt").write_text(other, encoding="utf-8")
    main(["tables", str(folder), "cs_oauth_server", "--format", "json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["Realm"] for row in rows] == ["", None]
    main(["tables", str(folder), "cs_oauth_server", "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[1:] == ['"a",""', '"b",']
    main(["tables", str(folder), "cs_oauth_server"])
    assert capsys.readouterr().out.splitlines()[1:] == ["a", "b         -"]


def test_csv_holds_no_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = case(tmp_path, "evil", '=HYPERLINK("http://evil/")')
    main(["tables", str(folder), "cs_oauth_configuration", "--format", "csv"])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[1][1] == '\'=HYPERLINK("http://evil/")'
    main(["tables", str(folder), "cs_oauth_configuration", "--format", "json"])
    assert "'=" not in capsys.readouterr().out


def test_rules(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    option = ["--rules", str(rules)]
    assert main(["rules", "list", *option]) == 0
    assert capsys.readouterr().out == "T-001  error  The Autodiscover address is set\n"
    assert main(["rules", "show", "t-001", "--lang", "zh-TW", *option]) == 0
    assert "位址為空白。" in capsys.readouterr().out
    assert main(["rules", "lint", *option]) == 0
    assert capsys.readouterr().out == "Rules: 1. Problems: none.\n"
    assert main(["rules", "test", *option]) == 0
    assert capsys.readouterr().out == "Rules: 1. Examples: 3. Wrong: 0.\n"


def test_lint_and_test_say_where(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = rules / "T-001-test.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("blank: false", "blank: true"), encoding="utf-8")
    assert main(["rules", "test", "--rules", str(rules)]) == 2
    out = capsys.readouterr().out
    assert "T-001-test.yaml:16: an example of pass gave fail" in out
    assert out.endswith("Rules: 1. Examples: 3. Wrong: 2.\n")
    file.write_text(text.replace("ExchangeAutodiscoverUrl: {blank", "NoSuchProperty: {blank"), encoding="utf-8")
    assert main(["rules", "lint", "--rules", str(rules)]) == 2
    assert "T-001-test.yaml:9: " in capsys.readouterr().out


def test_the_programs_own_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--format", "json"]) == 0
    assert all(rule["title"] for rule in json.loads(capsys.readouterr().out))
