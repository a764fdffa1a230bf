"""How the tests of this folder read a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers import csv_text


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    """Reads bytes, or text in an encoding (UTF-8 unless given)."""

    def read(content: str | bytes, encoding: str | None = None, budget: Budget | None = None) -> Reading:
        return csv_text.read(source(content, encoding), budget or Budget())

    return read


@pytest.fixture(scope="session")
def sniff() -> Callable[..., float]:
    """How sure the reader is of a text."""

    def sniff(content: str | bytes, encoding: str | None = None) -> float:
        return csv_text.sniff(source(content, encoding))

    return sniff


def source(content: str | bytes, encoding: str | None) -> Source:
    if isinstance(content, str):
        content = content.encode(encoding or "utf-8", "surrogatepass")
    return Source("export", len(content), "", content=content, encoding=encoding or _guess(content))


def _guess(content: bytes) -> str:
    return "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
