from __future__ import annotations

import time
from dataclasses import replace

from analyzer.engine.verdict import Verdict
from analyzer.reports import digest

from .result_by_hand import OAUTH_FAIL, RESULT, unknown

TEXT = {"en": "x", "zh-TW": "x"}


def failing(rule: str, severity: str = "error", *, explained_by: tuple[str, ...] = (), subject: str = "s") -> Verdict:
    return replace(OAUTH_FAIL, rule=rule, severity=severity, explained_by=explained_by, subject=subject)


def lacking(rule: str, *commands: str, severity: str = "error") -> Verdict:
    return unknown(rule, TEXT, severity, "s", TEXT, *commands)


def shape(verdicts: list[Verdict]) -> list[tuple[str, int, list[str]]]:
    found = digest.findings(verdicts)
    return [(f.verdicts[0].rule, len(f.verdicts), [group[0].rule for group in f.consequences]) for f in found]


def test_failures_by_severity_then_rule_one_entry_a_rule() -> None:
    verdicts = [failing("B", subject="1"), failing("A"), failing("C", "critical"), failing("B", subject="2")]
    assert shape(verdicts) == [("C", 1, []), ("A", 1, []), ("B", 2, [])]


def test_explained_failures_stand_under_their_explanation() -> None:
    verdicts = [
        failing("A", "warning"),
        failing("B", explained_by=("A",)),
        failing("C", explained_by=("B",)),
        failing("D", explained_by=("NOT-FAILING",)),
    ]
    # A is only a warning, but the errors that follow from it make it as urgent as they are.
    assert shape(verdicts) == [("A", 1, ["B", "C"]), ("D", 1, [])]


def test_a_rule_with_one_unexplained_failure_stands_for_itself() -> None:
    verdicts = [failing("A"), failing("B", explained_by=("A",)), failing("B", subject="2")]
    assert shape(verdicts) == [("A", 1, []), ("B", 2, [])]


def test_explanations_in_a_circle_lose_nothing() -> None:
    verdicts = [
        failing("A", explained_by=("B",)),
        failing("B", explained_by=("A",)),
        failing("C", explained_by=("A",)),
    ]
    assert shape(verdicts) == [("A", 1, ["B", "C"])]


def test_the_commands_that_settle_most_come_first() -> None:
    verdicts = [lacking("R1", "one"), lacking("R2", "most"), lacking("R3", "most"), lacking("R4", "most", "one")]
    asked, hopeless = digest.requests(verdicts)
    assert [(tuple(e.command for e in r.errands), [v.rule for v in r.verdicts]) for r in asked] == [
        (("most",), ["R2", "R3"]),
        (("one",), ["R1", "R4"]),
    ]
    assert hopeless == ()


def test_commands_that_only_settle_together_are_asked_together() -> None:
    asked, _ = digest.requests([lacking("R1", "a", "b"), lacking("R2", "b", "a")])
    assert [(tuple(e.command for e in r.errands), len(r.verdicts)) for r in asked] == [(("a", "b"), 2)]


def test_among_equals_the_worse_severity_comes_first() -> None:
    asked, _ = digest.requests([lacking("R1", "a", severity="info"), lacking("R2", "b", severity="critical")])
    assert [tuple(e.command for e in r.errands) for r in asked] == [("b",), ("a",)]


def test_a_command_for_several_servers_is_one_errand() -> None:
    verdicts = [lacking("R1", "[fe02.x] Get-A"), lacking("R2", "[fe01.x] Get-A", "Get-B"), lacking("R3", "Get-B")]
    asked, _ = digest.requests(verdicts)
    assert [r.errands for r in asked] == [
        (digest.Errand("Get-A", ("fe01.x", "fe02.x")), digest.Errand("Get-B")),
    ]


def test_what_no_command_tells_stands_apart() -> None:
    asked, hopeless = digest.requests([lacking("R1")])
    assert asked == []
    assert [verdict.rule for verdict in hopeless] == ["R1"]


def test_every_open_verdict_is_settled_once_and_quickly() -> None:
    verdicts = [lacking(f"R{n}", f"c{n % 400}", *([f"c{n % 7}"] if n % 3 else [])) for n in range(3000)]
    start = time.process_time()
    asked, _ = digest.requests(verdicts)
    assert time.process_time() - start < 3
    assert sum(len(request.verdicts) for request in asked) == len(verdicts)
    commands = [errand.command for request in asked for errand in request.errands]
    assert len(commands) == len(set(commands))


def test_notes_losses_first_and_folded_by_what_they_say() -> None:
    found = [(r.kind, r.code, r.count, [name for name, _ in r.places]) for r in digest.remarks(RESULT.sources)]
    assert found == [
        ("loss", "reader-failed", 1, ["ticket.zip!lync/certs.xml"]),
        ("doubt", "list-cut", 2, ["ticket.zip!exchange/cas.txt"]),
        ("remark", "empty-export", 1, ["ticket.zip!exchange/cas.txt"]),
        ("remark", "nothing-recognised", 1, ["ticket.zip!readme.md"]),
    ]
