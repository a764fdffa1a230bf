"""What several facts ask of a case: who its servers are, by all lists of them, and what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_tables import CaseTables
from analyzer.tables.facts.derive import Truth, evidence_of, texts, truth
from analyzer.tables.servers import is_host

_LYNC_2013 = 6
_NEVER_FRONT_END = frozenset({"edgeserver", "externalserver", "trustedapplicationpool", "pstngateway", "wacservice"})
"""Roles whose pools have no user services of their own."""


def pool_name(text: str) -> str:
    """A pool's name as it is compared."""
    return text.strip().rstrip(".").casefold()


@dataclass(frozen=True)
class CaseView(CaseTables):
    """The tables of a case at one time of judgement, with the universes of its Lync and Exchange servers."""

    # -- the universe of Lync servers --------------------------------------------------------------------------------

    @cached_property
    def lync_computers(self) -> dict[str, tuple[str | None, list[Cell]]]:
        """Every Lync computer that the topology names: FQDN -> (pool, the cells that say so)."""
        found: dict[str, tuple[str | None, list[Cell]]] = {}
        for row in self.table("cs_computer").rows:
            name, pool = row.get("Fqdn"), row.get("Pool")
            if name.missing:
                name = row.get("Identity")
            for text in filter(is_host, texts(name)):
                computer = self.canonical(text)
                found[computer] = (pool_name(next(iter(texts(pool)), "")) or None, [name])
        for row in self.table("cs_pool").rows:
            pool_of_row = pool_name(next(iter(texts(row.get("Fqdn")) or texts(row.get("Identity"))), "")) or None
            for text in filter(is_host, texts(row.get("Computers"))):
                computer = self.canonical(text)
                known_pool, cells = found.get(computer, (None, []))
                found[computer] = (pool_of_row or known_pool, [*cells, row.get("Computers")])
        return {computer: place for computer, place in found.items() if computer not in self.exchange_servers}

    @cached_property
    def lync_universe_gaps(self) -> tuple[Gap, ...]:
        """Why the list of Lync computers may not be complete; nothing where it is."""
        pools, computers = self.table("cs_pool"), self.table("cs_computer")
        if computers.exported and not computers.gaps:
            nameless = any(row.get("Fqdn").missing and row.get("Identity").missing for row in computers.rows)
            return (Gap("property-not-exported", "cs_computer", "Fqdn"),) if nameless else ()
        if pools.exported and not pools.gaps:
            asked = {
                pool_name(export.filters["pool"])
                for export in computers.exports
                if export.whole and export.filters.keys() == {"pool"}
            }
            cut = [
                row.get("Computers")
                for row in pools.rows
                if not asked & set(map(pool_name, texts(row.get("Identity"))))
            ]
            gaps = [gap for cell in cut if cell.missing or cell.open for gap in cell.gaps or (Gap("list-cut"),)]
            return tuple(Gap(gap.reason, "cs_pool", "Computers", subject=gap.subject) for gap in gaps)
        return pools.gaps or computers.gaps or (Gap("table-not-exported", "cs_pool"),)

    @cached_property
    def pool_roles(self) -> dict[str, Cell]:
        """For each pool of Get-CsPool and Get-CsService: its roles (Registrar, UserServer, EdgeServer ...)."""
        roles: dict[str, Cell] = {}
        for row in self.table("cs_pool").rows:
            services = row.get("Services")
            pool = pool_name(next(iter(texts(row.get("Fqdn")) or texts(row.get("Identity"))), ""))
            names = [text.partition(":")[0].rsplit(".", 1)[-1] for text in texts(services)]
            if not pool:
                continue
            roles[pool] = (
                Cell((), False, services.evidence, services.gaps)
                if services.missing
                else Cell((tuple(names),), services.open, services.evidence, services.gaps)
            )
        for row in self.table("cs_service").rows:
            role = (
                next(iter(texts(row.get("Role"))), "") or next(iter(texts(row.get("Identity"))), "").partition(":")[0]
            )
            for pool in texts(row.get("PoolFqdn")):
                held = roles.get(pool_name(pool))
                all_names = (*texts(held), role) if held is not None else (role,)
                cells = [row.get("PoolFqdn"), *([held] if held else [])]
                known = held is not None and not held.missing and not held.open
                roles[pool_name(pool)] = Cell(
                    (all_names,),
                    not known,
                    evidence_of(cells),
                    () if known else (Gap("list-cut", "cs_pool", "Services"),),
                )
        return roles

    @cached_property
    def _older_pools(self) -> dict[str, Cell]:
        """The pools of Lync Server 2010 and older that stand beside newer ones: pool -> the version that says so.

        They have no OAuthTokenIssuer, and take no part in the integration (JJ688098).
        """
        found: dict[str, Cell] = {}
        newer = False
        for row in self.table("cs_service").rows:
            version, role = row.get("Version"), next(iter(texts(row.get("Role"))), "").casefold()
            number = version.value if version.known and isinstance(version.value, int) else _LYNC_2013
            if role in ("registrar", "userserver") and number < _LYNC_2013:
                found.update({pool_name(text): version for text in texts(row.get("PoolFqdn"))})
            elif role in ("registrar", "userserver") and version.known:
                newer = True
        return found if newer else {}

    @cached_property
    def _lists_user_servers(self) -> bool:
        """Whether Get-CsService shows every pool with the user services.

        An output without its command may be of one role: it does where it shows a user service.
        """
        rows = self.table("cs_service").rows
        return any(
            export.whole
            and {name: value.casefold() for name, value in export.filters.items()} in ({}, {"Role": "userserver"})
            and (export.command or any("UserServer" in texts(row.get("Role")) for row in rows if export in row.exports))
            for export in self.table("cs_service").exports
        )

    def is_front_end(self, computer: str) -> Cell:
        """Whether a computer is a Front End Server: its pool has the user services.

        A pool whose Services were cut or not exported leaves it open, unless its certificates show an Edge Server.
        """
        pool, cells = self.lync_computers.get(computer, (None, []))
        roles = self.pool_roles.get(pool or "")
        older = self._older_pools.get(pool or "")
        if older is not None:
            return truth(False, [*cells, older])
        uses = {use.casefold() for row in self.rows_of("cs_certificate", computer) for use in texts(row.get("Use"))}
        if roles is not None and not roles.missing:
            names = {name.casefold() for name in texts(roles)}
            if names & {"userserver", "userservices"}:
                return truth(True, [*cells, roles])
            # A cut list of a pool that has a Registrar may go on with the user services.
            if not roles.open or (names & _NEVER_FRONT_END and "registrar" not in names):
                return truth(False, [*cells, roles])
        if uses & {"accessedgeexternal", "dataedgeexternal", "audiovideoauthentication", "internal"}:
            return truth(False, [*cells, *(row.get("Use") for row in self.rows_of("cs_certificate", computer))])
        if "oauthtokenissuer" in uses or {"default", "webservicesinternal"} <= uses:
            return truth(True, [*cells, *(row.get("Use") for row in self.rows_of("cs_certificate", computer))])
        if pool and self._lists_user_servers:
            return truth(False, [*cells, *(row.get("PoolFqdn") for row in self.table("cs_service").rows)])
        pools = self.table("cs_pool")
        if roles is None and pool and pools.exported and not pools.gaps:
            # Get-CsPool lists every pool of Lync's own roles: a computer of another pool is no Front End Server.
            return truth(False, [*cells, *(row.get("Identity") for row in pools.rows)])
        gaps = roles.gaps if roles is not None else ()
        return truth(None, cells, gaps or (Gap("property-not-exported", "cs_pool", "Services"),))

    @cached_property
    def front_ends(self) -> dict[str, Cell]:
        """The Front End Servers: FQDN -> whether it surely is one, also those that only exports name."""
        found: dict[str, Cell] = {}
        for computer in self.lync_computers:
            cell = self.is_front_end(computer)
            if cell.readings != (False,):
                found[computer] = cell
        for row in self.table("cs_certificate").rows:
            named = (self.lync_computers, self.exchange_servers, found)
            if row.server and not any(row.server in servers for servers in named):
                cell = self.is_front_end(row.server)
                # One that a whole topology does not name is of another deployment, or no computer's name but a pool's.
                outside = not self.lync_universe_gaps or row.server in {
                    pool for pool, _ in self.lync_computers.values()
                }
                if cell.readings == (True,) and not outside:
                    found[row.server] = cell
        return found

    # -- the universe of Exchange servers ------------------------------------------------------------------------------

    @cached_property
    def exchange_servers(self) -> dict[str, Row]:
        """Every server of Get-ExchangeServer by its FQDN; without it those of Get-ClientAccessServer."""
        found = {row.subject: row for row in self.table("exchange_server").rows if row.subject}
        for row in self.table("client_access_server").rows:
            if row.subject and row.subject not in found:
                found[row.subject] = row
        return found

    @cached_property
    def exchange_universe_gaps(self) -> tuple[Gap, ...]:
        """Why the list of Exchange servers may not be complete; nothing where it is."""
        nameless = any(row.subject is None for row in self.table("exchange_server").rows)
        unnamed = (Gap("property-not-exported", "exchange_server", "Fqdn"),) if nameless else ()
        return self.why_no_table("exchange_server") or unnamed

    def has_role(self, row: Row, role: str) -> Truth:
        """Whether a server of Get-ExchangeServer has a role (Edge, ClientAccess, Mailbox); unknown where not printed.

        From Exchange 2016 on the Mailbox role holds client access (Exchange Server 2016 architecture).
        """
        flag = {"Edge": "IsEdgeServer", "ClientAccess": "IsClientAccessServer", "Mailbox": "IsMailboxServer"}[role]
        cell = row.get(flag)
        if cell.known and isinstance(cell.value, bool):
            return cell.value
        roles = row.get("ServerRole")
        names = {part.strip().casefold() for text in texts(roles) for part in text.split(",")}
        if not names or roles.open:
            return None
        if role.casefold() in names:
            return True
        if role == "ClientAccess" and "mailbox" in names:
            version = self.version(row)
            return True if version and version >= (15, 1) else None
        return False

    def version(self, row: Row) -> tuple[int, ...] | None:
        """A server's version from AdminDisplayVersion, without the build where that was cut; None where it has none."""
        cell = row.get("AdminDisplayVersion")
        value = cell.readings[0] if len(cell.readings) == 1 else None
        cut = re.match(r"Version (\d+)\.(\d+) \(", str(value)) if cell.open else None
        if cut:
            return int(cut[1]), int(cut[2])
        return value if isinstance(value, tuple) and all(isinstance(part, int) for part in value) else None
