"""What a command line tells of its output: the objects it selected, and the computer it asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.catalogue import invocation, load_catalogue
from analyzer.tables.selection import asked_computer, filters

THUMBPRINT = "8A4B000000000000000000000000000000000000"


def selected(command: str, table: str) -> dict[str, str]:
    return dict(filters(invocation(command), load_catalogue().entries[table]))


@pytest.mark.parametrize(
    ("command", "table"),
    [
        ("Get-CsPool", "cs_pool"),
        ("get-cspool -ErrorAction Stop -Verbose | fl *", "cs_pool"),
        ("Get-CsPool | Sort-Object Identity | Format-List Identity, Computers", "cs_pool"),
        ("Get-CsPool | select Identity, @{n='First';e={$_.Computers[0]}} | ft -AutoSize", "cs_pool"),
        ("Get-CsPool -Identity *", "cs_pool"),
        ("Get-CsOAuthConfiguration -Identity Global", "cs_oauth_configuration"),
        ("Get-CsOAuthConfiguration global | fl", "cs_oauth_configuration"),
        ("Get-CsCertificate 2> errors.txt", "cs_certificate"),
        ("Invoke-Command -ComputerName fe01 { Get-CsCertificate }", "cs_certificate"),
        ("Get-ExchangeCertificate -Server exch01 | fl", "exchange_certificate"),
        ("Get-ExchangeServer -Status", "exchange_server"),
        ("Test-ServiceHealth exch01", "test_service_health"),
        ("Test-ServiceHealth -Server exch01 -Verbose", "test_service_health"),
        ("Get-Service -ComputerName exch01", "service"),
        ("Get-ChildItem Cert:\\LocalMachine\\My", "certificate_store"),
        ("dir cert:/localmachine/my/ | fl *", "certificate_store"),
        ("Get-ChildItem -Path Cert:\\LocalMachine -Recurse", "certificate_store"),
        ("gcim Win32_OperatingSystem -ComputerName fe01", "win32_operating_system"),
        ("Get-CimInstance -ClassName Win32_OperatingSystem", "win32_operating_system"),
        ("Get-Mailbox -ResultSize Unlimited", "mailbox"),
    ],
)
def test_all_objects(command: str, table: str) -> None:
    assert selected(command, table) == {}


@pytest.mark.parametrize(
    ("command", "table", "expected"),
    [
        ("Get-CsPool pool01.litwareinc.com", "cs_pool", {"Identity": "pool01.litwareinc.com"}),
        ("Get-CsPool -Site Redmond", "cs_pool", {"site": "Redmond"}),
        ("Get-CsPool -Identity:pool01", "cs_pool", {"identity": "pool01"}),
        ("Get-CsCertificate -Type Default,OAuthTokenIssuer", "cs_certificate", {"Use": "Default,OAuthTokenIssuer"}),
        ("Get-CsCertificate -Type Default, OAuthTokenIssuer", "cs_certificate", {"Use": "Default,OAuthTokenIssuer"}),
        ("Get-CsService -Registrar", "cs_service", {"Role": "registrar"}),
        ("Get-OwaVirtualDirectory -Server exch01", "owa_virtual_directory", {"server": "exch01"}),
        ("Get-Service MSExchange*", "service", {"Identity": "MSExchange*"}),
        ("Get-CsWindowsService RTCSRV", "cs_windows_service", {"Identity": "RTCSRV"}),
        (f"Get-ExchangeCertificate {THUMBPRINT} | fl", "exchange_certificate", {"Identity": THUMBPRINT}),
        ("dir Cert:\\CurrentUser\\My", "certificate_store", {"Path": "Cert:\\CurrentUser\\My"}),
        (f"dir Cert:\\LocalMachine\\My\\{THUMBPRINT}", "certificate_store", None),
        ("Get-ChildItem Cert:\\LocalMachine", "certificate_store", {"Path": "Cert:\\LocalMachine"}),
        ("Get-CsPool | ? {$_.Site -like '*R*'}", "cs_pool", {"?": "?"}),
        ("Get-CsPool | where Site -eq x", "cs_pool", {"?": "?"}),
        ("Get-CsPool | select -first 1", "cs_pool", {"?": "?"}),
        ("Get-CsPool | select -Uniq", "cs_pool", {"?": "?"}),
        ("Get-CsPool | sort Site -Unique", "cs_pool", {"?": "?"}),
        ("@(Get-CsPool)[0] | fl", "cs_pool", {"?": "?"}),
        ("$pools = Get-CsPool; $pools[0]", "cs_pool", {"?": "?"}),
        ("$pools | fl", "cs_pool", {"?": "?"}),
        (".\\collect.ps1", "cs_pool", {"?": "?"}),
        ("Import-Clixml pools.xml", "cs_pool", {"?": "?"}),
        ("Get-CsPool -NoSuchParameter x", "cs_pool", {"nosuchparameter": "x"}),
        ("Get-Mailbox -ResultSize 10", "mailbox", {"resultsize": "10"}),
    ],
)
def test_some_objects(command: str, table: str, expected: dict[str, str] | None) -> None:
    found = selected(command, table)
    assert found
    assert expected is None or found == expected


def test_several_calls_of_one_cmdlet_are_no_single_selection() -> None:
    call = invocation("Get-CsCertificate -Type Default; Get-CsCertificate -Type OAuthTokenIssuer")
    assert call is not None
    assert dict(filters(call, load_catalogue().entries["cs_certificate"])) == {"?": "?"}


@pytest.mark.parametrize(
    ("command", "computer"),
    [
        ("Get-ExchangeCertificate -Server EXCH01", "exch01"),
        ("Invoke-Command -ComputerName fe01 { Get-CsCertificate }", "fe01"),
        ("icm fe01 { Get-CsCertificate } | fl", "fe01"),
        ("Get-CsWindowsService -ComputerName fe01.litwareinc.com -Verbose", "fe01.litwareinc.com"),
        ("Test-ServiceHealth exch01", "exch01"),
        ("Get-ServerComponentState -Identity exch01", "exch01"),
        ("$c = Get-ExchangeCertificate -Server exch01; $c | fl", "exch01"),
    ],
)
def test_the_computer_that_is_named(command: str, computer: str) -> None:
    assert asked_computer(invocation(command)) == computer


@pytest.mark.parametrize(
    "command",
    [
        "Get-CsCertificate",
        "Get-CsCertificate | fl *",
        "Get-Service -ComputerName $env:COMPUTERNAME",
        "Get-Service -ComputerName localhost",
        "Invoke-Command { Get-CsCertificate }",
        f"Get-ExchangeCertificate {THUMBPRINT}",
    ],
)
def test_the_computer_it_ran_on(command: str) -> None:
    assert asked_computer(invocation(command)) is None


@pytest.mark.parametrize(
    "command",
    [
        "foreach ($s in Get-ExchangeServer) { Get-ExchangeCertificate -Server $s.Name }",
        "Get-ExchangeServer | % { Test-ServiceHealth $_.Name }",
        "Get-ExchangeServer | Get-ExchangeCertificate",
        "'exch01', 'exch02' | Test-ServiceHealth",
        "Invoke-Command -ComputerName fe01, fe02 { Get-CsCertificate }",
        "Invoke-Command -ComputerName $servers { Get-CsCertificate }",
        "Invoke-Command -Session $s { Get-CsCertificate }",
        "Get-ExchangeCertificate -Server (Get-ExchangeServer)[0].Name",
        "$certificates | fl",
        "Get-ExchangeCertificate -Server exch01; Get-ExchangeCertificate -Server exch02",
    ],
)
def test_a_computer_that_cannot_be_told(command: str) -> None:
    assert asked_computer(invocation(command)) == ""


@given(st.text(alphabet="Get-CsPol |{}()[];$x='\"\n`%?&@.,:*<>-2", max_size=200))
def test_no_command_raises(command: str) -> None:
    call = invocation(command)
    asked_computer(call)
    filters(call, load_catalogue().entries["cs_pool"])
