"""Records of every tool in one form."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.dns_names import DnsRecord, dns_record, full_name


@pytest.mark.parametrize(
    "properties",
    [
        {"Name": "autodiscover.litwareinc.com", "Type": "CNAME", "Data": "exch01.litwareinc.com", "Server": "dc01"},
        {"Name": "Autodiscover.litwareinc.com.", "Type": "CNAME", "Data": "EXCH01.litwareinc.com."},
        {"Name": "autodiscover", "Type": "CNAME", "Data": "exch01.litwareinc.com.", "Zone": "litwareinc.com"},
        {"Name": "autodiscover", "Type": "CNAME", "Data": "exch01", "Zone": "litwareinc.com"},
        {"Name": "autodiscover", "Type": "CNAME", "Data": "exch01", "Zone": "com", "Origin": "litwareinc.com"},
        {"Name": "autodiscover.litwareinc.com", "Type": "CNAME", "TTL": "5", "NameHost": "exch01.litwareinc.com"},
        {"Name": "autodiscover.litwareinc.com", "QueryType": "CNAME", "NameHost": "exch01.litwareinc.com"},
        {"Name": "autodiscover.litwareinc.com", "Type": 5, "Section": 1, "NameHost": "exch01.litwareinc.com"},
        {"Name": "autodiscover.litwareinc.com", "Type": {"$value": 5, "$text": "CNAME"},
         "NameHost": "exch01.litwareinc.com"},
    ],
)  # fmt: skip
def test_alias(properties: dict[str, Any]) -> None:
    record = dns_record(properties)
    assert record is not None
    assert (record.name, record.type, record.data) == ("autodiscover.litwareinc.com", "CNAME", "exch01.litwareinc.com")
    assert record.absolute


@pytest.mark.parametrize(
    ("properties", "kind", "data", "printed"),
    [
        ({"Type": "A", "IPAddress": "10.10.1.11"}, "A", "10.10.1.11", "10.10.1.11"),
        ({"QueryType": "A", "IP4Address": "10.10.1.11"}, "A", "10.10.1.11", "10.10.1.11"),
        ({"QueryType": "AAAA", "IP6Address": "FD00::11"}, "AAAA", "fd00::11", "FD00::11"),
        ({"Type": "MX", "NameExchange": "mail.x.com", "Preference": 10}, "MX", "mail.x.com", "10 mail.x.com"),
        (
            {"Type": "SRV", "NameTarget": "sip.x.com", "Priority": "0", "Weight": "0", "Port": "443"},
            "SRV",
            "sip.x.com",
            "0 0 443 sip.x.com",
        ),
        ({"Type": "SOA", "Section": "Authority", "PrimaryServer": "dc01.x.com"}, "SOA", "dc01.x.com", "dc01.x.com"),
        ({"Type": "TXT", "Strings": ["v=spf1 mx -all"]}, "TXT", "v=spf1 mx -all", "v=spf1 mx -all"),
        ({"Type": "NXDOMAIN", "Data": "Non-existent domain"}, "NXDOMAIN", "", "Non-existent domain"),
        ({"Type": "TIMEOUT", "Data": "DNS request timed out"}, "TIMEOUT", "", "DNS request timed out"),
    ],
)
def test_types(properties: dict[str, Any], kind: str, data: str, printed: str) -> None:
    record = dns_record({"Name": "x.com", **properties})
    assert record is not None
    assert (record.type, record.data, record.printed) == (kind, data, printed)


@pytest.mark.parametrize(
    ("recorded", "data"),
    [
        ("10.10.1.11", "10.10.1.11"),
        (
            {"$type": "CimInstance", "IPv4Address": {"IPAddressToString": "10.10.1.11", "$text": "10.10.1.11"}},
            "10.10.1.11",
        ),
        ({"IPv4Address": "10.10.1.11"}, "10.10.1.11"),
        ("DnsServerResourceRecordA", ""),
        ("Microsoft.Management.Infrastructure.CimInstance#DnsServerResourceRecordA", ""),
    ],
)
def test_records_of_a_dns_server(recorded: Any, data: str) -> None:
    record = dns_record({"HostName": "mail", "RecordType": "A", "RecordData": recorded, "Type": "1"}, "litwareinc.com")
    assert record is not None
    assert (record.name, record.type, record.data, record.zone) == ("mail.litwareinc.com", "A", data, "litwareinc.com")


def test_zone_of_a_dns_server_record() -> None:
    node = "DC=mail,DC=litwareinc.com,cn=MicrosoftDNS,DC=DomainDnsZones,DC=litwareinc,DC=com"
    found = {"DistinguishedName": node, "HostName": "@", "RecordType": "NS", "RecordData": "dc01.litwareinc.com."}
    assert dns_record(found) == DnsRecord(
        "litwareinc.com", "NS", "dc01.litwareinc.com", "dc01.litwareinc.com.", zone="litwareinc.com"
    )
    found = {"HostName": "mail", "RecordType": "A", "RecordData": "10.0.0.1", "TimeToLive": "01:00:00"}
    assert dns_record(found) == DnsRecord("mail", "A", "10.0.0.1", "10.0.0.1", absolute=False, ttl="01:00:00")


@pytest.mark.parametrize(
    "properties",
    [{}, {"Name": "x"}, {"Name": "Spooler", "Type": "Win32OwnProcess"}, {"Name": "", "Type": "A", "Data": "1.1.1.1"}],
)
def test_what_is_no_record(properties: dict[str, Any]) -> None:
    assert dns_record(properties) is None


def test_names_of_zone_files() -> None:
    assert full_name("@", "litwareinc.com.") == ("litwareinc.com", True)
    assert full_name("mail.sub", "LitwareInc.com") == ("mail.sub.litwareinc.com", True)
    assert full_name("mail.fabrikam.com.", "litwareinc.com") == ("mail.fabrikam.com", True)
    assert full_name("mail", None) == ("mail", False)
