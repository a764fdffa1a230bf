from __future__ import annotations

import re
import subprocess
import sys

import pytest

from analyzer import notes_zh_tw
from analyzer.notes import CODES, note

HAN = re.compile(r"[\u4e00-\u9fff]")
# What a translator must not touch: commands, options, encodings, file kinds.
NAMES = re.compile(r"\b(?:Export-\w+|Format-\w+|Out-File|Get-\w+|certutil|dnscmd|U\+FFFD|py7zr|\.cer|\.zip)\b", re.I)


def test_every_code_has_its_traditional_chinese_texts_and_no_other_has() -> None:
    assert set(notes_zh_tw.TEXTS) == set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_texts_say_the_same_in_both_languages(code: str) -> None:
    english = (CODES[code].meaning, CODES[code].advice)
    for ours, theirs in zip(english, notes_zh_tw.TEXTS[code], strict=True):
        assert HAN.search(theirs)
        assert {name.lower() for name in NAMES.findall(ours)} <= {name.lower() for name in NAMES.findall(theirs)}
        assert ours.rstrip().endswith((".", "xml")) and theirs.endswith(("。", "xml"))


def test_the_texts_are_traditional_not_simplified() -> None:
    texts = "".join(text for pair in notes_zh_tw.TEXTS.values() for text in pair)
    with pytest.raises(UnicodeEncodeError):
        "证书编码记录".encode("cp950")
    assert texts.encode("cp950")


def test_a_note_says_what_its_code_means_unless_told_more() -> None:
    assert note("list-cut").message == CODES["list-cut"].meaning
    assert note("list-cut", "Four of nine.", line=3).message == "Four of nine."
    with pytest.raises(KeyError):
        note("no-such-code")


def test_an_english_report_does_not_load_the_chinese_texts() -> None:
    program = (
        "import sys; from analyzer.reports import terminal, markdown, inventory, html_fragment; "
        "sys.exit('analyzer.notes_zh_tw' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
