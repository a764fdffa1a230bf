"""7z archives, through py7zr (the extra `7z`). Members go into bounded buffers, never to files."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from analyzer.intake.kinds import offset_of_7z
from analyzer.intake.ledger import Ledger, total_limit
from analyzer.intake.members import Contents, Member, members_limit, skipped
from analyzer.intake.streams import StreamError
from analyzer.model import Note
from analyzer.notes import note


def sevenzip_members(file: BinaryIO, size: int, ledger: Ledger) -> Contents:
    """The members by name. Where py7zr is not installed: one note that says how to install it."""
    try:
        import py7zr
    except ImportError:
        yield note("extra-needed")
        return
    file.seek(0)
    if file.read(2) != b"7z":
        file.seek(offset_of_7z(file))
        file = io.BytesIO(file.read())
    file.seek(0)
    try:
        with py7zr.SevenZipFile(file, "r") as archive:
            yield from _members(archive, size, ledger)
    except py7zr.exceptions.PasswordRequired:
        yield note("archive-encrypted", "The archive is encrypted: nothing of it was read.")
    except py7zr.exceptions.UnsupportedCompressionMethodError as error:
        yield note("archive-unsupported", f"A compression method of the archive is not supported ({error}).")
    except MemoryError:
        yield note("size-limit", "The archive asks for more memory than there is.")
    except Exception as error:  # py7zr lets IndexError, struct.error, LZMAError and others out of damaged archives
        yield note("archive-damaged", f"The archive is damaged ({type(error).__name__}).")


def _members(archive: Any, size: int, ledger: Ledger) -> Contents:
    budget = ledger.budget
    if archive.needs_password():
        yield note("archive-encrypted", "The archive is encrypted: nothing of it was read.")
        return
    wanted: dict[str, int] = {}
    links: list[str] = []
    for info in sorted(archive.list(), key=lambda info: info.filename):
        declared = info.uncompressed or 0
        if info.is_directory:
            continue
        if info.is_symlink:
            links.append(info.filename)
        elif len(wanted) >= ledger.members_free:
            yield members_limit(ledger)
            break
        elif declared > budget.member_bytes:
            why = note("size-limit", f"{declared:,} bytes: more than {budget.member_bytes:,}.")
            yield skipped(info.filename, declared, why)
        else:
            wanted[info.filename] = declared
    if links:
        yield note("links-not-followed", f"Links in the archive were not followed: {', '.join(links[:5])}.")
    total = sum(wanted.values())
    if total > ledger.bytes_free:
        yield total_limit(budget)
        return
    if total > budget.ratio_from_bytes and total > budget.ratio * size:
        yield note(
            "ratio-limit", f"More than {budget.ratio} times larger unpacked than packed: nothing of it was read."
        )
        return
    ledger.take(total, len(wanted))
    buffers = _Buffers(wanted)
    failure: Exception | None = None
    try:
        archive.extract(targets=list(wanted), factory=buffers)
    except StreamError as stop:
        yield stop.note
    except Exception as error:  # as above; what came before the damage is complete
        failure = error
    for name, declared in wanted.items():
        data = buffers.data(name)
        if len(data) == declared:
            yield Member(name, declared, data)
        else:
            yield skipped(name, declared, _why(failure))


def _why(failure: Exception | None) -> Note:
    """The note for a member that did not come out whole."""
    if type(failure).__name__ == "UnsupportedCompressionMethodError":
        return note("archive-unsupported", "The member's compression method is not supported.")
    return note("archive-damaged", f"The archive is damaged here ({type(failure).__name__ if failure else 'cut'}).")


class _Buffer(io.BytesIO):
    """A member in memory; more than the archive declared for it is refused."""

    def __init__(self, declared: int) -> None:
        super().__init__()
        self._declared = declared

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._declared:
            raise StreamError(note("archive-damaged", "A member is larger than the archive says."))
        return super().write(data)

    def close(self) -> None:
        """py7zr closes each member as it ends; the bytes are wanted afterwards."""

    def size(self) -> int:
        """py7zr asks for it (its Py7zIO interface)."""
        return len(self.getbuffer())


class _Buffers:
    """py7zr's writer factory: a buffer for each member that is wanted."""

    def __init__(self, wanted: dict[str, int]) -> None:
        self._wanted = wanted
        self._buffers: dict[str, _Buffer] = {}

    def create(self, filename: str, mode: str = "r") -> _Buffer:
        """The buffer that py7zr writes the member to; `mode` is of no matter."""
        self._buffers[filename] = _Buffer(self._wanted.get(filename, 0))
        return self._buffers[filename]

    def data(self, name: str) -> bytes:
        """What was written for the member."""
        buffer = self._buffers.get(name)
        return buffer.getvalue() if buffer is not None else b""
