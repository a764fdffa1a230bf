"""A small, bounded reader of DER and BER (ITU-T X.690): tag, length, value, and nothing more.

It finds the elements that hold other structures: what a file is, where a certificate begins and ends, and the fields
of one that the library refuses. Nothing here recurses; each element is read when asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID = 0x01, 0x02, 0x03, 0x04, 0x06
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
CONTEXT_0, CONTEXT_3 = 0xA0, 0xA3

MAX_CHILDREN = 200_000
"""Elements of one SEQUENCE that are read; a certificate with 100,000 names is still read, a file of zeros is not."""

_TELETEX = 0x14
_STRINGS = {
    0x0C: "utf-8",  # UTF8String
    0x12: "ascii",  # NumericString
    0x13: "ascii",  # PrintableString
    _TELETEX: "utf-8",
    0x16: "ascii",  # IA5String
    0x1A: "ascii",  # VisibleString
    0x1C: "utf-32-be",  # UniversalString
    0x1E: "utf-16-be",  # BMPString
}
_TIME = re.compile(r"(\d{10}(?:\d{2}){0,2})(?:[.,]\d{1,9})?(Z|[+-]\d{4})", re.ASCII)


class DerError(ValueError):
    """The bytes are not what the encoding rules allow, or end too early."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its identifier octet, and where it stands in `data`: begin to finish, its content start to end."""

    data: bytes
    tag: int
    begin: int
    start: int
    end: int
    finish: int

    @property
    def content(self) -> bytes:
        """The bytes of the value."""
        return self.data[self.start : self.end]

    @property
    def encoded(self) -> bytes:
        """The bytes of the whole element, header included."""
        return self.data[self.begin : self.finish]

    @property
    def is_string(self) -> bool:
        """Whether the element is of one of the string types that `text` decodes."""
        return self.tag in _STRINGS

    def expect(self, tag: int) -> Element:
        """The element itself. Raises DerError if it has another tag."""
        if self.tag != tag:
            raise DerError(f"expected tag {tag:#04x}, found {self.tag:#04x}")
        return self

    def children(self) -> list[Element]:
        """The elements of the content. Raises DerError where it is none, or has more than `MAX_CHILDREN`."""
        found: list[Element] = []
        position = self.start
        while position < self.end:
            if len(found) == MAX_CHILDREN:
                raise DerError("too many elements")
            child = read(self.data, position, self.end)
            found.append(child)
            position = child.finish
        return found

    def child(self) -> Element:
        """The first element of the content. Raises DerError where there is none."""
        return read(self.data, self.start, self.end)

    def text(self) -> str:
        """The value of a string type. Raises DerError for other types and for bytes that are no such text."""
        encoding = _STRINGS.get(self.tag)
        if encoding is None:
            raise DerError(f"tag {self.tag:#04x} is no string")
        try:
            return self.content.decode(encoding)
        except UnicodeDecodeError as error:
            if self.tag == _TELETEX:  # wincrypt.h, CERT_RDN_DISABLE_IE4_UTF8_FLAG: UTF-8, else octets
                return self.content.decode("latin-1")
            raise DerError("the bytes are no text of their type") from error

    def oid(self) -> str:
        """The dotted form of an OBJECT IDENTIFIER. Raises DerError for other types, and beyond 128 bytes."""
        octets = self.expect(OID).content
        if not octets or len(octets) > 128 or octets[-1] & 0x80:
            raise DerError("malformed object identifier")
        arcs: list[int] = []
        value = 0
        for octet in octets:
            value = value << 7 | octet & 0x7F
            if not octet & 0x80:
                arcs.append(value)
                value = 0
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))

    def small_integer(self) -> int:
        """The value of an INTEGER of at most eight bytes. Raises DerError for others."""
        octets = self.expect(INTEGER).content
        if not 1 <= len(octets) <= 8:
            raise DerError("not a small integer")
        return int.from_bytes(octets, "big", signed=True)

    def time(self) -> dt.datetime:
        """A UTCTime or GeneralizedTime in UTC. Raises DerError for others, and where no such time exists.

        Two-digit years are of 1950 to 2049 (RFC 5280, 4.1.2.5.1). Forms that only BER allows (no seconds, an offset)
        are read too.
        """
        if self.tag not in (UTC_TIME, GENERALIZED_TIME):
            raise DerError("not a time")
        found = _TIME.fullmatch(self.content.decode("latin-1"))
        if found is None:
            raise DerError("malformed time")
        digits, zone = found.groups()
        if self.tag == UTC_TIME:
            digits = ("19" if digits[:2] >= "50" else "20") + digits
        try:
            fields = [int(digits[:4]), *(int(digits[at : at + 2]) for at in range(4, len(digits), 2))]
            year, month, day, hour, minute, second = (*fields, 0, 0)[:6]
            local = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
            if zone == "Z":
                return local
            offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
            return local - offset if zone[0] == "+" else local + offset
        except (ValueError, OverflowError, TypeError) as error:
            raise DerError("no such time") from error


def read(data: bytes, position: int = 0, limit: int | None = None, *, clamp: bool = False) -> Element:
    """The element at `position`, which must end at `limit` or before.

    With `clamp`, an element that is cut there ends there. Raises DerError where the bytes are no element.
    Tags of more than one octet are refused: nothing that is read here has any.
    """
    end = len(data) if limit is None else limit
    tag, start, length = _header(data, position, end)
    if length is None:
        stop = _end_of_contents(data, start, end)
        return Element(data, tag, position, start, stop, stop + 2)
    if start + length > end:
        if not clamp:
            raise DerError("the element is longer than the bytes there are")
        length = end - start
    return Element(data, tag, position, start, start + length, start + length)


def _header(data: bytes, position: int, end: int) -> tuple[int, int, int | None]:
    """Tag, start of the content and length (None: indefinite) of the element at `position`."""
    if position + 2 > end:
        raise DerError("the bytes end too early")
    tag, length, start = data[position], data[position + 1], position + 2
    if tag & 0x1F == 0x1F:
        raise DerError("a tag of several octets")
    if length < 0x80:
        return tag, start, length
    if length == 0x80:
        if not tag & 0x20:
            raise DerError("an indefinite length of a primitive type")
        return tag, start, None
    count = length & 0x7F
    if count > 8 or start + count > end:
        raise DerError("malformed length")
    return tag, start + count, int.from_bytes(data[start : start + count], "big")


def _end_of_contents(data: bytes, position: int, end: int) -> int:
    """Where the end-of-contents octets of an indefinite length stand; nested ones are counted, not recursed into."""
    depth = 1
    while True:
        tag, start, length = _header(data, position, end)
        if length is None:
            depth += 1
            position = start
        elif tag == 0 and length == 0:
            depth -= 1
            if depth == 0:
                return position
            position = start
        else:
            position = start + length
