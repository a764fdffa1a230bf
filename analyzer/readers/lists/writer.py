"""PowerShell's own wrapping of a value (ComplexWriter.GenerateLines), to print back what was read.

Equal byte for byte to PowerShell 7.6.4 as far as it was compared; Windows PowerShell 5.1 counts one cell for every
UTF-16 unit (`wide` false) and is otherwise taken to be the same (open source of 6.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.readers.lists.lines import cells, fitting

_WORD = re.compile("([^ \t\u00ad\u2011\u00a0]*)([ \t\u00ad\u2011\u00a0]|\\Z)")


def prints_back(value: str, lines: Sequence[str], width: int, *, word: bool, wide: bool, trimmed: bool) -> bool:
    """Whether the writer prints a value as these lines; with `trimmed`, trailing blanks are not compared."""
    printed = soft_wrapped(value, width, word=word, wide=wide)
    if trimmed:
        return [line.rstrip(" ") for line in printed] == [line.rstrip(" ") for line in lines]
    return printed == list(lines)


def soft_wrapped(value: str, width: int, *, word: bool, wide: bool) -> list[str]:
    """The printed lines of a value in a field of `width` cells.

    `word`: the writer's culture is one of en, fr, de, it, pt, es, where PowerShell breaks lines after words; in every
    other culture it cuts them at the width.
    """
    lines: list[str] = []
    for hard in value.replace("\r", "").split("\n"):
        if cells(hard, wide=wide) <= width:
            lines.append(hard)
        elif word:
            lines += _wrapped_at_words(hard, width, wide=wide)
        else:
            lines += _cut_at_width(hard, width, wide=wide)
    return lines


def _words(line: str) -> Iterator[tuple[str, str]]:
    """(word, what follows it); U+00A0 and U+2011 end a word and are lost."""
    for match in _WORD.finditer(line):
        yield match[1], "" if match[2] in "\u2011\u00a0" else match[2]
        if not match[2]:
            return


def _cut_at_width(line: str, width: int, *, wide: bool) -> list[str]:
    lines = []
    while cells(line, wide=wide) > width:
        count = fitting(line, width, wide=wide)
        lines.append(line[:count] if count else "?")
        line = line[max(count, 1) :]
    return [*lines, line] if line else lines


def _wrapped_at_words(line: str, width: int, *, wide: bool) -> list[str]:
    lines: list[str] = []
    current, left = "", width
    for word, after in _words(line):
        delimiter = after
        if after == "\u00ad":
            delimiter = "-" if cells(word, wide=wide) + 1 == left else ""
        piece = word + delimiter
        needed = cells(piece, wide=wide)
        if needed > width:  # wider than a whole line: cut, from where we are
            for each in piece:
                char, taken = each, cells(each, wide=wide)
                if taken > width:
                    char, taken = "?", 1
                if taken > left:
                    lines.append(current)
                    current, left = char, width - taken
                else:
                    current, left = current + char, left - taken
        elif needed > left:
            lines.append(current)
            current, left = piece, width - needed
        else:
            current, left = current + piece, left - needed
    return [*lines, current]
