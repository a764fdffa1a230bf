"""Readers: source -> records, one module per format.

Each module has `FORMAT`, `sniff(source) -> float` (how sure it is, 0 to 1, from the content alone) and
`read(source, budget) -> Reading` (which never raises for bad input).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from analyzer.budget import Budget
from analyzer.model import Note, Reading, Source
from analyzer.notes import note

READERS = (
    "analyzer.readers.clixml",
    "analyzer.readers.topology",
    "analyzer.readers.certificates",
    "analyzer.readers.json_text",
    "analyzer.readers.csv_text",
    "analyzer.readers.certutil",
    "analyzer.readers.dns",
    "analyzer.readers.console",
)
"""The readers' modules; where two are equally sure, the earlier one reads."""

_LARGE, _SNIFFED = 16 * 2**20, 2**20
"""Bytes of a source of which only the beginning is sniffed at, and how many those are."""


class Reader(Protocol):
    """What a reader's module offers."""

    FORMAT: str

    def sniff(self, source: Source) -> float:
        """How sure the reader is that the source is its format: 1 a signature that nothing else has, 0 not this."""

    def read(self, source: Source, budget: Budget) -> Reading:
        """What the source holds; problems become notes."""


def read_source(source: Source, budget: Budget, told: Callable[[int], None] | None = None) -> Reading:
    """What the surest reader saw in a source. Never raises: a reader that fails leaves the note `reader-failed`.

    A reader may have a quicker way for large sources (`read_large`, which gives None where it has not); `told` is then
    called with the number of bytes read so far.

    The intake's own notes stay with the source and are not repeated. A skipped source has the format "skipped", one
    that no reader knows "unknown".
    """
    if source.skipped:
        return Reading(format="skipped")
    reader, failures = _surest(_beginning(source))
    if reader is None:
        return Reading("unknown", notes=(*failures, note("nothing-recognised")))
    try:
        read_large = getattr(reader, "read_large", None)
        reading = (read_large(source, budget, told) if read_large else None) or reader.read(source, budget)
    except Exception as error:  # a defect of the reader must not stop the run, and must not go unseen
        return Reading(reader.FORMAT, notes=(*failures, _failure(reader.FORMAT, error)))
    notes = reading.notes
    if not (reading.recognised or notes or reading.session):
        notes = (note("nothing-recognised"),)
    return replace(reading, notes=(*failures, *notes)) if failures or notes is not reading.notes else reading


def _beginning(source: Source) -> Source:
    """What of a large source is sniffed at: it begins as it goes on, and its text may not fit into memory."""
    if source.size < _LARGE or source.encoding is None:
        return source
    if source.content is not None:
        return replace(source, content=source.content[:_SNIFFED])
    assert source.path is not None
    with source.path.open("rb") as file:
        return replace(source, content=file.read(_SNIFFED))


def _surest(source: Source) -> tuple[Reader | None, list[Note]]:
    """The reader that is surest of the source (None if none knows it), and notes on those that failed to say."""
    best: Reader | None = None
    most = 0.0
    failures: list[Note] = []
    for name in READERS:
        reader = cast(Reader, import_module(name))
        try:
            certainty = reader.sniff(source)
        except Exception as error:  # as in read_source
            failures.append(_failure(reader.FORMAT, error))
            continue
        if certainty > most:
            best, most = reader, certainty
        if most >= 1.0:
            break
    return best, failures


def _failure(name: str, error: Exception) -> Note:
    return note("reader-failed", f"The reader of {name} failed ({type(error).__name__}).")
