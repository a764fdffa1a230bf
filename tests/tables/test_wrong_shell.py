"""Output of another shell than the one it should come from (notes wrong-shell, other-command-than-named,
exchange-online-export)."""

from __future__ import annotations

from pathlib import Path

import pytest

import analyzer
from analyzer.engine.verdict import Outcome

DOMAIN = """DomainName : {0}
DomainType : Authoritative
Default    : True
Name       : {0}
"""
ONLINE = DOMAIN + "OriginatingServer : AM0PR01A001DC04.EURPR01A001.PROD.OUTLOOK.COM\n"


def aligned(text: str) -> str:
    """The list with its colons below each other, as Format-List prints it."""
    pairs = [line.split(" : ", 1) for line in text.splitlines()]
    width = max(len(name.strip()) for name, _ in pairs)
    return "\n" + "\n".join(f"{name.strip():<{width}} : {value}" for name, value in pairs) + "\n\n"


def notes(folder: Path, code: str) -> list[tuple[str, int | None]]:
    return [(note.message, note.line) for _, note in analyzer.open_case(folder).notes if note.code == code]


UNKNOWN_COMMAND = {
    "en": """PS C:\\> Get-CsPool
Get-CsPool : The term 'Get-CsPool' is not recognized as the name of a cmdlet, function, script file, or operable
program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.
At line:1 char:1
+ Get-CsPool
+ ~~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (Get-CsPool:String) [], CommandNotFoundException
    + FullyQualifiedErrorId : CommandNotFoundException

PS C:\\>
""",
    "zh-TW, wrapped at 60": """PS C:\\> Get-CsPool
Get-CsPool : 無法辨識 'Get-CsPool' 詞彙是否為 Cmdlet、函數、指令
碼檔案或可執行程式的名稱。請檢查名稱拼字是否正確，如果包含路
徑的話，請確認路徑是否正確，然後再試一次。
位於 線路:1 字元:1
+ Get-CsPool
+ ~~~~~~~~~~
    + CategoryInfo          : ObjectNotFound: (Get-CsPool:St
   ring) [], CommandNotFoundException
    + FullyQualifiedErrorId : CommandNotFoundException

PS C:\\>
""",
    "PowerShell 7": """PS C:\\> Get-CsPool
Get-CsPool: The term 'Get-CsPool' is not recognized as a name of a cmdlet, function, script file, or executable program.
Check the spelling of the name, or if a path was included, verify that the path is correct and try again.

PS C:\\>
""",
}


@pytest.mark.parametrize("text", UNKNOWN_COMMAND.values(), ids=UNKNOWN_COMMAND)
def test_a_command_that_its_shell_does_not_know_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "paste.txt").write_text(text, "utf-8")
    ((message, line),) = notes(tmp_path, "wrong-shell")
    assert "Get-CsPool" in message
    assert "Lync Server Management Shell" in message
    assert line == 2


@pytest.mark.parametrize(
    "error",
    [
        "Get-CsPol : The term 'Get-CsPol' is not recognized as the name of a cmdlet.\n"
        "    + CategoryInfo          : ObjectNotFound: (Get-CsPol:String) [], CommandNotFoundException\n",
        "Get-CsPool : Cannot find the pool.\n"
        "    + CategoryInfo          : ObjectNotFound: (Get-CsPool:String) [Get-CsPool], ManagementException\n",
        "Get-Service : Cannot find any service with service name 'RTCSRV'.\n"
        "    + CategoryInfo          : ObjectNotFound: (RTCSRV:String) [Get-Service], ServiceCommandException\n",
    ],
)
def test_other_errors_are_not_the_wrong_shells(error: str, tmp_path: Path) -> None:
    (tmp_path / "paste.txt").write_text(f"PS C:\\> Get-CsPool\n{error}\nPS C:\\>\n", "utf-8")
    assert notes(tmp_path, "error-record")
    assert not notes(tmp_path, "wrong-shell")


EXCHANGES = """
Enabled                             : True
ApplicationIdentifier               : 00000004-0000-0ff1-ce00-000000000000
CertificateStrings                  : {}
AuthMetadataUrl                     : https://pool01.litwareinc.com/metadata/json/1
Realm                               : litwareinc.com
UseAuthServer                       : False
AcceptSecurityIdentifierInformation : False
LinkedAccount                       : litwareinc.com/Users/LyncEnterprise-ApplicationAccount
IssuerIdentifier                    :
AppOnlyPermissions                  :
ActAsPermissions                    :
Name                                : LyncEnterprise-91dbe5e1

"""


def test_a_file_named_after_the_other_products_command_is_told(tmp_path: Path) -> None:
    (tmp_path / "Get-CsPartnerApplication.txt").write_text(EXCHANGES, "utf-8")
    ((message, _),) = notes(tmp_path, "other-command-than-named")
    assert "Get-CsPartnerApplication" in message
    assert " Get-PartnerApplication" in message


@pytest.mark.parametrize("name", ["Get-PartnerApplication.txt", "exchange.txt", "Get-Service.txt"])
def test_other_names_are_well(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(EXCHANGES, "utf-8")
    assert not notes(tmp_path, "other-command-than-named")


def test_exchange_onlines_objects_are_not_the_organizations(tmp_path: Path) -> None:
    (tmp_path / "Get-CsSipDomain.txt").write_text(
        "PS C:\\> Get-CsSipDomain\n\nIdentity  : litwareinc.com\nName      : litwareinc.com\n\nPS C:\\>\n"
    )
    (tmp_path / "Get-AcceptedDomain.txt").write_text(aligned(ONLINE.format("litwareinc.com")))
    case = analyzer.open_case(tmp_path)
    assert "online_accepted_domain" in case.tables
    assert "accepted_domain" not in case.tables
    assert [(source, note.line) for source, note in case.notes if note.code == "exchange-online-export"] == [
        (f"{tmp_path.name}/Get-AcceptedDomain.txt", 2)
    ]
    verdicts = [verdict for verdict in case.check().verdicts if verdict.rule == "TOP-005"]
    assert [verdict.outcome for verdict in verdicts] == [Outcome.UNKNOWN]


def test_a_hybrid_organizations_own_objects_may_name_exchange_online(tmp_path: Path) -> None:
    own = DOMAIN.format("litwareinc.mail.onmicrosoft.com") + "OriginatingServer : dc01.litwareinc.com\n"
    (tmp_path / "Get-AcceptedDomain.txt").write_text(aligned(own))
    case = analyzer.open_case(tmp_path)
    assert list(case.tables) == ["accepted_domain"]
    assert not notes(tmp_path, "exchange-online-export")
