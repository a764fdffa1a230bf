"""The command line. No logic of its own: each command calls the Python API and a report.

A command's module, and typer with it, is imported only when the command is used.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

COMMANDS: Final[Mapping[str, str]] = {
    "check": "Judge exports: what to fix, what to ask for, what is proven right.",
    "inventory": "Show what was recognised, by what, and what the exports lost.",
    "read": "Show the records of files as they were read.",
    "tables": "Show the tables that the exports make.",
    "rules": "List, show, check and test the rules.",
}
"""The commands and what each is for; the module `analyzer.cli.NAME` holds `app`, its typer application."""

EXIT_CODES: Final = """Exit codes:
  0  nothing at or above --fail-on failed  3  done; a file was skipped or cut
  1  something did                         4  nothing usable in the input
  2  wrong usage or rule pack              5  the output was not written
"""


_COLLECT_AFTER: Final = 50_000
"""Objects after which cycles are looked for: what is read and judged has none."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code (design: 0 to 5, and 130 when interrupted)."""
    from analyzer.cli.streams import close_output, forgive_encodings

    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    forgive_encodings()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        code = 130
    return close_output(code)


def overview() -> str:
    """What `analyzer --help` prints."""
    width = max(map(len, COMMANDS)) + 2
    commands = "".join(f"  {name:<{width}}{summary}\n" for name, summary in COMMANDS.items())
    return (
        "Usage: analyzer COMMAND [OPTIONS] ...\n\n"
        "Tells from exports of Lync, Skype for Business and Exchange what is wrong.\n\n"
        f"Commands:\n{commands}\n"
        "Options:\n  --help     Show this page; `analyzer COMMAND --help` shows a command's.\n"
        "  --version  Show the version.\n\n"
        f"{EXIT_CODES}\n"
        "Begin with: analyzer check FOLDER-OR-ZIP\n"
    )


def _run(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in ("--help", "-h", "help"):
        sys.stdout.write(overview())
        return 0
    if first in ("--version", "-V"):
        sys.stdout.write(f"analyzer {_version()}\n")
        return 0
    if first not in COMMANDS:
        sys.stderr.write(_wrong_command(first))
        return 2
    app = import_module(f"{__name__}.{first}").app
    from analyzer.cli.guard import guarded

    return guarded(lambda: app(args=arguments[1:], prog_name=f"analyzer {first}"))


def _wrong_command(first: str) -> str:
    if not first:
        return overview()
    from difflib import get_close_matches
    from pathlib import Path

    from analyzer.sanitise import one_line

    shown = one_line(first)
    if Path(first).exists():
        return f"A command is missing before {shown}. To judge it: analyzer check {shown}\n"
    close = get_close_matches(first, COMMANDS, n=1)
    advice = f"Did you mean {close[0]}?" if close else "`analyzer --help` lists the commands."
    return f"There is no command {shown}. {advice}\n"


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("lync-exchange-analyzer")
    except PackageNotFoundError:
        return "(run from its source)"
