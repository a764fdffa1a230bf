"""The culture of a source is told by its dates, and by those of its folder as long as they agree."""

from __future__ import annotations

import datetime as dt

from .conftest import Build


def certificate(thumbprint: str, ends: str) -> str:
    values = {"Thumbprint": thumbprint * 40, "Use": "Default", "Issuer": "CN=CA", "NotAfter": ends}
    return "".join(f"{label:<12}: {value}\n" for label, value in values.items()) + "\n"


def ends(build: Build, **files: str) -> list[set[object]]:
    rows = build(**files)["cs_certificate"].rows
    return [set(row.get("NotAfter").readings) for row in rows]


def test_a_date_of_the_source_decides_the_others(build: Build) -> None:
    text = certificate("A", "3/10/2027 8:00:00 AM") + certificate("B", "3/28/2027 8:00:00 AM")
    assert ends(build, a=text)[0] == {dt.datetime(2027, 3, 10, 8)}


def test_alone_it_stays_in_doubt(build: Build) -> None:
    (found,) = ends(build, a=certificate("A", "03/10/2027 08:00:00"))
    assert found == {dt.datetime(2027, 3, 10, 8), dt.datetime(2027, 10, 3, 8)}


def test_another_file_of_the_folder_decides(build: Build) -> None:
    found = ends(build, a=certificate("A", "03/10/2027 08:00:00"), b=certificate("B", "28/03/2027 08:00:00"))
    assert found[0] == {dt.datetime(2027, 10, 3, 8)}


def test_files_that_contradict_each_other_speak_for_themselves(build: Build) -> None:
    found = ends(
        build,
        a=certificate("A", "03/10/2027 08:00:00"),
        b=certificate("B", "28/03/2027 08:00:00"),
        c=certificate("C", "03/28/2027 08:00:00"),
    )
    assert len(found[0]) == 2
    assert [len(dates) for dates in found[1:]] == [1, 1]
