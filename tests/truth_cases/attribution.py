"""Whose output it is (design decision 11)."""

from __future__ import annotations

from . import estate as e
from .case import BOTH, XML, Truth, truth

ATTRIBUTED = (
    truth(
        "known-by-short-name-only",
        "EXCH01 of Get-ClientAccessServer is exch01.litwareinc.com of the records",
        "AUTH-002 unknown",
        e.uris(EXCH01=XML).replace(f"[{e.EX01}]: ", ""),
        e.auth_config().replace(f"[{e.EX01}]: ", ""),
        e.exchange_certificates(
            "", *(r | {"Identity": f"{e.EX01}\\{r['Thumbprint']}"} for r in (e.auth_certificate(), e.web_certificate()))
        ),
        _2="Get-ExchangeCertificate_exch01",
    ),
    truth(
        "short-and-full-names",
        "lyncfe02 is lyncfe02.litwareinc.com",
        "F7 pass",
        e.pools(),
        e.issuer(e.FE01),
        e.issuer("LYNCFE02"),
    ),
    truth(
        "by-pscomputername",
        "the records name their computers",
        "F7 pass",
        e.pools(),
        e.console(
            "",
            "Get-CsCertificate -Type OAuthTokenIssuer",
            e.certificate("OAuthTokenIssuer", PSComputerName=e.FE01),
            e.certificate("OAuthTokenIssuer", PSComputerName=e.FE02),
        ),
    ),
    truth(
        "by-file-names",
        "the files are named after the servers",
        "F7 pass",
        e.pools(),
        e.issuer(""),
        e.issuer(""),
        _1="lyncfe01_cert",
        _2="cert.lyncfe02",
    ),
    truth(
        "by-a-file-name-of-two",
        "a name with two servers names none",
        "F7 unknown",
        e.pools(),
        e.issuer(""),
        e.issuer(""),
        _1="lyncfe01",
        _2="lyncfe01_lyncfe02",
    ),
    truth(
        "by-the-wrong-file-name",
        "the prompt says more than the file's name",
        "F7 unknown",
        e.pools(),
        e.issuer(e.FE01),
        e.issuer(e.FE01),
        _1="lyncfe01",
        _2="lyncfe02",
    ),
    truth(
        "the-same-export-twice",
        "two copies of one export are one export",
        "F7 unknown",
        e.pools(),
        e.issuer(e.FE01),
        e.issuer(e.FE01),
    ),
    truth("two-outputs-in-one-file", "each stands under its own prompt", "F7 pass", e.pools(), BOTH[0] + BOTH[1]),
    truth(
        "two-records-without-a-server",
        "two identical records may be one server's",
        "F7 unknown",
        e.pools(),
        e.console(
            "",
            "Get-CsCertificate -Type OAuthTokenIssuer",
            e.certificate("OAuthTokenIssuer"),
            e.certificate("OAuthTokenIssuer"),
        ),
    ),
    truth(
        "same-short-names",
        "exch01 of two domains are two servers",
        "F4 unknown",
        e.exchange_servers(e.exchange_server(e.EX01), e.exchange_server("exch01.fabrikam.com")),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
    ),
    truth(
        "a-server-of-another-forest",
        "a list without it does not show that it lacks the certificate",
        "F4 pass",
        e.exchange_servers(e.exchange_server(e.EX01)),
        e.auth_config(),
        e.exchange_certificates(e.EX01),
        e.exchange_certificates(e.FE01, e.web_certificate(), command=r"Get-ChildItem Cert:\LocalMachine\My | fl"),
    ),
)


CASES: tuple[Truth, ...] = ATTRIBUTED
