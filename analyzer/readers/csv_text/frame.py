"""A large CSV straight to a DataFrame of strings, with pyarrow's parser where it provably reads as this package does.

pyarrow is about twice as fast as pandas' own parser, but it knows nothing of Import-Csv's rules: it takes an unquoted
cell with its blanks, and does not say which cells were quoted. So its result counts only where every cell that is not
null stood in quotes, as Export-Csv writes it: the quotes are looked at on their own, and enclose as many cells as
pyarrow found. What fails this check, and everything that would give a note on rows or quotes, is read by
`analyzer.readers.csv_text.read`, and the frame is made of its records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analyzer.budget import Budget
from analyzer.model import Note, Source
from analyzer.notes import note
from analyzer.readers import csv_text, type_names
from analyzer.readers.csv_text.dialect import Dialect, dialect
from analyzer.readers.csv_text.headers import NAME, is_header
from analyzer.readers.csv_text.quotes import MARGIN, Quotes, line_ends_before, quotes
from analyzer.readers.csv_text.rows import Row, rows, type_line
from analyzer.readers.lists.doubts import characters_lost

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_HEAD = 1024 * 1024
_BLOCK = 4 * 1024 * 1024  # the fastest of 1 to 16 MB
_MOST = 2**31 - 2
_ROWS = 2**14
_MARK = b"\xef\xbb\xbf"
_REPLACED = "\ufffd".encode()


def frame(source: Source, budget: Budget) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """The records of `read` as a DataFrame of `str` columns, and the notes of `read`.

    A row is a record and a column a property; NaN stands for `$null` and for a property that a record does not have.
    """
    fast = _fast(source, budget)
    if fast is not None:
        return fast
    import pandas as pd

    reading = csv_text.read(source, budget)
    values = [record.value for record in reading.records]
    names = list(dict.fromkeys(name for value in values for name in value))
    columns = {name: pd.array([value.get(name) for value in values], dtype="str") for name in names}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(values))), reading.notes


def _fast(source: Source, budget: Budget) -> tuple[pd.DataFrame, tuple[Note, ...]] | None:
    """What `frame` returns, by pyarrow; None where the file must be read row by row."""
    data = _utf8(source)
    if data is None:
        return None
    begin = len(_MARK) if data.startswith(_MARK) else 0
    end = len(data) - MARGIN
    if end > _MOST or not data.endswith((b"\n", b"\r"), begin, end) or _REPLACED in data:
        return None
    head = data[begin : min(begin + _HEAD, end)].decode("utf-8", "replace")
    found = dialect(head)
    start = _first_row(head, found)
    if found is None or start is None:
        return None
    names, offset = start
    if not 2 <= len(names) <= budget.columns or len({name.lower() for name in names}) < len(names):
        return None
    header = begin + len(head[:offset].encode())
    quoted = quotes(data, header, end, found.delimiter)
    if quoted is None:
        return None
    table = _table(memoryview(data)[header:end], names, found.delimiter)
    if table is None or not _is_plain(table, quoted, budget) or (b"?" in data and _has_lost_characters(table)):
        return None
    if not quoted.cells.size:
        return table.to_pandas(), ()
    line = found.line + head.count("\n", found.position, offset)
    notes = tuple(_notes(table, quoted, line_ends_before(data, header, end, quoted.starts) + line))
    return table.to_pandas(), notes


def _table(body: memoryview, names: list[str], delimiter: str) -> Any:
    """What pyarrow reads of the rows; None where they are of another width, no UTF-8, or end within a quote."""
    import pyarrow as pa
    from pyarrow import csv

    try:
        return csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _utf8(source: Source) -> bytearray | None:
    """The file's bytes as UTF-8, with a margin of zeros behind them; None where the source is no text."""
    encoding = (source.encoding or "").replace("-", "_").lower()
    if not encoding:
        return None
    if encoding not in {"utf_8", "utf_8_sig", "ascii"}:
        return bytearray(source.text.encode("utf-8", "replace") + bytes(MARGIN))
    if source.content is not None or source.path is None:
        return bytearray(source.data + bytes(MARGIN))
    with source.path.open("rb", buffering=0) as file:  # not by `source.data`, which stays in memory
        data = bytearray(source.size + MARGIN)
        size = 0
        while got := file.readinto(memoryview(data)[size : source.size]):
            size += got
    del data[size:-MARGIN]
    return data


def _first_row(head: str, found: Dialect | None) -> tuple[list[str], int] | None:
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


def _is_plain(table: Any, quoted: Quotes, budget: Budget) -> bool:
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
        named = pc.match_substring_regex(column.take(left), rf"\A{NAME}\z")
        left = left[np.asarray(named.fill_null(False), bool)]
        if not left.size:
            return False
    rows = zip(*(column.take(left).to_pylist() for column in table.itercolumns()), strict=True)
    return any(is_header(row, table.column_names, after_blank=True) for row in rows)


def _has_lost_characters(table: Any) -> bool:
    """Whether a value has a `?` in place of another character; those of URLs and sentences have none."""
    import pyarrow.compute as pc

    return any(
        any(map(characters_lost, column.filter(pc.match_substring(column, "?")).unique().to_pylist()))
        for column in table.itercolumns()
    )


def _notes(table: Any, quoted: Quotes, lines: NDArray[np.int64]) -> Iterator[Note]:
    """A note for each type name in place of a value, as `read` gives them; `lines` are those of the cells."""
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
            record=int(records[place]),
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
