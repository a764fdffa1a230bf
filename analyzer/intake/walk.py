"""From paths to sources: folders, archives within archives, standard input."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from analyzer.intake.encodings import SAMPLE, SAMPLES, detect, detect_large, whole_lines
from analyzer.intake.folders import Found, LeftOut, listed, unreadable
from analyzer.intake.kinds import is_tar_header, kind, unsupported
from analyzer.intake.ledger import Ledger, total_limit
from analyzer.intake.members import Contents, Member, members_limit, read_member
from analyzer.intake.names import made_by_system, shown, unique, unsafe
from analyzer.intake.streams import CHUNK, PACKERS, Section, StreamError, Unpacked
from analyzer.model import Note, Source
from analyzer.notes import CODES, note

IN_MEMORY = 64 * 2**20
"""A file on disk that is larger (bytes) is not held in its source; its path is."""

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass
class Run:
    """What one call of `sources` keeps: its budget, the names it gave, the encoding that was forced on it."""

    ledger: Ledger
    encoding: str | None = None
    names: dict[str, int] = field(default_factory=dict)


# -- paths ------------------------------------------------------------------------------------------------------------


def from_paths(paths: Sequence[str | Path], run: Run, stdin: BinaryIO | None) -> Iterator[Source]:
    """The sources of the paths in their order, `-` is `stdin` or the process's own.

    All files are listed first. What an archive may take is what the files after it leave, so that no archive, however
    large, keeps them from being read.
    """
    limit = run.ledger.budget.members
    found = [None if str(path) == "-" else listed(Path(path), limit) for path in paths]
    files = [file for entries in found for file in entries or () if not file.notes]
    run.ledger.reserve(sum(_reserved(file, run) for file in files), len(files))
    for entries in found:
        if entries is None:
            yield from _from_stream(stdin or sys.stdin.buffer, run)
        for file in entries or ():
            if file.notes:
                yield _unread(file.name, 0, run, *file.notes) if file.unread else _container(file, run)
            else:
                run.ledger.release(_reserved(file, run), 1)
                yield from _from_file(file.path, file.name, run)


def _reserved(file: Found, run: Run) -> int:
    """The bytes that a file will take; none for one that is too large to be read."""
    return file.size if file.size <= run.ledger.budget.file_bytes else 0


def _from_file(path: Path, name: str, run: Run) -> Iterator[Source]:
    if run.ledger.members_left <= 0:
        yield _unread(name, 0, run, members_limit(run.ledger))
        return
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                yield _unread(name, 0, run, note("unreadable", "This is no file but a device, pipe or socket."))
                return
            yield from _from_open_file(file, path, status.st_size, name, run)
    except OSError as error:
        yield _unread(name, 0, run, unreadable(error))


def _from_open_file(file: BinaryIO, path: Path, size: int, name: str, run: Run) -> Iterator[Source]:
    budget = run.ledger.budget
    if size > budget.file_bytes:
        why = note("size-limit", f"{size:,} bytes: more than {budget.file_bytes:,}.")
        yield _unread(name, size, run, why)
    elif size > IN_MEMORY:
        what = kind(file, size)
        if what:
            yield from _from_archive(file, size, what, name, run, depth=0)
        elif size > run.ledger.bytes_left:
            yield _unread(name, size, run, total_limit(budget))
        else:
            run.ledger.take(size, 1)
            yield _large(file, path, size, name, run)
    else:
        data = file.read(IN_MEMORY)
        yield from _from_bytes(Member(name, len(data), data), name, run, 0, path=path)


def _large(file: BinaryIO, path: Path, size: int, name: str, run: Run) -> Source:
    """A source that keeps its path instead of its bytes; the encoding is told from samples."""
    digest = hashlib.sha256()
    samples: list[bytes] = []
    file.seek(0)
    while data := file.read(SAMPLE):
        digest.update(data)
        if not samples or (len(samples) < SAMPLES and not data.isascii()) or file.tell() == size:
            samples.append(data)
    encoding, notes = detect_large(samples, run.encoding)
    return _source(name, size, digest.hexdigest(), run, path=path, encoding=encoding, notes=notes)


def _from_stream(stream: BinaryIO, run: Run) -> Iterator[Source]:
    """The sources of standard input, which is read into memory up to the limit of a member."""
    run.ledger.take(0, 1)
    member = read_member("-", 0, stream, run.ledger)
    yield from _from_bytes(member, "-", run, 0)


# -- bytes and archives -----------------------------------------------------------------------------------------------


def _from_bytes(member: Member, name: str, run: Run, depth: int, path: Path | None = None) -> Iterator[Source]:
    """The source that these bytes are, or those that they hold if they are an archive."""
    if member.data is None:
        yield _unread(name, member.size, run, *member.notes)
        return
    file = io.BytesIO(member.data)
    what = kind(file, member.size) if len(member.data) >= 20 else ""
    if what and depth <= run.ledger.budget.archive_depth:
        yield from _from_archive(file, member.size, what, name, run, depth=depth, notes=member.notes)
        return
    if what:
        yield _unread(name, member.size, run, *member.notes, note("nesting-limit"))
        return
    if path is not None:
        if member.size > run.ledger.bytes_left:
            yield _unread(name, member.size, run, total_limit(run.ledger.budget))
            return
        run.ledger.take(member.size, 1)
    yield _leaf(member, name, run, path)


def _leaf(member: Member, name: str, run: Run, path: Path | None) -> Source:
    data = member.data or b""
    digest = hashlib.sha256(data).hexdigest()
    if found := unsupported(data):
        why = note("archive-unsupported", f"{found[0]} is not supported: {found[1]}.")
        return _source(name, member.size, digest, run, notes=(*member.notes, why), skipped=True)
    if not data:
        return _source(name, 0, digest, run, content=b"", path=path, notes=(*member.notes, note("empty-file")))
    decoded = detect(data, run.encoding)
    content = data if decoded.content is None else decoded.content
    if member.cut:
        content = whole_lines(content, decoded.encoding)
    notes = (*member.notes, *decoded.notes)
    return _source(name, member.size, digest, run, content=content, path=path, encoding=decoded.encoding, notes=notes)


def _from_archive(
    file: BinaryIO, size: int, what: str, name: str, run: Run, *, depth: int, notes: tuple[Note, ...] = ()
) -> Iterator[Source]:
    """The sources of an archive's members; the archive itself is one where there is something to say about it."""
    left_out = LeftOut()
    own = list(notes)
    empty = True
    for item in _contents(file, size, what, name, run.ledger):
        empty = False
        if isinstance(item, Note):
            own.append(item)
        elif made_by_system(item.name):
            left_out.system.append(item.name)
        else:
            noted = replace(item, notes=(note("unsafe-name"), *item.notes)) if unsafe(item.name) else item
            yield from _from_bytes(noted, f"{name}!{item.name or '(no name)'}", run, depth + 1)
    own.extend((*left_out.notes(), *((note("archive-empty"),) if empty else ())))
    if own:
        yield _noted(name, size, _digest(file), run, tuple(own))


def _contents(file: BinaryIO, size: int, what: str, name: str, ledger: Ledger) -> Contents:
    """The members of an archive. Its reader is imported now: most cases have no archive, or one kind."""
    if what == "zip":
        from analyzer.intake.zips import zip_members

        return zip_members(file, size, ledger)
    if what == "7z":
        from analyzer.intake.sevenzips import sevenzip_members

        return sevenzip_members(file, size, ledger)
    if what == "tar":
        from analyzer.intake.tars import tar_members

        return tar_members(Section(file, 0, size), ledger)
    if what == "mail":
        from analyzer.intake.mails import mail_members

        file.seek(0)
        return mail_members(file.read(), ledger)
    return _packed_file(file, size, what, name, ledger)


def _packed_file(file: BinaryIO, size: int, what: str, name: str, ledger: Ledger) -> Contents:
    """What a gzip, bzip2 or xz file holds: the members of a tar, or one file, named without the packed one's end."""

    def stream() -> Unpacked:
        return Unpacked(Section(file, 0, size), PACKERS[what], ledger.budget, several=True)

    try:
        head = stream().read(512)
    except StreamError:
        head = b""
    if is_tar_header(head):
        from analyzer.intake.tars import tar_members

        yield from tar_members(stream(), ledger)
        return
    if ledger.members_free <= 0:
        yield members_limit(ledger)
        return
    ledger.take(0, 1)
    base = name.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
    yield read_member(Path(base).stem if Path(base).suffix else base, 0, stream(), ledger)


# -- sources ----------------------------------------------------------------------------------------------------------


def _source(
    name: str,
    size: int,
    sha256: str,
    run: Run,
    *,
    notes: tuple[Note, ...] = (),
    content: bytes | None = None,
    path: Path | None = None,
    encoding: str | None = None,
    skipped: bool = False,
) -> Source:
    """A source under a name that is safe to print and that no other source of the run has."""
    safe = shown(name)
    given = unique(safe, run.names)
    if given != safe:
        notes = (*notes, note("duplicate-name"))
    return Source(given, size, sha256, content, path, encoding, notes, skipped)


def _unread(name: str, size: int, run: Run, *notes: Note) -> Source:
    return _source(name, size, "", run, notes=notes, skipped=True)


def _container(folder: Found, run: Run) -> Source:
    return _noted(folder.name, 0, "", run, folder.notes)


def _noted(name: str, size: int, sha256: str, run: Run, notes: tuple[Note, ...]) -> Source:
    """A folder or archive itself: it has no text of its own, only notes."""
    return _source(name, size, sha256, run, notes=notes, skipped=any(CODES[why.code].loss for why in notes))


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while data := file.read(CHUNK * 4):
        digest.update(data)
    return digest.hexdigest()
