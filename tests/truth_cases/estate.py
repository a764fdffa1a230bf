"""Consoles of a small estate, to be combined into cases: litwareinc.com with two Front End and two Exchange Servers."""

from __future__ import annotations

from collections.abc import Sequence

FE01, FE02, FE03 = (f"lyncfe0{n}.litwareinc.com" for n in (1, 2, 3))
EX01, EX02 = "exch01.litwareinc.com", "exch02.litwareinc.com"
ISSUER = "0A2F0CAC3D8BC568D7EF8E684EF76FF1CB6CA5A3"
OTHER = "6663DAD6EBAA86642068224B47EC35A44BF33C3A"
AUTH = "4C377FF9759D02393D34EFADD3C747B464F1054D"
WEB = "D0C9688ADA069395C8131647EA6415FD48B62C77"
DATES = {"NotBefore": "4/1/2025 2:00:01 AM", "NotAfter": "4/22/2031 2:00:01 AM"}


def console(host: str, command: str, *records: dict[str, str], error: str = "") -> str:
    """What a console shows of one command, as a list; `host` is the remote computer of the prompt, or blank."""
    prompt = f"[{host}]: PS C:\\>" if host else "PS C:\\>"
    lines = [f"{prompt} {command}", ""]
    for record in records:
        width = max(map(len, record))
        lines += [f"{name.ljust(width)} : {value}".rstrip() for name, value in record.items()]
        lines.append("")
    return "\n".join([*lines, error, f"{prompt} ", ""])


def pools(
    computers: str = f"{FE01}, {FE02}",
    services: str = "Registrar:pool01.litwareinc.com, UserServer:pool01.litwareinc.com, "
    "WebServer:pool01.litwareinc.com",
    *others: dict[str, str],
) -> str:
    """Get-CsPool: pool01 with these computers and services, and other pools."""
    pool = {"Identity": "pool01.litwareinc.com", "Services": f"{{{services}}}", "Computers": f"{{{computers}}}"}
    return console("", "Get-CsPool | Format-List Identity, Services, Computers", pool, *others)


def pool(name: str, service: str) -> dict[str, str]:
    """A pool of one computer with one service."""
    return {"Identity": name, "Services": f"{{{service}:{name}}}", "Computers": f"{{{name}}}"}


def certificate(use: str, thumbprint: str = ISSUER, subject: str = "CN=litwareinc.com", **more: str) -> dict[str, str]:
    """A record of Get-CsCertificate."""
    return {"Subject": subject, "Thumbprint": thumbprint, "Use": use, **DATES, **more}


def issuer(host: str, thumbprint: str = ISSUER, **more: str) -> str:
    """Get-CsCertificate -Type OAuthTokenIssuer on a Front End Server."""
    return console(
        host, "Get-CsCertificate -Type OAuthTokenIssuer", certificate("OAuthTokenIssuer", thumbprint, **more)
    )


def sip_domains(*names: str) -> str:
    """Get-CsSipDomain; the first one is the default."""
    records = [{"Identity": n, "Name": n, "IsDefault": str(n == names[0])} for n in names]
    return console("", "Get-CsSipDomain", *records)


def oauth(url: str | None = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc") -> str:
    """Get-CsOAuthConfiguration; without a URL the property is left out."""
    shown = {} if url is None else {"ExchangeAutodiscoverUrl": url}
    record = {"Identity": "Global", "ServiceName": "00000004-0000-0ff1-ce00-000000000000", **shown}
    return console("", "Get-CsOAuthConfiguration", record)


def exchange_server(host: str, role: str = "Mailbox, ClientAccess", build: str = "15.0 (Build 1497.2)", **more: str):
    """A record of Get-ExchangeServer."""
    name = host.partition(".")[0].upper()
    return {"Name": name, "Fqdn": host, "ServerRole": role, "AdminDisplayVersion": f"Version {build}", **more}


def exchange_servers(*records: dict[str, str]) -> str:
    """Get-ExchangeServer; exch01 and exch02 unless others are given."""
    chosen: Sequence[dict[str, str]] = records or (exchange_server(EX01), exchange_server(EX02))
    return console(EX01, "Get-ExchangeServer | Format-List Name, Fqdn, ServerRole, AdminDisplayVersion, Site", *chosen)


def uris(**by_name: str) -> str:
    """The command of JJ721919 that shows the Autodiscover URIs, by the servers' names."""
    records = [{"Name": name, "AutoDiscoverServiceInternalUri": uri} for name, uri in by_name.items()]
    command = "Get-ClientAccessServer | Select-Object Name, AutoDiscoverServiceInternalUri | Format-List"
    return console(EX01, command, *records)


def auth_config(thumbprint: str | None = AUTH) -> str:
    """Get-AuthConfig; without a thumbprint the property is left out."""
    shown = {} if thumbprint is None else {"CurrentCertificateThumbprint": thumbprint}
    record = {**shown, "NextCertificateThumbprint": "", "PreviousCertificateThumbprint": "", "Realm": ""}
    return console(EX01, "Get-AuthConfig", record)


def exchange_certificates(host: str, *records: dict[str, str], command: str = "Get-ExchangeCertificate") -> str:
    """Get-ExchangeCertificate on a server (`host` may be blank: then nothing tells whose output it is)."""
    return console(host, command, *(records or (auth_certificate(), web_certificate())))


def auth_certificate(thumbprint: str = AUTH, **more: str) -> dict[str, str]:
    """The self-signed certificate that Exchange Setup makes, as Get-ExchangeCertificate shows it."""
    name = "CN=Microsoft Exchange Server Auth Certificate"
    return {
        "CertificateDomains": "{}",
        "HasPrivateKey": "True",
        "IsSelfSigned": "True",
        "Issuer": name,
        **DATES,
        "Services": "SMTP",
        "Status": "Valid",
        "Subject": name,
        "Thumbprint": thumbprint,
        **more,
    }


def web_certificate(domains: str = "mail.litwareinc.com, autodiscover.litwareinc.com", **more: str) -> dict[str, str]:
    """The certificate for IIS of Get-ExchangeCertificate."""
    return {
        "CertificateDomains": f"{{{domains}}}",
        "HasPrivateKey": "True",
        "IsSelfSigned": "False",
        "Issuer": "CN=Litware CA",
        **DATES,
        "Services": "IIS, SMTP",
        "Status": "Valid",
        "Subject": "CN=mail.litwareinc.com",
        "Thumbprint": WEB,
        **more,
    }


def answer(name: str, *records: tuple[str, str, str]) -> str:
    """Resolve-DnsName of a name: (owner, type, data) of each record."""
    shown = [
        {
            "Name": owner,
            "Type": kind,
            "TTL": "3600",
            "Section": "Answer",
            ("NameHost" if kind == "CNAME" else "IPAddress"): data,
        }
        for owner, kind, data in records
    ]
    return console("", f"Resolve-DnsName {name}", *shown)


def services(host: str, cmdlet: str, **states: str) -> str:
    """Get-Service or Get-CsWindowsService on a computer: service -> status."""
    records = [{"Status": state, "Name": name, "DisplayName": name} for name, state in states.items()]
    return console(host, cmdlet, *records)


def health(host: str, *stopped: str) -> str:
    """Test-ServiceHealth on an Exchange Server."""
    running = "IISAdmin, MSExchangeADTopology, MSExchangeDelivery, MSExchangeIS, MSExchangeTransport, W3Svc, WinRM"
    record = {
        "Role": "Mailbox Server Role",
        "RequiredServicesRunning": str(not stopped),
        "ServicesRunning": f"{{{running}}}",
        "ServicesNotRunning": f"{{{', '.join(stopped)}}}",
    }
    return console(host, "Test-ServiceHealth", record)


def transcript(machine: str, start: str, body: str) -> str:
    """A transcript of Windows PowerShell 5.1; `start` is yyyyMMddHHmmss."""
    frame = "*" * 22
    head = f"{frame}\nWindows PowerShell transcript start\nStart time: {start}\nUsername: LITWARE\\admin\n"
    head += f"RunAs User: LITWARE\\admin\nConfiguration Name: \nMachine: {machine} (Microsoft Windows NT 6.3.9600.0)\n"
    head += "Host Application: powershell.exe\nProcess ID: 4711\nPSVersion: 5.1.14409.1005\n"
    end = f"{frame}\nWindows PowerShell transcript end\nEnd time: {start}\n{frame}\n"
    return f"{head}{frame}\nTranscript started, output file is C:\\t.txt\n{body}{end}"
