"""Rows that are the header of another table: the files of several exports, put together without `#TYPE` lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

COMMON: Final = frozenset(
    {
        "Identity",
        "Guid",
        "RunspaceId",
        "PSComputerName",
        "PSShowComputerName",
        "DistinguishedName",
        "ObjectClass",
        "ObjectCategory",
        "ObjectState",
        "WhenChanged",
        "WhenChangedUTC",
        "WhenCreated",
        "ExchangeVersion",
        "OriginatingServer",
        "OrganizationId",
        "IsValid",
        "Thumbprint",
        "NotAfter",
        "NotBefore",
        "Issuer",
        "Subject",
        "SerialNumber",
        "Fqdn",
        "Anchor",
        "Element",
    }
)
"""Names of properties that many objects have, and that no property has for its value."""

NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*"
"""The pattern of a property's name."""

_NAME: Final = re.compile(NAME)


def is_header(cells: Sequence[str | None], above: Sequence[str | None], *, after_blank: bool) -> bool:
    """Whether a row names columns: each cell is another name, and some are names that no value is.

    `above` is the header so far. One common name is enough where it stands at its place there, or where a blank line
    parts the row from the others (`after_blank`); else it takes two.
    """
    common = sum(cell in COMMON for cell in cells)
    if not common or len(cells) < 2:
        return False
    if not all(cell and _NAME.fullmatch(cell) for cell in cells) or len({*cells}) < len(cells):
        return False
    same = any(cell == name and cell in COMMON for cell, name in zip(cells, above, strict=False))
    return common > 1 or after_blank or same
