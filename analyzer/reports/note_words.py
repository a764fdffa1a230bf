"""What the sources' notes say, in the language of the report."""

from __future__ import annotations

import re

from analyzer.notes import CODES

_SHOWN = 240
_POSITION = re.compile(r"(?:\w{1,12} )?\S{0,260}: ?\d+ \w{1,12}\W{1,2}\d+\Z")
"""`At line:1 char:1` in any language of the shell: told by its numbers."""
_LONGEST = 1000
"""A longer message stays as it is: names in it are the customer's, and matching takes the square of their length."""


def message_in(code: str, message: str, language: str) -> str:
    """A note's message, not yet sanitised.

    Readers write in English. In Traditional Chinese it is what the code means; what the note itself says beyond that
    (a number, the text of an error) stands behind it, in its own words where there are no Chinese ones.
    """
    known = _texts(code, language)
    if known is None:
        return message
    meaning, _ = known
    more = message.removeprefix(CODES[code].meaning).strip()
    return f"{meaning}（{_particulars(more)}）" if more else meaning


def shown_in(code: str, message: str, language: str, *, whole: bool = False) -> str:
    """A note's message as people read it: of the text of an error what it says, not where, unless `whole`."""
    if code == "error-record" and not whole:
        message = brief(message)
    return message_in(code, message, language)


def brief(message: str) -> str:
    """What an error record says, without the places below it (`+ CategoryInfo`), and not longer than a few lines."""
    text = " ".join(message.split())
    if "CategoryInfo" in text:
        said = _POSITION.sub("", text.partition(" + ")[0].strip()).strip()
        text = said or text
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def advice_in(code: str, language: str) -> str:
    """What to do about a code; empty for a code that is not known."""
    known = _texts(code, language)
    if known is not None:
        return known[1]
    return CODES[code].advice if code in CODES else ""


def _particulars(message: str) -> str:
    from analyzer.note_particulars_zh_tw import PARTICULARS

    if len(message) > _LONGEST:
        return message
    for pattern, chinese in PARTICULARS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(chinese)
    return message


def _texts(code: str, language: str) -> tuple[str, str] | None:
    """Meaning and advice in another language than English. Only then is the table of texts imported: start-up time."""
    if language != "zh-TW" or code not in CODES:
        return None
    from analyzer.notes_zh_tw import TEXTS

    return TEXTS.get(code)
