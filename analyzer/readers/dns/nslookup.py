"""What nslookup prints, in any language of Windows: one query after the other, at prompts, in its own prompt, or alone.

The server comes first, then the answer; both are a label with a name and, below, a label with addresses. Which label is
which is told by its place and by its repetition; the words that are known only help. Errors begin with `***`; what kind
of error it is stays English everywhere ("Non-existent domain"). No answer in time is no proof of anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.dns_names import is_address, normal_name
from analyzer.model import Block, Reading, Record
from analyzer.readers.lines import Line
from analyzer.readers.native import prompt_command

TYPE = "nslookup"
"""Block.type of the answers to one query."""

_UNIX_PROMPT = re.compile(r"^\[?[\w.-]{1,64}(?:@[\w.-]{1,64})?[: ][\w.~/-]{0,120}\]?[$#] (nslookup\b.*)$")
_OWN_PROMPT = re.compile(r"^> ?(.*)$")
_LABEL = re.compile(r"^([^\s:：*>-][^:：*]{0,39}?)\s?[:：](?:\s+(\S.*?))?\s*$")
_TIMED_OUT = "DNS request timed out"
_WAIT = re.compile(r"^\s+timeout was \d+ seconds?\.?\s*$")
_ERROR = re.compile(r"^\*{2,3}\s+(\S.*)$")
_NAMES = (
    "name",
    "nom",
    "nombre",
    "nome",
    "naam",
    "名稱",
    "名称",
    "名前",
    "имя",
    "이름",
    "nazwa",
    "název",
    "namn",
    "navn",
)
_SERVERS = (
    "server",
    "default server",
    "standardserver",
    "serveur",
    "servidor",
    "伺服器",
    "服务器",
    "サーバー",
    "сервер",
    "서버",
)
_ALIASES = ("alias", "別名", "别名", "エイリアス", "псевдоним")

_INLINE = re.compile(
    r"^(\S{1,255})\s+"
    r"(?:(internet address)|(AAAA IPv6 address|has AAAA address)|(canonical name)|(nameserver)|(name)|(text))"
    r"\s*=\s*(.*?)\s*$"
)
_MAIL = re.compile(r"^(\S{1,255})\s+MX preference = (\d+), mail exchanger = (\S+)\s*$")
_MAIL_BIND = re.compile(r"^(\S{1,255})\s+mail exchanger = (\d+) (\S+)\s*$")
_SERVICE = re.compile(r"^(\S{1,255})\s+SRV service location:\s*$")
_SERVICE_BIND = re.compile(r"^(\S{1,255})\s+service = (\d+) (\d+) (\d+) (\S+)\s*$")
_PART = re.compile(r"^\s+([a-z][a-zA-Z ]{2,30}?)\s*= (\S+)")
_QUOTED = re.compile(r'^\s+"(.*)"\s*$')
_INLINE_TYPES = ("A", "AAAA", "CNAME", "NS", "PTR", "TXT")
_SERVICE_PARTS = ("priority", "weight", "port", "svr hostname")

_KINDS = (
    ("non-existent domain", "NXDOMAIN"),
    ("nxdomain", "NXDOMAIN"),
    ("no response from server", "TIMEOUT"),
    ("timed-out", "TIMEOUT"),
    ("timed out", "TIMEOUT"),
    ("server failed", "SERVFAIL"),
    ("servfail", "SERVFAIL"),
    ("query refused", "REFUSED"),
    ("refused", "REFUSED"),
    ("records available for", "NODATA"),
    ("no answer", "NODATA"),
)
_ABOUT_SERVER = ("can't find server", "default servers are not available", "can't find address for server")
_HOST = re.compile(r"[A-Za-z0-9_*](?:[A-Za-z0-9_.:*-]{0,252}[A-Za-z0-9_.])?")


def read_nslookup_lines(lines: Sequence[Line], command: str | None = None) -> Reading:
    """The answers that nslookup printed. `command` is the command line whose output the lines are, where it is known.

    Each has Name, Type, Data and, where it is printed, Server. Besides record types, Type is NXDOMAIN, NODATA,
    SERVFAIL, REFUSED, TIMEOUT or ERROR, and Data what nslookup said. Each query is a block with the type `TYPE` and,
    where it is known what was asked, the command.
    """
    reader = _Reader()
    if command is not None:
        reader.begin_command(command, lines[0].number if lines else None)
    for index, line in enumerate(lines):
        reader.take(line, lines[index + 1].text if index + 1 < len(lines) else "")
    reader.close()
    return Reading("dns", tuple(reader.records), tuple(reader.blocks))


@dataclass(slots=True)
class _Query:
    """One query: what was asked, and what came back so far."""

    asked: str | None = None
    command: str | None = None
    line: int | None = None
    server: str | None = None
    served: bool = False
    timed_out: int | None = None
    answers: list[Record] = field(default_factory=list)

    def add(self, name: str, kind: str, data: str, line: int, data_line: int | None = None) -> None:
        value = {"Name": name, "Type": kind, "Data": data}
        lines = {"Name": line, "Type": line, "Data": data_line or line}
        if self.server is not None:
            value["Server"] = self.server
        self.answers.append(Record(value, line, lines))


@dataclass(slots=True)
class _Reader:
    """Takes the lines of one text in turn."""

    records: list[Record] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    query: _Query = field(default_factory=_Query)
    interactive: bool = False
    options: list[str] = field(default_factory=list)
    server_label: str = ""
    name_label: str = ""
    name: tuple[str, int] | None = None
    addressed: bool = True
    listing: str = ""
    service: tuple[str, int, dict[str, str]] | None = None
    text: tuple[str, int] | None = None

    def take(self, line: Line, following: str) -> None:
        """Takes one line; `following` is the text of the next."""
        command = _typed(line.text)
        if command is not None:
            self.begin_command(command, line.number)
        elif self.interactive and _OWN_PROMPT.match(line.text):
            self.begin_question(line)
        elif not line.text.strip():
            self.listing = ""
        elif _TIMED_OUT in line.text:
            self.query.timed_out = line.number
        elif _ERROR.match(line.text):
            self.error(line, following)
        elif not (_WAIT.match(line.text) or self.typed(line) or self.labelled(line, following)):
            self.continued(line)

    def begin_command(self, command: str, line: int | None) -> None:
        """A command at a prompt of the system begins a query, or ends the last."""
        self.close()
        self.interactive = False
        words = command.split()
        if not words or words[0].lower() not in ("nslookup", "nslookup.exe"):
            self.query = _Query()
            return
        names = [word for word in words[1:] if not word.startswith("-")]
        self.interactive = not names
        self.options = []
        self.query = _Query(names[0] if names else None, command if names else None, line)

    def begin_question(self, line: Line) -> None:
        """A line at nslookup's own prompt begins a query, or sets an option."""
        self.close()
        words = line.text[1:].split()
        first = words[0].lower() if words else ""
        if first == "set" and len(words) > 1:
            option = words[1].lower()
            if option.startswith(("type=", "q=", "querytype=", "ty=")):
                self.options = [f"-type={words[1].split('=', 1)[1]}"]
        if not words or first in ("set", "server", "lserver", "exit", "ls", "root", "help", "?", "view", "finger"):
            self.query = _Query()
            return
        self.query = _Query(words[0], " ".join(("nslookup", *self.options, *words)), line.number)

    def labelled(self, line: Line, following: str) -> bool:
        """Whether the line is a label with the server, a name, addresses or aliases."""
        parts = _LABEL.match(line.text)
        if parts is None:
            return False
        label, value = parts[1].lower(), parts[2] or ""
        if value and _is_ip(value):
            self.listing = "address"
            self.address(value, line.number)
        elif label.startswith(_ALIASES) or (self.name and self.addressed and value and label not in self.labels):
            self.listing = "alias"
            self.alias(value, line.number)
        elif value and _host(value):
            self.named(label, value, line, following)
        else:
            self.listing = ""
        return True

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that stand before a server or a name."""
        return (*_SERVERS, *_NAMES, self.server_label, self.name_label)

    def named(self, label: str, value: str, line: Line, following: str) -> None:
        """A server's or a name's label."""
        below = _LABEL.match(following)
        with_address = bool(below and below[2] and _is_ip(below[2]))
        is_name = label in _NAMES or (label == self.name_label and label != self.server_label)
        is_server = label in _SERVERS or label == self.server_label or (not self.query.served and with_address)
        if is_name or (self.query.served and with_address and not is_server):
            self.finish()
            self.name_label = label
            self.name, self.addressed = (value, line.number), False
        elif is_server:
            if self.query.served:
                self.close()
                self.query = _Query(line=line.number)
            self.finish()
            self.server_label = label if label in _SERVERS or not self.server_label else self.server_label
            if label.startswith(("default", "standard")) or len(label.split()) > 1:
                self.interactive = True
            self.query.served, self.query.server = True, value
            self.query.line = self.query.line or line.number
            self.query.timed_out = None
            self.name, self.addressed = None, True
        self.listing = ""

    def address(self, value: str, line: int) -> None:
        """An address: of the server, or of the name of the answer."""
        if self.name is None:
            return
        self.addressed = True
        address = value.split("#", 1)[0]
        self.query.add(self.name[0], "AAAA" if ":" in address else "A", address, self.name[1], line)

    def alias(self, value: str, line: int) -> None:
        """An alias of the name of the answer."""
        if self.name is not None and _host(value):
            self.addressed = True
            self.query.add(value, "CNAME", self.name[0], line, self.name[1])

    def continued(self, line: Line) -> None:
        """An indented line: another address or alias, or a part of a record."""
        value = line.text.strip()
        if not line.text[:1].isspace():
            self.listing = ""
        elif self.listing == "address" and _is_ip(value):
            self.address(value, line.number)
        elif self.listing == "alias" and _host(value):
            self.alias(value, line.number)

    def typed(self, line: Line) -> bool:
        """Whether the line is of a record that -type asked for."""
        if self.service or self.text:
            if self.part(line):
                return True
            self.finish()
        service, inline = _SERVICE.match(line.text), _INLINE.match(line.text)
        mail = _MAIL.match(line.text) or _MAIL_BIND.match(line.text)
        bind = _SERVICE_BIND.match(line.text)
        if service:
            self.service = (service[1], line.number, {})
        elif bind:
            self.query.add(bind[1], "SRV", " ".join(bind.group(2, 3, 4, 5)), line.number)
        elif mail:
            self.query.add(mail[1], "MX", f"{mail[2]} {mail[3]}", line.number)
        elif inline:
            kind = next(kind for kind, found in zip(_INLINE_TYPES, inline.groups()[1:7], strict=True) if found)
            if kind == "TXT" and not inline[8]:
                self.text = (inline[1], line.number)
            else:
                self.query.add(inline[1], kind, inline[8].strip('"'), line.number)
        elif _HOST.fullmatch(line.text.strip()) and not line.text[:1].isspace() and "." in line.text:
            self.service = (line.text.strip(), line.number, {})  # the owner of an SOA, alone on its line
        else:
            return False
        return True

    def part(self, line: Line) -> bool:
        """Whether the line is a part of a service, an SOA or a text."""
        if self.text:
            quoted = _QUOTED.match(line.text)
            if quoted:
                self.query.add(self.text[0], "TXT", quoted[1], self.text[1], line.number)
            return quoted is not None
        part = _PART.match(line.text)
        if part is None or self.service is None:
            return False
        self.service[2][part[1].strip()] = part[2]
        return True

    def finish(self) -> None:
        """Adds the record of several lines that has come to its end, and a name without any address."""
        if self.service is not None:
            name, line, parts = self.service
            if "svr hostname" in parts:
                self.query.add(name, "SRV", " ".join(parts.get(part, "") for part in _SERVICE_PARTS), line)
            elif "primary name server" in parts:
                self.query.add(name, "SOA", parts["primary name server"], line)
        self.service = self.text = None
        if self.name is not None and not self.addressed:
            self.query.add(self.name[0], "NODATA", "", self.name[1])
            self.addressed = True

    def error(self, line: Line, following: str) -> None:
        """A line of `***`: why there is no answer."""
        self.finish()
        text = line.text
        if text.rstrip().endswith((":", "：")) and following[:1].isspace():
            text = f"{text.rstrip()} {following.strip()}"
        lowered = text.lower()
        if any(words in lowered for words in _ABOUT_SERVER):
            return
        other = "ERROR" if self.query.timed_out is None else "TIMEOUT"
        kind = next((kind for words, kind in _KINDS if words in lowered), other)
        name = self.query.asked or self.asked_in(text)
        if name:
            said = text.rsplit(": ", 1)[1] if ": " in text else text.lstrip("* ")
            self.query.add(name, kind, said.strip(), line.number)
        self.query.timed_out = None
        self.query.served = True

    def asked_in(self, text: str) -> str | None:
        """The name that an error is about: of the words that can be names, the one that is not the server's."""
        head = text.lstrip("* ").rsplit(": ", 1)[0] if ": " in text else text.lstrip("* ")
        server = normal_name(self.query.server or "")
        words = [word.strip(".,:()") for word in head.split()]
        hosts = [word for word in words if _HOST.fullmatch(word) and "." in word and normal_name(word) != server]
        if hosts:
            return hosts[-1] if len(hosts) == 1 or normal_name(words[0]) != normal_name(hosts[0]) else hosts[1]
        english = re.search(r"can't find (\S+)$", head)
        return english[1] if english else None

    def close(self) -> None:
        """Ends the query: its answers become a block."""
        self.finish()
        query, self.name, self.listing = self.query, None, ""
        answers = query.answers
        if query.asked:
            if not answers and query.timed_out is not None:
                query.add(query.asked, "TIMEOUT", _TIMED_OUT, query.timed_out)
            elif answers and all(answer.value["Type"] == "SOA" for answer in answers) and not self.asked_soa(query):
                query.add(query.asked, "NODATA", "", answers[0].line or query.line or 0)
        if answers:
            line = query.line or answers[0].line
            self.blocks.append(Block(len(self.records), len(answers), line, query.command, TYPE))
            self.records.extend(answers)
        self.query = _Query()

    @staticmethod
    def asked_soa(query: _Query) -> bool:
        """Whether it was the SOA that was asked for: by its type, or by the name of the zone."""
        named = any(normal_name(answer.value["Name"]) == normal_name(query.asked or "") for answer in query.answers)
        return named or "=soa" in (query.command or "").lower()


def _typed(text: str) -> str | None:
    """What was typed at the prompt of the system that a line shows."""
    unix = _UNIX_PROMPT.match(text)
    return unix[1].strip() if unix else prompt_command(text)


def _is_ip(text: str) -> bool:
    return is_address(text.split("#", 1)[0])


def _host(text: str) -> bool:
    return bool(_HOST.fullmatch(text)) or is_address(text)
