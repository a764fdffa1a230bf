"""Names that are safe to print, bounded in length and unique within a run."""

from __future__ import annotations

import hashlib
import re

NAME_CHARS = 300
"""The longest name that is shown whole (characters); a longer one keeps its beginning, a hash and its end."""

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls: newlines forge log lines, ESC drives terminals
    "\u00a0\u1680\u2000-\u200a\u202f\u205f"  # blanks that look like the plain one
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # invisible, line ends, direction overrides
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"  # lone surrogates (undecodable bytes of file names), non-characters
)

_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx"})


def visible(name: str) -> str:
    r"""The name with every control, invisible, blank and direction character written out (`\x1b`, `\u202e`).

    A lone surrogate that stands for an undecodable byte of a file name (PEP 383) is shown as that byte.
    """
    return _UNPRINTABLE.sub(_written_out, name)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def bounded(name: str, limit: int = NAME_CHARS) -> str:
    """The name; where it is longer than `limit` characters its beginning, eight hex digits of its SHA-256, its end."""
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    tail = limit // 3
    return f"{name[: limit - tail - 10]}~{digest}~{name[-tail:]}"


def shown(name: str) -> str:
    """The name as a source carries it: visible and bounded."""
    return bounded(visible(name))


def unique(name: str, taken: dict[str, int]) -> str:
    """The name, with `#2`, `#3` ... where `taken` (which is updated) has it already."""
    candidate = name
    while candidate in taken:
        taken[name] += 1
        candidate = f"{name}#{taken[name]}"
    taken[candidate] = 1
    return candidate


def unsafe(name: str) -> bool:
    """Whether a member's name would leave the folder or hit a device if it were extracted (it never is)."""
    parts = name.split("/")
    return (
        name.startswith("/")
        or name != visible(name)
        or ".." in parts
        or ":" in name
        or not any(part not in ("", ".") for part in parts)
        or any(part != part.rstrip(". ") for part in parts if part not in (".", ".."))
        or any(part.split(".")[0].lower() in _DEVICES for part in parts)
    )


_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


def made_by_system(path: str) -> bool:
    """Whether macOS or Windows put the file there by itself (`__MACOSX/`, `.DS_Store`, `Thumbs.db`, `desktop.ini`)."""
    parts = path.lower().split("/")
    return parts[-1] in _SYSTEM_NAMES or "__macosx" in parts
