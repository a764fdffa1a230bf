"""Where Autodiscover is: the URIs that Exchange publishes, the URL that Lync uses, and what DNS says of their hosts."""

from __future__ import annotations

import re
from collections import Counter

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import Truth, apply, collected, evidence_of, gaps_of, known, missing, texts, truth
from analyzer.tables.facts.exchange_hosts import ExchangeHosts
from analyzer.tables.facts.names import host_of, is_host, within
from analyzer.tables.table import Table

_URI = "AutoDiscoverServiceInternalUri"
_URL = "ExchangeAutodiscoverUrl"
_HTTPS_PORT = re.compile(r"^(https://[^/:]+):443(?=/|$)")


def _host_cell(url: Cell) -> Cell:
    return apply(lambda text: host_of(str(text)), url)


def _one_host(url: Cell) -> str:
    host = _host_cell(url)
    return str(host.value) if host.known and is_host(str(host.value)) else ""


def _uris(view: CaseView) -> dict[str, Row]:
    return {row.subject: row for row in view.table("client_access_server").rows if row.subject}


def _site(view: CaseView, server: str, row: Row | None) -> Cell:
    scope = row.get("AutoDiscoverSiteScope") if row else Cell()
    if scope.readings and not scope.blank and not scope.open:
        return apply(lambda items: ", ".join(sorted(items)) if isinstance(items, tuple) else str(items), scope)
    listed = view.exchange_servers.get(server)
    site = listed.get("Site") if listed else Cell()
    if site.readings and not site.blank:
        return apply(lambda text: str(text).rsplit("/", 1)[-1], site)
    return missing(Gap("property-not-exported", "exchange_server", "Site", server))


def autodiscover_uri_table(view: CaseView) -> Table:
    """The fact `autodiscover_uri`."""
    hosts = view.once(ExchangeHosts)
    uris = _uris(view)
    table = view.table("client_access_server")
    servers = dict.fromkeys(uris)
    # Get-ClientAccessServer lists every server with the role, so of its full output none is missing that may lack it.
    full = table.exported and not table.gaps
    for server, row in view.exchange_servers.items():
        has_role = view.has_role(row, "ClientAccess")
        if view.has_role(row, "Edge") is not True and has_role is not False and (has_role or not full):
            servers.setdefault(server)
    sites = {server: _site(view, server, uris.get(server)) for server in servers}
    absent = Gap("object-not-exported", "client_access_server", _URI)
    cells = {
        server: uris[server].get(_URI)
        if server in uris
        else missing(
            Gap(absent.reason, absent.table, _URI, subject=server)
            if table.exported
            else Gap("table-not-exported", "client_access_server", _URI)
        )
        for server in servers
    }
    lync_hosts = {_one_host(row.get(_URL)) for row in view.table("cs_oauth_configuration").rows} - {""}
    rows = [_uri_row(view, hosts, server, uris.get(server), cells, sites, lync_hosts) for server in servers]
    gaps = view.why_no_table("client_access_server") or view.exchange_universe_gaps
    if rows:  # Get-ExchangeServer names those that a cut list has lost
        gaps = view.why_cut("client_access_server") if view.exchange_universe_gaps else ()
    nameless = [row for row in table.rows if row.subject is None]
    if nameless:  # they may be of any server: what they show is judged, and does not add up to all servers
        gap = Gap("property-not-exported", "client_access_server", "Name")
        rows += [_nameless_row(view, hosts, row, cells, sites, lync_hosts, gap) for row in nameless]
        rows.append(Row(dict.fromkeys(rows[0].cells, missing(gap)), subject="Exchange organization"))
        gaps = ()
    return Table("autodiscover_uri", "Exchange organization", tuple(rows), table.exports, gaps)


def _uri_row(
    view: CaseView,
    hosts: ExchangeHosts,
    server: str,
    printed: Row | None,
    uris: dict[str, Cell],
    sites: dict[str, Cell],
    lync_hosts: set[str],
) -> Row:
    uri = uris[server]
    host = _one_host(uri)
    url_cells = [row.get(_URL) for row in view.table("cs_oauth_configuration").rows]
    cells = {
        "Name": printed.get("Name") if printed else known(server),
        _URI: uri,
        "Host": _host_cell(uri),
        "Site": sites[server],
        "AgreesWithSite": _agrees(server, uris, sites),
        "HostInIisCertificate": hosts.in_iis_certificate(host) if host else _host_cell(uri),
        "HostIsOwnFqdn": apply(
            lambda text: bool(host_of(str(text))) and view.canonical(host_of(str(text))) == server and len(uris) > 1,
            uri,
        ),
        "LeadsToExchange": hosts.leads_to_exchange(host) if host else _host_cell(uri),
        "HostIsLyncAutodiscoverHost": truth(host in lync_hosts, [uri, *url_cells])
        if host and lync_hosts
        else missing(Gap("table-not-exported", "cs_oauth_configuration", _URL), [uri]),
    }
    return Row(cells, subject=server, server=server)


def _nameless_row(
    view: CaseView,
    hosts: ExchangeHosts,
    printed: Row,
    uris: dict[str, Cell],
    sites: dict[str, Cell],
    lync_hosts: set[str],
    gap: Gap,
) -> Row:
    unknown = missing(gap)
    found = _uri_row(view, hosts, "", printed, {**uris, "": printed.get(_URI)}, {**sites, "": unknown}, lync_hosts)
    return Row({**found.cells, "AgreesWithSite": unknown}, subject="Exchange organization")


def _agrees(server: str, uris: dict[str, Cell], sites: dict[str, Cell]) -> Cell:
    """Whether a server publishes the URI that most servers of its site publish.

    Servers whose site is not known may belong to any: they matter only where their URIs differ.
    """
    own, site = uris[server], sites[server]
    if not own.known or own.blank:
        return Cell((), False, own.evidence, own.gaps) if not own.blank else known("", [own])
    peers = [name for name in uris if name != server and _maybe_one_site(site, sites[name])]
    sure = [name for name in peers if site.known and sites[name].known]
    values = Counter(_compared(uris[name]) for name in (server, *sure) if uris[name].known and not uris[name].blank)
    ranked = values.most_common()
    majority = len(ranked) == 1 or ranked[0][1] > sum(number for _, number in ranked[1:])
    agrees: Truth = majority and ranked[0][0] == _compared(own)
    doubtful = [name for name in peers if name not in sure and uris[name].known and not uris[name].blank]
    if agrees and any(_compared(uris[name]) != _compared(own) for name in doubtful):
        agrees = None
    unread = [name for name in peers if not uris[name].known]
    if agrees and unread:
        agrees = None
    gaps = [gap for name in (server, *doubtful) for gap in sites[name].gaps]
    gaps += [gap for name in unread for gap in uris[name].gaps]
    return truth(agrees, [own, *(uris[name] for name in peers)], gaps)


def _compared(uri: Cell) -> str:
    """A known URI as it is compared: hosts and IIS paths have no case, and 443 is the port of https."""
    text = str(uri.value).strip().casefold().rstrip("/")
    return _HTTPS_PORT.sub(r"\1", text)


def _maybe_one_site(left: Cell, right: Cell) -> bool:
    if not left.known or not right.known:
        return True
    return bool(set(str(left.value).casefold().split(", ")) & set(str(right.value).casefold().split(", ")))


def exchange_autodiscover_url_table(view: CaseView) -> Table:
    """The fact `exchange_autodiscover_url`."""
    hosts = view.once(ExchangeHosts)
    table = view.table("cs_oauth_configuration")
    rows = []
    for row in table.rows:
        url = row.get(_URL)
        if url.blank:
            continue
        rows.append(_url_row(view, hosts, row, url))
    gaps = view.why_cut("cs_oauth_configuration") if rows else view.why_no_table("cs_oauth_configuration")
    return Table("exchange_autodiscover_url", "Lync Server", tuple(rows), table.exports, gaps)


def _url_row(view: CaseView, hosts: ExchangeHosts, row: Row, url: Cell) -> Row:
    host = _one_host(url)
    scp = view.column("client_access_server", _URI)
    no_host = Cell((), False, url.evidence, url.gaps or (Gap("unreadable", "cs_oauth_configuration", _URL),))
    servers = hosts.servers
    domains = view.column("accepted_domain", "DomainName")
    own_domains = {server.partition(".")[2] for server in view.exchange_servers} - {""}
    in_domain: Truth = any(within(host, text.lstrip("*.")) for text in (*texts(domains), *own_domains))
    if not in_domain and (domains.missing or domains.open):
        in_domain = None
    is_server = view.canonical(host) in view.exchange_servers
    several = len(view.exchange_servers) > 1
    scp_hosts = {host_of(text) for text in texts(scp)}
    same: Truth = True if host in scp_hosts else None if scp.missing or scp.open else False
    cells = {
        "Identity": row.get("Identity"),
        _URL: url,
        "Host": _host_cell(url),
        "LeadsToExchange": hosts.leads_to_exchange(host) if host else no_host,
        "HostInIisCertificate": hosts.in_iis_certificate(host) if host else no_host,
        "HostIsScpHost": truth(same, [url, scp], scp.gaps) if host else no_host,
        "HostIsOneExchangeServer": truth(
            (is_server and several) if not servers.open or (is_server and several) or not is_server else None,
            [url, servers],
            servers.gaps,
        )
        if host
        else no_host,
        "HostInAcceptedDomain": truth(in_domain, [url, domains], domains.gaps) if host else no_host,
    }
    return Row(cells, subject=next(iter(texts(row.get("Identity"))), "Lync Server"))


def autodiscover_host_table(view: CaseView) -> Table:
    """The fact `autodiscover_host`."""
    hosts = view.once(ExchangeHosts)
    named: dict[str, list[Cell]] = {}
    unread: list[Cell] = []
    for table, name in (("cs_oauth_configuration", _URL), ("client_access_server", _URI)):
        for row in view.table(table).rows:
            host = _one_host(row.get(name))
            if not row.get(name).known:
                unread.append(row.get(name))
            if host and not host.replace(".", "").replace(":", "").isdecimal():
                named.setdefault(host, []).append(row.get(name))
    rows = []
    for host, cells in named.items():
        exists = hosts.dns.exists(host)
        canonical, addresses, evidence = hosts.dns.chain(host)
        targets = collected((*canonical, *addresses))
        leads = hosts.dns_leads_here(host) if exists.readings == (True,) else exists
        domain = host.partition(".")[2]
        last = canonical[-1] if canonical else host
        rows.append(
            Row(
                {
                    "Host": known(host, cells),
                    "Exists": exists,
                    "Targets": Cell(targets.readings, targets.open, evidence),
                    "LeadsToExchange": leads,
                    "TargetInSameDomain": Cell((within(last, domain),), False, evidence)
                    if exists.readings == (True,)
                    else exists,
                },
                subject=host,
            )
        )
    exports = (*view.table("cs_oauth_configuration").exports, *view.table("client_access_server").exports)
    gaps: tuple[Gap, ...] = ()
    if not rows:
        gaps = view.why_no_table("cs_oauth_configuration") or view.why_no_table("client_access_server")
        gaps = gaps or gaps_of(unread)
    elif unread:
        cell = Cell((), False, evidence_of(unread), gaps_of(unread))
        columns = ("Host", "Exists", "Targets", "LeadsToExchange", "TargetInSameDomain")
        rows.append(Row(dict.fromkeys(columns, cell), subject="Autodiscover"))
    else:
        gaps = view.why_cut("cs_oauth_configuration", "client_access_server")
    return Table("autodiscover_host", "Autodiscover", tuple(rows), exports, gaps)
