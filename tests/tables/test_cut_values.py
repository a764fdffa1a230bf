"""Values that something else than PowerShell cut: noted, open, and never judged as if they were whole."""

from __future__ import annotations

from pathlib import Path

import pytest

import analyzer

URL = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"
CONFIGURATION = f"""
Identity                : Global
Realm                   :
ServiceName             : 00000004-0000-0ff1-ce00-000000000000
ExchangeAutodiscoverUrl : {URL}

"""


def case(folder: Path, text: str) -> analyzer.Case:
    (folder / "Get-CsOAuthConfiguration.txt").write_text(text, encoding="utf-8")
    return analyzer.open_case(folder)


def notes(found: analyzer.Case) -> list[tuple[str, int | None, str | None]]:
    return [(note.code, note.line, note.property) for _, note in found.notes if note.code == "value-cut"]


def outcomes(found: analyzer.Case) -> dict[str, str]:
    rules = ("OAUTH-001", "OAUTH-002", "OAUTH-003", "OAUTH-004")
    return {v.rule: v.outcome.value for v in found.check().verdicts if v.rule in rules}


def test_a_whole_value_has_no_note(tmp_path: Path) -> None:
    found = case(tmp_path, CONFIGURATION)
    assert notes(found) == []
    assert set(outcomes(found).values()) == {"pass"}


@pytest.mark.parametrize("kept", range(len("https://a"), len(URL), 5))
@pytest.mark.parametrize("mark", ["...", "…"])
def test_an_ellipsis_at_the_end_of_a_url_is_a_cut(tmp_path: Path, kept: int, mark: str) -> None:
    found = case(tmp_path, CONFIGURATION.replace(URL, URL[:kept] + mark))
    assert notes(found) == [("value-cut", 5, "ExchangeAutodiscoverUrl")]
    assert outcomes(found) == {
        "OAUTH-001": "pass",
        "OAUTH-002": "unknown",
        "OAUTH-003": "unknown",
        "OAUTH-004": "unknown",
    }


def test_a_sentence_may_end_with_an_ellipsis(tmp_path: Path) -> None:
    text = "\nIdentity    : a.com\nDescription : More to follow...\nIsDefault   : True\nName        : a.com\n\n"
    (tmp_path / "Get-CsSipDomain.txt").write_text(text, encoding="utf-8")
    assert notes(analyzer.open_case(tmp_path)) == []


def test_text_below_that_belongs_to_nothing_may_be_the_rest_of_a_value(tmp_path: Path) -> None:
    text = CONFIGURATION.replace(URL, URL[:20]).rstrip("\n") + "\nlitware\n\n"
    found = case(tmp_path, text)
    assert "lines-not-read" in {note.code for _, note in found.notes}
    assert notes(found) == [("value-cut", 5, "ExchangeAutodiscoverUrl")]
    assert outcomes(found)["OAUTH-002"] == "unknown"


def test_lines_that_all_end_at_one_width_were_cut_there(tmp_path: Path) -> None:
    server = {
        "Name": "EXCH01",
        "DistinguishedName": "CN=EXCH01,CN=Servers,CN=Exchange Administrative Group (FYDIBOHF23SPDLT)",
        "AutoDiscoverServiceInternalUri": "https://autodiscover.litwareinc.com/autodiscover/autodiscover.xml",
        "AutoDiscoverServiceClassName": "ms-Exchange-AutoDiscover-Service of another kind",
    }
    lines = [f"{name:30} : {value}"[:64].rstrip() for name, value in server.items()]
    (tmp_path / "Get-ClientAccessServer.txt").write_text("\n".join(["", *lines, "", ""]), encoding="utf-8")
    found = analyzer.open_case(tmp_path)
    assert {name for _, _, name in notes(found)} == set(server) - {"Name"}
    verdicts = {v.rule: v.outcome.value for v in found.check().verdicts}
    assert verdicts["SCP-002"] == "unknown"


def test_values_of_one_length_are_whole(tmp_path: Path) -> None:
    prints = {name: f"{digit}" * 40 for name, digit in (("Current", 1), ("Previous", 2), ("Next", 3))}
    lines = [f"{name + 'CertificateThumbprint':29} : {value}" for name, value in prints.items()]
    (tmp_path / "Get-AuthConfig.txt").write_text("\n".join(["", *lines, "", ""]), encoding="utf-8")
    assert notes(analyzer.open_case(tmp_path)) == []


def test_a_wrapped_line_whose_indentation_was_lost_decides_nothing(tmp_path: Path) -> None:
    """It reads as one with a blank or without, or as none of these if the lower line is another text."""
    text = CONFIGURATION.replace(URL, URL[:39] + "\n" + URL[39:])
    found = case(tmp_path, text)
    assert not found.table("cs_oauth_configuration").rows[0].get("ExchangeAutodiscoverUrl").readings
    assert outcomes(found)["OAUTH-004"] == "unknown"
