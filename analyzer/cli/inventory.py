"""`analyzer inventory`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from analyzer.cli.files import refuse_output_in_input, write
from analyzer.cli.options import (
    CaseFile,
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
    """The formats of the inventory."""

    TERMINAL = "terminal"
    JSON = "json"


@app.command()
def inventory(
    paths: Paths,
    format: Annotated[Format, typer.Option(help="The format of the output.")] = Format.TERMINAL,
    output: Output = None,
    encoding: Encoding = None,
    case_file: CaseFile = None,
    lang: Lang = Language.ENGLISH,
    verbose: Verbose = False,
    width: Width = None,
) -> None:
    """Show what was recognised in the exports, by what, and what was lost."""
    from analyzer.case import open_case
    from analyzer.reports import inventory as report

    if refusal := refuse_output_in_input(output, paths):
        raise typer.BadParameter(refusal, param_hint="'--output'")
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
        raise typer.Exit(4)
    raise typer.Exit(0 if case.complete else 3)
