"""JSON values in the form of `analyzer read`: dates as ISO 8601, wrappers taken off, doubtful values noted."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from analyzer.budget import Budget
from analyzer.model import Note
from analyzer.notes import note
from analyzer.readers import type_names
from analyzer.readers.lists.doubts import characters_lost
from analyzer.readers.names import numbered

_DATE: Final = re.compile(r"/Date\((-?[0-9]{1,16})(?:[+-][0-9]{4})?\)/")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PAIR: Final = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_LONE: Final = re.compile("[\ud800-\udfff]")
_LONG_NUMBER: Final = re.compile(r"[0-9.]{17}|[0-9][eE]\+?[0-9]{2}")
_SURELY_EXACT: Final = 15
"""Digits that a double keeps, whichever they are."""

_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_MOST_DOUBLED: Final = 20
_DATE_KEYS: Final = ({"value", "DateTime"}, {"value", "DisplayHint", "DateTime"})


def decoder(text: str) -> json.JSONDecoder:
    """A decoder for the text: NaN, the infinities and numbers that a double or 64 bits cannot hold stay text.

    A key that an object has twice is kept as `name#2`.
    """
    if _LONG_NUMBER.search(text) is None:
        return json.JSONDecoder(object_pairs_hook=_object, parse_constant=str)
    return json.JSONDecoder(object_pairs_hook=_object, parse_constant=str, parse_int=_integer, parse_float=_float)


def is_wrapped_list(value: Any) -> bool:
    """Whether the value is a list as Windows PowerShell 5.1 wraps it: `{"value": [...], "Count": n}`."""
    return (
        isinstance(value, dict)
        and value.keys() == {"value", "Count"}
        and isinstance(value["value"], list)
        and isinstance(value["Count"], int)
    )


class _Doubled(dict[str, Any]):
    """An object that had a key twice; `doubled` are the names that the later ones got."""

    doubled: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    kept = _Doubled()
    counts: dict[str, int] = {}
    doubled = []
    for name, value in pairs:
        unique = numbered(name, counts)
        kept[unique] = value
        if unique != name:
            doubled.append(unique)
    kept.doubled = tuple(doubled)
    return kept


def _integer(digits: str) -> int | str:
    """A number of up to 64 bits; a longer one as text."""
    return int(digits) if len(digits) <= 20 and -(2**63) <= int(digits) < 2**64 else digits


def _float(digits: str) -> float | str:
    """A number that a double is; text where it has more digits than that (a decimal), or is too large."""
    number = float(digits)
    if math.isinf(number):
        return digits
    if len(digits) <= _SURELY_EXACT or Decimal(digits) in (Decimal(repr(number)), Decimal(f"{number:.17g}")):
        return number
    return digits


class Converter:
    """Turns what the decoder gave into the form of `analyzer read` and notes what is in doubt."""

    def __init__(self, text: str, budget: Budget, notes: list[Note]) -> None:
        self._budget = budget
        self._notes = notes
        self._dates = "/Date(" in text
        self._surrogates = _SURROGATE.search(text) is not None
        self._types = type_names.may_hold(text)
        self._questions = "?" in text or "\ufffd" in text
        self._wrappers = '"value"' in text
        self._noted: set[tuple[str, str | None]] = set()
        self._cut_at: set[int] = set()  # the depths at which objects became strings
        self._perhaps_joined: dict[tuple[int, int, str | None], int] = {}  # depth, record, property: line
        self._record = 0
        self._line = 1
        self._property: str | None = None

    def record(self, value: Any, record: int, line: int, lines: Mapping[str, int]) -> Any:
        """The root value number `record`, which begins on `line`; `lines` are those of its keys."""
        self._record, self._line, self._property = record, line, None
        self._noted.clear()
        if not isinstance(value, dict) or (self._wrappers and self._unwrapped(value) is not value):
            return self._value(value, "", 0)
        self._report_doubled(value)
        converted = {}
        for name, member in value.items():
            self._property, self._line = name, lines.get(name, line)
            converted[self._text(name)] = self._value(member, name, 1)
        return converted

    def finish(self) -> None:
        """Note the strings with blanks at the depth where objects became strings: there a list is joined by blanks."""
        noted = {(known.record, known.property) for known in self._notes if known.code == "depth-cut"}
        for (depth, record, name), line in self._perhaps_joined.items():
            if depth in self._cut_at and (record, name) not in noted:
                text = "A string below the depth limit can be a list, joined by blanks."
                self._notes.append(note("depth-cut", text, line=line, record=record, property=name))
                noted.add((record, name))

    def _value(self, value: Any, name: str, depth: int) -> Any:
        if isinstance(value, str):
            return self._string(value, name, depth) if value else value
        if not isinstance(value, (dict, list)):
            return value
        if depth > self._budget.json_depth:
            self._note("limit-reached", f"The values are nested deeper than {self._budget.json_depth} levels.")
            self._note("value-unreadable", "The value is nested too deeply and was left out.")
            return None
        if isinstance(value, list):
            return [self._value(item, name, depth + 1) for item in value]
        if self._wrappers:
            inner = self._unwrapped(value)
            if inner is not value:
                return self._value(inner, name, depth + 1)
        self._report_doubled(value)
        return {self._text(key): self._value(member, key, depth + 1) for key, member in value.items()}

    def _unwrapped(self, value: dict[str, Any]) -> Any:
        """What a wrapper of Windows PowerShell 5.1 holds: a list and its count, a date and its display text."""
        if is_wrapped_list(value):
            if value["Count"] > len(value["value"]):
                self._note("list-cut", f"The list has {len(value['value'])} of {value['Count']} items.")
            return value["value"]
        if value.keys() in _DATE_KEYS and isinstance(value["value"], str):
            return value["value"]
        return value

    def _string(self, value: str, name: str, depth: int) -> str:
        if self._dates and value.startswith("/Date("):
            return self._date(value)
        if self._types:
            if type_names.is_object_text(value):
                self._cut_at.add(depth)
                self._note("depth-cut")
            elif type_names.is_type_name(value, name):
                self._cut_at.add(depth)
                self._note("type-name-instead-of-value")
            elif depth > 1 and " " in value:
                self._perhaps_joined.setdefault((depth, self._record, self._property), self._line)
        if self._questions and ("?" in value or "\ufffd" in value) and characters_lost(value):
            self._note("characters-lost")
        return self._text(value) if self._surrogates else value

    def _date(self, value: str) -> str:
        """`/Date(milliseconds since 1970)/` in UTC; an offset only says how the writer's clock showed it."""
        match = _DATE.fullmatch(value)
        if match is not None:
            try:
                moment = _EPOCH + dt.timedelta(milliseconds=int(match[1]))
            except OverflowError:
                match = None
        if match is None:
            self._note("value-unreadable", "The value is no date; its text is shown.")
            return value
        kind = "milliseconds" if moment.microsecond else "seconds"
        return moment.isoformat(timespec=kind).replace("+00:00", "Z")

    def _text(self, value: str) -> str:
        if not self._surrogates or _LONE.search(value) is None:
            return value
        joined = _PAIR.sub(lambda pair: (pair[1] + pair[2]).encode("utf-16", "surrogatepass").decode("utf-16"), value)
        replaced = _LONE.sub("\ufffd", joined)
        if replaced != joined:
            self._note("characters-lost", "Half a surrogate pair was replaced by U+FFFD.")
        return replaced

    def _report_doubled(self, value: dict[str, Any]) -> None:
        if isinstance(value, _Doubled):
            for name in value.doubled[:_MOST_DOUBLED]:
                message = f"The object has a property twice; the second is shown as {name}."
                self._notes.append(note("duplicate-property", message, line=self._line, record=self._record))

    def _note(self, code: str, message: str | None = None) -> None:
        """A note on the property that is being read; one of a kind is enough."""
        if (code, self._property) not in self._noted:
            self._noted.add((code, self._property))
            self._notes.append(note(code, message, line=self._line, record=self._record, property=self._property))
