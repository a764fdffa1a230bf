"""What the readers of native programs' output (certutil, nslookup, dnscmd) share: prompts, and lines too long."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.model import Note
from analyzer.notes import note
from analyzer.readers.lines import Line

_PROMPT = re.compile(
    r"^(?:\[[^\]\s]{1,255}\]: )?"  # the computer of a remote session
    r"(?:(?:PS|\[PS\]) [^<>|]{0,260}|[A-Za-z]:\\[^<>|]{0,260})>\s*(.*)$"
)


def prompt_command(text: str) -> str | None:
    """What was typed at the prompt of cmd, PowerShell or the Exchange shell that a line shows; None for other lines."""
    found = _PROMPT.match(text)
    return found[1].strip() if found else None


def cut_long_lines(lines: Sequence[Line], limit: int) -> tuple[list[Line], list[Note]]:
    """The lines with at most `limit` characters each, and a note `limit-reached` for each that had more."""
    longer = [line.number for line in lines if len(line.text) > limit]
    if not longer:
        return list(lines), []
    text = f"The line is longer than {limit} characters; the rest of it was not read."
    cut = [Line(line.number, line.text[:limit]) for line in lines]
    return cut, [note("limit-reached", text, line=number) for number in longer]
