"""Reads texts as a source of a case would be read."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from analyzer.budget import Budget
from analyzer.model import Block, Reading, Source
from analyzer.notes import CODES
from analyzer.readers import console


@dataclass(frozen=True)
class Seen:
    """A reading, in the forms that tests compare."""

    reading: Reading

    @property
    def values(self) -> list[dict[str, str]]:
        return [dict(record.value) for record in self.reading.records]

    @property
    def doubts(self) -> dict[tuple[int, str], str]:
        """The note code of each cell that is in doubt."""
        return {
            (one.record, one.property): one.code
            for one in self.reading.notes
            if one.record is not None and one.property is not None and CODES[one.code].doubt
        }

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.reading.notes]

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.reading.blocks

    @property
    def commands(self) -> list[tuple[str | None, int]]:
        return [(block.command, block.count) for block in self.reading.blocks]


def _see(text: str | bytes, encoding: str = "utf-8") -> Seen:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return Seen(console.read(Source("x.txt", len(data), "", data, encoding=encoding), Budget()))


@pytest.fixture(scope="session")
def see() -> Callable[..., Seen]:
    return _see


@pytest.fixture(scope="session")
def writer() -> ModuleType:
    """The writer of Format-List and Format-Table."""
    path = Path(__file__).resolve().parents[2] / "powershell_writer.py"
    spec = importlib.util.spec_from_file_location("powershell_writer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(spec.name, module)
    spec.loader.exec_module(module)
    return module
