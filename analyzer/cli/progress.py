"""Progress of long work: on a terminal's standard error only, and only where the work takes longer than a moment."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from analyzer.reports.columns import display_width
from analyzer.sanitise import one_line

_DELAY = 0.7
_EVERY = 0.1
_ERASE = "\r\x1b[K"


@contextmanager
def progress() -> Iterator[Callable[[str, int], None] | None]:
    """Gives what to call before a file is read, with its name and size, and then with the bytes read so far.

    None where nobody watches. The line has figures and names only, so that it is the same in every language.
    """
    if not sys.stderr.isatty():
        yield None
        return
    shown = False
    reading, whole = "", 0
    due = time.monotonic() + _DELAY

    def tell(name: str, size: int) -> None:
        nonlocal shown, due, reading, whole
        if name != reading:
            reading, whole = name, size
            size = 0
        now = time.monotonic()
        if now < due:
            return
        due, shown = now + _EVERY, True
        width = max(20, shutil.get_terminal_size((80, 24)).columns - 1)
        done = f"{size / 1e6:.1f} / " if size else ""
        figures = f"{done}{whole / 1e6:.1f} MB  "
        sys.stderr.write(_ERASE + figures + _end(one_line(name), width - len(figures)))
        sys.stderr.flush()

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()


def _end(name: str, width: int) -> str:
    """A name in at most `width` columns: its end, which tells the file."""
    if display_width(name) <= width:
        return name
    while display_width(name) > width - 3:
        name = name[1:]
    return "..." + name
