"""Lync's partner application for Exchange: whatever its name, by what it trusts (JJ688151, JJ204975)."""

from __future__ import annotations

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

CASES: tuple[Truth, ...] = (
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
