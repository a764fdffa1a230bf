"""What stands before the root element of an XML document."""

from __future__ import annotations

from typing import NamedTuple

_CLOSED_BY = (("<?", "?>"), ("<!--", "-->"))


class Prolog(NamedTuple):
    """Where the first thing begins that is no blank, declaration, instruction or comment; whether it is a DOCTYPE."""

    position: int
    has_doctype: bool


def root_start(text: str) -> Prolog:
    """Where the root element of a document begins; the length of the text where it has none."""
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        for opening, closing in _CLOSED_BY:
            if text.startswith(opening, position):
                end = text.find(closing, position + len(opening))
                if end < 0:
                    return Prolog(len(text), False)
                position = end + len(closing)
                break
        else:
            return Prolog(position, text[position : position + 9].upper() == "<!DOCTYPE")
