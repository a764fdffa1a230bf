"""The options that several commands share."""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path

from analyzer.cli.arguments import Arguments, whole_number


class Language(StrEnum):
    """The languages of the reports."""

    ENGLISH = "en"
    TRADITIONAL_CHINESE = "zh-TW"


def take_paths(arguments: Arguments) -> None:
    """Takes the `paths` of a case."""
    text = "Folders, archives or files of one case; - is standard input."
    arguments.positional("paths", "PATH", text, nargs="+")


def take_output(arguments: Arguments) -> None:
    """Takes where the `output` goes."""
    text = "Write to FILE (UTF-8) instead of standard output."
    arguments.option("--output", "-o", to="output", metavar="FILE", text=text, type=Path)


def take_encoding(arguments: Arguments) -> None:
    """Takes the `encoding` of text files."""
    text = "The encoding of text files without a byte order mark, such as cp950."
    arguments.option("--encoding", to="encoding", metavar="NAME", text=text)


def take_case_file(arguments: Arguments) -> None:
    """Takes the `case_file`."""
    text = "YAML with what is known besides the exports."
    arguments.option("--case", to="case_file", metavar="FILE", text=text, type=Path)


def take_rules(arguments: Arguments) -> None:
    """Takes the folder of `rules`."""
    text = "The rule pack to judge by, instead of the one built in."
    arguments.option("--rules", to="rules", metavar="DIR", text=text, type=Path)


def take_language(arguments: Arguments) -> None:
    """Takes the `lang`."""
    arguments.choice("--lang", "lang", Language.ENGLISH, "The language of the report.")


def take_verbose(arguments: Arguments) -> None:
    """Takes whether to be `verbose`."""
    text = "Leave nothing out (check: the evidence of what passed too)."
    arguments.flag("--verbose", "-v", to="verbose", text=text)


def take_width(arguments: Arguments) -> None:
    """Takes the `width` of the text."""
    text = "Columns of the text, 40 to 1000. [default: the terminal's; 100 in a pipe]"
    arguments.option("--width", to="width", metavar="N", text=text, type=whole_number(40, 1000))


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
