"""Printed lists -> their items.

PowerShell prints a list as `{a, b, c}` and, past $FormatEnumerationLimit, `{a, b, c...}`. Items are not quoted: whether
`{CN=a, O=b}` holds one name or two is not printed.
"""

from __future__ import annotations

import re
from itertools import product

MAX_JOINTS = 3
"""Up to so many places where an item may or may not end, every way to read the list is a reading of its own."""

_ENDS = ("...", "…")
_JOINT = re.compile(r",\s+")
_NOT_IN_ITEMS = re.compile(r"[,;\s]+")
_ATOMS = frozenset({"word", "fqdn", "thumbprint", "guid", "int", "uri", "bool", "version", "hex"})
"""Kinds whose values hold no blank, so that lists of them split at every comma."""
_DIRECTORY_NAME = re.compile(r"(?:/o=|[A-Za-z]{1,4}=)")


def split_list(text: str, kind: str) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Every way to tell the items of a printed list apart, and whether items are missing.

    With too many ways only the two extremes are given (an item at every comma, one item in all) and the list counts as
    open: then nothing can be said to be absent.
    """
    body = " ".join(text.split())
    braces = body.startswith("{")
    if braces:
        body = body[1:].removesuffix("}").strip()
    is_open = False
    for end in _ENDS:
        if braces and body.endswith(end):
            body, is_open = body.removesuffix(end).rstrip().removesuffix(","), True
    if not body:
        return ((),), is_open
    if kind in _ATOMS:
        separator = _JOINT if braces else _NOT_IN_ITEMS
        return (tuple(item for item in separator.split(body) if item),), is_open
    pieces = _JOINT.split(body)
    if len(pieces) == 1:
        return ((body,),), is_open
    if kind == "enum" or _surely_items(pieces):
        return (tuple(pieces),), is_open
    if len(pieces) > MAX_JOINTS + 1:
        return (tuple(pieces), (body,)), True
    ways = [_joined(pieces, joints) for joints in product((True, False), repeat=len(pieces) - 1)]
    return tuple(ways), is_open


def _surely_items(pieces: list[str]) -> bool:
    """Whether each piece must be an item: a single word each, or each a whole directory name of its own."""
    if not any(" " in piece or "=" in piece for piece in pieces):
        return True
    starts = {match.group().upper() for piece in pieces if (match := _DIRECTORY_NAME.match(piece))}
    return len(starts) == 1 and all("," in piece or piece.startswith("/") for piece in pieces)


def _joined(pieces: list[str], ends: tuple[bool, ...]) -> tuple[str, ...]:
    items = [pieces[0]]
    for piece, end in zip(pieces[1:], ends, strict=True):
        if end:
            items.append(piece)
        else:
            items[-1] += ", " + piece
    return tuple(items)
