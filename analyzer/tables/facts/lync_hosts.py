"""Which hosts are Lync: pools, web services and computers of the topology, and the names in its web certificates."""

from __future__ import annotations

from analyzer.tables.cells import Cell, Gap
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import certificates, names_of, thumbprints
from analyzer.tables.facts.derive import collected, gaps_of, missing, texts, truth
from analyzer.tables.facts.lync_issuers import has_use
from analyzer.tables.facts.names import any_covers

_WEB_USES = ("WebServicesInternal", "WebServicesExternal", "Default")


def lync_hosts(view: CaseView) -> Cell:
    """The FQDNs of pools, web services and computers in the Lync topology; open where there may be more."""
    cells: list[Cell] = []
    gaps = list(view.why_no_table("cs_pool"))
    for row in view.table("cs_pool").rows:
        cells.append(row.get("Fqdn") if row.get("Fqdn").readings else row.get("Identity"))
    web = view.table("cs_service").rows
    for row in web:
        cells += [row.get(name) for name in ("InternalFqdn", "ExternalFqdn", "PoolFqdn") if row.get(name).readings]
    if not any(row.get("InternalFqdn").readings for row in web):
        gaps.append(Gap("table-not-exported", "cs_service", "InternalFqdn"))
    names = [name.casefold() for cell in cells for name in texts(cell)]
    return collected([*names, *view.lync_computers], cells, gaps)


def among(host: str, names: Cell, url: Cell) -> Cell:
    """Whether a URL's host is one of some names; unknown where there may be more of them."""
    if host in texts(names):
        return truth(True, [url, names])
    return truth(None if names.open or names.missing else False, [url, names], names.gaps)


def is_one_front_end(view: CaseView, host: str, url: Cell) -> Cell:
    """Whether a URL's host is one computer of a pool with several."""
    pool, cells = view.lync_computers.get(view.canonical(host), (None, []))
    if view.canonical(host) in view.lync_computers:
        members = [name for name, (other, _) in view.lync_computers.items() if other == pool]
        return truth(host != pool and len(members) > 1, [url, *cells])
    gaps = view.lync_universe_gaps
    return truth(None if gaps else False, [url], gaps)


def in_web_certificate(view: CaseView, host: str, url: Cell) -> Cell:
    """Whether a certificate of Lync's web services covers a host.

    Not known where a Front End Server or one of the host's own pool (a Director has web services too) was not exported,
    or where the host is the external one: there a reverse proxy shows its own certificate.
    """
    known_certificates = certificates(view)
    names: list[Cell] = []
    for row in view.table("cs_certificate").rows:
        if any(has_use(row, use) for use in _WEB_USES):
            names += [names_of(known_certificates[t]) for t in thumbprints(row) if t in known_certificates]
    if not names:
        return missing(Gap("table-not-exported", "cs_certificate", "AlternativeNames"), [url])
    if any(any_covers(texts(cell), host) for cell in names):
        return truth(True, [url, *(cell for cell in names if any_covers(texts(cell), host))])
    servers = [name for name in _with_web_services(view, host) if not view.exported_full("cs_certificate", name)]
    gaps = [*view.lync_universe_gaps, *(view.why_not("cs_certificate", server) for server in servers)]
    external = [row.get("ExternalFqdn") for row in view.table("cs_service").rows]
    if any(host == text.casefold() for cell in external for text in texts(cell)):
        gaps.append(Gap("load-balancer-certificate", subject=host))
    unsure = gaps or any(cell.open for cell in names)
    return truth(None if unsure else False, [url, *names], [*gaps, *gaps_of(names)])


def _with_web_services(view: CaseView, host: str) -> list[str]:
    """The Lync computers whose web services may answer for a host: the Front End Servers, and those of its own pool."""
    pools = {host, view.lync_computers.get(view.canonical(host), (None, []))[0]}
    for row in view.table("cs_service").rows:
        if host in {text.casefold() for name in ("InternalFqdn", "ExternalFqdn") for text in texts(row.get(name))}:
            pools |= {text.casefold() for text in texts(row.get("PoolFqdn"))}
    own = [computer for computer, (pool, _) in view.lync_computers.items() if pool in pools - {None}]
    return list(dict.fromkeys((*view.front_ends, *own)))
