"""Lync's partner application for Exchange: whatever its name, by what it trusts (JJ688151, JJ204975)."""

from __future__ import annotations

import hashlib

from . import estate as e
from .case import Truth, truth

METADATA = "Value=https://autodiscover.litwareinc.com/autodiscover/metadata/json/1"
EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000"


def application(identity: str = "Exchange", token: str = METADATA, **more: str) -> dict[str, str]:
    """A record of Get-CsPartnerApplication."""
    return {
        "Identity": identity,
        "AuthToken": token,
        "Name": identity,
        "ApplicationIdentifier": EXCHANGE_ID,
        "Realm": "",
        "ApplicationTrustLevel": "Full",
        "Enabled": "True",
        **more,
    }


def applications(*records: dict[str, str], command: str = "Get-CsPartnerApplication") -> str:
    """Get-CsPartnerApplication."""
    return e.console("", command, *records)


BY_SERVER = "Microsoft.Rtc.Management.WritableConfig.Settings.SSAuth.UseOAuthServer"

OF_LYNC = (
    truth(
        "under-another-name",
        "the name is free: the metadata of Exchange tells",
        "PA-001 pass, PA-005 pass",
        applications(application("MicrosoftExchange", ApplicationIdentifier="375b8f27-8473-42ae-8605-fc6d93a981c7")),
    ),
    truth(
        "metadata-in-upper-case",
        "the path has no case",
        "PA-005 pass",
        applications(application(token="Value=https://AUTODISCOVER.litwareinc.com/AutoDiscover/Metadata/JSON/1")),
    ),
    truth(
        "another-path",
        "Exchange publishes its metadata at /autodiscover/metadata/json/1",
        "PA-005 fail",
        applications(application(token="Value=https://autodiscover.litwareinc.com/metadata/json/1")),
    ),
    truth(
        "sharepoint-only",
        "no application stands for Exchange",
        "PA-001 fail",
        applications(
            application(
                "SharePoint",
                "Value=https://sp.litwareinc.com/_layouts/15/metadata/json/1",
                ApplicationIdentifier="00000003-0000-0ff1-ce00-000000000000",
            )
        ),
    ),
    truth(
        "one-name-asked-for",
        "an application of another name may stand for Exchange",
        "PA-001 unknown",
        applications(command="Get-CsPartnerApplication -Identity microsoft.exchange"),
    ),
    truth(
        "through-a-server-without-hybrid",
        "nobody issues the tokens where there are only servers on the premises",
        "PA-007 unknown",
        applications(application("microsoft.exchange", BY_SERVER)),
    ),
    truth(
        "identifier-in-upper-case",
        "a GUID has no case",
        "PA-004 pass",
        applications(application("microsoft.exchange", ApplicationIdentifier=EXCHANGE_ID.upper())),
    ),
    truth(
        "trust-level-not-exported",
        "the property was left out",
        "PA-003 unknown, PA-002 pass",
        applications(
            {k: v for k, v in application().items() if k != "ApplicationTrustLevel"},
            command="Get-CsPartnerApplication | fl Identity, AuthToken, Name, ApplicationIdentifier, Realm, Enabled",
        ),
    ),
    truth("disabled", "Lync does not accept its tokens", "PA-002 fail", applications(application(Enabled="False"))),
)


LYNC_ID = "00000004-0000-0ff1-ce00-000000000000"
DIRECTOR, DIRECTORS = "dir01.litwareinc.com", "dirpool.litwareinc.com"
DIRECTOR_POOL = {
    "Identity": DIRECTORS,
    "Services": f"{{Registrar:{DIRECTORS}, WebServer:{DIRECTORS}}}",
    "Computers": f"{{{DIRECTOR}}}",
}
WEB_SERVICES = e.console(
    "",
    "Get-CsService",
    {"Identity": "WebServer:pool01.litwareinc.com", "PoolFqdn": "pool01.litwareinc.com",
     "InternalFqdn": "lyncweb.litwareinc.com", "ExternalFqdn": "lyncext.litwareinc.com"},
    {"Identity": f"WebServer:{DIRECTORS}", "PoolFqdn": DIRECTORS, "InternalFqdn": DIRECTORS,
     "ExternalFqdn": "dirext.litwareinc.com"},
)  # fmt: skip


def web_certificate(host: str, *names: str) -> str:
    """Get-CsCertificate on a Lync server: the one certificate of all its uses but OAuthTokenIssuer."""
    thumbprint = hashlib.sha1(host.encode(), usedforsecurity=False).hexdigest().upper()
    more = {"AlternativeNames": f"{{{', '.join((host, 'pool01.litwareinc.com', *names))}}}"}
    uses = [e.certificate(use, thumbprint, f"CN={host}", **more) for use in ("Default", "WebServicesInternal")]
    issuer = e.certificate("OAuthTokenIssuer", AlternativeNames="{}")
    return e.console(host, "Get-CsCertificate", *uses, issuer)


LYNC = (
    e.pools(f"{e.FE01}, {e.FE02}", "UserServer:pool01.litwareinc.com, WebServer:pool01.litwareinc.com", DIRECTOR_POOL)
    + WEB_SERVICES,
    web_certificate(e.FE01, "lyncweb.litwareinc.com"),
    web_certificate(e.FE02, "lyncweb.litwareinc.com"),
)


def in_exchange(host: str = "pool01.litwareinc.com", **more: str) -> dict[str, str]:
    """A record of Get-PartnerApplication that stands for Lync."""
    return {
        "Name": "LyncEnterprise-f24cb621847c5646af5eb43bf4bb1855",
        "Enabled": "True",
        "ApplicationIdentifier": LYNC_ID,
        "AuthMetadataUrl": f"https://{host}/metadata/json/1",
        "UseAuthServer": "False",
        "Realm": "litwareinc.com",
        **more,
    }


def partner_applications(*records: dict[str, str]) -> str:
    """Get-PartnerApplication."""
    return e.console(e.EX01, "Get-PartnerApplication", *records)


ONLINE = {"Name": "Exchange Online", "ApplicationIdentifier": EXCHANGE_ID, "AuthMetadataUrl": "", "Realm": "",
          "UseAuthServer": "True"}  # fmt: skip
NOT_HYBRID = e.console(e.EX01, "Get-HybridConfiguration") + e.console(e.EX01, "Get-IntraOrganizationConnector")

IN_EXCHANGE = (
    truth(
        "metadata-of-the-web-service",
        "the internal web services have a name of their own",
        "EPA-005 pass, EPA-006 pass, EPA-007 pass",
        *LYNC,
        partner_applications(in_exchange("lyncweb.litwareinc.com")),
    ),
    truth(
        "metadata-by-the-external-name",
        "a reverse proxy answers there, whose certificate no export shows",
        "EPA-006 pass, EPA-007 unknown",
        *LYNC,
        partner_applications(in_exchange("lyncext.litwareinc.com")),
    ),
    truth(
        "metadata-of-a-director",
        "a Director has web services too; its certificates were not exported",
        "EPA-005 pass, EPA-006 pass, EPA-007 unknown",
        *LYNC,
        partner_applications(in_exchange(DIRECTORS)),
    ),
    truth(
        "metadata-of-the-only-director",
        "the only computer of a pool is Lync's as well",
        "EPA-005 pass, EPA-006 pass, EPA-007 pass",
        *LYNC,
        web_certificate(DIRECTOR),
        partner_applications(in_exchange(DIRECTOR)),
    ),
    truth(
        "metadata-of-a-pool-that-is-gone",
        "neither the topology nor a certificate has the name",
        "EPA-006 fail",
        *LYNC,
        partner_applications(in_exchange("oldpool.litwareinc.com")),
    ),
    truth(
        "made-by-the-script",
        "without the identifier the script's name and Lync's metadata tell",
        "EPA-001 pass, EPA-002 pass, EPA-003 pass",
        e.sip_domains("litwareinc.com"),
        e.console(
            e.EX01,
            "Get-PartnerApplication | fl Name, Enabled, AuthMetadataUrl",
            {name: in_exchange()[name] for name in ("Name", "Enabled", "AuthMetadataUrl")},
        ),
    ),
    truth(
        "made-by-somebody",
        "without the identifier it may be another product's",
        "EPA-001 unknown",
        e.sip_domains("litwareinc.com"),
        e.console(
            e.EX01,
            "Get-PartnerApplication | fl Name, Enabled, AuthMetadataUrl",
            {"Name": "Portal", "Enabled": "True", "AuthMetadataUrl": "https://portal.litwareinc.com/metadata/json/1"},
        ),
    ),
)


IN_LYNC = (
    truth(
        "under-a-name-of-one's-own",
        "the metadata of Exchange tells, where the identifier was not exported",
        "PA-001 pass, PA-002 pass, PA-003 pass, PA-005 pass",
        applications({k: v for k, v in application("EXCH-PROD").items() if k != "ApplicationIdentifier"}),
    ),
    truth(
        "two-of-a-hybrid-deployment",
        "an enabled application of Exchange Online belongs to a hybrid deployment",
        "PA-007 pass, PA-009 pass",
        applications(application(), application("microsoft.exchange", BY_SERVER)),
        NOT_HYBRID,
        partner_applications({**ONLINE, "Enabled": "True"}),
    ),
    truth(
        "two-without-a-hybrid-deployment",
        "Setup makes an application of Exchange Online that is not enabled",
        "PA-009 fail",
        applications(application(), application("microsoft.exchange", BY_SERVER)),
        NOT_HYBRID,
        partner_applications({**ONLINE, "Enabled": "False"}),
    ),
)

CASES: tuple[Truth, ...] = (*OF_LYNC, *IN_EXCHANGE, *IN_LYNC)
