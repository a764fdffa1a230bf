"""Outputs from public documentation and forums, against values that were checked by reading them."""

from __future__ import annotations

import json
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "text_samples.json"
OF_LISTS = {"ambiguous-join", "nothing-recognised"}


def test_samples_are_read_as_a_person_reads_them(shared, see):
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))
    for name, sample in expected.items():
        seen = see((shared / "data/samples" / name).read_bytes())
        assert [list(record) for record in seen.values] == [list(record) for record in sample["records"]], name
        for number, (got, record) in enumerate(zip(seen.values, sample["records"], strict=True)):
            for label, value in record.items():
                assert got[label] == value or (number, label) in seen.doubts, (name, label, got[label])
        if "commands" in sample:
            assert [list(command) for command in seen.commands] == sample["commands"], name
        assert sorted(set(seen.codes) - OF_LISTS) == sample.get("notes", []), name


def test_transcripts_of_other_tools(shared, see):
    folder = shared / "data/corpora/transcripts"
    german = see((folder / "plaso_powershell_transcript_ger.txt").read_bytes(), "utf-8-sig")
    assert german.reading.session is not None
    assert german.reading.session.machine == "MySystem"
    assert german.values == []
    cut = see((folder / "synth_transcript_7_noheader_midcut.txt").read_bytes())
    assert cut.commands == [("Get-OrganizationConfig | fl *OAuth*", 1), ('throw "boom"', 0)]
    assert [block.failed for block in cut.blocks] == [False, True]


def test_a_table_and_lists_of_one_command_in_one_block(shared, see):
    path = shared / "data/corpora/dns/synth_Resolve-DnsName_table_and_list.txt"
    seen = see(path.read_bytes(), "utf-16")
    assert [count for _, count in seen.commands] == [2, 1, 0]
    assert seen.values[1]["IP4Address"] == "10.0.0.20"
    assert seen.blocks[2].failed
