from __future__ import annotations

from pathlib import Path

import pytest

from .small_case import case, pack


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A pack of one rule, of severity error."""
    return pack(tmp_path, "error")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder in which the rule passes."""
    return case(tmp_path, "good", "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder in which the rule fails."""
    return case(tmp_path, "bad", "")
