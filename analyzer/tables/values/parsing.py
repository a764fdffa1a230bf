"""Values of readers -> typed readings, by the type that the catalogue gives to the property."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from analyzer.model import Value
from analyzer.tables.cells import Scalar
from analyzer.tables.values.dates import Culture, parse_date
from analyzer.tables.values.lists import split_list
from analyzer.tables.values.numbers import parse_int, parse_number, parse_size, parse_timespan, parse_version
from analyzer.tables.values.objects import text_of
from analyzer.tables.values.types import PropertyType

MAX_READINGS = 16

_BOOLS = {"true": True, "$true": True, "1": True, "false": False, "$false": False, "0": False}
_HIDDEN = dict.fromkeys(
    [
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xAD,
        0xFEFF,
        0x61C,
    ]
)
_BLANK = re.compile(r"\s+")
_GUID = re.compile(
    r"[{(]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?\Z", re.IGNORECASE
)
_HEX = re.compile(r"[0-9A-F]*\Z")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}\Z")
_TICKS_PER_MICROSECOND = 10


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a value can be. No `readings`: it is not of its type. `open`: a list that goes on after what is there."""

    readings: tuple[Scalar, ...] = ()
    open: bool = False


def parse(value: Value, kind: PropertyType, culture: Culture | None = None) -> Parsed:
    """All readings of a value as a reader delivers it; blank stays `""`, or `()` for a list.

    Text-like values (text, word, enum, uri, dn, fqdn, thumbprint, guid, hex) always have a reading: what the server
    had is what is judged, however wrong. `fqdn` is in lower case without a final full stop; `thumbprint` and `hex` are
    upper-case digits, without blanks and characters that do not show; leading zeros stay; `guid` is in
    lower case without braces. `uri`, `dn` and text are as printed. `version` is a tuple of numbers, `timespan` a
    `timedelta`, `certificate` the bytes.
    """
    if kind.is_list:
        return _parse_list(value, kind, culture)
    if isinstance(value, Mapping) and "$items" in value:
        value = value["$items"]
    if kind.kind == "certificate":
        return Parsed(*_certificate(value))
    if isinstance(value, list):
        if len(value) > 1:  # a value that the catalogue does not know as a list: shown as what it is
            return _parse_list(value, kind, culture)
        value = value[0] if value else None
    return Parsed(_scalar(value, kind, culture))


def hidden_characters(text: str) -> str:
    """The characters of a text that do not show (U+200E before a pasted thumbprint), in their order."""
    return "".join(character for character in text if ord(character) in _HIDDEN)


def _scalar(value: Value, wanted: PropertyType, culture: Culture | None) -> tuple[Scalar, ...]:
    kind = wanted.kind
    if value is None or (isinstance(value, str) and not value.translate(_HIDDEN).strip()):
        return ("",)
    if isinstance(value, bool):
        return (value,) if kind == "bool" else (str(value),) if kind in _TEXTS else ()
    if isinstance(value, int | float):
        return _number(value, wanted)
    if kind == "timespan" and isinstance(value, Mapping) and isinstance(value.get("Ticks"), int):
        return _ticks(value["Ticks"])
    text = text_of(value)
    if text is None:
        return ()
    if not text.strip():
        return ("",)
    decimal = culture.decimal if culture is not None else None
    match kind:
        case "bool":
            found = _BOOLS.get(text.strip().lower())
            return () if found is None else (found,)
        case "int":
            return parse_int(text)
        case "number":
            return parse_number(text, decimal)
        case "datetime":
            return parse_date(text, culture)
        case "timespan":
            return parse_timespan(text)
        case "version":
            return parse_version(text)
        case "size":
            return parse_size(text, decimal)
        case _:
            return (_TEXTS[kind](text),)


def _number(value: float, wanted: PropertyType) -> tuple[Scalar, ...]:
    """A number of JSON or CliXML. That of an enum says nothing where the catalogue does not know its name."""
    kind = wanted.kind
    if kind == "enum" and isinstance(value, int):
        name = wanted.name_of(value)
        return () if name is None else (name,)
    if kind in ("int", "number", "size"):
        return (value,)
    if kind == "bool":
        return (bool(value),) if value in (0, 1) else ()
    if kind in ("text", "object", "hex"):
        return (_TEXTS[kind](str(value)),)
    return ()


def _ticks(ticks: int) -> tuple[Scalar, ...]:
    try:
        return (dt.timedelta(microseconds=ticks // _TICKS_PER_MICROSECOND),)
    except OverflowError:
        return ()


def _parse_list(value: Value, kind: PropertyType, culture: Culture | None) -> Parsed:
    if isinstance(value, Mapping) and "$items" in value:
        value = value["$items"]
    if value is None or (isinstance(value, str) and not value.strip()):
        return Parsed(((),))
    if isinstance(value, str):
        splits, is_open = split_list(value, kind.kind)
        found: dict[Scalar, None] = {}
        for split in splits:
            for reading in _items(split, kind.item, culture):
                found[reading] = None
        return Parsed(tuple(found), is_open)
    items = value if isinstance(value, list) else [value]
    return Parsed(tuple(_items(items, kind.item, culture)))


def _items(items: Sequence[Value], single: PropertyType, culture: Culture | None) -> list[tuple[Scalar, ...]]:
    """The readings of a list whose items are told apart; none where an item has none, or too many to follow."""
    readings = [_item(item, single, culture) for item in items]
    total = 1
    for one in readings:
        total *= len(one)
        if not one or total > MAX_READINGS:
            return []
    return [tuple(chosen) for chosen in product(*readings)]


def _item(item: Value, single: PropertyType, culture: Culture | None) -> tuple[Scalar, ...]:
    """The readings of one item. A list within a list is read as the text that it prints."""
    if single.kind == "certificate":
        return _certificate(item)[0]
    if isinstance(item, list) or (isinstance(item, Mapping) and "$items" in item):
        text = text_of(item)
        return () if text is None else (text,)
    return _scalar(item, single, culture)


def _certificate(value: Value) -> tuple[tuple[Scalar, ...], bool]:
    """The bytes of a certificate: base64, or the numbers of a byte array. Cut off, they are no certificate."""
    if isinstance(value, Mapping):
        value = value.get("base64")
    if value is None or (isinstance(value, str) and not value.strip()):
        return ("",), False
    if isinstance(value, str):
        if value.lstrip().startswith("{"):
            splits, is_open = split_list(value, "int")
            return ((), True) if is_open else _bytes(list(splits[0]))
        packed = _BLANK.sub("", value)
        if _BASE64.match(packed):
            try:
                return (base64.b64decode(packed, validate=True),), False
            except (binascii.Error, ValueError):
                return (), False
        return (), False
    return _bytes(value) if isinstance(value, list) else ((), False)


def _bytes(numbers: list[Value]) -> tuple[tuple[Scalar, ...], bool]:
    try:
        return (bytes(int(number) for number in numbers),), False
    except (TypeError, ValueError):
        return (), False


def _thumbprint(text: str) -> str:
    """Upper-case digits where that is all there is; else what is printed, so that what is wrong stays visible."""
    digits = _BLANK.sub("", text.translate(_HIDDEN)).replace(":", "").upper()
    return digits if _HEX.match(digits) else text.strip()


def _hex(text: str) -> str:
    digits = _BLANK.sub("", text.translate(_HIDDEN)).replace(":", "").upper().removeprefix("0X")
    return digits if digits and _HEX.match(digits) else text.strip()


def _guid(text: str) -> str:
    match = _GUID.match(text.translate(_HIDDEN).strip())
    return "-".join(match.groups()).lower() if match else text.strip()


def _fqdn(text: str) -> str:
    return text.translate(_HIDDEN).strip().lower().removesuffix(".")


_TEXTS: Mapping[str, Callable[[str], str]] = {
    "text": str,
    "word": str.strip,
    "enum": str.strip,
    "uri": str,
    "dn": str,
    "object": str,
    "fqdn": _fqdn,
    "thumbprint": _thumbprint,
    "hex": _hex,
    "guid": _guid,
}
