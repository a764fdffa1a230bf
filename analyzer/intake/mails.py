"""Mails (.eml) and saved web pages (.mht): their texts and attachments, as members of an archive."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import errors, message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Final

from analyzer.intake.ledger import Ledger
from analyzer.intake.members import Contents, members_limit, read_member
from analyzer.notes import note

_CUT: Final = (errors.StartBoundaryNotFoundDefect, errors.CloseBoundaryNotFoundDefect)


def mail_members(data: bytes, ledger: Ledger) -> Contents:
    """The texts and attachments of a mail, those of mails in it too. Of a text in two forms the plain one is taken.

    Texts are decoded by the character set that the mail declares, and handed over as UTF-8.
    """
    try:
        mail = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
        parts = list(_parts(mail))
        cut = any(isinstance(defect, _CUT) for part in mail.walk() for defect in part.defects)
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
        yield read_member(_name(part) or f"part{number}{_ending(part)}", len(content), io.BytesIO(content), ledger)


def _parts(mail: Message) -> Iterator[Message]:
    """The parts that hold something, in their order."""
    if not mail.is_multipart():
        yield mail
        return
    inner = [part for part in mail.get_payload() if isinstance(part, Message)]
    plain = mail.get_content_subtype() == "alternative" and any(
        part.get_content_type() == "text/plain" for part in inner
    )
    for part in inner:
        if not (plain and part.get_content_type() == "text/html"):
            yield from _parts(part)


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset and part.get_content_maintype() == "text" and not part.get_filename():
        try:
            return content.decode(charset).encode("utf-8")
        except (LookupError, ValueError):
            pass
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
    return {"text/plain": ".txt", "text/html": ".html"}.get(kind, "." + re.sub(r"\W", "", kind.partition("/")[2])[:10])
