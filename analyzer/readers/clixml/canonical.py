"""Large CliXML in the layout of Export-Clixml, several times faster than element by element.

Export-Clixml writes one element a line, two blanks a level, and no line end within a value. So an object's properties
are the lines at one indent, with what is indented below each; and most of them, in hundreds of objects of one type, are
the same bytes over and over: each is read once and remembered (`pieces`). An object in any other layout, or one that
gets a note, is given to the parser as a whole; so is a document in which references are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from analyzer.budget import Budget
from analyzer.model import Record
from analyzer.readers.clixml.builder import Collected, TypeTable
from analyzer.readers.clixml.parsing import parse
from analyzer.readers.clixml.pieces import CLOSED, Pair, Pieces, text_of
from analyzer.readers.clixml.primitives import may_hold_lost, unescape

_DOCUMENT: Final = re.compile(
    rb'<Objs Version="[0-9.]+" xmlns="http://schemas\.microsoft\.com/powershell/2004/04">(\r?\n)'
)
_HEAD: Final = re.compile(
    rb'  <Obj RefId="[0-9]+">\r?\n'
    rb'    (?:<TNRef RefId="([0-9]+)" />|<TN RefId="([0-9]+)">\r?\n      <T>([^<>&\x00-\x1f]*)</T>'
    rb"(?:\r?\n      <T>[ -%'-;=?-~]*</T>)*\r?\n    </TN>)"
    rb"(?:\r?\n    <ToString>([^<>\x00-\x1f]*)</ToString>)?"
)
_LEVEL: Final = 3  # of an object's properties


class _OtherLayoutError(Exception):
    """The document is not in the layout of Export-Clixml."""


def read_canonical(data: bytes, collected: Collected, budget: Budget) -> bool:
    """Add what the document holds to `collected`; false, and nothing added, where the parser must read all of it."""
    opening = _DOCUMENT.match(data)
    if opening is None or CLOSED in data or may_hold_lost(data):
        return False
    records, notes = len(collected.records), len(collected.notes)
    try:
        _Scan(data, opening.end(), opening[1], collected, budget).run()
    except _OtherLayoutError:
        del collected.records[records:], collected.types[records:], collected.notes[notes:]
        return False
    return True


class _Scan:
    """Reads one document."""

    def __init__(self, data: bytes, start: int, newline: bytes, found: Collected, budget: Budget) -> None:
        self._data = data
        self._start = start
        self._newline = newline
        self._found = found
        self._budget = budget
        self._types = TypeTable()
        self._pieces = Pieces(newline, self._types)

    def run(self) -> None:
        """Read every object. Raises _OtherLayoutError."""
        data, newline = self._data, self._newline
        end_mark = newline + b"  </Obj>" + newline
        position, line = self._start, 1 + data.count(b"\n", 0, self._start)
        while data.startswith(b"  <Obj ", position):
            end = data.find(end_mark, position)
            too_long = end - position > self._budget.xml_text_chars
            if end < 0 or too_long or len(self._found.records) >= self._budget.rows:
                raise _OtherLayoutError
            after = end + len(end_mark)
            if not self._object(position, end, line):
                self._whole(data[position:after], line)
            line += data.count(b"\n", position, after)
            position = after
            if line > self._budget.xml_nodes:  # an element a line
                raise _OtherLayoutError
        if data[position:].strip() != b"</Objs>":
            raise _OtherLayoutError

    def _whole(self, fragment: bytes, line: int) -> None:
        """Give an object to the parser."""
        count = len(self._found.records)
        self._parse(b"<Objs>" + fragment + b"</Objs>", self._found, line - 1)
        if len(self._found.records) != count + 1:
            raise _OtherLayoutError

    def _parse(self, document: bytes, collected: Collected, offset: int) -> None:
        lone = document.count(b"\r") != document.count(b"\r\n")  # a line end that `run` does not count
        if (
            lone
            or b"<Ref" in document
            or not parse(memoryview(document), offset, collected, self._budget, self._types)[1]
        ):
            raise _OtherLayoutError
        if self._types.redefined:  # what is remembered can be wrong
            raise _OtherLayoutError

    def _object(self, start: int, end: int, line: int) -> bool:
        """Read the object at `start` to `end`; false where the parser must."""
        chunk = self._data[start:end]
        head = _HEAD.match(chunk)
        sections = None if head is None else _sections(chunk, head.end(), self._newline)
        if head is None or sections is None:
            return False
        members: dict[str | None, Any] = {}
        for first, last in sections:
            pairs = self._members(chunk[first:last])
            if pairs is None:
                return False
            section = dict(pairs)
            if len(section) != len(pairs):  # a property that stands twice
                return False
            members.update(section)
        if None in members:
            return False
        context = self._context(head)
        if context is None:
            return False
        kind, value = context
        value.update(members)
        self._found.records.append(Record(value, line, _MemberLines(self._data, start, end, line, self._newline)))
        self._found.types.append(kind)
        return True

    def _context(self, head: re.Match[bytes]) -> tuple[str | None, dict[Any, Any]] | None:
        """The object's type as written, and a dictionary with its context; None where the parser must tell."""
        reference, number, first, string = head.groups()
        context: dict[Any, Any] = {}
        if reference is None:
            kind = text_of(first)
            if kind is None or number.decode() in self._types:
                return None
            self._types.define(number.decode(), kind)
        elif reference.decode() in self._types:
            kind = self._types[reference.decode()]
        else:
            return None
        if kind is not None:
            context["$type"] = kind.removeprefix("Deserialized.")
        if string is not None:
            context["$text"] = text_of(string)
            if context["$text"] is None:
                return None
        return kind, context

    def _members(self, body: bytes) -> list[Pair] | None:
        """The properties of a section; None where the parser must read the object."""
        pieces = self._pieces.split(body, _LEVEL)
        if pieces is None:
            return None
        pairs, unread = self._pieces.pairs(pieces, _LEVEL)
        if unread:
            text = []
            for index in unread:
                piece = pieces[index]
                if piece.count(CLOSED) != 1 or not piece.endswith(CLOSED) or b"&" in piece[: piece.find(b">")]:
                    return None
                text.append(b"<" + piece[:-1] + b"</Obj>")
            collected = Collected()
            self._parse(b"<Objs><Obj><Props>" + b"".join(text) + b"</Props></Obj></Objs>", collected, 0)
            members = collected.records[0].value if len(collected.records) == 1 else None
            if collected.notes or not isinstance(members, dict) or len(members) != len(unread):
                return None
            for index, pair in zip(unread, members.items(), strict=True):
                pairs[index] = pair
                self._pieces.remember(pieces[index], pair)
        return pairs  # type: ignore[return-value]  # nothing is unread any more


def _sections(chunk: bytes, position: int, newline: bytes) -> list[tuple[int, int]] | None:
    """Where the members of `Props` and `MS` begin and end; None where the object is not of just these."""
    found = []
    for tag in (b"Props", b"MS"):
        opening = newline + b"    <" + tag + b">"
        if chunk.startswith(opening, position):
            closing = newline + b"    </" + tag + b">"
            first = position + len(opening)
            last = chunk.find(closing, first)
            if last < 0:
                return None
            found.append((first, last))
            position = last + len(closing)
    return found if found and position == len(chunk) else None


class _MemberLines(Mapping[str, int]):
    """The lines of an object's properties, counted when they are first asked for."""

    def __init__(self, data: bytes, start: int, end: int, line: int, newline: bytes) -> None:
        self._place = (data, start, end, line, newline)

    @cached_property
    def _lines(self) -> dict[str, int]:
        data, start, end, line, newline = self._place
        lines: dict[str, int] = {}
        chunk = data[start:end]
        head = _HEAD.match(chunk)
        assert head is not None  # it was read so
        for first, last in _sections(chunk, head.end(), newline) or ():
            at = line + chunk.count(b"\n", 0, first)
            for piece in chunk[first:last].split(newline + b"      <")[1:]:
                at += 1
                if not piece.startswith(b"/"):
                    label = piece[piece.index(b' N="') + 4 :]
                    lines[unescape(label[: label.index(b'"')].decode())] = at
                at += piece.count(b"\n")
        return lines

    def __getitem__(self, name: str) -> int:
        return self._lines[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __repr__(self) -> str:
        return repr(self._lines)
