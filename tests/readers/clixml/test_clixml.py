"""CliXML: values, types, lines, streams and what is lost."""

from __future__ import annotations

import json

import pytest
import yaml

from analyzer.budget import Budget
from analyzer.model import Block
from analyzer.notes import CODES

NS = 'xmlns="http://schemas.microsoft.com/powershell/2004/04"'


def objs(body: str) -> str:
    return f'<Objs Version="1.1.0.1" {NS}>{body}</Objs>'


def bag(body: str) -> str:
    """One property bag."""
    return objs(f'<Obj RefId="0"><MS>{body}</MS></Obj>')


def codes(reading):
    return [note.code for note in reading.notes]


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ('<S N="P">a &lt;b&gt; &amp; c</S>', "a <b> & c"),
        ('<S N="P"></S>', ""),
        ('<S N="P" />', ""),
        ('<S N="P">  blanks kept  </S>', "  blanks kept  "),
        ('<Nil N="P" />', None),
        ('<B N="P">true</B>', True),
        ('<B N="P">false</B>', False),
        ('<C N="P">65</C>', "A"),
        ('<By N="P">255</By>', 255),
        ('<SB N="P">-128</SB>', -128),
        ('<I16 N="P">-32768</I16>', -32768),
        ('<U16 N="P">65535</U16>', 65535),
        ('<I32 N="P">-5</I32>', -5),
        ('<U32 N="P">4294967295</U32>', 4294967295),
        ('<I64 N="P">9223372036854775807</I64>', 2**63 - 1),
        ('<U64 N="P">18446744073709551615</U64>', 2**64 - 1),
        ('<D N="P">1.10</D>', "1.10"),
        ('<Db N="P">1.5E+20</Db>', 1.5e20),
        ('<Sg N="P">0.25</Sg>', 0.25),
        ('<Db N="P">NaN</Db>', "NaN"),
        ('<Db N="P">-INF</Db>', "-INF"),
        ('<DT N="P">2026-09-20T19:27:56.1234567+02:00</DT>', "2026-09-20T19:27:56.1234567+02:00"),
        ('<TS N="P">P1DT2H</TS>', "P1DT2H"),
        ('<G N="P">4c13efa6-77bc-42db-b5bf-bdd62cdfc5df</G>', "4c13efa6-77bc-42db-b5bf-bdd62cdfc5df"),
        ('<URI N="P">https://a/b?c=1&amp;d=2</URI>', "https://a/b?c=1&d=2"),
        ('<Version N="P">15.0.847.32</Version>', "15.0.847.32"),
        ('<SemanticVersion N="P">7.4.0</SemanticVersion>', "7.4.0"),
        ('<XD N="P">&lt;a&gt;_x000A_&lt;/a&gt;</XD>', "<a>\n</a>"),
        ('<SBK N="P">Get-Service</SBK>', "Get-Service"),
        ('<BA N="P">AQID</BA>', {"base64": "AQID"}),
        ('<BA N="P">AQID\n  BAUG</BA>', {"base64": "AQIDBAUG"}),
    ],
)
def test_primitives(read, element, value):
    reading = read(bag(element))
    assert reading.records[0].value == {"P": value}
    assert type(reading.records[0].value["P"]) is type(value)
    assert not reading.notes


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("a_x000D__x000A_b", "a\r\nb"),
        ("a_x000d_b", "a\rb"),
        ("_X0041_", "A"),
        ("_x0001F600_", "\U0001f600"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x41_ _xZZZZ_ _x_", "_x41_ _xZZZZ_ _x_"),
        ("_xFFFFFFFF_", "_xFFFFFFFF_"),
        ("a_x0000_b", "a\0b"),
    ],
)
def test_escapes(read, escaped, text):
    assert read(bag(f'<S N="P">{escaped}</S>')).records[0].value == {"P": text}


def test_half_a_surrogate_pair_is_replaced_and_noted(read):
    reading = read(bag('<S N="P">a_xD800_b</S>'))
    assert reading.records[0].value == {"P": "a\ufffdb"}
    assert [(note.code, note.record, note.property) for note in reading.notes] == [("characters-lost", 0, "P")]


def test_names_are_unescaped_too(read):
    assert read(bag('<S N="_x003C_>4__this">x</S>')).records[0].value == {"<>4__this": "x"}


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("I32", "2147483648"),
        ("I32", "1.5"),
        ("I32", "1_0"),
        ("U64", "18446744073709551616"),
        ("I64", "9" * 5000),
        ("B", "maybe"),
        ("Db", "1e999"),
        ("Db", "0x10"),
        ("BA", "!!!"),
        ("C", "1114112"),
    ],
)
def test_a_value_that_its_type_cannot_hold_stays_text_in_doubt(read, tag, text):
    reading = read(bag(f'<{tag} N="P">{text}</{tag}>'))
    assert reading.records[0].value == {"P": text}
    assert [(note.code, note.record, note.property) for note in reading.notes] == [("value-unreadable", 0, "P")]


def test_objects_types_and_strings(read):
    reading = read(
        objs(
            '<Obj RefId="0"><TN RefId="0"><T>Deserialized.A.Server</T><T>System.Object</T></TN><ToString>srv</ToString>'
            '<Props><S N="Name">srv</S><Obj N="Role" RefId="1"><TN RefId="1"><T>A.Role</T><T>System.Enum</T></TN>'
            '<ToString>Mailbox</ToString><I32>2</I32></Obj></Props><MS><S N="PSComputerName">ex1</S></MS></Obj>'
            '<Obj RefId="2"><TNRef RefId="0" /><Props /></Obj>'
            '<Obj RefId="3"><TN RefId="9"><T>B</T></TN><ToString>only text</ToString></Obj>'
        )
    )
    assert [record.value for record in reading.records] == [
        {
            "$type": "A.Server",
            "$text": "srv",
            "Name": "srv",
            "Role": {"$value": 2, "$text": "Mailbox"},
            "PSComputerName": "ex1",
        },
        {"$type": "A.Server"},
        "only text",
    ]
    assert [(block.first, block.count, block.type) for block in reading.blocks] == [
        (0, 2, "Deserialized.A.Server"),
        (2, 1, "B"),
    ]


def test_extended_members_hide_adapted_ones(read):
    value = '<Obj RefId="0"><Props><S N="On">9/12/2016</S></Props><MS><DT N="On">2016-09-12T00:00:00</DT></MS></Obj>'
    assert read(objs(value)).records[0].value == {"On": "2016-09-12T00:00:00"}


def test_members_may_stand_before_type_and_text(read):
    value = '<Obj RefId="0"><MS><S N="A">1</S></MS><ToString>t</ToString><TN RefId="0"><T>X</T></TN></Obj>'
    assert read(objs(value)).records[0].value == {"$type": "X", "$text": "t", "A": "1"}


def test_lists_and_dictionaries(read):
    reading = read(
        bag(
            '<Obj N="L" RefId="1"><TN RefId="0"><T>System.Object[]</T></TN><LST><S>a</S><Nil /><I32>1</I32></LST></Obj>'
            '<Obj N="E" RefId="2"><TNRef RefId="0" /><IE /></Obj>'
            '<Obj N="Q" RefId="3"><QUE><S>x</S></QUE></Obj><Obj N="K" RefId="4"><STK><S>y</S></STK></Obj>'
            '<Obj N="P" RefId="5"><TN RefId="1"><T>Coll</T></TN><IE><S>i</S></IE>'
            '<Props><I32 N="Count">1</I32></Props></Obj>'
            '<Obj N="D" RefId="6"><TN RefId="2"><T>System.Collections.Hashtable</T></TN><DCT>'
            '<En><S N="Key">k</S><I32 N="Value">1</I32></En><En><I32 N="Key">2</I32><Nil N="Value" /></En></DCT></Obj>'
        )
    )
    assert reading.records[0].value == {
        "L": ["a", None, 1],
        "E": [],
        "Q": ["x"],
        "K": ["y"],
        "P": {"$type": "Coll", "$items": ["i"], "Count": 1},
        "D": {"k": 1, "2": None},
    }
    assert not reading.notes


def test_roots_that_are_no_objects(read):
    reading = read(
        objs(
            '<S>text</S><I32>1</I32><Nil /><Obj RefId="0"><LST><S>a</S></LST></Obj>'
            '<Obj RefId="1"><DCT><En><S N="Key">k</S><S N="Value">v</S></En></DCT></Obj>'
        )
    )
    assert [record.value for record in reading.records] == ["text", 1, None, ["a"], {"k": "v"}]


def test_named_member_sets_are_left_out(read):
    value = '<S N="A">1</S><MS N="PSStandardMembers"><Obj N="X" RefId="9"><LST><S>y</S></LST></Obj></MS>'
    reading = read(bag(value))
    assert reading.records[0].value == {"A": "1"}
    assert not reading.notes


def test_a_string_with_members_keeps_both(read):
    value = '<Obj RefId="0"><S>line</S><MS><S N="PSPath">C:</S></MS></Obj>'
    assert read(objs(value)).records[0].value == {"$value": "line", "PSPath": "C:"}


def test_references_give_the_value_again_and_cycles_their_number(read):
    reading = read(
        objs(
            '<Obj RefId="0"><MS><Obj N="L" RefId="1"><LST><S>a</S></LST></Obj><Ref N="Self" RefId="0" /></MS></Obj>'
            '<Obj RefId="2"><MS><Ref N="L" RefId="1" /></MS></Obj>'
        )
    )
    assert [record.value for record in reading.records] == [{"L": ["a"], "Self": {"$ref": 0}}, {"L": ["a"]}]
    assert not reading.notes


def test_references_that_lead_nowhere_or_to_two_objects(read):
    reading = read(
        objs(
            '<Obj RefId="0"><MS><Ref N="X" RefId="99" /></MS></Obj>\n<Obj RefId="0"><MS><S N="N">2</S></MS></Obj>\n'
            '<Obj RefId="1"><MS><Ref N="Y" RefId="0" /><Ref N="Z" /></MS></Obj><Obj RefId="2"><TNRef RefId="7"/></Obj>'
        )
    )
    assert [record.value for record in reading.records] == [{"X": None}, {"N": "2"}, {"Y": None, "Z": None}, None]
    assert [(note.code, note.record, note.property) for note in reading.notes] == [
        ("value-unreadable", 0, "X"),
        ("value-unreadable", 2, "Y"),
        ("value-unreadable", 2, "Z"),
        ("value-unreadable", 3, None),
    ]
    assert "lines 1 and 2" in reading.notes[1].message


def test_a_reference_bomb_stays_small(read):
    chain = "".join(
        f'<Obj RefId="{i}"><LST>{f"<Ref RefId={chr(34)}{i - 1}{chr(34)}/>" * 10}</LST></Obj>' for i in range(1, 13)
    )
    reading = read(objs(f'<Obj RefId="0"><LST><S>lol</S></LST></Obj>{chain}'))
    assert len(json.dumps([record.value for record in reading.records])) < 5_000_000
    assert "value-unreadable" in codes(reading)


def test_a_chain_of_references_does_not_nest_without_end(read):
    chain = "".join(f'<Obj RefId="{i}"><LST><Ref RefId="{i - 1}"/></LST></Obj>' for i in range(1, 5000))
    reading = read(objs(f'<Obj RefId="0"><LST><S>x</S></LST></Obj>{chain}'))
    json.dumps([record.value for record in reading.records])
    assert "value-unreadable" in codes(reading)


def test_secure_strings_are_dropped(read):
    reading = read(bag('<SS N="Password">01000000d08c9ddf</SS>'))
    assert reading.records[0].value == {"Password": None}
    assert [(note.code, note.record, note.property) for note in reading.notes] == [("secret-dropped", 0, "Password")]
    assert "01000000" not in repr(reading)


def test_objects_below_the_depth_limit_are_noted(read):
    reading = read(
        bag(
            '<Obj N="Deep" RefId="1"><LST><S>System.Collections.Hashtable</S><S>@{a=1}</S></LST></Obj>'
            '<S N="Host">system.contoso.com</S><S N="ImplementingType">System.Foo.Bar</S><S N="File">System.dll</S>'
        )
    )
    assert [(note.code, note.record, note.property) for note in reading.notes] == [("depth-cut", 0, "Deep")]


def test_a_property_that_stands_twice(read):
    reading = read(bag('<S N="dup">1</S><S N="dup">2</S><S N="dup">3</S><S N="DUP">4</S>'))
    assert reading.records[0].value == {"dup": "1", "dup#2": "2", "dup#3": "3", "DUP": "4"}
    assert "duplicate-property" in codes(reading)


def test_many_properties_of_one_name_take_no_time(read):
    reading = read(bag('<S N="a">1</S>' * 50_000))
    assert len(reading.records[0].value) == 50_000
    assert "a#50000" in reading.records[0].value


def test_many_documents_in_one_file(read):
    reading = read(objs("<S>a</S>") * 2000)
    assert 900 < len(reading.records) <= 1000
    assert codes(reading) == ["limit-reached"]


def test_dictionary_keys_that_come_again(read):
    entry = '<En><S N="Key">k</S><I32 N="Value">{}</I32></En>'
    entries = "".join(entry.format(number) for number in range(3))
    reading = read(objs(f'<Obj RefId="0"><DCT>{entries}</DCT></Obj>'))
    assert reading.records[0].value == {"k": 0, "k#2": 1, "k#3": 2}
    assert set(codes(reading)) == {"duplicate-property"}


def test_elements_that_clixml_does_not_have(read):
    reading = read(bag('<Wat N="x">1<S N="y">z</S></Wat><S>no name</S><S N="ok">1<B>true</B></S>'))
    assert reading.records[0].value == {"ok": "1"}
    assert set(codes(reading)) == {"malformed"}


def test_streams_other_than_output_are_no_records(read):
    reading = read(
        "#< CLIXML\r\n"
        + objs(
            '<Obj S="progress" RefId="0"><MS><PR N="Record"><AV>Preparing</AV></PR></MS></Obj>\n'
            '<S S="Error">boom_x000D__x000A_</S><S S="Error">at line 1_x000D__x000A_</S>\n<S S="output">ok</S>'
            '<S S="warning">careful</S>'
        )
    )
    assert [record.value for record in reading.records] == ["ok"]
    errors = [note for note in reading.notes if note.code == "error-record"]
    assert [(note.line, note.message) for note in errors] == [(3, "boom\r\nat line 1")]
    assert codes(reading).count("stream-skipped") == 1


def test_a_file_of_progress_records_is_no_empty_export(read):
    reading = read("#< CLIXML\r\n" + objs('<Obj S="progress" RefId="0"><MS><PR N="Record"><AI>0</AI></PR></MS></Obj>'))
    assert codes(reading) == ["stream-skipped"]
    assert not reading.blocks


def test_an_error_record_object_is_a_note(read):
    text = '<Obj S="Error" RefId="0"><ToString>Access denied</ToString><Props><SS N="p">x</SS></Props></Obj>'
    reading = read(objs(text))
    assert [(note.code, note.message) for note in reading.notes] == [("error-record", "Access denied")]
    assert not reading.records


def test_lines_of_records_and_properties(read):
    lines = [
        f"<Objs {NS}>",
        '<Obj RefId="0">',
        "<MS>",
        '<S N="A">1</S>',
        '<Obj N="B" RefId="1">',
        "<LST />",
        "</Obj>",
        '<S N="C">x</S>',
        "</MS></Obj></Objs>",
    ]
    text = "\r\n".join(lines)
    record = read(text).records[0]
    assert record.line == 2
    assert dict(record.lines) == {"A": 4, "B": 5, "C": 8}


def test_lines_beyond_65535(read):
    body = "\n".join(f'<Obj RefId="{i}"><MS>\n<S N="A">{i}</S></MS></Obj>' for i in range(40_000))
    reading = read(objs("\n" + body))
    assert reading.records[-1].line == 2 + 2 * 39_999
    assert reading.records[-1].lines["A"] == 3 + 2 * 39_999


def test_an_empty_export_is_a_block_of_nothing(read):
    reading = read(f'<Objs Version="1.1.0.1" {NS} />')
    assert reading.blocks == (Block(first=0, count=0, line=1),)
    assert codes(reading) == ["empty-export"]


def test_two_documents_in_one_file(read):
    one = objs('<Obj RefId="0"><TN RefId="0"><T>A</T></TN><MS><S N="N">1</S></MS></Obj>')
    two = objs('<Obj RefId="0"><TN RefId="0"><T>B</T></TN><MS><S N="N">2</S></MS></Obj>')
    reading = read(f"{one}\r\n#< CLIXML\r\n{two}\r\n")
    assert [(record.value["$type"], record.value["N"], record.line) for record in reading.records] == [
        ("A", "1", 1),
        ("B", "2", 3),
    ]
    assert not reading.notes


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (('<?xml version="1.0" encoding="utf-16"?>' + bag('<S N="P">ü中</S>')).encode("utf-16"), "ü中"),
        (bag('<S N="P">ü中</S>').encode("utf-16-le"), "ü中"),
        (bag('<S N="P">ü中</S>').encode("utf-16-be"), "ü中"),
        (b"\xef\xbb\xbf" + bag('<S N="P">ü</S>').encode(), "ü"),
        (('<?xml version="1.0" encoding="utf-16"?>' + bag('<S N="P">ü</S>')).encode(), "ü"),  # a lie
        (('<?xml version="1.0" encoding="windows-1252"?>' + bag('<S N="P">ü</S>')).encode(), "ü"),  # a lie
        (('<?xml version="1.0" encoding="windows-1252"?>' + bag('<S N="P">ü€</S>')).encode("cp1252"), "ü€"),
        (('<?xml version="1.0" encoding="big5"?>' + bag('<S N="P">中文</S>')).encode("cp950"), "中文"),
    ],
)
def test_encodings(read, content, text):
    encoding = None
    if content[1:2] == b"\0" and content[:1] == b"<":
        encoding = "utf-16-le"
    elif content[:1] == b"\0":
        encoding = "utf-16-be"
    assert read(content, encoding).records[0].value == {"P": text}


def test_a_declared_encoding_that_is_refused(read):
    reading = read('<?xml version="1.0" encoding="utf-7"?>' + bag('<S N="P">+ADw-</S>'))
    assert reading.records[0].value == {"P": "+ADw-"}
    assert [(note.code, note.line) for note in reading.notes] == [("malformed", 1)]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE l [<!ENTITY a "lol">]><Objs>&a;</Objs>',
        f'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><Objs {NS}>&x;</Objs>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://example.invalid/x"> %p;]><Objs/>',
    ],
)
def test_a_document_type_is_refused(read, sniff, text):
    assert sniff(text) > 0
    reading = read(text)
    assert codes(reading) == ["dtd-refused"]
    assert not reading.records
    assert CODES["dtd-refused"].loss


def test_limits(read):
    small = Budget(xml_depth=10, xml_text_chars=100, xml_nodes=50, rows=3)
    nested = '<Obj RefId="0"><LST>' * 6 + "</LST></Obj>" * 6
    many = '<Obj RefId="0"><LST>' + "<Nil />" * 60 + "</LST></Obj>"
    for body in (nested, f"<S>{'x' * 101}</S>", many, "<S>a</S>" * 4, "<S><![CDATA[" + "x" * 101 + "]]></S>"):
        reading = read(objs("<S>before</S>" + body), budget=small)
        assert reading.records[0].value == "before"
        assert codes(reading) == ["limit-reached"]


def test_a_tag_without_end_is_given_up(read):
    reading = read(objs('<S>a</S><S N="' + "x" * 6_000_000 + '">b</S>'), budget=Budget(xml_text_chars=1000))
    assert codes(reading) == ["limit-reached"]
    assert [record.value for record in reading.records] == ["a"]


def test_what_is_not_well_formed_ends_the_file(read):
    reading = read(objs("<S>a</S>\n<S>b</S>\n<S>\x01</S><S>c</S>"))
    assert [record.value for record in reading.records] == ["a", "b"]
    assert [(note.code, note.line) for note in reading.notes] == [("malformed", 3)]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (objs(""), 1, 1),
        ("#< CLIXML\r\n" + objs(""), 1, 1),
        ("<Objs />", 1, 1),
        ('<?xml version="1.0"?>\n' + objs(""), 1, 1),
        ("Hello\n" + objs(""), 0.05, 0.05),
        ("<!DOCTYPE html><html></html>", 0, 0),
        ("<configuration />", 0, 0),
        ("Name : a", 0, 0),
        (f"A text about <Objs {NS}>.", 0, 0),
        ("", 0, 0),
    ],
)
def test_sniff(sniff, text, least, most):
    assert least <= sniff(text) <= most


def test_cases(read, shared):
    for case in yaml.safe_load((shared / "data/powershell/cases.yaml").read_text(encoding="utf-8"))["cases"]:
        if case["format"] == "clixml":
            reading = read(case.get("input", case.get("text")))
            assert [bare(record.value) for record in reading.records] == case["expect"], case["id"]
            notes = "".join(note.message for note in reading.notes)
            assert all(error.strip() in notes for error in case.get("errors", [])), case["id"]


def bare(value):
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name not in {"$type", "$text"} or "$value" in value}
    return value


def test_real_exports_equal_the_independent_reading(read, shared):
    folder = shared / "data/powershell_real/exports"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    pairs = {(entry["export"], entry["truth"]) for entry in manifest if "truth" in entry}
    assert len(pairs) > 50
    for export, truth in sorted(pairs):
        values = [record.value for record in read((shared / "data" / export).read_bytes()).records[:12]]
        assert values == json.loads((folder / truth).read_text(encoding="utf-8")), export


def test_every_real_export_reads_whole(read, sniff, shared):
    for folder in ("exchange_health", "exchange_auth_certificate"):
        for path in sorted((shared / "data" / folder).rglob("*.xml")):
            content = path.read_bytes()
            encoding = None if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
            if sniff(content, encoding) == 1:
                reading = read(content, encoding)
                assert reading.blocks
                assert not [note for note in reading.notes if CODES[note.code].loss], path.name


def test_attacks_and_damaged_files_of_others(read, shared):
    for path in sorted((shared / "data/corpora/xml_attacks").iterdir()) + sorted(
        (shared / "data/corpora/clixml").iterdir()
    ):
        content = path.read_bytes()
        reading = read(content)
        assert "root:" not in repr(reading)
        if b"<!DOCTYPE" in content:
            assert codes(reading) == ["dtd-refused"], path.name


def test_a_document_without_its_beginning(sniff, read):
    """What the lost objects had is not known; the whole ones after them are read."""
    text = (
        '      <S N="Identity">a</S>\r\n      <B N="Enabled">true</B>\r\n    </MS>\r\n  </Obj>\r\n'
        '  <Obj RefId="1">\r\n    <TNRef RefId="0" />\r\n    <MS>\r\n      <S N="Identity">b</S>\r\n'
        '      <Obj N="L" RefId="2">\r\n        <LST>\r\n          <S>x</S>\r\n        </LST>\r\n      </Obj>\r\n'
        "    </MS>\r\n  </Obj>\r\n</Objs>"
    )
    assert sniff(text) == 0.5
    reading = read(text)
    assert [(record.value, record.lines["Identity"]) for record in reading.records] == [
        ({"Identity": "b", "L": ["x"]}, 8)
    ]
    assert [note.code for note in reading.notes] == ["malformed", "value-unreadable"]
