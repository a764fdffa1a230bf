"""PEM text (RFC 7468): the blocks with their lines, each on its own, so that a bad one does not hide the others."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FRAME = re.compile(r"-----(BEGIN|END) ([A-Z0-9 #/.-]{1,60})-----")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True, slots=True)
class PemBlock:
    """One block: the label of its BEGIN line, that line's number, and the decoded bytes, None where they are no base64.

    `closed` says whether its END line was found.
    """

    label: str
    line: int
    data: bytes | None
    closed: bool = True

    @property
    def private_key(self) -> bool:
        """Whether the label says that the block is a private key; its bytes are not decoded then."""
        return self.label.endswith("PRIVATE KEY")


def pem_blocks(lines: Iterable[str]) -> Iterator[PemBlock]:
    """The blocks of a text in their order. Text around them, quoting marks and indentation are passed over."""
    label = ""
    begin = 0
    body: list[str] = []
    for number, line in enumerate(lines, 1):
        frame = _FRAME.search(line) if "-----" in line else None
        if frame is None:
            if label:
                body.append(line)
        elif frame[1] == "BEGIN":
            if label:
                yield _block(label, begin, body, closed=False)
            label, begin, body = frame[2], number, []
        elif label:
            yield _block(label, begin, body, closed=True)
            label = ""
    if label:
        yield _block(label, begin, body, closed=False)


def decode_base64(text: str) -> bytes | None:
    """The bytes of base64 text, white space aside; None where it is none."""
    compact = "".join(text.split())
    if not _BASE64.fullmatch(compact):
        return None
    try:
        return base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _block(label: str, line: int, body: list[str], *, closed: bool) -> PemBlock:
    if label.endswith("PRIVATE KEY"):
        return PemBlock(label, line, None, closed)
    texts = [
        text.lstrip("> \t|") for text in body if ": " not in text
    ]  # headers of RFC 1421, marks of a mail's quoting
    return PemBlock(label, line, decode_base64("".join(texts)), closed)
