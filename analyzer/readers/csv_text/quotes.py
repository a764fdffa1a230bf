"""What the quotes of a CSV tell by themselves: how many cells they enclose, and which of these may be type names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MARGIN = 8
"""Bytes that must follow a text in its buffer, so that words can be read beyond its end."""

_BLOCK = 2**19  # so many bytes as a processor's second cache holds, with what is made of them
_QUOTE = 0x22
_BEGINNINGS = tuple(int.from_bytes(pair, "little") for pair in (b"Sy", b"Mi", b"De", b"@{"))
_WORDS = tuple(int.from_bytes(word, "little") for word in (b"Syst", b"Micr", b"Dese"))
_OBJECT = int.from_bytes(b"@{", "little")
_ARRAY = int.from_bytes(b"[]", "little")


@dataclass(frozen=True, slots=True)
class Quotes:
    """How many cells stand in quotes (`count`), and those of them that may hold a type name.

    `cells` are their numbers among all that stand in quotes, ascending, and `starts` where their quotes open.
    """

    count: int
    cells: Ints
    starts: Ints


def quotes(data: bytearray, start: int, end: int, delimiter: str) -> Quotes | None:
    """The quotes of the rows in data[start:end]; None unless each begins or ends a cell, or is one of two within.

    Every second quote closes: a delimiter, a line end or a quote follows it, as one of them stands before each that
    opens. A cell of nothing but blanks gives None too, for it gets a note. The text ends with a line end; something
    stands before it.
    """
    import numpy as np

    content = np.frombuffer(data, np.uint8)
    words = np.ndarray((len(data) - 3,), "<u4", data, strides=(1,))  # four bytes from any position
    count = odd = 0
    last = start  # where the last cell so far begins
    found: list[tuple[Ints, Ints]] = []
    for first in range(start, end, _BLOCK):
        places = np.flatnonzero(content[first : min(first + _BLOCK, end)] == _QUOTE)
        around = words[first - 1 :][places]  # the byte before each quote, the quote, and two behind it
        opening, closing = around[odd::2], around[1 - odd :: 2]
        before, behind = opening.astype(np.uint8), (closing >> 16).astype(np.uint8)
        if not (_at_edge(before, delimiter) and _at_edge(behind, delimiter)):
            return None
        opens = places[odd::2] + first
        begins = before != _QUOTE
        value = (opening >> 16).astype(np.uint16)
        for position in opens[value.astype(np.uint8) == 0x20].tolist():
            if not data[position + 1 : max(data.find(b'"', position + 1, end), 0)].strip(b" "):
                return None
        likely = np.flatnonzero(_any_of(value, _BEGINNINGS) & begins)
        word = words[opens[likely] + 1]
        likely = likely[_any_of(word, _WORDS) | ((word & 0xFFFF) == _OBJECT)]
        arrays = np.flatnonzero(closing.astype(np.uint8) == _ARRAY >> 8)
        closes = places[1 - odd :: 2][arrays] + first
        arrays = arrays[(words[closes - 2] & 0xFFFF) == _ARRAY] - odd  # which opening each belongs to, -1: the last one
        whole = bool(begins.all())
        number = np.arange(opens.size) if whole else np.cumsum(begins) - 1
        starts = np.append(opens if whole else opens[begins], last)  # at -1 the last one of the block before
        own = np.append(number, -1)[np.concatenate((likely, arrays))]
        found.append((own + count, starts[own]))
        count += starts.size - 1
        last = int(starts[-2]) if starts.size > 1 else last
        odd ^= places.size & 1
    if odd or not count:
        return None
    cells, at = np.unique(np.concatenate([own for own, _ in found]), return_index=True)
    return Quotes(count, cells, np.concatenate([starts for _, starts in found])[at])


def line_ends_before(data: bytearray, start: int, end: int, positions: Ints) -> Ints:
    """How many lines of data[start:end] end before each of the (ascending) positions: at CRLF, LF or CR."""
    import numpy as np

    content = np.frombuffer(data, np.uint8)
    found = np.empty(positions.size, np.int64)
    count = 0
    for first in range(start, end, _BLOCK):
        last = min(first + _BLOCK, end)
        ends = content[first:last] == 0x0A
        ends |= (content[first:last] == 0x0D) & (content[first + 1 : last + 1] != 0x0A)
        places = np.flatnonzero(ends)
        part = slice(*np.searchsorted(positions, (first, last)).tolist())
        found[part] = np.searchsorted(places, positions[part] - first) + count
        count += places.size
    return found


def _at_edge(characters: NDArray[np.uint8], delimiter: str) -> bool:
    """Whether all are what stands before or behind a cell, or quotes."""
    return bool(_any_of(characters, (_QUOTE, ord(delimiter), 0x0A, 0x0D)).all())


def _any_of(values: NDArray[np.unsignedinteger], wanted: tuple[int, ...]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = values == wanted[0]
    for each in wanted[1:]:
        found |= values == each
    return found
