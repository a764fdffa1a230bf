"""Primitive values of CliXML: their text, as `analyzer read` shows them.

After PowerShell's `serialization.cs` (primitive known types) and .NET's `XmlConvert`.
"""

from __future__ import annotations

import binascii
import math
import re
from collections.abc import Callable
from typing import Any, Final

# XmlConvert.DecodeName: either case of x and of the digits, four or eight of them.
_ESCAPE: Final = re.compile("_[xX]([0-9A-Fa-f]{8}|[0-9A-Fa-f]{4})_")
_PAIR: Final = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_LONE: Final = re.compile("[\ud800-\udfff]")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,20}", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)

LOST = "\ufffd"
"""Stands for half a surrogate pair, which no text can hold, and for what a program before us could not decode."""


def may_hold_lost(data: bytes) -> bool:
    """Whether U+FFFD stands in some UTF-8; the search for its first byte alone takes next to no time."""
    return b"\xef" in data and LOST.encode() in data


_RANGES: Final[dict[str, tuple[int, int]]] = {
    "By": (0, 2**8 - 1),
    "SB": (-(2**7), 2**7 - 1),
    "Sb": (-(2**7), 2**7 - 1),
    "I16": (-(2**15), 2**15 - 1),
    "U16": (0, 2**16 - 1),
    "I32": (-(2**31), 2**31 - 1),
    "U32": (0, 2**32 - 1),
    "I64": (-(2**63), 2**63 - 1),
    "U64": (0, 2**64 - 1),
}


class UnreadableError(ValueError):
    """The text is not what the element's name promises; `value` is what is shown instead."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


def unescape(text: str) -> str:
    """The text with `_xHHHH_` and `_xHHHHHHHH_` decoded and surrogate pairs joined; a lone surrogate becomes U+FFFD."""
    if "_x" not in text and "_X" not in text:
        return text
    decoded = _ESCAPE.sub(_character, text)
    if _LONE.search(decoded) is None:
        return decoded
    joined = _PAIR.sub(lambda pair: (pair[1] + pair[2]).encode("utf-16", "surrogatepass").decode("utf-16"), decoded)
    return _LONE.sub(LOST, joined)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _integer(tag: str) -> Callable[[str], int]:
    low, high = _RANGES[tag]

    def convert(text: str) -> int:
        digits = text.strip()
        if _INTEGER.fullmatch(digits) is None or not low <= int(digits) <= high:
            raise UnreadableError(text)
        return int(digits)

    return convert


def _float(text: str) -> float | str:
    """A number; NaN and the infinities stay text, for JSON has no number for them."""
    if text in {"NaN", "INF", "-INF"}:
        return text
    number = text.strip()
    if _NUMBER.fullmatch(number) is None or math.isinf(float(number)):
        raise UnreadableError(text)
    return float(number)


def _boolean(text: str) -> bool:
    word = text.strip()
    if word in {"true", "1"}:
        return True
    if word in {"false", "0"}:
        return False
    raise UnreadableError(text)


def _char(text: str) -> str:
    """The character of a decimal UTF-16 code unit."""
    digits = text.strip()
    if _INTEGER.fullmatch(digits) is None or not 0 <= int(digits) <= 0xFFFF:
        raise UnreadableError(text)
    code = int(digits)
    return LOST if 0xD800 <= code <= 0xDFFF else chr(code)


def _bytes(text: str) -> dict[str, str]:
    joined = "".join(text.split())
    try:
        binascii.a2b_base64(joined, strict_mode=True)
    except (binascii.Error, ValueError):
        raise UnreadableError(text) from None
    return {"base64": joined}


CONVERTERS: Final[dict[str, Callable[[str], Any]]] = {
    **dict.fromkeys(
        ("S", "DT", "TS", "G", "URI", "Version", "SemanticVersion", "XD", "SBK", "D"),
        unescape,
    ),
    **{tag: _integer(tag) for tag in _RANGES},
    "Db": _float,
    "Sg": _float,
    "B": _boolean,
    "C": _char,
    "BA": _bytes,
}
"""What makes a value of an element's text, by the element's name. Raises UnreadableError where it cannot."""
