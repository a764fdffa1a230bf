"""Facts of certificates: as Windows prints them, field by field, and equal to what another parser reads."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import struct
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from analyzer.x509 import (
    certificate_facts,
    decode_serialization_data,
    examine_certificate,
    exchange_certificate_facts,
    library,
    tolerant,
)
from analyzer.x509.der import DerError, read
from analyzer.x509.names import distinguished_name

NAMESPACE = "{http://schemas.microsoft.com/powershell/2004/04}"


def corpus(shared: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted((shared / "data/corpora/certs").rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        blocks = re.findall(rb"-----BEGIN (?:X509 )?CERTIFICATE-----(.*?)-----END", data, re.DOTALL)
        yield from ((path, base64.b64decode(block)) for block in blocks)
        if data.startswith(b"0"):
            yield path, data


def test_as_windows_prints_it(shared: Path) -> None:
    pem = (shared / "data/powershell_real/litware/cases/healthy/csv/exchange_iis.pem").read_text("ascii")
    facts = certificate_facts(base64.b64decode("".join(pem.splitlines()[1:-1])))
    assert facts == {
        "Subject": "CN=mail.litwareinc.com",
        "Issuer": "CN=litwareinc-DC01-CA, DC=litwareinc, DC=com",
        "Thumbprint": facts["Thumbprint"],
        "SerialNumber": "00FF5F93E3F38B637B6E4493EB6D55BF",
        "NotBefore": "2025-11-03T02:00:00Z",
        "NotAfter": "2027-11-03T02:00:00Z",
        "PublicKeyAlgorithm": "RSA",
        "PublicKeySize": 2048,
        "SignatureAlgorithm": "sha256RSA",
        "IsSelfSigned": False,
        "Version": 3,
        "DnsNameList": [
            "mail.litwareinc.com",
            "autodiscover.litwareinc.com",
            "exch01.litwareinc.com",
            "exch02.litwareinc.com",
        ],
        "EnhancedKeyUsageList": ["Server Authentication (1.3.6.1.5.5.7.3.1)"],
        "KeyUsage": "KeyEncipherment, DigitalSignature",
        "SubjectKeyIdentifier": "13743D94E0D47B5E1FF30E632AF0626B638279B5",
        "AuthorityKeyIdentifier": "5EE3C21F5F8242CA3D7F7D3671868A804FE560FE",
    }


def read_field(fields: Mapping[str, Callable[[], Any]], name: str) -> tuple[bool, Any]:
    try:
        value = fields[name]()
    except Exception:
        return False, None
    if name in ("Subject", "Issuer"):
        return True, distinguished_name(value)
    return True, value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def test_both_parsers_agree_over_the_corpus(shared: Path) -> None:
    both = sole = 0
    with library.quiet():
        for path, der in corpus(shared):
            try:
                first, second = library.fields(der), tolerant.fields(der)
            except Exception:  # the library's have no common base
                continue
            assert first.keys() == second.keys()
            for name in first:
                (known, value), (legible, other) = read_field(first, name), read_field(second, name)
                if known and legible:
                    assert value == other, (path, name)
                    both += 1
                sole += legible and not known
    assert both > 9_000
    assert sole > 500


def test_what_the_library_reads_is_not_read_again(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = (shared / "data/powershell_real/litware/cases/healthy/csv/exchange_iis.pem").read_text("ascii")
    der = base64.b64decode("".join(pem.splitlines()[1:-1]))
    expected = certificate_facts(der)
    monkeypatch.setattr(tolerant, "fields", lambda der: {})
    assert certificate_facts(der) == expected
    monkeypatch.undo()
    monkeypatch.setattr(library, "fields", lambda der: {})
    assert certificate_facts(der) == expected


def test_the_library_waits_for_a_certificate() -> None:
    code = "import sys, analyzer.x509, analyzer.readers.certificates; sys.exit('cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_faults_of_a_certificate_are_no_warnings(shared: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = [examine_certificate(der) for _, der in corpus(shared)]
        with library.quiet(), pytest.raises(UserWarning):
            warnings.warn("another", UserWarning, stacklevel=1)
    assert any(one.facts.get("SerialNumber") == "00" for one in found)
    with pytest.warns(UserWarning, match="serial number"):
        for path, der in corpus(shared):
            if path.name == "serialNumberZero.pem":
                library.fields(der)


@pytest.mark.parametrize(
    ("file", "problems", "kept"),
    [
        ("limbo/rfc5280__san__malformed.pem", ("DnsNameList",), "EnhancedKeyUsageList"),
        ("pyca_custom/two_basic_constraints.pem", ("CertificateAuthority",), "PublicKeySize"),
        ("pyca_custom/invalid_utf8_common_name.pem", ("Subject", "Issuer"), "NotAfter"),
        ("pyca_custom/ec_no_named_curve.pem", ("PublicKeySize",), "Subject"),
    ],
)
def test_malformed_field_does_not_hide_the_others(
    shared: Path, file: str, problems: tuple[str, ...], kept: str
) -> None:
    text = (shared / "data/corpora/certs" / file).read_bytes()
    block = re.search(rb"-----BEGIN CERTIFICATE-----(.*?)-----END", text, re.DOTALL)
    assert block
    found = examine_certificate(base64.b64decode(block[1]))
    assert found.problems == problems
    assert not set(problems) & found.facts.keys()
    assert kept in found.facts


def element(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    size = len(content)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 | len(octets)]) + octets) + content


def named(*parts: tuple[str, int, bytes]) -> bytes:
    oids = {"CN": "550403", "O": "55040a", "DC": "0992268993f22c640119", "ST": "550408", "X": "550461"}
    return element(
        0x30,
        *(
            element(0x31, element(0x30, element(6, bytes.fromhex(oids[key])), element(tag, value)))
            for key, tag, value in parts
        ),
    )


def certificate(subject: bytes, not_after: bytes = b"270310020001Z", serial: bytes = b"\0\xff") -> bytes:
    algorithm = element(0x30, element(6, bytes.fromhex("2a864886f70d01010b")), b"\5\0")
    key = element(0x30, element(6, bytes.fromhex("2a864886f70d010101")), b"\5\0")
    modulus = element(0x30, element(2, b"\0" + b"\x80" + bytes(127)), element(2, b"\1\0\1"))
    validity = element(0x30, element(0x17, b"250310020001Z"), element(0x17, not_after))
    spki = element(0x30, key, element(3, b"\0" + modulus))
    body = element(0x30, element(2, serial), algorithm, subject, validity, subject, spki)
    return element(0x30, body, algorithm, element(3, b"\0" * 9))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (named(("DC", 0x16, b"com"), ("DC", 0x16, b"litwareinc"), ("CN", 0x0C, b"CA")), "CN=CA, DC=litwareinc, DC=com"),
        (named(("O", 0x13, b'Litware, Inc. "x"'), ("ST", 0x13, b" NRW")), 'S=" NRW", O="Litware, Inc. ""x"""'),
        (named(("X", 0x0C, b"NTRDE-1")), "OID.2.5.4.97=NTRDE-1"),
        (named(("CN", 0x1E, "郵件".encode("utf-16-be"))), "CN=郵件"),
        (named(("CN", 0x0C, b"")), 'CN=""'),
        (named(), ""),
        (named(("CN", 0x05, b"")), "CN=#0500"),
        (named(("CN", 0x14, "Müller".encode("latin-1"))), "CN=Müller"),
        (named(("CN", 0x14, "Müller".encode())), "CN=Müller"),
        (named(("CN", 0x13, b"ex_01@litware")), "CN=ex_01@litware"),
    ],
)
def test_distinguished_names(name: bytes, printed: str) -> None:
    der = certificate(name)
    facts = certificate_facts(der)
    assert facts["Subject"] == facts["Issuer"] == printed
    assert distinguished_name(tolerant.fields(der)["Subject"]()) == printed
    assert facts["IsSelfSigned"] is True
    assert facts["SerialNumber"] == "00FF"
    assert facts["PublicKeySize"] == 1024
    assert facts["Version"] == 1


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (b"491231235959Z", "2049-12-31T23:59:59Z"),
        (b"500101000000Z", "1950-01-01T00:00:00Z"),
        (b"2703100200Z", "2027-03-10T02:00:00Z"),
        (b"270310020001+0100", "2027-03-10T01:00:01Z"),
        (b"270230020001Z", None),
        (b"", None),
    ],
)
def test_times(written: bytes, printed: str | None) -> None:
    found = examine_certificate(certificate(named(), written))
    assert found.facts.get("NotAfter") == printed
    assert found.problems == (() if printed else ("NotAfter",))


def test_bytes_that_are_no_certificate() -> None:
    whole = certificate(named(("CN", 0x0C, b"x")))
    assert certificate_facts(whole + b"behind")["Thumbprint"] == hashlib.sha1(whole).hexdigest().upper()
    for length in range(len(whole)):
        assert certificate_facts(whole[:length]) == {}
    for data in (b"", b"text", bytes(100), b"\x30\x80" * 5_000, b"\x30\x84\xff\xff\xff\xff", b"\x1f" * 50):
        assert examine_certificate(data).facts == {}


def test_changed_bytes_raise_nothing() -> None:
    whole = certificate(named(("CN", 0x0C, b"x")))
    for position in range(len(whole)):
        for change in (0x00, 0x80, 0xFF, whole[position] ^ 1):
            certificate_facts(whole[:position] + bytes([change]) + whole[position + 1 :])


def test_indefinite_lengths_are_read_and_bounded() -> None:
    nested = b"\x30\x80" * 3 + b"\2\1\5" + b"\0\0" * 3
    assert read(nested).finish == len(nested)
    assert read(nested).child().child().child().small_integer() == 5
    with pytest.raises(DerError):
        read(nested[:-1])


def exported(shared: Path) -> Iterator[tuple[dict[str, Any], str]]:
    for path in sorted(shared.glob("data/exchange_*/exports/**/*ertifi*.xml")):
        for item in ElementTree.parse(path).getroot().iter(NAMESPACE + "Obj"):
            bytes_of = {e.get("N") or "": {"base64": e.text} for e in item.iter(NAMESPACE + "BA") if e.text}
            if "RawData" in bytes_of:
                yield bytes_of, item.findtext(NAMESPACE + "ToString", "")


def test_exchange_certificates(shared: Path) -> None:
    count = 0
    for record, text in exported(shared):
        facts = exchange_certificate_facts(record)
        der = base64.b64decode(record["RawData"]["base64"])
        assert facts["Thumbprint"] == hashlib.sha1(der).hexdigest().upper()
        assert f"  {facts['Thumbprint']}" in text
        assert f"  {facts['SerialNumber']}_" in text
        assert f"  {facts['Subject']}_" in text
        assert ("Services" in facts) == ("SerializationData" in record)
        if "SerializationData" in record:
            assert facts["Identity"].endswith("\\" + facts["Thumbprint"])
            assert facts["Status"] == "Valid"
            assert facts["HasPrivateKey"] is True
            assert facts["PrivateKeyExportable"] in (True, False)
        count += 1
    assert count >= 36


def test_exchange_auth_certificate_in_full(shared: Path) -> None:
    found = [exchange_certificate_facts(record) for record, _ in exported(shared)]
    one = next(
        facts
        for facts in found
        if facts["Thumbprint"] == "D003810EBE1624145889D031FBB77ED2BD280FD3" and "Services" in facts
    )
    assert one["Services"] == "IMAP, IIS, SMTP"
    assert one["CertificateDomains"] == ["E2k16-1", "E2k16-1.Contoso.lab"]
    assert one["FriendlyName"] == "E2k16-1"
    assert one["RootCAType"] == "None"
    auth = next(facts for facts in found if "Auth Certificate" in facts["Subject"] and "Services" in facts)
    assert auth["CertificateDomains"] == []
    assert auth["IsSelfSigned"] is True


def test_raw_data_in_the_forms_of_every_reader() -> None:
    der = certificate(named(("CN", 0x0C, b"x")))
    expected = certificate_facts(der)
    for value in (
        {"base64": base64.b64encode(der).decode()},
        base64.b64encode(der).decode(),
        list(der),
        "{" + ", ".join(map(str, der)) + "}",
    ):
        assert exchange_certificate_facts({"RawData": value}) == expected
    for value in (None, "", "{48, 130...}", "System.Byte[]", [300], [None], {"base64": None}, 5, {"$ref": 1}):
        assert exchange_certificate_facts({"RawData": value}) == {}


def serialized(services: int, extra: bytes = b"") -> bytes:
    def text(value: str) -> bytes:
        return bytes([len(value)]) + value.encode()

    header = b"\0" + struct.pack("<iiii", 1, -1, 1, 0)
    declared = b"\5" + struct.pack("<i", 1) + text("X") + struct.pack("<i", 3)
    declared += text("CertData") + text("Services") + text("Identity")
    declared += b"\7\0\1" + b"\2" + b"\x08" + struct.pack("<i", 2)
    members = (
        b"\x09" + struct.pack("<i", 3) + struct.pack("<i", services) + b"\6" + struct.pack("<i", 4) + text("fe01\\AB")
    )
    return header + b"\x0c" + struct.pack("<i", 2) + text("lib") + declared + members + extra


def test_serialization_data_is_read_as_data() -> None:
    data = serialized(9, b"\x0f" + struct.pack("<iiB", 3, 2, 2) + b"ab" + b"\x0b")
    expected = {"CertData": b"ab", "Services": 9, "Identity": "fe01\\AB"}
    assert decode_serialization_data(data) == expected
    signed = b"#sig#" + struct.pack("<I", len(data)) + data + bytes(32)
    assert decode_serialization_data(signed) == expected
    facts = exchange_certificate_facts({"SerializationData": {"base64": base64.b64encode(data).decode()}})
    assert facts == {"Services": "IMAP, IIS", "Identity": "fe01\\AB"}


def test_serialization_data_that_is_damaged() -> None:
    data = serialized(9, b"\x0f" + struct.pack("<iiB", 3, 2, 2) + b"ab" + b"\x0b")
    for length in range(len(data)):
        decode_serialization_data(data[:length])
    for position in range(len(data)):
        for change in (0, 1, 0x7F, 0xFF):
            decode_serialization_data(data[:position] + bytes([change]) + data[position + 1 :])
    deep = (
        b"\0"
        + struct.pack("<iiii", 1, -1, 1, 0)
        + b"".join(b"\x10" + struct.pack("<ii", number, 1) for number in range(1, 100_000))
    )
    assert decode_serialization_data(deep) == {}
    nulls = serialized(9, b"\x10" + struct.pack("<ii", 3, 5) + b"\x0e" + struct.pack("<i", 2**31 - 1))
    assert decode_serialization_data(nulls)["Services"] == 9
