"""What the customer sent -> sources: files, folders, archives, standard input."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from analyzer.budget import Budget
from analyzer.intake.ledger import Ledger
from analyzer.intake.walk import Run, from_paths
from analyzer.model import Source

__all__ = ["IntakeError", "sources"]


class IntakeError(Exception):
    """The caller's mistake: a path that does not exist, or an encoding that is none. The message is for people."""


def sources(
    paths: Sequence[str | Path],
    budget: Budget = Budget(),  # noqa: B008 - frozen
    *,
    encoding: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Source]:
    """The sources that the paths hold, in a fixed order.

    A path is a file, a folder, an archive or `-` for standard input (`stdin`, or the process's own). `encoding`
    overrides what the bytes say. Raises IntakeError at once for a path that does not exist and an unknown encoding;
    whatever is wrong with what the paths hold becomes a source with notes, never an exception.
    """
    if encoding is not None:
        try:
            b"ab".decode(encoding, "replace")  # LookupError too for codecs that are no text encodings (zlib)
            encoding = codecs.lookup(encoding).name
        except LookupError:
            raise IntakeError(f"There is no encoding named {encoding!r}.") from None
    for path in paths:
        if str(path) != "-" and not _exists(Path(path)):
            raise IntakeError(f"There is no file or folder {str(path)!r}.")
    return from_paths(paths, Run(Ledger.of(budget), encoding), stdin)


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True
