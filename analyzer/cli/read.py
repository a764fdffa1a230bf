"""`analyzer read`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from analyzer.cli.arguments import Arguments
from analyzer.cli.files import refuse_output_in_input, write
from analyzer.cli.options import (
    Language,
    coloured,
    columns,
    take_encoding,
    take_language,
    take_output,
    take_paths,
    take_verbose,
    take_width,
)
from analyzer.cli.progress import progress


class Format(StrEnum):
    """The formats of the records."""

    TERMINAL = "terminal"
    JSON = "json"


def run(arguments: Sequence[str]) -> int:
    """Parses the arguments, shows what they ask for and returns the exit code."""
    taken = Arguments("read", "PATH...", "Show the records of files as they were read, before any judgement.")
    take_paths(taken)
    taken.choice("--format", "format", Format.TERMINAL, "The format of the output.")
    take_output(taken)
    take_encoding(taken)
    take_language(taken)
    take_verbose(taken)
    take_width(taken)
    return read(**taken.parse(arguments))


def read(
    paths: list[str],
    format: Format,
    output: Path | None,
    encoding: str | None,
    lang: Language,
    verbose: bool,
    width: int | None,
) -> int:
    """Shows records as they were read; returns the exit code."""
    from analyzer.case import open_case
    from analyzer.reports import reading

    refuse_output_in_input(output, paths)
    with progress() as tell:
        readings = open_case(*paths, encoding=encoding, progress=tell).readings
    if format is Format.JSON:
        write(reading.render_json(readings, language=lang.value), output)
    else:
        write(
            reading.render_terminal(
                readings,
                language=lang.value,
                width=columns(width, output),
                colour=coloured(output),
                verbose=verbose,
            ),
            output,
        )
    if not any(each.recognised for _, each in readings):
        return 4
    return 0 if reading.complete(readings) else 3
