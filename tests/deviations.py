"""docs/deviations.md as the tests read it: verdicts that differ from a peer's, and checks of theirs without a rule."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "deviations.md"


@dataclass(frozen=True, slots=True)
class Deviation:
    """One row of the page's table of cases."""

    case: str
    theirs: str
    ours: str
    document: str
    reason: str


def _rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without the head of the table."""
    text = PAGE.read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    body = next(part for part in section if part.startswith(heading + "\n"))
    lines = [line for line in body.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


@functools.cache
def deviations() -> Mapping[str, Deviation]:
    """The cases in which a verdict of ours differs from the peer's, by their names."""
    return {row[0]: Deviation(*row) for row in _rows("Cases")}


@functools.cache
def not_covered() -> Mapping[str, str]:
    """The peers' checks that no rule covers yet, with the reason."""
    return {row[0]: row[1] for row in _rows("Not covered")}
