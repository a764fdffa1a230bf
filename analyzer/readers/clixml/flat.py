"""A large CliXML file as a table of text: a row for each object, a column for each property.

In the layout of Export-Clixml the cells are told from the bytes at once, without an object for any of them: `parts`
reads the text and finds its lines (`scan`) a part ahead, `layout` says what they are, `cells` what the objects hold;
columns are made when they are asked for, records by the parser. What is not in that layout is left to the parser: one
object of many, or, where that cannot be told apart, the whole file. The result is the same: that of
`analyzer.readers.clixml.read`, its notes included, each value as `texts.cell_text` shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.budget import Budget
from analyzer.model import Note, Reading, Source
from analyzer.readers import clixml
from analyzer.readers.clixml.scan import OtherLayoutError
from analyzer.readers.clixml.texts import cell_text
from analyzer.readers.fast.text import keep_memory

if TYPE_CHECKING:
    import pandas as pd

LARGE = 1024 * 1024
"""Bytes of a file from which the time to load numpy and pyarrow is won back."""


def flat(source: Source, budget: Budget) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """The records of `read` as a DataFrame of `str` columns, and the notes of `read`.

    NA stands for a property that the object does not have; Nil is blank. `cell_text` says what the values look like.
    """
    reading = read_flat(source, budget)
    if reading is not None:
        from analyzer.readers.clixml.objects import Objects

        assert isinstance(reading.records, Objects)
        return reading.records.frame(), reading.notes
    reading = clixml.read(source, budget)
    return frame_of(reading), reading.notes


def read_flat(source: Source, budget: Budget) -> Reading | None:
    """What `clixml.read` returns, with `objects.Objects` for records; None where the file is none for this path."""
    from analyzer.readers.clixml.blocks import read_blocks

    keep_memory()
    try:
        return read_blocks(source, budget)
    except (OtherLayoutError, UnicodeError):
        return None


def frame_of(reading: Reading) -> pd.DataFrame:
    """The records of a reading as a DataFrame of `str` columns: see `flat`."""
    import pandas as pd

    rows = [record.properties for record in reading.records]
    names = list(dict.fromkeys(name for row in rows for name in row if not name.startswith("$")))
    columns = {
        name: pd.array([cell_text(row[name]) if name in row else None for row in rows], dtype="str") for name in names
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
