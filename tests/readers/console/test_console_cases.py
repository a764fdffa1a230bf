"""The collected cases of lists, tables, console pastes and transcripts, with the records they must become."""

from __future__ import annotations

import json

import yaml

FORMATS = ("format-list", "format-table", "console", "transcript")


def problems(case, seen):
    """What of a case is not as it must be."""
    expect = case["expect"] if isinstance(case["expect"], list) else []
    records = [{name: value for name, value in record.items() if name != "$command"} for record in expect]
    if seen.values != records:
        yield f"records: {seen.values}"
    if seen.codes.count("error-record") != case.get("errors", 0):
        yield "errors"
    cut = {one.property for one in seen.reading.notes if one.code == "list-cut"}
    if "truncated" in case and cut != set(case["truncated"]):
        yield "truncated"
    commands = [command for command, count in seen.commands for _ in range(count)]
    for number, record in enumerate(expect):
        if "$command" in record and commands[number : number + 1] != [record["$command"]]:
            yield "command of a record"
    if "command" in case and case["command"] not in commands:
        yield "command"
    for label, value in case.get("group", {}).items():
        if f"{label}: {value}" not in {block.group for block in seen.blocks}:
            yield "group"
    if case.get("lost_columns") and "columns-dropped" not in seen.codes:
        yield "dropped columns"
    machine = case.get("meta", {}).get("Machine")
    if machine and (seen.reading.session is None or seen.reading.session.machine != machine):
        yield "machine"


def test_exact_cases_are_all_right_and_of_the_others_nearly_all(shared, see):
    cases = yaml.safe_load((shared / "data/powershell/cases.yaml").read_text(encoding="utf-8"))["cases"]
    cases = [case for case in cases if case["format"] in FORMATS]
    wrong = {case["id"]: (case, found) for case in cases if (found := list(problems(case, see(case["text"]))))}
    exact = {name: found for name, (case, found) in wrong.items() if case["exact"]}
    assert not exact, exact
    others = [case for case in cases if not case["exact"]]
    assert len(wrong) <= 0.02 * len(others), {name: found for name, (_, found) in wrong.items()}


def test_sessions_give_the_records_of_each_command(shared, see):
    folder = shared / "data/powershell_real/sessions"
    cells = wrong = 0
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        seen = see((folder / entry["file"]).read_bytes())
        expected = json.loads((folder / entry["expected"]).read_text(encoding="utf-8"))
        records = [(part["command"], record) for part in expected for record in part["records"]]
        commands = [command for command, count in seen.commands for _ in range(count)]
        assert commands == [command for command, _ in records], entry["file"]
        assert seen.reading.format == "transcript"
        assert seen.reading.session is not None
        assert seen.reading.session.machine == "EXCH01"
        for number, (_, record) in enumerate(records):
            assert list(seen.values[number]) == list(record)
            for name, value in record.items():
                cells += value is not None
                if value is not None and seen.values[number][name] != value:
                    wrong += 1
                    assert (number, name) in seen.doubts, (entry["file"], name, seen.values[number][name])
    assert wrong <= 0.01 * cells


def test_exported_tables_give_their_records_or_a_note(shared, see):
    folder = shared / "data/powershell_real/exports"
    cells = needless = 0
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if entry["format"] != "format-table":
            continue
        seen = see((folder / entry["file"]).read_bytes(), entry["python_encoding"])
        expected = json.loads((folder / entry["expected"]).read_text(encoding="utf-8"))
        assert [list(record) for record in seen.values] == [list(record) for record in expected], entry["file"]
        for number, record in enumerate(expected):
            for name, value in record.items():
                cells += 1
                doubt = seen.doubts.get((number, name))
                if value is not None and seen.values[number][name] != value:
                    assert doubt, (entry["file"], name, seen.values[number][name])
                elif doubt and doubt != "list-cut":
                    needless += 1
    assert needless <= 0.01 * cells
