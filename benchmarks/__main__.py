"""Prints the table of measures: `python -m benchmarks`, `--quick` for small files, `--only lists` for some of them."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from importlib import import_module
from pathlib import Path

MODULES = ("lists", "clixml_files", "csv_files", "processes")


def main() -> None:
    """Runs the measures and prints each line of the table as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="files of an eighth of the size, three rounds")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the files, 1 is that of the targets")
    parser.add_argument("--rounds", type=int, default=5, help="samples of each side (default 5)")
    parser.add_argument("--only", choices=MODULES, action="append", help="measure only these")
    parser.add_argument("--folder", type=Path, help="where the files are made for a while (default: a temporary one)")
    options = parser.parse_args()
    scale, rounds = (0.125, 3) if options.quick else (options.scale, options.rounds)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; medians of {rounds}\n")
    print("| measure | must | aim | figure | | how |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for name in options.only or MODULES:
            repeated = 3 * rounds if name == "processes" else rounds  # short ones are noisier
            for line in import_module(f"benchmarks.{name}").measure(Path(folder), scale, repeated):
                sign = "<=" if line.lower else ">="
                print(
                    f"| {line.measure} | {sign} {line.must} | {sign} {line.aim} "
                    f"| {line.figure:.2f} | {line.met} | {line.detail} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
