"""JSON: the styles of ConvertTo-Json, lines, and what is lost."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.model import Block, Source
from analyzer.notes import CODES
from analyzer.readers import json_text


def values(reading):
    return [record.value for record in reading.records]


def notes(reading):
    return [(note.code, note.record, note.property) for note in reading.notes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}]),
        ('["a", 1, null, true, ["b"]]', ["a", 1, None, True, ["b"]]),
        ('{"value":[{"a":1},{"a":2}],"Count":2}', [{"a": 1}, {"a": 2}]),
        ('{"Count":2,"value":[{"a":1},{"a":2}]}', [{"a": 1}, {"a": 2}]),
        ('{"a":{"value":["x","y"],"Count":2}}', [{"a": ["x", "y"]}]),
        ('{"a":{"value":1,"Count":2}}', [{"a": {"value": 1, "Count": 2}}]),
        ('{"a":{"value":4,"Value":"Running"}}', [{"a": {"value": 4, "Value": "Running"}}]),
        ('{"a":1}{"a":2}\r\n{"a":3}', [{"a": 1}, {"a": 2}, {"a": 3}]),
        ('{"Name":"a","name":"b"}', [{"Name": "a", "name": "b"}]),
        ('{"a":"\\ud83d\\ude00\\u0027\\u003c"}', [{"a": "\U0001f600'<"}]),
        ('{"a":NaN,"b":-Infinity,"c":1e999}', [{"a": "NaN", "b": "-Infinity", "c": "1e999"}]),
        ('{"a":18446744073709551615,"b":18446744073709551616}', [{"a": 2**64 - 1, "b": "18446744073709551616"}]),
        ('{"a":-9223372036854775808,"b":-9223372036854775809}', [{"a": -(2**63), "b": "-9223372036854775809"}]),
        ("\ufeff\ufeff{}", [{}]),
    ],
)
def test_values(read, text, expected):
    reading = read(text)
    assert values(reading) == expected
    assert not reading.notes


def test_a_number_of_thousands_of_digits_stays_text(read):
    assert values(read('{"a":' + "9" * 5000 + "}")) == [{"a": "9" * 5000}]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (r"\/Date(1600630076000)\/", "2020-09-20T19:27:56Z"),
        ("/Date(1600630076123)/", "2020-09-20T19:27:56.123Z"),
        ("/Date(1600630076000+0200)/", "2020-09-20T19:27:56Z"),
        ("/Date(-62135596800000)/", "0001-01-01T00:00:00Z"),
        ("/Date(253402300799999)/", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_dates(read, date, expected):
    reading = read(f'{{"When":"{date}","Other":{{"value":"{date}","DisplayHint":2,"DateTime":"x"}}}}')
    assert values(reading) == [{"When": expected, "Other": expected}]
    assert not reading.notes


@pytest.mark.parametrize("date", ["/Date(1e99)/", "/Date(9999999999999999)/", "/Date()/"])
def test_what_is_no_date_stays_in_doubt(read, date):
    reading = read(f'[{{"a":1}},{{"When":"{date}"}}]')
    assert values(reading)[1] == {"When": date}
    assert notes(reading) == [("value-unreadable", 1, "When")]


def test_a_name_that_stands_twice(read):
    reading = read('{"Name":"a","Name":"b","Name":"c"}')
    assert values(reading) == [{"Name": "a", "Name#2": "b", "Name#3": "c"}]
    assert [note.code for note in reading.notes] == ["duplicate-property"] * 2


def test_a_name_that_stands_thousands_of_times_takes_no_time(read):
    reading = read("{" + ",".join(['"a":1'] * 50_000) + "}")
    assert len(values(reading)[0]) == 50_000
    assert len(reading.notes) < 100


def test_values_that_are_not_what_the_server_had(read):
    text = json.dumps(
        [
            {
                "Roles": "System.String[]",
                "Deep": ["@{a=1; b=2}"],
                "Half": "a\ud800b",
                "Host": "System.contoso.com",
                "TypeName": "System.String",
                "Module": {"ImplementingType": "System.Foo"},
                "Version": "Microsoft.Exchange",
            }
        ]
    )
    reading = read(text)
    assert notes(reading) == [
        ("type-name-instead-of-value", 0, "Roles"),
        ("depth-cut", 0, "Deep"),
        ("characters-lost", 0, "Half"),
    ]
    assert values(reading)[0]["Half"] == "a\ufffdb"


def test_a_joined_list_at_the_depth_limit_is_in_doubt(read):
    deep = {"Cut": {"List": "@{a=1}", "Other": "a b"}, "Also": {"List": "CN=a CN=b"}, "Flat": "a b", "One": {"x": "ab"}}
    assert notes(read(json.dumps(deep))) == [("depth-cut", 0, "Cut"), ("depth-cut", 0, "Also")]


def test_a_list_that_announces_more_items(read):
    assert notes(read('{"a":{"value":["x"],"Count":2}}')) == [("list-cut", 0, "a")]


def test_lines(read):
    lines = [
        "[",
        "    {",
        '        "Name":  "a",',
        '        "In":  {',
        '                   "Name":  1',
        "               },",
        '        "Z":  2',
        "    },",
        '    {"Name": 1, "In": {"Z": 2},',
        '"Z": 3}',
        "]",
    ]
    text = "\r\n".join(lines)
    reading = read(text)
    assert [(record.line, dict(record.lines)) for record in reading.records] == [
        (2, {"Name": 3, "In": 4, "Z": 7}),
        (9, {"Name": 9, "In": 9, "Z": 10}),
    ]


def test_blocks(read):
    text = '[{"a":1},{"a":2}]\n{"b":1}\n{"b":2}\n[]\n'
    assert read(text).blocks == (Block(0, 2, 1), Block(2, 2, 2), Block(4, 0, 4))


@pytest.mark.parametrize("text", ["[]", "null", '{"value":[],"Count":0}'])
def test_an_export_of_nothing(read, text):
    reading = read(text)
    assert reading.blocks == (Block(0, 0, 1),)
    assert [note.code for note in reading.notes] == ["empty-export"]


@pytest.mark.parametrize(
    ("text", "expected", "code", "line"),
    [
        ('[{"Name":"EX01"},\n{"Na', [{"Name": "EX01"}], "source-cut", 2),
        ('[{"Name":"EX01"}', [{"Name": "EX01"}], "source-cut", 1),
        ('[{"Name":"EX01"},', [{"Name": "EX01"}], "source-cut", 1),
        ('[{"a":1},12', [{"a": 1}], "source-cut", 1),
        ('{"value":[{"a":1},{"a":2},{"a', [{"a": 1}, {"a": 2}], "source-cut", 1),
        ('{"a":1}\n{"a":tr', [{"a": 1}], "source-cut", 2),
        ('{"a":"x\\u00', [], "source-cut", 1),
        ('{"a":1}{"a":2}\r\n// c', [{"a": 1}, {"a": 2}], "malformed", 2),
        ('{"a":1}\n{"a":,}\n{"a":3}', [{"a": 1}, {"a": 3}], "malformed", 2),
        ('[{"a":1} {"a":2}]', [{"a": 1}], "malformed", 1),
    ],
)
def test_what_is_cut_or_broken(read, text, expected, code, line):
    reading = read(text)
    assert values(reading) == expected
    assert [(note.code, note.line) for note in reading.notes] == [(code, line)]
    assert CODES[code].loss


def test_nesting(read):
    assert [note.code for note in read("[" * 100_000 + "]" * 100_000).notes] == ["limit-reached"]
    assert {note.code for note in read("[" * 900 + "]" * 900).notes} == {"limit-reached", "value-unreadable"}
    at_the_limit = '{"a":' * 200 + "1" + "}" * 200
    assert not read(at_the_limit).notes
    assert read('{"a":' * 202 + "1" + "}" * 202).notes


def test_many_broken_beginnings_end_soon(read):
    assert read('{"a":[\n' * 100_000).notes


def test_the_number_of_values_is_limited(read):
    reading = read("[1,2,3,4,5]", budget=Budget(rows=3))
    assert values(reading) == [1, 2, 3]
    assert [note.code for note in reading.notes] == ["limit-reached"]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ('{"a":1}', 1),
        ('[\r\n  {\r\n "a" : 1', 1),
        ("{}", 1),
        ("[]", 0.8),
        ('["a","b"]', 0.8),
        ("[1,2]", 0.6),
        ('{"Na', 0.6),
        ('[{"Name"', 0.6),
        ("null\r\n", 0.6),
        ("[PS] C:\\>Get-AuthConfig", 0),
        ("[ERROR] something", 0),
        ("[1] first note", 0),
        ("{a, b, c...}", 0),
        ("Name : {a}", 0),
        ("", 0),
    ],
)
def test_sniff(sniff, text, certainty):
    assert sniff(text) == certainty


TEXTS = st.text(st.sampled_from('ab "\\/\n{}[]:,é中\U0001f600@'), max_size=5)
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=8)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(TEXTS, VALUES, min_size=1), min_size=1, max_size=5),
    st.sampled_from([None, 1, 2, 4]),
    st.booleans(),
)
def test_random_documents(objects, indent, plain):
    text = json.dumps(objects, indent=indent, ensure_ascii=not plain)
    content = text.encode("utf-8", "surrogatepass")
    reading = json_text.read(Source("x", len(content), "", content=content, encoding="utf-8"), Budget())
    assert len(reading.records) == len(objects)
    lines = text.split("\n")
    for record, expected in zip(reading.records, objects, strict=True):
        if not any(note.code == "characters-lost" for note in reading.notes) and set(expected) != {"value", "Count"}:
            assert set(record.value) == set(expected)
        if indent:
            for name, line in record.lines.items():
                assert json.dumps(name, ensure_ascii=not plain) in lines[line - 1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.text('ab"\\é', max_size=3), SCALARS, min_size=1), min_size=1), st.floats(0, 1))
def test_random_documents_cut_anywhere(objects, where):
    content = json.dumps(objects, indent=2).encode()
    content = content[: int(where * (len(content) - 1))]
    reading = json_text.read(Source("x", len(content), "", content=content, encoding="utf-8"), Budget())
    assert len(reading.records) <= len(objects)
    whole = json_text.read(Source("x", 0, "", content=json.dumps(objects).encode(), encoding="utf-8"), Budget())
    assert values(reading) == values(whole)[: len(reading.records)]
    assert not content or any(CODES[note.code].loss for note in reading.notes)


def test_cases(read, shared):
    for case in yaml.safe_load((shared / "data/powershell/cases.yaml").read_text(encoding="utf-8"))["cases"]:
        if case["format"] == "json":
            assert values(read(case["text"])) == case["expect"], case["id"]


def test_output_of_a_running_powershell(read, sniff, shared):
    folder = shared / "data/powershell_real/exports"
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entry in entries:
        if entry["format"] != "json":
            continue
        content = (folder / entry["file"]).read_bytes()
        reading = read(content, entry["python_encoding"])
        assert sniff(content, entry["python_encoding"]) == 1
        assert values(reading) == json.loads((folder / entry["expected"]).read_text(encoding="utf-8")), entry["file"]
        assert not any(CODES[note.code].loss for note in reading.notes)
        lines = content.decode(entry["python_encoding"]).split("\n")
        for record in reading.records:
            assert list(record.lines) == list(record.value)
            assert all(json.dumps(name, ensure_ascii=False) in lines[at - 1] for name, at in record.lines.items())


def test_every_cut_of_a_good_file_is_noticed(read, shared):
    path = shared / "data/powershell_real/litware/cases/healthy/json/Get-CsCertificate.json"
    text = path.read_bytes().decode("utf-8-sig").strip()
    records = values(read(text))
    assert len(records) > 2
    for step in range(1, 61):
        reading = read(text[: len(text) * step // 61])
        assert any(CODES[note.code].loss and note.line for note in reading.notes), step
        assert values(reading) == records[: len(reading.records)]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1.10", 1.1),
        ("0.30000000000000004", 0.30000000000000004),
        ("0.84551240822557006", 0.84551240822557006),  # 17 digits, as Windows PowerShell writes a double
        ("1E+16", 1e16),
        ("9007199254740993.5", "9007199254740993.5"),
        ("0.1234567890123456789", "0.1234567890123456789"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
        ("100000000000000.123456", "100000000000000.123456"),
    ],
)
def test_a_number_that_no_double_is_stays_text(read, number, expected):
    assert values(read(f'{{"a": {number}}}')) == [{"a": expected}]


@pytest.mark.parametrize("value", ["M?ller", "????", "a \ufffd b"])
def test_characters_that_the_file_lost_are_noted(read, value):
    assert notes(read(json.dumps({"a": value, "b": "x?y=1&z=2"}, ensure_ascii=False))) == [("characters-lost", 0, "a")]


def test_after_a_broken_value_none_of_its_parts_is_taken_for_a_record(read):
    broken = '    {\n        "a": bad,\n        "list": [\n            {\n                "x": 1\n            }\n'
    text = f'[\n{broken}        ]\n    }},\n    {{\n        "a": 2\n    }}\n]\n'
    reading = read(text)
    assert values(reading) == [{"a": 2}]
    assert reading.notes[0].code == "malformed"


def test_a_file_without_its_beginning_gives_the_objects_that_are_whole(sniff, read):
    cut = '"a": {\n                  "x": 1\n              },\n        "b": [\n            {\n'
    text = (
        cut
        + '                "y": 1\n            }\n        ]\n    },\n    {\n        "a": 3,\n        "b": 4\n    }\n]\n'
    )
    assert sniff('     "a": 1,\n        "b": 2\n    },\n') > 0
    reading = read(text)
    assert values(reading) == [{"a": 3, "b": 4}]
    assert reading.notes[0].code == "malformed"
    assert "beginning" in reading.notes[0].message
