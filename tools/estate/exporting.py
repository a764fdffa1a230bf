"""What Export-Csv, ConvertTo-Json and Export-Clixml of Windows PowerShell 5.1 write of the objects."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from typing import Any
from xml.sax.saxutils import escape

from estate.model import Enum, Export, Guid, Items, Thing, Uri, Value
from estate.printing import scalar

ADDED_BY_REMOTING = ("PSComputerName", "RunspaceId", "PSShowComputerName")
_NOT_IN_XML = re.compile("[\x00-\x1f\x7f]|_(?=x[0-9A-Fa-f]{4}_)")


def csv(export: Export, culture: str = "en-US", joined: bool = False) -> str:
    """`Export-Csv`, columns of the first object. Collections are type names unless they join themselves.

    `joined` is what careful people write: `@{n='X'; e={$_.X -join ' '}}` for every collection.
    """

    def cell(value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, Items) and not (value.joins or joined):
            text = value.type
        elif isinstance(value, Items):
            text = " ".join(scalar(item, culture) for item in value.items)
        else:
            text = scalar(value, culture)
        return '"' + text.replace('"', '""') + '"'

    if not export.objects:
        return ""
    first = export.objects[0]
    lines = [f"#TYPE {first.types[0]}", ",".join(f'"{name}"' for name in first.properties)]
    lines += [",".join(cell(thing.properties.get(name)) for name in first.properties) for thing in export.objects]
    return "\n".join([*lines, ""])


def as_json(export: Export, depth: int = 3, enum_names: bool = True) -> str:
    """`ConvertTo-Json -Depth DEPTH`; Windows PowerShell writes the numbers of enums unless they were made strings."""

    def plain(value: Value, level: int) -> Any:
        if isinstance(value, dt.datetime):
            return f"/Date({int(value.timestamp() * 1000)})/"
        if isinstance(value, Enum):
            return value.name if enum_names else value.number
        if isinstance(value, Guid | Uri):
            return value.text
        if isinstance(value, bytes):
            return list(value)
        if isinstance(value, Items):
            if level > depth:
                return " ".join(scalar(item, "en-US") for item in value.items)
            return [plain(item, level + 1) for item in value.items]
        if isinstance(value, Thing):
            if level > depth:
                return value.text
            return {name: plain(item, level + 1) for name, item in value.properties.items()}
        return value

    objects = [plain(thing, 0) for thing in export.objects]
    text = json.dumps(
        objects[0] if len(objects) == 1 else objects, indent=4, separators=(",", ":  "), ensure_ascii=False
    )
    text = text.replace('"/Date(', r'"\/Date(').replace(')/"', r')\/"')
    for char in "'<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text + "\n"


def clixml(export: Export) -> str:
    """`Export-Clixml` with the depth that keeps everything the estate has."""
    writer = _Clixml()
    body = "".join(writer.element(thing, None, "  ") for thing in export.objects)
    head = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n'
    return f"{head}{body}</Objs>"


class _Clixml:
    """Counts references and type names over one file."""

    def __init__(self) -> None:
        self._objects = 0
        self._types: dict[tuple[str, ...], int] = {}

    def element(self, value: Value, name: str | None, indent: str) -> str:
        """A value as an element of its own, with its line end."""
        named = "" if name is None else f' N="{_text(name)}"'
        if value is None:
            return f"{indent}<Nil{named} />\n"
        if isinstance(value, Enum):
            types = (value.type, "System.Enum", "System.ValueType", "System.Object")
            inner = f"{indent}  <ToString>{_text(value.name)}</ToString>\n{indent}  <I32>{value.number}</I32>\n"
            return self._object(types, named, inner, indent)
        if isinstance(value, Items):
            items = "".join(self.element(item, None, indent + "    ") for item in value.items)
            listed = f"{indent}  <LST>\n{items}{indent}  </LST>\n" if items else f"{indent}  <LST />\n"
            return self._object((value.type, "System.Object"), named, listed, indent)
        if isinstance(value, Thing):
            return self._thing(value, named, indent)
        tag, text = _primitive(value)
        return f"{indent}<{tag}{named}>{_text(text)}</{tag}>\n"

    def _object(self, types: tuple[str, ...], named: str, inner: str, indent: str) -> str:
        number, self._objects = self._objects, self._objects + 1
        if types in self._types:
            known = f'{indent}  <TNRef RefId="{self._types[types]}" />\n'
        else:
            self._types[types] = len(self._types)
            names = "".join(f"{indent}    <T>{_text(name)}</T>\n" for name in types)
            known = f'{indent}  <TN RefId="{self._types[types]}">\n{names}{indent}  </TN>\n'
        return f'{indent}<Obj{named} RefId="{number}">\n{known}{inner}{indent}</Obj>\n'

    def _thing(self, thing: Thing, named: str, indent: str) -> str:
        parts = [f"{indent}  <ToString>{_text(thing.text)}</ToString>\n"]
        for tag, added in (("Props", False), ("MS", True)):
            values = {name: value for name, value in thing.properties.items() if (name in ADDED_BY_REMOTING) is added}
            if values:
                inner = "".join(self.element(value, name, indent + "    ") for name, value in values.items())
                parts.append(f"{indent}  <{tag}>\n{inner}{indent}  </{tag}>\n")
        return self._object(thing.types, named, "".join(parts), indent)


def _primitive(value: Value) -> tuple[str, str]:
    if isinstance(value, bool):
        return "B", str(value).lower()
    if isinstance(value, int):
        return "I32", str(value)
    if isinstance(value, dt.datetime):
        return "DT", value.isoformat()
    if isinstance(value, Guid):
        return "G", value.text
    if isinstance(value, Uri):
        return "URI", value.text
    if isinstance(value, bytes):
        return "BA", base64.b64encode(value).decode()
    return "S", str(value)


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text))
