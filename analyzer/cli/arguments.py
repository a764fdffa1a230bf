"""The arguments of a command, by the standard library's argparse: a whole case takes no longer than to import more."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, NoReturn

from analyzer.sanitise import one_line

_WIDTH: Final = 80


class Arguments:
    """What a command takes: declared one by one, then parsed to the values of its function's parameters.

    `positionals` is how the usage shows those without a name; the first line of `text` says what the command is for.
    """

    def __init__(self, command: str, positionals: str, text: str) -> None:
        usage = f"analyzer {command} [OPTIONS] {positionals}".rstrip()
        self._parser = _Parser(
            prog=f"analyzer {command}",
            usage=usage,
            description=text,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self._positionals = self._parser.add_argument_group("Arguments")
        self._options = self._parser.add_argument_group("Options")
        self._options.add_argument("-h", "--help", action="help", help="Show this message and exit.")

    def positional(self, name: str, metavar: str, text: str, *, nargs: str | None = None) -> None:
        """Takes what has no name: one, or as `nargs` of argparse says."""
        self._positionals.add_argument(name, metavar=metavar, help=text, nargs=nargs)

    def option(self, *names: str, to: str, metavar: str, text: str, type: Any = str) -> None:
        """Takes an option with a value; None where it is not given. `to` is the parameter that gets it."""
        self._options.add_argument(*names, dest=to, metavar=metavar, help=text, type=type)

    def choice(self, name: str, to: str, default: StrEnum, text: str) -> None:
        """Takes an option whose value is one of those of the default's class, in upper or lower case."""
        values: list[StrEnum] = [*type(default)]

        def chosen(text: str) -> StrEnum:
            for value in values:
                if value.casefold() == text.casefold():
                    return value
            raise argparse.ArgumentTypeError(f"{text!r} is not one of {', '.join(values)}.")

        self._options.add_argument(
            name, dest=to, type=chosen, default=default, metavar="|".join(values), help=f"{text} [default: {default}]"
        )

    def flag(self, *names: str, to: str, text: str) -> None:
        """Takes an option without a value."""
        self._options.add_argument(*names, dest=to, action="store_true", help=text)

    def parse(self, arguments: Sequence[str]) -> dict[str, Any]:
        """The values by parameter. Exits with 2 and a sentence where the usage is wrong, with 0 after the help."""
        values, unknown = self._parser.parse_known_intermixed_args(_without_end_of_options(arguments))
        if unknown:
            self._parser.error(self._about_unknown(unknown[0]))
        return vars(values)

    def _about_unknown(self, argument: str) -> str:
        if not argument.startswith("-"):
            return f"There is no place for {one_line(argument)!r}."
        from difflib import get_close_matches

        known = [name for action in self._options._group_actions for name in action.option_strings]
        close = get_close_matches(argument.partition("=")[0], known, n=1)
        return f"There is no option {one_line(argument)}." + (f" Did you mean {close[0]}?" if close else "")


def _without_end_of_options(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--`, which argparse does not understand among options that may stand anywhere.

    What follows it are paths: one that begins with a hyphen is written in a way that no option is.
    """
    if "--" not in arguments:
        return list(arguments)
    end = list(arguments).index("--")
    paths = [f"./{path}" if path[:1] == "-" and path != "-" else path for path in arguments[end + 1 :]]
    return [*arguments[:end], *paths]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Says how the command is used, and what was wrong."""
        missing = message.removeprefix("the following arguments are required: ")
        sentence = f"Missing argument: {missing}." if missing != message else message
        sys.stderr.write(f"{self.format_usage()}Try '{self.prog} --help'.\n\nError: {sentence}\n")
        raise SystemExit(2)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_WIDTH)

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Adds the usage, with a capital letter like the other headings."""
        super().add_usage(usage, actions, groups, "Usage: " if prefix is None else prefix)


def whole_number(least: int, most: int) -> Any:
    """What reads an option's whole number between bounds."""

    def read(text: str) -> int:
        number = int(text) if text.isdecimal() else -1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}.")
        return number

    return read
