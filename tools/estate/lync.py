"""What the cmdlets of Lync Server 2013 print of pool01.litwareinc.com: three Front End Servers and an Edge Server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from estate.certificates import Certificate, certificate, shown
from estate.model import Enum, Export, Items, Thing, Value

DOMAIN = "litwareinc.com"
POOL = f"pool01.{DOMAIN}"
FRONT_ENDS = tuple(f"lyncfe0{number}.{DOMAIN}" for number in (1, 2, 3))
EDGE = f"lyncedge01.{DOMAIN}"
SITE = "Site:Redmond"
EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000"
METADATA_URL = f"https://autodiscover.{DOMAIN}/autodiscover/metadata/json/1"
OAUTH_SERVER = "https://accounts.accesscontrol.windows.net/5588b4fd-f26d-475c-824f-9911277ab13e/metadata/json/1"
SETTINGS = "Microsoft.Rtc.Management.WritableConfig.Settings"

SERVICES = {
    "W3SVC": "World Wide Web Publishing Service",
    "REPLICA": "Lync Server Replica Replicator Agent",
    "RTCSRV": "Lync Server Front-End",
    "RTCDATAMCU": "Lync Server Web Conferencing",
    "RTCIMMCU": "Lync Server IM Conferencing",
    "RTCASMCU": "Lync Server Application Sharing",
    "RTCAVMCU": "Lync Server Audio/Video Conferencing",
    "RTCATS": "Lync Server Audio Test Service",
    "RTCCAA": "Lync Server Conferencing Attendant",
    "FabricHostSvc": "Windows Fabric Host Service",
}
EDGE_SERVICES = {
    "REPLICA": "Lync Server Replica Replicator Agent",
    "RTCSRV": "Lync Server Access Edge",
    "RTCDATAPROXY": "Lync Server Web Conferencing Edge",
    "RTCMRAUTH": "Lync Server Audio/Video Authentication",
    "RTCMEDIARELAY": "Lync Server Audio/Video Edge",
}


def thing(type_name: str, text: str, properties: Mapping[str, Value], *more: str) -> Thing:
    """An object of one type, with its further base types."""
    return Thing((type_name, *more, "System.Object"), text, dict(properties))


def short(host: str) -> str:
    """The first label of a host name."""
    return host.partition(".")[0]


def _export(command: str, *objects: Thing, machine: str = FRONT_ENDS[0]) -> Export:
    return Export(command, objects, machine)


def auth_token(url: str | None) -> Thing:
    """The AuthToken of a partner application: a metadata URL, or None for -UseOAuthServer."""
    if url is None:
        name = f"{SETTINGS}.SSAuth.UseOAuthServer"
        return thing(name, name, {})
    return thing(f"{SETTINGS}.SSAuth.MetadataUrl", f"Value={url}", {"Value": url})


def partner_application(name: str, identifier: str, url: str | None) -> Thing:
    """A partner application as Get-CsPartnerApplication prints it."""
    values: dict[str, Value] = {
        "Identity": name,
        "AuthToken": auth_token(url),
        "Name": name,
        "ApplicationIdentifier": identifier,
        "Realm": "",
        "ApplicationTrustLevel": trust_level("Full"),
        "AcceptSecurityIdentifierInformation": False,
        "Enabled": True,
    }
    own = f"{SETTINGS}.SSAuth.PartnerApplication"
    return thing(f"{own}#Decorated", name, values, own)


def trust_level(name: str) -> Enum:
    """ApplicationTrustLevel: Full or UserImpersonation."""
    return Enum(f"{SETTINGS}.SSAuth.AppTrustLevel", name, ("Full", "UserImpersonation").index(name))


def nested_partner_application(application: Thing) -> Thing:
    """The same as Get-CsOAuthConfiguration nests it: without Identity, its ToString in pairs."""
    values = {name: value for name, value in application.properties.items() if name != "Identity"}
    return thing(f"{SETTINGS}.SSAuth.PartnerApplication", _pairs(values, "AuthToken"), values)


def _pairs(values: Mapping[str, Value], *left_out: str) -> str:
    """The ToString of nested settings: `Name=Exchange;Enabled=True`."""
    shown_values = ((name, value) for name, value in values.items() if name not in left_out)
    return ";".join(f"{name}={value.name if isinstance(value, Enum) else value!s}" for name, value in shown_values)


def oauth_server(nested: bool) -> Thing:
    """The OAuth server of Office 365, as it stands in every deployment; nested ones print themselves in pairs."""
    values: dict[str, Value] = {
        "Identity": "microsoft.sts",
        "Name": "microsoft.sts",
        "IssuerIdentifier": "00000001-0000-0000-c000-000000000000",
        "Realm": "5588b4fd-f26d-475c-824f-9911277ab13e",
        "MetadataUrl": OAUTH_SERVER,
        "AuthorizationUriOverride": "",
        "Type": Enum(f"{SETTINGS}.SSAuth.OAuthServerType", "Acs", 1),
        "AcceptSecurityIdentifierInformation": False,
    }
    own = f"{SETTINGS}.SSAuth.OAuthServer"
    if not nested:
        return thing(f"{own}#Decorated", "microsoft.sts", values, own)
    del values["Identity"]
    return thing(own, _pairs(values), values)


def oauth_configuration(applications: Iterable[Thing]) -> Thing:
    """The one set of OAuth settings."""
    listed = "System.Collections.Generic.List`1[" + SETTINGS + ".SSAuth.{}]"
    values: dict[str, Value] = {
        "Identity": "Global",
        "PartnerApplications": Items(
            tuple(map(nested_partner_application, applications)), listed.format("PartnerApplication")
        ),
        "OAuthServers": Items((oauth_server(nested=True),), listed.format("OAuthServer")),
        "Realm": "",
        "ServiceName": "00000004-0000-0ff1-ce00-000000000000",
        "ClientAuthorizationOAuthServerIdentity": "",
        "ExchangeAutodiscoverUrl": f"https://autodiscover.{DOMAIN}/autodiscover/autodiscover.svc",
        "ExchangeAutodiscoverAllowedDomains": "",
    }
    return thing(f"{SETTINGS}.SSAuth.OAuthSettings", "Global", values)


def cs_certificate(made: Certificate, use: str, scope: str, effective: dt.datetime | None = None) -> Thing:
    """A certificate as Get-CsCertificate prints it."""
    own = shown(made)
    order = ("Issuer", "NotAfter", "NotBefore", "SerialNumber", "Subject", "AlternativeNames", "Thumbprint")
    uses = ("Default", "WebServicesInternal", "WebServicesExternal", "AccessEdgeExternal", "OAuthTokenIssuer")
    values: dict[str, Value] = {
        **{name: own[name] for name in order},
        "EffectiveDate": effective,
        "PreviousThumbprint": "",
        "UpdateTime": None,
        "Use": Enum("Microsoft.Rtc.Management.Deployment.CertType", use, uses.index(use)),
        "SourceScope": scope,
    }
    name = "Microsoft.Rtc.Management.Deployment.CertificateReference"
    return thing(name, name, values)


def _certificates(host: str) -> Export:
    own = certificate(f"default_{short(host)}")
    issuer = certificate("oauthtokenissuer")
    uses = ("Default", "WebServicesInternal", "WebServicesExternal")
    objects = [cs_certificate(own, use, "Local") for use in uses]
    objects.append(cs_certificate(issuer, "OAuthTokenIssuer", "Global", issuer.not_before))
    return _export("Get-CsCertificate", *objects, machine=host)


def _pool(fqdn: str, roles: Iterable[str], computers: Iterable[str]) -> Thing:
    values: dict[str, Value] = {
        "Identity": fqdn,
        "Services": Items(tuple(f"{role}:{fqdn}" for role in roles)),
        "Computers": Items(tuple(computers)),
        "Fqdn": fqdn,
        "Site": SITE,
    }
    return thing("Microsoft.Rtc.Management.Deploy.Internal.Cluster", fqdn, values)


def _computer(fqdn: str, pool: str) -> Thing:
    values = {"Identity": fqdn, "Pool": pool, "Fqdn": fqdn}
    return thing("Microsoft.Rtc.Management.Deploy.Internal.Machine", fqdn, values)


def _site() -> Thing:
    values: dict[str, Value] = {
        "Identity": SITE,
        "SiteId": 1,
        "DisplayName": "Redmond",
        "SiteType": Enum("Microsoft.Rtc.Management.Deploy.Internal.SiteType", "CentralSite", 0),
        "Description": "",
        "Pools": Items((POOL, EDGE)),
    }
    return thing("Microsoft.Rtc.Management.Deploy.Internal.CentralSite", SITE, values)


def sip_domain(name: str, default: bool) -> Thing:
    """A SIP domain."""
    values: dict[str, Value] = {"Identity": name, "Name": name, "IsDefault": default}
    return thing("Microsoft.Rtc.Management.Xds.SipDomain", name, values)


def _topology() -> Thing:
    values: dict[str, Value] = {
        "Identity": "Topology",
        "Sites": Items((SITE,)),
        "Clusters": Items((POOL, EDGE)),
        "Machines": Items((*FRONT_ENDS, EDGE)),
    }
    return thing("Microsoft.Rtc.Management.Deploy.Internal.DefaultTopology", "Topology", values)


def _service(role: str, pool: str, number: str, own: Mapping[str, Value], dependent: Iterable[str]) -> Thing:
    values: dict[str, Value] = {
        "Identity": f"{role}:{pool}",
        **own,
        "DependentServiceList": Items(tuple(f"{name}:{POOL}" for name in dependent)),
        "ServiceId": number,
        "SiteId": SITE,
        "PoolFqdn": pool,
        "Version": 6,
        "Role": role,
    }
    return thing(f"Microsoft.Rtc.Management.Xds.Display{role}", f"{role}:{pool}", values)


def _registrar() -> Thing:
    own: dict[str, Value] = {
        "ConferenceServer": f"ConferencingServer:{POOL}",
        "EdgeServer": f"EdgeServer:{EDGE}",
        "SipServerPort": 5061,
        "SipServerTcpPort": 0,
    }
    return _service("Registrar", POOL, "1-Registrar-1", own, ("UserServer", "WebServer"))


def _web_server() -> Thing:
    web = f"lyncweb.{DOMAIN}"
    own: dict[str, Value] = {
        "FileStore": f"FileStore:fs01.{DOMAIN}",
        "UserServer": f"UserServer:{POOL}",
        "PrimaryHttpPort": 80,
        "PrimaryHttpsPort": 443,
        "ExternalHttpPort": 8080,
        "ExternalHttpsPort": 4443,
        "LIServiceInternalUri": f"https://{POOL}/locationinformation/liservice.svc",
        "ABHandlerInternalUri": f"https://{POOL}/abs/handler",
        "ABHandlerExternalUri": f"https://{web}/abs/handler",
        "CAHandlerInternalUri": f"https://{POOL}/CertProv/CertProvisioningService.svc",
        "MeetExternalUri": f"https://{web}/Meet",
        "WebTicketInternalUri": f"https://{POOL}/WebTicket/WebTicketService.svc",
        "ExternalFqdn": web,
        "InternalFqdn": POOL,
    }
    return _service("WebServer", POOL, "1-WebServices-1", own, ("Registrar", "ConferencingServer"))


def _edge_server() -> Thing:
    own: dict[str, Value] = {
        "Registrar": f"Registrar:{POOL}",
        "AccessEdgeInternalSipPort": 5061,
        "AccessEdgeExternalSipPort": 5061,
        "AccessEdgeExternalFqdn": f"sip.{DOMAIN}",
        "AVEdgeExternalFqdn": f"av.{DOMAIN}",
    }
    return _service("EdgeServer", EDGE, "1-EdgeServer-1", own, ("Registrar",))


def _windows_service(name: str, display: str) -> Thing:
    level = {"RTCIMMCU": "Active Conferences=2", "RTCDATAMCU": "Active Conferences=0"}.get(name, "")
    values: dict[str, Value] = {"Status": "Running", "Name": name, "ActivityLevel": level, "DisplayName": display}
    return thing("Microsoft.Rtc.Management.Deployment.Core.NTService", name, values)


def _windows_services(host: str) -> Export:
    services = EDGE_SERVICES if host == EDGE else SERVICES
    objects = (_windows_service(name, display) for name, display in services.items())
    return _export("Get-CsWindowsService", *objects, machine=host)


def _replica(host: str, number: int) -> Thing:
    minute = dt.datetime(2026, 6, 15, 7, 30 + number, tzinfo=dt.UTC)
    values: dict[str, Value] = {
        "UpToDate": True,
        "ReplicaFqdn": host,
        "LastStatusReport": minute + dt.timedelta(seconds=11),
        "LastUpdateCreation": minute + dt.timedelta(seconds=4),
        "ProductVersion": "5.0.8308.1149",
    }
    return thing("Microsoft.Rtc.Management.Xds.ReplicaState", host, values)


def exports() -> dict[str, Export]:
    """The exports of the Lync servers by the stem of their file, healthy."""
    exchange = partner_application("Exchange", EXCHANGE_ID, METADATA_URL)
    roles = (
        "Registrar", "UserServer", "ConferencingServer", "WebServer", "ApplicationServer", "MediationServer",
    )  # fmt: skip
    computers = [*(_computer(host, POOL) for host in FRONT_ENDS), _computer(EDGE, EDGE)]
    hosts = (*FRONT_ENDS, EDGE)
    return {
        "Get-CsOAuthConfiguration": _export("Get-CsOAuthConfiguration", oauth_configuration([exchange])),
        "Get-CsOAuthServer": _export("Get-CsOAuthServer", oauth_server(nested=False)),
        "Get-CsPartnerApplication": _export("Get-CsPartnerApplication", exchange),
        **{f"Get-CsCertificate_{short(host)}": _certificates(host) for host in FRONT_ENDS},
        "Get-CsSipDomain": _export("Get-CsSipDomain", sip_domain(DOMAIN, default=True)),
        "Get-CsTopology": _export("Get-CsTopology", _topology()),
        "Get-CsPool": _export("Get-CsPool", _pool(POOL, roles, FRONT_ENDS), _pool(EDGE, ("EdgeServer",), (EDGE,))),
        "Get-CsComputer": _export("Get-CsComputer", *computers),
        "Get-CsSite": _export("Get-CsSite", _site()),
        "Get-CsService-Registrar": _export("Get-CsService -Registrar", _registrar()),
        "Get-CsService-WebServer": _export("Get-CsService -WebServer", _web_server()),
        "Get-CsService-EdgeServer": _export("Get-CsService -EdgeServer", _edge_server()),
        **{f"Get-CsWindowsService_{short(host)}": _windows_services(host) for host in hosts},
        "Get-CsManagementStoreReplicationStatus": _export(
            "Get-CsManagementStoreReplicationStatus", *(_replica(host, number) for number, host in enumerate(hosts))
        ),
    }
