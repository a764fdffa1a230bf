"""Type names that stand where a value should be.

Export-Csv and ConvertTo-Json write what ToString makes of an object, and most collections know nothing better than the
name of their type (`System.String[]`). Below its depth limit Export-Clixml does the same.
"""

from __future__ import annotations

import re

# Namespaces and types begin with a capital; host names (`system.contoso.com`) do not.
_NAME = r"(?:Deserialized\.)?(?:System(?:\.[A-Z]\w*)+|[A-Z]\w*(?:\.[A-Z]\w*){2,})(?:[+`][\w<>`]*)*"
_ARGUMENTS = r"(?:\[[^\"'{}();]*\])?"
_ONE = re.compile(rf"(?:{_NAME}{_ARGUMENTS}|[A-Za-z_][\w.]*\[,*\])\Z")
_MEMBER = re.compile(rf"[{{ ]\w+=(?:{_NAME}{_ARGUMENTS}|[A-Za-z_][\w.]*\[,*\])(?:;|\}}\Z)")
_ROOTS = ("System.", "Microsoft.", "Deserialized.")
LIKELY = r"^(?:System\.|Microsoft\.|Deserialized\.|@\{)|\[\]$"
"""A regular expression that every such value matches: the first sieve of a whole column."""

_TYPES_ARE_VALUES = ("type", "typename", "class", "assembly", "module", "modulename", "namespace", "fullname")


def may_hold(text: str) -> bool:
    """Whether a whole file can hold such a value at all; false saves the look at each one."""
    return "[]" in text or "@{" in text or any(root in text for root in _ROOTS)


def is_type_name(value: str, name: str = "") -> bool:
    """Whether a property's printed value is but a .NET type name, or a list of one and the same, joined by blanks.

    A property whose `name` says that its values are types (`ImplementingType`) never counts.
    """
    if not value or not (value.startswith(_ROOTS) or value.endswith("[]")):
        return False
    if name.lower().endswith(_TYPES_ARE_VALUES):
        return False
    if _ONE.match(value):
        return True
    first, _, rest = value.partition(" ")
    return bool(rest) and set(rest.split(" ")) == {first} and bool(_ONE.match(first))


def is_object_text(value: str) -> bool:
    """Whether the value is what ToString makes of a custom object: `@{Name=a; Port=1}`."""
    return value.startswith("@{") and value.endswith("}")


def holds_type_name(value: str) -> bool:
    """Whether an object written as text (`@{Name=a; Servers=System.Object[]}`) lost a member to its type name."""
    return is_object_text(value) and bool(_MEMBER.search(value))
