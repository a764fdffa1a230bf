"""Export-Clixml's layout read by pieces gives what the parser gives, notes and lines included."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.model import Reading, Source
from analyzer.readers import clixml
from analyzer.readers.clixml.builder import Collected
from analyzer.readers.clixml.canonical import read_canonical
from analyzer.readers.clixml.encoding import utf8

from .clixml_writer import HEAD, OBJECTS, Writer, documents


def source_of(content: bytes) -> Source:
    return Source("x", len(content), "", content=content, encoding="utf-8-sig")


def read(content: bytes, monkeypatch, least: int, budget: Budget | None = None) -> Reading:
    monkeypatch.setattr(clixml, "_LARGE", least)
    return clixml.read(source_of(content), budget or Budget())


def check(content: bytes, budget: Budget | None = None) -> bool:
    """Compare both ways; whether the fast one was taken."""
    with pytest.MonkeyPatch.context() as patch:
        fast, slow = read(content, patch, 0, budget), read(content, patch, 2**60, budget)
    assert [record.value for record in fast.records] == [record.value for record in slow.records]
    assert [list(record.properties) for record in fast.records] == [list(record.properties) for record in slow.records]
    assert [(record.line, dict(record.lines)) for record in fast.records] == [
        (record.line, dict(record.lines)) for record in slow.records
    ]
    assert fast.blocks == slow.blocks
    assert fast.notes == slow.notes
    data, _ = utf8(source_of(content))  # as `read` does: what is not UTF-8 never comes further
    return read_canonical(data, Collected(), budget or Budget())


@settings(max_examples=100, deadline=None)
@given(documents())
def test_random_documents(document):
    check(document[0].encode())


@settings(max_examples=60, deadline=None)
@given(st.lists(OBJECTS, min_size=1, max_size=6), st.integers(1, 3))
def test_objects_that_come_again(objects, times):
    writer = Writer()
    for value in objects * times:
        writer.value(1, value)
    check("\r\n".join([HEAD, *writer.lines, "</Objs>", ""]).encode())


PIECES = st.sampled_from(
    [b"\r", b"\n", b"\r\n", b"\0", b"<", b">", b"&", b"&amp;", b"&#65;", b'"', b"_x000A_", b"_xD800_", b" ", b"\xff",
     b"\xef\xbf\xbe", b"\xef\xbf\xbd", b"</Obj>", b"<S>a</S>", b'<Ref N="R" RefId="0" />', b'<SS N="P">x</SS>',
     b"<!--c-->",
     b"\n      <S N=\"Z\">1</S>", b"System.Object[]", b"\n    <MS>\n    </MS>", b' S="Error"', b"\n  </Obj>\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(documents(), st.data())
def test_damaged_documents(document, data):
    content = bytearray(document[0].encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 12))
        content[at : at + length] = data.draw(PIECES | st.just(b""))
    check(bytes(content))


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


@pytest.mark.parametrize(
    "body",
    [
        '<S N="A">1</S>\n<Nil N="B" />\n<S N="C"></S>\n<S N="D" />\n<I32 N="E">5</I32>\n<BA N="F">AQID</BA>',
        '<S N="A">&lt;b&gt; &amp;amp; _x000A_</S>\n<S N="_x0041_B">é中</S>',
        '<Obj N="E" RefId="9">\n  <TNRef RefId="0" />\n  <ToString>One</ToString>\n  <I32>1</I32>\n</Obj>',
        '<Obj N="L" RefId="9">\n  <LST>\n    <S>a</S>\n    <Nil />\n    <Obj RefId="8">\n'
        "      <LST />\n    </Obj>\n  </LST>\n</Obj>",
        '<Obj N="P" RefId="9">\n  <ToString>t</ToString>\n  <Props>\n    <S N="A">1</S>\n  </Props>\n'
        '</Obj>\n<S N="Z">2</S>',
        '<Obj N="D" RefId="9">\n  <DCT>\n    <En>\n      <S N="Key">k</S>\n'
        '      <S N="Value">v</S>\n    </En>\n  </DCT>\n</Obj>',
    ],
)
def test_the_layout_of_export_clixml_goes_the_fast_way(body):
    assert check(document(body, body, body))


@pytest.mark.parametrize(
    "body",
    [
        '<S N="A">System.Object[]</S>',
        '<SS N="A">x</SS>',
        '<I32 N="A">x</I32>',
        '<S N="A">1</S>\n<S N="A">2</S>',
        '<S N="A">a_xD800_</S>',
        '<S N="A">&#65;</S>',
        "<S>no name</S>",
        '<Obj N="L" RefId="9">\n  <LST>\n    <S>System.Object[]</S>\n  </LST>\n</Obj>',
    ],
)
def test_an_object_with_something_to_say_goes_to_the_parser(body):
    assert check(document('<S N="A">1</S>', body, '<S N="A">1</S>'))


@pytest.mark.parametrize(
    "body", ['<Ref N="A" RefId="0" />', '<S N="A">a\rb</S>', '<S N="A">\x01</S>', '<S N="A">a</B>', "<S"]
)
def test_other_documents_go_to_the_parser(body):
    assert not check(document('<S N="A">1</S>', body, '<S N="A">1</S>'))


def test_a_type_number_that_is_given_twice():
    one = document(
        '<Obj N="E" RefId="9">\n  <TNRef RefId="0" />\n  <Props>\n    <S N="A">1</S>\n  </Props>\n</Obj>'
    ).decode()
    objects = one[len(HEAD) + 1 : one.index("</Objs>")]
    check((HEAD + "\n" + objects + objects.replace("Contoso.Server", "Contoso.Other") + objects + "</Objs>\n").encode())


def test_limits_are_kept():
    content = document(*['<S N="A">12345</S>'] * 20)
    for budget in (Budget(rows=5), Budget(xml_nodes=60), Budget(xml_text_chars=4), Budget(xml_depth=3)):
        check(content, budget)


def test_real_exports(shared):
    taken = 0
    for folder in ("exchange_health", "exchange_auth_certificate"):
        for path in sorted((shared / "data" / folder).rglob("*.xml")):
            content = path.read_bytes()
            if len(content) < 200_000 and b"Objs" in content[:60]:
                taken += check(content)
    assert taken > 20
