"""What the text of one cell of a CSV tells against it: a type name, lost characters, what a spreadsheet made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analyzer.readers import type_names
from analyzer.readers.lists.doubts import characters_lost

_SHORTENED: Final = re.compile(r"-?\d(?:[.,]\d{1,5})?E\+\d{2,3}")
_NO_ROOM: Final = re.compile(r"#{3,255}")
_MOST_IN_A_CELL: Final = 32767
"""The characters that a spreadsheet's cell can hold; it drops the others."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Says of a cell what its text tells against it. `plain`: the file has no quotes, as a spreadsheet saves it."""

    types: bool
    lost: bool
    plain: bool

    @classmethod
    def about(cls, text: str, *, plain: bool) -> Doubts:
        """For the cells of a file with this text."""
        return cls(type_names.may_hold(text), "?" in text or "\ufffd" in text, plain)

    def of(self, cell: str, name: str) -> tuple[str, str | None] | None:
        """The code of a note on the cell and its text; None where nothing is against it."""
        if cell.isspace() and not cell.strip(" "):
            return "type-name-instead-of-value", "Only blanks: a list of values that have no text of their own."
        if self.types and (type_names.is_type_name(cell, name) or type_names.holds_type_name(cell)):
            return "type-name-instead-of-value", None
        if self.lost and ("?" in cell or "\ufffd" in cell) and characters_lost(cell):
            return "characters-lost", None
        if self.plain:
            return _by_spreadsheet(cell)
        return None


def _by_spreadsheet(cell: str) -> tuple[str, str] | None:
    """What a spreadsheet did to a value before it saved the file."""
    if "E+" in cell[:10] and _SHORTENED.fullmatch(cell):
        return "value-cut", "A spreadsheet wrote the number with an exponent: its last digits are missing."
    if cell.startswith("###") and _NO_ROOM.fullmatch(cell):
        return "value-cut", "A spreadsheet had no room for the value and wrote number signs instead."
    if len(cell) == _MOST_IN_A_CELL:
        return "value-cut", f"A spreadsheet's cell holds {_MOST_IN_A_CELL} characters: the value can have had more."
    return None
