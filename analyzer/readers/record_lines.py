"""Lines of a record whose properties all stand on one: a mapping of a few words instead of a dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class OneLine(Mapping[str, int]):
    """Maps every name of `names` to `line`. The names are shared by all records of a table, not copied."""

    __slots__ = ("_line", "_names")

    def __init__(self, names: Mapping[str, object], line: int) -> None:
        self._names = names
        self._line = line

    def __getitem__(self, name: str) -> int:
        if name in self._names:
            return self._line
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"OneLine({list(self._names)!r}, {self._line})"
