"""One sample: a function of one of the modules here, in a process of its own, timed from within.

    python -m benchmarks.samples benchmarks.lists:columns FILE

What the function's module names in `IMPORTS` is imported before the clock starts. Prints seconds and bytes: the time,
and how far the process grew beyond what it held before.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from importlib import import_module
from pathlib import Path


def _status(field: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise LookupError(field)


def main() -> None:
    """Runs one function on one file."""
    name, path = sys.argv[1:]
    module_name, _, function = name.partition(":")
    module = import_module(module_name)
    for needed in module.IMPORTS[function]:
        import_module(needed)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _status("VmRSS")
    start = time.perf_counter()
    result = getattr(module, function)(Path(path))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "bytes": _status("VmHWM") - before, "result": str(result)}))


if __name__ == "__main__":
    main()
