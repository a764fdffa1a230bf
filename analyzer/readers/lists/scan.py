"""From physical lines to printed objects: which line is a label's, which continues a value, where an object ends.

Nothing is joined here. A list printed by PowerShell has one column for all separators of an object (`" : "`), and
continuation lines with as many blanks as the separators' end; an object ends at an empty line, at a separator in
another column, or at a repetition of its first label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.readers.lists.lines import Line, cells, fitting

SEPARATOR = re.compile(r" [:\uff1a](?: |$)")


@dataclass(slots=True)
class Cell:
    """A label with the pieces of its value, one for each physical line."""

    label: str
    line: int
    pieces: list[str]


@dataclass(slots=True)
class Printed:
    """A printed object: the column (in cells) where its values begin, and its cells in order."""

    column: int
    wide: bool
    cells: list[Cell] = field(default_factory=list)


def label_end(text: str, column: int, *, wide: bool) -> int | None:
    """The index where the separator of a label line stands; None where the line has none at the object's column."""
    index = column - 3 if text.isascii() else fitting(text, column - 3, wide=wide)
    separator = text[index : index + 3]
    if separator[:2] in (" :", " \uff1a") and separator[2:] in ("", " ") and not text[:index].isspace():
        return index
    return None


def take_object(lines: Sequence[Line], start: int) -> tuple[Printed, int] | None:
    """The object whose first label stands on lines[start], and the index after its last line; None where none does."""
    text = lines[start].text
    if not text or text[0].isspace():
        return None
    best: tuple[Printed, int] | None = None
    for match in SEPARATOR.finditer(text):
        for wide in (False, True) if not text[: match.start()].isascii() else (False,):
            found = scan_object(lines, start, cells(text[: match.start()], wide=wide) + 3, wide=wide)
            if best is None or found[1] > best[1]:
                best = found
    return best


def scan_object(lines: Sequence[Line], start: int, column: int, *, wide: bool) -> tuple[Printed, int]:
    """Reads label and continuation lines from lines[start] for as long as they stand at `column`."""
    printed = Printed(column, wide)
    blank = " " * column
    gap = 0
    index = start
    end = start
    while index < len(lines):
        text = lines[index].text
        if not text:
            gap += 1
        elif text.startswith(blank):
            cell = printed.cells[-1]
            cell.pieces += [""] * gap + [text[column:]]
            gap, end = 0, index + 1
        else:
            at = label_end(text, column, wide=wide)
            label = text[:at].rstrip() if at is not None else ""
            if gap or at is None or (printed.cells and label == printed.cells[0].label):
                break
            printed.cells.append(Cell(label, lines[index].number, [text[at + 3 :]]))
            end = index + 1
        index += 1
    return printed, end
