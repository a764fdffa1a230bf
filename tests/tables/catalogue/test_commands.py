"""Command lines tell whose objects they print, and nothing where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.catalogue import assignments, invocation


@pytest.mark.parametrize(
    ("command", "cmdlet"),
    [
        ("Get-CsPool", "get-cspool"),
        ("Get-CsPool | Format-List *", "get-cspool"),
        ("Get-CsPool|fl", "get-cspool"),
        ("get-cspool | ? { $_.Identity -like '*01*' } | select Identity, Computers | ft -AutoSize", "get-cspool"),
        ("Get-CsPool |\n  Export-Clixml C:\\temp\\pool.xml", "get-cspool"),
        ("SkypeForBusiness\\Get-CsPool", "get-cspool"),
        ("& { Get-CsPool }", "get-cspool"),
        ("@(Get-CsPool)[0] | fl", "get-cspool"),
        ("Invoke-Command -ComputerName fe01 { Get-CsCertificate }", "get-cscertificate"),
        ("icm fe01, fe02 -ScriptBlock {Get-CsCertificate} | select *", "get-cscertificate"),
        ("foreach ($s in Get-ExchangeServer) { Get-ExchangeCertificate -Server $s.Name }", "get-exchangecertificate"),
        ("Get-ExchangeServer | % { Test-ServiceHealth $_ }", "test-servicehealth"),
        ("Get-ExchangeServer | ForEach-Object { Test-ServiceHealth $_.Name } | fl", "test-servicehealth"),
        ("Get-ExchangeServer | Get-ExchangeCertificate | fl", "get-exchangecertificate"),
        (
            "Get-CsCertificate | ? {$_.Thumbprint -eq (Get-AuthConfig).CurrentCertificateThumbprint} | fl *",
            "get-cscertificate",
        ),
        ("$x = Get-CsCertificate; $x | fl", "get-cscertificate"),
        ("Get-CsPool | ConvertTo-Json -Depth 5 > pool.json", "get-cspool"),
        ("gsv MSExchange*", "get-service"),
        ("nslookup.exe autodiscover.contoso.com", "nslookup"),
        ("certutil -store My", "certutil"),
        ("Invoke-Command -ComputerName fe01 { Get-CsCertificate", "get-cscertificate"),
    ],
)
def test_whose_objects(command: str, cmdlet: str) -> None:
    found = invocation(command)
    assert found is not None
    assert found.cmdlet == cmdlet


@pytest.mark.parametrize(
    "command",
    [
        "(Get-CsPool).Computers",
        "(Get-CsPool).Computers | fl",
        "Get-CsPool | select -ExpandProperty Computers",
        "Get-CsPool | Select-Object -Expand Computers",
        "Get-CsPool | Group-Object Site | Out-Null; 5",
        "Get-CsPool | Out-Null",
        "Get-CsPool | % { $_.Computers }",
        "$x = Get-CsPool",
        "$unknown | fl",
        "Get-CsPool | fl; Get-CsSite | fl",
        "5 + 5",
        "",
        "   ",
        "|||",
        "{{{{{{",
        "))))",
        '"Get-CsPool',
        "cd C:\\",
    ],
)
def test_nothing_where_it_cannot_be_told(command: str) -> None:
    assert invocation(command) is None


def test_arguments_and_computers() -> None:
    found = invocation("Get-CsCertificate -Type OAuthTokenIssuer,Default -Report:$true 'a b' ")
    assert found is not None
    assert found.arguments["type"] == ("OAuthTokenIssuer", "Default")
    remote = invocation("icm -ComputerName fe01,fe02 { Get-CsCertificate -Type Default }")
    assert remote is not None
    assert remote.computers == ("fe01", "fe02")
    assert remote.arguments == {"type": ("Default",)}


def test_variables_of_earlier_lines() -> None:
    variables = assignments(["cls", "$certs = Get-ExchangeCertificate -Server exch01", "$n = 5"])
    found = invocation("$certs | Format-List", variables)
    assert found is not None
    assert (found.cmdlet, found.arguments["server"]) == ("get-exchangecertificate", ("exch01",))
    assert invocation("$n", variables) is None
    assert invocation("$certs.Thumbprint", variables) is None


def test_a_variable_that_is_filled_anew_forgets_what_it_held() -> None:
    assert "x" not in assignments(["$x = Get-CsPool", "$x = 5"])


@given(st.text(alphabet="Get-CsPol|{}()[];$x='\" \n`%?&@.,:*#<>", max_size=300))
def test_no_command_raises(command: str) -> None:
    invocation(command)
    assignments([command])


def test_long_and_deep_commands_are_given_up() -> None:
    assert invocation("Get-CsPool " + "x" * 50_000) is None
    assert invocation("& {" * 5_000 + "Get-CsPool" + "}" * 5_000) is None
