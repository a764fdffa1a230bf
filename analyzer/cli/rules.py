"""`analyzer rules list`, `show`, `lint` and `test`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analyzer.cli.arguments import Arguments
from analyzer.cli.files import write
from analyzer.cli.options import Language, coloured, columns, take_language, take_output, take_rules, take_width
from analyzer.errors import UsageError
from analyzer.sanitise import one_line

if TYPE_CHECKING:
    from analyzer.engine.rule import Rule, RulePack


class Format(StrEnum):
    """The formats of rules."""

    TERMINAL = "terminal"
    JSON = "json"


def run(arguments: Sequence[str]) -> int:
    """Runs the command that the first argument names and returns its exit code."""
    name = arguments[0] if arguments else ""
    if name in ("--help", "-h"):
        write([_overview()], None)
        return 0
    if name not in COMMANDS:
        from difflib import get_close_matches

        close = get_close_matches(name, COMMANDS, n=1)
        advice = f" Did you mean {close[0]}?" if close else ""
        problem = f"There is no command {one_line(name)}.{advice}" if name else "Missing command."
        raise UsageError(f"{_overview()}\nError: {problem}")
    _, runs = COMMANDS[name]
    return runs(arguments[1:])


def _overview() -> str:
    commands = "".join(f"  {name:<6}{text}\n" for name, (text, _) in COMMANDS.items())
    return (
        f"Usage: analyzer rules COMMAND [OPTIONS] ...\n\nList, show, check and test the rules.\n\nCommands:\n{commands}"
    )


def _arguments(name: str, positionals: str = "") -> Arguments:
    text, _ = COMMANDS[name]
    return Arguments(f"rules {name}", positionals, text)


def _take_shape(taken: Arguments) -> None:
    take_rules(taken)
    taken.choice("--format", "format", Format.TERMINAL, "The format of the output.")
    take_output(taken)
    take_language(taken)
    take_width(taken)


def _run_list(arguments: Sequence[str]) -> int:
    taken = _arguments("list")
    _take_shape(taken)
    return list_rules(**taken.parse(arguments))


def _run_show(arguments: Sequence[str]) -> int:
    taken = _arguments("show", "ID")
    taken.positional("id", "ID", "The rule's id, such as OAUTH-002.")
    _take_shape(taken)
    return show_rule(**taken.parse(arguments))


def _run_lint(arguments: Sequence[str]) -> int:
    taken = _arguments("lint")
    take_rules(taken)
    return lint(**taken.parse(arguments))


def _run_test(arguments: Sequence[str]) -> int:
    taken = _arguments("test", "[ID]...")
    taken.positional("ids", "ID", "The rules to test; without any, all.", nargs="*")
    take_rules(taken)
    return test(**taken.parse(arguments))


COMMANDS: Final[Mapping[str, tuple[str, Callable[[Sequence[str]], int]]]] = {
    "list": ("List the rules: id, severity, title.", _run_list),
    "show": ("Show one rule: what it judges, what breaks, how to fix it.", _run_show),
    "lint": ("Check a rule pack's files; every problem has its file and line.", _run_lint),
    "test": ("Judge the examples in the rule files: each must give its outcome.", _run_test),
}
"""The commands about rules: what each is for, and what runs it."""


def list_rules(rules: Path | None, format: Format, output: Path | None, lang: Language, width: int | None) -> int:
    """Lists the rules."""
    from analyzer.engine.rulefile import load_rules
    from analyzer.reports import rule_pages

    found = load_rules(rules).rules
    if format is Format.JSON:
        text = rule_pages.list_json(found, language=lang.value)
    else:
        text = rule_pages.list_terminal(
            found, language=lang.value, width=columns(width, output), colour=coloured(output)
        )
    write([text], output)
    return 0


def show_rule(
    id: str, rules: Path | None, format: Format, output: Path | None, lang: Language, width: int | None
) -> int:
    """Shows one rule."""
    from analyzer.engine.rulefile import load_rules
    from analyzer.reports import rule_pages

    rule = _rule(load_rules(rules), id)
    if format is Format.JSON:
        text = rule_pages.show_json(rule, language=lang.value)
    else:
        text = rule_pages.show_terminal(
            rule, language=lang.value, width=columns(width, output), colour=coloured(output)
        )
    write([text], output)
    return 0


def lint(rules: Path | None) -> int:
    """Checks a rule pack's files."""
    from analyzer.engine import pack_checks
    from analyzer.reports import rule_pages

    pack, problems = pack_checks.lint(rules)
    write(rule_pages.problems(problems), None)
    if problems:
        return 2
    write([f"Rules: {len(pack.rules)}. Problems: none.\n"], None)
    return 0


def test(ids: list[str], rules: Path | None) -> int:
    """Judges the examples in the rule files."""
    from analyzer.engine import pack_checks
    from analyzer.engine.rulefile import load_rules
    from analyzer.reports import rule_pages

    pack = load_rules(rules)
    chosen = [_rule(pack, id) for id in ids] if ids else pack.rules
    results = [result for rule in chosen for result in pack_checks.run_examples(rule)]
    write(rule_pages.example_results(results, {rule.id: rule for rule in chosen}), None)
    return 0 if all(result.as_expected for result in results) else 2


def _rule(pack: RulePack, id: str) -> Rule:
    try:
        return pack.rule(id)
    except KeyError:
        raise UsageError(f"There is no rule {id!r}. `analyzer rules list` shows all {len(pack.rules)}.") from None
