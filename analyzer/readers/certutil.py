"""What certutil -dump and -store print, in any language of Windows.

The layout is the same everywhere; the labels are translated, though not all of them in all languages. So a line is told
by what cannot be translated: an identifier (2.5.29.17), a hash of 40 digits after `(sha1)`, a distinguished name before
or after the two dates. Words serve where two lines have the same shape. Values stay as printed, dates too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.budget import Budget
from analyzer.model import Block, Reading, Record, Source
from analyzer.readers.lines import Line, numbered
from analyzer.readers.native import cut_long_lines, prompt_command
from analyzer.x509 import TYPE_NAME

FORMAT = "certutil"

MAX_BYTES = 64 * 2**20

_COMMAND = re.compile(r"certutil(?:\.exe)?(?:\s|$)", re.IGNORECASE)
_TELLING = re.compile(r"\(sha1\) ?[:：] ?[0-9a-f]{2}|^X\.?509[- ][^:：\n]{1,40}[:：]\s*$", re.IGNORECASE | re.MULTILINE)
_STORE = re.compile(r'^[\w\\.-]{1,64} "[^"]{1,100}"$')
_SEPARATOR = re.compile(r"^\s*={4,} \S.{0,80} \d{1,6} ={4,}\s*$")
_FIELD = re.compile(r"^(\s*)([^\s:=][^:=]{0,79}?)\s?[:：]\s*(.*)$")
_SHA1 = re.compile(r"\(sha1\)$", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9a-fA-F]{4,64}")
_HASH = re.compile(r"[0-9a-fA-F]{40}")
_NAME = re.compile(r"^\s*(?:[A-Za-z][A-Za-z0-9]{0,31}|OID\.[0-9.]{3,80})=")
_DATE = re.compile(r"^[^\d]{0,12}\d{1,4}\D{1,3}\d{1,2}\D{1,3}\d{1,4}\D{1,12}\d{1,2}[:.]\d{2}")
_ALGORITHM = re.compile(r"[:：]\s*((?:[0-2]\.\d{1,3})(?:\.\d{1,10}){1,20})(?: (\S+))?")
_BITS = re.compile(r"^(\d{3,5}) ?(?:bits?|位元|位|ビット|비트|бит|bitov|bitar)\b", re.IGNORECASE)
_EXTENSION = re.compile(r"^\s*((?:[0-2]\.\d{1,3})(?:\.\d{1,10}){1,20}): \S+ = ")
_PROPERTY = re.compile(r"^\s*CERT_(\w+)_PROP_ID\(\d+\)[:：]?")
_ALTERNATIVE = re.compile(r"^\s+[^=]{0,40}DNS[^=]{0,40}=(\S+)\s*$", re.IGNORECASE)
_PURPOSE = re.compile(r"^\s+\S.*\((?:[0-2]\.\d{1,3})(?:\.\d{1,10}){1,20}\)\s*$")
_PROVIDER = re.compile(r"^\s*\S[^=:]{0,40} = Microsoft .*Provider\b")
_KEY_PROPERTY = "KEY_PROV_INFO"
_REQUEST = "PKCS10"
_ISSUER = ("issuer", "aussteller", "簽發者", "發行者", "颁发者", "発行者", "émetteur", "emisor", "emittente", "emissor")
_SUBJECT = (
    "subject",
    "antragsteller",
    "主體",
    "使用者",
    "主体",
    "サブジェクト",
    "objet",
    "sujet",
    "asunto",
    "soggetto",
)
_OTHER_HASHES = ("name", "key id", "antragstellername", "名稱", "名称", "金鑰", "密钥", "キー", "schlüssel", "crl")

_KEY = (
    "encryption test passed",
    "signature test passed",
    "private key is not exportable",
    "private key is exportable",
    "加密測試",
    "加密测试",
    "簽章測試",
    "签名测试",
    "verschlüsselungstest",
    "signaturtest",
    "暗号化テスト",
)
_NO_KEY = (
    "missing stored keyset",
    "no key provider information",
    "cannot find the certificate and private key",
    "certificate and private key for decryption",
    "沒有金鑰提供者",
    "没有密钥提供程序",
    "找不到憑證和私密金鑰",
    "找不到解密",
    "遺失儲存的金鑰",
    "缺少存储的密钥",
    "gespeicherter schlüsselsatz fehlt",
    "keine schlüsselanbieterinformationen",
    "格納されたキーセットがありません",
)


def sniff(source: Source) -> float:
    """0.9 for text that begins like certutil's output, 0.5 where such output stands within other text."""
    if source.encoding is None or source.size > MAX_BYTES:
        return 0.0
    text = source.text
    head = text[:4096]
    if not ("(sha1)" in text or "X509" in head or "X.509" in head) or not _TELLING.search(text):
        return 0.0
    lines = [line for line in numbered(text[:65_536]) if line.text.strip()]
    reading = read_lines(lines)
    if not reading.records:
        return 0.0
    first = lines[0].text
    begins = _STORE.match(first) or _SEPARATOR.match(first) or _typed(first) or first.startswith("X509")
    return 0.9 if begins or reading.records[0].line in {line.number for line in lines[:3]} else 0.5


def read(source: Source, budget: Budget) -> Reading:
    """The certificates that certutil printed into a file."""
    lines, notes = cut_long_lines(numbered(source.text), budget.line_chars)
    reading = read_lines(lines)
    return replace(reading, notes=(*notes, *reading.notes)) if notes else reading


def read_lines(lines: Sequence[Line]) -> Reading:
    """The certificates in lines of certutil's output, under the property names of X509Certificate2.

    A command at a prompt begins a block of its own; its text is the block's command, the heading of a store its group.
    """
    records: list[Record] = []
    blocks: list[Block] = []
    for start, stop in _runs(lines):
        run = lines[start:stop]
        command = _typed(run[0].text)
        found = _certificates(run)
        if found or command:
            store = next((line.text for line in run[:6] if _STORE.match(line.text)), None)
            blocks.append(Block(len(records), len(found), run[0].number, command, TYPE_NAME if found else None, store))
        records.extend(found)
    return Reading(FORMAT, tuple(records), tuple(blocks))


def _runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where the output of each command stands; what is before the first command is a run too."""
    if not lines:
        return []
    starts = sorted({0, *(index for index, line in enumerate(lines) if _typed(line.text))})
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _typed(text: str) -> str | None:
    """The command line of certutil that a line shows at a prompt."""
    command = prompt_command(text)
    return command if command and _COMMAND.match(command) else None


def _certificates(lines: Sequence[Line]) -> list[Record]:
    found: list[Record] = []
    current = _Certificate()
    for index, line in enumerate(lines):
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if (_SEPARATOR.match(line.text) and current.value) or current.repeats(line.text, following):
            _close(current, found)
            current = _Certificate()
        current.take(line, following)
    _close(current, found)
    return found


def _close(certificate: _Certificate, found: list[Record]) -> None:
    record = certificate.record()
    if record is not None:
        found.append(record)


@dataclass(slots=True)
class _Certificate:
    """The properties of one certificate as its lines come."""

    value: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    section: str = ""
    name: str = ""
    dates: int = 0
    other_hashes: bool = False
    request: bool = False

    def record(self) -> Record | None:
        """The certificate as a record; None where too little was printed to be one."""
        known = self.value.keys()
        if self.request or not ({"SerialNumber", "Issuer"} <= known or {"Thumbprint", "Subject"} <= known):
            return None
        if {"Subject", "Issuer"} <= known:
            self.set("IsSelfSigned", str(self.value["Subject"] == self.value["Issuer"]), self.lines["Subject"])
        return Record({"$type": TYPE_NAME, **self.value}, min(self.lines.values()), self.lines)

    def set(self, name: str, value: Any, line: int) -> None:
        """Sets a property; the first line that gives it counts."""
        if name not in self.value:
            self.value[name] = value
            self.lines[name] = line

    def repeats(self, text: str, following: str) -> bool:
        """Whether a line begins another certificate: a serial number, then an algorithm or issuer, after a hash."""
        if "Thumbprint" not in self.value or self.section:
            return False
        parts, below = _FIELD.match(text), _FIELD.match(following)
        if not (parts and below) or parts[1] or below[1] or parts[2].endswith(")"):
            return False
        return bool(_DIGITS.fullmatch(parts[3].strip()) and (not below[3] or _NAME.match(below[3])))

    def take(self, line: Line, following: str) -> None:
        """Takes one line of the output; `following` is the text of the next."""
        text = line.text
        if self.name:
            if _NAME.match(text) and (text[:1].isspace() or self.value.get(self.name, "").endswith(",")):
                joined = self.value.get(self.name)
                self.value[self.name] = _joined(joined, text.strip()) if joined else text.strip()
                self.lines.setdefault(self.name, line.number)
                return
            self.name = ""
        extension = _EXTENSION.match(text)
        if extension:
            self.section = extension[1]
        elif text.strip() and not text[0].isspace():
            self.section = ""
        if self.section:
            self.extension(line)
        elif not self.key(line, following):
            self.plain(line, following)

    def extension(self, line: Line) -> None:
        """A line of an extension, under its identifier."""
        alternative = _ALTERNATIVE.match(line.text) if self.section == "2.5.29.17" else None
        if alternative:
            self.set("DnsNameList", [], line.number)
            self.value["DnsNameList"].append(alternative[1])
        elif self.section == "2.5.29.37" and _PURPOSE.match(line.text):
            self.set("EnhancedKeyUsageList", [], line.number)
            self.value["EnhancedKeyUsageList"].append(line.text.strip())
        elif self.section == "2.5.29.15" and re.search(r"\([0-9a-f]{1,2}(?: [0-9a-f]{2})?\)\s*$", line.text):
            self.set("KeyUsage", line.text.strip(), line.number)

    def key(self, line: Line, following: str) -> bool:
        """Whether the line tells of the private key or is a property of the store."""
        lowered = line.text.strip().lower()
        kind = _PROPERTY.match(line.text)
        if any(words in lowered for words in _NO_KEY):
            self.value["HasPrivateKey"], self.lines["HasPrivateKey"] = "False", line.number
        elif (
            any(words in lowered for words in _KEY) or _PROVIDER.match(line.text) or (kind and kind[1] == _KEY_PROPERTY)
        ):
            self.set("HasPrivateKey", "True", line.number)
        elif kind and kind[1] == "FRIENDLY_NAME" and following[:1].isspace() and following.strip():
            self.set("FriendlyName", following.strip(), line.number + 1)
        else:
            return kind is not None
        return True

    def plain(self, line: Line, following: str) -> None:
        """A line that is one property of the certificate, told by its value's shape and by where it stands."""
        parts = _FIELD.match(line.text)
        if parts is None:
            return
        self.request = self.request or (not self.value and _REQUEST in line.text)
        indent, label, value = parts[1], parts[2].strip(), parts[3].strip()
        if label.endswith(")") and "(" in label:
            self.hash(label.lower(), value, line.number, own_line=not indent)
        elif not self.dates and "SerialNumber" not in self.value and not indent and _DIGITS.fullmatch(value):
            self.set("SerialNumber", value.upper(), line.number)
        elif indent and _ALGORITHM.search(line.text):
            self.algorithm(line)
        elif "Issuer" in self.value and self.dates < 2 and _DATE.match(value):
            self.set("NotAfter" if self.dates else "NotBefore", value, line.number)
            self.dates += 1
        elif _NAME.match(value) or (not value and _NAME.match(following) and not indent):
            self.distinguished_name(label.lower(), value, line.number)
        elif not indent and label.lower() in _SUBJECT and value.startswith("EMPTY"):
            self.set("Subject", "", line.number)
        elif not indent and _BITS.match(value):
            self.set("PublicKeySize", _BITS.match(value)[1], line.number)  # type: ignore[index]
        elif not indent and not self.value and value in ("1", "2", "3"):
            self.set("Version", value, line.number)

    def hash(self, label: str, value: str, line: int, *, own_line: bool) -> None:
        """A hash: the certificate's own, or one of a name (indented) or of the key, which stand before it.

        In a full dump the MD5 hash of the certificate stands between those of its key and its SHA-1 hash.
        """
        digits = value.replace(" ", "")
        if "rfc-sha1" in label:
            self.other_hashes = True
        elif own_line and label.endswith("(md5)"):
            self.other_hashes = False
        elif not own_line or any(word in label for word in _OTHER_HASHES):
            return
        elif _SHA1.search(label) and _HASH.fullmatch(digits) and (label == "cert hash(sha1)" or not self.other_hashes):
            self.value["Thumbprint"], self.lines["Thumbprint"] = digits.upper(), line

    def algorithm(self, line: Line) -> None:
        """An algorithm: the signature's before the issuer, the key's after the subject."""
        found = _ALGORITHM.search(line.text)
        if found is not None:
            name = "PublicKeyAlgorithm" if "Subject" in self.value else "SignatureAlgorithm"
            self.set(name, found[2] or found[1], line.number)

    def distinguished_name(self, label: str, value: str, line: int) -> None:
        """A name on the label's own line or, a part a line, on those that follow: the issuer's before the dates."""
        name = "Subject" if self.dates or "Issuer" in self.value or label in _SUBJECT else "Issuer"
        name = "Issuer" if label in _ISSUER else name
        if name in self.value:
            return
        self.name = name
        if value:
            self.set(name, value, line)


def _joined(name: str, part: str) -> str:
    return f"{name} {part}" if name.endswith(",") else f"{name}, {part}"
