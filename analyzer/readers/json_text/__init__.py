"""JSON: what ConvertTo-Json writes, in the styles of Windows PowerShell 5.1 and of PowerShell 7.

Takes several documents in one file, JSON lines, and a file that was cut: every whole value is kept.
"""

from __future__ import annotations

import re

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers.json_text.documents import Documents

FORMAT = "json"

_HEAD = 4096
_OBJECT = re.compile(r'\s*+(?:\[\s*+)*+\{\s*+(?:"(?:[^"\\]|\\.)*+"\s*+:|\}\s*+[\],]?+\s*+\Z)')
_LIST = re.compile(r'\s*+\[\s*+(?:\[|\]\s*+\Z|"(?:[^"\\]|\\.)*+"\s*+[,\]]|\Z)')
_CUT = re.compile(r'\s*+(?:\[\s*+)*+\{\s*+(?:"(?:[^"\\]|\\.)*+"?+\s*+)?+\Z')
_NULL = re.compile(r"\s*+null\s*+\Z")  # ConvertTo-Json -InputObject of nothing
_KEYED = r'[ \t]++"(?:[^"\\\r\n]|\\.)++":[ \t]++[^\r\n]++'
_MIDDLE = re.compile(rf'(?:[^\r\n"]*+\r?\n)?{_KEYED}(?<=[,{{\[])\r?\n{_KEYED}(?:\r?\n|\Z)')
_NUMBERS = re.compile(r"\s*+\[\s*+(?:-?\d[\d.eE+-]*+|true|false|null|NaN)\s*+(?:,|\]\s*+\Z)")


def sniff(source: Source) -> float:
    """1 for an object with a key, 0.8 for a list of lists or strings, 0.6 for numbers, `null` or a cut end.

    0.45 where the beginning of an object seems to be missing.
    """
    if not source.encoding:
        return 0.0
    head = source.text[:_HEAD].lstrip("\ufeff")
    if _OBJECT.match(head):
        return 1.0
    if _LIST.match(head):
        return 0.8
    if _MIDDLE.match(head):
        return 0.45
    return 0.6 if _CUT.match(head) or _NUMBERS.match(head) or _NULL.match(head) else 0.0


def read(source: Source, budget: Budget) -> Reading:
    """The elements of each document's list as records; a document that is no list is one record.

    A whole document without values gives a block of no records and the note `empty-export`.
    """
    documents = Documents(source.text.lstrip("\ufeff"), budget)
    documents.read()
    return Reading(FORMAT, documents.records, tuple(documents.blocks), tuple(documents.notes))
