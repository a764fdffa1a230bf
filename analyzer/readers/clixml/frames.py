"""Open elements of a CliXML document: each takes the values of its children and becomes one itself.

The grammar is that of PowerShell's `serialization.cs`: an `Obj` has type names, a string, a wrapped primitive or items,
and members in `Props` (adapted) and `MS` (extended), in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from analyzer.readers.names import numbered

UNSET: Final = object()
"""Stands for what an object does not have; None is a value."""


class Frame(Protocol):
    """An open element that takes its children's values."""

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Take a child's value. Returns what is wrong with it: "duplicate", "misplaced", or None."""


@dataclass(slots=True)
class Root:
    """The `Objs` element; the last root value waits in `value` until it is collected."""

    value: Any = UNSET

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Take a root value."""
        self.value = value
        return None


@dataclass(slots=True)
class Obj:
    """An `Obj` element. `type` is its first type name as written.

    `weight` counts the nodes of the value as if every reference were written out, `height` its levels; both stay
    within the budget, so that the value can be walked and printed.
    """

    name: str | None
    ref: str | None
    line: int
    type: str | None = None
    text: str | None = None
    wrapped: Any = UNSET
    members: dict[str, Any] | None = None
    items: list[Any] | None = None
    entries: dict[str, Any] | None = None
    lines: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)  # of the entries, with their counts
    weight: int = 1
    height: int = 1

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Take the value that the object wraps: an enum's number, a string with members of its own."""
        self.wrapped = value
        return None

    def value(self) -> Any:
        """The object in the form of `analyzer read`."""
        context: dict[str, Any] = {}
        if self.type is not None:
            context["$type"] = self.type.removeprefix("Deserialized.")
        if self.text is not None:
            context["$text"] = self.text
        members = self.members or {}
        if self.items is not None:
            return {**context, "$items": self.items, **members} if members else self.items
        if self.entries is not None:
            return {**context, **self.entries, **members} if members else self.entries
        if isinstance(self.wrapped, dict) and "base64" not in self.wrapped:
            return {**context, **self.wrapped, **members}
        if self.wrapped is not UNSET:
            string = {} if self.text is None else {"$text": self.text}
            return {"$value": self.wrapped, **string, **members}
        return self.text if self.members is None else {**context, **members}


@dataclass(slots=True)
class Members:
    """A `Props` or `MS` element. Extended members hide adapted ones of the same name, as they do in PowerShell."""

    owner: Obj
    current: str | None = None
    seen: dict[str, int] = field(default_factory=dict)

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Take a property; an exact repetition within the element becomes `name#2`."""
        if name is None:
            return "misplaced"
        key = numbered(name, self.seen)
        members = self.owner.members
        assert members is not None  # opening the element made it
        members[key] = value
        self.owner.lines[key] = line
        return None if key == name else "duplicate"


@dataclass(slots=True)
class Items:
    """A `LST`, `IE`, `STK` or `QUE` element."""

    items: list[Any]

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Take an item."""
        self.items.append(value)
        return None


@dataclass(slots=True)
class Entry:
    """An `En` element of a dictionary."""

    owner: Obj
    current: str | None = None
    value: Any = UNSET
    line: int = 0

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Take the key or the value."""
        if name == "Key":
            self.current = key_text(value)
            self.line = line
        elif name == "Value":
            self.value = value
        else:
            return "misplaced"
        return None

    def close(self) -> str | None:
        """Hand the entry to its dictionary; says "duplicate" or "misplaced" as `add` does."""
        entries = self.owner.entries
        if self.current is None or entries is None:
            return "misplaced"
        key = numbered(self.current, self.owner.keys)
        entries[key] = None if self.value is UNSET else self.value
        self.owner.lines[key] = self.line
        return None if key == self.current else "duplicate"


@dataclass(slots=True)
class Dictionary:
    """A `DCT` element."""

    owner: Obj

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Only entries stand in a dictionary."""
        return "misplaced"


@dataclass(slots=True)
class TypeNames:
    """A `TN` element; the first name counts."""

    owner: Obj
    ref: str | None
    first: str | None = None

    def add(self, name: str | None, value: Any, line: int) -> str | None:
        """Only `T` elements stand in it, and those are taken directly."""
        return "misplaced"


def key_text(value: Any) -> str:
    """A dictionary's key as a property name: text as it is, an enum by its name."""
    if isinstance(value, dict):
        value = value.get("$text", value.get("$value", value))
    if isinstance(value, bool):
        return "True" if value else "False"
    return value if isinstance(value, str) else str(value)
