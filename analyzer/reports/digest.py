"""What every readable report shows, in its order: what to fix, what to ask for, what is proven, what was lost.

Pure functions from a `CheckResult`; no words, no layout.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyzer.engine.verdict import SEVERITIES, CheckResult, Outcome, SourceReport, Verdict
from analyzer.model import Note
from analyzer.notes import CODES

_NUMBERED = re.compile(r"(?P<area>.+)-(?P<number>[0-9]{1,9})", re.DOTALL)
_ORDER = {outcome: position for position, outcome in enumerate(Outcome)}
_SERVER = re.compile(r"\[(?P<server>[^\[\]]+)\] ")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fails: its verdicts, one a subject, and the failures that it explains."""

    verdicts: tuple[Verdict, ...]
    consequences: tuple[tuple[Verdict, ...], ...] = ()

    @property
    def severity(self) -> str:
        """The worst severity among the rule's own verdicts."""
        return min((verdict.severity for verdict in self.verdicts), key=_severity)


@dataclass(frozen=True, slots=True)
class Errand:
    """A command for the customer, and the servers to run it on; none where any will do."""

    command: str
    servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """Errands that, together and after those of earlier requests, settle the verdicts."""

    errands: tuple[Errand, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Verdicts of one rule that are others at `CheckResult.now`, and the outcome that they had; None where there was
    no verdict on the subject.
    """

    before: Outcome | None
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said, in the same words, of one or several sources. `kind` is loss, doubt or remark.

    `places` are the sources with their notes.
    """

    kind: str
    code: str
    message: str
    places: tuple[tuple[str, tuple[Note, ...]], ...]

    @property
    def count(self) -> int:
        """How many notes there are in all."""
        return sum(len(notes) for _, notes in self.places)

    @property
    def important(self) -> bool:
        """Whether it is told without being asked: by what it means for the verdicts, or by its severity."""
        return self.kind != "remark" or self.places[0][1][0].severity != "info"


@dataclass(frozen=True, slots=True)
class Proven:
    """The rules of one area (`CERT` of `CERT-007`) that passed, and how often they did.

    `whole` are the ids of those that neither failed nor stayed open for any other subject, `partly` of the others.
    """

    area: str
    whole: tuple[str, ...]
    partly: tuple[str, ...]
    verdicts: int


def findings(verdicts: Iterable[Verdict]) -> list[Finding]:
    """The failing verdicts by rule, worst first; a rule whose failures are all explained stands under its explanation.

    An entry counts as much as the worst that stands under it.
    """
    by_rule = _by_rule(verdict for verdict in verdicts if verdict.outcome is Outcome.FAIL)
    roots = {rule: _root(rule, by_rule) for rule in by_rule}
    under: dict[str, list[tuple[Verdict, ...]]] = defaultdict(list)
    for rule, root in roots.items():
        if root != rule:
            under[root].append(by_rule[rule])
    found = [
        Finding(by_rule[rule], tuple(sorted(under[rule], key=lambda group: (_worst(group), group[0].rule))))
        for rule, root in roots.items()
        if root == rule
    ]
    return sorted(found, key=lambda f: (min(map(_worst, (f.verdicts, *f.consequences))), f.verdicts[0].rule))


def errors(verdicts: Iterable[Verdict]) -> list[tuple[Verdict, ...]]:
    """The verdicts of rules that could not be evaluated, by rule, worst first."""
    groups = _by_rule(verdict for verdict in verdicts if verdict.outcome is Outcome.ERROR)
    return sorted(groups.values(), key=lambda group: (_worst(group), group[0].rule))


def changes(result: CheckResult) -> list[Change]:
    """The verdicts that are others at another time, by rule and by what they were: what fails first, then the worst."""
    left: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for verdict in result.verdicts:
        left[verdict.rule, verdict.subject].append(verdict.outcome)
    groups: dict[tuple[str, Outcome, Outcome | None], list[Verdict]] = defaultdict(list)
    for verdict in result.changed:
        had = left[verdict.rule, verdict.subject]
        before = next((outcome for outcome in had if outcome is not verdict.outcome), None)
        if before is not None:
            had.remove(before)
        groups[verdict.rule, verdict.outcome, before].append(verdict)
    found = [Change(before, tuple(group)) for (_, _, before), group in groups.items()]
    return sorted(found, key=lambda change: (_ORDER[change.verdicts[0].outcome], *_by_severity(change.verdicts[0])))


def passes(verdicts: Iterable[Verdict], outcome: Outcome = Outcome.PASS) -> list[tuple[Verdict, ...]]:
    """The verdicts of one outcome by rule, in the order of the rules' ids."""
    groups = _by_rule(verdict for verdict in verdicts if verdict.outcome is outcome)
    return [groups[rule] for rule in sorted(groups)]


def proven(verdicts: Sequence[Verdict]) -> list[Proven]:
    """What passed, by the area that the rules' ids begin with."""
    doubtful = {v.rule for v in verdicts if v.outcome not in (Outcome.PASS, Outcome.NOT_APPLICABLE)}
    areas: dict[str, list[tuple[Verdict, ...]]] = defaultdict(list)
    for group in passes(verdicts):
        match = _NUMBERED.fullmatch(group[0].rule)
        areas[match["area"] if match else ""].append(group)
    return [
        Proven(
            area,
            tuple(group[0].rule for group in groups if group[0].rule not in doubtful),
            tuple(group[0].rule for group in groups if group[0].rule in doubtful),
            sum(map(len, groups)),
        )
        for area, groups in sorted(areas.items())
    ]


def ranges(rules: Iterable[str]) -> list[str]:
    """The numbers of rule ids, three or more in a row as `001-003`; an id without a number as it is."""
    runs: list[list[str]] = []
    for rule in rules:
        match = _NUMBERED.fullmatch(rule)
        number = match["number"] if match else rule
        last = runs[-1][-1] if runs else ""
        if match and last.isdigit() and len(last) == len(number) and int(number) == int(last) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in ([f"{run[0]}-{run[-1]}"] if len(run) > 2 else run)]


def requests(verdicts: Iterable[Verdict]) -> tuple[list[Request], tuple[Verdict, ...]]:
    """What to ask the customer for: the commands that settle most unknown verdicts for the fewest commands, first.

    The second value are the unknown verdicts that no command settles. A command that is to be run on several servers
    counts once. A greedy choice: each step takes the commands that one verdict still lacks, where that settles most
    verdicts a command; among equals the fewer commands, the worse severity, then the order of the verdicts decide.
    """
    lacking: dict[frozenset[str], list[Verdict]] = defaultdict(list)
    hopeless: list[Verdict] = []
    servers: dict[str, dict[str, None]] = {}
    for verdict in verdicts:
        if verdict.outcome is not Outcome.UNKNOWN:
            continue
        errands = [errand(command) for command in verdict.gap.commands] if verdict.gap else []
        for each in errands:
            servers.setdefault(each.command, {}).update(dict.fromkeys(each.servers))
        if errands:
            lacking[frozenset(each.command for each in errands)].append(verdict)
        else:
            hopeless.append(verdict)
    order = {command: position for position, command in enumerate(servers)}
    chosen: list[Request] = []
    while lacking:
        best, settled = _next(lacking, order)
        asked = tuple(Errand(name, tuple(sorted(servers[name]))) for name in sorted(best, key=order.__getitem__))
        done = [verdict for need in settled for verdict in lacking[need]]
        chosen.append(Request(asked, tuple(sorted(done, key=_by_severity))))
        left: dict[frozenset[str], list[Verdict]] = defaultdict(list)
        for need, waiting in lacking.items():
            if not need <= best:
                left[need - best].extend(waiting)
        lacking = left
    return chosen, tuple(sorted(hopeless, key=_by_severity))


def errand(command: str) -> Errand:
    """A gap's command without the server that it begins with (`[fe03.litwareinc.com] Get-CsCertificate`)."""
    match = _SERVER.match(command)
    return Errand(command[match.end() :], (match["server"],)) if match else Errand(command)


def _next(
    lacking: Mapping[frozenset[str], Sequence[Verdict]], order: Mapping[str, int]
) -> tuple[frozenset[str], list[frozenset[str]]]:
    """The commands to ask for next, and which of the needs they settle."""
    holders: dict[str, set[frozenset[str]]] = defaultdict(set)
    for need in lacking:
        for command in need:
            holders[command].add(need)

    def settled(need: frozenset[str]) -> list[frozenset[str]]:
        return [other for other in {held for command in need for held in holders[command]} if other <= need]

    def merit(need: frozenset[str]) -> tuple[float, int, int, int, list[str]]:
        others = settled(need)
        return (
            -sum(len(lacking[other]) for other in others) / len(need),
            len(need),
            min(_worst(lacking[other]) for other in others),
            min(order[command] for command in need),
            sorted(need),
        )

    best = min(lacking, key=merit)
    return best, settled(best)


def remarks(sources: Sequence[SourceReport]) -> list[Remark]:
    """The sources' notes by what they say: losses first, then doubts about values, then the others, worst first."""
    groups: dict[tuple[str, str], dict[str, list[Note]]] = {}
    for source in sources:
        for note in source.notes:
            groups.setdefault((note.code, note.message), {}).setdefault(source.name, []).append(note)
    found = [
        Remark(kind_of(code), code, message, tuple((name, tuple(notes)) for name, notes in places.items()))
        for (code, message), places in groups.items()
    ]
    return sorted(found, key=lambda remark: (KINDS.index(remark.kind), _severity(remark.places[0][1][0].severity)))


KINDS = ("loss", "doubt", "remark")
"""What a note may mean for the verdicts, the worst first."""


def kind_of(code: str) -> str:
    """Whether a note's code says that something was lost, that a value is in doubt, or neither."""
    known = CODES.get(code)
    if known is None:
        return "remark"
    return "loss" if known.loss else "doubt" if known.doubt else "remark"


def recognised(source: SourceReport) -> bool:
    """Whether the source held output of a command that the catalogue knows."""
    return bool(source.tables)


def _by_rule(verdicts: Iterable[Verdict]) -> dict[str, tuple[Verdict, ...]]:
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[verdict.rule].append(verdict)
    return {rule: tuple(group) for rule, group in groups.items()}


def _root(rule: str, failing: dict[str, tuple[Verdict, ...]]) -> str:
    """The failing rule at the end of the explanations; the rule itself where one of its verdicts has none."""
    seen = {rule}
    current = rule
    while True:
        explanations = [
            {name for name in verdict.explained_by if name in failing and name != current}
            for verdict in failing[current]
        ]
        if not all(explanations):
            return current
        current = min(set().union(*explanations), key=lambda name: (_worst(failing[name]), name))
        if current in seen:
            return min(seen)
        seen.add(current)


def _severity(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def _worst(group: Iterable[Verdict]) -> int:
    return min(_severity(verdict.severity) for verdict in group)


def _by_severity(verdict: Verdict) -> tuple[int, str, str]:
    return _severity(verdict.severity), verdict.rule, verdict.subject


def counts_by_severity(verdicts: Iterable[Verdict]) -> list[tuple[str, int]]:
    """How many of the verdicts have each severity, the worst first; those without any are left out."""
    found = [verdict.severity for verdict in verdicts]
    return [(severity, found.count(severity)) for severity in SEVERITIES if severity in found]


def formats(result: CheckResult) -> list[tuple[str, int]]:
    """How many recognised sources have each format, the most frequent first."""
    found: dict[str, int] = defaultdict(int)
    for source in result.sources:
        if recognised(source):
            found[source.format] += 1
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
