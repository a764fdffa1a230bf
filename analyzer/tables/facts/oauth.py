"""Lync's OAuth configuration, and whether the names in it exist."""

from __future__ import annotations

import re

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import Truth, collected, gaps_of, known, texts, truth
from analyzer.tables.facts.names import host_of, within
from analyzer.tables.table import Table


def oauth_configuration_table(view: CaseView) -> Table:
    """The fact `oauth_configuration`."""
    table = view.table("cs_oauth_configuration")
    uris = view.column("client_access_server", "AutoDiscoverServiceInternalUri")
    hosts = collected((host_of(text) for text in texts(uris) if host_of(text)), [uris], uris.gaps)
    rows = []
    for row in table.rows:
        names = (
            "Identity",
            "ExchangeAutodiscoverUrl",
            "Realm",
            "ServiceName",
            "ClientAuthorizationOAuthServerIdentity",
        )
        cells = {
            **{name: row.get(name) for name in names},
            "RealmIsKnownDomain": _realm_known(view, row.get("Realm")),
            "ClientAuthorizationServerKnown": _server_known(view, row),
            "ScpHosts": hosts,
        }
        rows.append(Row(cells, subject=next(iter(texts(row.get("Identity"))), "Lync Server")))
    gaps = view.why_cut("cs_oauth_configuration") if rows else view.why_no_table("cs_oauth_configuration")
    return Table("oauth_configuration", "Lync Server", tuple(rows), table.exports, gaps)


def _realm_known(view: CaseView, realm: Cell) -> Cell:
    if realm.blank:
        return known(True, [realm])
    if not realm.known:
        return Cell((), False, realm.evidence, realm.gaps)
    lists = [view.column("cs_sip_domain", "Name"), view.column("accepted_domain", "DomainName")]
    servers = [*view.exchange_servers, *view.lync_computers]
    domains = [*(name.lstrip("*.") for cell in lists for name in texts(cell)), *(s.partition(".")[2] for s in servers)]
    if any(within(str(realm.value), domain) for domain in domains):
        return truth(True, [realm, *lists])
    unsure = [cell for cell in lists if cell.missing or cell.open]
    return truth(None if unsure else False, [realm, *lists], gaps_of(unsure))


def _server_known(view: CaseView, row: Row) -> Cell:
    """Whether ClientAuthorizationOAuthServerIdentity names an OAuth server that exists."""
    identity, nested = row.get("ClientAuthorizationOAuthServerIdentity"), row.get("OAuthServers")
    if identity.blank:
        return known(True, [identity])
    if not identity.known:
        return Cell((), False, identity.evidence, identity.gaps)
    servers = view.table("cs_oauth_server")
    cells = [server.get(name) for server in servers.rows for name in ("Identity", "Name")]
    names = {text.casefold() for cell in cells for text in texts(cell)}
    names |= {match.casefold() for text in texts(nested) for match in re.findall(r"\bName=([^;]*)", text)}
    found: Truth = str(identity.value).casefold() in names
    if not found and (not servers.exported or servers.gaps):
        found = None
    return truth(found, [identity, *cells], (Gap("table-not-exported", "cs_oauth_server"),))
