"""The healthy sample: everything that decides every rule, in mixed formats."""

from __future__ import annotations

import datetime as dt

from estate.exporting import as_json, clixml, csv
from estate.litware import healthy
from estate.model import Estate, Export, Thing
from estate.printing import EXCHANGE_PROMPT, LYNC_PROMPT, Style, encoded, format_list, format_table, transcript

from samples.readme import Sample, archive

LYNC_SHELL = Style(limit=4)
EXCHANGE_SHELL = Style(limit=16)
SECOND_SHELL = Style(width=80, limit=4)
ABOUT = """
# healthy

The estate litwareinc.com as a careful customer sends it: transcripts from the three Front End Servers, CSV and JSON
files, the Exchange servers' exports in a zip with another zip in it, a zone file, and the certificate itself.

    analyzer check sample_exports/healthy

The time of judgement is that of the newest transcript, 2026-06-15.
"""


def step(export: Export, style: Style, more: str = "| Format-List") -> tuple[str, str]:
    """A command in a session, and the list that it prints."""
    return f"{export.command} {more}".strip(), format_list(export, style)


def table_step(export: Export, style: Style) -> tuple[str, str]:
    """A command in a session, and the table that it prints."""
    return f"{export.command} | Format-Table -AutoSize", format_table(export, style)


def of_role(export: Export, role: str) -> Export:
    """Some objects of an export: those with this role or on this server."""

    def is_it(thing: Thing) -> bool:
        return role in (thing.properties.get("Role"), thing.properties.get("MachineName"))

    return Export(export.command, tuple(filter(is_it, export.objects)), export.machine)


def at(minute: int, hour: int = 7) -> dt.datetime:
    """A time on the day of the exports."""
    return dt.datetime(2026, 6, 15, hour, minute, 12, tzinfo=dt.UTC)


def front_end_session(estate: Estate, number: int) -> bytes:
    """The transcript of what was run on one Front End Server only."""
    host = f"lyncfe0{number}"
    stems = (f"Get-CsCertificate_{host}", f"Get-ChildItem_Cert-LocalMachine-My_{host}", f"Get-CsWindowsService_{host}")
    steps = [step(estate[stem], LYNC_SHELL, "| Format-List *") for stem in stems]
    return encoded(transcript(estate[stems[0]].machine, at(40 + number), 1, steps, LYNC_PROMPT), "utf-8-sig")


def first_session(estate: Estate) -> bytes:
    """The transcript of what holds for the whole deployment, from lyncfe01."""
    stems = (
        "Get-CsOAuthConfiguration",
        "Get-CsOAuthServer",
        "Get-CsPartnerApplication",
        "Get-CsTopology",
        "Get-CsPool",
    )
    steps = [step(estate[stem], LYNC_SHELL) for stem in stems]
    steps.append(table_step(estate["Get-CsSipDomain"], LYNC_SHELL))
    steps.append(step(estate["Resolve-DnsName"], LYNC_SHELL))
    return encoded(transcript("lyncfe01.litwareinc.com", at(30), 6, steps, LYNC_PROMPT), "utf-8-sig")


def exchange_session(estate: Estate) -> bytes:
    """The transcript of the Exchange Management Shell on exch01."""
    partner = estate["Get-PartnerApplication"]
    steps = [step(estate["Get-AuthConfig"], EXCHANGE_SHELL), step(partner, EXCHANGE_SHELL)]
    return encoded(transcript("exch01.litwareinc.com", at(50), 2, steps, EXCHANGE_PROMPT), "utf-8-sig")


def sample() -> Sample:
    """The sample with its files."""
    estate = healthy()

    def as_csv(stem: str) -> bytes:
        return encoded(csv(estate[stem]), "utf-8-sig")

    def as_clixml(stem: str) -> bytes:
        return encoded(clixml(estate[stem]), "utf-16")

    second_server = {
        f"{stem}.txt": encoded(format_list(estate[stem], EXCHANGE_SHELL), "utf-16")
        for stem in ("Get-ExchangeCertificate_exch02", "Test-ServiceHealth_exch02")
    }
    exchange = {
        **{f"{stem}.xml": as_clixml(stem) for stem in ("Get-ExchangeServer", "Get-ClientAccessServer")},
        "Get-AcceptedDomain.json": as_json(estate["Get-AcceptedDomain"]).encode(),
        "Get-ExchangeCertificate_exch01.xml": as_clixml("Get-ExchangeCertificate_exch01"),
        "Test-ServiceHealth_exch01.txt": encoded(
            format_list(estate["Test-ServiceHealth_exch01"], EXCHANGE_SHELL), "utf-16"
        ),
        "transcript.exch01.txt": exchange_session(estate),
        "exch02.zip": archive(second_server),
    }
    files = {
        "lync/PowerShell_transcript.LYNCFE01.txt": first_session(estate),
        **{f"lync/PowerShell_transcript.LYNCFE0{n}.certificates.txt": front_end_session(estate, n) for n in (1, 2, 3)},
        "lync/Get-CsComputer.csv": as_csv("Get-CsComputer"),
        "lync/Get-CsManagementStoreReplicationStatus.csv": as_csv("Get-CsManagementStoreReplicationStatus"),
        "lync/services.txt": encoded(format_list(estate["Get-CsService-Registrar"], SECOND_SHELL), "utf-16"),
        "lync/web services.json": as_json(estate["Get-CsService-WebServer"]).encode(),
        "exchange.zip": archive(exchange),
        "litwareinc.com.dns": estate.files["litwareinc.com.dns"],
        "oauthtokenissuer.cer": estate.files["oauthtokenissuer.cer"],
    }
    return Sample("healthy", files, ABOUT)
