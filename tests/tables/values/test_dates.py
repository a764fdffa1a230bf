"""Printed dates: read right once the others tell the culture, several readings before, never a wrong one."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.values import Culture, infer_culture, parse_date
from analyzer.tables.values.calendars import YEARS, gregorian

UTC = dt.UTC


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2027-03-10T02:00:00", "2027-03-10T02:00:00"),
        ("2027-03-10T02:00:00Z", "2027-03-10T02:00:00+00:00"),
        ("2023-01-05T12:08:37.6177687Z", "2023-01-05T12:08:37.617768+00:00"),
        ("2021-10-02T16:56:43.488-05:00", "2021-10-02T16:56:43.488-05:00"),
        ("20260615074012", "2026-06-15T07:40:12"),
        ("20210728155137.000000-300", "2021-07-28T15:51:37-05:00"),
        ("20171206", "2017-12-06T00:00:00"),
        ("Monday, June 15, 2026 7:41:09 AM", "2026-06-15T07:41:09"),
        ("Mon Jun 15 07:41:09 2026 UTC", "2026-06-15T07:41:09+00:00"),
        ("15-Jun-2026", "2026-06-15T00:00:00"),
        ("1/13/2019 9:10:10 PM", "2019-01-13T21:10:10"),
        ("1/13/2019 12:10:10 AM", "2019-01-13T00:10:10"),
        ("1/13/2019 12:10:10 PM", "2019-01-13T12:10:10"),
        ("13.6.2018 8.11.09", "2018-06-13T08:11:09"),
        ("06.05.2018 08:11", "2018-05-06T08:11:00"),
        ("2014/4/22 下午 03:15:02", "2014-04-22T15:15:02"),
        ("2014/4/22 下午3:15:02", "2014-04-22T15:15:02"),
        ("2014年4月22日 15:15:02", "2014-04-22T15:15:02"),
        ("2014년 4월 22일 오후 3:15:02", "2014-04-22T15:15:02"),
        ("2014. 5. 27. 오전 3:09:33", "2014-05-27T03:09:33"),
        ("103/4/22 下午 03:15:02", "2014-04-22T15:15:02"),
        ("民國103/4/22 下午 03:15:02", "2014-04-22T15:15:02"),
        ("令和6年4月22日 3:15:02", "2024-04-22T03:15:02"),
        ("2013-04-26 11 h 36 min 33 s", "2013-04-26T11:36:33"),
        ("13/2/2024 1:03:37 μ.μ.", "2024-02-13T13:03:37"),
        ("22.4.2014 г. 15:15:02 ч.", "2014-04-22T15:15:02"),
        ("13\u200f/5\u200f/1434 بعد الهجرة 12:39:09 ص", "2013-03-25T00:39:09"),
        ("1403/01/01 10:00:00 ق.ظ", "2024-03-20T10:00:00"),
        ("1/1/0001 12:00:00 AM", "0001-01-01T00:00:00"),
        ("12/31/9999 11:59:59 PM", "9999-12-31T23:59:59"),
    ],
)
def test_dates_of_one_reading(printed: str, iso: str) -> None:
    assert parse_date(printed) == (moment(iso),)


@pytest.mark.parametrize(
    "text",
    [
        "", "n/a", "Unlimited", "99/99/2019", "2019-02-30T10:00:00", "31/11/2019 10:00:00", "1/13/2019 25:00:00",
        "1/13/2019 10:00:00 XX", "13:00:00", "7.00:00:00", "10.10.1.11", "15.0.1497.2", "1/2", "2019", "x" * 5000,
        "1/13/2019 13:10:10 AM", "1-2.2019",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) == ()


def test_day_and_month_stay_open_alone() -> None:
    assert set(parse_date("03/10/2027 02:00:00")) == {moment("2027-03-10T02:00:00"), moment("2027-10-03T02:00:00")}


@pytest.mark.parametrize(
    ("others", "iso"),
    [
        (["13/10/2027 02:00:00"], "2027-10-03T02:00:00"),
        (["10/13/2027 02:00:00"], "2027-03-10T02:00:00"),
        (["04/07/2026 02:00:00", "25/12/2025 23:00:00"], "2027-10-03T02:00:00"),
    ],
)
def test_other_dates_decide(others: list[str], iso: str) -> None:
    evidence = infer_culture(others)
    assert not evidence.contradictory
    assert parse_date("03/10/2027 02:00:00", evidence.culture) == (moment(iso),)


def test_only_dates_of_the_same_clock_decide() -> None:
    """A script's invariant dates stand beside those of the culture; they say nothing of each other."""
    culture = infer_culture(["25/12/2025 23:00:00", "3/10/2027 2:00:00 AM"]).culture
    assert len(parse_date("3/10/2027 2:00:00 AM", culture)) == 2
    assert len(parse_date("03/10/2027 02:00:00", culture)) == 1


def test_contradictory_dates_decide_nothing() -> None:
    evidence = infer_culture(["13/10/2027 02:00:00", "10/13/2027 02:00:00"])
    assert evidence.contradictory
    assert len(parse_date("03/10/2027 02:00:00", evidence.culture)) == 2


def test_one_padded_field_tells_that_the_day_comes_first() -> None:
    assert parse_date("4/07/2015 1:46:19 PM") == (moment("2015-07-04T13:46:19"),)
    culture = infer_culture(["4/10/2015 1:46:19 PM", "12/07/2015 1:46:19 PM"]).culture
    assert parse_date("11/10/2015 1:46:19 PM", culture) == (moment("2015-10-11T13:46:19"),)


def test_a_calendar_is_told_by_the_others() -> None:
    assert len(parse_date("5/5/2559 02:28:43")) == 2
    culture = infer_culture(["5/5/2559 02:28:43", "16/11/2562 12:42:58"]).culture
    assert parse_date("5/5/2559 02:28:43", culture) == (moment("2016-05-05T02:28:43"),)
    mixed = infer_culture(["16/11/2019 12:42:58", "16/11/2020 12:42:58"]).culture
    assert parse_date("20/5/2559 02:28:43", mixed) == (moment("2559-05-20T02:28:43"),)


def test_a_year_of_two_digits_may_be_one_of_taiwan() -> None:
    assert set(parse_date("98/2/1 上午 09:34:06")) == {
        dt.datetime(1998, 2, 1, 9, 34, 6),
        dt.datetime(2009, 2, 1, 9, 34, 6),
    }
    culture = infer_culture(["98/2/1 上午 09:34:06", "103/4/22 下午 03:15:02"]).culture
    assert parse_date("98/2/1 上午 09:34:06", culture) == (dt.datetime(2009, 2, 1, 9, 34, 6),)
    assert parse_date("2/13/98 9:34:06 AM") == (dt.datetime(1998, 2, 13, 9, 34, 6),)


def test_dates_that_read_one_way_are_no_evidence() -> None:
    assert infer_culture(["2027-03-10T02:00:00Z", "no date", ""]).dates == 0


@pytest.mark.parametrize(
    ("calendar", "date", "iso"),
    [
        ("hijri", (1445, 9, 1), "2024-03-11"),
        ("hijri", (1390, 1, 1), "1970-03-08"),
        ("hijri", (1500, 12, 30), "2077-11-16"),
        ("persian", (1399, 12, 30), "2021-03-20"),
        ("persian", (1405, 1, 1), "2026-03-21"),
        ("buddhist", (2567, 2, 29), "2024-02-29"),
        ("taiwan", (115, 6, 15), "2026-06-15"),
    ],
)
def test_calendars(calendar: str, date: tuple[int, int, int], iso: str) -> None:
    assert gregorian(calendar, *date) == dt.date.fromisoformat(iso)


@pytest.mark.parametrize("calendar", ["hijri", "persian"])
def test_every_day_of_a_calendar_follows_the_one_before(calendar: str) -> None:
    first, last = YEARS[calendar]
    days = [
        found
        for year in range(first, last + 1)
        for month in range(1, 13)
        for day in range(1, 32)
        if (found := gregorian(calendar, year, month, day)) is not None
    ]
    assert all(later - earlier == dt.timedelta(days=1) for earlier, later in pairwise(days))


moments = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2060, 1, 1)).map(lambda when: when.replace(microsecond=0))
PATTERNS = {
    "en-US": lambda d: f"{d.month}/{d.day}/{d.year} {d.hour % 12 or 12}:{d:%M:%S} {'AM' if d.hour < 12 else 'PM'}",
    "en-GB": lambda d: f"{d:%d/%m/%Y %H:%M:%S}",
    "de-DE": lambda d: f"{d:%d.%m.%Y %H:%M:%S}",
    "zh-TW": lambda d: (
        f"{d.year}/{d.month}/{d.day} {'上午' if d.hour < 12 else '下午'} {d.hour % 12 or 12:02}:{d:%M:%S}"
    ),
    "nl-NL": lambda d: f"{d.day}-{d.month}-{d.year} {d:%H:%M:%S}",
    "fi-FI": lambda d: f"{d.day}.{d.month}.{d.year} {d.hour}.{d:%M.%S}",
    "invariant": lambda d: f"{d:%m/%d/%Y %H:%M:%S}",
}


@given(st.sampled_from(sorted(PATTERNS)), st.lists(moments, min_size=1, max_size=8))
def test_the_truth_is_always_among_the_readings(culture: str, dates: list[dt.datetime]) -> None:
    printed = [PATTERNS[culture](date) for date in dates]
    evidence = infer_culture(printed)
    assert not evidence.contradictory
    for text, date in zip(printed, dates, strict=True):
        assert date in parse_date(text)
        assert date in parse_date(text, evidence.culture)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_raises(text: str, other: str) -> None:
    parse_date(text, infer_culture([other, text]).culture)


@given(st.text(alphabet="0123456789/-.: ,TZAPMapm年月日時上午+h", max_size=60))
def test_nothing_like_a_date_raises(text: str) -> None:
    parse_date(text, Culture())


def test_dates_by_culture_told_by_the_others(shared: Path) -> None:
    """Eight dates each of 36 cultures in both of Windows' spellings: all right, with the culture told by seven."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with (shared / "data/reference/dates_by_culture.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            groups[row["culture"], row["source"]].append(row)
    assert len(groups) >= 36
    for name, rows in groups.items():
        for at, row in enumerate(rows):
            culture = infer_culture(other["printed"] for index, other in enumerate(rows) if index != at).culture
            expected = moment(row["iso"])
            assert parse_date(row["printed"], culture) == (expected,), (name, row["printed"])
            assert expected in parse_date(row["printed"]), (name, row["printed"])
            if row["short"]:
                midnight = expected.replace(hour=0, minute=0, second=0)
                assert parse_date(row["short"], culture) == (midnight,), (name, row["short"])
