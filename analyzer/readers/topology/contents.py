"""What a topology element says: SIP domains, sites, and pools with their computers and services.

Two forms of one thing (namespaces `...Deploy.Topology.2008` and `...Deploy.WritableTopology.2008`):

* published (`Topology`): a `Cluster` names its site and number in `ClusterId`, a `Service` its role in `ServiceId` and
  its cluster in `InstalledOn`, through a `SqlInstanceId` where it is a database;
* Topology Builder's draft (`PartialTopology`): clusters stand within their `CentralSite`, and have a `UniqueId` that
  the attribute `InstalledOn` of a `Service` repeats. The only machine of a pool may have no name: it is the pool's.

The forms were told from topologies and scripts that are published with their source; Microsoft documents neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from lxml import etree

NAMESPACES = "urn:schema:Microsoft.Rtc.Management.Deploy."
"""What the names of the topology's namespaces begin with."""

_SITES = frozenset({"CentralSite", "BranchSite", "RemoteSite"})


@dataclass(frozen=True, slots=True)
class Domain:
    """A SIP domain. `default` is None where the document does not say which one is the default."""

    name: str
    default: bool | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Site:
    """A site; `kind` is the element's name (CentralSite, BranchSite)."""

    kind: str
    number: str | None
    name: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer of a pool."""

    fqdn: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Service:
    """A service by the document's name of its role (UserServices, Registrar ...)."""

    role: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool (`Cluster`). `services` is None where the document ends before all services were told."""

    fqdn: str
    site: str | None
    computers: tuple[Computer, ...]
    services: tuple[Service, ...] | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Topology:
    """A topology. `published` is false for a draft of Topology Builder; `whole` where nothing of it is missing.

    `adrift` are services on a pool that the document does not describe, `unnamed` lines of pools and computers without
    a name. `sections` are the names of its parts that are there as a whole.
    """

    published: bool
    whole: bool
    domains: tuple[Domain, ...]
    sites: tuple[Site, ...]
    pools: tuple[Pool, ...]
    adrift: tuple[Service, ...]
    unnamed: tuple[int | None, ...]
    sections: frozenset[str]
    line: int | None


def line_of(element: etree._Element) -> int | None:
    """The line of an element's tag."""
    return cast("int | None", element.sourceline)  # the stubs have no type for it


def is_topology(element: etree._Element) -> bool:
    """Whether an element is a whole topology, published or a draft."""
    namespace, name = _split(element)
    return name in ("Topology", "PartialTopology") and namespace.startswith(NAMESPACES)


def topology_of(root: etree._Element, open_elements: frozenset[etree._Element] = frozenset()) -> Topology:
    """What a topology element says. Of `open_elements`, which the document ends within, only whole parts count."""
    names = [(element, _split(element)[1]) for element in root.iter("{*}*")]
    places, unnamed = {}, []
    clusters = []
    for element, name in names:
        if name == "Cluster" and element not in open_elements:
            if element.get("Fqdn", "").strip():
                clusters.append(element)
                places.update({place: len(clusters) - 1 for place in _places(element)})
            else:
                unnamed.append(line_of(element))
    sections = frozenset(_split(child)[1] for child in root if child not in open_elements)
    services: list[list[Service]] = [[] for _ in clusters]
    adrift = []
    for element, name in names:
        if name == "Service" and element not in open_elements:
            found = {places[place] for place in _installed_on(element) if place in places}
            service = Service(_role(element), line_of(element))
            if not found and next(_installed_on(element), None):
                adrift.append(service)
            for index in found:
                services[index].append(service)
    told = not open_elements or "Services" in sections
    pools = tuple(
        _pool(cluster, tuple(of_cluster) if told else None, unnamed)
        for cluster, of_cluster in zip(clusters, services, strict=True)
    )
    return Topology(
        published=_split(root)[1] == "Topology",
        whole=not open_elements,
        domains=tuple(_domains(root)),
        sites=tuple(
            _site(element)
            for element, name in names
            if name in _SITES and element.get("SiteId") and not _ends_in(element, open_elements)
        ),
        pools=pools,
        adrift=tuple(adrift),
        unnamed=tuple(unnamed),
        sections=sections,
        line=line_of(root),
    )


def _pool(cluster: etree._Element, services: tuple[Service, ...] | None, unnamed: list[int | None]) -> Pool:
    fqdn = cluster.get("Fqdn", "").strip()
    machines = list(cluster.iter("{*}Machine"))
    computers = []
    for machine in machines:
        name = machine.get("Fqdn", "").strip() or (fqdn if len(machines) == 1 else "")
        if name:
            computers.append(Computer(name, line_of(machine)))
        else:
            unnamed.append(line_of(machine))
    return Pool(fqdn, _site_of(cluster), tuple(computers), services, line_of(cluster))


def _site_of(cluster: etree._Element) -> str | None:
    """The number of the site that a cluster belongs to."""
    for identity in cluster.iterchildren("{*}ClusterId"):
        if identity.get("SiteId"):
            return identity.get("SiteId")
    return next((site.get("SiteId") for site in cluster.iterancestors() if _split(site)[1] in _SITES), None)


def _places(cluster: etree._Element) -> Iterator[str]:
    """The names that services may call a cluster, or a part of it, by."""
    for identity in cluster.iterchildren("{*}ClusterId"):
        yield _cluster_id(identity)
    for part in cluster.iter("{*}*"):
        if part.get("UniqueId"):
            yield part.get("UniqueId", "").casefold()


def _installed_on(service: etree._Element) -> Iterator[str]:
    """The names of the clusters, or parts of them, that a service is installed on."""
    if service.get("InstalledOn"):
        yield service.get("InstalledOn", "").casefold()
    for installed in service.iterchildren("{*}InstalledOn"):
        for identity in installed.iter("{*}ClusterId"):
            yield _cluster_id(identity)


def _cluster_id(identity: etree._Element) -> str:
    return f"{identity.get('SiteId')}:{identity.get('Number')}"


def _role(service: etree._Element) -> str:
    """The document's name of a service's role; empty where it has none."""
    identities = [service, *service.iterchildren("{*}ServiceId")]
    return next((name for identity in identities if (name := identity.get("RoleName", "").strip())), "")


def _domains(root: etree._Element) -> Iterator[Domain]:
    for section in root.iterchildren("{*}InternalDomains"):
        default = section.get("DefaultDomain", "").strip().casefold()
        for domain in section.iterchildren("{*}InternalDomain"):
            name = domain.get("Name", "").strip()
            if name:
                yield Domain(name, name.casefold() == default if default else None, line_of(domain))


def _site(element: etree._Element) -> Site:
    name = next((child.text for child in element.iterchildren("{*}Name") if child.text), "").strip()
    return Site(_split(element)[1], element.get("SiteId"), name or None, line_of(element))


def _ends_in(element: etree._Element, open_elements: frozenset[etree._Element]) -> bool:
    """Whether the document ends before a site's own properties were told: nothing but pools follows its name."""
    return element in open_elements and next(element.iterchildren("{*}Clusters"), None) is None


def _split(element: etree._Element) -> tuple[str, str]:
    """Namespace and local name of an element."""
    namespace, _, name = str(element.tag).rpartition("}")
    return namespace[1:], name
