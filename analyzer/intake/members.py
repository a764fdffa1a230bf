"""What every archive reader hands over: members, and notes about the archive itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.intake.ledger import Ledger
from analyzer.intake.streams import Readable, StreamError, read_all
from analyzer.model import Note
from analyzer.notes import note


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, read.

    `name` is as the archive has it, with `/` between its parts. `data` is None where the member was not read; `notes`
    say why. `cut` says that `data` is only its beginning. `size` is what was read, or as declared where nothing was.
    """

    name: str
    size: int
    data: bytes | None
    notes: tuple[Note, ...] = ()
    cut: bool = False


Contents = Iterator[Member | Note]
"""Members in a fixed order; a note stands for the archive itself."""


def skipped(name: str, size: int, why: Note) -> Member:
    """A member that was not read."""
    return Member(name, size, None, (why,))


def read_member(name: str, size: int, stream: Readable, ledger: Ledger) -> Member:
    """The member that the stream holds, within the ledger's limits; `size` is the declared one."""
    limit = ledger.budget.member_bytes
    if size > limit:
        return skipped(name, size, note("size-limit", f"{size:,} bytes: more than {limit:,}."))
    try:
        data = read_all(stream, ledger, limit)
    except StreamError as stop:
        if stop.data:
            return Member(name, len(stream_data := stop.data), stream_data, (stop.note,), cut=True)
        return skipped(name, size, stop.note)
    return Member(name, len(data), data)


def members_limit(ledger: Ledger) -> Note:
    """The note for an archive or folder with more files than a run reads."""
    return note("members-limit", f"More than {ledger.budget.members:,} files in the input: the rest was not read.")
