"""What a file more or a file less may do to the verdicts: nothing alien changes one, nothing missing makes one pass."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from analyzer.engine.verdict import Outcome

sys.path.insert(0, str(Path(__file__).resolve().parent))  # estate_case.py
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))  # the package `estate`

from estate.faults import all_faults
from estate.litware import healthy
from estate.model import Estate
from estate_case import Bench, Key, by_key

MAIL = """From: helpdesk@fabrikam.com
To: support@contoso.com
Subject: AW: Outlook asks for a password

Hello,
we had the same here. Our Autodiscover : https://autodiscover.fabrikam.com/autodiscover/autodiscover.xml works,
and IsDefault : False was not it.  Thumbprint    0A2F0CAC3D8BC568D7EF8E684EF76FF1CB6CA5A3 expired on 1/2/2020.
I restarted the server : that helped.

Regards
"""
MAILBOXES = """<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0">
    <TN RefId="0"><T>Microsoft.Exchange.Data.Directory.Management.Mailbox</T><T>System.Object</T></TN>
    <ToString>Kim Akers</ToString>
    <Props><S N="Alias">kim</S><S N="Database">DB01</S><S N="PrimarySmtp"""
README = """# Ticket 4711

Name:  autodiscover
Server: see below

1. Open the console.
2. Run `Get-CsCertificate`.
3. Send the output.
"""

ALIEN: dict[str, bytes] = {
    "random.bin": random.Random(20260615).randbytes(5000),
    "random.txt": random.Random(4711).randbytes(5000),
    "picture.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8,
    "README.md": README.encode(),
    "mail.txt": MAIL.encode(),
    "mailboxes.xml": MAILBOXES.encode(),
    "empty.txt": b"",
    "settings.json": b'{"colour": "blue", "items": [1, 2, {"deep": null}]}',
    "people.csv": b'"Name","Phone"\r\n"Kim Akers","+1 425 555 0100"\r\n',
}

FAULTS = (
    "front_ends_differ_by_hand",
    "autodiscover_url_names_xml",
    "dns_leads_to_an_old_server",
    "lync_service_stopped",
    "exchange_service_stopped",
    "auth_certificate_missing_on_one_server",
    "internal_uris_differ",
    "trust_level_of_users",
    "no_linked_account",
    "accepted_domain_by_wildcard",
)


def faulty() -> Estate:
    estate = healthy()
    for name in FAULTS:
        estate = all_faults()[name].change(estate)
    return estate


def incomplete() -> Estate:
    """Faults, and exports that nobody made."""
    missing = (
        "Get-CsPool",
        "Get-CsCertificate_lyncfe03",
        "Get-ExchangeServer",
        "Resolve-DnsName",
        "litwareinc.com.dns",
    )
    return faulty().without(*missing, "Get-AuthConfig")


ESTATES = {"healthy": healthy, "faulty": faulty, "incomplete": incomplete}


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.mark.parametrize("alien", ALIEN)
@pytest.mark.parametrize("estate", ESTATES)
def test_an_alien_file_changes_no_verdict(alien: str, estate: str, bench: Bench) -> None:
    files = bench.files(ESTATES[estate]())
    before, after = by_key(bench.check(files)), by_key(bench.check({alien: ALIEN[alien], **files}))
    assert after == before
    assert by_key(bench.check({**files, alien: ALIEN[alien]})) == before


@pytest.mark.parametrize("estate", ESTATES)
def test_a_cut_file_makes_the_run_incomplete(estate: str, bench: Bench) -> None:
    files = bench.files(ESTATES[estate]())
    assert bench.check(files).complete
    assert not bench.check({**files, "mailboxes.xml": ALIEN["mailboxes.xml"]}).complete


@pytest.mark.parametrize("estate", ["healthy", "faulty", "incomplete"])
def test_without_one_file_nothing_more_passes(estate: str, bench: Bench) -> None:
    files = bench.files(ESTATES[estate]())
    before = by_key(bench.check(files))
    proven = {}
    for missing in files:
        after = by_key(bench.check(without(files, missing)))
        if better := improved(before, after):
            proven[missing] = better
    assert proven == {}


def improved(before: Mapping[Key, Outcome], after: Mapping[Key, Outcome]) -> set[Key]:
    """What failed or was open, and passes now."""
    open_before = (Outcome.FAIL, Outcome.ERROR, Outcome.UNKNOWN)
    return {key for key in before.keys() & after.keys() if before[key] in open_before and after[key] is Outcome.PASS}


def test_without_one_file_of_a_healthy_estate_nothing_fails(bench: Bench) -> None:
    files = bench.files(healthy())
    failing: dict[str, set[Key]] = {}
    for missing in files:
        after = by_key(bench.check(without(files, missing)))
        if bad := {key for key, outcome in after.items() if outcome in (Outcome.FAIL, Outcome.ERROR)}:
            failing[missing] = bad
    assert failing == {}


def without(files: Mapping[str, bytes], missing: str) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name != missing}


@pytest.mark.parametrize("estate", ESTATES)
def test_the_order_of_the_files_does_not_matter(estate: str, bench: Bench) -> None:
    files = bench.files(ESTATES[estate]())
    before = by_key(bench.check(files))
    assert by_key(bench.check(dict(reversed(files.items())))) == before
    shuffled = list(files.items())
    random.Random(7).shuffle(shuffled)
    assert by_key(bench.check(dict(shuffled))) == before


@pytest.mark.parametrize("estate", ESTATES)
def test_the_same_file_twice_changes_no_verdict(estate: str, bench: Bench) -> None:
    files = bench.files(ESTATES[estate]())
    before = by_key(bench.check(files))
    changed = {}
    for name, data in files.items():
        after = by_key(bench.check({**files, f"copy/{name}": data}))
        if after != before:
            keys = before.keys() | after.keys()
            changed[name] = {
                key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)
            }
    assert changed == {}
