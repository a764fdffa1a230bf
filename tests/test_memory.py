"""Memory stays bounded for a large file of which the rules need only some columns, whatever its format.

A process that checks a file is measured against one that checks a file of the same objects a few times over: what the
second one needs more is what the file's size costs. `benchmarks/` has the figures for sizes that people meet.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mailboxes import write_csv, write_list

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")

_OBJECTS = 7_000_000
_TIMES = (4, 12)
_MOST = 0.15  # bytes of memory for each of a file; where values are kept it is 0.3 of a list, 2 of a CSV
_CHECK = """\
import sys
import analyzer
from analyzer.intake import walk
walk.IN_MEMORY = 2**20
case = analyzer.open_case(sys.argv[1], budget=analyzer.Budget(kept_bytes=0))
result = case.check(analyzer.load_rules(sys.argv[2]))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
print(*[len(case.table("mailbox").rows), len(result.verdicts), result.verdicts[-1].outcome.value])
"""
_RULE = """\
id: TST-001
title: {en: Mailboxes are enabled, zh-TW: 信箱已啟用}
severity: error
products: [exchange-2019]
features: [ucs]
source: test
covers: [prerequisite/F18]
each: organization_config
expect: {Name: {blank: false}}
message: {en: "{Name}", zh-TW: "{Name}"}
fix: Set-OrganizationConfig
verify: Get-OrganizationConfig
examples:
  pass: "Name : a"
  fail: "Name :"
  unknown: "Identity : a"
"""


def growth(files: list[Path], rules: Path) -> float:
    """How many bytes of memory each further byte of a file costs, told from two files."""
    peaks = []
    for path in files:
        command = [sys.executable, "-c", _CHECK, str(path), str(rules)]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        peak, judged = found.stdout.splitlines()
        rows, verdicts, outcome = judged.split()
        assert int(rows) > 1000
        assert (verdicts, outcome) == ("1", "unknown")
        peaks.append(1024 * int(peak))
    return (peaks[1] - peaks[0]) / (files[1].stat().st_size - files[0].stat().st_size)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "TST-001-organization.yaml").write_text(_RULE, encoding="utf-8")
    return folder


def test_a_large_csv_costs_little_of_its_size(tmp_path: Path, rules: Path):
    objects = tmp_path / "objects.csv"
    write_csv(objects, _OBJECTS)
    header, body = objects.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\r\n", 1)
    files = []
    for times in (5, 14):
        path = tmp_path / f"{times}.csv"
        kind = b"#TYPE Microsoft.Exchange.Data.Directory.Management.Mailbox\r\n"
        path.write_bytes(kind + header + b"\r\n" + times * body)
        files.append(path)
    assert growth(files, rules) < _MOST


def test_a_large_list_costs_little_of_its_size(tmp_path: Path, rules: Path):
    objects = tmp_path / "objects.txt"
    write_list(objects, _OBJECTS, "utf-16-le")
    files = []
    for times in _TIMES:
        path = tmp_path / f"{times}.txt"
        beginning = "\ufeff[PS] C:\\>Get-Mailbox -ResultSize Unlimited | fl\r\n".encode("utf-16-le")
        path.write_bytes(beginning + times * objects.read_bytes())
        files.append(path)
    assert growth(files, rules) < _MOST
