"""Values that are not what the server had, told from their text alone: cut lists, type names, lost characters."""

from __future__ import annotations

import re

_CUT = re.compile(r"(?:\.\.\.|\u2026)\}")
_ITEM_BEFORE = re.compile(r"[^\s{,]\s?(?:\.\.\.|\u2026)\}")
_TYPE_NAME = re.compile(
    r"""(?:System|Microsoft|Deserialized)(?:\.[A-Za-z_]\w*)*\.
        (?:[A-Za-z_]\w*(?:\[,*\])+         # System.String[]
        | [A-Za-z_]\w*`\d+(?:\[.*\])?      # System.Collections.Generic.List`1[System.String]
        | Hashtable | ArrayList | SortedList | OrderedDictionary | NameValueCollection | StringCollection
        | PSObject | PSCustomObject | MultiValuedProperty | ProxyAddressCollection | Object)\Z""",
    re.VERBOSE,
)
_LOST_DATE_BLANK = re.compile(r"\d\?(?:[AP]M|[ap]\.?m)\b")
_LOST_LETTER = re.compile(r"(?<![^\s({\"'])[^\W\d_]*[^\W\d_]\?[^\W\d_][^\W\d_]*(?![^\s.,;:!)}\"'])")
_LOST_SIGN = re.compile(r"\A\? (?=\w)|\? (?=(?:19|20)\d\d\b)")
_BEST_FIT = re.compile(r"(?:\A|(?<=[\s(]))c (?=(?:19|20)\d\d\b|[A-Z])|\b[A-Z][a-z]{2,}R(?=[ ,.;]|\Z)")
_NOT_LOST = re.compile(r"://|\?\\|[?&]\w+=|\(\?|[.*+\])]\?|\\\?")


_MARKS = (
    "...}",
    "\u2026}",
    "\ufffd",
    "?",
    "\nSystem.",
    "\nMicrosoft.",
    "\nDeserialized.",
    "\nc ",
    " c ",
    "\tc ",
    "\xa0c ",
    "(c ",
)
_BEST_FIT_MARKS = ("R ", "R\n", "R,", "R.", "R;")


def suspicious(lines: str) -> bool:
    """Whether any of some values (joined by line feeds) may have lost something: a fast look before `losses`.

    Never False where `losses` finds something, so that a value's notes do not depend on the values beside it.
    """
    text = f"\n{lines}\n"
    return any(mark in text for mark in _MARKS) or any(mark in text for mark in _BEST_FIT_MARKS)


def losses(value: str) -> list[str]:
    """The codes of what the value has lost, as its own text shows it."""
    found = []
    if list_cut(value):
        found.append("list-cut")
    if type_name(value):
        found.append("type-name-instead-of-value")
    if characters_lost(value):
        found.append("characters-lost")
    return found


def list_cut(value: str) -> bool:
    """Whether a list (the value, or one inside it) ends with the ellipsis of $FormatEnumerationLimit."""
    if "...}" not in value and "\u2026}" not in value:
        return False
    return "{" in value and bool(_CUT.search(value)) and bool(_ITEM_BEFORE.search(value))


def type_name(value: str) -> bool:
    """Whether the value is the name of a collection's type, printed because the collection has no text of its own."""
    return value.startswith(("System.", "Microsoft.", "Deserialized.")) and bool(_TYPE_NAME.match(value))


def characters_lost(value: str) -> bool:
    """Whether the value shows that a code page lacked some of its characters.

    U+FFFD, a `?` or an ASCII look-alike where a letter or a sign must have been (`10:05?AM`, `Stra?e`, `c 2015`,
    `MicrosoftR`: .NET's best fit). Question marks of URLs, patterns and sentences are none of these.
    """
    if "\ufffd" in value:
        return True
    if "?" in value:
        if _LOST_DATE_BLANK.search(value) or _LOST_SIGN.search(value):
            return True
        if "??" in value and value.startswith(("http://", "https://")):
            return True
        if not _NOT_LOST.search(value) and ("??" in value or _LOST_LETTER.search(value)):
            return True
    return bool(_BEST_FIT.search(value))
