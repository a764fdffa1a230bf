"""The certificates of Lync's Front End Servers, and above all their OAuthTokenIssuer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import islice, product

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import (
    Certificate,
    certificate_named,
    certificate_of_row,
    certificates,
    common_name_of,
    names_of,
    thumbprints,
)
from analyzer.tables.facts.derive import (
    Truth,
    any_of,
    apply,
    collected,
    evidence_of,
    gaps_of,
    known,
    missing,
    texts,
    truth,
)
from analyzer.tables.facts.names import any_covers, strip_invisible, subject_holds, within
from analyzer.tables.merge import merged
from analyzer.tables.table import Export, Table

_ALWAYS = dt.datetime.min.replace(tzinfo=dt.UTC)
_COMBINATIONS = 64
_OF_EDGE = frozenset({"accessedgeexternal", "dataedgeexternal", "audiovideoauthentication", "internal"})
_OF_FRONT_END = frozenset({"webservicesinternal", "webservicesexternal"})


def has_use(row: Row, use: str) -> bool:
    """Whether a record of Get-CsCertificate has a use (Use may hold several, divided by commas).

    Where Use was not printed, the one that the command asked for says it (`Get-CsCertificate -Type Default`).
    """
    wanted, cell = use.casefold(), row.get("Use")
    if cell.missing and not cell.evidence:
        return any(export.filters.get("Use", "").casefold() == wanted for export in row.exports)
    return any(part.strip().casefold() == wanted for text in texts(cell) for part in text.split(","))


def shows_all_of(export: Export, use: str, rows: Sequence[Row]) -> bool:
    """Whether an output of Get-CsCertificate shows every certificate with a use.

    One whose command filters by another Type does not; nor does one that shows a single use though no command says
    that all were asked for: every Front End Server has several; nor does one with a record whose use is not known.
    """
    if not export.whole:
        return False
    if not export.records and not export.filters:
        return True
    if export.filters == {"Use": use}:
        return True
    if any(not row.get("Use").known for row in rows if export in row.exports):
        return False
    if export.filters:
        return export.filters.keys() == {"Use"} and use.casefold() in export.filters["Use"].casefold().split(",")
    if export.command:
        return True
    uses = {part for row in rows if export in row.exports for text in texts(row.get("Use")) for part in text.split(",")}
    return len(uses) > 1


def certificates_with_use(view: CaseView, server: str, use: str) -> tuple[list[Row], tuple[Gap, ...]]:
    """The records with a use on one server, and why there may be others; no gap where the export shows them all."""
    rows = view.rows_of("cs_certificate", server)
    exports = view.exports_of("cs_certificate", server)
    found = [row for row in rows if has_use(row, use)]
    full = _newest([export for export in exports if shows_all_of(export, use, rows)])
    if full:
        return [row for row in found if any(export in row.exports for export in full)], ()
    return found, () if found else (view.why_not("cs_certificate", server),)


def _newest(exports: Sequence[Export]) -> list[Export]:
    """The newest of several outputs, where all carry a time: before and after in one ticket."""
    times = [export.time for export in exports if export.time is not None]
    if len(times) < len(exports):
        return list(exports)
    return [export for export in exports if export.time == max(times)]


def _in_force(rows: Sequence[Row], as_of: dt.datetime) -> list[Row]:
    """The records that may be in force: of several staged ones the last whose EffectiveDate has come.

    More than one where an EffectiveDate was not exported, or can be read in two ways.
    """
    if len(rows) < 2:
        return list(rows)
    found: dict[int, Row] = {}
    for dates in islice(product(*(_effective_dates(row) for row in rows)), _COMBINATIONS):
        pairs = list(zip(dates, rows, strict=True))
        begun = [(date, row) for date, row in pairs if date is not None and date <= as_of]
        unsure = [row for date, row in pairs if date is None]
        dated = begun or ([] if unsure else [(date, row) for date, row in pairs if date is not None])
        last = [max(dated, key=lambda pair: pair[0])[1]] if dated else []
        found.update({id(row): row for row in (*last, *unsure)})
    return list(found.values())


def _effective_dates(row: Row) -> tuple[dt.datetime | None, ...]:
    """From when a record may be in force: always where EffectiveDate is blank, None where it is not known."""
    cell = row.get("EffectiveDate")
    if cell.blank:
        return (_ALWAYS,)
    dates = [reading for reading in cell.readings if isinstance(reading, dt.datetime)]
    return tuple(date.replace(tzinfo=dt.UTC) if date.tzinfo is None else date for date in dates) or (None,)


def _issuer_in_force(rows: Sequence[Row], as_of: dt.datetime) -> tuple[Cell, Row | None]:
    """The thumbprint that one server's records say is in force, and the record that says so.

    A record whose EffectiveDate is to come may name the certificate that it replaces then (PreviousThumbprint).
    """
    candidates = _in_force(rows, as_of)
    cells: list[Cell] = []
    for row in candidates:
        previous = row.get("PreviousThumbprint")
        to_come = [date > as_of for date in _effective_dates(row) if date is not None]
        replaced = previous.known and not previous.blank and any(to_come)
        if not replaced or not all(to_come):
            cells.append(_as_compared(row.get("Thumbprint")))
        if replaced:
            cells.append(_as_compared(previous))
    if len(cells) < 2:
        return (cells[0] if cells else Cell()), (candidates[0] if candidates else None)
    missing_ones = [cell for cell in cells if cell.missing]
    readings = () if missing_ones else tuple(dict.fromkeys(r for cell in cells for r in cell.readings))
    dates = [row.get("EffectiveDate") for row in candidates]
    reason = "ambiguous-date" if all(cell.readings for cell in dates) else "property-not-exported"
    gaps = gaps_of(missing_ones) or ((Gap(reason, "cs_certificate", "EffectiveDate"),) if len(readings) > 1 else ())
    return Cell(readings, any(c.open for c in cells), evidence_of([*cells, *dates]), gaps), candidates[0]


def _as_compared(cell: Cell) -> Cell:
    """A cell with a thumbprint as it is compared; what is cut stays cut."""
    return Cell(tuple(strip_invisible(str(r)) for r in cell.readings), cell.open, cell.evidence, cell.gaps)


def _thumbprint_cell(row: Row) -> Cell:
    """The thumbprint of a record as it is compared; blank where the record prints a blank one."""
    return apply(lambda text: strip_invisible(str(text)), row.get("Thumbprint"))


def issuer_of(view: CaseView, server: str) -> tuple[Cell, Row | None]:
    """The thumbprint of a server's OAuthTokenIssuer, and the record in force.

    Blank where the server's export shows that it has none; missing where it does not tell. Full exports of one server
    that differ contradict each other: the cell has both readings.
    """
    rows, gaps = certificates_with_use(view, server, "OAuthTokenIssuer")
    uses = [row.get("Use") for row in view.rows_of("cs_certificate", server)]
    if not rows:
        return (missing(gaps[0], uses) if gaps else known("", uses)), None
    all_rows = view.rows_of("cs_certificate", server)
    exports = view.exports_of("cs_certificate", server)
    full = _newest([export for export in exports if shows_all_of(export, "OAuthTokenIssuer", all_rows)])
    outputs = [[row for row in rows if export in row.exports] for export in full] or [rows]
    said = [_issuer_in_force(own, view.as_of) if own else (known("", uses), None) for own in outputs]
    cell = said[0][0]
    for other, _ in said[1:]:
        cell = merged(cell, other)
    current = next((row for _, row in said if row is not None), None)
    gaps = tuple(
        Gap(gap.reason, "cs_certificate", "Thumbprint", server) if gap.reason == "contradiction" else gap
        for gap in cell.gaps
    )
    evidence = evidence_of([cell, *([current.get("Use")] if current else [])])
    return Cell(cell.readings, cell.open, evidence, gaps), current


def lync_front_end_table(view: CaseView) -> Table:
    """The fact `lync_front_end`."""
    front_ends = view.front_ends
    known_certificates = certificates(view)
    issuers = {server: issuer_of(view, server) for server in front_ends}
    agreement = _agreement({server: cell for server, (cell, _) in issuers.items()}, view.lync_universe_gaps)
    rows = [
        _front_end(
            view, server, is_one, *issuers[server], agreement[server], _others_have(server, issuers), known_certificates
        )
        for server, is_one in front_ends.items()
    ]
    gaps = view.lync_universe_gaps
    if rows and gaps:
        rows.append(_front_ends_not_named(gaps))
    exports = (
        *view.table("cs_pool").exports,
        *view.table("cs_computer").exports,
        *view.table("cs_certificate").exports,
    )
    return Table("lync_front_end", "Lync Server", tuple(rows), exports, gaps if not rows else ())


def _front_ends_not_named(gaps: Sequence[Gap]) -> Row:
    """The Front End Servers that a missing or cut topology does not name: nothing can be said of them."""
    cell = Cell((), False, (), tuple(gaps))
    names = (
        "IsFrontEnd", "Use", "OAuthTokenIssuerThumbprint", "OthersHaveOAuthTokenIssuer", "AgreesWithFrontEnds",
        "SourceScope", "Pool", "Fqdn",
    )  # fmt: skip
    return Row(dict.fromkeys(names, cell), subject="Lync Server")


def _others_have(server: str, issuers: dict[str, tuple[Cell, Row | None]]) -> Cell:
    """Whether any other Front End Server has an OAuthTokenIssuer."""
    others = [cell for name, (cell, _) in issuers.items() if name != server]
    holds = [bool(cell.value) if cell.known else None for cell in others]
    return truth(any_of(holds), others, gaps_of(others))


def _agreement(issuers: dict[str, Cell], universe_gaps: Sequence[Gap]) -> dict[str, Cell]:
    """For each Front End Server whether its issuer is the one that most Front End Servers have.

    Where known issuers differ, those that are not the majority's are wrong; without a majority all are. Where all known
    ones agree it takes more than half of all Front End Servers to say that one is right: the others were not exported.
    """
    counts = Counter(cell.value for cell in issuers.values() if cell.known and cell.value)
    ranked = counts.most_common()
    majority = ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > sum(n for _, n in ranked[1:])) else None
    found: dict[str, Cell] = {}
    for server, cell in issuers.items():
        others = [other for name, other in issuers.items() if name != server and other.known]
        gaps = [*cell.gaps, *gaps_of(other for other in issuers.values() if not other.known), *universe_gaps]
        agreeing: Truth = None
        if cell.known and not cell.value:
            agreeing = False
        elif cell.known and len(ranked) > 1:
            agreeing = cell.value == majority
        elif cell.known and counts[cell.value] * 2 > len(issuers) and not universe_gaps:
            agreeing = True
        found[server] = truth(agreeing, [cell, *others] if agreeing is not None else [cell], gaps)
    return found


def _front_end(
    view: CaseView,
    server: str,
    is_front_end: Cell,
    issuer: Cell,
    record: Row | None,
    agrees: Cell,
    others: Cell,
    known_certificates: dict[str, Certificate],
) -> Row:
    all_rows = view.rows_of("cs_certificate", server)
    issuers, issuer_gaps = certificates_with_use(view, server, "OAuthTokenIssuer")
    defaults, default_gaps = certificates_with_use(view, server, "Default")
    default = defaults[0] if defaults else None
    pool, cells = view.lync_computers.get(server, (None, []))
    no_default = missing(default_gaps[0]) if default_gaps else known("", [row.get("Use") for row in all_rows])
    default_thumbprint = _thumbprint_cell(default) if default else no_default
    certificate = None
    if default:
        certificate = certificate_named(known_certificates, default_thumbprint) or certificate_of_row(default)
    names = names_of(certificate) if certificate else no_default
    uses = [row.get("Use") for row in all_rows]
    row_cells = {
        "Fqdn": known(server, cells),
        "Pool": known(pool or "", cells),
        "IsFrontEnd": is_front_end,
        "Use": collected((use for cell in uses for use in texts(cell)), uses, issuer_gaps)
        if all_rows
        else missing(view.why_not("cs_certificate", server)),
        "OAuthTokenIssuerThumbprint": issuer,
        "OAuthTokenIssuerThumbprints": collected(
            (print_ for row in issuers for print_ in thumbprints(row)),
            [row.get("Thumbprint") for row in issuers],
            issuer_gaps,
        ),
        "OthersHaveOAuthTokenIssuer": others,
        "AgreesWithFrontEnds": agrees,
        "SourceScope": record.get("SourceScope") if record else missing(view.why_not("cs_certificate", server)),
        **_in_store(view, server, issuer),
        "DefaultThumbprint": default_thumbprint,
        "DefaultNotAfter": certificate.get("NotAfter") if certificate else no_default,
        "DefaultNotBefore": certificate.get("NotBefore") if certificate else no_default,
        "DefaultNames": names,
        "DefaultHoldsServer": _holds(names, server),
        "DefaultHoldsPool": _holds(names, pool or server),
        "DefaultIsOAuthTokenIssuer": apply(lambda one, other: bool(one) and one == other, default_thumbprint, issuer),
    }
    return Row(row_cells, subject=server, server=server)


def _holds(names: Cell, host: str) -> Cell:
    """Whether a list of names covers a host; a cut list proves it only where it does."""
    if names.missing:
        return Cell((), False, names.evidence, names.gaps)
    found = any_covers(texts(names), host)
    return truth(True if found else None if names.open else False, [names], names.gaps)


def _in_store(view: CaseView, server: str, issuer: Cell) -> dict[str, Cell]:
    """Whether a listing of the server's certificate store holds the issuer, and its private key."""
    rows = [
        row
        for row in view.rows_of("certificate_store", server)
        if any("Store" not in export.filters for export in row.exports)
    ]
    gap = view.why_not("certificate_store", server)
    if not issuer.known or not issuer.value:
        absent = Cell((), False, issuer.evidence, issuer.gaps or (gap,))
        return {"OAuthTokenIssuerInStore": absent, "OAuthTokenIssuerHasPrivateKey": absent}
    own = [row for row in rows if issuer.value in thumbprints(row)]
    if own:
        key = own[0].get("HasPrivateKey")
        return {
            "OAuthTokenIssuerInStore": truth(True, [own[0].get("Thumbprint"), issuer]),
            "OAuthTokenIssuerHasPrivateKey": key,
        }
    listed = [row.get("Thumbprint") for row in rows]
    unread = [gap for cell in listed if not cell.known for gap in cell.gaps]
    if view.exported_full("certificate_store", server) and not unread:
        no_key = Cell((), False, (), (Gap("object-not-exported", "certificate_store", server=server),))
        return {
            "OAuthTokenIssuerInStore": truth(False, [issuer, *listed]),
            "OAuthTokenIssuerHasPrivateKey": no_key,
        }
    absent = missing(Gap(unread[0].reason, "certificate_store", "Thumbprint", server) if unread else gap)
    return {"OAuthTokenIssuerInStore": absent, "OAuthTokenIssuerHasPrivateKey": absent}


def why_no_issuer(view: CaseView) -> tuple[Gap, ...]:
    """Why it is not sure that Lync has no OAuthTokenIssuer; nothing where a full export shows that it has none.

    The certificate is assigned globally, so one full export of a server that would have it tells: no Edge or Mediation
    Server.
    """
    table = view.table("cs_certificate")
    elsewhere = False
    for export in table.exports:
        rows = [row for row in table.rows if export in row.exports]
        if not shows_all_of(export, "OAuthTokenIssuer", rows):
            continue
        for server in {row.server for row in rows} or {export.server}:
            if _would_have_issuer(view, server, [row for row in rows if row.server == server]):
                return ()
        elsewhere = True
    if not table.exported:
        return (Gap("table-not-exported", "cs_certificate"),)
    if elsewhere:
        return (Gap("server-not-exported", "cs_certificate"),)
    return table.gaps or (Gap("export-filtered", "cs_certificate", "Use"),)


def _would_have_issuer(view: CaseView, server: str | None, rows: Sequence[Row]) -> bool:
    """Whether these records of a server are those of one that has the OAuthTokenIssuer where it is assigned.

    A server of an unknown role is one where it has a certificate for Web Services, or where nothing but the
    OAuthTokenIssuer was asked for.
    """
    role = view.is_front_end(server) if server else Cell()
    if role.known:
        return bool(role.value)
    uses = {part.strip().casefold() for row in rows for text in texts(row.get("Use")) for part in text.split(",")}
    return not rows or (bool(uses & _OF_FRONT_END) and not uses & _OF_EDGE)


def oauth_token_issuers(view: CaseView) -> Cell:
    """The thumbprints of all certificates with Use OAuthTokenIssuer; `?` stands for one that prints none."""
    table = view.table("cs_certificate")
    found = [row for row in table.rows if has_use(row, "OAuthTokenIssuer")]
    items = [name for row in found for name in thumbprints(row) or ("?",)]
    cells = [
        cell for row in found or table.rows for cell in (row.get("Use"), *((row.get("Thumbprint"),) if found else ()))
    ]
    gaps = () if found else why_no_issuer(view)
    if gaps and not table.rows:
        return missing(gaps[0])
    return collected(items, cells, gaps)


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
