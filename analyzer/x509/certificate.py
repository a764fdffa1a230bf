"""Facts of one X.509 certificate, each read on its own so that a malformed field does not hide the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
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
    DerError,
    Element,
    read,
)

TYPE_NAME = "System.Security.Cryptography.X509Certificates.X509Certificate2"
"""The .NET type whose property names the facts have."""

_IMPLICIT = 0x80
_DNS_NAME = 0x82


@dataclass(frozen=True, slots=True)
class Examined:
    """What was read of a certificate.

    `facts` has the properties that could be read, under the names of X509Certificate2; `problems` names the others.
    Both are empty for bytes that are no certificate at all.
    """

    facts: dict[str, Any]
    problems: tuple[str, ...] = ()


def certificate_facts(der: bytes) -> dict[str, Any]:
    """The facts of a DER certificate, see `examine_certificate`; empty for bytes that are no certificate."""
    return examine_certificate(der).facts


def examine_certificate(der: bytes) -> Examined:
    """The facts of a DER certificate and the fields that are malformed. Never raises; bytes behind it are ignored.

    Times are ISO 8601 in UTC, PublicKeySize is in bits, Thumbprint is SHA-1, SerialNumber has every octet that stands
    in the certificate. A property that the certificate does not have (no alternative names, say) is absent, and that is
    no problem.
    """
    try:
        parts = _Parts.of(der)
    except DerError:
        return Examined({})
    facts: dict[str, Any] = {}
    problems: list[str] = []

    def probe(name: str, field: Callable[[], Any]) -> None:
        try:
            value = field()
        except (DerError, IndexError):
            problems.append(name)
            return
        if value is not None:
            facts[name] = value

    probe("Subject", lambda: names.distinguished_name(parts.subject))
    probe("Issuer", lambda: names.distinguished_name(parts.issuer))
    facts["Thumbprint"] = hashlib.sha1(parts.whole.encoded, usedforsecurity=False).hexdigest().upper()
    facts["SerialNumber"] = parts.serial.content.hex().upper()
    probe("NotBefore", lambda: _time(parts.validity.children()[0]))
    probe("NotAfter", lambda: _time(parts.validity.children()[1]))
    probe("PublicKeyAlgorithm", lambda: _named(parts.key.child(), names.KEY_ALGORITHMS))
    probe("PublicKeySize", lambda: _key_size(parts.key))
    probe("SignatureAlgorithm", lambda: _named(parts.algorithm, names.SIGNATURE_ALGORITHMS))
    facts["IsSelfSigned"] = parts.subject.encoded == parts.issuer.encoded
    probe("Version", lambda: 1 if parts.version is None else parts.version.child().small_integer() + 1)
    extensions, whole = _extensions(parts.extensions)
    if not whole:
        problems.append("Extensions")
    for oid, name, field in _EXTENSIONS:
        found = extensions.get(oid, [])
        if len(found) > 1:  # which one counts is not ours to say
            problems.append(name)
        elif found:
            probe(name, lambda field=field, value=found[0]: field(value))  # type: ignore[misc]
    return Examined(facts, tuple(problems))


def subject_common_name(der: bytes) -> str | None:
    """The common name of the certificate's subject; None where there is none that can be read."""
    try:
        return names.common_name(_Parts.of(der).subject)
    except DerError:
        return None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The elements of a certificate (RFC 5280, 4.1)."""

    whole: Element
    algorithm: Element
    version: Element | None
    serial: Element
    issuer: Element
    validity: Element
    subject: Element
    key: Element
    extensions: Element | None

    @classmethod
    def of(cls, der: bytes) -> _Parts:
        """The parts of the certificate that the bytes begin with. Raises DerError where they do not begin with one."""
        whole = read(der).expect(SEQUENCE)
        outer = whole.children()
        if len(outer) != 3:
            raise DerError("not the three parts of a certificate")
        outer[2].expect(BIT_STRING)
        fields = outer[0].expect(SEQUENCE).children()
        version = fields.pop(0) if fields and fields[0].tag == CONTEXT_0 else None
        if len(fields) < 6:
            raise DerError("fields are missing")
        serial, inner, issuer, validity, subject, key = fields[:6]
        for element in (outer[1], inner, issuer, validity, subject, key):
            element.expect(SEQUENCE)
        extensions = next((field for field in fields[6:] if field.tag == CONTEXT_3), None)
        return cls(whole, outer[1], version, serial.expect(INTEGER), issuer, validity, subject, key, extensions)


def _time(element: Element) -> str:
    return element.time().replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _named(algorithm: Element, known: dict[str, str]) -> str:
    oid = algorithm.child().oid()
    return known.get(oid, oid)


def _key_size(key: Element) -> int | None:
    """Bits of the public key: of the RSA modulus, of the named curve, of DSA's p; None for other algorithms."""
    parts = key.children()
    fields = parts[0].children()
    oid = fields[0].oid()
    if oid in ("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"):
        octets = parts[1].expect(BIT_STRING).content[1:]
        return _bit_length(read(octets).expect(SEQUENCE).child())
    if oid == "1.2.840.10045.2.1":  # explicit parameters have no size that can be trusted
        return names.CURVE_BITS.get(fields[1].oid())
    if oid == "1.2.840.10040.4.1" and len(fields) > 1:
        return _bit_length(fields[1].expect(SEQUENCE).child())
    return None


def _bit_length(integer: Element) -> int:
    octets = integer.expect(INTEGER).content
    if not octets or octets[0] & 0x80:
        raise DerError("not a positive integer")
    return int.from_bytes(octets, "big").bit_length()


def _extensions(element: Element | None) -> tuple[dict[str, list[Element]], bool]:
    """The value of each extension by its identifier, and whether all of them could be read."""
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


def _alternative_names(value: Element) -> list[str] | None:
    """The DNS names of SubjectAltName; None where it has only names of other kinds."""
    general = value.child().expect(SEQUENCE).children()
    return [_host(name.content) for name in general if name.tag == _DNS_NAME] or None


def _host(octets: bytes) -> str:
    """A DNS name: ASCII by the standard; some writers put UTF-8 there."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _key_purposes(value: Element) -> list[str]:
    oids = [purpose.oid() for purpose in value.child().expect(SEQUENCE).children()]
    return [f"{names.KEY_PURPOSES[oid]} ({oid})" if oid in names.KEY_PURPOSES else oid for oid in oids]


def _key_usage(value: Element) -> str:
    octets = value.child().expect(BIT_STRING).content[1:]
    flags = [name for bit, name in names.KEY_USAGES if bit // 8 < len(octets) and octets[bit // 8] & 0x80 >> bit % 8]
    return ", ".join(flags) or "None"


def _is_authority(value: Element) -> bool:
    fields = value.child().expect(SEQUENCE).children()
    return bool(fields) and fields[0].tag == BOOLEAN and any(fields[0].content)


def _key_identifier(value: Element) -> str:
    return value.child().expect(OCTET_STRING).content.hex().upper()


def _authority_identifier(value: Element) -> str | None:
    fields = value.child().expect(SEQUENCE).children()
    return next((field.content.hex().upper() for field in fields if field.tag == _IMPLICIT), None)


_EXTENSIONS: tuple[tuple[str, str, Callable[[Element], Any]], ...] = (
    ("2.5.29.17", "DnsNameList", _alternative_names),
    ("2.5.29.37", "EnhancedKeyUsageList", _key_purposes),
    ("2.5.29.15", "KeyUsage", _key_usage),
    ("2.5.29.19", "CertificateAuthority", _is_authority),
    ("2.5.29.14", "SubjectKeyIdentifier", _key_identifier),
    ("2.5.29.35", "AuthorityKeyIdentifier", _authority_identifier),
)
"""Identifier of the extension, name of the fact, how to read it. CertificateAuthority is BasicConstraints' flag."""
