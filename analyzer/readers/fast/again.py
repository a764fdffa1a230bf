"""The columns of a block once more: for sources whose values do not stay in memory."""

from __future__ import annotations

from analyzer.errors import UsageError
from analyzer.model import Source
from analyzer.readers.fast.gather import Columns, gather
from analyzer.readers.fast.marks import Finder
from analyzer.readers.fast.scan import Scanner
from analyzer.readers.fast.text import text_at


class Again:
    """Reads blocks of a source with the scanner that read them first, so that labels keep their numbers."""

    def __init__(self, source: Source, finder: Finder, scanner: Scanner) -> None:
        self._source, self._finder, self._scanner = source, finder, scanner
        self._state = self._told()

    def __call__(self, place: tuple[int, int], count: int) -> Columns:
        """The columns of the block at `place`, of `count` objects. Raises UsageError where the file is another now."""
        if self._told() == self._state:
            text = text_at(self._source, place)
            objects = self._scanner.scan(text, self._finder.look(text))
            if objects is not None and objects.sizes.size == count:
                return gather(text, objects)
        raise UsageError(f"{self._source.name} has changed while it was being looked at.")

    def _told(self) -> tuple[int, int] | None:
        """What tells whether a file on disk has been written to."""
        if self._source.path is None:
            return None
        found = self._source.path.stat()
        return found.st_size, found.st_mtime_ns
