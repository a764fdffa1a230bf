"""CSV: what Export-Csv and ConvertTo-Csv write, read by the rules of Import-Csv.

Unlike Import-Csv it tells what cannot be right: a column that stands twice, rows of another width, a quote that never
closes, and exports that hold no data at all.
"""

from __future__ import annotations

from collections.abc import Callable

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers.csv_text.dialect import dialect
from analyzer.readers.csv_text.tables import Tables

FORMAT = "csv"

LARGE = 20 * 2**20
"""Bytes from which a text is read by columns: below that, importing numpy takes longer than reading."""


def sniff(source: Source) -> float:
    """1 with a `#TYPE` line, up to 0.95 for quoted names, up to 0.8 for plain ones; see `dialect`."""
    if not source.encoding:
        return 0.0
    found = dialect(source.text)
    return found.certainty if found is not None else 0.0


def read_large(source: Source, budget: Budget, told: Callable[[int], None] | None = None) -> Reading | None:
    """What `read` sees in a large text, read by columns; None where the text is small, or not all as Export-Csv writes.

    `told` is called with the number of bytes read so far.
    """
    if source.size < LARGE:
        return None
    from analyzer.readers.csv_text.blocks import read_blocks

    return read_blocks(source, budget, told)


def read(source: Source, budget: Budget) -> Reading:
    """The rows as records: text, None for `$null` (nothing between the delimiters under a quoted header).

    Each header, with the `#TYPE` line before it, begins a block.
    """
    text = source.text
    found = dialect(text)
    if found is None:
        return Reading(FORMAT)
    tables = Tables(text, found, budget)
    tables.read()
    return Reading(FORMAT, tables.records, tuple(tables.blocks), tuple(tables.notes))
