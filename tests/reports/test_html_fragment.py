from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

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
        assert all(name == "style" for name, _ in attrs)

    def handle_data(self, data) -> None:
        self.text += data


ALLOWED = {"div", "p", "br", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary", "pre"}


def test_shows_what_fails_what_is_open_and_what_to_ask_for() -> None:
    tags = Tags()
    tags.feed(html_fragment.render(RESULT))
    assert tags.seen <= ALLOWED
    assert "OAUTH-002" in tags.text
    assert "CERT-007" in tags.text
    assert "Get-CsCertificate | Export-Clixml" in tags.text
    assert "PA-001" not in tags.text


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
