"""Whole processes: a small case against importing pandas, and the help against Python itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.mailboxes import write_list
from benchmarks.measure import ROOT, Line, interleaved, process, ratio, seconds

_FILES = 20
_BYTES = 250_000


def make_case(folder: Path) -> Path:
    """A case of 20 files and 250 KB: nineteen of the sample `broken`, and a list that fills it up."""
    case = folder / "case"
    case.mkdir()
    broken = ROOT / "sample_exports" / "broken"
    files = sorted(path for path in broken.rglob("*") if path.is_file() and path.suffix != ".md")
    certificates = [path for path in files if path.suffix == ".cer"]
    others = sorted((path for path in files if path not in certificates), key=lambda path: path.stat().st_size)
    taken = 0
    for path in [*certificates, *others]:
        if len(list(case.iterdir())) == _FILES - 1:
            break
        if taken + path.stat().st_size < _BYTES:
            shutil.copy(path, case / path.name)
            taken += path.stat().st_size
    write_list(case / "Get-Mailbox.txt", max(_BYTES - taken, 1), "utf-8", properties=60)
    return case


def measure(folder: Path, scale: float, rounds: int) -> Iterator[Line]:
    """The two measures; `scale` plays no part."""
    case = make_case(folder)
    size = sum(path.stat().st_size for path in case.iterdir())
    check = process("-m", "analyzer", "check", str(case), "--format", "json")
    ours, pandas = interleaved([check, process("-c", "import pandas")], rounds)
    title = f"a case of {len(list(case.iterdir()))} files, {size / 1e3:.0f} KB, whole process, against `import pandas`"
    yield Line(title, 2, 1.3, ratio(ours, pandas), f"{seconds(ours)} against {seconds(pandas)}", lower=True)
    ours, nothing = interleaved([process("-m", "analyzer", "--help"), process("-c", "pass")], rounds)
    times = f"{seconds(ours)} against {seconds(nothing)}"
    yield Line("`analyzer --help` against `python -c pass`", 6, 5, ratio(ours, nothing), times, lower=True)
    shutil.rmtree(case)
