"""Reads texts as the console reader does: run after run, all of one source together."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzer.model import Note, Record
from analyzer.readers.lines import numbered
from analyzer.readers.lists import read_lists, take_list

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # powershell_writer.py, which is no test


@dataclass(frozen=True)
class Seen:
    """The records and notes of a text; `Note.record` counts over the whole text."""

    records: list[Record]
    notes: list[tuple[int, Note]]

    @property
    def values(self) -> list[dict[str, str]]:
        return [record.value for record in self.records]

    def codes(self, record: int, name: str) -> set[str]:
        """The codes of the notes on one cell."""
        return {note.code for number, note in self.notes if number == record and note.property == name}

    def doubts(self) -> dict[tuple[int, str], set[str]]:
        """The codes of the notes by record and property."""
        found: dict[tuple[int, str], set[str]] = {}
        for number, note in self.notes:
            found.setdefault((number, note.property or ""), set()).add(note.code)
        return found


def seen(text: str, width: int | None = None) -> Seen:
    """What the list reader sees in a text."""
    lines = numbered(text)
    runs = []
    index = 0
    while index < len(lines):
        end = take_list(lines, index)
        if end > index:
            runs.append(lines[index:end])
        index = max(end, index + 1)
    lists = read_lists(runs, width=width)
    records: list[Record] = []
    notes = []
    for found, said in zip(lists.records, lists.notes, strict=True):
        notes += [(note.record + len(records), note) for note in said if note.record is not None]
        records += found
    return Seen(records, notes)


@pytest.fixture(scope="session")
def read() -> Callable[..., Seen]:
    """Reads the lists of a text."""
    return seen
