"""`analyzer read`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from analyzer.cli.files import refuse_output_in_input, write
from analyzer.cli.options import (
    Encoding,
    Lang,
    Language,
    Output,
    Paths,
    Verbose,
    Width,
    application,
    coloured,
    columns,
)
from analyzer.cli.progress import progress

app = application()


class Format(StrEnum):
    """The formats of the records."""

    TERMINAL = "terminal"
    JSON = "json"


@app.command()
def read(
    paths: Paths,
    format: Annotated[Format, typer.Option(help="The format of the output.")] = Format.TERMINAL,
    output: Output = None,
    encoding: Encoding = None,
    lang: Lang = Language.ENGLISH,
    verbose: Verbose = False,
    width: Width = None,
) -> None:
    """Show the records of files as they were read, before any judgement."""
    from analyzer.case import open_case
    from analyzer.reports import reading

    if refusal := refuse_output_in_input(output, paths):
        raise typer.BadParameter(refusal, param_hint="'--output'")
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
        raise typer.Exit(4)
    raise typer.Exit(0 if reading.complete(readings) else 3)
