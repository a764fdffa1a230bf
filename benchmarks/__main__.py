"""Prints the table of measures: `python -m benchmarks`, `--quick` for small files, `--only lists` for some of them.

`--write` puts the table into `benchmarks/README.md` as well, so that no figure is copied by hand.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

MODULES = ("lists", "clixml_files", "csv_files", "processes")
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures: python -m benchmarks --write -->", "<!-- end of figures -->"


def main() -> None:
    """Runs the measures and prints each line of the table as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="files of an eighth of the size, three rounds")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the files, 1 is that of the targets")
    parser.add_argument("--rounds", type=int, default=5, help="samples of each side (default 5)")
    parser.add_argument("--only", choices=MODULES, action="append", help="measure only these")
    parser.add_argument("--folder", type=Path, help="where the files are made for a while (default: a temporary one)")
    parser.add_argument("--write", action="store_true", help="put the whole table into benchmarks/README.md")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write takes the whole table: leave --only out")
    scale, rounds = (0.125, 3) if options.quick else (options.scale, options.rounds)
    printed: list[str] = []
    for line in table(options.only or MODULES, scale, rounds, options.folder):
        print(line, flush=True)
        printed.append(line)
    if options.write:
        write(README, printed)


def table(modules: list[str] | tuple[str, ...], scale: float, rounds: int, folder: Path | None) -> Iterator[str]:
    """The lines of the table, each as soon as it is known; before them what it was measured on."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    size = "" if scale == 1 else f", files of {scale:g} times the size"
    yield f"{dt.date.today().isoformat()}, {machine}; medians of {rounds} pairs{size}"
    yield ""
    yield "| measure | must | aim | figure | keeps | how |"
    yield "|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory(dir=folder) as made:
        for name in modules:
            repeated = 3 * rounds if name == "processes" else rounds  # short ones are noisier
            for line in import_module(f"benchmarks.{name}").measure(Path(made), scale, repeated):
                sign = "<=" if line.lower else ">="
                keeps = line.met if scale >= 1 or name == "processes" else ""  # the bounds are for files of full size
                yield (
                    f"| {line.measure} | {sign} {line.must} | {sign} {line.aim} "
                    f"| {line.figure:.2f} | {keeps} | {line.detail} |"
                )


def write(page: Path, lines: list[str]) -> None:
    """Puts the lines between the marks of a page, in the place of those that were there."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
