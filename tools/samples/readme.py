"""The README of a sample: for whoever tries the program, and in tables for the test that compares both."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wrong:
    """One failing verdict: the rule, its subject, and the cell that proves it.

    The line of `file` is the `nth` one that contains `marker`. No marker: the value stands on no line.
    """

    rule: str
    subject: str
    file: str
    marker: str
    property: str
    value: str
    what: str
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Sample:
    """A case: the files by their path in it, the README's text before the tables, what is wrong, what stays open."""

    name: str
    files: Mapping[str, bytes]
    about: str
    wrong: Sequence[Wrong] = ()
    open: Sequence[tuple[str, str, str]] = ()
    """Unknown verdicts: rule, subject, and why; `*` for most of them."""


def text_of(data: bytes) -> str:
    """The text of a file that the samples hold."""
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def line_of(data: bytes, marker: str, nth: int) -> int:
    """The 1-based number of the nth line that contains a marker. Raises ValueError where there is none."""
    lines = [number for number, line in enumerate(text_of(data).split("\n"), 1) if marker in line]
    if len(lines) < nth:
        raise ValueError(f"no {nth}. line with {marker!r}")
    return lines[nth - 1]


def member(files: Mapping[str, bytes], path: str) -> bytes:
    """A file of a sample, or a member of an archive in it (`bundle.zip!a.txt`, `bundle.zip!inner.zip!a.txt`)."""
    first, *inner = path.split("!")
    data = files[first]
    for name in inner:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read(name)
    return data


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on its content alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2026, 6, 15, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as Windows' own zip writes it, whatever made this one
            out.writestr(entry, data)
    return buffer.getvalue()


def render(sample: Sample) -> str:
    """The README as Markdown."""
    parts = [sample.about.strip(), "## What is wrong"]
    if sample.wrong:
        parts.append(_table(("rule", "subject", "source", "line", "property", "value", "what"), _rows(sample)))
    else:
        parts.append("Nothing.")
    parts.append("## What cannot be told")
    parts.append(_table(("rule", "subject", "why"), sample.open) if sample.open else "Nothing: every rule is decided.")
    return "\n\n".join(parts) + "\n"


def _rows(sample: Sample) -> Iterable[Sequence[str]]:
    for wrong in sample.wrong:
        line = line_of(member(sample.files, wrong.file), wrong.marker, wrong.nth) if wrong.marker else ""
        source = f"{sample.name}/{wrong.file}"
        yield (wrong.rule, wrong.subject, f"`{source}`", str(line), wrong.property, f"`{wrong.value}`", wrong.what)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
