"""Colours of a terminal, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_CODES: Final = {
    "bold": "1",
    "dim": "2",
    "critical": "1;31",
    "error": "31",
    "warning": "33",
    "info": "36",
    "good": "32",
    "unknown": "36",
}


@dataclass(frozen=True, slots=True)
class Style:
    """Paints text where `colour` is true; the text alone where it is not (a pipe, NO_COLOR)."""

    colour: bool = False

    def paint(self, name: str, text: str) -> str:
        """The text in one of the program's styles; a name without a style leaves it plain."""
        code = _CODES.get(name)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text
