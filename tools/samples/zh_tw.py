"""The sample from a Traditional Chinese Windows."""

from __future__ import annotations

from estate.certificates import certificate
from estate.exchange import LYNC_APPLICATION, SERVERS
from estate.faults import all_faults
from estate.litware import healthy
from estate.lync import DOMAIN, FRONT_ENDS
from estate.model import Estate, Thing
from estate.printing import LYNC_PROMPT, Style, encoded, format_list, transcript

from samples.healthy import at, step
from samples.readme import Sample, Wrong

WIDE = Style("zh-TW", 120, limit=4)
NARROW = Style("zh-TW", 80, limit=16)
FAULTS = ("oauth_certificate_expires_soon", "internal_uri_names_svc", "no_linked_account", "lync_service_stopped")
ABOUT = """
# zh-TW

The estate litwareinc.com on Traditional Chinese Windows, with four things wrong: lists of Windows PowerShell 5.1,
wrapped at the character, in Big5 (code page 950) and UTF-16, dates as 2026/7/5 上午 02:00:01, Chinese display names,
and a transcript in Chinese, which tells the time: 2026-06-15.

繁體中文 Windows 上的 litwareinc.com：Big5 與 UTF-16 的清單、逐字元換行、在地化的日期與顯示名稱，其中有四處錯誤。

    analyzer check sample_exports/zh-TW --lang zh-TW
"""
DISPLAY_NAMES = {
    "World Wide Web Publishing Service": "World Wide Web 發佈服務",
    "Lync Server Front-End": "Lync Server 前端",
    "Lync Server Replica Replicator Agent": "Lync Server 複本複寫代理程式",
    "Lync Server Web Conferencing": "Lync Server Web 會議",
    "Lync Server IM Conferencing": "Lync Server IM 會議",
    "Lync Server Application Sharing": "Lync Server 應用程式共用",
    "Lync Server Audio/Video Conferencing": "Lync Server 音訊/視訊會議",
    "Lync Server Audio Test Service": "Lync Server 音訊測試服務",
    "Lync Server Conferencing Attendant": "Lync Server 會議語音應答",
    "Windows Fabric Host Service": "Windows Fabric 主機服務",
    "Redmond": "台北總公司",
    "Litware, Inc.": "利特軟體股份有限公司",
    "Microsoft Exchange": "Microsoft Exchange 郵件伺服器",
}
WORDS = {
    "Windows PowerShell transcript start": "Windows PowerShell 文字記錄開始",
    "Windows PowerShell transcript end": "Windows PowerShell 文字記錄結束",
    "Start time": "開始時間",
    "End time": "結束時間",
    "RunAs User": "執行身分使用者",
    "Username": "使用者名稱",
    "Machine": "電腦",
    "Host Application": "主應用程式",
    "Process ID": "處理程序識別碼",
}


def estate() -> Estate:
    """The estate with the faults, its display names in Chinese."""
    case = healthy()
    for name in FAULTS:
        case = all_faults()[name].change(case)
    exports = {}
    for stem, export in case.exports.items():
        exports[stem] = type(export)(export.command, tuple(map(_named, export.objects)), export.machine)
    return Estate(exports, case.files)


def _named(thing: Thing) -> Thing:
    values = {
        name: DISPLAY_NAMES[value]
        for name, value in thing.properties.items()
        if name in ("DisplayName", "FriendlyName") and isinstance(value, str) and value in DISPLAY_NAMES
    }
    return thing.having(**values)


def _session(case: Estate) -> bytes:
    steps = [step(case["Get-CsOAuthConfiguration"], WIDE), step(case["Get-CsPool"], WIDE)]
    text = transcript(FRONT_ENDS[0], at(30, hour=15), 2, steps, LYNC_PROMPT)
    for english, chinese in WORDS.items():
        text = text.replace(f"\n{english}", f"\n{chinese}")
    return encoded(text, "utf-8-sig")


def sample() -> Sample:
    """The sample with its files."""
    case = estate()
    big5 = (
        "Get-CsPartnerApplication", "Get-CsSipDomain", "Get-CsComputer", "Get-CsSite", "Get-CsService-Registrar",
        "Get-CsService-WebServer", "Get-CsWindowsService_lyncfe01", "Get-CsWindowsService_lyncfe02",
        "Get-CsWindowsService_lyncfe03", "Get-CsManagementStoreReplicationStatus", "Get-CsOAuthServer",
        "Get-CsCertificate_lyncfe01", "Get-CsCertificate_lyncfe02", "Get-CsCertificate_lyncfe03",
        "Get-ChildItem_Cert-LocalMachine-My_lyncfe01", "Get-ChildItem_Cert-LocalMachine-My_lyncfe02",
        "Get-ChildItem_Cert-LocalMachine-My_lyncfe03", "Get-ChildItem_Cert-LocalMachine-My_KeySize",
    )  # fmt: skip
    utf16 = (
        "Get-ExchangeServer", "Get-ClientAccessServer", "Get-AuthConfig", "Get-PartnerApplication",
        "Get-AcceptedDomain",
        "Get-ExchangeCertificate_exch01", "Get-ExchangeCertificate_exch02", "Get-OrganizationConfig",
        "Test-ServiceHealth_exch01", "Test-ServiceHealth_exch02",
    )  # fmt: skip
    files = {
        "Lync/PowerShell_transcript.LYNCFE01.txt": _session(case),
        **{f"Lync/{stem}.txt": encoded(format_list(case[stem], WIDE), "cp950") for stem in big5},
        **{f"Exchange/{stem}.txt": encoded(format_list(case[stem], NARROW), "utf-16") for stem in utf16},
        f"{DOMAIN}.dns": case.files[f"{DOMAIN}.dns"],
    }
    return Sample("zh-TW", files, ABOUT, _wrong())


def _wrong() -> tuple[Wrong, ...]:
    uris = "Exchange/Get-ClientAccessServer.txt"
    uri, svc = "AutoDiscoverServiceInternalUri", f"https://autodiscover.{DOMAIN}/autodiscover/autodiscover.svc"
    path = "the path that Lync uses, not Outlook's"
    return (
        Wrong(
            "CERT-003",
            certificate("oauthtokenissuer_expires_soon").thumbprint,
            "Lync/Get-CsCertificate_lyncfe01.txt",
            "NotAfter           : 2026/7/5 上午 02:00:01",
            "NotAfter",
            "2026/7/5 上午 02:00:01",
            "the OAuthTokenIssuer certificate has 20 days left, and none is staged",
        ),
        *(Wrong("SCP-002", host, uris, uri, uri, svc, path, nth=nth) for nth, host in enumerate(SERVERS, 1)),
        Wrong(
            "EPA-008",
            LYNC_APPLICATION,
            "Exchange/Get-PartnerApplication.txt",
            "LinkedAccount ",
            "LinkedAccount",
            "",
            "no linked account",
        ),
        Wrong(
            "TOP-002",
            FRONT_ENDS[1],
            "Lync/Get-CsWindowsService_lyncfe02.txt",
            ": Stopped",
            "Status",
            "Stopped",
            "the Front-End service is stopped",
        ),
    )
