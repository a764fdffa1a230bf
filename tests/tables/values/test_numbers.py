"""Numbers, sizes, versions and time spans."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.values import (
    UNLIMITED,
    decimal_separator,
    infer_culture,
    parse_int,
    parse_number,
    parse_size,
    parse_timespan,
    parse_version,
)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("5061", (5061,)), ("-1", (-1,)), (" 7 ", (7,)), ("2,684,354,560", (2684354560,)), ("1.234", (1234,)),
        ("1 234 567", (1234567,)), ("1\u00a0234", (1234,)), ("1'234", (1234,)), ("Unlimited", (UNLIMITED,)),
        ("1.5", ()), ("1,23", ()), ("1,234.567", ()), ("12a", ()), ("", ()), ("1234,567", ()), ("٣٤", (34,)),
        ("9" * 200, ()),
    ],
)  # fmt: skip
def test_ints(text: str, readings: tuple[float, ...]) -> None:
    assert parse_int(text) == readings


@pytest.mark.parametrize(
    ("text", "decimal", "readings"),
    [
        ("83465.074", None, (83465.074,)), ("83465,074", None, (83465.074,)), ("1,234.5", None, (1234.5,)),
        ("1.234,5", None, (1234.5,)), ("1.234", None, (1.234, 1234)), ("1.234", ".", (1.234,)),
        ("1.234", ",", (1234,)), ("1.234.567", None, (1234567,)), ("0,5", None, (0.5,)), ("1e3", None, (1000.0,)),
        ("5", None, (5,)), ("-2.5", None, (-2.5,)), ("59080٫311", None, (59080.311,)), ("1.2.3", None, ()),
        ("x", None, ()), ("", None, ()), (".", None, ()), ("1.5", ",", ()),
    ],
)  # fmt: skip
def test_numbers(text: str, decimal: str | None, readings: tuple[float, ...]) -> None:
    assert parse_number(text, decimal) == readings


def test_numbers_tell_a_part_of_the_culture() -> None:
    assert infer_culture([], ["1.234", "2,5"]).culture.decimal == ","
    assert infer_culture([]).culture.decimal is None


def test_the_decimal_separator_is_told_by_numbers_of_one_reading() -> None:
    assert decimal_separator(["1.234", "2,5"]) == ","
    assert decimal_separator(["1.234", "2.5"]) == "."
    assert decimal_separator(["1.234", "7"]) is None
    assert decimal_separator(["1.5", "2,5"]) is None


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2.5 GB (2,684,354,560 bytes)", (2684354560,)), ("2,5 GB (2.684.354.560 Bytes)", (2684354560,)),
        ("25 MB", (26214400,)), ("1.5 KB", (1536,)), ("1024", (1024,)), ("unlimited", (UNLIMITED,)), ("big", ()),
    ],
)  # fmt: skip
def test_sizes(text: str, readings: tuple[float, ...]) -> None:
    assert parse_size(text) == readings


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Version 15.0 (Build 1497.2)", ((15, 0, 1497, 2),)), ("Version 15.1 (Build 32507.6)", ((15, 1, 2507, 6),)),
        ("15.02.0986.005", ((15, 2, 986, 5),)), ("7.0.2046.396", ((7, 0, 2046, 396),)), ("5", ((5,),)),
        ("0.20 (15.0.0.0)", ((0, 20),)), ("10.0.17763.1 (WinBuild.160101.0800)", ((10, 0, 17763, 1),)), ("n/a", ()),
        ("", ()), ("1." * 60, ()),
    ],
)  # fmt: skip
def test_versions(text: str, readings: tuple[tuple[int, ...], ...]) -> None:
    assert parse_version(text) == readings


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("7.00:00:00", (dt.timedelta(days=7),)), ("00:00:03.0040000", (dt.timedelta(seconds=3, milliseconds=4),)),
        ("-01:30:00", (dt.timedelta(hours=-1.5),)), ("P7D", (dt.timedelta(days=7),)),
        ("PT15M0.5S", (dt.timedelta(minutes=15, milliseconds=500),)), ("Unlimited", (UNLIMITED,)), ("P", ()),
        ("PT", ()), ("1:2", ()), ("99999999999.00:00:00", ()),
    ],
)  # fmt: skip
def test_timespans(text: str, readings: tuple[dt.timedelta | float, ...]) -> None:
    assert parse_timespan(text) == readings


@given(st.integers(), st.sampled_from([",", ".", " ", "\u00a0", "'", "’"]))
def test_grouped_ints_are_read_back(number: int, separator: str) -> None:
    text = f"{number:,}".replace(",", separator)
    if len(text) <= 100:
        assert parse_int(text) == (number,)


@given(st.decimals(-1_000_000, 1_000_000, places=2), st.sampled_from(".,"))
def test_numbers_are_read_back(number: object, decimal: str) -> None:
    text = str(number).replace(".", decimal)
    assert float(str(number)) in parse_number(text)
    assert parse_number(text, decimal) == (float(str(number)),)


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    for read in (parse_int, parse_number, parse_size, parse_version, parse_timespan):
        read(text)  # type: ignore[operator]
    decimal_separator([text])


def test_numbers_by_culture(shared: Path) -> None:
    """Each number is read right once the others of its culture tell the separator."""
    groups: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with (shared / "data/reference/dates_by_culture.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["number"]:
                groups[row["culture"]].append((row["number"], float(row["number_value"])))
    for culture, numbers in groups.items():
        for at, (text, value) in enumerate(numbers):
            decimal = decimal_separator(other for index, (other, _) in enumerate(numbers) if index != at)
            assert parse_number(text, decimal) == (value,), (culture, text)
