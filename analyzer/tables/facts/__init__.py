"""Facts: tables derived from other tables, in Python. What a row and a column mean is written in `columns.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from analyzer.tables.table import Table

# Fact -> the module of this package that builds it; the function is called FACT_table and takes a CaseView.
MODULES: Mapping[str, str] = {
    "lync_front_end": "lync_front_ends",
    "oauth_token_issuer": "oauth_token_issuers",
    "exchange_auth_server": "exchange_certificates",
    "auth_certificate": "exchange_certificates",
    "exchange_organization": "organization",
    "oauth_configuration": "oauth",
    "autodiscover_uri": "autodiscover",
    "exchange_autodiscover_url": "autodiscover",
    "autodiscover_host": "autodiscover",
    "exchange_in_lync": "partners_in_lync",
    "lync_in_exchange": "partners_in_exchange",
    "trust": "trust",
    "required_services": "services",
    "sip_domain": "sip_domains",
    "certificate": "certificates",
}


@dataclass(frozen=True, slots=True)
class FactDescription:
    """What a row of a fact is, and what each of its columns means."""

    row: str
    columns: Mapping[str, str]


def fact_builder(name: str) -> Callable[..., Table]:
    """The function that builds a fact from a `CaseView`. Raises KeyError where there is no such fact."""
    builder: Callable[..., Table] = getattr(import_module(f"{__name__}.{MODULES[name]}"), f"{name}_table")
    return builder


@cache
def descriptions() -> Mapping[str, FactDescription]:
    """The description of every fact."""
    import yaml

    text = (Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # builds nothing but dict, list and str
    return {name: FactDescription(fields["row"], fields["columns"]) for name, fields in data.items()}
