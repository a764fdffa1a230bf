"""Which cmdlet's objects a typed command line prints.

`Get-CsPool | Format-List` prints what Get-CsPool returns, `foreach ($s in Get-ExchangeServer) { Get-ExchangeCertificate
-Server $s }` what Get-ExchangeCertificate does, and `(Get-CsPool).Computers` neither. This is not a PowerShell parser:
it follows pipelines, blocks and variables as far as they keep objects whole and gives up (None) where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

MAX_CHARS = 20_000
MAX_DEPTH = 8

ALIASES: Mapping[str, str] = {
    "?": "where-object", "where": "where-object", "%": "foreach-object", "foreach": "foreach-object",
    "select": "select-object", "sort": "sort-object", "fl": "format-list", "ft": "format-table", "fw": "format-wide",
    "fc": "format-custom", "group": "group-object", "measure": "measure-object", "compare": "compare-object",
    "diff": "compare-object", "gm": "get-member", "sls": "select-string", "tee": "tee-object", "oh": "out-host",
    "ogv": "out-gridview", "icm": "invoke-command", "epcsv": "export-csv", "ipcsv": "import-csv", "gsv": "get-service",
    "gps": "get-process", "ps": "get-process", "gwmi": "get-wmiobject", "gcim": "get-ciminstance", "gcm": "get-command",
    "gci": "get-childitem", "dir": "get-childitem", "ls": "get-childitem", "gi": "get-item", "gc": "get-content",
    "cat": "get-content", "type": "get-content",
}  # fmt: skip
"""PowerShell's own aliases that show up in pastes (Get-Alias, Windows PowerShell 5.1)."""

_KEEPS = frozenset(
    {
        "where-object", "sort-object", "select-object", "tee-object", "format-list", "format-table", "format-wide",
        "format-custom", "out-file", "out-string", "out-host", "out-default", "out-gridview", "out-printer",
        "export-csv", "export-clixml", "convertto-csv", "convertto-json", "convertto-html", "convertto-xml",
        "get-unique", "more", "add-content", "set-content", "add-member",
    }
)  # fmt: skip
"""Cmdlets that hand on the objects that they are given, or print them."""

_SWALLOWS = frozenset({"out-null", "set-variable", "remove-variable"})
_NATIVE = frozenset({"nslookup", "certutil", "dnscmd", "ipconfig"})
_COMMAND_NAME = re.compile(r"(?:[\w.]+\\)?([A-Za-z]+-[A-Za-z][A-Za-z0-9]*)\Z")
_TOKEN = re.compile(
    r"""
      (?P<blank>\s+|`\r?\n)
    | (?P<string>"(?:[^"`]|`.|"")*"?|'(?:[^']|'')*'?)
    | (?P<end>;)
    | (?P<pipe>\|)
    | (?P<open>[@$]?[({])
    | (?P<close>[)}])
    | (?P<variable>\$[\w:]+)
    | (?P<word>[^\s"';|(){}$]+|[$])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A cmdlet as it was called. `cmdlet` is in lower case, without a module.

    `arguments` maps parameter names in lower case, without the dash, to their values as written; values without a
    name are under `""`. `computers` are those that Invoke-Command was told to run on.
    """

    cmdlet: str
    arguments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    computers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word, string, variable, block, group
    text: str
    glued: bool = False  # directly after the token before it


def invocation(command: str, variables: Mapping[str, Invocation] | None = None) -> Invocation | None:
    """The call whose objects `command` prints; None where it prints none, others' properties, or cannot be told.

    `variables` are those of earlier lines, by lower-case name without `$` (see `assignments`).
    """
    if len(command) > MAX_CHARS:
        return None
    return _script(command, dict(variables or {}), 0)


def assignments(commands: Iterable[str]) -> dict[str, Invocation]:
    """The variables that a session's command lines fill with a cmdlet's objects (`$certs = Get-CsCertificate`)."""
    variables: dict[str, Invocation] = {}
    for command in commands:
        if len(command) <= MAX_CHARS:
            _script(command, variables, 0)
    return variables


def _script(text: str, variables: dict[str, Invocation], depth: int) -> Invocation | None:
    """The one call that the statements of `text` print; assignments are added to `variables`."""
    if depth > MAX_DEPTH:
        return None
    printed: list[Invocation | None] = []
    for statement in _statements(text):
        target, pipeline = _assignment(statement)
        result = _pipeline(pipeline, variables, depth)
        if target is None:
            printed.append(result)
        elif result is not None:
            variables[target] = result
        else:
            variables.pop(target, None)
    found = {call.cmdlet: call for call in printed if call is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _statements(text: str) -> list[list[list[_Token]]]:
    """The statements of a script, each a pipeline of commands, each a list of tokens. Linear in the text's length."""
    statements: list[list[list[_Token]]] = [[[]]]
    depth, start, opener, glued = 0, 0, "", False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if depth:
            depth += (kind == "open") - (kind == "close")
            if not depth:
                token_kind = "block" if opener.endswith("{") and opener != "@{" else "group"
                statements[-1][-1].append(_Token(token_kind, text[start : match.start()], glued))
                glued = True
            continue
        if kind == "open":
            depth, start, opener = 1, match.end(), match.group()
        elif kind == "pipe":
            statements[-1].append([])
        elif kind == "end" or (kind == "blank" and "\n" in match.group() and not match.group().startswith("`")):
            if statements[-1][-1] or len(statements[-1]) == 1:  # a line may end after a pipe
                statements.append([[]])
        elif kind in ("string", "variable", "word"):
            value = match.group()
            if kind == "string":
                value = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
            statements[-1][-1].append(_Token(kind, value, glued))
        glued = kind not in ("blank", "pipe", "end")
    if depth:  # never closed: the paste was cut, what is there still tells
        statements[-1][-1].append(_Token("block" if opener.endswith("{") else "group", text[start:], glued))
    return [statement for statement in statements if statement != [[]]]


def _assignment(statement: list[list[_Token]]) -> tuple[str | None, list[list[_Token]]]:
    first = statement[0]
    if len(first) >= 2 and first[0].kind == "variable" and first[1].text in ("=", "+="):
        return _variable(first[0].text), [first[2:], *statement[1:]]
    return None, statement


def _variable(text: str) -> str:
    return text.lstrip("$").rpartition(":")[2].lower()


def _pipeline(commands: list[list[_Token]], variables: dict[str, Invocation], depth: int) -> Invocation | None:
    current: Invocation | None = None
    for position, tokens in enumerate(commands):
        if not tokens:
            continue
        called = tokens[0].text in (".", "&") and len(tokens) > 1
        head, *rest = tokens[1:] if called else tokens
        name = head.text.lower()
        if head.kind == "word" or (head.kind == "string" and called):
            if name == "foreach" and position == 0:
                current = _blocks(rest, variables, depth)
            else:
                current = _command(ALIASES.get(name, name), rest, current, variables, depth)
        elif head.kind == "variable":
            current = None if _member(rest) else variables.get(_variable(head.text))
        elif head.kind in ("group", "block"):
            current = None if _member(rest) else _script(head.text, dict(variables), depth + 1)
        else:
            current = None
    return current


def _member(after: list[_Token]) -> bool:
    """Whether what stands after an object accesses a member of it (`.Computers`); an index (`[0]`) keeps the object."""
    return bool(after) and after[0].glued and after[0].text.startswith((".", "::"))


def _blocks(tokens: list[_Token], variables: dict[str, Invocation], depth: int) -> Invocation | None:
    """What the last script block prints (`foreach (...) {...}`, `% {...}`, `Invoke-Command {...}`)."""
    blocks = [token for token in tokens if token.kind == "block"]
    return _script(blocks[-1].text, dict(variables), depth + 1) if blocks else None


def _command(
    name: str, arguments: list[_Token], current: Invocation | None, variables: dict[str, Invocation], depth: int
) -> Invocation | None:
    if name in _KEEPS:
        expands = name == "select-object" and any(
            token.kind == "word" and len(token.text) > 2 and "-expandproperty".startswith(token.text.lower())
            for token in arguments
        )
        return None if expands else current
    if name in _SWALLOWS:
        return None
    if name == "foreach-object":
        return _blocks(arguments, variables, depth)
    if name == "invoke-command":
        inner = _blocks(arguments, variables, depth)
        given = _arguments(arguments)
        computers = given.get("computername") or given.get("cn") or given.get("") or ()
        return replace(inner, computers=computers or inner.computers) if inner else None
    native = name.removesuffix(".exe")
    if native in _NATIVE:
        return Invocation(native, _arguments(arguments))
    match = _COMMAND_NAME.match(name)
    return Invocation(match.group(1), _arguments(arguments)) if match else None


def _arguments(tokens: list[_Token]) -> dict[str, tuple[str, ...]]:
    """The values of each parameter, lists split at commas."""
    values: dict[str, list[str]] = {}
    name = ""
    for token in tokens:
        if token.kind == "word" and token.text.startswith("-") and not token.text[1:2].isdigit() and not token.glued:
            name, _, attached = token.text[1:].partition(":")
            name = name.lower()
            values.setdefault(name, [])
            if attached:
                values[name].append(attached)
        elif token.kind == "string" or (token.kind == "word" and not token.glued):
            parts = token.text.split(",") if token.kind == "word" else [token.text]
            values.setdefault(name, []).extend(part for part in parts if part)
    return {parameter: tuple(given) for parameter, given in values.items()}
