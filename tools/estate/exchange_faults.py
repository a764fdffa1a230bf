"""Faults of Exchange: its auth certificate, and the Autodiscover URI that it publishes."""

from __future__ import annotations

import datetime as dt

from estate.certificates import Certificate, certificate, exchanged
from estate.exchange import ORGANIZATION, SERVERS, exchange_certificate
from estate.faults import Fault
from estate.lync import DOMAIN, short
from estate.model import Enum, Estate, Thing, Uri

AUTH = certificate("exchange_auth")
IIS = certificate("exchange_iis")
CONFIG = "Get-AuthConfig"
SCP = "Get-ClientAccessServer"
LISTS = tuple(f"Get-ExchangeCertificate_{short(host)}" for host in SERVERS)
OF_EACH_SERVER = ("AUTH-004", "AUTH-014", "AUTH-015")
OF_THE_CERTIFICATE = ("AUTH-003", "AUTH-005", "AUTH-007", "AUTH-012", "AUTH-018")


def is_auth(thing: Thing) -> bool:
    """Whether an object of Get-ExchangeCertificate is the auth certificate."""
    return thing["Thumbprint"] == AUTH.thumbprint


def _next(estate: Estate, following: Certificate, effective: dt.datetime, *lists: str) -> Estate:
    """A staged auth certificate, on the servers of these exports."""
    for stem, host in zip(LISTS, SERVERS, strict=True):
        if stem in lists:
            shown = exchange_certificate(
                host, following, "SMTP", following.subject.removeprefix("CN="), exportable=True
            )
            estate = estate.with_objects(stem, (*estate[stem].objects, shown))
    return estate.setting(
        CONFIG, NextCertificateThumbprint=following.thumbprint, NextCertificateEffectiveDate=effective
    )


def _in_june(day: int) -> dt.datetime:
    return dt.datetime(2026, 6, day, 6, 0, 0, tzinfo=dt.UTC)


def no_auth_certificate(estate: Estate) -> Estate:
    """The auth configuration names no current certificate."""
    return estate.setting(CONFIG, CurrentCertificateThumbprint="")


def auth_certificate_missing_on_one_server(estate: Estate) -> Estate:
    """exch02 lacks the current auth certificate."""
    return estate.with_objects(LISTS[1], (thing for thing in estate[LISTS[1]].objects if not is_auth(thing)))


def auth_certificate_missing_everywhere(estate: Estate) -> Estate:
    """The auth configuration names a certificate that no server has."""
    return estate.setting(CONFIG, CurrentCertificateThumbprint=certificate("exchange_auth_next").thumbprint)


def auth_certificate_expired(estate: Estate) -> Estate:
    """The current auth certificate expired ten weeks ago."""
    return exchanged(estate, AUTH, certificate("exchange_auth_expired"))


def auth_certificate_without_private_key(estate: Estate) -> Estate:
    """exch02 has the auth certificate without its private key."""
    return estate.setting(LISTS[1], is_auth, HasPrivateKey=False)


def web_certificate_as_auth_certificate(estate: Estate) -> Estate:
    """The auth configuration names the certificate of IIS."""
    return estate.setting(CONFIG, CurrentCertificateThumbprint=IIS.thumbprint)


def auth_certificate_removed(estate: Estate) -> Estate:
    """The certificate of Exchange Setup was removed, and that of IIS named in its place."""
    for stem in LISTS:
        estate = estate.with_objects(stem, (thing for thing in estate[stem].objects if not is_auth(thing)))
    return web_certificate_as_auth_certificate(estate)


def auth_certificate_expires_soon(estate: Estate) -> Estate:
    """The current auth certificate has 40 days left, and none is staged."""
    return exchanged(estate, AUTH, certificate("exchange_auth_expires_soon"))


def next_auth_certificate_missing_on_one_server(estate: Estate) -> Estate:
    """The staged auth certificate is on exch01 only."""
    return _next(estate, certificate("exchange_auth_next"), _in_june(25), LISTS[0])


def next_auth_certificate_ends_first(estate: Estate) -> Estate:
    """The staged auth certificate expires before the current one."""
    return _next(estate, certificate("exchange_auth_expires_soon"), _in_june(25), *LISTS)


def next_auth_certificate_not_promoted(estate: Estate) -> Estate:
    """The staged auth certificate was to take effect two weeks ago."""
    return _next(estate, certificate("exchange_auth_next"), _in_june(1), *LISTS)


def next_auth_certificate_is_the_current(estate: Estate) -> Estate:
    """The staged auth certificate is the current one."""
    return _next(estate, AUTH, _in_june(25))


def auth_certificate_of_1024_bits(estate: Estate) -> Estate:
    """The key of the current auth certificate is too short."""
    return exchanged(estate, AUTH, certificate("exchange_auth_1024"))


def auth_certificate_untrusted(estate: Estate) -> Estate:
    """exch02 says that the auth certificate is untrusted."""
    status = Enum("Microsoft.Exchange.Management.SystemConfigurationTasks.CertificateStatus", "Untrusted", 4)
    return estate.setting(LISTS[1], is_auth, Status=status)


def auth_certificate_for_iis(estate: Estate) -> Estate:
    """exch02 uses the auth certificate for IIS too."""
    services = Enum("Microsoft.Exchange.Management.SystemConfigurationTasks.AllowedServices", "IIS, SMTP", 24)
    return estate.setting(LISTS[1], is_auth, Services=services)


def auth_service_name_of_lync(estate: Estate) -> Estate:
    """ServiceName of the auth configuration is Lync's identifier."""
    return estate.setting(CONFIG, ServiceName="00000004-0000-0ff1-ce00-000000000000")


def auth_realm_of_nobody(estate: Estate) -> Estate:
    """Realm of the auth configuration is a domain that nobody knows."""
    return estate.setting(CONFIG, Realm="corp.fabrikam.com")


def auth_certificate_not_yet_valid(estate: Estate) -> Estate:
    """The current auth certificate begins to be valid in ten days."""
    return exchanged(estate, AUTH, certificate("exchange_auth_future"))


def auth_thumbprint_cut(estate: Estate) -> Estate:
    """Somebody lost the last two digits of the thumbprint."""
    return estate.setting(CONFIG, CurrentCertificateThumbprint=AUTH.thumbprint[:-2])


def thumbprint_with_a_hidden_character(estate: Estate) -> Estate:
    """The thumbprint in the auth configuration begins with the mark that the certificate console puts there."""
    return estate.setting(CONFIG, CurrentCertificateThumbprint=f"\u200e{AUTH.thumbprint}")


def exports_of_two_organizations(estate: Estate) -> Estate:
    """The auth configuration is that of another organization."""
    name = ORGANIZATION.replace("CN=Litware,", "CN=Fabrikam,")
    return estate.setting(CONFIG, DistinguishedName=f"CN=Auth Configuration,{name}")


def _uri(estate: Estate, uri: str | None, *servers: str) -> Estate:
    value = None if uri is None else Uri(uri)
    return estate.setting(
        SCP, lambda thing: not servers or thing["Fqdn"] in servers, AutoDiscoverServiceInternalUri=value
    )


def internal_uri_blank_on_one_server(estate: Estate) -> Estate:
    """exch02 publishes no Autodiscover URI."""
    return _uri(estate, None, SERVERS[1])


def internal_uri_names_svc(estate: Estate) -> Estate:
    """The Exchange servers publish the path that Lync uses."""
    return _uri(estate, f"https://autodiscover.{DOMAIN}/autodiscover/autodiscover.svc")


def internal_uri_over_http(estate: Estate) -> Estate:
    """The Exchange servers publish an Autodiscover URI that is not https."""
    return _uri(estate, f"http://autodiscover.{DOMAIN}/autodiscover/autodiscover.xml")


def internal_uri_with_a_quote(estate: Estate) -> Estate:
    """The Autodiscover URI ends with a typographic quote from a web page."""
    return _uri(estate, f"https://autodiscover.{DOMAIN}/autodiscover/autodiscover.xml\u201d")


def internal_uris_differ(estate: Estate) -> Estate:
    """exch02 publishes its own name, exch01 that of the service."""
    return _uri(estate, f"https://{SERVERS[1]}/autodiscover/autodiscover.xml", SERVERS[1])


def internal_uri_names_an_address(estate: Estate) -> Estate:
    """exch02 publishes an Autodiscover URI with its IP address."""
    return _uri(estate, "https://10.10.1.12/autodiscover/autodiscover.xml", SERVERS[1])


def internal_uris_name_a_short_name(estate: Estate) -> Estate:
    """The Exchange servers publish the short name of exch01."""
    return _uri(estate, "https://exch01/autodiscover/autodiscover.xml")


def internal_uris_with_a_port(estate: Estate) -> Estate:
    """The Exchange servers publish a port on which nothing answers."""
    return _uri(estate, f"https://autodiscover.{DOMAIN}:8443/autodiscover/autodiscover.xml")


def internal_uris_name_an_old_server(estate: Estate) -> Estate:
    """The Exchange servers publish oldcas, which is no Exchange server any more."""
    return _uri(estate, f"https://oldcas.{DOMAIN}/autodiscover/autodiscover.xml")


def iis_certificate_without_autodiscover(estate: Estate) -> Estate:
    """The certificate of IIS does not name autodiscover.litwareinc.com."""
    return exchanged(estate, IIS, certificate("exchange_iis_without_autodiscover"))


def iis_certificate_expired(estate: Estate) -> Estate:
    """The certificate of IIS expired six weeks ago."""
    return exchanged(estate, IIS, certificate("exchange_iis_expired"))


FAULTS = (
    Fault(
        no_auth_certificate, ("AUTH-001", "AUTH-013"), ("AUTH-002", "AUTH-019", *OF_THE_CERTIFICATE, *OF_EACH_SERVER)
    ),
    Fault(auth_certificate_missing_on_one_server, ("AUTH-002",), OF_EACH_SERVER),
    Fault(auth_certificate_missing_everywhere, ("AUTH-002", "AUTH-013"), (*OF_THE_CERTIFICATE, *OF_EACH_SERVER)),
    Fault(auth_certificate_expired, ("AUTH-003",), ("AUTH-007",)),
    Fault(auth_certificate_without_private_key, ("AUTH-004",)),
    Fault(web_certificate_as_auth_certificate, ("AUTH-005", "AUTH-015")),
    Fault(auth_certificate_removed, ("AUTH-005", "AUTH-006", "AUTH-015")),
    Fault(auth_certificate_expires_soon, ("AUTH-007",)),
    Fault(next_auth_certificate_missing_on_one_server, ("AUTH-008",)),
    Fault(next_auth_certificate_ends_first, ("AUTH-009",)),
    Fault(next_auth_certificate_not_promoted, ("AUTH-010",)),
    Fault(next_auth_certificate_is_the_current, ("AUTH-009", "AUTH-011")),
    Fault(auth_certificate_of_1024_bits, ("AUTH-012",)),
    Fault(auth_certificate_untrusted, ("AUTH-014",)),
    Fault(auth_certificate_for_iis, ("AUTH-015",)),
    Fault(auth_service_name_of_lync, ("AUTH-016",)),
    Fault(auth_realm_of_nobody, ("AUTH-017",)),
    Fault(auth_certificate_not_yet_valid, ("AUTH-018",)),
    Fault(auth_thumbprint_cut, ("AUTH-002", "AUTH-013", "AUTH-019"), (*OF_THE_CERTIFICATE, *OF_EACH_SERVER)),
    Fault(thumbprint_with_a_hidden_character, ("AUTH-019",)),
    Fault(exports_of_two_organizations, ("AUTH-020",)),
    Fault(internal_uri_blank_on_one_server, ("SCP-001",), tuple(f"SCP-0{number:02}" for number in range(2, 11))),
    Fault(internal_uri_names_svc, ("SCP-002",)),
    Fault(internal_uri_over_http, ("SCP-003",)),
    Fault(internal_uri_with_a_quote, ("SCP-004",), ("SCP-002", "SCP-009", "SCP-010")),
    Fault(internal_uris_differ, ("SCP-005",)),
    Fault(internal_uri_names_an_address, ("SCP-005", "SCP-006"), ("SCP-007", "SCP-009")),
    Fault(internal_uris_name_a_short_name, ("SCP-007", "SCP-009"), ("DNS-001", "DNS-002", "DNS-003")),
    Fault(internal_uris_with_a_port, ("SCP-008",)),
    Fault(internal_uris_name_an_old_server, ("SCP-009", "SCP-010", "DNS-002")),
    Fault(iis_certificate_expired, ("OAUTH-006", "SCP-009", "SCP-011")),
    Fault(iis_certificate_without_autodiscover, ("OAUTH-006", "SCP-009", "SCP-011")),
)
