"""Lines that a mail program folded: what did not fit goes on at the margin, and a line break stands for a blank.

The printed line is put together again, so that the writer's own wrapping can be told from it; the value stays in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NARROWEST, _WIDEST = 60, 78
"""Mail programs fold lines between 65 and 78 characters (RFC 5322)."""

_MOST = 400
_NOT_FOLDED = re.compile(
    r"[\s>]|(?:\[[^\]]*\]:? ?)?(?:PS[ >]|[A-Za-z]:\\[^ ]*>)|```|~~~|\[/|\+ |At |-+(?: +-+)*\s*\Z|Line \|"
)
"""How lines begin that are no rest of a folded one: prompts, fences, errors, rulers."""


def rest_of(texts: Sequence[str], start: int, index: int) -> int:
    """How many lines from `index` on may be the rest of the folded line above it, by their lengths and beginnings.

    The object begins at `start`. Its lines with a blank, at which they can be folded, tell the longest that was left.
    """
    end = index
    while end < min(len(texts), index + _MOST) and texts[end]:
        end += 1
    longest = _NARROWEST
    for text in texts[start:end]:
        bare = text.rstrip()
        if " " in bare.lstrip():
            longest = max(longest, len(bare))
    if longest > _WIDEST:
        return 0
    count = 0
    for above, text in zip(texts[index - 1 : end], texts[index:end], strict=False):
        if _NOT_FOLDED.match(text) or len(above.rstrip()) + 1 + len(text.split(maxsplit=1)[0]) <= longest:
            break
        count += 1
    return count


def unfolded(upper: str, lower: str) -> str:
    """The line that was folded between two; the blank at the fold may still stand at the end of the upper one."""
    return f"{upper}{lower}" if upper.endswith(" ") or not upper else f"{upper} {lower}"
