"""The catalogue's data: complete, consistent, and confirmed by the sources that it names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from analyzer.tables.catalogue import SCOPES, SHELLS, Catalogue, Entry, load_catalogue

NAMED_IN_THE_ISSUE = """
    Get-CsOAuthConfiguration Get-CsOAuthServer Get-CsPartnerApplication Get-CsCertificate Get-CsSipDomain
    Get-CsTopology Get-CsPool Get-CsComputer Get-CsService Get-CsWindowsService Get-CsSite Get-ExchangeServer
    Get-ClientAccessServer Get-ClientAccessService Get-AuthConfig Get-AuthServer Get-PartnerApplication
    Get-ExchangeCertificate Get-AcceptedDomain Get-AutodiscoverVirtualDirectory Get-WebServicesVirtualDirectory
    Get-OwaVirtualDirectory Test-ServiceHealth Get-OrganizationConfig Get-Service Resolve-DnsName
    Get-CsArchivingConfiguration Get-CsUserServicesPolicy Get-CsTrustedApplication Get-CsTrustedApplicationPool
    Get-CsTrustedApplicationComputer Get-CsManagementStoreReplicationStatus Get-CsHostingProvider Get-CsServerVersion
    Get-IntraOrganizationConnector Get-HybridConfiguration Get-SettingOverride Get-SendConnector Get-ReceiveConnector
    Get-MailboxServer Get-UMDialPlan Test-CsExStorageConnectivity Test-CsUnifiedContactStore Test-OAuthConnectivity
    Get-DnsServerResourceRecord
"""

catalogue: Catalogue = load_catalogue()
entries = pytest.mark.parametrize("entry", catalogue.entries.values(), ids=lambda entry: entry.table)


@pytest.mark.parametrize("cmdlet", NAMED_IN_THE_ISSUE.split())
def test_every_needed_cmdlet_is_there(cmdlet: str) -> None:
    assert catalogue.by_cmdlet(cmdlet)
    assert catalogue.by_cmdlet(cmdlet.lower())


def test_the_certificate_drive_is_a_table() -> None:
    assert [entry.table for entry in catalogue.by_cmdlet("Get-ChildItem Cert:")] == ["certificate_store"]


@entries
def test_entry_is_whole(entry: Entry) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", entry.table)
    assert entry.scope in SCOPES
    assert entry.shell in SHELLS.values()
    assert entry.collect
    assert entry.properties
    assert entry.cmdlets or not entry.shell
    assert entry.sources or not entry.shell


@entries
def test_keys_and_views_are_properties(entry: Entry) -> None:
    assert entry.key
    assert not set(entry.key) - set(entry.properties)
    for view in entry.views:
        assert not view - set(entry.properties)


@entries
def test_server_tables_are_collected_per_server(entry: Entry) -> None:
    """Files of several servers must not overwrite one another."""
    if entry.scope == "server" and entry.shell and "Export-Clixml" in entry.collect:
        assert "COMPUTERNAME" in entry.collect or "USER" in entry.collect


@entries
def test_names_differ_by_more_than_case(entry: Entry) -> None:
    folded = [name.casefold() for name in entry.properties]
    assert len(folded) == len(set(folded))


def test_a_type_belongs_to_one_table() -> None:
    types = [name for entry in catalogue.entries.values() for name in entry.types]
    assert len(types) == len(set(types))


def test_properties_are_found_in_any_case() -> None:
    entry = catalogue.entries["client_access_server"]
    found = entry.property("autodiscoverserviceinternaluri")
    assert found is not None
    assert found.name == "AutoDiscoverServiceInternalUri"
    assert str(found.type) == "uri"
    assert entry.property("NoSuchThing") is None


def test_what_no_source_shows_is_marked() -> None:
    configuration = catalogue.entries["cs_oauth_configuration"]
    assert configuration.properties["ExchangeAutodiscoverUrl"].confirmed
    assert not configuration.properties["ExchangeAutodiscoverAllowedDomains"].confirmed
    assert not catalogue.entries["cs_windows_service"].confirmed


@cache
def words_of(path: Path) -> frozenset[str]:
    """Every word of a source: a file, or all files of a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    found: set[str] = set()
    for file in files:
        data = file.read_bytes()
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        text = data.decode(encoding, errors="replace")
        found.update(re.findall(r"\w+", text))
        found.update(re.findall(r"[A-Z]\w+ [A-Z]\w+(?= *:)", text))
    return frozenset(found)


@entries
def test_confirmed_properties_stand_in_the_named_sources(entry: Entry, shared: Path) -> None:
    if not entry.shell:
        pytest.skip("read by readers of this program, which name the properties themselves")
    words: set[str] = set()
    for source in entry.sources:
        path = shared / source
        assert path.exists(), source
        words |= words_of(path)
    missing = [name for name, known in entry.properties.items() if known.confirmed and name not in words]
    assert not missing
