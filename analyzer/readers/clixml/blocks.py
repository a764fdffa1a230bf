"""A whole document in Export-Clixml's layout, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from analyzer.budget import Budget
from analyzer.model import Block, Note, Reading, Record, Source
from analyzer.notes import note
from analyzer.readers.clixml.builder import Collected, TypeTable
from analyzer.readers.clixml.cells import Cells, cells_of
from analyzer.readers.clixml.columns import Columns
from analyzer.readers.clixml.keys import TAG, Keys
from analyzer.readers.clixml.layout import Layout, layout
from analyzer.readers.clixml.narrow import utf8_pieces
from analyzer.readers.clixml.parsing import parse
from analyzer.readers.clixml.parts import BLOCK, OBJECT_END, Part, parts_of
from analyzer.readers.clixml.references import References, WholeFileError
from analyzer.readers.clixml.scan import OtherLayoutError, Scan, Text, scan
from analyzer.readers.clixml.texts import cell_text, plain_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FORMAT: Final = "clixml"
_UNLIMITED: Final = 2**60  # what references weigh is looked at for the document as a whole
_MOST_TYPES: Final = 1000
_MOST_TEXTS: Final = 100_000
_MOST_ODD: Final = 0.1
"""Of a document's objects; beyond, there is nothing to win."""


@dataclass
class Store:
    """What the blocks of a document held. Rows are its objects, from 0; `names` are those of properties by number.

    `columns` has the cells. Those that are told when they are asked for are listed: `untold`, by row, name, and where
    the line of each starts, and `referring`, by row, name, and number of the object that is meant. `read` are the
    objects that the parser read, by row. `starts`, `ends` and `lines` say where each object stands in the document,
    `kinds` gives its type name. `text` is the part at hand, which begins at `base`; `room` is for its flags, as that
    of the part itself serves the next one.
    """

    source: Source
    budget: Budget
    text: Text
    base: int = 0
    room: dict[int, Any] = field(default_factory=dict)
    types: TypeTable = field(default_factory=TypeTable)
    keys: Keys = field(default_factory=Keys)
    columns: Columns = field(default_factory=Columns)
    untold: list[tuple[int, int, int]] = field(default_factory=list)
    referring: list[tuple[int, int, int]] = field(default_factory=list)
    read: dict[int, Record] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    references: References = field(default_factory=References)
    total_lines: int = 1
    _plain: dict[bytes, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The names of properties, by number."""
        return self.keys.names

    @cached_property
    def whole(self) -> bytes:
        """The text of the document; read again when it is first asked for."""
        return b"".join(utf8_pieces(self.source, BLOCK))

    def part(self, start: int, end: int) -> bytes:
        """The text from `start` to before `end`."""
        first = start - self.base
        if first >= 0 and end - self.base <= len(self.text.data):
            return self.text.data[first : end - self.base]
        return self.whole[start:end]

    def plain(self, raw: bytes) -> str:
        """The text with its entities and escapes decoded."""
        found = self._plain.get(raw)
        if found is None:
            if len(self._plain) > _MOST_TEXTS:
                self._plain.clear()
            found = self._plain[raw] = plain_text(raw)
        return found


def read_blocks(source: Source, budget: Budget) -> Reading:
    """What the parser reads in a document of one or more objects.

    Raises OtherLayoutError where the parser must read it, UnicodeError where its encoding is another.
    """
    from analyzer.readers.clixml.objects import Objects

    store: Store | None = None
    for part in parts_of(source, budget.xml_text_chars):
        store = store or Store(source, budget, part.text)
        store.text, store.base = replace(part.text, room=store.room), part.base
        _take_all(store, part)
    if store is None:
        raise OtherLayoutError
    store.references.check_weight(budget)
    store.notes.sort(key=lambda each: -1 if each.record is None else each.record)
    return Reading(FORMAT, Objects(store), _blocks(store), tuple(store.notes))


def _take_all(store: Store, part: Part) -> None:
    """Take the objects of a block. Raises OtherLayoutError where there is nothing to win."""
    _take(store, part.first, part.last, part.lines)
    if len(store.starts) > store.budget.rows or store.total_lines > store.budget.xml_nodes:
        raise OtherLayoutError
    if len(store.read) > 20 + _MOST_ODD * len(store.starts):
        raise OtherLayoutError


def _blocks(store: Store) -> tuple[Block, ...]:
    """One block for each run of objects of one type."""
    firsts = [row for row in range(len(store.kinds)) if row == 0 or store.kinds[row] != store.kinds[row - 1]]
    stops = [*firsts[1:], len(store.kinds)]
    return tuple(
        Block(first, stop - first, store.lines[first], type=store.kinds[first])
        for first, stop in zip(firsts, stops, strict=True)
    )


def _take(store: Store, first: int, last: int, lines: Scan | None = None) -> None:
    """Take the objects from `first` to before `last`: by arrays, in ever smaller parts where something is odd."""
    try:
        found = layout(store.text, lines or scan(store.text, first, last), store.keys)
        _check_limits(store, found)
        _define_types(store, found)
    except WholeFileError:
        raise
    except OtherLayoutError:
        middle = _middle(store, first, last)
        if middle is None:
            _read_object(store, first, last)
            return
        _take(store, first, middle)
        _take(store, middle, last)
        return
    _keep(store, found, cells_of(store.text, found, store.keys))


def _middle(store: Store, first: int, last: int) -> int | None:
    """Where an object ends about half way; None where there is but one."""
    end = OBJECT_END + store.text.newline
    half = (first + last) // 2
    found = store.text.data.find(end, half, last)
    if found < 0 or found + len(end) >= last:
        found = store.text.data.rfind(end, first, half + len(end))
    return None if found < 0 or found + len(end) >= last else found + len(end)


def _check_limits(store: Store, found: Layout) -> None:
    budget = store.budget
    if len(found.levels) - 2 > budget.xml_depth or int((found.stop - found.text).max()) > budget.xml_text_chars:
        raise OtherLayoutError


def _define_types(store: Store, found: Layout) -> None:
    """Enter the type names of a block; those that it refers to must have been entered before."""
    import numpy as np

    defined: dict[int, int] = {}
    text = store.text
    new: list[tuple[int, str | None]] = []
    for line in np.flatnonzero((found.tag == TAG["TN"]) & (found.number >= 0)).tolist():
        has_name = int(found.parent[line + 1]) == line  # the first one stands in the line below
        raw = text.data[int(found.text[line + 1]) : int(found.stop[line + 1])] if has_name else None
        number = int(found.number[line])
        defined.setdefault(number, int(found.start[line]))
        new.append((number, None if raw is None else plain_text(raw)))
    used = np.flatnonzero(found.tag == TAG["TNRef"])
    if not new and _all_known(store, found.number[used]):
        return
    numbers, order = np.unique(found.number[used], return_inverse=True)
    for place, number in enumerate(numbers.tolist()):
        if str(number) not in store.types and (
            number not in defined or defined[number] > int(found.start[used[order == place]].min())
        ):
            raise OtherLayoutError
    known = {**store.types}
    for number, name in new:
        if known.setdefault(str(number), name) != name:
            raise OtherLayoutError
    for number, name in new:
        store.types.define(str(number), name)


def _all_known(store: Store, numbers: Ints) -> bool:
    """Whether all these types were defined in earlier blocks."""
    import numpy as np

    highest = int(numbers.max(initial=0))
    if highest > _MOST_TYPES:
        return False
    known = np.array([str(number) in store.types for number in range(highest + 1)])
    return bool(known[numbers].all())


def _keep(store: Store, found: Layout, cells: Cells) -> None:
    """Add the cells of a block; objects for the parser are read by it."""
    import numpy as np

    row, line, base = len(store.starts), store.total_lines, store.base
    store.starts += (cells.starts + base).tolist()
    store.ends += (cells.ends + base).tolist()
    store.lines += (line + 1 + found.at(1)[::2]).tolist()
    types = {number: store.types.get(str(number)) for number in np.unique(cells.types).tolist()}
    store.kinds += map(types.__getitem__, cells.types.tolist())
    cells.odd[found.record[store.references.add(found, cells.state, base, line)]] = True
    rows = cells.record + row
    keep: Any = slice(None)
    untold, escaped, referring = cells.untold, cells.escaped, cells.referring
    if cells.odd.any():
        keep = ~cells.odd[cells.record]
        untold, escaped, referring = (each[keep[each]] for each in (untold, escaped, referring))

    def told(which: Ints, values: Ints) -> Iterator[tuple[int, int, int]]:
        return zip(rows[which].tolist(), cells.name[which].tolist(), values.tolist(), strict=True)

    store.columns.add(cells.data, rows[keep], cells.name[keep], cells.start[keep], cells.stop[keep], cells.truth[keep])
    store.untold += told(untold, found.start[cells.line[untold]] + base)
    store.referring += told(referring, found.number[cells.line[referring]])
    for (at, name, start), stop in zip(told(escaped, cells.start[escaped]), cells.stop[escaped].tolist(), strict=True):
        store.columns.tell(at, name, store.plain(cells.data[start:stop]))
    seen = set()
    for at, record, name in cells.cut:
        if not cells.odd[record] and (record, name) not in seen:
            seen.add((record, name))
            found_name = store.names[name]
            store.notes.append(note("depth-cut", line=line + 1 + at, record=row + record, property=found_name))
    for record in np.flatnonzero(cells.odd).tolist():
        _parsed(store, row + record)
    store.total_lines += found.key.size


def _read_object(store: Store, first: int, last: int) -> None:
    """Read an object in another layout."""
    content = store.text.data[first:last]
    if content.count(b"\r") != content.count(b"\r\n") or b"<Ref" in content:
        raise WholeFileError
    store.references.uncounted()
    store.starts.append(store.base + first)
    store.ends.append(store.base + last)
    store.lines.append(store.total_lines + 1)
    store.kinds.append(None)
    store.kinds[-1] = _parsed(store, len(store.starts) - 1)
    store.total_lines += content.count(b"\n")


def _parsed(store: Store, row: int) -> str | None:
    """Let the parser read an object for good, with its notes; its type name."""
    record, kind, notes = parsed(store, row)
    store.read[row] = record
    cells = {name: cell_text(value) for name, value in record.properties.items() if name[:1] != "$"}
    store.columns.add_row(row, {store.keys.name_number(name): text for name, text in cells.items()})
    store.notes += [replace(each, record=row if each.record is not None else None) for each in notes]
    return kind


def parsed(store: Store, row: int) -> tuple[Record, str | None, list[Note]]:
    """An object as the parser reads it, its type name, and its notes."""
    return parsed_part(store, store.starts[row], store.ends[row], store.lines[row])


def parsed_part(store: Store, start: int, end: int, line: int) -> tuple[Record, str | None, list[Note]]:
    """A part of the document that is an object and begins on `line`, as `parsed` returns it."""
    needed = store.references.needed(store.part, start, end)
    before = b"<Objs>" + b"".join(store.part(first, last) for first, last in needed)
    collected = Collected()
    document = memoryview(before + store.part(start, end) + b"</Objs>")
    budget = replace(store.budget, ref_visits_per_object=_UNLIMITED) if needed else store.budget
    _, whole = parse(document, line - 1 - before.count(b"\n"), collected, budget, store.types)
    last = len(needed)
    if not whole or len(collected.records) != last + 1 or store.types.redefined or collected.skipped:
        raise WholeFileError
    notes = [each for each in collected.notes if not needed or each.record == last]
    return collected.records[last], collected.types[last], notes
