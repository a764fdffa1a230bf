"""Tells from a customer's exports what is wrong with a Lync Server / Skype for Business and Exchange estate.

    import analyzer
    case = analyzer.open_case("ticket.zip")
    case.tables["cs_certificate"]        # a pandas DataFrame
    case.check()                         # the verdicts; renders in a notebook

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.budget import Budget
    from analyzer.case import Case, open_case
    from analyzer.engine.rule import Rule, RulePack, RulePackError
    from analyzer.engine.rulefile import load_rules
    from analyzer.engine.verdict import CheckResult, Outcome, Verdict
    from analyzer.errors import UsageError
    from analyzer.model import Note, Reading, Record, Source

__version__ = "0.1.0"

_HOME = {
    "Budget": "analyzer.budget",
    "Case": "analyzer.case",
    "open_case": "analyzer.case",
    "Rule": "analyzer.engine.rule",
    "RulePack": "analyzer.engine.rule",
    "RulePackError": "analyzer.engine.rule",
    "load_rules": "analyzer.engine.rulefile",
    "CheckResult": "analyzer.engine.verdict",
    "Outcome": "analyzer.engine.verdict",
    "Verdict": "analyzer.engine.verdict",
    "UsageError": "analyzer.errors",
    "Note": "analyzer.model",
    "Reading": "analyzer.model",
    "Record": "analyzer.model",
    "Source": "analyzer.model",
}

__all__ = [
    "Budget",
    "Case",
    "CheckResult",
    "Note",
    "Outcome",
    "Reading",
    "Record",
    "Rule",
    "RulePack",
    "RulePackError",
    "Source",
    "UsageError",
    "Verdict",
    "__version__",
    "load_rules",
    "open_case",
]


def __getattr__(name: str) -> Any:
    """The public names, imported when first asked for."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
