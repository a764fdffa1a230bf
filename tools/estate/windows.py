"""What Windows' own cmdlets print: the certificate stores, the services, and name resolution."""

from __future__ import annotations

from estate.certificates import Certificate, certificate, shown
from estate.lync import DOMAIN, FRONT_ENDS, short, thing
from estate.model import Enum, Export, Items, Thing, Value

ADDRESSES = {"dc01": "10.10.0.10", "exch01": "10.10.1.11", "exch02": "10.10.1.12", "oldcas": "10.10.1.99"}
SERVICES = {
    "MSExchangeADTopology": "Microsoft Exchange Active Directory Topology",
    "MSExchangeDelivery": "Microsoft Exchange Mailbox Transport Delivery",
    "MSExchangeIS": "Microsoft Exchange Information Store",
    "MSExchangeMailboxAssistants": "Microsoft Exchange Mailbox Assistants",
    "MSExchangeRepl": "Microsoft Exchange Replication",
    "MSExchangeRPC": "Microsoft Exchange RPC Client Access",
    "MSExchangeServiceHost": "Microsoft Exchange Service Host",
    "MSExchangeSubmission": "Microsoft Exchange Mailbox Transport Submission",
    "MSExchangeTransport": "Microsoft Exchange Transport",
    "W3SVC": "World Wide Web Publishing Service",
}
STORE = r"Microsoft.PowerShell.Security\Certificate::LocalMachine\My"
OID = "System.Security.Cryptography.Oid"
X500_NAME = "System.Security.Cryptography.X509Certificates.X500DistinguishedName"


def store_certificate(made: Certificate) -> Thing:
    r"""A certificate of LocalMachine\My as Get-ChildItem Cert: lists it with Format-List *."""
    own = shown(made)
    dates = ("NotAfter", "NotBefore")
    values: dict[str, Value] = {
        "PSPath": rf"{STORE}\{made.thumbprint}",
        "PSParentPath": STORE,
        "PSChildName": made.thumbprint,
        "DnsNameList": own["DnsNameList"],
        "Archived": False,
        "FriendlyName": "",
        "HasPrivateKey": True,
        "IssuerName": X500_NAME,
        **{name: own[name] for name in dates},
        "SerialNumber": made.serial,
        "SignatureAlgorithm": OID,
        "SubjectName": X500_NAME,
        "Thumbprint": made.thumbprint,
        "Version": 3,
        "Issuer": made.issuer,
        "Subject": made.subject,
    }
    name = "System.Security.Cryptography.X509Certificates.X509Certificate2"
    return thing(name, made.subject, values, "System.Security.Cryptography.X509Certificates.X509Certificate")


def key_size(made: Certificate) -> Thing:
    """The same with the size of its key, as `Select-Object Thumbprint, ..., @{n='KeySize';e={...}}` makes it."""
    values: dict[str, Value] = {
        "Thumbprint": made.thumbprint,
        "Subject": made.subject,
        "NotAfter": made.not_after,
        "HasPrivateKey": True,
        "KeySize": made.bits,
    }
    name = "Selected.System.Security.Cryptography.X509Certificates.X509Certificate2"
    return thing(name, "@{Thumbprint=...}", values, "System.Management.Automation.PSCustomObject")


def _store(host: str) -> Export:
    objects = (certificate(f"default_{short(host)}"), certificate("oauthtokenissuer"))
    return Export(r"Get-ChildItem Cert:\LocalMachine\My", tuple(map(store_certificate, objects)), host)


def _service(host: str, name: str, display: str) -> Thing:
    values: dict[str, Value] = {
        "Name": name,
        "RequiredServices": Items((), "System.ServiceProcess.ServiceController[]"),
        "CanPauseAndContinue": False,
        "CanShutdown": True,
        "CanStop": True,
        "DisplayName": display,
        "MachineName": host,
        "ServiceName": name,
        "Status": Enum("System.ServiceProcess.ServiceControllerStatus", "Running", 4),
        "ServiceType": Enum("System.ServiceProcess.ServiceType", "Win32OwnProcess", 16),
    }
    return thing("System.ServiceProcess.ServiceController", "System.ServiceProcess.ServiceController", values)


def _answer(name: str, kind: str, target: str) -> Thing:
    values: dict[str, Value] = {
        "Name": name,
        "Type": Enum("Microsoft.DnsClient.Commands.RecordType", kind, {"A": 1, "CNAME": 5}[kind]),
        "TTL": 3600,
        "Section": Enum("Microsoft.DnsClient.Commands.DNSSection", "Answer", 1),
        ("IPAddress" if kind == "A" else "NameHost"): target,
    }
    record = f"Microsoft.DnsClient.Commands.DnsRecord_{'A' if kind == 'A' else 'PTR'}"
    return thing(record, record, values, "Microsoft.DnsClient.Commands.DnsRecord")


def resolved(host: str, target: str) -> tuple[Thing, ...]:
    """What Resolve-DnsName answers for an alias of a host of the domain."""
    return (
        _answer(host, "CNAME", f"{target}.{DOMAIN}"),
        _answer(f"{target}.{DOMAIN}", "A", ADDRESSES[target]),
    )


def exports(exchange: tuple[str, ...]) -> dict[str, Export]:
    """The exports of Windows' cmdlets by the stem of their file, healthy; `exchange` are the Exchange servers."""
    sizes = tuple(key_size(certificate(f"default_{short(host)}")) for host in FRONT_ENDS)
    select = "Select-Object Thumbprint, Subject, NotAfter, HasPrivateKey, @{n='KeySize';e={$_.PublicKey.Key.KeySize}}"
    host = f"autodiscover.{DOMAIN}"
    return {
        **{f"Get-ChildItem_Cert-LocalMachine-My_{short(name)}": _store(name) for name in FRONT_ENDS},
        "Get-ChildItem_Cert-LocalMachine-My_KeySize": Export(
            rf"Get-ChildItem Cert:\LocalMachine\My | {select}",
            (sizes[0], key_size(certificate("oauthtokenissuer"))),
            FRONT_ENDS[0],
        ),
        "Get-Service": Export(
            f"Get-Service -ComputerName {', '.join(map(short, exchange))}",
            tuple(_service(name, service, text) for name in exchange for service, text in SERVICES.items()),
            exchange[0],
        ),
        "Resolve-DnsName": Export(f"Resolve-DnsName {host}", resolved(host, "exch01"), FRONT_ENDS[0]),
    }


def zone(alias: str | None = "exch01") -> bytes:
    """The zone litwareinc.com as its DNS server keeps it in a file; `alias` is what autodiscover leads to."""
    hosts = {**ADDRESSES, **{short(name): f"10.10.2.2{number}" for number, name in enumerate(FRONT_ENDS, 1)}}
    aliases = {"mail": "exch01", "autodiscover": alias, "sip": "pool01", "lyncdiscoverinternal": "pool01"}
    lines = [
        ";",
        f";  Database file {DOMAIN}.dns for {DOMAIN} zone.",
        ";      Zone version:  2041",
        ";",
        "",
        f"@                       IN  SOA dc01.{DOMAIN}. hostmaster.{DOMAIN}. (",
        "                        2041         ; serial number",
        "                        900          ; refresh",
        "                        600          ; retry",
        "                        86400        ; expire",
        "                        3600       ) ; default TTL",
        "",
        f"@                       NS\tdc01.{DOMAIN}.",
        "",
        ";",
        ";  Zone records",
        ";",
        "",
        *(f"{name:<23} A\t{address}" for name, address in hosts.items()),
        *(f"{'pool01':<23} A\t10.10.2.2{number}" for number in (1, 2, 3)),
        *(f"{name:<23} CNAME\t{target}.{DOMAIN}." for name, target in aliases.items() if target),
        "",
    ]
    return "\r\n".join(lines).encode("ascii")
