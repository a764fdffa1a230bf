"""A large CSV straight to a DataFrame of strings, with pyarrow's parser where it provably reads as this package does.

pyarrow is about twice as fast as pandas' own parser. What it does not surely read as Import-Csv does (`plain`), and
everything that would give a note on rows or quotes, is read by `analyzer.readers.csv_text.read`, and the frame is made
of its records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.budget import Budget
from analyzer.model import Note, Source
from analyzer.readers import csv_text
from analyzer.readers.csv_text.dialect import dialect
from analyzer.readers.csv_text.plain import first_row, is_plain, lost_characters, may_have_lost, read_rows, type_notes
from analyzer.readers.csv_text.quotes import MARGIN, line_ends_before, quotes

if TYPE_CHECKING:
    import pandas as pd

_HEAD = 1024 * 1024
_MOST = 2**31 - 2
_MARK = b"\xef\xbb\xbf"


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
    if end > _MOST or not data.endswith((b"\n", b"\r"), begin, end):
        return None
    head = data[begin : min(begin + _HEAD, end)].decode("utf-8", "replace")
    found = dialect(head)
    start = first_row(head, found)
    if found is None or start is None:
        return None
    names, offset = start
    if not 2 <= len(names) <= budget.columns or len({name.lower() for name in names}) < len(names):
        return None
    header = begin + len(head[:offset].encode())
    quoted = quotes(data, header, end, found.delimiter)
    if quoted is None:
        return None
    table = read_rows(memoryview(data)[header:end], names, found.delimiter)
    if table is None or not is_plain(table, quoted, budget) or (may_have_lost(data) and any(lost_characters(table))):
        return None
    if not quoted.cells.size:
        return table.to_pandas(), ()
    line = found.line + head.count("\n", found.position, offset)
    notes = tuple(type_notes(table, quoted, line_ends_before(data, header, end, quoted.starts) + line))
    return table.to_pandas(), notes


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
