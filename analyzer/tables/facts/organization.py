"""The Exchange organization as a whole: its auth configuration, its auth certificates, its cloud applications."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import certificates, common_name_of, thumbprints
from analyzer.tables.facts.derive import apply, collected, gaps_of, missing, texts, truth
from analyzer.tables.facts.exchange_certificates import auth_config_cell, exchange_auth_server_table
from analyzer.tables.facts.names import common_name, strip_invisible, within
from analyzer.tables.table import Table

SETUP_NAME = "Microsoft Exchange Server Auth Certificate"
"""The common name of the certificate that Exchange Setup creates (JJ721919)."""

SKYPE_ID = "00000004-0000-0ff1-ce00-000000000000"
TEAMS_IDS = frozenset({"7557eb47-c689-4224-abcf-aef9bd7573df", "db7de2b5-2149-435e-8043-e080dd50afae"})
"""Teams Scheduler and Cloud Voicemail (Configure OAuth between Skype for Business Online and Exchange on-premises)."""

_ORGANIZATION = re.compile(r"CN=([^,]+),CN=Microsoft Exchange,CN=Services", re.IGNORECASE)


def exchange_organization_table(view: CaseView) -> Table:
    """The fact `exchange_organization`: one row."""
    realm = auth_config_cell(view, "Realm")
    cells = {
        "SetupCertificates": _setup_certificates(view),
        "ServersWithCurrentCertificate": _servers_with(view),
        "AuthServiceName": auth_config_cell(view, "ServiceName"),
        "AuthRealm": realm,
        "AuthRealmIsAcceptedDomain": _is_accepted(view, realm),
        "SkypeOnlineApplications": _enabled_applications(view, {SKYPE_ID}, needs_auth_server=True),
        "TeamsApplications": _enabled_applications(view, TEAMS_IDS, needs_auth_server=False),
        "OrganizationNames": _organization_names(view),
    }
    names = ("auth_config", "exchange_certificate", "partner_application", "exchange_server")
    exports = tuple(export for name in names for export in view.table(name).exports)
    row = Row(cells, subject="Exchange organization")
    return Table("exchange_organization", "Exchange organization", (row,), exports)


def _setup_certificates(view: CaseView) -> Cell:
    """The certificates named as Setup names its own; open where a server's certificates, or a Subject, is not known."""
    named = SETUP_NAME.casefold()
    found: list[str] = []
    cells: list[Cell] = []
    gaps: list[Gap] = []
    for thumbprint, certificate in certificates(view).items():
        if named in {str(name).casefold() for name in common_name_of(certificate).readings}:
            found.append(thumbprint)
            cells.append(certificate.get("Subject"))
    for row in view.table("exchange_certificate").rows:
        subject = row.get("Subject")
        if not thumbprints(row) and any(common_name(text).casefold() == named for text in texts(subject)):
            found.append("?")
            cells.append(subject)
        elif not subject.known:
            gaps += subject.gaps
    servers = exchange_auth_server_table(view)
    gaps += gaps_of(row.get("Thumbprints") for row in servers.rows) or servers.gaps
    if not found:
        cells += [row.get("Subject") for row in view.table("exchange_certificate").rows]
    return collected(found, cells, gaps)


def _servers_with(view: CaseView) -> Cell:
    """The servers that have the current auth certificate, among those whose certificates were exported."""
    rows = exchange_auth_server_table(view).rows
    judged = [row for row in rows if row.get("CurrentInStore").known]
    cells = [row.get("CurrentInStore") for row in judged]
    current = {strip_invisible(text) for text in texts(auth_config_cell(view, "CurrentCertificateThumbprint"))}
    nameless = [row for row in view.table("exchange_certificate").rows if not row.server]
    shown = [row.get("Thumbprint") for row in nameless if current & set(thumbprints(row))]
    if shown:
        return collected(["?"], [*cells, *shown])
    if not judged:
        gaps = gaps_of(row.get("CurrentInStore") for row in rows)
        return Cell((), False, (), gaps or (Gap("table-not-exported", "exchange_certificate"),))
    return collected((row.server for row, cell in zip(judged, cells, strict=True) if cell.value and row.server), cells)


def _is_accepted(view: CaseView, realm: Cell) -> Cell:
    domains = view.column("accepted_domain", "DomainName")
    names = texts(realm)
    if not names:
        return Cell((), False, realm.evidence, realm.gaps or (Gap("unreadable", "auth_config", "Realm"),))
    if any(within(names[0], domain.lstrip("*.")) for domain in texts(domains)):
        return truth(True, [realm, domains])
    return truth(None if domains.missing or domains.open else False, [realm, domains], domains.gaps)


def _enabled_applications(view: CaseView, identifiers: Iterable[str], *, needs_auth_server: bool) -> Cell:
    """Names of the enabled partner applications with one of the identifiers; open where a row does not tell."""
    wanted = {identifier.casefold() for identifier in identifiers}
    names: list[str] = []
    cells: list[Cell] = []
    gaps = list(view.why_no_table("partner_application"))
    rows = view.table("partner_application").rows
    if not rows and gaps:
        return missing(gaps[0])
    for row in rows:
        identifier = row.get("ApplicationIdentifier")
        cells.append(identifier)
        if identifier.known and not wanted & {text.strip("{}").casefold() for text in texts(identifier)}:
            continue
        needed = [identifier, row.get("Enabled"), *([row.get("UseAuthServer")] if needs_auth_server else [])]
        cells += needed[1:]
        if any(cell.readings == (False,) for cell in needed[1:]):
            continue
        unknown = [cell for cell in needed if not cell.known]
        if unknown:
            gaps += gaps_of(unknown)
        else:
            names += texts(row.get("Name")) or texts(identifier)
    return collected(names, cells, gaps)


def _organization_names(view: CaseView) -> Cell:
    """The organizations in the DistinguishedName of the auth configuration and of the servers."""
    cells = [
        row.get("DistinguishedName") for name in ("auth_config", "exchange_server") for row in view.table(name).rows
    ]
    unknown = [cell for cell in cells if not cell.known]
    absent = [gap for name in ("auth_config", "exchange_server") for gap in view.why_no_table(name)]
    if unknown or absent or not cells:
        gaps = gaps_of(unknown) or tuple(absent) or (Gap("table-not-exported", "auth_config", "DistinguishedName"),)
        return Cell((), False, (), gaps)
    found = [apply(_organization_of, cell) for cell in cells]
    return collected((name for cell in found for name in texts(cell)), cells)


def _organization_of(distinguished_name: object) -> str:
    match = _ORGANIZATION.search(re.sub(r"\s*\n\s*", "", str(distinguished_name)))
    return match[1].casefold() if match else ""
