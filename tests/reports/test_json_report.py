from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from analyzer.engine.verdict import CheckResult, Outcome
from analyzer.reports import json_report
from analyzer.tables.cells import Evidence

from .golden import check_golden
from .result_by_hand import OAUTH_FAIL, RESULT

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "check.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_is_what_the_schema_says(language: str) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    validator.validate(json.loads(json_report.render(RESULT, language=language)))


def test_has_the_keys_of_the_published_interface_and_no_others() -> None:
    def keys(schema: dict) -> set[str]:
        return set(schema["required"])

    document = json.loads(json_report.render(RESULT))
    defs = SCHEMA["$defs"]
    assert set(document) == keys(SCHEMA)
    assert set(document["summary"]) == keys(SCHEMA["properties"]["summary"])
    for source in document["sources"]:
        assert set(source) == keys(defs["source"])
        assert all(set(note) == keys(defs["note"]) for note in source["notes"])
    for verdict in document["verdicts"]:
        assert set(verdict) == keys(defs["verdict"])
        assert all(set(evidence) == keys(defs["evidence"]) for evidence in verdict["evidence"])
        assert (verdict["gap"] is not None) == (verdict["outcome"] == "unknown")


def test_text(request: pytest.FixtureRequest) -> None:
    check_golden("check.en.json", json_report.render(RESULT))
    check_golden("check.zh-TW.json", json_report.render(RESULT, language="zh-TW"))


def test_what_the_present_changes_is_added() -> None:
    now = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    changed = (replace(OAUTH_FAIL, outcome=Outcome.PASS, fix=None), replace(OAUTH_FAIL, subject="new"))
    result = replace(RESULT, verdicts=(OAUTH_FAIL,), now=now, changed=changed)
    document = json.loads(json_report.render(result))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["changed"]["as_of"] == "2026-11-23T09:00:00Z"
    said = [(each["subject"], each["outcome"], each["instead_of"]) for each in document["changed"]["verdicts"]]
    assert said == [("new", "fail", None), ("Global", "pass", "fail")]
    assert "changed" not in json.loads(json_report.render(RESULT))


def test_values_are_as_printed_and_safe_to_show() -> None:
    value = "a\x1b]0;evil\x07\u202eb\nc \ud800"
    verdict = replace(OAUTH_FAIL, evidence=(Evidence("f\u202e.txt", None, "t", "P", value),))
    text = json_report.render(_with(verdict))
    assert "\x1b" not in text
    assert "\u202e" not in text
    text.encode("utf-8")
    evidence = json.loads(text)["verdicts"][0]["evidence"][0]
    assert evidence == {
        "source": "f\u202e.txt",
        "line": None,
        "table": "t",
        "property": "P",
        "value": "a\x1b]0;evil\x07\u202eb\nc \\ud800",
    }


def test_a_verdict_that_rests_on_the_case_file_says_so() -> None:
    verdict = replace(OAUTH_FAIL, declared=("load_balancers: mail.litwareinc.com",))
    message = json.loads(json_report.render(_with(verdict)))["verdicts"][0]["message"]
    assert message.endswith("This rests on --case: load_balancers: mail.litwareinc.com.")


def _with(verdict) -> CheckResult:
    return replace(RESULT, verdicts=(verdict,))
