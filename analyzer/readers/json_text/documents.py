"""The documents of a text, one after the other, as records with their lines."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from analyzer.budget import Budget
from analyzer.model import Block, Note, Record
from analyzer.notes import note
from analyzer.readers.json_text.positions import Lines, key_lines
from analyzer.readers.json_text.values import Converter, decoder, is_wrapped_list

_BLANK: Final = re.compile(r"[ \t\r\n\x1e\ufeff]*+")
_WRAPPER: Final = re.compile(r'\{\s*+(?:"Count"\s*+:\s*+[0-9]{1,9}\s*+,\s*+)?+"value"\s*+:\s*+\[')
_NEXT: Final = re.compile(r"[\r\n]([ \t]*+)(?=[{\[])")
_KEY: Final = re.compile(r'^([ \t]*+)"(?:[^"\\\r\n]|\\.)*+"[ \t]*+:', re.MULTILINE)
_INDENT: Final = re.compile(r"[ \t]*+")
_LITERALS: Final = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_ESCAPE_LENGTH: Final = 12  # of a character outside the basic plane
_MOST_BREAKS: Final = 100


class _BrokenError(Exception):
    """No whole value stands at `position`; `code` and the text say why."""

    def __init__(self, code: str, message: str, position: int) -> None:
        super().__init__(message)
        self.code = code
        self.position = position


class Documents:
    """Reads all of `text`; what it found stands in `records`, `blocks` and `notes`."""

    def __init__(self, text: str, budget: Budget) -> None:
        self.records: list[Record] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._text = text
        self._budget = budget
        self._decoder = decoder(text)
        self._converter = Converter(text, budget, self.notes)
        self._lines = Lines(text)
        self._started = 0  # where the value that is being read begins
        self._lone = False  # whether the last block is of single values

    def read(self) -> None:
        """Read every document; goes on after a broken one at the next line that begins one, not one within it."""
        position, breaks = self._beginning(), 0
        while position < len(self._text):
            try:
                position = self._document(position)
            except _BrokenError as broken:
                self.notes.append(note(broken.code, str(broken), line=self._lines.at(broken.position)))
                found = self._next(broken.position, self._indent(self._started))
                breaks += 1
                if broken.code == "limit-reached" or found is None or breaks > _MOST_BREAKS:
                    break
                position = found
            position = self._skip(position)
        self._converter.finish()
        if not self.records and self.blocks and not self.notes:
            self.notes.append(note("empty-export", line=self.blocks[0].line))

    def _beginning(self) -> int:
        """Where the first document begins; where the text begins within an object, that of the next one."""
        start = self._skip(0)
        middle = _KEY.match(self._text, self._text.rfind("\n", 0, start) + 1) or _KEY.search(self._text, start)
        if self._text[start : start + 1] in {"{", "[", ""} or middle is None:
            return start
        self.notes.append(note("malformed", "The beginning of the file is missing, and with it an object.", line=1))
        whole = self._text.find("\n", start) + 1  # the first line's own indent may be missing
        least = min((match.end(1) - match.start() for match in _KEY.finditer(self._text, whole)), default=0)
        found = self._next(start, least - 1)
        return len(self._text) if found is None else found

    def _next(self, position: int, indent: int) -> int | None:
        """Where the next line begins a value that stands at most `indent` deep; None where no line does."""
        for match in _NEXT.finditer(self._text, position):
            if len(match[1]) <= indent:
                return match.end()
        return None

    def _indent(self, position: int) -> int:
        """How deep the line of a position is indented."""
        start = max(self._text.rfind("\n", 0, position), self._text.rfind("\r", 0, position)) + 1
        found = _INDENT.match(self._text, start)
        return len(found[0]) if found else 0

    def _document(self, start: int) -> int:
        """Read the document at `start`; returns where it ends."""
        text = self._text
        self._started = start
        first, line = len(self.records), self._lines.at(start)
        if text[start] == "[":
            try:
                end = self._elements(start + 1)
            finally:
                self._block(first, line, whole=True)
            return end
        try:
            value, end = self._scan(start)
        except _BrokenError:
            wrapper = _WRAPPER.match(text, start)
            if wrapper is not None:  # {"value": [...], "Count": n}, cut
                try:
                    self._elements(wrapper.end())
                finally:
                    self._block(first, line, whole=True)
            raise
        wrapper = _WRAPPER.match(text, start)
        if wrapper is not None and is_wrapped_list(value):
            self._elements(wrapper.end())
            self._block(first, line, whole=True)
            if value["Count"] != len(value["value"]):
                self.notes.append(note("source-cut", f"{value['Count']} values were announced.", line=line))
        elif value is None:
            self._block(first, line, whole=True)
        else:
            self._collect(value, start, end)
            self._block(first, line, whole=False)
        return end

    def _elements(self, position: int) -> int:
        """Read a list's elements up to its end; returns where that is."""
        text = self._text
        position = self._skip(position)
        if text.startswith("]", position):
            return position + 1
        while True:
            value, end = self._scan(position)
            after = self._skip(end)
            separator = text[after : after + 1]
            if separator not in {",", "]"}:
                if isinstance(value, dict):  # whole; a number could have lost digits
                    self._collect(value, position, end)
                raise self._broken("a comma is missing", after)
            self._collect(value, position, end)
            if separator == "]":
                return after + 1
            position = self._skip(after + 1)

    def _scan(self, position: int) -> tuple[Any, int]:
        """The value at `position` and where it ends. Raises _BrokenError."""
        self._started = position
        try:
            return self._decoder.raw_decode(self._text, position)
        except json.JSONDecodeError as error:
            raise self._broken(error.msg, error.pos) from None
        except RecursionError:
            message = f"The values are nested deeper than {self._budget.json_depth} levels."
            raise _BrokenError("limit-reached", message, position) from None

    def _broken(self, message: str, position: int) -> _BrokenError:
        used = f"{len(self.records)} whole values before that were used"
        rest = self._text[position : position + _ESCAPE_LENGTH + 1].rstrip()
        escape = message.startswith("Invalid \\") and len(rest) <= _ESCAPE_LENGTH
        literal = any(word.startswith(rest) for word in _LITERALS)
        if message.startswith("Unterminated string") or literal or escape:
            return _BrokenError("source-cut", f"The file ends in the middle of a value; {used}.", len(self._text))
        return _BrokenError("malformed", f"The JSON is not well-formed ({message}); {used}.", position)

    def _collect(self, value: Any, start: int, end: int) -> None:
        if len(self.records) >= self._budget.rows:
            raise _BrokenError("limit-reached", f"The file has more than {self._budget.rows} values.", start)
        line = self._lines.at(start)
        lines = key_lines(self._text, start, end, line, value) if isinstance(value, dict) else {}
        converted = self._converter.record(value, len(self.records), line, lines)
        self.records.append(Record(converted, line, lines if isinstance(converted, dict) else {}))

    def _block(self, first: int, line: int, *, whole: bool) -> None:
        """Note the records from `first` on as a block; single values that follow each other (JSON lines) are one."""
        count = len(self.records) - first
        if not whole and self.blocks and self._lone:
            last = self.blocks[-1]
            self.blocks[-1] = Block(last.first, last.count + count, last.line)
        else:
            self.blocks.append(Block(first, count, line))
        self._lone = not whole

    def _skip(self, position: int) -> int:
        match = _BLANK.match(self._text, position)
        return match.end() if match else position
