"""Output to files: whole or not at all, and never over what the customer sent."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from analyzer.cli.streams import OutputError, write_standard_output


def write(parts: Iterable[str], output: Path | None) -> None:
    """Writes the parts to the file, or to standard output where there is none, in UTF-8 with line feeds.

    A file appears whole or not at all: it is written beside its place and then moved there. A device or a pipe is
    written as it stands. Raises OutputError.
    """
    if output is None:
        write_standard_output(parts)
        return
    try:
        if output.exists() and not output.is_file():
            with output.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(parts)
        else:
            _replace(parts, output)
    except OSError as error:
        raise OutputError(f"{output} could not be written: {error.strerror}.") from error


def refuse_output_in_input(output: Path | None, paths: Sequence[str]) -> str | None:
    """Why a report must not be written where it is to go; None where nothing speaks against it.

    What the customer sent stays as it is: a report in its place would be lost evidence, one among it would be read as
    evidence next time.
    """
    if output is None:
        return None
    target = output.resolve()
    for path in paths:
        source = Path(path)
        if path == "-" or not source.exists():
            continue
        if source.is_dir() and target.is_relative_to(source.resolve()):
            return f"{output} lies in {path}, where the next run would read it. Write it to another folder."
        if source.is_file() and target.exists() and target.samefile(source):
            return f"{output} is the input. Write to another file."
    return None


def _replace(parts: Iterable[str], output: Path) -> None:
    target = output.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", suffix=".part", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions that the file has, or that a new one would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
