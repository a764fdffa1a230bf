"""The second parser of certificates, ours: for the field or the certificate that the library refuses.

It decodes only what is shown, each field on its own, and takes what real writers put there: one bad extension does not
hide the others, nor does a name that the standard forbids hide the date of expiry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from analyzer.x509 import names
from analyzer.x509.der import (
    BIT_STRING,
    BOOLEAN,
    CONTEXT_0,
    CONTEXT_3,
    INTEGER,
    OCTET_STRING,
    SEQUENCE,
    SET,
    DerError,
    Element,
    read,
)

_IMPLICIT = 0x80
_DNS_NAME = 0x82


def fields(der: bytes) -> names.Fields:
    """The fields of the certificate that the bytes begin with. Raises DerError where they do not begin with one.

    Each field raises DerError or IndexError where it is malformed.
    """
    outer = read(der).expect(SEQUENCE).children()
    if len(outer) != 3:
        raise DerError("not the three parts of a certificate")
    algorithm = outer[1].expect(SEQUENCE)
    outer[2].expect(BIT_STRING)
    parts = outer[0].expect(SEQUENCE).children()
    version = parts.pop(0) if parts and parts[0].tag == CONTEXT_0 else None
    if len(parts) < 6:
        raise DerError("fields are missing")
    serial = parts[0].expect(INTEGER)
    _, issuer, validity, subject, key = (part.expect(SEQUENCE) for part in parts[1:6])
    extensions, whole = _extensions(next((part for part in parts[6:] if part.tag == CONTEXT_3), None))

    def extension(oid: str, read_value: Callable[[Element], Any]) -> Any:
        values = extensions.get(oid, [])
        if len(values) > 1:  # which one counts is not ours to say
            raise DerError("the extension is there twice")
        return read_value(values[0].child()) if values else None

    return {
        "Subject": lambda: _name(subject),
        "Issuer": lambda: _name(issuer),
        "SerialNumber": lambda: serial.content,
        "NotBefore": lambda: _moment(validity, 0),
        "NotAfter": lambda: _moment(validity, 1),
        "PublicKeyAlgorithm": lambda: key.child().child().oid(),
        "PublicKeySize": lambda: _key_size(key),
        "SignatureAlgorithm": lambda: algorithm.child().oid(),
        "IsSelfSigned": lambda: subject.encoded == issuer.encoded,
        "Version": lambda: 1 if version is None else version.child().small_integer() + 1,
        "Extensions": lambda: _check(whole),
        "DnsNameList": lambda: extension(names.ALTERNATIVE_NAMES, _dns_names),
        "EnhancedKeyUsageList": lambda: extension(names.EXTENDED_KEY_USAGE, _key_purposes),
        "KeyUsage": lambda: extension(names.KEY_USAGE, _key_usages),
        "CertificateAuthority": lambda: extension(names.BASIC_CONSTRAINTS, _is_authority),
        "SubjectKeyIdentifier": lambda: extension(names.SUBJECT_KEY_IDENTIFIER, _octets),
        "AuthorityKeyIdentifier": lambda: extension(names.AUTHORITY_KEY_IDENTIFIER, _authority_key),
    }


def _extensions(element: Element | None) -> tuple[dict[str, list[Element]], bool]:
    """The values of each extension by its identifier, and whether all of them could be read."""
    found: dict[str, list[Element]] = {}
    if element is None:
        return found, True
    try:
        extensions = element.child().expect(SEQUENCE).children()
    except DerError:
        return found, False
    whole = True
    for extension in extensions:
        try:
            fields = extension.expect(SEQUENCE).children()
            found.setdefault(fields[0].oid(), []).append(fields[-1].expect(OCTET_STRING))
        except (DerError, IndexError):
            whole = False
    return found, whole


def _check(whole: bool) -> None:
    if not whole:
        raise DerError("the list of extensions is malformed")


def _name(element: Element) -> names.Name:
    return [[_pair(pair) for pair in part.expect(SET).children()] for part in element.expect(SEQUENCE).children()]


def _pair(pair: Element) -> tuple[str, str | bytes]:
    parts = pair.expect(SEQUENCE).children()
    return parts[0].oid(), parts[1].text() if parts[1].is_string else parts[1].encoded


def _moment(validity: Element, index: int) -> dt.datetime:
    return validity.children()[index].time()


def _key_size(key: Element) -> int | None:
    parts = key.children()
    algorithm = parts[0].children()
    oid = algorithm[0].oid()
    if oid in (names.RSA, names.RSA_PSS):
        octets = parts[1].expect(BIT_STRING).content[1:]
        return _bit_length(read(octets).expect(SEQUENCE).child())
    if oid == names.ELLIPTIC_CURVE:  # explicit parameters have no size that can be trusted
        return _curve_size(algorithm[1].oid())
    if oid == names.DSA and len(algorithm) > 1:
        return _bit_length(algorithm[1].expect(SEQUENCE).child())
    return None


def _bit_length(integer: Element) -> int:
    octets = integer.expect(INTEGER).content
    if not octets or octets[0] & 0x80:
        raise DerError("not a positive integer")
    return int.from_bytes(octets, "big").bit_length()


def _curve_size(oid: str) -> int | None:
    """The size of a named curve that the library knows, in bits."""
    from cryptography.hazmat.primitives.asymmetric.ec import get_curve_for_oid
    from cryptography.x509 import ObjectIdentifier

    try:
        return get_curve_for_oid(ObjectIdentifier(oid))().key_size
    except (LookupError, ValueError):
        return None


def _dns_names(value: Element) -> list[str] | None:
    return [_host(name.content) for name in value.expect(SEQUENCE).children() if name.tag == _DNS_NAME] or None


def _host(octets: bytes) -> str:
    """A DNS name: ASCII by the standard; some writers put UTF-8 there."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _key_purposes(value: Element) -> list[str]:
    return [purpose.oid() for purpose in value.expect(SEQUENCE).children()]


def _key_usages(value: Element) -> frozenset[int]:
    octets = value.expect(BIT_STRING).content[1:3]
    return frozenset(bit for bit in range(8 * len(octets)) if octets[bit // 8] & 0x80 >> bit % 8)


def _is_authority(value: Element) -> bool:
    parts = value.expect(SEQUENCE).children()
    return bool(parts) and parts[0].tag == BOOLEAN and any(parts[0].content)


def _octets(value: Element) -> bytes:
    return value.expect(OCTET_STRING).content


def _authority_key(value: Element) -> bytes | None:
    return next((part.content for part in value.expect(SEQUENCE).children() if part.tag == _IMPLICIT), None)
