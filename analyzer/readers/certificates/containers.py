"""What DER bytes are, and the certificates inside containers of them (PKCS#7, PKCS#12). No password is ever tried.

A key derivation cannot be interrupted and its cost is chosen by whoever made the file, so an encrypted container is
named and left alone; what a container holds in clear is read. That is why PKCS#12 is not given to the library: it
checks the MAC, with such a derivation, before it hands out anything.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from analyzer.x509.der import CONTEXT_0, INTEGER, OCTET_STRING, OID, SEQUENCE, UTC_TIME, DerError, Element, read
from analyzer.x509.library import pkcs7_certificates

_DATA = "1.2.840.113549.1.7.1"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_PKCS7 = "1.2.840.113549.1.7."
_CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3"
_KEY_BAGS = ("1.2.840.113549.1.12.10.1.1", "1.2.840.113549.1.12.10.1.2")
_X509_CERTIFICATE = "1.2.840.113549.1.9.22.1"


class Kind(Enum):
    """What a DER structure is; the value is its name in messages."""

    CERTIFICATE = "certificate"
    REQUEST = "certificate request"
    REVOCATION_LIST = "certificate revocation list"
    PUBLIC_KEY = "public key"
    PRIVATE_KEY = "private key"
    PKCS7 = "PKCS#7 container"
    PKCS12 = "PKCS#12 container (PFX)"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a container holds: certificates in DER; whether a part is encrypted; whether a private key is in it."""

    certificates: tuple[bytes, ...] = ()
    encrypted: bool = False
    private_key: bool = False


def kind_of(der: bytes) -> Kind | None:
    """What the bytes begin with, told from their first elements, even where the end is cut; None for anything else."""
    try:
        first = _first_children(read(der, clamp=True).expect(SEQUENCE), 3)
        if not first:
            return None
        return _by_first(first)
    except DerError:
        return None


def is_cut(der: bytes) -> bool:
    """Whether the structure that the bytes begin with is longer than they are."""
    try:
        read(der)
    except DerError:
        return True
    return False


def pkcs7_contents(der: bytes) -> Contents:
    """The certificates of a PKCS#7 container (SignedData, RFC 5652); encrypted kinds are told. Raises DerError.

    The library gives none of them if it refuses one. Then, and for a container without any, our own reading counts.
    """
    fields = read(der).expect(SEQUENCE).children()
    if fields[0].oid() != _SIGNED_DATA:
        return Contents(encrypted=fields[0].oid() != _DATA)
    with suppress(Exception):  # what the library raises has no common base
        return Contents(pkcs7_certificates(der))
    signed = fields[1].expect(CONTEXT_0).child().expect(SEQUENCE).children()
    sets = [field for field in signed if field.tag == CONTEXT_0]
    return Contents(tuple(item.encoded for part in sets for item in part.children() if item.tag == SEQUENCE))


def pkcs12_contents(der: bytes) -> Contents:
    """What a PKCS#12 container (RFC 7292) holds in clear. Raises DerError."""
    fields = read(der).expect(SEQUENCE).children()
    found = Contents()
    for content in _octets(fields[1]).expect(SEQUENCE).children():
        parts = content.expect(SEQUENCE).children()
        if parts[0].oid() == _DATA:
            found = _with_bags(found, _octets(content))
        else:
            found = Contents(found.certificates, True, found.private_key)
    return found


def _with_bags(found: Contents, safe: Element) -> Contents:
    certificates = list(found.certificates)
    private_key = found.private_key
    for bag in safe.expect(SEQUENCE).children():
        fields = bag.expect(SEQUENCE).children()
        kind = fields[0].oid()
        private_key = private_key or kind in _KEY_BAGS
        if kind == _CERTIFICATE_BAG:
            value = fields[1].expect(CONTEXT_0).child().expect(SEQUENCE).children()
            if len(value) > 1 and value[0].oid() == _X509_CERTIFICATE:
                certificates.append(value[1].expect(CONTEXT_0).child().expect(OCTET_STRING).content)
    return Contents(tuple(certificates), found.encrypted, private_key)


def _octets(content: Element) -> Element:
    """The structure within the OCTET STRING of a ContentInfo of the type data; BER may write the string in pieces."""
    fields = content.expect(SEQUENCE).children()
    if len(fields) < 2 or fields[0].oid() != _DATA:
        raise DerError("no data")
    octets = fields[1].expect(CONTEXT_0).child()
    if octets.tag == OCTET_STRING | 0x20:
        return read(b"".join(piece.expect(OCTET_STRING).content for piece in octets.children()))
    return read(octets.expect(OCTET_STRING).content)


def _first_children(element: Element, count: int) -> list[Element]:
    found: list[Element] = []
    position = element.start
    while len(found) < count and position < element.end:
        try:
            child = read(element.data, position, element.end, clamp=True)
        except DerError:
            break
        found.append(child)
        position = child.finish
    return found


def _by_first(first: list[Element]) -> Kind | None:
    head, second = first[0], first[1] if len(first) > 1 else None
    if head.tag == OID:
        return Kind.PKCS7 if head.oid().startswith(_PKCS7) else None
    if second is None:
        return _signed_kind(head) if head.tag == SEQUENCE else None
    if head.tag == INTEGER:
        if second.tag == SEQUENCE and head.content == b"\x03":
            return Kind.PKCS12
        if head.content in (b"\0", b"\1") and second.tag in (INTEGER, SEQUENCE, OCTET_STRING):
            return Kind.PRIVATE_KEY  # PKCS#1, PKCS#8 or SEC 1
        return Kind.PUBLIC_KEY if second.tag == INTEGER and len(first) == 2 and len(head.content) > 32 else None
    if head.tag != SEQUENCE:
        return None
    inner = _first_children(head, 1)
    if inner and inner[0].tag == OID:
        return Kind.PRIVATE_KEY if second.tag == OCTET_STRING else Kind.PUBLIC_KEY
    return _signed_kind(head) if second.tag == SEQUENCE else None


def _signed_kind(body: Element) -> Kind | None:
    """Which of the signed structures (certificate, request, revocation list) has this body."""
    fields = _first_children(body, 6)
    if fields and fields[0].tag == CONTEXT_0:
        fields = fields[1:]
        return Kind.CERTIFICATE if fields and fields[0].tag == INTEGER else None
    tags = [field.tag for field in fields]
    if tags[:3] == [INTEGER, SEQUENCE, SEQUENCE]:
        if len(fields) > 3 and tags[3] == SEQUENCE:
            return Kind.CERTIFICATE  # version 1
        return Kind.REVOCATION_LIST if len(fields) > 3 and tags[3] in (UTC_TIME, 0x18) else Kind.REQUEST
    if tags[:2] == [SEQUENCE, SEQUENCE] and len(fields) > 2 and tags[2] in (UTC_TIME, 0x18):
        return Kind.REVOCATION_LIST  # version 1
    return None
