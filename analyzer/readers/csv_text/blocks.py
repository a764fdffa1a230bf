"""A large CSV in blocks of rows, by pyarrow where it provably reads as this package does (`plain`).

What stays of a block are its place in the source and, where not every row is one line, the rows' lines; its columns too
where there is room (`Budget.kept_bytes`). Otherwise those that are asked for are read again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.budget import Budget
from analyzer.errors import UsageError
from analyzer.model import Block, Note, Reading, Source
from analyzer.readers.ahead import ahead
from analyzer.readers.csv_text.dialect import dialect
from analyzer.readers.csv_text.plain import (
    first_row,
    is_plain,
    lost_characters,
    lost_notes,
    may_have_lost,
    read_rows,
    type_notes,
)
from analyzer.readers.csv_text.quotes import MARGIN, Quotes, line_ends_before, quotes
from analyzer.readers.csv_text.rows import Row, line_ends, rows, type_line
from analyzer.readers.fast.text import BLOCK, NotPlain, keep_memory, text_at, text_blocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ENDS = ('"\r\n', '"\n')
_HEAD = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a block: the number of the first, how many, and the line of each (or of the first alone).

    `place` are the bytes of the source, `skipped` those of the block's text before the rows (the header), `kept` the
    columns that stay in memory.
    """

    first: int
    count: int
    line: int
    lines: NDArray[np.int64] | None
    place: tuple[int, int]
    skipped: int
    kept: dict[str, Any]


class Columns:
    """The columns of a CSV: those that were kept, others read again from the source, one block at a time."""

    def __init__(self, source: Source, names: Sequence[str], delimiter: str) -> None:
        self.names, self.blocks = list(names), list[Rows]()
        self._source, self.delimiter = source, delimiter
        self._state = self._told()
        self._at_hand: tuple[int, dict[str, Any]] = (-1, {})

    def keep(self, names: Sequence[str]) -> None:
        """Reads columns that are wanted as a whole, all in one go; they stay in memory."""
        for block in self.blocks:
            missing = [name for name in names if name in self.names and name not in block.kept]
            if missing:
                block.kept.update(self._read(block, missing))

    def of(self, block: Rows, name: str) -> Any:
        """A column of a block, an Arrow array of text."""
        if name in block.kept:
            return block.kept[name]
        if self._at_hand[0] != block.first:
            self._at_hand = (-1, {})  # before the next is made: one at a time
            self._at_hand = (block.first, self._read(block, ()))
        return self._at_hand[1][name]

    def _read(self, block: Rows, names: Sequence[str]) -> dict[str, Any]:
        table = None
        if self._told() == self._state:
            text = text_at(self._source, block.place)
            body = memoryview(text.buffer[text.start + block.skipped : text.end].tobytes())
            table = read_rows(body, self.names, self.delimiter, names)
        if table is None or table.num_rows != block.count:
            raise UsageError(f"{self._source.name} has changed while it was being looked at.")
        return columns_of(table)

    def _told(self) -> tuple[int, int] | None:
        """What tells whether a file on disk has been written to."""
        if self._source.path is None:
            return None
        found = self._source.path.stat()
        return found.st_size, found.st_mtime_ns


def columns_of(table: Any) -> dict[str, Any]:
    """The columns of a table by name, each as one array."""
    return {name: table.column(name).combine_chunks() for name in table.column_names}


@dataclass(frozen=True, slots=True)
class _Header:
    """What stands before the first row (`size` bytes), the line of that, and where the table begins, with its type."""

    delimiter: str
    names: list[str]
    size: int
    line: int
    begun: tuple[int, str | None]


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows of a block, from `begin` in its bytes, and their quotes."""

    header: _Header
    data: bytearray
    begin: int
    place: tuple[int, int]
    quoted: Quotes

    @property
    def end(self) -> int:
        """Where the margin begins that `quotes` needs."""
        return len(self.data) - MARGIN


def read_blocks(
    source: Source, budget: Budget, told: Callable[[int], None] | None = None, size: int = 2 * BLOCK
) -> Reading | None:
    """What `analyzer.readers.csv_text.read` gives, in blocks of `size` characters; None where that must read it."""
    from analyzer.readers.csv_text.records import Records

    columns: Columns | None = None
    notes: list[Note] = []
    begun: tuple[int, str | None] = (1, None)
    line = first = 0
    keep = source.size <= budget.kept_bytes
    keep_memory()
    try:
        bodies = ahead(_bodies(source, size, budget))
        with closing(bodies), closing(ahead(_tables(bodies, budget))) as tables:
            for body, table in tables:
                if told is not None:
                    told(body.place[1])
                if columns is None:
                    columns = Columns(source, body.header.names, body.header.delimiter)
                    line, begun = body.header.line, body.header.begun
                lines, more, ends = _told_of(body, table, first, line)
                notes += more
                kept = columns_of(table) if keep else {}
                columns.blocks.append(Rows(first, table.num_rows, line, lines, body.place, body.begin - 1, kept))
                first += table.num_rows
                line += ends
                if first > budget.rows:
                    return None
    except NotPlain:
        return None
    if columns is None:
        return None
    blocks = (Block(0, first, begun[0], type=begun[1]),)
    return Reading("csv", Records(columns), blocks, tuple(notes))


def _bodies(source: Source, size: int, budget: Budget) -> Generator[_Body, None, None]:
    """The blocks with rows. Raises NotPlain where a header, a quote or the end is none of Export-Csv."""
    header: _Header | None = None
    for text in text_blocks(source, size, _ENDS):
        if text.fed:
            raise NotPlain  # the last row is cut, or may be
        data = bytearray(1 + text.end - text.start + MARGIN)
        data[0] = 0x0A
        memoryview(data)[1:-MARGIN] = text.buffer[text.start : text.end].data
        begin = 1
        if header is None:
            header = _header(data, budget)
            begin += header.size
        if begin < len(data) - MARGIN:
            quoted = quotes(data, begin, len(data) - MARGIN, header.delimiter)
            if quoted is None:
                raise NotPlain
            yield _Body(header, data, begin, text.place, quoted)


def _header(data: bytearray, budget: Budget) -> _Header:
    head = data[1 : min(1 + _HEAD, len(data) - MARGIN)].decode("utf-8", "replace")
    found = dialect(head)
    start = first_row(head, found)
    if found is None or start is None:
        raise NotPlain
    names, offset = start
    if not 2 <= len(names) <= budget.columns or len({name.lower() for name in names}) < len(names):
        raise NotPlain
    typed = type_line(head, found.position)
    line = found.line + line_ends(head[found.position : offset])
    kind = (typed[0] or None) if typed is not None else None
    begun = found.line if kind is not None else line - 1
    return _Header(found.delimiter, names, len(head[:offset].encode()), line, (begun, kind))


def _tables(bodies: Iterable[_Body], budget: Budget) -> Generator[tuple[_Body, Any], None, None]:
    """The rows of the blocks as tables. Raises NotPlain where pyarrow does not surely read as this package does."""
    for body in bodies:
        rows_only = memoryview(body.data)[body.begin : body.end]
        table = read_rows(rows_only, body.header.names, body.header.delimiter)
        if table is None or not is_plain(table, body.quoted, budget):
            raise NotPlain
        yield body, table


def _told_of(body: _Body, table: Any, first: int, line: int) -> tuple[NDArray[np.int64] | None, list[Note], int]:
    """The lines of a table's rows where not each is one line, the notes on its cells, and how many lines it took."""
    data, begin, end, quoted = body.data, body.begin, body.end, body.quoted
    names, delimiter = body.header.names, body.header.delimiter
    ends = _line_ends(data, begin, end)
    lines = None if ends == table.num_rows else _lines(data[begin:end].decode(), delimiter, line, table.num_rows)
    notes: list[Note] = []
    if quoted.cells.size:
        notes += type_notes(table, quoted, line_ends_before(data, begin, end, quoted.starts) + line, first)
    if may_have_lost(data) and (lost := list(lost_characters(table))):
        if lines is not None:
            raise NotPlain
        notes = _in_order([*notes, *lost_notes(lost, names, first, line)], names)
    return lines, notes, ends


def _lines(text: str, delimiter: str, line: int, count: int) -> NDArray[np.int64]:
    """The lines of rows of several lines, or with blank lines between."""
    import numpy as np

    found = [row.line for row in rows(text, delimiter, 0, line) if isinstance(row, Row) and row.cells != [None]]
    if len(found) != count:
        raise NotPlain
    return np.array(found, np.int64)


def _line_ends(data: bytearray, begin: int, end: int) -> int:
    """How many lines end there: with CR LF, LF or CR."""
    import numpy as np

    octets = np.frombuffer(data, np.uint8)[begin : end + 1]
    feeds, returns = int(np.count_nonzero(octets[:-1] == 0x0A)), np.flatnonzero(octets[:-1] == 0x0D)
    return feeds + int(np.count_nonzero(octets[returns + 1] != 0x0A))


def _in_order(notes: Sequence[Note], names: Sequence[str]) -> list[Note]:
    """The notes on cells as `read` gives them: by row and column, one for each cell."""
    places = {name: place for place, name in enumerate(names)}
    by_cell: dict[tuple[int, int], Note] = {}
    for each in notes:
        assert each.record is not None and each.property is not None
        by_cell.setdefault((each.record, places[each.property]), each)
    return [by_cell[cell] for cell in sorted(by_cell)]
