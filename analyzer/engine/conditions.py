"""Conditions of a rule: a tree over the cells of one row, judged in three-valued logic.

A condition is a mapping: property -> {operator: argument, ...}; all must hold. Besides properties it may have
`any_of` (a list of conditions), `all_of` and `not` (a condition). Within a property, `not` negates operators, and
`holds_any` / `holds_all` apply operators to the items of a list. An argument is a literal, `{property: NAME}` (another
cell of the row), or for dates a moment: `as_of`, `as_of + 30d`, `{property: NotAfter, plus: -24h}`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analyzer.engine.logic import Truth, all_true, any_true, negated
from analyzer.engine.operators import Operator, judge, over_items
from analyzer.tables.cells import Cell, Row


@dataclass(frozen=True, slots=True)
class Literal:
    """An argument that stands in the rule."""

    value: Any


@dataclass(frozen=True, slots=True)
class Reference:
    """An argument read from another property of the row, for dates with something added."""

    property: str
    plus: dt.timedelta = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Moment:
    """The as-of time of the check, with something added."""

    plus: dt.timedelta = dt.timedelta()


Argument = Literal | Reference | Moment


@dataclass(frozen=True, slots=True)
class Test:
    """One operator on one property."""

    property: str
    operator: Operator
    argument: Argument


@dataclass(frozen=True, slots=True)
class Items:
    """`holds_any` or `holds_all`: a condition on the items of a list; its tests name the list's own property."""

    property: str
    wanted: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class All:
    """All conditions hold."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition holds."""

    conditions: tuple[Condition, ...]


Condition = Test | Items | Not | All | AnyOf

ALWAYS = All(())
"""The condition that always holds."""


def holds(condition: Condition, row: Row, as_of: dt.datetime) -> Truth:
    """The truth of a condition for one row."""
    match condition:
        case Test(name, operator, argument):
            return judge(operator, row.get(name), argument_cell(argument, row, as_of))
        case Items(name, wanted, nested):
            return over_items(row.get(name), wanted, lambda item: holds(nested, Row({**row.cells, name: item}), as_of))
        case Not(nested):
            return negated(holds(nested, row, as_of))
        case All(conditions):
            return all_true(holds(each, row, as_of) for each in conditions)
        case AnyOf(conditions):
            return any_true(holds(each, row, as_of) for each in conditions)


def argument_cell(argument: Argument, row: Row, as_of: dt.datetime) -> Cell:
    """The value of an argument as a cell, with the readings that it may have."""
    match argument:
        case Literal(value):
            return Cell((value,))
        case Moment(plus):
            return Cell((as_of + plus,))
        case Reference(name, plus):
            cell = row.get(name)
            if not plus:
                return cell
            moved = tuple(_moved(reading, plus) for reading in cell.readings)
            return Cell(moved, cell.open, cell.evidence, cell.gaps)


def _moved(reading: Any, plus: dt.timedelta) -> Any:
    try:
        return reading + plus if isinstance(reading, dt.datetime) else reading
    except OverflowError:
        return reading


def tests_of(condition: Condition) -> Iterator[Test | Items]:
    """Every test in a condition, in the order of the rule; `Items` count as one and are not descended into."""
    match condition:
        case Test() | Items():
            yield condition
        case Not(nested):
            yield from tests_of(nested)
        case All(conditions) | AnyOf(conditions):
            for each in conditions:
                yield from tests_of(each)


def properties_of(condition: Condition) -> list[str]:
    """The properties that a condition reads, each once, in the order of the rule."""
    names: dict[str, None] = {}
    for test in tests_of(condition):
        names.setdefault(test.property)
        if isinstance(test, Test) and isinstance(test.argument, Reference):
            names.setdefault(test.argument.property)
        if isinstance(test, Items):
            for name in properties_of(test.condition):
                names.setdefault(name)
    return list(names)


def undecided(condition: Condition, row: Row, as_of: dt.datetime) -> list[str]:
    """The properties whose cells keep the condition from being decided."""
    names: dict[str, None] = {}
    for test in tests_of(condition):
        if holds(test, row, as_of) is None:
            names.setdefault(test.property)
            if isinstance(test, Test) and isinstance(test.argument, Reference):
                names.setdefault(test.argument.property)
    doubtful = [name for name in names if not row.get(name).known]
    return doubtful or list(names)
