"""Lists and tables in which an editor put tabs for blanks, with stops after every eight or four cells.

A tab between the words of a value stays, as far as its paragraph shows that it is one: only what is before a list's
separator is written with blanks again, and tables whose ruler has fewer tabs than gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.readers.console.columns import ruler_runs
from analyzer.readers.lines import Line

_LABEL = re.compile(r"\S[^\t:]*(?::[^\t:]+)?\t[\t ]*:(?=[ \t]|\Z)[ \t]*")
_STOPS = (8, 4)


def without_tabs(lines: list[Line]) -> list[Line]:
    """The lines with blanks for the tabs that stand for the blanks of a list's labels or of a table."""
    done: list[Line] = []
    for paragraph in _paragraphs(lines):
        ruler = next((i for i, line in enumerate(paragraph) if "\t" in line.text and ruler_runs(line.text)), -1)
        if ruler >= 0:
            done += _table(paragraph, ruler)
        elif any(_LABEL.match(line.text) for line in paragraph):
            done += _list(paragraph)
        else:
            done += paragraph
    return done


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        paragraph.append(line)
        if not line.text.strip():
            yield paragraph
            paragraph = []
    yield paragraph


def _table(paragraph: list[Line], ruler: int) -> list[Line]:
    """A spreadsheet has one tab between two columns, and so has every row; other tables are padded with tabs."""
    gaps = len(ruler_runs(paragraph[ruler].text)) - 1
    rows = [line.text.count("\t") for line in paragraph[max(ruler - 1, 0) :]]
    if paragraph[ruler].text.count("\t") == gaps and max(rows) <= gaps:
        return paragraph
    return [Line(line.number, line.text.expandtabs(_STOPS[0])) for line in paragraph]


def _list(paragraph: list[Line]) -> list[Line]:
    """The stops are those that put all separators into one column."""
    found = [match[0].rstrip() for line in paragraph if (match := _LABEL.match(line.text))]
    for size in _STOPS:
        if len({len(label.expandtabs(size)) for label in found}) == 1:
            break
    else:
        return paragraph
    return [
        Line(line.number, match[0].expandtabs(size) + line.text[match.end() :])
        if (match := _LABEL.match(line.text))
        else line
        for line in paragraph
    ]
