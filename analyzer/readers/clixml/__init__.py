"""CliXML: what Export-Clixml and `powershell -OutputFormat XML` write.

Read with expat as a stream: it knows the line of every element, keeps what stood before a cut, and never loads
anything from outside. A document type declaration is refused before an entity could be declared.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.parsers import expat

from analyzer.budget import Budget
from analyzer.model import Block, Reading, Source
from analyzer.notes import note
from analyzer.readers.clixml.builder import Builder, Collected, StoppedError
from analyzer.readers.clixml.encoding import utf8

FORMAT = "clixml"

_CHUNK = 1 << 20
_HEAD = 4096
_NAMESPACE = "http://schemas.microsoft.com/powershell/2004/04"
_LATER_ROOT = re.compile(rf"[\r\n][ \t]*<Objs\s[^>]*{re.escape(_NAMESPACE)}")
_DOCUMENT = re.compile(rb"<(?:Objs(?:[\s/>]|\Z)|\?xml\s|!DOCTYPE|!--)", re.IGNORECASE)
_ROOT = re.compile(r"\s*(?:#< CLIXML\s*)?(?:<\?xml[^>]*>\s*)?<Objs(?:[\s/>]|\Z)")
_ENDS = frozenset({expat.errors.codes[text] for text in (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
)})  # fmt: skip


def sniff(source: Source) -> float:
    """1 for an `Objs` root, 0.8 where other text stands before it, 0.6 for XML with a document type to be refused."""
    head = source.data[: 4 * _HEAD].decode(source.encoding or "utf-8", errors="replace").removeprefix("\ufeff")
    head = head[:_HEAD]
    if _ROOT.match(head):
        return 1.0
    if _LATER_ROOT.search(head):
        return 0.8
    lowered = head.lstrip().lower()
    return 0.6 if lowered.startswith("<") and "<!doctype" in lowered and "<!doctype html" not in lowered else 0.0


def read(source: Source, budget: Budget) -> Reading:
    """The root values as records; objects of one type that follow each other are a block.

    A whole document without objects gives a block of no records and the note `empty-export`.
    """
    collected = Collected()
    data, problem = utf8(source)
    if problem is not None:
        collected.notes.append(problem)
    whole = _documents(data, collected, budget)
    empty = whole and not collected.records and not collected.notes
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
    while True:
        match = _DOCUMENT.search(data, position)
        start = match.start() if match is not None else len(data)
        between = data[position:start]
        if position and between.replace(b"#< CLIXML", b"").strip():
            collected.notes.append(note("malformed", "Text after a document was left out.", line=line + 1))
        if match is None:
            return position > 0
        line += _line_ends(between)
        consumed, whole = _document(memoryview(data)[start:], line, collected, budget)
        if not whole:
            return False
        line += _line_ends(data[start : start + consumed])
        position = start + consumed


def _document(data: memoryview, offset: int, collected: Collected, budget: Budget) -> tuple[int, bool]:
    """Read one document that begins after `offset` line ends. Returns its length in bytes, and whether it is whole."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    builder = Builder(collected, budget, lambda: parser.CurrentLineNumber + offset)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _refuse
    size = len(data)
    fed = 0
    try:
        while fed < size:
            parser.Parse(data[fed : fed + _CHUNK], False)
            fed += _CHUNK
            if fed - parser.CurrentByteIndex > budget.xml_text_chars + 2 * _CHUNK:
                raise StoppedError("limit-reached", f"A tag is longer than {budget.xml_text_chars} characters.")
        parser.Parse(b"", True)
    except StoppedError as stop:
        builder.finish()
        collected.notes.append(note(stop.code, str(stop), line=parser.CurrentLineNumber + offset))
        return size, False
    except expat.ExpatError as error:
        builder.finish()
        if builder.complete:  # something else follows the document
            return bytes(data[: parser.ErrorByteIndex]).rfind(b">") + 1, True
        line = error.lineno + offset
        used = f"{len(collected.records)} whole objects before that were used"
        if error.code in _ENDS:
            collected.notes.append(note("source-cut", f"The file ends in the middle of an object; {used}.", line=line))
        else:
            reason = expat.ErrorString(error.code)
            collected.notes.append(note("malformed", f"The XML is not well-formed ({reason}); {used}.", line=line))
        return size, False
    builder.finish()
    return size, True


def _refuse(*_: object) -> None:
    raise StoppedError("dtd-refused", "The XML has a document type declaration, which no export has; it was not read.")


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
