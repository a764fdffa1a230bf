"""Export-Csv: this package against pandas' own C engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.mailboxes import write_csv
from benchmarks.measure import Line, function, interleaved, ratio, seconds

IMPORTS = {
    "frame": ("numpy", "pandas", "pyarrow.compute", "pyarrow.csv", "analyzer.readers.csv_text.records"),
    "c_engine": ("pandas",),
}
"""What each of the functions below needs."""

_SMALLEST = 25_000_000
"""A smaller file is not read by columns."""


def frame(path: Path) -> tuple[int, int]:
    """This package: to a DataFrame of `str` columns, with its notes."""
    from analyzer.budget import Budget
    from analyzer.model import Source
    from analyzer.readers import csv_text
    from analyzer.readers.csv_text.records import Records

    reading = csv_text.read_large(Source(path.name, path.stat().st_size, "", None, path, "utf-8-sig"), Budget())
    assert reading is not None
    assert isinstance(reading.records, Records)
    found = reading.records.frame()
    assert all(str(kind) == "str" for kind in found.dtypes)
    return found.shape


def c_engine(path: Path) -> tuple[int, int]:
    """pandas, everything as text."""
    import pandas as pd

    return pd.read_csv(path, engine="c", dtype=str, keep_default_na=False, encoding="utf-8-sig").shape


def measure(folder: Path, scale: float, rounds: int) -> Iterator[Line]:
    """The measure of CSV; `scale` 1 is 75 MB."""
    path = folder / "mailboxes.csv"
    write_csv(path, max(int(75e6 * scale), _SMALLEST))
    ours, theirs = interleaved([function(f"csv_files:{name}", path) for name in ("frame", "c_engine")], rounds)
    assert ours[0].result == theirs[0].result
    title = f"CSV, {path.stat().st_size / 1e6:.0f} MB, to a `str` frame against pandas' C engine with dtype=str"
    times = f"{seconds(ours)} against {seconds(theirs)}"
    yield Line(title, 1.5, 2, ratio(theirs, ours), times, lower=False)
    path.unlink()
