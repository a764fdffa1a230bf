"""The topology document of Lync Server: `Get-CsTopology -AsXml`, Export-CsConfiguration, Topology Builder's files.

One document holds what Get-CsSipDomain, Get-CsSite, Get-CsPool and Get-CsComputer print, and is read into records of
these. A Topology Builder file (`.tbxml`) can hold the topology as it was published and as it was drawn since: what was
published counts, and a note says so where there is nothing but a draft, or where the draft differs.
"""

from __future__ import annotations

import re

from analyzer.budget import Budget
from analyzer.model import Note, Reading, Source
from analyzer.notes import note
from analyzer.readers.clixml.encoding import utf8
from analyzer.readers.topology.contents import NAMESPACES, Topology
from analyzer.readers.topology.document import read_document
from analyzer.readers.topology.prolog import root_start
from analyzer.readers.topology.records import records_of

FORMAT = "topology"

_HEAD = 16_384
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(Topology|TopologyBuilder|PartialTopology|DocItemSet|AnchoredXml)[\s/>]")
_WRAPPERS = frozenset({"DocItemSet", "AnchoredXml"})
_NAMESPACE_BYTES = tuple(NAMESPACES.encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))


def sniff(source: Source) -> float:
    """1 for the root of a topology or of a Topology Builder file, 0.9 for a configuration export that may hold one."""
    head = source.data[: 4 * _HEAD].decode(source.encoding or "utf-8", errors="replace").removeprefix("\ufeff")[:_HEAD]
    root = _ROOT.match(head, root_start(head).position)
    if root is None:
        return 0.0
    if root[1] in _WRAPPERS:
        return 0.9 if any(name in source.data for name in _NAMESPACE_BYTES) else 0.0
    return 1.0 if NAMESPACES in head[root.start() : head.find(">", root.start())] else 0.0


def read(source: Source, budget: Budget) -> Reading:
    """The SIP domains, sites, pools and computers of the topology, each kind a block."""
    data, problem = utf8(source)
    notes = [problem] if problem is not None else []
    topologies, problems = read_document(data, budget)
    chosen = _chosen(topologies, notes)
    notes += problems
    if chosen is None:
        return Reading(FORMAT, notes=tuple(notes))
    notes += _doubts(chosen)
    records, blocks = records_of(chosen)
    return Reading(FORMAT, records, blocks, tuple(notes))


def _chosen(topologies: list[Topology], notes: list[Note]) -> Topology | None:
    """The topology that counts: the first published one that has pools, else the first that has any, else the first."""
    filled = [topology for topology in topologies if topology.pools]
    published = [topology for topology in filled if topology.published]
    drafts = [topology for topology in filled if not topology.published]
    chosen = next(iter(published or drafts or topologies), None)
    if len(published) > 1:
        text = f"The file holds {len(published)} topologies; the first was used."
        notes.append(note("malformed", text, line=published[1].line))
    if chosen is None:
        return None
    if not chosen.published:
        notes.append(note("topology-draft", line=chosen.line))
    elif drafts and _shown(drafts[0]) != _shown(chosen):
        text = "The topology was changed in Topology Builder; what was published before counts, not the draft."
        notes.append(note("topology-draft", text, line=drafts[0].line))
    return chosen


def _doubts(topology: Topology) -> list[Note]:
    """Notes on what the document mentions but does not describe."""
    notes = []
    if topology.adrift:
        roles = ", ".join(dict.fromkeys(service.role[:40] for service in topology.adrift[:5]))
        text = f"{len(topology.adrift)} services are on a pool that the document does not describe ({roles})."
        notes.append(note("value-unreadable", text, line=topology.adrift[0].line))
    if topology.unnamed:
        text = f"{len(topology.unnamed)} pools or computers have no name; they were left out."
        notes.append(note("value-unreadable", text, line=topology.unnamed[0]))
    return notes


def _shown(topology: Topology) -> list[str]:
    """What a topology says, in any order."""
    return sorted(repr(record.value).casefold() for record in records_of(topology)[0])
