"""Whether Exchange accepts the SIP domains (LYX-TOP-006, LYX-TOP-007)."""

from __future__ import annotations

from . import estate as e
from .case import Truth, truth


def accepted(*names: str) -> str:
    """Get-AcceptedDomain."""
    records = [{"Name": name.strip("*.") or "All", "DomainName": name, "DomainType": "Authoritative"} for name in names]
    return e.console(e.EX01, "Get-AcceptedDomain | fl Name, DomainName, DomainType", *records)


CUT = f"""[{e.EX01}]: PS C:\\> Get-AcceptedDomain

Name                           DomainName                     DomainType            Default
----                           ----------                     ----------            -------
litwareinc.com                 litwareinc.com                 Authoritative         True
long                           averyverylongdomainname.lit... InternalRelay         False


[{e.EX01}]: PS C:\\>
"""

CASES: tuple[Truth, ...] = (
    truth(
        "below-an-accepted-domain",
        "an accepted domain without a wildcard does not hold the domains below it",
        "TOP-004 pass, TOP-005 fail",
        e.sip_domains("uk.litwareinc.com"),
        accepted("litwareinc.com"),
    ),
    truth(
        "below-a-wildcard",
        "accepted, but by the wildcard only",
        "TOP-004 fail, TOP-005 pass",
        e.sip_domains("uk.litwareinc.com"),
        accepted("litwareinc.com", "*.litwareinc.com"),
    ),
    truth(
        "by-its-own-name-beside-a-wildcard",
        "its own entry is there",
        "TOP-004 pass, TOP-005 pass",
        e.sip_domains("litwareinc.com"),
        accepted("*.litwareinc.com", "litwareinc.com"),
    ),
    truth(
        "by-its-own-name-in-a-cut-list",
        "its own entry is there, whatever the cut one says",
        "TOP-004 pass, TOP-005 pass",
        e.sip_domains("litwareinc.com"),
        CUT,
    ),
    truth(
        "not-in-a-cut-list",
        "the cut entry may be a wildcard for it",
        "TOP-004 unknown, TOP-005 unknown",
        e.sip_domains("fabrikam.com"),
        CUT,
    ),
)
