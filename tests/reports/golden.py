"""Golden files: the exact text that a user sees. `GOLDEN_UPDATE=1 pytest` rewrites them; read the difference."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def check_golden(name: str, text: str) -> None:
    """Fails where the text is not exactly that of the golden file."""
    path = FOLDER / name
    if os.environ.get("GOLDEN_UPDATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    assert path.read_bytes().decode("utf-8") == text
