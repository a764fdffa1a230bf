"""Partner applications: whether Lync trusts Exchange, Exchange trusts Lync, and by which metadata."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import certificates, names_of, thumbprints
from analyzer.tables.facts.derive import (
    Truth,
    apply,
    collected,
    evidence_of,
    export_evidence,
    gaps_of,
    known,
    missing,
    texts,
    truth,
)
from analyzer.tables.facts.exchange_hosts import ExchangeHosts
from analyzer.tables.facts.lync_issuers import has_use, issuer_of, oauth_token_issuers
from analyzer.tables.facts.names import any_covers, host_of, path_of, within
from analyzer.tables.table import Table

EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000"
LYNC_ID = "00000004-0000-0ff1-ce00-000000000000"
_EXCHANGE_NAMES = ("exchange", "microsoft.exchange", "microsoftexchange")
_URL = re.compile(r"https?://[^\s;,}\"']+", re.IGNORECASE)
_IN_LYNC = (
    "Identity", "Name", "ApplicationIdentifier", "ApplicationTrustLevel", "Enabled",
    "AcceptSecurityIdentifierInformation",
)  # fmt: skip
_IN_EXCHANGE = (
    "Name", "Enabled", "ApplicationIdentifier", "AuthMetadataUrl", "UseAuthServer", "LinkedAccount", "Realm",
    "AcceptSecurityIdentifierInformation", "CertificateStrings",
)  # fmt: skip
_HYBRID = ("hybrid_configuration", "intra_organization_connector")


def is_exchange(row: Row) -> Truth:
    """Whether a partner application of Lync stands for Exchange: by ApplicationIdentifier, else by its name.

    Names are not fixed (the documents use Exchange, microsoft.exchange and MicrosoftExchange).
    """
    identifiers = {text.strip("{}").casefold() for text in texts(row.get("ApplicationIdentifier"))}
    names = {text.casefold() for name in ("Identity", "Name") for text in texts(row.get(name))}
    if EXCHANGE_ID in identifiers or names & set(_EXCHANGE_NAMES):
        return True
    if row.get("ApplicationIdentifier").known and identifiers:
        return False
    return None


def metadata_url(token: Cell) -> Cell:
    """The URL in an AuthToken: bare, or as `Value=https://...`; blank where the token names an OAuth server."""

    def url(text: str) -> str:
        match = _URL.search(text)
        return match[0] if match and "UseOAuthServer" not in text else ""

    return apply(lambda value: url(_token_text(value)), token)


def _token_text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def uses_oauth_server(token: Cell) -> Cell:
    """Whether an AuthToken says that an OAuth server issues the tokens (it prints the type UseOAuthServer)."""
    if token.missing and any("UseOAuthServer" in evidence.value for evidence in token.evidence):
        return Cell((True,), False, token.evidence)
    return apply(lambda value: "useoauthserver" in _token_text(value).casefold(), token)


def exchange_in_lync_table(view: CaseView) -> Table:
    """The fact `exchange_in_lync`."""
    table = view.table("cs_partner_application")
    hosts = view.once(ExchangeHosts)
    applications = [(row, is_exchange(row)) for row in table.rows]
    rows = tuple(
        _exchange_application(view, hosts, row, [other for other, it in applications if it and other is not row])
        for row, it in applications
        if it
    )
    gaps = () if rows else view.why_no_table("cs_partner_application")
    if not rows and not gaps:
        gaps = tuple(gap for row, it in applications if it is None for gap in row.get("ApplicationIdentifier").gaps)
    return Table("exchange_in_lync", "Lync Server", rows, table.exports, gaps)


def _exchange_application(view: CaseView, hosts: ExchangeHosts, row: Row, others: Sequence[Row]) -> Row:
    token = row.get("AuthToken")
    uses = uses_oauth_server(token)
    url = Cell(("",), False, token.evidence) if uses.readings == (True,) else metadata_url(token)
    host = apply(lambda text: host_of(str(text)), url)
    own = str(host.value) if host.known else ""
    urls = [metadata_url(other.get("AuthToken")) for other in (row, *others)]
    has_url: Truth = (
        True
        if any(texts(cell) for cell in urls)
        else None
        if any(not cell.known for cell in urls if not _is_oauth(cell))
        else False
    )
    cells = {
        **{name: row.get(name) for name in _IN_LYNC},
        "AuthToken": token,
        "MetadataUrl": url,
        "UsesOAuthServer": uses,
        "MetadataHostLeadsToExchange": hosts.leads_to_exchange(own)
        if own
        else Cell((), False, token.evidence, token.gaps or (Gap("unreadable", "cs_partner_application", "AuthToken"),)),
        "MetadataHostIsAutodiscoverHost": _is_autodiscover_host(view, own, url),
        "HybridSeen": hybrid_seen(view),
        "OtherApplications": collected(
            (text for other in others for text in texts(other.get("Identity"))),
            [other.get("Identity") for other in others],
        ),
        "HasMetadataUrlApplication": truth(has_url, urls, gaps_of(urls)),
    }
    return Row(cells, subject=next(iter(texts(row.get("Identity")) or texts(row.get("Name"))), "Lync Server"))


def _is_autodiscover_host(view: CaseView, host: str, url: Cell) -> Cell:
    if not host:
        return Cell((), False, url.evidence, url.gaps or (Gap("unreadable", "cs_partner_application", "AuthToken"),))
    autodiscover = view.column("cs_oauth_configuration", "ExchangeAutodiscoverUrl")
    same = host in {host_of(text) for text in texts(autodiscover)}
    unsure = autodiscover.missing or autodiscover.open
    return truth(True if same else None if unsure else False, [url, autodiscover], autodiscover.gaps)


def _is_oauth(url: Cell) -> bool:
    return any("UseOAuthServer" in evidence.value for evidence in url.evidence)


def hybrid_seen(view: CaseView) -> Cell:
    """Whether the case shows a hybrid deployment; missing where nothing that would show it was exported."""
    tables = [view.table(name) for name in _HYBRID]
    rows = [row for table in tables for row in table.rows]
    if rows:
        cells = [next(iter(row.cells.values())) for row in rows if row.cells]
        return truth(True, cells)
    if all(table.exported and not table.gaps for table in tables):
        return truth(False)
    return missing(
        Gap(
            "table-not-exported",
            next(name for name, t in zip(_HYBRID, tables, strict=True) if not t.exported or t.gaps),
        )
    )


def lync_hosts(view: CaseView) -> Cell:
    """The pool and web service FQDNs of the Lync topology; open where the case may not name them all."""
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
    return collected(names, cells, gaps)


def is_lync(view: CaseView, row: Row) -> Truth:
    """Whether a partner application of Exchange stands for an on-premises Lync Server.

    It has Lync's ApplicationIdentifier and no authorization server, or a metadata URL of a Lync host. One for Exchange
    Online or Skype for Business Online (UseAuthServer) does not.
    """
    identifiers = {text.strip("{}").casefold() for text in texts(row.get("ApplicationIdentifier"))}
    uses = row.get("UseAuthServer")
    url = row.get("AuthMetadataUrl")
    hosts = {host_of(text) for text in texts(url)} - {""}
    if hosts & set(texts(lync_hosts(view))):
        return True
    if LYNC_ID in identifiers:
        if hosts:
            return True
        return None if not uses.known else not uses.value
    if not row.get("ApplicationIdentifier").known:
        return None
    paths = {path_of(text) for text in texts(url)}
    if hosts and not any("_layouts" in path for path in paths) and not identifiers:
        return None
    return False


def lync_in_exchange_table(view: CaseView) -> Table:
    """The fact `lync_in_exchange`."""
    table = view.table("partner_application")
    rows = tuple(_lync_application(view, row) for row in table.rows if is_lync(view, row))
    gaps = () if rows else view.why_no_table("partner_application")
    if not rows and not gaps:
        gaps = tuple(
            Gap(gap.reason, "partner_application", name)
            for row in table.rows
            if is_lync(view, row) is None
            for name in ("ApplicationIdentifier", "UseAuthServer")
            for gap in row.get(name).gaps or ((Gap("property-not-exported"),) if not row.get(name).known else ())
        )
    return Table("lync_in_exchange", "Exchange organization", rows, table.exports, gaps)


def _lync_application(view: CaseView, row: Row) -> Row:
    url = row.get("AuthMetadataUrl")
    host = apply(lambda text: host_of(str(text)), url)
    own = str(host.value) if host.known else ""
    pools = lync_hosts(view)
    no_host = Cell((), False, url.evidence, url.gaps or (Gap("unreadable", "partner_application", "AuthMetadataUrl"),))
    others = [
        other
        for other in view.table("partner_application").rows
        if other is not row
        and _same(other, row, "ApplicationIdentifier")
        and _same(other, row, "Realm")
        and other.get("Enabled").readings == (True,)
        and other.get("UseAuthServer").readings != (True,)
    ]
    cells = {
        **{name: row.get(name) for name in _IN_EXCHANGE},
        "MetadataHost": host,
        "HostIsLyncPool": _among(own, pools, url) if own else no_host,
        "HostIsOneFrontEnd": _is_one_front_end(view, own, url) if own else no_host,
        "HostInWebCertificate": _in_web_certificate(view, own, url) if own else no_host,
        "RealmIsKnownDomain": _realm_known(view, row.get("Realm")),
        **_stored(view, row.get("CertificateStrings")),
        "OtherApplications": collected(
            (text for other in others for text in texts(other.get("Name"))), [other.get("Name") for other in others]
        ),
    }
    return Row(cells, subject=next(iter(texts(row.get("Name")) or texts(row.get("Identity"))), "Exchange organization"))


def _same(left: Row, right: Row, name: str) -> bool:
    """Whether two rows surely have the same value."""
    return left.get(name).known and left.get(name).readings == right.get(name).readings


def _among(host: str, names: Cell, url: Cell) -> Cell:
    if host in texts(names):
        return truth(True, [url, names])
    return truth(None if names.open or names.missing else False, [url, names], names.gaps)


def _is_one_front_end(view: CaseView, host: str, url: Cell) -> Cell:
    pool, cells = view.lync_computers.get(view.canonical(host), (None, []))
    if view.canonical(host) in view.lync_computers:
        members = [name for name, (other, _) in view.lync_computers.items() if other == pool]
        return truth(host != pool and len(members) > 1, [url, *cells])
    gaps = view.lync_universe_gaps
    return truth(None if gaps else False, [url], gaps)


def _in_web_certificate(view: CaseView, host: str, url: Cell) -> Cell:
    known_certificates = certificates(view)
    names: list[Cell] = []
    for row in view.table("cs_certificate").rows:
        if has_use(row, "WebServicesInternal") or has_use(row, "Default"):
            names += [names_of(known_certificates[t]) for t in thumbprints(row) if t in known_certificates]
    if not names:
        return missing(Gap("table-not-exported", "cs_certificate", "AlternativeNames"), [url])
    if any(any_covers(texts(cell), host) for cell in names):
        return truth(True, [url, *(cell for cell in names if any_covers(texts(cell), host))])
    # Any other Front End Server may have the name in its certificate.
    servers = [server for server in view.front_ends if not view.exported_full("cs_certificate", server)]
    gaps = [*view.lync_universe_gaps, *(view.why_not("cs_certificate", server) for server in servers)]
    unsure = gaps or any(cell.open for cell in names)
    return truth(None if unsure else False, [url, *names], [*gaps, *gaps_of(names)])


def _realm_known(view: CaseView, realm: Cell) -> Cell:
    domains = view.column("cs_sip_domain", "Name")
    accepted = view.column("accepted_domain", "DomainName")
    if not realm.known or realm.blank:
        return Cell((), False, realm.evidence, realm.gaps) if not realm.blank else known(True, [realm])
    found = any(within(str(realm.value), domain) for domain in (*texts(domains), *texts(accepted)))
    unsure = [cell for cell in (domains, accepted) if cell.missing or cell.open]
    return truth(True if found else None if unsure else False, [realm, domains, accepted], gaps_of(unsure))


def _stored(view: CaseView, strings: Cell) -> dict[str, Cell]:
    """What the stored certificates of a partner application are."""
    if strings.missing:
        absent = Cell((), False, strings.evidence, strings.gaps)
        return dict.fromkeys(("StoredThumbprints", "StoredIsOAuthTokenIssuer", "StoredNotAfter"), absent)
    items = [item for reading in strings.readings for item in (reading if isinstance(reading, tuple) else (reading,))]
    facts = list(_decoded(items))
    prints = [str(fact.get("Thumbprint", "")) for fact in facts]
    stored = Cell((tuple(prints),), strings.open, strings.evidence, strings.gaps)
    issuers = [issuer_of(view, server)[0] for server in view.front_ends]
    current = {str(cell.value) for cell in issuers if cell.known and cell.value}
    is_issuer: Truth = True if current & set(prints) else None
    if is_issuer is None and current and prints and not strings.open and all(cell.known for cell in issuers):
        is_issuer = False
    ends = sorted(str(fact["NotAfter"]) for fact in facts if fact.get("NotAfter"))
    return {
        "StoredThumbprints": stored,
        "StoredIsOAuthTokenIssuer": truth(
            is_issuer, [strings, *issuers], gaps_of(issuers) or (Gap("table-not-exported", "cs_certificate"),)
        ),
        "StoredNotAfter": Cell((_moment(ends[-1]),), strings.open, strings.evidence, strings.gaps)
        if ends
        else Cell(
            (),
            False,
            strings.evidence,
            strings.gaps or (Gap("unreadable", "partner_application", "CertificateStrings"),),
        ),
    }


def _decoded(items: Iterable[object]) -> Iterable[Mapping[str, object]]:
    for item in items:
        try:
            der = item if isinstance(item, bytes) else base64.b64decode(re.sub(r"\s+", "", str(item)), validate=True)
        except (binascii.Error, ValueError):
            continue
        if der[:1] == b"\x30":
            from analyzer.x509 import certificate_facts

            yield certificate_facts(der)


def _moment(text: str) -> object:
    import datetime as dt

    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def trust_table(view: CaseView) -> Table:
    """The fact `trust`: one row."""
    in_lync = view.table("cs_partner_application")
    in_exchange = view.table("partner_application")
    exchange = [(row, is_exchange(row)) for row in in_lync.rows]
    lync = [(row, is_lync(view, row)) for row in in_exchange.rows]
    configurations = view.table("cs_oauth_configuration").rows
    nested = [row.get("PartnerApplications") for row in configurations]
    cells = {
        "ExchangeApplicationsInLync": _applications(
            view, "cs_partner_application", exchange, "Identity", enabled=False
        ),
        "EnabledExchangeApplicationsInLync": _applications(
            view, "cs_partner_application", exchange, "Identity", enabled=True
        ),
        "LyncApplicationsInExchange": _applications(view, "partner_application", lync, "Name", enabled=False),
        "EnabledLyncApplicationsInExchange": _applications(view, "partner_application", lync, "Name", enabled=True),
        "PartnerApplicationsInOAuthConfiguration": _nested_names(nested),
        "PartnerApplications": view.column("cs_partner_application", "Name"),
        "OAuthConfigurations": view.column("cs_oauth_configuration", "Identity"),
        "OAuthTokenIssuers": oauth_token_issuers(view),
        "OAuthConfigurationRealms": view.column("cs_oauth_configuration", "Realm"),
        "LyncServers": collected(
            view.lync_computers,
            [c for _, cells in view.lync_computers.values() for c in cells],
            view.lync_universe_gaps,
        ),
        "ExchangeServers": collected(
            view.exchange_servers,
            [
                row.get("Fqdn") if row.get("Fqdn").readings else row.get("Name")
                for row in view.exchange_servers.values()
            ],
            view.exchange_universe_gaps,
        ),
        "ExchangeVersions": _versions(view),
        "LyncVersions": _column_as_text(view, "Version", view.table("cs_service").rows),
        "RegistrarVersions": _column_as_text(view, "Version", _registrars(view)),
        "SipDomains": view.column("cs_sip_domain", "Name"),
        "DefaultSipDomains": _default_sip_domains(view),
        "AcceptedDomains": view.column("accepted_domain", "DomainName"),
    }
    exports = tuple(
        export
        for name in ("cs_partner_application", "partner_application", "cs_oauth_configuration")
        for export in view.table(name).exports
    )
    return Table("trust", "Lync Server and Exchange", (Row(cells, subject="Lync Server and Exchange"),), exports)


def _applications(
    view: CaseView, table: str, applications: Sequence[tuple[Row, Truth]], name: str, *, enabled: bool
) -> Cell:
    items: list[str] = []
    cells: list[Cell] = []
    gaps = list(view.why_no_table(table))
    shown = [row.get("Name") if not row.get("Name").missing else row.get(name) for row, _ in applications]
    for (row, it), label in zip(applications, shown, strict=True):
        state = row.get("Enabled")
        cells.append(label)
        if it is None:
            gaps += row.get("ApplicationIdentifier").gaps or (
                Gap("property-not-exported", table, "ApplicationIdentifier"),
            )
        elif it and (not enabled or state.readings == (True,)):
            items += texts(label) or ("?",)
        elif it and not state.known:
            gaps += state.gaps
        if enabled:
            cells.append(state)
    if not applications and gaps:
        return missing(gaps[0])
    found = collected(items, cells, gaps)
    return found if found.evidence else replace(found, evidence=export_evidence(view.table(table)))


def _nested_names(cells: Sequence[Cell]) -> Cell:
    if not cells:
        return missing(Gap("table-not-exported", "cs_oauth_configuration", "PartnerApplications"))
    absent = [cell for cell in cells if cell.missing]
    if absent:
        return Cell((), False, evidence_of(cells), gaps_of(absent))
    names = [match[1] for cell in cells for text in texts(cell) if (match := re.search(r"\bName=([^;]*)", text))]
    unread = [cell for cell in cells if any("Name=" not in text for text in texts(cell))]
    if unread:
        return Cell(
            (), False, evidence_of(cells), (Gap("unreadable", "cs_oauth_configuration", "PartnerApplications"),)
        )
    return collected(names, cells, [gap for cell in cells if cell.open for gap in cell.gaps])


def _registrars(view: CaseView) -> list[Row]:
    rows = view.table("cs_service").rows
    return [
        row
        for row in rows
        if any("registrar" in text.casefold() for name in ("Role", "Identity") for text in texts(row.get(name)))
    ]


def _column_as_text(view: CaseView, name: str, rows: Sequence[Row]) -> Cell:
    lists_all = any(
        export.whole
        and {name: value.casefold() for name, value in export.filters.items()} in ({}, {"Role": "registrar"})
        for export in view.table("cs_service").exports
    )
    gaps = [] if rows and lists_all else list(view.why_no_table("cs_service"))
    cells = [row.get(name) for row in rows]
    if not cells and gaps:
        return missing(gaps[0])
    gaps += [gap for cell in cells if not cell.known for gap in cell.gaps]
    return collected((str(cell.readings[0]) for cell in cells if cell.readings and not cell.blank), cells, gaps)


def _default_sip_domains(view: CaseView) -> Cell:
    rows = view.table("cs_sip_domain").rows
    gaps = list(view.why_no_table("cs_sip_domain"))
    flags = [row.get("IsDefault") for row in rows]
    gaps += [gap for cell in flags if not cell.known for gap in cell.gaps]
    if gaps and not rows:
        return missing(gaps[0])
    names = [name for row in rows if row.get("IsDefault").readings == (True,) for name in texts(row.get("Name"))]
    return collected(names, [*flags, *(row.get("Name") for row in rows)], gaps)


def _versions(view: CaseView) -> Cell:
    cells = [row.get("AdminDisplayVersion") for row in view.exchange_servers.values()]
    if not cells:
        return missing(Gap("table-not-exported", "exchange_server", "AdminDisplayVersion"))
    found = [".".join(map(str, version)) for row in view.exchange_servers.values() if (version := view.version(row))]
    gaps = [gap for cell in cells if not cell.known for gap in cell.gaps]
    return collected(found, cells, [*gaps, *view.exchange_universe_gaps])
