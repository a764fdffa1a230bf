"""Which writer printed a source's lists: width, wrap style, cells and trimming, told from the wrapped values alone.

Every writer that can have printed all lines is a candidate; each is weighed by how likely its readings of the wrapped
values are (`joins.py`). Several may survive: a value is in doubt where they read it differently.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.readers.lists.joins import (
    BREAK,
    Join,
    Weighed,
    Writer,
    flips,
    joined,
    share_of,
    weigh,
)
from analyzer.readers.lists.lines import WIDE
from analyzer.readers.lists.seams import Piled, met_before, pile
from analyzer.readers.lists.writer import prints_back

UNWRAPPED = 1 << 30
"""The width that stands for "not wrapped at all", as PowerShell 6 and later write lists into files."""

# How likely a width is before anything was read: consoles of 80 and 120 columns, with and without the last; the
# widths people set; any other.
_USUAL = {79: 0.16, 80: 0.16, 119: 0.16, 120: 0.16, UNWRAPPED: 0.1}
_KNOWN = dict.fromkeys((60, 99, 100, 132, 139, 140, 149, 150, 159, 160, 179, 180, 199, 200, 239, 240, 255, 256), 0.01)
_OTHER = 0.0005
_NARROW, _UNLIKELY = 40, 2e-6
# Bounds of the search: values looked at, lines of one value, weighings; widths beyond the longest line. A writer that
# is worse than the best by _FAR (a logarithm) is given up.
_SAMPLE = 400
_LONG = 80
_LINES = 4_000
_MOST_WORK = 100_000
_WIDEST_STEP = 300
_FAR = 25.0
_SAME = 8
_READINGS = 8
_NEGLIGIBLE = 1e-5


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A wrapped value and the column (in cells) at which it stands."""

    piled: Piled
    column: int

    def alike(self, writer: Writer) -> Writer:
        """The narrowest writer that treats the value as `writer` does: beyond some width all are alike."""
        most = self.column + self.piled.reach[writer.wide]
        return writer._replace(width=most) if writer.width > most else writer


@dataclass(frozen=True, slots=True)
class Facts:
    """What all lines of the lists say of their writer: the longest line for either way of counting, and trimming.

    `blank_ends`: some line ends with a blank; `bare_ends`: some blank value has lost the blank of its separator.
    `wide`: how the labels' columns count wide characters; None where they do not tell.
    """

    longest: tuple[int, int]
    blank_ends: bool
    bare_ends: bool
    wide: bool | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """What the widths to be tried depend on, of all values: the furthest cell, and whether any has wide characters.

    `reach` is the largest of `Wrapped.column` and `Piled.reach` together, for either way of counting.
    """

    reach: tuple[int, int]
    east_asian: bool

    @classmethod
    def of(cls, values: Iterable[Wrapped]) -> Extent:
        """The extent of these values."""
        narrow = broad = 0
        east_asian = False
        for value in values:
            narrow = max(narrow, value.column + value.piled.reach[0])
            broad = max(broad, value.column + value.piled.reach[1])
            east_asian = east_asian or any(WIDE.search(piece) for piece in value.piled.pieces)
        return cls((narrow, broad), east_asian)


@dataclass(frozen=True, slots=True)
class Writers:
    """The writers that may have printed some values: the chance of each, and how well the best explains the values.

    The chances sum to 1. `score` is a logarithm, comparable between writers for the same values only.
    """

    chances: dict[Writer, float]
    score: float


def settle(values: Sequence[Wrapped], facts: Facts, width: int | None = None, extent: Extent | None = None) -> Writers:
    """The writers that may have printed the values. `width` is the writer's width where it is known.

    `extent` is that of the values where it is known: then only a sample of them is looked at.
    """
    extent = extent or Extent.of(values)
    scores = {writer: math.log(prior) for writer, prior in _candidates(extent, facts, width).items()}
    work = 0
    for value in _sample(values):
        found: dict[Writer, Weighed | None] = {}
        for writer in list(scores):
            alike = value.alike(writer)
            if alike not in found:
                found[alike] = weigh(value.piled, alike, value.column)
                work += len(value.piled.pieces)
            weighed = found[alike]
            if weighed is None:
                del scores[writer]
            else:
                scores[writer] += weighed.score
        best = max(scores.values())
        scores = {writer: score for writer, score in scores.items() if score > best - _FAR}
        if work > _MOST_WORK:
            break
    best = max(scores.values())
    total = sum(math.exp(score - best) for score in scores.values())
    chances = {writer: math.exp(score - best) / total for writer, score in scores.items()}
    likely = sorted(chances.items(), key=lambda item: -item[1])
    return Writers({writer: chance for writer, chance in likely if chance > _NEGLIGIBLE}, best)


def explained(values: Sequence[Wrapped], writer: Writer) -> float:
    """How well a writer explains values: a score to compare with that of `settle` for the same values."""
    score = math.log(_prior(writer))
    for value in _sample(values):
        weighed = weigh(value.piled, value.alike(writer), value.column)
        score += weighed.score if weighed is not None else -math.inf
    return score


def _sample(values: Sequence[Wrapped]) -> Iterator[Wrapped]:
    """Values enough to tell the writer, from all over the source; of long ones the first lines.

    The same lines say little more the second time: directories and XML repeat themselves.
    """
    most = max(_LONG, _LINES // len(values))
    met: set[tuple[int, str, str]] = set()
    for value in values[:: max(1, len(values) // _SAMPLE)]:
        pieces = value.piled.pieces[:most]
        again = set()
        for number, (upper, lower) in enumerate(pairwise(pieces)):
            seam = (value.column, upper, lower[:_SAME])
            if seam in met:
                again.add(number)
            met.add(seam)
        piled = value.piled if len(pieces) == len(value.piled.pieces) else pile(pieces)
        yield Wrapped(met_before(piled, again) if again else piled, value.column)


def _prior(writer: Writer) -> float:
    if writer.width < _NARROW:
        return _UNLIKELY
    return _USUAL.get(writer.width) or _KNOWN.get(writer.width) or _OTHER


def _candidates(extent: Extent, facts: Facts, width: int | None) -> dict[Writer, float]:
    """All writers that the lines as such allow, with their chances before any value is weighed."""
    trimmed: tuple[bool, ...] = (False, True)
    if facts.blank_ends != facts.bare_ends:
        trimmed = (facts.bare_ends,)
    ways: tuple[bool, ...] = (False,)
    if extent.east_asian:
        ways = (False, True) if facts.wide is None else (facts.wide,)
    elif facts.wide:
        ways = (True,)
    found: dict[Writer, float] = {}
    for wide in ways:
        longest = facts.longest[wide]
        widths = [width] if width is not None and width >= longest else sorted(_widths(extent.reach[wide], longest))
        for size in widths:
            for word in (False, True):
                for trim in trimmed:
                    writer = Writer(size, word, wide, trim)
                    found[writer] = _prior(writer)
    return found


def _widths(reach: int, longest: int) -> set[int]:
    """The widths from the longest line up to the last at which a line may have been broken for want of room."""
    last = min(reach, longest + _WIDEST_STEP)
    return {*range(longest, last + 1), *(usual for usual in (*_USUAL, *_KNOWN) if usual >= longest), UNWRAPPED}


@dataclass(frozen=True, slots=True)
class Settled:
    """A wrapped value as it was read: its text, how sure that is (0 to 1), and its other readings."""

    text: str
    join: Join
    share: float
    others: tuple[str, ...] = ()


def read(value: Wrapped, writers: Mapping[Writer, float], sure: float) -> Settled:
    """The likeliest reading over all writers; where its share is below `sure`, with the other readings."""
    chances: dict[Writer, float] = {}
    for writer, chance in writers.items():
        alike = value.alike(writer)
        chances[alike] = chances.get(alike, 0.0) + chance
    weighed = {writer: weigh(value.piled, writer, value.column) for writer in chances}
    joins = {found.join for found in weighed.values() if found is not None}
    if not joins:
        join = (BREAK,) * (len(value.piled.pieces) - 1)
        return Settled(joined(value.piled.pieces, join), join, 0.0)
    shares = dict.fromkeys(joins, 0.0)
    known = 0.0
    for writer, found in weighed.items():
        if found is None:
            continue
        known += chances[writer]
        for join in joins:
            share = (
                found.share if join == found.join else share_of(value.piled, writer, value.column, join, found.total)
            )
            shares[join] += chances[writer] * share
    best = max(joins, key=lambda join: (shares[join], join))
    share = shares[best] / known
    text = joined(value.piled.pieces, best)
    first = next(writer for writer, found in weighed.items() if found is not None and found.join == best)
    if share >= sure and not _upright(value.piled.pieces):
        if prints_back(
            text,
            value.piled.pieces,
            first.width - value.column,
            word=first.word,
            wide=first.wide,
            trimmed=first.trimmed,
        ):
            return Settled(text, best, share)
        share = 0.0  # no writer that is known printed these lines
    share = min(share, 0.5) if _upright(value.piled.pieces) else share
    others = sorted(joins - {best}, key=lambda join: (-shares[join], join))
    texts = [joined(value.piled.pieces, join) for join in others[:_READINGS]]
    texts += [joined(value.piled.pieces, join) for join in flips(value.piled, first, value.column, best, _READINGS)]
    return Settled(text, best, share, tuple(dict.fromkeys(other for other in texts if other != text))[:_READINGS])


def _upright(pieces: Sequence[str]) -> bool:
    """Whether a value stands one character a line: a cut label left it no room, and its own blanks may be trimmed."""
    return len(pieces) > 2 and max(map(len, pieces)) <= 1
