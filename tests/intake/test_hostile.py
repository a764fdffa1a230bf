"""The hostile and broken inputs of the threat model: no exception, bounded time, and a note for every loss."""

from __future__ import annotations

import runpy
import sys
import time
from pathlib import Path

import pytest

from analyzer.intake import sources
from analyzer.model import Source
from analyzer.notes import CODES

SECONDS = 10


@pytest.fixture(scope="session")
def hostile(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    maker = shared / "tools" / "make_hostile_inputs.py"
    if not maker.is_file():
        pytest.skip("the maker of hostile inputs is not there")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [str(maker), str(folder)])
        runpy.run_path(str(maker))
    return folder


def read(path: Path) -> list[Source]:
    start = time.monotonic()
    found = list(sources([path]))
    assert time.monotonic() - start < SECONDS
    for source in found:
        assert source.name.isprintable()
        assert isinstance(source.text, str)
        assert not source.skipped or any(CODES[note.code].loss for note in source.notes)
    return found


def codes(found: list[Source]) -> set[str]:
    return {note.code for source in found for note in source.notes}


LOSSES = {
    "arc/bomb_flat_100MB.zip": "ratio-limit",
    "arc/bomb_full_overlap_10GB.zip": "archive-overlap",
    "arc/bomb_quoted_overlap_2GB.zip": "archive-overlap",
    "arc/bomb_nested_16x5.zip": "nesting-limit",
    "arc/nest_depth40.zip": "nesting-limit",
    "arc/many_entries_70k.zip": "members-limit",
    "arc/bomb.tar.gz": "ratio-limit",
    "arc/bomb.xz": "ratio-limit",
    "arc/bomb.bz2": "ratio-limit",
    "arc/truncated.zip": "archive-truncated",
    "arc/no_central_dir.zip": "archive-truncated",
    "arc/bad_crc.zip": "archive-damaged",
    "arc/size_lie.zip": "archive-damaged",
    "txt/utf16_odd.txt": "characters-undecodable",
    "txt/utf16_lone.txt": "characters-undecodable",
    "txt/all_nul_1MB.txt": "nul-block",
}
READ = {
    "arc/slip_and_names.zip": {"unsafe-name", "duplicate-name"},
    "arc/empty_name_only.zip": {"unsafe-name"},
    "arc/symlink.zip": {"links-not-followed"},
    "arc/evil.tar.gz": {"unsafe-name", "links-not-followed", "special-files-left-out"},
    "arc/prepended.zip": set(),
    "arc/text_named.zip": set(),
    "arc/Get-ExchangeServer.txt": set(),
    "txt/utf8_bom_twice.txt": {"byte-order-mark-repeated"},
    "txt/mixed_append.txt": {"encoding-mixed"},
    "txt/cp1252.txt": {"encoding-guessed"},
    "txt/cp850.txt": {"encoding-guessed"},
    "txt/cp932.txt": {"encoding-guessed"},
    "txt/nul.txt": {"nul-characters"},
    "txt/empty.txt": {"empty-file"},
    "txt/bom_only.txt": {"empty-file"},
    "txt/random.bin.txt": set(),
    "txt/long_line_20MB.txt": set(),
}


@pytest.mark.parametrize("name", LOSSES)
def test_loss_is_noted(hostile: Path, name: str) -> None:
    assert LOSSES[name] in codes(read(hostile / name))


@pytest.mark.parametrize("name", READ)
def test_what_is_only_odd_is_read(hostile: Path, name: str) -> None:
    found = read(hostile / name)
    assert codes(found) == READ[name]
    assert any(not source.skipped for source in found)


def test_all_of_them_at_once(hostile: Path) -> None:
    found = {source.name for source in read(hostile)}
    for name in ("clixml/ref_laughs.xml", "json/deep_100k.json", "csv/formula.csv"):
        assert f"{hostile.name}/{name}" in found


def test_the_texts_are_what_they_were(hostile: Path) -> None:
    (german,) = read(hostile / "txt" / "cp850.txt")
    assert german.text == "DisplayName : Jürgen Größe\r\n"
    (japanese,) = read(hostile / "txt" / "cp932.txt")
    assert japanese.text == "表示名 : 山田太郎ソ\r\n"


def test_archives_of_other_projects(shared: Path) -> None:
    folder = shared / "data" / "corpora" / "archives"
    if not folder.is_dir():
        pytest.skip("the archives are not there")
    seen: dict[str, set[str]] = {}
    for path in sorted(folder.iterdir()):
        seen[path.name] = codes(read(path))
    for name, found in seen.items():
        if name.endswith((".rar", ".cab", ".Z")):
            assert found == {"archive-unsupported"}, name
        elif "encrypt" in name or "aes" in name:
            assert "archive-encrypted" in found, name
        elif "exceeds_declared" in name:
            assert "archive-damaged" in found, name
