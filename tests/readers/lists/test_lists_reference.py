"""The list reader against the reference data: tricky cases, real exports, a whole estate."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from powershell_writer import CORE_7_4, WINDOWS_5_1, format_list

JOIN_DOUBTS = {"ambiguous-join", "characters-lost", "type-name-instead-of-value"}


def test_tricky_cases(read, shared: Path):
    cases = yaml.safe_load((shared / "data/powershell/cases.yaml").read_text("utf-8"))["cases"]
    lists = [case for case in cases if case["format"] == "format-list"]
    missed = [case["id"] for case in lists if read(case["text"].removeprefix("\ufeff")).values != case["expect"]]
    assert len(lists) >= 50
    assert missed == []


def test_cut_lists_of_the_cases_are_noted(read, shared: Path):
    cases = yaml.safe_load((shared / "data/powershell/cases.yaml").read_text("utf-8"))["cases"]
    for case in cases:
        if case["format"] == "format-list":
            for name in case.get("truncated", ()):
                assert "list-cut" in read(case["text"]).codes(0, name)


@dataclass
class Tally:
    """Cells of the real exports: how many there are, right, wrong with and without a note, doubted though right."""

    total: int = 0
    right: int = 0
    noted: int = 0
    needless: int = 0
    silent: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def tally(read, shared: Path) -> Tally:
    folder = shared / "data/powershell_real/exports"
    tally = Tally()
    for entry in json.loads((folder / "manifest.json").read_text("utf-8")):
        if entry["format"] != "format-list":
            continue
        text = (folder / entry["file"]).read_bytes().decode(entry["python_encoding"], "replace").removeprefix("\ufeff")
        found = read(text)
        doubts = found.doubts()
        ambiguous = {tuple(cell) for cell in entry.get("ambiguous", ())}
        expected = json.loads((folder / entry["expected"]).read_text("utf-8"))
        assert len(found.values) == len(expected), entry["file"]
        for number, properties in enumerate(expected):
            for name, value in properties.items():
                if value is None:
                    continue
                tally.total += 1
                doubted = bool(doubts.get((number, name), set()) & JOIN_DOUBTS)
                if found.values[number].get(name) == value:
                    tally.right += 1
                    tally.needless += doubted and (number, name) not in ambiguous
                elif doubted:
                    tally.noted += 1
                else:
                    tally.silent.append(f"{entry['file']}: {number} {name}")
    return tally


def test_real_exports_are_never_wrong_without_a_note(tally: Tally):
    assert tally.silent == []


def test_real_exports_are_right(tally: Tally):
    print(f"{tally.right} of {tally.total} cells right, {tally.noted} wrong and noted, {tally.needless} doubted")
    assert tally.total > 19_000
    assert tally.right / tally.total >= 0.999


def test_real_exports_are_hardly_doubted(tally: Tally):
    assert tally.needless / tally.total <= 0.01


def test_every_cut_list_of_the_real_exports_is_noted(read, shared: Path):
    folder = shared / "data/powershell_real/exports"
    for entry in json.loads((folder / "manifest.json").read_text("utf-8")):
        if entry["format"] == "format-list" and entry.get("limit", -1) > 0:
            text = (folder / entry["file"]).read_bytes().decode(entry["python_encoding"], "replace")
            found = read(text.removeprefix("\ufeff"))
            for number, properties in enumerate(json.loads((folder / entry["expected"]).read_text("utf-8"))):
                for name, value in properties.items():
                    if value and value.endswith(("…}", "...}")):
                        assert "list-cut" in found.codes(number, name), (entry["file"], name)


@pytest.mark.parametrize("seed", [1, 2])
def test_real_values_by_other_writers(read, shared: Path, seed: int):
    """The objects of the exports, printed again with other widths, cultures, layouts and properties."""
    folder = shared / "data/powershell_real/exports"
    total = doubted = 0
    for entry in json.loads((folder / "manifest.json").read_text("utf-8")):
        if entry["format"] not in ("csv", "format-list"):
            continue
        chance = random.Random(f"{entry['file']} {seed}")
        records = json.loads((folder / entry["expected"]).read_text("utf-8"))[: chance.choice([1, 3, 12])]
        names = sorted(records[0]) if records else []
        picked = set(chance.sample(names, min(len(names), chance.choice([3, 6, 12, 100]))))
        objects = [
            [(name, value or "") for name, value in record.items() if name in picked and not LOST.search(value or "")]
            for record in records
        ]
        objects = [properties for properties in objects if properties]
        if not objects:
            continue
        width = chance.choice([79, 80, 119, 120, 99, chance.randrange(50, 201)])
        culture, layout = chance.choice(["en-US", "de-DE", "zh-TW", "ru-RU"]), chance.choice([WINDOWS_5_1, CORE_7_4])
        trim = chance.random() < 0.5
        text = format_list(objects, width=width, culture=culture, layout=layout)
        found = read(trimmed(text) if trim else text)
        doubts = found.doubts()
        assert len(found.values) == len(objects)
        for number, properties in enumerate(objects):
            for name, value in properties:
                total += 1
                doubtful = "ambiguous-join" in doubts.get((number, name), set())
                doubted += doubtful
                seen = found.values[number][name]
                same = trimmed(seen) == trimmed(value.replace("\r", "")) if trim else seen == value.replace("\r", "")
                assert same or doubtful, (entry["file"], name)
    assert total > 1_000
    assert doubted / total <= 0.03


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip(" ") for line in text.split("\n")).rstrip("\n")


LOST = re.compile("[\u00a0\u00ad\u2011]")
"""Characters that PowerShell itself loses where it wraps."""

URL = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/[\w./-]*)?")
THUMBPRINT = re.compile(r"[0-9A-F]{40}")


def test_the_estates_urls_and_thumbprints_are_whole(read, shared: Path):
    files = sorted((shared / "data/powershell_real/litware/cases/healthy").glob("fl-*/*.txt"))
    seen = doubted = 0
    for path in files:
        data = path.read_bytes()
        encoding = "utf-16" if data[:2] == b"\xff\xfe" else "cp950" if "big5" in path.parent.name else "utf-8-sig"
        found = read(data.decode(encoding))
        doubted += sum("ambiguous-join" in codes for codes in found.doubts().values())
        for record in found.values:
            seen += len(record)
            for name, value in record.items():
                if name.endswith("Thumbprint") and value:
                    assert THUMBPRINT.fullmatch(value), (path.name, name, value)
                if value.startswith("http"):
                    assert URL.fullmatch(value), (path.name, name, value)
                if name == "DistinguishedName" and value:
                    assert "\n" not in value, (path.name, value)
    assert seen > 4_000
    assert doubted <= 2
