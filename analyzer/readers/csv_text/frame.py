"""A large CSV straight to a DataFrame of strings, with pyarrow's parser where it provably reads as this package does.

pyarrow is about twice as fast as pandas' own parser, but it knows nothing of Import-Csv's rules: it takes an unquoted
cell with its blanks, and does not say which cells were quoted. So its result counts only where every cell that is not
null stood in quotes, as Export-Csv writes it: the quotes are looked at on their own, and enclose as many cells as
pyarrow found. What fails this check, and everything that would give a note on rows or quotes, is read by
`analyzer.readers.csv_text.read`, and the frame is made of its records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.budget import Budget
from analyzer.model import Note, Source
from analyzer.notes import note
from analyzer.readers import csv_text, type_names
from analyzer.readers.csv_text.dialect import Dialect, dialect
from analyzer.readers.csv_text.rows import Row, rows, type_line

if TYPE_CHECKING:
    import pandas as pd

_HEAD = 4 * 1024 * 1024
_BLOCK = 4 * 1024 * 1024  # the fastest of 1 to 16 MB
_TYPE_WORDS = tuple(int.from_bytes(word, "little") for word in (b"Syst", b"Micr", b"Dese"))
_OBJECT_WORD = int.from_bytes(b"@{", "little")


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
    if data is None or not data.endswith((b"\n", b"\r")):
        return None
    head = data[:_HEAD].decode("utf-8", "replace")
    found = dialect(head)
    start = _first_row(head, found)
    if found is None or start is None or len(data) > 2**31 - 2:
        return None
    names, offset = start
    if not 2 <= len(names) <= budget.columns or len({name.lower() for name in names}) < len(names):
        return None
    import pyarrow as pa
    from pyarrow import csv

    header = len(head[:offset].encode())
    quotes = _quotes(data, header, found.delimiter)
    if quotes is None:
        return None
    body = memoryview(data)[header:]
    try:
        table = csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names),
            parse_options=csv.ParseOptions(delimiter=found.delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:  # rows of another width, bytes that are no UTF-8, an open quote
        return None
    if not _is_plain(table, data, header, quotes, budget):
        return None
    if not quotes.types:
        return table.to_pandas(), ()
    line = found.line + head.count("\n", found.position, offset)
    notes = _notes(table, data, header, line)
    return None if notes is None else (table.to_pandas(), notes)


def _utf8(source: Source) -> bytes | None:
    """The file's bytes as UTF-8 without a byte order mark; None where the source is no text."""
    encoding = (source.encoding or "").replace("-", "_").lower()
    if not encoding:
        return None
    if encoding in {"utf_8", "utf_8_sig", "ascii"}:
        return source.data.removeprefix(b"\xef\xbb\xbf")
    return source.text.encode("utf-8", "replace")


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


def _is_plain(table: Any, data: bytes, header: int, quotes: _Quotes, budget: Budget) -> bool:
    """Whether pyarrow read what `read` would: see the module's docstring."""
    import numpy as np
    import pyarrow.compute as pc

    if not 0 < table.num_rows <= budget.rows or b"\n#TYPE" in data or b"\r#TYPE" in data:
        return False
    if sum(len(column) - column.null_count for column in table.itercolumns()) != quotes.cells:
        return False
    for column in table.itercolumns():
        for chunk in column.chunks:
            _, offsets, values = chunk.buffers()
            if values is not None and values.size > budget.line_chars:
                ends = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
                if int(np.diff(ends).max(initial=0)) > budget.line_chars:
                    return False
    first = table.column(0)
    return not pc.any(pc.equal(first, table.column_names[0])).as_py()  # the header again: a second export


@dataclass(frozen=True, slots=True)
class _Quotes:
    """What the quotes of a text tell: how many cells they enclose, and whether a type name may be among those."""

    cells: int
    types: bool


def _quotes(data: bytes, header: int, delimiter: str) -> _Quotes | None:
    """The quotes after the header; None unless each begins or ends a cell, or is one of two within.

    Every second quote closes: a delimiter, a line end or a quote follows it, as one of them stands before each that
    opens. A cell of nothing but blanks gives None too, for it gets a note.
    """
    import numpy as np

    content = np.frombuffer(data, np.uint8)
    words = np.ndarray((len(data) - 3,), "<u4", data, strides=(1,))  # four bytes from any position
    edge = np.zeros(256, bool)
    edge[[0x0A, 0x0D, 0x22, ord(delimiter)]] = True
    odd = count = doubled = 0
    types = False
    for start in range(header, len(data), _BLOCK):
        found = np.flatnonzero(content[start : start + _BLOCK] == 0x22) + start
        opening, closing = found[odd::2], found[1 - odd :: 2]
        after = content[closing + 1]  # there is one: the text ends with a line end
        if not (edge[after].all() and edge[content[opening - 1]].all()):
            return None
        doubled += int((after == 0x22).sum())
        for position in opening[content[opening + 1] == 0x20].tolist():
            if not data[position + 1 : max(data.find(b'"', position + 1), 0)].strip(b" "):
                return None
        beginning = words[np.minimum(opening + 1, len(words) - 1)]
        types = types or bool(np.isin(beginning, _TYPE_WORDS).any() or ((beginning & 0xFFFF) == _OBJECT_WORD).any())
        types = types or bool((content[closing - 1] == 0x5D).any())
        count += len(found)
        odd ^= len(found) & 1
    return None if odd else _Quotes(count // 2 - doubled, types)


def _notes(table: Any, data: bytes, header: int, line: int) -> tuple[Note, ...] | None:
    """A note for each type name in place of a value, as `read` gives them; `line` is the first row's.

    None where a row's line cannot be told from its number.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found: list[tuple[int, int]] = []
    for index, name in enumerate(table.column_names):
        column = table.column(index)
        values = pc.unique(column)
        likely = pc.match_substring_regex(values, type_names.LIKELY)
        types = [value for value in values.filter(likely).to_pylist() if _is_type(value, name)]
        if types:
            mask = pc.is_in(column, value_set=pa.array(types, column.type))
            found += [(row, index) for row in pc.indices_nonzero(mask).to_pylist()]
    if found and (data.count(b"\n", header) != table.num_rows or data.count(b"\r") not in {0, data.count(b"\r\n")}):
        return None
    names = table.column_names
    return tuple(
        note("type-name-instead-of-value", line=line + row, record=row, property=names[index])
        for row, index in sorted(found)
    )


def _is_type(value: str, name: str) -> bool:
    return type_names.is_type_name(value, name) or type_names.holds_type_name(value)
