"""What a command line tells of its output: the cmdlet's selection, and the computer that it asked.

Only the shape of PowerShell's command lines is used (pipeline, parameters, script blocks); nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_STAGES = re.compile(r"""\|(?=(?:[^"'{}]|"[^"]*"|'[^']*'|\{[^{}]*\})*$)""")
_TOKENS = re.compile(r"""-(?P<name>[A-Za-z]\w*):?|"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s"']+)""")
_BLOCK = re.compile(r"\{\s*(?P<inner>[^{}]*)\}")
_CMDLET = re.compile(r"\b(?P<verb>[A-Za-z]+)-(?P<noun>[A-Za-z]\w+)")

_SELECTING = {
    "identity", "filter", "thumbprint", "first", "last", "skip", "unique", "domainname", "name", "displayname",
    "poolfqdn", "pool", "siteid", "role", "organizationalunit", "include", "exclude", "dnsrecordtype", "rrtype",
}  # fmt: skip
_SERVER = ("computername", "server", "mailboxserver", "cn")
_SWITCHES_OF_CS_SERVICE = {
    "registrar", "userserver", "userdatabase", "webserver", "edgeserver", "mediationserver", "conferencingserver",
    "applicationserver", "centralmanagement", "centralmanagementdatabase", "filestore", "archivingdatabase",
    "monitoringdatabase", "pstngateway", "trustedapplicationpool", "director",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """The parts of a command line that matter: the cmdlet, its parameters (lower case), and further selection."""

    cmdlet: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    selects: bool = False

    @property
    def server(self) -> str | None:
        """The computer that the command names with -ComputerName or -Server."""
        return next((self.parameters[name] for name in _SERVER if self.parameters.get(name)), None)

    def filters(self, *, by_server: bool) -> dict[str, str]:
        """Which objects the command selected: property -> value, `?` for a selection that cannot be told.

        Empty: all of them. With `by_server`, -Identity and the first argument name a computer and select nothing.
        """
        found: dict[str, str] = {}
        noun = self.cmdlet.partition("-")[2].casefold()
        for name, value in self.parameters.items():
            if name == "type" and noun == "cscertificate":
                found["Use"] = value
            elif noun == "csservice" and name in _SWITCHES_OF_CS_SERVICE:
                found["Role"] = name
            elif (
                name in _SELECTING
                and noun not in ("resolvednsname", "dnsname")
                and not (by_server and name == "identity")
            ):
                found[name] = value
        if self.positional and not by_server and noun not in ("childitem", "item", "dnsname", "childitemcert"):
            found["Identity"] = self.positional[0]
        if self.selects:
            found["?"] = "?"
        if found.get("Identity", found.get("identity", "")).casefold() in ("global", "*") and len(found) == 1:
            return {}
        return found


def parse_command(line: str) -> Command | None:
    """The command that the first cmdlet of a line runs; None where there is none.

    Of `Invoke-Command -ComputerName fe01 { Get-CsCertificate }` it is the inner cmdlet with the outer computer.
    """
    line = re.sub(r"^\s*\$\w+\s*=\s*", "", line.strip()[:4000])
    outer = _CMDLET.search(line)
    if outer is None:
        return None
    if outer[0].casefold() == "invoke-command" and (block := _BLOCK.search(line)):
        inner = parse_command(block["inner"])
        rest = parse_command(line[: block.start()] + " " + line[block.end() :])
        if inner is None:
            return None
        computer = rest.server if rest else None
        parameters = {**({"computername": computer} if computer else {}), **inner.parameters}
        return Command(inner.cmdlet, parameters, inner.positional, inner.selects or bool(rest and rest.selects))
    stages = _STAGES.split(line[outer.start() :])
    parameters, positional = _arguments(stages[0][len(outer[0]) :])
    selects = any(_selects(stage) for stage in stages[1:])
    return Command(outer[0], parameters, positional, selects)


def _arguments(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    parameters: dict[str, str] = {}
    positional: list[str] = []
    pending: str | None = None
    for match in _TOKENS.finditer(text):
        if match["name"] is not None:
            pending = match["name"].casefold()
            parameters[pending] = ""
            continue
        value = next(group for group in (match["double"], match["single"], match["word"]) if group is not None)
        if pending is not None:
            parameters[pending] = value
            pending = None
        elif value not in (";", ")", "(", ">"):
            positional.append(value)
    return parameters, tuple(positional)


def _selects(stage: str) -> bool:
    words = stage.split()
    if not words:
        return False
    name = words[0].casefold()
    if name in ("where", "where-object", "?"):
        return True
    parameters = {word.casefold().lstrip("-") for word in words if word.startswith("-")}
    return name in ("select", "select-object") and bool(parameters & {"first", "last", "skip", "unique", "index"})
