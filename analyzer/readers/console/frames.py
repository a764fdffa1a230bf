"""The frames of Start-Transcript, told by their asterisks and by the shapes of the values, in any language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.model import Session
from analyzer.readers.lines import Line

_RULE = re.compile(r"\*{10,}\s*")
_LONGEST_FRAME = 60
_STAMP = re.compile(r"(?<!\d)(\d{14})(?!\d)")
_ACCOUNT = re.compile(r"[^\\/:*?\"<>|\s][^\\/:*?\"<>|]*\\[^\\/:*?\"<>|]+|[^\s@\\]+@[^\s@\\]+")
_MACHINE = re.compile(r"(\S+) \((?=.*\d+\.\d+).*\)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A header, footer or command header of a transcript: the lines from `start` to before `end`.

    `kind` is "header", "footer" or "command" (`-IncludeInvocationHeader`).
    """

    kind: str
    start: int
    end: int
    stamp: dt.datetime | None = None
    user: str | None = None
    machine: str | None = None


def find_frame(lines: Sequence[Line], start: int) -> Frame | None:
    """The frame whose first row of asterisks is lines[start], or None.

    A header that was cut off before its second row of asterisks ends at the first blank line, or with the text.
    """
    if not _is_rule(lines[start].text):
        return None
    end = start + 1
    while end < len(lines) and end - start <= _LONGEST_FRAME and not _is_rule(lines[end].text):
        end += 1
    closed = end < len(lines) and _is_rule(lines[end].text)
    if not closed:
        end = start + 1
        while end < len(lines) and end - start <= _LONGEST_FRAME and lines[end].text.strip():
            end += 1
    inside = [line.text.strip() for line in lines[start + 1 : end]]
    pairs = [re.split("[:\uff1a]", text, maxsplit=1) for text in inside]
    values = [pair[1].strip() for pair in pairs if len(pair) == 2]
    stamp = next((stamp for value in values if (stamp := _stamp(value))), None)
    machine = next((found[1] for value in values if (found := _MACHINE.fullmatch(value))), None)
    user = next((value for value in values if _ACCOUNT.fullmatch(value)), None)
    if stamp is None and machine is None:
        return None
    if machine or user or len(values) > 3:
        kind = "header"
    elif not closed:
        return None
    else:
        kind = "command" if len([text for text in inside if text]) == 1 else "footer"
    return Frame(kind, start, end + closed, stamp, user, machine)


def session(frames: Sequence[Frame]) -> Session | None:
    """The session that the frames of a file tell of.

    Of several transcripts appended to one file, machine and user are given only where all agree; the session lasts
    from the first header to the last footer.
    """
    headers = [frame for frame in frames if frame.kind == "header"]
    if not headers:
        return None
    machines = {frame.machine for frame in headers}
    users = {frame.user for frame in headers}
    footers = [frame for frame in frames if frame.kind == "footer"]
    return Session(
        machine=machines.pop() if len(machines) == 1 else None,
        user=users.pop() if len(users) == 1 else None,
        start=headers[0].stamp,
        end=footers[-1].stamp if footers else None,
    )


def _is_rule(text: str) -> bool:
    return text.startswith("*****") and _RULE.fullmatch(text) is not None


def _stamp(value: str) -> dt.datetime | None:
    found = _STAMP.fullmatch(value.strip())
    if found is None:
        return None
    try:
        return dt.datetime.strptime(found[1], "%Y%m%d%H%M%S")  # local time; no offset is known
    except ValueError:
        return None
