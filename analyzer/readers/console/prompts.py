"""Prompts, the commands typed at them, and what can be told from a command that printed nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.readers.lines import Line, cells

_PATH = r"(?:[A-Za-z][\w-]*:[^<>|\"]*|\\\\[^<>|\"]*|[/~][^<>|\"]*|Microsoft\.[^<>|\"]*)"
_PROMPT = re.compile(
    r"(?:\((?:[\w. -]+)\) )?(?:\[(?P<host>[^\]\s]+)\]: ?)?"
    rf"(?:\[PS\] ?{_PATH}?|PS(?: {_PATH})?)>{{1,4}} ?(?P<command>.*)"
    r"|[A-Za-z]:\\[^<>|\"?*:]*> ?(?P<typed>.*)"
)
_LONGEST_PROMPT = 400
_TRACE = re.compile(r"(?:>> )?(?:TerminatingError|CommandInvocation|ParameterBinding|NonTerminatingError)\(([^()]*)\)")
_CONTINUES = re.compile(r"(?:[|,{(`]|-f|=)\s*$")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_SINK = re.compile(
    r"^\s*(?:\$[\w:.]+(?:\[[^\]]*\])?\s*[-+*/]?=[^=]|\[void\])"
    r"|\|\s*(?:Out-(?:File|Null|GridView|Printer)|Export-[\w-]+|epcsv|(?:Set|Add)-Content|sc|ac|clip(?:\.exe)?|Set-(?:Variable|Clipboard)|sv)\b"
    r"|(?<![-=2-6*])>{1,2}\s*[^\s&]",
    re.IGNORECASE,
)
_SILENCED = re.compile(
    r"-(?:ErrorAction|EA)[\s:]+['\"]?(?:SilentlyContinue|Ignore|0|4)\b|[2*]>{1,2}\s*[^\s&]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt line: the command typed at it (maybe only its first line), and the host a remote prompt names."""

    command: str
    host: str | None = None

    @property
    def trace(self) -> str | None:
        """The cmdlet of a trace line that a transcript has behind a prompt (`PS>CommandInvocation(Get-X): ...`)."""
        found = _TRACE.match(self.command)
        return found[1] if found else None


def parse_prompt(text: str) -> Prompt | None:
    r"""The prompt that a line is, or None: `PS C:\>`, `[PS] C:\>`, `[host]: PS C:\>`, `PS>`, `C:\>`."""
    if ">" not in text[:_LONGEST_PROMPT] or not (text[0] in "P[(" or text[1:3] == ":\\"):
        return None
    found = _PROMPT.match(text)
    if found is None:
        return None
    return Prompt((found["command"] or found["typed"] or "").strip(), found["host"])


def is_trace(text: str) -> bool:
    """Whether a line goes on with a trace (`>> ParameterBinding(...)`, `>> TerminatingError()`)."""
    return text.startswith(">> ") and _TRACE.match(text) is not None


def command_end(lines: Sequence[Line], start: int, width: int) -> tuple[str, int]:
    """The whole command whose prompt stands on line `start`, and the index of the first line of its output.

    Lines that begin with `>>` belong to it, and so does the next line where the command cannot be over: it ends with an
    operator or an open bracket, or the prompt's line fills the console to `width`.
    """
    prompt = parse_prompt(lines[start].text)
    if prompt is None:
        return "", start + 1
    command, end = prompt.command, start + 1
    while end < len(lines) and lines[end].text.startswith(">>") and not is_trace(lines[end].text):
        command = _joined(command, lines[end].text.lstrip(">").strip())
        end += 1
    if end > start + 1 or not command:
        return command, end
    last = lines[start].text
    while end < len(lines) and end - start < 200:
        text = lines[end].text
        if not text.strip() or parse_prompt(text) or is_trace(text):
            break
        if _breaks_here(lines, end, last, width):
            command += text
        elif _CONTINUES.search(command) or _open(command):
            command = _joined(command, text.strip())
        else:
            break
        last = text
        end += 1
    return command.strip(), end


def _breaks_here(lines: Sequence[Line], index: int, last: str, width: int) -> bool:
    """Whether the console broke the command before line `index`: the line above is full, and output begins later."""
    text = lines[index].text
    if cells(last, wide=True) != width or width < 79 or " : " in text or text.startswith((" ", "-", "*")):
        return False
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    return not after.strip() or parse_prompt(after) is not None or cells(text, wide=True) == width


def _joined(command: str, line: str) -> str:
    return f"{command.removesuffix('`').rstrip()} {line}".strip() if line else command


def _open(command: str) -> bool:
    """Whether a bracket of the command is still open."""
    bare = _QUOTED.sub("", command)
    return bare.count("{") > bare.count("}") or bare.count("(") > bare.count(")")


def prints(command: str) -> bool:
    """Whether a command shows what it returns, so that printing nothing proves that it returned nothing.

    Assignments, redirections and pipelines into a file print nothing by nature; with its errors silenced a command may
    have failed without a word; a comment is no command.
    """
    bare = _QUOTED.sub("''", command)
    if not bare or bare.startswith("#") or _SILENCED.search(bare):
        return False
    return not any(_SINK.search(part) for part in bare.split(";"))


def compound(command: str) -> bool:
    """Whether a command line holds several commands, or a script: its output may be of several kinds."""
    bare = _QUOTED.sub("''", command)
    return ";" in bare or bare.startswith((".", "&")) or "{" in bare.split("|", 1)[0]
