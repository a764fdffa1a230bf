"""What stands between a list and its reader: colours, a margin, no-break spaces, lines doubled by a web page.

A view holds the cleaned texts of consecutive lines, and for each the index of the line it came from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.readers.lists.lines import Line, cells, shared_margin

COLOUR = re.compile(r"\x1b?\[[0-9;]{1,12}m")
"""The escape sequences that PowerShell 7.2 and later put around labels; mail gateways take the ESC away."""

_NO_BREAK_LABEL = re.compile(r"^[^:\uff1a]{1,200}[:\uff1a]\xa0?")
_NO_BREAK_MARGIN = re.compile(r"^[ \xa0]+")
_LABEL = re.compile(r"^\S.*? [:\uff1a](?: |$)")
_LOOK_AHEAD = 60


@dataclass(frozen=True, slots=True)
class View:
    """Cleaned texts, the index (in the given lines) of each, and the number of the line in the source.

    `doubtful`: a web page may have put the empty lines between the lines of a value, or they may be its own.
    """

    texts: list[str]
    indexes: Sequence[int]
    numbers: list[int]
    doubtful: bool = False


def cleaned(text: str) -> str:
    """The line without colours and with blanks for the no-break spaces of its margin, label and separator."""
    if "[" in text and "m" in text and ("\x1b[" in text or text.startswith("[")):
        text = COLOUR.sub("", text)
    if "\xa0" in text:
        if text[0] in " \xa0":
            margin = _NO_BREAK_MARGIN.match(text)
            end = margin.end() if margin else 0
            text = " " * end + text[end:]
        label = _NO_BREAK_LABEL.match(text)
        if label and ("\xa0:" in label[0] or ":\xa0" in label[0]):
            text = label[0].replace("\xa0", " ") + text[label.end() :]
    return text


def view(lines: Sequence[Line], start: int = 0, stop: int | None = None) -> View:
    """The view of lines[start:stop]: cleaned, without the common margin, and undoubled where a web page doubled them.

    The margin and the doubling are told from the first lines.
    """
    part = lines[start:stop]
    texts = [cleaned(line.text) if "\xa0" in line.text or "[" in line.text else line.text for line in part]
    indexes: Sequence[int] = range(start, start + len(texts))
    numbers = [line.number for line in part]
    width = _margin(texts)
    if width:
        texts = [text[width:] if text[:width].isspace() else text.lstrip(" \t") for text in texts]
    doubled = _doubled(texts)
    gaps = [] if doubled else _gaps_in_values(texts)
    if doubled or max(gaps, default=0) > 1:
        kept = _undoubled(texts)
        texts = [texts[i] for i in kept]
        numbers = [numbers[i] for i in kept]
        indexes = [start + i for i in kept]
    return View(texts, indexes, numbers, bool(gaps))


def _margin(texts: Sequence[str]) -> int:
    """Blanks or tabs before every line of the first block, where the block is a list with a margin; else 0."""
    if not texts or texts[0][:1] not in (" ", "\t"):
        return 0
    block: list[str] = []
    for text in texts[:_LOOK_AHEAD]:
        if not text.strip():
            break
        block.append(text)
    margin = len(shared_margin(block))
    return margin if margin and _LABEL.match(block[0][margin:]) else 0


def _doubled(texts: Sequence[str]) -> bool:
    """Whether every line of the first block is followed by an empty one.

    Proof is a label that is padded although no other label stands beside it, or three labels in one column.
    """
    if len(texts) < 3 or texts[1].strip() or not texts[2].strip():
        return False
    first = _LABEL.match(texts[0])
    if first is None:
        return False
    separator = max(first[0].rfind(" :"), first[0].rfind(" \uff1a"))
    columns = _columns(first[0][:separator])
    if len(texts[1]) > separator + 2:
        return False  # so many blanks are an empty line of the value
    labels: list[str] = []
    padded = False
    for i in range(0, min(len(texts), _LOOK_AHEAD), 2):
        text = texts[i]
        if not text.strip() or (i + 1 < len(texts) and texts[i + 1].strip()):
            break
        if text[0].isspace():
            continue
        found = _LABEL.match(text)
        label = found[0].rstrip(" :\uff1a") if found else ""
        if found is None or label in labels:
            break
        place = max(found[0].rfind(" :"), found[0].rfind(" \uff1a"))
        columns &= _columns(text[:place])
        if not columns:
            break
        padded = padded or len(label) < place
        labels.append(label)
    return len(labels) >= (2 if padded else 3)


def _columns(label: str) -> set[tuple[bool, int]]:
    """Where a padded label ends, for either way of counting cells."""
    return {(wide, cells(label, wide=wide)) for wide in (False, True)}


def _gaps_in_values(texts: Sequence[str]) -> list[int]:
    """How many empty lines stand between every two lines, where that is always an odd number and a value goes on.

    Doubled lines have such gaps: one within an object, and three for an empty line of its own.
    """
    filled = [index for index, text in enumerate(texts[:_LOOK_AHEAD]) if text.strip()]
    gaps = [below - above - 1 for above, below in pairwise(filled)]
    odd = all(gap % 2 for gap in gaps)
    return gaps if odd and any(texts[index][0].isspace() for index in filled) else []


def _undoubled(texts: Sequence[str]) -> list[int]:
    """Indexes of the lines that stay: of every run of empty lines, the one after each line goes."""
    kept = []
    skip = False
    for i, text in enumerate(texts):
        if skip and not text.strip():
            skip = False
            continue
        kept.append(i)
        skip = True
    return kept
