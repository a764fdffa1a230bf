"""Lists whose alignment a web page or an editor took away, made readable again.

Without the alignment `Label : value` has one blank before the colon, the lines that continue a value begin at the
margin, and often a blank line stands after each line. What was a line of its own cannot be known for sure: the list
reader puts such values in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from analyzer.readers.lines import Line
from analyzer.readers.lists import take_list

_LABEL = re.compile(r"(\w[\w.()/# -]{0,60}?)( *):(?: |$)")


def mended(lines: Sequence[Line]) -> list[Line]:
    """The lines with continued values indented and doubled line ends undone, where labels stand collapsed.

    Other lines are handed back as they are: an aligned list is left to the list reader.
    """
    done: list[Line] = []
    for paragraph in _paragraphs(_undoubled(lines)):
        whole = take_list(paragraph, 0) == len(paragraph)
        done += _indented(paragraph) if not whole and _is_collapsed(paragraph) else paragraph
    return done


def _is_collapsed(lines: Sequence[Line]) -> bool:
    """Whether the first line has a label, and all labels are of different lengths with one blank before the colon."""
    labels = [found for line in lines if (found := _LABEL.match(line.text))]
    if len(labels) < 2 or not lines or not _LABEL.match(lines[0].text):
        return False
    return all(found[2] == " " for found in labels) and len({len(found[1]) for found in labels}) > 1


def _indented(lines: Sequence[Line]) -> list[Line]:
    return [line if _LABEL.match(line.text) else Line(line.number, f" {line.text}") for line in lines]


def _undoubled(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the blank one after each, if there are labels and no line stands without one after it."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 3 or any(one.text.strip() and other.text.strip() for one, other in pairwise(lines)):
        return lines
    names = [found[1] for line in filled if (found := _LABEL.match(line.text))]
    distinct = len(set(names)) == len(names) > len(filled) // 2
    return filled if distinct and _is_collapsed(filled) else lines


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that are blank, or not, in turn."""
    runs: list[list[Line]] = []
    for line in lines:
        blank = not line.text.strip()
        if runs and blank == (not runs[-1][0].text.strip()):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs
