"""How the tests of the structured formats read a text: with the reader that their folder is named after."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import pytest

from analyzer.budget import Budget
from analyzer.model import Reading, Source


@pytest.fixture(scope="module")
def reader(request: pytest.FixtureRequest) -> ModuleType:
    """The module of `analyzer.readers` that a folder's tests are about."""
    return import_module(f"analyzer.readers.{request.path.parent.name}")


@pytest.fixture(scope="module")
def read(reader: ModuleType) -> Callable[..., Reading]:
    """Reads bytes, or text in an encoding (UTF-8 unless given)."""

    def read(content: str | bytes, encoding: str | None = None, budget: Budget | None = None) -> Reading:
        found: Reading = reader.read(source(content, encoding), budget or Budget())
        return found

    return read


@pytest.fixture(scope="module")
def sniff(reader: ModuleType) -> Callable[..., float]:
    """How sure the reader is of a text."""

    def sniff(content: str | bytes, encoding: str | None = None) -> float:
        sure: float = reader.sniff(source(content, encoding))
        return sure

    return sniff


def source(content: str | bytes, encoding: str | None) -> Source:
    if isinstance(content, str):
        content = content.encode(encoding or "utf-8", "surrogatepass")
    return Source("export", len(content), "", content=content, encoding=encoding or _guess(content))


def _guess(content: bytes) -> str:
    return "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
