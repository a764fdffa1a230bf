"""Properties of objects in the layout of Export-Clixml, each a piece of bytes that is read once and remembered.

A piece stands between two line ends at one indent: `S N="Alias">anna</S>`, or an object with all its lines. Only
what surely reads as the parser would read it is read here; for the rest the answer is None, and the parser is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress
from operator import not_
from typing import Any, Final

from analyzer.readers import type_names
from analyzer.readers.clixml.builder import TypeTable
from analyzer.readers.clixml.frames import UNSET, Obj
from analyzer.readers.clixml.primitives import CONVERTERS, UnreadableError, unescape

Pair = tuple[str | None, Any]
"""A property's name (None for an item of a list) and its value."""

CLOSED: Final = b"\0"  # stands for the end tag of a nested object; no XML has it
_TAGS: Final = b"|".join(tag.encode() for tag in CONVERTERS)
_SCALAR: Final = re.compile(rb"(?:(" + _TAGS + rb')|Nil)(?: N="([^"<>&\x00-\x1f]*)")?(?:>([^<>\x00-\x1f]*)</\1>| />)')
_OPENING: Final = re.compile(rb'Obj(?: N="([^"<>&\x00-\x1f]*)")? RefId="[0-9]+">')
_TYPE: Final = re.compile(rb'TNRef RefId="([0-9]+)" />')
_STRING: Final = re.compile(rb"ToString>([^<>\x00-\x1f]*)</ToString>")
_ENTITIES: Final = re.compile(rb"(?:[^&]|&(?:lt|gt|amp|quot|apos);)*")
_PLAIN: Final = frozenset({b"S", b"DT", b"TS", b"G", b"URI", b"Version", b"D"})
_LISTS: Final = frozenset({b"LST", b"IE", b"STK", b"QUE"})
_UNSAFE: Final = re.compile("[\ufffd-\uffff]")  # half a surrogate pair, or what no XML has
_MARKS: Final = ("System.", "Microsoft.", "Deserialized.", "@{")
_MOST_REMEMBERED: Final = 400_000
_MOST_VALUES: Final = 200  # of one property; one with more is read each time
_DEEPEST: Final = 60


@dataclass(slots=True)
class _Kind:
    """What the beginning of a piece tells; `seen` counts its distinct values."""

    name: str | None
    closing: bytes
    plain: bool  # the value is the text
    seen: int = 0


class Pieces:
    """Reads the pieces of one document. `newline` is its line end, `types` the type names seen so far."""

    def __init__(self, newline: bytes, types: TypeTable) -> None:
        self.memory: dict[bytes, Pair] = {}
        self._types = types
        self._kinds: dict[bytes, _Kind] = {}
        self._children = [newline + b"  " * level + b"<" for level in range(_DEEPEST)]
        self._ends = [newline + b"  " * level + b"</Obj>" for level in range(_DEEPEST)]

    def split(self, body: bytes, level: int) -> list[bytes] | None:
        """The pieces of a body whose lines are indented by `level` steps; None where it begins with something else."""
        pieces = body.replace(self._ends[level], CLOSED).split(self._children[level])
        return None if pieces.pop(0) else pieces

    def pairs(self, pieces: list[bytes], level: int) -> tuple[list[Pair | None], list[int]]:
        """Name and value of each piece, and the positions of those that the parser must read (None)."""
        pairs = list(map(self.memory.get, pieces))
        unread: list[int] = []
        if len(self.memory) > _MOST_REMEMBERED:
            self.memory.clear()
        for index in list(compress(range(len(pairs)), map(not_, pairs))):
            piece = pieces[index]
            pairs[index] = self._object(piece, level) if piece.endswith(CLOSED) else self._scalar(piece)
            if pairs[index] is None:
                unread.append(index)
        return pairs, unread

    def remember(self, piece: bytes, pair: Pair) -> None:
        """Keep what the parser read of a nested object."""
        self._keep(_without_number(piece), pair)

    def _keep(self, key: bytes, pair: Pair) -> None:
        start = key[: key.find(b">")]
        kind = self._kinds.get(start)
        if kind is None:
            kind = self._kinds[start] = _Kind(pair[0], b"", plain=False)
        kind.seen += 1
        if kind.seen < _MOST_VALUES:
            self.memory[key] = pair

    # -- primitives --------------------------------------------------------------------------------------------------

    def _scalar(self, piece: bytes) -> Pair | None:
        start = piece.find(b">")
        kind = self._kinds.get(piece[:start])
        if kind is None:
            pair = _read_scalar(piece)
            if pair is not None:
                self.memory[piece] = pair
                tag = piece[:start].split(b" ", 1)[0]
                if piece[start - 1 : start] != b"/":
                    self._kinds[piece[:start]] = _Kind(pair[0], b"</" + tag + b">", tag in _PLAIN)
            return pair
        pair = _read_plain(piece, start, kind) or _read_scalar(piece)
        if pair is not None:
            kind.seen += 1
            if kind.seen < _MOST_VALUES:
                self.memory[piece] = pair
        return pair

    # -- nested objects ----------------------------------------------------------------------------------------------

    def _object(self, piece: bytes, level: int) -> Pair | None:
        """A nested object whose own line is indented by `level` steps."""
        key = _without_number(piece)
        pair = self.memory.get(key)
        if pair is None:
            pair = self._read_object(piece[:-1], level)
            if pair is not None:
                self._keep(key, pair)
        return pair

    def _read_object(self, piece: bytes, level: int) -> Pair | None:
        if level + 3 >= _DEEPEST or CLOSED in piece:
            return None
        parts = piece.split(self._children[level + 1])
        opening = _OPENING.fullmatch(parts[0])
        if opening is None:
            return None
        frame = Obj(_name(opening[1]), None, 0)
        index, count = 1, len(parts)
        if index < count and parts[index].startswith(b"TNRef"):
            match = _TYPE.fullmatch(parts[index])
            if match is None or match[1].decode() not in self._types:
                return None
            frame.type = self._types[match[1].decode()]
            index += 1
        if index < count and parts[index].startswith(b"ToString"):
            match = _STRING.fullmatch(parts[index])
            text = None if match is None else text_of(match[1])
            if text is None:
                return None
            frame.text = text
            index += 1
        while index < count:
            used = self._part(frame, parts, index, level + 1)
            if used == 0:
                return None
            index += used
        return frame.name, frame.value()

    def _part(self, frame: Obj, parts: list[bytes], index: int, level: int) -> int:
        """Take one part of an object at `level`: members, items or a wrapped primitive. Returns how many were used."""
        part = parts[index]
        tag, _, body = part.partition(b">")
        following = parts[index + 1] if index + 1 < len(parts) else b""
        if tag in {b"Props", b"MS"} and following == b"/" + tag + b">":
            members = self._inner(body, level + 1)
            if members is None:
                return 0
            found = {name: value for name, value in members if name is not None}
            if len(found) != len(members):
                return 0
            frame.members = {**(frame.members or {}), **found}
            return 2
        if tag in _LISTS and following == b"/" + tag + b">" and frame.items is None:
            items = self._inner(body, level + 1)
            if items is None or any(name is not None for name, _ in items):
                return 0
            frame.items = [value for _, value in items]
            return 2
        if tag.endswith(b" /") and tag[:-2] in _LISTS and not body and frame.items is None:
            frame.items = []
            return 1
        pair = self.memory.get(part) or self._scalar(part)
        if pair is None or pair[0] is not None or frame.wrapped is not UNSET:
            return 0
        frame.wrapped = pair[1]
        return 1

    def _inner(self, body: bytes, level: int) -> list[Pair] | None:
        """The pairs of a nested body; None where the parser must read it."""
        pieces = self.split(body, level)
        if pieces is None:
            return None
        pairs, unread = self.pairs(pieces, level)
        return None if unread else [pair for pair in pairs if pair is not None]


def _without_number(piece: bytes) -> bytes:
    """A nested object without its own reference number."""
    number = piece.find(b' RefId="')
    return piece[:number] + piece[piece.find(b">", number) :]


def _name(raw: bytes | None) -> str | None:
    return None if raw is None else unescape(raw.decode())


def _read_plain(piece: bytes, start: int, kind: _Kind) -> Pair | None:
    """The pair of a text that needs no decoding; `start` is where its start tag ends. None for any other."""
    if not (kind.plain and piece.endswith(kind.closing)):
        return None
    raw = piece[start + 1 : -len(kind.closing)]
    if b"<" in raw or b"&" in raw or b">" in raw or b"_x" in raw or b"_X" in raw:
        return None
    text = raw.decode()
    if not text.isprintable() or text.startswith(_MARKS) or text.endswith("]"):
        return None
    return kind.name, text


def _read_scalar(piece: bytes) -> Pair | None:
    """The name and value of a primitive; None where the parser must tell."""
    match = _SCALAR.fullmatch(piece)
    if match is None:
        return None
    tag, label, raw = match.groups()
    name = _name(label)
    if name is not None and _UNSAFE.search(name):
        return None
    if tag is None:
        return (name, None) if raw is None else None
    text = raw or b""
    if b"&" in text and _ENTITIES.fullmatch(text) is None:
        return None
    try:
        value = CONVERTERS[tag.decode()](entities(text))
    except UnreadableError:
        return None
    if isinstance(value, str) and (
        _UNSAFE.search(value) or type_names.is_type_name(value, name or "") or type_names.is_object_text(value)
    ):
        return None
    return name, value


def text_of(raw: bytes) -> str | None:
    """The text of a ToString or a type name; None where the parser must tell."""
    if b"&" in raw and _ENTITIES.fullmatch(raw) is None:
        return None
    text = unescape(entities(raw))
    return None if _UNSAFE.search(text) else text


def entities(raw: bytes) -> str:
    """The text with the five entities of XML decoded."""
    text = raw.decode()
    if "&" not in text:
        return text
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
