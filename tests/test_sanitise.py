from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.sanitise import json_text, one_line, shorten, spreadsheet_text, visible

ANY = st.text(st.characters(codec=None), max_size=60)  # lone surrogates too
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("中文，標點", "中文，標點"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b]52;c;ZXZpbA==\x07", "\\x1b]52;c;ZXZpbA==\\x07"),
        ("\x9b2J", "\\x9b2J"),
        ("https://a\u202ecod.exe", "https://a\\u202ecod.exe"),
        ("\u200eAB12", "\\u200eAB12"),
        ("\ud800", "\\ud800"),
        ("a\rb\x00\x7f", "a\\rb\\x00\\x7f".replace("\\r", "\\x0d")),
        ("\U000e0041", "\\U000e0041"),
        ("C:\\x1b is a path", "C:\\x1b is a path"),
        ("nbsp\u00a0and\u3000wide", "nbsp\u00a0and\u3000wide"),
    ],
)
def test_what_cannot_be_shown_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(ANY)
def test_nothing_unsafe_is_left(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in "\n\t" for c in shown)
    assert not set(shown) & set(BIDI)
    assert visible(shown) == shown
    shown.encode("utf-8")
    assert "\n" not in one_line(text)


@given(ANY)
def test_json_text_is_safe_and_reads_back(text: str) -> None:
    written = json_text(json.dumps({"value": text}, ensure_ascii=False))
    written.encode("utf-8")
    assert visible(written) == written
    expected = "".join(visible(c) if 0xD800 <= ord(c) < 0xE000 else c for c in text)
    assert json.loads(written)["value"] == expected


@given(ANY, st.integers(10, 40))
def test_shortened_text_keeps_both_ends(text: str, limit: int) -> None:
    short = shorten(text, limit)
    if len(text) <= limit:
        assert short == text
    else:
        assert short.startswith(text[: limit // 2])
        assert f"of {len(text):,} characters" in short


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\u3000=1"])
def test_a_formula_becomes_text_in_a_spreadsheet(text: str) -> None:
    assert spreadsheet_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=b", "CN=x", "https://a/", "5E12345"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert spreadsheet_text(text) == text
