"""Standard output: never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path


class OutputError(Exception):
    """The output could not be written; the message says why."""


def forgive_encodings() -> None:
    """Makes a console that lacks a character show its escape, and a closed one swallow all, instead of failing."""
    # A stream that was closed before the start (`>&-`), or that never was (no console), is None.
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
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


def write_standard_output(parts: Iterable[str]) -> None:
    """Writes the parts; a reader that went away is no failure. Raises OutputError."""
    try:
        for part in parts:
            sys.stdout.write(part)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        raise OutputError(f"Standard output could not be written: {error.strerror}.") from error


def _silence() -> None:
    """Lets nothing be written to standard output any more: the interpreter flushes it once again when it ends."""
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
