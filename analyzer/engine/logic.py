"""Kleene's three-valued logic: true, false, and unknown (None)."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def all_true(truths: Iterable[Truth]) -> Truth:
    """False where any is false, else unknown where any is unknown, else true (also of nothing)."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_true(truths: Iterable[Truth]) -> Truth:
    """True where any is true, else unknown where any is unknown, else false (also of nothing)."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def negated(truth: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if truth is None else not truth


def agreed(truths: Iterable[Truth]) -> Truth:
    """What all agree on; unknown where they differ, where one is unknown, and of nothing."""
    distinct = set(truths)
    return distinct.pop() if len(distinct) == 1 else None
