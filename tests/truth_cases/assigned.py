"""Certificates on both products: assigned (F2), and Exchange's own on every server (F3, F4)."""

from __future__ import annotations

from . import estate as e
from .case import CERTIFICATES, Truth, truth

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


MORE = (
    truth(
        "an-empty-list-of-domains",
        "a self-signed certificate without names is normal",
        "F4 pass",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(e.EX01, e.auth_certificate(), e.web_certificate("")),
    ),
)

CASES: tuple[Truth, ...] = (*ASSIGNED, *EXCHANGE_CERTIFICATE, *MORE)
