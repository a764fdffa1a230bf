"""Certificate files of every kind."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers import certificates

KEY = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n"


def source(content: bytes | str) -> Source:
    data = content if isinstance(content, bytes) else content.encode()
    encoding: str | None = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8"
    if encoding == "utf-8" and (b"\0" in data or data.startswith(b"0\x82")):
        encoding = None
    elif encoding == "utf-8":
        try:
            data.decode()
        except UnicodeDecodeError:
            encoding = "latin-1"
    return Source("x", len(data), hashlib.sha256(data).hexdigest(), data, encoding=encoding)


def read(content: bytes | str) -> Reading:
    return certificates.read(source(content), Budget())


@pytest.fixture(scope="module")
def pem(shared: Path) -> str:
    return (shared / "data/powershell_real/litware/cases/healthy/csv/oauthtokenissuer.pem").read_text("ascii")


@pytest.fixture(scope="module")
def der(pem: str) -> bytes:
    return base64.b64decode("".join(pem.splitlines()[1:-1]))


def thumbprints(reading: Reading) -> list[str]:
    return [record.value["Thumbprint"] for record in reading.records]


def codes(reading: Reading) -> list[tuple[str, int | None]]:
    return [(note.code, note.line) for note in reading.notes]


def test_every_frame_gives_the_same_certificate(pem: str, der: bytes, shared: Path) -> None:
    thumbprint = hashlib.sha1(der).hexdigest().upper()
    cer = (shared / "data/powershell_real/litware/cases/healthy/csv/oauthtokenissuer.cer").read_bytes()
    bare = base64.b64encode(der).decode()
    wrapped = "\n".join(pem.splitlines()[1:-1])
    for content, line in (
        (pem, 1),
        (pem.replace("\n", "\r\n"), 1),
        (b"\xff\xfe" + pem.encode("utf-16-le"), 1),
        ("".join(f"> {row}\n" for row in pem.splitlines()), 1),
        (cer, None),
        (der + b"\r\n", None),
        (bare, 1),
        ("\n\n" + wrapped, 3),
    ):
        assert certificates.sniff(source(content)) >= 0.9
        reading = read(content)
        assert thumbprints(reading) == [thumbprint], content
        assert reading.records[0].line == line
        assert reading.records[0].value["Subject"] == "CN=litwareinc.com"
        assert reading.notes == ()
        assert [(block.type, block.count) for block in reading.blocks] == [(certificates.TYPE_NAME, 1)]


def test_bad_block_does_not_hide_the_others(pem: str) -> None:
    damaged = pem.replace("MIIDdTCC", "MIIDdTC!")
    cut = "\n".join(pem.splitlines()[:5]) + "\n"
    shortened = "\n".join([*pem.splitlines()[:5], pem.splitlines()[-1]]) + "\n"
    length = len(pem.splitlines())
    reading = read(f"subject=CN = x\n{damaged}{cut}{pem}{shortened}{pem}")
    assert len(set(thumbprints(reading))) == 1
    assert [record.line for record in reading.records] == [7 + length, 7 + 2 * length + 6]
    assert codes(reading) == [
        ("certificate-unreadable", 2),
        ("certificate-unreadable", 2 + length),
        ("certificate-unreadable", 7 + 2 * length),
    ]


def test_private_key_is_noted_and_never_shown(pem: str) -> None:
    reading = read(KEY + pem)
    assert codes(reading) == [("private-key-in-export", 1)]
    assert len(reading.records) == 1
    assert "c2VjcmV0" not in repr(reading)
    assert certificates.sniff(source(KEY)) == 1.0
    assert codes(read(KEY)) == [("private-key-in-export", 1)]


def test_requests_lists_and_keys_are_named(shared: Path) -> None:
    corpus = shared / "data/corpora"
    reading = read((corpus / "certs/pyca_custom/crl_empty.pem").read_bytes())
    assert codes(reading) == [("no-certificate", 1)]
    assert "revocation list" in reading.notes[0].message


def test_requests_and_keys_in_der() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    form, public = serialization.Encoding.DER, serialization.PublicFormat
    plain = serialization.NoEncryption()
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(key, hashes.SHA256())
    known = {
        "request": [request.public_bytes(form)],
        "public key": [
            key.public_key().public_bytes(form, public.SubjectPublicKeyInfo),
            rsa.generate_private_key(65537, 1024).public_key().public_bytes(form, public.PKCS1),
        ],
    }
    for words, contents in known.items():
        for content in contents:
            reading = read(content)
            assert [note.code for note in reading.notes] == ["no-certificate"]
            assert words in reading.notes[0].message
    private = [
        key.private_bytes(form, serialization.PrivateFormat.PKCS8, plain),
        key.private_bytes(form, serialization.PrivateFormat.TraditionalOpenSSL, plain),
        key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")),
    ]
    for content in private:
        assert [note.code for note in read(content).notes] == ["private-key-in-export"]


def test_containers(shared: Path) -> None:
    folder = shared / "data/corpora/p7b_pfx"
    roots = read((folder / "pyca_pkcs7_amazon-roots.der").read_bytes())
    assert len(roots.records) == 2
    assert roots.records[0].line is None
    isrg = read((folder / "pyca_pkcs7_isrg.pem").read_bytes())
    assert [record.line for record in isrg.records] == [1]
    for path in sorted(folder.iterdir()):
        reading = read(path.read_bytes())
        assert certificates.sniff(source(path.read_bytes())) == 1.0
        found = {note.code for note in reading.notes}
        if "enveloped" in path.name or "-pwd" in path.name.replace("-no-pwd", "") or "pkits" in path.name:
            assert "certificate-needs-password" in found, path
        assert found <= {"certificate-needs-password", "private-key-in-export"}, path
        if "certificate-needs-password" not in found:
            assert reading.records, path


def test_bad_certificate_in_a_container_does_not_hide_the_others(shared: Path) -> None:
    container = (shared / "data/corpora/p7b_pfx/pyca_pkcs7_amazon-roots.der").read_bytes()
    first, second = thumbprints(read(container))
    at = container.rindex(b"\x17\x0d")  # a UTCTime of the last certificate
    damaged = read(container[:at] + b"\x17\x0dx" + container[at + 3 :])
    assert thumbprints(damaged)[0] == first
    assert thumbprints(damaged)[1] != second
    assert [(note.code, note.record) for note in damaged.notes] == [("certificate-field-unreadable", 1)]


def test_certificate_that_is_not_der_keeps_its_thumbprint(der: bytes) -> None:
    def element(tag: int, content: bytes) -> bytes:
        return bytes([tag, 0x84]) + len(content).to_bytes(4, "big") + content

    at = der.index(b"\x30", 1)
    certificate = element(0x30, der[at:])
    signed = b"\2\1\1\x31\0" + element(0x30, bytes.fromhex("06092a864886f70d010701"))
    signed += element(0xA0, certificate) + b"\x31\0"
    container = element(0x30, bytes.fromhex("06092a864886f70d010702") + element(0xA0, element(0x30, signed)))
    assert thumbprints(read(container)) == [hashlib.sha1(certificate).hexdigest().upper()]


def test_corpus(shared: Path) -> None:
    for path in sorted((shared / "data/corpora/certs").rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        assert certificates.sniff(source(data)) >= 0.6, path
        blocks = re.findall(rb"-----BEGIN CERTIFICATE-----(.*?)-----END", data, re.DOTALL)
        expected = [hashlib.sha1(base64.b64decode(block)).hexdigest().upper() for block in blocks]
        reading = read(data)
        if blocks:
            assert thumbprints(reading) == expected, path
        assert {note.code for note in reading.notes} <= {"certificate-field-unreadable", "no-certificate"}, path


def test_several_certificates_behind_each_other(der: bytes) -> None:
    reading = read(der + der)
    assert len(reading.records) == 2
    assert codes(read(der + b"behind")) == [("certificate-unreadable", None)]


def test_damage_raises_nothing_and_is_noted(der: bytes, shared: Path) -> None:
    container = (shared / "data/corpora/p7b_pfx/pyca_name-2-no-pwd.p12").read_bytes()
    for data in (der, container):
        for length in range(64, len(data), 37):
            reading = read(data[:length])
            assert not reading.records
            assert [note.code for note in reading.notes] == ["certificate-unreadable"], length
        for position in range(0, len(data), 7):
            read(data[:position] + bytes([data[position] ^ 0x55]) + data[position + 1 :])


@pytest.mark.parametrize(
    "content",
    [b"", b"0", b"Get-CsCertificate", b"0,1,2\n3,4,5\n", b"MIGRATION notes", b"\x30\x82", bytes(500), b"MIIabc"],
)
def test_what_is_no_certificate(content: bytes) -> None:
    assert certificates.sniff(source(content)) == 0.0
    assert read(content).records == ()
