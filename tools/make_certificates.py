"""Makes the certificates of the invented estate litwareinc.com for sample_exports: only what may be sent, never a key.

    python tools/make_certificates.py FOLDER [--as-of 2026-06-15] [--der-only]

`tools/estate/certificates` was made so, with --der-only, and is kept: the exports of the estate name its thumbprints.

Names, serial numbers and dates are the same in every run with one --as-of. The keys are new, so thumbprints are not:
they are printed (file, thumbprint, subject, expiry) for whoever writes the exports that name them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DOMAIN = "litwareinc.com"
FRONT_ENDS = ("lyncfe01", "lyncfe02", "lyncfe03")
EXCHANGE_SERVERS = ("exch01", "exch02")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One certificate to make. `days` is its validity, from and to, in days from the time of the exports."""

    file: str
    common_name: str
    names: tuple[str, ...] = ()
    bits: int = 2048
    days: tuple[int, int] = (-365, 365)
    self_signed: bool = False
    domain: str = DOMAIN


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority: its name, its certificate and the key that signs with it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def wanted() -> tuple[Wanted, ...]:
    """The certificates of the estate, the healthy ones first."""
    own = [
        Wanted(
            f"default_{host}",
            f"pool01.{DOMAIN}",
            (
                f"pool01.{DOMAIN}",
                f"{host}.{DOMAIN}",
                f"sip.{DOMAIN}",
                f"meet.{DOMAIN}",
                f"dialin.{DOMAIN}",
                f"lyncdiscoverinternal.{DOMAIN}",
            ),
        )
        for host in FRONT_ENDS
    ]
    exchange = (*(f"{host}.{DOMAIN}" for host in EXCHANGE_SERVERS), f"autodiscover.{DOMAIN}")
    return (
        Wanted("oauthtokenissuer", DOMAIN, (DOMAIN,)),
        *own,
        Wanted("exchange_auth", "Microsoft Exchange Server Auth Certificate", days=(-300, 1500), self_signed=True),
        Wanted("exchange_iis", f"mail.{DOMAIN}", (f"mail.{DOMAIN}", *exchange)),
        Wanted("oauthtokenissuer_1024", DOMAIN, (DOMAIN,), bits=1024),
        Wanted("oauthtokenissuer_expired", DOMAIN, (DOMAIN,), days=(-800, -70)),
        Wanted("oauthtokenissuer_next", DOMAIN, (DOMAIN,), days=(-5, 725)),
        Wanted("web_of_another_company", "www.fabrikam.com", ("www.fabrikam.com",), domain="fabrikam.com"),
        *_faulty_ones(),
    )


def _faulty_ones() -> tuple[Wanted, ...]:
    """Each differs from a healthy one by what its name says."""
    other_names = (f"sip.{DOMAIN}", f"meet.{DOMAIN}")
    pool, server = f"pool01.{DOMAIN}", f"lyncfe02.{DOMAIN}"
    hosts = tuple(f"{host}.{DOMAIN}" for host in EXCHANGE_SERVERS)
    auth = "Microsoft Exchange Server Auth Certificate"
    return (
        Wanted("oauthtokenissuer_expires_soon", DOMAIN, (DOMAIN,), days=(-710, 20)),
        Wanted("oauthtokenissuer_future", DOMAIN, (DOMAIN,), days=(10, 740)),
        Wanted("oauthtokenissuer_wildcard", f"*.{DOMAIN}", (DOMAIN, f"*.{DOMAIN}")),
        Wanted("default_lyncfe02_expired", pool, (pool, server, *other_names), days=(-740, -10)),
        Wanted("default_lyncfe02_future", pool, (pool, server, *other_names), days=(5, 735)),
        Wanted("default_lyncfe02_without_server", pool, (pool, *other_names)),
        Wanted("default_lyncfe02_without_pool", server, (server, *other_names)),
        Wanted("exchange_auth_expired", auth, days=(-1900, -75), self_signed=True),
        Wanted("exchange_auth_expires_soon", auth, days=(-1785, 40), self_signed=True),
        Wanted("exchange_auth_future", auth, days=(10, 1835), self_signed=True),
        Wanted("exchange_auth_next", auth, days=(-5, 1820), self_signed=True),
        Wanted("exchange_auth_1024", auth, bits=1024, days=(-300, 1500), self_signed=True),
        Wanted("exchange_auth_of_authority", auth, days=(-300, 1500)),
        Wanted("exchange_iis_without_autodiscover", f"mail.{DOMAIN}", (f"mail.{DOMAIN}", *hosts)),
        Wanted(
            "exchange_iis_expired",
            f"mail.{DOMAIN}",
            (f"mail.{DOMAIN}", *hosts, f"autodiscover.{DOMAIN}"),
            days=(-800, -40),
        ),
    )


def serial_number(text: str) -> int:
    """A serial number of 127 bits that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big") >> 1 | 1 << 100


def directory_name(common_name: str, domain: str | None = None) -> x509.Name:
    """The name CN=..., DC=litwareinc, DC=com in the order of certificates, general part first."""
    parts = [(NameOID.DOMAIN_COMPONENT, part) for part in reversed(domain.split("."))] if domain else []
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in (*parts, (NameOID.COMMON_NAME, common_name))])


def make_authority(domain: str, as_of: dt.datetime) -> Authority:
    """A root authority as a domain controller of the domain would be."""
    key = rsa.generate_private_key(65537, 2048)
    name = directory_name(f"{domain.partition('.')[0]}-DC01-CA", domain)
    builder = _builder(name, name, key.public_key(), serial_number(f"CA {domain}"), as_of, (-1500, 2000))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return Authority(builder.sign(key, hashes.SHA256()), key)


def make_certificate(want: Wanted, authority: Authority, as_of: dt.datetime) -> x509.Certificate:
    """The certificate; its private key is dropped at once."""
    key = rsa.generate_private_key(65537, want.bits)
    subject = directory_name(want.common_name)
    issuer = subject if want.self_signed else authority.certificate.subject
    builder = _builder(subject, issuer, key.public_key(), serial_number(want.file), as_of, want.days)
    usage = x509.KeyUsage(True, False, True, False, False, False, False, False, False)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    if want.names:
        names = x509.SubjectAlternativeName([x509.DNSName(name) for name in want.names])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(key if want.self_signed else authority.key, hashes.SHA256())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey,
    serial: int,
    as_of: dt.datetime,
    days: tuple[int, int],
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial)
        .not_valid_before(as_of + dt.timedelta(days[0]))
        .not_valid_after(as_of + dt.timedelta(days[1]))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def write(folder: Path, as_of: dt.datetime, der_only: bool = False) -> list[tuple[str, x509.Certificate]]:
    """Writes each certificate as .cer (DER), and unless `der_only` as .pem and one chain as .p7b."""
    folder.mkdir(parents=True, exist_ok=True)
    authorities = {domain: make_authority(domain, as_of) for domain in sorted({want.domain for want in wanted()})}
    made = [("litwareinc_root", authorities[DOMAIN].certificate)]
    made += [(want.file, make_certificate(want, authorities[want.domain], as_of)) for want in wanted()]
    for file, certificate in made:
        (folder / f"{file}.cer").write_bytes(certificate.public_bytes(Encoding.DER))
        if not der_only:
            (folder / f"{file}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    if der_only:
        return made
    chain = [certificate for file, certificate in made if file in ("litwareinc_root", "oauthtokenissuer")]
    (folder / "oauthtokenissuer_chain.p7b").write_bytes(pkcs7.serialize_certificates(chain, Encoding.DER))
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the certificates and prints what was made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date(2026, 6, 15))
    parser.add_argument("--der-only", action="store_true", help="neither .pem nor .p7b")
    options = parser.parse_args(arguments)
    as_of = dt.datetime.combine(options.as_of, dt.time(2, 0, 1), dt.UTC)
    for file, certificate in write(options.folder, as_of, options.der_only):
        thumbprint = certificate.fingerprint(hashes.SHA1()).hex().upper()  # what Windows calls the thumbprint
        expiry = certificate.not_valid_after_utc.date().isoformat()
        print(f"{file:<26} {thumbprint}  {certificate.subject.rfc4514_string():<60} {expiry}")


if __name__ == "__main__":
    main()
