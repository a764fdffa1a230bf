"""The certificates of the estate, from the files beside this module; `tools/make_certificates.py` made them."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from estate.model import Estate, Export, Items, Thing, Value

FOLDER = Path(__file__).parent / "certificates"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as the cmdlets print it: names as .NET writes them, thumbprint and serial in upper-case hex."""

    name: str
    der: bytes
    subject: str
    issuer: str
    not_before: dt.datetime
    not_after: dt.datetime
    serial: str
    names: tuple[str, ...]
    bits: int
    thumbprint: str

    @property
    def base64(self) -> str:
        """The certificate in one line of base64."""
        return base64.b64encode(self.der).decode()

    @property
    def pem(self) -> bytes:
        """The certificate as PEM, in lines of 64 characters."""
        lines = [self.base64[start : start + 64] for start in range(0, len(self.base64), 64)]
        return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""]).encode()


@cache
def certificate(name: str) -> Certificate:
    """A certificate of the estate by the stem of its file. Raises FileNotFoundError."""
    der = (FOLDER / f"{name}.cer").read_bytes()
    read = x509.load_der_x509_certificate(der)
    key = read.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        names = x509.SubjectAlternativeName([])
    return Certificate(
        name=name,
        der=der,
        subject=_printed_name(read.subject),
        issuer=_printed_name(read.issuer),
        not_before=read.not_valid_before_utc,
        not_after=read.not_valid_after_utc,
        serial=f"{read.serial_number:032X}",
        names=tuple(names.get_values_for_type(x509.DNSName)),
        bits=key.key_size,
        thumbprint=read.fingerprint(hashes.SHA1()).hex().upper(),
    )


def _printed_name(name: x509.Name) -> str:
    """A name as X509Certificate2 prints it: the last part first, separated by a comma and a blank."""
    return ", ".join(part.rfc4514_string() for part in reversed(list(name)))


def shown(made: Certificate) -> dict[str, Value]:
    """What any cmdlet shows of a certificate, by property."""
    names = Items(made.names, joins=True)
    return {
        "Issuer": made.issuer,
        "NotAfter": made.not_after,
        "NotBefore": made.not_before,
        "SerialNumber": made.serial,
        "Subject": made.subject,
        "AlternativeNames": Items(made.names),
        "CertificateDomains": names,
        "DnsNameList": names,
        "Thumbprint": made.thumbprint,
        "PublicKeySize": made.bits,
        "KeySize": made.bits,
        "IsSelfSigned": made.issuer == made.subject,
    }


def exchanged(estate: Estate, old: Certificate, new: Certificate, *stems: str) -> Estate:
    """The estate with one certificate in place of another: everywhere, or in some exports only.

    What an object says of the certificate follows, as do other properties that hold its thumbprint or its bytes,
    and certificate files.
    """
    exports = {
        stem: _exchanged_in(export, old, new) if not stems or stem in stems else export
        for stem, export in estate.exports.items()
    }
    files = estate.files
    if not stems:
        files = {name: new.der if data == old.der else _in_text(data, old, new) for name, data in files.items()}
    changed = Estate(exports, files)
    if changed == estate:
        raise ValueError(f"{old.name} is in none of these exports")
    return changed


def _exchanged_in(export: Export, old: Certificate, new: Certificate) -> Export:
    def change(value: Value) -> Value:
        if isinstance(value, str):
            return value.replace(old.thumbprint, new.thumbprint).replace(old.base64, new.base64)
        if isinstance(value, bytes):
            return new.der if value == old.der else value
        if isinstance(value, Items):
            return replace(value, items=tuple(map(change, value.items)))
        return value

    def exchanged_thing(thing: Thing) -> Thing:
        values = {name: change(value) for name, value in thing.properties.items()}
        if thing.properties.get("Thumbprint") == old.thumbprint:
            own = shown(new)
            values |= {name: own[name] for name in values if name in own and name != "Thumbprint"}
        return replace(thing, properties=values)

    return replace(export, objects=tuple(map(exchanged_thing, export.objects)))


def _in_text(data: bytes, old: Certificate, new: Certificate) -> bytes:
    return data.replace(old.pem, new.pem)
