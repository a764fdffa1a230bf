"""The options that several commands share."""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

HELP: Final = {"help_option_names": ["--help", "-h"]}


class Language(StrEnum):
    """The languages of the reports."""

    ENGLISH = "en"
    TRADITIONAL_CHINESE = "zh-TW"


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Folders, archives or files of one case; - is standard input."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to FILE (UTF-8) instead of standard output."),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The encoding of text files without a byte order mark, such as cp950."),
]
CaseFile = Annotated[
    Path | None,
    typer.Option("--case", metavar="FILE", help="YAML with what is known besides the exports."),
]
Rules = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="The rule pack to judge by, instead of the one built in."),
]
Lang = Annotated[
    Language,
    typer.Option("--lang", metavar="en|zh-TW", case_sensitive=False, help="The language of the report."),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Leave nothing out (check: the evidence of what passed too)."),
]
Width = Annotated[
    int | None,
    typer.Option(min=40, max=1000, help="Columns of the text. [default: the terminal's; 100 in a pipe]"),
]


def application() -> typer.Typer:
    """A typer application with plain help and plain errors."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=HELP,
    )


def columns(width: int | None, output: Path | None) -> int:
    """The columns to write in: as asked for, else the terminal's, else 100."""
    if width is not None:
        return width
    if output is None and sys.stdout.isatty():
        return max(40, shutil.get_terminal_size((100, 24)).columns)
    return int(os.environ["COLUMNS"]) if os.environ.get("COLUMNS", "").isdecimal() else 100


def coloured(output: Path | None) -> bool:
    """Whether to colour: only on a terminal, never with NO_COLOR (no-color.org) or a terminal that is dumb."""
    return (
        output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
