"""`analyzer rules list`, `show`, `lint` and `test`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.files import write
from analyzer.cli.options import HELP, Lang, Language, Output, Rules, Width, application, coloured, columns

if TYPE_CHECKING:
    from analyzer.engine.rule import Rule, RulePack

app = application()


class Format(StrEnum):
    """The formats of rules."""

    TERMINAL = "terminal"
    JSON = "json"


Shape = Annotated[Format, typer.Option("--format", help="The format of the output.")]


@app.callback(context_settings=HELP)
def rules() -> None:
    """List, show, check and test the rules."""


@app.command("list")
def list_rules(
    rules: Rules = None,
    format: Shape = Format.TERMINAL,
    output: Output = None,
    lang: Lang = Language.ENGLISH,
    width: Width = None,
) -> None:
    """List the rules: id, severity, title."""
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


@app.command("show")
def show_rule(
    id: Annotated[str, typer.Argument(metavar="ID", help="The rule's id, such as OAUTH-002.")],
    rules: Rules = None,
    format: Shape = Format.TERMINAL,
    output: Output = None,
    lang: Lang = Language.ENGLISH,
    width: Width = None,
) -> None:
    """Show one rule: what it judges, what breaks, how to fix it."""
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


@app.command("lint")
def lint(rules: Rules = None) -> None:
    """Check a rule pack's files; every problem has its file and line."""
    from analyzer.engine import pack_checks
    from analyzer.reports import rule_pages

    pack, problems = pack_checks.lint(rules)
    write(rule_pages.problems(problems), None)
    if problems:
        raise typer.Exit(2)
    write([f"Rules: {len(pack.rules)}. Problems: none.\n"], None)


@app.command("test")
def test(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="The rules to test; without any, all.")
    ] = None,
    rules: Rules = None,
) -> None:
    """Judge the examples in the rule files: each must give its outcome."""
    from analyzer.engine import pack_checks
    from analyzer.engine.rulefile import load_rules
    from analyzer.reports import rule_pages

    pack = load_rules(rules)
    chosen = [_rule(pack, id) for id in ids] if ids else pack.rules
    results = [result for rule in chosen for result in pack_checks.run_examples(rule)]
    write(rule_pages.example_results(results, {rule.id: rule for rule in chosen}), None)
    raise typer.Exit(0 if all(result.as_expected for result in results) else 2)


def _rule(pack: RulePack, id: str) -> Rule:
    try:
        return pack.rule(id)
    except KeyError:
        raise typer.BadParameter(
            f"There is no rule {id!r}. `analyzer rules list` shows all {len(pack.rules)}.", param_hint="'ID'"
        ) from None
