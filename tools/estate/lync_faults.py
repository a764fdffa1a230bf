"""Faults of Lync's OAuth configuration, of its topology and services, and of name resolution."""

from __future__ import annotations

from dataclasses import replace

from estate.exchange import accepted_domain, version
from estate.faults import Fault
from estate.lync import DOMAIN
from estate.model import Enum, Estate, Items, Thing
from estate.windows import resolved, zone

OAUTH = "Get-CsOAuthConfiguration"
URL_RULES = tuple(f"OAUTH-00{number}" for number in range(2, 9))


def _url(estate: Estate, url: str) -> Estate:
    return estate.setting(OAUTH, ExchangeAutodiscoverUrl=url)


def autodiscover_url_blank(estate: Estate) -> Estate:
    """ExchangeAutodiscoverUrl was never set."""
    return _url(estate, "")


def autodiscover_url_names_xml(estate: Estate) -> Estate:
    """ExchangeAutodiscoverUrl has the path that Outlook uses."""
    return _url(estate, f"https://autodiscover.{DOMAIN}/autodiscover/autodiscover.xml")


def autodiscover_url_over_http(estate: Estate) -> Estate:
    """ExchangeAutodiscoverUrl is not https."""
    return _url(estate, f"http://autodiscover.{DOMAIN}/autodiscover/autodiscover.svc")


def autodiscover_url_with_a_quote(estate: Estate) -> Estate:
    """ExchangeAutodiscoverUrl ends with a typographic quote from a web page."""
    return _url(estate, f"https://autodiscover.{DOMAIN}/autodiscover/autodiscover.svc\u201d")


def autodiscover_url_names_an_old_server(estate: Estate) -> Estate:
    """ExchangeAutodiscoverUrl names oldcas, which is no Exchange server any more."""
    return _url(estate, f"https://oldcas.{DOMAIN}/autodiscover/autodiscover.svc")


def autodiscover_url_mistyped(estate: Estate) -> Estate:
    """ExchangeAutodiscoverUrl names a domain that is not there."""
    host = "autodiscover.litwareinc.co"
    answer = f"*** dc01.{DOMAIN} can't find {host}: Non-existent domain"
    lines = [rf"C:\>nslookup {host}", f"Server:  dc01.{DOMAIN}", "Address:  10.10.0.10", "", answer, ""]
    estate = _url(estate, f"https://{host}/autodiscover/autodiscover.svc")
    return estate.with_file("nslookup.txt", "\r\n".join(lines).encode("ascii"))


def service_name_of_exchange(estate: Estate) -> Estate:
    """ServiceName of Lync's OAuth configuration is Exchange's identifier."""
    return estate.setting(OAUTH, ServiceName="00000002-0000-0ff1-ce00-000000000000")


def two_oauth_configurations(estate: Estate) -> Estate:
    """Two OAuth configurations, from two times."""
    (one,) = estate[OAUTH].objects
    return estate.with_objects(OAUTH, (one, one))


def partner_application_not_nested(estate: Estate) -> Estate:
    """The OAuth configuration does not show the partner application that Get-CsPartnerApplication shows."""
    nested = estate[OAUTH].objects[0]["PartnerApplications"]
    assert isinstance(nested, Items)
    return estate.setting(OAUTH, PartnerApplications=replace(nested, items=()))


def realm_of_nobody(estate: Estate) -> Estate:
    """The OAuth realm is a domain that nobody knows."""
    return estate.setting(OAUTH, Realm="corp.fabrikam.com")


def client_authorization_by_a_removed_server(estate: Estate) -> Estate:
    """ClientAuthorizationOAuthServerIdentity names an OAuth server that was removed."""
    return estate.setting(OAUTH, ClientAuthorizationOAuthServerIdentity="evoSTS")


def no_dns_record(estate: Estate) -> Estate:
    """DNS has no record for autodiscover.litwareinc.com."""
    return estate.without("Resolve-DnsName").with_file(f"{DOMAIN}.dns", zone(alias=None))


def dns_leads_to_an_old_server(estate: Estate) -> Estate:
    """autodiscover.litwareinc.com is an alias of oldcas."""
    changed = estate.with_objects("Resolve-DnsName", resolved(f"autodiscover.{DOMAIN}", "oldcas"))
    return changed.with_file(f"{DOMAIN}.dns", zone(alias="oldcas"))


def dns_leaves_the_domain(estate: Estate) -> Estate:
    """autodiscover.litwareinc.com is an alias of a host of a hosting company."""
    alias = f"autodiscover.{DOMAIN}"
    first, second = resolved(alias, "oldcas")
    target = "autodiscover.fabrikam.com"
    answers = (first.having(NameHost=target), second.having(Name=target, IPAddress="192.0.2.7"))
    content = zone().replace(
        f"autodiscover            CNAME\texch01.{DOMAIN}.".encode(),
        f"autodiscover            CNAME\t{target}.".encode(),
    )
    return estate.with_objects("Resolve-DnsName", answers).with_file(f"{DOMAIN}.dns", content)


def lync_service_stopped(estate: Estate) -> Estate:
    """The Front-End service of lyncfe02 is stopped."""
    return estate.setting("Get-CsWindowsService_lyncfe02", lambda thing: thing["Name"] == "RTCSRV", Status="Stopped")


def no_default_sip_domain(estate: Estate) -> Estate:
    """No SIP domain is the default one."""
    return estate.setting("Get-CsSipDomain", IsDefault=False)


def accepted_domain_by_wildcard(estate: Estate) -> Estate:
    """Only an accepted domain with a wildcard holds the SIP domain."""
    return estate.with_objects("Get-AcceptedDomain", (accepted_domain(f"*.{DOMAIN}", default=True),))


def accepted_domain_for_everything(estate: Estate) -> Estate:
    """Beside its own domain Exchange relays mail for every other one."""
    every = accepted_domain("*", default=False)
    return estate.with_objects("Get-AcceptedDomain", (*estate["Get-AcceptedDomain"].objects, every))


def sip_domain_not_accepted(estate: Estate) -> Estate:
    """Exchange accepts mail for another domain only."""
    return estate.with_objects("Get-AcceptedDomain", (accepted_domain("litware.net", default=True),))


def lync_2010(estate: Estate) -> Estate:
    """The pool runs Lync Server 2010."""
    return estate.setting("Get-CsService-Registrar", Version=5)


def exchange_2010(estate: Estate) -> Estate:
    """Both Exchange servers run Exchange Server 2010."""
    return estate.setting("Get-ExchangeServer", AdminDisplayVersion=version("Version 14.3 (Build 123.4)"))


def replica_behind(estate: Estate) -> Estate:
    """The Central Management store was not replicated to lyncfe03."""
    stem = "Get-CsManagementStoreReplicationStatus"
    return estate.setting(stem, lambda thing: thing["ReplicaFqdn"] == f"lyncfe03.{DOMAIN}", UpToDate=False)


def exchange_service_stopped(estate: Estate) -> Estate:
    """The transport service of exch02 is stopped."""
    name = "MSExchangeTransport"

    def stopped(thing: Thing) -> Thing:
        running = thing["ServicesRunning"]
        assert isinstance(running, Items)
        left = tuple(item for item in running.items if item != name)
        return thing.having(
            RequiredServicesRunning=False,
            ServicesRunning=replace(running, items=left),
            ServicesNotRunning=replace(running, items=(name,)),
        )

    def is_hub(thing: Thing) -> bool:
        return thing["Role"] == "Hub Transport Server Role"

    def is_it(thing: Thing) -> bool:
        return (thing["Name"], thing["MachineName"]) == (name, f"exch02.{DOMAIN}")

    state = Enum("System.ServiceProcess.ServiceControllerStatus", "Stopped", 1)
    return estate.each("Test-ServiceHealth_exch02", stopped, is_hub).setting("Get-Service", is_it, Status=state)


FAULTS = (
    Fault(autodiscover_url_blank, ("OAUTH-001",), URL_RULES),
    Fault(autodiscover_url_names_xml, ("OAUTH-002",)),
    Fault(autodiscover_url_over_http, ("OAUTH-003",)),
    Fault(autodiscover_url_with_a_quote, ("OAUTH-004",), tuple(rule for rule in URL_RULES if rule != "OAUTH-004")),
    Fault(autodiscover_url_names_an_old_server, ("OAUTH-005", "OAUTH-006", "OAUTH-007", "DNS-002")),
    Fault(autodiscover_url_mistyped, ("OAUTH-005", "OAUTH-006", "OAUTH-007", "OAUTH-008", "DNS-001")),
    Fault(service_name_of_exchange, ("OAUTH-009",)),
    Fault(two_oauth_configurations, ("OAUTH-010",)),
    Fault(partner_application_not_nested, ("OAUTH-011",)),
    Fault(realm_of_nobody, ("OAUTH-012",)),
    Fault(client_authorization_by_a_removed_server, ("OAUTH-013",)),
    Fault(no_dns_record, ("DNS-001",), ("DNS-002", "DNS-003")),
    Fault(dns_leads_to_an_old_server, ("DNS-002",)),
    Fault(dns_leaves_the_domain, ("DNS-002", "DNS-003")),
    Fault(exchange_service_stopped, ("TOP-001",)),
    Fault(lync_service_stopped, ("TOP-002",)),
    Fault(no_default_sip_domain, ("TOP-003",), ("TOP-005",)),
    Fault(accepted_domain_by_wildcard, ("TOP-004",)),
    Fault(accepted_domain_for_everything, ("DOM-001",)),
    Fault(sip_domain_not_accepted, ("TOP-005",), ("SCP-011",)),
    Fault(lync_2010, ("TOP-006",)),
    Fault(exchange_2010, ("TOP-007",), ("AUTH-002", "AUTH-004", "AUTH-013", "AUTH-014", "AUTH-015")),
    Fault(replica_behind, ("TOP-008",)),
)
