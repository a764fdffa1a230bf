"""Cells: values of a table together with what is known about them, and where each was read.

The three-valued logic starts here. A cell is

* missing: the property was not printed, or its value is lost (`readings` is empty, `gaps` say why and what would help);
* known: one reading;
* in doubt: several readings (an ambiguous date, two sources that contradict each other), or `open` (cut: more follows).

Blank is a known value (`""`, or `()` for a list), never a missing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.tables.table import Export

Scalar = Any
"""A typed value: str, bool, int, float, `datetime`, or a tuple of those for a list. Blank is "" or ()."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cell that a verdict was read from. `line` is None where the value stands on none; `value` is as printed."""

    source: str
    line: int | None
    table: str
    property: str
    value: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Evidence that is not there, and what would collect it.

    `reason` is a key of `analyzer.texts.GAPS`; `table` names the catalogue entry whose command would tell, `server` the
    computer to run it on, `property` what was looked for, `subject` what it was looked for about.
    """

    reason: str
    table: str | None = None
    property: str | None = None
    server: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with all its readings, its evidence and its gaps. See the module's docstring for the states."""

    readings: tuple[Scalar, ...] = ()
    open: bool = False
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the value is sure: one reading, nothing cut."""
        return len(self.readings) == 1 and not self.open

    @property
    def missing(self) -> bool:
        """Whether nothing can be said about the value."""
        return not self.readings

    @property
    def value(self) -> Scalar:
        """The only reading. Raises ValueError where there is none or more than one."""
        if len(self.readings) != 1:
            raise ValueError("the cell has no single reading")
        return self.readings[0]

    @property
    def blank(self) -> bool:
        """Whether the value is surely blank."""
        return self.known and self.readings[0] in ("", ())


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a table.

    `subject` is what a verdict on it is about, `server` the FQDN (lower case) or short name of the computer whose
    output it is. `exports` are the outputs that it stands in. `table` names the catalogue entry of a printed object, so
    that what it lacks names the command that would tell.
    """

    cells: dict[str, Cell]
    subject: str | None = None
    server: str | None = None
    exports: tuple[Export, ...] = ()
    table: str | None = None

    def get(self, name: str) -> Cell:
        """The cell of a property; a missing one where it was not printed."""
        cell = self.cells.get(name)
        if cell is not None:
            return cell
        return Cell(gaps=(Gap("property-not-exported", self.table, name),)) if self.table else MISSING


MISSING = Cell(gaps=(Gap("property-not-exported"),))
