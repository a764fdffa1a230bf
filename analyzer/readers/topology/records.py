"""A topology -> the records that Get-CsSipDomain, Get-CsSite, Get-CsPool and Get-CsComputer print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from analyzer.model import Block, Record
from analyzer.readers.topology.contents import Pool, Site, Topology

_TYPES: Final = {
    "domains": "Microsoft.Rtc.Management.Xds.SipDomain",
    "sites": "Microsoft.Rtc.Management.Deploy.Internal.Site",
    "pools": "Microsoft.Rtc.Management.Deploy.Internal.Cluster",
    "computers": "Microsoft.Rtc.Management.Deploy.Internal.Machine",
}

_SECTIONS: Final[Mapping[str, frozenset[str]]] = {
    "domains": frozenset({"InternalDomains"}),
    "sites": frozenset({"Sites", "CentralSites"}),
    "pools": frozenset({"Clusters", "CentralSites"}),
    "computers": frozenset({"Clusters", "CentralSites"}),
}
"""The parts of a document, either of which proves that it has none of a kind."""

_PRINTED: Final = {
    "UserServices": "UserServer",
    "WebServices": "WebServer",
    "ConfServices": "ConferencingServer",
    "CentralMgmt": "CentralManagement",
}
"""The document's names of roles -> those that the cmdlets print, where they differ.

Web: Get-CsService prints `WebServer:pool` with the ServiceId `1-WebServices-1`. User: the reference of
Set-CsPrivacyConfiguration calls the User Server service `Redmond-UserServices-1`. Conferencing and management: the
elements `ConfService` (with the conferencing units) and `CentralMgmtService` of these services, and the parameters
-ConferencingServer and -CentralManagement of Get-CsService. The names of databases (UserStore ...) stay as they are.
"""


def records_of(topology: Topology) -> tuple[tuple[Record, ...], tuple[Block, ...]]:
    """The records of a topology and one block for each kind.

    All blocks have the line of the topology itself: what is lost anywhere in the document touches each of them.
    """
    sites = {site.number: site.name for site in topology.sites if site.name}
    pools_of: dict[str | None, list[str]] = {}
    for pool in topology.pools:
        pools_of.setdefault(pool.site, []).append(pool.fqdn)
    kinds: dict[str, list[Record]] = {
        "domains": [
            _record({"Identity": domain.name, "Name": domain.name, "IsDefault": domain.default}, domain.line)
            for domain in topology.domains
        ],
        "sites": [_site(site, pools_of.get(site.number, []) if topology.whole else None) for site in topology.sites],
        "pools": [_pool(pool, sites) for pool in topology.pools],
        "computers": [
            _record({"Identity": computer.fqdn, "Pool": pool.fqdn, "Fqdn": computer.fqdn}, computer.line)
            for pool in topology.pools
            for computer in pool.computers
        ],
    }
    records: list[Record] = []
    blocks: list[Block] = []
    for kind, found in kinds.items():
        if found or _SECTIONS[kind] & topology.sections:
            blocks.append(Block(len(records), len(found), topology.line, type=_TYPES[kind]))
        records += found
    return tuple(records), tuple(blocks)


def _site(site: Site, pools: list[str] | None) -> Record:
    """A site as Get-CsSite prints it."""
    values = {
        "Identity": _identity(site.name),
        "SiteId": site.number,
        "DisplayName": site.name,
        "SiteType": site.kind,
        "Pools": pools,
    }
    return _record(values, site.line)


def _pool(pool: Pool, sites: Mapping[str | None, str]) -> Record:
    """A pool as Get-CsPool prints it."""
    services = None
    lines: dict[str, int | None] = {}
    if pool.services is not None:
        services = list(dict.fromkeys(f"{_PRINTED.get(s.role, s.role)}:{pool.fqdn}" for s in pool.services if s.role))
        lines["Services"] = next((service.line for service in pool.services), pool.line)
    if pool.computers:
        lines["Computers"] = pool.computers[0].line
    values = {
        "Identity": pool.fqdn,
        "Services": services,
        "Computers": [computer.fqdn for computer in pool.computers],
        "Fqdn": pool.fqdn,
        "Site": _identity(sites.get(pool.site)),
    }
    return _record(values, pool.line, lines)


def _identity(site: str | None) -> str | None:
    """The identity of a site in the form that the cmdlets print (`Site:Redmond`)."""
    return None if site is None else f"Site:{site}"


def _record(values: Mapping[str, Any], line: int | None, own: Mapping[str, int | None] | None = None) -> Record:
    """A record of what the document says: a value that is None is absent. `own` are lines that differ from `line`."""
    told = {name: value for name, value in values.items() if value is not None}
    places = {name: (own or {}).get(name, line) for name in told}
    return Record(told, line, {name: place for name, place in places.items() if place is not None})
