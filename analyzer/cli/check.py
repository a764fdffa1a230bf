"""`analyzer check`."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.files import refuse_output_in_input, write
from analyzer.cli.options import (
    CaseFile,
    Encoding,
    Lang,
    Language,
    Output,
    Paths,
    Rules,
    Verbose,
    Width,
    application,
    coloured,
    columns,
)
from analyzer.cli.progress import progress

if TYPE_CHECKING:
    from analyzer.engine.verdict import CheckResult

app = application()


class Format(StrEnum):
    """The formats of the report."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"


class FailOn(StrEnum):
    """The severity from which on failures set the exit code."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


@app.command()
def check(
    paths: Paths,
    format: Annotated[Format, typer.Option(help="The format of the report.")] = Format.TERMINAL,
    output: Output = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="ISO", help="The time to judge expiry at, such as 2026-06-15.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit with 1 where something of this severity or worse fails.")
    ] = FailOn.ERROR,
    rules: Rules = None,
    lang: Lang = Language.ENGLISH,
    case_file: CaseFile = None,
    encoding: Encoding = None,
    verbose: Verbose = False,
    width: Width = None,
) -> None:
    """Judge a customer's exports: what to fix, what to ask for, what is proven right.

    Nothing is sent anywhere, and nothing in the exports is run or changed.
    """
    from analyzer.case import open_case
    from analyzer.case_file import parse_moment
    from analyzer.engine.rulefile import load_rules

    if refusal := refuse_output_in_input(output, paths):
        raise typer.BadParameter(refusal, param_hint="'--output'")
    time = parse_moment(as_of, "--as-of") if as_of else None
    pack = load_rules(rules)
    with progress() as tell:
        case = open_case(*paths, encoding=encoding, case_file=case_file, progress=tell)
        result = case.check(rules=pack, as_of=time, now=_present(format, time))
    write([_rendered(result, format, lang.value, columns(width, output), coloured(output), verbose)], output)
    code = exit_code(result, fail_on)
    if code == 4 and format is not Format.TERMINAL:
        sys.stderr.write("Nothing in the input is output that can be judged.\n")
    raise typer.Exit(code)


def exit_code(result: CheckResult, fail_on: FailOn) -> int:
    """The exit code that a result has: 4 nothing usable, 1 something at or above the severity, 3 incomplete, else 0."""
    from analyzer.engine.verdict import SEVERITIES

    if not any(source.tables for source in result.sources):
        return 4
    worst = result.worst_failure()
    if worst is not None and fail_on is not FailOn.NEVER and SEVERITIES.index(worst) <= SEVERITIES.index(fail_on):
        return 1
    return 0 if result.complete else 3


def _present(format: Format, as_of: dt.datetime | None) -> dt.datetime | None:
    """The present, to say what it changes. In JSON to the hour, and not beside a time that was asked for: what goes
    to programs is the same when it is run again.
    """
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    if format is Format.JSON:
        return now.replace(minute=0, second=0) if as_of is None else None
    return now


def _rendered(result: CheckResult, format: Format, language: str, width: int, colour: bool, verbose: bool) -> str:
    if format is Format.JSON:
        from analyzer.reports import json_report

        return json_report.render(result, language=language)
    now = dt.datetime.now(dt.UTC)
    if format is Format.MARKDOWN:
        from analyzer.reports import markdown

        return markdown.render(result, language=language, verbose=verbose, now=now)
    from analyzer.reports import terminal

    return terminal.render(result, language=language, width=width, colour=colour, verbose=verbose, now=now)
