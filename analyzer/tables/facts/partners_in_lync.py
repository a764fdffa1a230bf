"""Lync's partner applications for Exchange: whether it trusts Exchange, and by which metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import Truth, apply, collected, gaps_of, missing, texts, truth
from analyzer.tables.facts.exchange_hosts import ExchangeHosts
from analyzer.tables.facts.names import host_of, path_of
from analyzer.tables.table import Table

EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000"
_EXCHANGE_METADATA = "/autodiscover/metadata/json/1"
_EXCHANGE_NAMES = ("exchange", "microsoft.exchange", "microsoftexchange")
_URL = re.compile(r"https?://[^\s;,}\"']+", re.IGNORECASE)
_IN_LYNC = (
    "Identity", "Name", "ApplicationIdentifier", "ApplicationTrustLevel", "Enabled",
    "AcceptSecurityIdentifierInformation",
)  # fmt: skip
_HYBRID = ("hybrid_configuration", "intra_organization_connector")


def is_exchange(row: Row) -> Truth:
    """Whether a partner application of Lync stands for Exchange: by ApplicationIdentifier, its name, or its metadata.

    Names are not fixed (the documents use Exchange, microsoft.exchange and MicrosoftExchange); no other product
    publishes its metadata under /autodiscover.
    """
    identifiers = {text.strip("{}").casefold() for text in texts(row.get("ApplicationIdentifier"))}
    names = {text.casefold() for name in ("Identity", "Name") for text in texts(row.get(name))}
    if EXCHANGE_ID in identifiers or names & set(_EXCHANGE_NAMES):
        return True
    if any(path_of(text).rstrip("/") == _EXCHANGE_METADATA for text in texts(metadata_url(row.get("AuthToken")))):
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
    """Whether an AuthToken says that an OAuth server issues the tokens (it prints the type UseOAuthServer).

    Of an object without properties, as JSON writes both that type and what lies below its depth, nothing is known.
    """
    if token.missing and any("UseOAuthServer" in evidence.value for evidence in token.evidence):
        return Cell((True,), False, token.evidence)
    if any(evidence.value in ("@{}", "{}") for evidence in token.evidence):
        return missing(Gap("unreadable", "cs_partner_application", "AuthToken"), [token])
    return apply(lambda value: "useoauthserver" in _token_text(value).casefold(), token)


def exchange_in_lync_table(view: CaseView) -> Table:
    """The fact `exchange_in_lync`."""
    table = view.table("cs_partner_application")
    hosts = view.once(ExchangeHosts)
    applications = [(row, is_exchange(row)) for row in table.rows]
    unnamed = gaps_of(row.get("ApplicationIdentifier") for row, it in applications if it is None)
    rows = tuple(
        _exchange_application(
            view, hosts, row, [other for other, it in applications if it and other is not row], unnamed
        )
        for row, it in applications
        if it
    )
    gaps = view.why_cut("cs_partner_application") if rows else view.why_no_table("cs_partner_application")
    if not rows and not gaps:
        gaps = tuple(gap for row, it in applications if it is None for gap in row.get("ApplicationIdentifier").gaps)
    return Table("exchange_in_lync", "Lync Server", rows, table.exports, gaps)


def _exchange_application(
    view: CaseView, hosts: ExchangeHosts, row: Row, others: Sequence[Row], unnamed: Sequence[Gap]
) -> Row:
    """One application with the `others` that stand for Exchange; `unnamed`: why there may be more of them."""
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
            (text for other in others for text in texts(other.get("Identity")) or ("?",)),
            [other.get("Identity") for other in others],
            [*view.why_no_table("cs_partner_application"), *unnamed],
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
    """Whether the case shows a hybrid deployment; missing where nothing that would show it was exported.

    Besides its configuration an enabled application of Exchange Online in Exchange shows it: Setup makes that one
    disabled (Configure OAuth authentication between Exchange and Exchange Online organizations).
    """
    tables = [view.table(name) for name in _HYBRID]
    rows = [row for table in tables for row in table.rows]
    if rows:
        cells = [next(iter(row.cells.values())) for row in rows if row.cells]
        return truth(True, cells)
    for row in view.table("partner_application").rows:
        identifier, shown = row.get("ApplicationIdentifier"), [row.get("Enabled"), row.get("UseAuthServer")]
        online = EXCHANGE_ID in {text.strip("{}").casefold() for text in texts(identifier)}
        if identifier.known and online and all(cell.readings == (True,) for cell in shown):
            return truth(True, [identifier, *shown])
    if all(table.exported and not table.gaps for table in tables):
        return truth(False)
    return missing(
        Gap(
            "table-not-exported",
            next(name for name, t in zip(_HYBRID, tables, strict=True) if not t.exported or t.gaps),
        )
    )
