"""Properties that rules need and an output leaves out (note property-left-out)."""

from __future__ import annotations

from pathlib import Path

import pytest

import analyzer

URL = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"


def left_out(folder: Path) -> list[tuple[str, str, int | None]]:
    """(source, message, line) of each note."""
    sources = analyzer.open_case(folder).check().sources
    return [
        (source.name.partition("/")[2], note.message, note.line)
        for source in sources
        for note in source.notes
        if note.code == "property-left-out"
    ]


def test_what_select_object_leaves_out_and_rules_need_is_told(tmp_path: Path) -> None:
    (tmp_path / "oauth.txt").write_text(
        "PS C:\\> Get-CsOAuthConfiguration | fl Identity, ServiceName\n\n"
        "Identity    : Global\nServiceName : 00000004-0000-0ff1-ce00-000000000000\n\nPS C:\\>\n"
    )
    ((source, message, line),) = left_out(tmp_path)
    assert (source, line) == ("oauth.txt", 3)
    assert message.startswith("Get-CsOAuthConfiguration without properties that rules need: ")
    assert "ExchangeAutodiscoverUrl" in message
    assert "ServiceName" not in message


@pytest.mark.parametrize(
    "output",
    [
        f"Identity                : Global\nExchangeAutodiscoverUrl : {URL}\n",
        "Identity                : Global\nExchangeAutodiscoverUrl :\n",
    ],
)
def test_what_was_printed_is_not_left_out_blank_or_not(output: str, tmp_path: Path) -> None:
    (tmp_path / "oauth.txt").write_text(f"PS C:\\> Get-CsOAuthConfiguration | fl\n\n{output}\nPS C:\\>\n")
    assert not [message for _, message, _ in left_out(tmp_path) if "ExchangeAutodiscoverUrl" in message]


def test_only_the_output_that_lacks_the_property_is_told(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(
        "[PS] C:\\>Get-ClientAccessServer EXCH01 | fl Name, Fqdn\n\n"
        "Name : EXCH01\nFqdn : exch01.litwareinc.com\n\n[PS] C:\\>\n"
    )
    uri = URL.replace(".svc", ".xml")
    (tmp_path / "2.txt").write_text(
        "[PS] C:\\>Get-ClientAccessServer EXCH02 | fl Name, AutoDiscoverServiceInternalUri\n\n"
        f"Name                           : EXCH02\nAutoDiscoverServiceInternalUri : {uri}\n\n[PS] C:\\>\n"
    )
    assert {source for source, message, _ in left_out(tmp_path) if "AutoDiscoverServiceInternalUri" in message} == {
        "1.txt"
    }
