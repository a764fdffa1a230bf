"""One CliXML document through expat, as a stream."""

from __future__ import annotations

from xml.parsers import expat

from analyzer.budget import Budget
from analyzer.notes import note
from analyzer.readers.clixml.builder import Builder, Collected, StoppedError, TypeTable

_CHUNK = 1 << 20
_ENDS = frozenset({expat.errors.codes[text] for text in (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
)})  # fmt: skip


def parse(data: memoryview, offset: int, collected: Collected, budget: Budget, types: TypeTable) -> tuple[int, bool]:
    """Read one document that begins after `offset` line ends. Returns its length in bytes, and whether it is whole."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    builder = Builder(collected, budget, types, lambda: parser.CurrentLineNumber + offset)
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
