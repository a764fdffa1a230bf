"""What happens to exports on their way: each loss turns an export into the file that is left of it. No test."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))  # the package `estate`

from estate.exporting import as_json, clixml, csv
from estate.model import Estate, Export
from estate.printing import Style, encoded, format_list, format_table

File = tuple[str, bytes]
"""How a file's name ends, and its content."""

Loss = Callable[[Export], File | None]
"""None: the file was not sent."""

_FORMAT_COLUMNS = (
    '"ClassId2e4f51ef21dd47e99d3c952918aff9cd","pageHeaderEntry","pageFooterEntry","autosizeInfo","shapeInfo"'
)


def text_of(text: str) -> File:
    """A text file as Windows writes it."""
    return ".txt", encoded(text, "utf-8")


def listed(style: Style) -> Callable[[Export], File]:
    """`Format-List` in a style that loses something."""
    return lambda export: text_of(format_list(export, style))


def tabled(style: Style) -> Callable[[Export], File]:
    """`Format-Table` of a width that not all columns fit in."""
    return lambda export: text_of(format_table(export, style))


def cut_lines(width: int, mark: str) -> Loss:
    """Every line cut at a width, by something else than PowerShell."""

    def cut(line: str) -> str:
        return line[: width - len(mark)] + mark if len(line) > width else line

    def lose(export: Export) -> File:
        return text_of("\n".join(map(cut, format_list(export, Style(width=4000)).split("\n"))))

    return lose


def without_indentation(export: Export) -> File:
    """The no-break blanks before wrapped lines deleted."""
    return text_of(re.sub(r"\n +", "\n", format_list(export, Style(width=80))))


def formatting_objects(export: Export) -> File:
    """`Format-List | Export-Csv`."""
    rows = ["#TYPE Microsoft.PowerShell.Commands.Internal.Format.FormatStartData", _FORMAT_COLUMNS]
    rows += ['"033ecb2bc07a4d43b5ef94ed5a35d280",,,,"Microsoft.PowerShell.Commands.Internal.Format.ListViewHeaderInfo"']
    rows += ['"27c87ef9bbda4f709f6b4002fa4af63c",,,,' for _ in export.objects]
    return ".csv", encoded("\n".join([*rows, '"cf522b78d86c486691226b40aa69e95c",,,,', ""]), "utf-8")


def ended(share: float, write: Callable[[Export], File]) -> Loss:
    """A file that ends too early."""

    def lose(export: Export) -> File:
        suffix, data = write(export)
        return suffix, data[: int(len(data) * share)]

    return lose


def begun(share: float, write: Callable[[Export], File]) -> Loss:
    """A file that begins too late."""

    def lose(export: Export) -> File:
        suffix, data = write(export)
        return suffix, data[int(len(data) * share) :]

    return lose


def mojibake(export: Export) -> File:
    """The second half of every value turned to question marks, as a code page does with letters that it lacks."""

    def lost(match: re.Match[str]) -> str:
        half = len(match[2]) // 2 if len(match[2]) > 4 else len(match[2])
        return match[1] + match[2][:half] + "?" * (len(match[2]) - half)

    text = format_list(export, Style(width=4000))
    return text_of(re.sub(r"^([^\n:]+ : )([^{\n].*)$", lost, text, flags=re.MULTILINE))


def as_clixml(export: Export) -> File:
    """All of it."""
    return ".xml", clixml(export).encode()


def as_csv(export: Export) -> File:
    """All of it, with lists joined."""
    return ".csv", encoded(csv(export, joined=True), "utf-8")


def selecting(*left_out: str) -> Loss:
    """`Select-Object` without some properties."""

    def lose(export: Export) -> File:
        objects = (
            replace(thing, properties={n: v for n, v in thing.properties.items() if n not in left_out})
            for thing in export.objects
        )
        return as_clixml(replace(export, objects=tuple(objects)))

    return lose


LOSSES: dict[str, Loss] = {
    "list cut by the limit": listed(Style(limit=1)),
    "list cut by the limit, wrapped": listed(Style(width=80, limit=2)),
    "line cut with a mark": cut_lines(60, "..."),
    "line cut with a mark, wider": cut_lines(80, "…"),
    "columns dropped": tabled(Style(width=80)),
    "columns dropped, wider": tabled(Style(width=120, limit=4)),
    "type name instead of value": lambda export: (".csv", encoded(csv(export), "utf-8")),
    "formatting objects": formatting_objects,
    "below the depth": lambda export: (".json", as_json(export, depth=0).encode()),
    "numbers of enums": lambda export: (".json", as_json(export, enum_names=False).encode()),
    "indentation deleted": without_indentation,
    "question marks": mojibake,
    "list ends early": ended(0.9, listed(Style())),
    "CliXML ends early": ended(0.8, as_clixml),
    "CSV ends early": ended(0.8, as_csv),
    "JSON ends early": ended(0.8, lambda export: (".json", as_json(export).encode())),
    "list begins late": begun(0.1, listed(Style())),
    "CSV begins late": begun(0.2, as_csv),
    "not sent": lambda _: None,
}


def lossy(estate: Estate, loss: Loss, stems: Iterable[str]) -> dict[str, bytes]:
    """The files of an estate, those of some exports after a loss."""
    hit = set(stems)
    files: dict[str, bytes] = {}
    for stem, export in estate.exports.items():
        file = loss(export) if stem in hit else as_clixml(export)
        if file is not None:
            files[stem + file[0]] = file[1]
    return {**files, **estate.files}


def differing(one: Estate, other: Estate) -> list[str]:
    """The exports in which two estates differ."""
    return [stem for stem, export in one.exports.items() if other.exports.get(stem) != export]


def same_after(loss: Loss, one: Estate, other: Estate) -> bool:
    """Whether nobody can tell two estates apart after a loss of the exports in which they differ."""
    if one.files != other.files or one.exports.keys() != other.exports.keys():
        return False
    return all(loss(one.exports[stem]) == loss(other.exports[stem]) for stem in differing(one, other))
