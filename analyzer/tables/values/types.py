"""The types that the catalogue gives to properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

KINDS = frozenset(
    {
        "text", "word", "bool", "int", "number", "enum", "datetime", "timespan", "guid", "uri", "fqdn", "thumbprint",
        "hex", "dn", "version", "size", "certificate", "object",
    }
)  # fmt: skip
"""What one value can be. `word` is a text without blanks, `number` may have a fraction, `size` is a number of bytes,
`hex` a serial number, `dn` a distinguished or X.500 name, `object` anything that is not read further."""


@dataclass(frozen=True, slots=True)
class PropertyType:
    """The type of a property: one of `KINDS`, or a list of it. Written `fqdn` or `list[fqdn]`.

    `names` are the names of an enum's numbers, where they are known; with `flags` they are added up.
    """

    kind: str = "text"
    is_list: bool = False
    names: tuple[tuple[int, str], ...] = ()
    flags: bool = False

    def __str__(self) -> str:
        return f"list[{self.kind}]" if self.is_list else self.kind

    @property
    def item(self) -> PropertyType:
        """The type of one item of a list; of anything else the type itself."""
        return replace(self, is_list=False)

    def name_of(self, number: int) -> str | None:
        """The name that PowerShell prints for an enum's number; None where it is not known."""
        names = dict(self.names)
        if number in names or not self.flags:
            return names.get(number)
        bits = [bit for bit in names if bit and bit & number == bit]
        return ", ".join(names[bit] for bit in bits) if sum(bits) == number else None


def property_type(text: str, enums: Mapping[str, PropertyType] | None = None) -> PropertyType:
    """The type that the catalogue writes as `text`; `enums` are the enums whose numbers have names, by name.

    Raises ValueError for a type that does not exist.
    """
    kind = text.strip()
    is_list = kind.startswith("list[") and kind.endswith("]")
    if is_list:
        kind = kind[5:-1].strip()
    if kind in KINDS:
        return PropertyType(kind, is_list)
    if enums and kind in enums:
        return replace(enums[kind], is_list=is_list)
    raise ValueError(f"unknown property type {text!r}")


def enum_type(text: str) -> PropertyType:
    """The enum that the catalogue writes as `1 Stopped 4 Running`, with `flags` before it where numbers add up.

    Raises ValueError where the text is not of that form.
    """
    words = text.split()
    flags = words[:1] == ["flags"]
    pairs = words[flags:]
    return PropertyType(
        "enum", names=tuple((int(n), name) for n, name in zip(*[iter(pairs)] * 2, strict=True)), flags=flags
    )


TEXT = PropertyType("text")
