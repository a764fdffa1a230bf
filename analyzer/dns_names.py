"""DNS records as any tool prints them, brought into one form. A leaf module."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = frozenset({"NXDOMAIN"})
"""Types of an answer that proves: the name does not exist."""

NO_DATA = frozenset({"NODATA"})
"""Types of an answer that proves: the name exists, but has no record of the type that was asked for."""

NO_ANSWER = frozenset({"TIMEOUT", "SERVFAIL", "REFUSED", "ERROR"})
"""Types of an answer that proves nothing about the name."""

_NUMBERS = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 33: "SRV", 255: "ANY"}
_TARGETS = {
    "A": ("IPAddress", "IP4Address", "IPv4Address"),
    "AAAA": ("IPAddress", "IP6Address", "IPv6Address"),
    "CNAME": ("NameHost", "HostNameAlias"),
    "NS": ("NameHost", "NameServer"),
    "PTR": ("NameHost", "PtrDomainName"),
    "MX": ("NameExchange", "MailExchange"),
    "SRV": ("NameTarget", "DomainName"),
    "SOA": ("PrimaryServer",),
    "TXT": ("Strings", "Text", "DescriptiveText"),
}
"""Where Resolve-DnsName and the RecordData of Get-DnsServerResourceRecord have the target of each type."""

_BEFORE = {"MX": ("Preference",), "SRV": ("Priority", "Weight", "Port")}
_ZONE_OF_NODE = re.compile(r"^DC=[^,]+,DC=([^,]+),CN=MicrosoftDNS,", re.IGNORECASE)
_TYPE_NAME = re.compile(r"^(?:Microsoft\.Management\.Infrastructure\.\S*|CimInstance|DnsServerResourceRecord\w*)$")


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """One record, or one answer without any.

    `name` is in lower case without a final dot; `absolute` says whether it is a full name (a name of a zone file whose
    zone is unknown is not). `type` is in upper case: a record type, or a member of `ABSENT`, `NO_DATA` or `NO_ANSWER`.
    `data` is what the record leads to: the host (full, lower case, no final dot), the address, or the text of it; ""
    where there is none or the export lost it. `printed` is the data as printed, None where the export lost it.
    """

    name: str
    type: str
    data: str = ""
    printed: str | None = None
    absolute: bool = True
    zone: str | None = None
    ttl: str | None = None
    section: str | None = None


def dns_record(properties: Mapping[str, Any], zone: str | None = None) -> DnsRecord | None:
    """The record that a printed object is; None for an object that is no DNS record.

    Reads the records of the DNS reader (Name, Type, Data), of Resolve-DnsName, and of Get-DnsServerResourceRecord,
    whose host names are relative: `zone` is what the command's -ZoneName says. Never raises.
    """
    kind = _type(properties)
    if kind is None:
        return None
    origin: str | None = None
    if "HostName" in properties and "Name" not in properties:
        owner = _text(properties["HostName"])
        within = _zone_of(properties) or (normal_name(zone) if zone else None)
        name, absolute = full_name(owner, within)
    else:
        owner = _text(properties.get("Name"))
        within = normal_name(_text(properties.get("Zone")) or zone or "") or None
        origin = _text(properties.get("Origin")) or within
        name, absolute = full_name(owner, origin) if "Zone" in properties else (normal_name(owner), True)
    if not owner:
        return None
    printed, data = _data(properties, kind, origin)
    ttl = _text(properties.get("TTL", properties.get("TimeToLive"))) or None
    return DnsRecord(name, kind, data, printed, absolute, within, ttl, _text(properties.get("Section")) or None)


def normal_name(name: str) -> str:
    """A host name in lower case, without white space around it and without its final dot."""
    return name.strip().rstrip(".").lower()


def full_name(name: str, origin: str | None) -> tuple[str, bool]:
    """The full name that a name of a zone file stands for, and whether it could be told (RFC 1035, section 5.1)."""
    if name.endswith("."):
        return normal_name(name), True
    if not origin:
        return normal_name(name), False
    within = normal_name(origin)
    return (within if name == "@" else f"{normal_name(name)}.{within}"), True


def is_address(text: str) -> bool:
    """Whether the text is an IP address."""
    try:
        ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    return True


def _type(properties: Mapping[str, Any]) -> str | None:
    for name in ("RecordType", "QueryType", "Type"):
        value = properties.get(name)
        if isinstance(value, Mapping):
            value = value.get("$text", value.get("$value"))
        if isinstance(value, int) and not isinstance(value, bool):
            value = _NUMBERS.get(value)
        if isinstance(value, str) and value.strip():
            text = value.strip().upper()
            if text.isdigit():
                text = _NUMBERS.get(int(text[:5]), "")
            known = text in _TARGETS or text in ABSENT | NO_DATA | NO_ANSWER
            if known or ("Data" in properties and text.isalnum()):
                return text
            if name == "RecordType" or "HostName" in properties or "Section" in properties:
                return text if text.isalnum() else None
    return None


def _data(properties: Mapping[str, Any], kind: str, origin: str | None) -> tuple[str | None, str]:
    """The data as printed, and what it leads to."""
    if "Data" in properties:
        text = _text(properties["Data"])
        return text, _target(text, kind, origin)
    nested = properties.get("RecordData")
    if isinstance(nested, str):
        return (None, "") if _TYPE_NAME.match(nested.strip()) else (nested, _target(nested, kind, None))
    fields = nested if isinstance(nested, Mapping) else properties
    target = next((text for name in _TARGETS.get(kind, ()) if (text := _text(fields.get(name)))), "")
    if not target:
        return None, ""
    before = [text for name in _BEFORE.get(kind, ()) if (text := _text(fields.get(name)))]
    return " ".join((*before, target)), _target(target, kind, None)


def _target(text: str, kind: str, origin: str | None) -> str:
    """The host or address in printed data: its last word, for SOA its first; a text as it is."""
    words = text.replace("[", " ").replace("]", " ").split()
    if not words or kind not in _TARGETS or kind == "TXT":
        return text if kind == "TXT" else ""
    word = words[0] if kind == "SOA" else words[-1]
    if kind in ("A", "AAAA"):
        return word.lower() if is_address(word) else ""
    return full_name(word, origin)[0] if origin else normal_name(word)


def _zone_of(properties: Mapping[str, Any]) -> str | None:
    """The zone that the directory's name of a node tells."""
    found = _ZONE_OF_NODE.match(_text(properties.get("DistinguishedName")))
    return normal_name(found[1]) if found else None


def _text(value: Any) -> str:
    """A scalar as text: the text of an object that has one, the items of a list, "" for nothing."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in ("IPAddressToString", "$text", "$value") if value.get(name)), "")
    if isinstance(value, list):
        return " ".join(_text(item) for item in value if not isinstance(item, Mapping | list))
    return "" if value is None else str(value).strip()
