"""What the blocks of a source held: plain objects by columns, everything else as text, each with its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from analyzer.readers.fast.gather import Columns, gather
from analyzer.readers.fast.objects import Objects
from analyzer.readers.fast.pieces import Piece, PieceColumns, ReadAgain
from analyzer.readers.fast.seams import Seams, measure
from analyzer.readers.fast.text import Text
from analyzer.readers.lists.doubts import losses
from analyzer.readers.lists.printed import Printed, Wrap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An odd paragraph: the 1-based number of its first line, and its lines with the carriage returns before CR LF."""

    line: int
    lines: tuple[str, ...]


class Store:
    """The plain objects of a source as rows, counted from 0 in the order of the text, and its odd paragraphs.

    Filled block by block with `add`; the arrays over all rows are made when first asked for. With `again` values do
    not stay in memory (`PieceColumns`).
    """

    def __init__(self, names: list[str], again: ReadAgain | None = None) -> None:
        self.names = names
        self.pieces: list[Piece] = []
        self.columns = PieceColumns(self.pieces, again)
        self.codes: list[tuple[str, ...]] = []
        self.odd: list[Paragraph] = []
        self.lines = 0
        self.rows = 0
        self.broken = 0
        self.widest = 0
        self.odd_characters = 0
        self._last_labels: list[int] = []
        self._parts: dict[str, list[Any]] = {}

    def add(self, text: Text, objects: Objects | None, lines: int) -> None:
        """Adds a block of `lines` lines. Raises pyarrow.ArrowInvalid where a value is no UTF-8."""
        if objects is not None:
            self._add_odd(text, objects)
            if objects.sizes.size:
                self._add_rows(text, objects)
        self.lines += lines

    def _add_rows(self, text: Text, objects: Objects) -> None:
        import numpy as np

        columns = gather(text, objects)
        seams = measure(text, objects)
        plain = ~objects.odd
        count = objects.sizes.size
        wraps = np.zeros(count, np.int64)
        if seams is not None:
            np.add.at(wraps, seams.objects, seams.counts)
        self._keep(
            line=objects.first[plain] + self.lines + 1,
            other=self._others(objects, columns),
            apart=_apart(columns),
            first=self._first_labels(objects),
            longest=self._longest(objects),
            column=objects.columns,
            narrow=objects.narrow,
            broad=objects.broad,
            ends=objects.ends,
            kept=objects.kept,
            lost=objects.lost,
            size=objects.sizes + wraps,
            labels=objects.sizes,
        )
        by_label = columns.by_label
        self._add_doubts(objects, by_label)
        starts = None if objects.alike else np.append(0, np.cumsum(objects.sizes)).astype(np.int32)
        labels = objects.numbers.astype(np.int16)
        held = frozenset(by_label)
        place = text.place
        self.columns.add(Piece(self.rows, count, labels, starts, seams, place, objects.expected, held, by_label))
        self.rows += count
        self.broken += objects.broken
        self.widest = max(self.widest, int(objects.broad.max()))

    def _add_doubts(self, objects: Objects, by_label: Mapping[int, Any]) -> None:
        """Notes which cells may have lost something, and what: `codes` at their `doubtful_code`."""
        import numpy as np

        doubtful = objects.doubtful
        rows = np.searchsorted(np.cumsum(objects.sizes), doubtful, "right")
        labels = objects.numbers[doubtful % objects.numbers.size]
        cells = zip(rows.tolist(), labels.tolist(), strict=True)
        codes = [self._code(by_label[label][row].as_py()) for row, label in cells]
        self._keep(
            doubtful_row=rows + self.rows,
            doubtful_label=labels,
            doubtful_line=objects.key_lines[doubtful] + self.lines + 1,
            doubtful_code=np.array(codes, np.int64),
        )

    def _code(self, text: str) -> int:
        """The number of what a value has lost."""
        codes = _losses(text)
        if codes not in self.codes:
            self.codes.append(codes)
        return self.codes.index(codes)

    def _keep(self, **arrays: Any) -> None:
        for name, array in arrays.items():
            self._parts.setdefault(name, []).append(array)

    def _others(self, objects: Objects, columns: Columns) -> Bools:
        """Whether an object has other labels than the one before it, in whatever order."""
        import numpy as np

        found = np.zeros(columns.count, bool)
        if columns.present is not None:
            found[1:] = (columns.present[:, 1:] != columns.present[:, :-1]).any(axis=0)
        found[0] = sorted(objects.numbers[: objects.sizes[0]].tolist()) != self._last_labels
        self._last_labels = sorted(objects.numbers[-objects.sizes[-1] :].tolist())
        return found

    @staticmethod
    def _first_labels(objects: Objects) -> Ints:
        import numpy as np

        if objects.alike:
            return np.full(objects.sizes.size, objects.numbers[0])
        found: Ints = objects.numbers[np.cumsum(objects.sizes) - objects.sizes]
        return found

    def _longest(self, objects: Objects) -> Ints:
        """The length of the longest label of each object."""
        import numpy as np

        lengths = np.array([len(name) for name in self.names])[objects.numbers]
        if objects.alike:
            return np.full(objects.sizes.size, lengths.max())
        return np.maximum.reduceat(lengths, np.cumsum(objects.sizes) - objects.sizes)

    def _add_odd(self, text: Text, objects: Objects) -> None:
        import numpy as np

        for place in np.flatnonzero(objects.odd).tolist():
            first, last = int(objects.first[place]), int(objects.last[place])
            start, end = int(objects.lines.starts[first]), int(objects.lines.ends[last - 1])
            decoded = text.buffer[start:end].tobytes().decode("utf-8", "replace")
            self.odd_characters += len(decoded)
            lines = tuple(line.removesuffix("\r") for line in decoded.split("\n"))
            self.odd.append(Paragraph(first + self.lines + 1, lines))

    # -- over all rows ------------------------------------------------------------------------------------------------

    def array(self, name: str) -> Any:
        """One property of all rows: line, size (in lines), labels (how many), and those of `Objects`: column,
        narrow, broad, ends, kept, lost.

        `first` is the first label, `longest` the longest label's length; `other` says that a row has other labels than
        the row before, `apart` that it has none in common with it (or that this is not known).
        Or, of the cells whose value may have lost something, `doubtful_row`, `doubtful_label`, `doubtful_line`, and
        `doubtful_code`, which is the number of what they have lost in `codes`.
        """
        import numpy as np

        parts = self._parts.get(name, [])
        if len(parts) > 1:
            parts[:] = [np.concatenate(parts)]
        return parts[0] if parts else np.empty(0, np.int64)

    @cached_property
    def firsts(self) -> Ints:
        """The first row of each piece."""
        import numpy as np

        return np.array([piece.first for piece in self.pieces], np.int64)

    def piece_of(self, row: int) -> tuple[Piece, int]:
        """The piece that holds a row, and the row's number in it."""
        import numpy as np

        piece = self.pieces[int(np.searchsorted(self.firsts, row, "right")) - 1]
        return piece, row - piece.first

    def labels_of(self, row: int) -> list[int]:
        """The labels of a row, in order."""
        piece, offset = self.piece_of(row)
        return piece.labels_of(offset)

    def labels_within(self, first: int, last: int) -> list[int]:
        """The labels of some neighbouring rows, in the order of their first appearance."""
        import numpy as np

        found: dict[int, None] = {}
        for piece, start, stop in self.pieces_within(first, last):
            labels = piece.labels_within(start, stop)
            at = np.full(len(self.names), labels.size)
            at[labels[::-1]] = np.arange(labels.size)[::-1]
            found.update(dict.fromkeys(np.argsort(at, kind="stable")[: np.count_nonzero(at < labels.size)].tolist()))
        return list(found)

    def pieces_within(self, first: int, last: int) -> Iterator[tuple[Piece, int, int]]:
        """The pieces that hold some neighbouring rows, and which of their objects these are."""
        import numpy as np

        place = max(int(np.searchsorted(self.firsts, first, "right")) - 1, 0)
        for piece in self.pieces[place:]:
            start, stop = max(first - piece.first, 0), min(last - piece.first, piece.count)
            if start >= stop:
                return
            yield piece, start, stop

    def value(self, row: int, label: int) -> str:
        """One value, the lines of a wrapped one joined with nothing between."""
        piece, place = self.piece_of(row)
        found: str = self.columns.of(piece, label)[place].as_py()
        return found

    def printed(self, row: int) -> Printed:
        """A row as the exact reader would have scanned it."""
        piece, place = self.piece_of(row)
        labels = piece.labels_of(place)
        values = [self.columns.of(piece, label)[place].as_py() for label in labels]
        wraps = {
            index: Wrap(list(pieces_of(piece.seams, number, values[index])))
            for index, number in wrapped_of(piece, place, labels)
            if piece.seams is not None
        }
        lines = []
        line = int(self.array("line")[row])
        for index in range(len(labels)):
            lines.append(line)
            line += len(wraps[index].pieces) if index in wraps else 1
        for index, wrap in wraps.items():
            values[index] = wrap.pieces[0]
        column = int(self.array("column")[row]) + 3
        bare = bool(self.array("lost")[row])
        return Printed(column, None, 0, [self.names[label] for label in labels], lines, values, wraps, bare)

    def value_count(self, piece: Piece) -> int:
        """How many values of a piece are wrapped."""
        return piece.seams.counts.size if piece.seams is not None else 0

    def texts(self, row: int) -> Iterator[str]:
        """The lines that a row was printed on."""
        printed = self.printed(row)
        width = printed.column - 3
        for index, (label, value) in enumerate(zip(printed.labels, printed.values, strict=True)):
            separator = " :" if printed.bare and not value else " : "
            yield label.ljust(width) + separator + value
            wrap = printed.wraps.get(index)
            if wrap is not None:
                yield from (" " * printed.column + piece for piece in wrap.pieces[1:])


@lru_cache(maxsize=4096)
def _losses(text: str) -> tuple[str, ...]:
    return tuple(losses(text))


def _apart(columns: Columns) -> NDArray[np.bool_]:
    """Whether an object may have no label in common with the one before it; the first of a block may."""
    import numpy as np

    found = np.zeros(columns.count, bool)
    found[0] = True
    if columns.present is not None:
        found[1:] = ~(columns.present[:, 1:] & columns.present[:, :-1]).any(axis=0)
    return found


def wrapped_of(piece: Piece, place: int, labels: Sequence[int]) -> list[tuple[int, int]]:
    """The wrapped values of a row (by its number in the piece): index of the label, and number of the value."""
    import numpy as np

    if piece.seams is None:
        return []
    start, stop = np.searchsorted(piece.seams.objects, [place, place + 1]).tolist()
    return [(labels.index(int(piece.seams.labels[number])), number) for number in range(start, stop)]


def pieces_of(seams: Seams, number: int, text: str) -> Iterator[str]:
    """The lines of a wrapped value (by its number in the block), given its text with nothing between them."""
    start = int(seams.first_seams[number])
    end = int(seams.heads[number])
    yield text[:end]
    for size in seams.sizes[start : start + int(seams.counts[number])].tolist():
        yield text[end : end + size]
        end += size
