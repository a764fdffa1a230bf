"""A tiny case and a tiny rule pack, so that the tests of the command line rest on no rule of the program."""

from __future__ import annotations

from pathlib import Path

RULE = """\
id: {id}
title: {{en: The Autodiscover address is set, zh-TW: 已設定自動探索位址}}
severity: {severity}
products: [lync-2013]
features: [ucs]
source: "a test"
covers: [prerequisite/F14]
each: cs_oauth_configuration
expect: {{ExchangeAutodiscoverUrl: {{blank: false}}}}
message: {{en: The address is blank., zh-TW: 位址為空白。}}
fix:
  en: Set-CsOAuthConfiguration -ExchangeAutodiscoverUrl x
  zh-TW: Set-CsOAuthConfiguration -ExchangeAutodiscoverUrl x
verify: Get-CsOAuthConfiguration
examples:
  pass: |
    Identity                : Global
    ServiceName             : 00000004-0000-0ff1-ce00-000000000000
    ExchangeAutodiscoverUrl : https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc
  fail: |
    PS C:\\> Get-CsOAuthConfiguration | Format-List Identity, ExchangeAutodiscoverUrl

    Identity                : Global
    ExchangeAutodiscoverUrl :
  unknown: |
    PS C:\\> Get-CsOAuthConfiguration | Format-List Identity, ServiceName

    Identity    : Global
    ServiceName : 00000004-0000-0ff1-ce00-000000000000
"""
EXPORT = """\
PS C:\\> Get-CsOAuthConfiguration | Format-List Identity, ExchangeAutodiscoverUrl


Identity                : Global
ExchangeAutodiscoverUrl : {url}


"""


def pack(folder: Path, severity: str) -> Path:
    """A pack of one rule."""
    directory = folder / f"rules-{severity}"
    directory.mkdir()
    (directory / "T-001-test.yaml").write_text(RULE.format(id="T-001", severity=severity), encoding="utf-8")
    return directory


def case(folder: Path, name: str, url: str) -> Path:
    """A folder with one export."""
    directory = folder / name
    directory.mkdir()
    (directory / "oauth.txt").write_text(EXPORT.format(url=url), encoding="utf-8")
    return directory
