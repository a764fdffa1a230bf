"""Lists that begin or end in the middle of an object: something of the output is missing.

Nothing in a text file says that it was cut. But objects of one cmdlet print one set of properties in one order, so a
last object that stops short of the ones before it (or a first one that begins late) gives it away. And PowerShell
writes empty lines before a list and after it: a file that begins with one and ends within a line was cut there.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.model import Block, Reading, Record, Source

_PRINTED_LISTS = ("format-list", "console", "transcript")
_MODELS = 2
_MOST_BYTES = 4_000_000


def cut_blocks(source: Source, reading: Reading) -> frozenset[Block]:
    """The blocks whose list surely begins or ends in the middle of an object.

    Only the edges of a source can be cut: within, the next prompt shows that the output was whole. It takes two alike
    objects beside the short one to know how one looks, or one where the file ends within a line, or the short object
    lacks its beginning; the short one may have been taken for a block of its own.
    """
    records = reading.records
    if reading.format not in _PRINTED_LISTS or not records:
        return frozenset()
    last = len(records) - 1
    ended = any(block.first > last for block in reading.blocks)
    within = not ended and ends_within_a_line(source)
    cut: set[int] = {last} if within or _stray_end(reading) else set()
    count = min(_MODELS, last)
    tail = [tuple(records[last - n].properties) for n in range(count + 1)]
    if not ended and (count == _MODELS or (count and _no_line_end(source))) and _short(tail[0], tail[1:]):
        cut |= {last, last - 1}
    begins = 1 if _half_a_label(records) else 0
    head = [tuple(records[n].properties)[::-1] for n in range(begins, min(begins + _MODELS, last) + 1)]
    commanded = any(block.first == 0 and block.command for block in reading.blocks)
    if len(head) > 1 and not commanded and _short(head[0], head[1:]):
        cut |= {0, begins, begins + 1}
    return frozenset(
        block for block in reading.blocks if any(block.first <= n < block.first + block.count for n in cut)
    )


def ends_within_a_line(source: Source) -> bool:
    """Whether a file that begins as PowerShell's output does (an empty line) ends within a line, as it never does."""
    return _no_line_end(source) and source.text[:1] in ("\r", "\n")


def _no_line_end(source: Source) -> bool:
    return source.size <= _MOST_BYTES and not source.text.endswith(("\r", "\n"))


def may_go_on(reading: Reading) -> Block | None:
    """The last block of a transcript that does not end: the session may have printed more of it."""
    session = reading.session
    if reading.format != "transcript" or (session is not None and session.end is not None):
        return None
    last = reading.blocks[-1] if reading.blocks else None
    return last if last is not None and last.count else None


def _half_a_label(records: Sequence[Record]) -> bool:
    """Whether the first line was taken for an object of its own: a file that begins within a label (`bject : CN=x`)."""
    if len(records) < 2 or len(records[0].properties) != 1:
        return False
    first, second = records[0].line, records[1].line
    return first == 1 and second == 2


def _stray_end(reading: Reading) -> bool:
    """Whether a text ends with a line that belongs to nothing: the beginning of what was cut off."""
    stray = [note.line for note in reading.notes if note.code == "lines-not-read" and note.line is not None]
    ends = [
        line for record in reading.records[-1:] for line in (record.line, *record.lines.values()) if line is not None
    ]
    later = any(block.first >= len(reading.records) for block in reading.blocks)
    return bool(stray and ends) and max(stray) > max(ends) and not later


def _short(one: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether an object stops short: all others print the same properties, and it a beginning of them."""
    whole = others[0]
    return all(other == whole for other in others) and 0 < len(one) < len(whole) and tuple(whole[: len(one)]) == one
