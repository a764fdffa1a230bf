"""Where the Autodiscover host leads (F16, F18, F19)."""

from __future__ import annotations

from . import estate as e
from .case import HOST, LB, MAIL_XML, Truth, truth

ADDRESSES = e.answer(e.EX01, (e.EX01, "A", "10.10.1.11")) + e.answer(e.EX02, (e.EX02, "A", "10.10.1.12"))


NO_NAMES = e.exchange_certificates(
    e.EX01, e.web_certificate("owa.litwareinc.com", Subject="CN=owa.litwareinc.com")
) + e.exchange_certificates(e.EX02, e.web_certificate("owa.litwareinc.com", Subject="CN=owa.litwareinc.com"))


DOES_NOT_EXIST = (
    "Resolve-DnsName : autodiscover.litwareinc.com : DNS 名稱不存在\n位於 線路:1 字元:1\n"
    "+ Resolve-DnsName autodiscover.litwareinc.com\n+ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
    "    + CategoryInfo          : ResourceUnavailable: (autodiscover.litwareinc.com:String) [Resolve-DnsName], "
    "Win32Exception\n"
    "    + FullyQualifiedErrorId : DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName\n"
)


TIMED_OUT = DOES_NOT_EXIST.replace("DNS 名稱不存在", "此操作因逾時而返回").replace(
    "DNS_ERROR_RCODE_NAME_ERROR", "ERROR_TIMEOUT"
)


RESOLVED = (
    truth(
        "a-chain-of-aliases",
        "the chain ends at an Exchange server",
        "F18 pass, F19 pass, F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(
            HOST,
            (HOST, "CNAME", "mail.litwareinc.com"),
            ("mail.litwareinc.com", "CNAME", e.EX01),
            (e.EX01, "A", "10.10.1.11"),
        ),
    ),
    truth(
        "round-robin",
        "both addresses are Exchange servers'",
        "F18 pass, F19 pass, F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.1.11"), (HOST, "A", "10.10.1.12")),
        ADDRESSES,
    ),
    truth(
        "round-robin-with-a-stranger",
        "one of the addresses is no Exchange server's",
        "F18 pass, F19 fail",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.1.11"), (HOST, "A", "10.10.9.9")),
        ADDRESSES,
    ),
    truth(
        "whose-address-is-not-known",
        "nobody asked for the addresses of the Exchange servers",
        "F18 pass, F19 unknown, F16 unknown",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.1.11")),
    ),
    truth(
        "an-alias-to-an-address-of-exchange",
        "mail.litwareinc.com has the address of exch01",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "CNAME", "mail.litwareinc.com"), ("mail.litwareinc.com", "A", "10.10.1.11")),
        ADDRESSES,
    ),
    truth(
        "a-declared-load-balancer",
        "--case says that it stands for Exchange",
        "F18 pass, F19 pass, F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "CNAME", "lb.litwareinc.com"), ("lb.litwareinc.com", "A", "10.10.5.5")),
        ADDRESSES,
        case_file=LB,
    ),
    truth(
        "an-address-of-a-declared-load-balancer",
        "the name has the address of the load balancer",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "A", "10.10.5.5")),
        e.answer("lb.litwareinc.com", ("lb.litwareinc.com", "A", "10.10.5.5")),
        ADDRESSES,
        case_file=LB,
    ),
    truth(
        "a-load-balancer-nobody-declared",
        "no Exchange server has its name or address",
        "F18 pass, F19 fail",
        e.exchange_servers(),
        e.oauth(),
        e.answer(HOST, (HOST, "CNAME", "lb.litwareinc.com"), ("lb.litwareinc.com", "A", "10.10.5.5")),
        ADDRESSES,
    ),
    truth(
        "denied-in-traditional-chinese",
        "the error's id is of no language",
        "F18 fail",
        e.oauth(),
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "timed-out-in-traditional-chinese",
        "no answer is no denial",
        "F18 unknown",
        e.oauth(),
        e.console("", f"Resolve-DnsName {HOST}", error=TIMED_OUT),
    ),
    truth(
        "denied-by-nslookup-in-traditional-chinese",
        "nslookup prints the status in English",
        "F18 fail",
        e.oauth(),
        f"C:\\>nslookup {HOST}\n伺服器:  dc01.litwareinc.com\nAddress:  10.10.0.1\n\n"
        f"*** dc01.litwareinc.com 找不到 {HOST}: Non-existent domain\n",
    ),
    truth(
        "only-an-soa",
        "a query for a type that is not there answers with the zone's SOA: the name may have an address",
        "F18 unknown",
        e.oauth(),
        e.console(
            "",
            f"Resolve-DnsName {HOST} -Type CNAME",
            {
                "Name": "litwareinc.com",
                "Type": "SOA",
                "TTL": "3600",
                "Section": "Authority",
                "PrimaryServer": "dc01.litwareinc.com",
                "NameAdministrator": "hostmaster.litwareinc.com",
                "SerialNumber": "4711",
            },
        ),
    ),
    truth(
        "of-another-sip-domain",
        "only the names that are configured must exist",
        "F18 pass",
        e.oauth(),
        e.sip_domains("litwareinc.com", "fabrikam.com"),
        e.answer(HOST, (HOST, "A", "10.10.1.11")),
        e.console(
            "", "Resolve-DnsName autodiscover.fabrikam.com", error=DOES_NOT_EXIST.replace("litwareinc", "fabrikam")
        ),
    ),
    truth(
        "both-hosts-must-exist",
        "Exchange publishes another host, and that was not asked for",
        "F18 unknown",
        e.oauth(),
        e.uris(EXCH01=MAIL_XML),
        e.answer(HOST, (HOST, "A", "10.10.1.11")),
    ),
)


NAMED = (
    truth(
        "a-wildcard-holds-it",
        "*.litwareinc.com is the Exchange servers' certificate",
        "F16 pass",
        e.exchange_servers(),
        e.oauth(),
        e.exchange_certificates(e.EX01, e.web_certificate("*.litwareinc.com", Subject="CN=*.litwareinc.com")),
    ),
    truth(
        "a-wildcard-holds-one-label-only",
        "the wildcard stands for one label; DNS denies the name",
        "F16 fail",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.oauth("https://autodiscover.uk.litwareinc.com/autodiscover/autodiscover.svc"),
        e.exchange_certificates(e.EX01, e.web_certificate("*.litwareinc.com", Subject="CN=*.litwareinc.com")),
        e.console(
            "",
            "Resolve-DnsName autodiscover.uk.litwareinc.com",
            error=DOES_NOT_EXIST.replace(HOST, "autodiscover.uk.litwareinc.com"),
        ),
    ),
    truth(
        "alternative-names-cut",
        "the name may stand behind the dots",
        "F16 unknown",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.oauth(),
        e.exchange_certificates(
            e.EX01, e.web_certificate("owa.litwareinc.com, exch01.litwareinc.com...", Subject="CN=owa.litwareinc.com")
        ),
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "nothing-holds-it",
        "no name, no certificate, no record",
        "F16 fail, F18 fail",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "one-server's-certificates-not-exported",
        "exch02 may have a certificate with the name",
        "F16 unknown",
        e.exchange_servers(),
        e.oauth(),
        e.exchange_certificates(e.EX01, e.web_certificate("owa.litwareinc.com", Subject="CN=owa.litwareinc.com")),
        e.console("", f"Resolve-DnsName {HOST}", error=DOES_NOT_EXIST),
    ),
    truth(
        "dns-not-asked",
        "DNS may lead to Exchange",
        "F16 unknown, F18 unknown, F19 unknown",
        e.exchange_servers(),
        e.oauth(),
        NO_NAMES,
    ),
    truth(
        "by-a-server's-name",
        "the host is an Exchange server",
        "F16 pass",
        e.exchange_servers(),
        e.oauth(f"https://{e.EX01.upper()}/autodiscover/autodiscover.svc"),
    ),
)


ZONE = """;  Database file litwareinc.com.dns for litwareinc.com zone.
@                       IN  SOA dc01.litwareinc.com. hostmaster.litwareinc.com. (
                        2041         ; serial number
                        900          ; refresh
                        600          ; retry
                        86400        ; expire
                        3600       ) ; default TTL

@                       NS	dc01.litwareinc.com.
dc01                    A	10.10.0.10
exch01                  A	10.10.1.11
exch02                  A	10.10.1.12
"""


ZONES = (
    truth(
        "in-the-zone",
        "an alias of an Exchange server",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        ZONE + "autodiscover CNAME exch01\n",
    ),
    truth("not-in-the-zone", "the whole zone does not have it", "F18 fail", e.oauth(), ZONE),
    truth(
        "not-in-another-zone",
        "the zone of another domain tells nothing",
        "F18 unknown",
        e.oauth(),
        ZONE.replace("litwareinc.com", "fabrikam.com"),
    ),
    truth(
        "a-wildcard-record",
        "*.litwareinc.com answers for it",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        ZONE + "* A 10.10.1.11\n",
    ),
    truth(
        "delegated",
        "another server answers for uk.litwareinc.com",
        "F18 unknown",
        e.oauth("https://autodiscover.uk.litwareinc.com/autodiscover/autodiscover.svc"),
        ZONE + "uk NS dc01.uk.litwareinc.com.\n",
    ),
    truth(
        "only-srv",
        "SRV is a record of another name",
        "F18 fail",
        e.oauth(),
        ZONE + "_autodiscover._tcp SRV 0 0 443 mail.litwareinc.com.\n",
    ),
    truth(
        "records-of-one-type",
        "-RRType CName leaves addresses out",
        "F18 unknown",
        e.oauth(),
        e.console(
            "",
            "Get-DnsServerResourceRecord -ZoneName litwareinc.com -RRType CName | fl HostName, RecordType, RecordData",
            {"HostName": "mail", "RecordType": "CNAME", "RecordData": "exch01.litwareinc.com."},
        ),
    ),
    truth(
        "nslookup-round-robin",
        "nslookup prints both addresses",
        "F18 pass, F19 pass",
        e.exchange_servers(),
        e.oauth(),
        ADDRESSES,
        f"C:\\>nslookup {HOST}\nServer:  dc01.litwareinc.com\nAddress:  10.10.0.1\n\n"
        f"Name:    {HOST}\nAddresses:  10.10.1.11\n          10.10.1.12\n\n",
    ),
    truth(
        "nslookup-timed-out",
        "no server answered",
        "F18 unknown",
        e.oauth(),
        f"C:\\>nslookup {HOST}\nServer:  dc01.litwareinc.com\nAddress:  10.10.0.1\n\n"
        "DNS request timed out.\n    timeout was 2 seconds.\n*** Request to dc01.litwareinc.com timed-out\n",
    ),
)


CASES: tuple[Truth, ...] = (*RESOLVED, *NAMED, *ZONES)
