"""What lies below a path on disk, listed before anything of it is read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.intake.names import made_by_system, shown
from analyzer.model import Note
from analyzer.notes import note


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or something that only has notes: a folder, or what cannot be read (`unread`)."""

    name: str
    path: Path
    size: int = 0
    notes: tuple[Note, ...] = ()
    unread: bool = False


@dataclass
class LeftOut:
    """What a folder or archive holds that is no export."""

    system: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    special: list[str] = field(default_factory=list)

    def notes(self) -> tuple[Note, ...]:
        """One note for each kind that there was."""
        kinds = (
            ("system-files-left-out", "Left out what macOS or Windows adds by itself", self.system),
            ("links-not-followed", "Links were not followed", self.links),
            ("special-files-left-out", "Devices, pipes or sockets were left out", self.special),
        )
        return tuple(
            note(code, f"{text} ({len(names):,}): {', '.join(shown(name) for name in names[:5])}.")
            for code, text, names in kinds
            if names
        )


def listed(path: Path, limit: int) -> list[Found]:
    """The file that the path is, or up to `limit` files below it in the order of their names.

    A link that was named is followed, those within a folder are not.
    """
    try:
        real = path.resolve()
        top = path.name if path.name not in ("", "..") else real.name or path.anchor
        status = real.stat()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links (Python 3.12 and before)
        return [Found(path.name, path, notes=(unreadable(error),), unread=True)]
    if not stat.S_ISDIR(status.st_mode):
        return [Found(top, real, status.st_size)]
    return _below(real, top, limit)


def _below(folder: Path, top: str, limit: int) -> list[Found]:
    """The files below the folder; no recursion, so that depth is no danger. The folder's own notes come last."""
    found: list[Found] = []
    left_out = LeftOut()
    extra: tuple[Note, ...] = ()
    waiting: list[tuple[Path, str]] = [(folder, top)]
    while waiting:
        path, name = waiting.pop()
        try:
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode):
                left_out.links.append(name)
            elif made_by_system(path.name) and path != folder:
                left_out.system.append(name)
            elif stat.S_ISDIR(status.st_mode):
                children = sorted((child.name for child in path.iterdir()), reverse=True)
                waiting.extend((path / child, f"{name}/{child}") for child in children)
            elif not stat.S_ISREG(status.st_mode):
                left_out.special.append(name)
            elif len(found) < limit:
                found.append(Found(name, path, status.st_size))
            else:
                extra = (note("members-limit", f"More than {limit:,} files in the folder: the rest was not read."),)
                break
        except OSError as error:
            found.append(Found(name, path, notes=(unreadable(error),), unread=True))
    if notes := left_out.notes() + extra:
        found.append(Found(top, folder, notes=notes))
    return found


def unreadable(error: Exception) -> Note:
    """The note for a file or folder that the system does not let us read, with the system's reason."""
    number = error.errno if isinstance(error, OSError) else None
    return note("unreadable", f"It could not be read: {os.strerror(number) if number else type(error).__name__}.")
