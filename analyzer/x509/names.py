"""Distinguished names and object identifiers, spelt as Windows prints them."""

from __future__ import annotations

from analyzer.x509.der import SEQUENCE, SET, Element

_ATTRIBUTES = {
    "2.5.4.3": "CN",
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
    "1.2.840.113549.1.1.10": "RSASSA-PSS",
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

KEY_ALGORITHMS = {
    "1.2.840.113549.1.1.1": "RSA",
    "1.2.840.113549.1.1.10": "RSASSA-PSS",
    "1.2.840.10040.4.1": "DSA",
    "1.2.840.10045.2.1": "ECC",
}
"""FriendlyName of the public key algorithms."""

CURVE_BITS = {
    "1.2.840.10045.3.1.1": 192,
    "1.3.132.0.33": 224,
    "1.2.840.10045.3.1.7": 256,
    "1.3.132.0.10": 256,
    "1.3.132.0.34": 384,
    "1.3.132.0.35": 521,
}
"""Key size in bits of the named curves."""

KEY_PURPOSES = {
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

KEY_USAGES = (
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


def distinguished_name(element: Element) -> str:
    """A Name as X509Certificate2.Subject prints it: most specific part first, values quoted where they need it.

    Raises DerError for a malformed name.
    """
    parts = [_relative_name(part.expect(SET)) for part in element.expect(SEQUENCE).children()]
    return ", ".join(reversed(parts))


def _relative_name(element: Element) -> str:
    pairs = (pair.expect(SEQUENCE).children() for pair in element.children())
    return " + ".join(f"{_key(pair)}={_value(pair)}" for pair in pairs)


def _key(pair: list[Element]) -> str:
    oid = pair[0].oid() if pair else ""
    return _ATTRIBUTES.get(oid, f"OID.{oid}")


def _value(pair: list[Element]) -> str:
    if len(pair) < 2:
        return '""'
    if not pair[1].is_string:
        return "#" + pair[1].encoded.hex().upper()
    text = pair[1].text()
    if not text or text != text.strip() or not _TO_QUOTE.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def common_name(element: Element) -> str | None:
    """The value of the last CN of a Name, which Windows takes for the host name; None where there is none."""
    for part in reversed(element.children()):
        for pair in part.children():
            fields = pair.children()
            if len(fields) == 2 and fields[0].oid() == "2.5.4.3" and fields[1].is_string:
                return fields[1].text()
    return None
