"""Lines that a mail program folded: what did not fit goes on at the margin, and a line break stands for a blank.

The printed line is put together again, so that the writer's own wrapping can be told from it; the value stays in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

FEWEST = 60
"""Cells that a folded line and the first word after it take at least: mail programs fold between 65 and 80."""

_MOST = 400
_NOT_FOLDED = re.compile(
    r"[\s>]|(?:\[[^\]]*\]:? ?)?(?:PS[ >]|[A-Za-z]:\\[^ ]*>)|```|~~~|\[/|\+ |At |-+(?: +-+)*\s*\Z|Line \|"
)
"""How lines begin that are no rest of a folded one: prompts, fences, errors, rulers."""


def rest_of(texts: Sequence[str], index: int) -> int:
    """How many lines from `index` on may be the rest of the folded line above it, by their lengths and beginnings."""
    end = index
    while end < min(len(texts), index + _MOST):
        text = texts[end]
        if not text or _NOT_FOLDED.match(text):
            break
        above = texts[end - 1].rstrip()
        if len(above) + 1 + len(text.split(maxsplit=1)[0]) <= FEWEST:
            break
        end += 1
    return end - index


def unfolded(upper: str, lower: str) -> str:
    """The line that was folded between two; the blank at the fold may still stand at the end of the upper one."""
    return f"{upper}{lower}" if upper.endswith(" ") or not upper else f"{upper} {lower}"
