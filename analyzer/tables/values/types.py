"""The types that the catalogue gives to properties."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = frozenset(
    {
        "text", "bool", "int", "number", "enum", "datetime", "timespan", "guid", "uri", "fqdn", "thumbprint", "hex",
        "dn", "version", "size", "certificate", "object",
    }
)  # fmt: skip
"""What one value can be. `number` may have a fraction, `size` is a number of bytes, `hex` a serial number, `dn` a
distinguished or X.500 name, `object` anything that is not read further."""


@dataclass(frozen=True, slots=True)
class PropertyType:
    """The type of a property: one of `KINDS`, or a list of it. Written `fqdn` or `list[fqdn]`."""

    kind: str = "text"
    is_list: bool = False

    def __str__(self) -> str:
        return f"list[{self.kind}]" if self.is_list else self.kind

    @property
    def item(self) -> PropertyType:
        """The type of one item of a list; of anything else the type itself."""
        return PropertyType(self.kind)


def property_type(text: str) -> PropertyType:
    """The type that the catalogue writes as `text`. Raises ValueError for a type that does not exist."""
    kind = text.strip()
    is_list = kind.startswith("list[") and kind.endswith("]")
    if is_list:
        kind = kind[5:-1].strip()
    if kind not in KINDS:
        raise ValueError(f"unknown property type {text!r}")
    return PropertyType(kind, is_list)


TEXT = PropertyType("text")
