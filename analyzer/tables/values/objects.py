"""Nested objects of JSON and CliXML -> the text that the same value has in a printed list."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzer.model import Value

MAX_DEPTH = 4
MAX_CHARS = 4000

_OF_SERVER = re.compile(r",CN=Protocols,CN=(?P<server>[^,]{1,64}),CN=Servers,", re.IGNORECASE)


def text_of(value: Value, depth: int = 0) -> str | None:
    """The text of a value; None where an object does not show how it would be printed, or is nested too deep.

    `$text` is the object's own ToString (CliXML). JSON has none: it is rebuilt for an enum, a version, a directory
    object and an SMTP domain, and `Name=value` pairs are written for a settings object, as Lync prints them.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value)
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list):
        return _list(value, depth)
    if not isinstance(value, Mapping):
        return None
    if isinstance(value.get("$items"), list):
        return _list(value["$items"], depth)
    text = value.get("$text")
    if isinstance(text, str):
        return text
    names = {name for name in value if name[:1] != "$"}
    if names == {"value", "Value"}:
        return text_of(value["Value"], depth + 1)
    if {"Major", "Minor", "Build", "Revision"} <= names:
        return _version(value)
    if {"DistinguishedName", "Name"} <= names:
        return _directory_object(value)
    if {"Address", "SmtpDomain"} <= names or names in ({"Address"}, {"Address", "Domain"}):
        return text_of(value["Address"], depth + 1)
    if "$value" in value:
        return text_of(value["$value"], depth + 1)
    if "$ref" in value:  # an object inside itself: what it is stands elsewhere
        return None
    return _pairs(value, depth)


def _list(items: list[Value], depth: int) -> str | None:
    texts = [text_of(item, depth + 1) for item in items]
    return None if None in texts else "{" + ", ".join(map(str, texts)) + "}"


def _version(value: Mapping[str, Value]) -> str:
    parts = [value["Major"], value["Minor"], value["Build"], value["Revision"]]
    return ".".join(str(part) for part in parts if isinstance(part, int) and part >= 0)


def _directory_object(value: Mapping[str, Value]) -> str:
    r"""A directory object as Exchange prints it: its canonical name, or `SERVER\name` for a part of a server."""
    name, parent = str(value["Name"]), value.get("Parent")
    if isinstance(parent, str) and "/" in parent:
        return f"{parent}/{name}"
    server = _OF_SERVER.search(str(value["DistinguishedName"])[:MAX_CHARS])
    return f"{server['server']}\\{name}" if server else name


def _pairs(value: Mapping[str, Value], depth: int) -> str | None:
    written: list[str] = []
    for name, item in value.items():
        if name[:1] == "$":
            continue
        text = text_of(item, depth + 1)
        if text is None:
            return None
        written.append(f"{name}={text}")
    return ";".join(written)[:MAX_CHARS] if written else ""
