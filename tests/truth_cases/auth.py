"""Exchange's auth certificate on servers of several versions and roles, and in tables (F4)."""

from __future__ import annotations

from . import estate as e
from .case import Truth, truth

EDGE, OLD = "edge01.litwareinc.com", "cas10.litwareinc.com"
NEXT = "A1B2C3D4E5F60718293A4B5C6D7E8F9012345678"
OWN = "AB" * 20


def own_certificate(host: str, services: str) -> str:
    """Get-ExchangeCertificate of a server that has the certificate of its own name only."""
    return e.exchange_certificates(host, e.web_certificate(host, Thumbprint=OWN, Services=services))


def servers(properties: str, *records: dict[str, str]) -> str:
    """Get-ExchangeServer with some properties only."""
    shown = [{name: record[name] for name in properties.split(", ")} for record in records]
    return e.console(e.EX01, f"Get-ExchangeServer | fl {properties}", *shown)


def thumbprint_only(thumbprint: str) -> str:
    """Get-AuthConfig without the name of its one object."""
    return e.console(
        e.EX01, "Get-AuthConfig | fl CurrentCertificateThumbprint", {"CurrentCertificateThumbprint": thumbprint}
    )


EX2013, EX2010 = e.exchange_server(e.EX01), e.exchange_server(OLD, "ClientAccess, HubTransport", "14.3 (Build 123.4)")

TABLE = f"""[{e.EX01}]: PS C:\\> Get-ExchangeCertificate

Thumbprint                                Services   Subject
----------                                --------   -------
{e.AUTH}  ....S..    CN=Microsoft Exchange Server Auth Certificate
{e.WEB}  IP.WS..    CN=mail.litwareinc.com
{OWN}  .......    CN=WMSvc-EXCH01


[{e.EX01}]: PS C:\\>
"""

OLD_SERVERS = f"""[{e.EX01}]: PS C:\\> Get-ExchangeServer

Name                Site                 ServerRole  Edition     AdminDisplayVersion
----                ----                 ----------  -------     -------------------
CAS10               litwareinc.com/Co... ClientAc... Enterprise  Version 14.3 (Bu...
EXCH01              litwareinc.com/Co... Mailbox     Enterprise  Version 15.1 (Bu...


[{e.EX01}]: PS C:\\>
"""


ROLES = (
    truth(
        "edge-whose-role-is-not-shown",
        "Edge Transport needs no auth certificate, and this may be one",
        "AUTH-002 unknown",
        servers("Name, Fqdn, AdminDisplayVersion", EX2013, e.exchange_server(EDGE, "Edge")),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
        own_certificate(EDGE, "SMTP"),
    ),
    truth(
        "a-web-server-whose-role-is-not-shown",
        "Edge Transport has no web sites: it must hold the certificate",
        "AUTH-002 fail",
        servers("Name, Fqdn, AdminDisplayVersion", EX2013, e.exchange_server(e.EX02)),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
        own_certificate(e.EX02, "IIS, SMTP"),
    ),
    truth(
        "2010-by-its-role",
        "Exchange 2013 has no Hub Transport role; 2010 has no auth certificate",
        "AUTH-002 pass",
        servers("Name, Fqdn, ServerRole", EX2013, EX2010),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
        own_certificate(OLD, "IIS, SMTP"),
    ),
    truth(
        "2010-by-a-cut-version",
        "14.3 is Exchange 2010, whatever its build",
        "AUTH-002 pass, TOP-007 pass",
        OLD_SERVERS,
        e.auth_config(),
        e.exchange_certificates(e.EX01),
        own_certificate(OLD, "IIS, SMTP"),
    ),
)


EXPORTS = (
    truth(
        "two-exports-without-a-name-differ",
        "one of them is old, and nothing tells which",
        "AUTH-001 pass, AUTH-002 unknown, AUTH-003 unknown",
        e.exchange_servers(EX2013),
        thumbprint_only(e.AUTH),
        thumbprint_only(NEXT),
        e.exchange_certificates(e.EX01),
    ),
    truth(
        "one-of-two-exports-is-blank",
        "it may have been blank before or after",
        "F2 unknown, AUTH-001 unknown",
        thumbprint_only(e.AUTH),
        thumbprint_only(""),
    ),
    truth(
        "services-by-letters",
        "dots are services that a certificate is not used for, and no cut value",
        "AUTH-002 pass, AUTH-015 pass",
        e.exchange_servers(EX2013),
        e.auth_config(),
        TABLE,
    ),
)

CASES: tuple[Truth, ...] = (*ROLES, *EXPORTS)
