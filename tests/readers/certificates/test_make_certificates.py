"""The script that makes the samples' certificates: what it writes can be sent, and reads as it was meant."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path

import pytest

from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import certificates

SCRIPT = Path(__file__).resolve().parents[3] / "tools" / "make_certificates.py"


def test_certificates_of_the_samples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("make_certificates", SCRIPT)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_certificates", script)
    spec.loader.exec_module(script)
    script.main([str(tmp_path), "--as-of", "2026-06-15"])
    printed = capsys.readouterr().out
    found = {}
    for path in sorted(tmp_path.iterdir()):
        data = path.read_bytes()
        encoding = "ascii" if path.suffix == ".pem" else None
        source = Source(path.name, len(data), hashlib.sha256(data).hexdigest(), data, encoding=encoding)
        reading = certificates.read(source, Budget())
        assert certificates.sniff(source) == 1.0
        assert reading.notes == (), path  # no private key above all
        assert all(record.value["Thumbprint"] in printed for record in reading.records)
        found[path.name] = [record.value for record in reading.records]
    assert found["oauthtokenissuer.cer"] == found["oauthtokenissuer.pem"]
    assert len(found["oauthtokenissuer_chain.p7b"]) == 2
    (issuer,), (weak,), (expired,) = (found[f"oauthtokenissuer{kind}.cer"] for kind in ("", "_1024", "_expired"))
    assert (issuer["Subject"], issuer["PublicKeySize"]) == ("CN=litwareinc.com", 2048)
    assert weak["PublicKeySize"] == 1024
    assert expired["NotAfter"] < "2026-06-15"
    assert found["exchange_auth.cer"][0]["IsSelfSigned"] is True
    assert "autodiscover.litwareinc.com" in found["exchange_iis.cer"][0]["DnsNameList"]
