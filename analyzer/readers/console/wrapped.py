"""Cells that `Format-Table -Wrap` spread over several lines: which lines go together, and how they join.

PowerShell breaks a value at words where the writer's culture is English, French, German, Italian, Portuguese or
Spanish, and at the column's width in every other (docs/formats.md). The padding of a column hides the blank at a break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.readers.lists.lines import cells

USUAL_WIDTHS = {79, 80, 99, 100, 119, 120, 139, 140, 149, 150, 159, 160, 179, 180, 199, 200, 239, 240, 249, 250}
"""Cells in a line of consoles and of Out-File, as they come (a console's last cell stays free)."""

_NARROWEST = 40
"""A narrower table fits any console: nothing in it is taken for a wrapped line unless the command says so."""


def joined(pieces: Sequence[str], width: int, *, words: bool = True) -> str:
    """A value from the printed lines of its cell. `words`: the writer breaks at words, else at the width."""
    text = pieces[0] if pieces else ""
    for before, after in pairwise(pieces):
        text += _between(before, after, width, words=words) + after
    return text


def _between(before: str, after: str, width: int, *, words: bool) -> str:
    """What stood between two printed lines: nothing, a blank or a line break."""
    if before.endswith(" "):
        return ""
    free = width - cells(before, wide=True)
    if free <= 0 or (free == 1 and after[:1] and cells(after[0], wide=True) == 2):
        return ""
    if free == 1 or (words and before and after and cells(after.split(" ", 1)[0], wide=True) >= free):
        return " "
    return "\n"


def breaks_at_words(pairs: Sequence[tuple[str, str, int]]) -> bool:
    """Whether lines (one, the next, width) are broken at words: no word is cut that would have fitted on one line."""
    for before, after, width in pairs:
        if cells(before, wide=True) < width or not before or not after or before[-1] == " " or after[0] == " ":
            continue
        word = cells(before.rsplit(" ", 1)[-1], wide=True) + cells(after.split(" ", 1)[0], wide=True)
        if " " in before and word <= width:
            return False
    return True


@dataclass(frozen=True, slots=True)
class LastWidth:
    """The width of the last column; `kept`: blanks at line ends are still there; `sure`: it is known."""

    width: int
    kept: bool = False
    sure: bool = True


def last_width(pieces: Sequence[tuple[str, int]], start: int, *, words: bool, wide: bool) -> LastWidth:
    """How wide the last column is, from its printed cells and the blanks behind each; it begins at cell `start`.

    Windows PowerShell 5.1 pads it; PowerShell 7 leaves at most the blank at a break. Where editors took those off, a
    console's usual width tells; else the width is a guess.
    """
    sizes = [cells(piece, wide=wide) for piece, _ in pieces]
    visible = max(sizes)
    totals = {size + trailing for size, (_, trailing) in zip(sizes, pieces, strict=True)}
    if any(trailing for _, trailing in pieces):
        return LastWidth(max(totals), kept=len(totals) > 1 or len(pieces) == 1)
    if start + visible in USUAL_WIDTHS:
        return LastWidth(visible, sure=start + visible + 1 not in USUAL_WIDTHS or len(set(sizes)) > 2)
    if start + visible + 1 in USUAL_WIDTHS:
        return LastWidth(visible + 1)
    return LastWidth(visible + words, sure=False)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """Which rows of a table continue the row above: `continues[i]`; `words` says how the writer breaks lines.

    `doubtful` are the rows that may as well go on, or be on their own.
    """

    continues: tuple[bool, ...]
    words: bool
    doubtful: frozenset[int] = frozenset()


def find_wrapping(rows: Sequence[Sequence[str]], widths: Sequence[int], *, asked: bool) -> Wrapping:
    """Tells the rows that continue a value from rows of their own. `asked`: the command says -Wrap.

    A row continues the one above if every cell that it fills was filled there to the brim (the next word or character
    would not have fitted), and its first cell is empty where the row's first line fills it. That is sure only in a
    table as wide as a console, inside braces, or where -Wrap was asked for: else cells may be empty.
    """
    total = sum(widths) + len(widths) - 1
    if len(rows) < 2 or not (asked or (total >= _NARROWEST and not _cuts(rows, widths))):
        return Wrapping((False,) * len(rows), True)
    certain = asked or total in USUAL_WIDTHS
    continues = [False] * len(rows)
    doubtful: set[int] = set()
    began = 0
    proven = False
    opened = [_braces(cell) if cell.startswith("{") else 0 for cell in rows[0]]
    for index in range(1, len(rows)):
        row, above, first = rows[index], rows[index - 1], rows[began]
        filled = [column for column, cell in enumerate(row) if cell]
        below = bool(filled) and all(above[column] for column in filled)
        full = below and all(_full(above[column], row[column], widths[column]) for column in filled)
        fewer = any(cell and not row[column] for column, cell in enumerate(first))
        inside = any(opened[column] > 0 for column in filled)
        if full and fewer and (not row[0] or asked or proven):
            continues[index] = True
            proven = proven or certain or inside
            if not (certain or inside):
                doubtful |= {began, index}
        elif below and fewer and not row[0] and (asked or proven or inside):
            continues[index] = True  # a line break inside the value
        elif full and not row[0] and not first[0] and certain and _brimming(above, filled, widths):
            continues[index] = True  # the first column may be empty throughout
            doubtful |= {began, index}
        elif below and fewer and not row[0]:
            doubtful |= {began, index}
        if continues[index]:
            opened = [count + _braces(cell) if count > 0 else 0 for count, cell in zip(opened, row, strict=True)]
        else:
            began = index
            opened = [_braces(cell) if cell.startswith("{") else 0 for cell in row]
    ends = [cells(rows[index - 1][-1], wide=True) for index, goes_on in enumerate(continues) if goes_on]
    telling = len(widths) if total in USUAL_WIDTHS or ends.count(widths[-1]) > 1 else len(widths) - 1
    pairs = [
        (rows[index - 1][column], rows[index][column], widths[column])
        for index, goes_on in enumerate(continues)
        if goes_on
        for column in range(telling)  # the last column's width shows only in lines that are full
        if rows[index][column]
    ]
    return Wrapping(tuple(continues), breaks_at_words(pairs), frozenset(doubtful))


def _cuts(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> bool:
    """Whether a cell was cut at its column's width: then nothing was wrapped."""
    return any(
        cell.endswith(("...", "\u2026")) and cells(cell, wide=True) >= width - 1
        for row in rows
        for cell, width in zip(row, widths, strict=True)
    )


def _braces(text: str) -> int:
    """How many braces more a text opens than it closes."""
    return text.count("{") - text.count("}")


def _brimming(above: Sequence[str], filled: Sequence[int], widths: Sequence[int]) -> bool:
    """Whether the cells above leave no room for a single character; one lone cell need not, if a word found no room."""
    return len(filled) == 1 or all(widths[column] - cells(above[column], wide=True) <= 1 for column in filled)


def _full(before: str, after: str, width: int) -> bool:
    """Whether the line before has no room for the first word after it."""
    free = width - cells(before, wide=True)
    return free <= 1 or cells(after.split(" ", 1)[0], wide=True) >= free
