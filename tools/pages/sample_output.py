"""The output that the README shows: what the program says of a sample, shortened to the findings that are asked for."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import analyzer
from analyzer.reports import terminal

_FINDING = re.compile(r" ?\d+\. [A-Z]+  ([A-Z]+(?:-[A-Z]+)*-\d{3})  ")
_LEFT_OUT = "    [...]"


def sample_output(folder: Path, rules: Collection[str]) -> str:
    """The report on a sample, as text: what was read, the findings of these rules, the numbers at its end."""
    case = analyzer.open_case(folder)
    report = terminal.render(case.check(), language="en", width=100)
    parts = report.rstrip("\n").split("\n\n")
    shown: list[str] = []
    for part in parts:
        finding = _FINDING.match(part)
        wanted = part in (parts[0], parts[1], parts[-1]) or (finding and finding[1] in rules)
        if wanted:
            shown.append(part)
        elif shown[-1] != _LEFT_OUT:
            shown.append(_LEFT_OUT)
    return "\n\n".join(shown)
