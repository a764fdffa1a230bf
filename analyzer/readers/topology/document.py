"""The topologies of an XML document, read as a stream: a configuration export is large, a topology is not.

Nothing is loaded from outside, a document type declaration is refused before the parser sees it, and what stood before
a cut is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from analyzer.budget import Budget
from analyzer.model import Note
from analyzer.notes import note
from analyzer.readers.topology.contents import Topology, is_topology, line_of, topology_of
from analyzer.readers.topology.prolog import root_start

if TYPE_CHECKING:
    from lxml import etree

_CHUNK = 1 << 16


@dataclass(slots=True)
class _Walk:
    """Where the parser stands: the open elements, the topology among them, and what was found."""

    budget: Budget
    stack: list[etree._Element] = field(default_factory=list)
    topology: etree._Element | None = None
    found: list[Topology] = field(default_factory=list)
    nodes: int = 0

    def start(self, element: etree._Element) -> str | None:
        """An element begins; the limit that it breaks, if it does."""
        self.stack.append(element)
        self.nodes += 1
        if self.topology is None and is_topology(element):
            self.topology = element
        if self.nodes > self.budget.xml_nodes:
            return f"The document has more than {self.budget.xml_nodes} elements."
        if len(self.stack) > self.budget.xml_depth:
            return f"The elements are nested deeper than {self.budget.xml_depth} levels."
        return None

    def end(self, element: etree._Element) -> None:
        """An element ends. What is in no topology is dropped at once; so is a topology once it was read."""
        self.stack.pop()
        if element is self.topology:
            self.found.append(topology_of(element))
            self.topology = None
        if self.topology is None:
            element.clear()
            while (earlier := element.getprevious()) is not None and (parent := element.getparent()) is not None:
                parent.remove(earlier)

    def stop(self) -> None:
        """The document is read no further: what is whole of an open topology counts."""
        if self.topology is not None:
            self.found.append(topology_of(self.topology, frozenset(self.stack)))
            self.topology = None


def read_document(data: bytes, budget: Budget) -> tuple[list[Topology], list[Note]]:
    """The topologies of a document in UTF-8, in their order, and notes on what was not read."""
    from lxml import etree

    if root_start(data[:_CHUNK].decode("utf-8", "replace")).has_doctype:
        return [], [note("dtd-refused", line=1)]
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    walk = _Walk(budget)
    problem: Note | None = None
    for position in range(0, len(data) + _CHUNK, _CHUNK):
        error: etree.XMLSyntaxError | None = None
        ended = position >= len(data)
        try:
            if ended:
                parser.close()
            else:
                parser.feed(data[position : position + _CHUNK])
        except etree.XMLSyntaxError as found:
            error = found
        problem = _events(parser, walk) or (None if error is None else _problem(error, walk, ended=ended))
        if problem is not None:
            break
    walk.stop()
    return walk.found, [problem] if problem is not None else []


def _events(parser: etree.XMLPullParser, walk: _Walk) -> Note | None:
    """Follow the parser through what it has read; a note where a limit is broken."""
    for event, found in parser.read_events():
        element = cast("etree._Element", found)
        if event == "end":
            walk.end(element)
        elif broken := walk.start(element):
            return note("limit-reached", broken, line=line_of(element))
    return None


def _problem(error: etree.XMLSyntaxError, walk: _Walk, *, ended: bool) -> Note:
    """The note on what the parser stumbled over. `ended`: it was told that nothing follows what it had read."""
    from lxml import etree

    line = error.lineno or None
    code = getattr(error, "code", None)  # the stubs do not know it
    if code == etree.ErrorTypes.ERR_DOCUMENT_END and walk.nodes:
        return note("malformed", "Text after the document was left out.", line=line)
    if ended and (walk.stack or not walk.nodes):
        return note("source-cut", line=line)
    if code in (etree.ErrorTypes.ERR_NAME_TOO_LONG, etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        return note("limit-reached", "A text, name or attribute is longer than the limit.", line=line)
    return note("malformed", "The XML is not well-formed; what is whole before that was used.", line=line)
