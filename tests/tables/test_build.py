"""Sources and readings -> tables: what is kept, what is proven, and what nobody knows."""

from __future__ import annotations

from analyzer.tables.build import Tables

from .conftest import Build

POOLS = """PS C:\\> {command}

Identity  : pool01.litwareinc.com
Fqdn      : pool01.litwareinc.com
Services  : {{Registrar:pool01.litwareinc.com}}
Computers : {{lyncfe01.litwareinc.com}}
Site      : Site:Redmond

PS C:\\>
"""


def gaps(tables: Tables) -> set[str]:
    return {gap.reason for gap in tables["cs_pool"].gaps}


def test_a_table_that_is_not_there_has_neither_rows_nor_exports(build: Build) -> None:
    table = build("")["cs_pool"]
    assert (table.rows, table.exported, table.about) == ((), False, "Lync Server")


def test_a_full_export_proves_what_a_selection_does_not(build: Build) -> None:
    full, part = POOLS.format(command="Get-CsPool"), POOLS.format(command="Get-CsPool pool01.litwareinc.com")
    assert gaps(build(full)) == set()
    assert gaps(build(part)) == {"export-filtered"}
    assert gaps(build(part, full)) == set()


def test_every_cell_knows_where_it_was_read(build: Build) -> None:
    (row,) = build(POOLS.format(command="Get-CsPool"))["cs_pool"].rows
    (evidence,) = row.get("Computers").evidence
    assert (evidence.source, evidence.line, evidence.table) == ("case/1.txt", 6, "cs_pool")
    assert (evidence.property, evidence.value) == ("Computers", "{lyncfe01.litwareinc.com}")


def test_blank_is_known_and_missing_is_a_gap(build: Build) -> None:
    (row,) = build("Identity                : Global\nExchangeAutodiscoverUrl :\n")["cs_oauth_configuration"].rows
    assert row.get("ExchangeAutodiscoverUrl").blank
    assert row.get("Realm").missing
    assert [gap.reason for gap in row.get("Realm").gaps] == ["property-not-exported"]


def test_records_that_nobody_knows_are_a_table_of_their_own(build: Build) -> None:
    tables = build(odd__txt="Colour : blue\nFlavour : sour\n\nColour : red\nFlavour : sweet\n")
    (name,) = tables.unknown
    assert [row.get("Colour").value for row in tables[name].rows] == ["blue", "red"]


def test_the_frame_shows_blank_and_missing_apart(build: Build) -> None:
    import pandas as pd

    two = "Identity    : Global\nRealm       :\nServiceName : x\n\nIdentity : Global\nRealm    : a.com\n"
    frame = build(f"PS C:\\> Get-CsOAuthConfiguration | fl\n\n{two}\nPS C:\\>\n")["cs_oauth_configuration"].frame
    assert list(frame["Realm"]) == ["", "a.com"]
    assert pd.isna(frame["ServiceName"][1])
