"""Certificate files: PEM, DER, PKCS#7, PKCS#12 and bare base64.

A record is a certificate under the property names of X509Certificate2; its line is that of the BEGIN line, None where
the bytes stand on no line. What else such files hold is named in a note, a private key without its content.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.budget import Budget
from analyzer.model import Block, Note, Reading, Record, Source
from analyzer.notes import note
from analyzer.readers.certificates.containers import Contents, Kind, is_cut, kind_of, pkcs7_contents, pkcs12_contents
from analyzer.readers.certificates.pem import decode_base64, pem_blocks
from analyzer.readers.lines import split_lines
from analyzer.x509 import TYPE_NAME, examine_certificate
from analyzer.x509.der import SEQUENCE, DerError
from analyzer.x509.der import read as read_element

FORMAT = "certificate"

MAX_BYTES = 16 * 2**20
"""Larger files are no certificates; a store of thousands stays far below."""

_FRAME = "-----BEGIN "
_LEADS = ("Certificate:", "Bag Attributes", "subject=", "issuer=", "depth=", "CONNECTED(", "#")
"""What openssl prints before a block."""


def sniff(source: Source) -> float:
    """1 for DER of a known kind and for text that begins with a PEM frame, less for a frame within other text."""
    if source.size > MAX_BYTES:
        return 0.0
    if source.data[:1] == b"0" and kind_of(source.data) is not None:
        return 1.0
    if source.encoding is None:
        return 0.0
    text = source.text
    at = text.find(_FRAME)
    if at < 0:
        return 0.9 if _bare_base64(text) is not None else 0.0
    before = text[:at].strip("\r\n\t >|")
    return 1.0 if not before or before.startswith(_LEADS) else 0.6


def read(source: Source, budget: Budget) -> Reading:
    """The certificates of a file, in the order in which they stand. Damaged and encrypted parts are noted."""
    found = _Found()
    data = source.data
    if data[:1] == b"0" and kind_of(data) is not None:
        _add_all(found, data)
    elif _FRAME in source.text:
        for block in pem_blocks(split_lines(source.text)):
            if block.private_key:
                found.notes.append(note("private-key-in-export", line=block.line))
            elif block.data is None:
                found.unreadable("its text is no base64" if block.closed else "its end is missing", block.line)
            else:
                _add(found, block.data, block.line)
    else:
        bare = _bare_base64(source.text)
        if bare is not None:
            _add(found, bare, 1 + source.text[: len(source.text) - len(source.text.lstrip())].count("\n"))
    blocks = (Block(0, len(found.records), type=TYPE_NAME),) if found.records else ()
    return Reading(FORMAT, tuple(found.records), blocks, tuple(found.notes))


@dataclass(slots=True)
class _Found:
    records: list[Record] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def unreadable(self, why: str, line: int | None) -> None:
        self.notes.append(note("certificate-unreadable", f"A certificate could not be read: {why}.", line=line))

    def certificate(self, der: bytes, line: int | None) -> None:
        examined = examine_certificate(der)
        if not examined.facts:
            self.unreadable("it is cut" if is_cut(der) else "its structure is damaged", line)
            return
        self.notes.extend(
            note("certificate-field-unreadable", line=line, record=len(self.records), property=name)
            for name in examined.problems
        )
        self.records.append(Record({"$type": TYPE_NAME, **examined.facts}, line))

    def contents(self, contents: Contents, kind: Kind, line: int | None) -> None:
        for der in contents.certificates:
            self.certificate(der, line)
        if contents.private_key:
            self.notes.append(note("private-key-in-export", line=line))
        if contents.encrypted:
            text = f"A {kind.value} is encrypted; it cannot be read without its password or key."
            self.notes.append(note("certificate-needs-password", text, line=line))
        elif not contents.certificates:
            self.notes.append(note("no-certificate", f"A {kind.value} without a certificate.", line=line))


def _add_all(found: _Found, data: bytes) -> None:
    """Adds what DER bytes hold: one structure, or several behind each other."""
    position = 0
    while data[position : position + 1] == b"0":
        try:
            end = read_element(data, position).expect(SEQUENCE).finish
        except DerError:
            end = len(data)
        _add(found, data[position:end], None)
        position = end
    if data[position:].strip(b"\0\r\n\t \x1a"):
        found.unreadable("there are other bytes behind it", None)


def _add(found: _Found, der: bytes, line: int | None) -> None:
    """Adds one structure."""
    kind = kind_of(der)
    if kind is None:
        found.unreadable("its structure is damaged", line)
    elif kind is Kind.CERTIFICATE:
        found.certificate(der, line)
    elif kind is Kind.PRIVATE_KEY:
        found.notes.append(note("private-key-in-export", line=line))
    elif kind in (Kind.PKCS7, Kind.PKCS12):
        try:
            contents = pkcs7_contents(der) if kind is Kind.PKCS7 else pkcs12_contents(der)
        except (DerError, IndexError):
            found.unreadable(f"the {kind.value} is damaged", line)
        else:
            found.contents(contents, kind, line)
    else:
        found.notes.append(note("no-certificate", f"A {kind.value}, which holds no certificate.", line=line))


def _bare_base64(text: str) -> bytes | None:
    """The bytes of a text that is nothing but the base64 of a known structure."""
    start = text[:64].lstrip()
    if not start.startswith("MI"):
        return None
    data = decode_base64(text)
    return data if data is not None and kind_of(data) is not None else None
