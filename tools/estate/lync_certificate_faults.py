"""Faults of Lync's certificates: the OAuthTokenIssuer and the Default one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from estate.certificates import certificate, exchanged
from estate.faults import Fault
from estate.lync import FRONT_ENDS, cs_certificate, short, sip_domain
from estate.model import Enum, Estate, Thing
from estate.windows import store_certificate

ISSUER = certificate("oauthtokenissuer")
LISTS = tuple(f"Get-CsCertificate_{short(host)}" for host in FRONT_ENDS)
STORES = tuple(f"Get-ChildItem_Cert-LocalMachine-My_{short(host)}" for host in FRONT_ENDS)


def is_issuer(thing: Thing) -> bool:
    """Whether an object of Get-CsCertificate has the use OAuthTokenIssuer."""
    use = thing["Use"]
    return isinstance(use, Enum) and use.name == "OAuthTokenIssuer"


def _without(estate: Estate, stem: str, which: Callable[[Thing], bool]) -> Estate:
    return estate.with_objects(stem, (thing for thing in estate[stem].objects if not which(thing)))


def no_oauth_certificate(estate: Estate) -> Estate:
    """No Front End Server has a certificate with the use OAuthTokenIssuer."""
    for stem in LISTS:
        estate = _without(estate, stem, is_issuer)
    return estate


def oauth_certificate_expired(estate: Estate) -> Estate:
    """The OAuthTokenIssuer certificate expired ten weeks ago, and Exchange still stores it."""
    return exchanged(estate, ISSUER, certificate("oauthtokenissuer_expired"))


def oauth_certificate_expires_soon(estate: Estate) -> Estate:
    """The OAuthTokenIssuer certificate has 20 days left, and none is staged."""
    return exchanged(estate, ISSUER, certificate("oauthtokenissuer_expires_soon"))


def oauth_successor_takes_over_late(estate: Estate) -> Estate:
    """A staged OAuthTokenIssuer certificate takes over three hours before the current one expires."""
    following = certificate("oauthtokenissuer_next")
    moment = ISSUER.not_after - dt.timedelta(hours=3)
    for listed, store in zip(LISTS, STORES, strict=True):
        staged = cs_certificate(following, "OAuthTokenIssuer", "Global", moment)
        estate = estate.with_objects(listed, (*estate[listed].objects, staged))
        estate = estate.with_objects(store, (*estate[store].objects, store_certificate(following)))
    return estate.with_file("oauthtokenissuer_next.cer", following.der)


def oauth_certificate_not_yet_valid(estate: Estate) -> Estate:
    """The OAuthTokenIssuer certificate begins to be valid in ten days."""
    return exchanged(estate, ISSUER, certificate("oauthtokenissuer_future"))


def oauth_certificate_of_1024_bits(estate: Estate) -> Estate:
    """The key of the OAuthTokenIssuer certificate is too short."""
    return exchanged(estate, ISSUER, certificate("oauthtokenissuer_1024"))


def front_ends_differ(estate: Estate) -> Estate:
    """lyncfe02 signs with a newer certificate than the others."""
    other = certificate("oauthtokenissuer_next")
    estate = exchanged(estate, ISSUER, other, LISTS[1], STORES[1])
    return estate.with_file("oauthtokenissuer_lyncfe02.cer", other.der)


def front_ends_differ_by_hand(estate: Estate) -> Estate:
    """lyncfe02 signs with another certificate, which somebody imported there by hand."""
    return front_ends_differ(estate).setting(LISTS[1], is_issuer, SourceScope="Local")


def oauth_certificate_not_global(estate: Estate) -> Estate:
    """The OAuthTokenIssuer certificate was assigned on each Front End Server instead of globally."""
    for stem in LISTS:
        estate = estate.setting(stem, is_issuer, SourceScope="Local")
    return estate


def oauth_certificate_of_another_company(estate: Estate) -> Estate:
    """The OAuthTokenIssuer certificate is a web certificate that names no SIP domain."""
    return exchanged(estate, ISSUER, certificate("web_of_another_company"))


def sip_domain_not_in_oauth_certificate(estate: Estate) -> Estate:
    """A second SIP domain, litware.net, is missing in the OAuthTokenIssuer certificate."""
    from estate.exchange import accepted_domain

    second = sip_domain("litware.net", default=False)
    estate = estate.with_objects("Get-CsSipDomain", (*estate["Get-CsSipDomain"].objects, second))
    accepted = accepted_domain("litware.net", default=False)
    return estate.with_objects("Get-AcceptedDomain", (*estate["Get-AcceptedDomain"].objects, accepted))


def oauth_certificate_with_a_wildcard(estate: Estate) -> Estate:
    """The common name of the OAuthTokenIssuer certificate is *.litwareinc.com."""
    return exchanged(estate, ISSUER, certificate("oauthtokenissuer_wildcard"))


def oauth_certificate_without_thumbprint(estate: Estate) -> Estate:
    """The assignment of the OAuthTokenIssuer certificate was not finished: no thumbprint."""
    for stem in LISTS:
        estate = estate.setting(stem, is_issuer, Thumbprint="")
    return estate


def oauth_certificate_not_in_store(estate: Estate) -> Estate:
    """The store of lyncfe02 lacks the OAuthTokenIssuer certificate."""
    return _without(estate, STORES[1], lambda thing: thing["Thumbprint"] == ISSUER.thumbprint)


def oauth_certificate_without_private_key(estate: Estate) -> Estate:
    """lyncfe02 has the OAuthTokenIssuer certificate without its private key."""
    return estate.setting(STORES[1], lambda thing: thing["Thumbprint"] == ISSUER.thumbprint, HasPrivateKey=False)


def one_front_end_has_no_oauth_certificate(estate: Estate) -> Estate:
    """lyncfe03 has no certificate with the use OAuthTokenIssuer; the others have."""
    return _without(estate, LISTS[2], is_issuer)


def exchange_signs_for_lync(estate: Estate) -> Estate:
    """Lync signs with the auth certificate of Exchange."""
    return exchanged(estate, ISSUER, certificate("exchange_auth"))


def _default(estate: Estate, name: str) -> Estate:
    return exchanged(estate, certificate("default_lyncfe02"), certificate(name), LISTS[1], STORES[1])


def default_certificate_expired(estate: Estate) -> Estate:
    """The Default certificate of lyncfe02 expired ten days ago."""
    return _default(estate, "default_lyncfe02_expired")


def default_certificate_not_yet_valid(estate: Estate) -> Estate:
    """The Default certificate of lyncfe02 begins to be valid in five days."""
    return _default(estate, "default_lyncfe02_future")


def default_certificate_without_server(estate: Estate) -> Estate:
    """The Default certificate of lyncfe02 does not name the server."""
    return _default(estate, "default_lyncfe02_without_server")


def default_certificate_without_pool(estate: Estate) -> Estate:
    """The Default certificate of lyncfe02 does not name the pool."""
    return _default(estate, "default_lyncfe02_without_pool")


OF_THE_ISSUER = tuple(f"CERT-0{number:02}" for number in (2, 3, *range(5, 13), 21))
OF_A_FRONT_END = ("CERT-007", "CERT-013", "CERT-014", "CERT-015", "CERT-016")

FAULTS = (
    Fault(no_oauth_certificate, ("CERT-001",), (*OF_THE_ISSUER, *OF_A_FRONT_END, "EPA-012")),
    Fault(oauth_certificate_expired, ("CERT-002", "EPA-013"), ("CERT-003",)),
    Fault(oauth_certificate_expires_soon, ("CERT-003",)),
    Fault(oauth_successor_takes_over_late, ("CERT-004",)),
    Fault(oauth_certificate_not_yet_valid, ("CERT-005",)),
    Fault(oauth_certificate_of_1024_bits, ("CERT-006",)),
    Fault(front_ends_differ, ("CERT-007",)),
    Fault(front_ends_differ_by_hand, ("CERT-007", "CERT-008", "CERT-016")),
    Fault(oauth_certificate_not_global, ("CERT-008",)),
    Fault(oauth_certificate_of_another_company, ("CERT-009",), ("CERT-010",)),
    Fault(sip_domain_not_in_oauth_certificate, ("CERT-010", "SCP-011")),
    Fault(oauth_certificate_with_a_wildcard, ("CERT-011",)),
    Fault(oauth_certificate_without_thumbprint, ("CERT-012",), ("CERT-006", *OF_A_FRONT_END, "EPA-012")),
    Fault(oauth_certificate_not_in_store, ("CERT-013",), ("CERT-014",)),
    Fault(oauth_certificate_without_private_key, ("CERT-014",)),
    Fault(one_front_end_has_no_oauth_certificate, ("CERT-015",), ("CERT-007", "CERT-013", "CERT-014", "CERT-016")),
    Fault(exchange_signs_for_lync, ("CERT-009", "CERT-021"), ("CERT-010",)),
    Fault(default_certificate_expired, ("CERT-017",)),
    Fault(default_certificate_not_yet_valid, ("CERT-018",)),
    Fault(default_certificate_without_server, ("CERT-019",)),
    Fault(default_certificate_without_pool, ("CERT-020",)),
)
