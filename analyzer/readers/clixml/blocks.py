"""A whole document in Export-Clixml's layout, block by block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from analyzer.budget import Budget
from analyzer.model import Block, Note, Reading, Record
from analyzer.notes import note
from analyzer.readers.clixml.builder import Collected, TypeTable
from analyzer.readers.clixml.cells import Cells, cells_of
from analyzer.readers.clixml.keys import TAG, Keys
from analyzer.readers.clixml.layout import Layout, OtherLayoutError, Text, layout
from analyzer.readers.clixml.parsing import parse
from analyzer.readers.clixml.references import References, WholeFileError
from analyzer.readers.clixml.texts import SPAN, plain_text, span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

FORMAT: Final = "clixml"
_BLOCK: Final = 2 * 2**20
_DOCUMENT: Final = re.compile(
    rb'<Objs Version="[0-9.]+" xmlns="http://schemas\.microsoft\.com/powershell/2004/04">(\r?\n)'
)
_END: Final = b"\n  </Obj>"
_UNLIMITED: Final = 2**60  # what references weigh is looked at for the document as a whole
_MOST_TYPES: Final = 1000
_TAIL: Final = 1000
_MOST_ODD: Final = 0.1
"""Of a document's objects; beyond, there is nothing to win."""


@dataclass
class Store:
    """What the blocks of a document held. Rows are its objects, from 0; `names` are those of properties by number.

    `record`, `name`, `line` (from 1) and `view` are lists of arrays over all cells, one for each block; `buffers` are
    what the views are into. Some cells are listed by number: `untold`, with where the line of each starts, `referring`,
    with the number of the object that is meant, and `escaped`, with where the text stands. `read` are the objects that
    the parser read, by row. `starts`, `ends` and `lines` say where each object stands, `kinds` gives its type name.
    """

    text: Text
    budget: Budget
    types: TypeTable
    keys: Keys
    buffers: list[Any] = field(default_factory=list)
    record: list[Ints] = field(default_factory=list)
    name: list[Ints] = field(default_factory=list)
    line: list[Ints] = field(default_factory=list)
    view: list[NDArray[np.uint64]] = field(default_factory=list)
    untold: list[tuple[int, int]] = field(default_factory=list)
    referring: list[tuple[int, int]] = field(default_factory=list)
    escaped: list[tuple[int, int, int]] = field(default_factory=list)
    read: dict[int, Record] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    references: References = field(default_factory=References)
    cells: int = 0
    total_lines: int = 1

    @property
    def names(self) -> list[str]:
        """The names of properties, by number."""
        return self.keys.names


def read_blocks(data: bytes, first: int, budget: Budget) -> Reading:
    """What the parser reads in a document of one or more objects that begins at `first`.

    Raises OtherLayoutError where the parser must read it.
    """
    from analyzer.readers.clixml.objects import Objects

    opening = _DOCUMENT.match(data, first)
    if opening is None:
        raise OtherLayoutError
    store = Store(Text(data, opening[1]), budget, TypeTable(), Keys())
    store.buffers = [span(data, number) for number in range((len(data) >> SPAN) + 1)]
    position = opening.end()
    while data.startswith(b"  <Obj R", position):
        last = _end_of_block(store, position)
        _take(store, position, last)
        if len(store.starts) > budget.rows or store.total_lines > budget.xml_nodes:
            raise OtherLayoutError
        if len(store.read) > 20 + _MOST_ODD * len(store.starts):
            raise OtherLayoutError
        position = last
    if data[position : position + _TAIL].strip() != b"</Objs>" or len(data) > position + _TAIL or not store.starts:
        raise OtherLayoutError
    store.references.check_weight(budget)
    store.notes.sort(key=lambda each: -1 if each.record is None else each.record)
    objects = Objects(store)
    return Reading(FORMAT, objects, _blocks(store), tuple(store.notes))


def _blocks(store: Store) -> tuple[Block, ...]:
    """One block for each run of objects of one type."""
    firsts = [row for row in range(len(store.kinds)) if row == 0 or store.kinds[row] != store.kinds[row - 1]]
    stops = [*firsts[1:], len(store.kinds)]
    return tuple(
        Block(first, stop - first, store.lines[first], type=store.kinds[first])
        for first, stop in zip(firsts, stops, strict=True)
    )


def _end_of_block(store: Store, first: int) -> int:
    """Behind the last object that ends within the block that begins at `first`, or behind one that is longer."""
    text, size = store.text, _BLOCK
    end = _END + text.newline
    while True:
        found = text.data.rfind(end, first, first + size)
        if found >= 0:
            return found + len(end)
        if size > store.budget.xml_text_chars or first + size >= len(text.data):
            raise OtherLayoutError
        size *= 2


def _take(store: Store, first: int, last: int) -> None:
    """Take the objects from `first` to before `last`: by arrays, in ever smaller parts where something is odd."""
    try:
        found = layout(store.text, first, last, store.keys)
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
    _keep(store, found, cells_of(store.text, found, store.keys, first >> SPAN, len(store.buffers)))


def _middle(store: Store, first: int, last: int) -> int | None:
    """Where an object ends about half way; None where there is but one."""
    end = _END + store.text.newline
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
        names = np.flatnonzero(found.parent == line)
        raw = text.data[int(found.text[names[0]]) : int(found.stop[names[0]])] if names.size else None
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

    row, line = len(store.starts), store.total_lines
    lines = line + 1 + found.at(1)[::2]
    store.starts += cells.starts.tolist()
    store.ends += cells.ends.tolist()
    store.lines += lines.tolist()
    store.kinds += [store.types.get(str(number)) for number in cells.types.tolist()]
    cells.odd[found.record[store.references.add(found, cells.state, line)]] = True
    keep: Any = slice(None)
    place = np.arange(store.cells, store.cells + cells.record.size)
    untold, escaped, referring = cells.untold, cells.escaped, cells.referring
    if cells.odd.any():
        keep = ~cells.odd[cells.record]
        place = np.cumsum(keep) - 1 + store.cells
        untold, escaped, referring = (each[keep[each]] for each in (untold, escaped, referring))
    store.untold += zip(place[untold].tolist(), found.start[cells.line[untold]].tolist(), strict=True)
    store.referring += zip(place[referring].tolist(), found.number[cells.line[referring]].tolist(), strict=True)
    start, stop = cells.spans
    store.escaped += zip(place[escaped].tolist(), start[escaped].tolist(), stop[escaped].tolist(), strict=True)
    store.record.append((cells.record[keep] + row).astype(np.int32))
    store.name.append(cells.name[keep].astype(np.int32))
    store.line.append((cells.line[keep] + line + 1).astype(np.int32))
    store.view.append(cells.view[keep])
    store.cells += store.record[-1].size
    if cells.lists:
        store.buffers.append(cells.lists)
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
    store.starts.append(first)
    store.ends.append(last)
    store.lines.append(store.total_lines + 1)
    store.kinds.append(None)
    store.kinds[-1] = _parsed(store, len(store.starts) - 1)
    store.total_lines += content.count(b"\n")


def _parsed(store: Store, row: int) -> str | None:
    """Let the parser read an object for good, with its notes; its type name."""
    record, kind, notes = parsed(store, row)
    store.read[row] = record
    store.notes += [replace(each, record=row if each.record is not None else None) for each in notes]
    return kind


def parsed(store: Store, row: int) -> tuple[Record, str | None, list[Note]]:
    """An object as the parser reads it, its type name, and its notes."""
    return parsed_part(store, store.starts[row], store.ends[row], store.lines[row])


def parsed_part(store: Store, start: int, end: int, line: int) -> tuple[Record, str | None, list[Note]]:
    """A part of the document that is an object and begins on `line`, as `parsed` returns it."""
    data = store.text.data
    needed = store.references.needed(store.text, start, end)
    before = b"<Objs>" + b"".join(data[first:last] for first, last in needed)
    collected = Collected()
    document = memoryview(before + data[start:end] + b"</Objs>")
    budget = replace(store.budget, ref_visits_per_object=_UNLIMITED) if needed else store.budget
    _, whole = parse(document, line - 1 - before.count(b"\n"), collected, budget, store.types)
    last = len(needed)
    if not whole or len(collected.records) != last + 1 or store.types.redefined or collected.skipped:
        raise WholeFileError
    notes = [each for each in collected.notes if not needed or each.record == last]
    return collected.records[last], collected.types[last], notes
