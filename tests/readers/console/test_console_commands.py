"""Prompts, commands, and what a command that printed nothing proves."""

from __future__ import annotations

import pytest

LIST = "\nIdentity : a\nName     : b\n\n"


@pytest.mark.parametrize(
    ("prompt", "host"),
    [
        ("PS C:\\> ", None),
        ("PS C:\\>", None),
        ("PS>", None),
        ("PS Cert:\\LocalMachine\\My> ", None),
        ("PS \\\\fs01\\share> ", None),
        ("[PS] C:\\Windows\\system32>", None),
        ("[exch01.litwareinc.com]: PS C:\\Users\\adm\\Documents> ", "exch01.litwareinc.com"),
        ("C:\\Windows\\system32>", None),
        ("PS C:\\Program Files\\Skype for Business Server 2019>", None),
    ],
)
def test_prompts_of_all_shells(see, prompt, host):
    seen = see(f"{prompt}Get-CsPool | fl{LIST}{prompt}")
    assert seen.commands == [("Get-CsPool | fl", 1)]
    assert seen.blocks[0].prompt_host == host
    assert seen.values == [{"Identity": "a", "Name": "b"}]


@pytest.mark.parametrize("line", ["PS is a shell > cmd", "PSComputerName>x", "C:\\a|b>c", "[x] y> z"])
def test_other_text_is_no_prompt(see, line):
    assert see(line + LIST).commands == [(None, 1)]


def test_a_command_without_output_returned_nothing(see):
    seen = see("PS C:\\> Get-CsPartnerApplication\nPS C:\\> Get-CsPool | fl" + LIST + "PS C:\\> ")
    assert seen.commands == [("Get-CsPartnerApplication", 0), ("Get-CsPool | fl", 1)]
    assert seen.blocks[0].line == 1
    assert not seen.blocks[0].failed


def test_the_cut_end_of_a_paste_proves_nothing(see):
    assert see("PS C:\\> Get-CsPartnerApplication\n").commands == []


def test_the_footer_of_a_transcript_ends_the_last_command(see):
    text = "PS C:\\> Get-CsPool\n**********************\nWindows PowerShell transcript end\nEnd time: 20191203063515\n"
    assert see(text + "**********************\n").commands == [("Get-CsPool", 0)]


@pytest.mark.parametrize(
    "command",
    [
        "$x = Get-CsPool",
        "Get-CsPool > pool.txt",
        "Get-CsPool | fl >> pool.txt",
        "Get-CsPool | Export-Clixml pool.xml",
        "Get-CsPool | Out-File pool.txt",
        "Get-CsPool | Out-Null",
        "Get-CsPool | Set-Content pool.txt",
        "[void]$list.Add(1)",
        "Get-CsPool -ErrorAction SilentlyContinue",
        "Get-CsPool 2>$null",
        "# nothing to do",
        "",
    ],
)
def test_what_prints_nothing_by_nature_proves_nothing(see, command):
    assert see(f"PS C:\\> {command}\nPS C:\\> ").commands == []


@pytest.mark.parametrize(
    "command",
    ["Get-CsPool | Where-Object {$_.Count -gt 5}", "Get-CsPool -Filter 'a > b'", "Get-CsPool | ? {$_.Site -eq 'x'}"],
)
def test_a_filter_is_no_redirection(see, command):
    assert see(f"PS C:\\> {command}\nPS C:\\> ").commands == [(command, 0)]


def test_an_error_is_no_proof(see):
    text = (
        "PS C:\\> Get-CsPool\nGet-CsPool : Access denied.\nAt line:1 char:1\n+ Get-CsPool\n+ ~~~~~~~~~~\n"
        "    + CategoryInfo          : NotSpecified: (:) [Get-CsPool], Exception\n"
        "    + FullyQualifiedErrorId : E,Get-CsPool\n \nPS C:\\> "
    )
    seen = see(text)
    assert seen.commands == [("Get-CsPool", 0)]
    assert seen.blocks[0].failed
    assert [(one.code, one.line) for one in seen.reading.notes] == [("error-record", 2)]


def test_a_warning_or_other_text_is_no_proof_and_a_verbose_line_is_nothing(see):
    assert see("PS C:\\> Get-A\nWARNING: cannot reach dc01.\nPS C:\\> ").commands == []
    assert see("PS C:\\> whoami\nlitware\\adm\nPS C:\\> ").commands == []
    assert see("PS C:\\> Get-A\nVERBOSE: reading.\nPS C:\\> ").commands == [("Get-A", 0)]


def test_commands_over_several_lines(see):
    typed = "PS C:\\> Get-CsPool |\n>> Where-Object Site |\n>> fl\n>>\n"
    assert see(typed + LIST + "PS C:\\> ").commands == [("Get-CsPool | Where-Object Site | fl", 1)]
    open_end = "PS C:\\> Get-CsPool |\nfl\n"
    assert see(open_end + LIST + "PS C:\\> ").commands == [("Get-CsPool | fl", 1)]


def test_a_command_that_the_console_broke_at_its_width(see):
    command = "Get-CsCertificate | Select-Object Thumbprint,Use,NotAfter,AlternativeNames,SerialNumber | fl"
    first = f"PS C:\\> {command}"[:79]
    rest = f"PS C:\\> {command}"[79:]
    assert see(f"{first}\n{rest}\n{LIST}PS C:\\> ").commands == [(command, 1)]


def test_trace_lines_are_no_commands(see):
    text = (
        'PS C:\\>CommandInvocation(Get-Command): "Get-Command"\n'
        '>> ParameterBinding(Get-Command): name="Name"; value="a : b"\nPS C:\\> '
    )
    seen = see(text)
    assert seen.values == []
    assert seen.commands == []


def test_objects_of_several_cmdlets_without_prompts_are_blocks_of_their_own(see):
    text = "\nName : a\nId   : 1\n\nName : b\nId   : 2\n\n\nUrl   : x\nRealm : y\n\n"
    assert [block.count for block in see(text).blocks] == [2, 1]


def test_one_command_is_one_block_though_its_objects_differ(see):
    text = "PS C:\\> Resolve-DnsName a | fl\n\nName : a\nIP   : 1\n\nName     : b\nNameHost : c\n\nPS C:\\> "
    assert see(text).commands == [("Resolve-DnsName a | fl", 2)]


def test_group_headings_name_their_blocks(see):
    text = (
        "\n\n    Directory: C:\\a\n\nMode   Length Name\n----   ------ ----\n-a----     12 x.txt\n\n"
        "\n    Directory: C:\\b\n\nMode   Length Name\n----   ------ ----\n-a----      7 y.txt\n\n"
    )
    seen = see(text)
    assert [(block.group, block.count) for block in seen.blocks] == [("Directory: C:\\a", 1), ("Directory: C:\\b", 1)]
    assert [record["Length"] for record in seen.values] == ["12", "7"]


def test_output_of_other_programs_goes_to_their_readers(see):
    text = (
        "PS C:\\> nslookup mail.contoso.com\nServer:  dc01.contoso.com\nAddress:  10.0.0.10\n\n"
        "Name:    mail.contoso.com\nAddress:  10.0.0.20\n\n"
        'PS C:\\> Get-CsSipDomain | ConvertTo-Json\n{\n  "Identity": "contoso.com",\n  "IsDefault": true\n}\n'
        'PS C:\\> Get-CsSipDomain | ConvertTo-Csv -NoTypeInformation\n"Identity","IsDefault"\n"contoso.com","True"\n'
        "PS C:\\> Get-CsSipDomain | fl\n\nIdentity  : contoso.com\nIsDefault : True\n\nPS C:\\> "
    )
    seen = see(text)
    assert [count for _, count in seen.commands] == [1, 1, 1, 1]
    assert seen.values[0]["Data"] == "10.0.0.20"
    assert seen.values[1:] == [
        {"Identity": "contoso.com", "IsDefault": True},
        {"Identity": "contoso.com", "IsDefault": "True"},
        {"Identity": "contoso.com", "IsDefault": "True"},
    ]
    assert [record.line for record in seen.reading.records] == [5, 9, 15, 18]
