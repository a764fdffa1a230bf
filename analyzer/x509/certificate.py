"""Facts of one X.509 certificate, each read on its own so that a malformed field does not hide the others."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analyzer.x509 import library, names, tolerant
from analyzer.x509.der import SEQUENCE, DerError, read

TYPE_NAME = "System.Security.Cryptography.X509Certificates.X509Certificate2"
"""The .NET type whose property names the facts have."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was read of a certificate.

    `facts` has the properties that could be read, under the names of X509Certificate2; `problems` names the others.
    Both are empty for bytes that are no certificate at all. `common_name` is the subject's, None where it has none.
    """

    facts: dict[str, Any]
    problems: tuple[str, ...] = ()
    common_name: str | None = None


def certificate_facts(der: bytes) -> dict[str, Any]:
    """The facts of a DER certificate, see `examine_certificate`; empty for bytes that are no certificate."""
    return examine_certificate(der).facts


def examine_certificate(der: bytes) -> Examined:
    """The facts of a DER certificate and the fields that are malformed. Never raises; bytes behind it are ignored.

    Times are ISO 8601 in UTC, PublicKeySize is in bits, Thumbprint is SHA-1, SerialNumber has every octet that stands
    in the certificate. A property that the certificate does not have (no alternative names, say) is absent, and that is
    no problem.
    """
    with library.quiet():
        try:
            certificate = _Certificate(read(der).expect(SEQUENCE).encoded)
        except DerError:
            return Examined({})
        return _examined(certificate)


class _Certificate:
    """A certificate that is read by the library and, as far as that refuses it, by our own parser."""

    def __init__(self, der: bytes) -> None:
        """Raises DerError for bytes that both refuse."""
        self.der = der
        try:
            self._first = library.fields(der)
        except Exception:  # which it raises is up to whoever made the certificate
            self._first = self._second

    @cached_property
    def _second(self) -> names.Fields:
        return tolerant.fields(self.der)

    def field(self, name: str) -> Any:
        """The field from the first parser that can read it. Raises DerError or IndexError if none can."""
        with suppress(Exception):
            return self._first[name]()
        return self._second[name]()


def _examined(certificate: _Certificate) -> Examined:
    values: dict[str, Any] = {"Thumbprint": hashlib.sha1(certificate.der, usedforsecurity=False).digest()}
    problems: list[str] = []
    for name in [name for name in _SPELLINGS if name not in values]:
        try:
            values[name] = certificate.field(name)
        except (DerError, IndexError):
            problems.append(name)
    facts = {name: spelt(values[name]) for name, spelt in _SPELLINGS.items() if values.get(name) is not None}
    return Examined(facts, tuple(problems), names.common_name(values.get("Subject", ())))


def _time(moment: dt.datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _hex(octets: bytes) -> str:
    return octets.hex().upper()


def _as_is(value: Any) -> Any:
    return value


_SPELLINGS: dict[str, Callable[[Any], Any]] = {
    "Subject": names.distinguished_name,
    "Issuer": names.distinguished_name,
    "Thumbprint": _hex,
    "SerialNumber": _hex,
    "NotBefore": _time,
    "NotAfter": _time,
    "PublicKeyAlgorithm": lambda oid: names.KEY_ALGORITHMS.get(oid, oid),
    "PublicKeySize": _as_is,
    "SignatureAlgorithm": lambda oid: names.SIGNATURE_ALGORITHMS.get(oid, oid),
    "IsSelfSigned": _as_is,
    "Version": _as_is,
    "Extensions": _as_is,
    "DnsNameList": _as_is,
    "EnhancedKeyUsageList": lambda oids: [names.key_purpose(oid) for oid in oids],
    "KeyUsage": names.key_usages,
    "CertificateAuthority": _as_is,
    "SubjectKeyIdentifier": _hex,
    "AuthorityKeyIdentifier": _hex,
}
"""How Windows prints the value of each field, in the order of the facts."""
