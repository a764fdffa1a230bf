"""Mails as their senders saved them: texts and attachments are sources."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest

from analyzer.budget import Budget
from analyzer.readers import read_source

from .archives import zipped
from .test_archives import LIST, codes, loses, read


def mail(**attachments: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "a@litwareinc.com"
    message["Subject"] = "exports"
    text = "Name        : Größe\nFqdn        : " + "x" * 90 + ".litwareinc.com\n"
    message.set_content(text, charset="iso-8859-1", cte="quoted-printable")
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message


def test_text_and_attachments() -> None:
    found = read(bytes(mail(oauth_zip=zipped({"a.txt": LIST}), cs_txt=LIST)), "ticket.eml")
    assert [source.name for source in found] == [
        "ticket.eml!part1.txt",
        "ticket.eml!oauth.zip!a.txt",
        "ticket.eml!cs.txt",
    ]
    assert found[0].text.replace("\r\n", "\n").startswith("Name        : Größe\nFqdn        : xxx")
    assert [source.data for source in found[1:]] == [LIST, LIST]
    assert not codes(found)


def test_of_a_text_in_two_forms_the_plain_one_is_read() -> None:
    message = mail()
    message.add_alternative("<html><pre>Name : EX01</pre></html>", subtype="html")
    assert [source.name for source in read(bytes(message), "a.eml")] == ["a.eml!part1.txt"]


@pytest.mark.parametrize("hint", ["", "Your mail program shows no HTML.\n"])
def test_a_plain_text_that_only_points_to_the_html_does_not_stand_for_it(hint: str) -> None:
    message = EmailMessage()
    message["Subject"] = "exports"
    message.set_content(hint)
    message.add_alternative(f"<html><pre>{LIST.decode() * 3}</pre></html>", subtype="html")
    found = read(bytes(message), "a.eml")
    assert found[-1].text.count("ex01.litwareinc.com") == 3


def test_of_two_forms_the_plain_one_is_read_though_the_other_has_pictures() -> None:
    message = mail()
    message.add_alternative("<html><pre>Name : EX01</pre></html>", subtype="html")
    html = message.get_payload()[1]
    html.add_related(b"GIF89a", maintype="image", subtype="gif", filename="a.gif")
    html.add_attachment(b"<pre>Name : EX02</pre>", maintype="text", subtype="html", filename="b.html")
    assert [source.name for source in read(bytes(message), "a.eml")] == [
        "a.eml!part1.txt",
        "a.eml!a.gif",
        "a.eml!b.html",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><style>p : x</style></head><body><pre>Identity : EX01\nFqdn     : &lt;a&gt;\n</pre></body></html>",
        "<p class=MsoNormal>Identity :\n EX01<o:p></o:p></p>\n<p>Fqdn&nbsp;&nbsp;&nbsp;&nbsp; : &lt;a&gt;</p>",
        "<div>Identity : EX01<br>Fqdn\u00a0\u00a0\u00a0\u00a0 : &lt;a&gt;<br></div>",
    ],
)
def test_a_mail_in_html_alone_gives_its_lines(page: str) -> None:
    message = EmailMessage()
    message.set_content(page, subtype="html")
    [source] = read(bytes(message), "a.eml")
    [record] = read_source(source, Budget()).records
    assert record.value == {"Identity": "EX01", "Fqdn": "<a>"}


def test_a_cut_text_ends_with_its_last_whole_line() -> None:
    message = mail()
    message.add_attachment("Name : EX01\nFqdn : ex01.litwareinc.com\n", filename="a.txt")
    data = bytes(message)
    found = read(data[: data.index(b"ex01.litware") + 4], "a.eml")
    assert found[1].text == "Name : EX01\n"
    assert "archive-truncated" in codes(found)


@pytest.mark.parametrize("charset", ["unicode_escape", "raw-unicode-escape", "punycode", "idna"])
def test_codecs_that_change_plain_text_are_no_character_sets(charset: str) -> None:
    head = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    text = "Path : C:\\new\\u0041-b\r\n"
    assert [source.text for source in read((head + text).encode(), "a.eml")] == [text]


def test_mails_of_more_parts_than_the_limit() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
    found = read(head + b"--a\r\n\r\nx\r\n" * 1000, "a.eml", Budget(members=100))
    assert codes(found) == ["members-limit"]


def test_mails_are_held_in_memory_only_up_to_the_limit_of_a_member() -> None:
    data = bytes(mail(cs_txt=LIST * 100))
    assert codes(read(data, "a.eml", Budget(member_bytes=len(data) - 1))) == ["size-limit"]


def test_names_in_chinese() -> None:
    message = mail()
    message.add_attachment(LIST, maintype="text", subtype="plain", filename="測試.txt")
    assert read(bytes(message), "a.eml")[1].name == "a.eml!測試.txt"


def test_a_mail_in_a_mail() -> None:
    outer = mail()
    outer.add_attachment(mail(cs_txt=LIST))
    assert [source.name for source in read(bytes(outer), "a.eml")][-1] == "a.eml!cs.txt"


def test_a_cut_mail_is_not_complete() -> None:
    data = bytes(mail(cs_txt=LIST * 100))
    found = read(data[: len(data) - 1000], "a.eml")
    assert "archive-truncated" in codes(found)
    assert loses(found)
    assert found[1].data.startswith(LIST)


@pytest.mark.parametrize(
    "text",
    [
        b"From: a\r\nSubject: b\r\n\r\nName : EX01\r\n",  # printed from a mail program, without its parts
        b"Date: x\r\nContent-Type: y\r\nName : EX01\r\n",
        LIST,
    ],
)
def test_what_is_no_mail(text: bytes) -> None:
    assert [source.name for source in read(text, "a.txt")] == ["a.txt"]


def test_parts_within_parts_end_soon() -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n'
    data = b"".join(head % (number, number) for number in range(20_000))
    start = time.process_time()
    assert loses(read(data, "a.eml"))
    assert time.process_time() - start < 20


def test_outlook_messages_are_not_opened() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "__substg1.0_37010102".encode("utf-16-le") + bytes(500)
    assert codes(read(data, "a.msg")) == ["archive-unsupported"]
