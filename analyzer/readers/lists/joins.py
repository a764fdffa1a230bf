"""How the printed lines of one value may be joined, and how likely each way is.

Between two lines of a value the writer dropped nothing, or a blank (where somebody trimmed the lines), or the value has
a line feed there. Which of these are possible follows from the writer's wrapping (`writer.py`): a line is broken where
the next word does not fit, or at the width. How likely each possible one is follows from the value itself: how many
blanks and line feeds a stretch of its text holds. Whatever is impossible is never weighed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from analyzer.readers.lists import kinds
from analyzer.readers.lists.seams import Piled, Seam

GLUED, BLANK, BREAK, BLANKS = "", " ", "\n", "  "
"""What may stand between two lines of a value. PowerShell writes `{a, b}` and `@{a=1; b=2}` with a blank."""

LINE_FEED = 1e-3
"""Chance that a line feed stands at a given place of a value that shows no sure one."""

NO_BLANK = 0.1
"""Blanks that a value is taken to have where it shows none."""

INDENTED = 0.02
"""Chance that a blank stands before another, at least."""

MOST_BLANKS = 8
"""Blanks between two words that may have been trimmed from the end of a line which was cut at its width."""

LONGEST_INDENTATION = 40
"""Cells of the longest indentation that is looked for where it may have been trimmed away."""

REPEATED = 0.1
"""What lines that were met before are still worth as evidence of the writer."""

UNFAVOURED = 0.005
"""How much less likely a join is where the same words stand otherwise elsewhere in the source."""

SINGLE_LINE = 0.97
"""Share of the values that hold no line feed."""

Join = tuple[str, ...]
"""What stands between the lines of a value: one entry for each pair of lines."""


class Writer(NamedTuple):
    """What is assumed of the program that wrote the list, and of what happened to the text afterwards.

    `width` of its lines, in cells; `word`: it breaks lines after words; `wide`: East Asian characters take two cells;
    `trimmed`: trailing blanks were taken away.
    """

    width: int
    word: bool
    wide: bool
    trimmed: bool


class Odds(NamedTuple):
    """How likely a blank or a line feed stands at a given place of a value, under one writer.

    `double`: how likely a blank is followed by another. `seen`: how the characters around the value's sure line feeds
    change the chance of another; None where it has none.
    """

    blank: float
    double: float
    feed: float
    seen: kinds.Seen | None


def options(seam: Seam, width: int, writer: Writer, after: str, odds: Odds) -> list[tuple[str, float]]:
    """What may stand at a seam in a field of `width` cells, with the chance of each.

    `after` is what stands at the next seam. A line feed is always possible.
    """
    found = _soft(seam, width, writer, after, odds) if seam.head else []
    factor = odds.seen.factor(seam.end, seam.start, among=not found) if odds.seen is not None else seam.feed
    chance = odds.feed * factor * seam.line
    if not found and seam.start != "  ":
        # Nothing else is possible: what speaks for a line feed here says nothing of the writer, unless it is an
        # indentation, which hardly stands within a line.
        return [(BREAK, min(chance, odds.feed * seam.line))]
    chance /= 1 + chance
    found = [(text, weight * (1 - chance)) for text, weight in found]
    found.append((BREAK, chance))
    if seam.favour is not None:
        found = [(text, weight if text == seam.favour else weight * UNFAVOURED) for text, weight in found]
    return found


def _soft(seam: Seam, width: int, writer: Writer, after: str, odds: Odds) -> list[tuple[str, float]]:
    """What may stand where the writer itself broke the line: nothing, or a blank that was trimmed since."""
    found = []
    left = width - seam.used
    indented = seam.start in (" ", "  ")  # then a blank before it is one of several
    double = max(odds.double, INDENTED) if indented else odds.double
    blank = double if indented else seam.blank or odds.blank
    if not writer.word:
        if left < seam.head:
            found.append((GLUED, (1 - blank) * seam.glue))
        if writer.trimmed and indented and 2 < left <= MOST_BLANKS:
            found.append((" " * left, blank * double))
        elif writer.trimmed and left in (1, 2):
            found.append((BLANK, blank) if left == 1 else (BLANKS, blank * double))
            if left == 2 and seam.head == 2:
                found.append((BLANK, blank))
        return found
    if after == GLUED and not seam.delimited:
        need = width + 1  # the word goes on: it is longer than a line, or it would not have been cut
    else:
        need = seam.word + 1 if seam.delimited or after in (BLANK, BLANKS) else seam.word
    room = seam.head if need > width else need  # a word longer than a line begins wherever its first character fits
    if seam.blank_end:
        if left < room:
            found.append((GLUED, seam.glue))
    elif left < seam.head and seam.tail + need > width:
        found.append((GLUED, (1 - blank) * seam.glue))
    if (
        odds.seen is not None
        and odds.seen.indented
        and writer.trimmed
        and not seam.used
        and need <= width < need + LONGEST_INDENTATION
    ):
        found.append((BLANKS, odds.feed * 0.2))  # an indentation alone on its line: how long it was is lost
    elif writer.trimmed and not seam.blank_end:
        for text, chance in ((BLANK, blank), (BLANKS, blank * double)):
            if 0 <= left - len(text) < room:
                found.append((text, chance))
    return found


class Weighed(NamedTuple):
    """All joins of a value under one writer.

    `total`: the logarithm of their summed chances; `score`: what of it speaks for the writer; `join`: the likeliest of
    them; `share`: its share of all.
    """

    total: float
    score: float
    join: Join
    share: float


_Chain = tuple[str, "_Chain"] | None


def weigh(piled: Piled, writer: Writer, column: int) -> Weighed | None:
    """Weighs the joins of a value that stands at `column`; None where the writer cannot have printed its lines."""
    field = writer.width - column
    if field < piled.longest[writer.wide]:
        return None
    seams = piled.seams(wide=writer.wide)
    odds = _odds(piled, seams, field, writer)
    # From the last seam upwards: what may stand at a seam depends on what follows the first word of its lower line.
    states: dict[str, tuple[float, float, _Chain]] = {BREAK: (1.0, 1.0, None)}
    scale = math.log(SINGLE_LINE if odds.feed == LINE_FEED else 1 - SINGLE_LINE)
    repeated = 0.0
    for seam in reversed(seams):
        above: dict[str, tuple[float, float, _Chain]] = {}
        if seam.delimited or not writer.word:
            best = max(states.values(), key=_chance) if len(states) > 1 else next(iter(states.values()))
            summed = sum(state[0] for state in states.values()) if len(states) > 1 else best[0]
            for text, weight in options(seam, field, writer, BREAK, odds):
                above[text] = (weight * summed, weight * best[1], (text, best[2]))
        else:
            for after, (total, chance, chain) in states.items():
                for text, weight in options(seam, field, writer, after, odds):
                    known = above.get(text)
                    if known is None:
                        above[text] = (weight * total, weight * chance, (text, chain))
                    elif known[1] >= weight * chance:
                        above[text] = (known[0] + weight * total, known[1], known[2])
                    else:
                        above[text] = (known[0] + weight * total, weight * chance, (text, chain))
        before, states = states, above
        top = max(state[0] for state in states.values())
        if seam.again:
            repeated += (1 - REPEATED) * math.log(top / max(state[0] for state in before.values()))
        if top < 1e-100:
            scale += math.log(top)
            states = {text: (total / top, chance / top, chain) for text, (total, chance, chain) in states.items()}
    best = max(states.values(), key=_chance)
    total = sum(state[0] for state in states.values())
    join = []
    chain = best[2]
    while chain is not None:
        join.append(chain[0])
        chain = chain[1]
    scale += math.log(total)
    return Weighed(scale, scale - repeated, tuple(join), best[1] / total)


def _chance(state: tuple[float, float, _Chain]) -> float:
    return state[1]


def _odds(piled: Piled, seams: Sequence[Seam], field: int, writer: Writer) -> Odds:
    """Judged by the line feeds that the value surely has under this writer, and by its blanks in and between lines."""
    feeds: list[Seam] = []
    blanks = 0
    slack = 1 if writer.trimmed else 0
    for seam in seams:
        if not seam.head:
            feeds.append(seam)
        elif writer.word:
            # the next word is taken as long as it can be: one that may go on never makes a line feed sure
            need = seam.word + 1
            if seam.used + need + slack <= field and need <= field:
                feeds.append(seam)
            elif seam.used < field and not seam.blank:
                blanks += 1
        elif seam.used + slack + seam.head <= field:
            feeds.append(seam)
        elif seam.used < field and not seam.blank:
            blanks += 1
    size = max(piled.size, 50)
    feed = (len(feeds) + 0.5) / size if feeds or piled.feeds else LINE_FEED
    seen = kinds.Seen((seam.end for seam in feeds), (seam.start for seam in feeds)) if feeds else None
    double = (piled.doubles + 0.02) / (piled.blanks + 10)
    return Odds((piled.blanks + max(blanks - 1, 0) * slack + NO_BLANK) / size, double, feed, seen)


def share_of(piled: Piled, writer: Writer, column: int, join: Join, total: float) -> float:
    """The share of one join among all under a writer (`total`: what `weigh` said); 0 where it cannot be."""
    field = writer.width - column
    seams = piled.seams(wide=writer.wide)
    odds = _odds(piled, seams, field, writer)
    chance = math.log(SINGLE_LINE if odds.feed == LINE_FEED else 1 - SINGLE_LINE)
    after = BREAK
    for seam, text in zip(reversed(seams), reversed(join), strict=True):
        for option, weight in options(seam, field, writer, after, odds):
            if option == text:
                chance += math.log(weight)
                break
        else:
            return 0.0
        after = text
    return math.exp(chance - total)


def flips(piled: Piled, writer: Writer, column: int, join: Join, most: int) -> list[Join]:
    """Up to `most` joins that differ from one at a single seam and are possible too, the likeliest first."""
    field = writer.width - column
    seams = piled.seams(wide=writer.wide)
    odds = _odds(piled, seams, field, writer)
    found: list[tuple[float, int, str]] = []
    for number, (seam, text, after) in enumerate(zip(seams, join, (*join[1:], BREAK), strict=True)):
        chances = dict(options(seam, field, writer, after, odds))
        found += [(chances[other], number, other) for other in chances if other != text]
    likely = sorted(found, key=lambda flip: -flip[0])[:most]
    return [(*join[:number], other, *join[number + 1 :]) for _, number, other in likely]


def joined(pieces: Sequence[str], join: Join) -> str:
    """The value: its lines with what stands between them."""
    return "".join([text for pair in zip(pieces, (*join, ""), strict=True) for text in pair])
