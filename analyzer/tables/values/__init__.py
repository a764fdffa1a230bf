"""Typed values: what readers deliver -> readings, by the catalogue's types. All functions are pure."""

from __future__ import annotations

from analyzer.tables.values.dates import Culture, CultureEvidence, infer_culture, parse_date
from analyzer.tables.values.numbers import (
    UNLIMITED,
    decimal_separator,
    parse_int,
    parse_number,
    parse_size,
    parse_timespan,
    parse_version,
)
from analyzer.tables.values.parsing import Parsed, hidden_characters, parse
from analyzer.tables.values.types import KINDS, PropertyType, property_type

__all__ = [
    "KINDS",
    "UNLIMITED",
    "Culture",
    "CultureEvidence",
    "Parsed",
    "PropertyType",
    "decimal_separator",
    "hidden_characters",
    "infer_culture",
    "parse",
    "parse_date",
    "parse_int",
    "parse_number",
    "parse_size",
    "parse_timespan",
    "parse_version",
    "property_type",
]
