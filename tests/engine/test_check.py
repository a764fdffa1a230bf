"""A whole check: broken rules, what rests on --case, commands for gaps, and what another time would change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import analyzer
from analyzer.engine.check import check_tables, collect_command
from analyzer.engine.rule import RulePack
from analyzer.engine.verdict import Outcome, Verdict
from analyzer.model import Reading, Source
from analyzer.readers import read_source
from analyzer.tables.build import Declared, Tables, build_tables
from analyzer.tables.catalogue import load_catalogue
from analyzer.tables.cells import Gap

AS_OF = dt.datetime(2026, 6, 15, 8, tzinfo=dt.UTC)
HOST = "autodiscover.litwareinc.com"
CONFIGURATION = f"""PS C:\\> Get-CsOAuthConfiguration | fl Identity, ExchangeAutodiscoverUrl

Identity                : Global
ExchangeAutodiscoverUrl : https://{HOST}/autodiscover/autodiscover.svc

PS C:\\> Get-ExchangeServer | fl Name, Fqdn, ServerRole

Name       : EXCH01
Fqdn       : exch01.litwareinc.com
ServerRole : Mailbox, ClientAccess

PS C:\\> Resolve-DnsName {HOST} | fl

Name     : {HOST}
Type     : CNAME
TTL      : 60
Section  : Answer
NameHost : webmail.litwareinc.com

PS C:\\>
"""
ISSUER = """PS C:\\> Get-CsCertificate -Type OAuthTokenIssuer

Issuer     : CN=Litware CA
NotAfter   : 2026-09-01 10:00:00
Thumbprint : 0A2F0CAC3D8BC568D7EF8E684EF76FF1CB6CA5A3
Use        : OAuthTokenIssuer

PS C:\\>
"""


def readings(*texts: str) -> tuple[tuple[Source, Reading], ...]:
    found = []
    for number, text in enumerate(texts, 1):
        source = Source(f"case/{number}.txt", len(text), "", text.encode(), encoding="utf-8")
        found.append((source, read_source(source, analyzer.Budget())))
    return tuple(found)


def tables(*texts: str, declared: Declared | None = None) -> Tables:
    return build_tables(readings(*texts), load_catalogue(), declared)


def rules(*ids: str) -> RulePack:
    return RulePack(tuple(analyzer.load_rules().rule(name) for name in ids), Path())


def verdict(declared: Declared | None, rule: str = "DNS-002", *texts: str) -> Verdict:
    found = check_tables(tables(*(texts or (CONFIGURATION,)), declared=declared), rules(rule), AS_OF)
    return found[0]


def test_a_declared_load_balancer_is_named_by_the_verdict_that_rests_on_it() -> None:
    declared = Declared(load_balancers=("webmail.litwareinc.com", "mail.litwareinc.com"))
    found = verdict(declared)
    assert (found.outcome, found.declared) == (Outcome.PASS, ("load_balancers: webmail.litwareinc.com",))
    assert (verdict(None).outcome, verdict(None).declared) == (Outcome.FAIL, ())


def test_a_declaration_that_changes_nothing_is_not_named() -> None:
    assert verdict(Declared(load_balancers=("mail.litwareinc.com",))).declared == ()
    assert verdict(Declared(load_balancers=(HOST,)), "OAUTH-001").declared == ()


def test_an_origin_is_named_by_the_verdicts_that_show_its_source() -> None:
    declared = Declared(origin={"*1.txt": "lyncfe01.litwareinc.com"})
    assert verdict(declared, "CERT-001", ISSUER).declared == ("origin: case/1.txt",)
    assert verdict(declared, "OAUTH-001", "", CONFIGURATION).declared == ()


def test_a_fact_that_fails_as_a_program_is_an_error_and_stops_nothing(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def broken(view: object) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("analyzer.tables.facts.autodiscover.autodiscover_host_table", broken)
    first, *others = check_tables(tables(CONFIGURATION), rules("DNS-002", "OAUTH-001"), AS_OF)
    assert first.outcome is Outcome.ERROR
    assert "by design" in first.message["en"]
    assert [found.outcome for found in others] == [Outcome.PASS]


def test_commands_name_the_server_and_nothing_that_is_no_host() -> None:
    made = tables(CONFIGURATION)
    command = collect_command(made, Gap("server-not-exported", "cs_certificate", server="lyncfe02.litwareinc.com"))
    assert command is not None
    assert command.startswith("[lyncfe02.litwareinc.com] Get-CsCertificate")
    hostile = collect_command(made, Gap("server-not-exported", "cs_certificate", server="x; calc"))
    assert hostile is not None
    assert "calc" not in hostile
    asked = collect_command(made, Gap("dns-not-asked", "resolve_dns_name", subject=HOST))
    assert asked is not None
    assert HOST in asked
    assert collect_command(made, Gap("unreadable")) is None


def test_a_later_time_shows_what_it_would_change() -> None:
    case = analyzer.Case(readings(ISSUER), Declared())
    pack = rules("CERT-002", "CERT-001")
    result = case.check(pack, AS_OF, now=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    assert {found.rule: found.outcome for found in result.verdicts} == {
        "CERT-001": Outcome.PASS,
        "CERT-002": Outcome.PASS,
    }
    assert [(found.rule, found.outcome) for found in result.changed] == [("CERT-002", Outcome.FAIL)]
    assert case.check(pack, AS_OF).changed == ()
