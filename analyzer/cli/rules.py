"""`analyzer rules list`, `show`, `lint` and `test`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.files import write
from analyzer.cli.options import HELP, Lang, Language, Output, Rules, Width, application, coloured, columns

app = application()


class Format(StrEnum):
    """The formats of rules."""

    TERMINAL = "terminal"
    JSON = "json"


Shape = Annotated[Format, typer.Option("--format", help="The format of the output.")]
Directory = Annotated[
    Path | None, typer.Argument(metavar="[DIR]", help="The folder with the rule pack; without it, the one built in.")
]


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
    """Show one rule: what it judges, what breaks, how to fix it, where it comes from."""
    from analyzer.engine.rulefile import load_rules
    from analyzer.reports import rule_pages

    pack = load_rules(rules)
    try:
        rule = pack.rule(id)
    except KeyError:
        raise typer.BadParameter(
            f"There is no rule {id!r}. `analyzer rules list` shows all {len(pack.rules)}.", param_hint="'ID'"
        ) from None
    if format is Format.JSON:
        text = rule_pages.show_json(rule, language=lang.value)
    else:
        text = rule_pages.show_terminal(
            rule, language=lang.value, width=columns(width, output), colour=coloured(output)
        )
    write([text], output)


@app.command("lint")
def lint(directory: Directory = None) -> None:
    """Check a rule pack: unknown tables, properties and operators, missing texts and examples.

    Every problem is shown with its file and line, and the exit code is 2.
    """
    from analyzer.engine.rulefile import load_rules

    pack = load_rules(directory)
    write([f"{len(pack.rules)} rules, no problem.\n"], None)
