"""Progress of long work: on a terminal's standard error only, and only where the work takes longer than a moment."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from analyzer.reports.columns import wrap
from analyzer.sanitise import one_line

_DELAY = 0.7
_EVERY = 0.1
_ERASE = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Callable[[str, int], None] | None]:
    """Gives what to call with the name and the bytes of the file to be read next; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = False
    due = time.monotonic() + _DELAY

    def tell(name: str, size: int) -> None:
        nonlocal shown, due
        now = time.monotonic()
        if now < due:
            return
        due, shown = now + _EVERY, True
        width = max(20, shutil.get_terminal_size((80, 24)).columns - 1)
        sys.stderr.write(_ERASE + wrap(f"{size / 1e6:8.1f} MB  {one_line(name)}", width)[0])
        sys.stderr.flush()

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
