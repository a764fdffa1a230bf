"""The reports' own words, in English and Traditional Chinese. Rules and gaps bring their own texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    # -- what was read -----------------------------------------------------------------------------------------------
    "read": {"en": "Read", "zh-TW": "讀取"},
    "read-line": {
        "en": "{files}, {recognised} recognised{formats}. {complete}",
        "zh-TW": "{files}，辨識出 {recognised} 個{formats}。{complete}",
    },
    "formats": {"en": " ({formats})", "zh-TW": "（{formats}）"},
    "files": {"en": "{n} files", "zh-TW": "{n} 個檔案"},
    "files-1": {"en": "1 file", "zh-TW": "1 個檔案"},
    "complete": {"en": "Complete.", "zh-TW": "完整。"},
    "incomplete": {
        "en": "INCOMPLETE: something was skipped, cut or unreadable, see the end.",
        "zh-TW": "不完整：有內容被略過、截斷或無法讀取，請見文末。",
    },
    "as-of": {"en": "As of", "zh-TW": "時間點"},
    "as-of-line": {"en": "{time}, {origin}.", "zh-TW": "{time}，{origin}。"},
    "as-of-today": {"en": " It is {now} now.", "zh-TW": "現在是 {now}。"},
    "origin-option": {"en": "as given with --as-of", "zh-TW": "由 --as-of 指定"},
    "origin-case-file": {"en": "as the case file says", "zh-TW": "由案件檔指定"},
    "origin-transcript": {
        "en": "the time of the transcript (local time of the session, taken as UTC)",
        "zh-TW": "文字記錄的時間（工作階段的當地時間，視為 UTC）",
    },
    "origin-evidence": {"en": "the newest time in the exports", "zh-TW": "匯出內容中最新的時間"},
    "origin-now": {"en": "which is now", "zh-TW": "即現在"},
    "nothing-usable": {
        "en": "Nothing in the input is output that can be judged. What is needed to begin with is listed below.",
        "zh-TW": "輸入中沒有可供判斷的內容。以下列出一開始所需的資料。",
    },
    # -- what to fix -------------------------------------------------------------------------------------------------
    "fix-first": {"en": "Fix first", "zh-TW": "優先修正"},
    "nothing-to-fix": {
        "en": "Nothing to fix in what could be judged.",
        "zh-TW": "可判斷的部分沒有需要修正之處。",
    },
    "critical": {"en": "critical", "zh-TW": "嚴重"},
    "error": {"en": "error", "zh-TW": "錯誤"},
    "warning": {"en": "warning", "zh-TW": "警告"},
    "info": {"en": "info", "zh-TW": "資訊"},
    "fix": {"en": "Fix", "zh-TW": "修正"},
    "verify": {"en": "Verify", "zh-TW": "驗證"},
    "breaks": {"en": "Breaks", "zh-TW": "影響"},
    "consequence": {"en": "Follows from it", "zh-TW": "由此導致"},
    "declared": {"en": "This rests on --case: {statements}.", "zh-TW": "此判斷依據 --case 的宣告：{statements}。"},
    "more-evidence": {"en": "and {places} (--verbose)", "zh-TW": "另有 {places} (--verbose)"},
    "places": {"en": "{n} more places", "zh-TW": "{n} 處"},
    "places-1": {"en": "1 more place", "zh-TW": "1 處"},
    "more-subjects": {"en": "and {n} more: {subjects}", "zh-TW": "另有 {n} 個：{subjects}"},
    "blank": {"en": "(blank)", "zh-TW": "（空白）"},
    "at-now": {
        "en": "Judged at {now} instead: {verdicts} differ",
        "zh-TW": "改以 {now} 判斷：有 {verdicts}不同",
    },
    "at-now-1": {
        "en": "Judged at {now} instead: {verdicts} differs",
        "zh-TW": "改以 {now} 判斷：有 {verdicts}不同",
    },
    "instead-of": {"en": "{after} instead of {before}", "zh-TW": "{after}（原為{before}）"},
    "no-verdict": {"en": "no verdict", "zh-TW": "無判斷"},
    "more-changes": {"en": "and {n} more (--verbose)", "zh-TW": "另有 {n} 項 (--verbose)"},
    "rule-errors": {"en": "Rules that broke (please report)", "zh-TW": "執行失敗的規則（請回報）"},
    # -- what to ask for ---------------------------------------------------------------------------------------------
    "ask-for": {"en": "Ask the customer for", "zh-TW": "請客戶提供"},
    "ask-count": {
        "en": "{commands} for {settled} of {unknown} open verdicts. Paste into the management shell:",
        "zh-TW": "{commands}可解決 {unknown} 項未定判斷中的 {settled} 項。貼到管理命令介面執行：",
    },
    "commands": {"en": "{n} commands", "zh-TW": "{n} 個命令"},
    "commands-1": {"en": "1 command", "zh-TW": "1 個命令"},
    "settles": {"en": "settles {n}: {rules}", "zh-TW": "可解決 {n} 項：{rules}"},
    "run-on": {"en": "run on {servers}:", "zh-TW": "在 {servers} 上執行："},
    "more-requests": {
        "en": "and {commands} more for the other {n} (--verbose).",
        "zh-TW": "另有 {commands}可解決其餘 {n} 項 (--verbose)。",
    },
    "hopeless": {"en": "Open, and no command tells", "zh-TW": "未定，且沒有命令可得知"},
    # -- what is proven, what was lost -------------------------------------------------------------------------------
    "proven": {"en": "Proven right", "zh-TW": "證實正確"},
    "proven-count": {
        "en": "{verdicts} by {rules}; --verbose gives their titles and evidence.",
        "zh-TW": "{rules}共 {verdicts}；--verbose 會列出標題與證據。",
    },
    "area-end": {"en": ": ", "zh-TW": "："},
    "rules": {"en": "{n} rules", "zh-TW": "{n} 條規則"},
    "rules-1": {"en": "1 rule", "zh-TW": "1 條規則"},
    "verdicts": {"en": "{n} verdicts", "zh-TW": "{n} 項判斷"},
    "verdicts-1": {"en": "1 verdict", "zh-TW": "1 項判斷"},
    "proven-area": {"en": "{rules}, {verdicts} ({numbers})", "zh-TW": "{rules}，{verdicts}（{numbers}）"},
    "proven-parts": {"en": "; ", "zh-TW": "；"},
    "in-part": {"en": "for some subjects only: {numbers}", "zh-TW": "僅部分對象：{numbers}"},
    "not-applicable": {"en": "Not applicable", "zh-TW": "不適用"},
    "about-files": {"en": "About the files", "zh-TW": "關於檔案"},
    "loss": {"en": "lost", "zh-TW": "遺失"},
    "doubt": {"en": "doubt", "zh-TW": "存疑"},
    "remark": {"en": "note", "zh-TW": "備註"},
    "advice": {"en": "Advice", "zh-TW": "建議"},
    "more-files": {"en": "and {files} more (--verbose)", "zh-TW": "另有 {files} (--verbose)"},
    "more-losses": {"en": "and {n} more (--verbose)", "zh-TW": "另有 {n} 則 (--verbose)"},
    "more-remarks": {
        "en": "and {n} more (--verbose, or analyzer inventory)",
        "zh-TW": "另有 {n} 則備註（--verbose 或 analyzer inventory）",
    },
    "line": {"en": "line {n}", "zh-TW": "第 {n} 行"},
    "times": {"en": "{n} times, first in line {line}", "zh-TW": "{n} 次，首見於第 {line} 行"},
    "times-no-line": {"en": "{n} times", "zh-TW": "{n} 次"},
    # -- the summary -------------------------------------------------------------------------------------------------
    "summary": {
        "en": "{fail} failed{severities}, {unknown} unknown, {passed} passed, {not_applicable} not applicable, "
        "{error} broken; {total} verdicts of {rules} rules.",
        "zh-TW": "{fail} 項不合格{severities}，{unknown} 項未定，{passed} 項通過，{not_applicable} 項不適用，"
        "{error} 項規則失敗；{rules} 條規則共 {total} 項判斷。",
    },
    "summary-severities": {"en": " ({severities})", "zh-TW": "（{severities}）"},
    # -- Markdown and notebook ---------------------------------------------------------------------------------------
    "report-title": {"en": "Lync and Exchange analysis", "zh-TW": "Lync 與 Exchange 分析"},
    "evidence": {"en": "evidence", "zh-TW": "證據"},
    "where": {"en": "where", "zh-TW": "位置"},
    "subject": {"en": "subject", "zh-TW": "對象"},
    "property": {"en": "property", "zh-TW": "屬性"},
    "value": {"en": "value", "zh-TW": "值"},
    "rule": {"en": "rule", "zh-TW": "規則"},
    "finding": {"en": "finding", "zh-TW": "發現"},
    "outcome": {"en": "outcome", "zh-TW": "結果"},
    "more-in-python": {
        "en": "and {n} more (.verdicts and .sources hold all)",
        "zh-TW": "另有 {n} 項（全部在 .verdicts 與 .sources 中）",
    },
    "not-met": {"en": "Not met: {title}", "zh-TW": "不符合：{title}"},
    "fail": {"en": "fail", "zh-TW": "不合格"},
    "pass": {"en": "pass", "zh-TW": "通過"},
    "not_applicable": {"en": "not applicable", "zh-TW": "不適用"},
    "unknown": {"en": "unknown", "zh-TW": "未定"},
    "broken": {"en": "broken rule", "zh-TW": "規則失敗"},
    "title": {"en": "title", "zh-TW": "標題"},
    "severity": {"en": "severity", "zh-TW": "嚴重性"},
    # -- rules -------------------------------------------------------------------------------------------------------
    "says": {"en": "Says", "zh-TW": "訊息"},
    "applies-where": {"en": "Applies where all of this holds", "zh-TW": "下列各項皆成立時適用"},
    "passes-where": {"en": "Passes where all of this holds", "zh-TW": "下列各項皆成立時通過"},
    "judges": {"en": "Judges each", "zh-TW": "判斷對象"},
    "products": {"en": "Products", "zh-TW": "產品"},
    "explained-by": {"en": "Explained by", "zh-TW": "可由以下解釋"},
    "covers": {"en": "Covers", "zh-TW": "涵蓋"},
    "source": {"en": "Source", "zh-TW": "來源"},
    "confidence": {"en": "Confidence", "zh-TW": "可信度"},
    "documented": {"en": "documented", "zh-TW": "有文件依據"},
    "field-knowledge": {"en": "field knowledge", "zh-TW": "實務經驗"},
    "file": {"en": "File", "zh-TW": "檔案"},
    # -- inventory ---------------------------------------------------------------------------------------------------
    "recognised": {"en": "Recognised", "zh-TW": "已辨識"},
    "not-recognised": {"en": "Not recognised", "zh-TW": "未辨識"},
    "not-read": {"en": "Not read", "zh-TW": "未讀取"},
    "records": {"en": "{n} records", "zh-TW": "{n} 筆記錄"},
    "records-1": {"en": "1 record", "zh-TW": "1 筆記錄"},
    "bytes": {"en": "{n} bytes", "zh-TW": "{n} 位元組"},
    "bytes-1": {"en": "1 byte", "zh-TW": "1 位元組"},
    "by-type": {"en": "by its type name: certain", "zh-TW": "依型別名稱：確定"},
    "by-command": {"en": "by its command: certain", "zh-TW": "依命令：確定"},
    "by-properties": {"en": "by its properties: likely", "zh-TW": "依屬性：很可能"},
    "by-file-name": {"en": "by the file name only: doubtful", "zh-TW": "僅依檔名：存疑"},
    "by-nothing": {"en": "unknown: analyzer tables shows them", "zh-TW": "未知：可用 analyzer tables 檢視"},
    "no-text": {"en": "no text", "zh-TW": "非文字"},
    "doctor": {
        "en": "Export doctor: what the exports lost, and how to export again",
        "zh-TW": "匯出診斷：遺失的內容與重新匯出的方法",
    },
    "doctor-well": {"en": "Export doctor: nothing was lost.", "zh-TW": "匯出診斷：沒有遺失內容。"},
}

_FEATURES: Final[Mapping[str, Mapping[str, str]]] = {
    "archiving": {"en": "archiving in Exchange", "zh-TW": "Exchange 封存"},
    "free-busy": {"en": "free/busy", "zh-TW": "空閒/忙碌資訊"},
    "hybrid": {"en": "hybrid", "zh-TW": "混合部署"},
    "mail": {"en": "mail", "zh-TW": "郵件"},
    "outlook": {"en": "Outlook", "zh-TW": "Outlook"},
    "owa-im": {"en": "instant messaging in Outlook on the web", "zh-TW": "網頁版 Outlook 立即訊息"},
    "photos": {"en": "high-resolution photos", "zh-TW": "高解析度相片"},
    "presence": {"en": "presence", "zh-TW": "目前狀態"},
    "ucs": {"en": "unified contact store", "zh-TW": "整合連絡人存放區"},
    "um": {"en": "unified messaging", "zh-TW": "整合通訊"},
}


# What the rules of the pack judge, by the beginning of their ids.
_AREAS: Final[Mapping[str, Mapping[str, str]]] = {
    "AUTH": {"en": "auth certificate of Exchange", "zh-TW": "Exchange 驗證憑證"},
    "CERT": {"en": "certificates of Lync", "zh-TW": "Lync 憑證"},
    "DNS": {"en": "DNS", "zh-TW": "DNS"},
    "DOM": {"en": "accepted domains", "zh-TW": "公認的網域"},
    "EPA": {"en": "Exchange's partner application for Lync", "zh-TW": "Exchange 的 Lync 夥伴應用程式"},
    "OAUTH": {"en": "OAuth configuration of Lync", "zh-TW": "Lync 的 OAuth 組態"},
    "PA": {"en": "Lync's partner application for Exchange", "zh-TW": "Lync 的 Exchange 夥伴應用程式"},
    "SCP": {"en": "published Autodiscover URIs", "zh-TW": "所發佈的自動探索 URI"},
    "TOP": {"en": "topology, services, domains", "zh-TW": "拓撲、服務、網域"},
}


def word(key: str, language: str, **values: object) -> str:
    """One of the reports' words in a language, English where there is none, with its values filled in.

    Raises KeyError for a key that is no word of the reports.
    """
    texts = _WORDS[key]
    return texts.get(language, texts["en"]).format_map(values)


def label(key: str, language: str) -> str:
    """One of the words with the language's colon, to stand before what it names."""
    return word(key, language) + ("：" if language == "zh-TW" else ": ")


def counted(key: str, count: int, language: str) -> str:
    """A counted thing in its singular or plural (`files`, `commands`, `records`, `rules`, `verdicts`)."""
    return word(f"{key}-1" if count == 1 else key, language, n=f"{count:,}")


def feature(name: str, language: str) -> str:
    """What a rule's feature is called by people; its own name where this table does not hold it."""
    texts = _FEATURES.get(name)
    return texts.get(language, texts["en"]) if texts else name


def area(name: str, language: str) -> str:
    """What the rules of an area (`CERT`) judge; empty for an area that this table does not hold."""
    texts = _AREAS.get(name, {})
    return texts.get(language, texts.get("en", ""))


def listed(parts: list[str], language: str) -> str:
    """Parts of an enumeration, joined as the language does."""
    return ("、" if language == "zh-TW" else ", ").join(parts)
