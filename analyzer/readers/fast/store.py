"""What the blocks of a source held: plain objects by columns, everything else as text, each with its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analyzer.readers.fast.gather import Columns, gather
from analyzer.readers.fast.scan import Objects
from analyzer.readers.fast.seams import Seams, measure
from analyzer.readers.fast.text import Text
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


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of plain objects (`rows` of the store): their columns, and their seams if there are any."""

    first: int
    columns: Columns
    seams: Seams | None
    by_label: dict[int, Any]


class Store:
    """The plain objects of a source as rows, counted from 0 in the order of the text, and its odd paragraphs.

    Filled block by block with `add`; the arrays over all rows are made when first asked for.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.pieces: list[Piece] = []
        self.odd: list[Paragraph] = []
        self.lines = 0
        self.rows = 0
        self.broken = 0
        self.widest = 0
        self.odd_characters = 0
        self._shapes: list[NDArray[np.int64]] = []
        self._shape_of: dict[bytes, int] = {}
        self._set_of: dict[bytes, int] = {}
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
            shape=self._shapes_of(objects),
            set=self._sets_of(columns),
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
        doubtful = objects.doubtful
        self._keep(
            doubtful_row=np.searchsorted(np.cumsum(objects.sizes), doubtful, "right") + self.rows,
            doubtful_label=objects.numbers[doubtful % objects.numbers.size],
            doubtful_line=objects.key_lines[doubtful] + self.lines + 1,
        )
        self.pieces.append(Piece(self.rows, columns, seams, dict(zip(columns.labels, columns.arrays, strict=True))))
        self.rows += count
        self.broken += objects.broken
        self.widest = max(self.widest, int(objects.broad.max()))

    def _keep(self, **arrays: Any) -> None:
        for name, array in arrays.items():
            self._parts.setdefault(name, []).append(array)

    def _shapes_of(self, objects: Objects) -> Ints:
        """The number of the shape (the labels in order) of each object."""
        import numpy as np

        if objects.alike:
            return np.full(objects.sizes.size, self._shape(objects.numbers))
        ends = np.cumsum(objects.sizes).tolist()
        starts = [0, *ends[:-1]]
        found = (self._shape(objects.numbers[start:end]) for start, end in zip(starts, ends, strict=True))
        return np.fromiter(found, np.int64, len(ends))

    def _shape(self, numbers: Ints) -> int:
        found = self._shape_of.setdefault(numbers.tobytes(), len(self._shapes))
        if found == len(self._shapes):
            self._shapes.append(numbers)
        return found

    def _sets_of(self, columns: Columns) -> Ints:
        """A number for the set of labels of each object, the same for the same set."""
        import numpy as np

        bits = np.zeros((1 if columns.present is None else columns.count, len(self.names)), bool)
        bits[:, columns.labels] = True if columns.present is None else columns.present.T
        keys = [row.tobytes().rstrip(b"\0") for row in np.packbits(bits, axis=1)]  # labels still to come are zeros
        found = [self._set_of.setdefault(key, len(self._set_of)) for key in keys]
        return np.full(columns.count, found[0]) if columns.present is None else np.array(found, np.int64)

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

    def labels_of(self, shape: int) -> list[int]:
        """The labels of a shape, in order."""
        found: list[int] = self._shapes[shape].tolist()
        return found

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
        """One property of all rows: line, size (in lines), shape, labels (how many), and those of `Objects`: column,
        narrow, broad, ends, kept, lost.

        `set` is the same number for the same labels, `first` the first label, `longest` the longest label's length;
        `apart` says that a row has no label in common with the row before (or that this is not known).
        Or, of the cells whose value may have lost something, `doubtful_row`, `doubtful_label` and `doubtful_line`.
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

    def value(self, row: int, label: int) -> str:
        """One value, the lines of a wrapped one joined with nothing between."""
        piece, place = self.piece_of(row)
        found: str = piece.by_label[label][place].as_py()
        return found

    def printed(self, row: int) -> Printed:
        """A row as the exact reader would have scanned it."""
        piece, place = self.piece_of(row)
        labels = self.labels_of(int(self.array("shape")[row]))
        values = [piece.by_label[label][place].as_py() for label in labels]
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
