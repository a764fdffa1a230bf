"""Names: hosts of URLs, names in certificates, and whether one covers another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_CN = re.compile(r"(?:^|[,+]\s*)CN\s*=\s*(\"[^\"]*\"|(?:\\.|[^,+\\])*)", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[a-z0-9_*-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*")


def host_of(url: str) -> str:
    """The host of a URL in lower case without a final dot; "" where the text is no URL."""
    try:
        return (urlsplit(url.strip().strip("\"'")).hostname or "").rstrip(".")
    except ValueError:
        return ""


def path_of(url: str) -> str:
    """The path of a URL in lower case; "" where the text is no URL."""
    try:
        return urlsplit(url.strip()).path.lower()
    except ValueError:
        return ""


def common_name(subject: str) -> str:
    """The first common name in a Subject; "" where it has none."""
    match = _CN.search(subject)
    return match[1].strip().strip('"').strip() if match else ""


def is_host(name: str) -> bool:
    """Whether a text can be a host name or a wildcard of one. Anything with blanks or control characters cannot."""
    return _HOST.fullmatch(name.strip().rstrip(".").casefold()) is not None


def covers(pattern: str, host: str) -> bool:
    """Whether a name in a certificate covers a host: the same name, or a wildcard for its first label (RFC 6125)."""
    pattern, host = pattern.strip().rstrip(".").casefold(), host.strip().rstrip(".").casefold()
    if not is_host(pattern) or not host:
        return False
    if pattern.startswith("*."):
        label, _, rest = host.partition(".")
        return bool(label) and rest == pattern[2:]
    return pattern == host


def any_covers(patterns: Iterable[str], host: str) -> bool:
    """Whether one of the names covers a host."""
    return any(covers(pattern, host) for pattern in patterns)


def within(name: str, domain: str) -> bool:
    """Whether a name is a domain or lies in it, by whole labels: mylitwareinc.com does not lie in litwareinc.com."""
    name, domain = name.strip().rstrip(".").casefold(), domain.strip().rstrip(".").casefold()
    return bool(domain) and (name == domain or name.endswith("." + domain))


def subject_holds(subject: str, domain: str) -> bool:
    """Whether a Subject holds a domain name as whole labels, in any of its attributes."""
    values = re.split(r"[,+]?\s*[A-Za-z][A-Za-z0-9.]*\s*=\s*|[,\s\"]+", subject)
    return any(within(value.removeprefix("*."), domain) for value in values if value)


def strip_invisible(text: str) -> str:
    """A thumbprint as it is compared: upper-case hex digits, without blanks and invisible marks (U+200E)."""
    return re.sub(r"[^0-9A-Fa-f]", "", text).upper()
