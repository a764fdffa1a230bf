"""Rows that pyarrow provably reads as Import-Csv does: what they must look like, and what is told of them.

pyarrow knows nothing of Import-Csv's rules: it takes an unquoted cell with its blanks, and does not say which cells
were quoted. So what it reads counts only where every cell that is not null stood in quotes, as Export-Csv writes it:
the quotes are looked at on their own (`quotes`), and enclose as many cells as pyarrow found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.budget import Budget
from analyzer.model import Note
from analyzer.notes import note
from analyzer.readers import type_names
from analyzer.readers.csv_text.dialect import Dialect
from analyzer.readers.csv_text.headers import LIKE_A_NAME, is_header
from analyzer.readers.csv_text.quotes import Quotes
from analyzer.readers.csv_text.rows import Row, rows, type_line
from analyzer.readers.lists.doubts import characters_lost

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOST = "[?\ufffd]"
"""What stands in the place of a lost character."""

_ROWS = 2**14


def read_rows(body: memoryview, names: Sequence[str], delimiter: str, wanted: Sequence[str] = ()) -> Any:
    """What pyarrow reads of the rows; None where they are of another width, no UTF-8, or end within a quote.

    `wanted` are the columns to make, all unless given.
    """
    import pyarrow as pa
    from pyarrow import csv

    try:
        return csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=csv.ReadOptions(use_threads=False, block_size=len(body) + 1, column_names=list(names)),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                include_columns=list(wanted),
            ),
        )
    except pa.ArrowInvalid:
        return None


def first_row(head: str, found: Dialect | None) -> tuple[list[str], int] | None:
    """The columns, all quoted and named, and where the first row begins; None where the header is another one."""
    if found is None:
        return None
    typed = type_line(head, found.position)
    if typed is not None and typed[0].startswith("Microsoft.PowerShell.Commands.Internal.Format."):
        return None
    start = typed[1] if typed is not None else found.position
    first = next(rows(head, found.delimiter, start), None)
    if not isinstance(first, Row) or first.lines is not None or not all(first.quoted) or not all(first.cells):
        return None
    end = head.find("\n", start) + 1
    names = [cell for cell in first.cells if cell is not None]
    if end == 0 or "\r" in head[start:end].rstrip("\r\n") or (names[0].startswith(("#", "ClassId2e4f51ef21dd47e9"))):
        return None
    return names, end


def is_plain(table: Any, quoted: Quotes, budget: Budget) -> bool:
    """Whether pyarrow read what `read` would: see the module's docstring."""
    import numpy as np
    import pyarrow.compute as pc

    if not 0 < table.num_rows <= budget.rows:
        return False
    if sum(len(column) - column.null_count for column in table.itercolumns()) != quoted.count:
        return False
    for column in table.itercolumns():
        for chunk in column.chunks:
            _, offsets, values = chunk.buffers()
            if values is not None and values.size > budget.line_chars:
                ends = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
                if int(np.diff(ends).max(initial=0)) > budget.line_chars:
                    return False
    first = table.column(0)
    if pc.any(pc.equal(first, table.column_names[0])).as_py():  # the header again: a second export
        return False
    return not _has_header(table)


def _has_header(table: Any) -> bool:
    """Whether a row may be the header of other objects. Few rows have a name in each cell, and most end at once."""
    import numpy as np
    import pyarrow.compute as pc

    left = np.arange(table.num_rows)
    for column in table.itercolumns():
        named = pc.match_substring_regex(column.take(left), LIKE_A_NAME)
        left = left[np.asarray(named.fill_null(False), bool)]
        if not left.size:
            return False
    rows = zip(*(column.take(left).to_pylist() for column in table.itercolumns()), strict=True)
    return any(is_header(row, table.column_names, after_blank=True) for row in rows)


def may_have_lost(data: bytearray) -> bool:
    """Whether there is anything for `lost_characters` to find in some UTF-8."""
    return b"?" in data or (b"\xef" in data and b"\xef\xbf\xbd" in data)


def lost_characters(table: Any) -> Iterator[tuple[int, int]]:
    """The row and column of the values that have lost characters (`characters_lost`), column by column."""
    import numpy as np
    import pyarrow.compute as pc

    for number, column in enumerate(table.itercolumns()):
        rows = np.flatnonzero(np.asarray(pc.match_substring_regex(column, LOST).fill_null(False), bool))
        if rows.size:
            values = pc.dictionary_encode(column.take(rows)).combine_chunks()
            lost = np.array([characters_lost(value) for value in values.dictionary.to_pylist()], bool)
            for row in rows[lost[values.indices.to_numpy(zero_copy_only=False)]].tolist():
                yield row, number


def lost_notes(cells: Iterable[tuple[int, int]], names: Sequence[str], first: int, line: int) -> Iterator[Note]:
    """A note for each of the cells that `lost_characters` gives; the table's first row is number `first`, at `line`."""
    for row, column in cells:
        yield note("characters-lost", line=line + row, record=first + row, property=names[column])


def type_notes(table: Any, quoted: Quotes, lines: NDArray[np.int64], first: int = 0) -> Iterator[Note]:
    """A note for each type name in place of a value, as `read` gives them; `lines` are those of the cells.

    `first` is the number of the first row.
    """
    import numpy as np
    import pyarrow.compute as pc

    records, columns = _places(table, quoted.cells)
    names = table.column_names
    is_type = np.zeros(records.size, bool)
    for index in np.unique(columns).tolist():
        here = np.flatnonzero(columns == index)
        values = pc.dictionary_encode(table.column(index).take(records[here])).combine_chunks()
        types = np.array([_is_type(value, names[index]) for value in values.dictionary.to_pylist()])
        is_type[here] = types[values.indices.to_numpy(zero_copy_only=False)]
    for place in np.flatnonzero(is_type).tolist():
        yield note(
            "type-name-instead-of-value",
            line=int(lines[place]),
            record=first + int(records[place]),
            property=names[columns[place]],
        )


def _places(table: Any, cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row and the column of some cells, given by their (ascending) numbers among those that are not null."""
    import numpy as np

    rows, columns = [], []
    done = 0
    for first in range(0, table.num_rows, _ROWS):
        part = table.slice(first, _ROWS)
        valid = np.column_stack([column.is_valid().to_numpy() for column in part.itercolumns()])
        filled = np.flatnonzero(valid)
        here = cells[slice(*np.searchsorted(cells, (done, done + filled.size)).tolist())]
        row, column = np.divmod(filled[here - done], table.num_columns)
        rows.append(row + first)
        columns.append(column)
        done += filled.size
    return np.concatenate(rows), np.concatenate(columns)


def _is_type(value: str, name: str) -> bool:
    return type_names.is_type_name(value, name) or type_names.holds_type_name(value)
