"""What the start of a line tells in Export-Clixml's layout: `<S N="Alias">`, `</Props>`, `<Obj N="Id" RefId="`.

A large file has millions of lines and a few hundred such starts, so each is looked at once and gets a number. Arrays
over those numbers then say of every line at once what it is and what may stand around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from analyzer.readers.clixml.pieces import entities
from analyzer.readers.clixml.primitives import CONVERTERS, LOST, unescape

if TYPE_CHECKING:
    import numpy as np

LEAF, OPEN, CLOSE, EMPTY = 1, 2, 3, 4
"""Kinds of line: a value with its text, the start and the end of an element of several lines, one without content."""

META, PRIMITIVE, OBJECT, MEMBER, TYPE_NAME, ENTRY, KEY_OR_VALUE = 1, 2, 4, 8, 16, 32, 64
"""Roles of a line in the element it stands in; bits, for a member may be named `Key`."""

TEXT, BOOLEAN, INTEGER, HARD = 1, 2, 3, 4
"""How the text of a value is checked: for type names, as a boolean, as a number, or each different one by itself."""

_PLAIN: Final = ("DT", "TS", "G", "URI", "Version", "XD", "SBK", "D")
_LISTS: Final = ("LST", "IE", "STK", "QUE")
_MEMBERS: Final = ("Props", "MS")
_CONTAINERS: Final = ("Obj", "TN", *_MEMBERS, *_LISTS, "DCT", "En")
_VALUES: Final = tuple(
    tag for tag in CONVERTERS if len(tag) <= len("ToString")
)  # a longer end tag is more than two words
_TAGS: Final = ("", *_CONTAINERS, "TNRef", "Ref", "T", "ToString", "Nil", *_VALUES)
TAG: Final = {name: number for number, name in enumerate(_TAGS)}
"""The number of an element's name; 0 stands for none."""

LISTS: Final = tuple(TAG[name] for name in _LISTS)
MEMBERS: Final = tuple(TAG[name] for name in _MEMBERS)
_CHECKS: Final = {"S": TEXT, "B": BOOLEAN, "I32": INTEGER, "I64": INTEGER}
_ROLES: Final = {
    "Obj": META | PRIMITIVE,
    "TN": TYPE_NAME,
    **dict.fromkeys(_MEMBERS, MEMBER),
    **dict.fromkeys(_LISTS, PRIMITIVE | OBJECT),
    "DCT": ENTRY,
    "En": KEY_OR_VALUE,
}
ACCEPTED: Final = tuple(_ROLES.get(name, 0) for name in _TAGS)
"""The roles of the lines that may stand in an element, by its number."""

_LABEL: Final = rb'(?: N="([^"<>\x00-\x1f]*)")?'
_VALUE: Final = "|".join(_VALUES).encode()
_SIMPLE: Final = "|".join(("Nil", "S", "BA", *_PLAIN)).encode()
_GRAMMAR: Final = (
    (re.compile(rb"<(" + _VALUE + rb")" + _LABEL + rb">"), LEAF),
    (re.compile(rb"<(T|ToString)()>"), LEAF),
    (re.compile(rb"<(Obj)" + _LABEL + rb' RefId="'), OPEN),
    (re.compile(rb'<(TN)() RefId="'), OPEN),
    (re.compile(rb"<(" + "|".join(_CONTAINERS[2:]).encode() + rb")()>"), OPEN),
    (re.compile(rb"</(" + "|".join(_CONTAINERS).encode() + rb")()>"), CLOSE),
    (re.compile(rb'<(TNRef)() RefId="'), EMPTY),
    (re.compile(rb"<(Ref)" + _LABEL + rb' RefId="'), EMPTY),
    (re.compile(rb"<(" + _SIMPLE + rb")" + _LABEL + rb" />"), EMPTY),
    (re.compile(rb"<(ToString|DCT|" + "|".join(_LISTS).encode() + rb")() />"), EMPTY),
)
_COLUMNS: Final = ("level", "kind", "tag", "roles", "name", "check", "closing", "last", "mask", "first", "odd")
_NOTHING: Final = (0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0)
_DEEPEST: Final = 200
_WORD: Final = 8


class Keys:
    """The starts of lines of one document, by number, and the names of properties, by number.

    Each attribute that `refresh` makes is an array over the starts: `level`, half the blanks before it; `kind`, `tag`,
    `roles`; `name`, -1 for none; `check`; `closing`, the length of the end tag, with its `last` eight bytes or
    fewer, the `mask` for those, and the `first` four of a `long` one; `odd` where the parser must read the object. A
    start that has no place in the layout has the kind 0. `alike` is the same number for the starts of properties of
    one name that are a line each, and `ends` where an object ends.
    """

    level: np.ndarray[Any, Any]
    kind: np.ndarray[Any, Any]
    tag: np.ndarray[Any, Any]
    roles: np.ndarray[Any, Any]
    name: np.ndarray[Any, Any]
    check: np.ndarray[Any, Any]
    closing: np.ndarray[Any, Any]
    last: np.ndarray[Any, Any]
    mask: np.ndarray[Any, Any]
    first: np.ndarray[Any, Any]
    long: np.ndarray[Any, Any]
    odd: np.ndarray[Any, Any]
    alike: np.ndarray[Any, Any]
    ends: np.ndarray[Any, Any]

    def __init__(self) -> None:
        self.names: list[str] = []
        self.has_entries = False
        self.has_references = False
        self._numbers: dict[str, int] = {}
        self._known: dict[bytes, int] = {}
        self._rows: list[tuple[int, ...]] = []

    def numbers(self, starts: list[bytes]) -> np.ndarray[Any, Any]:
        """The numbers of these starts; new ones are entered, and the arrays made anew."""
        import numpy as np

        new = [start for start in starts if start not in self._known]
        for start in sorted(new, key=_depth):  # names of properties of objects first: they rise within an object
            self._known[start] = len(self._rows)
            self._rows.append(self._row(start))
        found = [self._known[start] for start in starts]
        if new:
            self._refresh()
        return np.array(found, np.int64)

    def name_number(self, name: str) -> int:
        """The number of a property's name; a new one is entered."""
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number

    def _refresh(self) -> None:
        import numpy as np

        columns = list(zip(*self._rows, strict=True))
        types = (
            np.int8,
            np.int8,
            np.int8,
            np.uint8,
            np.int32,
            np.int8,
            np.int64,
            np.uint64,
            np.uint64,
            np.uint32,
            np.bool_,
        )
        for name, values, kind in zip(_COLUMNS, columns, types, strict=True):
            setattr(self, name, np.array(values, kind))
        line = ((self.kind == LEAF) | (self.kind == EMPTY)) & (self.tag != TAG["Ref"])
        line &= (self.level == 3) & ((self.roles & MEMBER) != 0)
        self.alike = np.where(line, -1 - self.name, np.arange(line.size, dtype=np.int32))
        self.long = self.first != 0
        self.ends = (self.level == 1) & (self.kind == CLOSE)

    def _row(self, start: bytes) -> tuple[int, ...]:
        depth = _depth(start)
        if depth % 2 or depth > _DEEPEST:
            return _NOTHING
        for pattern, kind in _GRAMMAR:
            match = pattern.fullmatch(start, depth)
            if match is not None:
                return depth // 2, *self._classified(match[1].decode(), match[2], kind)
        return _NOTHING

    def _classified(self, tag: str, label: bytes | None, kind: int) -> tuple[int, ...]:
        roles, number, odd = 0, -1, False
        if kind != CLOSE:
            roles = _role(tag)
        if label and roles & (PRIMITIVE | OBJECT):
            name = unescape(entities(label))
            odd = name.startswith("$") or LOST in name
            number = self.name_number(name)
            roles = MEMBER | (KEY_OR_VALUE if name in {"Key", "Value"} else 0)
        elif label is not None and roles & (PRIMITIVE | OBJECT):  # N=""
            return _NOTHING
        self.has_entries = self.has_entries or tag in {"DCT", "En"}
        self.has_references = self.has_references or tag == "Ref"
        check = _CHECKS.get(tag, HARD) if kind == LEAF and tag in CONVERTERS and tag not in _PLAIN else 0
        ending = f"</{tag}>".encode() if kind == LEAF else b""
        tail = ending[-_WORD:]
        shift = 8 * (_WORD - len(tail))
        last = int.from_bytes(tail, "little") << shift
        mask = ((1 << 64) - 1) >> shift << shift
        first = int.from_bytes(ending[:4], "little") if len(ending) > _WORD else 0
        return kind, TAG[tag], roles, number, check, len(ending), last, mask, first, odd


def _depth(start: bytes) -> int:
    return len(start) - len(start.lstrip(b" "))


def _role(tag: str) -> int:
    if tag in {"Obj", "Ref"}:
        return OBJECT
    if tag == "T":
        return TYPE_NAME
    if tag == "En":
        return ENTRY
    if tag in CONVERTERS or tag == "Nil":
        return PRIMITIVE
    return META
