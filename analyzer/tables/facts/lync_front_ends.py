"""The certificates of Lync's Front End Servers, and whether they agree on the OAuthTokenIssuer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import (
    Certificate,
    certificate_named,
    certificate_of_row,
    certificates,
    names_of,
    thumbprints,
)
from analyzer.tables.facts.derive import Truth, any_of, apply, collected, gaps_of, known, missing, texts, truth
from analyzer.tables.facts.lync_issuers import certificates_with_use, issuer_of
from analyzer.tables.facts.names import any_covers, strip_invisible
from analyzer.tables.table import Table


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


def _thumbprint_cell(row: Row) -> Cell:
    """The thumbprint of a record as it is compared; blank where the record prints a blank one."""
    return apply(lambda text: strip_invisible(str(text)), row.get("Thumbprint"))
