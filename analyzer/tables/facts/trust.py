"""The trust between the two products as a whole: their applications for each other, servers, versions and domains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import Truth, collected, evidence_of, export_evidence, gaps_of, missing, texts
from analyzer.tables.facts.lync_issuers import oauth_token_issuers
from analyzer.tables.facts.partners_in_exchange import is_lync
from analyzer.tables.facts.partners_in_lync import is_exchange
from analyzer.tables.table import Table


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
        "OAuthConfigurations": _configurations(view),
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


def _configurations(view: CaseView) -> Cell:
    """The OAuth configurations by Identity; `?` for each of several that one output prints without it."""
    rows = view.table("cs_oauth_configuration").rows
    cells = [row.get("Identity") for row in rows]
    together = any(
        one is other for left, right in combinations(rows, 2) for one in left.exports for other in right.exports
    )
    if not together or not any(cell.missing for cell in cells):
        return view.column("cs_oauth_configuration", "Identity")
    items = tuple(next(iter(texts(cell)), "?") for cell in cells)
    shown = [cell for row in rows for cell in row.cells.values()]
    return Cell((items,), True, evidence_of(shown), gaps_of(cells))


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
            gaps += _what_would_tell(row, table)
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


def _what_would_tell(row: Row, table: str) -> tuple[Gap, ...]:
    """What is not known of an application whose product cannot be told."""
    needed = (
        "ApplicationIdentifier",
        *(("UseAuthServer", "AuthMetadataUrl") if table == "partner_application" else ()),
    )
    unknown = [name for name in needed if not row.get(name).known]
    found = [Gap(gap.reason, table, name) for name in unknown[:1] for gap in row.get(name).gaps[:1]]
    return tuple(found) or (Gap("property-not-exported", table, (unknown or needed)[0]),)


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
    """One column of services; an output without its command may be of one role, and is whole where it shows these."""
    lists_all = any(
        export.whole
        and {key: value.casefold() for key, value in export.filters.items()} in ({}, {"Role": "registrar"})
        and (export.command or any(export in row.exports for row in rows))
        for export in view.table("cs_service").exports
    )
    gaps = list(view.why_no_table("cs_service"))
    if lists_all:
        gaps = []
    elif not gaps:
        gaps = [Gap("export-filtered", "cs_service", "Role")]
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
