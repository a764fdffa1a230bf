"""The whole judgement of a case: every rule over its table, at one time."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
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

    A rule that fails as a program becomes a verdict of outcome `error`: it never stops the others. A verdict that would
    be another without a statement of `--case` says that it rests on it.
    """
    verdicts = _judged(tables, pack, as_of)
    if tables.declared.load_balancers:
        bare = replace(tables, declared=replace(tables.declared, load_balancers=()))
        resting = {id(verdict) for verdict in changed_verdicts(_judged(bare, pack, as_of), verdicts)}
        verdicts = tuple(_on_balancers(v, tables) if id(v) in resting else v for v in verdicts)
    if tables.declared.origin:
        verdicts = tuple(_on_origin(verdict, tables) for verdict in verdicts)
    return verdicts


def _judged(tables: Tables, pack: RulePack, as_of: dt.datetime) -> tuple[Verdict, ...]:
    facts = _Facts(CaseView(tables, as_of))
    context = Context(as_of, lambda table: cmdlet_of(tables, table), lambda gap: collect_command(tables, gap))
    verdicts: list[Verdict] = []
    for rule in pack.rules:
        try:
            verdicts += judge_rule(rule, facts.table(rule.each), context)
        except Exception as error:  # a broken rule or fact is a finding of its own, and never a pass
            verdicts.append(_broken(rule, error))
    return tuple(explained(verdicts, {rule.id: rule for rule in pack.rules}))


def changed_verdicts(verdicts: Sequence[Verdict], others: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Those of the other verdicts whose outcome is not among those of the same rule on the same subject."""
    known = Counter((verdict.rule, verdict.subject, verdict.outcome) for verdict in verdicts)
    changed: list[Verdict] = []
    for verdict in others:
        key = (verdict.rule, verdict.subject, verdict.outcome)
        if known[key]:
            known[key] -= 1
        else:
            changed.append(verdict)
    return tuple(changed)


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


def _on_balancers(verdict: Verdict, tables: Tables) -> Verdict:
    """The verdict with the load balancers that it rests on: those that its evidence names, else all."""
    names = tables.declared.load_balancers
    shown = " ".join(f"{evidence.property} {evidence.value}".casefold() for evidence in verdict.evidence)
    named = tuple(name for name in names if re.search(rf"(?<![\w.-]){re.escape(name.casefold())}(?![\w-])", shown))
    return replace(verdict, declared=tuple(f"load_balancers: {name}" for name in named or names))


def _on_origin(verdict: Verdict, tables: Tables) -> Verdict:
    """The verdict with the sources in its evidence whose server only `--case` tells."""
    by_case_file = {export.source for export in tables.exports if export.server_by == "case-file"}
    rests = dict.fromkeys(f"origin: {e.source}" for e in verdict.evidence if e.source in by_case_file)
    return replace(verdict, declared=(*verdict.declared, *rests)) if rests else verdict


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
