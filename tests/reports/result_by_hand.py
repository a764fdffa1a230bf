"""A small result made by hand, with something of everything in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from analyzer.engine.verdict import CheckResult, GapReport, Outcome, SourceReport, Verdict
from analyzer.model import Note
from analyzer.tables.cells import Evidence

ISSUER = {
    "en": "The same OAuthTokenIssuer certificate on all Front Ends",
    "zh-TW": "所有前端使用相同的 OAuthTokenIssuer 憑證",
}
BITS = {"en": "The OAuthTokenIssuer key has at least 2048 bits", "zh-TW": "OAuthTokenIssuer 金鑰至少 2048 位元"}
URL = {
    "en": "Lync looks for Exchange Autodiscover at autodiscover.svc",
    "zh-TW": "Lync 以 autodiscover.svc 尋找 Exchange 自動探索服務",
}
URI = {"en": "AutoDiscoverServiceInternalUri is set", "zh-TW": "已設定 AutoDiscoverServiceInternalUri"}
PARTNER = {"en": "Lync knows Exchange as a partner application", "zh-TW": "Lync 將 Exchange 視為夥伴應用程式"}
SIP = {"en": "At least one SIP domain is defined", "zh-TW": "至少定義了一個 SIP 網域"}

FE03 = "[lyncfe03.litwareinc.com] Get-CsCertificate | Export-Clixml CsCertificate.xml"
STORE = "Get-ChildItem Cert:\\LocalMachine\\My | Select-Object * | Export-Clixml Certificates-of-the-machine-store.xml"

OAUTH_FAIL = Verdict(
    rule="OAUTH-002",
    title=URL,
    severity="critical",
    outcome=Outcome.FAIL,
    subject="Global",
    message={
        "en": "ExchangeAutodiscoverUrl is https://autodiscover.litwareinc.com/autodiscover/autodiscover.xml, "
        "which is for clients; Lync itself needs autodiscover.svc.",
        "zh-TW": "ExchangeAutodiscoverUrl 為 https://autodiscover.litwareinc.com/autodiscover/autodiscover.xml，"
        "這是給用戶端使用的位址；Lync 本身需要 autodiscover.svc。",
    },
    evidence=(
        Evidence(
            "ticket.zip!lync/oauth.txt",
            14,
            "cs_oauth_configuration",
            "ExchangeAutodiscoverUrl",
            "https://autodiscover.litwareinc.com/autodiscover/autodiscover.xml",
        ),
    ),
    fix={
        "en": "Set-CsOAuthConfiguration -Identity Global -ExchangeAutodiscoverUrl "
        '"https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"',
        "zh-TW": "Set-CsOAuthConfiguration -Identity Global -ExchangeAutodiscoverUrl "
        '"https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"',
    },
    verify="Get-CsOAuthConfiguration | Format-List ExchangeAutodiscoverUrl",
    features=("ucs", "archiving", "owa-im", "um", "photos"),
    covers=("prerequisite/F15", "domain/LYX-OAUTH-002"),
)


def uri_fail(server: str, line: int) -> Verdict:
    """A server without an internal Autodiscover URI."""
    command = f'Set-ClientAccessServer {server} -AutoDiscoverServiceInternalUri "https://..."'
    return Verdict(
        rule="AD-001",
        title=URI,
        severity="error",
        outcome=Outcome.FAIL,
        subject=f"{server}.litwareinc.com",
        message={"en": f"The URI of {server} is blank: assign one.", "zh-TW": f"{server} 的 URI 為空白：必須指派。"},
        evidence=(
            Evidence("ticket.zip!exchange/cas.txt", line, "client_access_server", "AutoDiscoverServiceInternalUri", ""),
        ),
        fix={
            "en": f"Give the server its URI, then recycle Autodiscover:\n{command}",
            "zh-TW": f"設定後回收：\n{command}",
        },
        verify="Get-ClientAccessServer | Format-List Name, AutoDiscoverServiceInternalUri",
        features=("ucs",),
        covers=("prerequisite/F11",),
    )


def unknown(
    rule: str, title: dict[str, str], severity: str, subject: str, reason: dict[str, str], *commands: str
) -> Verdict:
    """A verdict that the export does not decide."""
    message = {"en": f"Cannot tell: {reason['en']}", "zh-TW": f"無法判斷：{reason['zh-TW']}"}
    gap = GapReport(reason, commands)
    return Verdict(rule, title, severity, Outcome.UNKNOWN, subject, message, covers=(), gap=gap)


FE03_GAP = {
    "en": "Get-CsCertificate of lyncfe03.litwareinc.com was not exported",
    "zh-TW": "未匯出 lyncfe03.litwareinc.com 的 Get-CsCertificate",
}
BITS_GAP = {"en": "the key size was not exported", "zh-TW": "未匯出金鑰大小"}

RESULT = CheckResult(
    as_of=dt.datetime(2026, 6, 15, 8, 0, tzinfo=dt.UTC),
    as_of_origin="transcript",
    complete=False,
    sources=(
        SourceReport(
            "ticket.zip!lync/oauth.txt",
            "ab" * 32,
            2048,
            "utf-16-le",
            "format-list",
            (("cs_oauth_configuration", 1, "properties"),),
        ),
        SourceReport(
            "ticket.zip!exchange/cas.txt",
            "cd" * 32,
            1024,
            "cp950",
            "format-list",
            (("client_access_server", 2, "command"),),
            (
                Note("list-cut", "warning", "The list ends with an ellipsis: items are missing.", 12, 0, "Members"),
                Note("list-cut", "warning", "The list ends with an ellipsis: items are missing.", 40, 1, "Members"),
                Note("empty-export", "info", "The file is a whole export of no objects."),
            ),
        ),
        SourceReport(
            "ticket.zip!readme.md",
            "ef" * 32,
            10,
            "utf-8",
            "unknown",
            (),
            (Note("nothing-recognised", "info", "Nothing."),),
        ),
        SourceReport(
            "ticket.zip!lync/certs.xml",
            "01" * 32,
            99,
            "utf-8",
            "clixml",
            (("cs_certificate", 4, "type"),),
            (Note("reader-failed", "error", "A reader failed on the file; nothing of it was used.", 31),),
        ),
    ),
    verdicts=(
        replace(
            OAUTH_FAIL,
            rule="UCS-001",
            severity="warning",
            title={"en": "The unified contact store can work", "zh-TW": "整合連絡人存放區可運作"},
            explained_by=("OAUTH-002",),
        ),
        uri_fail("exch01", 3),
        OAUTH_FAIL,
        uri_fail("exch02", 9),
        unknown("CERT-007", ISSUER, "critical", "pool01.litwareinc.com", FE03_GAP, FE03),
        unknown("CERT-009", ISSUER, "error", "lyncfe03.litwareinc.com", FE03_GAP, FE03),
        unknown("CERT-008", BITS, "error", "lyncfe01.litwareinc.com", BITS_GAP, "[lyncfe01.litwareinc.com] " + STORE),
        unknown("CERT-008", BITS, "error", "lyncfe02.litwareinc.com", BITS_GAP, "[lyncfe02.litwareinc.com] " + STORE),
        unknown("DNS-003", BITS, "info", "autodiscover.litwareinc.com", BITS_GAP),
        Verdict(
            "PA-001",
            PARTNER,
            "critical",
            Outcome.PASS,
            "microsoft.exchange",
            PARTNER,
            (Evidence("ticket.zip!lync/pa.csv", 2, "cs_partner_application", "Enabled", "True"),),
        ),
        Verdict("TOP-001", SIP, "error", Outcome.PASS, "litwareinc.com", SIP),
        Verdict("TOP-001", SIP, "error", Outcome.PASS, "litwareinc.net", SIP),
        Verdict("UM-001", SIP, "error", Outcome.NOT_APPLICABLE, "Global", SIP),
        Verdict(
            "X-001",
            SIP,
            "warning",
            Outcome.ERROR,
            "Global",
            {"en": "The rule broke: KeyError.", "zh-TW": "規則失敗：KeyError。"},
        ),
    ),
    rules=11,
)
