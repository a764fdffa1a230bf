"""Which cmdlet's objects a typed command line prints, whether it leaves some of them out, and where it ran.

`Get-CsPool | Format-List` prints what Get-CsPool returns, `foreach ($s in Get-ExchangeServer) { Get-ExchangeCertificate
-Server $s }` what Get-ExchangeCertificate does, and `(Get-CsPool).Computers` neither. This is not a PowerShell parser:
it follows pipelines, blocks and variables as far as they keep objects whole and gives up (None) where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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

_LEAVES_OUT = ("first", "last", "skip", "skiplast", "unique", "index", "top", "bottom")
"""Parameters of Select-Object and Sort-Object that leave objects out; PowerShell takes any beginning of their names."""

_SWALLOWS = frozenset({"out-null", "set-variable", "remove-variable"})
_REMOTE = frozenset({"computername", "cn", "session", "connectionuri", "vmname", "vmid", "containerid", "hostname"})
"""Parameters of Invoke-Command that say where; it runs nowhere else but here without one."""
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
    | (?P<redirection>[*1-6]?>{1,2}(?:&[1-6])?)
    | (?P<word>[^\s"';|(){}$>]+|[$])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A cmdlet as it was called. `cmdlet` is in lower case, without a module.

    `arguments` maps parameter names in lower case, without the dash, to their values as written (variables with their
    `$`); values without a name are under `""`. `computers` are those that Invoke-Command was told to run on.
    `selects`: what follows leaves out some of its objects, or may. `elsewhere`: it ran, or may have run, for computers
    that the line does not name (a loop, a pipe, a session).
    """

    cmdlet: str
    arguments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    computers: tuple[str, ...] = ()
    selects: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word, string, variable, block, group, redirection
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
            continue
        name, adds = target
        filled = _together([variables[name], result] if adds and name in variables else [result])
        if filled is not None:
            variables[name] = filled
        else:
            variables.pop(name, None)
    return _together([call for call in printed if call is not None])


def _together(calls: Sequence[Invocation | None]) -> Invocation | None:
    """What prints the objects of several calls: one cmdlet, with the arguments that all share."""
    first = calls[0] if calls else None
    if first is None or all(call == first for call in calls):
        return first
    if any(call is None or call.cmdlet != first.cmdlet for call in calls):
        return None
    return Invocation(first.cmdlet, selects=True, elsewhere=True)


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
        elif kind in ("string", "variable", "word", "redirection"):
            value = match.group()
            if kind == "string":
                value = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
            statements[-1][-1].append(_Token(kind, value, glued))
        glued = kind not in ("blank", "pipe", "end")
    if depth:  # never closed: the paste was cut, what is there still tells
        statements[-1][-1].append(_Token("block" if opener.endswith("{") else "group", text[start:], glued))
    return [statement for statement in statements if statement != [[]]]


def _assignment(statement: list[list[_Token]]) -> tuple[tuple[str, bool] | None, list[list[_Token]]]:
    """(the variable and whether it keeps what it holds, the pipeline) of an assignment; no variable for another."""
    first = statement[0]
    if len(first) >= 2 and first[0].kind == "variable" and first[1].text in ("=", "+="):
        return (_variable(first[0].text), first[1].text == "+="), [first[2:], *statement[1:]]
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
                current = _command(ALIASES.get(name, name), rest, current, variables, depth, piped=position > 0)
        elif head.kind == "variable":
            current = _of_member(variables.get(_variable(head.text)), rest)
        elif head.kind in ("group", "block"):
            current = _of_member(_script(head.text, dict(variables), depth + 1), rest)
        else:
            current = None
    return current


def _of_member(call: Invocation | None, after: list[_Token]) -> Invocation | None:
    """What is left of a call's objects after what stands behind them: a member (`.Computers`) is another object, an
    index (`[0]`) one of them.
    """
    if call is None or not after or not after[0].glued:
        return call
    if after[0].text.startswith((".", "::")):
        return None
    return replace(call, selects=True)


def _blocks(tokens: list[_Token], variables: dict[str, Invocation], depth: int) -> Invocation | None:
    """What the last script block prints (`foreach (...) {...}`, `% {...}`, `Invoke-Command {...}`)."""
    blocks = [token for token in tokens if token.kind == "block"]
    return _script(blocks[-1].text, variables, depth + 1) if blocks else None


def _command(
    name: str,
    arguments: list[_Token],
    current: Invocation | None,
    variables: dict[str, Invocation],
    depth: int,
    *,
    piped: bool,
) -> Invocation | None:
    if name in _KEEPS:
        return _kept(name, arguments, current)
    if name in _SWALLOWS:
        return None
    if name == "foreach-object":
        return _blocks(arguments, variables, depth)
    if name == "invoke-command":
        inner = _blocks(arguments, dict(variables), depth)
        return _remote(inner, _arguments(arguments)) if inner else None
    native = name.removesuffix(".exe")
    if native in _NATIVE:
        return Invocation(native, _arguments(arguments))
    match = _COMMAND_NAME.match(name)
    return Invocation(match.group(1), _arguments(arguments), elsewhere=piped) if match else None


def _kept(name: str, arguments: list[_Token], current: Invocation | None) -> Invocation | None:
    """What is left of a call's objects behind a cmdlet that hands on what it is given."""
    if current is None:
        return None
    given = [token.text[1:].lower() for token in arguments if token.kind == "word" and token.text[:1] == "-"]
    if name == "select-object" and any(len(text) > 1 and "expandproperty".startswith(text) for text in given):
        return None
    selects = name in ("where-object", "get-unique") or (
        name in ("select-object", "sort-object")
        and any(parameter.startswith(text.partition(":")[0]) for text in given if text for parameter in _LEAVES_OUT)
    )
    return replace(current, selects=True) if selects else current


def _remote(inner: Invocation, given: Mapping[str, tuple[str, ...]]) -> Invocation:
    """A call that Invoke-Command runs: on the computers that it names, on others that it does not, or here."""
    computers = given.get("computername") or given.get("cn") or given.get("") or ()
    computers = tuple(computer for computer in computers if not computer.startswith("{"))
    if computers and not any(computer.startswith(("$", "(")) for computer in computers):
        return replace(inner, computers=computers)
    return replace(inner, elsewhere=inner.elsewhere or bool(computers) or not _REMOTE.isdisjoint(given))


def _arguments(tokens: list[_Token]) -> dict[str, tuple[str, ...]]:
    """The values of each parameter, lists split at commas; script blocks and expressions in their brackets.

    A parameter takes one value, or a list with commas; what follows has no name. What output is redirected to is none.
    """
    values: dict[str, list[str]] = {}
    name, more, target = "", False, False
    for token in tokens:
        if token.kind == "redirection":
            target = "&" not in token.text
            continue
        if target:
            target = False
            continue
        if token.kind == "word" and token.text.startswith("-") and not token.text[1:2].isdigit() and not token.glued:
            name, _, attached = token.text[1:].partition(":")
            name = name.lower()
            values.setdefault(name, [])
            if attached:
                values[name].append(attached)
                name = ""
            more = False
            continue
        if token.kind == "word" and token.glued and not token.text.startswith(","):
            continue  # `.Name` of `$s.Name`
        if name and values[name] and not more and not token.text.startswith(","):
            name = ""
        text = {"block": f"{{{token.text}}}", "group": f"({token.text})"}.get(token.kind, token.text)
        parts = text.split(",") if token.kind == "word" else [text]
        values.setdefault(name, []).extend(part for part in parts if part)
        more = token.kind == "word" and text.endswith(",")
    return {parameter: tuple(given) for parameter, given in values.items()}
