"""What facts make of outputs that leave something out: the property that tells, the server, a product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from analyzer.engine.check import fact_tables
from analyzer.tables.build import Tables
from analyzer.tables.cells import Cell, Row
from analyzer.tables.table import Table

Build = Callable[..., Tables]
AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
ISSUER, DEFAULT = "0A2F0CAC3D8BC568D7EF8E684EF76FF1CB6CA5A3", "6663DAD6EBAA86642068224B47EC35A44BF33C3A"
FE01, FE02 = "lyncfe01.litwareinc.com", "lyncfe02.litwareinc.com"
POOL = """PS C:\\> Get-CsPool

Identity  : pool01.litwareinc.com
Fqdn      : pool01.litwareinc.com
Services  : {Registrar:pool01.litwareinc.com, UserServer:pool01.litwareinc.com}
Computers : {lyncfe01.litwareinc.com}
Site      : Site:Redmond

PS C:\\>
"""


def output(command: str, *records: dict[str, str], host: str = FE01) -> str:
    """A paste of Format-List at a remote prompt."""
    lists = ["\n".join(f"{name:<31}: {value}" for name, value in record.items()) for record in records]
    prompt = f"[{host}]: PS C:\\> "
    return f"{prompt}{command}\n\n" + "\n\n".join(lists) + f"\n\n{prompt}\n"


def certificate(use: str | None, thumbprint: str = ISSUER, **more: str) -> dict[str, str]:
    values = {"Issuer": "CN=CA", "Thumbprint": thumbprint, "Subject": "CN=pool01.litwareinc.com", **more}
    return values | ({"Use": use} if use else {})


def fact(tables: Tables, name: str) -> Table:
    return fact_tables(tables, AS_OF)[name]


def row(tables: Tables, name: str, subject: str) -> Row:
    (found,) = (row for row in fact(tables, name).rows if row.subject == subject)
    return found


def reasons(cell: Cell) -> set[str]:
    return {gap.reason for gap in cell.gaps}


def test_the_type_that_was_asked_for_is_the_use(build: Build) -> None:
    tables = build(POOL, output("Get-CsCertificate -Type OAuthTokenIssuer | fl Thumbprint", {"Thumbprint": ISSUER}))
    assert row(tables, "lync_front_end", FE01).get("OAuthTokenIssuerThumbprint").value == ISSUER


def test_a_certificate_of_unknown_use_proves_no_absence(build: Build) -> None:
    records = (certificate("Default", DEFAULT), certificate("WebServicesInternal", DEFAULT), certificate(None))
    issuer = row(build(POOL, output("Get-CsCertificate", *records)), "lync_front_end", FE01)
    assert issuer.get("OAuthTokenIssuerThumbprint").missing


def test_a_certificate_of_unknown_use_is_not_one_of_lyncs_own(build: Build) -> None:
    issuer = output("Get-CsCertificate -Type OAuthTokenIssuer", certificate("OAuthTokenIssuer"))
    other = output("Get-CsCertificate", certificate(None), host=FE02)
    assert row(build(POOL, issuer, other), "oauth_token_issuer", ISSUER).get("IsLyncCertificate").missing


def test_a_listing_without_thumbprints_proves_no_absence(build: Build) -> None:
    issuer = output("Get-CsCertificate", certificate("OAuthTokenIssuer"), certificate("Default", DEFAULT))
    entry = {"Subject": "CN=x", "NotAfter": "2027-01-31 10:00:00", "HasPrivateKey": "True", "FriendlyName": ""}
    listing = output("Get-ChildItem Cert:\\LocalMachine\\My | fl Subject, NotAfter, HasPrivateKey, FriendlyName", entry)
    cell = row(build(POOL, issuer, listing), "lync_front_end", FE01).get("OAuthTokenIssuerInStore")
    assert reasons(cell) == {"property-not-exported"}


@pytest.mark.parametrize(("scopes", "scope"), [(("Global", "Service"), "Service"), (("Global", "Global"), "Global")])
def test_each_record_counts_for_the_scope(build: Build, scopes: tuple[str, str], scope: str) -> None:
    outputs = [
        output("Get-CsCertificate", certificate("OAuthTokenIssuer", SourceScope=each), host=host)
        for host, each in zip((FE01, FE02), scopes, strict=True)
    ]
    assert row(build(POOL, *outputs), "oauth_token_issuer", ISSUER).get("SourceScope").value == scope


def test_issuers_of_unknown_servers_are_no_staged_successors(build: Build) -> None:
    later = certificate("OAuthTokenIssuer", "AB" * 20, NotAfter="2029-01-31 10:00:00")
    records = (certificate("OAuthTokenIssuer", NotAfter="2026-07-01 10:00:00"), later)
    servers = output("Invoke-Command -ComputerName $all { Get-CsCertificate -Type OAuthTokenIssuer }", *records)
    successor = row(build(servers), "oauth_token_issuer", ISSUER).get("SuccessorNotAfter")
    assert reasons(successor) == {"server-unknown"}
    staged = output("Get-CsCertificate", *records)
    assert row(build(staged), "oauth_token_issuer", ISSUER).get("SuccessorNotAfter").value == dt.datetime(
        2029, 1, 31, 10
    )


def test_a_product_that_nobody_exported_is_a_gap(build: Build) -> None:
    states = [{"Status": "Running", "Name": name, "DisplayName": name} for name in ("RTCSRV", "REPLICA", "W3SVC")]
    found = fact(build(POOL, output("Get-CsWindowsService", *states)), "required_services")
    assert {(row.subject, row.get("Product").value) for row in found.rows} >= {("Exchange organization", "Exchange")}
    assert row_of(found, FE01).get("RequiredServicesRunning").value is True
    assert row_of(found, "Exchange organization").get("RequiredServicesRunning").missing


def row_of(table: Table, subject: str) -> Row:
    return next(row for row in table.rows if row.subject == subject)


CONFIGURATION = output(
    "Get-CsOAuthConfiguration",
    {
        "Identity": "Global",
        "ExchangeAutodiscoverUrl": "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc",
    },
)
SERVER = {"Name": "EXCH01", "ServerRole": "Mailbox, ClientAccess", "Edition": "Standard"}
ALIAS = {"Name": "autodiscover.litwareinc.com", "Type": "CNAME", "TTL": "60", "Section": "Answer"}
HOST = "autodiscover.litwareinc.com"


def test_a_server_of_unknown_full_name_may_be_where_dns_leads(build: Build) -> None:
    query = output(f"Resolve-DnsName {HOST}", ALIAS | {"NameHost": "exch01.litwareinc.com"})
    tables = build(CONFIGURATION, query, output("Get-ExchangeServer | fl Name, ServerRole, Edition", SERVER))
    assert reasons(row(tables, "autodiscover_host", HOST).get("LeadsToExchange")) == {"property-not-exported"}
    known = output("Get-ExchangeServer | fl", SERVER | {"Fqdn": "exch01.litwareinc.com"})
    assert row(build(CONFIGURATION, query, known), "autodiscover_host", HOST).get("LeadsToExchange").value is True


def test_an_alias_without_its_target_leads_nowhere_known(build: Build) -> None:
    query = output(f"Resolve-DnsName {HOST} | fl Name, Type, TTL, Section", ALIAS)
    found = row(build(CONFIGURATION, query), "autodiscover_host", HOST)
    assert found.get("LeadsToExchange").missing
    assert found.get("TargetInSameDomain").missing


def test_uris_without_the_servers_name_are_a_gap_and_no_blank(build: Build) -> None:
    uri = {"AutoDiscoverServiceInternalUri": f"https://{HOST}/autodiscover/autodiscover.xml"}
    found = fact(build(output("Get-ClientAccessServer | fl AutoDiscoverServiceInternalUri", uri)), "autodiscover_uri")
    of_the_row, of_others = (row.get("AutoDiscoverServiceInternalUri") for row in found.rows)
    assert of_the_row.known and not of_the_row.blank
    assert of_others.missing and [gap.property for gap in of_others.gaps] == ["Name"]


def test_a_peer_whose_uri_is_lost_leaves_agreement_open(build: Build) -> None:
    uri = f"https://{HOST}/autodiscover/autodiscover.xml"
    rows = [{"Name": "EXCH01", "AutoDiscoverServiceInternalUri": uri}, {"Name": "EXCH02"}]
    tables = build(output("Get-ClientAccessServer | fl", *rows))
    assert row(tables, "autodiscover_uri", "exch01").get("AgreesWithSite").missing


def test_servers_without_names_leave_the_universe_open(build: Build) -> None:
    computers = output("Get-CsComputer | fl Pool", {"Pool": "pool01.litwareinc.com"})
    assert [gap.property for gap in fact(build(computers), "lync_front_end").gaps] == ["Fqdn"]
    servers = output("Get-ExchangeServer | fl Edition, ServerRole", {"Edition": "Standard", "ServerRole": "Mailbox"})
    assert fact(build(servers), "trust").rows[0].get("ExchangeServers").open


def test_an_exchange_server_is_no_front_end_server(build: Build) -> None:
    servers = output("Get-ExchangeServer | fl", SERVER | {"Fqdn": "exch01.litwareinc.com"})
    issuer = output("Get-CsCertificate", certificate("OAuthTokenIssuer"), host="exch01.litwareinc.com")
    assert [row.subject for row in fact(build(servers, issuer), "lync_front_end").rows] == []
