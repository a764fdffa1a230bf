"""A rule's conditions in words: what stands in the YAML, as sentences of English.

Names of properties and values stand between backticks; nothing in them is interpreted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from analyzer.engine.conditions import All, AnyOf, Argument, Condition, Items, Literal, Moment, Not, Reference, Test

# Operator -> the words after the property's name where the test must hold, and where it must not.
_PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "equals": ("is {}", "is not {}"),
    "one_of": ("is one of {}", "is none of {}"),
    "starts_with": ("begins with {}", "does not begin with {}"),
    "ends_with": ("ends with {}", "does not end with {}"),
    "contains": ("contains {}", "does not contain {}"),
    "at_least": ("is {} or more", "is less than {}"),
    "at_most": ("is {} or less", "is more than {}"),
    "after": ("is after {}", "is not after {}"),
    "before": ("is before {}", "is not before {}"),
    "url_scheme": ("is a URL with the scheme {}", "is no URL with the scheme {}"),
    "url_host": ("is a URL of the host {}", "is no URL of the host {}"),
    "url_path": ("is a URL with the path {}", "is no URL with the path {}"),
    "url_port": ("is a URL with the port {}", "is no URL with the port {}"),
    "form": ("has the form {}", "does not have the form {}"),
}
_COUNTS: Final = {"at_least": "at least", "at_most": "at most", "exactly": "exactly"}
_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def in_words(condition: Condition) -> list[str]:
    """A condition as the lines of a nested list, two blanks for each level; all items of a level must hold.

    Empty for the condition that always holds.
    """
    return [f"{'  ' * depth}- {words}" for depth, words in _lines(condition, 0, must_hold=True)]


def _lines(condition: Condition, depth: int, *, must_hold: bool) -> list[tuple[int, str]]:
    match condition:
        case Not(nested):
            return _lines(nested, depth, must_hold=not must_hold)
        case Test():
            return [(depth, _test(condition, must_hold=must_hold))]
        case Items(name, wanted, nested):
            every = (wanted == "holds_all") is must_hold
            lead = f"every item of `{name}`" if every else f"at least one item of `{name}`"
            inner = _lines(nested, depth + 1, must_hold=must_hold)
            return [(depth, f"for {lead}:"), *((level, words.replace(f"`{name}`", "it", 1)) for level, words in inner)]
        case All(conditions) | AnyOf(conditions):
            together = isinstance(condition, All) is must_hold
            if together or len(conditions) == 1:
                return [line for each in conditions for line in _lines(each, depth, must_hold=must_hold)]
            lines = [(depth, "at least one of these:")]
            for each in conditions:
                lines += _alternative(each, depth + 1, must_hold=must_hold)
            return lines


def _alternative(condition: Condition, depth: int, *, must_hold: bool) -> list[tuple[int, str]]:
    lines = _lines(condition, depth, must_hold=must_hold)
    if sum(level == depth for level, _ in lines) == 1:
        return lines
    return [(depth, "all of these:"), *((level + 1, words) for level, words in lines)]


def _test(test: Test, *, must_hold: bool) -> str:
    name, argument = f"`{test.property}`", test.argument
    if test.operator.name == "blank":
        wanted = isinstance(argument, Literal) and argument.value is must_hold
        return f"{name} is blank" if wanted else f"{name} is not blank"
    if test.operator.name == "count" and isinstance(argument, Literal):
        kind, number = argument.value
        has = "has" if must_hold else "does not have"
        return f"{name} {has} {_COUNTS[kind]} {number} item{'' if number == 1 else 's'}"
    phrase = _PHRASES[test.operator.name][0 if must_hold else 1]
    return f"{name} {phrase.format(_argument(argument))}"


def _argument(argument: Argument) -> str:
    match argument:
        case Literal(value):
            return _literal(value)
        case Reference(name, plus):
            return f"the value of `{name}`{_plus(plus)}"
        case Moment(plus):
            return f"the time of the check{_plus(plus)}"


def _literal(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_literal, value))
    return f"`{value}`" if value != "" else "blank"


def _plus(plus: dt.timedelta) -> str:
    if not plus:
        return ""
    seconds = abs(int(plus.total_seconds()))
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    number = seconds // size
    return f" {'plus' if plus > dt.timedelta() else 'minus'} {number} {unit}{'' if number == 1 else 's'}"
