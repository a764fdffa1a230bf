"""Reads the catalogue's data files, one YAML file for each product area.

A file has `sets`, property sets that several cmdlets share, `enums`, the names of enums' numbers, and `tables`.
Property sets are written as one text,
`Name, Enabled: bool, AlternativeNames: list[fqdn]`, because a YAML node for each of 2,000 properties would take four
times as long to load. The type is `text` where none is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.tables.catalogue.entries import SCOPES, SHELLS, Entry, Property
from analyzer.tables.values.types import TEXT, PropertyType, enum_type, property_type

_FIELDS = frozenset(
    {
        "cmdlets", "types", "scope", "key", "properties", "unconfirmed", "include", "collect", "shell", "views",
        "sources", "confirmed", "rare",
    }
)  # fmt: skip


def read_entries(folder: Path) -> dict[str, Entry]:
    """The entries of all data files in `folder`, by table name.

    Raises ValueError, naming file and table, for data that does not follow the format.
    """
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yaml")):
        data = _parse(path.read_text(encoding="utf-8"))
        sets = data.get("sets") or {}
        try:
            enums = {name: enum_type(text) for name, text in (data.get("enums") or {}).items()}
        except ValueError as error:
            raise ValueError(f"{path.name}: enums: {error}") from error
        for table, fields in (data.get("tables") or {}).items():
            if table in entries:
                raise ValueError(f"{path.name}: table {table} exists twice")
            try:
                entries[table] = _entry(table, fields, sets, enums)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}: table {table}: {error}") from error
    return entries


def _parse(text: str) -> Mapping[str, Any]:
    """The file's content with every scalar as text (`on`, `NO` and `1e3` stay what they are)."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # BaseLoader is the same without libyaml, only slower
    data = yaml.load(text, Loader=loader)  # noqa: S506  # both base loaders build nothing but dict, list and str
    return data if isinstance(data, dict) else {}


def _entry(table: str, fields: Mapping[str, Any], sets: Mapping[str, str], enums: Mapping[str, PropertyType]) -> Entry:
    unknown = set(fields) - _FIELDS
    if unknown:
        raise ValueError(f"unknown field {sorted(unknown)[0]!r}")
    scope, shell = fields.get("scope", ""), fields.get("shell", "")
    if scope not in SCOPES:
        raise ValueError(f"unknown scope {scope!r}")
    if shell not in SHELLS:
        raise ValueError(f"unknown shell {shell!r}")
    confirmed = fields.get("confirmed", "true") != "false"
    properties: dict[str, Property] = {}
    _add(properties, fields.get("properties", ""), enums, confirmed)
    for name in _names(fields.get("include", "")):
        _add(properties, sets[name], enums, confirmed)
    _add(properties, fields.get("unconfirmed", ""), enums, confirmed=False)
    return Entry(
        table=table,
        cmdlets=_names(fields.get("cmdlets", "")),
        types=tuple(fields.get("types", "").split()),
        scope=scope,
        key=_names(fields.get("key", "")),
        properties=properties,
        collect=fields.get("collect", ""),
        shell=SHELLS[shell],
        views=tuple(frozenset(_names(view)) for view in fields.get("views", ())),
        sources=tuple(fields.get("sources", "").split()),
        confirmed=confirmed,
        rare=fields.get("rare", "false") == "true",
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(stripped for name in text.split(",") if (stripped := name.strip()))


def _add(properties: dict[str, Property], text: str, enums: Mapping[str, PropertyType], confirmed: bool) -> None:
    """Adds the properties of a written set; the first mention of a name counts."""
    for item in _names(text):
        name, colon, written = item.partition(":")
        name = name.strip()
        if name not in properties:
            properties[name] = Property(name, property_type(written, enums) if colon else TEXT, confirmed)
