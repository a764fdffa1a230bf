"""Calendars other than the Gregorian one that Windows prints dates in, and their Gregorian dates."""

from __future__ import annotations

import datetime as dt

_HIJRI_FIRST_YEAR = 1390
_HIJRI_FIRST_DAY = dt.date(1970, 3, 8)
_HIJRI_MONTHS = (
    "AD5DD2DA4D49A9552DA5D55AAD56AA"  # 1390
    "69552BA574AE97656CB55AAAA554AD"  # 1400
    "95D2DA5D9DB2BA4B4AA552B5575B6A"  # 1410
    "BD2BC4B89A9552D5ADB6A6D4DC9D92"  # 1420
    "AA69562AE56D36AB55AAA94D49D95D"  # 1430
    "2BA5B55AAD55A9A92E26E55DADA6D4"  # 1440
    "6A554BA9754EAAE5ACBA9D92B2564B"  # 1450
    "CAB55AB556D2EA5E4AA9552DAAD36C"  # 1460
    "7596D269552DA5B4BA9BA3B4B69B52"  # 1470
    "AA64B696D2EC6D9EB2D54D2AA564AE"  # 1480
    "96DD6AB54B29A9352BA57536AB56AA"  # 1490
    "E93"
)
"""Which months of each Um al-Qura year have 30 days, not 29: three hexadecimal digits a year, bit 0 the first month.
The calendar of the King Abdulaziz City for Science and Technology, as Windows and .NET use it for ar-SA."""

_PERSIAN_LEAP_REMAINDERS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_PERSIAN_EPOCH = dt.date(622, 3, 21).toordinal()

YEARS = {
    "gregorian": (1, 9999),
    "buddhist": (2443, 2743),
    "hijri": (_HIJRI_FIRST_YEAR, _HIJRI_FIRST_YEAR + len(_HIJRI_MONTHS) // 3 - 1),
    "persian": (1340, 1480),
    "taiwan": (60, 200),
}
"""The years that can be meant in each calendar: 1970 to 2111 or what the calendar's own limits allow."""


def calendars_of(year: int) -> tuple[str, ...]:
    """The calendars that a printed year of three or four digits may be of.

    A Gregorian year between 1300 and 1599 is in no export (Windows' own time begins in 1601); the years 1 and 9999 are.
    """
    found = [name for name, (first, last) in YEARS.items() if name != "gregorian" and first <= year <= last]
    if not 60 <= year < 1600:
        found.append("gregorian")
    return tuple(found)


def gregorian(calendar: str, year: int, month: int, day: int) -> dt.date | None:
    """The Gregorian date of a date in a calendar of `YEARS`; None where there is no such day."""
    first, last = YEARS[calendar]
    if not (first <= year <= last and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    try:
        if calendar == "hijri":
            return _hijri(year, month, day)
        if calendar == "persian":
            return _persian(year, month, day)
        offset = {"gregorian": 0, "buddhist": -543, "taiwan": 1911}[calendar]
        return dt.date(year + offset, month, day)
    except ValueError:
        return None


def _hijri(year: int, month: int, day: int) -> dt.date | None:
    if day > 29 + _hijri_long(year, month):
        return None
    days = day - 1
    for past in range(_HIJRI_FIRST_YEAR, year):
        days += 12 * 29 + _hijri_flags(past).bit_count()
    days += sum(29 + _hijri_long(year, past) for past in range(1, month))
    return _HIJRI_FIRST_DAY + dt.timedelta(days=days)


def _hijri_flags(year: int) -> int:
    at = 3 * (year - _HIJRI_FIRST_YEAR)
    return int(_HIJRI_MONTHS[at : at + 3], 16)


def _hijri_long(year: int, month: int) -> int:
    return _hijri_flags(year) >> (month - 1) & 1


def _persian(year: int, month: int, day: int) -> dt.date | None:
    """Solar Hijri: six months of 31 days, five of 30, and a last one; leap years by the cycle of 33 years."""
    leap = year % 33 in _PERSIAN_LEAP_REMAINDERS
    length = 31 if month <= 6 else 30 if month < 12 or leap else 29
    if day > length:
        return None
    cycles, rest = divmod(year - 1, 33)
    leaps = 8 * cycles + sum(1 for past in range(1, rest + 1) if past in _PERSIAN_LEAP_REMAINDERS)
    days = 365 * (year - 1) + leaps + 31 * (month - 1) - max(0, month - 7) + day - 1
    return dt.date.fromordinal(_PERSIAN_EPOCH + days)
