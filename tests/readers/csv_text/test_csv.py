"""CSV: Import-Csv's rules, null and blank, lines, and tables that cannot be right."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.model import Block, Source
from analyzer.notes import CODES
from analyzer.readers import csv_text


def values(reading):
    return [record.value for record in reading.records]


def notes(reading):
    return [(note.code, note.line, note.record, note.property) for note in reading.notes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"A","B"\r\n"1",""\r\n,"2"\r\n', [{"A": "1", "B": ""}, {"A": None, "B": "2"}]),
        ('"A";"B"\r\n"1,5";"x;y"\r\n', [{"A": "1,5", "B": "x;y"}]),
        ('"A"\t"B"\n"1"\t\n\t"2"\n', [{"A": "1", "B": None}, {"A": None, "B": "2"}]),
        ("A,B\n1,\n,2\n", [{"A": "1", "B": ""}, {"A": "", "B": "2"}]),
        ('A,B\r\nx y,"a,b"\r\n,\r\n', [{"A": "x y", "B": "a,b"}, {"A": "", "B": ""}]),
        ('A,"B"\n,\n1,2\n', [{"A": "", "B": None}, {"A": "1", "B": "2"}]),  # -QuoteFields B
        ('"A","B"\n"l1\r\nl2","say ""hi"""\n', [{"A": "l1\r\nl2", "B": 'say "hi"'}]),
        ('"A","B"\r"1","2"\r"3","4"\r', [{"A": "1", "B": "2"}, {"A": "3", "B": "4"}]),
        ('"A","B"\n\n   \n"1","2"\n\n', [{"A": "1", "B": "2"}]),
        ('# note\n#, too\n"A","B"\n"1","2"\n', [{"A": "1", "B": "2"}]),
        ("A,B\n  1, 2\n", [{"A": "1", "B": "2"}]),
        ('"A","B"\n "1" , "2"  \n', [{"A": "1", "B": "2"}]),
        ('"A","B"\n"1"x,2"y"z\n', [{"A": "1x", "B": '2"y"z'}]),
        ("A,B\nfoo   ,foo bar  \n", [{"A": "foo ", "B": "foo bar  "}]),
        ('"A",,"C",\n"1","2","3"\n', [{"A": "1", "H1": "2", "C": "3"}]),
        ('"A"\n"1"\n""\n\n"2"\n', [{"A": "1"}, {"A": ""}, {"A": "2"}]),
        ('"A\r\nx","B"\r\n"1","2"\r\n', [{"A\r\nx": "1", "B": "2"}]),  # a calculated property without a name
        ('sep=;\r\n"A";"B"\r\n"1,5";"2"\r\n', [{"A": "1,5", "B": "2"}]),
        ("sep=|\nA|B,C\n1|2\n", [{"A": "1", "B,C": "2"}]),
    ],
)
def test_values(read, text, expected):
    reading = read(text)
    assert values(reading) == expected
    assert not reading.notes


def test_types_and_blocks(read):
    text = '#TYPE Selected.A.B\r\n"N","V"\r\n"a","1"\r\n"b",\r\n#TYPE C`1[[x, y]]\r\n"Z"\r\n"9"\r\n'
    reading = read(text)
    assert values(reading) == [{"N": "a", "V": "1"}, {"N": "b", "V": None}, {"Z": "9"}]
    assert reading.blocks == (Block(0, 2, 1, type="Selected.A.B"), Block(2, 1, 5, type="C`1[[x, y]]"))


@pytest.mark.parametrize(
    "text",
    [
        "#TYPE A.B,,\r\nN,V,W\r\na,1,2\r\n",  # a spreadsheet makes all lines equally wide
        "#TYPE A.B;;\r\nN;V;W\r\na;1;2\r\n",
        '"#TYPE A.B",,\r\n"N","V","W"\r\n"a","1","2"\r\n',
        'sep=,\r\n#TYPE A.B\r\n"N","V","W"\r\n"a","1","2"\r\n',
    ],
)
def test_the_type_in_a_file_that_a_spreadsheet_saved(read, text):
    reading = read(text)
    assert values(reading) == [{"N": "a", "V": "1", "W": "2"}]
    assert [block.type for block in reading.blocks] == ["A.B"]


@pytest.mark.parametrize("text", ['"Identity","Exch', '"Identity";"Exch', '"Identity"\t"', '"Ident', '#TYPE X\n"Ident'])
def test_a_header_that_was_cut_within_a_name(read, sniff, text):
    assert sniff(text) > 0
    assert ("source-cut", text.count("\n") + 1, None, None) in notes(read(text))


def test_two_exports_of_one_kind_in_one_file(read):
    reading = read('"N","V"\n"a","1"\n"N","V"\n"b","2"\n')
    assert values(reading) == [{"N": "a", "V": "1"}, {"N": "b", "V": "2"}]
    assert [(block.first, block.count, block.line) for block in reading.blocks] == [(0, 1, 1), (1, 1, 3)]


@pytest.mark.parametrize("text", ['"A","B"\r\n', '#TYPE X\r\n"A","B"\r\n', "#TYPE X\r\n"])
def test_a_header_alone_was_cut(read, text):
    reading = read(text)
    assert [block.count for block in reading.blocks] == [0]
    assert [note.code for note in reading.notes] == ["source-cut"]


def test_lines(read):
    reading = read('#TYPE X\r\n"A","B","C"\r\n"1","2","3"\r\n"l1\r\nl2","x\ny","z"\r\n"7","8","9"\r\n')
    assert [(record.line, dict(record.lines)) for record in reading.records] == [
        (3, {"A": 3, "B": 3, "C": 3}),
        (4, {"A": 4, "B": 5, "C": 6}),
        (7, {"A": 7, "B": 7, "C": 7}),
    ]


def test_values_that_are_not_what_the_server_had(read):
    reading = read(
        '"Name","Roles","Members","Nested","Blank","Host","ImplementingType"\n'
        '"a","System.String[]","A.B.C A.B.C","@{T=System.Object[]; N=1}","  ","System.contoso.com","System.Foo.Bar"\n'
        '"b","Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]","Microsoft.A.B Microsoft.A.B","@{N=1}",'
        '"","System.dll","x"\n'
    )
    assert [(note.code, note.record, note.property) for note in reading.notes] == [
        ("type-name-instead-of-value", 0, "Roles"),
        ("type-name-instead-of-value", 0, "Nested"),
        ("type-name-instead-of-value", 0, "Blank"),
        ("type-name-instead-of-value", 1, "Roles"),
        ("type-name-instead-of-value", 1, "Members"),
    ]


def test_a_column_that_stands_twice(read):
    reading = read('"Name","name","Id"\n"a","b","1"\n')
    assert values(reading) == [{"Id": "1"}]
    assert notes(reading) == [("duplicate-column", 1, None, None)]
    assert "Name, name" in reading.notes[0].message
    assert not read('"Name","name"\n"a","b"\n').records


def test_rows_of_another_width(read):
    reading = read('"A","B"\n"1","2","3"\n"4"\n"5","6"\n')
    assert values(reading) == [{"A": "1", "B": "2"}, {"A": "4", "B": None}, {"A": "5", "B": "6"}]
    assert notes(reading) == [("cells-dropped", 2, None, None), ("value-cut", 3, 1, "B")]


def test_thousands_of_rows_of_another_width_do_not_fill_the_report(read):
    reading = read("A,B,C\n" + "1,2,3\n" * 9 + "1\n" * 5000 + "1,2,3,4\n" * 5000)
    assert len(reading.notes) < 1000
    assert any("5000 rows" in note.message for note in reading.notes)


@pytest.mark.parametrize(
    "text",
    [
        "#TYPE Microsoft.PowerShell.Commands.Internal.Format.FormatStartData\n"
        '"ClassId2e4f51ef21dd47e99d3c952918aff9cd","pageHeaderEntry"\n"033ecb2bc07a4d43b5ef94ed5a35d280",\n',
        '"ClassId2e4f51ef21dd47e99d3c952918aff9cd","pageHeaderEntry"\n"033ecb2bc07a4d43b5ef94ed5a35d280",\n',
    ],
)
def test_formatting_objects_are_refused(read, text):
    reading = read(text)
    assert [note.code for note in reading.notes] == ["format-objects-not-data"]
    assert not reading.records


def test_lengths_of_strings_are_refused(read):
    for text in ('#TYPE System.String\n"Length"\n"12"\n"7"\n', '"Length"\n"12"\n'):
        reading = read(text)
        assert [note.code for note in reading.notes] == ["strings-exported-as-length"]
        assert not reading.records
    assert read('"Length","Name"\n"12","a"\n').records
    assert read('#TYPE System.IO.FileInfo\n"Length"\n"12"\n').records


def test_quotes_that_never_close(read):
    reading = read('"a","b"\r\n"1","2\r\n"3","4"\r\n"5","6\r\n')
    assert values(reading) == [{"a": "3", "b": "4"}]
    assert [(note.code, note.line) for note in reading.notes] == [
        ("unclosed-quote", 2),
        ("source-cut", 4),
        ("unclosed-quote", 4),
    ]


def test_the_last_row(read):
    assert notes(read('"A","B"\n"1","2"\n"3",')) == [("source-cut", 3, None, None)]
    assert notes(read('"A","B","C"\n"1","2","3"\n"3","4"')) == [("source-cut", 3, None, None)]
    assert notes(read('"A","B"\n"1","2"')) == [("source-cut", 2, None, None), ("value-cut", 2, 0, "B")]
    assert notes(read("A,B\n1,2")) == [("no-final-newline", 2, None, None), ("value-cut", 2, 0, "B")]


def test_limits(read):
    wide = read(",".join(f"c{i}" for i in range(9)) + "\n" + "1," * 8 + "1\n", budget=Budget(columns=4))
    assert values(wide) == [{"c0": "1", "c1": "1", "c2": "1", "c3": "1"}]
    assert [note.code for note in wide.notes] == ["limit-reached"]
    rows = read('"A","B"\n' + '"1","2"\n' * 9, budget=Budget(rows=4))
    assert len(rows.records) == 4
    assert [note.code for note in rows.notes] == ["limit-reached"]
    long = read('"A","B"\n"' + "x" * 50 + '","2"\n', budget=Budget(line_chars=20))
    assert values(long) == [{"A": "x" * 20, "B": "2"}]
    assert {note.code for note in long.notes} == {"value-cut", "limit-reached"}


def test_a_long_field_is_kept(read):
    assert read('a,b\r\n"' + "x" * 200_000 + '",1\r\n').records[0].value == {"a": "x" * 200_000, "b": "1"}


@pytest.mark.parametrize(
    "text",
    [
        '"a","b"\n' + '"' * 100_001,
        '"a","b"\n' + '"x\n' * 50_000,
        "a,b\n" + " " * 100_000 + "\n",
        '"a","b"\n' + '""x' * 50_000,
    ],
)
def test_nothing_takes_long(read, text):
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("#TYPE X\r\n", True),
        ('#TYPE X\r\n"A"\r\n', True),
        ('"A","B"\r\n"1","2"\r\n', True),
        ('"A";"B"\r\n"1";"2"\r\n', True),
        ("Name;Wert\r\nJürgen;1,5\r\n", True),
        ("Name,Fqdn\nex1,ex1.contoso.com\n", True),
        ("Name, Id\na, 1\nb, 2\n", True),
        ('"Length"\n"12"\n', True),
        ("Hello, world\nthis is, no table\n", False),
        ("Dear Anna,\nplease send the export.\n", False),
        ('"Hello," she said.\n"Yes," he said.\n', False),
        ("Name  Id\n----  --\na     1\n", False),
        ("Name : a\nId   : 1\n", False),
        ("; zone file\n@ IN SOA a b (1;2)\n", False),
        ("| a | b |\n| 1 | 2 |\n", False),
        ("one line", False),
        ("", False),
        ("#Software: IIS\n#Fields: date,time\n1,2\n", False),
        ("sep=;\r\nA;B\r\n1;2\r\n", True),
        ('"To be, or not to be', False),
    ],
)
def test_sniff(sniff, text, certain):
    assert (sniff(text) >= 0.5) is certain
    assert certain or sniff(text) == 0


CELLS = st.none() | st.text(st.sampled_from("ab1 ,;\t\"\r\né中#|'"), max_size=6)


def exported(names, rows, delimiter, newline):
    """What Export-Csv writes."""

    def line(cells):
        return delimiter.join("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells) + newline

    return line(names) + "".join(line(row) for row in rows)


@st.composite
def tables(draw):
    names = draw(st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=2, max_size=5, unique=True))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), min_size=1, max_size=6))
    return (
        names,
        [row for row in rows if row != names],
        draw(st.sampled_from(",;\t")),
        draw(st.sampled_from(["\n", "\r\n"])),
    )


@settings(max_examples=100, deadline=None)
@given(tables(), st.booleans())
def test_what_export_csv_writes_is_read_back(table, typed):
    names, rows, delimiter, newline = table
    text = (f"#TYPE X{newline}" if typed else "") + exported(names, rows, delimiter, newline)
    content = text.encode()
    source = Source("x", len(content), "", content=content, encoding="utf-8")
    reading = csv_text.read(source, Budget())
    assert values(reading) == [dict(zip(names, row, strict=True)) for row in rows]
    assert csv_text.sniff(source) >= 0.5
    assert {note.code for note in reading.notes} <= {"empty-export", "type-name-instead-of-value"}


@settings(max_examples=100, deadline=None)
@given(tables(), st.floats(0, 1))
def test_what_is_cut_is_noticed(table, where):
    names, rows, delimiter, newline = table
    text = exported(names, rows, delimiter, newline)
    head = len(exported(names, [], delimiter, newline))
    cut = text[: head + int(where * (len(text) - head - 1))]
    content = cut.encode()
    reading = csv_text.read(Source("x", len(content), "", content=content, encoding="utf-8"), Budget())
    full = [dict(zip(names, row, strict=True)) for row in rows]
    doubtful = {(note.record, note.property) for note in reading.notes}
    for index, (got, expected) in enumerate(zip(values(reading), full, strict=False)):
        assert {name for name in names if got[name] != expected[name] and (index, name) not in doubtful} == set()
    assert cut.endswith(("\r", "\n")) or any(CODES[note.code].loss for note in reading.notes)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('ab,;"\r\n #T\t'), max_size=60))
def test_any_text_is_read_without_an_error(text):
    content = text.encode()
    for head in ("", '"a","b"\n', "#TYPE X\n"):
        content = (head + text).encode()
        source = Source("x", len(content), "", content=content, encoding="utf-8")
        csv_text.sniff(source)
        csv_text.read(source, Budget())


def test_cases(read, shared):
    for case in yaml.safe_load((shared / "data/powershell/cases.yaml").read_text(encoding="utf-8"))["cases"]:
        if case["format"] != "csv":
            continue
        reading = read(case["text"])
        if isinstance(case["expect"], dict):
            assert case["expect"]["error"] in {note.code for note in reading.notes}, case["id"]
            assert not reading.records
        else:
            assert values(reading) == case["expect"], case["id"]
        doubtful = {note.property for note in reading.notes if CODES[note.code].doubt}
        assert doubtful == set(case.get("lost", ())), case["id"]


def test_output_of_a_running_powershell(read, sniff, shared):
    folder = shared / "data/powershell_real/exports"
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if entry["format"] == "csv":
            content = (folder / entry["file"]).read_bytes()
            reading = read(content, entry["python_encoding"])
            assert sniff(content, entry["python_encoding"]) > 0.9
            expected = json.loads((folder / entry["expected"]).read_text(encoding="utf-8"))
            assert values(reading) == expected, entry["file"]
            assert not any(CODES[note.code].loss for note in reading.notes)


def test_every_cut_of_a_good_file_is_noticed(read, shared):
    path = shared / "data/powershell_real/litware/cases/healthy/csv/Get-CsCertificate.csv"
    text = path.read_bytes().decode("utf-8-sig").rstrip()
    records = values(read(text + "\r\n"))
    assert len(records) > 2
    for step in range(10, 61):
        reading = read(text[: len(text) * step // 61])
        assert any(CODES[note.code].loss and note.line for note in reading.notes), step
        doubtful = {(note.record, note.property) for note in reading.notes}
        for index, (got, expected) in enumerate(zip(values(reading), records, strict=False)):
            assert all(got[name] == expected[name] or (index, name) in doubtful for name in expected)


@pytest.mark.parametrize("cell", ["M?ller", "????", "2014/4/22 ?? 03:15:02", "10:05?AM", "a \ufffd b"])
def test_characters_that_the_export_lost_are_noted(read, cell):
    """Export-Csv of 5.1 writes `?` for every letter outside ASCII."""
    reading = read(f'"Identity","B"\r\n"a","{cell}"\r\n')
    assert notes(reading) == [("characters-lost", 2, 0, "B")]


@pytest.mark.parametrize("cell", ["https://x/y?z=1", "Really?", "(?i)abc"])
def test_question_marks_that_say_something_are_kept(read, cell):
    assert not read(f'"Identity","B"\r\n"a","{cell}"\r\n').notes


@pytest.mark.parametrize(
    "between", ['"Thumbprint","Subject"\r\n', '\r\n"Identity","Url"\r\n', '"Identity","Fqdn","Port"\r\n']
)
def test_exports_of_other_objects_after_the_first(read, between):
    """`type *.csv > all.csv`: the second header is no object."""
    names = [name.strip('"') for name in between.strip().split(",")]
    row = ["c", "d", "e"][: len(names)]
    reading = read('"Identity","Name"\r\n"a","b"\r\n' + between + ",".join(f'"{cell}"' for cell in row) + "\r\n")
    assert values(reading) == [{"Identity": "a", "Name": "b"}, dict(zip(names, row, strict=True))]
    assert [(block.first, block.count) for block in reading.blocks] == [(0, 1), (1, 1)]
    assert not reading.notes


def test_values_that_are_words_make_no_header(read):
    text = '"Name","MemberType"\r\n"Identity","Property"\r\n"Guid","Property"\r\n'
    assert len(read(text).records) == 2


def test_delimiters_that_lost_their_quotes_leave_every_value_of_the_row_in_doubt(read):
    """Whether `CN=x` or `b, CN=x` was the value cannot be told."""
    reading = read("Identity,Name,Subject\r\na,b,CN=x, O=y\r\nc,d,CN=z\r\n")
    assert notes(reading) == [
        ("cells-dropped", 2, None, None),
        *(("ambiguous-join", 2, 0, name) for name in ("Identity", "Name", "Subject")),
    ]


@pytest.mark.parametrize("cell", ["1.23E+15", "1,2E+39", "########", "x" * 32767])
def test_what_a_spreadsheet_made_of_values_is_noted(read, cell):
    mark = ";" if "," in cell else ","
    reading = read(f"Identity{mark}Serial{mark}C\r\na{mark}{cell}{mark}c\r\n")
    assert notes(reading) == [("value-cut", 2, 0, "Serial")]
    assert not read(f'"Identity"{mark}"Serial"{mark}"C"\r\n"a"{mark}"{cell}"{mark}"c"\r\n').notes
