"""Dates as Windows prints them, and what a source's own dates tell of its writer's culture.

`04/07/2015 13:46:19` is the fourth of July in London and the seventh of April in a script's invariant culture. Nothing
in the date says which; the other dates of the source may. So a date has readings, one for each order of its fields and
each calendar that Windows has and that the date allows, and the evidence of the source rules readings out. A pattern is
ruled out by a date that it cannot be, never by what is likely.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from analyzer.tables.values.calendars import YEARS, calendars_of, gregorian
from analyzer.tables.values.numbers import decimal_separator
from analyzer.tables.values.printed import MAX_CHARS, PrintedDate, clean, fixed_date, printed_date

ORDERS = ("DMY", "MDY", "YMD")
"""The orders of day, month and year that Windows' cultures have."""

Shape = tuple[str, bool | None]

_SAME_CALENDAR = 2
"""So many dates of a source, all with a year of another calendar, tell that the writer has that calendar."""


@dataclass(frozen=True, slots=True)
class Culture:
    """How a writer prints, as far as its output shows.

    `orders` are the field orders that are left for each shape of dates (separator, clock of 12 hours), `calendars` the
    calendars that are left. `decimal` is the decimal separator, where numbers have told it.
    """

    orders: Mapping[Shape, frozenset[str]] = field(default_factory=dict)
    calendars: frozenset[str] | None = None
    decimal: str | None = None


@dataclass(frozen=True, slots=True)
class CultureEvidence:
    """What the dates of a source tell. `dates` is the number of dates whose culture matters.

    `contradictory` says that no order fits all dates of one shape: their shape is then not decided by them.
    """

    culture: Culture
    dates: int = 0
    contradictory: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    order: str
    calendar: str
    moment: dt.datetime


def parse_date(text: str, culture: Culture | None = None) -> tuple[dt.datetime, ...]:
    """Every moment that a printed date may be, without repetition; empty where the text is no date.

    Naive where the text has no offset: local time of the writer.
    """
    if len(text) > MAX_CHARS:
        return ()
    cleaned = clean(text)
    fixed = fixed_date(cleaned)
    if fixed is not None:
        return (fixed,)
    date = printed_date(cleaned)
    if date is None:
        return ()
    readings = _readings(date)
    if culture is not None:
        orders = _orders_left(date.shape, culture)
        readings = [one for one in readings if one.order in orders] or readings
        if culture.calendars is not None:
            readings = [one for one in readings if one.calendar in culture.calendars] or readings
    return tuple(dict.fromkeys(one.moment for one in readings))


def infer_culture(dates: Iterable[str], numbers: Iterable[str] = ()) -> CultureEvidence:
    """What the printed dates and numbers of a source tell of its writer.

    The orders and calendars that all dates fit, and the decimal separator that the numbers show.
    """
    seen: dict[str, PrintedDate] = {}
    for text in dates:
        if len(text) <= MAX_CHARS and text not in seen:
            cleaned = clean(text)
            if fixed_date(cleaned) is None and (date := printed_date(cleaned)) is not None:
                seen[text] = date
    by_shape: dict[Shape, list[PrintedDate]] = {}
    for date in seen.values():
        by_shape.setdefault(date.shape, []).append(date)
    orders: dict[Shape, frozenset[str]] = {}
    contradictory = False
    for shape, group in by_shape.items():
        left = _common_orders(group)
        contradictory = contradictory or not left
        orders[shape] = left or frozenset(ORDERS)
    culture = Culture(orders, _common_calendars(list(seen.values())), decimal_separator(numbers))
    return CultureEvidence(culture, len(seen), contradictory)


def _orders_left(shape: Shape, culture: Culture) -> frozenset[str]:
    """The orders that the evidence leaves for a shape: its own, else that of all shapes with the same separator.

    A date without a time takes what all clocks of its separator agree on.
    """
    own = culture.orders.get(shape)
    if own is not None and shape[1] is not None:
        return own
    left = frozenset(ORDERS)
    others = [orders for (separator, _), orders in culture.orders.items() if separator == shape[0]]
    for orders in others:
        left &= orders
    return left or own or frozenset(ORDERS)


def _common_orders(group: list[PrintedDate]) -> frozenset[str]:
    left = frozenset(ORDERS)
    for date in group:
        left &= {reading.order for reading in _readings(date)}
    padding = [_padding(date) for date in group]
    first, second = ({pads[at] for pads in padding} - {None} for at in (0, 1))
    if len(first) == len(second) == 1 and first != second:
        left -= {"MDY"}  # no culture pads only one of month and day when the month comes first
    return left


def _common_calendars(dates: list[PrintedDate]) -> frozenset[str] | None:
    """The calendars that all dates have in common; None where they do not tell."""
    sets = [{reading.calendar for reading in _readings(date)} for date in dates]
    sets = [found for found in sets if found]
    if not sets:
        return None
    common = frozenset.intersection(*map(frozenset, sets))
    if len(sets) >= _SAME_CALENDAR and len(common) > 1:
        common -= {"gregorian"}
    return common or None


def _padding(date: PrintedDate) -> tuple[bool | None, bool | None]:
    """Whether the first two fields are padded with a zero; None where a field of two digits does not tell."""

    def padded(printed: str) -> bool | None:
        if len(printed) == 1:
            return False
        return True if printed.startswith("0") and len(printed) == 2 else None

    return padded(date.fields[0]), padded(date.fields[1])


def _readings(date: PrintedDate) -> list[_Reading]:
    """Every order and calendar in which the date exists."""
    time = dt.time() if date.time is None else date.time.time()
    if time is None:
        return []
    found: list[_Reading] = []
    for order in _possible_orders(date):
        printed = dict(zip(order, date.fields, strict=True))
        year, month, day = int(printed["Y"]), int(printed["M"]), int(printed["D"])
        for calendar, whole in _years(printed["Y"], year, date, first=order == "YMD"):
            if (exact := gregorian(calendar, whole, month, day)) is not None:
                found.append(_Reading(order, calendar, dt.datetime.combine(exact, time)))
    return found


def _possible_orders(date: PrintedDate) -> tuple[str, ...]:
    first, _, last = date.fields
    if len(first) > 2 or date.separator in "年년":
        return ("YMD",)
    if date.separator == ".":
        return ("DMY",) if len(last) > 2 else ("DMY", "YMD")
    pads = _padding(date)
    orders = ("DMY",) if None not in pads and pads[0] != pads[1] else ("DMY", "MDY")
    return orders if len(last) > 2 else (*orders, "YMD")


def _years(printed: str, year: int, date: PrintedDate, *, first: bool) -> Iterable[tuple[str, int]]:
    """The calendars that a printed year may be of, each with its whole year (two digits: 1950 to 2049, as Windows).

    A year of two digits may be one of Taiwan's if it stands `first`: 98 is 2009 there.
    """
    if len(printed) <= 2:
        if date.calendar in (None, "gregorian"):
            yield "gregorian", year + (2000 if year < 50 else 1900)
        if date.calendar == "taiwan" or (date.calendar is None and first and year >= YEARS["taiwan"][0]):
            yield "taiwan", year
        return
    names = (date.calendar,) if date.calendar else calendars_of(year)
    yield from product(names, (year,))
