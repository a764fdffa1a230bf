"""Standard output and files: whole or not at all, and never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path


class OutputError(Exception):
    """The output could not be written; the message says why."""


def forgive_encodings() -> None:
    """Makes a console that lacks a character show its escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def close_output(code: int) -> int:
    """Flushes standard output; the exit code is kept, and is 5 where the output could not be written.

    A reader that went away (`| head`) is no failure: the analysis was made, and its exit code still tells the result.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        sys.stderr.write(f"The output could not be written: {error.strerror}.\n")
        return 5
    return code


def write(parts: Iterable[str], output: Path | None) -> None:
    """Writes the parts to the file, or to standard output where there is none, in UTF-8 with line feeds.

    A file appears whole or not at all: it is written beside its place and then moved there. A device or a pipe is
    written as it stands. Raises OutputError.
    """
    if output is None:
        _write_standard_output(parts)
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


def _write_standard_output(parts: Iterable[str]) -> None:
    try:
        for part in parts:
            sys.stdout.write(part)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        raise OutputError(f"Standard output could not be written: {error.strerror}.") from error


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


def _silence() -> None:
    """Lets nothing be written to standard output any more: the interpreter flushes it once again when it ends."""
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
