"""A large list gives the tables and verdicts that the plain reader gives, without a record for each object."""

from __future__ import annotations

from pathlib import Path

import pytest

import analyzer
from analyzer.intake import walk
from analyzer.readers import console
from analyzer.readers.fast.records import Records
from analyzer.tables.large import LargeRows
from benchmarks.mailboxes import write_list

RULE = """\
id: TST-001
title: {en: Mailboxes have addresses, zh-TW: 信箱有位址}
severity: error
products: [exchange-2019]
features: [ucs]
source: test
covers: [prerequisite/F18]
each: mailbox
expect: {EmailAddresses: {contains: nothing}}
message: {en: "{Identity}", zh-TW: "{Identity}"}
fix: Set-Mailbox
verify: Get-Mailbox
examples:
  pass: |
    [PS] C:\\>Get-Mailbox | fl Identity, EmailAddresses

    Identity       : a
    EmailAddresses : {nothing}
  fail: |
    [PS] C:\\>Get-Mailbox | fl Identity, EmailAddresses

    Identity       : a
    EmailAddresses : {b, c}
  unknown: |
    [PS] C:\\>Get-Mailbox | fl Identity, EmailAddresses

    Identity       : a
    EmailAddresses : {b, c...}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    path = folder / "mailboxes.txt"
    write_list(path, 600_000, "utf-16")
    path.write_text("[PS] C:\\>Get-Mailbox | fl\n" + path.read_text("utf-16"), "utf-16")
    return folder


def opened(folder: Path, large: int, monkeypatch: pytest.MonkeyPatch, kept: int = 1 << 60) -> analyzer.Case:
    monkeypatch.setattr(console, "LARGE", large)
    return analyzer.open_case(folder, budget=analyzer.Budget(kept_bytes=kept))


@pytest.mark.parametrize("kept", [0, 1 << 60])
def test_frames_and_verdicts_are_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch, kept: int):
    large, plain = opened(folder, 1, monkeypatch, kept), opened(folder, 1 << 60, monkeypatch)
    assert isinstance(large.readings[0][1].records, Records)
    assert isinstance(large.table("mailbox").rows, LargeRows)
    assert not isinstance(plain.table("mailbox").rows, LargeRows)
    assert large.sources == plain.sources
    ours, theirs = large.tables["mailbox"], plain.tables["mailbox"]
    assert list(ours.columns) == list(theirs.columns)
    assert list(ours.dtypes) == list(theirs.dtypes)
    for name in ours.columns:
        assert ours[name].isna().tolist() == theirs[name].isna().tolist()
        assert ours[name].dropna().tolist() == theirs[name].dropna().tolist()
    one, other = large.table("mailbox"), plain.table("mailbox")
    assert one.columns == other.columns
    assert (one.exports, one.gaps) == (other.exports, other.gaps)
    for mine, their in zip(one.rows, other.rows, strict=True):
        assert dict(mine.cells) == their.cells
        assert (mine.subject, mine.server, mine.exports) == (their.subject, their.server, their.exports)


def test_a_rule_on_a_large_table(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "TST-001-mailboxes.yaml").write_text(RULE, encoding="utf-8")
    pack = analyzer.load_rules(tmp_path)
    verdicts = [opened(folder, large, monkeypatch).check(pack).verdicts for large in (1, 1 << 60)]
    assert verdicts[0] == verdicts[1] == opened(folder, 1, monkeypatch, kept=0).check(pack).verdicts
    assert len(verdicts[0]) > 20


def test_a_file_that_changes_before_its_values_are_asked_for_is_no_silent_mixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "mailboxes.txt"
    write_list(path, 10_000_000, "utf-16")  # more than one block: the last one read stays at hand
    monkeypatch.setattr(walk, "IN_MEMORY", 0)
    case = opened(tmp_path, 1, monkeypatch, kept=0)
    path.write_bytes(path.read_bytes().replace("True".encode("utf-16-le"), "Trye".encode("utf-16-le")))
    with pytest.raises(analyzer.UsageError, match="has changed while"):
        case.tables["unrecognised_mailboxes"]
