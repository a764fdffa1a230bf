"""Archives for the tests, made by the standard library."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from collections.abc import Mapping
from typing import Any


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], mode: Any = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def nested(depth: int, data: bytes = b"Name : EX01\r\n") -> bytes:
    """A zip with `depth` further zips within, one in the other, and a file in the innermost."""
    for _ in range(depth + 1):
        data = zipped({"a.txt" if data.startswith(b"Name") else "n.zip": data})
    return data
