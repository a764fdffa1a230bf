"""The certificates that are OAuthTokenIssuer: whose they are, what they name, which one follows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import (
    Certificate,
    certificate_of_row,
    certificates,
    common_name_of,
    names_of,
    thumbprints,
)
from analyzer.tables.facts.derive import Truth, any_of, collected, evidence_of, gaps_of, known, missing, texts, truth
from analyzer.tables.facts.lync_issuers import has_use, shows_all_of, why_no_issuer
from analyzer.tables.facts.names import strip_invisible, subject_holds, within
from analyzer.tables.table import Table


def oauth_token_issuer_table(view: CaseView) -> Table:
    """The fact `oauth_token_issuer`."""
    table = view.table("cs_certificate")
    known_certificates = certificates(view)
    by_thumbprint: dict[str, list[Row]] = {}
    found = [row for row in table.rows if has_use(row, "OAuthTokenIssuer")]
    whole = {name: None for row in found if not row.get("Thumbprint").open for name in thumbprints(row)}
    for row in found:
        names = thumbprints(row) or ("",)
        if row.get("Thumbprint").open:
            begun = [name for name in whole if name.startswith(names[0])]
            names = (begun[0],) if len(begun) == 1 else names
        for name in names:
            by_thumbprint.setdefault(name, []).append(row)
    rows = tuple(
        _issuer(view, thumbprint, records, by_thumbprint, known_certificates)
        for thumbprint, records in by_thumbprint.items()
    )
    gaps = () if rows else why_no_issuer(view)
    return Table("oauth_token_issuer", "Lync Server", rows, table.exports, gaps)


def _issuer(
    view: CaseView,
    thumbprint: str,
    records: Sequence[Row],
    by_thumbprint: dict[str, list[Row]],
    known_certificates: dict[str, Certificate],
) -> Row:
    printed = [row.get("Thumbprint") for row in records]
    cut = all(cell.open for cell in printed)
    certificate = (None if cut else known_certificates.get(thumbprint)) or certificate_of_row(records[0])
    subject, names = certificate.get("Subject"), names_of(certificate)
    domains = [row.get("Name") for row in view.table("cs_sip_domain").rows]
    domain_gaps = view.why_no_table("cs_sip_domain")
    default_rows = [row for row in view.table("cs_sip_domain").rows if row.get("IsDefault").readings == (True,)]
    others = [row for name, rows in by_thumbprint.items() if name != thumbprint for row in rows]
    successors = [row for row in others if _may_follow(view, row, records[0]) is not False]
    unsure = [row for row in successors if _may_follow(view, row, records[0]) is None]
    auth = [text for row in view.table("auth_config").rows for text in texts(row.get("CurrentCertificateThumbprint"))]
    auth_cells = [row.get("CurrentCertificateThumbprint") for row in view.table("auth_config").rows]
    cells = {
        "Thumbprint": Cell((thumbprint,), cut, evidence_of(printed), gaps_of(printed) if cut else ())
        if thumbprint
        else records[0].get("Thumbprint"),
        "Servers": collected(row.server for row in records if row.server),
        "Subject": subject,
        "CommonName": common_name_of(certificate),
        "Issuer": certificate.get("Issuer"),
        "NotBefore": certificate.get("NotBefore"),
        "NotAfter": certificate.get("NotAfter"),
        "EffectiveDate": records[0].get("EffectiveDate"),
        "PublicKeySize": certificate.get("PublicKeySize"),
        "AlternativeNames": certificate.get("AlternativeNames"),
        "SourceScope": _scope(records),
        "IsLyncCertificate": _is_lync_certificate(view, thumbprint, records, cut=cut),
        "SubjectHoldsSipDomain": _subject_holds(subject, domains, domain_gaps),
        "SubjectHoldsDefaultSipDomain": _subject_holds(
            subject,
            [row.get("Name") for row in default_rows],
            domain_gaps or (() if default_rows else (Gap("property-not-exported", "cs_sip_domain", "IsDefault"),)),
        ),
        "SipDomainsNotNamed": _not_named(subject, names, domains, domain_gaps),
        "SuccessorNotAfter": _latest(successors, unsure, "NotAfter"),
        "SuccessorEffectiveDate": _latest(successors, unsure, "EffectiveDate"),
        "IsExchangeAuthCertificate": truth(
            _is_among(thumbprint, auth, cut=cut) if auth_cells and not gaps_of(auth_cells) else None,
            [*auth_cells, *printed],
            [*view.why_no_table("auth_config"), *(gaps_of(printed) if cut else ())],
        ),
    }
    return Row(cells, subject=thumbprint or "Lync Server")


def _scope(records: Sequence[Row]) -> Cell:
    """How a certificate was assigned: one record of another scope than Global tells, else it takes all of them."""
    scopes = [row.get("SourceScope") for row in records]
    local = [cell for cell in scopes if cell.known and not cell.blank and str(cell.value).casefold() != "global"]
    unsure = [cell for cell in scopes if not cell.known]
    if local or unsure:
        return (local or unsure)[0]
    return known(scopes[0].value, scopes)


def _may_follow(view: CaseView, row: Row, record: Row) -> Truth:
    """Whether another issuer on the same server is not surely older than this one."""
    own, other = record.get("NotAfter").readings, row.get("NotAfter").readings
    comparable = own and other and isinstance(own[0], dt.datetime) and isinstance(other[0], dt.datetime)
    if comparable and other[0].replace(tzinfo=None) <= own[0].replace(tzinfo=None):
        return False
    return _on_one_server(view, row, record)


def _on_one_server(view: CaseView, left: Row, right: Row) -> Truth:
    """Whether two records are of one server.

    Without the names of the servers one output that shows several uses, and none but OAuthTokenIssuer twice, is one
    server's.
    """
    if left.server and right.server:
        return left.server == right.server
    if not left.server and not right.server and left.exports == right.exports:
        rows = [row for row in view.table("cs_certificate").rows if row.exports == left.exports]
        uses = Counter(use for row in rows for use in texts(row.get("Use")))
        others = {use: number for use, number in uses.items() if use.casefold() != "oauthtokenissuer"}
        if others:
            return True if set(others.values()) == {1} else None
    return None


def _latest(rows: Sequence[Row], unsure: Sequence[Row], name: str) -> Cell:
    """The latest date among the records that follow an issuer; blank where none does."""
    cells = [row.get(name) for row in rows]
    if not cells:
        return Cell(("",))
    if unsure:
        return missing(Gap("server-unknown", "cs_certificate"), cells)
    dated = [cell for cell in cells if cell.readings and isinstance(cell.readings[0], dt.datetime)]
    return max(dated, key=lambda cell: cell.readings[0].replace(tzinfo=None)) if dated else cells[0]


def _is_among(thumbprint: str, others: Sequence[str], *, cut: bool) -> Truth:
    """Whether a thumbprint is one of some others; of a cut one only a difference is sure."""
    normal = {strip_invisible(text) for text in others}
    if not cut:
        return thumbprint in normal
    return None if any(text.startswith(thumbprint) for text in normal) else False


def _is_lync_certificate(view: CaseView, thumbprint: str, records: Sequence[Row], *, cut: bool) -> Cell:
    """Whether a certificate is one of Lync's own: another use on some server has it."""
    rows = view.table("cs_certificate").rows
    several = [row for row in records if any("," in text for text in texts(row.get("Use")))]
    others = [row for row in rows if texts(row.get("Use")) and not has_use(row, "OAuthTokenIssuer")]
    own = [] if cut else [r for r in others if not r.get("Thumbprint").open and thumbprint in thumbprints(r)]
    if thumbprint and (own or several):
        first = (own or several)[0]
        return truth(True, [first.get("Use"), first.get("Thumbprint")])
    servers = {row.server for row in records}
    # Any server may use it otherwise, so absence takes the full exports of all servers that have it.
    shown = all(
        server
        and any(
            not e.filters and shows_all_of(e, "Default", view.rows_of("cs_certificate", server))
            for e in view.exports_of("cs_certificate", server)
        )
        for server in servers
    )
    unread = [row.get("Thumbprint") for row in others if _may_be(row.get("Thumbprint"), thumbprint, cut=cut)]
    cells = [row.get("Use") for row in rows if row.server in servers]
    gaps = [
        view.why_not("cs_certificate", server) if server else Gap("server-unknown", "cs_certificate")
        for server in servers
    ]
    unsure = [row.get("Thumbprint") for row in records if cut] + unread
    return truth(False if shown and not unread else None, cells, gaps_of(unsure) or gaps)


def _may_be(printed: Cell, thumbprint: str, *, cut: bool) -> bool:
    """Whether a printed thumbprint that is not known as a whole, or is compared with a cut one, may be the same."""
    if printed.known and not cut:
        return False
    beginnings = [strip_invisible(str(reading)) for reading in printed.readings]
    return not beginnings or any(text.startswith(thumbprint) or thumbprint.startswith(text) for text in beginnings)


def _subject_holds(subject: Cell, domains: Sequence[Cell], gaps: Sequence[Gap]) -> Cell:
    """Whether a Subject holds one of the domains; absence takes the whole list of domains."""
    if subject.missing or subject.open:
        return Cell((), False, subject.evidence, subject.gaps)
    names = [name for cell in domains for name in texts(cell)]
    found = any_of(any(subject_holds(str(text), name) for name in names) for text in subject.readings)
    if found is False and (gaps or gaps_of(domains)):
        found = None
    return truth(found, [subject, *domains], [*gaps, *gaps_of(domains)])


def _not_named(subject: Cell, names: Cell, domains: Sequence[Cell], gaps: Sequence[Gap]) -> Cell:
    """The SIP domains that a certificate names nowhere; missing where a cut list may hold them."""
    if names.missing or subject.missing or gaps:
        return Cell((), False, evidence_of([names, subject]), (*gaps, *names.gaps, *subject.gaps))
    held = texts(names)
    wanted = [name for cell in domains for name in texts(cell)]
    absent = [
        name
        for name in wanted
        if not any(within(item.removeprefix("*."), name) for item in held)
        and not any(subject_holds(text, name) for text in texts(subject))
    ]
    if absent and names.open:
        return Cell((), False, evidence_of([names, subject, *domains]), names.gaps)
    return collected(absent, [names, subject, *domains])
