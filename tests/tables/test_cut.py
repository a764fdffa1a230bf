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


def test_one_alike_object_is_enough_where_the_file_ends_within_a_line(tmp_path: Path) -> None:
    one = OBJECT.format("pool01.litwareinc.com", "A" * 40, "Default")
    assert not case_of(tmp_path, one + "Issuer     : CN=litwareinc-DC01-CA\nSubject    : CN=litware").complete
    assert case_of(tmp_path, one + "Issuer     : CN=litwareinc-DC01-CA\nSubject    : CN=litware\n\n").complete


def test_a_file_that_begins_as_output_does_and_ends_within_a_line_is_cut(tmp_path: Path) -> None:
    whole = "\n" + OBJECT.format("pool01.litwareinc.com", "A" * 40, "OAuthTokenIssuer")
    cut = case_of(tmp_path, whole[: whole.index("A" * 40) + 20])
    assert {"output-cut", "value-cut"} <= {note.code for _, note in cut.notes}
    assert cut.table("cs_certificate").rows[0].get("Thumbprint").open
    pasted = case_of(tmp_path, whole.strip())
    assert pasted.complete
    assert pasted.table("cs_certificate").rows[0].get("Thumbprint").known


def test_one_alike_object_is_enough_where_the_first_lacks_its_beginning(tmp_path: Path) -> None:
    one = OBJECT.format("pool01.litwareinc.com", "A" * 40, "Default")
    assert not case_of(tmp_path, one.partition("\n")[2] + one).complete
    assert not case_of(tmp_path, one.partition("\n")[2][3:] + one).complete
    assert case_of(tmp_path, one + one).complete


def test_a_cut_list_has_a_verdict_for_what_was_lost(tmp_path: Path) -> None:
    domains = [f"Identity  : {name}\nName      : {name}\nIsDefault : False\n\n" for name in ("a.com", "b.com", "c.com")]
    (tmp_path / "Get-CsSipDomain.txt").write_text("\n" + "".join(domains)[:-30], encoding="utf-8")
    found = [v for v in analyzer.open_case(tmp_path).check().verdicts if v.rule == "TOP-004" and v.gap]
    assert "export-cut" in {gap.reason for verdict in found for gap in verdict.gap.gaps}
