"""UTF-7, which Windows PowerShell writes with `-Encoding UTF7`: ASCII that stands for other characters."""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = re.compile(rb"\+([A-Za-z0-9+/]*)-")
_ESCAPED: Final = frozenset('!"#$%&*;<=>@[]^_`{|}\\~+')
"""The ASCII characters that .NET's encoder writes in Base64 too."""


def utf7(data: bytes) -> str | None:
    """The text of bytes that are surely UTF-7; None for any other ASCII.

    .NET ends each run of Base64 with a hyphen. So each plus sign of the data begins one, and what all of them stand for
    must be letters, or signs that cannot stand for themselves.
    """
    runs = set(_RUN.findall(data[: 2**20]))
    if not any(runs) or b"+" in _RUN.sub(b"", data):
        return None
    if not all(_reads(run) for run in runs):
        return None
    try:
        return data.decode("utf-7")
    except UnicodeDecodeError:
        return None


def _reads(run: bytes) -> bool:
    try:
        text = (b"+" + run + b"-").decode("utf-7")
    except UnicodeDecodeError:
        return False
    return all(character in _ESCAPED or (character > "\x7f" and _is_text(character)) for character in text)


def _is_text(character: str) -> bool:
    wide = "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef"
    return character.isalpha() or wide or character in "\xa0\u2013\u2018\u2019\u201c\u201d\u2026"
