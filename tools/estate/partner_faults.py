"""Faults of the partner applications, in both directions."""

from __future__ import annotations

from dataclasses import replace

from estate import exchange
from estate.certificates import certificate, exchanged
from estate.faults import Fault
from estate.lync import (
    DOMAIN,
    EXCHANGE_ID,
    FRONT_ENDS,
    METADATA_URL,
    auth_token,
    nested_partner_application,
    partner_application,
    trust_level,
)
from estate.model import Estate, Export, Items, Thing, Value

IN_LYNC = "Get-CsPartnerApplication"
IN_EXCHANGE = "Get-PartnerApplication"
OF_LYNC = tuple(f"EPA-0{number:02}" for number in (*range(2, 9), *range(11, 16)))
OF_EXCHANGE = tuple(f"PA-00{number}" for number in range(2, 10) if number != 4)


def _lync(estate: Estate, *applications: Thing) -> Estate:
    """Both cmdlets of Lync that show partner applications show these."""
    stem = "Get-CsOAuthConfiguration"
    nested = estate[stem].objects[0]["PartnerApplications"]
    assert isinstance(nested, Items)
    items = replace(nested, items=tuple(map(nested_partner_application, applications)))
    return estate.with_objects(IN_LYNC, applications).setting(stem, PartnerApplications=items)


def _with(estate: Estate, **values: Value) -> Estate:
    (one,) = estate[IN_LYNC].objects
    return _lync(estate, one.having(**values))


def not_hybrid(estate: Estate) -> Estate:
    """The estate with the proof that nothing is hybrid: both commands ran and returned nothing."""
    stems = ("Get-HybridConfiguration", "Get-IntraOrganizationConnector")
    shown = {stem: Export(stem, (), exchange.SERVERS[0]) for stem in stems}
    return replace(estate, exports={**estate.exports, **shown})


def lync_does_not_know_exchange(estate: Estate) -> Estate:
    """Lync has a partner application for SharePoint only."""
    identifier = "00000003-0000-0ff1-ce00-000000000000"
    url = f"https://sharepoint.{DOMAIN}/_layouts/15/metadata/json/1"
    return _lync(estate, partner_application("SharePoint", identifier, url))


def exchange_disabled_in_lync(estate: Estate) -> Estate:
    """Lync's partner application for Exchange is disabled."""
    return _with(estate, Enabled=False)


def trust_level_of_users(estate: Estate) -> Estate:
    """Lync trusts Exchange on behalf of users only."""
    return _with(estate, ApplicationTrustLevel=trust_level("UserImpersonation"))


def identifier_of_another_application(estate: Estate) -> Estate:
    """The partner application microsoft.exchange has an identifier that is not Exchange's."""
    return _lync(
        estate, partner_application("microsoft.exchange", "00000007-0000-0ff1-ce00-000000000000", METADATA_URL)
    )


def metadata_url_mistyped(estate: Estate) -> Estate:
    """The metadata URL of Exchange says jason."""
    return _with(estate, AuthToken=auth_token(METADATA_URL.replace("json", "jason")))


def metadata_url_over_http(estate: Estate) -> Estate:
    """The metadata URL of Exchange is not https."""
    return _with(estate, AuthToken=auth_token(METADATA_URL.replace("https", "http")))


def trust_by_an_oauth_server_on_premises(estate: Estate) -> Estate:
    """Lync's partner application for Exchange uses an OAuth server, though nothing is hybrid."""
    return not_hybrid(_with(estate, AuthToken=auth_token(None)))


def metadata_of_an_old_server(estate: Estate) -> Estate:
    """The metadata URL of Exchange names oldcas, which is no Exchange server any more."""
    return _with(estate, AuthToken=auth_token(METADATA_URL.replace("autodiscover.l", "oldcas.l")))


def two_applications_for_exchange(estate: Estate) -> Estate:
    """Lync has two partner applications for Exchange, though nothing is hybrid."""
    (one,) = estate[IN_LYNC].objects
    return not_hybrid(_lync(estate, one, partner_application("ExchangeOld", EXCHANGE_ID, METADATA_URL)))


def exchange_does_not_know_lync(estate: Estate) -> Estate:
    """Exchange has a partner application for SharePoint only."""
    (one,) = estate[IN_EXCHANGE].objects
    other = one.having(
        Name="SharePoint",
        ApplicationIdentifier="00000003-0000-0ff1-ce00-000000000000",
        AuthMetadataUrl=f"https://sharepoint.{DOMAIN}/_layouts/15/metadata/json/1",
        Identity="SharePoint",
        CertificateStrings=exchange.strings(),
        LinkedAccount="",
    )
    return estate.with_objects(IN_EXCHANGE, (other,))


def lync_disabled_in_exchange(estate: Estate) -> Estate:
    """Exchange's partner application for Lync is disabled."""
    return estate.setting(IN_EXCHANGE, Enabled=False)


def lync_metadata_url_mistyped(estate: Estate) -> Estate:
    """The metadata URL of Lync says jason."""
    return estate.setting(IN_EXCHANGE, AuthMetadataUrl=f"https://pool01.{DOMAIN}/metadata/jason/1")


def lync_metadata_url_over_http(estate: Estate) -> Estate:
    """The metadata URL of Lync is not https."""
    return estate.setting(IN_EXCHANGE, AuthMetadataUrl=f"http://pool01.{DOMAIN}/metadata/json/1")


def metadata_of_one_front_end(estate: Estate) -> Estate:
    """The metadata URL of Lync names one Front End Server instead of the pool."""
    return estate.setting(IN_EXCHANGE, AuthMetadataUrl=f"https://{FRONT_ENDS[0]}/metadata/json/1")


def metadata_of_an_unknown_pool(estate: Estate) -> Estate:
    """The metadata URL of Lync names a pool that is not in the topology."""
    return estate.setting(IN_EXCHANGE, AuthMetadataUrl=f"https://pool99.{DOMAIN}/metadata/json/1")


def no_linked_account(estate: Estate) -> Estate:
    """The partner application for Lync has no linked account."""
    return estate.setting(IN_EXCHANGE, LinkedAccount="")


def no_certificate_stored(estate: Estate) -> Estate:
    """Exchange has stored no certificate of Lync."""
    return estate.setting(IN_EXCHANGE, CertificateStrings=exchange.strings())


def stored_certificate_is_old(estate: Estate) -> Estate:
    """Lync signs with a new certificate; Exchange still stores the one before."""
    return exchanged(estate, certificate("oauthtokenissuer"), certificate("oauthtokenissuer_next")).with_objects(
        IN_EXCHANGE, estate[IN_EXCHANGE].objects
    )


def lync_realm_of_nobody(estate: Estate) -> Estate:
    """The realm of the partner application for Lync is a domain that nobody knows."""
    return estate.setting(IN_EXCHANGE, Realm="corp.fabrikam.com")


def two_applications_for_lync(estate: Estate) -> Estate:
    """The script that makes the partner application for Lync was run twice."""
    second = exchange.partner_application("LyncEnterprise-0d3f1c6cbb5c4b9b8a9c1b9b0f6f9f11")
    return estate.with_objects(IN_EXCHANGE, (*estate[IN_EXCHANGE].objects, second))


def _beside(estate: Estate, name: str, identifier: str, **values: Value) -> Estate:
    """A further partner application of Exchange, trusted by an authorization server unless `values` say otherwise."""
    defaults: dict[str, Value] = {
        "CertificateStrings": exchange.strings(),
        "AuthMetadataUrl": "",
        "Realm": "",
        "UseAuthServer": True,
        "AcceptSecurityIdentifierInformation": False,
        "LinkedAccount": f"{DOMAIN}/Users/{name}-ApplicationAccount",
    }
    other = exchange.partner_application(name).having(ApplicationIdentifier=identifier, **{**defaults, **values})
    return estate.with_objects(IN_EXCHANGE, (*estate[IN_EXCHANGE].objects, other))


def cloud_names_security_identifiers(estate: Estate) -> Estate:
    """Exchange Online may name users by security identifiers."""
    return _beside(estate, "Exchange Online", EXCHANGE_ID, AcceptSecurityIdentifierInformation=True)


def application_without_any_trust(estate: Estate) -> Estate:
    """A partner application has neither a metadata URL nor an authorization server."""
    return _beside(estate, "Intranet", "00000003-0000-0ff1-ce00-000000000000", UseAuthServer=False)


def exchange_online_with_a_realm(estate: Estate) -> Estate:
    """The partner application of Exchange Online has a realm."""
    return _beside(estate, "Exchange Online", EXCHANGE_ID, Realm=DOMAIN)


def skype_online_without_teams(estate: Estate) -> Estate:
    """Exchange has the partner application of Skype for Business Online and none of Teams."""
    return _beside(estate, "Skype for Business Online", exchange.LYNC_ID)


def exchange_names_security_identifiers(estate: Estate) -> Estate:
    """Lync accepts security identifiers that Exchange names."""
    return _with(estate, AcceptSecurityIdentifierInformation=True)


FAULTS = (
    Fault(lync_does_not_know_exchange, ("PA-001",), (*OF_EXCHANGE, "EPA-018")),
    Fault(exchange_disabled_in_lync, ("PA-002",)),
    Fault(trust_level_of_users, ("PA-003",)),
    Fault(identifier_of_another_application, ("PA-004",)),
    Fault(metadata_url_mistyped, ("PA-005",)),
    Fault(metadata_url_over_http, ("PA-006",)),
    Fault(trust_by_an_oauth_server_on_premises, ("PA-007",), ("PA-005", "PA-006", "PA-008")),
    Fault(metadata_of_an_old_server, ("PA-008",)),
    Fault(two_applications_for_exchange, ("PA-009",)),
    Fault(exchange_does_not_know_lync, ("EPA-001",), OF_LYNC),
    Fault(lync_disabled_in_exchange, ("EPA-002",), ("EPA-015",)),
    Fault(lync_metadata_url_mistyped, ("EPA-003",)),
    Fault(lync_metadata_url_over_http, ("EPA-004",)),
    Fault(metadata_of_one_front_end, ("EPA-005",)),
    Fault(metadata_of_an_unknown_pool, ("EPA-006", "EPA-007")),
    Fault(no_linked_account, ("EPA-008",)),
    Fault(cloud_names_security_identifiers, ("EPA-009",)),
    Fault(application_without_any_trust, ("EPA-010",)),
    Fault(no_certificate_stored, ("EPA-011",), ("EPA-012", "EPA-013")),
    Fault(stored_certificate_is_old, ("EPA-012",)),
    Fault(lync_realm_of_nobody, ("EPA-014",)),
    Fault(two_applications_for_lync, ("EPA-015",)),
    Fault(exchange_online_with_a_realm, ("EPA-016",)),
    Fault(skype_online_without_teams, ("EPA-017",)),
    Fault(exchange_names_security_identifiers, ("EPA-018",)),
)
