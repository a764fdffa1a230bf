"""The .NET binary serialization format, read as data: no type is looked up, none is instantiated.

Exchange's remote shell adds SerializationData to its objects. For a certificate it holds what X.509 does not: the
services that it is assigned to, its status, its friendly name. The layout is that of [MS-NRBF]; since the security
updates of January 2023 a signature may stand around it (`#sig#`, length, payload, signature).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 32
MAX_RECORDS = 100_000

_SIGNED = b"#sig#"
_NUMBERS = {
    1: "<?",
    2: "<B",
    6: "<d",
    7: "<h",
    8: "<i",
    9: "<q",
    10: "<b",
    11: "<f",
    12: "<q",  # TimeSpan, in ticks
    13: "<q",  # DateTime, in ticks and kind
    14: "<H",
    15: "<I",
    16: "<Q",
}
_BYTE = 2
_TEXTS = (5, 18)  # Decimal, String
_CLASSES = (4, 5)
_NULLS = {10: None, 13: "<B", 14: "<i"}
_STRING, _ARRAY, _REFERENCE, _END, _LIBRARY = 6, 7, 9, 11, 12
_PRIMITIVE_TYPED, _PRIMITIVES, _OBJECTS, _STRINGS = 8, 15, 16, 17
_KEY_PROVIDER, _FRIENDLY_NAME, _CERTIFICATE = 2, 11, 32


class _MalformedError(ValueError):
    """The bytes are not what the format allows, or exceed a limit."""


@dataclass(frozen=True, slots=True)
class _Reference:
    number: int


@dataclass(frozen=True, slots=True)
class _Nulls:
    count: int


_MESSAGE_END = object()


def decode_serialization_data(data: bytes) -> dict[str, Any]:
    """The members of the object that the bytes hold, by name; empty where they are no such object.

    Values are bool, int, float, str, bytes, None, lists and dicts (members of a class by name; an enum has one
    member, `value__`). A reference from the object itself is followed; one from further down is `{"$ref": number}`.
    Never raises. Limits: `MAX_BYTES`, `MAX_DEPTH`, `MAX_RECORDS`.
    """
    payload = _payload(data)
    if len(payload) > MAX_BYTES or payload[:1] != b"\0":
        return {}
    stream = _Stream(payload)
    try:
        root = struct.unpack_from("<i", payload, 1)[0]
        stream.position = 17
        while stream.record(0) is not _MESSAGE_END:
            pass
    except (_MalformedError, struct.error, IndexError):
        pass  # the end is missing or unknown: what was read before it is still as it was written
    found = stream.objects.get(root) if len(payload) >= 5 else None
    if not isinstance(found, dict):
        return {}
    return {name: stream.resolved(value) for name, value in found.items()}


def certificate_properties(store: bytes) -> dict[int, bytes]:
    """The properties of a serialized certificate (X509ContentType.SerializedCert) by number; 32 is the certificate.

    Each is number, 1, length and bytes (CertSerializeCertificateStoreElement). Empty where the bytes are none.
    """
    found: dict[int, bytes] = {}
    position = 0
    while position + 12 <= len(store):
        number, encoding, length = struct.unpack_from("<III", store, position)
        position += 12
        if number == 0:
            break
        if encoding != 1 or position + length > len(store):
            return {}
        found[number] = store[position : position + length]
        position += length
    return found if _CERTIFICATE in found else {}


def friendly_name(properties: dict[int, bytes]) -> str | None:
    """The friendly name among the properties of a serialized certificate."""
    value = properties.get(_FRIENDLY_NAME)
    return None if value is None else value.decode("utf-16-le", "replace").rstrip("\0")


def has_private_key(properties: dict[int, bytes]) -> bool:
    """Whether the properties name the container of a private key: what X509Certificate2.HasPrivateKey tells."""
    return _KEY_PROVIDER in properties


def _payload(data: bytes) -> bytes:
    if not data.startswith(_SIGNED) or len(data) < 9:
        return data
    length = struct.unpack_from("<I", data, 5)[0]
    return data[9 : 9 + length]


@dataclass(slots=True)
class _Stream:
    """The records of one stream, read in turn; `objects` collects them by number."""

    data: bytes
    position: int = 0
    records: int = 0
    objects: dict[int, Any] = field(default_factory=dict)
    classes: dict[int, tuple[list[str], list[tuple[int, int]]]] = field(default_factory=dict)

    def resolved(self, value: Any) -> Any:
        """The value with a reference followed, and those within it shown as such."""
        if isinstance(value, _Reference):
            value = self.objects.get(value.number)
        if isinstance(value, dict):
            return {name: _shown(item) for name, item in value.items()}
        if isinstance(value, list):
            return [_shown(item) for item in value]
        return value

    def record(self, depth: int) -> Any:
        """The next record's value; libraries before it are skipped."""
        kind = self.number("<B")
        while kind == _LIBRARY:
            self.number("<i")
            self.text()
            kind = self.number("<B")
        self.records += 1
        if depth > MAX_DEPTH or self.records > MAX_RECORDS:
            raise _MalformedError("too deep or too many records")
        if kind == _END:
            return _MESSAGE_END
        if kind == _REFERENCE:
            return _Reference(self.number("<i"))
        if kind in _NULLS:
            layout = _NULLS[kind]
            return _Nulls(self.number(layout) if layout else 1)
        if kind == _PRIMITIVE_TYPED:
            return self.primitive(self.number("<B"))
        number = self.number("<i")
        value = self.objects[number] = self.numbered(kind, number, depth)
        return value

    def numbered(self, kind: int, number: int, depth: int) -> Any:
        """The value of a record that has an object number."""
        if kind in _CLASSES:
            self.classes[number] = self.declaration(kind)
            return self.members(number, depth)
        if kind == 1:  # a class declared before
            self.classes[number] = self.classes.get(self.number("<i"), ([], []))
            return self.members(number, depth)
        if kind == _STRING:
            return self.text()
        if kind == _PRIMITIVES:
            return self.primitives(self.count(), self.number("<B"))
        if kind in (_OBJECTS, _STRINGS):
            return self.items(self.count(), depth)
        if kind == _ARRAY:
            return self.array(depth)
        raise _MalformedError(f"record {kind}")

    def declaration(self, kind: int) -> tuple[list[str], list[tuple[int, int]]]:
        """Names of a class' members, and of each the kind of type and, for primitives, which."""
        self.text()
        names = [self.text() for _ in range(self.count())]
        kinds = [self.number("<B") for _ in names]
        types = [(each, self.type_details(each)) for each in kinds]
        if kind == 5:
            self.number("<i")
        return names, types

    def type_details(self, kind: int) -> int:
        """The primitive type that follows a kind of type, or 0; names of classes are passed over."""
        if kind in (0, 7):
            return int(self.number("<B"))
        if kind in (3, 4):
            self.text()
        if kind == 4:
            self.number("<i")
        return 0

    def members(self, number: int, depth: int) -> dict[str, Any]:
        """The members of an object of the class `number`."""
        names, types = self.classes[number]
        found: dict[str, Any] = {}
        for name, (kind, primitive) in zip(names, types, strict=True):
            value = self.primitive(primitive) if kind == 0 else self.record(depth + 1)
            found[name] = None if isinstance(value, _Nulls) else value
        return found

    def array(self, depth: int) -> Any:
        """A BinaryArray of one dimension."""
        shape, rank = self.number("<B"), self.number("<i")
        if shape > 1 or rank != 1:
            raise _MalformedError("an array of several dimensions")
        length = self.count()
        kind = self.number("<B")
        primitive = self.type_details(kind)
        return self.primitives(length, primitive) if kind == 0 else self.items(length, depth)

    def items(self, length: int, depth: int) -> list[Any]:
        """The items of an array of objects; one record may stand for several nulls."""
        found: list[Any] = []
        while len(found) < length:
            value = self.record(depth + 1)
            if isinstance(value, _Nulls):
                if not 0 < value.count <= length - len(found):
                    raise _MalformedError("more nulls than items")
                found.extend([None] * value.count)
            else:
                found.append(value)
        return found

    def primitives(self, length: int, kind: int) -> Any:
        """The items of an array of primitives; bytes for an array of bytes."""
        if kind == _BYTE:
            start = self.position
            self.position += length
            return self.data[start : self.position]
        return [self.primitive(kind) for _ in range(length)]

    def primitive(self, kind: int) -> Any:
        if kind in _NUMBERS:
            return self.number(_NUMBERS[kind])
        if kind in _TEXTS:
            return self.text()
        raise _MalformedError(f"primitive type {kind}")

    def number(self, layout: str) -> Any:
        value = struct.unpack_from(layout, self.data, self.position)[0]
        self.position += struct.calcsize(layout)
        return value

    def count(self) -> int:
        """A length, which cannot exceed the limit of records or the bytes that are left."""
        value = int(self.number("<i"))
        if not 0 <= value <= len(self.data):
            raise _MalformedError("a length beyond the data")
        return value

    def text(self) -> str:
        """A string: its length in groups of seven bits, and UTF-8."""
        length = shift = 0
        while True:
            octet = self.number("<B")
            length |= (octet & 0x7F) << shift
            shift += 7
            if not octet & 0x80:
                break
            if shift > 28:
                raise _MalformedError("malformed length of a string")
        start = self.position
        self.position += length
        if self.position > len(self.data):
            raise _MalformedError("a string beyond the data")
        return self.data[start : self.position].decode("utf-8", "replace")


def _shown(value: Any) -> Any:
    return {"$ref": value.number} if isinstance(value, _Reference) else value
