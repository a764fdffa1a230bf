"""Services that must run, and those that need not (F1)."""

from __future__ import annotations

from . import estate as e
from .case import ONE_FE, Truth, truth

EXCHANGE = {"MSExchange" + name: "Running" for name in (
    "ADTopology", "Delivery", "IS", "MailboxAssistants", "MailboxReplication", "Repl", "RPC", "ServiceHost",
    "Submission", "Throttling", "Transport", "TransportLogSearch", "UM", "EdgeSync",
)} | {"IISAdmin": "Running", "W3Svc": "Running", "WinRM": "Running"}  # fmt: skip


LYNC = dict.fromkeys(("W3SVC", "REPLICA", "RTCSRV", "RTCDATAMCU", "RTCIMMCU", "RTCASMCU", "RTCAVMCU"), "Running")


CMS = "Registrar:pool01.litwareinc.com, UserServer:pool01.litwareinc.com, CentralManagement:pool01.litwareinc.com"


CUT = "Registrar:pool01.litwareinc.com, UserServer:pool01.litwareinc.com..."


SERVICES = (
    truth(
        "pop3-stopped",
        "POP3 and IMAP4 are never required",
        "F1 pass",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.services(e.EX01, "Get-Service", MSExchangePOP3="Stopped", MSExchangeIMAP4="Stopped", **EXCHANGE),
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", **LYNC),
    ),
    truth(
        "a-required-service-stopped",
        "Test-ServiceHealth names it",
        "F1 fail",
        e.exchange_servers(),
        e.health(e.EX01),
        e.health(e.EX02, "MSExchangeIS"),
    ),
    truth(
        "one-exchange-server-not-asked",
        "exch02 may be stopped",
        "F1 unknown",
        e.exchange_servers(),
        e.health(e.EX01),
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", **LYNC),
    ),
    truth(
        "master-stopped-without-cms",
        "MASTER runs only where the Central Management store is",
        "TOP-002 pass",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", MASTER="Stopped", **LYNC),
    ),
    truth(
        "master-stopped-with-cms",
        "the pool has the Central Management store",
        "TOP-002 fail",
        e.pools(e.FE01, CMS),
        e.services(e.FE01, "Get-CsWindowsService", MASTER="Stopped", **LYNC),
    ),
    truth(
        "master-stopped-and-services-cut",
        "the cut list may go on with the Central Management store",
        "TOP-002 unknown",
        e.pools(e.FE01, CUT),
        e.services(e.FE01, "Get-CsWindowsService", MASTER="Stopped", **LYNC),
    ),
    truth(
        "lync-services-filtered",
        "RTCSRV and REPLICA were not asked for",
        "TOP-002 unknown",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService -Name W3SVC", W3SVC="Running"),
    ),
    truth(
        "front-end-service-stopped",
        "RTCSRV must run",
        "F1 fail, TOP-002 fail",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", **(LYNC | {"RTCSRV": "Stopped"})),
    ),
    truth(
        "edge-transport-in-the-organization",
        "Edge Transport has no Test-ServiceHealth of the Mailbox role",
        "TOP-001 pass",
        e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server("edge01.litwareinc.com", "Edge")),
        e.health(e.EX01),
    ),
)


LISTS = (
    truth(
        "a-service-is-missing",
        "Get-Service without MSExchangeIS shows nothing of it",
        "TOP-001 unknown",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.services(e.EX01, "Get-Service", **{k: v for k, v in EXCHANGE.items() if k != "MSExchangeIS"}),
    ),
    truth(
        "services-not-running-cut",
        "the cut list names what is stopped",
        "TOP-001 fail",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.health(e.EX01, "MSExchangeIS", "MSExchangeRPC..."),
    ),
)

ELSEWHERE = (
    truth(
        "stopped-on-a-server-that-nothing-tells",
        "a required service is stopped on one of them",
        "F1 fail, TOP-001 fail",
        e.exchange_servers(),
        e.health("", "MSExchangeIS"),
    ),
    truth(
        "stopped-without-a-list-of-servers",
        "the transcript tells which server it is",
        "F1 fail, TOP-001 fail",
        e.transcript("EXCH01", "20260610101500", e.health("", "MSExchangeIS")),
    ),
    truth(
        "running-on-a-server-that-nothing-tells",
        "it never adds up to all of them",
        "TOP-001 unknown",
        e.exchange_servers(),
        e.health(""),
    ),
)

CASES: tuple[Truth, ...] = (*SERVICES, *LISTS, *ELSEWHERE)
