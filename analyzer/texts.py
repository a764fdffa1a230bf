"""The words of the reports that belong to no rule, in English and in Traditional Chinese.

Rules bring their own texts. Verdicts never depend on the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("en", "zh-TW")

# Why a value cannot be told. `{...}` are filled in by the engine: table's cmdlet, property, server, subject.
GAPS: Final[Mapping[str, Mapping[str, str]]] = {
    "table-not-exported": {
        "en": "{cmdlet} was not exported",
        "zh-TW": "未匯出 {cmdlet}",
    },
    "server-not-exported": {
        "en": "{cmdlet} of {server} was not exported",
        "zh-TW": "未匯出 {server} 的 {cmdlet}",
    },
    "property-not-exported": {
        "en": "{property} was not exported",
        "zh-TW": "未匯出屬性 {property}",
    },
    "object-not-exported": {
        "en": "{subject} is not in the export of {cmdlet}",
        "zh-TW": "{cmdlet} 的匯出中沒有 {subject}",
    },
    "server-unknown": {
        "en": "an export of {cmdlet} does not tell which server it was made on",
        "zh-TW": "{cmdlet} 的匯出未說明是在哪一部伺服器上執行",
    },
    "list-cut": {
        "en": "the list {property} was cut in the export",
        "zh-TW": "匯出中的清單 {property} 被截斷",
    },
    "value-cut": {
        "en": "{property} was cut in the export",
        "zh-TW": "匯出中的 {property} 被截斷",
    },
    "ambiguous-join": {
        "en": "the wrapped lines of {property} have more than one reading",
        "zh-TW": "{property} 的折行有多種讀法",
    },
    "ambiguous-date": {
        "en": "day and month of {property} cannot be told apart",
        "zh-TW": "無法分辨 {property} 的日與月",
    },
    "unreadable": {
        "en": "{property} cannot be read as what it should be",
        "zh-TW": "無法解讀 {property} 的值",
    },
    "characters-lost": {
        "en": "characters of {property} were lost in the export",
        "zh-TW": "匯出時 {property} 遺失了字元",
    },
    "type-name-instead-of-value": {
        "en": "the export shows only the type name of {property}",
        "zh-TW": "匯出只顯示 {property} 的型別名稱",
    },
    "depth-cut": {
        "en": "{property} lies below the depth of the export",
        "zh-TW": "{property} 超出匯出的深度",
    },
    "contradiction": {
        "en": "two sources contradict each other on {property}",
        "zh-TW": "兩個來源的 {property} 互相矛盾",
    },
    "export-cut": {
        "en": "the export of {cmdlet} is incomplete",
        "zh-TW": "{cmdlet} 的匯出不完整",
    },
    "export-filtered": {
        "en": "the export of {cmdlet} shows a selection only",
        "zh-TW": "{cmdlet} 的匯出只包含部分物件",
    },
    "command-failed": {
        "en": "{cmdlet} ended with an error",
        "zh-TW": "{cmdlet} 執行時發生錯誤",
    },
    "dns-not-asked": {
        "en": "nothing in the export tells what DNS answers for {subject}",
        "zh-TW": "匯出中沒有 {subject} 的 DNS 查詢結果",
    },
    "dns-no-answer": {
        "en": "the DNS query for {subject} got no answer",
        "zh-TW": "{subject} 的 DNS 查詢沒有得到回應",
    },
    "load-balancer-certificate": {
        "en": "the certificate of the load balancer behind {subject} was not exported",
        "zh-TW": "未匯出 {subject} 背後負載平衡器的憑證",
    },
    "certificate-not-exported": {
        "en": "certificate {subject} was not exported with {property}",
        "zh-TW": "未匯出憑證 {subject} 的 {property}",
    },
}

# Words of verdicts.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "cannot-tell": {
        "en": "Cannot be told: {title}. Missing: {reason}.",
        "zh-TW": "無法判斷：{title}。缺少：{reason}。",
    },
    "and": {"en": "; ", "zh-TW": "；"},
    "a-server": {"en": "a server", "zh-TW": "某部伺服器"},
}


def text(texts: Mapping[str, str], language: str) -> str:
    """The text in a language; English where there is none."""
    return texts.get(language) or texts["en"]
