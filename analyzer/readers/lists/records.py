"""From a printed object to a record, with a note for every value that is not surely what the server had."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.model import Note, Record
from analyzer.notes import note
from analyzer.readers.lists.doubts import characters_lost, list_cut, type_name
from analyzer.readers.lists.scan import Cell, Printed
from analyzer.readers.lists.settle import Settled
from analyzer.readers.lists.wraps import SURE


def record(printed: Printed, values: Mapping[int, Settled], number: int, notes: list[Note]) -> Record:
    """The record of a printed object; what there is to say about its values is added to `notes`.

    `values` holds the wrapped values, `number` is the record's in its run.
    """
    value: dict[str, str] = {}
    lines: dict[str, int] = {}
    alternatives: dict[str, tuple[str, ...]] = {}
    for cell in printed.cells:
        name = cell.label
        if name in value:
            name = _free(name, value)
            notes.append(note("duplicate-property", line=cell.line, record=number, property=name))
        lines[name] = cell.line
        if len(cell.pieces) == 1:
            text = cell.pieces[0]
        else:
            found = values.get(id(cell)) or _loose(cell)
            text = found.text
            if found.share < SURE or cell.parted:
                others = (*found.others, text.rstrip("\n")) if cell.parted else found.others
                alternatives[name] = (text, *others)
                notes.append(note("ambiguous-join", line=cell.line, record=number, property=name))
        value[name] = text
        if text:
            notes += [note(code, line=cell.line, record=number, property=name) for code in _losses(text)]
    return Record(value, printed.cells[0].line, lines, alternatives)


def _free(name: str, taken: Mapping[str, str]) -> str:
    number = 2
    while f"{name}#{number}" in taken:
        number += 1
    return f"{name}#{number}"


def _losses(text: str) -> list[str]:
    codes = []
    if list_cut(text):
        codes.append("list-cut")
    if type_name(text):
        codes.append("type-name-instead-of-value")
    if characters_lost(text):
        codes.append("characters-lost")
    return codes


def _loose(cell: Cell) -> Settled:
    """A value some line of which did not stand at its column, so that the writer's width says nothing about it.

    Somebody moved the line; a blank is likelier than a line feed, and both readings are kept.
    """
    blank = " ".join(piece.strip(" ") for piece in cell.pieces)
    feed = "\n".join(cell.pieces)
    return Settled(blank, (" ",) * (len(cell.pieces) - 1), 0.0, (feed,))
