"""What is left of a run's budget."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.budget import Budget
from analyzer.model import Note
from analyzer.notes import note


@dataclass
class Ledger:
    """What is left of a run's budget, across all paths and all layers of archives.

    A part of it is reserved for the files on disk that are still to come: archives get what is free of that.
    """

    budget: Budget
    bytes_left: int
    members_left: int
    bytes_reserved: int = 0
    members_reserved: int = 0

    @classmethod
    def of(cls, budget: Budget) -> Ledger:
        """A ledger from which nothing was taken yet."""
        return cls(budget, budget.total_bytes, budget.members)

    @property
    def bytes_free(self) -> int:
        """How many bytes an archive's members may still take."""
        return self.bytes_left - self.bytes_reserved

    @property
    def members_free(self) -> int:
        """How many members archives may still give."""
        return self.members_left - self.members_reserved

    def reserve(self, size: int, members: int) -> None:
        """Keep so much for files on disk that are still to come."""
        self.bytes_reserved += size
        self.members_reserved += members

    def release(self, size: int, members: int) -> None:
        """Give back what was reserved."""
        self.reserve(-size, -members)

    def take(self, size: int, members: int) -> None:
        """Note that so many bytes and members were taken in."""
        self.bytes_left = max(0, self.bytes_left - size)
        self.members_left -= members


def total_limit(budget: Budget) -> Note:
    """The note for what is left when a run has taken in all that it may."""
    return note("total-limit", f"The input is more than {budget.total_bytes:,} bytes unpacked: this was not read.")
