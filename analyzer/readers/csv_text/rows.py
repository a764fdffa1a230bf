"""The rows of a delimited text by Import-Csv's rules, each cell with its line, quoted or not.

After `ParseNextRecord` of PowerShell's `CsvCommands.cs`: blanks before a cell do not count, `""` in quotes is a quote,
a line ends with CRLF, LF or CR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

DELIMITERS = (",", ";", "\t", "|")

_TYPE = re.compile(r"#TYPE(?=[ \t\r\n,;|]|\Z)[ \t]*+([^\r\n]*+)(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_QUOTED_TYPE = re.compile(r'"#TYPE[ \t]++([^"\r\n]*+)"[,;\t|]*+(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_PADDING = " ,;\t|"  # what a spreadsheet puts behind the type, to make the line as wide as the others
_TRAILING = re.compile(r"([^ \t]++[ \t])[ \t]++")
_MOST_BREAKS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row. An unquoted cell with nothing in it is None; `lines` are the cells', None where all stand on `line`.

    `ended` is false for a last row without a line end. `quoted` tells which cells stood in quotes, where asked for.
    """

    line: int
    cells: list[str | None]
    lines: Sequence[int] | None = None
    ended: bool = True
    quoted: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A `#TYPE` line."""

    line: int
    type: str


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A row with a quote, opened on `line`, that never closes (`last`) or closes within another row."""

    line: int
    last: bool


@cache
def field_pattern(delimiter: str) -> re.Pattern[str]:
    """One cell with what ends it: groups are the quoted text, what follows it, the unquoted text, the end."""
    mark = re.escape(delimiter)
    blank = "[ ]" if delimiter == "\t" else "[ \t]"
    end = rf"({mark}|\r\n|\r|\n|\Z)"
    quoted = rf'{blank}*+"([^"]*+(?:""[^"]*+)*+)"([^{mark}\r\n]*+)'
    unquoted = rf'(?!{blank}*+")([^{mark}\r\n]*+)'
    return re.compile(f"(?:{quoted}|{unquoted}){end}")


def type_line(text: str, position: int) -> tuple[str, int] | None:
    """The type in the `#TYPE` line at `position`, in quotes or not, and where the line ends."""
    match = _TYPE.match(text, position) or _QUOTED_TYPE.match(text, position)
    return (match[1].rstrip(_PADDING), match.end()) if match is not None else None


def rows(text: str, delimiter: str, position: int = 0, line: int = 1) -> Iterator[Row | TypeLine | Unclosed]:
    """The rows from `position`, which stands on `line`. Goes on after a broken row at the next line.

    The first row, and the one after each `#TYPE` line, tells which of its cells are quoted.
    """
    size = len(text)
    between = f'"{delimiter}"'
    returns = "\r" in text.replace("\r\n", "")
    header = True
    breaks = 0
    while position < size:
        if (header or text[position] == "#") and (typed := type_line(text, position)) is not None:
            yield TypeLine(line, typed[0])
            header, position, line = True, typed[1], line + 1
            continue
        cells: list[str | None] | None = None
        if not header and not returns:
            newline = text.find("\n", position)
            end = newline if newline >= 0 else size
            content = text[position : end - 1 if text[end - 1] == "\r" and end > position else end]
            cells = _plain(content, delimiter, between)
            if cells is not None:
                yield Row(line, cells, ended=newline >= 0)
                position, line = end + 1, line + 1
                continue
        row, after, line_after = _row(text, delimiter, position, line, header=header)
        if isinstance(row, Unclosed):
            breaks += 1
            yield row
            if row.last or breaks > _MOST_BREAKS:
                return
        else:
            header = header and _skipped(row)
            yield row
        position, line = after, line_after


def _skipped(row: Row) -> bool:
    """Whether the row cannot be the header: blank, or a comment."""
    first = row.cells[0]
    return (len(row.cells) == 1 and not first) or bool(first and first.startswith("#"))


def _plain(content: str, delimiter: str, between: str) -> list[str | None] | None:
    """The cells of a line where no quoted text holds a quote, a delimiter or a line end; None where one may."""
    quotes = content.count('"')
    if quotes == 0:
        return [unquoted(cell, delimiter) if cell else None for cell in content.split(delimiter)]
    if content[0] == content[-1] == '"':
        inner = content[1:-1].split(between)
        if quotes == 2 * len(inner):
            return list(inner)
    cells: list[str | None] = []
    for cell in content.split(delimiter):
        if not cell:
            cells.append(None)
        elif len(cell) > 1 and cell[0] == cell[-1] == '"' and cell.count('"') == 2:
            cells.append(cell[1:-1])
        elif '"' in cell:
            return None
        else:
            cells.append(unquoted(cell, delimiter))
    return cells


def unquoted(cell: str, delimiter: str) -> str | None:
    """An unquoted cell's text: without the blanks before it; of blanks after a single word the first one stays."""
    text = cell.lstrip(" " if delimiter == "\t" else " \t")
    if text.endswith((" ", "\t")):
        match = _TRAILING.fullmatch(text)
        text = match[1] if match else text
    return text or None


def _row(text: str, delimiter: str, position: int, line: int, *, header: bool) -> tuple[Row | Unclosed, int, int]:
    """The row at `position`, cell by cell; also where the next one begins, and on which line."""
    pattern = field_pattern(delimiter)
    cells: list[str | None] = []
    lines: list[int] = []
    quoted: list[bool] = []
    current = line
    while True:
        match = pattern.match(text, position)
        if match is None:
            return Unclosed(current, last=True), len(text), current
        inside, tail, plain, end = match.groups()
        if inside is not None and tail.strip(" \t") and ("\n" in inside or "\r" in inside):
            return _closed_elsewhere(text, position, current)
        lines.append(current)
        quoted.append(inside is not None)
        if inside is None:
            cells.append(unquoted(plain or "", delimiter))
        else:
            current += line_ends(inside)
            value = inside.replace('""', '"') if '""' in inside else inside
            cells.append(value + tail if tail.strip(" \t") else value)
        position = match.end()
        if end != delimiter:
            one = current == line
            row = Row(line, cells, None if one else tuple(lines), bool(end), tuple(quoted) if header else ())
            return row, position, current + 1


def _closed_elsewhere(text: str, position: int, line: int) -> tuple[Unclosed, int, int]:
    """Where to go on after a cell at `position` whose quote another row's quote seems to close: at the next line."""
    end = min(found for found in (text.find("\n", position), text.find("\r", position)) if found >= 0)
    after = end + 2 if text.startswith("\r\n", end) else end + 1
    return Unclosed(line, last=False), after, line + 1


def line_ends(text: str) -> int:
    """How many lines of a text end: at CRLF, LF or CR."""
    if "\n" not in text and "\r" not in text:
        return 0
    return text.count("\n") + text.count("\r") - text.count("\r\n")
