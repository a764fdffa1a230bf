from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from analyzer.engine.verdict import Outcome
from analyzer.reports import html_fragment
from analyzer.tables.cells import Evidence

from .result_by_hand import OAUTH_FAIL, RESULT


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag, attrs) -> None:
        self.seen.add(tag)
        assert all(name in ("style", "open") for name, _ in attrs)

    def handle_data(self, data) -> None:
        self.text += data


ALLOWED = {
    *("div", "p", "br", "b", "span", "code", "pre", "wbr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("details", "summary"),
}


def test_shows_what_fails_what_is_open_and_what_to_ask_for() -> None:
    tags = Tags()
    tags.feed(html_fragment.render(RESULT))
    assert tags.seen <= ALLOWED
    assert "OAUTH-002" in tags.text
    assert "CERT-007" in tags.text
    assert "Get-CsCertificate | Export-Clixml" in tags.text
    assert OAUTH_FAIL.fix["en"] in tags.text


def test_what_fails_stands_first_and_what_passed_is_folded() -> None:
    fragment = html_fragment.render(RESULT)
    open_part, _, folded = fragment.partition("<details")
    assert all(rule in open_part for rule in ("OAUTH-002", "AD-001", "UCS-001", "X-001"))
    assert not any(rule in open_part for rule in ("PA-001", "TOP-001", "CERT-007"))
    assert all(rule in folded for rule in ("PA-001", "TOP-001", "CERT-007"))
    assert fragment.index("OAUTH-002") < fragment.index("AD-001") < fragment.index("CERT-007")
    assert "<details open>" not in fragment


def test_what_to_ask_for_is_unfolded_where_nothing_fails() -> None:
    verdicts = tuple(v for v in RESULT.verdicts if v.outcome is not Outcome.FAIL)
    assert "<details open><summary>Ask the customer for" in html_fragment.render(replace(RESULT, verdicts=verdicts))


def test_evidence_has_a_line_each_and_a_blank_value_says_so() -> None:
    cells = (Evidence("a.txt", 1, "t", "Name", "EXCH01"), Evidence("b.txt", 2, "t", "Uri", ""))
    verdicts = (replace(OAUTH_FAIL, evidence=cells),)
    for language, blank in (("en", "(blank)"), ("zh-TW", "（空白）")):
        lines = html_fragment.render(replace(RESULT, verdicts=verdicts), language=language).split("<div style=")
        assert sum("a.txt:1" in line for line in lines) == 1
        assert any(f"Uri = {blank}" in line and "b.txt:2" in line and "a.txt" not in line for line in lines)


def test_data_is_never_markup() -> None:
    evil = '</td><script>alert(1)</script>"&amp;\x1b'
    texts = {"en": evil, "zh-TW": evil}
    verdict = replace(
        OAUTH_FAIL, subject=evil, message=texts, title=texts, evidence=(Evidence(evil, 1, evil, evil, evil),)
    )
    tags = Tags()
    fragment = html_fragment.render(replace(RESULT, verdicts=(verdict,)))
    tags.feed(fragment)
    assert tags.seen <= ALLOWED
    assert "\x1b" not in fragment
    assert '</td><script>alert(1)</script>"&amp;\\x1b' in tags.text


def test_a_large_result_stays_small() -> None:
    many = tuple(replace(OAUTH_FAIL, subject=str(n)) for n in range(5000))
    assert len(html_fragment.render(replace(RESULT, verdicts=many))) < 100_000
