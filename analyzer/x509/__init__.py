"""X.509 certificates: from bytes to the properties that Windows and Exchange print. A leaf, and light to import."""

from __future__ import annotations

from analyzer.x509.certificate import TYPE_NAME, Examined, certificate_facts, examine_certificate
from analyzer.x509.exchange import exchange_certificate_facts
from analyzer.x509.serialization import decode_serialization_data

__all__ = [
    "TYPE_NAME",
    "Examined",
    "certificate_facts",
    "decode_serialization_data",
    "examine_certificate",
    "exchange_certificate_facts",
]
