"""The same objects exported as CliXML, JSON and CSV have the same scalar values, where the format can carry them."""

from __future__ import annotations

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import clixml, csv_text, json_text

DATES = {
    "NotAfter", "NotBefore", "WhenChanged", "WhenCreated", "WhenChangedUTC", "WhenCreatedUTC",
    "LastStatusReport", "LastUpdateCreation", "EffectiveDate",
}  # fmt: skip
"""Written in the writer's culture by Export-Csv."""


def scalar(value):
    """The value as text; None for what is no scalar."""
    match value:
        case None:
            return ""
        case bool() | int() | float():
            return str(value)
        case {"$text": str(text)} | {"value": int(), "Value": str(text)}:
            return text
        case str():
            return value
    return None


def read(module, path):
    content = path.read_bytes()
    encoding = "utf-16" if content[:2] == b"\xff\xfe" else "utf-8-sig"
    return module.read(Source(path.name, len(content), "", content=content, encoding=encoding), Budget())


@pytest.mark.parametrize(("name", "module"), [("json", json_text), ("csv", csv_text)])
def test_the_estate_is_the_same_in_every_format(shared, name, module):
    folder = shared / "data/powershell_real/litware/cases/healthy"
    compared = 0
    for path in sorted((folder / "clixml").glob("*.xml")):
        other = folder / name / f"{path.stem}.{name}"
        if not other.exists():
            continue
        objects, reading = read(clixml, path), read(module, other)
        assert len(objects.records) == len(reading.records)
        doubtful = {(note.record, note.property) for note in reading.notes}
        for index, (left, right) in enumerate(zip(objects.records, reading.records, strict=True)):
            for key in left.properties.keys() & right.properties.keys():
                one, two = scalar(left.properties[key]), scalar(right.properties[key])
                if None in {one, two} or (index, key) in doubtful or (name == "csv" and key in DATES):
                    continue
                assert one == two, (path.stem, index, key)
                compared += 1
    assert compared > 1000
