"""The flat path gives what `read` gives, cell by cell, notes, lines and types included, or leaves the file to it."""

from __future__ import annotations

import codecs

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import clixml
from analyzer.readers.clixml import flat, parts
from analyzer.readers.clixml.texts import cell_text

from .clixml_writer import HEAD, OBJECTS, TEXTS, Writer, documents


def source_of(content: bytes, encoding: str = "utf-8") -> Source:
    return Source("x", len(content), "", content=content, encoding=encoding)


def check(content: bytes, budget: Budget | None = None, encoding: str = "utf-8") -> bool:
    """Compare both ways; whether the flat one was taken."""
    budget = budget or Budget()
    source = source_of(content, encoding)
    read = clixml.read(source, budget)
    frame, notes = flat.flat(source, budget)
    expected = flat.frame_of(read)
    assert list(frame.columns) == list(expected.columns)
    assert notes == read.notes
    pd.testing.assert_frame_equal(frame, expected)
    fast = flat.read_flat(source, budget)
    if fast is None:
        return False
    assert fast.blocks == read.blocks
    assert fast.notes == read.notes
    assert [record.value for record in fast.records] == [record.value for record in read.records]
    assert [(record.line, dict(record.lines)) for record in fast.records] == [
        (record.line, dict(record.lines)) for record in read.records
    ]
    return True


def written(values: list[object], newline: str = "\r\n") -> str:
    writer = Writer()
    for value in values:
        writer.value(1, value)
    return newline.join([HEAD, *writer.lines, "</Objs>", ""])


def document(*bodies: str) -> bytes:
    """Property bags of these lines."""
    lines = [HEAD]
    for index, body in enumerate(bodies):
        names = ['    <TN RefId="0">', "      <T>Contoso.Server</T>", "      <T>System.Object</T>", "    </TN>"]
        head = names if index == 0 else ['    <TNRef RefId="0" />']
        lines += [f'  <Obj RefId="{index}">', *head, "    <ToString>x</ToString>", "    <Props>"]
        lines += [f"      {line}" for line in body.split("\n") if line]
        lines += ["    </Props>", "  </Obj>"]
    return "\n".join([*lines, "</Objs>", ""]).encode()


@settings(max_examples=60, deadline=None)
@given(documents())
def test_random_documents(document):
    check(document[0].encode())


@settings(max_examples=60, deadline=None)
@given(st.lists(OBJECTS, min_size=1, max_size=6), st.integers(1, 3), st.sampled_from(["\n", "\r\n"]))
def test_objects_that_come_again(objects, times, newline):
    check(written(objects * times, newline).encode())


MAILBOXES = st.lists(
    st.fixed_dictionaries(
        {"Name": TEXTS, "Enabled": st.booleans(), "Count": st.integers(-(2**31), 2**31 - 1)},
        optional={
            "Guid": TEXTS,
            "Size": st.floats(allow_nan=False, allow_infinity=False),
            "Addresses": st.lists(TEXTS | st.none() | st.booleans(), max_size=4),
            "Policy": st.tuples(st.just("object"), st.just("Contoso.Id"), TEXTS, st.just({"Rdn": "x"}), st.none()),
            "Kind": st.tuples(st.just("enum"), st.just("Contoso.Kind"), TEXTS, st.integers(0, 9)),
            "Map": st.dictionaries(TEXTS.filter(bool), TEXTS, max_size=3),
            "Plain": st.tuples(st.just("object"), st.just("Contoso.Bag"), st.none(), st.just({"A": 1}), st.none()),
        },
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(MAILBOXES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"]))
def test_mailboxes_go_the_flat_way(mailboxes, encoding):
    text = written([("object", "Contoso.Mailbox", "m", properties, {"Host": "x"}) for properties in mailboxes])
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    escaped = "_xD" in text or encoding == "utf-16-be"
    assert check(mark + text.encode(encoding), encoding=encoding) or escaped


PIECES = st.sampled_from(
    [b"\r", b"\n", b"\r\n", b"\0", b"<", b">", b"&", b"&amp;", b"&#65;", b'"', b"_x000A_", b"_xD800_", b" ", b"\xff",
     b"\xef\xbf\xbe", b"\xef\xbf\xbd", b"</Obj>", b"<S>a</S>", b'<Ref N="R" RefId="0" />', b'<SS N="P">x</SS>',
     b"<!--c-->", b"<![CDATA[a\n  </Obj>\n]]>", b"  ", b"\t", b"/", b"1", b"<Obj", b"<TNRef", b' RefId="0"',
     b"\n      <S N=\"Z\">1</S>", b"System.Object[]", b"\n    <MS>\n    </MS>", b' S="Error"', b"\n  </Obj>\n"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(MAILBOXES, st.data())
def test_damaged_documents(mailboxes, data):
    text = written([("object", "Contoso.Mailbox", "m", properties, {"Host": "x"}) for properties in mailboxes])
    content = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 12))
        content[at : at + length] = data.draw(PIECES | st.just(b""))
    check(bytes(content))


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_cut_documents(document, data):
    content = document[0].encode()
    check(content[: data.draw(st.integers(0, len(content)))])


@pytest.mark.parametrize(
    "body",
    [
        '<S N="A">1</S>\n<Nil N="B" />\n<S N="C"></S>\n<S N="D" />\n<I32 N="E">5</I32>\n<BA N="F">AQID</BA>',
        '<S N="A">&lt;b&gt; &amp;amp; _x000A_</S>\n<S N="_x0041_B">é中</S>\n<Version N="V">1.2.3.4</Version>',
        '<Obj N="E" RefId="9">\n  <TNRef RefId="0" />\n  <ToString>One</ToString>\n  <I32>1</I32>\n</Obj>',
        '<Obj N="L" RefId="9">\n  <LST>\n    <S>a</S>\n    <Nil />\n    <Obj RefId="8">\n'
        "      <LST />\n    </Obj>\n  </LST>\n</Obj>",
        '<Obj N="L" RefId="9">\n  <LST>\n    <S>a</S>\n    <B>true</B>\n    <I32>7</I32>\n  </LST>\n</Obj>',
        '<Obj N="P" RefId="9">\n  <ToString>t</ToString>\n  <Props>\n    <S N="A">1</S>\n  </Props>\n'
        '</Obj>\n<S N="Z">2</S>',
        '<Obj N="E" RefId="9">\n  <TNRef RefId="0" />\n  <ToString />\n  <I32>1</I32>\n</Obj>',
        '<Obj N="D" RefId="9">\n  <DCT>\n    <En>\n      <S N="Key">k</S>\n'
        '      <S N="Value">v</S>\n    </En>\n  </DCT>\n</Obj>',
        '<I64 N="A">123456789012</I64>\n<Db N="D">1.5</Db>\n<Db N="E">1E-05</Db>\n<I32 N="N">-5</I32>',
    ],
)
def test_the_layout_of_export_clixml_goes_the_flat_way(body):
    assert check(document(body, body, body))


@pytest.mark.parametrize(
    "body",
    [
        '<S N="A">System.Object[]</S>',
        '<I32 N="A">x</I32>',
        '<I32 N="A">007</I32>',
        '<I32 N="A">3000000000</I32>',
        '<C N="A">65</C>',
        '<BA N="A">AQI</BA>',
        '<B N="A">1</B>',
        '<S N="A">1</S>\n<S N="A">2</S>',
        '<S N="A">1</S>\n<S N="_x0041_">2</S>',
        '<S N="A">a_xD800_</S>',
        '<S N="$type">a</S>',
        '<S N="A">a\nb</S>',
        '<S N="A"><![CDATA[a\n<b>]]></S>',
        '<!-- a comment -->\n<S N="A">1</S>',
        '<S N="A">&#65;</S>',
        '<SS N="A">x</SS>',
        "<S>no name</S>",
        '<Obj N="D" RefId="9">\n  <DCT>\n    <En>\n      <I32 N="Key">1</I32>\n'
        '      <S N="Value">v</S>\n    </En>\n  </DCT>\n</Obj>',
        '<Obj N="D" RefId="9">\n  <DCT>\n' + 2 * '    <En>\n      <S N="Key">k</S>\n    </En>\n' + "  </DCT>\n</Obj>",
        '<Obj N="D" RefId="9">\n  <DCT>\n    <En>\n      <S N="Value">k</S>\n    </En>\n  </DCT>\n</Obj>',
        '<Obj N="L" RefId="9">\n  <LST>\n    <S>System.Object[]</S>\n    <S>System.Object[]</S>\n  </LST>\n</Obj>',
    ],
)
def test_an_object_with_something_to_say_is_left_to_the_parser(body):
    plain = '<S N="A">1</S>\n<S N="B">2</S>'
    assert check(document(plain, plain, body, plain, body))


@pytest.mark.parametrize("body", ['<S N="A">a\rb</S>', '<S N="A">\x01</S>', '<S N="A">a</B>', "<S", '<Obj N="A">'])
def test_other_documents_are_left_to_the_parser(body):
    assert not check(document('<S N="A">1</S>', body, '<S N="A">1</S>'))


def test_objects_without_a_string_that_come_again():
    """Their text is told once; the numbers in it do not matter, types and references do."""
    bag = '<Obj N="P" RefId="{}">\n  <TNRef RefId="0" />\n  <Props>\n    <S N="A">{}</S>\n    {}\n  </Props>\n</Obj>'
    inner = '<Obj N="D" RefId="{}">\n      <DCT>\n        <En>\n          <S N="Key">k</S>\n'
    inner += '          <S N="Value">&lt;{}</S>\n        </En>\n      </DCT>\n    </Obj>'
    bodies = [bag.format(3 * n + 1, n % 2, inner.format(3 * n + 2, n % 3)) for n in range(12)]
    content = document(*bodies).decode()
    for number in reversed(range(12)):
        content = content.replace(f'\n  <Obj RefId="{number}">', f'\n  <Obj RefId="{3 * number}">')
    assert check(content.encode())
    assert check(content.replace("&lt;2", "2").replace('<S N="A">1</S>', '<Ref N="A" RefId="2" />').encode())
    frame, _ = flat.flat(source_of(content.encode()), Budget())
    assert frame["P"].tolist() == [f"@{{A={n % 2}; D=@{{k=<{n % 3}}}}}" for n in range(12)]


def test_an_extended_member_hides_an_adapted_one():
    values = [("object", "T", "x", {"A": "1", "B": "2"}, {"A": "3"}), ("object", "T", "x", {"B": "4", "A": "5"}, {})]
    assert check(written(values).encode())


def test_many_objects_are_many_blocks(monkeypatch):
    monkeypatch.setattr(parts, "BLOCK", 2000)
    values = [
        ("object", f"Contoso.T{number // 30}", "x", {"A": str(number), "L": ["a", str(number)], "R&D": "a&b"}, None)
        for number in range(100)
    ]
    assert check(written(values).encode())


@settings(max_examples=100, deadline=None)
@given(MAILBOXES, st.integers(1, 12), st.integers(300, 5000), st.sampled_from(["utf-8", "utf-16-le"]), st.booleans())
def test_blocks_of_any_size(mailboxes, times, size, encoding, alike):
    """Objects that are all alike and others, in blocks that end anywhere, within a character too."""
    chosen = mailboxes[:1] if alike else mailboxes
    text = written([("object", "Contoso.Mailbox", "é", each, {"Host": "中😀x"}) for each in chosen * times])
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "BLOCK", size)
        assert check(mark + text.encode(encoding), encoding=encoding) or "_xD" in text


@settings(max_examples=60, deadline=None)
@given(MAILBOXES, st.integers(300, 3000), st.data())
def test_damage_in_any_block(mailboxes, size, data):
    text = written([("object", "Contoso.Mailbox", "m", properties, {"Host": "x"}) for properties in mailboxes * 4])
    content = bytearray(text.encode())
    at = data.draw(st.integers(0, len(content)))
    content[at : at + data.draw(st.integers(0, 12))] = data.draw(PIECES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "BLOCK", size)
        check(bytes(content))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["a" * 60, "b", "é", "ß", "中", "\ufffd", "\ue000", "😀", "_", "&amp;"]), max_size=60))
def test_characters_that_are_not_ascii(characters):
    content = document(*[f'<S N="A">{"".join(characters)}</S>\n<S N="B">{number}</S>' for number in range(3)]).decode()
    assert check(codecs.BOM_UTF16_LE + content.encode("utf-16-le"), encoding="utf-16")
    assert check(content.encode())


def test_limits_are_kept():
    content = document(*['<S N="A">12345</S>'] * 20)
    for budget in (Budget(rows=5), Budget(xml_nodes=60), Budget(xml_text_chars=4), Budget(xml_depth=3)):
        check(content, budget)


def test_texts_of_values():
    assert cell_text({"$type": "T", "$text": "x"}) == "x"
    assert cell_text(["a", None, True, 1.0, {"base64": "AQ=="}]) == "{a, , True, 1, AQ==}"
    assert cell_text({"$type": "T", "A": [1], "B": None}) == "@{A={1}; B=}"


def test_real_exports(shared):
    taken = 0
    for folder in ("exchange_health", "exchange_auth_certificate"):
        for path in sorted((shared / "data" / folder).rglob("*.xml")):
            content = path.read_bytes()
            if len(content) < 200_000 and b"Objs" in content[:60]:
                taken += check(content, encoding="utf-16" if content[:2] == b"\xff\xfe" else "utf-8-sig")
    assert taken > 10


@settings(max_examples=150, deadline=None)
@given(MAILBOXES, st.data())
def test_references(mailboxes, data):
    text = written([("object", "Contoso.Mailbox", "m", properties, {"Host": "x"}) for properties in mailboxes])
    numbers = st.integers(0, text.count("<Obj"))
    lines = []
    for line in text.split("\r\n"):
        if line == "    </Props>":
            for name in data.draw(st.lists(st.sampled_from(["R", "Q", "Name"]), unique=True, max_size=2)):
                lines.append(f'      <Ref N="{name}" RefId="{data.draw(numbers)}" />')
        lines.append(line)
        if line == "        <LST>" and data.draw(st.booleans()):
            lines.append(f'          <Ref RefId="{data.draw(numbers)}" />')
    check("\r\n".join(lines).encode())


def test_references_to_earlier_objects_go_the_flat_way():
    policy = '<Obj N="P" RefId="1">\n  <TNRef RefId="0" />\n  <ToString>R&amp;D</ToString>\n</Obj>'
    items = '<Obj N="L" RefId="2">\n  <LST>\n    <S>a</S>\n    <Ref RefId="1" />\n  </LST>\n</Obj>'
    bag = '<Obj N="B" RefId="3">\n  <Props>\n    <Ref N="L" RefId="2" />\n  </Props>\n</Obj>'
    content = document(f"{policy}\n{items}\n{bag}", *['<Ref N="P" RefId="1" />\n<Ref N="B" RefId="3" />'] * 2).decode()
    content = content.replace('  <Obj RefId="1">', '  <Obj RefId="4">').replace(
        '  <Obj RefId="2">', '  <Obj RefId="5">'
    )
    assert check(content.encode())
    frame, _ = flat.flat(source_of(content.encode()), Budget())
    assert frame["P"].tolist() == ["R&D"] * 3
    assert frame["B"].tolist() == ["@{L={a, R&D}}"] * 3
    assert frame["L"].isna().tolist() == [False, True, True]


def test_a_bomb_of_references_is_left_to_the_parser():
    body = '<Obj N="A" RefId="1">\n  <LST>\n    <S>x</S>\n  </LST>\n</Obj>'
    for number in range(1, 30):
        refs = "\n".join([f'    <Ref RefId="{number}" />'] * 10)
        body += f'\n<Obj N="A{number}" RefId="{number + 1}">\n  <LST>\n{refs}\n  </LST>\n</Obj>'
    assert not check(document(body))
