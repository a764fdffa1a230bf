"""Error records, warnings and verbose lines among the output: told by their shape, in any language of the console."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.readers.console.prompts import is_trace, parse_prompt
from analyzer.readers.lines import Line, cells

# `CategoryInfo` and `FullyQualifiedErrorId` are the same in every language (SRC: ErrorRecord's views).
_CATEGORY = re.compile(r"\s*\+ (?:CategoryInfo|FullyQualifiedErrorId)\s*:")
_DETAIL = re.compile(r"\s*\+ [\w ]+?\s*:")
_CODE = re.compile(r"\+ |\+$")
_SUBJECT = re.compile(r"[^\s:][^:]{0,200}? : \S|[A-Za-z]:\\[^:]{0,200}? : \S")
_CONCISE_TABLE = re.compile(r"\s*(?:Line|\d+)? *\|")
_VERBS = (
    "Add|Approve|Assert|Block|Clear|Complete|Connect|Convert|ConvertFrom|ConvertTo|Copy|Debug|Disable|Disconnect|Dismount|Enable"
    "|Enter|Export|Format|Get|Grant|Import|Initialize|Install|Invoke|Measure|Mount|Move|New|Open|Out|Publish|Push|Read"
    "|Receive|Register|Remove|Rename|Repair|Request|Resolve|Restart|Restore|Resume|Revoke|Save|Search|Select|Send|Set"
    "|Sort|Start|Stop|Suspend|Sync|Test|Uninstall|Unregister|Update|Use|Wait|Where|Write"
)
_CONCISE = re.compile(rf"(?:(?:{_VERBS})-[A-Za-z][\w.]*|\S{{1,200}}\.psm?1(?::\d+){{1,2}}): \S")
_CONCISE_HEAD = re.compile(r"\S[^|]{0,200}: ?")
_STREAMS = re.compile(
    r"(?P<warning>WARNING|AVERTISSEMENT|ADVERTENCIA|WARNUNG|AVVISO|AVISO|WAARSCHUWING|VARNING|OSTRZEŻENIE|UPOZORNĚNÍ|UYARI"
    r"|ПРЕДУПРЕЖДЕНИЕ|警告|경고)\s*[:\uff1a]"
    r"|(?:VERBOSE|DEBUG|COMMENTAIRES|DÉBOGUER|AUSFÜHRLICH|DETALLADO|DEPURAR|DETTAGLIATO|DETALHADO|DEPURAÇÃO|ПОДРОБНО|ОТЛАДКА"
    r"|詳細|詳細資訊|详细信息|調試|调试|偵錯|デバッグ|자세한 정보|디버그)\s*[:\uff1a]"
)
_LONGEST_MESSAGE = 40


@dataclass(frozen=True, slots=True)
class Message:
    """An error, warning or verbose message: `kind`, the indices of its first line and after its last, and its text."""

    kind: str
    start: int
    end: int
    text: str


def find_errors(lines: Sequence[Line]) -> list[Message]:
    """The error records that PowerShell 2.0 to 5.1 print with `+ CategoryInfo`, and those of 7's ConciseView."""
    found: list[Message] = []
    floor = index = 0
    while index < len(lines):
        text = lines[index].text
        bounds: tuple[int, int] | None = None
        if "+ " in text[:40] and _CATEGORY.match(text):
            bounds = _normal_view(lines, index, floor)
        elif text.startswith("Line |") or (text[:1] == " " and text.strip() == "Line |"):
            bounds = _concise_table(lines, index, floor)
        elif _CONCISE.match(text[:300]):
            bounds = index, _paragraph(lines, index)
        if bounds is None:
            index += 1
            continue
        found.append(Message("error", *bounds, " ".join(line.text.strip() for line in lines[slice(*bounds)]).strip()))
        floor = index = bounds[1]
    return found


def find_streams(lines: Sequence[Line], start: int, width: int, *, row: bool) -> Message | None:
    """The warning or verbose message on lines[start], with the lines that the console wrapped it over.

    A console wraps without indentation, so what follows belongs to the message while its first word would not have
    fitted in `width`. Outside a table (`row`) all lines up to a blank one do, unless they are a list or a table: that
    is for the caller to look for between `start` and `end`.
    """
    found = _STREAMS.match(lines[start].text)
    if found is None:
        return None
    end = start + 1
    while end < len(lines) and end - start < _LONGEST_MESSAGE:
        text = lines[end].text
        if not text.strip() or _STREAMS.match(text) or parse_prompt(text):
            break
        if (
            row
            and cells(lines[end - 1].text.rstrip(), wide=True) + 1 + cells(text.split(" ", 1)[0], wide=True) <= width
        ):
            break
        end += 1
    text = " ".join(line.text.strip() for line in lines[start:end])
    return Message("warning" if found["warning"] else "verbose", start, end, text)


def _normal_view(lines: Sequence[Line], category: int, floor: int) -> tuple[int, int] | None:
    """The bounds of the record whose `+ CategoryInfo` stands at `category`; None where it stands inside a value."""
    start = category
    while start > floor and _is_detail(lines[start - 1].text):  # the code, and what the console wrapped of it
        start -= 1
    positioned = start < category
    if positioned and start > floor and lines[start - 1].text.strip() and lines[start - 1].text[:1] != " ":
        start -= 1  # "At line:1 char:1", in whatever language
    start = _message_start(lines, start, floor, positioned=positioned)
    above = lines[category - 1].text if category > floor else ""
    if start == category and above.strip() and above[:1] == " ":
        return None
    end = category + 1
    while end < len(lines):
        text = lines[end].text
        wrapped = text.startswith("   ") and text.strip() and not text.startswith("    ")
        if not (_DETAIL.match(text) or wrapped):
            break
        end += 1
    if end < len(lines) and lines[end].text == " ":
        end += 1
    return start, end


def _is_detail(text: str) -> bool:
    return _CODE.match(text) is not None


def _message_start(lines: Sequence[Line], end: int, floor: int, *, positioned: bool) -> int:
    """Where the message before line `end` begins: at the nearest `subject : ...`, or after the last blank line.

    A record of a remote shell has no position line and no subject; of its message only the lines that were wrapped are
    taken, so that no row of a table goes with it.
    """
    first = end
    while first > floor and end - first < _LONGEST_MESSAGE:
        text = lines[first - 1].text
        if not text.strip() or text[:1] == " " or is_trace(text) or _STREAMS.match(text):
            break
        if parse_prompt(text):
            break
        first -= 1
        if _SUBJECT.match(text) and positioned:
            return first
    if positioned or first == end:
        return first
    start = end - 1
    while start > first and cells(lines[start - 1].text.rstrip(), wide=True) >= 60:
        start -= 1
    return start


def _concise_table(lines: Sequence[Line], rule: int, floor: int) -> tuple[int, int]:
    """The bounds of a ConciseView record with its `Line |` picture."""
    start = rule
    if start > floor and _CONCISE_HEAD.fullmatch(lines[start - 1].text) and not parse_prompt(lines[start - 1].text):
        start -= 1
    end = rule + 1
    while end < len(lines) and _CONCISE_TABLE.match(lines[end].text):
        end += 1
    return start, end


def _paragraph(lines: Sequence[Line], start: int) -> int:
    """The index after the message that begins at `start`: up to a blank line, a prompt, a frame or the next message."""
    end = start + 1
    while end < len(lines) and end - start < _LONGEST_MESSAGE:
        text = lines[end].text
        if not text.strip() or text.startswith("****") or parse_prompt(text) or _CONCISE.match(text[:300]):
            break
        if text.startswith("Line |"):
            while end < len(lines) and _CONCISE_TABLE.match(lines[end].text):
                end += 1
            break
        end += 1
    return end
