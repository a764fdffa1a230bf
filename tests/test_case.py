"""A case: the time that it is judged at (design decision 7), and what --case may say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import analyzer
from analyzer.case_file import parse_moment, read_case_file
from analyzer.model import Reading, Session, Source
from analyzer.tables.build import Declared

JUNE, JULY = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


def case(*sessions: Session, as_of: dt.datetime | None = None) -> analyzer.Case:
    readings = tuple(
        (Source(f"case/{number}.txt", 0, ""), Reading("transcript", session=session))
        for number, session in enumerate(sessions)
    )
    return analyzer.Case(readings, Declared(as_of=as_of))


FIRST = Session("FE01", start=dt.datetime(2026, 5, 1, 8), end=dt.datetime(2026, 5, 1, 9))
SECOND = Session("FE02", start=dt.datetime(2026, 5, 2, 8))


@pytest.mark.parametrize(
    ("given", "declared", "sessions", "expected", "origin"),
    [
        (JULY, JUNE, (FIRST,), JULY, "option"),
        (dt.datetime(2026, 7, 1), None, (), JULY, "option"),
        (None, JUNE, (FIRST,), JUNE, "case-file"),
        (None, None, (FIRST,), dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC), "transcript"),
        (None, None, (SECOND, FIRST), dt.datetime(2026, 5, 2, 8, tzinfo=dt.UTC), "transcript"),
    ],
)
def test_the_time_of_judgement(
    given: dt.datetime | None,
    declared: dt.datetime | None,
    sessions: tuple[Session, ...],
    expected: dt.datetime,
    origin: str,
) -> None:
    assert case(*sessions, as_of=declared).as_of(given) == (expected, origin)


def test_without_any_it_is_now() -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    moment, origin = case(Session("FE01")).as_of()
    assert origin == "now"
    assert before <= moment <= dt.datetime.now(dt.UTC)


@pytest.mark.parametrize("text", ["2026-06-15T08:00:00Z", "2026-06-15 08:00", "2026-06-15T10:00:00+02:00"])
def test_moments_of_iso_8601(text: str) -> None:
    assert parse_moment(text, "--as-of") == JUNE


def test_what_a_case_file_says(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "as_of: 2026-06-15T08:00:00Z\ndeclared:\n  load_balancers: [mail.litwareinc.com]\n"
        '  origin: {"*fe02*": lyncfe02.litwareinc.com}\n',
        encoding="utf-8",
    )
    declared = read_case_file(path)
    assert (declared.as_of, declared.file) == (JUNE, "case.yaml")
    assert declared.load_balancers == ("mail.litwareinc.com",)
    assert declared.origin == {"*fe02*": "lyncfe02.litwareinc.com"}


def test_no_case_file_is_taken_from_inside_the_case(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("as_of: 2020-01-01\n", encoding="utf-8")
    assert analyzer.open_case(tmp_path).declared == Declared()
