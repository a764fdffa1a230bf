"""What the estate consists of: typed values, objects, and the exports that show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Enum:
    """A .NET enum value: printed by its name, exported with its number."""

    type: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Guid:
    """A System.Guid."""

    text: str


@dataclass(frozen=True, slots=True)
class Uri:
    """A System.Uri."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A collection. `type` is its .NET type name; `joins` says that its ToString joins the items with blanks.

    Without `joins` Export-Csv writes the type name instead of the values, as it does for List`1.
    """

    items: tuple[Value, ...] = ()
    type: str = "System.Collections.Generic.List`1[System.String]"
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: its .NET types from the most derived on, its ToString, its properties in printed order."""

    types: tuple[str, ...]
    text: str
    properties: Mapping[str, Value] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Value:
        return self.properties[name]

    def having(self, **values: Value) -> Thing:
        """The same object with other values. Raises KeyError for a property that it does not have."""
        if unknown := values.keys() - self.properties.keys():
            raise KeyError(f"{self.types[0]} has no {', '.join(sorted(unknown))}")
        return replace(self, properties={**self.properties, **values})


Value = None | bool | int | str | bytes | dt.datetime | Enum | Guid | Uri | Items | Thing
"""What a property can hold. Dates are UTC; the servers' clocks show UTC too."""

Change = Callable[[Thing], Thing]


@dataclass(frozen=True, slots=True)
class Export:
    """The output of one command. `command` is what was typed on `machine`, without any formatting."""

    command: str
    objects: tuple[Thing, ...]
    machine: str


@dataclass(frozen=True, slots=True)
class Estate:
    """All exports by the stem of their file, and the files that are no output of PowerShell by their whole name."""

    exports: Mapping[str, Export]
    files: Mapping[str, bytes]

    def __getitem__(self, stem: str) -> Export:
        return self.exports[stem]

    def each(self, stem: str, change: Change, where: Callable[[Thing], bool] | None = None) -> Estate:
        """The estate with the objects of one export changed. Raises ValueError where no object is."""
        export = self.exports[stem]
        objects = tuple(change(thing) if where is None or where(thing) else thing for thing in export.objects)
        if objects == export.objects:
            raise ValueError(f"nothing changed in {stem}")
        return self.with_objects(stem, objects)

    def setting(self, stem: str, where: Callable[[Thing], bool] | None = None, **values: Value) -> Estate:
        """The estate with other values in the objects of one export."""
        return self.each(stem, lambda thing: thing.having(**values), where)

    def with_objects(self, stem: str, objects: Iterable[Thing]) -> Estate:
        """The estate with one export showing these objects, none of them included."""
        return replace(self, exports={**self.exports, stem: replace(self.exports[stem], objects=tuple(objects))})

    def with_file(self, name: str, content: bytes) -> Estate:
        """The estate with one more file, or another content of one."""
        return replace(self, files={**self.files, name: content})

    def only(self, *names: str) -> Estate:
        """What a smaller case holds of it: these exports and files, in this order."""
        exports = {name: self.exports[name] for name in names if name in self.exports}
        files = {name: self.files[name] for name in names if name in self.files}
        if missing := set(names) - exports.keys() - files.keys():
            raise KeyError(f"the estate has no {', '.join(sorted(missing))}")
        return Estate(exports, files)

    def without(self, *names: str) -> Estate:
        """The estate without these exports and files."""
        return self.only(*(name for name in (*self.exports, *self.files) if name not in names))
