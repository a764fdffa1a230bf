"""The Python API: light to import, DataFrames that keep what was printed, and nothing but reading while it judges."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import analyzer
from analyzer import UsageError
from analyzer.engine.verdict import Outcome

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("pandas", "numpy", "pyarrow", "lxml", "cryptography", "charset_normalizer", "py7zr", "typer", "rich", "yaml")

CERTIFICATES = """\
[lyncfe01.litwareinc.com]: PS C:\\> Get-CsCertificate

Issuer             : CN=Litware CA
NotAfter           : 4/22/2031 2:00:01 AM
SerialNumber       : 0123456789012345678901234567
Subject            : CN=litwareinc.com
Thumbprint         : 00000000000000000000000000000000001E1000
PreviousThumbprint :
Use                : OAuthTokenIssuer

Issuer       : CN=Litware CA
SerialNumber : 1E5
Subject      : NA
Thumbprint   : 1234567890123456789012345678901234567890
Use          : Default

[lyncfe01.litwareinc.com]: PS C:\\>
"""
OAUTH = """\
PS C:\\> Get-CsOAuthConfiguration | Format-List Identity, ExchangeAutodiscoverUrl

Identity                : Global
ExchangeAutodiscoverUrl : {url}

PS C:\\>
"""

WATCH = """
import sys
seen = []
def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.exec",
                 "os.posix_spawn", "os.fork", "os.startfile", "os.remove", "os.rename", "os.mkdir", "os.truncate",
                 "urllib.Request", "pickle.find_class"):
        seen.append((event, str(arguments)))
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if set(arguments[1] or "") & set("wax+") or flags & 3:
            seen.append((event, str(arguments)))
sys.dont_write_bytecode = True
sys.addaudithook(hook)
import analyzer
case = analyzer.open_case(*sys.argv[1:])
result = case.check()
frames = [case.tables[name] for name in case.tables]
sys.stdout.write(f"{len(result.verdicts)} {len(frames)}\\n")
sys.stdout.write("".join(f"{event} {arguments}\\n" for event, arguments in seen))
"""


def python(code: str, *arguments: str) -> str:
    """The output of a program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def case(tmp_path: Path) -> analyzer.Case:
    (tmp_path / "certificates.txt").write_text(CERTIFICATES, encoding="utf-8")
    (tmp_path / "oauth.txt").write_text(
        OAUTH.format(url="https://autodiscover.litwareinc.com/autodiscover/autodiscover.svc"), encoding="utf-8"
    )
    return analyzer.open_case(tmp_path)


def test_import_is_light() -> None:
    code = f"import analyzer, sys; print(*sorted({set(HEAVY)!r} & set(sys.modules)))"
    assert python(code).strip() == ""


def test_every_public_name_is_there() -> None:
    assert [name for name in analyzer.__all__ if not hasattr(analyzer, name)] == []
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = analyzer.no_such_name


def test_a_table_is_a_frame_of_what_was_printed(case: analyzer.Case) -> None:
    import pandas as pd

    frame = case.tables["cs_certificate"]
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["Thumbprint"]) == [
        "00000000000000000000000000000000001E1000",
        "1234567890123456789012345678901234567890",
    ]
    assert list(frame["SerialNumber"])[1] == "1E5"
    assert list(frame["Subject"]) == ["CN=litwareinc.com", "NA"]
    assert set(frame["server"]) == {"lyncfe01.litwareinc.com"}
    assert {str(frame[name].dtype) for name in ("Thumbprint", "SerialNumber", "Subject", "Issuer")} == {"str"}


def test_a_serial_number_is_as_printed(case: analyzer.Case) -> None:
    assert case.tables["cs_certificate"]["SerialNumber"][0] == "0123456789012345678901234567"


def test_blank_is_not_missing(case: analyzer.Case) -> None:
    import pandas as pd

    column = case.tables["cs_certificate"]["PreviousThumbprint"]
    assert str(column.dtype) == "str"
    assert column[0] == ""
    assert pd.isna(column[1])
    assert list(column.isna()) == [False, True]


def test_tables_are_a_mapping(case: analyzer.Case) -> None:
    assert sorted(case.tables) == ["cs_certificate", "cs_oauth_configuration"]
    assert len(case.tables) == 2
    assert "cs_pool" not in case.tables
    with pytest.raises(KeyError):
        _ = case.tables["cs_pool"]
    assert len(case.table("cs_pool").rows) == 0
    assert len(case.facts["oauth_token_issuer"]) == 1


def test_a_check_tells_what_it_read_and_when(case: analyzer.Case) -> None:
    result = case.check(as_of=dt.datetime(2026, 6, 15))
    assert result.as_of == dt.datetime(2026, 6, 15, tzinfo=dt.UTC)
    assert result.complete
    assert [source.name.rpartition("/")[2] for source in result.sources] == ["certificates.txt", "oauth.txt"]
    verdicts = {verdict.rule: verdict for verdict in result.verdicts}
    url = verdicts["OAUTH-002"]
    assert url.outcome is Outcome.PASS
    assert {(evidence.line, evidence.property) for evidence in url.evidence} >= {(4, "ExchangeAutodiscoverUrl")}
    assert verdicts["CERT-006"].outcome is Outcome.UNKNOWN
    assert verdicts["CERT-006"].gap is not None
    assert set(result.summary) == {"pass", "fail", "unknown", "not_applicable", "error"}
    assert sum(result.summary.values()) == len(result.verdicts)


def test_a_check_takes_other_rules(case: analyzer.Case) -> None:
    pack = analyzer.load_rules()
    one = next(rule for rule in pack.rules if rule.id == "OAUTH-001")
    assert {verdict.rule for verdict in case.check(replace(pack, rules=(one,))).verdicts} == {"OAUTH-001"}


def test_the_same_case_gives_the_same_verdicts(case: analyzer.Case) -> None:
    moment = dt.datetime(2026, 6, 15, tzinfo=dt.UTC)
    assert case.check(as_of=moment).verdicts == case.check(as_of=moment).verdicts


def test_a_notebook_shows_what_failed_without_markup_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "oauth.txt").write_text(OAUTH.format(url="https://a/<script>alert(1)</script>.xml"), encoding="utf-8")
    html = analyzer.open_case(tmp_path).check()._repr_html_()
    assert "alert(1)" in html
    assert "<script" not in html


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.zip"):
        analyzer.open_case(tmp_path / "missing.zip")


@pytest.mark.parametrize(
    "text",
    [
        "as_of: yesterday\n",
        "declared: [1]\n",
        "load_balancers: [mail]\n",
        "declared:\n  load_balancers: mail\n",
        "declared:\n  origin: [a]\n",
        "a: [\n",
        "!!python/object/apply:os.system [true]\n",
    ],
)
def test_a_wrong_case_file_is_wrong_usage(tmp_path: Path, text: str) -> None:
    (tmp_path / "oauth.txt").write_text(OAUTH.format(url=""), encoding="utf-8")
    declared = tmp_path / "declared.yaml"
    declared.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"declared\.yaml"):
        analyzer.open_case(tmp_path / "oauth.txt", case_file=declared)


def test_a_wrong_rule_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "X-001.yaml").write_text("id: X-001\neach: no_such_table\n", encoding="utf-8")
    with pytest.raises(analyzer.RulePackError, match=r"X-001\.yaml"):
        analyzer.load_rules(tmp_path)


def test_a_case_file_inside_the_case_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "oauth.txt").write_text(OAUTH.format(url=""), encoding="utf-8")
    (tmp_path / "case.yaml").write_text("as_of: 2001-01-01\n", encoding="utf-8")
    assert analyzer.open_case(tmp_path).as_of()[1] == "now"


def test_judging_reads_and_does_nothing_else(tmp_path: Path) -> None:
    evidence = tmp_path / "case"
    evidence.mkdir()
    (evidence / "certificates.txt").write_text(CERTIFICATES, encoding="utf-8")
    (evidence / "oauth.txt").write_text(
        OAUTH.format(url="http://169.254.169.254/latest; Start-Process calc.exe"), encoding="utf-8"
    )
    (evidence / "attack.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "http://localhost:9/">]><Objs>&x;</Objs>', encoding="utf-8"
    )
    counts, *events = python(WATCH, str(evidence)).splitlines()
    assert int(counts.split()[0]) > 0
    assert events == []
