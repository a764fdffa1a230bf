"""Writes sample_exports/: the cases that a newcomer can run, each with a README that says what is wrong in it.

    python tools/make_sample_exports.py [FOLDER]

Running it again changes nothing.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from samples import broken, healthy, partial, zh_tw
from samples.readme import Sample, render

ROOT = Path(__file__).resolve().parent.parent


def samples() -> tuple[Sample, ...]:
    """All samples, with the content of their files."""
    return tuple(module.sample() for module in (healthy, broken, partial, zh_tw))


def write(folder: Path) -> None:
    """Writes every sample, and takes away what an earlier version wrote."""
    for sample in samples():
        case = folder / sample.name
        if case.exists():
            shutil.rmtree(case)
        for name, data in {**sample.files, "README.md": render(sample).encode()}.items():
            path = case / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the samples to sample_exports of the checkout, or elsewhere."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "sample_exports")
    write(parser.parse_args(arguments).folder)


if __name__ == "__main__":
    main()
