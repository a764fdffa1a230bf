"""Rows of a table that a mail program folded: what did not fit stands at the margin of the next line.

How many blanks stood at the fold is lost, and with them the column of the rest: so such cells are only put in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.readers.console.rows import Row
from analyzer.readers.lines import Line
from analyzer.readers.lists.folded import fold_limit, may_be_folded


def doubted(rows: Sequence[Row], printed: Sequence[Line], after: str) -> list[Row]:
    """The rows, with the cells in doubt that may stand on the line below, or on the line above.

    `printed` are the lines of the rows, `after` is the text directly under the last of them. A rest looks like a row
    that has but a first cell.
    """
    limit = fold_limit([line.text for line in printed] + [after])
    if not limit:
        return list(rows)
    below = [*(line.text for line in printed[1:]), after]
    rests = [
        index
        for index, row in enumerate(rows)
        if row.cells[0]
        and may_be_folded(printed[index].text, below[index], limit)
        and (index + 1 == len(rows) or not any(rows[index + 1].cells[1:]))
    ]
    done = list(rows)
    for index in rests:
        done[index] = replace(done[index], unsure=done[index].unsure | _tail(rows[index]))
        if index + 1 < len(rows):
            done[index + 1] = replace(rows[index + 1], unsure=frozenset(range(len(rows[index].cells))))
    return done


def _tail(row: Row) -> frozenset[int]:
    """The last filled cell of a row, and the blank ones after it."""
    filled = max((number for number, cell in enumerate(row.cells) if cell), default=0)
    return frozenset(range(filled, len(row.cells)))
