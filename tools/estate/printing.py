"""What PowerShell prints of the objects: Format-List, Format-Table, consoles and transcripts."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from estate.model import Enum, Export, Guid, Items, Thing, Uri, Value

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))  # powershell_writer.py: one copy for all
from powershell_writer import CORE_7_4, WINDOWS_5_1, Layout, collection
from powershell_writer import format_list as write_list
from powershell_writer import format_table as write_table

LAYOUTS = {"5.1": WINDOWS_5_1, "7": CORE_7_4}
LYNC_PROMPT = r"PS C:\Users\administrator> "
EXCHANGE_PROMPT = r"[PS] C:\Windows\system32>"


@dataclass(frozen=True, slots=True)
class Style:
    """How a shell prints: culture, width of the output, version of its layout, $FormatEnumerationLimit (-1: none)."""

    culture: str = "en-US"
    width: int = 120
    layout: str = "5.1"
    limit: int = -1

    @property
    def writer(self) -> Layout:
        """The layout as the writer wants it."""
        return LAYOUTS[self.layout]


def date(moment: dt.datetime, culture: str) -> str:
    """A date and time as Windows prints it by default in en-US, de-DE and zh-TW."""
    clock = f"{moment.minute:02}:{moment.second:02}"
    hour = (moment.hour - 1) % 12 + 1
    if culture == "de-DE":
        return f"{moment.day:02}.{moment.month:02}.{moment.year} {moment.hour:02}:{clock}"
    if culture == "zh-TW":
        half = "上午" if moment.hour < 12 else "下午"
        return f"{moment.year}/{moment.month}/{moment.day} {half} {hour:02}:{clock}"
    return f"{moment.month}/{moment.day}/{moment.year} {hour}:{clock} {'AM' if moment.hour < 12 else 'PM'}"


def printed(value: Value, style: Style) -> str:
    """A value as Format-List and Format-Table print it."""
    if isinstance(value, Items):
        return collection([scalar(item, style.culture) for item in value.items], style.limit, style.writer)
    if isinstance(value, bytes):
        return collection([str(byte) for byte in value], style.limit, style.writer)
    return scalar(value, style.culture)


def scalar(value: Value, culture: str) -> str:
    """The ToString of a value that is no collection."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return date(value, culture)
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, Guid | Uri | Thing):
        return value.text
    return str(value)


def format_list(export: Export, style: Style, *properties: str) -> str:
    """`COMMAND | Format-List PROPERTIES`; all properties where none is named. Lines end with a line feed."""
    objects = [
        [
            (name, printed(value, style))
            for name, value in thing.properties.items()
            if not properties or name in properties
        ]
        for thing in export.objects
    ]
    return write_list(objects, width=style.width, culture=style.culture, layout=style.writer) if objects else ""


def format_table(export: Export, style: Style, *properties: str) -> str:
    """`COMMAND | Format-Table PROPERTIES -AutoSize`; columns of the first object, those that fit."""
    if not export.objects:
        return ""
    first = export.objects[0].properties
    header = [name for name in first if not properties or name in properties]
    right = [isinstance(first[name], int) for name in header]
    rows = [[printed(thing.properties.get(name), style) for name in header] for thing in export.objects]
    return write_table(header, rows, width=style.width, right=right, culture=style.culture, layout=style.writer)


def console(steps: Iterable[tuple[str, str]], prompt: str) -> str:
    """A session as it is pasted from a window: each command behind its prompt, then its output."""
    return "".join(f"{prompt}{command}\n{output}" for command, output in steps)


def transcript(machine: str, start: dt.datetime, minutes: int, steps: Sequence[tuple[str, str]], prompt: str) -> str:
    """A session as Start-Transcript of Windows PowerShell 5.1 records it, with its header and footer."""
    stars = "*" * 22
    end = start + dt.timedelta(minutes=minutes)
    header = [
        stars,
        "Windows PowerShell transcript start",
        f"Start time: {start:%Y%m%d%H%M%S}",
        r"Username: LITWAREINC\administrator",
        r"RunAs User: LITWAREINC\administrator",
        f"Machine: {machine.partition('.')[0].upper()} (Microsoft Windows NT 6.3.9600.0)",
        r"Host Application: C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe",
        "Process ID: 4712",
        "PSVersion: 5.1.14409.1018",
        stars,
        "",
    ]
    footer = [
        f"{prompt}Stop-Transcript",
        stars,
        "Windows PowerShell transcript end",
        f"End time: {end:%Y%m%d%H%M%S}",
        stars,
    ]
    return "\n".join(header) + console(steps, prompt) + "\n".join([*footer, ""])


def encoded(text: str, encoding: str) -> bytes:
    """The file that Windows writes, with its line ends; `utf-16` and `utf-8-sig` begin with a byte order mark."""
    data = text.replace("\n", "\r\n")
    return b"\xff\xfe" + data.encode("utf-16-le") if encoding == "utf-16" else data.encode(encoding)
