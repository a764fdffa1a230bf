from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.engine.verdict import CheckResult, Outcome
from analyzer.reports import terminal
from analyzer.reports.columns import display_width
from analyzer.sanitise import visible
from analyzer.tables.cells import Evidence

from .golden import check_golden
from .result_by_hand import OAUTH_FAIL, RESULT

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
COMMAND = re.compile(r"\s*(Set|Get)-")


@pytest.mark.parametrize("language", ["en", "zh-TW"])
@pytest.mark.parametrize("width", [80, 120])
def test_text(language: str, width: int) -> None:
    text = terminal.render(RESULT, language=language, width=width, now=NOW)
    check_golden(f"check.{language}.{width}.txt", text)
    assert all(display_width(line) <= width for line in text.splitlines() if not COMMAND.match(line))


def test_verbose_text() -> None:
    check_golden("check.en.100.verbose.txt", terminal.render(RESULT, verbose=True, now=NOW))


def test_colours_change_nothing_but_colours() -> None:
    plain = terminal.render(RESULT, width=80, now=NOW)
    coloured = terminal.render(RESULT, width=80, now=NOW, colour=True)
    assert "\x1b[" not in plain
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_commands_are_never_wrapped() -> None:
    lines = terminal.render(RESULT, width=60).splitlines()
    assert "      " + OAUTH_FAIL.fix["en"] in lines


def test_order_is_fix_then_ask_then_proven_then_files_then_summary() -> None:
    text = terminal.render(RESULT)
    headings = ["Read ", "As of", "FIX FIRST", "ASK THE CUSTOMER FOR", "PROVEN RIGHT", "ABOUT THE FILES", "4 failed"]
    assert sorted(headings, key=text.index) == headings
    assert text.endswith("verdicts of 11 rules.\n")


def test_what_to_ask_for_is_a_block_of_powershell() -> None:
    text = terminal.render(RESULT)
    block = text.partition("management shell:\n")[2].partition("\nOPEN")[0]
    assert all(not line or line.startswith(("  #", "  Get-")) for line in block.splitlines())


def test_the_present_is_shown_only_where_it_differs() -> None:
    assert "It is 2026-11-23 09:00 UTC now" in terminal.render(RESULT, width=200, now=NOW)
    assert "now" not in terminal.render(RESULT, width=200, now=RESULT.as_of).splitlines()[1]


def test_the_time_of_a_transcript_is_the_local_time_of_its_session() -> None:
    line = terminal.render(RESULT, width=200).splitlines()[1]
    assert line == "As of  2026-06-15 08:00, the time of the transcript (local time of the session, taken as UTC)."
    line = terminal.render(replace(RESULT, as_of_origin="option"), width=200).splitlines()[1]
    assert line == "As of  2026-06-15 08:00 UTC, as given with --as-of."


def test_nothing_wrong() -> None:
    good = replace(
        RESULT,
        complete=True,
        verdicts=tuple(v for v in RESULT.verdicts if v.outcome is Outcome.PASS),
        sources=RESULT.sources[:1],
    )
    check_golden("good.en.80.txt", terminal.render(good, width=80))


def test_nothing_read() -> None:
    text = terminal.render(replace(RESULT, sources=(), verdicts=()), width=80)
    assert "0 files, 0 recognised" in text
    assert "Nothing in the input is output that can be judged." in text


def test_many_subjects_and_places_are_folded() -> None:
    places = tuple(Evidence("a.txt", n + 1, "t", "P", str(n)) for n in range(50))
    many = tuple(replace(OAUTH_FAIL, subject=f"server{n}", evidence=places) for n in range(40))
    text = terminal.render(replace(RESULT, verdicts=many))
    assert "and 44 more places (--verbose)" in text
    assert "and 32 more: server8, server9" in text
    assert len(text.splitlines()) < 130
    everything = terminal.render(replace(RESULT, verdicts=many), verbose=True)
    assert everything.count("P = 49") == 40


def test_long_values_are_shortened_with_their_length() -> None:
    verdict = replace(OAUTH_FAIL, evidence=(Evidence("a.txt", 1, "t", "P", "x" * 5000),))
    text = terminal.render(_with(verdict))
    assert "4,700 of 5,000 characters" in " ".join(text.split())
    assert len(text) < 3000


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=40), st.integers(40, 120))
def test_nothing_from_the_data_acts_on_a_terminal(data: str, width: int) -> None:
    texts = {"en": data, "zh-TW": data}
    verdict = replace(
        OAUTH_FAIL,
        subject=data,
        message=texts,
        title=texts,
        fix=texts,
        verify=data,
        features=(data,),
        evidence=(Evidence(data, 1, data, data, data),),
    )
    text = terminal.render(_with(verdict), width=width)
    assert visible(text) == text
    text.encode("utf-8")


@pytest.mark.parametrize("width", [80, 120])
def test_what_is_proven_is_one_short_line_an_area(width: int) -> None:
    passing = [v for v in RESULT.verdicts if v.rule == "PA-001"]
    ids = [f"CERT-{n:03}" for n in (1, 2, 3, 5, 6, 9)] + ["OWN-A-010", "SINGLE"]
    verdicts = [replace(passing[0], rule=rule, subject=subject) for rule in ids for subject in ("a", "b")]
    verdicts.append(replace(OAUTH_FAIL, rule="CERT-009", subject="c"))
    text = terminal.render(replace(RESULT, verdicts=tuple(verdicts)), width=width)
    section = text.partition("PROVEN RIGHT\n")[2].partition("\n\n")[0]
    assert " ".join(section.split()) == (
        "16 verdicts by 8 rules; --verbose gives their titles and evidence. 1 rule, 2 verdicts (SINGLE) "
        "CERT certificates of Lync: 6 rules, 12 verdicts (001-003, 005, 006; for some subjects only: 009) "
        "OWN-A 1 rule, 2 verdicts (010)"
    )


def _with(verdict) -> CheckResult:
    return replace(RESULT, verdicts=(verdict,))


def test_what_the_present_changes_is_listed() -> None:
    passed = replace(OAUTH_FAIL, rule="CERT-002", outcome=Outcome.PASS, subject="fe01", fix=None)
    gone = replace(OAUTH_FAIL, outcome=Outcome.NOT_APPLICABLE, fix=None)
    changed = (gone, replace(passed, outcome=Outcome.FAIL))
    result = replace(RESULT, verdicts=(OAUTH_FAIL, passed), now=NOW, changed=changed)
    lines = terminal.render(result, width=100, now=NOW).splitlines()
    start = lines.index("JUDGED AT 2026-11-23 09:00 UTC INSTEAD: 2 VERDICTS DIFFER")
    assert lines[start + 1].startswith("  CERT-002   fail instead of pass: Not met: ")
    assert lines[start + 2].strip() == "fe01"
    assert lines[start + 3].startswith("  OAUTH-002  not applicable instead of fail: Lync looks")
    assert "JUDGED AT" not in terminal.render(replace(result, changed=()), now=NOW)
