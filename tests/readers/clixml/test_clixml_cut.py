"""CliXML that ends in the middle: what was whole stays right, and the loss is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.notes import CODES
from analyzer.readers import clixml

from .clixml_writer import documents


def read(content: bytes, encoding: str = "utf-8"):
    return clixml.read(Source("export.xml", len(content), "", content=content, encoding=encoding), Budget())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_cut_of_a_good_file_is_noticed(shared, encoding):
    path = shared / "data/powershell_real/litware/cases/healthy/clixml/Get-CsCertificate.xml"
    whole = path.read_bytes().decode("utf-16").strip().encode(encoding)
    records = [record.value for record in read(whole, encoding).records]
    assert len(records) > 2
    for step in range(1, 61):
        reading = read(whole[: len(whole) * step // 61], encoding)
        assert any(CODES[note.code].loss for note in reading.notes), step
        assert [record.value for record in reading.records] == records[: len(reading.records)]
        cut = next(note for note in reading.notes if CODES[note.code].loss)
        assert cut.line is not None


@settings(max_examples=60, deadline=None)
@given(documents(), st.floats(0, 1))
def test_random_documents_cut_anywhere(document, where):
    text, values = document
    content = text.encode()
    cut = content[: int(where * (len(content.rstrip()) - 1))]
    reading = read(cut)
    got = [record.value for record in reading.records]
    assert got == values[: len(got)]
    start = content.index(b"<Objs") + len(b"<Objs")
    assert len(cut) < start or any(CODES[note.code].loss for note in reading.notes)


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_damaged_bytes_never_raise(document, data):
    content = bytearray(document[0].encode())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(content))
