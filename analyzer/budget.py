"""The limits that every reader keeps (docs/security.md lists them with their reasons)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Upper bounds of what one run takes in. Sizes are bytes, lengths characters.

    `kept_bytes` bounds no input: of a larger source that is read by columns the values do not stay in memory, but are
    read again when a rule asks for them.
    """

    total_bytes: int = 4 * 2**30
    file_bytes: int = 4 * 2**30
    member_bytes: int = 512 * 2**20
    ratio: int = 200
    ratio_from_bytes: int = 10 * 2**20
    members: int = 20_000
    archive_depth: int = 3
    line_chars: int = 2**20
    text_lines: int = 1_000_000
    columns: int = 2_000
    rows: int = 5_000_000
    xml_depth: int = 100
    xml_text_chars: int = 10_000_000
    xml_nodes: int = 5_000_000
    ref_visits_per_object: int = 10
    json_depth: int = 200
    kept_bytes: int = 512 * 2**20
