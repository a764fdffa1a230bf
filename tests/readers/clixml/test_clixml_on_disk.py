"""A CliXML file on disk, which is decoded piece by piece, reads as its bytes do."""

from __future__ import annotations

from pathlib import Path

import pytest

import analyzer
from analyzer.intake import walk
from analyzer.readers.clixml import encoding as module

TEXT = """\
<?xml version="1.0" encoding="{declared}"?>
<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0"><TN RefId="0"><T>X</T></TN><MS><S N="Name">Müller \U0001f600 組態</S></MS></Obj>
</Objs>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_on_disk_reads_as_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str):
    text = TEXT.format(declared=encoding.removesuffix("-sig"))
    (tmp_path / "export.xml").write_bytes(text.encode(encoding) + b"\xd8" * encoding.startswith("utf-16"))
    monkeypatch.setattr(module, "_PIECE", 7)
    in_memory = analyzer.open_case(tmp_path).readings
    monkeypatch.setattr(walk, "IN_MEMORY", 0)
    on_disk = analyzer.open_case(tmp_path).readings
    assert on_disk[0][0].content is None
    assert [reading for _, reading in in_memory] == [reading for _, reading in on_disk]
    assert in_memory[0][1].records[0].value["Name"] == "Müller \U0001f600 組態"
