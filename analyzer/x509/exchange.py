"""What Get-ExchangeCertificate prints, from the bytes that an Export-Clixml of it holds."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from analyzer.x509.certificate import Examined, examine_certificate
from analyzer.x509.serialization import (
    certificate_properties,
    decode_serialization_data,
    friendly_name,
    has_private_key,
)

_SERVICES = ("IMAP", "POP", "UM", "IIS", "SMTP", "Federation", "UMCallRouter")
"""AllowedServices, bit 0 first."""

_STATUS = (
    "Unknown",
    "Valid",
    "Revoked",
    "DateInvalid",
    "Untrusted",
    "Invalid",
    "RevocationCheckFailure",
    "PendingRequest",
)
"""CertificateStatus by number."""

_ROOT_CA_TYPE = {0: "None", 3: "Registry"}
"""CertificateAuthorityType: the numbers that real exports confirm."""

_DOMAIN = re.compile(r"(?:\*\.)?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,126}")
_NUMBERS = re.compile(r"\{\s*\d{1,3}(?:, \d{1,3})*\s*\}")


def exchange_certificate_facts(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that the record's RawData and SerializationData prove; empty without readable bytes.

    RawData gives the facts of `examine_certificate`. SerializationData of an ExchangeCertificate adds Services, Status,
    RootCAType, IsSelfSigned, PrivateKeyExportable, Identity, FriendlyName and HasPrivateKey. CertificateDomains is
    derived as Exchange does it: the common name, then the alternative names, as far as they can be domains. Never
    raises.
    """
    raw = _bytes(properties.get("RawData"))
    members = decode_serialization_data(_bytes(properties.get("SerializationData")) or b"")
    if "CertData" not in members:
        members = {}
    store = certificate_properties(members["CertData"]) if isinstance(members.get("CertData"), bytes) else {}
    raw = raw or store.get(32)
    examined = examine_certificate(raw) if raw else Examined({})
    facts = dict(examined.facts)
    if facts and (members or "ExchangeCertificate" in str(properties.get("$type", ""))):
        facts["CertificateDomains"] = _domains(examined.common_name, facts.get("DnsNameList", []))
    facts.update(_state(members))
    if store:
        facts["HasPrivateKey"] = has_private_key(store)
        name = friendly_name(store)
        if name is not None:
            facts["FriendlyName"] = name
    return facts


def _state(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members that have the types expected of them, under the names and in the words that the cmdlet prints."""
    services, status, root = (_number(members.get(name)) for name in ("Services", "Status", "RootCAType"))
    found = {
        "Services": None if services is None else _flags(services),
        "Status": _STATUS[status] if status is not None and 0 <= status < len(_STATUS) else None,
        "RootCAType": None if root is None else _ROOT_CA_TYPE.get(root),
        "IsSelfSigned": members.get("SelfSigned"),
        "PrivateKeyExportable": members.get("PrivateKeyExportable"),
        "Identity": members.get("Identity"),
    }
    return {name: value for name, value in found.items() if isinstance(value, str | bool)}


def _flags(value: int) -> str | None:
    """The services as an enum of flags prints them; None for bits that no service has."""
    if not 0 <= value < 1 << len(_SERVICES):
        return None
    return ", ".join(name for bit, name in enumerate(_SERVICES) if value >> bit & 1) or "None"


def _number(value: Any) -> int | None:
    number = value.get("value__") if isinstance(value, dict) else value
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _domains(common_name: str | None, alternatives: list[str]) -> list[str]:
    names = [name for name in (common_name, *alternatives) if name and _DOMAIN.fullmatch(name)]
    return list({name.lower(): name for name in reversed(names)}.values())[::-1]


def _bytes(value: Any) -> bytes | None:
    """A byte array as any reader delivers it: base64 (CliXML), numbers (JSON), `{48, 130}` (a list printed whole)."""
    if isinstance(value, dict):
        value = value.get("base64")
    try:
        if isinstance(value, list):
            return bytes(value)
        if not isinstance(value, str):
            return None
        if _NUMBERS.fullmatch(value):
            return bytes(map(int, value.strip("{} ").split(", ")))
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        return None
