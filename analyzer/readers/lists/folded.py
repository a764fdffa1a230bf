"""Lines that a mail program folded: what did not fit goes on at the margin, and a line break stands for a blank.

The printed line is put together again, so that the writer's own wrapping can be told from it; the value stays in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NARROWEST, _WIDEST = 60, 78
"""Mail programs fold lines between 65 and 78 characters (RFC 5322)."""

_MOST = 100
"""Lines above and below that are looked at."""

_NOT_FOLDED = re.compile(
    r"[\s>]|(?:\[[^\]]*\]:? ?)?(?:PS[ >]|[A-Za-z]:\\[^ ]*>)|```|~~~|\[/|\+ |At |-+(?: +-+)*\s*\Z|Line \|"
    r'|\*{4}|#TYPE |<\?xml |<Objs |[{\[]\s*\Z|"[^"]*"[,;\t]"'
)
"""How lines begin that are no rest of a folded one: prompts, fences, errors, rulers, frames, exports."""


def rest_of(texts: Sequence[str], start: int, index: int) -> int:
    """How many lines from `index` on may be the rest of the folded line above it, by their lengths and beginnings.

    The object begins at `start`. Its lines with a blank, at which they can be folded, tell the longest that was left.
    """
    end = index
    while end < min(len(texts), index + _MOST) and texts[end]:
        end += 1
    limit = fold_limit(texts[max(start, index - _MOST) : end])
    if not limit:
        return 0
    count = 0
    for above, text in zip(texts[index - 1 : end], texts[index:end], strict=False):
        if not may_be_folded(above, text, limit):
            break
        count += 1
    return count


def fold_limit(texts: Sequence[str]) -> int:
    """How long the lines may be that a mail program left whole: the longest of those it could fold; 0 if it did not."""
    lengths = [len(bare) for text in texts if " " in (bare := text.rstrip()).lstrip()]
    longest = max(lengths, default=0)
    return max(longest, _NARROWEST) if longest <= _WIDEST else 0


def may_be_folded(upper: str, lower: str, limit: int) -> bool:
    """Whether a line may be the rest of the one above: it stands at the margin, and its first word found no room."""
    if not lower.strip() or _NOT_FOLDED.match(lower):
        return False
    return len(upper.rstrip()) + 1 + len(lower.split(maxsplit=1)[0]) > limit


def unfolded(upper: str, lower: str) -> str:
    """The line that was folded between two; the blank at the fold may still stand at the end of the upper one."""
    return f"{upper}{lower}" if upper.endswith(" ") or not upper else f"{upper} {lower}"
