"""Code pages told by evidence."""

from __future__ import annotations

from collections.abc import Sequence


def guess_names(names: Sequence[bytes]) -> str:
    """The codec for file names of an archive that does not say."""
    joined = b"\n".join(names)
    for codec in ("utf-8", "cp950", "cp437"):
        try:
            joined.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec
    return "cp437"


def guess_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The codec for text that is no UTF-8, and the runners-up."""
    for codec in ("cp950", "cp1252"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec, ()
    return "cp1252", ()
