"""What a command line tells of its output besides the cmdlet: which objects it selected, which computer it asked.

Absence is proven by outputs of all objects only. So a parameter counts as a selection unless it is known to be none.
"""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.tables.catalogue import Entry, Invocation

CANNOT_TELL: Mapping[str, str] = {"?": "?"}
"""The filters of an output that may be a selection."""

_COMPUTER = ("server", "computername", "mailboxserver", "cn")
_LOCAL = frozenset({"localhost", ".", "127.0.0.1", "$env:computername", "(hostname)", "$(hostname)"})
_TAKES_COMPUTER = frozenset(
    {
        "test-servicehealth", "get-servercomponentstate", "get-serverhealth", "get-healthreport",
        "get-exchangediagnosticinfo", "get-umcallroutersettings",
    }
)  # fmt: skip
"""Cmdlets whose -Identity, or first argument, is the computer that is asked (Exchange's cmdlet reference)."""

_ABOUT_ONE_NAME = frozenset({"resolve_dns_name", "dns_record", "certutil", "certificate_file"})
"""Tables whose commands ask for one name or file."""

_SELECTS_NOTHING = frozenset(
    {
        # common parameters, with their aliases (about_CommonParameters)
        "erroraction", "ea", "errorvariable", "ev", "warningaction", "wa", "warningvariable", "wv", "verbose", "vb",
        "debug", "db", "outvariable", "ov", "outbuffer", "ob", "pipelinevariable", "pv", "informationaction", "infa",
        "informationvariable", "iv", "progressaction", "whatif", "wi", "confirm", "cf", "asjob", "credential",
        # where the answer is looked up, and what is printed of each object
        "domaincontroller", "globalcatalog", "dc", "localstore", "adpropertiesonly", "status", "detailed", "report",
        "ignoredefaultscope", "showmailboxvirtualdirectories", "includereportinfo", "force", "recurse", "zonename",
        "requiredservices", "rs", "dependentservices", "ds", "excludeactivitylevel", "classname", "class", "namespace",
    }
)  # fmt: skip
_ONLY_GLOBAL = frozenset({"get-csoauthconfiguration"})
"""Cmdlets that have no object but Global."""

_STORE, _ABOVE_STORE = "cert:\\localmachine\\my", ("cert:\\localmachine", "cert:")
"""The machine's own store, and what holds it."""


def _prints(call: Invocation, entry: Entry) -> bool:
    return any(cmdlet.casefold().partition(" ")[0] == call.cmdlet for cmdlet in entry.cmdlets)


def filters(call: Invocation | None, entry: Entry) -> Mapping[str, str]:
    """Which objects a command selected of all that its cmdlet prints: property -> value. Empty: all of them.

    `CANNOT_TELL` where the command is none that the entry knows, or leaves objects out in a way of its own.
    """
    if entry.table in _ABOUT_ONE_NAME:
        return CANNOT_TELL
    if call is None or not _prints(call, entry):
        return CANNOT_TELL
    found: dict[str, str] = {}
    for name, values in call.arguments.items():
        value = ",".join(values)
        if name in ("", "identity", "path", "literalpath"):
            found.update(_named(call, entry, name, values))
        elif name == "type" and call.cmdlet == "get-cscertificate":
            found["Use"] = value
        elif call.cmdlet == "get-csservice" and not values:
            found["Role"] = name
        elif name == "resultsize" and value.casefold() == "unlimited":
            continue
        elif name not in _SELECTS_NOTHING and not (name in _COMPUTER and entry.scope == "server"):
            found[name] = value
    return {**found, **CANNOT_TELL} if call.selects else found


def _named(call: Invocation, entry: Entry, name: str, values: tuple[str, ...]) -> Mapping[str, str]:
    """What -Identity, -Path or an argument without a name selects."""
    value = ",".join(values)
    if call.cmdlet in _TAKES_COMPUTER or value == "*" or entry.table == "dns_server_resource_record":
        return {}
    if entry.table == "certificate_store":
        path = value.casefold().replace("/", "\\").rstrip("\\*")
        whole = path == _STORE or (path in _ABOVE_STORE and "recurse" in call.arguments)
        return {} if whole else {"Path": value}
    if call.cmdlet in _ONLY_GLOBAL and value.casefold() == "global":
        return {}
    if f"{call.cmdlet} {value}".casefold() in (cmdlet.casefold() for cmdlet in entry.cmdlets):
        return {}  # the class that the entry is about: `Get-CimInstance Win32_OperatingSystem`
    return {"Identity" if name == "" else name: value}


def asked_computer(call: Invocation | None) -> str | None:
    """The one computer that a command names, or "" where it asked others than the one it ran on; None for that one."""
    if call is None:
        return ""
    named = list(call.computers)
    for name in (*_COMPUTER, *(("identity", "") if call.cmdlet in _TAKES_COMPUTER else ())):
        named += call.arguments.get(name, ())
    distinct = {computer.casefold() for computer in named} - _LOCAL
    if len(distinct) == 1 and not call.elsewhere:
        computer = distinct.pop()
        return "" if computer.startswith(("$", "(", "{")) else computer
    return "" if distinct or call.elsewhere else None
