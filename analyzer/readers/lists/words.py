"""What stands between two words elsewhere: a source repeats its names, and directories have fixed ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from analyzer.readers.lists.joins import BLANK, GLUED

KNOWN = (
    "CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=",
    "CN=First Organization,CN=Microsoft Exchange,CN=Services",
    "CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups,CN=",
    "CN=Exchange Routing Group (DWBGZMFD01QNBJR),CN=Routing Groups,CN=Exchange Administrative Group",
    "CN=Transport Settings,CN=",
    "CN=Accepted Domains,CN=Transport Settings,CN=",
    "CN=Global Settings,CN=",
    "CN=Setting Overrides,CN=Global Settings,CN=",
    "CN=Auth Configuration,CN=",
    "CN=Partner Applications,CN=Auth Configuration,CN=",
    "(Default Web Site)",
    "(Exchange Back End)",
    "/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Configuration/cn=Servers/cn=",
    "System.Collections.Generic.",
    "System.Security.Cryptography.X509Certificates.",
    "System.Security.AccessControl.",
    "Microsoft.Exchange.Data.Directory.SystemConfiguration.",
)
"""Names that every Exchange organisation and every .NET export has."""

_BEFORE, _AFTER = 12, 8
_MOST = 2_000_000


def vocabulary(values: Iterable[str]) -> str:
    """The texts that are searched for the words at a seam: the known names and sure values, up to a bound."""
    texts = list(KNOWN)
    size = 0
    for value in values:
        size += len(value)
        if size > _MOST:
            break
        texts.append(value)
    return "\n\n".join(texts)


def favours(pieces: Sequence[str], known: str) -> dict[int, str]:
    """By the number of the seam: what stands in `known` between the words that meet there, where that is one thing."""
    found: dict[int, str] = {}
    for number, (upper, lower) in enumerate(pairwise(pieces)):
        before = upper.rstrip(" ")[-_BEFORE:]
        after = lower[:_AFTER]
        if len(before) < 4 or len(after.strip()) < 3 or before.isdigit() or after.isdigit():
            continue
        glued, blank = before + after in known, f"{before} {after}" in known
        if glued != blank:
            found[number] = GLUED if glued or upper.endswith(" ") else BLANK
    return found
