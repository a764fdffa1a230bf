"""What of a large source the plain reader still reads: everything odd, with the plain objects around it.

Of a long stretch of plain objects it need not see the inner ones. Nothing that it looks for spans more than
`CONTEXT` lines, so that what it reads of the rest does not depend on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.readers.console.clean import clean
from analyzer.readers.fast.store import Store
from analyzer.readers.fast.text import NotPlain
from analyzer.readers.lines import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

CONTEXT = 80
"""Lines of plain objects that stay on either side of what is odd; the header of a transcript may take 60."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """The cleaned lines that stay, with their numbers in the source, and the stretches of rows that do not."""

    lines: list[Line]
    stretches: list[tuple[int, int]]


def reduced(store: Store) -> Reduced:
    """What stays of a source. Raises NotPlain where too much does, or where its text must be cleaned as a whole."""
    import numpy as np

    stays = _staying(store)
    size, lines = store.array("size"), store.array("line")
    filled = int(size.sum())
    if int(size[stays].sum()) + sum(len(paragraph.lines) for paragraph in store.odd) > store.lines * 2 // 3:
        raise NotPlain
    if store.broken * 2 >= filled:
        raise NotPlain  # Markdown's hard line breaks: every line ends with two blanks
    texts: list[str] = []
    numbers: list[int] = []
    stretches: list[tuple[int, int]] = []
    done = 1  # the next line of the source
    before = -1
    for line, row, printed in _kept(store, np.flatnonzero(stays), lines):
        if row >= 0 and row > before + 1:
            stretches.append((before + 1, row))
            texts.append("")
            numbers.append(line - 1)
        else:
            texts += [""] * (line - done)
            numbers += range(done, line)
        texts += printed
        numbers += range(line, line + len(printed))
        done = line + len(printed)
        before = row if row >= 0 else before
    texts += [""] * (store.lines + 1 - done)
    numbers += range(done, store.lines + 1)
    broken = sum(1 for text in texts if text.endswith("  ") and not text.endswith("   "))
    if broken * 2 >= max(len(texts) - texts.count(""), 1):
        raise NotPlain
    cleaned = clean("\n".join(texts) + "\n")
    return Reduced([Line(numbers[line.number - 1], line.text) for line in cleaned], stretches)


def _kept(store: Store, rows: Ints, lines: Ints) -> Iterator[tuple[int, int, list[str]]]:
    """The odd paragraphs and the rows that stay, in order: (first line, row or -1, lines)."""
    odd = iter(store.odd)
    paragraph = next(odd, None)
    for row in rows.tolist():
        line = int(lines[row])
        while paragraph is not None and paragraph.line < line:
            yield paragraph.line, -1, list(paragraph.lines)
            paragraph = next(odd, None)
        yield line, row, list(store.texts(row))
    while paragraph is not None:
        yield paragraph.line, -1, list(paragraph.lines)
        paragraph = next(odd, None)


def _staying(store: Store) -> NDArray[np.bool_]:
    """The rows that stay: those at the ends of the source, around odd paragraphs, and beside doubtful borders."""
    import numpy as np

    lines = store.array("line")
    ends = lines + store.array("size")
    spans = [(0, 1), (store.lines + 1, store.lines + 2)]
    spans += [(paragraph.line, paragraph.line + len(paragraph.lines)) for paragraph in store.odd]
    spans += [(int(lines[row]), int(ends[row + 1])) for row in _joined_rows(store)]
    borders = np.zeros(lines.size + 1, np.int64)
    starts, stops = np.array(spans).T
    first = np.minimum(np.searchsorted(ends, starts - CONTEXT, "right"), np.searchsorted(lines, starts) - 1)
    last = np.maximum(np.searchsorted(lines, stops + CONTEXT), np.searchsorted(lines, stops) + 1)
    np.add.at(borders, np.clip(first, 0, lines.size), 1)
    np.add.at(borders, np.clip(last, 0, lines.size), -1)
    stays: NDArray[np.bool_] = np.cumsum(borders)[:-1] > 0
    return stays


def _joined_rows(store: Store) -> list[int]:
    """The rows that may be one object with the next (`lists.scan._parted`), or doubled lines."""
    import numpy as np

    firsts, columns, sizes = store.array("first"), store.array("column"), store.array("labels")
    other = firsts[1:] != firsts[:-1]
    longest = store.array("longest") == columns
    apart = store.array("apart")[1:] & (columns[1:] == columns[:-1]) & ~(longest[1:] & longest[:-1])
    single = (sizes[1:] == 1) | (sizes[:-1] == 1)
    found = []
    for row in np.flatnonzero(other & (apart | single)).tolist():
        upper, lower = (store.labels_of(place) for place in (row, row + 1))
        if len(upper) == 1 or len(lower) == 1 or set(upper).isdisjoint(lower):
            found.append(row)
    return found
