"""Whether a text is CSV, and with which delimiter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from analyzer.readers.csv_text.rows import DELIMITERS, Row, field_pattern, rows, type_line

_SAMPLE_CHARACTERS = (64 * 1024, 4 * 1024 * 1024)  # the second where the first holds no whole row
_SAMPLE_ROWS = 20
_BLANK_LINES = re.compile(r"(?:[ \t]*+(?:\r\n|\r|\n))*+")
_COMMENT = re.compile(r"#(?!TYPE[ \t\r\n]|Fields|Software|Version|Date)[^\r\n]*+(?:\r\n|\r|\n)", re.IGNORECASE)
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[ \t]*+(?:\r\n|\r|\n)', re.IGNORECASE)
_CUT_HEADER = re.compile(r'(?:"(?:[^"\r\n]|"")++"[,;\t|])*+"(?:[^"\r\n]|"")*+\Z')
_NAME = re.compile(r"[^\s\":=<>{}\[\]][^\":=<>{}\[\]]{0,120}")
_SIMPLE = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The delimiter, where the table begins, and how sure this is (0 to 1)."""

    delimiter: str
    position: int
    line: int
    certainty: float


def dialect(text: str) -> Dialect | None:
    """How the text is delimited; None where it is no CSV.

    1 with a `#TYPE` line; else it takes a header of quoted names, or of plausible ones with as many cells on each line.
    """
    position, line = _beginning(text)
    separator = _SEPARATOR.match(text, position)
    if separator is not None:
        position, line = separator.end(), line + 1
    typed = type_line(text, position)
    header = typed[1] if typed else position
    marks = (separator[1],) if separator is not None else DELIMITERS
    certainty, delimiter = 0.0, marks[0]
    for size in _SAMPLE_CHARACTERS:
        sample, cut = text[:size], size < len(text)
        if header < len(sample):
            certainty, delimiter = max(_candidates(sample, header, marks, cut=cut), key=lambda found: found[0])
        if certainty > 0 or not cut:
            break
    if typed or (separator is not None and certainty > 0):
        certainty = 1.0
    return Dialect(delimiter, position, line, certainty) if certainty > 0 else None


def _beginning(text: str) -> tuple[int, int]:
    """Where the table begins, after blank lines and comments, and on which line."""
    position = 0
    while True:
        match = _BLANK_LINES.match(text, position)
        after = match.end() if match else position
        comment = _COMMENT.match(text, after)
        if comment is None:
            gone = text[:after]
            return after, 1 + gone.count("\n") + gone.count("\r") - gone.count("\r\n")
        position = comment.end()


def _candidates(sample: str, header: int, marks: Sequence[str], *, cut: bool) -> Iterator[tuple[float, str]]:
    """Each of the marks that could delimit the text, with its certainty. `cut`: the sample is not the whole text."""
    if not cut and _CUT_HEADER.match(sample, header):
        yield _cut_header(sample[header:]), marks[0]
        return
    first = field_pattern(",").match(sample, header)
    if first is not None and first[1] is not None and sample[header] == '"':
        closing = first.end(1) + 1
        mark = sample[closing : closing + 1]
        delimiter = mark if mark in DELIMITERS else marks[0]
        alone = mark in {"\r", "\n", ""}
        known = delimiter == mark or alone
        yield (_quoted(sample, *_head(sample, header, delimiter, cut=cut), header) if known else 0.0), delimiter
        return
    for delimiter in marks:
        yield _unquoted(sample, *_head(sample, header, delimiter, cut=cut), header, delimiter), delimiter


def _head(sample: str, header: int, delimiter: str, *, cut: bool) -> tuple[Row | None, list[int]]:
    """The header, and how many cells each of the next rows has; a row that the sample may have cut is left out."""
    found = list(islice(rows(sample, delimiter, header), _SAMPLE_ROWS + 1))
    if cut and len(found) <= _SAMPLE_ROWS:
        found = found[:-1]
    first = found[0] if found else None
    if not isinstance(first, Row):
        return None, []
    widths = [len(row.cells) for row in found[1:] if isinstance(row, Row)]
    blank = [len(row.cells) == 1 and not row.cells[0] for row in found[1:] if isinstance(row, Row)]
    return first, [width for width, skipped in zip(widths, blank, strict=True) if not skipped]


def _cut_header(header: str) -> float:
    """How sure a header is that ends within the quotes of a name."""
    if '",' in header or '";' in header or '"\t"' in header:
        return 0.7
    return 0.3 if _SIMPLE.fullmatch(header[1:] or "x") else 0.0


def _quoted(sample: str, first: Row | None, widths: list[int], header: int) -> float:
    if first is None:
        return 0.0
    if any("\n" in (cell or "") for cell in first.cells):  # a script's text for a name, unless it is a letter's
        return 0.5 if len(first.cells) > 1 and widths and {*widths} == {len(first.cells)} else 0.0
    if len(first.cells) == 1:
        lines = sample[header:].split("\n")[1:_SAMPLE_ROWS]
        strings = all(line.startswith('"') and line.rstrip("\r").endswith('"') for line in lines if line.strip())
        return 0.7 if strings and widths else 0.0
    same = sum(width == len(first.cells) for width in widths)
    if not widths:
        return 0.7
    return 0.95 if same == len(widths) else 0.8 if 2 * same >= len(widths) else 0.5


def _unquoted(sample: str, first: Row | None, widths: list[int], header: int, delimiter: str) -> float:
    if first is None:
        return 0.0
    names = list(first.cells)
    while names and not names[-1]:
        names.pop()
    if len(names) < 2 or not names[0] or not all(_NAME.fullmatch(name or "x") for name in names):
        return 0.0
    line = re.split(r"[\r\n]", sample[header:], maxsplit=1)[0]
    if delimiter == "|" and " |" in line:  # a drawn table
        return 0.0
    simple = all(_SIMPLE.fullmatch(name or "x") for name in names)
    same = sum(width == len(first.cells) for width in widths)
    if f"{delimiter} " in line:  # prose, unless everything else speaks for a table
        return 0.5 if simple and len(widths) > 1 and same == len(widths) else 0.0
    if not widths:
        return 0.3 if simple and len(names) > 2 else 0.0
    if same == len(widths):
        return 0.6 + min(len(names), 20) / 100
    if same > 1 and same >= 0.8 * len(widths):
        return 0.5
    return 0.25 if simple and any(width > 1 for width in widths) else 0.0
