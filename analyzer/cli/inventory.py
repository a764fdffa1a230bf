"""`analyzer inventory`."""

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
    take_case_file,
    take_encoding,
    take_language,
    take_output,
    take_paths,
    take_verbose,
    take_width,
)
from analyzer.cli.progress import progress


class Format(StrEnum):
    """The formats of the inventory."""

    TERMINAL = "terminal"
    JSON = "json"


def run(arguments: Sequence[str]) -> int:
    """Parses the arguments, shows what they ask for and returns the exit code."""
    taken = Arguments("inventory", "PATH...", "Show what was recognised in the exports, by what, and what was lost.")
    take_paths(taken)
    taken.choice("--format", "format", Format.TERMINAL, "The format of the output.")
    take_output(taken)
    take_encoding(taken)
    take_case_file(taken)
    take_language(taken)
    take_verbose(taken)
    take_width(taken)
    return inventory(**taken.parse(arguments))


def inventory(
    paths: list[str],
    format: Format,
    output: Path | None,
    encoding: str | None,
    case_file: Path | None,
    lang: Language,
    verbose: bool,
    width: int | None,
) -> int:
    """Shows what was recognised; returns the exit code."""
    from analyzer.case import open_case
    from analyzer.reports import inventory as report

    refuse_output_in_input(output, paths)
    with progress() as tell:
        case = open_case(*paths, encoding=encoding, case_file=case_file, progress=tell)
        sources, unnamed = case.check().sources, report.unnamed_tables(case.all_tables)
    if format is Format.JSON:
        text = report.render_json(sources, unnamed, complete=case.complete, language=lang.value)
    else:
        text = report.render(
            sources,
            unnamed,
            complete=case.complete,
            language=lang.value,
            width=columns(width, output),
            colour=coloured(output),
            verbose=verbose,
        )
    write([text], output)
    if not case.usable:
        return 4
    return 0 if case.complete else 3
