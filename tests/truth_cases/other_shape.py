"""An estate of another shape: Edge and Mediation Servers, Lync 2010 beside it, staged and cut certificates."""

from __future__ import annotations

from . import estate as e
from .case import BOTH, ONE_FE, Truth, truth
from .services import LYNC

EDGE = "lyncedge01.litwareinc.com"
EDGE_POOL = e.pool(EDGE, "EdgeServer")
EDGE_LIST = tuple(
    e.certificate(use, e.WEB, "CN=sip.litwareinc.com")
    for use in ("AccessEdgeExternal", "DataEdgeExternal", "AudioVideoAuthentication", "Internal")
)
ISSUERS = "Get-CsCertificate -Type OAuthTokenIssuer"
DATES = {"NotBefore": "01/02/2025 02:00:01", "NotAfter": "01/02/2031 02:00:01"}
WEB = e.certificate("OAuthTokenIssuer", e.ISSUER, "CN=web.fabrikam.net")


def computers(*pairs: tuple[str, str]) -> str:
    """Get-CsComputer: (computer, pool)."""
    return e.console("", "Get-CsComputer", *({"Identity": n, "Pool": p, "Fqdn": n} for n, p in pairs))


def cs_services(command: str, *services: tuple[str, str, str]) -> str:
    """Get-CsService: (role, pool, version)."""
    records = [
        {"Identity": f"{r}:{p}", "ServiceId": f"1-{r}-1", "SiteId": "Site:R", "PoolFqdn": p, "Version": v, "Role": r}
        for r, p, v in services
    ]
    return e.console("", command, *records)


def staged(thumbprint: str = e.ISSUER, **more: str) -> dict[str, str]:
    """A record of an OAuthTokenIssuer that a server shows."""
    return e.certificate("OAuthTokenIssuer", thumbprint, **more)


def cut_table(*uses: str) -> str:
    """A table of lyncfe01 in which every thumbprint is cut."""
    rows = "".join(f"{use.ljust(19)} {e.OTHER[:28]}...\n" for use in uses)
    prompt = f"[{e.FE01}]: PS C:\\>"
    head = f"{'Use'.ljust(19)} Thumbprint\n{'---'.ljust(19)} ----------\n"
    return f"{prompt} Get-CsCertificate | ft Use, Thumbprint\n\n{head}{rows}\n\n{prompt} \n"


ASSIGNED = (
    truth(
        "an-edge-list-of-no-server",
        "an Edge Server has no OAuthTokenIssuer, and that is right",
        "F2 unknown",
        e.console("", "Get-CsCertificate", *EDGE_LIST),
    ),
    truth(
        "an-edge-asked-for-the-issuer",
        "an Edge Server answers with nothing",
        "F2 unknown",
        e.pools(e.FE01, "UserServer:pool01.litwareinc.com", EDGE_POOL),
        e.console(EDGE, ISSUERS),
    ),
    truth(
        "a-mediation-server",
        "a Mediation Server has a Default certificate only",
        "CERT-001 unknown",
        e.console("lyncmed01.litwareinc.com", "Get-CsCertificate", e.certificate("Default", e.OTHER)),
    ),
    truth(
        "default-asked-for-only",
        "the Web Services may have the certificate",
        "F6 unknown",
        ONE_FE,
        e.sip_domains("litwareinc.com"),
        e.console(e.FE01, "Get-CsCertificate -Type Default", e.certificate("Default", e.OTHER)),
        e.console(e.FE01, ISSUERS, WEB),
    ),
    truth(
        "thumbprints-cut-alike",
        "cut thumbprints may differ behind the dots",
        "F6 unknown, CERT-021 unknown",
        ONE_FE,
        e.sip_domains("litwareinc.com"),
        e.auth_config(e.OTHER),
        cut_table("Default", "WebServicesInternal", "OAuthTokenIssuer"),
    ),
    truth(
        "a-cut-and-a-whole-thumbprint",
        "what is cut may be the same: no contradiction, and no other certificate than the Default one",
        "F6 unknown, F7 pass",
        ONE_FE,
        e.sip_domains("litwareinc.com"),
        cut_table("Default", "WebServicesInternal", "OAuthTokenIssuer"),
        e.console(e.FE01, ISSUERS, WEB | {"Thumbprint": e.OTHER}),
    ),
)

STAGED = (
    truth(
        "a-successor-that-names-the-current-one",
        "PreviousThumbprint is in force until EffectiveDate",
        "F7 pass",
        e.pools(),
        e.console(
            e.FE01,
            ISSUERS,
            staged(e.OTHER, EffectiveDate="12/1/2026 2:00:01 AM", PreviousThumbprint=e.ISSUER),
        ),
        e.issuer(e.FE02),
    ),
    truth(
        "a-successor-in-force",
        "EffectiveDate has come on lyncfe01; lyncfe02 did not receive the successor",
        "F7 fail",
        e.pools(),
        e.console(
            e.FE01,
            ISSUERS,
            staged(e.OTHER, EffectiveDate="5/1/2026 2:00:01 AM", PreviousThumbprint=e.ISSUER),
        ),
        e.issuer(e.FE02),
    ),
    truth(
        "two-without-effective-dates",
        "nothing tells which of the two is in force",
        "F7 unknown",
        e.pools(),
        e.console(e.FE01, ISSUERS, staged(), staged(e.OTHER)),
        e.console(e.FE02, ISSUERS, staged(e.OTHER), staged()),
    ),
    truth(
        "an-ambiguous-effective-date",
        "7 May has come, 5 July has not",
        "F7 unknown",
        e.pools(),
        e.console(
            e.FE01,
            ISSUERS,
            staged(EffectiveDate="01/02/2025 02:00:01") | DATES,
            staged(e.OTHER, EffectiveDate="05/07/2026 02:00:01") | DATES,
        ),
        e.console(e.FE02, ISSUERS, staged(EffectiveDate="01/02/2025 02:00:01") | DATES),
    ),
)

POOL = "pool01.litwareinc.com"
MACHINES = (
    (e.FE01, POOL),
    (e.FE02, POOL),
    ("sql01.litwareinc.com", "sql01.litwareinc.com"),
    (e.EX01, "mail.litwareinc.com"),
    (EDGE, EDGE),
)
UNIVERSE = (
    truth(
        "user-services-listed",
        "Get-CsService -UserServer names every pool with users: the others have no Front End Server",
        "F7 pass",
        computers(*MACHINES),
        cs_services("Get-CsService -UserServer", ("UserServer", POOL, "6")),
        *BOTH,
    ),
    truth(
        "registrars-listed",
        "a Director and a branch appliance have a Registrar too; the roles of the other pools are not told",
        "F7 unknown",
        computers(*MACHINES),
        cs_services("Get-CsService -Registrar", ("Registrar", POOL, "6")),
        *BOTH,
    ),
    truth(
        "lync-2010-beside-it",
        "Lync Server 2010 knows no OAuthTokenIssuer",
        "F7 pass",
        computers((e.FE01, POOL), ("old01.litwareinc.com", "old01.litwareinc.com")),
        cs_services(
            "Get-CsService",
            *((role, POOL, "6") for role in ("Registrar", "UserServer")),
            *((role, "old01.litwareinc.com", "5") for role in ("Registrar", "UserServer")),
        ),
        e.issuer(e.FE01),
        e.console(
            "old01.litwareinc.com",
            "Get-CsCertificate",
            e.certificate("Default", e.OTHER),
            e.certificate("WebServicesInternal", e.OTHER),
        ),
    ),
    truth(
        "a-server-outside-the-topology",
        "a whole topology does not name lyncfe09: it is of another deployment",
        "F7 pass",
        e.pools(),
        *BOTH,
        e.issuer("lyncfe09.litwareinc.com", e.OTHER),
    ),
    truth(
        "the-pool-asked-by-its-name",
        "one of two servers answered, and nobody knows which",
        "F7 unknown",
        e.pools(),
        e.issuer(e.FE01),
        e.issuer(POOL),
    ),
    truth(
        "services-cut-before-the-user-services",
        "a trusted application may share the pool of a Standard Edition server",
        "F7 unknown",
        e.pools(
            e.FE01,
            f"UserServer:{POOL}",
            {
                "Identity": "lyncse01.litwareinc.com",
                "Services": "{Registrar:lyncse01.litwareinc.com, ExternalServer:lyncse01.litwareinc.com...}",
                "Computers": "{lyncse01.litwareinc.com}",
            },
        ),
        e.issuer(e.FE01),
    ),
    truth(
        "a-cut-pool-asked-for-its-computers",
        "Get-CsComputer -Pool names the computers that the list of Get-CsPool leaves out",
        "F7 pass",
        e.pools(f"{e.FE01}, {e.FE02}..."),
        computers((e.FE01, POOL), (e.FE02, POOL)).replace("Get-CsComputer", f"Get-CsComputer -Pool {POOL}"),
        *BOTH,
    ),
    truth(
        "one-configuration-asked-on-two-servers",
        "both servers show the one global configuration",
        "F17 pass",
        e.console(
            "",
            f"Invoke-Command {e.FE01},{e.FE02} {{Get-CsOAuthConfiguration}}",
            *({"Identity": "Global", "ServiceName": "Lync", "PSComputerName": host} for host in (e.FE01, e.FE02)),
        ),
    ),
    truth(
        "one-old-registrar-asked-for",
        "other registrars may be newer",
        "TOP-006 unknown",
        cs_services("Get-CsService -Registrar -PoolFqdn old01.litwareinc.com", ("Registrar", "old01", "5")),
    ),
)

SERVICES = (
    truth(
        "states-in-chinese",
        "a running service in the words of a Chinese Windows",
        "TOP-002 pass",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", **dict.fromkeys(LYNC, "執行中")),
    ),
    truth(
        "a-state-in-chinese",
        "a stopped service in the words of a Chinese Windows",
        "TOP-002 fail",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", **(LYNC | {"RTCSRV": "已停止"})),
    ),
    truth(
        "a-state-that-nobody-knows",
        "a word of another language does not say that it is stopped",
        "TOP-002 unknown",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", **(LYNC | {"RTCSRV": "Spuštěno"})),
    ),
    truth(
        "two-lists-of-services-contradict-each-other",
        "Get-Service says that REPLICA is stopped",
        "TOP-002 unknown",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService", **LYNC),
        e.services(e.FE01, "Get-Service", **(LYNC | {"REPLICA": "Stopped"})),
    ),
    truth(
        "without-activity-levels",
        "-ExcludeActivityLevel leaves no service out",
        "TOP-002 pass",
        ONE_FE,
        e.services(e.FE01, "Get-CsWindowsService -ExcludeActivityLevel", **LYNC),
    ),
)

CASES: tuple[Truth, ...] = (*ASSIGNED, *STAGED, *UNIVERSE, *SERVICES)
