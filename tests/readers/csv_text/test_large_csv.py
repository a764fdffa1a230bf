"""A large CSV read in blocks gives the records, lines, blocks, notes, tables and verdicts of the plain reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.budget import Budget
from analyzer.intake import walk
from analyzer.model import Reading, Source
from analyzer.readers import csv_text
from analyzer.readers.csv_text.blocks import read_blocks
from analyzer.readers.csv_text.records import Records
from analyzer.tables.large import LargeRows
from benchmarks.mailboxes import write_csv


def by_blocks(
    text: str, encoding: str = "utf-8", size: int = 64, *, keep: bool = True, budget: Budget | None = None
) -> Reading | None:
    """What the reader by blocks gives, compared with the plain one; None where it leaves the text to that."""
    content = text.encode(encoding)
    source = Source("export.csv", len(content), "", content=content, encoding=encoding)
    budget = replace(budget or Budget(), kept_bytes=1 << 40 if keep else 0)
    found = read_blocks(source, budget, size=size)
    if found is None:
        return None
    plain = csv_text.read(source, budget)
    assert list(found.records) == list(plain.records)
    assert found.blocks == plain.blocks
    assert found.notes == plain.notes
    for index, record in enumerate(plain.records):
        cells = {name: found.records.cell(index, name) for name in record.value}
        assert cells == {name: (value, record.lines[name], ()) for name, value in record.value.items()}
    assert isinstance(found.records, Records)
    frame = found.records.frame()
    assert all(str(kind) == "str" for kind in frame.dtypes)
    assert frame.to_dict("records") == [
        {name: cell or "" for name, cell in each.value.items()} for each in plain.records
    ]
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        '"A","B"\r\n"1",\r\n,"2"\r\n"","x"\r\n',
        '#TYPE X.Y\r\n"A","B"\r\n"1","NA"\r\n"null","5E12345678901234567890"\r\n',
        '"A";"B"\n"say ""hi"" now";"a,b"\n',
        '\n\n"A","B"\n"l1\r\nl2","x"\n\n"3","4"\n' + '"5","6"\n' * 40,
        '"A","B"\n"System.String[]","x"\n' + '"a","b"\n' * 40 + '"a","@{T=System.Object[]}"\n',
        '"A","B"\n"x\ny","x"\n"System.String[]","x"\n' + '"é\né","b\r\n"\r\n' * 30,
        '"A","B"\n"5","6"\n' + '"a","b\n\nc"\n' * 30,
        '"A","B"\r\n"x\ry""\r\n","x"\r\n\r\n,"System.String[]"\r\n"""x""","System.Object[]"\r\n',
        '"A"\t"B"\n"1"\t\n"2","3"\n'.replace('"2","3"', '"2"\t"3"'),
        '"Name","B"\n"Identity","a b"\n"https://x/?a=b","Guid"\n',
    ],
)
def test_what_export_csv_writes_is_read_in_blocks(text: str, encoding: str, keep: bool):
    assert by_blocks(text, encoding, keep=keep) is not None


@pytest.mark.parametrize("size", [64, 1 << 20])
def test_lost_characters_are_noted_by_blocks(size: int):
    rows = '"x","M?ller"\n"what? yes","System.String[]"\n' * 9
    found = by_blocks('"A","B"\n' + rows, size=size)
    assert found is not None
    assert len(found.notes) == 18
    assert by_blocks('"A","B"\n"x","a \ufffd"\n' + rows, size=size) is not None


@pytest.mark.parametrize(
    "text",
    [
        "A,B\n1,2\n",
        '"A","B"\n' + '"1","2"\n' * 40 + '"1","2","3"\n',
        '"A","B"\n' + '"1","2"\n' * 40 + '"1","2"',
        '"A","B"\n' + '"1","2"\n' * 40 + '"A","B"\n"1","2"\n',
        '"A","B"\n' + '"1","2"\n' * 40 + '#TYPE X\n"C","D"\n"1","2"\n',
        '"A","B"\n' + '"1","2 ""\nx"\n' * 40,
        '"A","B"\n',
        '"A","B"\n1,"2"\n',
        '"A","B"\n "1","2"\n',
        '"A","B"\n"1" ,"2"\n',
        '"A","B"\n"" ,"2"\n',
        '"A","B"\n"1""" ,"2"\n',
        '"A","B"\n"1"x"","2"\n',
        '"A","B"\n"1"\n',
        '"A","B"\n"1","2\n',
        '"A","B"\n"1","2\n"3","4"\n',
        '"A","a"\n"1","2"\n',
        '"A",,"C"\n"1","2","3"\n',
        '"A"\n"1"\n\n"2"\n',
        '"A","B"\n   \n"1","2"\n',
        '"Length"\n"1"\n',
        '"A","B"\n"x","M?ller"\n"x\n","M?ller"\n',
        '"A","B"\n"1","2"\n"Identity","Guid"\n"x","y"\n',
        '"A","B"\n"1","2"\n\n"Größe","Guid"\n"x","y"\n',
        "",
    ],
)
def test_everything_else_is_left_to_the_plain_reader(text: str):
    assert by_blocks(text) is None


CELLS = st.none() | st.text(st.sampled_from('ab ,;"\n\té'), max_size=5) | st.sampled_from(["System.Object[]", "\r\n"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=40),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(16, 200),
    st.booleans(),
)
def test_exports(table: list[tuple[str | None, ...]], newline: str, size: int, keep: bool):
    quoted = ['"A","B","C"']
    quoted += [",".join("" if c is None else f'"{c.replace(chr(34), 2 * chr(34))}"' for c in row) for row in table]
    by_blocks(newline.join(quoted) + newline, size=size, keep=keep)


def test_limits_are_kept():
    assert by_blocks('"A","B"\n"12345","2"\n', budget=Budget(line_chars=3)) is None
    assert by_blocks('"A","B"\n"1","2"\n"3","4"\n', budget=Budget(rows=1)) is None
    assert by_blocks('"A","B","C"\n"1","2","3"\n', budget=Budget(columns=2)) is None


PIECES = st.sampled_from(
    ['"', '""', ",", '","', "\n", "\r\n", '"\n"', " ", "\t", "a", "é", '"a"', ",,", "#TYPE X\n", "System.String[]", "?"]
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(PIECES, max_size=25),
    st.sampled_from(['"A","B"\n', '#TYPE X\r\n"A","B"\r\n', '"A"\t"B"\n', ""]),
    st.integers(16, 200),
)
def test_any_text(pieces: list[str], head: str, size: int):
    by_blocks(head + "".join(pieces), size=size)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    write_csv(folder / "export.csv", 600_000)
    text = (folder / "export.csv").read_text("utf-8-sig")
    head = "#TYPE Microsoft.Exchange.Data.Directory.Management.Mailbox\n"
    (folder / "export.csv").write_text(head + text.replace('"Unlimited"', ""), encoding="utf-8-sig", newline="\n")
    return folder


@pytest.mark.parametrize("kept", [0, 1 << 40])
def test_tables_are_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch, kept: int):
    def opened(large: int) -> analyzer.Case:
        monkeypatch.setattr(csv_text, "LARGE", large)
        return analyzer.open_case(folder, budget=analyzer.Budget(kept_bytes=kept))

    large, plain = opened(1), opened(1 << 60)
    assert isinstance(large.table("mailbox").rows, LargeRows)
    assert not isinstance(plain.table("mailbox").rows, LargeRows)
    assert large.sources == plain.sources
    for mine, their in zip(large.table("mailbox").rows, plain.table("mailbox").rows, strict=True):
        assert dict(mine.cells) == their.cells
        assert (mine.subject, mine.server, mine.exports) == (their.subject, their.server, their.exports)
    ours, theirs = large.tables["mailbox"], plain.tables["mailbox"]
    assert list(ours.dtypes) == list(theirs.dtypes)
    for name in theirs.columns:
        assert ours[name].isna().tolist() == theirs[name].isna().tolist()
        assert ours[name].dropna().tolist() == theirs[name].dropna().tolist()


def test_a_file_that_changes_before_its_values_are_asked_for_is_no_silent_mixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(walk, "IN_MEMORY", 0)
    monkeypatch.setattr(csv_text, "LARGE", 0)
    path = tmp_path / "export.csv"
    path.write_text('"Alpha","Beta"\n"1","2"\n', encoding="utf-8")
    case = analyzer.open_case(tmp_path, budget=analyzer.Budget(kept_bytes=0))
    path.write_text('"Alpha","Beta"\n"1","3"\n', encoding="utf-8")
    with pytest.raises(analyzer.UsageError, match="has changed while"):
        case.readings[0][1].records[0]
