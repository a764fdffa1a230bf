"""Exchange's auth certificate: what Get-AuthConfig names, and whether every server holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import (
    Certificate,
    certificate_named,
    certificates,
    common_name_of,
    thumbprints,
)
from analyzer.tables.facts.derive import apply, collected, evidence_of, known, missing, texts, truth
from analyzer.tables.facts.names import strip_invisible
from analyzer.tables.merge import merged
from analyzer.tables.table import Table

_FIRST_WITH_OAUTH = (15, 0)

# The table of Get-ExchangeCertificate prints one letter for each service: IMAP, POP, UM, Web (IIS), SMTP, Federation,
# UM Call Router, and a dot for each that the certificate is not used for ("IP.WS..").
_LETTERS = re.compile(r"[IPUWSFC.]{5,7}")


def used_for_iis(services: Cell) -> Cell:
    """Whether Services of a certificate holds IIS, printed in words ("IIS, SMTP") or letters ("...WS..")."""

    def has_iis(value: object) -> bool:
        words = [
            part.strip() for text in (value if isinstance(value, tuple) else (value,)) for part in str(text).split(",")
        ]
        return any("W" in word if _LETTERS.fullmatch(word) else word.casefold() == "iis" for word in words)

    return apply(has_iis, services)


def auth_config_cell(view: CaseView, name: str) -> Cell:
    """One property of the organization's Get-AuthConfig; missing where it was not exported.

    An organization has one such object: rows that stand apart, because they were exported without their Name, are it.
    """
    rows = view.table("auth_config").rows
    if not rows:
        return missing(Gap("table-not-exported", "auth_config", name))
    cell = reduce(merged, (row.get(name) for row in rows))
    differs = (Gap("contradiction", "auth_config", name),) if len(cell.readings) > 1 else cell.gaps
    return Cell(cell.readings, cell.open, cell.evidence, differs)


def _compared(cell: Cell) -> Cell:
    return apply(lambda text: strip_invisible(str(text)), cell)


def exchange_auth_server_table(view: CaseView) -> Table:
    """The fact `exchange_auth_server`."""
    gaps = view.exchange_universe_gaps
    servers = list(view.exchange_servers)
    exported = {row.server for row in view.table("exchange_certificate").rows if row.server}
    servers += [server for server in sorted(exported) if server not in view.exchange_servers]
    rows = []
    for server in servers:
        row = view.exchange_servers.get(server)
        if row and (view.has_role(row, "Edge") is True or _before_oauth(view, row)):
            continue
        rows.append(_server(view, server))
    if rows and gaps:
        cell = Cell((), False, (), gaps)
        cells = dict.fromkeys(rows[0].cells, cell)
        cells["CurrentCertificateThumbprint"] = auth_config_cell(view, "CurrentCertificateThumbprint")
        cells["NextCertificateThumbprint"] = auth_config_cell(view, "NextCertificateThumbprint")
        rows.append(Row(cells, subject="Exchange organization"))
    exports = (*view.table("exchange_server").exports, *view.table("exchange_certificate").exports)
    return Table("exchange_auth_server", "Exchange organization", tuple(rows), exports, () if rows else gaps)


def _before_oauth(view: CaseView, row: Row) -> bool:
    """Whether a server surely is older than Exchange 2013: by its version, or by the role that 2013 did away with."""
    version = view.version(row)
    if version:
        return version < _FIRST_WITH_OAUTH
    return "hubtransport" in {
        part.strip().casefold() for text in texts(row.get("ServerRole")) for part in text.split(",")
    }


def _server(view: CaseView, server: str) -> Row:
    own = view.rows_of("exchange_certificate", server)
    current = auth_config_cell(view, "CurrentCertificateThumbprint")
    staged = auth_config_cell(view, "NextCertificateThumbprint")
    exports = view.exports_of("exchange_certificate", server)
    full = any(export.full for export in exports)
    gaps = () if full else (view.why_not("exchange_certificate", server),)
    prints = [row.get("Thumbprint") for row in own]
    unreadable = [gap for cell in prints if not cell.known for gap in cell.gaps]
    listed = collected((name for row in own for name in thumbprints(row)), prints, [*gaps, *unreadable])
    held = _row_with(own, current)
    of_current: dict[str, Cell] = {}
    for name, column in (
        ("HasPrivateKey", "CurrentHasPrivateKey"),
        ("Status", "CurrentStatus"),
        ("Services", "CurrentServices"),
        ("PrivateKeyExportable", "CurrentPrivateKeyExportable"),
        ("NotAfter", "CurrentNotAfter"),
    ):
        absent = Gap("object-not-exported", "exchange_certificate", name, server, next(iter(texts(current)), ""))
        of_current[column] = held.get(name) if held else missing(gaps[0] if gaps else absent)
    of_current["CurrentUsedForIis"] = used_for_iis(of_current["CurrentServices"])
    printed = view.exchange_servers.get(server)
    client_access = {row.subject for row in view.table("client_access_server").rows}
    needs_it = (
        server in client_access
        or (printed is not None and view.has_role(printed, "Edge") is False)
        or any(used_for_iis(row.get("Services")).readings != (False,) for row in own)
    )
    cells = {
        "Fqdn": known(server),
        "CurrentCertificateThumbprint": current,
        "NextCertificateThumbprint": staged,
        "Thumbprints": listed,
        "CurrentInStore": _in_store(current, listed) if needs_it else _maybe_edge(view, _in_store(current, listed)),
        "NextInStore": _in_store(staged, listed) if needs_it else _maybe_edge(view, _in_store(staged, listed)),
        **of_current,
    }
    return Row(cells, subject=server, server=server)


def _row_with(rows: Sequence[Row], thumbprint: Cell) -> Row | None:
    wanted = {strip_invisible(text) for text in texts(thumbprint)}
    return next((row for row in rows if wanted & set(thumbprints(row))), None)


def _in_store(thumbprint: Cell, listed: Cell) -> Cell:
    """Whether a server lists a certificate; a list that may go on proves it only where it does."""
    compared = _compared(thumbprint)
    if not compared.known or listed.missing:
        gaps = thumbprint.gaps or compared.gaps if not compared.known else listed.gaps
        return Cell((), False, evidence_of([thumbprint, listed]), gaps)
    found = compared.value in texts(listed)
    return truth(True if found else None if listed.open else False, [thumbprint, listed], listed.gaps)


def _maybe_edge(view: CaseView, in_store: Cell) -> Cell:
    """What a list shows of a server whose role Get-ExchangeServer does not show and that has no certificate for IIS.

    It may be an Edge Transport server, which needs no auth certificate: that it has none then proves nothing.
    """
    if in_store.readings != (False,):
        return in_store
    reason = "property-not-exported" if view.table("exchange_server").exported else "table-not-exported"
    return Cell((), False, in_store.evidence, (Gap(reason, "exchange_server", "ServerRole"),))


def auth_certificate_table(view: CaseView) -> Table:
    """The fact `auth_certificate`."""
    config = view.table("auth_config")
    known_certificates = certificates(view)
    rows = []
    for role in ("Current", "Next", "Previous") if config.rows else ():
        thumbprint = auth_config_cell(view, f"{role}CertificateThumbprint")
        if role == "Current" or (thumbprint.readings and not thumbprint.blank):
            rows.append(_certificate(view, role, thumbprint, known_certificates))
    gaps = () if rows else view.why_no_table("auth_config")
    return Table("auth_certificate", "Exchange organization", tuple(rows), config.exports, gaps)


def _certificate(view: CaseView, role: str, thumbprint: Cell, known_certificates: dict[str, Certificate]) -> Row:
    certificate = _named(known_certificates, thumbprint)
    current = auth_config_cell(view, "CurrentCertificateThumbprint")
    staged = auth_config_cell(view, "NextCertificateThumbprint")
    current_certificate = _named(known_certificates, current)
    staged_certificate = certificate_named(known_certificates, staged)
    not_staged = Cell(("",), False, staged.evidence)
    lync = {
        name
        for row in view.table("cs_certificate").rows
        if any(part.strip() == "OAuthTokenIssuer" for text in texts(row.get("Use")) for part in text.split(","))
        for name in thumbprints(row)
    }
    cells = {
        "Role": known(role),
        "Thumbprint": thumbprint,
        "Printed": _as_printed(thumbprint),
        "Subject": certificate.get("Subject"),
        "CommonName": common_name_of(certificate),
        "Issuer": certificate.get("Issuer"),
        "IsSelfSigned": apply(
            lambda subject, issuer: str(subject).casefold() == str(issuer).casefold(),
            certificate.get("Subject"),
            certificate.get("Issuer"),
        ),
        "NotBefore": certificate.get("NotBefore"),
        "NotAfter": certificate.get("NotAfter"),
        "PublicKeySize": certificate.get("PublicKeySize"),
        "EffectiveDate": auth_config_cell(view, "NextCertificateEffectiveDate") if role == "Next" else Cell(("",)),
        "CurrentThumbprint": current,
        "CurrentNotAfter": current_certificate.get("NotAfter"),
        "NextThumbprint": staged,
        "NextNotAfter": staged_certificate.get("NotAfter")
        if staged_certificate
        else not_staged
        if staged.blank
        else staged,
        "IsLyncOAuthTokenIssuer": _is_one_of(thumbprint, lync, view),
    }
    return Row(cells, subject=strip_invisible(next(iter(texts(thumbprint)), "")) or "Exchange organization")


def _named(known_certificates: dict[str, Certificate], thumbprint: Cell) -> Certificate:
    """The certificate with a thumbprint; where the thumbprint is not known, one whose fields all lack it."""
    found = certificate_named(known_certificates, thumbprint)
    if found is not None or thumbprint.known:
        return found or Certificate("")
    unknown = Cell((), False, thumbprint.evidence, thumbprint.gaps)
    return Certificate("", dict.fromkeys(("Subject", "Issuer", "NotBefore", "NotAfter"), unknown))


def _as_printed(thumbprint: Cell) -> Cell:
    """A thumbprint with the hidden marks that its typed value has lost, but without blanks (a line may be wrapped)."""
    if not thumbprint.known or not thumbprint.evidence:
        return thumbprint
    return known("".join(thumbprint.evidence[0].value.split()), [thumbprint])


def _is_one_of(thumbprint: Cell, others: set[str], view: CaseView) -> Cell:
    compared = _compared(thumbprint)
    if not compared.known:
        return Cell((), False, thumbprint.evidence, compared.gaps)
    if not others:
        return Cell((), False, thumbprint.evidence, (Gap("table-not-exported", "cs_certificate", "Use"),))
    return truth(compared.value in others, [thumbprint])
