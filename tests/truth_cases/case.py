"""What a case is, and the names that several topics share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import estate as e

XML = "https://autodiscover.litwareinc.com/autodiscover/autodiscover.xml"
MAIL_XML = "https://mail.litwareinc.com/autodiscover/autodiscover.xml"
HOST = "autodiscover.litwareinc.com"
LB = "declared:\n  load_balancers: [lb.litwareinc.com]\n"
ONE_FE = e.pools(e.FE01)
BOTH = (e.issuer(e.FE01), e.issuer(e.FE02))
CERTIFICATES = e.exchange_certificates(e.EX01) + e.exchange_certificates(e.EX02)


@dataclass(frozen=True)
class Truth:
    """A case: its files (one text is one file), what must be decided of it, and why."""

    id: str
    why: str
    expected: Mapping[str, str]
    files: tuple[str, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    case_file: str = ""
    wrong: str = ""  # a defect that is known: what is decided instead


def truth(id: str, why: str, expected: str, *files: str, wrong: str = "", case_file: str = "", **names: str) -> Truth:
    """`expected` is "F7 pass, F8 unknown"; a rule's id may stand for a statement's."""
    pairs = dict(part.split() for part in expected.split(", "))
    return Truth(id, why, pairs, files, {int(k[1:]): v for k, v in names.items()}, case_file, wrong)
