"""The OAuthTokenIssuer of each Lync server: which records of Get-CsCertificate show it, and which one is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice, product

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.certificates import thumbprints
from analyzer.tables.facts.derive import collected, evidence_of, gaps_of, known, missing, texts
from analyzer.tables.facts.names import strip_invisible
from analyzer.tables.merge import merged
from analyzer.tables.table import Export

_ALWAYS = dt.datetime.min.replace(tzinfo=dt.UTC)
_COMBINATIONS = 64
_OF_EDGE = frozenset({"accessedgeexternal", "dataedgeexternal", "audiovideoauthentication", "internal"})
_OF_FRONT_END = frozenset({"webservicesinternal", "webservicesexternal"})


def has_use(row: Row, use: str) -> bool:
    """Whether a record of Get-CsCertificate has a use (Use may hold several, divided by commas).

    Where Use was not printed, the one that the command asked for says it (`Get-CsCertificate -Type Default`).
    """
    wanted, cell = use.casefold(), row.get("Use")
    if cell.missing and not cell.evidence:
        return any(export.filters.get("Use", "").casefold() == wanted for export in row.exports)
    return any(part.strip().casefold() == wanted for text in texts(cell) for part in text.split(","))


def shows_all_of(export: Export, use: str, rows: Sequence[Row]) -> bool:
    """Whether an output of Get-CsCertificate shows every certificate with a use.

    One whose command filters by another Type does not; nor does one that shows a single use though no command says
    that all were asked for: every Front End Server has several; nor does one with a record whose use is not known.
    """
    if not export.whole:
        return False
    if not export.records and not export.filters:
        return True
    if export.filters == {"Use": use}:
        return True
    if any(not row.get("Use").known for row in rows if export in row.exports):
        return False
    if export.filters:
        return export.filters.keys() == {"Use"} and use.casefold() in export.filters["Use"].casefold().split(",")
    if export.command:
        return True
    uses = {part for row in rows if export in row.exports for text in texts(row.get("Use")) for part in text.split(",")}
    return len(uses) > 1


def certificates_with_use(view: CaseView, server: str, use: str) -> tuple[list[Row], tuple[Gap, ...]]:
    """The records with a use on one server, and why there may be others; no gap where the export shows them all."""
    rows = view.rows_of("cs_certificate", server)
    exports = view.exports_of("cs_certificate", server)
    found = [row for row in rows if has_use(row, use)]
    full = _newest([export for export in exports if shows_all_of(export, use, rows)])
    if full:
        return [row for row in found if any(export in row.exports for export in full)], ()
    if found:
        return found, ()
    unsure = [gap for row in rows for gap in row.get("Use").gaps if not row.get("Use").known]
    return found, tuple(Gap(gap.reason, "cs_certificate", "Use", server) for gap in unsure[:1]) or (
        view.why_not("cs_certificate", server),
    )


def _newest(exports: Sequence[Export]) -> list[Export]:
    """The newest of several outputs, where all carry a time: before and after in one ticket."""
    times = [export.time for export in exports if export.time is not None]
    if len(times) < len(exports):
        return list(exports)
    return [export for export in exports if export.time == max(times)]


def _in_force(rows: Sequence[Row], as_of: dt.datetime) -> list[Row]:
    """The records that may be in force: of several staged ones the last whose EffectiveDate has come.

    More than one where an EffectiveDate was not exported, or can be read in two ways.
    """
    if len(rows) < 2:
        return list(rows)
    found: dict[int, Row] = {}
    for dates in islice(product(*(_effective_dates(row) for row in rows)), _COMBINATIONS):
        pairs = list(zip(dates, rows, strict=True))
        begun = [(date, row) for date, row in pairs if date is not None and date <= as_of]
        unsure = [row for date, row in pairs if date is None]
        dated = begun or ([] if unsure else [(date, row) for date, row in pairs if date is not None])
        last = [max(dated, key=lambda pair: pair[0])[1]] if dated else []
        found.update({id(row): row for row in (*last, *unsure)})
    return list(found.values())


def _effective_dates(row: Row) -> tuple[dt.datetime | None, ...]:
    """From when a record may be in force: always where EffectiveDate is blank, None where it is not known."""
    cell = row.get("EffectiveDate")
    if cell.blank:
        return (_ALWAYS,)
    dates = [reading for reading in cell.readings if isinstance(reading, dt.datetime)]
    return tuple(date.replace(tzinfo=dt.UTC) if date.tzinfo is None else date for date in dates) or (None,)


def _issuer_in_force(rows: Sequence[Row], as_of: dt.datetime) -> tuple[Cell, Row | None]:
    """The thumbprint that one server's records say is in force, and the record that says so.

    A record whose EffectiveDate is to come may name the certificate that it replaces then (PreviousThumbprint).
    """
    candidates = _in_force(rows, as_of)
    cells: list[Cell] = []
    for row in candidates:
        previous = row.get("PreviousThumbprint")
        to_come = [date > as_of for date in _effective_dates(row) if date is not None]
        replaced = previous.known and not previous.blank and any(to_come)
        if not replaced or not all(to_come):
            cells.append(_as_compared(row.get("Thumbprint")))
        if replaced:
            cells.append(_as_compared(previous))
    if len(cells) < 2:
        return (cells[0] if cells else Cell()), (candidates[0] if candidates else None)
    missing_ones = [cell for cell in cells if cell.missing]
    readings = () if missing_ones else tuple(dict.fromkeys(r for cell in cells for r in cell.readings))
    dates = [row.get("EffectiveDate") for row in candidates]
    reason = "ambiguous-date" if all(cell.readings for cell in dates) else "property-not-exported"
    gaps = gaps_of(missing_ones) or ((Gap(reason, "cs_certificate", "EffectiveDate"),) if len(readings) > 1 else ())
    return Cell(readings, any(c.open for c in cells), evidence_of([*cells, *dates]), gaps), candidates[0]


def _as_compared(cell: Cell) -> Cell:
    """A cell with a thumbprint as it is compared; what is cut stays cut."""
    return Cell(tuple(strip_invisible(str(r)) for r in cell.readings), cell.open, cell.evidence, cell.gaps)


def issuer_of(view: CaseView, server: str) -> tuple[Cell, Row | None]:
    """The thumbprint of a server's OAuthTokenIssuer, and the record in force.

    Blank where the server's export shows that it has none; missing where it does not tell. Full exports of one server
    that differ contradict each other: the cell has both readings.
    """
    rows, gaps = certificates_with_use(view, server, "OAuthTokenIssuer")
    uses = [row.get("Use") for row in view.rows_of("cs_certificate", server)]
    if not rows:
        return (missing(gaps[0], uses) if gaps else known("", uses)), None
    all_rows = view.rows_of("cs_certificate", server)
    exports = view.exports_of("cs_certificate", server)
    full = _newest([export for export in exports if shows_all_of(export, "OAuthTokenIssuer", all_rows)])
    outputs = [[row for row in rows if export in row.exports] for export in full] or [rows]
    said = [_issuer_in_force(own, view.as_of) if own else (known("", uses), None) for own in outputs]
    cell = said[0][0]
    for other, _ in said[1:]:
        cell = merged(cell, other)
    current = next((row for _, row in said if row is not None), None)
    gaps = tuple(
        Gap(gap.reason, "cs_certificate", "Thumbprint", server) if gap.reason == "contradiction" else gap
        for gap in cell.gaps
    )
    evidence = evidence_of([cell, *([current.get("Use")] if current else [])])
    return Cell(cell.readings, cell.open, evidence, gaps), current


def why_no_issuer(view: CaseView) -> tuple[Gap, ...]:
    """Why it is not sure that Lync has no OAuthTokenIssuer; nothing where a full export shows that it has none.

    The certificate is assigned globally, so one full export of a server that would have it tells: no Edge or Mediation
    Server.
    """
    table = view.table("cs_certificate")
    elsewhere = False
    for export in table.exports:
        rows = [row for row in table.rows if export in row.exports]
        if not shows_all_of(export, "OAuthTokenIssuer", rows):
            continue
        for server in {row.server for row in rows} or {export.server}:
            if _would_have_issuer(view, server, [row for row in rows if row.server == server]):
                return ()
        elsewhere = True
    if not table.exported:
        return (Gap("table-not-exported", "cs_certificate"),)
    if elsewhere:
        return (Gap("server-not-exported", "cs_certificate"),)
    return table.gaps or (Gap("export-filtered", "cs_certificate", "Use"),)


def _would_have_issuer(view: CaseView, server: str | None, rows: Sequence[Row]) -> bool:
    """Whether these records of a server are those of one that has the OAuthTokenIssuer where it is assigned.

    A server of an unknown role is one where it has a certificate for Web Services, or where nothing but the
    OAuthTokenIssuer was asked for.
    """
    role = view.is_front_end(server) if server else Cell()
    if role.known:
        return bool(role.value)
    uses = {part.strip().casefold() for row in rows for text in texts(row.get("Use")) for part in text.split(",")}
    return not rows or (bool(uses & _OF_FRONT_END) and not uses & _OF_EDGE)


def oauth_token_issuers(view: CaseView) -> Cell:
    """The thumbprints of all certificates with Use OAuthTokenIssuer; `?` stands for one that prints none."""
    table = view.table("cs_certificate")
    found = [row for row in table.rows if has_use(row, "OAuthTokenIssuer")]
    items = [name for row in found for name in thumbprints(row) or ("?",)]
    cells = [
        cell for row in found or table.rows for cell in (row.get("Use"), *((row.get("Thumbprint"),) if found else ()))
    ]
    gaps = () if found else why_no_issuer(view)
    if gaps and not table.rows:
        return missing(gaps[0])
    return collected(items, cells, gaps)
