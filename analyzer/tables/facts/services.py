"""Services that must run: on Exchange what Test-ServiceHealth requires, on Lync the services of the server's roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import Truth, collected, known, missing, texts, truth
from analyzer.tables.table import Table

EXCHANGE_REQUIRED = frozenset(
    name.casefold()
    for name in (
        "IISAdmin", "MSExchangeADTopology", "MSExchangeDelivery", "MSExchangeEdgeSync", "MSExchangeIS",
        "MSExchangeMailboxAssistants", "MSExchangeMailboxReplication", "MSExchangeRepl", "MSExchangeRPC",
        "MSExchangeServiceHost", "MSExchangeSubmission", "MSExchangeThrottling", "MSExchangeTransport",
        "MSExchangeTransportLogSearch", "MSExchangeUM", "W3Svc", "WinRM",
    )
)  # fmt: skip
"""What Test-ServiceHealth requires over all roles of Exchange Server 2013 (its own output; POP3 and IMAP4 never)."""

LYNC_ALWAYS = ("RTCSRV", "REPLICA", "W3SVC")
"""What must run on every Front End Server (JJ721919 prerequisites as statement F1); MASTER only with the Central
Management store, and the others where the server has them."""

_ONLY_WITH_MASTER = frozenset({"master", "fta"})
_RUNNING = "running"
_RUNNING_WORDS = frozenset({"running", "4", "執行中", "正在執行", "正在运行"})
_STOPPED_WORDS = frozenset(
    {
        "stopped", "startpending", "stoppending", "continuepending", "pausepending", "paused", "1", "2", "3", "5", "6",
        "7", "已停止", "已暫停", "正在停止", "正在啟動", "已暂停", "正在启动",
    }
)  # fmt: skip
_LYNC_TABLES = ("cs_windows_service", "service")


def required_services_table(view: CaseView) -> Table:
    """The fact `required_services`."""
    rows = [*_exchange_rows(view), *_lync_rows(view)]
    tables = ("test_service_health", "service", "cs_windows_service")
    exports = tuple(export for name in tables for export in view.table(name).exports)
    return Table("required_services", "Lync Server and Exchange", tuple(rows), exports)


def _exchange_rows(view: CaseView) -> Iterable[Row]:
    for server, printed in view.exchange_servers.items():
        if view.has_role(printed, "Edge") is True:
            continue
        health = view.rows_of("test_service_health", server)
        listed = view.rows_of("service", server)
        stopped, cells, gaps = _exchange_state(view, server, health, listed)
        yield _row(server, "Exchange", stopped, cells, gaps)
    yield from _stopped_elsewhere(view)
    if view.exchange_universe_gaps:
        yield _unnamed("Exchange", "Exchange organization", view.exchange_universe_gaps)


def _stopped_elsewhere(view: CaseView) -> Iterable[Row]:
    """The servers that no list names, or nothing tells, whose Test-ServiceHealth shows a service that does not run.

    Only an Exchange server answers Test-ServiceHealth: that one of them lacks a service is sure, whichever it is.
    """
    for server in dict.fromkeys(row.server for row in view.table("test_service_health").rows):
        if server in view.exchange_servers:
            continue
        rows = [row for row in view.table("test_service_health").rows if row.server == server]
        bad = [
            row
            for row in rows
            if texts(row.get("ServicesNotRunning")) or row.get("RequiredServicesRunning").readings == (False,)
        ]
        if bad:
            cells = [row.get(name) for row in bad for name in ("RequiredServicesRunning", "ServicesNotRunning")]
            stopped = [name for row in bad for name in texts(row.get("ServicesNotRunning")) or ("?",)]
            found = _row(server or "Exchange organization", "Exchange", stopped, cells, [])
            yield found if server else replace(found, server=None)


def _exchange_state(
    view: CaseView, server: str, health: list[Row], listed: list[Row]
) -> tuple[list[str], list[Cell], list[Gap]]:
    """(services that do not run, the cells that say so, why it is not sure).

    What Test-ServiceHealth requires counts where it was exported; a service that it says runs and Get-Service says does
    not is a contradiction, and neither is believed.
    """
    stopped: list[str] = []
    cells: list[Cell] = []
    bad: list[Cell] = []
    gaps: list[Gap] = []
    said_running: set[str] = set()
    for row in health:
        not_running, answer = row.get("ServicesNotRunning"), row.get("RequiredServicesRunning")
        said_running |= {name.casefold() for name in texts(row.get("ServicesRunning"))}
        cells += [answer, not_running]
        if texts(not_running) or answer.readings == (False,):
            stopped += texts(not_running) or ("?",)
            bad += [answer, not_running]
        elif not answer.known:
            gaps += answer.gaps
    answered = any(row.get("RequiredServicesRunning").known for row in health)
    whole = bool(health) and answered and view.exported_full("test_service_health", server)
    required = said_running | {name.casefold() for name in stopped} if whole else set(EXCHANGE_REQUIRED)
    seen: set[str] = set()
    for row in listed:
        names = {text.casefold() for name in ("Name", "ServiceName") for text in texts(row.get(name))}
        if not names & required:
            continue
        seen |= names
        state = row.get("Status")
        cells.append(state)
        if not state.known:
            gaps += state.gaps if not names & said_running else ()  # Test-ServiceHealth has said it
        elif str(state.value).casefold() != _RUNNING:
            if names & said_running and not names & {name.casefold() for name in stopped}:
                gaps.append(Gap("contradiction", "test_service_health", "ServicesRunning", server))
                bad += [state, row.get("Name"), *(row.get("ServicesRunning") for row in health)]
                continue
            stopped += texts(row.get("Name"))[:1] or texts(row.get("ServiceName"))[:1]
            bad = [state, row.get("Name"), *bad]
    # Get-Service alone proves that all required services run only if it shows each of them.
    if not whole and not (listed and view.exported_full("service", server) and _all_there(seen)):
        gaps.append(view.why_not("test_service_health", server))
    return stopped, bad or cells, gaps


def _all_there(seen: set[str]) -> bool:
    """Whether a list of services holds those that every Mailbox server needs; UM and EdgeSync depend on its roles."""
    return not EXCHANGE_REQUIRED - seen - {"msexchangeum", "msexchangeedgesync"}


def _lync_rows(view: CaseView) -> Iterable[Row]:
    for server, is_front_end in view.front_ends.items():
        states = _lync_states(view, server)
        stopped: list[str] = []
        cells: list[Cell] = []
        bad: list[Cell] = []
        gaps: list[Gap] = []
        for name, shown in states.items():
            found = [cell for cell, _ in shown]
            runs = {_runs(reading) for cell in found for reading in cell.readings} or {None}
            if not _needed(view, server, name, found, gaps):
                continue
            unread = [cell for cell in found if not cell.known]
            cells += found
            if runs == {False} and not unread:
                stopped.append(next(label for _, label in shown))
                bad += [*found, *(row.get("Name") for row in _rows_named(view, server, name))]
            elif runs != {True} or unread:
                both = Gap("contradiction", "cs_windows_service", "Status", server, name)
                gaps += [gap for cell in unread for gap in cell.gaps] or [
                    both if {True, False} <= runs else Gap("unreadable", "cs_windows_service", "Status", server)
                ]
        absent = [name for name in LYNC_ALWAYS if name.casefold() not in states]
        if absent:
            unnamed = states.get("", [])
            reason = "object-not-exported" if states else view.why_not("cs_windows_service", server).reason
            gaps.append(
                Gap("property-not-exported", "cs_windows_service", "Name", server)
                if unnamed
                else Gap(reason, "cs_windows_service", "Status", server, ", ".join(absent))
            )
        elif not any(view.exported_full(table, server) for table in _LYNC_TABLES):
            gaps.append(view.why_not("cs_windows_service", server))
        if is_front_end.readings != (True,):
            gaps += is_front_end.gaps
        yield _row(server, "Lync", stopped, bad or cells, gaps)
    if view.lync_universe_gaps:
        yield _unnamed("Lync", "Lync Server", view.lync_universe_gaps)


def _lync_states(view: CaseView, server: str) -> dict[str, list[tuple[Cell, str]]]:
    """Each of Lync's services that a server's outputs show, in lower case: its states and its name as printed."""
    found: dict[str, list[tuple[Cell, str]]] = {}
    for table in _LYNC_TABLES:
        for row in view.rows_of(table, server):
            name = next(iter(texts(row.get("Name")) or texts(row.get("ServiceName"))), "")
            if table == "service" and name.upper() not in LYNC_ALWAYS and not name.casefold().startswith("rtc"):
                continue
            found.setdefault(name.casefold(), []).append((row.get("Status"), name))
    return found


def _rows_named(view: CaseView, server: str, name: str) -> list[Row]:
    rows = [row for table in _LYNC_TABLES for row in view.rows_of(table, server)]
    return [row for row in rows if name in {text.casefold() for text in texts(row.get("Name"))}]


def _runs(state: object) -> Truth:
    """Whether a state says that a service runs, in the words of PowerShell, sc and Windows in Chinese."""
    word = str(state).strip().casefold()
    return True if word in _RUNNING_WORDS else False if word in _STOPPED_WORDS else None


def _needed(view: CaseView, server: str, name: str, states: list[Cell], gaps: list[Gap]) -> bool:
    """Whether a service must run on a server; where that is not known and it does not run, `gaps` get why."""
    if name not in _ONLY_WITH_MASTER:
        return True
    needed = _holds_master(view, server)
    if needed.missing and any(_runs(reading) is not True for cell in states for reading in cell.readings or ("",)):
        gaps += needed.gaps
    return needed.readings == (True,)


def _holds_master(view: CaseView, server: str) -> Cell:
    """Whether the Central Management store is on a server's pool: only there the service MASTER must run."""
    pool, _ = view.lync_computers.get(server, (None, []))
    roles = view.pool_roles.get(pool or "")
    if roles is None or roles.missing:
        return Cell((), False, (), (Gap("property-not-exported", "cs_pool", "Services"),))
    if any(name.casefold() == "centralmanagement" for name in texts(roles)):
        return Cell((True,), False, roles.evidence)
    if roles.open:
        return Cell((), False, roles.evidence, roles.gaps or (Gap("list-cut", "cs_pool", "Services"),))
    return Cell((False,), False, roles.evidence)


def _row(server: str, product: str, stopped: list[str], cells: list[Cell], gaps: list[Gap]) -> Row:
    runs: Truth = False if stopped else None if gaps else True
    return Row(
        {
            "Fqdn": known(server),
            "Product": known(product),
            "ServicesNotRunning": collected(stopped, cells, gaps)
            if cells or stopped
            else missing(gaps[0])
            if gaps
            else collected(stopped),
            "RequiredServicesRunning": truth(runs, cells, gaps),
        },
        subject=server,
        server=server,
    )


def _unnamed(product: str, subject: str, gaps: Iterable[Gap]) -> Row:
    cell = Cell((), False, (), tuple(gaps))
    cells = {"Product": known(product), "Fqdn": cell, "ServicesNotRunning": cell, "RequiredServicesRunning": cell}
    return Row(cells, subject=subject)
