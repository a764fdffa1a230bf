"""Numbers, sizes, versions and time spans as PowerShell prints them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable

MAX_CHARS = 100

UNLIMITED = math.inf
"""What Exchange prints as `Unlimited`."""

_GROUPED = re.compile(r"[+-]?\d{1,3}(?P<sep>[,.'’  ])\d{3}(?:(?P=sep)\d{3})*\Z")
_PLAIN = re.compile(r"[+-]?\d+\Z")
_NUMBER = re.compile(
    r"(?P<whole>[+-]?[\d,.'’  ]*\d|[+-]?)(?:(?P<decimal>[.,])(?P<fraction>\d+))?(?P<exponent>[eE][+-]?\d+)?\Z"
)
_BYTES = re.compile(r"\((?P<bytes>[\d,.'’  ]*\d) ?[^\d()]*\)\Z")
_UNIT = re.compile(r"(?P<number>[\d,.'’  ]*\d) ?(?P<unit>[KMGTP]?B)\Z", re.IGNORECASE)
_UNITS = {"B": 0, "KB": 10, "MB": 20, "GB": 30, "TB": 40, "PB": 50}
_SPAN = re.compile(
    r"(?P<sign>-)?(?:(?P<days>\d+)[.:])?(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})(?:[.,](?P<f>\d{1,7}))?\Z"
)
_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<days>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)(?:\.(?P<f>\d{1,7})\d*)?S)?)?\Z"
)
_BUILD = re.compile(r"(?:Version )?(\d{1,9}(?:\.\d{1,9})*) \(Build (\d{1,9}(?:\.\d{1,9})*)\)\Z", re.IGNORECASE)
_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,5})\Z", re.IGNORECASE)
_INTERNAL_BUILDS = 30_000
_TO_PLAIN = {**dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u066c"), " "), 0x066B: ","}


def _clean(text: str) -> str:
    """ASCII digits and plain blanks; Arabic separators as those that they look like."""
    plain = text.strip().translate(_TO_PLAIN)
    if plain.isascii():
        return plain
    return "".join(str(int(one)) if one.isdecimal() and not one.isascii() else one for one in plain)


def parse_int(text: str) -> tuple[float, ...]:
    """A whole number, with or without groups of three digits in any culture's way; `Unlimited` is infinite."""
    if len(text) > MAX_CHARS:
        return ()
    plain = _clean(text)
    if plain.casefold() == "unlimited":
        return (UNLIMITED,)
    if _PLAIN.match(plain):
        return (int(plain),)
    if _GROUPED.match(plain):
        return (int("".join(one for one in plain if one.isdigit() or one in "+-")),)
    return ()


def parse_number(text: str, decimal: str | None = None) -> tuple[float, ...]:
    """A number that may have a fraction. `decimal` is the writer's decimal separator, if that is known.

    Two readings where one separator stands before three digits and nothing tells whether it groups or divides.
    """
    if len(text) > MAX_CHARS:
        return ()
    plain = _clean(text)
    match = _NUMBER.match(plain)
    if match is None or not any(character.isdigit() for character in plain):
        return ()
    if _PLAIN.match(plain):
        return (int(plain),)
    separators = [one for one in plain if one in ",.'’ "]
    grouped = _GROUPED.match(plain)
    if grouped and (len(separators) > 1 or grouped["sep"] not in ",."):
        return parse_int(plain)
    if grouped and decimal is None:
        return (_float(plain, grouped["sep"]), *parse_int(plain))
    if grouped and decimal != grouped["sep"]:
        return parse_int(plain)
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return (_float(plain, "."),)
    point = plain[last]
    if plain.count(point) > 1 or (decimal is not None and point != decimal):
        return ()
    whole = plain[:last]
    if any(one in ",.'’ " for one in whole) and not _GROUPED.match(whole):
        return ()
    return (_float(plain, point),)


def decimal_separator(numbers: Iterable[str]) -> str | None:
    """The decimal separator of a writer, told by those of its numbers that can be read in one way only."""
    found: set[str] = set()
    for text in numbers:
        plain = _clean(text)
        if len(text) <= MAX_CHARS and not _GROUPED.match(plain) and len(parse_number(plain)) == 1:
            found.update(one for one in (plain[max(plain.rfind("."), plain.rfind(","))],) if one in ".,")
    return found.pop() if len(found) == 1 else None


def parse_size(text: str, decimal: str | None = None) -> tuple[float, ...]:
    """A number of bytes: `2.5 GB (2,684,354,560 bytes)` as Exchange prints it, `25 MB`, `1024`, `Unlimited`."""
    if len(text) > MAX_CHARS:
        return ()
    plain = _clean(text)
    if match := _BYTES.search(plain):
        return parse_int(match["bytes"])
    if match := _UNIT.match(plain):
        factor = 1 << _UNITS[match["unit"].upper()]
        return tuple(int(number * factor) for number in parse_number(match["number"], decimal))
    return parse_int(plain)


def parse_version(text: str) -> tuple[tuple[int, ...], ...]:
    """A version as comparable numbers: `Version 15.0 (Build 1497.2)` and `15.00.1497.002` are (15, 0, 1497, 2).

    Active Directory counts Exchange's builds from 30000 (`Version 15.1 (Build 32507.6)` is build 2507.6).
    """
    plain = text.strip()
    if len(plain) > MAX_CHARS:
        return ()
    if match := _BUILD.match(plain):
        build = [int(part) for part in match.group(2).split(".")]
        if build[0] >= _INTERNAL_BUILDS:
            build[0] -= _INTERNAL_BUILDS
        return ((*(int(part) for part in match.group(1).split(".")), *build),)
    if match := _VERSION.match(plain.split(" ", 1)[0]):
        return (tuple(int(part) for part in match.group(1).split(".")),)
    return ()


def parse_timespan(text: str) -> tuple[dt.timedelta | float, ...]:
    """A span of time: `7.00:00:00` as .NET prints it, `P7D` as CliXML has it, `Unlimited`."""
    plain = text.strip()
    if plain.casefold() == "unlimited":
        return (UNLIMITED,)
    match = _SPAN.match(plain) or (_DURATION.match(plain) if plain not in ("P", "PT", "-P") else None)
    if match is None:
        return ()
    fraction = int((match["f"] or "0")[:6].ljust(6, "0"))
    try:
        span = dt.timedelta(
            days=int(match["days"] or 0),
            hours=int(match["h"] or 0),
            minutes=int(match["m"] or 0),
            seconds=int(match["s"] or 0),
            microseconds=fraction,
        )
        return (-span if match["sign"] else span,)
    except OverflowError:
        return ()


def _float(plain: str, point: str) -> float:
    digits = "".join(one for one in plain if one not in ",.'’ " or one == point)
    return float(digits.replace(point, "."))
