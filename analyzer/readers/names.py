"""Names that an object has more than once."""

from __future__ import annotations


def numbered(name: str, counts: dict[str, int]) -> str:
    """The name, or `name#2`, `name#3` ... where `counts`, which it keeps, has it already."""
    count = counts.get(name, 0) + 1
    key = name if count == 1 else f"{name}#{count}"
    while count > 1 and key in counts:
        count += 1
        key = f"{name}#{count}"
    counts[name] = count
    counts.setdefault(key, 1)
    return key
