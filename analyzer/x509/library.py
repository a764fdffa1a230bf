"""The first parser of certificates: the library `cryptography`. It is imported when a certificate is there, not before.

It refuses whole parts for one fault: all extensions for a malformed one, a certificate for a `_` in a PrintableString.
So each field is asked for on its own, and what is refused is left to `analyzer.x509.tolerant`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analyzer.x509 import names

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from cryptography.x509 import Name as LibraryName

_KEY_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
"""The attributes of the library's KeyUsage by their bit numbers."""

_WARNINGS = (
    r"Parsed a serial number which wasn't positive"
    r"|The parsed certificate contains a NULL parameter value in its signature algorithm"
    r"|Attribute's length must be "
    r"|Invalid ASN\.1 \(UTF-8 characters in a VisibleString\)"
    r"|PKCS#7 certificates could not be parsed as DER"
)
"""What the library warns of in a certificate that it reads all the same. The faults are the customer's, not ours."""


class RefusedError(ValueError):
    """The library has the field not, or not for sure."""


@contextmanager
def quiet() -> Iterator[None]:
    """While it lasts, the library's warnings of faults in a certificate are not printed; all others are."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _WARNINGS)
        yield


def fields(der: bytes) -> names.Fields:
    """The fields of a certificate. Raises, as each field does, what the library raises: its exceptions have no base."""
    from cryptography import x509

    certificate = x509.load_der_x509_certificate(der)
    try:
        extensions = {each.oid.dotted_string: each.value for each in certificate.extensions}
    except Exception:
        extensions = None

    def extension(oid: str, read: Callable[[Any], Any]) -> Any:
        if extensions is None:
            raise RefusedError("one of the extensions is malformed")
        return read(extensions[oid]) if oid in extensions else None

    return {
        "Subject": lambda: _name(certificate.subject),
        "Issuer": lambda: _name(certificate.issuer),
        "SerialNumber": lambda: _octets(certificate.serial_number),
        "NotBefore": lambda: certificate.not_valid_before_utc,
        "NotAfter": lambda: certificate.not_valid_after_utc,
        "PublicKeyAlgorithm": lambda: certificate.public_key_algorithm_oid.dotted_string,
        "PublicKeySize": lambda: _key_size(certificate),
        "SignatureAlgorithm": lambda: certificate.signature_algorithm_oid.dotted_string,
        "IsSelfSigned": lambda: certificate.subject == certificate.issuer,
        "Version": lambda: certificate.version.value + 1,
        "Extensions": lambda: None,  # a list of them that is malformed was refused above
        "DnsNameList": lambda: extension(
            names.ALTERNATIVE_NAMES, lambda it: it.get_values_for_type(x509.DNSName) or None
        ),
        "EnhancedKeyUsageList": lambda: extension(names.EXTENDED_KEY_USAGE, lambda it: [o.dotted_string for o in it]),
        "KeyUsage": lambda: extension(names.KEY_USAGE, _key_usages),
        "CertificateAuthority": lambda: extension(names.BASIC_CONSTRAINTS, lambda it: it.ca),
        "SubjectKeyIdentifier": lambda: extension(names.SUBJECT_KEY_IDENTIFIER, lambda it: it.digest),
        "AuthorityKeyIdentifier": lambda: extension(names.AUTHORITY_KEY_IDENTIFIER, lambda it: it.key_identifier),
    }


def pkcs7_certificates(der: bytes) -> tuple[bytes, ...]:
    """The certificates of a PKCS#7 container in DER, in their order. Raises what the library raises.

    Raises RefusedError for a certificate that was not in DER: the library writes it anew, with another thumbprint.
    """
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates

    with quiet():
        found = tuple(each.public_bytes(Encoding.DER) for each in load_der_pkcs7_certificates(der))
    position = 0
    for each in found:
        position = der.find(each, position)
        if position < 0:
            raise RefusedError("the certificate does not stand there as it is")
        position += len(each)
    return found


def _name(name: LibraryName) -> names.Name:
    return [[(pair.oid.dotted_string, _text(pair.value)) for pair in part] for part in name.rdns]


def _text(value: str | bytes) -> str:
    if isinstance(value, bytes):  # a bit string; Windows prints the octets before it too
        raise RefusedError("not a text")
    return value


def _octets(number: int) -> bytes:
    """The content of the INTEGER in DER, which has one form for each number and is all that the library takes."""
    magnitude = number if number >= 0 else ~number
    return number.to_bytes(magnitude.bit_length() // 8 + 1, "big", signed=True)


def _key_size(certificate: Certificate) -> int | None:
    algorithm = certificate.public_key_algorithm_oid.dotted_string
    if algorithm == names.ELLIPTIC_CURVE:  # the library shows explicit parameters as the named curve they resemble
        raise RefusedError("the parameters of the curve cannot be seen")
    return getattr(certificate.public_key(), "key_size", None) if algorithm in names.KEY_ALGORITHMS else None


def _key_usages(usage: Any) -> frozenset[int]:
    known = _KEY_USAGES if usage.key_agreement else _KEY_USAGES[:7]  # to ask for the others would raise
    return frozenset(bit for bit, name in enumerate(known) if getattr(usage, name))
