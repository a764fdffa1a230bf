"""Distinguished names and object identifiers, spelt as Windows prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Fields = Mapping[str, Callable[[], Any]]
"""The fields of a certificate by the names of their facts, as each of the two parsers reads them.

A field raises where it is malformed and returns None where the certificate has none. Names are `Name`, times datetimes
with their zone, numbers and key identifiers octets, algorithms and purposes identifiers, key usages numbers of bits.
"""

Name = Sequence[Sequence[tuple[str, str | bytes]]]
"""A distinguished name in the order of the certificate: parts of attributes, each its identifier and its value.

The value is text, or the encoded element where it is of no type of text.
"""

RSA, RSA_PSS = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"
DSA, ELLIPTIC_CURVE = "1.2.840.10040.4.1", "1.2.840.10045.2.1"

SUBJECT_KEY_IDENTIFIER, KEY_USAGE, ALTERNATIVE_NAMES = "2.5.29.14", "2.5.29.15", "2.5.29.17"
BASIC_CONSTRAINTS, AUTHORITY_KEY_IDENTIFIER, EXTENDED_KEY_USAGE = "2.5.29.19", "2.5.29.35", "2.5.29.37"

_COMMON_NAME = "2.5.4.3"

_ATTRIBUTES = {
    _COMMON_NAME: "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "S",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "T",
    "2.5.4.13": "Description",
    "2.5.4.17": "PostalCode",
    "2.5.4.18": "POBox",
    "2.5.4.20": "Phone",
    "2.5.4.24": "X21Address",
    "2.5.4.42": "G",
    "2.5.4.43": "I",
    "2.5.4.46": "dnQualifier",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "E",
}
"""The keys that CertNameToStr uses with CERT_X500_NAME_STR; any other attribute is `OID.` and its number."""

SIGNATURE_ALGORITHMS = {
    "1.2.840.113549.1.1.2": "md2RSA",
    "1.2.840.113549.1.1.3": "md4RSA",
    "1.2.840.113549.1.1.4": "md5RSA",
    "1.2.840.113549.1.1.5": "sha1RSA",
    "1.3.14.3.2.29": "sha1RSA",
    RSA_PSS: "RSASSA-PSS",
    "1.2.840.113549.1.1.11": "sha256RSA",
    "1.2.840.113549.1.1.12": "sha384RSA",
    "1.2.840.113549.1.1.13": "sha512RSA",
    "1.2.840.10040.4.3": "sha1DSA",
    "1.2.840.10045.4.1": "sha1ECDSA",
    "1.2.840.10045.4.3.2": "sha256ECDSA",
    "1.2.840.10045.4.3.3": "sha384ECDSA",
    "1.2.840.10045.4.3.4": "sha512ECDSA",
}
"""FriendlyName of the signature algorithms, as X509Certificate2.SignatureAlgorithm and certutil print it."""

KEY_ALGORITHMS = {RSA: "RSA", RSA_PSS: "RSASSA-PSS", DSA: "DSA", ELLIPTIC_CURVE: "ECC"}
"""FriendlyName of the public key algorithms."""

_KEY_PURPOSES = {
    "1.3.6.1.5.5.7.3.1": "Server Authentication",
    "1.3.6.1.5.5.7.3.2": "Client Authentication",
    "1.3.6.1.5.5.7.3.3": "Code Signing",
    "1.3.6.1.5.5.7.3.4": "Secure Email",
    "1.3.6.1.5.5.7.3.8": "Time Stamping",
    "1.3.6.1.5.5.7.3.9": "OCSP Signing",
    "1.3.6.1.4.1.311.10.3.4": "Encrypting File System",
    "1.3.6.1.4.1.311.20.2.2": "Smart Card Logon",
    "1.3.6.1.5.2.3.5": "KDC Authentication",
    "1.3.6.1.5.5.8.2.2": "IP security IKE intermediate",
    "1.3.6.1.4.1.311.54.1.2": "Remote Desktop Authentication",
    "2.5.29.37.0": "Any Purpose",
}
"""FriendlyName of the key purposes, in English."""

_KEY_USAGES = (
    (7, "EncipherOnly"),
    (6, "CrlSign"),
    (5, "KeyCertSign"),
    (4, "KeyAgreement"),
    (3, "DataEncipherment"),
    (2, "KeyEncipherment"),
    (1, "NonRepudiation"),
    (0, "DigitalSignature"),
    (8, "DecipherOnly"),
)
"""Bit numbers of KeyUsage (RFC 5280) in the order in which .NET prints the flags of X509KeyUsageFlags."""

_TO_QUOTE = frozenset(',+="\n<>#;')


def distinguished_name(name: Name) -> str:
    """A name as X509Certificate2.Subject prints it: most specific part first, values quoted where they need it."""
    return ", ".join(" + ".join(f"{_key(oid)}={_value(value)}" for oid, value in part) for part in reversed(name))


def common_name(name: Name) -> str | None:
    """The value of the last CN, which Windows takes for the host name; None where there is none."""
    values = (value for part in reversed(name) for oid, value in part if oid == _COMMON_NAME)
    return next((value for value in values if isinstance(value, str)), None)


def key_purpose(oid: str) -> str:
    """A key purpose as EnhancedKeyUsageList prints it."""
    return f"{_KEY_PURPOSES[oid]} ({oid})" if oid in _KEY_PURPOSES else oid


def key_usages(bits: frozenset[int]) -> str:
    """The bits of KeyUsage as X509KeyUsageFlags prints them."""
    return ", ".join(name for bit, name in _KEY_USAGES if bit in bits) or "None"


def _key(oid: str) -> str:
    return _ATTRIBUTES.get(oid, f"OID.{oid}")


def _value(value: str | bytes) -> str:
    if isinstance(value, bytes):
        return "#" + value.hex().upper()
    if not value or value != value.strip() or not _TO_QUOTE.isdisjoint(value):
        return '"' + value.replace('"', '""') + '"'
    return value
