"""JSON, CSV and CliXML in the middle of printed text: a mail, a transcript, a script's output."""

from __future__ import annotations

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import read_source

OBJS = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'
XML = f'{OBJS}\n  <Obj RefId="0">\n    <MS>\n      <S N="Identity">a</S>\n    </MS>\n  </Obj>\n</Objs>\n'
JSON = '{\n    "Identity":  "a"\n}\n'
CSV = '"Identity","Site"\n"a","b"\n'
LIST = "Identity : z\nSite     : y\n"


def read(text):
    content = text.encode()
    return read_source(Source("mail.txt", len(content), "", content=content, encoding="utf-8"), Budget())


@pytest.mark.parametrize("export", [XML, JSON, f"[\n    {JSON}]\n", '{"Identity":"a"}\n', CSV, f"#TYPE A\n{CSV}"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hello,\n\nhere it is:\n\n", "\nRegards\nBob\n"),
        ("WARNING: Resulting JSON is truncated as serialization has exceeded the set depth of 2.\n", "\nbye\n"),
        (f"{LIST}\n", f"\n{LIST}"),
        ("PS C:\\> .\\collect.ps1\n", "PS C:\\> \n"),
        (f"PS C:\\> .\\collect.ps1\n\n{LIST}\n", "\nPS C:\\> \n"),
        (
            "**********************\nWindows PowerShell transcript start\nStart time: 20140422150302\n"
            "Username: A\\b\nMachine: S1 (Microsoft Windows NT 6.3.9600.0)\n**********************\n"
            "Transcript started, output file is C:\\t.txt\n",
            "\n**********************\nWindows PowerShell transcript end\nEnd time: 20140422150402\n"
            "**********************\n",
        ),
    ],
)
def test_an_export_between_other_text(export, before, after):
    reading = read(before + export + after)
    found = [record for record in reading.records if record.value.get("Identity") == "a"]
    assert len(found) == 1
    assert found[0].lines["Identity"] == next(
        number for number, line in enumerate((before + export).split("\n"), 1) if '"a"' in line or '">a<' in line
    )
    assert sum(record.value.get("Identity") == "z" for record in reading.records) == (before + after).count(LIST)
    assert not [note for note in reading.notes if note.code not in {"lines-not-read"}]


def test_a_value_that_looks_like_an_export_stays_a_value():
    text = 'Name   : a\nConfig : {\n           "Identity": "x"\n         }\nSite   : b\n'
    assert [record.value["Name"] for record in read(text).records] == ["a"]


def test_quotes_in_prose_are_no_export():
    assert not read('He said:\n\n"Hello, world","again"\nand left.\n').records


@pytest.mark.parametrize("place", ['N="Iden', "<S N="])
def test_a_document_that_a_console_broke_is_not_used(place):
    """A blank that stood at the break is lost, and a line end within a value is none of the value's."""
    reading = read(f"PS C:\\> type a.xml\n{XML.replace(place, place + chr(10))}PS C:\\> \n")
    assert not reading.records
    assert reading.notes[0].code == "malformed"


@pytest.mark.parametrize(
    "beginning",
    [
        '[\n  {\n    "Identity": "EX01"\n  }\n',
        '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n  <Obj RefId="0">\n',
    ],
)
def test_exports_that_were_cut_end_before_the_next_output(see, beginning: str):
    seen = see(f"Here it is:\n\n{beginning}\nIdentity : b\nSite     : c\n")
    assert seen.values[-1] == {"Identity": "b", "Site": "c"}
    assert "source-cut" in seen.codes
