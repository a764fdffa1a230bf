"""Agreement with Microsoft's On-Premises Diagnostics for Skype for Business Server, case by case.

Each of their test cases for the areas Exchange and ContactList is rendered as an export in three formats. What a rule
of ours decides must be what theirs decided, or docs/deviations.md names the document that is right.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import analyzer
from analyzer.engine.pack_checks import worst

from .deviations import SHARED, Deviation, deviations, not_covered

DATA = SHARED / "data" / "sfb_diagnostics"
NOW = dt.datetime(2026, 11, 22, 12)  # the reference time of their cases
AREAS = ("Exchange", "ContactList")
RENDERINGS = {
    "list": {"format": "fl"},
    "csv": {"format": "csv"},
    "clixml": {"format": "clixml"},
    "list, cut after four": {"format": "fl", "enum_limit": 4},
    "list, ISO dates": {"format": "fl", "dates": "iso"},
    "csv, type names": {"format": "csv", "csv_typenames": True},
}
OPTIONS: dict[str, Any] = {"dates": "us", "enum_limit": 0, "csv_typenames": False, "no_context": False, "bom": False}


@functools.cache
def renderer() -> ModuleType:
    """The shared tool that renders a case as files."""
    spec = importlib.util.spec_from_file_location("render_case", SHARED / "tools" / "render_case.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = written
    return module


@functools.cache
def cases() -> tuple[dict[str, Any], ...]:
    """Their cases that can be rendered."""
    if not DATA.is_dir():
        return ()
    found = json.loads((DATA / "cases.json").read_text(encoding="utf-8"))["cases"]
    return tuple(case for case in found if case["area"] in AREAS and case["convertible"])


@functools.cache
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


@functools.cache
def covered() -> frozenset[str]:
    """The names of their rules that a rule of ours covers."""
    names = (name for rule in pack().rules for name in rule.covers)
    return frozenset(name.partition("/")[2] for name in names if name.startswith("sfb-diagnostics/"))


def decidable() -> Iterator[Any]:
    """Each case of a covered rule in each rendering."""
    if not cases():
        yield pytest.param(None, "", marks=pytest.mark.skip(reason="the reference data (../shared) is not there"))
    for case in cases():
        if case["rule"] in covered():
            for rendering in RENDERINGS:
                yield pytest.param(case, rendering, id=f"{case['id']}-{rendering}")


def decided(case: dict[str, Any], rendering: str, folder: Path) -> str:
    """The worst verdict of the rules that cover the case's rule."""
    renderer().render(case, str(folder), argparse.Namespace(**OPTIONS | RENDERINGS[rendering]), NOW)
    verdicts = analyzer.open_case(folder).check(pack(), NOW).verdicts
    return worst({v.outcome for v in verdicts if f"sfb-diagnostics/{case['rule']}" in v.covers}).value


@pytest.mark.parametrize(("case", "rendering"), list(decidable()))
def test_the_verdict_is_theirs_or_a_listed_deviation(case: dict[str, Any], rendering: str, tmp_path: Path) -> None:
    ours = decided(case, rendering, tmp_path)
    theirs = "pass" if case["expected"]["success"] else "fail"
    deviation = deviations().get(f"sfb-diagnostics/{case['id']}")
    expected = deviation or Deviation(case["id"], theirs, theirs, "", "")
    assert (theirs, ours) == (expected.theirs, expected.ours)


def test_what_is_not_covered_is_listed() -> None:
    if not DATA.is_dir():
        pytest.skip("the reference data (../shared) is not there")
    rules = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))["rules"]
    missing = {f"sfb-diagnostics/{rule['rule']}" for rule in rules if rule["area"] in AREAS} - {
        f"sfb-diagnostics/{name}" for name in covered()
    }
    assert {name for name in not_covered() if name.startswith("sfb-diagnostics/")} == missing


def test_every_deviation_names_a_document_and_a_reason() -> None:
    assert [d.case for d in deviations().values() if not d.document or not d.reason] == []
