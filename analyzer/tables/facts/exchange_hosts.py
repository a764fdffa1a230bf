"""Which hosts are Exchange: servers' names, the names in their certificates, and where DNS leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from analyzer.dns_names import is_address
from analyzer.tables.cells import Cell, Evidence, Gap
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import certificate_named, certificates, names_of
from analyzer.tables.facts.derive import Truth, collected, every, evidence_of, texts, truth
from analyzer.tables.facts.dns_view import Dns, contradiction, dns_of
from analyzer.tables.facts.exchange_certificates import used_for_iis
from analyzer.tables.facts.names import any_covers


@dataclass(frozen=True)
class ExchangeHosts:
    """What the case knows of the names and addresses of its Exchange servers."""

    view: CaseView

    @cached_property
    def dns(self) -> Dns:
        """The DNS evidence."""
        return dns_of(self.view.tables)

    @cached_property
    def servers(self) -> Cell:
        """The FQDNs of all Exchange servers; open where the case may not name them all, or one by its short name."""
        rows = self.view.exchange_servers
        cells = [row.get("Fqdn") if row.get("Fqdn").readings else row.get("Name") for row in rows.values()]
        gaps = list(self.view.exchange_universe_gaps)
        gaps += [Gap("property-not-exported", "exchange_server", "Fqdn") for name in rows if "." not in name]
        return collected(rows, cells, gaps)

    @cached_property
    def addresses(self) -> dict[str, tuple[list[str], tuple[Evidence, ...]]]:
        """The addresses that DNS gives for each Exchange server; none where it was not asked."""
        found = {}
        for server in self.view.exchange_servers:
            _, addresses, evidence = self.dns.chain(server)
            found[server] = (addresses, evidence)
        return found

    @property
    def load_balancers(self) -> tuple[str, ...]:
        """Hosts that `--case` declares to stand for the Exchange servers."""
        return tuple(name.rstrip(".").casefold() for name in self.view.tables.declared.load_balancers)

    def is_server(self, host: str) -> bool:
        """Whether a host is the name of a known Exchange server, or a declared load balancer."""
        canonical = self.view.canonical(host)
        return canonical in self.view.exchange_servers or host in self.load_balancers

    @cached_property
    def certificate_names(self) -> Cell:
        """The names in the certificates of all Exchange servers; open where one was not exported or cut."""
        return self._names(iis_only=False)

    @cached_property
    def iis_names(self) -> Cell:
        """The names in those certificates that have the service IIS and are valid at the time of judgement."""
        return self._names(iis_only=True)

    def _names(self, *, iis_only: bool) -> Cell:
        known = certificates(self.view)
        names: list[str] = []
        cells: list[Cell] = []
        gaps: list[Gap] = []
        for row in self.view.table("exchange_certificate").rows:
            services = row.get("Services")
            if iis_only and services.missing:
                gaps += services.gaps
                continue
            if iis_only and used_for_iis(services).readings == (False,):
                continue
            certificate = certificate_named(known, row.get("Thumbprint"))
            if iis_only and _has_ended(
                certificate.get("NotAfter") if certificate else row.get("NotAfter"), self.view.as_of
            ):
                continue
            own = names_of(certificate) if certificate else row.get("CertificateDomains")
            names += texts(own)
            cells.append(own)
            if not own.known:
                gaps += own.gaps or (Gap("list-cut", "exchange_certificate", "CertificateDomains"),)
        gaps += self._not_exported()
        return collected(
            names, cells, [Gap(g.reason, "exchange_certificate", g.property, g.server, g.subject) for g in gaps]
        )

    def _not_exported(self) -> list[Gap]:
        view = self.view
        gaps = list(view.exchange_universe_gaps)
        for server, row in view.exchange_servers.items():
            if view.has_role(row, "Edge") is True or view.exported_full("exchange_certificate", server):
                continue
            gaps.append(view.why_not("exchange_certificate", server))
        if not view.exchange_servers and not gaps:
            gaps.append(Gap("table-not-exported", "exchange_certificate"))
        return gaps

    def holds(self, names: Cell, host: str) -> Cell:
        """Whether a list of certificate names covers a host; a list that may go on proves it only where it does."""
        found = any_covers(texts(names), host)
        evidence = tuple(e for e in names.evidence if not found or any_covers(_items(e.value), host)) or names.evidence
        if found:
            return Cell((True,), False, evidence)
        if names.open:
            return Cell((), False, (), names.gaps)
        return Cell((False,), False, names.evidence)

    def in_iis_certificate(self, host: str) -> Cell:
        """Whether a certificate that Exchange uses for IIS covers a host.

        Where the host is a declared load balancer, or DNS leads it to one, TLS may end there: what Exchange's own
        certificates lack then proves nothing.
        """
        cell = self.holds(self.iis_names, host)
        if cell.readings == (False,) and {host, *self.dns.chain(host)[0]} & set(self.load_balancers):
            return Cell((), False, cell.evidence, (Gap("load-balancer-certificate", subject=host),))
        return cell

    def dns_leads_here(self, host: str) -> Cell:
        """Whether DNS leads a host to Exchange servers or declared load balancers only.

        An alias must end at the name of one, or at an address of one; an address counts where DNS gives it to one.
        Missing where DNS was not asked, or does not know the host, or the servers' addresses are not known, or where
        answers differ and lead elsewhere.
        """
        exists = self.dns.exists(host)
        if not is_address(host) and not self.dns.alternatives(host):
            gaps = exists.gaps or (Gap("dns-not-asked", "resolve_dns_name", subject=host),)
            return Cell((), False, exists.evidence, gaps)
        if len(exists.readings) > 1:
            return Cell((), False, exists.evidence, exists.gaps)
        found = dict.fromkeys(self.dns.chain(host)[2])
        if is_address(host):
            result, gaps = self._is_own_address(host, found), ()
        else:
            result, gaps = self._leads(host, (), found)
        servers = self.servers
        if result is False and servers.open:
            result = None
        gaps = gaps or servers.gaps or self._unasked_addresses()
        cell = truth(result, [servers] if result is not True else [], gaps)
        return Cell(cell.readings, False, tuple(dict.fromkeys((*found, *cell.evidence))), cell.gaps)

    def _leads(self, host: str, before: tuple[str, ...], found: dict[Evidence, None]) -> tuple[Truth, tuple[Gap, ...]]:
        """Whether everything that DNS says of a host leads to Exchange; `before` are the aliases that led to it."""
        if self.is_server(host):
            return True, ()
        told = self.dns.alternatives(host) if host not in before else []
        if not told:
            return self._is_stranger(host), ()
        truths: list[Truth] = []
        gaps: tuple[Gap, ...] = ()
        for answers in told:
            members: list[Truth] = []
            for answer in answers:
                if answer.type == "CNAME":
                    member, more = self._leads(answer.data, (*before, host), found)
                    gaps += more
                else:
                    member = self._is_own_address(answer.data, found)
                    if member is None and before:
                        member = self._is_stranger(host)
                members.append(member)
            truths.append(every(members))
        if len(set(truths)) > 1:
            return None, (*gaps, contradiction(host))
        return truths[0], gaps

    def _is_stranger(self, alias: str) -> Truth:
        """What an alias shows by its name alone: false where it is no Exchange server's.

        Not known where an Exchange server's certificate holds it: it may be a load balancer that nobody declared.
        """
        return None if any_covers(texts(self.certificate_names), alias) else False

    def _is_own_address(self, address: str, found: dict[Evidence, None]) -> Truth:
        """Whether DNS gives an address to an Exchange server or a declared load balancer."""
        chains = [self.dns.chain(name) for name in self.load_balancers]
        at_balancer = [shown for _, known, shown in chains if address in known]
        owners = [shown for known, shown in self.addresses.values() if address in known]
        found.update(dict.fromkeys(evidence for shown in (*at_balancer, *owners) for evidence in shown))
        if owners or at_balancer or address in self.load_balancers:
            return True
        return False if self._all_addresses_known() else None

    def _unasked_addresses(self) -> tuple[Gap, ...]:
        return tuple(
            Gap("dns-not-asked", "resolve_dns_name", subject=server)
            for server, (known, _) in self.addresses.items()
            if not known
        )

    def _all_addresses_known(self) -> bool:
        return bool(self.addresses) and all(known for known, _ in self.addresses.values()) and not self.servers.open

    def leads_to_exchange(self, host: str) -> Cell:
        """Whether a host is Exchange: by a server's name, a certificate's names, or DNS.

        False only where all three were exported, none of them cut, and none shows it.
        """
        if self.is_server(host):
            return truth(True, [self.servers])
        by_certificate = self.holds(self.certificate_names, host)
        if by_certificate.readings == (True,):
            return by_certificate
        by_dns = self.dns_leads_here(host)
        if by_dns.readings == (True,):
            return by_dns
        no_record = not is_address(host) and self.dns.exists(host).readings == (False,)
        decided = [self.servers, by_certificate, by_dns]
        if not self.servers.open and by_certificate.readings == (False,) and (by_dns.readings == (False,) or no_record):
            return truth(False, decided)
        gaps = [gap for cell in (self.servers, by_certificate, by_dns) for gap in cell.gaps]
        return Cell((), False, evidence_of(decided), tuple(dict.fromkeys(gaps)))


def _has_ended(not_after: Cell, as_of: dt.datetime) -> bool:
    """Whether a certificate surely has ended, in whatever time zone its end was printed."""
    ends = [end for end in not_after.readings if isinstance(end, dt.datetime)]
    latest = [end if end.tzinfo else end.replace(tzinfo=dt.UTC) + dt.timedelta(hours=12) for end in ends]
    return bool(latest) and len(latest) == len(not_after.readings) and max(latest) < as_of


def _items(printed: str) -> list[str]:
    return [item.strip() for item in printed.strip("{}").rstrip(".…").replace(",", " ").split()]
