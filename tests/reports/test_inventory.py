from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from analyzer.reports import inventory

from .golden import check_golden
from .result_by_hand import RESULT

UNNAMED = {"ticket.zip!readme.md": [("unrecognised_readme", 3)]}


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_text(language: str) -> None:
    text = inventory.render(RESULT.sources, UNNAMED, complete=False, language=language, width=80)
    check_golden(f"inventory.{language}.80.txt", text)


def test_nothing_lost() -> None:
    text = inventory.render(RESULT.sources[:1], {}, complete=True)
    assert text.endswith("EXPORT DOCTOR: NOTHING WAS LOST.\n")


def test_of_nothing_recognised_nothing_is_called_well() -> None:
    unknown = replace(RESULT.sources[2], format="unknown")
    text = inventory.render([unknown], {}, complete=True)
    assert "EXPORT DOCTOR" not in text
    assert "unknown" not in text


def test_json_follows_the_language() -> None:
    document = json.loads(inventory.render_json(RESULT.sources, UNNAMED, complete=False, language="zh-TW"))
    cut = next(note for source in document["sources"] for note in source["notes"] if note["code"] == "list-cut")
    assert cut["message"] == "清單以省略符號結尾：缺少部分項目。"
    assert re.search("[\u4e00-\u9fff]", cut["advice"])


def test_every_note_has_its_advice() -> None:
    document = json.loads(inventory.render_json(RESULT.sources, UNNAMED, complete=False))
    assert document["complete"] is False
    notes = [note for source in document["sources"] for note in source["notes"]]
    assert {note["kind"] for note in notes} == {"loss", "doubt", "remark"}
    assert all(note["advice"] for note in notes)
    assert document["sources"][2]["unrecognised"] == [{"name": "unrecognised_readme", "records": 3}]
