"""`analyzer tables`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from analyzer.cli.arguments import Arguments
from analyzer.cli.files import refuse_output_in_input, write
from analyzer.cli.options import coloured, columns, take_case_file, take_encoding, take_output, take_width
from analyzer.cli.progress import progress
from analyzer.errors import UsageError

TEXT = """\
Show the tables that the exports make.

In CSV, a value that a spreadsheet would take for a formula gets an apostrophe
before it; JSON has it as it is.
"""


class Format(StrEnum):
    """The formats of a table."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"


def run(arguments: Sequence[str]) -> int:
    """Parses the arguments, shows what they ask for and returns the exit code."""
    taken = Arguments("tables", "PATH [NAME]", TEXT)
    taken.positional("path", "PATH", "The folder, archive or file; - is standard input.")
    taken.positional("name", "NAME", "The table or fact to show; without it, the list of tables.", nargs="?")
    taken.choice("--format", "format", Format.TERMINAL, "The format of the output.")
    take_output(taken)
    take_encoding(taken)
    take_case_file(taken)
    take_width(taken)
    return tables(**taken.parse(arguments))


def tables(
    path: str,
    name: str | None,
    format: Format,
    output: Path | None,
    encoding: str | None,
    case_file: Path | None,
    width: int | None,
) -> int:
    """Shows the tables of a case, or one of them; returns the exit code."""
    from analyzer.case import open_case
    from analyzer.reports import listing
    from analyzer.tables.facts import MODULES as FACTS

    refuse_output_in_input(output, [path])
    if name is None and format is Format.CSV:
        raise UsageError("CSV shows one table: name it after PATH.")
    with progress() as tell:
        case = open_case(path, encoding=encoding, case_file=case_file, progress=tell)
        names = list(case.tables)
    if name is not None and name not in names and name not in FACTS:
        known = ", ".join(names) or "none"
        raise UsageError(f"There is no table {name!r}. The exports make these: {known}. Facts: {', '.join(FACTS)}.")
    if name is None:
        found = [case.table(each) for each in names]
        if format is Format.JSON:
            write([listing.tables_json(found)], output)
        else:
            write([listing.tables_terminal(found, width=columns(width, output), colour=coloured(output))], output)
            if not found:
                sys.stderr.write("Nothing in the input makes a table.\n")
        return 4 if not found else 0 if case.complete else 3
    table = case.fact(name) if name in FACTS else case.table(name)
    if format is Format.JSON:
        write([listing.table_json(table)], output)
    elif format is Format.CSV:
        write(listing.table_csv(table), output)
    else:
        write([listing.table_terminal(table, width=columns(width, output), colour=coloured(output))], output)
    return 0 if case.complete else 3
