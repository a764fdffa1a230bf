"""Tables of small texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import read_source
from analyzer.tables.build import Declared, Tables, build_tables
from analyzer.tables.catalogue import load_catalogue

Build = Callable[..., Tables]


@pytest.fixture(scope="session")
def build() -> Build:
    """The tables of texts: each an argument of its own (`1.txt`, `2.txt` ...), or by the names of their files."""

    def tables(*texts: str, declared: Declared | None = None, **named: str) -> Tables:
        files = {f"{number}.txt": text for number, text in enumerate(texts, 1)}
        files |= {name.replace("__", "."): text for name, text in named.items()}
        readings = []
        for name, text in files.items():
            data = text.encode()
            source = Source(
                name if "!" in name else f"case/{name}",
                len(data),
                hashlib.sha256(data).hexdigest(),
                data,
                encoding="utf-8",
            )
            readings.append((source, read_source(source, Budget())))
        return build_tables(readings, load_catalogue(), declared)

    return tables
