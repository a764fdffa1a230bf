"""The frame of a CSV is the same by pyarrow and row by row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import csv_text
from analyzer.readers.csv_text import frame as module


def source(text: str, encoding: str = "utf-8") -> Source:
    content = text.encode(encoding)
    return Source("export.csv", len(content), "", content=content, encoding=encoding)


def check(text: str, encoding: str = "utf-8", budget: Budget | None = None) -> bool:
    """Compare both; whether the fast way was taken."""
    budget = budget or Budget()
    reading = csv_text.read(source(text, encoding), budget)
    table, notes = module.frame(source(text, encoding), budget)
    values = [record.value for record in reading.records]
    assert len(table) == len(values)
    assert list(table.columns) == list(dict.fromkeys(name for value in values for name in value))
    assert all(str(kind) == "str" for kind in table.dtypes)
    got = [{name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in table.to_dict("records")]
    assert got == [{name: value.get(name) for name in table.columns} for value in values]
    assert notes == reading.notes
    return module._fast(source(text, encoding), budget) is not None


@pytest.mark.parametrize(
    "text",
    [
        '"A","B"\r\n"1",\r\n,"2"\r\n"","x"\r\n',
        '#TYPE X.Y\r\n"A","B"\r\n"1","NA"\r\n"null","5E12345678901234567890"\r\n',
        '"A";"B"\n"say ""hi"" now";"a,b"\n',
        '"A","B"\n"l1\r\nl2","x"\n\n"3","4"\n',
        '"A","B"\n"System.String[]","x"\n"a","@{T=System.Object[]}"\n',
        '"A","B"\n"x\ny","x"\n"System.String[]","x"\n',
        '"A","B"\r\n"x\ry""\r\n","x"\r\n\r\n,"System.String[]"\r\n"""x""","System.Object[]"\r',
        '"A"\t"B"\n"1"\t\n',
        '"Name","B"\n"Identity","a b"\n"https://x/","Guid"\n',
    ],
)
def test_what_export_csv_writes_goes_the_fast_way(text):
    assert check(text)
    assert check(text, "utf-16")


@pytest.mark.parametrize(
    "text",
    [
        "A,B\n1,2\n",
        '"A","B"\n1,"2"\n',
        '"A","B"\n "1","2"\n',
        '"A","B"\n"1" ,"2"\n',
        '"A","B"\n"" ,"2"\n',
        '"A","B"\n" ","2"\n',
        '"A","B"\n"1""" ,"2"\n',
        '"A","B"\n"1"x"","2"\n',
        '"A","B"\n"1","2","3"\n',
        '"A","B"\n"1"\n',
        '"A","B"\n"1","2"',
        '"A","B"\n"1","2\n',
        '"A","B"\n"1","2\n"3","4"\n',
        '"A","B"\n"A","B"\n"1","2"\n',
        '"A","B"\n"1","2"\n#TYPE X\n"C","D"\n"1","2"\n',
        '"A","a"\n"1","2"\n',
        '"A",,"C"\n"1","2","3"\n',
        '"A"\n"1"\n\n"2"\n',
        '"A","B"\n   \n"1","2"\n',
        '"A","B"\n',
        '"Length"\n"1"\n',
        '"A","B"\n"x","M?ller"\n',
        '"A","B"\n"x","a \ufffd"\n',
        '"A","B"\n"1","2"\n"Identity","Guid"\n"x","y"\n',
        '"A","B"\n"1","2"\n\n"Größe","Guid"\n"x","y"\n',
        "",
    ],
)
def test_everything_else_is_read_row_by_row(text):
    assert not check(text)


def test_limits_are_kept():
    assert not check('"A","B"\n"12345","2"\n', budget=Budget(line_chars=3))
    assert not check('"A","B"\n"1","2"\n"3","4"\n', budget=Budget(rows=1))
    assert not check('"A","B","C"\n"1","2","3"\n', budget=Budget(columns=2))


PIECES = st.sampled_from(
    ['"', '""', ",", '","', "\n", "\r\n", '"\n"', " ", "\t", "a", "é", '"a"', ",,", "#TYPE X\n", "System.String[]"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25), st.sampled_from(['"A","B"\n', '#TYPE X\r\n"A","B"\r\n', '"A"\t"B"\n', ""]))
def test_any_text(pieces, head):
    text = head + "".join(pieces)
    if csv_text.sniff(source(text)) > 0:
        check(text)


CELLS = st.none() | st.text(st.sampled_from('ab ,;"\n\té'), max_size=5) | st.sampled_from(["System.Object[]", " "])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_exports(table, newline):
    quoted = [
        '"A","B","C"',
        *(",".join("" if c is None else f'"{c.replace(chr(34), 2 * chr(34))}"' for c in row) for row in table),
    ]
    check(newline.join(quoted) + newline)
