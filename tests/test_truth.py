"""Small cases that look wrong and are right, or look right and cannot be told, with what the documents demand.

Each says which statement of the prerequisites (JJ721919) it is about, and why its outcome is the only honest one.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import analyzer
from analyzer.engine.pack_checks import worst
from analyzer.engine.verdict import Outcome

from . import estate as e

AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
XML = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.xml"
MAIL_XML = "https://mail.litwareinc.com/autodiscover/autodiscover.xml"
HOST = "autodiscover.litwareinc.com"
EXCHANGE = {"MSExchange" + name: "Running" for name in (
    "ADTopology", "Delivery", "IS", "MailboxAssistants", "MailboxReplication", "Repl", "RPC", "ServiceHost",
    "Submission", "Throttling", "Transport", "TransportLogSearch", "UM", "EdgeSync",
)} | {"IISAdmin": "Running", "W3Svc": "Running", "WinRM": "Running"}  # fmt: skip
LYNC = {name: "Running" for name in ("W3SVC", "REPLICA", "RTCSRV", "RTCDATAMCU", "RTCIMMCU", "RTCASMCU", "RTCAVMCU")}
CMS = "Registrar:pool01.litwareinc.com, UserServer:pool01.litwareinc.com, CentralManagement:pool01.litwareinc.com"
CUT = "Registrar:pool01.litwareinc.com, UserServer:pool01.litwareinc.com..."
ONE_FE = e.pools(e.FE01)


@dataclass(frozen=True)
class Truth:
    """A case: its files (one text is one file), what must be decided of it, and why."""

    id: str
    why: str
    expected: Mapping[str, str]
    files: tuple[str, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    case_file: str = ""
    wrong: str = ""  # a defect that is known: what is decided instead


def truth(id: str, why: str, expected: str, *files: str, wrong: str = "", case_file: str = "", **names: str) -> Truth:
    """`expected` is "F7 pass, F8 unknown"; a rule's id may stand for a statement's."""
    pairs = dict(part.split() for part in expected.split(", "))
    return Truth(id, why, pairs, files, {int(k[1:]): v for k, v in names.items()}, case_file, wrong)


BOTH = (e.issuer(e.FE01), e.issuer(e.FE02))
REDMOND = {"Site": "litwareinc.com/Configuration/Sites/Redmond"}
LONDON = {"Site": "litwareinc.com/Configuration/Sites/London"}
SPAIN = e.exchange_servers(e.exchange_server(e.EX01, **REDMOND), e.exchange_server(e.EX02, **LONDON))
ONE_SITE = e.exchange_servers(e.exchange_server(e.EX01, **REDMOND), e.exchange_server(e.EX02, **REDMOND))
ADDRESSES = e.answer(e.EX01, (e.EX01, "A", "10.10.1.11")) + e.answer(e.EX02, (e.EX02, "A", "10.10.1.12"))
CERTIFICATES = e.exchange_certificates(e.EX01) + e.exchange_certificates(e.EX02)
NO_NAMES = e.exchange_certificates(
    e.EX01, e.web_certificate("owa.litwareinc.com", Subject="CN=owa.litwareinc.com")
) + e.exchange_certificates(e.EX02, e.web_certificate("owa.litwareinc.com", Subject="CN=owa.litwareinc.com"))

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
        wrong="passes: a role that may stand behind the cut is taken for absent",
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

ASSIGNED = (
    truth(
        "only-the-default-asked-for",
        "-Type Default leaves the OAuthTokenIssuer out",
        "F2 unknown",
        e.auth_config(),
        e.console(e.FE01, "Get-CsCertificate -Type Default | fl", e.certificate("Default")),
    ),
    truth(
        "all-shown-and-none-is-issuer",
        "a whole list without the use",
        "F2 fail",
        e.auth_config(),
        e.console(e.FE01, "Get-CsCertificate", e.certificate("Default"), e.certificate("WebServicesInternal")),
    ),
    truth(
        "asked-and-nothing-returned",
        "the command ran and returned nothing",
        "F2 fail",
        e.auth_config(),
        e.console(e.FE01, "Get-CsCertificate -Type OAuthTokenIssuer"),
    ),
    truth(
        "asked-and-refused",
        "an error proves nothing",
        "F2 unknown",
        e.auth_config(),
        e.console(
            e.FE01,
            "Get-CsCertificate -Type OAuthTokenIssuer",
            error="Get-CsCertificate : Access denied.\nAt line:1 char:1\n+ Get-CsCertificate -Type OAuthTokenIssuer\n"
            "+ ~~~~~~~~~~~~~~~~~~\n    + CategoryInfo          : PermissionDenied: (:) [Get-CsCertificate], "
            "UnauthorizedAccessException\n    + FullyQualifiedErrorId : AccessDenied,Microsoft.Rtc.Management."
            "Deployment.GetCertificateCmdlet\n",
        ),
    ),
    truth(
        "edge-server-only",
        "an Edge Server never has an OAuthTokenIssuer",
        "F2 unknown, F7 unknown",
        e.auth_config(),
        e.console(
            "lyncedge01.litwareinc.com",
            "Get-CsCertificate",
            e.certificate("Internal", e.OTHER),
            e.certificate("AccessEdgeExternal", e.WEB),
        ),
    ),
    truth(
        "auth-config-without-the-property",
        "the current thumbprint was not exported",
        "F2 unknown",
        e.auth_config(None),
        e.issuer(e.FE01),
    ),
    truth("auth-config-blank", "no current certificate", "F2 fail", e.auth_config(""), e.issuer(e.FE01)),
    truth("both-assigned", "both products have one", "F2 pass", e.auth_config(), e.issuer(e.FE01)),
)

EXCHANGE_CERTIFICATE = (
    truth("on-both-servers", "both hold it", "F4 pass", e.exchange_servers(), e.auth_config(), CERTIFICATES),
    truth(
        "self-signed-is-normal",
        "Exchange Setup makes it self-signed",
        "F3 pass, F4 pass",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
    ),
    truth(
        "edge-and-2010-need-none",
        "OAuth came with Exchange 2013; Edge Transport signs no tokens",
        "F4 pass",
        e.exchange_servers(
            e.exchange_server(e.EX01),
            e.exchange_server("edge01.litwareinc.com", "Edge"),
            e.exchange_server("old01.litwareinc.com", "Mailbox, ClientAccess, HubTransport", "14.3 (Build 123.4)"),
        ),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
    ),
    truth(
        "edge-with-its-own-certificates",
        "the Edge Server's list has no auth certificate, and needs none",
        "F4 pass",
        e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server("edge01.litwareinc.com", "Edge")),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
        e.exchange_certificates("edge01.litwareinc.com", e.web_certificate("edge01.litwareinc.com")),
    ),
    truth(
        "absent-on-the-second",
        "a whole list without it",
        "F4 fail",
        e.exchange_servers(),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
        e.exchange_certificates(e.EX02, e.web_certificate()),
    ),
    truth(
        "whose-list-is-not-told",
        "neither a prompt nor a property names the server",
        "F4 unknown",
        e.exchange_servers(),
        e.auth_config(),
        e.exchange_certificates("", e.auth_certificate(), e.web_certificate()),
        e.exchange_certificates("", e.web_certificate()),
    ),
    truth(
        "asked-for-one-thumbprint",
        "-Thumbprint leaves the others out",
        "F4 unknown",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(e.EX01, e.web_certificate(), command=f"Get-ExchangeCertificate -Thumbprint {e.WEB}"),
    ),
    truth(
        "piped-through-where",
        "Where-Object leaves others out",
        "F4 unknown",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(
            e.EX01, e.web_certificate(), command="Get-ExchangeCertificate | ? {$_.Services -match 'IIS'} | fl"
        ),
    ),
    truth(
        "thumbprint-copied-from-the-dialog",
        "U+200E, blanks and lower case are no other certificate",
        "AUTH-002 pass",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config("\u200e" + " ".join(e.AUTH[i : i + 2] for i in range(0, 40, 2)).lower()),
        e.exchange_certificates(e.EX01),
    ),
    truth(
        "expired",
        "NotAfter is before the time of judgement",
        "F4 fail",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(e.EX01, e.auth_certificate(NotAfter="4/22/2026 2:00:01 AM")),
    ),
    truth(
        "without-private-key",
        "it cannot sign",
        "F4 fail",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(e.EX01, e.auth_certificate(HasPrivateKey="False")),
    ),
    truth(
        "server-list-not-exported",
        "there may be a third server",
        "F4 unknown",
        e.auth_config(),
        CERTIFICATES,
    ),
    truth(
        "filtered-server-list",
        "Get-ExchangeServer exch01 does not list the others",
        "F4 unknown",
        e.console(e.EX01, "Get-ExchangeServer exch01 | fl", e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
    ),
)

DEFAULT = e.certificate("Default", e.ISSUER, "CN=pool01.litwareinc.com")
ALL_USES = (
    e.certificate("Default", e.OTHER, "CN=pool01.litwareinc.com"),
    e.certificate("WebServicesInternal", e.OTHER, "CN=pool01.litwareinc.com"),
)


def subject_case(id: str, why: str, expected: str, subject: str, *domains: str, wrong: str = "") -> Truth:
    """A whole Get-CsCertificate with this Subject of the OAuthTokenIssuer, which is none of Lync's own."""
    record = e.certificate("OAuthTokenIssuer", e.ISSUER, subject)
    files = (e.console(e.FE01, "Get-CsCertificate", *ALL_USES, record), *([e.sip_domains(*domains)] if domains else []))
    return truth(id, why, expected, *files, wrong=wrong)


SUBJECT = (
    truth(
        "default-certificate-reused",
        "an existing certificate of Lync's own, such as Default, may be used as it is",
        "F6 pass, F5 pass",
        e.console(e.FE01, "Get-CsCertificate", DEFAULT, DEFAULT | {"Use": "OAuthTokenIssuer"}),
        e.sip_domains("fabrikam.com"),
    ),
    truth(
        "uses-in-one-record",
        "one record with two uses is one certificate of Lync's own",
        "F6 pass",
        e.console(e.FE01, "Get-CsCertificate", DEFAULT | {"Use": "Default, OAuthTokenIssuer"}),
        e.sip_domains("fabrikam.com"),
    ),
    truth(
        "other-uses-not-asked-for",
        "it may be the Default certificate too",
        "F6 unknown",
        e.issuer(e.FE01, subject="CN=pool01.fabrikam.net"),
        e.sip_domains("litwareinc.com"),
    ),
    subject_case("a-longer-name", "mylitwareinc.com is not litwareinc.com", "F6 fail", "CN=www.mylitwareinc.com", "litwareinc.com"),
    subject_case("a-host-in-the-domain", "whole labels count", "F6 pass", "CN=sip.litwareinc.com, O=Litware", "litwareinc.com"),
    subject_case("the-second-sip-domain", "any SIP domain will do", "F6 pass", "CN=fabrikam.com", "litwareinc.com", "fabrikam.com"),
    subject_case("in-upper-case", "names of domains have no case", "F6 pass", "CN=LITWAREINC.COM", "litwareinc.com"),
    subject_case("no-sip-domain-exported", "nothing tells the SIP domains", "F6 unknown", "CN=litwareinc.net"),
)  # fmt: skip

SAME = (
    truth("all-agree", "both Front End Servers have it", "F7 pass", e.pools(), *BOTH),
    truth("one-not-exported", "lyncfe03 may have another", "F7 unknown", e.pools(f"{e.FE01}, {e.FE02}, {e.FE03}"), *BOTH),
    truth("one-differs", "two thumbprints", "F7 fail", e.pools(), e.issuer(e.FE01), e.issuer(e.FE02, e.OTHER)),
    truth(
        "one-has-none",
        "a whole list without the use",
        "F7 fail",
        e.pools(),
        e.issuer(e.FE01),
        e.console(e.FE02, "Get-CsCertificate", *ALL_USES),
    ),
    truth(
        "edge-has-none",
        "the Edge Server is no Front End Server",
        "F7 pass",
        e.pools(e.FE01, "UserServer:pool01.litwareinc.com", e.pool("lyncedge01.litwareinc.com", "EdgeServer")),
        e.issuer(e.FE01),
        e.console("lyncedge01.litwareinc.com", "Get-CsCertificate", e.certificate("Internal"), e.certificate("AccessEdgeExternal")),
    ),
    truth(
        "a-director-not-exported",
        "a Director has a Registrar and no users: it is no Front End Server",
        "F7 pass",
        e.pools(e.FE01, "UserServer:pool01.litwareinc.com", e.pool("lyncdir01.litwareinc.com", "Registrar")),
        e.issuer(e.FE01),
    ),
    truth(
        "the-same-in-other-spellings",
        "case, blanks and U+200E do not make another thumbprint",
        "F7 pass",
        e.pools(f"{e.FE01}, {e.FE02}, {e.FE03}"),
        e.issuer(e.FE01),
        e.issuer(e.FE02, e.ISSUER.lower()),
        e.issuer(e.FE03, "\u200e" + " ".join(e.ISSUER[i : i + 2] for i in range(0, 40, 2))),
    ),
    truth("computers-cut", "the list goes on", "F7 unknown", e.pools(f"{e.FE01}, {e.FE02}..."), *BOTH),
    truth("no-topology", "nothing tells how many there are", "F7 unknown", *BOTH),
    truth(
        "one-server-contradicts-itself",
        "two exports of one server without times",
        "F7 unknown",
        e.pools(),
        *BOTH,
        e.issuer(e.FE02, e.OTHER),
    ),
    truth(
        "before-and-after",
        "the newer export of lyncfe02 counts",
        "F7 pass",
        e.pools(),
        e.issuer(e.FE01),
        e.transcript("LYNCFE02", "20260610090000", e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer", e.OTHER))),
        e.transcript("LYNCFE02", "20260614090000", e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer"))), wrong="unknown: an export that its command filtered replaces no older one"),
    truth(
        "after-and-broken",
        "the newer export of lyncfe02 counts",
        "F7 fail",
        e.pools(),
        e.issuer(e.FE01),
        e.transcript("LYNCFE02", "20260614090000", e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer", e.OTHER))),
        e.transcript("LYNCFE02", "20260610090000", e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer"))), wrong="unknown: an export that its command filtered replaces no older one"),
    truth(
        "whose-output-is-not-told",
        "the same server may have been asked twice",
        "F7 unknown",
        e.pools(),
        e.issuer(""),
        e.issuer(""),
    ),
    truth(
        "a-declared-origin",
        "--case says whose output it is",
        "F7 pass",
        e.pools(),
        e.issuer(""),
        e.issuer(""),
        case_file="declared:\n  origin: {'*0.txt': pool, '*1.txt': lyncfe01.litwareinc.com, '*2.txt': lyncfe02.litwareinc.com}\n",
    ),
    truth(
        "staged-in-another-order",
        "both servers have the current one and the same successor",
        "F7 pass",
        e.pools(),
        e.console(
            e.FE01,
            "Get-CsCertificate -Type OAuthTokenIssuer",
            e.certificate("OAuthTokenIssuer", EffectiveDate="4/1/2025 2:00:01 AM"),
            e.certificate("OAuthTokenIssuer", e.OTHER, EffectiveDate="12/1/2026 2:00:01 AM"),
        ),
        e.console(
            e.FE02,
            "Get-CsCertificate -Type OAuthTokenIssuer",
            e.certificate("OAuthTokenIssuer", e.OTHER, EffectiveDate="12/1/2026 2:00:01 AM"),
            e.certificate("OAuthTokenIssuer", EffectiveDate="4/1/2025 2:00:01 AM"),
        ),
    ),
    truth(
        "two-pools-differ",
        "the same certificate on all Front End Servers, whatever their pool",
        "F7 fail",
        e.pools(e.FE01, "UserServer:pool01.litwareinc.com", e.pool(e.FE02, "UserServer")),
        e.issuer(e.FE01),
        e.issuer(e.FE02, e.OTHER),
    ),
)  # fmt: skip


def store(host: str, thumbprint: str, **more: str) -> str:
    """A listing of a certificate store with a calculated key size."""
    command = (
        r"Get-ChildItem Cert:\LocalMachine\My | Select-Object Thumbprint, @{n='KeySize';e={$_.PublicKey.Key.KeySize}}"
    )
    return e.console(host, f"{command} | Format-List", {"Thumbprint": thumbprint, **more})


KEYS = (
    truth("get-cscertificate-alone", "it does not show the key's size", "F8 unknown", e.issuer(e.FE01)),
    truth("in-the-store", "2048 bits are enough", "F8 pass", e.issuer(e.FE01), store(e.FE01, e.ISSUER, KeySize="2048")),
    truth("too-short", "1024 bits are not", "F8 fail", e.issuer(e.FE01), store(e.FE01, e.ISSUER, KeySize="1024")),
    truth("of-another", "another certificate's size", "F8 unknown", e.issuer(e.FE01), store(e.FE01, e.OTHER, KeySize="2048")),
    truth(
        "store-asked-for-one",
        "a filtered listing does not prove that the certificate is not in the store",
        "CERT-013 unknown",
        ONE_FE,
        e.issuer(e.FE01),
        e.console(
            e.FE01,
            r"Get-ChildItem Cert:\LocalMachine\My | Where-Object Subject -like '*pool01*' | Format-List",
            {"Thumbprint": e.OTHER, "Subject": "CN=pool01.litwareinc.com", "HasPrivateKey": "True"},
        ),
    ),
    truth(
        "one-item-of-the-store",
        "Get-Item of one thumbprint does not prove that the others are not there",
        "CERT-013 unknown",
        ONE_FE,
        e.issuer(e.FE01),
        e.console(
            e.FE01,
            rf"Get-Item Cert:\LocalMachine\My\{e.OTHER} | Format-List",
            {"Thumbprint": e.OTHER, "Subject": "CN=pool01.litwareinc.com", "HasPrivateKey": "True"},
        ),
    ),
    truth(
        "another-store",
        "the user's store, or that of the authorities, is not the machine's",
        "CERT-013 unknown",
        ONE_FE,
        e.issuer(e.FE01),
        e.console(
            e.FE01,
            r"Get-ChildItem Cert:\LocalMachine\Root | Format-List",
            {"Thumbprint": e.OTHER, "Subject": "CN=Litware CA", "HasPrivateKey": "False"},
        ), wrong="fails: any store is taken for LocalMachine\\My"),
)  # fmt: skip

PUBLISHED = (
    truth("two-sites", "servers of different sites may publish different URIs", "F13 pass, F11 pass, F12 pass", SPAIN, e.uris(EXCH01=XML, EXCH02=MAIL_XML)),
    truth("one-site", "servers of one site publish one URI", "F13 fail", ONE_SITE, e.uris(EXCH01=XML, EXCH02=MAIL_XML)),
    truth("sites-not-told", "they may be of one site or of two", "F13 unknown", e.uris(EXCH01=XML, EXCH02=MAIL_XML)),
    truth("same-but-for-case", "hosts have no case, and IIS paths neither", "F13 pass, F12 pass", ONE_SITE, e.uris(EXCH01=XML, EXCH02="https://AutoDiscover.litwareinc.com/AutoDiscover/AutoDiscover.xml")),
    truth("with-the-port", "443 is what https uses", "F12 pass", e.uris(EXCH01="https://autodiscover.litwareinc.com:443/autodiscover/autodiscover.xml")),
    truth("another-host", "the host may differ", "F12 pass, F11 pass", e.uris(EXCH01=MAIL_XML)),
    truth("names-svc", "Exchange publishes autodiscover.xml", "F12 fail", e.uris(EXCH01=XML.replace(".xml", ".svc"))),
    truth("no-https", "it must be https", "F12 fail", e.uris(EXCH01=XML.replace("https", "http"))),
    truth("blank-on-one", "blank on any server", "F11 fail, F9 fail", e.exchange_servers(), e.uris(EXCH01=XML, EXCH02="")),
    truth(
        "edge-publishes-none",
        "Edge Transport has no client access",
        "F11 pass",
        e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server("edge01.litwareinc.com", "Edge")),
        e.uris(EXCH01=XML),
    ),
    truth(
        "mailbox-only-publishes-none",
        "an Exchange 2013 server without client access publishes nothing",
        "F11 pass",
        e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server(e.EX02, "Mailbox")),
        e.uris(EXCH01=XML)),
    truth(
        "one-server-asked-for",
        "exch02 was not asked for",
        "F11 unknown",
        e.exchange_servers(),
        e.console(e.EX01, "Get-ClientAccessServer exch01 | fl Name, AutoDiscoverServiceInternalUri", {"Name": "EXCH01", "AutoDiscoverServiceInternalUri": XML}),
    ),
    truth(
        "another-property-only",
        "the URI was not exported",
        "F11 unknown",
        e.console(e.EX01, "Get-ClientAccessServer | fl Name, OutlookAnywhereEnabled", {"Name": "EXCH01", "OutlookAnywhereEnabled": "True"}),
    ),
    truth(
        "cut-by-a-table",
        "what the cut end says is not known; that there is a URI is",
        "F11 pass, F12 unknown, F13 unknown",
        ONE_SITE,
        f"[{e.EX01}]: PS C:\\> Get-ClientAccessServer | Format-Table Name, AutoDiscoverServiceInternalUri\n\n"
        "Name   AutoDiscoverServiceInternalUri\n----   ------------------------------\n"
        "EXCH01 https://autodiscover.litwareinc.com/autodis...\n"
        f"EXCH02 https://autodiscover.litwareinc.com/autodis...\n\n\n[{e.EX01}]: PS C:\\> \n", wrong="fails: the dots of the cut are taken for a pasted character"),
)  # fmt: skip

POINTED = (
    truth("url-not-exported", "the property was left out", "F14 unknown", e.oauth(None)),
    truth("url-blank", "Lync does not know where Exchange is", "F14 fail", e.oauth("")),
    truth("url-in-upper-case", "the path has no case", "F14 pass, F15 pass", e.oauth(f"https://{HOST}/Autodiscover/Autodiscover.SVC")),
    truth("url-names-xml", "autodiscover.svc, not autodiscover.xml", "F15 fail", e.oauth(XML)),
    truth("url-with-a-quote", "the published example lacks its closing quote", "F15 fail", e.oauth(f'https://{HOST}/autodiscover/autodiscover.svc"')),
    truth("url-without-https", "tokens travel over https", "F15 fail", e.oauth(f"http://{HOST}/autodiscover/autodiscover.svc")),
    truth("url-by-address", "an address is no name, and the URL is well formed", "F15 pass", e.oauth("https://10.10.1.11/autodiscover/autodiscover.svc")),
    truth("one-configuration-twice", "two exports of the one configuration", "F17 pass, F14 pass", e.oauth(), e.oauth()),
    truth(
        "two-configurations",
        "there is only one, global",
        "F17 fail",
        e.console("", "Get-CsOAuthConfiguration", {"Identity": "Global", "ServiceName": "00000004-0000-0ff1-ce00-000000000000", "ExchangeAutodiscoverUrl": ""}, {"Identity": "Site:Redmond", "ServiceName": "00000004-0000-0ff1-ce00-000000000000", "ExchangeAutodiscoverUrl": ""}),
    ),
    truth(
        "two-exports-contradict",
        "one of them is old, and nothing tells which",
        "F14 unknown",
        e.oauth(),
        e.oauth(""),
    ),
)  # fmt: skip

DOES_NOT_EXIST = (
    "Resolve-DnsName : autodiscover.litwareinc.com : DNS 名稱不存在\n位於 線路:1 字元:1\n"
    "+ Resolve-DnsName autodiscover.litwareinc.com\n+ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
    "    + CategoryInfo          : ResourceUnavailable: (autodiscover.litwareinc.com:String) [Resolve-DnsName], Win32Exception\n"
    "    + FullyQualifiedErrorId : DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName\n"
)
TIMED_OUT = DOES_NOT_EXIST.replace("DNS 名稱不存在", "此操作因逾時而返回").replace(
    "DNS_ERROR_RCODE_NAME_ERROR", "ERROR_TIMEOUT"
)
LB = "declared:\n  load_balancers: [lb.litwareinc.com]\n"

RESOLVED = (
    truth(
        "a-chain-of-aliases",
        "the chain ends at an Exchange server",
        "F18 pass, F19 pass, F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "CNAME", "mail.litwareinc.com"), ("mail.litwareinc.com", "CNAME", e.EX01), (e.EX01, "A", "10.10.1.11")),
    ),
    truth(
        "round-robin",
        "both addresses are Exchange servers'",
        "F18 pass, F19 pass, F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.1.11"), (HOST, "A", "10.10.1.12")),
        ADDRESSES,
    ),
    truth(
        "round-robin-with-a-stranger",
        "one of the addresses is no Exchange server's",
        "F18 pass, F19 fail",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.1.11"), (HOST, "A", "10.10.9.9")),
        ADDRESSES,
    ),
    truth(
        "whose-address-is-not-known",
        "nobody asked for the addresses of the Exchange servers",
        "F18 pass, F19 unknown, F16 unknown",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.1.11")),
    ),
    truth(
        "an-alias-to-an-address-of-exchange",
        "mail.litwareinc.com has the address of exch01",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "CNAME", "mail.litwareinc.com"), ("mail.litwareinc.com", "A", "10.10.1.11")),
        ADDRESSES,
    ),
    truth(
        "a-declared-load-balancer",
        "--case says that it stands for Exchange",
        "F18 pass, F19 pass, F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "CNAME", "lb.litwareinc.com"), ("lb.litwareinc.com", "A", "10.10.5.5")),
        ADDRESSES,
        case_file=LB,
    ),
    truth(
        "an-address-of-a-declared-load-balancer",
        "the name has the address of the load balancer",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.5.5")),
        e.answer("lb.litwareinc.com", ("lb.litwareinc.com", "A", "10.10.5.5")),
        ADDRESSES,
        case_file=LB,
    ),
    truth(
        "a-load-balancer-nobody-declared",
        "no Exchange server has its name or address",
        "F18 pass, F19 fail",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "CNAME", "lb.litwareinc.com"), ("lb.litwareinc.com", "A", "10.10.5.5")),
        ADDRESSES,
    ),
    truth(
        "denied-in-traditional-chinese",
        "the error's id is of no language",
        "F18 fail",
        e.oauth(),
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "timed-out-in-traditional-chinese",
        "no answer is no denial",
        "F18 unknown",
        e.oauth(),
        e.console("", f"Resolve-DnsName {HOST}", error=TIMED_OUT),
    ),
    truth(
        "denied-by-nslookup-in-traditional-chinese",
        "nslookup prints the status in English",
        "F18 fail",
        e.oauth(),
        f"C:\\>nslookup {HOST}\n伺服器:  dc01.litwareinc.com\nAddress:  10.10.0.1\n\n"
        f"*** dc01.litwareinc.com 找不到 {HOST}: Non-existent domain\n",
    ),
    truth(
        "only-an-soa",
        "a query for a type that is not there answers with the zone's SOA: the name may have an address",
        "F18 unknown",
        e.oauth(),
        e.console(
            "",
            f"Resolve-DnsName {HOST} -Type CNAME",
            {"Name": "litwareinc.com", "Type": "SOA", "TTL": "3600", "Section": "Authority", "PrimaryServer": "dc01.litwareinc.com", "NameAdministrator": "hostmaster.litwareinc.com", "SerialNumber": "4711"},
        ),
    ),
    truth(
        "of-another-sip-domain",
        "only the names that are configured must exist",
        "F18 pass",
        e.oauth(),
        e.sip_domains("litwareinc.com", "fabrikam.com"),
        e.answer(HOST, (HOST, "A", "10.10.1.11")),
        e.console("", "Resolve-DnsName autodiscover.fabrikam.com", error=DOES_NOT_EXIST.replace("litwareinc", "fabrikam")),
    ),
    truth(
        "both-hosts-must-exist",
        "Exchange publishes another host, and that was not asked for",
        "F18 unknown",
        e.oauth(),
        e.uris(EXCH01=MAIL_XML),
        e.answer(HOST, (HOST, "A", "10.10.1.11")),
    ),
)  # fmt: skip

NAMED = (
    truth(
        "a-wildcard-holds-it",
        "*.litwareinc.com is the Exchange servers' certificate",
        "F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.exchange_certificates(e.EX01, e.web_certificate("*.litwareinc.com", Subject="CN=*.litwareinc.com")),
    ),
    truth(
        "a-wildcard-holds-one-label-only",
        "the wildcard stands for one label; DNS denies the name",
        "F16 fail",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.oauth("https://autodiscover.uk.litwareinc.com/autodiscover/autodiscover.svc"),
        e.exchange_certificates(e.EX01, e.web_certificate("*.litwareinc.com", Subject="CN=*.litwareinc.com")),
        e.console("", "Resolve-DnsName autodiscover.uk.litwareinc.com", error=DOES_NOT_EXIST.replace(HOST, "autodiscover.uk.litwareinc.com")),
    ),
    truth(
        "alternative-names-cut",
        "the name may stand behind the dots",
        "F16 unknown",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.oauth(),
        e.exchange_certificates(e.EX01, e.web_certificate("owa.litwareinc.com, exch01.litwareinc.com...", Subject="CN=owa.litwareinc.com")),
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "nothing-holds-it",
        "no name, no certificate, no record",
        "F16 fail, F18 fail",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "one-server's-certificates-not-exported",
        "exch02 may have a certificate with the name",
        "F16 unknown",
        e.exchange_servers(),
        e.oauth(),
        e.exchange_certificates(e.EX01, e.web_certificate("owa.litwareinc.com", Subject="CN=owa.litwareinc.com")),
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "dns-not-asked",
        "DNS may lead to Exchange",
        "F16 unknown, F18 unknown, F19 unknown",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
    ),
    truth("by-a-server's-name", "the host is an Exchange server", "F16 pass", e.exchange_servers(), e.oauth(f"https://{e.EX01.upper()}/autodiscover/autodiscover.svc")),
)  # fmt: skip

DATED = (
    truth("future-either-way", "3 October or 10 March 2027, both are to come", "CERT-002 pass", e.issuer(e.FE01, NotBefore="1/1/2025 2:00:01", NotAfter="03/10/2027 02:00:01")),
    truth("ambiguous", "7 May is past, 5 July is to come", "CERT-002 unknown", e.issuer(e.FE01, NotBefore="01/01/2025 02:00:01", NotAfter="05/07/2026 02:00:01")),
    truth("told-by-another-date", "22/04 tells that the day stands first", "CERT-002 pass", e.issuer(e.FE01, NotBefore="22/04/2024 02:00:01", NotAfter="05/07/2026 02:00:01")),
    truth("in-traditional-chinese", "year, month, day and half of the day", "CERT-002 pass", e.issuer(e.FE01, NotBefore="2024/4/22 下午 03:15:02", NotAfter="2026/7/5 上午 03:15:02")),
    truth("expired-and-replaced", "the staged successor is in force", "CERT-002 pass", e.console(e.FE01, "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer", NotAfter="6/1/2026 2:00:01 AM", EffectiveDate="4/22/2024 2:00:01 AM"), e.certificate("OAuthTokenIssuer", e.OTHER, EffectiveDate="5/1/2026 2:00:01 AM"))),
    truth("expired-before-the-successor", "the successor is not yet in force", "CERT-002 fail", e.console(e.FE01, "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer", NotAfter="6/1/2026 2:00:01 AM", EffectiveDate="4/22/2024 2:00:01 AM"), e.certificate("OAuthTokenIssuer", e.OTHER, EffectiveDate="7/1/2026 2:00:01 AM"))),
)  # fmt: skip

ATTRIBUTED = (
    truth("short-and-full-names", "lyncfe02 is lyncfe02.litwareinc.com", "F7 pass", e.pools(), e.issuer(e.FE01), e.issuer("LYNCFE02")),
    truth("by-pscomputername", "the records name their computers", "F7 pass", e.pools(), e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer", PSComputerName=e.FE01), e.certificate("OAuthTokenIssuer", PSComputerName=e.FE02))),
    truth("by-file-names", "the files are named after the servers", "F7 pass", e.pools(), e.issuer(""), e.issuer(""), _1="lyncfe01_cert", _2="cert.lyncfe02"),
    truth("by-a-file-name-of-two", "a name with two servers names none", "F7 unknown", e.pools(), e.issuer(""), e.issuer(""), _1="lyncfe01", _2="lyncfe01_lyncfe02"),
    truth("by-the-wrong-file-name", "the prompt says more than the file's name", "F7 unknown", e.pools(), e.issuer(e.FE01), e.issuer(e.FE01), _1="lyncfe01", _2="lyncfe02"),
    truth("the-same-export-twice", "two copies of one export are one export", "F7 unknown", e.pools(), e.issuer(e.FE01), e.issuer(e.FE01)),
    truth("two-outputs-in-one-file", "each stands under its own prompt", "F7 pass", e.pools(), BOTH[0] + BOTH[1]),
    truth("two-records-without-a-server", "two identical records may be one server's", "F7 unknown", e.pools(), e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer"), e.certificate("OAuthTokenIssuer"))),
    truth("same-short-names", "exch01 of two domains are two servers", "F4 unknown", e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server("exch01.fabrikam.com")), e.auth_config(), e.exchange_certificates(e.EX01)),
    truth("a-server-of-another-forest", "a list without it does not show that it lacks the certificate", "F4 pass", e.exchange_servers(e.exchange_server(e.EX01)), e.auth_config(), e.exchange_certificates(e.EX01), e.exchange_certificates(e.FE01, e.web_certificate(), command=r"Get-ChildItem Cert:\LocalMachine\My | fl")),
)  # fmt: skip

ZONE = """;  Database file litwareinc.com.dns for litwareinc.com zone.
@                       IN  SOA dc01.litwareinc.com. hostmaster.litwareinc.com. (
                        2041         ; serial number
                        900          ; refresh
                        600          ; retry
                        86400        ; expire
                        3600       ) ; default TTL

@                       NS	dc01.litwareinc.com.
dc01                    A	10.10.0.10
exch01                  A	10.10.1.11
exch02                  A	10.10.1.12
"""

ZONES = (
    truth("in-the-zone", "an alias of an Exchange server", "F18 pass, F19 pass", e.exchange_servers(), e.oauth(), ZONE + "autodiscover CNAME exch01\n"),
    truth("not-in-the-zone", "the whole zone does not have it", "F18 fail", e.oauth(), ZONE),
    truth("not-in-another-zone", "the zone of another domain tells nothing", "F18 unknown", e.oauth(), ZONE.replace("litwareinc.com", "fabrikam.com")),
    truth("a-wildcard-record", "*.litwareinc.com answers for it", "F18 pass, F19 pass", e.exchange_servers(), e.oauth(), ZONE + "* A 10.10.1.11\n"),
    truth("delegated", "another server answers for uk.litwareinc.com", "F18 unknown", e.oauth(f"https://autodiscover.uk.litwareinc.com/autodiscover/autodiscover.svc"), ZONE + "uk NS dc01.uk.litwareinc.com.\n"),
    truth("only-srv", "SRV is a record of another name", "F18 fail", e.oauth(), ZONE + "_autodiscover._tcp SRV 0 0 443 mail.litwareinc.com.\n"),
    truth(
        "records-of-one-type",
        "-RRType CName leaves addresses out",
        "F18 unknown",
        e.oauth(),
        e.console("", "Get-DnsServerResourceRecord -ZoneName litwareinc.com -RRType CName | fl HostName, RecordType, RecordData", {"HostName": "mail", "RecordType": "CNAME", "RecordData": "exch01.litwareinc.com."}),
    ),
    truth(
        "nslookup-round-robin",
        "nslookup prints both addresses",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        ADDRESSES,
        f"C:\\>nslookup {HOST}\nServer:  dc01.litwareinc.com\nAddress:  10.10.0.1\n\nName:    {HOST}\nAddresses:  10.10.1.11\n          10.10.1.12\n\n",
    ),
    truth(
        "nslookup-timed-out",
        "no server answered",
        "F18 unknown",
        e.oauth(),
        f"C:\\>nslookup {HOST}\nServer:  dc01.litwareinc.com\nAddress:  10.10.0.1\n\nDNS request timed out.\n    timeout was 2 seconds.\n*** Request to dc01.litwareinc.com timed-out\n",
    ),
)  # fmt: skip

MORE = (
    truth("en-dash-in-the-url", "an en dash came with the paste", "F15 fail", e.oauth(f"https://{HOST}/autodiscover/autodiscover.svc–")),
    truth(
        "url-cut-by-a-table",
        "what the cut end says is not known",
        "F14 pass, F15 unknown",
        "PS C:\\> Get-CsOAuthConfiguration | Format-Table Identity, ExchangeAutodiscoverUrl\n\n"
        "Identity ExchangeAutodiscoverUrl\n-------- -----------------------\nGlobal   https://autodiscover.litwareinc.com/autodis...\n\n\nPS C:\\> \n",
        wrong="fails: the dots of the cut are taken for a pasted character",
    ),
    truth(
        "two-global-ones-in-one-output",
        "one output with two objects is mixed",
        "F17 fail",
        e.console("", "Get-CsOAuthConfiguration", *[{"Identity": "Global", "ServiceName": "00000004-0000-0ff1-ce00-000000000000", "ExchangeAutodiscoverUrl": ""}] * 2),
    ),
    truth("a-service-is-missing", "Get-Service without MSExchangeIS shows nothing of it", "TOP-001 unknown", e.exchange_servers(e.exchange_server(e.EX01)), e.services(e.EX01, "Get-Service", **{k: v for k, v in EXCHANGE.items() if k != "MSExchangeIS"})),
    truth("services-not-running-cut", "the cut list names what is stopped", "TOP-001 fail", e.exchange_servers(e.exchange_server(e.EX01)), e.health(e.EX01, "MSExchangeIS", "MSExchangeRPC...")),
    truth("front-ends-in-get-cscomputer", "two computers of one pool, one exported", "F7 unknown", e.console("", "Get-CsComputer", {"Identity": e.FE01, "Pool": "pool01.litwareinc.com", "Fqdn": e.FE01}, {"Identity": e.FE02, "Pool": "pool01.litwareinc.com", "Fqdn": e.FE02}), e.issuer(e.FE01)),
    truth("thumbprint-not-exported", "a list without the property", "F7 unknown", e.pools(e.FE01), e.console(e.FE01, "Get-CsCertificate -Type OAuthTokenIssuer | fl Use, Subject", {"Use": "OAuthTokenIssuer", "Subject": "CN=litwareinc.com"})),
    truth("thumbprint-cut", "two cut thumbprints may differ behind the dots", "F7 unknown", e.pools(), *(f"[{h}]: PS C:\\> Get-CsCertificate -Type OAuthTokenIssuer | ft Use, Thumbprint\n\nUse              Thumbprint\n---              ----------\nOAuthTokenIssuer 0A2F0CAC3D8BC568D7EF8E684EF76F...\n\n\n[{h}]: PS C:\\> \n" for h in (e.FE01, e.FE02))),
    truth("sha256-instead-of-a-thumbprint", "other certificates' numbers do not agree by chance", "F8 unknown", e.issuer(e.FE01), store(e.FE01, e.WEB, KeySize="4096")),
    truth("an-empty-list-of-domains", "a self-signed certificate without names is normal", "F4 pass", e.exchange_servers(e.exchange_server(e.EX01)), e.auth_config(), e.exchange_certificates(e.EX01, e.auth_certificate(), e.web_certificate(""))),
)  # fmt: skip

TRUTHS = (
    *SERVICES,
    *ASSIGNED,
    *EXCHANGE_CERTIFICATE,
    *SUBJECT,
    *SAME,
    *KEYS,
    *PUBLISHED,
    *POINTED,
    *RESOLVED,
    *NAMED,
    *DATED,
    *ATTRIBUTED,
    *ZONES,
    *MORE,
)


@functools.cache
def pack() -> analyzer.RulePack:
    return analyzer.load_rules()


def decided(case: Truth, folder: Path) -> dict[str, str]:
    """What is decided of each expected name."""
    evidence = folder / "case"
    evidence.mkdir()
    for number, text in enumerate(case.files):
        (evidence / f"{case.names.get(number, number)}.txt").write_text(
            text.replace("\n", "\r\n"), encoding="utf-8-sig", newline=""
        )
    declared = None
    if case.case_file:
        declared = folder / "case.yaml"
        declared.write_text(case.case_file, encoding="utf-8")
    result = analyzer.open_case(evidence, case_file=declared).check(pack(), AS_OF)
    assert [v.message["en"] for v in result.verdicts if v.outcome is Outcome.ERROR] == []
    found = {}
    for name in case.expected:
        covering = {v.outcome for v in result.verdicts if name == v.rule or f"prerequisite/{name}" in v.covers}
        found[name] = worst(covering).value if covering else "no rule"
    return found


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c.id, marks=pytest.mark.xfail(reason=c.wrong) if c.wrong else ()) for c in TRUTHS],
)
def test_the_verdict_is_what_the_documents_demand(case: Truth, tmp_path: Path) -> None:
    assert decided(case, tmp_path) == dict(case.expected), case.why
