"""Which certificate may be the OAuthTokenIssuer: its Subject (F6), on all servers (F7), its key (F8), its dates."""

from __future__ import annotations

from . import estate as e
from .case import BOTH, ONE_FE, Truth, truth

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
        "F6 pass",
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
    subject_case(
        "a-longer-name",
        "mylitwareinc.com is not litwareinc.com",
        "F6 fail",
        "CN=www.mylitwareinc.com",
        "litwareinc.com",
    ),
    subject_case(
        "a-host-in-the-domain", "whole labels count", "F6 pass", "CN=sip.litwareinc.com, O=Litware", "litwareinc.com"
    ),
    subject_case(
        "the-second-sip-domain",
        "any SIP domain will do",
        "F6 pass",
        "CN=fabrikam.com",
        "litwareinc.com",
        "fabrikam.com",
    ),
    subject_case("in-upper-case", "names of domains have no case", "F6 pass", "CN=LITWAREINC.COM", "litwareinc.com"),
    subject_case("no-sip-domain-exported", "nothing tells the SIP domains", "F6 unknown", "CN=litwareinc.net"),
)


SAME = (
    truth("all-agree", "both Front End Servers have it", "F7 pass", e.pools(), *BOTH),
    truth(
        "one-not-exported", "lyncfe03 may have another", "F7 unknown", e.pools(f"{e.FE01}, {e.FE02}, {e.FE03}"), *BOTH
    ),
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
        e.console(
            "lyncedge01.litwareinc.com",
            "Get-CsCertificate",
            e.certificate("Internal"),
            e.certificate("AccessEdgeExternal"),
        ),
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
        e.transcript(
            "LYNCFE02",
            "20260610090000",
            e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer", e.OTHER)),
        ),
        e.transcript(
            "LYNCFE02",
            "20260614090000",
            e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer")),
        ),
    ),
    truth(
        "after-and-broken",
        "the newer export of lyncfe02 counts",
        "F7 fail",
        e.pools(),
        e.issuer(e.FE01),
        e.transcript(
            "LYNCFE02",
            "20260614090000",
            e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer", e.OTHER)),
        ),
        e.transcript(
            "LYNCFE02",
            "20260610090000",
            e.console("", "Get-CsCertificate -Type OAuthTokenIssuer", e.certificate("OAuthTokenIssuer")),
        ),
    ),
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
        case_file="declared:\n  origin: {'*1.txt': lyncfe01.litwareinc.com, '*2.txt': lyncfe02.litwareinc.com}\n",
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
)


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
    truth(
        "of-another",
        "another certificate's size",
        "F8 unknown",
        e.issuer(e.FE01),
        store(e.FE01, e.OTHER, KeySize="2048"),
    ),
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
        ),
    ),
)


DATED = (
    truth(
        "future-either-way",
        "3 October or 10 March 2027, both are to come",
        "CERT-002 pass",
        e.issuer(e.FE01, NotBefore="1/1/2025 2:00:01", NotAfter="03/10/2027 02:00:01"),
    ),
    truth(
        "ambiguous",
        "7 May is past, 5 July is to come",
        "CERT-002 unknown",
        e.issuer(e.FE01, NotBefore="01/01/2025 02:00:01", NotAfter="05/07/2026 02:00:01"),
    ),
    truth(
        "told-by-another-date",
        "22/04 tells that the day stands first",
        "CERT-002 pass",
        e.issuer(e.FE01, NotBefore="22/04/2024 02:00:01", NotAfter="05/07/2026 02:00:01"),
    ),
    truth(
        "in-traditional-chinese",
        "year, month, day and half of the day",
        "CERT-002 pass",
        e.issuer(e.FE01, NotBefore="2024/4/22 下午 03:15:02", NotAfter="2026/7/5 上午 03:15:02"),
    ),
    truth(
        "expired-and-replaced",
        "the staged successor is in force",
        "CERT-002 pass",
        e.console(
            e.FE01,
            "Get-CsCertificate -Type OAuthTokenIssuer",
            e.certificate("OAuthTokenIssuer", NotAfter="6/1/2026 2:00:01 AM", EffectiveDate="4/22/2024 2:00:01 AM"),
            e.certificate("OAuthTokenIssuer", e.OTHER, EffectiveDate="5/1/2026 2:00:01 AM"),
        ),
    ),
    truth(
        "expired-before-the-successor",
        "the successor is not yet in force",
        "CERT-002 fail",
        e.console(
            e.FE01,
            "Get-CsCertificate -Type OAuthTokenIssuer",
            e.certificate("OAuthTokenIssuer", NotAfter="6/1/2026 2:00:01 AM", EffectiveDate="4/22/2024 2:00:01 AM"),
            e.certificate("OAuthTokenIssuer", e.OTHER, EffectiveDate="7/1/2026 2:00:01 AM"),
        ),
    ),
)


MORE = (
    truth(
        "front-ends-in-get-cscomputer",
        "two computers of one pool, one exported",
        "F7 unknown",
        e.console(
            "",
            "Get-CsComputer",
            {"Identity": e.FE01, "Pool": "pool01.litwareinc.com", "Fqdn": e.FE01},
            {"Identity": e.FE02, "Pool": "pool01.litwareinc.com", "Fqdn": e.FE02},
        ),
        e.issuer(e.FE01),
    ),
    truth(
        "thumbprint-not-exported",
        "a list without the property",
        "F7 unknown",
        e.pools(e.FE01),
        e.console(
            e.FE01,
            "Get-CsCertificate -Type OAuthTokenIssuer | fl Use, Subject",
            {"Use": "OAuthTokenIssuer", "Subject": "CN=litwareinc.com"},
        ),
    ),
    truth(
        "thumbprint-cut",
        "two cut thumbprints may differ behind the dots",
        "F7 unknown",
        e.pools(),
        *(
            f"[{h}]: PS C:\\> Get-CsCertificate -Type OAuthTokenIssuer | ft Use, Thumbprint\n\n"
            "Use              Thumbprint\n---              ----------\n"
            f"OAuthTokenIssuer 0A2F0CAC3D8BC568D7EF8E684EF76F...\n\n\n[{h}]: PS C:\\> \n"
            for h in (e.FE01, e.FE02)
        ),
    ),
    truth(
        "sha256-instead-of-a-thumbprint",
        "other certificates' numbers do not agree by chance",
        "F8 unknown",
        e.issuer(e.FE01),
        store(e.FE01, e.WEB, KeySize="4096"),
    ),
)

CASES: tuple[Truth, ...] = (*SUBJECT, *SAME, *KEYS, *DATED, *MORE)
