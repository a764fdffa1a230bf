"""Answers of DNS that differ, and records that lead nowhere (F16, F18, F19)."""

from __future__ import annotations

from . import estate as e
from .case import HOST, LB, Truth, truth
from .dns import ADDRESSES, DOES_NOT_EXIST, NO_NAMES, ZONE

OLD = "oldcas.litwareinc.com"
EXCHANGE = (HOST, "A", "10.10.1.11")
STRANGER = (HOST, "A", "10.10.9.9")


def asked_at(server: str, *records: tuple[str, str, str], name: str = HOST) -> str:
    """Resolve-DnsName of a name at one DNS server."""
    return e.answer(name, *records).replace(f"Resolve-DnsName {name}", f"Resolve-DnsName {name} -Server {server}")


def records(*rows: tuple[str, str, str], command: str = "Get-DnsServerResourceRecord -ZoneName litwareinc.com") -> str:
    """The table of Get-DnsServerResourceRecord: (HostName, RecordType, RecordData) of each record."""
    lines = [f"{name:<25} {kind:<10} {0:<10} {0:<20} {'01:00:00':<15} {data}" for name, kind, data in rows]
    head = f"{'HostName':<25} {'RecordType':<10} {'Type':<10} {'Timestamp':<20} {'TimeToLive':<15} RecordData"
    rule = f"{'-' * 8:<25} {'-' * 10:<10} {'-' * 4:<10} {'-' * 9:<20} {'-' * 10:<15} {'-' * 10}"
    return "\n".join([f"PS C:\\> {command}", "", head, rule, *lines, "", "PS C:\\> ", ""])


WHOLE = (
    ("@", "SOA", "[2041][dc01.litwareinc.com.][hostmaster.litwareinc.com.]"),
    ("@", "NS", "dc01.litwareinc.com."),
    ("exch01", "A", "10.10.1.11"),
)


SERVERS = (
    truth(
        "two-dns-servers-name-two-aliases",
        "one of them leads to Exchange, the other to a server that is gone",
        "F18 pass, F19 unknown, F16 unknown",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        asked_at("dc01", (HOST, "CNAME", e.EX01)),
        asked_at("dc02", (HOST, "CNAME", OLD)),
    ),
    truth(
        "two-dns-servers-give-two-addresses",
        "inside and outside need not agree: the address that Lync gets is not known",
        "F18 pass, F19 unknown, F16 unknown",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        asked_at("dc01", EXCHANGE),
        asked_at("8.8.8.8", STRANGER),
        ADDRESSES,
    ),
    truth(
        "two-dns-servers-give-addresses-of-exchange",
        "each of them leads to an Exchange server",
        "F18 pass, F19 pass, F16 pass",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        asked_at("dc01", EXCHANGE),
        asked_at("dc02", (HOST, "A", "10.10.1.12")),
        ADDRESSES,
    ),
    truth(
        "two-dns-servers-lead-to-strangers",
        "none of them leads to Exchange",
        "F18 pass, F19 fail, F16 fail",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        asked_at("dc01", (HOST, "CNAME", OLD)),
        asked_at("dc02", STRANGER),
        ADDRESSES,
    ),
    truth(
        "the-alias-of-the-alias-differs",
        "the answers differ further down",
        "F19 unknown",
        e.exchange_servers(),
        e.oauth(),
        asked_at("dc01", (HOST, "CNAME", "mail.litwareinc.com"), ("mail.litwareinc.com", "A", "10.10.1.11")),
        asked_at("dc02", ("mail.litwareinc.com", "A", "10.10.9.9"), name="mail.litwareinc.com"),
        ADDRESSES,
    ),
    truth(
        "addresses-of-two-types",
        "one query was for IPv4, one for IPv6: they do not differ",
        "F19 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, EXCHANGE),
        e.answer(HOST, (HOST, "AAAA", "fd00::5")),
        e.answer("lb.litwareinc.com", ("lb.litwareinc.com", "AAAA", "fd00::5")),
        ADDRESSES,
        case_file=LB,
    ),
    truth(
        "denied-by-one-and-shown-by-the-other",
        "DNS may lead to Exchange or nowhere",
        "F18 unknown, F19 unknown, F16 unknown",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        asked_at("dc01", EXCHANGE),
        e.console("", f"Resolve-DnsName {HOST} -Server dc02", error=DOES_NOT_EXIST),
        ADDRESSES,
    ),
    truth(
        "an-answer-and-a-zone-without-it",
        "the exported zone does not have what another DNS server answers",
        "F18 unknown, F19 unknown",
        e.exchange_servers(),
        e.oauth(),
        ZONE,
        e.answer(HOST, EXCHANGE),
    ),
    truth(
        "an-alias-that-a-certificate-holds",
        "mail.litwareinc.com is in the certificate of Exchange; whose address it has was not asked",
        "F16 pass, F18 pass, F19 unknown",
        e.exchange_servers(),
        e.oauth(),
        e.exchange_certificates(e.EX01),
        e.exchange_certificates(e.EX02),
        e.answer(HOST, (HOST, "CNAME", "mail.litwareinc.com"), ("mail.litwareinc.com", "A", "10.10.5.5")),
    ),
)


RECORDS = (
    truth(
        "only-a-text-record",
        "a TXT record leads nowhere",
        "F18 fail",
        e.oauth(),
        ZONE + 'autodiscover TXT "v=spf1 -all"\n',
    ),
    truth(
        "a-text-record-hides-the-wildcard",
        "a wildcard does not answer for a name that has a record (RFC 4592)",
        "F18 fail, F16 fail",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        ZONE + '* A 10.10.1.11\nautodiscover TXT "v=spf1 -all"\n',
    ),
    truth(
        "the-host-itself-is-delegated",
        "another DNS server answers for it",
        "F18 unknown",
        e.oauth(),
        ZONE + "autodiscover NS dc01.autodiscover.litwareinc.com.\n",
    ),
    truth(
        "only-the-authority-of-the-domain",
        "an SOA says that the domain has no address",
        "F18 unknown, F19 unknown",
        e.exchange_servers(),
        e.oauth("https://litwareinc.com/autodiscover/autodiscover.svc"),
        e.console(
            "",
            "Resolve-DnsName litwareinc.com",
            {"Name": "litwareinc.com", "Type": "SOA", "TTL": "3600", "Section": "Authority", "PrimaryServer": "dc01"},
        ),
    ),
    truth(
        "the-zone-by-cmdlet",
        "Get-DnsServerResourceRecord lists the whole zone, and the name is not in it",
        "F18 fail",
        e.oauth(),
        records(*WHOLE),
    ),
    truth(
        "in-the-zone-by-cmdlet",
        "an alias of an Exchange server",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        records(*WHOLE, ("autodiscover", "CNAME", f"{e.EX01}.")),
    ),
    truth(
        "one-record-of-two-zones",
        "both zones have an autodiscover with this address",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        records(
            *WHOLE, ("autodiscover", "A", "10.10.1.11"), command="Get-DnsServerResourceRecord -ZoneName fabrikam.com"
        ),
        records(*WHOLE, ("autodiscover", "A", "10.10.1.11")),
        ADDRESSES,
    ),
    truth(
        "the-root-of-the-zone-by-cmdlet",
        "-Name @ leaves the other names out",
        "F18 unknown",
        e.oauth(),
        records(*WHOLE[:2], command="Get-DnsServerResourceRecord -ZoneName litwareinc.com -Name '@'"),
    ),
    truth(
        "an-address-of-exchange-in-the-url",
        "DNS gives the address to exch01",
        "F16 pass",
        e.exchange_servers(),
        e.oauth("https://10.10.1.11/autodiscover/autodiscover.svc"),
        ADDRESSES,
    ),
    truth(
        "an-address-of-nobody-in-the-url",
        "all Exchange servers have other addresses, and no certificate holds it",
        "F16 fail",
        e.exchange_servers(),
        e.oauth("https://10.10.9.9/autodiscover/autodiscover.svc"),
        NO_NAMES,
        ADDRESSES,
    ),
)

CASES: tuple[Truth, ...] = (*SERVERS, *RECORDS)
