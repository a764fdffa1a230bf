"""What flows between intake, readers and tables: sources, records, blocks and notes.

A leaf module: it imports nothing of the program, and nothing heavy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

Value = Any
"""A value as `analyzer read` shows it: None, bool, int, float, str, list or dict of the same."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the intake or a reader has to say about a source.

    `code` is one of `analyzer.notes.CODES`. `line` is 1-based. `record` is 0-based in the reading's records;
    with `property` it names the cell that is not what the server had.
    """

    code: str
    severity: str
    message: str
    line: int | None = None
    record: int | None = None
    property: str | None = None


@dataclass(frozen=True)
class Source:
    """One file of a case; an archive member is a source too.

    `name` begins with the last part of the PATH it was found under (`bundle.zip!lync/oauth.txt`) and is safe to print.
    `encoding` is the Python codec that `text` was decoded with, or None where the bytes are no text.
    `path` is the file on disk, where the source is one. `notes` are the intake's.
    `skipped` says that the bytes were not read (too large, encrypted, unreadable); `notes` say why.
    """

    name: str
    size: int
    sha256: str
    content: bytes | None = field(repr=False, default=None)
    path: Path | None = None
    encoding: str | None = None
    notes: tuple[Note, ...] = ()
    skipped: bool = False

    @cached_property
    def data(self) -> bytes:
        """The bytes; of a large file on disk they are read when first asked for."""
        if self.content is not None:
            return self.content
        return self.path.read_bytes() if self.path is not None else b""

    @cached_property
    def text(self) -> str:
        """The decoded text without a byte order mark, line ends as they stand. Empty where the bytes are no text."""
        if self.encoding is None:
            return ""
        return self.data.decode(self.encoding, errors="replace").removeprefix("\ufeff")


@dataclass(frozen=True, slots=True)
class Record:
    """One printed object, or a root value that is no object (then `value` is no dict).

    `value` maps each property, in printed order, to its value in the form of `analyzer read` (design table of formats).
    Names that begin with `$` are context (`$type`, `$text`), never properties.
    `lines` gives the 1-based line of each property that stands on one; `line` that of the record's first.
    `alternatives` holds, for a property whose printed lines have more than one reading, all of them; it lacks one that
    is in doubt but whose readings cannot all be told.
    """

    value: Value
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def properties(self) -> Mapping[str, Value]:
        """The record's properties by name; empty for a root value that is no object."""
        return self.value if isinstance(self.value, dict) else {}


@dataclass(frozen=True, slots=True)
class Block:
    """Records `first` to `first + count - 1` came out of one command or stand under one heading.

    `command` is the command line as typed, where a prompt or header shows it; `type` the .NET type name as written,
    `group` the text of a group heading. `count` 0 with a command says: it ran and returned nothing.
    `prompt_host` is the computer a remote prompt names; `failed` that an error record stands in the block's output.
    """

    first: int
    count: int
    line: int | None = None
    command: str | None = None
    type: str | None = None
    group: str | None = None
    prompt_host: str | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """What a transcript's header says of the session. `start` and `end` are local time without an offset."""

    machine: str | None = None
    user: str | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader saw in one source, before any typing.

    `format` is the reader's name for what it read. `blocks` are in the order of their records and do not overlap.
    `recognised` is false where nothing of the source could be taken for a record.
    """

    format: str
    records: Sequence[Record] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    session: Session | None = None

    @property
    def recognised(self) -> bool:
        """Whether anything was read: a record, or a command that returned nothing."""
        return bool(self.records) or any(block.command or block.type for block in self.blocks)
