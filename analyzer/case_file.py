"""`--case FILE`: what the engineer knows besides the exports. It is never picked up from inside the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.errors import UsageError
from analyzer.tables.build import Declared


def read_case_file(path: Path | str) -> Declared:
    """The statements of a case file (YAML: `as_of`, and `declared` with `load_balancers` and `origin`).

    Raises UsageError, saying which line to change, for a file that is not of this form.
    """
    import yaml

    path = Path(path)
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CBaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The case file {path} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise UsageError(f"The case file {path} is no YAML: {error}") from error
    if not isinstance(data, Mapping):
        raise UsageError(f"The case file {path} must hold as_of: and declared:.")
    _only(data, ("as_of", "declared"), path)
    declared = data.get("declared") or {}
    if not isinstance(declared, Mapping):
        raise UsageError(f"The case file {path}: declared must be a mapping.")
    _only(declared, ("load_balancers", "origin"), path)
    balancers, origin = declared.get("load_balancers") or [], declared.get("origin") or {}
    if not isinstance(balancers, list) or not all(isinstance(item, str) for item in balancers):
        raise UsageError(f"The case file {path}: load_balancers must be a list of host names.")
    if not isinstance(origin, Mapping) or not all(isinstance(value, str) for value in origin.values()):
        raise UsageError(f"The case file {path}: origin must map a pattern of source names to a server.")
    as_of = parse_moment(str(data["as_of"]), f"as_of in {path}") if data.get("as_of") else None
    return Declared(as_of, tuple(balancers), dict(origin), path.name)


def _only(data: Mapping[str, Any], known: tuple[str, ...], path: Path) -> None:
    for name in data:
        if name not in known:
            raise UsageError(f"The case file {path} has {name}; it may have {', '.join(known)}.")


def parse_moment(text: str, what: str) -> dt.datetime:
    """An ISO 8601 time; one without an offset is taken as UTC. Raises UsageError."""
    try:
        moment = dt.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError as error:
        raise UsageError(f"{what} is {text!r}, not a time such as 2026-06-15 or 2026-06-15T08:00:00Z.") from error
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
