"""One rule over one table: outcomes, evidence, gaps, and texts with the customer's values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analyzer.engine.evaluate import Context, judge_rule
from analyzer.engine.rule import Rule
from analyzer.engine.rulefile import read_rule
from analyzer.engine.verdict import Outcome, Verdict
from analyzer.tables.cells import Cell, Evidence, Gap, Row
from analyzer.tables.table import Export, Table

AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
CONTEXT = Context(AS_OF, lambda table: f"Get-{table}", lambda gap: f"Get-{gap.table} {gap.server or ''}".strip())
TEXT = """
id: TEST-001
title: {en: The state is good, zh-TW: 狀態良好}
severity: error
products: [lync-2013]
features: [ucs]
source: none
covers: [prerequisite/F1]
each: cs_pool
where: {Kind: {equals: web}}
expect: {State: {equals: good}}
message: {en: "{subject} is {State} on {server}", zh-TW: "{subject} 為 {State}"}
fix: Set-CsPool -Identity {Identity}
verify: Get-CsPool
examples: {pass: a, fail: b, unknown: c}
"""


def rule(**changes: str) -> Rule:
    """The rule of `TEXT`, some of its lines changed."""
    lines = [line for line in TEXT.strip().splitlines() if line.partition(":")[0] not in changes]
    text = "\n".join([*lines, *(f"{name}: {value}" for name, value in changes.items())])
    found, problems = read_rule(Path("TEST-001-state.yaml"), text)
    assert found is not None, problems
    return found


def cell(value: object, line: int = 1) -> Cell:
    return Cell((value,), False, (Evidence("a.txt", line, "cs_pool", "p", str(value)),))


def verdict(row: dict[str, Cell], table: Table | None = None, **changes: str) -> Verdict:
    made = table or Table("cs_pool", "Lync Server", (Row(row, subject="pool01", server="fe01"),))
    (found,) = judge_rule(rule(**changes), made, CONTEXT)
    return found


GOOD, BAD, WEB, OTHER = cell("good"), cell("bad"), cell("web", 2), cell("other", 2)
LOST = Cell((), False, (Evidence("a.txt", 3, "cs_pool", "State", "b?d"),), (Gap("characters-lost"),))


@pytest.mark.parametrize(
    ("kind", "state", "outcome"),
    [
        (WEB, GOOD, Outcome.PASS),
        (WEB, BAD, Outcome.FAIL),
        (WEB, LOST, Outcome.UNKNOWN),
        (WEB, None, Outcome.UNKNOWN),
        (WEB, Cell(("good", "bad")), Outcome.UNKNOWN),
        (WEB, Cell(("bad", "worse")), Outcome.FAIL),
        (WEB, Cell(("go",), open=True), Outcome.UNKNOWN),
        (WEB, Cell(("ba",), open=True), Outcome.FAIL),
        (OTHER, BAD, Outcome.NOT_APPLICABLE),
        (OTHER, None, Outcome.NOT_APPLICABLE),
        (None, GOOD, Outcome.UNKNOWN),
        (None, BAD, Outcome.UNKNOWN),
        (Cell(("web", "other")), BAD, Outcome.UNKNOWN),
    ],
)
def test_outcomes(kind: Cell | None, state: Cell | None, outcome: Outcome) -> None:
    row = {name: value for name, value in (("Kind", kind), ("State", state)) if value is not None}
    found = verdict(row)
    assert found.outcome is outcome
    assert (found.gap is not None) == (outcome is Outcome.UNKNOWN)
    assert (found.fix is not None) == (outcome is Outcome.FAIL)


def test_evidence_is_what_was_read_first_what_was_expected() -> None:
    assert [evidence.line for evidence in verdict({"Kind": WEB, "State": BAD, "Other": cell("x", 9)}).evidence] == [
        1,
        2,
    ]
    assert [evidence.line for evidence in verdict({"Kind": OTHER, "State": BAD}).evidence] == [2]
    assert [evidence.line for evidence in verdict({"Kind": WEB, "State": LOST}).evidence] == [3, 2]


def test_a_gap_says_what_is_missing_and_what_would_tell() -> None:
    gap = verdict({"Kind": WEB}).gap
    assert gap is not None
    assert gap.reason["en"] == "State was not exported"
    assert gap.commands == ("Get-cs_pool fe01",)


def test_every_unknown_has_a_reason() -> None:
    """Two sure dates that a time zone keeps apart decide nothing either."""
    local = dt.datetime(2026, 6, 15, 9)
    row = {"Kind": WEB, "A": cell(local), "B": cell(AS_OF)}
    found = verdict(row, expect="{A: {after: {property: B}}}")
    assert found.outcome is Outcome.UNKNOWN
    assert found.gap is not None
    assert found.gap.reason["en"]


FULL = Export("cs_pool", "a.txt", 7, 0, "command", 1.0, command="Get-CsPool")


@pytest.mark.parametrize(
    ("table", "when_none", "outcome"),
    [
        (Table("cs_pool", "Lync Server"), "fail", Outcome.UNKNOWN),
        (Table("cs_pool", "Lync Server", (), (FULL,), (Gap("export-cut", "cs_pool"),)), "fail", Outcome.UNKNOWN),
        (Table("cs_pool", "Lync Server", (), (FULL,)), "fail", Outcome.FAIL),
        (Table("cs_pool", "Lync Server", (), (FULL,)), "pass", Outcome.PASS),
        (Table("cs_pool", "Lync Server", (), (FULL,)), "not_applicable", Outcome.NOT_APPLICABLE),
    ],
)
def test_no_rows_count_only_where_the_export_proves_it(table: Table, when_none: str, outcome: Outcome) -> None:
    found = verdict({}, table, when_none=when_none)
    assert (found.outcome, found.subject) == (outcome, "Lync Server")
    if outcome is not Outcome.UNKNOWN:
        assert [(evidence.line, evidence.value) for evidence in found.evidence] == [(7, "Get-CsPool")]


def test_texts_have_the_customers_values() -> None:
    found = verdict({"Kind": WEB, "State": BAD, "Identity": cell("Default Web Site")})
    assert found.message["en"] == "pool01 is bad on fe01"
    assert found.message["zh-TW"] == "pool01 為 bad"
    assert found.fix is not None
    assert found.fix["en"] == "Set-CsPool -Identity Default Web Site"


def test_texts_name_what_was_not_exported() -> None:
    message = '{en: "The {Identity} is {State}", zh-TW: "{Identity} 為 {State}"}'
    found = verdict({"Kind": WEB, "State": BAD, "Identity": LOST}, message=message)
    assert found.message["en"] == "The <Identity> is bad"


@pytest.mark.parametrize(
    "value",
    [
        "x; calc",
        "x & calc",
        "x | calc",
        "$(calc)",
        "`calc",
        "x -Force",
        "-Force",
        "@args",
        "a\nb",
        "‘x",
        "x > y",
        "{x}",
    ],
)
def test_a_value_that_powershell_would_run_is_not_put_into_a_command(value: str) -> None:
    found = verdict({"Kind": WEB, "State": BAD, "Identity": cell(value)})
    assert found.fix is not None
    assert found.fix["en"] == "Set-CsPool -Identity <Identity>"
