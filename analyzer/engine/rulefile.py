"""Rule files -> rules, with every problem's file and line.

YAML is read without any guessing of types: `on`, `NO`, `1e3` and a thumbprint that looks like a float stay text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import yaml

from analyzer.engine.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Argument,
    Condition,
    Items,
    Literal,
    Moment,
    Not,
    Reference,
    Test,
    properties_of,
)
from analyzer.engine.operators import FORMS, OPERATORS
from analyzer.engine.rule import Example, Problem, Rule, RulePack, RulePackError
from analyzer.engine.verdict import SEVERITIES, Text
from analyzer.texts import LANGUAGES

Columns = Callable[[str], Collection[str] | None]
"""The columns of a table or fact by its name; None where there is no such table. Empty: not known beforehand."""

PRODUCTS = (
    "lync-2013",
    "sfb-2015",
    "sfb-2019",
    "exchange-2013",
    "exchange-2016",
    "exchange-2019",
    "exchange-se",
)
FEATURES = ("ucs", "archiving", "photos", "owa-im", "um", "free-busy", "hybrid", "mail", "outlook", "presence")
CONFIDENCES = ("documented", "field-knowledge")
REQUIRED = (
    "id", "title", "severity", "products", "features", "source", "covers", "each", "expect", "message", "fix",
    "verify", "examples",
)  # fmt: skip
OPTIONAL = ("confidence", "where", "show", "when_none", "explained_by")
WHEN_NONE = ("not_applicable", "fail", "pass")
EXAMPLES = ("pass", "fail", "unknown", "not_applicable")
_COVERED = re.compile(
    r"(prerequisite/F\d+|domain/[A-Z]+(-[A-Z]+)*-\d{3}|sfb-diagnostics/RD\w+|health-checker/.+|auth-certificate/.+|setup-log/.+)"
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_DURATION = re.compile(r"([+-]?)\s*(\d{1,5})\s*([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
BUILT_IN_PLACEHOLDERS = ("subject", "server", "as_of")


@dataclass
class _File:
    """A rule file while it is being read: where its problems gather."""

    path: Path
    problems: list[Problem] = field(default_factory=list)

    def problem(self, node: yaml.Node | None, message: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        self.problems.append(Problem(self.path, line, message))

    def mapping(self, node: yaml.Node, what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, f"{what} must be a mapping")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                self.problem(key, f"{what} has {name} twice")
            found[name] = value
        return found

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.problem(node, f"{what} must be a text")
            return ""
        return str(node.value)

    def texts(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            self.problem(node, f"{what} must be a list")
            return ()
        return tuple(self.text(item, what) for item in node.value)

    def localised(self, node: yaml.Node, what: str) -> Text:
        found = {name: self.text(value, what).strip() for name, value in self.mapping(node, what).items()}
        for language in LANGUAGES:
            if not found.get(language):
                self.problem(node, f"{what} has no text in {language}")
        for language in found.keys() - set(LANGUAGES):
            self.problem(node, f"{what} has a text in {language}, which no report knows")
        return found or {"en": ""}

    def choice(self, node: yaml.Node, what: str, known: Collection[str]) -> str:
        value = self.text(node, what)
        if value not in known:
            self.problem(node, f"{what} is {value}, not one of {', '.join(known)}")
        return value


def _duration(text: str) -> dt.timedelta | None:
    match = _DURATION.fullmatch(text.strip())
    if not match:
        return None
    amount = dt.timedelta(**{_UNITS[match[3]]: int(match[2])})
    return -amount if match[1] == "-" else amount


def _argument(file: _File, node: yaml.Node, kind: str, what: str) -> Argument:
    if isinstance(node, yaml.MappingNode) and kind != "count":
        fields = file.mapping(node, what)
        if "property" not in fields or set(fields) - {"property", "plus"}:
            file.problem(node, f"{what} takes a literal or {{property: NAME}}")
            return Literal("")
        plus = _duration(file.text(fields["plus"], what)) if "plus" in fields else dt.timedelta()
        if plus is None:
            file.problem(node, f"{what}: plus must be a duration such as 30d or -24h")
        return Reference(file.text(fields["property"], what), plus or dt.timedelta())
    match kind:
        case "boolean":
            return Literal(file.choice(node, what, ("true", "false")) == "true")
        case "values":
            return Literal(file.texts(node, what))
        case "value" if isinstance(node, yaml.SequenceNode):
            return Literal(file.texts(node, what))
        case "moment":
            text = file.text(node, what).strip()
            plus = _duration(text.removeprefix("as_of")) if text != "as_of" else dt.timedelta()
            if not text.startswith("as_of") or plus is None:
                file.problem(node, f"{what} takes as_of, as_of + 30d or {{property: NAME}}")
            return Moment(plus or dt.timedelta())
        case "form":
            return Literal(file.choice(node, what, tuple(FORMS)))
        case "count":
            fields = file.mapping(node, what)
            if len(fields) != 1 or not set(fields) <= {"at_least", "at_most", "exactly"}:
                file.problem(node, f"{what} takes one of at_least, at_most, exactly")
                return Literal(("at_least", 0))
            ((name, number),) = fields.items()
            digits = file.text(number, what)
            if not digits.isdecimal():
                file.problem(number, f"{what}: {name} must be a whole number")
            return Literal((name, int(digits) if digits.isdecimal() else 0))
        case "number":
            text = file.text(node, what)
            if not re.fullmatch(r"-?\d+(\.\d+)*", text):
                file.problem(node, f"{what} takes a number or a version")
            return Literal(text)
        case _:
            return Literal(file.text(node, what))


def _property_condition(file: _File, name: str, node: yaml.Node) -> Condition:
    conditions: list[Condition] = []
    for key, argument in file.mapping(node, name).items():
        if key == "not":
            conditions.append(Not(_property_condition(file, name, argument)))
        elif key in ("holds_any", "holds_all"):
            conditions.append(Items(name, key, _property_condition(file, name, argument)))
        elif key in OPERATORS:
            operator = OPERATORS[key]
            conditions.append(Test(name, operator, _argument(file, argument, operator.argument, f"{name}: {key}")))
        else:
            file.problem(argument, f"{name}: there is no operator {key}")
    return conditions[0] if len(conditions) == 1 else All(tuple(conditions))


def _condition(file: _File, node: yaml.Node, what: str) -> Condition:
    conditions: list[Condition] = []
    for key, value in file.mapping(node, what).items():
        if key in ("any_of", "all_of"):
            if not isinstance(value, yaml.SequenceNode):
                file.problem(value, f"{what}: {key} takes a list of conditions")
                continue
            nested = tuple(_condition(file, item, f"{what}: {key}") for item in value.value)
            conditions.append(AnyOf(nested) if key == "any_of" else All(nested))
        elif key == "not":
            conditions.append(Not(_condition(file, value, f"{what}: not")))
        else:
            conditions.append(_property_condition(file, key, value))
    return conditions[0] if len(conditions) == 1 else All(tuple(conditions))


def _examples(file: _File, node: yaml.Node) -> Iterator[Example]:
    found = file.mapping(node, "examples")
    for outcome in ("pass", "fail", "unknown"):
        if outcome not in found:
            file.problem(node, f"examples has no {outcome}")
    for outcome, value in found.items():
        if outcome not in EXAMPLES:
            file.problem(value, f"examples: {outcome} is none of {', '.join(EXAMPLES)}")
            continue
        entries = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for entry in entries:
            line = entry.start_mark.line + 1
            if isinstance(entry, yaml.MappingNode):
                files = {name: file.text(text, name) for name, text in file.mapping(entry, outcome).items()}
            else:
                files = {"example.txt": file.text(entry, outcome)}
            yield Example(outcome, files, line)


def _placeholders(text: str) -> Iterator[str]:
    for name in _PLACEHOLDER.findall(text):
        if re.fullmatch(r"[A-Za-z_]\w*", name):
            yield name


def read_rule(path: Path, text: str, columns: Columns | None = None) -> tuple[Rule | None, tuple[Problem, ...]]:
    """The rule in a file's text, and what is wrong with it. No rule where too much is.

    With `columns`, tables, properties and placeholders are checked against the catalogue too.
    """
    file = _File(path)
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return None, (Problem(path, line, f"this is no YAML: {getattr(error, 'problem', error)}"),)
    if root is None:
        return None, (Problem(path, 1, "the file is empty"),)
    fields = file.mapping(root, "a rule")
    for name in REQUIRED:
        if name not in fields:
            file.problem(root, f"{name} is missing")
    for name in fields.keys() - set(REQUIRED) - set(OPTIONAL):
        file.problem(fields[name], f"a rule has no {name}")
    if file.problems:
        return None, tuple(file.problems)
    fix = fields["fix"]
    rule = Rule(
        id=file.text(fields["id"], "id"),
        title=file.localised(fields["title"], "title"),
        severity=file.choice(fields["severity"], "severity", SEVERITIES),
        products=tuple(file.choice(n, "products", PRODUCTS) for n in _items(file, fields["products"], "products")),
        features=tuple(file.choice(n, "features", FEATURES) for n in _items(file, fields["features"], "features")),
        source=file.text(fields["source"], "source"),
        confidence=file.choice(fields["confidence"], "confidence", CONFIDENCES)
        if "confidence" in fields
        else "documented",
        covers=file.texts(fields["covers"], "covers"),
        each=file.text(fields["each"], "each"),
        where=_condition(file, fields["where"], "where") if "where" in fields else ALWAYS,
        expect=_condition(file, fields["expect"], "expect"),
        message=file.localised(fields["message"], "message"),
        fix=file.localised(fix, "fix")
        if isinstance(fix, yaml.MappingNode)
        else dict.fromkeys(LANGUAGES, file.text(fix, "fix").strip()),
        verify=file.text(fields["verify"], "verify").strip(),
        show=file.texts(fields["show"], "show") if "show" in fields else (),
        when_none=file.choice(fields["when_none"], "when_none", WHEN_NONE)
        if "when_none" in fields
        else "not_applicable",
        explained_by=file.texts(fields["explained_by"], "explained_by") if "explained_by" in fields else (),
        examples=tuple(_examples(file, fields["examples"])),
        file=path,
        lines={name: node.start_mark.line + 1 for name, node in fields.items()},
    )
    _check(file, rule, fields, columns)
    return rule, tuple(file.problems)


def _items(file: _File, node: yaml.Node, what: str) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return cast("list[yaml.Node]", node.value)
    file.problem(node, f"{what} must be a list")
    return []


def _check(file: _File, rule: Rule, fields: Mapping[str, yaml.Node], columns: Columns | None) -> None:
    if not re.fullmatch(r"[A-Z]+(-[A-Z]+)*-\d{3}", rule.id):
        file.problem(fields["id"], f"the id {rule.id} is not of the form AREA-001")
    if not rule.file.name.startswith(f"{rule.id}-"):
        file.problem(fields["id"], f"the file of rule {rule.id} must be called {rule.id}-<slug>.yaml")
    for covered in rule.covers:
        if not _COVERED.fullmatch(covered):
            file.problem(fields["covers"], f"covers: {covered} is no known kind of name")
    if not rule.source.strip():
        file.problem(fields["source"], "source is blank")
    if columns is None:
        return
    known = columns(rule.each)
    if known is None:
        file.problem(fields["each"], f"there is no table or fact {rule.each}")
        return
    if not known:
        return
    for name, condition in (("where", rule.where), ("expect", rule.expect)):
        for property_name in properties_of(condition):
            if property_name not in known:
                file.problem(fields[name], f"{name}: {rule.each} has no property {property_name}")
    for property_name in rule.show:
        if property_name not in known:
            file.problem(fields["show"], f"show: {rule.each} has no property {property_name}")
    for name, texts in (("message", rule.message), ("fix", rule.fix)):
        for language_text in texts.values():
            for placeholder in _placeholders(language_text):
                if placeholder not in known and placeholder not in BUILT_IN_PLACEHOLDERS:
                    file.problem(fields[name], f"{name}: {rule.each} has no property {placeholder}")


def rule_files(directory: Path) -> list[Path]:
    """The rule files of a directory, sorted by name; in a file's name the rule's id comes first."""
    return sorted(directory.rglob("*.yaml"), key=lambda path: path.name)


def read_rule_pack(directory: Path, columns: Columns | None = None) -> tuple[RulePack, tuple[Problem, ...]]:
    """All rules of a directory, and everything that is wrong with them."""
    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for path in rule_files(directory):
        shown = path.relative_to(directory)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(shown, 1, f"the file cannot be read: {error}"))
            continue
        rule, found = read_rule(shown, text, columns)
        problems += found
        if rule is None:
            continue
        if rule.id in rules:
            problems.append(Problem(shown, rule.lines["id"], f"{rules[rule.id].file} has the id {rule.id} too"))
            continue
        rules[rule.id] = rule
    for rule in rules.values():
        for other in rule.explained_by:
            if other not in rules:
                problems.append(Problem(rule.file, rule.lines["explained_by"], f"there is no rule {other}"))
    if not rules and not problems:
        problems.append(Problem(directory, 1, "there is no rule in this directory"))
    return RulePack(tuple(rules[id] for id in sorted(rules)), directory), tuple(problems)


def default_directory() -> Path:
    """The rule pack that comes with the program: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def load_rules(directory: Path | str | None = None) -> RulePack:
    """The rules of a directory, or those that come with the program.

    Raises RulePackError where a file is not a rule: nothing is judged by half a rule pack.
    """
    path = Path(directory) if directory is not None else default_directory()
    if not path.is_dir():
        raise RulePackError((Problem(path, 1, "this is no directory of rules"),))
    pack, problems = read_rule_pack(path)
    if problems:
        raise RulePackError(problems)
    return replace(pack, directory=path)
