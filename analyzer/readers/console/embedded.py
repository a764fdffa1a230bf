"""Exports in the middle of printed text: JSON, CSV and CliXML in a mail, a transcript or the output of a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from analyzer.readers.lines import Line

_XML: Final = re.compile(r'(?:<\?xml[^>]*>\s*)?<Objs\s[^>]*xmlns="http://schemas\.microsoft\.com/powershell/')
_KEY: Final = r'"(?:[^"\\]|\\.)*+"\s*+:'
_JSON_LINE: Final = re.compile(rf"(?:\[\s*)?\{{\s*{_KEY}")
_JSON_NEXT: Final = re.compile(rf"\s*+(?:\{{|{_KEY})")
_NAME: Final = r'"[^\W\d][^":=<>{}\[\]]*"'
_CSV: Final = tuple(re.compile(rf"{_NAME}(?:{mark}{_NAME})+[ \t]*") for mark in (",", ";", "\t"))
_STARTS: Final = tuple('{["<#')


@dataclass(frozen=True, slots=True)
class Embedded:
    """An export in lines[start:end], and the module of the reader that knows it.

    `broken` says that a console broke its lines: which blanks stood at the breaks cannot be told.
    """

    start: int
    end: int
    reader: str
    broken: bool = False


def embedded(lines: Sequence[Line]) -> Iterator[Embedded]:
    """The exports among some lines, in order. Each begins at the margin, where nothing printed goes on."""
    index = 0
    while index < len(lines):
        found = None
        if lines[index].text.startswith(_STARTS) and _begins(lines, index):
            found = export_at(lines, index)
        if found is not None:
            yield found
        index = found.end if found is not None else index + 1


def export_at(lines: Sequence[Line], index: int) -> Embedded | None:
    """The export that begins with a line, by its own looks."""
    if not lines[index].text.startswith(_STARTS):
        return None
    return _json(lines, index) or _csv(lines, index) or _xml(lines, index)


def _begins(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is surely no part of a value: nothing stands above it, or no property does."""
    above = lines[index - 1].text if index else ""
    return not above.strip() or not (above[:1].isspace() or " : " in above)


def _json(lines: Sequence[Line], index: int) -> Embedded | None:
    text = lines[index].text.rstrip()
    if text in ("{", "["):
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        if not _JSON_NEXT.match(below):
            return None
        closing = "}" if text == "{" else "]"
        end = next((at + 1 for at in range(index + 1, len(lines)) if lines[at].text.startswith(closing)), None)
        return Embedded(index, end or _blank(lines, index), "json_text")
    if not _JSON_LINE.match(text):
        return None
    whole = text.endswith(("}", "]"))
    return Embedded(index, index + 1 if whole else _blank(lines, index), "json_text")


def _csv(lines: Sequence[Line], index: int) -> Embedded | None:
    typed = lines[index].text.startswith("#TYPE ")
    header = index + typed
    if header + 1 >= len(lines):
        return None
    names, below = lines[header].text, lines[header + 1].text
    if not any(pattern.fullmatch(names) for pattern in _CSV) or not (typed or below.startswith('"')):
        return None
    return Embedded(index, _blank(lines, header), "csv_text")


def _xml(lines: Sequence[Line], index: int) -> Embedded | None:
    text = lines[index].text
    if text.startswith("<?xml") and "<Objs" not in text and index + 1 < len(lines):
        text += lines[index + 1].text
    if not _XML.match(text):
        return None
    end = next((at + 1 for at in range(index, len(lines)) if "</Objs>" in lines[at].text), None) or _blank(lines, index)
    broken = any(not line.text.lstrip().startswith("<") for line in lines[index:end] if line.text.strip())
    return Embedded(index, end, "clixml", broken)


def _blank(lines: Sequence[Line], index: int) -> int:
    """The first blank line from `index` on: where an export ends that was cut, as none prints blank lines."""
    return next((at for at in range(index, len(lines)) if not lines[at].text.strip()), len(lines))
