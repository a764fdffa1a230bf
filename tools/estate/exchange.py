"""What the cmdlets of Exchange Server 2013 print of exch01 and exch02, and of their organization Litware."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from estate.certificates import Certificate, certificate, shown
from estate.lync import DOMAIN, POOL, short, thing
from estate.model import Enum, Export, Guid, Items, Thing, Uri, Value

SERVERS = tuple(f"exch0{number}.{DOMAIN}" for number in (1, 2))
ORGANIZATION = "CN=Litware,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=litwareinc,DC=com"
SERVER_DN = (
    "CN={},CN=Servers,CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups," + ORGANIZATION
)
SYSTEM = "Microsoft.Exchange.Data.Directory.SystemConfiguration"
MANAGEMENT = "Microsoft.Exchange.Data.Directory.Management"
TASKS = "Microsoft.Exchange.Management.SystemConfigurationTasks"
AUTODISCOVER_URI = f"https://autodiscover.{DOMAIN}/autodiscover/autodiscover.xml"
CREATED = dt.datetime(2024, 2, 1, 2, 11, 40, tzinfo=dt.UTC)
CHANGED = dt.datetime(2026, 2, 13, 4, 5, 6, tzinfo=dt.UTC)
LYNC_ID = "00000004-0000-0ff1-ce00-000000000000"
LYNC_APPLICATION = "LyncEnterprise-f24cb621847c5646af5eb43bf4bb1855"
REQUIRED = {
    "Mailbox Server Role": (
        "IISAdmin", "MSExchangeADTopology", "MSExchangeDelivery", "MSExchangeIS", "MSExchangeMailboxAssistants",
        "MSExchangeRepl", "MSExchangeRPC", "MSExchangeServiceHost", "MSExchangeSubmission", "MSExchangeThrottling",
        "MSExchangeTransportLogSearch", "W3Svc", "WinRM",
    ),
    "Client Access Server Role": (
        "IISAdmin", "MSExchangeADTopology", "MSExchangeMailboxReplication", "MSExchangeRPC", "MSExchangeServiceHost",
        "W3Svc", "WinRM",
    ),
    "Unified Messaging Server Role": (
        "IISAdmin", "MSExchangeADTopology", "MSExchangeServiceHost", "MSExchangeUM", "W3Svc", "WinRM",
    ),
    "Hub Transport Server Role": (
        "IISAdmin", "MSExchangeADTopology", "MSExchangeEdgeSync", "MSExchangeServiceHost", "MSExchangeTransport",
        "MSExchangeTransportLogSearch", "W3Svc", "WinRM",
    ),
}  # fmt: skip


def guid(text: str) -> Guid:
    """A GUID that depends on the text alone."""
    return Guid(str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{text}.{DOMAIN}")))


def strings(*items: str) -> Items:
    """A MultiValuedProperty of strings; Export-Csv joins it."""
    return Items(items, "Microsoft.Exchange.Data.MultiValuedProperty`1[System.String]", joins=True)


def directory_id(text: str, distinguished_name: str) -> Thing:
    """A reference to an object of the directory (ADObjectId), printed by its name."""
    values: dict[str, Value] = {
        "OrgHierarchyToIgnore": None,
        "IsDeleted": False,
        "Rdn": distinguished_name.partition(",")[0],
        "Parent": distinguished_name.split(",")[1].partition("=")[2],
        "Depth": distinguished_name.count(",") - 1,
        "DistinguishedName": distinguished_name,
        "IsRelativeDn": False,
        "DomainId": DOMAIN,
        "ObjectGuid": guid(distinguished_name),
        "Name": distinguished_name.partition(",")[0].partition("=")[2],
    }
    return thing("Microsoft.Exchange.Data.Directory.ADObjectId", text, values, "Microsoft.Exchange.Data.ObjectId")


def version(text: str) -> Thing:
    """An AdminDisplayVersion, printed as `Version 15.0 (Build 1497.2)`."""
    numbers = [int(number) for number in text.replace("Version ", "").replace(" (Build ", ".").strip(")").split(".")]
    names = ("Major", "Minor", "Build", "Revision")
    values: dict[str, Value] = {**dict(zip(names, numbers, strict=True)), "FilePatchLevelDescription": None}
    return thing("Microsoft.Exchange.Data.ServerVersion", text, values)


def directory_object(
    type_name: str, name: str, container: str, schema: str, own: Mapping[str, Value], identity: str | None = None
) -> Thing:
    """An object of the directory: its own properties between the ones that all of them have."""
    dn = f"CN={name},{container}"
    where = directory_id(identity or name, dn)
    values: dict[str, Value] = {
        "RunspaceId": guid("runspace"),
        **own,
        "AdminDisplayName": "",
        "ExchangeVersion": "0.20 (15.0.0.0)",
        "Name": name,
        "DistinguishedName": dn,
        "Identity": where,
        "Guid": guid(dn),
        "ObjectCategory": f"{DOMAIN}/Configuration/Schema/ms-Exch-{schema}",
        "ObjectClass": strings("top", "msExch" + schema.replace("-", "")),
        "WhenChanged": CHANGED,
        "WhenCreated": CREATED,
        "WhenChangedUTC": CHANGED,
        "WhenCreatedUTC": CREATED,
        "OrganizationId": None,
        "Id": where,
        "OriginatingServer": f"dc01.{DOMAIN}",
        "IsValid": True,
        "ObjectState": Enum("Microsoft.Exchange.Data.ObjectState", "Unchanged", 1),
    }
    bases = ("Microsoft.Exchange.Data.Directory.ADObject", "Microsoft.Exchange.Data.ConfigurableObject")
    return thing(type_name, identity or name, values, *bases)


def exchange_server(host: str) -> Thing:
    """A multi-role server of Exchange Server 2013."""
    name = short(host).upper()
    own: dict[str, Value] = {
        "Name": name,
        "Domain": DOMAIN,
        "Edition": Enum("Microsoft.Exchange.Data.ServerEditionType", "Enterprise", 2),
        "Fqdn": host,
        "IsHubTransportServer": True,
        "IsClientAccessServer": True,
        "IsEdgeServer": False,
        "IsMailboxServer": True,
        "IsE15OrLater": True,
        "IsUnifiedMessagingServer": True,
        "IsFrontendTransportServer": True,
        "NetworkAddress": strings(f"netbios:{name}", f"ncacn_ip_tcp:{host}"),
        "OrganizationalUnit": f"{DOMAIN}/{name}",
        "AdminDisplayVersion": version("Version 15.0 (Build 1497.2)"),
        "Site": directory_id(
            f"{DOMAIN}/Configuration/Sites/Redmond", "CN=Redmond,CN=Sites,CN=Configuration,DC=litwareinc,DC=com"
        ),
        "ServerRole": Enum(f"{SYSTEM}.ServerRole", "Mailbox, ClientAccess", 16439),
    }
    container = SERVER_DN.partition(",")[2]
    return directory_object(f"{MANAGEMENT}.ExchangeServer", name, container, "Exchange-Server", own)


def client_access_server(host: str) -> Thing:
    """The same server as Get-ClientAccessServer shows it."""
    name = short(host).upper()
    own: dict[str, Value] = {
        "Name": name,
        "Fqdn": host,
        "ClientAccessArray": None,
        "OutlookAnywhereEnabled": True,
        "AutoDiscoverServiceCN": short(host),
        "AutoDiscoverServiceClassName": "ms-Exchange-AutoDiscover-Service",
        "AutoDiscoverServiceInternalUri": Uri(AUTODISCOVER_URI),
        "AutoDiscoverServiceGuid": Guid("77378f46-2c66-4aa9-a6a6-3e7a48b19596"),
        "AutoDiscoverSiteScope": strings("Redmond"),
        "IsOutOfService": False,
    }
    container = SERVER_DN.partition(",")[2]
    return directory_object(f"{MANAGEMENT}.ClientAccessServer", name, container, "Exchange-Server", own)


def _auth_config() -> Thing:
    own: dict[str, Value] = {
        "CurrentCertificateThumbprint": certificate("exchange_auth").thumbprint,
        "PreviousCertificateThumbprint": "",
        "NextCertificateThumbprint": "",
        "NextCertificateEffectiveDate": None,
        "ServiceName": "00000002-0000-0ff1-ce00-000000000000",
        "Realm": "",
        "DeploymentId": "",
        "IssuerIdentifier": "",
    }
    return directory_object(f"{SYSTEM}.AuthConfig", "Auth Configuration", ORGANIZATION, "Auth-Auth-Config", own)


def _auth_server() -> Thing:
    realm = "471d046a-ddff-57df-bb04-37bfa7badd94"
    own: dict[str, Value] = {
        "IssuerIdentifier": "00000001-0000-0000-c000-000000000000",
        "CertificateStrings": strings(),
        "TokenIssuingEndpoint": f"https://accounts.accesscontrol.windows.net/{realm}/tokens/OAuth/2",
        "AuthMetadataUrl": f"https://accounts.accesscontrol.windows.net/{DOMAIN}/metadata/json/1",
        "Realm": realm,
        "Type": Enum(f"{SYSTEM}.AuthServerType", "MicrosoftACS", 1),
        "Enabled": True,
        "IsDefaultAuthorizationEndpoint": False,
    }
    container = f"CN=Auth Servers,CN=Auth Configuration,{ORGANIZATION}"
    return directory_object(f"{SYSTEM}.AuthServer", "ACS", container, "Auth-Auth-Server", own)


def partner_application(name: str = LYNC_APPLICATION) -> Thing:
    """The partner application that Configure-EnterprisePartnerApplication.ps1 makes for Lync."""
    own: dict[str, Value] = {
        "Enabled": True,
        "ApplicationIdentifier": LYNC_ID,
        "CertificateStrings": strings(certificate("oauthtokenissuer").base64),
        "AuthMetadataUrl": f"https://{POOL}/metadata/json/1",
        "Realm": DOMAIN,
        "UseAuthServer": False,
        "AcceptSecurityIdentifierInformation": True,
        "LinkedAccount": f"{DOMAIN}/Users/LyncEnterprise-ApplicationAccount",
        "IssuerIdentifier": "",
        "AppOnlyPermissions": None,
        "ActAsPermissions": None,
    }
    container = f"CN=Partner Applications,CN=Auth Configuration,{ORGANIZATION}"
    return directory_object(f"{SYSTEM}.PartnerApplication", name, container, "Auth-Partner-Application", own)


def exchange_certificate(host: str, made: Certificate, services: str, friendly_name: str, exportable: bool) -> Thing:
    """A certificate as Get-ExchangeCertificate shows it; `services` as printed, `IIS, SMTP`."""
    own = shown(made)
    number = sum({"IMAP": 1, "POP": 2, "UM": 4, "IIS": 8, "SMTP": 16}.get(name, 0) for name in services.split(", "))
    values: dict[str, Value] = {
        "RunspaceId": guid("runspace"),
        "CertificateDomains": own["CertificateDomains"],
        "CertificateRequest": None,
        "FriendlyName": friendly_name,
        "HasPrivateKey": True,
        "Identity": f"{host}\\{made.thumbprint}",
        "IisServices": strings(*(f"IIS://{host}/W3SVC/1",) * ("IIS" in services)),
        "IsSelfSigned": own["IsSelfSigned"],
        "Issuer": made.issuer,
        "KeyIdentifier": None,
        "NotAfter": made.not_after,
        "NotBefore": made.not_before,
        "PrivateKeyExportable": exportable,
        "PublicKeySize": made.bits,
        "RootCAType": Enum(f"{TASKS}.RootCAType", "Enterprise" if made.issuer != made.subject else "None", 1),
        "SerialNumber": made.serial,
        "Services": Enum(f"{TASKS}.AllowedServices", services, number),
        "Status": Enum(f"{TASKS}.CertificateStatus", "Valid", 1),
        "Subject": made.subject,
        "Thumbprint": made.thumbprint,
        "Version": 3,
    }
    name = "System.Security.Cryptography.X509Certificates.X509Certificate2"
    text = f"[Subject]\r\n  {made.subject}\r\n"
    return thing("Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate", text, values, name)


def _certificates(host: str) -> Export:
    objects = (
        exchange_certificate(
            host, certificate("exchange_auth"), "SMTP", "Microsoft Exchange Server Auth Certificate", exportable=True
        ),
        exchange_certificate(
            host, certificate("exchange_iis"), "IMAP, POP, IIS, SMTP", "Microsoft Exchange", exportable=False
        ),
    )
    return Export(f"Get-ExchangeCertificate -Server {short(host)}", objects, SERVERS[0])


def accepted_domain(name: str, default: bool) -> Thing:
    """An authoritative accepted domain."""
    own: dict[str, Value] = {
        "DomainName": thing(
            "Microsoft.Exchange.Data.SmtpDomainWithSubdomains",
            name,
            {
                "Address": name,
                "IncludeSubDomains": name.startswith("*."),
                "Domain": name.removeprefix("*."),
                "SmtpDomain": name.removeprefix("*."),
                "IsStar": name == "*",
            },
        ),
        "DomainType": Enum(f"{SYSTEM}.AcceptedDomainType", "Authoritative", 0),
        "MatchSubDomains": name.startswith("*."),
        "AddressBookEnabled": True,
        "Default": default,
        "InitialDomain": False,
    }
    container = f"CN=Accepted Domains,CN=Transport Settings,{ORGANIZATION}"
    return directory_object(f"{SYSTEM}.AcceptedDomain", name.removeprefix("*."), container, "Accepted-Domain", own)


def _virtual_directory(host: str, site_name: str, kind: str, own: Mapping[str, Value]) -> Thing:
    name = short(host).upper()
    methods = "Microsoft.Exchange.Data.Directory.ADMultiValuedProperty`1[Microsoft.Exchange.Data.AuthenticationMethod]"
    offered = Items(("Ntlm", "WindowsIntegrated", "WSSecurity", "OAuth"), methods, joins=True)
    values: dict[str, Value] = {
        "InternalAuthenticationMethods": offered,
        "ExternalAuthenticationMethods": offered,
        "WSSecurityAuthentication": True,
        "BasicAuthentication": False,
        "WindowsAuthentication": True,
        "OAuthAuthentication": True,
        "MetabasePath": f"IIS://{host}/W3SVC/1/ROOT/{site_name}",
        "AdminDisplayVersion": version("Version 15.0 (Build 1497.2)"),
        "Server": directory_id(name, SERVER_DN.format(name)),
        **own,
    }
    label = f"{site_name} (Default Web Site)"
    container = f"CN=HTTP,CN=Protocols,{SERVER_DN.format(name)}"
    schema = f"{kind}-Virtual-Directory"
    type_name = f"{SYSTEM}.AD{kind.replace('-', '')}VirtualDirectory"
    return directory_object(type_name, label, container, schema, values, identity=rf"{name}\{label}")


def _autodiscover_directory(host: str) -> Thing:
    return _virtual_directory(host, "Autodiscover", "Autodiscover", {"InternalUrl": None, "ExternalUrl": None})


def _web_services_directory(host: str) -> Thing:
    url = Uri(f"https://mail.{DOMAIN}/EWS/Exchange.asmx")
    own: dict[str, Value] = {"MRSProxyEnabled": False, "InternalUrl": url, "ExternalUrl": url}
    return _virtual_directory(host, "EWS", "Web-Services", own)


def _owa_directory(host: str) -> Thing:
    url = Uri(f"https://mail.{DOMAIN}/owa")
    own: dict[str, Value] = {
        "InternalUrl": url,
        "ExternalUrl": url,
        "InstantMessagingType": Enum(f"{SYSTEM}.InstantMessagingTypeOptions", "Ocs", 1),
        "InstantMessagingEnabled": True,
        "InstantMessagingCertificateThumbprint": "",
        "InstantMessagingServerName": "",
    }
    return _virtual_directory(host, "owa", "Owa", own)


def _organization() -> Thing:
    own: dict[str, Value] = {
        "DisplayName": "Litware, Inc.",
        "LegacyExchangeDN": "/o=Litware",
        "OAuth2ClientProfileEnabled": False,
        "MapiHttpEnabled": True,
        "IsMixedMode": False,
        "HiddenMembershipGroupsCreationEnabled": False,
    }
    container = ORGANIZATION.partition(",")[2]
    return directory_object(f"{MANAGEMENT}.OrganizationConfig", "Litware", container, "Organization-Container", own)


def service_health(role: str) -> Thing:
    """What Test-ServiceHealth answers for a role, all services running."""
    values: dict[str, Value] = {
        "RunspaceId": guid("runspace"),
        "Role": role,
        "RequiredServicesRunning": True,
        "ServicesNotRunning": strings(),
        "ServicesRunning": strings(*REQUIRED[role]),
        "Identity": None,
        "IsValid": True,
        "ObjectState": Enum("Microsoft.Exchange.Data.ObjectState", "New", 0),
    }
    name = "Microsoft.Exchange.Monitoring.ExchangeServicesStatus"
    return thing(name, name, values)


def _of_each(command: str, make: object) -> Export:
    assert callable(make)
    return Export(command, tuple(make(host) for host in SERVERS), SERVERS[0])


def exports() -> dict[str, Export]:
    """The exports of the Exchange servers by the stem of their file, healthy."""
    first = SERVERS[0]
    return {
        "Get-ExchangeServer": _of_each("Get-ExchangeServer", exchange_server),
        "Get-ClientAccessServer": _of_each("Get-ClientAccessServer", client_access_server),
        "Get-AuthConfig": Export("Get-AuthConfig", (_auth_config(),), first),
        "Get-AuthServer": Export("Get-AuthServer", (_auth_server(),), first),
        "Get-PartnerApplication": Export("Get-PartnerApplication", (partner_application(),), first),
        **{f"Get-ExchangeCertificate_{short(host)}": _certificates(host) for host in SERVERS},
        "Get-AcceptedDomain": Export("Get-AcceptedDomain", (accepted_domain(DOMAIN, default=True),), first),
        "Get-AutodiscoverVirtualDirectory": _of_each("Get-AutodiscoverVirtualDirectory", _autodiscover_directory),
        "Get-WebServicesVirtualDirectory": _of_each("Get-WebServicesVirtualDirectory", _web_services_directory),
        "Get-OwaVirtualDirectory": _of_each("Get-OwaVirtualDirectory", _owa_directory),
        "Get-OrganizationConfig": Export("Get-OrganizationConfig", (_organization(),), first),
        **{
            f"Test-ServiceHealth_{short(host)}": Export(
                "Test-ServiceHealth", tuple(map(service_health, REQUIRED)), host
            )
            for host in SERVERS
        },
    }
