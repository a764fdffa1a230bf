"""`analyzer tables`."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from analyzer.cli.files import refuse_output_in_input, write
from analyzer.cli.options import CaseFile, Encoding, Output, Width, application, coloured, columns
from analyzer.cli.progress import progress

app = application()


class Format(StrEnum):
    """The formats of a table."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"


@app.command()
def tables(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder, archive or file; - is standard input.")],
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The table or fact to show; without it, the list of tables.")
    ] = None,
    format: Annotated[Format, typer.Option(help="The format of the output.")] = Format.TERMINAL,
    output: Output = None,
    encoding: Encoding = None,
    case_file: CaseFile = None,
    width: Width = None,
) -> None:
    """Show the tables that the exports make.

    In CSV, a value that a spreadsheet would take for a formula gets an apostrophe before it; JSON has it as it is.
    """
    from analyzer.case import open_case
    from analyzer.reports import listing
    from analyzer.tables.facts import MODULES as FACTS

    if refusal := refuse_output_in_input(output, [path]):
        raise typer.BadParameter(refusal, param_hint="'--output'")
    if name is None and format is Format.CSV:
        raise typer.BadParameter("CSV shows one table: name it after PATH.", param_hint="'--format'")
    with progress() as tell:
        case = open_case(path, encoding=encoding, case_file=case_file, progress=tell)
        names = list(case.tables)
    if name is not None and name not in names and name not in FACTS:
        known = ", ".join(names) or "none"
        raise typer.BadParameter(
            f"There is no table {name!r}. The exports make these: {known}. Facts: {', '.join(FACTS)}.",
            param_hint="'NAME'",
        )
    if name is None:
        found = [case.table(each) for each in names]
        if format is Format.JSON:
            write([listing.tables_json(found)], output)
        else:
            write([listing.tables_terminal(found, width=columns(width, output), colour=coloured(output))], output)
            if not found:
                sys.stderr.write("Nothing in the input makes a table.\n")
        raise typer.Exit(4 if not found else 0 if case.complete else 3)
    table = case.fact(name) if name in FACTS else case.table(name)
    if format is Format.JSON:
        write([listing.table_json(table)], output)
    elif format is Format.CSV:
        write(listing.table_csv(table), output)
    else:
        write([listing.table_terminal(table, width=columns(width, output), colour=coloured(output))], output)
    raise typer.Exit(0 if case.complete else 3)
