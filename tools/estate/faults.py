"""Faults: each changes one thing in the estate, and says which rules name it.

`FAULTS` holds all of them. A fault's name is that of its function.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from estate.model import Estate


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, the rules that must fail with it, and those that lose their subject (unknown or not applicable).

    In `fails` and `loses` a rule stands by its id.
    """

    change: Callable[[Estate], Estate]
    fails: tuple[str, ...]
    loses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its function."""
        return self.change.__name__


def all_faults() -> dict[str, Fault]:
    """Every fault by its name."""
    from estate import exchange_faults, lync_certificate_faults, lync_faults, partner_faults

    modules = (lync_certificate_faults, lync_faults, partner_faults, exchange_faults)
    return {fault.name: fault for module in modules for fault in module.FAULTS}
