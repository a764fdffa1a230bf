r"""What comes out of a customer's files, made safe to show. A leaf module; every report passes its strings through it.

Exports are untrusted: an escape sequence in a value must not move the cursor or write the clipboard, a bidirectional
override must not make a URL read as another one, and a lone surrogate must not stop the report. Nothing is dropped:
what cannot be shown as itself is shown as its escape, which is also what an engineer wants to see (a thumbprint
copied from the certificate console begins with an invisible `\u200e`).
"""

from __future__ import annotations

import re
from typing import Final

# C0 but TAB and LF, DEL and C1; soft hyphen; invisible and bidirectional controls; line and paragraph separators;
# surrogates; byte order mark; interlinear and musical controls; language tags; the noncharacters.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def visible(text: str) -> str:
    r"""The text with every unsafe character as its Python escape (`\x1b`, `\u202e`); line feed and TAB stay."""
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: _escape(match[0]), text)


def one_line(text: str) -> str:
    r"""`visible` on one line: line feeds and TABs are shown as `\n` and `\t` too."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning and end with the number of characters left out between, in about `limit` characters.

    Three dots alone would look like the cut that PowerShell makes.
    """
    if len(text) <= limit:
        return text
    tail = limit // 3
    head = limit - tail
    left_out = len(text) - head - tail
    return f"{text[:head]} [... {left_out:,} of {len(text):,} characters ...] {text[-tail:] if tail else ''}".rstrip()


def json_text(text: str) -> str:
    r"""JSON as `json.dumps(..., ensure_ascii=False)` wrote it, with every unsafe character as a `\u` escape.

    A JSON reader gets back what was written, but for lone surrogates: no JSON text can hold those, so they become
    visible text (`\\ud800`).
    """
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE.sub(lambda match: _json_escape(match[0]), text)


def spreadsheet_text(text: str) -> str:
    """A cell for CSV that no spreadsheet takes for a formula: such text gets an apostrophe before it (CWE-1236).

    Spreadsheets trim blanks and know the full-width forms of the signs as well.
    """
    start = text.lstrip(" \u3000")[:1]
    return f"'{text}" if start and start in "=+-@\t\r＝＋－＠" else text


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return f"\\\\u{code:04x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
