"""Interleaved samples and their medians."""

from __future__ import annotations

import atexit
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Sample:
    """One run: seconds, the bytes by which the process grew (0 where that is not measured), and what came out."""

    seconds: float
    bytes: int = 0
    result: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the table: what was measured, the bounds and the figure, and how it came about.

    `lower` says that less is better.
    """

    measure: str
    must: float
    aim: float
    figure: float
    detail: str
    lower: bool

    @property
    def met(self) -> str:
        """Which bound the figure keeps."""

        def keeps(bound: float) -> bool:
            return self.figure <= bound if self.lower else self.figure >= bound

        return "aim" if keeps(self.aim) else "must" if keeps(self.must) else "NOT MET"


def function(name: str, path: Path) -> Callable[[], Sample]:
    """A sample of `module:function` on a file, in a process of its own."""

    def run() -> Sample:
        command = [sys.executable, "-m", "benchmarks.samples", f"benchmarks.{name}", str(path)]
        found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        return Sample(**json.loads(found.stdout.splitlines()[-1]))

    return run


def process(*arguments: str) -> Callable[[], Sample]:
    """A sample of a whole Python process with these arguments.

    Its modules are compiled, as those of an installed program are: by the run that does not count, wherever it runs.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = _compiled()

    def run() -> Sample:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False, env=environment)
        return Sample(time.perf_counter() - start)

    return run


@cache
def _compiled() -> str:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return folder.name


def interleaved(sides: Sequence[Callable[[], Sample]], rounds: int) -> list[list[Sample]]:
    """That many samples of each side, one of each in turn, after one of each that does not count."""
    for side in sides:
        side()
    found: list[list[Sample]] = [[] for _ in sides]
    for number in range(rounds):
        order = list(zip(sides, found, strict=True))
        for side, samples in order if number % 2 == 0 else reversed(order):
            samples.append(side())
    return found


def ratio(upper: Sequence[Sample], lower: Sequence[Sample]) -> float:
    """The median of the pairs' ratios of time."""
    return statistics.median(one.seconds / other.seconds for one, other in zip(upper, lower, strict=True))


def seconds(samples: Sequence[Sample]) -> str:
    """The median time, to be shown."""
    return f"{statistics.median(sample.seconds for sample in samples):.3f} s"
