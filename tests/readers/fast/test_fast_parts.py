"""Blocks of text, cells of characters, progress, and texts that are none for columns."""

from __future__ import annotations

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import console, fast
from analyzer.readers.fast.marks import wide_table
from analyzer.readers.fast.text import text_blocks
from analyzer.readers.lists.lines import WIDE


def of(data: bytes, encoding: str) -> Source:
    return Source("x.txt", len(data), "", data, None, encoding)


def test_wide_characters_are_those_of_the_plain_reader():
    table = wide_table()
    for code in range(0x10000):
        assert bool(table[code]) == bool(WIDE.match(chr(code))), hex(code)


OBJECT = "Name     : Müller \U0001f600 伺服器\r\nIdentity : " + "x" * 60 + "\r\n\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "gb18030", "big5"]
)
@pytest.mark.parametrize("size", [16, 100, 5000])
def test_blocks_put_together_are_the_text(encoding: str, size: int):
    text = ("Name : plain\r\n\r\n" * 300 + OBJECT * 20) * 2 + "Name : the end"
    source = of(text.encode(encoding, "replace"), encoding)
    found = "".join(block.buffer[block.start : block.end].tobytes().decode() for block in text_blocks(source, size))
    assert found == source.text + "\n"


def test_blocks_end_behind_blank_lines():
    source = of((OBJECT * 50).encode("utf-16"), "utf-16")
    blocks = [block.buffer[block.start : block.end].tobytes() for block in text_blocks(source, 1000)]
    assert len(blocks) > 3
    assert all(block.endswith(b"\n\r\n") for block in blocks)


@pytest.mark.parametrize("damage", [b"\xff", b"\xe4", b"\xf0\x9f", b"\xed\xa0\x80"])
def test_bytes_that_are_no_characters(damage: bytes):
    data = b"Name     : a\r\nIdentity : b\r\n\r\n" * 100
    damaged = data + b"Name     : " + damage + b"\r\nIdentity : c\r\n\r\n" + data
    source = of(damaged, "utf-8")
    found = fast.read(source, Budget(), block=1000)
    assert found is None or list(found.records) == list(console.read(source, Budget()).records)


def test_bytes_read_are_told():
    source = of((OBJECT * 200).encode(), "utf-8")
    told: list[int] = []
    assert fast.read(source, Budget(), block=1000, told=told.append) is not None
    assert told == sorted(told)
    assert told[-1] == source.size


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no list at all\n" * 500,
        "Name : a\n" * 500,  # no blank line: a repeated first property begins an object
        "\x1b]0;title spanning\nlines\x07" + "Name : a\nIdentity : b\n\n" * 200,
        "Name : a\x1b[0m\nIdentity : [0mb\n\n" * 200,
        "Name : a\rIdentity : b\n\n" * 200,
        "Name : a  \nIdentity : b  \n\n" * 200,
    ],
)
def test_texts_that_are_read_plainly(text: str):
    source = of(text.encode(), "utf-8")
    found = fast.read(source, Budget(), block=1000)
    assert found is None or list(found.records) == list(console.read(source, Budget()).records)


@pytest.mark.parametrize("index", [0, 57, -1])
def test_one_record_and_its_cells(index: int):
    source = of((OBJECT * 200).encode(), "utf-8")
    found = fast.read(source, Budget(), block=1000)
    assert found is not None
    plain = console.read(source, Budget()).records
    assert found.records[index] == plain[index]
    assert found.records[3:60:7] == tuple(plain[3:60:7])
    with pytest.raises(IndexError):
        found.records[200]
