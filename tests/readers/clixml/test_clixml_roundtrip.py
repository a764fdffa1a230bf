"""What Export-Clixml writes for random values is read back as those values, with the lines they stand on."""

from __future__ import annotations

from hypothesis import given, settings

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import clixml

from .clixml_writer import documents


@settings(max_examples=200, deadline=None)
@given(documents())
def test_random_values(document):
    text, values = document
    content = text.encode()
    reading = clixml.read(Source("export.xml", len(content), "", content=content, encoding="utf-8"), Budget())
    assert [record.value for record in reading.records] == values
    assert {note.code for note in reading.notes} <= {"empty-export", "depth-cut"}
    lines = text.split("\n")
    for record in reading.records:
        assert record.line is not None
        assert lines[record.line - 1].startswith("  <")
        if isinstance(record.value, dict) and "$type" in record.value:
            assert set(record.lines) == {name for name in record.value if not name.startswith("$")}
            assert all(lines[line - 1].startswith("      <") for line in record.lines.values())
