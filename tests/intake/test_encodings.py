from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.intake.encodings import Decoded, detect
from analyzer.notes import CODES

LIST = "Name        : EX01\r\nFqdn        : ex01.litwareinc.com\r\n"
CHINESE = "名稱 : 伺服器\r\n上午 : 下午\r\n版本 : 15.0 (組態)\r\n"


def text_of(data: bytes, found: Decoded) -> str:
    """What `Source.text` makes of it."""
    assert found.encoding is not None
    content = data if found.content is None else found.content
    return content.decode(found.encoding, "replace").removeprefix("\ufeff")


def codes(found: Decoded) -> list[str]:
    return [note.code for note in found.notes]


# -- sure ones --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [LIST, CHINESE, "x"])
@pytest.mark.parametrize(
    ("mark", "codec", "told"),
    [
        (b"", "utf-8", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
        (b"\xff\xfe\0\0", "utf-32-le", "utf-32"),
    ],
)
def test_marked_and_utf8(text: str, mark: bytes, codec: str, told: str) -> None:
    data = mark + text.encode(codec)
    found = detect(data)
    assert (text_of(data, found), found.notes) == (text, ())
    assert found.encoding == (told if mark or not text.isascii() else "utf-8")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        LIST,
        CHINESE,
        "上午伺服器組態 下午伺服器組態",
        "日期 : 2014/4/22 下午 03:15:02\r\n",
        f"\r\n\r\n{LIST}",  # as Format-List begins
        "\n  \nA : b\n\n\n",
    ],
)
def test_utf16_without_a_mark(codec: str, text: str) -> None:
    found = detect(text.encode(codec))
    assert (found.encoding, found.notes) == (codec, ())


def test_mark_alone_and_mark_twice() -> None:
    assert codes(detect(b"\xff\xfe")) == ["empty-file"]
    data = b"\xef\xbb\xbf\xef\xbb\xbf" + CHINESE.encode()
    found = detect(data)
    assert (text_of(data, found), codes(found)) == (CHINESE, ["byte-order-mark-repeated"])


# -- guesses ----------------------------------------------------------------------------------------------------------

WORDS = [
    ("Größe für Müller, schließen", "cp1252 cp850 cp437"),
    ("Système à jour : données créées", "cp1252 cp850"),
    ("Configuración del año, ¿está?", "cp1252 cp850 cp437"),
    ("Configuração não concluída", "cp1252 cp850"),
    ("Användare är påslagen", "cp1252 cp850 cp437"),
    ("Zürich", "cp1252 cp850"),
    ("Příjmení, žluťoučký kůň", "cp1250 cp852"),
    ("Użytkownik został usunięty, źródło", "cp1250 cp852"),
    ("Felhasználó törlése, elérhetőség", "cp1250 cp852"),
    ("Имя пользователя", "cp1251 cp866"),
    ("Κατάσταση υπηρεσίας", "cp1253 cp737"),
    ("Kullanıcı adı değiştirildi, şirket", "cp1254 cp857"),
    ("משתמש פעיל", "cp1255 cp862"),
    ("اسم المستخدم", "cp1256 cp720"),
    ("Naudotojo sąrašas, būsena įjungta", "cp1257 cp775"),
    ("ผู้ใช้งาน", "cp874"),
    ("2014/4/22 下午 03:15:02", "cp950"),
    ("伺服器組態", "cp950"),
    ("中華電信股份有限公司", "cp950"),
    ("默认配置", "cp936"),
    ("服务器", "cp936"),
    ("2014-04-22 오후 3:15:02", "cp949"),
    ("関東サーバー管理者", "cp932"),
    ("{SMTP, IMAP, POP…}", "cp1252 cp1251 cp950 cp936 cp932 cp949"),
    ("Copyright © 2014 Microsoft®", "cp1252"),
]


@pytest.mark.parametrize(("words", "codec"), [(words, codec) for words, all_ in WORDS for codec in all_.split()])
@pytest.mark.parametrize(
    "form", ["Name : {}\r\n", "Fqdn : ex01.litwareinc.com\r\nName : {0}\r\nNotes : {{a, {0}}}\r\n"]
)
def test_code_pages_are_told_by_the_text(words: str, codec: str, form: str) -> None:
    text = form.format(words)
    data = text.encode(codec)
    found = detect(data)
    assert text_of(data, found) == text
    assert codes(found) == ["encoding-guessed"]
    assert str(found.encoding) in found.notes[0].message
    assert found.notes[0].line == form[: form.index("{0" if "{0" in form else "{}")].count("\n") + 1


def test_a_reading_that_is_nearly_as_likely_is_named() -> None:
    found = detect("Name : Служба\r\n".encode("cp866"))
    assert "Служба" in found.notes[0].message


def test_xml_says_its_encoding_itself() -> None:
    data = '<?xml version="1.0" encoding="windows-1250"?><a>\xe8</a>'.encode("latin-1")
    assert detect(data) == Decoded("cp1250")


def test_exports_of_a_running_powershell(shared: Path) -> None:
    folder = shared / "data" / "powershell_real" / "exports"
    wrong = []
    for entry in json.loads((folder / "manifest.json").read_text("utf-8")):
        path = folder / entry["file"]
        if not path.is_file():
            continue
        data = path.read_bytes()
        if text_of(data, detect(data)) != data.decode(entry["python_encoding"]).removeprefix("\ufeff"):
            wrong.append(entry["file"])
    assert wrong == []


def test_the_estate_in_all_its_encodings(shared: Path) -> None:
    folder = shared / "data" / "powershell_real" / "litware"
    wrong = []
    for line in (folder / "profiles.tsv").read_text("utf-8").splitlines()[1:]:
        case, file, codec = line.split("\t")[:3]
        path = folder / "cases" / case / file
        if not path.is_file():
            continue
        data = path.read_bytes()
        found = detect(data)
        want = None if codec == "binary" else data.decode(codec).removeprefix("\ufeff")
        if want != (None if found.encoding is None else text_of(data, found)):
            wrong.append(path)
    assert wrong == []


# -- mixed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("utf-8", "utf-16-le"),
        ("utf-8-sig", "utf-16-le"),
        ("utf-16", "utf-8"),
        ("cp950", "utf-16-le"),
        ("utf-16", "cp950"),
        ("utf-8", "cp950"),
        ("cp950", "utf-8-sig"),
        ("utf-8", "utf-16"),
    ],
)
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_appended_in_another_encoding(first: str, second: str, newline: str) -> None:
    text = (LIST + CHINESE).replace("\r\n", newline)
    data = text.encode(first) + text.encode(second)
    found = detect(data)
    assert found.encoding == "utf-8"
    assert text_of(data, found) == text + text
    assert "encoding-mixed" in codes(found)
    assert not any(CODES[code].loss for code in codes(found))
    (mixed,) = (note for note in found.notes if note.code == "encoding-mixed")
    assert mixed.line == text.count("\n") + 1


def test_a_mark_before_bytes_that_are_no_utf16() -> None:
    data = b"\xff\xfe" + LIST.encode()
    assert text_of(data, detect(data)) == LIST


# -- damage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"\xff\xfe" + LIST.encode("utf-16-le")[:-1], "characters-undecodable", 2),
        (
            b"\xff\xfe" + "Name : a".encode("utf-16-le") + b"\x00\xd8" + LIST.encode("utf-16-le"),
            "characters-undecodable",
            1,
        ),
        ((CHINESE * 2).encode()[:-20] + b"\xe4" + (CHINESE * 2).encode()[-20:], "characters-undecodable", 6),
        ((LIST + "Name : a\ufffdb\r\n").encode(), "replacement-characters", 3),
        (LIST.encode() + b"EX\x0001\r\n", "nul-characters", 3),
        (LIST.encode() + bytes(4096), "nul-block", 3),
    ],
)
def test_damage_is_noted_with_its_line(data: bytes, code: str, line: int) -> None:
    found = detect(data)
    assert [(note.code, note.line) for note in found.notes] == [(code, line)]
    assert "\0" not in text_of(data, found)


def test_only_nuls_is_a_file_that_is_empty_on_disk() -> None:
    found = detect(bytes(10_000))
    assert (found.encoding, codes(found)) == (None, ["nul-block"])
    assert CODES["nul-block"].loss


def test_nuls_are_dropped() -> None:
    data = b"Name : EX\x0001\r\n"
    assert text_of(data, detect(data)) == "Name : EX01\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x82\x01\x00" + bytes(range(256)),  # DER
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"ElfFile\0" + bytes(range(256)),
        bytes(range(256)) * 20,
    ],
)
def test_binary_is_no_text(data: bytes) -> None:
    assert detect(data) == Decoded(None)
    assert detect(data, "cp950") == Decoded(None)


def test_certificates_are_no_text(shared: Path) -> None:
    files = [
        path for path in (shared / "data" / "corpora" / "certs").rglob("*") if path.suffix in (".der", ".crt", ".cer")
    ]
    wrong = [path.name for path in files if path.read_bytes()[:1] == b"0" and detect(path.read_bytes()).encoding]
    assert wrong == []


# -- properties -------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer_that_decodes(data: bytes) -> None:
    found = detect(data)
    if found.encoding is not None:
        text_of(data, found)


@given(st.text(max_size=200).filter(lambda text: "\0" not in text and "\ufeff" not in text))
def test_marked_text_reads_back(text: str) -> None:
    for codec in ("utf-8-sig", "utf-16"):
        data = (LIST + text).encode(codec, "ignore")
        assert text_of(data, detect(data)) == data.decode(codec)


@given(
    st.lists(st.sampled_from([LIST, CHINESE]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["utf-8", "utf-16-le"]), min_size=6),
)
def test_any_order_of_appends_reads_back(texts: list[str], codecs: list[str]) -> None:
    data = b"".join(text.encode(codec) for text, codec in zip(texts, codecs, strict=False))
    assert text_of(data, detect(data)) == "".join(texts)


def test_ordinary_files_need_no_code_pages_and_no_other_library() -> None:
    script = (
        "import sys; from analyzer.intake.encodings import detect; detect('é'.encode()); detect('é'.encode('utf-16'));"
        "print([m for m in sys.modules if m in ('charset_normalizer', 'pandas', 'analyzer.intake.codepages')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe" * 500_000,
        b"a\n\xef\xbb\xbf" * 200_000,
        (b"a" * 20_000 + b"\0") * 50,
        ("Name : x\r\n".encode("utf-16-le") + b"\xff\xfe") * 40_000,
        b"\x80" * 1_000_000,
        ("é\n".encode() + b"\xe9\n") * 200_000,
        b"a" * 1_000_000 + b"\x80",
        b"<?xml" + b" " * 1_000_000 + b"\xe9",
    ],
    ids=["marks", "marked-lines", "nuls", "parts", "high", "two-writers", "long-line", "xml"],
)
def test_time_is_bounded(data: bytes) -> None:
    start = time.monotonic()
    detect(data)
    assert time.monotonic() - start < 5


def test_utf7_of_windows_powershell() -> None:
    """.NET's encoder writes quotes and the like in Base64 too."""
    text = '"Identity","Name"\r\n"a","測試中文"\r\n'
    found = detect(b"+ACI-Identity+ACI-,+ACI-Name+ACI-\r\n+ACI-a+ACI-,+ACJuLIpmTi1lhwAi-\r\n")
    assert (found.content or b"").decode() == text
    assert [note.code for note in found.notes] == ["encoding-guessed"]
    listed = detect(b"Identity : +biyKZk4tZYc-\r\nName : a\r\n")
    assert (listed.content or b"").decode() == "Identity : 測試中文\r\nName : a\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"LineUri : tel:+4930123456\r\n",
        b"Phone : +49-30-1234\r\n",
        b"Phone : +4930-1234\r\n",
        b"a+b-c\r\n",
        b"1+-2\r\n",
        b"MIIB+abc-\r\nx+y\r\n",
        b"GMT+0800-\r\n",
        b"Order : +ab-\r\n",
    ],
)
def test_a_plus_sign_makes_no_utf7(data) -> None:
    assert detect(data).encoding == "utf-8"
    assert detect(data).content is None
