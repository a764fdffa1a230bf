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
def progress() -> Iterator[Callable[[str], None] | None]:
    """Gives what to call with the name of the work under way; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = False
    due = time.monotonic() + _DELAY

    def tell(what: str) -> None:
        nonlocal shown, due
        now = time.monotonic()
        if now < due:
            return
        due, shown = now + _EVERY, True
        width = max(20, shutil.get_terminal_size((80, 24)).columns - 1)
        sys.stderr.write(_ERASE + wrap(one_line(what), width)[0])
        sys.stderr.flush()

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
