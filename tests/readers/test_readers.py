"""Which reader gets a source, and what happens when one fails."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import READERS, console, read_source


def source(text, encoding="utf-8", **fields):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return Source("x", len(data), "", data, encoding=encoding, **fields)


LIST = "\nIdentity : Global\nRealm    : litwareinc.com\n\n"


@pytest.mark.parametrize(
    ("text", "format"),
    [
        (LIST, "format-list"),
        ("\nName Id\n---- --\na     1\n\n", "format-table"),
        (f"PS C:\\> Get-X | fl\n{LIST}PS C:\\> ", "console"),
        (f'PS C:\\> certutil -store my\nmy "Personal"\nPS C:\\> Get-X | fl\n{LIST}PS C:\\> ', "console"),
        ('"Identity","Realm"\r\n"Global","litwareinc.com"\r\n', "csv"),
        ('{\n  "Identity": "Global"\n}\n', "json"),
        ('<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><S>x</S></Objs>', "clixml"),
        (
            "Server:  dc01.contoso.com\nAddress:  10.0.0.10\n\nNon-authoritative answer:\nName:    mail.contoso.com\n"
            "Address:  10.0.0.20\n\nServer:  dc01.contoso.com\nAddress:  10.0.0.10\n\n"
            "*** dc01.contoso.com can't find x.contoso.com: Non-existent domain\n",
            "dns",
        ),
    ],
)
def test_the_content_tells_the_reader(text, format):
    reading = read_source(source(text), Budget())
    assert reading.format == format
    assert reading.recognised


@pytest.mark.parametrize(
    "text", ["", "Dear support,\n\nplease find the exports attached.\n", b"\xff\xd8\xff\xe0\x00\x10JFIF"]
)
def test_what_nobody_knows_is_a_note(text):
    encoding = None if isinstance(text, bytes) else "utf-8"
    data = text if isinstance(text, bytes) else text.encode()
    reading = read_source(Source("x", len(data), "", data, encoding=encoding), Budget())
    assert [note.code for note in reading.notes] == ["nothing-recognised"]
    assert reading.format == "unknown"
    assert not reading.recognised


def test_a_skipped_source_is_not_opened():
    assert read_source(Source("x", 5, "", skipped=True), Budget()).format == "skipped"


def test_a_reader_that_fails_is_a_note(monkeypatch):
    def fail(*_):
        raise ValueError("secret of the customer")

    monkeypatch.setattr(console, "read", fail)
    reading = read_source(source(LIST), Budget())
    assert [note.code for note in reading.notes] == ["reader-failed"]
    assert "secret" not in reading.notes[0].message
    assert reading.format == console.FORMAT


def test_a_reader_that_cannot_say_leaves_the_source_to_the_others(monkeypatch):
    def fail(_):
        raise RecursionError

    monkeypatch.setattr(importlib.import_module("analyzer.readers.csv_text"), "sniff", fail)
    reading = read_source(source(LIST), Budget())
    assert reading.format == "format-list"
    assert [note.code for note in reading.notes] == ["reader-failed"]


def test_every_reader_keeps_the_interface():
    for name in READERS:
        reader = importlib.import_module(name)
        assert isinstance(reader.FORMAT, str)
        assert reader.sniff(source("")) == 0.0
        assert not reader.read(source(""), Budget()).records


def test_reading_text_imports_nothing_heavy():
    code = (
        "import sys; from analyzer.readers import read_source; from analyzer.model import Source; "
        "from analyzer.budget import Budget; b = b'Identity : Global\\nRealm    : x\\n'; "
        "read_source(Source('x', len(b), '', b, encoding='utf-8'), Budget()); "
        "print({'pandas', 'pyarrow', 'numpy', 'lxml', 'cryptography', 'charset_normalizer'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_estate_of_the_reference_data_is_recognised(shared):
    for path in sorted((shared / "data/powershell_real/litware/cases/healthy").rglob("*")):
        if path.is_dir():
            continue
        data = path.read_bytes()
        for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp950", None):
            try:
                data.decode(encoding or "latin-1")
            except UnicodeDecodeError:
                continue
            break
        reading = read_source(Source(path.name, len(data), "", data, encoding=encoding), Budget())
        assert reading.recognised, path
        assert not {"reader-failed", "nothing-recognised"} & {note.code for note in reading.notes}, path
