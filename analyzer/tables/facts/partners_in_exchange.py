"""Exchange's partner applications for Lync: whether it trusts Lync, and what it has stored of it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import Truth, apply, collected, every, gaps_of, known, texts, truth
from analyzer.tables.facts.lync_hosts import among, in_web_certificate, is_one_front_end, lync_hosts
from analyzer.tables.facts.lync_issuers import issuer_of
from analyzer.tables.facts.names import host_of, path_of, within
from analyzer.tables.table import Table

LYNC_ID = "00000004-0000-0ff1-ce00-000000000000"
_LYNC_METADATA = "/metadata/json/1"
_MADE_BY_SCRIPT = "lyncenterprise-"
"""How Configure-EnterprisePartnerApplication.ps1 names what it makes for Lync (JJ688151)."""
_IN_EXCHANGE = (
    "Name", "Enabled", "ApplicationIdentifier", "AuthMetadataUrl", "UseAuthServer", "LinkedAccount", "Realm",
    "AcceptSecurityIdentifierInformation", "CertificateStrings",
)  # fmt: skip


def is_lync(view: CaseView, row: Row) -> Truth:
    """Whether a partner application of Exchange stands for an on-premises Lync Server.

    It has Lync's ApplicationIdentifier and no authorization server, or a metadata URL of a Lync host, or was made by
    the script for Lync's metadata. One for Exchange Online or Skype for Business Online (UseAuthServer) does not.
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
    paths = {path_of(text) for text in texts(url)}
    if not row.get("ApplicationIdentifier").known:
        by_script = any(text.casefold().startswith(_MADE_BY_SCRIPT) for text in texts(row.get("Name")))
        return True if by_script and not url.open and _LYNC_METADATA in {path.rstrip("/") for path in paths} else None
    if hosts and not any("_layouts" in path for path in paths) and not identifiers:
        return None
    return False


def lync_in_exchange_table(view: CaseView) -> Table:
    """The fact `lync_in_exchange`."""
    table = view.table("partner_application")
    rows = tuple(_lync_application(view, row) for row in table.rows if is_lync(view, row))
    gaps = view.why_cut("partner_application") if rows else view.why_no_table("partner_application")
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
    cells = {
        **{name: row.get(name) for name in _IN_EXCHANGE},
        "MetadataHost": host,
        "HostIsLyncPool": among(own, pools, url) if own else no_host,
        "HostIsOneFrontEnd": is_one_front_end(view, own, url) if own else no_host,
        "HostInWebCertificate": in_web_certificate(view, own, url) if own else no_host,
        "RealmIsKnownDomain": _realm_known(view, row.get("Realm")),
        **_stored(view, row.get("CertificateStrings")),
        "OtherApplications": _others(view, row),
    }
    return Row(cells, subject=next(iter(texts(row.get("Name")) or texts(row.get("Identity"))), "Exchange organization"))


def _others(view: CaseView, row: Row) -> Cell:
    """The other enabled applications with the identifier and realm of one; open where there may be more of them."""
    names: list[str] = []
    cells: list[Cell] = []
    gaps = list(view.why_no_table("partner_application"))
    for other in view.table("partner_application").rows:
        if other is row or other.get("UseAuthServer").readings == (True,):
            continue
        truths = [_same(other, row, "ApplicationIdentifier"), _same(other, row, "Realm"), _enabled(other)]
        if every(truths):
            cells.append(other.get("Name"))
            names += texts(other.get("Name")) or ("?",)
        elif False not in truths:
            needed = [other.get(name) for name in ("ApplicationIdentifier", "Realm", "Enabled")]
            gaps += gaps_of(cell for cell in (*needed, row.get("Realm")) if not cell.known)
    return collected(names, cells, gaps)


def _same(left: Row, right: Row, name: str) -> Truth:
    """Whether two rows have the same value."""
    cells = left.get(name), right.get(name)
    return cells[0].readings == cells[1].readings if all(cell.known for cell in cells) else None


def _enabled(row: Row) -> Truth:
    """Whether an application is enabled."""
    cell = row.get("Enabled")
    return cell.readings == (True,) if cell.known else None


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
