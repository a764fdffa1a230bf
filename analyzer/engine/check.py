"""The whole judgement of a case: every rule over its table, at one time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from analyzer.engine.evaluate import Context, explained, judge_rule
from analyzer.engine.rule import Rule, RulePack
from analyzer.engine.verdict import Outcome, Verdict
from analyzer.tables.build import Tables
from analyzer.tables.cells import Gap
from analyzer.tables.facts import MODULES, fact_builder
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.servers import is_host
from analyzer.tables.table import Table


@dataclass
class _Facts:
    """The tables and facts of a case at one time, each fact built when first asked for."""

    view: CaseView
    built: dict[str, Table] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        if name not in MODULES:
            return self.view.table(name)
        if name not in self.built:
            self.built[name] = fact_builder(name)(self.view)
        return self.built[name]


def fact_tables(tables: Tables, as_of: dt.datetime) -> dict[str, Table]:
    """Every fact of a case at one time, by name."""
    facts = _Facts(CaseView(tables, as_of))
    return {name: facts.table(name) for name in MODULES}


def check_tables(tables: Tables, pack: RulePack, as_of: dt.datetime) -> tuple[Verdict, ...]:
    """The verdicts of all rules, in the order of the pack and then of the tables' rows.

    A rule that fails as a program becomes a verdict of outcome `error`: it never stops the others.
    """
    facts = _Facts(CaseView(tables, as_of))
    context = Context(as_of, lambda table: cmdlet_of(tables, table), lambda gap: collect_command(tables, gap))
    verdicts: list[Verdict] = []
    for rule in pack.rules:
        try:
            verdicts += [_with_declared(v, tables) for v in judge_rule(rule, facts.table(rule.each), context)]
        except Exception as error:  # a broken rule or fact is a finding of its own, and never a pass
            verdicts.append(_broken(rule, error))
    return tuple(explained(verdicts, {rule.id: rule for rule in pack.rules}))


def _broken(rule: Rule, error: Exception) -> Verdict:
    message = f"The rule could not be judged: {type(error).__name__}: {error}"
    return Verdict(
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        outcome=Outcome.ERROR,
        subject=rule.each,
        message={"en": message, "zh-TW": f"無法套用規則：{type(error).__name__}：{error}"},
        features=rule.features,
        covers=rule.covers,
    )


def _with_declared(verdict: Verdict, tables: Tables) -> Verdict:
    """The verdict, with the statements of `--case` that its evidence rests on."""
    declared = tables.declared
    if not declared.origin and not declared.load_balancers:
        return verdict
    rests: dict[str, None] = {}
    names = {name.casefold(): name for name in declared.load_balancers}
    by_case_file = {export.source for export in tables.exports if export.server_by == "case-file"}
    for evidence in verdict.evidence:
        if evidence.source in by_case_file:
            rests.setdefault(f"origin: {evidence.source}")
        for folded, name in names.items():
            if folded in evidence.value.casefold():
                rests.setdefault(f"load_balancers: {name}")
    return replace(verdict, declared=tuple(rests)) if rests else verdict


def cmdlet_of(tables: Tables, table: str) -> str:
    """The name of what collects a table, for people: its first cmdlet."""
    entry = tables.catalogue.entries.get(table)
    return entry.cmdlets[0] if entry and entry.cmdlets else table


def collect_command(tables: Tables, gap: Gap) -> str | None:
    """The command that would fill a gap: the catalogue's, with the server to run it on where one is named."""
    entry = tables.catalogue.entries.get(gap.table or "")
    if entry is None or not entry.collect:
        return None
    command = entry.collect
    # Names from the case are put into commands that people paste: only what can be a host name goes in.
    if gap.table == "resolve_dns_name" and gap.subject and is_host(gap.subject):
        return re.sub(r"\bNAME\b", gap.subject, command)
    if entry.scope == "server" and gap.server and is_host(gap.server):
        return f"[{gap.server}] {command}"
    return command
