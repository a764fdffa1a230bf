"""The SIP domains, and what Exchange knows of them."""

from __future__ import annotations

from analyzer.tables.cells import Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import Truth, texts, truth
from analyzer.tables.facts.exchange_hosts import ExchangeHosts
from analyzer.tables.facts.names import within
from analyzer.tables.table import Table


def sip_domain_table(view: CaseView) -> Table:
    """The fact `sip_domain`."""
    table = view.table("cs_sip_domain")
    hosts = view.once(ExchangeHosts)
    accepted = view.column("accepted_domain", "DomainName")
    rows = []
    for row in table.rows:
        shown = row.get("Name") if row.get("Name").readings else row.get("Identity")
        name = next(iter(texts(shown)), "")
        cut = not name or shown.open
        known: Truth = _explicit(name, texts(accepted)) or _by_wildcard(name, texts(accepted))
        if cut or (not known and (accepted.missing or accepted.open)):
            known = None
        cells = {
            "Name": shown,
            "IsDefault": row.get("IsDefault"),
            "IsAcceptedDomain": truth(known, [shown, accepted], accepted.gaps),
            "AcceptedByWildcardOnly": truth(
                False
                if _explicit(name, texts(accepted))
                else None
                if cut or accepted.missing or accepted.open
                else _by_wildcard(name, texts(accepted)),
                [shown, accepted],
                accepted.gaps,
            ),
            "AutodiscoverInIisCertificate": truth(None, [shown])
            if cut
            else hosts.in_iis_certificate(f"autodiscover.{name}"),
        }
        rows.append(Row(cells, subject=name or "Lync Server"))
    gaps = view.why_cut("cs_sip_domain") if rows else view.why_no_table("cs_sip_domain")
    return Table("sip_domain", "Lync Server", tuple(rows), table.exports, gaps)


def _explicit(name: str, domains: tuple[str, ...]) -> bool:
    """Whether an accepted domain is the name itself; one does not hold the domains below it."""
    return any(domain.casefold() == name.casefold() for domain in domains)


def _by_wildcard(name: str, domains: tuple[str, ...]) -> bool:
    """Whether accepted domains hold a name through a wildcard (`*`, `*.litwareinc.com`)."""
    return any(domain == "*" or (domain.startswith("*.") and within(name, domain[2:])) for domain in domains)
