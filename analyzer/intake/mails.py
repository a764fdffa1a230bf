"""Mails (.eml) and saved web pages (.mht): their texts and attachments, as members of an archive."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email import errors
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from itertools import count
from typing import Final

from analyzer.intake.encodings import detect
from analyzer.intake.ledger import Ledger
from analyzer.intake.members import Contents, members_limit, read_member
from analyzer.intake.pages import text_of
from analyzer.notes import note

_CUT: Final = (errors.StartBoundaryNotFoundDefect, errors.CloseBoundaryNotFoundDefect)
_NO_CHARSETS: Final = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs of Python that no mail is written in: they change plain text, or take very long."""


def mail_members(data: bytes, ledger: Ledger) -> Contents:
    """The texts and attachments of a mail, those of mails in it too.

    Of a text in two forms the plain one is taken where it says as much. Texts are decoded by the character set that the
    mail declares, and handed over as UTF-8, those in HTML without it.
    """
    made = count()

    def message() -> Message:
        if next(made) > 2 * ledger.budget.members:
            raise _TooManyPartsError
        return Message()

    try:
        mail = BytesParser(message).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
        parts = list(_parts(mail, {}))
        cut = any(isinstance(defect, _CUT) for part in mail.walk() for defect in part.defects)
    except _TooManyPartsError:
        yield members_limit(ledger)
        return
    except (RecursionError, ValueError, LookupError):
        yield note("archive-damaged", "The mail's parts cannot be told apart.")
        return
    if cut:
        yield note("archive-truncated", "The mail ends within one of its parts.")
    for number, part in enumerate(parts, 1):
        if ledger.members_free <= 0:
            yield members_limit(ledger)
            return
        ledger.take(0, 1)
        content = _content(part)
        name = _name(part) or f"part{number}{_ending(part)}"
        member = read_member(name, len(content), io.BytesIO(content), ledger)
        yield replace(member, cut=True) if cut and number == len(parts) else member


class _TooManyPartsError(Exception):
    """The mail has more parts than a run reads files."""


def _parts(mail: Message, said: dict[int, int], *, plain: bool = False) -> Iterator[Message]:
    """The parts that hold something, in their order. `plain`: without HTML, whose text another part has too.

    `said` keeps how much each text says (`_said`), by the part's `id`.
    """
    if not mail.is_multipart():
        yield mail
        return
    inner = [part for part in mail.get_payload() if isinstance(part, Message)]
    if mail.get_content_subtype() == "alternative":
        plain = plain or _plain_says_all(mail, inner, said)
    elif mail.get_content_maintype() == "message":
        plain = False
    for part in inner:
        if not (plain and part.get_content_type() == "text/html" and not part.get_filename()):
            yield from _parts(part, said, plain=plain)


def _plain_says_all(mail: Message, inner: list[Message], said: dict[int, int]) -> bool:
    """Whether a plain text stands for the HTML beside it: some programs send only a hint that the mail is in HTML."""
    plain = sum(_said(part, said) for part in inner if part.get_content_type() == "text/plain")
    return plain > 0 and 2 * plain >= sum(
        _said(part, said) for part in mail.walk() if part.get_content_type() == "text/html"
    )


def _said(part: Message, said: dict[int, int]) -> int:
    """The bytes of a text, blanks apart; 0 for an attachment."""
    if id(part) not in said:
        said[id(part)] = 0 if part.get_filename() else len(b"".join(_content(part).split()))
    return said[id(part)]


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_maintype() != "text" or part.get_filename():
        return content
    charset = part.get_content_charset()
    if part.get_content_subtype() == "html":
        charset = charset or detect(content).encoding
    try:
        if not charset or codecs.lookup(charset).name in _NO_CHARSETS:
            return content
        text = content.decode(charset)
        return (text_of(text) if part.get_content_subtype() == "html" else text).encode("utf-8")
    except (LookupError, ValueError):
        return content


def _name(part: Message) -> str:
    """The name of an attachment, "" for a text of the mail itself."""
    name = part.get_filename() or ""
    try:
        return str(make_header(decode_header(name))) if "=?" in name else name
    except (LookupError, ValueError, errors.HeaderParseError):
        return name


def _ending(part: Message) -> str:
    kind = part.get_content_type()
    return {"text/plain": ".txt", "text/html": ".txt"}.get(kind, "." + re.sub(r"\W", "", kind.partition("/")[2])[:10])
