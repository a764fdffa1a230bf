"""Certificates by thumbprint, whatever shows them: files, certutil, certificate stores, Lync and Exchange.

A thumbprint names one certificate, so its sources cannot truly contradict each other: the surest cell counts, bytes
before text (a certificate file before a list that may be cut).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.tables.cells import Cell, Gap, Row
from analyzer.tables.facts.case_view import CaseView
from analyzer.tables.facts.derive import apply, collected, first_known, texts
from analyzer.tables.facts.names import common_name, strip_invisible
from analyzer.tables.table import Table

SOURCES = ("certificate_file", "certificate_store", "certutil", "exchange_certificate", "cs_certificate")
"""The tables that show certificates, the surest first."""

_FIELDS = {
    "Subject": ("Subject",),
    "Issuer": ("Issuer",),
    "NotBefore": ("NotBefore",),
    "NotAfter": ("NotAfter",),
    "PublicKeySize": ("PublicKeySize", "KeySize", "PublicKey.Key.KeySize", "Key Size"),
    "AlternativeNames": ("DnsNameList", "AlternativeNames", "CertificateDomains", "SubjectAlternativeName"),
    "SerialNumber": ("SerialNumber",),
}  # fmt: skip


@dataclass(frozen=True)
class Certificate:
    """What the case knows of one certificate; `cells` by the field's names, missing ones with their gap."""

    thumbprint: str
    cells: dict[str, Cell] = field(default_factory=dict)
    servers: tuple[str, ...] = ()

    def get(self, name: str) -> Cell:
        """The cell of a field; missing, with what would show it, where nothing does."""
        cell = self.cells.get(name)
        if cell is not None and cell.readings:
            return cell
        table = "certificate_store" if name == "PublicKeySize" else None
        gaps = cell.gaps if cell is not None and cell.gaps and table is None else ()
        return Cell(
            (),
            False,
            cell.evidence if cell is not None else (),
            gaps or (Gap("certificate-not-exported", table or "certificate_store", name, subject=self.thumbprint),),
        )


def thumbprints(row: Row) -> tuple[str, ...]:
    """The thumbprints that a row may have, normalised; nothing where it prints none."""
    return tuple(strip_invisible(text) for text in texts(row.get("Thumbprint")) if strip_invisible(text))


def certificates(view: CaseView) -> dict[str, Certificate]:
    """Every certificate of the case by its normalised thumbprint."""
    return view.once(_certificates)


def _certificates(view: CaseView) -> dict[str, Certificate]:
    found: dict[str, dict[str, list[Cell]]] = {}
    servers: dict[str, dict[str, None]] = {}
    for table in SOURCES:
        for row in view.table(table).rows:
            for thumbprint in thumbprints(row):
                fields = found.setdefault(thumbprint, {})
                for name, spellings in _FIELDS.items():
                    cells = [row.cells[spelling] for spelling in spellings if spelling in row.cells]
                    fields.setdefault(name, []).extend(cells)
                if row.server:
                    servers.setdefault(thumbprint, {}).setdefault(row.server)
    return {
        thumbprint: Certificate(
            thumbprint,
            {name: first_known(cells) for name, cells in fields.items() if cells},
            tuple(servers.get(thumbprint, ())),
        )
        for thumbprint, fields in found.items()
    }


def certificate_of_row(row: Row) -> Certificate:
    """What one record alone shows of a certificate; for records that print no thumbprint."""
    cells = {
        name: first_known([row.cells[spelling] for spelling in spellings if spelling in row.cells])
        for name, spellings in _FIELDS.items()
        if any(spelling in row.cells for spelling in spellings)
    }
    return Certificate("", cells, (row.server,) if row.server else ())


def certificate_named(known: dict[str, Certificate], thumbprint: Cell) -> Certificate | None:
    """The certificate with the thumbprint in a cell; None where the cell has none, or more than one."""
    found = {strip_invisible(text) for text in texts(thumbprint)}
    if len(found) != 1 or not (name := found.pop()):
        return None
    return known.get(name) or Certificate(name)


def names_of(certificate: Certificate) -> Cell:
    """The names that a certificate holds: alternative names, and the common name of its Subject."""
    names, subject = certificate.get("AlternativeNames"), certificate.get("Subject")
    items = [*texts(names), *(common_name(text) for text in texts(subject))]
    gaps = [gap for cell in (names,) if not cell.known for gap in cell.gaps or (Gap("list-cut"),)]
    return collected([item for item in items if item], [names, subject], gaps)


def common_name_of(certificate: Certificate) -> Cell:
    """The common name in a certificate's Subject; blank where it has none."""
    return apply(lambda subject: common_name(str(subject)), certificate.get("Subject"))


def _rows(view: CaseView) -> Iterator[Row]:
    for thumbprint, certificate in certificates(view).items():
        cells = {name: certificate.get(name) for name in _FIELDS if name != "SerialNumber"}
        cells["Thumbprint"] = Cell((thumbprint,))
        cells["CommonName"] = common_name_of(certificate)
        cells["Servers"] = collected(certificate.servers)
        yield Row(cells, subject=thumbprint)


def certificate_table(view: CaseView) -> Table:
    """The fact `certificate`."""
    exports = tuple(export for table in SOURCES for export in view.table(table).exports)
    gaps = () if exports else (Gap("table-not-exported", "exchange_certificate"),)
    return Table("certificate", "the estate", tuple(_rows(view)), exports, gaps)
