"""The text of an HTML page, in lines as a browser shows them: its tags would else be read as output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w:]*)[^<>]*>|<![^<>]*>")
"""What has no end before the next tag is text. It takes time in proportion; the standard library's parser does not."""

_UNSEEN: Final = frozenset({"script", "style", "title"})
_LINES: Final = frozenset({"blockquote", "br", "div", "h1", "h2", "h3", "h4", "hr", "li", "p", "pre", "table", "tr"})
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")


def text_of(page: str) -> str:
    """The lines of a page. Blanks are kept within `pre` and collapsed elsewhere; no-break ones stay everywhere."""
    found: list[str] = []
    unseen = kept = 0
    for text, tag, closes in _tokens(page):
        if not unseen and text:
            shown = unescape(text) if kept else unescape(_BLANKS.sub(" ", text))
            at_start = not kept and (not found or found[-1].endswith(("\n", " ")))
            found.append(shown.lstrip(" ") if at_start else shown)
            if not found[-1]:
                found.pop()
        step = -1 if closes else 1
        unseen = max(unseen + step * (tag in _UNSEEN), 0)
        kept = max(kept + step * (tag == "pre"), 0)
        if tag in ("td", "th") and not closes:
            found.append("\t")
        elif (tag == "br" and not closes) or (tag in _LINES and found and not found[-1].endswith("\n")):
            found.append("\n")
    return "".join(found).strip("\n") + "\n"


def _tokens(page: str) -> Iterator[tuple[str, str, bool]]:
    """Each stretch of text with the tag behind it ("" for none), and whether that closes an element."""
    page = _without_comments(page)
    at = 0
    for match in _TAG.finditer(page):
        yield page[at : match.start()], (match[2] or "").lower(), bool(match[1])
        at = match.end()
    yield page[at:], "", False


def _without_comments(page: str) -> str:
    kept = []
    at = 0
    while (start := page.find("<!--", at)) >= 0 and (end := page.find("-->", start + 4)) >= 0:
        kept.append(page[at:start])
        at = end + 3
    return "".join((*kept, page[at:]))
