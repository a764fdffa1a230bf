"""From a printed object to a record, with a note for every value that is not surely what the server had."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.model import Note, Record
from analyzer.notes import note
from analyzer.readers.lists.doubts import losses, suspicious
from analyzer.readers.lists.scan import Printed, Wrap
from analyzer.readers.lists.settle import Settled
from analyzer.readers.lists.wraps import SURE


def record(printed: Printed, settled: Mapping[int, Settled], number: int, notes: list[Note]) -> Record:
    """The record of a printed object; what there is to say about its values is added to `notes`.

    `settled` holds the wrapped values by the `id` of their `Wrap`; `number` is the record's in its run.
    """
    labels, values = printed.labels, printed.values
    alternatives: dict[str, tuple[str, ...]] = {}
    if len(set(labels)) < len(labels):
        labels = _distinct(printed, number, notes)
    if printed.wraps:
        values = values.copy()
        for index, wrap in printed.wraps.items():
            found = settled.get(id(wrap)) or _loose(wrap)
            values[index] = found.text
            if found.share < SURE or wrap.parted or wrap.mended:
                others = (*found.others, found.text.rstrip("\n")) if wrap.parted else found.others
                if wrap.glued[0]:
                    others = (*others, found.text.replace(*wrap.glued))
                alternatives[labels[index]] = tuple(dict.fromkeys((found.text, *others)))
                notes.append(note("ambiguous-join", line=printed.lines[index], record=number, property=labels[index]))
    if suspicious("\n".join(values)):
        for label, value, line in zip(labels, values, printed.lines, strict=True):
            if value:
                notes += [note(code, line=line, record=number, property=label) for code in losses(value)]
    return Record(
        dict(zip(labels, values, strict=True)),
        printed.lines[0],
        dict(zip(labels, printed.lines, strict=True)),
        alternatives,
    )


def _distinct(printed: Printed, number: int, notes: list[Note]) -> list[str]:
    """The labels with `#2`, `#3` ... after those that stand before already, and a note for each."""
    taken: set[str] = set()
    names = []
    for label, line in zip(printed.labels, printed.lines, strict=True):
        name = label
        count = 1
        while name in taken:
            count += 1
            name = f"{label}#{count}"
        if count > 1:
            notes.append(note("duplicate-property", line=line, record=number, property=name))
        taken.add(name)
        names.append(name)
    return names


def _loose(wrap: Wrap) -> Settled:
    """A value some line of which did not stand at its column, so that the writer's width says nothing about it.

    Somebody moved the line; a blank is likelier than a line feed, and both readings are kept.
    """
    blank = " ".join(bare for piece in wrap.pieces if (bare := piece.strip(" ")))
    return Settled(blank, (" ",) * (len(wrap.pieces) - 1), 0.0, ("\n".join(wrap.pieces),))
