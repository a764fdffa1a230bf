"""What an output proves, and whose it is (design decision 11: what the record says, the command, the session ...)."""

from __future__ import annotations

from pathlib import Path

import pytest

import analyzer
from analyzer.tables.build import Declared, Tables
from analyzer.tables.table import Export

from .conftest import Build

THUMBPRINT = "0A2F0CAC3D8BC568D7EF8E684EF76FF1CB6CA5A3"
SERVERS = (
    "Name                : EXCH01\nFqdn                : exch01.litwareinc.com\nEdition             : Standard\n\n"
)
SERVERS += SERVERS.replace("01", "02")
SERVERS = f"[PS] C:\\>Get-ExchangeServer | fl Name, Fqdn, Edition\n\n{SERVERS}[PS] C:\\>\n"
POOL = """PS C:\\> Get-CsPool

Identity  : pool01.litwareinc.com
Fqdn      : pool01.litwareinc.com
Services  : {Registrar:pool01.litwareinc.com, UserServer:pool01.litwareinc.com}
Computers : {lyncfe01.litwareinc.com, lyncfe02.litwareinc.com}
Site      : Site:Redmond

PS C:\\>
"""


def certificate(**more: str) -> str:
    """One record of Get-ExchangeCertificate."""
    values = {"Thumbprint": THUMBPRINT, "Services": "IIS", "CertificateDomains": "{mail.litwareinc.com}", **more}
    return "".join(f"{name:<20}: {value}\n" for name, value in values.items()) + "\n"


def issuer(**more: str) -> str:
    """One record of Get-CsCertificate."""
    values = {"Issuer": "CN=CA", "Thumbprint": THUMBPRINT, "Use": "OAuthTokenIssuer", "SourceScope": "Global", **more}
    return "".join(f"{name:<17}: {value}\n" for name, value in values.items()) + "\n"


def output(command: str, text: str, prompt: str = "PS C:\\> ") -> str:
    """A paste: prompt, command, output, prompt."""
    return f"{prompt}{command}\n\n{text}\n{prompt}\n"


def only(tables: Tables, name: str) -> Export:
    (export,) = tables[name].exports
    return export


def told(tables: Tables, name: str) -> tuple[str | None, str | None]:
    export = only(tables, name)
    return export.server, export.server_by


# -- whose output it is ------------------------------------------------------------------------------------------------


def test_the_record_comes_before_the_command_the_session_and_the_name(build: Build) -> None:
    text = output("Get-CsCertificate", issuer(PSComputerName="lyncfe01.litwareinc.com"), "[lyncfe02]: PS C:\\> ")
    tables = build(POOL, lyncfe02__txt=text)
    assert told(tables, "cs_certificate") == ("lyncfe01.litwareinc.com", "record")
    assert tables["cs_certificate"].rows[0].server == "lyncfe01.litwareinc.com"


def test_the_command_comes_before_the_prompt(build: Build) -> None:
    text = output("Get-ExchangeCertificate -Server exch02 | fl", certificate(), "[exch01]: PS C:\\> ")
    assert told(build(SERVERS, text), "exchange_certificate") == ("exch02.litwareinc.com", "command")


def test_the_prompt_comes_before_the_case_file_and_that_before_the_name(build: Build) -> None:
    declared = Declared(origin={"*lyncfe01*": "lyncfe02.litwareinc.com"})
    prompt = output("Get-CsCertificate", issuer(), "[lyncfe01]: PS C:\\> ")
    assert told(build(POOL, lyncfe01__txt=prompt, declared=declared), "cs_certificate")[1] == "prompt"
    plain = output("Get-CsCertificate", issuer())
    assert told(build(POOL, lyncfe01__txt=plain, declared=declared), "cs_certificate") == (
        "lyncfe02.litwareinc.com",
        "case-file",
    )
    assert told(build(POOL, lyncfe01__txt=plain), "cs_certificate") == ("lyncfe01.litwareinc.com", "name")


def test_the_default_certificate_comes_last(build: Build) -> None:
    own = issuer(Use="Default", AlternativeNames="{pool01.litwareinc.com, lyncfe02.litwareinc.com}")
    tables = build(POOL, output("Get-CsCertificate", own + issuer(AlternativeNames="{}")))
    assert told(tables, "cs_certificate") == ("lyncfe02.litwareinc.com", "certificate")


def test_a_name_that_rests_on_the_file_is_noted(build: Build) -> None:
    tables = build(POOL, lyncfe01__txt=output("Get-CsCertificate", issuer()))
    assert [note.code for note in tables.notes["case/lyncfe01.txt"]] == ["server-from-name"]


def test_the_name_of_the_whole_case_is_no_servers(build: Build) -> None:
    text = output("Get-CsCertificate", issuer())
    tables = build(POOL, **{"lyncfe01-is-down.zip!certificates.txt": text})
    assert told(tables, "cs_certificate") == (None, None)
    tables = build(POOL, **{"lyncfe01.zip!certificates.txt": text})
    assert told(tables, "cs_certificate") == ("lyncfe01.litwareinc.com", "name")


@pytest.mark.parametrize(
    "command",
    [
        "foreach ($s in Get-ExchangeServer) { Get-ExchangeCertificate -Server $s }",
        "Get-ExchangeServer | Get-ExchangeCertificate",
        "$certificates | fl",
    ],
)
def test_a_command_for_others_is_not_the_sessions_own(build: Build, command: str) -> None:
    tables = build(SERVERS, output(command, certificate(), "[exch01]: PS C:\\> "))
    assert told(tables, "exchange_certificate") == (None, None)


def test_records_that_name_their_server_say_more_than_the_files_name(build: Build) -> None:
    own = certificate(Identity=f"exch01.litwareinc.com\\{THUMBPRINT}")
    assert told(build(SERVERS, exch02__txt=own), "exchange_certificate") == ("exch01.litwareinc.com", "record")


def test_records_of_several_servers_each_say_their_own(build: Build) -> None:
    both = "".join(issuer(PSComputerName=f"lyncfe0{n}.litwareinc.com") for n in (1, 2))
    tables = build(POOL, lyncfe01__txt=both)
    assert told(tables, "cs_certificate") == (None, None)
    assert [row.server for row in tables["cs_certificate"].rows] == [
        "lyncfe01.litwareinc.com",
        "lyncfe02.litwareinc.com",
    ]


HEALTH = (
    "Role                    : Mailbox Server Role\nRequiredServicesRunning : True\n"
    "ServicesRunning         : {MSExchangeIS}\nServicesNotRunning      : {}\n"
    "PSComputerName          : exch01.litwareinc.com\n\n"
)


def test_pscomputername_of_exchange_is_the_connected_server(build: Build) -> None:
    asked = output("Test-ServiceHealth -Server exch02", HEALTH, "[PS] C:\\>")
    assert told(build(SERVERS, asked), "test_service_health") == ("exch02.litwareinc.com", "command")
    here = output("Test-ServiceHealth", HEALTH, "[PS] C:\\>")
    assert told(build(SERVERS, here), "test_service_health") == ("exch01.litwareinc.com", "record")
    assert told(build(SERVERS, health__txt=HEALTH), "test_service_health") == ("exch01.litwareinc.com", "record")


def test_a_file_named_after_another_server_than_the_connected_one_is_nobodys(build: Build) -> None:
    tables = build(SERVERS, exch02__txt=HEALTH)
    assert told(tables, "test_service_health") == (None, None)
    assert tables["test_service_health"].rows[0].server is None


def test_a_short_name_is_the_computer_whose_full_name_a_record_tells(build: Build) -> None:
    uris = output("Get-ClientAccessServer | fl Name, AutoDiscoverServiceInternalUri", "Name                           "
                  ": EXCH01\nAutoDiscoverServiceInternalUri : https://mail.litwareinc.com/a\n\n")  # fmt: skip
    tables = build(uris, certificate(Identity=f"exch01.litwareinc.com\\{THUMBPRINT}"))
    assert tables["client_access_server"].rows[0].subject == "exch01.litwareinc.com"


# -- what it proves ----------------------------------------------------------------------------------------------------


def test_a_command_that_returned_nothing_proves_that_there_is_nothing(build: Build) -> None:
    tables = build("PS C:\\> Get-CsPartnerApplication\nPS C:\\>\n")
    assert only(tables, "cs_partner_application").full
    assert tables["cs_partner_application"].gaps == ()


@pytest.mark.parametrize(
    "text",
    [
        "PS C:\\> Get-CsPartnerApplication\n",  # the paste may end before the output
        "PS C:\\> Get-CsPartnerApplication\nsomething that nobody knows\nPS C:\\>\n",
        "PS C:\\> Get-CsPartnerApplication | Export-Clixml a.xml\nPS C:\\>\n",
        "PS C:\\> $a = Get-CsPartnerApplication\nPS C:\\>\n",
        "PS C:\\> Get-CsPartnerApplication -ErrorAction SilentlyContinue\nPS C:\\>\n",
        "",
    ],
)
def test_nothing_is_proven_by(build: Build, text: str) -> None:
    assert not any(export.full for export in build(text)["cs_partner_application"].exports)


@pytest.mark.parametrize(
    "command",
    [
        f"Get-ExchangeCertificate {THUMBPRINT} | fl",
        "Get-ExchangeCertificate | ? {$_.Services -match 'IIS'} | fl",
        "(Get-ExchangeCertificate)[0] | fl",
        "$c | fl",
    ],
)
def test_a_selection_is_not_full(build: Build, command: str) -> None:
    export = only(build(SERVERS, output(command, certificate(), "[exch01]: PS C:\\> ")), "exchange_certificate")
    assert not export.full


def test_another_certificate_store_is_not_the_machines_own(build: Build) -> None:
    listing = (
        f"PSParentPath  : Microsoft.PowerShell.Security\\Certificate::CurrentUser\\My\nThumbprint    : {THUMBPRINT}\n"
    )
    listing += "Subject       : CN=x\nHasPrivateKey : True\nNotAfter      : 2027-01-31 10:00:00\n\n"
    tables = build(POOL, lyncfe01__txt=output("Get-ChildItem Cert:\\CurrentUser\\My | fl *", listing))
    assert not only(tables, "certificate_store").full


# -- before and after --------------------------------------------------------------------------------------------------

FRAME = "*" * 22


def transcript(start: str, body: str) -> str:
    """A transcript of Windows PowerShell that began at a time (yyyyMMddHHmmss) on LYNCFE01."""
    header = (
        f"Windows PowerShell transcript start\nStart time: {start}\nUsername: LITWARE\\admin\n"
        "RunAs User: LITWARE\\admin\nMachine: LYNCFE01 (Microsoft Windows NT 6.3.9600.0)\n"
    )
    return f"{FRAME}\n{header}{FRAME}\n{body}\n{FRAME}\nWindows PowerShell transcript end\nEnd time: {start}\n{FRAME}\n"


def test_the_later_full_export_of_a_server_replaces_the_earlier(build: Build) -> None:
    before = transcript("20260601080000", output("Get-CsCertificate", issuer()))
    after = transcript("20260602080000", output("Get-CsCertificate", issuer(Thumbprint="AB" * 20)))
    tables = build(after, before)
    assert [row.get("Thumbprint").value for row in tables["cs_certificate"].rows] == ["AB" * 20]
    assert [note.code for note in tables.notes["case/2.txt"]] == ["older-export"]


def test_a_later_selection_replaces_nothing(build: Build) -> None:
    before = transcript("20260601080000", output("Get-CsCertificate", issuer() + issuer(Use="Default")))
    after = transcript("20260602080000", output("Get-CsCertificate -Type Default", issuer(Use="Default")))
    assert len(build(before, after)["cs_certificate"].exports) == 2


def test_a_later_query_of_one_name_replaces_no_other(build: Build) -> None:
    def query(name: str) -> str:
        answer = f"Name      : {name}\nType      : A\nTTL       : 60\nSection   : Answer\nIPAddress : 10.10.1.11\n"
        return output(f"Resolve-DnsName {name}", answer)

    tables = build(
        transcript("20260601080000", query("exch01.litwareinc.com")),
        transcript("20260602080000", query("exch02.litwareinc.com")),
    )
    assert len(tables["resolve_dns_name"].rows) == 2


@pytest.mark.parametrize("name", ["Get-CsPartnerApplication.csv", "Get-CsPartnerApplication.json"])
def test_a_file_of_no_bytes_is_what_export_csv_leaves_of_no_object(tmp_path: Path, name: str) -> None:
    for content in (b"", b"\xff\xfe", b"\r\n"):
        (tmp_path / name).write_bytes(content)
        case = analyzer.open_case(tmp_path / name)
        assert [export.records for export in case.all_tables["cs_partner_application"].exports] == [0]
        assert "empty-by-file-name" in {each.code for _, each in case.notes}


def test_other_files_of_no_bytes_prove_nothing(tmp_path: Path) -> None:
    for name, content in [("Get-CsPool.txt", b""), ("Get-CsPool.xml", b""), ("Get-CsPool.csv", bytes(5000))]:
        (tmp_path / name).write_bytes(content)
    assert not analyzer.open_case(tmp_path).all_tables["cs_pool"].exports
