"""Names of servers: the computers that the case knows, and which computer an output came from (design decision 11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

_HOST = re.compile(r"(?!-)\w[\w-]{0,62}(?:\.(?!-)[\w-]{1,63})*")
_NAME = re.compile(r"(?<![\w-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?![\w-])")


def is_host(name: str) -> bool:
    """Whether a text can be a computer's name: labels of letters, digits, hyphens and underscores."""
    return _HOST.fullmatch(name.strip().rstrip(".")) is not None


@dataclass(frozen=True)
class Servers:
    """The computers known from the case, by their FQDNs and short names (lower case)."""

    fqdns: frozenset[str]
    by_short: Mapping[str, str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Servers:
        """The computers with these names. A short name that two FQDNs share names neither."""
        cleaned = {name.strip().rstrip(".").casefold() for name in names if is_host(name)}
        fqdns = frozenset(name for name in cleaned if "." in name and " " not in name)
        short: dict[str, str | None] = {}
        for fqdn in sorted(fqdns):
            label = fqdn.partition(".")[0]
            short[label] = None if label in short else fqdn
        known = {label: fqdn for label, fqdn in short.items() if fqdn}
        for name in cleaned:
            if "." not in name and name and name not in short:
                known[name] = name
        return cls(fqdns, known)

    def canonical(self, name: str) -> str:
        """The FQDN of a computer in lower case; its short name where no FQDN is known."""
        folded = name.strip().rstrip(".").casefold()
        return folded if folded in self.fqdns else self.by_short.get(folded, folded)

    def known(self, name: str) -> bool:
        """Whether the case names this computer anywhere."""
        folded = name.strip().rstrip(".").casefold()
        return folded in self.fqdns or folded in self.by_short

    def named_in(self, text: str) -> set[str]:
        """The known computers whose FQDN or short name stands in a text as a whole name (`_` parts names too)."""
        found: set[str] = set()
        for piece in re.split(r"[_\s/\\!()\[\]{},;@=+]+", text.casefold()):
            for candidate in (piece, *re.split(r"[.]", piece)):
                if self.known(candidate) and _NAME.fullmatch(candidate):
                    found.add(self.canonical(candidate))
                    break
            else:
                found |= {self.canonical(part) for part in re.split(r"[.-]", piece) if self.known(part)}
        return found


def declared_server(source: str, origin: Mapping[str, str]) -> str | None:
    """The server that `--case` declares for a source, by glob over source names (case does not count)."""
    for pattern, server in origin.items():
        if fnmatchcase(source.casefold(), pattern.casefold()):
            return server
    return None
