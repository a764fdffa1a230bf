"""certutil: English and translated output. Layout and words are those of public posts; the values are invented."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers import certutil
from analyzer.readers.lines import numbered

FULL = """\
C:\\>certutil -v -store my
my "Personal"
================ Certificate 0 ================
X509 Certificate:
Version: 3
Serial Number: 1d0000000a2b3c4d5e6f70810000000000000a
Signature Algorithm:
    Algorithm ObjectId: 1.2.840.113549.1.1.11 sha256RSA
    Algorithm Parameters:
    05 00
Issuer:
    CN=litwareinc-DC01-CA
    DC=litwareinc
    DC=com
  Name Hash(sha1): 1111111111111111111111111111111111111111
  Name Hash(md5): 11111111111111111111111111111111

 NotBefore: 3/10/2025 2:00 AM
 NotAfter: 3/10/2027 2:00 AM

Subject:
    CN=litwareinc.com
  Name Hash(sha1): 2222222222222222222222222222222222222222
  Name Hash(md5): 22222222222222222222222222222222

Public Key Algorithm:
    Algorithm ObjectId: 1.2.840.113549.1.1.1 RSA (RSA_SIGN)
    Algorithm Parameters:
    05 00
Public Key Length: 2048 bits
Public Key: UnusedBits = 0
    0000  30 82 01 0a 02 82 01 01  00 b4 d0 ae 42 f3 7a 06
Certificate Extensions: 3
    2.5.29.15: Flags = 1(Critical), Length = 4
    Key Usage
        Digital Signature, Key Encipherment (a0)

    2.5.29.37: Flags = 0, Length = c
    Enhanced Key Usage
        Server Authentication (1.3.6.1.5.5.7.3.1)

    2.5.29.17: Flags = 0, Length = 12
    Subject Alternative Name
        DNS Name=litwareinc.com
        DNS Name=sip.litwareinc.com

Signature Algorithm:
    Algorithm ObjectId: 1.2.840.113549.1.1.11 sha256RSA
    Algorithm Parameters:
    05 00
Signature: UnusedBits=0
    0000  9e 8a 5d aa 75 55 bc 36  bd 23 14 99 e8 f1 04 9d
Non-root Certificate
Key Id Hash(rfc-sha1): 33 33 33 33 33 33 33 33 33 33 33 33 33 33 33 33 33 33 33 33
Key Id Hash(sha1): 4444444444444444444444444444444444444444
Cert Hash(md5): 55555555555555555555555555555555
Cert Hash(sha1): 0a2f0cac3d8bc568d7ef8e684ef76ff1cb6ca5a3
Cert Hash(sha256): 6666666666666666666666666666666666666666666666666666666666666666
Signature Hash: 7777777777777777777777777777777777777777

  CERT_KEY_PROV_INFO_PROP_ID(2):
    Key Container = tp-2ae05826
  Unique container name: 3a2b
    Provider = Microsoft RSA SChannel Cryptographic Provider
    ProviderType = c
    KeySpec = 1 -- AT_KEYEXCHANGE

  CERT_FRIENDLY_NAME_PROP_ID(11):
    OAuth
Encryption test passed
CertUtil: -store command completed successfully.
"""

CHINESE = {
    "Version:": "版本:",
    "Serial Number:": "序號:",
    "Public Key Algorithm:": "公開金鑰演算法:",
    "Signature Algorithm:": "簽章演算法:",
    "Algorithm ObjectId:": "演算法 ObjectId:",
    "Issuer:": "簽發者:",
    "Subject:": "主體:",
    "Name Hash": "名稱雜湊",
    "Key Id Hash": "金鑰識別碼雜湊",
    "Cert Hash": "憑證雜湊",
    "Signature Hash:": "簽章雜湊:",
    "X509 Certificate:": "X509 憑證:",
    " Certificate 0 ": " 憑證 0 ",
    "Public Key Length: 2048 bits": "公開金鑰長度: 2048 位元",
    "Flags =": "旗標 =",
    "Length =": "長度 =",
    "DNS Name=": "DNS 名稱=",
    "Provider =": "提供者 =",
    "Encryption test passed": "加密測試通過",
    "3/10/2025 2:00 AM": "2025/3/10 上午 02:00",
    "3/10/2027 2:00 AM": "2027/3/10 上午 02:00",
}
GERMAN = {
    "Serial Number:": "Seriennummer:",
    "Signature Algorithm:": "Signaturalgorithmus:",
    "Algorithm ObjectId:": "Algorithmus Objekt-ID:",
    "Issuer:": "Aussteller:",
    "NotBefore:": "Nicht vor:",
    "NotAfter:": "Nicht nach:",
    "Subject:": "Antragsteller:",
    "Name Hash": "Namenshash",
    "Key Id Hash": "Schlüssel-ID-Hash",
    "Cert Hash": "Zertifikathash",
    "Signature Hash:": "Signaturhash:",
    "X509 Certificate:": "X.509-Zertifikat:",
    " Certificate 0 ": " Zertifikat 0 ",
    "Public Key Length: 2048 bits": "Länge des öffentlichen Schlüssels: 2048 Bits",
    "Flags =": "Kennzeichen =",
    "Length =": "Länge =",
    "DNS Name=": "DNS-Name=",
    "Provider =": "Anbieter =",
    "Encryption test passed": "Verschlüsselungstest wurde durchgeführt",
    "3/10/2025 2:00 AM": "10.03.2025 02:00",
    "3/10/2027 2:00 AM": "10.03.2027 02:00",
}
UNKNOWN = {
    "Issuer:": "Kiállító:",
    "Subject:": "Tulajdonos:",
    "Name Hash": "Név kivonata",
    "Cert Hash": "Tanúsítvány kivonata",
}


def translated(words: dict[str, str]) -> str:
    text = FULL
    for english, word in words.items():
        assert english in text
        text = text.replace(english, word)
    return text


def read(text: str) -> Reading:
    return certutil.read_lines(numbered(text))


@pytest.mark.parametrize("words", [{}, CHINESE, GERMAN, UNKNOWN], ids=["en", "zh-TW", "de", "other"])
def test_full_dump_in_any_language(words: dict[str, str]) -> None:
    reading = read(translated(words))
    (record,) = reading.records
    expected = {
        "$type": certutil.TYPE_NAME,
        "Version": "3",
        "SerialNumber": "1D0000000A2B3C4D5E6F70810000000000000A",
        "SignatureAlgorithm": "sha256RSA",
        "Issuer": "CN=litwareinc-DC01-CA, DC=litwareinc, DC=com",
        "NotBefore": words.get("3/10/2025 2:00 AM", "3/10/2025 2:00 AM"),
        "NotAfter": words.get("3/10/2027 2:00 AM", "3/10/2027 2:00 AM"),
        "Subject": "CN=litwareinc.com",
        "PublicKeyAlgorithm": "RSA",
        "PublicKeySize": "2048",
        "KeyUsage": "Digital Signature, Key Encipherment (a0)",
        "EnhancedKeyUsageList": ["Server Authentication (1.3.6.1.5.5.7.3.1)"],
        "DnsNameList": ["litwareinc.com", "sip.litwareinc.com"],
        "Thumbprint": "0A2F0CAC3D8BC568D7EF8E684EF76FF1CB6CA5A3",
        "HasPrivateKey": "True",
        "FriendlyName": "OAuth",
        "IsSelfSigned": "False",
    }
    assert record.value == expected
    lines = FULL.splitlines()
    shown = {"SerialNumber": "Serial Number:", "Issuer": "    CN=litwareinc-DC01-CA", "NotAfter": " NotAfter:"}
    shown |= {
        "Thumbprint": "Cert Hash(sha1):",
        "PublicKeySize": "Public Key Length:",
        "DnsNameList": "        DNS Name=",
    }
    for name, beginning in shown.items():
        assert lines[record.lines[name] - 1].startswith(beginning)
    (block,) = reading.blocks
    assert (block.command, block.group, block.line) == ("certutil -v -store my", 'my "Personal"', 1)


STORE = """\
my "Personal"
================ Certificate 0 ================
Serial Number: 6c8f1dc727c7117f7baf853ac980f9cd
Issuer: CN=litwareinc-DC01-CA, DC=litwareinc, DC=com
 NotBefore: 3/10/2025 2:00 AM
 NotAfter: 3/10/2027 2:00 AM
Subject: CN=pool01.litwareinc.com
Non-root Certificate
Template: WebServer, Web Server
Cert Hash(sha1): 66 63 da d6 eb aa 86 64 20 68 22 4b 47 ec 35 a4 4b f3 3c 3a
  Key Container = tp-eaf9ede9
  Provider = Microsoft RSA SChannel Cryptographic Provider
Encryption test passed

================ Certificate 1 ================
Serial Number: 00f76864
Issuer: CN=fabrikam.com
Subject: CN=fabrikam.com
Cert Hash(sha1): efba8a811b958121514c9700400e06451aff3517
  Provider = Microsoft RSA SChannel Cryptographic Provider
Missing stored keyset
================ Certificate 2 ================
Serial Number: 00f7686465
Issuer: CN=litwareinc-DC01-CA
Subject: EMPTY (DNS Name=x.litwareinc.com)
Cert Hash(sha1): 3c34e356c7fc17f5acf04824bc587c6c623951a2
No key provider information
Cannot find the certificate and private key for decryption.
CertUtil: -store command completed successfully.
"""


def test_store() -> None:
    records = read(STORE).records
    assert [record.value["Thumbprint"][:6] for record in records] == ["6663DA", "EFBA8A", "3C34E3"]
    assert [record.value["HasPrivateKey"] for record in records] == ["True", "False", "False"]
    assert [record.value["IsSelfSigned"] for record in records] == ["False", "True", "False"]
    assert [record.value["Subject"] for record in records] == ["CN=pool01.litwareinc.com", "CN=fabrikam.com", ""]
    assert [record.line for record in records] == [3, 16, 23]
    assert "PublicKeySize" not in records[0].value


def test_chinese_dump_of_a_container() -> None:
    text = """\
================ 证书 0 ================
================ 开始嵌套等级 1 ================
元素 0:
序列号: 6c8f1dc727c7117f7baf853ac980f9cd
颁发者: CN=ISRG Root X1, O=Internet Security Research Group, C=US
 NotBefore: 2022-11-04 15:05
 NotAfter: 2122-10-11 15:05
使用者: CN=ISRG Root X2, O=Internet Security Research Group, C=US
非根证书
证书哈希(sha1): 3c34e356c7fc17f5acf04824bc587c6c623951a2
---------------- 结束嵌套等级 1 ----------------
没有密钥提供程序信息
找不到解密的证书和私钥。

================ 证书 1 ================
================ 开始嵌套等级 1 ================
元素 1:
序列号: 0a1b2c3d
颁发者: CN=YE1, O=Let's Encrypt, C=US
 NotBefore: 2022-11-04 15:05
 NotAfter: 2122-10-11 15:05
使用者: CN=*.litwareinc.com
证书哈希(sha1): ef ba 8a 81 1b 95 81 21 51 4c 97 00 40 0e 06 45 1a ff 35 17
---------------- 结束嵌套等级 1 ----------------
  提供程序 = Microsoft Software Key Storage Provider
加密测试已通过
CertUtil: -dump 命令成功完成。
"""
    records = read(text).records
    assert [record.value["Thumbprint"][:6] for record in records] == ["3C34E3", "EFBA8A"]
    assert [record.value["HasPrivateKey"] for record in records] == ["False", "True"]
    assert records[1].value["Issuer"] == "CN=YE1, O=Let's Encrypt, C=US"
    assert records[1].value["NotAfter"] == "2122-10-11 15:05"


def test_revocation_lists_and_requests_are_no_certificates() -> None:
    listed = "X509 Certificate Revocation List:\nVersion: 2\nIssuer:\n    CN=CA\n ThisUpdate: 3/10/2025 2:00 AM\n"
    assert read(listed + "CRL Hash(sha1): 3c34e356c7fc17f5acf04824bc587c6c623951a2\n").records == ()
    asked = "PKCS10 Certificate Request:\nVersion: 1\nSubject:\n    CN=x\nPublic Key Length: 2048 bits\n"
    assert read(asked + "Key Id Hash(sha1): 3c34e356c7fc17f5acf04824bc587c6c623951a2\n").records == ()


def test_hash_of_the_key_is_not_taken_for_the_thumbprint() -> None:
    text = translated(CHINESE)
    record = read(text[: text.index("憑證雜湊(md5)")]).records[0]
    assert "Thumbprint" not in record.value


def source(text: str) -> Source:
    data = text.encode()
    return Source("x", len(data), hashlib.sha256(data).hexdigest(), data, encoding="utf-8")


def test_recognised_by_content() -> None:
    assert certutil.sniff(source(STORE)) == 0.9
    assert certutil.sniff(source(translated(CHINESE))) == 0.9
    assert certutil.sniff(source("PS C:\\> Get-CsPool\n\nIdentity : pool01\n\n" * 9 + STORE)) == 0.5
    assert certutil.sniff(source("Identity : x\nThumbprint : (sha1)\n")) == 0.0
    assert certutil.sniff(source("")) == 0.0
    assert certutil.read(source(STORE), Budget()).format == "certutil"


def test_estate(shared: Path) -> None:
    cases = shared / "data/powershell_real/litware/cases"
    paths = sorted(cases.rglob("certutil_store_my.txt"))
    assert paths
    for path in paths:
        records = read(path.read_text("ascii")).records
        assert len(records) == 2
        for record in records:
            assert record.value["PublicKeySize"] == "2048"
            assert record.value["HasPrivateKey"] == "True"
            assert record.value["Issuer"] == "CN=litwareinc-DC01-CA, DC=litwareinc, DC=com"
            assert len(record.value["Thumbprint"]) == 40


def test_long_lines_take_linear_time() -> None:
    for text in (
        "a" * 100_000 + ":",
        "=" * 100_000,
        "1." * 50_000 + ": x",
        " " * 100_000 + "x",
        "DNS=" * 30_000,
        "(" * 99_999,
    ):
        read(f"Serial Number: 0a1b\n    {text}\n{text}\n2.5.29.17: a = 1\n    {text}\n")
