"""The broken sample: faults over all areas, in UTF-16 lists and CliXML."""

from __future__ import annotations

from estate.certificates import certificate
from estate.exchange import LYNC_APPLICATION, SERVERS
from estate.exporting import clixml
from estate.faults import all_faults
from estate.litware import healthy
from estate.lync import DOMAIN, FRONT_ENDS
from estate.model import Estate
from estate.printing import LYNC_PROMPT, Style, encoded, format_list, transcript

from samples.healthy import at, step
from samples.readme import Sample, Wrong

SHELL = Style(width=80, limit=4)
ABOUT = """
# broken

The estate litwareinc.com with many things wrong at once: Lync's exports as lists (UTF-16, 80 columns), those of
Exchange and Windows as CliXML, and one transcript, which tells the time: 2026-06-15.

    analyzer check sample_exports/broken

The test `tests/test_samples.py` compares the first table with the program's output: these failures, and no others.
"""
FAULTS = (
    "front_ends_differ_by_hand",
    "default_certificate_expired",
    "autodiscover_url_names_xml",
    "realm_of_nobody",
    "trust_level_of_users",
    "metadata_url_mistyped",
    "dns_leads_to_an_old_server",
    "exchange_service_stopped",
    "lync_service_stopped",
    "replica_behind",
    "accepted_domain_for_everything",
    "auth_certificate_missing_on_one_server",
    "auth_certificate_expires_soon",
    "internal_uri_blank_on_one_server",
    "metadata_of_one_front_end",
    "no_linked_account",
)
IN_LYNC = (
    "Get-CsOAuthConfiguration", "Get-CsOAuthServer", "Get-CsPartnerApplication", "Get-CsSipDomain", "Get-CsPool",
    "Get-CsComputer", "Get-CsService-Registrar", "Get-CsService-WebServer", "Get-CsCertificate_lyncfe01",
    "Get-CsCertificate_lyncfe02", "Get-CsCertificate_lyncfe03", "Get-CsWindowsService_lyncfe01",
    "Get-CsWindowsService_lyncfe02", "Get-CsWindowsService_lyncfe03",
)  # fmt: skip
IN_EXCHANGE = (
    "Get-ExchangeServer", "Get-ClientAccessServer", "Get-AuthConfig", "Get-PartnerApplication", "Get-AcceptedDomain",
    "Get-ExchangeCertificate_exch01", "Get-ExchangeCertificate_exch02", "Test-ServiceHealth_exch01",
    "Test-ServiceHealth_exch02",
)  # fmt: skip
IN_WINDOWS = (
    "Get-ChildItem_Cert-LocalMachine-My_lyncfe01", "Get-ChildItem_Cert-LocalMachine-My_lyncfe02",
    "Get-ChildItem_Cert-LocalMachine-My_lyncfe03", "Get-Service", "Resolve-DnsName",
)  # fmt: skip
REPLICATION = "Get-CsManagementStoreReplicationStatus"
FE02, FE03 = FRONT_ENDS[1:]
EXCH02 = SERVERS[1]


def estate() -> Estate:
    """The estate with all the faults."""
    broken = healthy()
    for name in FAULTS:
        broken = all_faults()[name].change(broken)
    return broken


def sample() -> Sample:
    """The sample with its files."""
    case = estate()
    session = transcript(FRONT_ENDS[0], at(30), 2, [step(case[REPLICATION], SHELL)], LYNC_PROMPT)
    files = {
        "lync/PowerShell_transcript.LYNCFE01.txt": encoded(session, "utf-8-sig"),
        **{f"lync/{stem}.txt": encoded(format_list(case[stem], SHELL), "utf-16") for stem in IN_LYNC},
        **{f"exchange/{stem}.xml": encoded(clixml(case[stem]), "utf-16") for stem in IN_EXCHANGE},
        **{f"windows/{stem}.xml": encoded(clixml(case[stem]), "utf-16") for stem in IN_WINDOWS},
        **case.files,
    }
    return Sample("broken", files, ABOUT, _wrong())


def _wrong() -> tuple[Wrong, ...]:
    oauth = "lync/Get-CsOAuthConfiguration.txt"
    second = "lync/Get-CsCertificate_lyncfe02.txt"
    local = "SourceScope        : Local"
    partner = "exchange/Get-PartnerApplication.xml"
    staged = certificate("oauthtokenissuer_next").thumbprint
    auth = certificate("exchange_auth_expires_soon").thumbprint
    url = f"https://autodiscover.{DOMAIN}/autodiscover/"
    return (
        Wrong("CERT-007", FE02, second, staged, "Thumbprint", staged, "signs with another certificate than the others"),
        Wrong(
            "CERT-016", FE02, second, "SourceScope        : Local", "SourceScope", "Local", "imported by hand", nth=4
        ),
        Wrong("CERT-008", staged, second, local, "SourceScope", "Local", "not assigned globally", nth=4),
        Wrong(
            "CERT-017",
            FE02,
            "windows/Get-ChildItem_Cert-LocalMachine-My_lyncfe02.xml",
            'N="NotAfter">2026-06-05',
            "NotAfter",
            "2026-06-05T02:00:01+00:00",
            "the Default certificate has expired",
        ),
        Wrong(
            "OAUTH-002",
            "Global",
            oauth,
            "ExchangeAutodiscoverUrl ",
            "ExchangeAutodiscoverUrl",
            f"{url}autodiscover.xml",
            "the path that Outlook uses, not Lync's",
        ),
        Wrong("OAUTH-012", "Global", oauth, "Realm     ", "Realm", "corp.fabrikam.com", "a domain that nobody knows"),
        Wrong(
            "PA-003",
            "Exchange",
            "lync/Get-CsPartnerApplication.txt",
            "ApplicationTrustLevel",
            "ApplicationTrustLevel",
            "UserImpersonation",
            "Lync does not trust Exchange fully",
        ),
        Wrong(
            "PA-005",
            "Exchange",
            "lync/Get-CsPartnerApplication.txt",
            "AuthToken",
            "AuthToken",
            f"Value={url}metadata/jason/1",
            "jason for json",
        ),
        Wrong(
            "DNS-002",
            f"autodiscover.{DOMAIN}",
            f"{DOMAIN}.dns",
            "autodiscover ",
            "autodiscover",
            f"CNAME oldcas.{DOMAIN}.",
            "leads to a server that is no Exchange server any more",
        ),
        Wrong(
            "TOP-001",
            EXCH02,
            "exchange/Test-ServiceHealth_exch02.xml",
            'N="ServicesNotRunning"',
            "ServicesNotRunning",
            "{MSExchangeTransport}",
            "the transport service is stopped",
            nth=4,
        ),
        Wrong(
            "TOP-002",
            FE02,
            "lync/Get-CsWindowsService_lyncfe02.txt",
            ": Stopped",
            "Status",
            "Stopped",
            "the Front-End service is stopped",
        ),
        Wrong(
            "TOP-008",
            FE03,
            "lync/PowerShell_transcript.LYNCFE01.txt",
            ": False",
            "UpToDate",
            "False",
            "the Central Management store was not replicated",
        ),
        Wrong(
            "DOM-001",
            "*",
            "exchange/Get-AcceptedDomain.xml",
            'N="DomainName"',
            "DomainName",
            "*",
            "an accepted domain for every domain",
            nth=2,
        ),
        Wrong(
            "AUTH-002",
            EXCH02,
            "exchange/Get-AuthConfig.xml",
            "CurrentCertificateThumbprint",
            "CurrentCertificateThumbprint",
            auth,
            "the current auth certificate is not in the list of exch02",
        ),
        Wrong(
            "AUTH-007",
            auth,
            "exchange/Get-ExchangeCertificate_exch01.xml",
            'N="NotAfter">2026-07-25',
            "NotAfter",
            "2026-07-25T02:00:01+00:00",
            "the current auth certificate has 40 days left, and none is staged",
        ),
        Wrong(
            "SCP-001",
            EXCH02,
            "exchange/Get-ClientAccessServer.xml",
            '<Nil N="AutoDiscoverServiceInternalUri"',
            "AutoDiscoverServiceInternalUri",
            "",
            "no Autodiscover URI is published",
        ),
        Wrong(
            "EPA-005",
            LYNC_APPLICATION,
            partner,
            'N="AuthMetadataUrl"',
            "AuthMetadataUrl",
            f"https://{FRONT_ENDS[0]}/metadata/json/1",
            "names one Front End Server instead of the pool",
        ),
        Wrong("EPA-008", LYNC_APPLICATION, partner, 'N="LinkedAccount"', "LinkedAccount", "", "no linked account"),
    )
