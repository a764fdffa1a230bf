"""Large lists by columns: what `analyzer.readers.console` reads of them, many times faster.

The text is read in blocks of a few megabytes. Plain objects (`scan.py`) go to columns of Arrow without a string in
between; whatever is not plain goes, with the objects around it, to the plain reader (`reduced.py`). The records, their
lines, blocks and notes are those that the plain reader gives for the whole source.

numpy and pyarrow are imported here only: for small sources, importing them takes longer than reading.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers.console.clean import is_numbered
from analyzer.readers.fast.text import BLOCK, NotPlain, Text
from analyzer.readers.lines import numbered

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.readers.fast.store import Store

__all__ = ["frame", "read"]

_MOSTLY_ODD = 2 / 3
_BEGINNING = 2_000


def read(
    source: Source,
    budget: Budget,
    *,
    block: int = BLOCK,
    told: Callable[[int], None] | None = None,
    notes: bool = True,
    keep: bool | None = None,
) -> Reading | None:
    """What the text holds; None where columns are no help, or the text must be cleaned as a whole.

    `block` is the size of the blocks in characters; `told` is called with the number of bytes read so far. Without
    `notes` neither blocks nor notes on single values are made, which saves their time. `keep` says whether the values
    stay in memory rather than be read again when they are asked for; unless given, those of a source up to
    `Budget.kept_bytes` do.
    """
    from pyarrow import ArrowInvalid

    from analyzer.readers.console import read_lines
    from analyzer.readers.fast.reduced import reduced
    from analyzer.readers.fast.settling import Settling
    from analyzer.readers.fast.splice import spliced

    try:
        keep = source.size <= budget.kept_bytes if keep is None else keep
        store = _scanned(source, block, told, notes=notes, keep=keep)
        if not store.rows:
            return None
        rest = reduced(store)
        settlings: list[Settling] = []

        def settle(transcript: bool) -> Settling:
            settlings.append(Settling(store, rest.stretches, transcript=transcript))
            return settlings[-1]

        reading = read_lines(rest.lines, budget, width=store.widest, settle=settle)
        return spliced(reading, store, settlings[-1], rest.stretches, notes=notes)
    except (NotPlain, ArrowInvalid):  # ArrowInvalid: a value is no UTF-8
        return None


def frame(source: Source, budget: Budget) -> pd.DataFrame | None:
    """The records as a DataFrame of `str` columns, NA where a property was not printed; None as `read`."""
    reading = read(source, budget, notes=False, keep=True)
    if reading is None:
        return None
    from analyzer.readers.fast.records import Records

    assert isinstance(reading.records, Records)
    return reading.records.frame()


def _scanned(source: Source, block: int, told: Callable[[int], None] | None, *, notes: bool, keep: bool) -> Store:
    """The source in columns and odd paragraphs. Raises NotPlain where most of it is odd, or its lines are numbered."""
    from analyzer.readers.fast.again import Again
    from analyzer.readers.fast.ahead import ahead
    from analyzer.readers.fast.labels import Labels
    from analyzer.readers.fast.marks import Finder
    from analyzer.readers.fast.scan import Scanner
    from analyzer.readers.fast.store import Store
    from analyzer.readers.fast.text import keep_memory, text_blocks

    keep_memory()
    finder = Finder(doubts=notes)
    scanner = Scanner(Labels(), doubts=notes)
    store = Store(scanner.labels.names, None if keep else Again(source, finder, scanner))
    characters = source.size // (2 if (source.encoding or "").lower().startswith("utf-16") else 1)
    looked = ahead((text, finder.look(text)) for text in text_blocks(source, block))
    scanned = ahead((text, scanner.scan(text, sight), sight.starts.size) for text, sight in looked)
    with closing(scanned):
        for text, objects, lines in scanned:
            if not store.lines and _begins_numbered(text):
                raise NotPlain
            store.add(text, objects, lines)
            if told is not None:
                told(text.place[1])
            if store.odd_characters > _MOSTLY_ODD * characters:
                raise NotPlain
    return store


def _begins_numbered(text: Text) -> bool:
    """Whether the first lines of a block have line numbers before them."""
    beginning = bytes(text.buffer[text.start : min(text.end, text.start + _BEGINNING)])
    return is_numbered(numbered(beginning.decode("utf-8", "replace"))[:3])
