"""A document in Export-Clixml's layout in parts of whole objects, each made ready while the one before is taken."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final

from analyzer.model import Source
from analyzer.readers.ahead import ahead
from analyzer.readers.clixml.narrow import is_wide, utf8_pieces
from analyzer.readers.clixml.scan import OtherLayoutError, Scan, Text, scan

BLOCK: Final = 2 * 2**20
"""Characters of a part."""

OBJECT_END: Final = b"\n  </Obj>"
_DOCUMENT: Final = re.compile(
    rb'<Objs Version="[0-9.]+" xmlns="http://schemas\.microsoft\.com/powershell/2004/04">(\r?\n)'
)
_TAIL: Final = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """Objects from `first` to before `last` of a text that begins at `base` of the document.

    `lines` is None where not all of them are lines as `scan` takes them.
    """

    text: Text
    base: int
    first: int
    last: int
    lines: Scan | None


def parts_of(source: Source, longest: int) -> Generator[Part, None, None]:
    """The parts of a document; one more is made in a thread while one is used.

    Raises OtherLayoutError where the document is not of objects, or one of them is longer than `longest`, UnicodeError
    where its encoding is another.
    """
    return ahead(_parts(source, longest))


def _parts(source: Source, longest: int) -> Generator[Part, None, None]:
    valid = is_wide(source) is True
    room: dict[int, Any] = {}
    newline = b""
    data, base, taken = b"", 0, 0
    for piece in utf8_pieces(source, BLOCK):
        data, base, taken = data[taken:] + piece, base + taken, 0
        if not newline:
            opening = _DOCUMENT.match(data)
            if opening is None:
                raise OtherLayoutError
            newline, taken = opening[1], opening.end()
        end = OBJECT_END + newline
        last = data.rfind(end, taken) + len(end)
        if last >= len(end):
            if not data.startswith(b"  <Obj R", taken):
                raise OtherLayoutError
            text = Text(data, newline, valid, room)
            yield Part(text, base, taken, last, _scanned(text, taken, last))
            taken = last
        elif len(data) > BLOCK + longest:
            raise OtherLayoutError
    rest = data[taken:]
    if rest.strip() != b"</Objs>" or len(rest) > _TAIL:
        raise OtherLayoutError


def _scanned(text: Text, first: int, last: int) -> Scan | None:
    try:
        return scan(text, first, last)
    except OtherLayoutError:
        return None
