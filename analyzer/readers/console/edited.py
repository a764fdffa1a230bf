"""Tables that a web page, an editor or a spreadsheet changed: blanks collapsed, columns moved, tabs, no ruler."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WIDE_GAP = re.compile(r"\t+| {2,}")
# A date with its time is one value: 2014/4/22 下午 03:15:02, 22.04.2014 15:15:02, 4/22/2014 3:15:02 PM.
_MOMENT = re.compile(
    r"(?<!\S)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?(?: [^\s\d]{1,6})? ?"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: [AaPp]\.?\s?[Mm]\.?)?(?!\S)"
)
_NAME = re.compile(r"[A-Z][a-z0-9]+[A-Z]\w*")


@dataclass(frozen=True, slots=True)
class Split:
    """The cells of a row; `sure` where the row has as many words (or moments) as the table columns."""

    cells: list[str]
    sure: bool


def by_tabs(text: str, count: int) -> list[str] | None:
    """The cells of a row with tabs between, missing ones at the end blank; None where there are too many."""
    found = [cell.strip() for cell in text.split("\t")]
    return found + [""] * (count - len(found)) if len(found) <= count else None


def by_blanks(text: str, runs: Sequence[tuple[int, int]]) -> Split | None:
    """The cells of a row whose blanks do not keep to the ruler; None where it cannot be a row of this table.

    Two or more blanks, else single ones, part the cells where that gives one for each column. With fewer, each belongs
    to the column whose dashes it stands under most; with more, the last column takes the rest: those are doubtful.
    Prose, which ends as a sentence does, is no row.
    """
    count = len(runs)
    for spans in (_spans(text, _WIDE_GAP), _words(text)):
        if len(spans) == count:
            return Split([text[start:end] for start, end in spans], True)
    spans = _spans(text, _WIDE_GAP)
    if 1 < len(spans) < count and (placed := _placed(text, spans, runs)):
        return Split(placed, False)
    words = _words(text)
    if count < len(words) <= 3 * count + 2 and count > 1 and not text.rstrip().endswith((".", ":", "!", "?")):
        start = words[count - 1][0]
        return Split([*(text[begin:end] for begin, end in words[: count - 1]), text[start:].strip()], False)
    return None


def without_ruler(header: str, row: str) -> tuple[list[str], list[str]] | None:
    """Names and cells of a table without its ruler: as many words on both lines, and the names look like names."""
    names, found = header.split(), [row[start:end] for start, end in _words(row)]
    if len(names) < 2 or len(names) != len(found) or not all(_NAME.fullmatch(name) for name in names):
        return None
    return names, found


def _spans(text: str, gap: re.Pattern[str]) -> list[tuple[int, int]]:
    spans = []
    start = len(text) - len(text.lstrip())
    size = len(text.rstrip())
    for found in gap.finditer(text, start, size):
        spans.append((start, found.start()))
        start = found.end()
    if start < size:
        spans.append((start, size))
    return spans


def _words(text: str) -> list[tuple[int, int]]:
    """The words of a line; a moment, and what stands in braces, is one word."""
    spans: list[tuple[int, int]] = []
    index, last_brace = 0, text.rfind("}")
    while index < len(text):
        if text[index].isspace():
            index += 1
            continue
        moment = _MOMENT.match(text, index)
        if moment:
            end = moment.end()
        elif text[index] == "{" and index < last_brace:
            end = text.index("}", index) + 1
        else:
            end = index
            while end < len(text) and not text[end].isspace():
                end += 1
        spans.append((index, end))
        index = end
    return spans


def _placed(text: str, spans: Sequence[tuple[int, int]], runs: Sequence[tuple[int, int]]) -> list[str] | None:
    """The cells under the runs they overlap most, in order; None where two want the same column."""
    cells = [""] * len(runs)
    last = -1
    for start, end in spans:
        best = max(range(len(runs)), key=lambda number: min(end, runs[number][1]) - max(start, runs[number][0]))
        if best <= last:
            return None
        cells[best] = text[start:end]
        last = best
    return cells
