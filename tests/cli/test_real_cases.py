"""The command line on the reference estate, as a customer would send it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from analyzer.cli import main
from analyzer.sanitise import visible

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "check.schema.json").read_text(encoding="utf-8"))
CASES = ("f07-front-ends-differ", "f15-url-names-xml", "partial-key-size-not-shown")


@pytest.mark.parametrize("name", CASES)
def test_json_is_what_the_schema_says(name: str, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(shared / "data/powershell_real/litware/cases" / name), "--format", "json"])
    text = capsys.readouterr().out
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(text))
    assert visible(text) == text


@pytest.mark.parametrize("command", ["check", "inventory", "read", "tables"])
def test_every_command_reads_it(command: str, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([command, str(shared / "data/powershell_real/litware/cases" / CASES[0])])
    captured = capsys.readouterr()
    assert code == (1 if command == "check" else 0)
    assert "Get-CsCertificate.xml" in captured.out
    assert captured.err == ""
