"""Lines, and the display cells of their texts as PowerShell's hosts count them when they lay out a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

WIDE = re.compile(
    "[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3040-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
"""Characters of two display cells in PowerShell 7.3 and later (ConsoleControl.LengthInBufferCells)."""

ASTRAL = re.compile("[\U00010000-\U0010ffff]")
"""Characters of two UTF-16 units: PowerShell counts one cell for each unit, whatever its version."""


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line: its 1-based number in the source, and its text without the line end."""

    number: int
    text: str


def cells(text: str, *, wide: bool) -> int:
    """Display cells of a text. With `wide`, East Asian wide characters take two, as in PowerShell 7.3 and later."""
    if text.isascii():
        return len(text)
    count = len(text) + len(ASTRAL.findall(text))
    return count + len(WIDE.findall(text)) if wide else count


def fitting(text: str, width: int, *, wide: bool) -> int:
    """How many leading characters of the text fit into `width` cells."""
    if text.isascii():
        return min(len(text), max(width, 0))
    used = 0
    for count, char in enumerate(text):
        used += cells(char, wide=wide)
        if used > width:
            return count
    return len(text)


def shared_margin(texts: Iterable[str]) -> str:
    """The blanks and tabs with which all texts begin; of no texts, none."""
    shared: str | None = None
    for text in texts:
        margin = text[: len(text) - len(text.lstrip(" \t"))]
        if shared is None:
            shared = margin
        while not margin.startswith(shared):
            shared = shared[:-1]
        if not shared:
            return ""
    return shared or ""
