"""The handlers that turn the elements of one CliXML document into records and notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from analyzer.budget import Budget
from analyzer.model import Note, Record
from analyzer.notes import note
from analyzer.readers import type_names
from analyzer.readers.clixml.frames import (
    UNSET,
    Dictionary,
    Entry,
    Frame,
    Items,
    Members,
    Obj,
    Root,
    TypeNames,
)
from analyzer.readers.clixml.primitives import CONVERTERS, LOST, UnreadableError, unescape

_LEAVES: Final = frozenset(CONVERTERS) | {"Nil", "SS", "T", "ToString"}
_LISTS: Final = frozenset({"LST", "IE", "STK", "QUE"})
_REFERENCE_ALLOWANCE: Final = 100_000
_CHARACTERS_PER_NODE: Final = 64


class StoppedError(Exception):
    """The document is not read further; `code` and the text say why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Collected:
    """What all documents of a file gave. `types` has, for each record, the type name as written."""

    records: list[Record] = field(default_factory=list)
    types: list[str | None] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    skipped: int = 0


class TypeTable(dict[str, str | None]):
    """The type names of a document by their reference numbers; `redefined` says that a number got a second name."""

    redefined = False

    def define(self, ref: str, name: str | None) -> None:
        """Enter a type name."""
        self.redefined = self.redefined or self.get(ref, name) != name
        self[ref] = name


class Builder:
    """Takes the elements of one document in their order. `line` tells where the parser stands."""

    def __init__(self, collected: Collected, budget: Budget, types: TypeTable, line: Callable[[], int]) -> None:
        self._out = collected
        self._budget = budget
        self._line = line
        self._stack: list[Frame] = []
        self._types = types
        self._objects: dict[str, tuple[Any, int, int, int]] = {}  # value, weight, height, line
        self._doubled: dict[str, int] = {}  # second line of a reference number that is used twice
        self._leaf: str | None = None
        self._leaf_name: str | None = None
        self._leaf_line = 0
        self._pieces: list[str] = []
        self._characters = 0
        self._skip = 0
        self._nodes = 0
        self._expanded = 0
        self._stream: str | None = None
        self._root_line = 0
        self._mark = 0
        self._noted: set[tuple[str, str | None]] = set()
        self._errors: list[str] = []
        self._error_line = 0

    # -- the parser's handlers ---------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._nodes += 1
        if self._nodes > self._budget.xml_nodes:
            raise StoppedError("limit-reached", f"The document has more than {self._budget.xml_nodes} elements.")
        if self._skip:
            self._skip += 1
            return
        stack = self._stack
        if not stack:
            if tag != "Objs":
                raise StoppedError("malformed", "The document is XML, but no CliXML.")
            stack.append(Root())
            return
        if len(stack) > self._budget.xml_depth:
            raise StoppedError("limit-reached", f"The elements are nested deeper than {self._budget.xml_depth} levels.")
        top = stack[-1]
        if self._leaf is not None:  # an element inside a primitive
            self._misplaced(tag)
            self._skip = 1
            return
        name = attributes.get("N")
        if name is not None:
            name = unescape(name)
        if len(stack) == 1:
            self._stream = attributes.get("S")
            self._root_line = self._line()
            self._mark = len(self._out.notes)
            self._noted.clear()
        elif isinstance(top, Members):
            top.current = name
        if tag in _LEAVES:
            self._leaf = tag
            self._leaf_name = name
            self._leaf_line = self._line()
            return
        self._open(tag, name, attributes, top)

    def text(self, data: str) -> None:
        """Characters; only those of primitives count."""
        if self._leaf is not None and not self._skip:
            self._characters += len(data)
            if self._characters > self._budget.xml_text_chars:
                raise StoppedError("limit-reached", f"A value has more than {self._budget.xml_text_chars} characters.")
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skip:
            self._skip -= 1
            return
        if self._leaf is not None:
            self._end_leaf()
            return
        frame = self._stack.pop()
        if isinstance(frame, Obj):
            self._end_object(frame)
        elif isinstance(frame, Entry):
            self._report(frame.close(), frame.current, frame.line)
        elif isinstance(frame, TypeNames):
            frame.owner.type = frame.first
            if frame.ref is not None:
                self._types.define(frame.ref, frame.first)

    @property
    def complete(self) -> bool:
        """Whether the root element has ended."""
        return self._nodes > 0 and not self._stack

    def finish(self) -> None:
        """The document is over, or broken: hand over what waits."""
        self._flush_errors()

    # -- elements ----------------------------------------------------------------------------------------------------

    def _open(self, tag: str, name: str | None, attributes: dict[str, str], top: Frame) -> None:
        stack = self._stack
        if tag == "Obj":
            stack.append(Obj(name, attributes.get("RefId"), self._line()))
        elif tag == "Ref":
            self._reference(name, attributes.get("RefId"))
            self._skip = 1
        elif tag == "En" and isinstance(top, Dictionary):
            stack.append(Entry(top.owner, line=self._line()))
        elif isinstance(top, Obj) and tag in {"Props", "MS"}:
            if top.members is None:
                top.members = {}
            stack.append(Members(top))
        elif isinstance(top, Obj) and tag == "TN":
            stack.append(TypeNames(top, attributes.get("RefId")))
        elif isinstance(top, Obj) and tag == "TNRef":
            self._type_reference(top, attributes.get("RefId"))
            self._skip = 1
        elif isinstance(top, Obj) and tag in _LISTS:
            if top.items is None:
                top.items = []
            stack.append(Items(top.items))
        elif isinstance(top, Obj) and tag == "DCT":
            if top.entries is None:
                top.entries = {}
            stack.append(Dictionary(top))
        elif tag in {"MS", "PR"}:  # a member set; a progress record
            self._skip = 1
        else:
            self._unknown(tag, name)

    def _end_leaf(self) -> None:
        tag, name, line = self._leaf, self._leaf_name, self._leaf_line
        text = "".join(self._pieces) if self._pieces else ""
        self._leaf = None
        self._pieces.clear()
        self._characters = 0
        top = self._stack[-1]
        if tag == "T":
            if isinstance(top, TypeNames):
                top.first = unescape(text) if top.first is None else top.first
            else:
                self._misplaced("T")
            return
        if tag == "ToString":
            if isinstance(top, Obj):
                top.text = self._text(text, line)
            else:
                self._misplaced("ToString")
            return
        value: Any = None
        if tag == "SS":
            self._note("secret-dropped", line)
        elif tag in CONVERTERS:
            value = self._value(tag, name, text, line)
        self._deliver(name, value, line, 1 + len(text) // _CHARACTERS_PER_NODE, 1)

    def _value(self, tag: str, name: str | None, text: str, line: int) -> Any:
        try:
            value = CONVERTERS[tag](text)
        except UnreadableError as error:
            self._note("value-unreadable", line, f"The value is no {tag}; its text is shown.")
            return unescape(error.value)
        if isinstance(value, str):
            if LOST in value:
                half = "Half a surrogate pair was replaced by U+FFFD." if LOST not in text else None
                self._note("characters-lost", line, half)
            elif tag == "S" and (type_names.is_type_name(value, name or "") or type_names.is_object_text(value)):
                self._note("depth-cut", line)
        return value

    def _text(self, text: str, line: int) -> str:
        value = unescape(text)
        if LOST in value:
            half = "Half a surrogate pair in an object's string was replaced by U+FFFD." if LOST not in text else None
            self._note("characters-lost", line, half)
        return value

    def _end_object(self, frame: Obj) -> None:
        value = frame.value()
        if frame.ref is not None:
            if frame.ref in self._objects:
                self._doubled[frame.ref] = frame.line
            else:
                self._objects[frame.ref] = (value, frame.weight, frame.height, frame.line)
        self._deliver(frame.name, value, frame.line, frame.weight, frame.height, frame=frame)

    def _deliver(
        self, name: str | None, value: Any, line: int, weight: int, height: int, *, frame: Obj | None = None
    ) -> None:
        stack = self._stack
        top = stack[-1]
        self._report(top.add(name, value, line), name, line)
        if len(stack) == 1:
            self._collect(frame)
            return
        for owner in reversed(stack):
            if isinstance(owner, Obj):
                owner.weight += weight
                owner.height = max(owner.height, height + 2)
                break

    def _collect(self, frame: Obj | None) -> None:
        root = self._stack[0]
        assert isinstance(root, Root)
        value, root.value = root.value, UNSET
        stream = (self._stream or "output").lower()
        if stream != "output":
            del self._out.notes[self._mark :]
            if stream == "error":
                text = value.get("$text", "") if isinstance(value, dict) else str(value)
                self._error_line = self._error_line or self._root_line
                self._errors.append(str(text))
            else:
                self._flush_errors()
                self._out.skipped += 1
            return
        self._flush_errors()
        if len(self._out.records) >= self._budget.rows:
            raise StoppedError("limit-reached", f"The file has more than {self._budget.rows} objects.")
        lines = frame.lines if frame is not None and isinstance(value, dict) else {}
        self._out.records.append(Record(value, self._root_line, lines))
        self._out.types.append(frame.type if frame is not None else None)

    def _flush_errors(self) -> None:
        if self._errors:
            text = "".join(self._errors).strip()
            self._out.notes.append(note("error-record", text or None, line=self._error_line))
            self._errors.clear()
            self._error_line = 0

    # -- references --------------------------------------------------------------------------------------------------

    def _reference(self, name: str | None, ref: str | None) -> None:
        line = self._line()
        if any(isinstance(frame, Obj) and frame.ref == ref and ref is not None for frame in self._stack):
            number: int | str = int(ref) if ref and ref.isascii() and ref.isdigit() and len(ref) < 19 else ref or ""
            self._deliver(name, {"$ref": number}, line, 1, 1)
            return
        value, weight, height, first = self._objects.get(ref or "", (UNSET, 0, 0, 0))
        if value is UNSET:
            self._note("value-unreadable", line, f"The reference to object {ref} leads nowhere.")
        elif ref in self._doubled:
            both = f"lines {first} and {self._doubled[ref or '']}"
            self._note("value-unreadable", line, f"Two objects have the reference number {ref}: {both}.")
            value = UNSET
        elif self._too_large(weight, height):
            self._note("value-unreadable", line, "The references, written out, are more than the limit allows.")
            value = UNSET
        if value is UNSET:
            self._deliver(name, None, line, 1, 1)
        else:
            self._expanded += weight
            self._deliver(name, value, line, weight, height)

    def _too_large(self, weight: int, height: int) -> bool:
        """Whether writing the value again goes beyond the budget (a reference bomb)."""
        allowed = self._budget.ref_visits_per_object * self._nodes + _REFERENCE_ALLOWANCE
        return self._expanded + weight > allowed or len(self._stack) + height > self._budget.xml_depth

    def _type_reference(self, frame: Obj, ref: str | None) -> None:
        if ref is not None and ref in self._types:
            frame.type = self._types[ref]
        else:
            self._note("value-unreadable", self._line(), f"The reference to the type names {ref} leads nowhere.")

    # -- notes -------------------------------------------------------------------------------------------------------

    def _unknown(self, tag: str, name: str | None) -> None:
        """An element that CliXML does not have."""
        self._note("malformed", self._line(), f"The element {tag[:40]!r} is not known; it was left out.")
        self._skip = 1

    def _misplaced(self, tag: str) -> None:
        self._note("malformed", self._line(), f"The element {tag[:40]!r} stands where it cannot; it was left out.")

    def _report(self, problem: str | None, name: str | None, line: int) -> None:
        if problem == "duplicate":
            self._note(
                "duplicate-property", line, f"The property {name} stands twice; the second is shown as {name}#2."
            )
        elif problem == "misplaced":
            self._note("malformed", line, "A value without a name was left out.")

    def _note(self, code: str, line: int, message: str | None = None) -> None:
        """A note on the root object's property that is being read; one of a kind is enough."""
        found = self._property()
        if (code, found) not in self._noted:
            self._noted.add((code, found))
            self._out.notes.append(note(code, message, line=line, record=len(self._out.records), property=found))

    def _property(self) -> str | None:
        """The root object's property that is being read."""
        return next((frame.current for frame in self._stack if isinstance(frame, (Members, Entry))), None)
