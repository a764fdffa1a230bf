"""Format-List: the reader by columns against a loop over lines that makes a dictionary of each object."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.mailboxes import write_list
from benchmarks.measure import Line, function, interleaved, ratio, seconds

if TYPE_CHECKING:
    import pandas as pd

_READER = (
    "numpy",
    "pandas",
    "pyarrow.compute",
    "analyzer.readers.console",
    "analyzer.readers.fast.scan",
    "analyzer.readers.fast.splice",
)
IMPORTS = {"columns": _READER, "dicts": ("pandas",), "lines": ()}
"""What each of the functions below needs."""


def columns(path: Path) -> tuple[int, int]:
    """This package: to a DataFrame of `str` columns."""
    from analyzer.budget import Budget
    from analyzer.model import Source
    from analyzer.readers import fast

    frame = fast.frame(Source(path.name, path.stat().st_size, "", None, path, "utf-16"), Budget())
    assert frame is not None
    assert all(str(kind) == "str" for kind in frame.dtypes)
    return frame.shape


def dicts(path: Path) -> tuple[int, int]:
    """The plain loop: a dictionary for each object, then a DataFrame of Python objects."""
    import pandas as pd

    frame: pd.DataFrame = pd.DataFrame(list(_objects(path)), dtype=object)
    return frame.shape


def _objects(path: Path) -> Iterator[dict[str, str]]:
    record: dict[str, str] = {}
    key = ""
    with path.open(encoding="utf-16") as file:
        for line in file:
            text = line.rstrip("\n")
            if not text:
                if record:
                    yield record
                    record = {}
            elif text[0] == " ":
                record[key] += text.lstrip(" ")
            else:
                name, _, value = text.partition(" : ")
                key = name.rstrip(" ")
                record[key] = value
    if record:
        yield record


def lines(path: Path) -> int:
    """Merely looking at the lines."""
    count = 0
    with path.open(encoding="utf-16") as file:
        for _ in file:
            count += 1
    return count


def measure(folder: Path, scale: float, rounds: int) -> Iterator[Line]:
    """The five measures of lists; `scale` 1 is 256 million characters, 512 MB as UTF-16."""
    characters = int(256e6 * scale)
    path = folder / "list.txt"
    write_list(path, characters, "utf-16")
    size = path.stat().st_size
    quick, plain, looked = interleaved(
        [function(f"lists:{name}", path) for name in ("columns", "dicts", "lines")], rounds
    )
    assert quick[0].result == plain[0].result
    what = f"Format-List, {size / 1e6:.0f} MB UTF-16, 200 properties, to a `str` frame"
    times = f"{seconds(quick)} against {seconds(plain)}"
    yield Line(f"{what}, against a dictionary per object", 3, 4, ratio(plain, quick), times, lower=False)
    times = f"{seconds(quick)} against {seconds(looked)}"
    yield Line("the same against iterating the lines", 2, 1.3, ratio(quick, looked), times, lower=True)

    other = folder / "different.txt"
    write_list(other, characters, "utf-16", alike=False)
    different, alike = interleaved([function("lists:columns", each) for each in (other, path)], rounds)
    rate = ratio(alike, different) * other.stat().st_size / size
    times = f"{seconds(different)} against {seconds(alike)}"
    yield Line("objects whose property sets all differ, against uniform ones", 0.6, 0.8, rate, times, lower=False)
    other.unlink()

    small = folder / "small.txt"
    write_list(small, characters // 2, "utf-16")
    large = folder / "large.txt"
    write_list(large, 2 * characters, "utf-16")
    little, much = interleaved([function("lists:columns", each) for each in (small, large)], rounds)
    grown = statistics.median(sample.bytes for sample in much)
    of_file = large.stat().st_size
    memory = f"{grown / 1e6:.0f} MB for {of_file / 1e6:.0f} MB"
    yield Line("peak memory above imports / file size", 0.45, 0.35, grown / of_file, memory, lower=True)
    times = f"{seconds(much)} against four times {seconds(little)}"
    factor = of_file / small.stat().st_size
    title = f"time for {of_file / 1e6:.0f} MB against four times that for {small.stat().st_size / 1e6:.0f} MB"
    yield Line(title, 1.1, 1.0, ratio(much, little) / factor, times, lower=True)
    for each in (path, small, large):
        each.unlink()
