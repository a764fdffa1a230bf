"""The lines of a wrapped value, measured once: what decides whether a writer may have broken the value between them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analyzer.readers.lists import kinds
from analyzer.readers.lists.lines import cells

_WORD = re.compile(r"[^ \t\u00ad]*")
_BETWEEN_ITEMS = re.compile(r"[,;] ")

_SINGLE_LINE = re.compile(r"(?:CN|OU|DC|O|C|S|L|E)=[^=]*(?:,|\Z)|[a-z][a-z0-9+.-]*://", re.IGNORECASE)
"""How values begin that hold no line feed: DNs and URLs."""

_SHORT_SINGLE_LINE = re.compile(r"\d{1,4}[./-]\d|Version \d+\.")
_SHORT = 40
"""Dates and versions hold no line feed; a longer text may begin with one."""

BETWEEN_ITEMS = 0.9
"""Chance of a blank after a comma or semicolon in `{a, b}` and `@{a=1; b=2}`."""

BETWEEN_SCRIPTS = 0.6
"""Chance of a blank between a Latin and an East Asian word: Microsoft's own style sets one."""

UNLIKELY_GLUE = 0.1
"""How much less likely nothing stands between two equal lines, or before an indentation: words end there."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Two adjoining lines of a value, measured in cells: what decides whether the writer may have broken there.

    `used`: cells of the upper line; `tail`: of its last word; `blank_end`: it ends with a blank; `word`: cells of the
    first word of the lower line, with `delimited` whether a blank follows it there; `head`: cells of its first
    character (0: the line is empty). `blank`: how likely a blank is here (0: as everywhere in the value). `end`,
    `start`: the kinds of the characters that meet here; `feed`, `glue`: how they change the chance of a line feed, and
    of nothing at all; `line`: how the value's shape does (collections, DNs, URLs and single words are one line).
    `favour`: what stands between the same words elsewhere in the source. `again`: the same two lines met before, so
    that they say little more of the writer.
    """

    used: int
    tail: int
    blank_end: bool
    word: int
    delimited: bool
    head: int
    blank: float
    end: str
    start: str
    feed: float
    line: float
    glue: float
    favour: str | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Piled:
    """A wrapped value: its lines, and the seams between them for either way of counting cells.

    `size` is its length in characters, `blanks` how many of them are blanks within a line (those between the items
    of a collection apart), `doubles` of which follow another; `feeds` says that other
    values of the property hold line feeds. `reach`: a field of so many cells or more could have held every line with
    the word after it, so that all such fields read the value alike.
    """

    pieces: tuple[str, ...]
    narrow: tuple[Seam, ...]
    broad: tuple[Seam, ...]
    longest: tuple[int, int]
    reach: tuple[int, int]
    size: int
    blanks: int
    doubles: int
    feeds: bool

    def seams(self, *, wide: bool) -> tuple[Seam, ...]:
        """The seams, counted with one or two cells for a wide character."""
        return self.broad if wide else self.narrow


def pile(pieces: Sequence[str], *, feeds: bool = False, favours: Mapping[int, str] | None = None) -> Piled:
    """Measures the lines of a value.

    `feeds`: values of this property are known to hold line feeds. `favours`: what stands elsewhere in the source
    between the words that meet at a seam, by the seam's number.
    """
    text = "".join(pieces)
    inner = sum(piece.strip(" ").count(" ") for piece in pieces)
    doubles = sum(piece.strip(" ").count("  ") for piece in pieces)
    braced = pieces[0].startswith(("{", "@{")) and pieces[-1].rstrip().endswith("}")
    single = braced or _single_line(pieces[0], text)
    if braced:
        inner -= sum(len(_BETWEEN_ITEMS.findall(piece.strip(" "))) for piece in pieces)
    favours = favours or {}
    narrow = _seams(pieces, braced, single, favours, wide=False)
    broad = narrow if text.isascii() else _seams(pieces, braced, single, favours, wide=True)
    lasts = (cells(pieces[-1], wide=False), cells(pieces[-1], wide=True))
    longest = tuple(
        max(last, *(seam.used for seam in seams)) for last, seams in zip(lasts, (narrow, broad), strict=True)
    )
    reach = tuple(
        max(most, *(seam.used + seam.word for seam in seams)) + 4
        for most, seams in zip(longest, (narrow, broad), strict=True)
    )
    return Piled(
        tuple(pieces), narrow, broad, (longest[0], longest[1]), (reach[0], reach[1]), len(text), inner, doubles, feeds
    )


def _single_line(first: str, text: str) -> bool:
    """Whether the shape of a value says that it holds no line feed: a DN, a URL, a date, any single word."""
    if _SINGLE_LINE.match(first) or (len(text) <= _SHORT and _SHORT_SINGLE_LINE.match(first)):
        return True
    return " " not in text and "\t" not in text


def _seams(
    pieces: Sequence[str], braced: bool, single: bool, favours: Mapping[int, str], *, wide: bool
) -> tuple[Seam, ...]:
    seams = []
    for number, (upper, lower) in enumerate(pairwise(pieces)):
        word = _WORD.match(lower)
        assert word is not None
        last = max(upper.rfind(" "), upper.rfind("\t"), upper.rfind("\u00ad"))
        end, start = kinds.end(upper), kinds.start(lower)
        seams.append(
            Seam(
                used=cells(upper, wide=wide),
                tail=cells(upper[last + 1 :], wide=wide),
                blank_end=end == " ",
                word=cells(word[0], wide=wide),
                delimited=word.end() < len(lower),
                head=cells(lower[:1], wide=wide),
                blank=_blank(upper, start, braced=braced),
                end=end,
                start=start,
                feed=kinds.factor(end, start),
                line=0.05 if single else 1.0,
                glue=UNLIKELY_GLUE if (start == "  " and end != " ") or upper == lower else 1.0,
                favour=favours.get(number),
            )
        )
    return tuple(seams)


def _blank(upper: str, start: str, *, braced: bool) -> float:
    """How likely a blank follows a line where more is known than the value's own blanks; else 0."""
    if braced and upper.endswith((",", ";")):
        return BETWEEN_ITEMS
    if start == kinds.WIDE and upper[-1:].isascii() and upper[-1:].isalnum():
        return BETWEEN_SCRIPTS
    return 0.0


def met_before(piled: Piled, numbers: Container[int]) -> Piled:
    """The same value, of which the seams of these numbers say little more of the writer."""

    def marked(seams: Sequence[Seam]) -> tuple[Seam, ...]:
        return tuple(replace(seam, again=True) if number in numbers else seam for number, seam in enumerate(seams))

    return replace(piled, narrow=marked(piled.narrow), broad=marked(piled.broad))
