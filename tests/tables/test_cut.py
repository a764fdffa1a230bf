"""Lists that were cut in the middle of an object prove nothing by absence."""

from __future__ import annotations

from pathlib import Path

import analyzer

OBJECT = "Issuer     : CN=litwareinc-DC01-CA\nSubject    : CN={0}\nThumbprint : {1}\nUse        : {2}\n\n"
USES = ("Default", "WebServicesInternal", "WebServicesExternal")
LIST = "\n" + "".join(OBJECT.format("pool01.litwareinc.com", "A" * 40, use) for use in USES)


def case_of(tmp_path: Path, text: str) -> analyzer.Case:
    (tmp_path / "Get-CsCertificate.txt").write_text(text, encoding="utf-8")
    return analyzer.open_case(tmp_path)


def test_a_whole_list_is_whole(tmp_path: Path) -> None:
    case = case_of(tmp_path, LIST)
    assert case.complete
    assert [export.full for export in case.table("cs_certificate").exports] == [True]


def test_a_list_that_stops_in_an_object_is_cut(tmp_path: Path) -> None:
    case = case_of(tmp_path, LIST + "Issuer     : CN=litwareinc-DC01-CA\nSubject    : CN=litwareinc.com\n")
    assert not case.complete
    assert not any(export.full for export in case.table("cs_certificate").exports)
    assert "output-cut" in {note.code for _, note in case.notes}


def test_a_list_that_begins_in_an_object_is_cut(tmp_path: Path) -> None:
    case = case_of(tmp_path, "Use        : Default\n\n" + LIST)
    assert not any(export.full for export in case.table("cs_certificate").exports)


def test_a_prompt_after_a_short_object_shows_that_it_was_whole(tmp_path: Path) -> None:
    session = "PS C:\\> Get-CsCertificate\n" + LIST + "Issuer     : CN=x\n\nPS C:\\> Get-CsSipDomain\nPS C:\\>\n"
    assert case_of(tmp_path, session).complete
