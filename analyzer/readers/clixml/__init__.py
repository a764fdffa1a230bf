"""CliXML: what Export-Clixml and `powershell -OutputFormat XML` write.

Read with expat as a stream (`parsing`): it knows the line of every element, keeps what stood before a cut, and never
loads anything from outside. A document type declaration is refused before an entity could be declared. A large file in
the layout of Export-Clixml is read several times faster, with the same result (`canonical`).
"""

from __future__ import annotations

import re
from itertools import groupby

from analyzer.budget import Budget
from analyzer.model import Block, Reading, Source
from analyzer.notes import note
from analyzer.readers.clixml.builder import Collected, TypeTable
from analyzer.readers.clixml.encoding import utf8
from analyzer.readers.clixml.parsing import parse

FORMAT = "clixml"

_LARGE = 256 * 1024  # below, the layout is not worth a look
_HEAD = 4096
_MOST_DOCUMENTS = 1000
_NAMESPACE = "http://schemas.microsoft.com/powershell/2004/04"
_LATER_ROOT = re.compile(rf"[\r\n][ \t]*<Objs\s[^>]*{re.escape(_NAMESPACE)}")
_DOCUMENT = re.compile(rb"<(?:Objs(?:[\s/>]|\Z)|\?xml\s|!DOCTYPE|!--)", re.IGNORECASE)
_MIDDLE = re.compile(r'(?m)^ *<[A-Z]\w*(?: (?:N|RefId)="[^"]*")+ ?/?>')
_ROOT_OBJECT = re.compile(rb'(?m)^  <Obj RefId="')
_ROOT = re.compile(r"\s*(?:#< CLIXML\s*)?(?:<\?xml[^>]*>\s*)?<Objs(?:[\s/>]|\Z)")


def sniff(source: Source) -> float:
    """1 for an `Objs` root, 0.05 where other text stands before it, 0.6 for XML with a document type to be refused.

    0.5 where elements of CliXML stand without the root's beginning.
    """
    head = source.data[: 4 * _HEAD].decode(source.encoding or "utf-8", errors="replace").removeprefix("\ufeff")
    head = head[:_HEAD]
    if _ROOT.match(head):
        return 1.0
    if _LATER_ROOT.search(head):
        return 0.05  # less than the reader of printed text, which hands the document over and reads what is around it
    if len(_MIDDLE.findall(head)) > 1 and "<Objs" not in head:
        return 0.5
    lowered = head.lstrip().lower()
    return 0.6 if lowered.startswith("<") and "<!doctype" in lowered and "<!doctype html" not in lowered else 0.0


def read(source: Source, budget: Budget) -> Reading:
    """The root values as records; objects of one type that follow each other are a block.

    A whole document without objects gives a block of no records and the note `empty-export`; one of progress records is
    what a shell wrote beside its output, and proves nothing.
    """
    collected = Collected()
    data, problem = utf8(source)
    if problem is not None:
        collected.notes.append(problem)
    whole = _documents(data, collected, budget)
    empty = whole and not collected.records and not collected.notes and not collected.skipped
    if collected.skipped:
        text = f"{collected.skipped} progress, warning or verbose records are no output and were left out."
        collected.notes.append(note("stream-skipped", text))
    blocks = _blocks(collected)
    if empty:
        blocks = (Block(first=0, count=0, line=1),)
        collected.notes.append(note("empty-export", line=1))
    return Reading(FORMAT, collected.records, blocks, tuple(collected.notes))


def _documents(data: bytes, collected: Collected, budget: Budget) -> bool:
    """Read one document after the other; whether all of them were whole."""
    position, line = 0, 0
    if _DOCUMENT.search(data) is None and _MIDDLE.search(data[:_HEAD].decode("utf-8", "replace")):
        _rest(data, collected, budget)
        return False
    for _ in range(_MOST_DOCUMENTS):
        match = _DOCUMENT.search(data, position)
        start = match.start() if match is not None else len(data)
        between = data[position:start]
        if position and between.replace(b"#< CLIXML", b"").strip():
            collected.notes.append(note("malformed", "Text after a document was left out.", line=line + 1))
        if match is None:
            return position > 0
        line += _line_ends(between)
        if start == 0 and len(data) >= _LARGE and _canonical(data, collected, budget):
            return True
        consumed, whole = parse(memoryview(data)[start:], line, collected, budget, TypeTable())
        if not whole:
            return False
        line += _line_ends(data[start : start + consumed])
        position = start + consumed
    collected.notes.append(note("limit-reached", f"The file has more than {_MOST_DOCUMENTS} documents.", line=line + 1))
    return False


def _rest(data: bytes, collected: Collected, budget: Budget) -> None:
    """Read the root objects of a document without its beginning; Export-Clixml indents them by two blanks."""
    found = _ROOT_OBJECT.search(data)
    start = found.start() if found else len(data)
    line = _line_ends(data[:start])
    collected.notes.append(note("malformed", f"The beginning of the document is missing, to line {line}.", line=1))
    if found:
        parse(memoryview(b"<Objs>" + data[start:]), line, collected, budget, TypeTable())


def _canonical(data: bytes, collected: Collected, budget: Budget) -> bool:
    from analyzer.readers.clixml.canonical import read_canonical

    return read_canonical(data, collected, budget)


def _line_ends(data: bytes | memoryview) -> int:
    content = bytes(data)
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")


def _blocks(collected: Collected) -> tuple[Block, ...]:
    """One block for each run of records of one type."""
    blocks = []
    first = 0
    for name, run in groupby(collected.types):
        count = len(list(run))
        blocks.append(Block(first, count, collected.records[first].line, type=name))
        first += count
    return tuple(blocks)
