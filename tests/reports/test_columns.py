from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.reports.columns import display_width, pad, wrap

MIXED = st.text(st.sampled_from("ab -/.，。（）中文憑證é\u0301ｆ"), max_size=120)


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("憑證", 4), ("e\u0301", 1), ("ｆｕｌｌ", 8), ("ﾊﾝ", 2), ("", 0), ("…", 1)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_pad_counts_columns() -> None:
    assert pad("憑證", 6) == "憑證  "
    assert pad("toolong", 3) == "toolong"


@given(MIXED, st.integers(12, 60))
def test_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width, "> ", "  ")
    assert all(display_width(line) <= width for line in lines)
    assert "".join(line[2:] for line in lines).replace(" ", "") == text.replace(" ", "")


def test_breaks_between_wide_characters_but_not_before_punctuation() -> None:
    assert wrap("這是用戶端使用的位址，伺服器不用。", 20) == ["這是用戶端使用的位", "址，伺服器不用。"]


def test_keeps_line_feeds_and_runs_of_blanks() -> None:
    assert wrap("a  b\nc", 20, "- ", "  ") == ["- a  b", "  c"]


def test_cuts_a_word_that_is_longer_than_a_line() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_placeholder_keeps_its_end() -> None:
    assert wrap("請輸入網域名稱<網域>", 18) == ["請輸入網域名稱<網", "域>"]
