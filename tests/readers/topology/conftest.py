"""Small topology documents of an invented estate, in the two forms that Lync Server writes."""

from __future__ import annotations

import pytest

NS = "urn:schema:Microsoft.Rtc.Management.Deploy."

PUBLISHED = f"""\
<Topology xmlns="{NS}Topology.2008" Signature="00000000-0000-0000-0000-000000000001">
  <InternalDomains AllowAllDomains="false" DefaultDomain="litwareinc.com">
    <InternalDomain Name="litwareinc.com" Authoritative="false" AllowSubDomains="false" />
    <InternalDomain Name="fabrikam.com" Authoritative="false" AllowSubDomains="false" />
  </InternalDomains>
  <Sites>
    <CentralSite SiteId="1">
      <Name>Redmond</Name>
      <Location />
    </CentralSite>
  </Sites>
  <Clusters>
    <Cluster RequiresReplication="true" RequiresSetup="true" Fqdn="pool01.litwareinc.com">
      <ClusterId SiteId="1" Number="1" />
      <Machine OrdinalInCluster="1" Fqdn="fe01.litwareinc.com">
        <NetInterface InterfaceSide="Primary" InterfaceNumber="1" IPAddress="0.0.0.0" />
      </Machine>
      <Machine OrdinalInCluster="2" Fqdn="fe02.litwareinc.com" />
    </Cluster>
    <Cluster RequiresReplication="false" RequiresSetup="false" Fqdn="sql01.litwareinc.com">
      <ClusterId SiteId="1" Number="2" />
      <Machine OrdinalInCluster="1" Fqdn="sql01.litwareinc.com" />
    </Cluster>
    <Cluster RequiresReplication="true" RequiresSetup="true" Fqdn="edge.litwareinc.com">
      <ClusterId SiteId="1" Number="3" />
      <Machine OrdinalInCluster="1" Fqdn="edge01.litwareinc.com" />
    </Cluster>
  </Clusters>
  <SqlInstances>
    <SqlInstance><SqlInstanceId Name="rtc"><ClusterId SiteId="1" Number="2" /></SqlInstanceId></SqlInstance>
  </SqlInstances>
  <Services>
    <Service RoleVersion="2" ServiceVersion="6">
      <ServiceId SiteId="1" RoleName="UserServices" Instance="1" />
      <DependsOn>
        <Dependency Usage="Default"><ServiceId SiteId="1" RoleName="UserStore" Instance="1" /></Dependency>
      </DependsOn>
      <InstalledOn><ClusterId SiteId="1" Number="1" /></InstalledOn>
    </Service>
    <Service RoleVersion="2" ServiceVersion="6">
      <ServiceId SiteId="1" RoleName="Registrar" Instance="1" />
      <InstalledOn><ClusterId SiteId="1" Number="1" /></InstalledOn>
    </Service>
    <Service RoleVersion="1" ServiceVersion="6">
      <ServiceId SiteId="1" RoleName="CentralMgmt" Instance="1" />
      <InstalledOn><ClusterId SiteId="1" Number="1" /></InstalledOn>
    </Service>
    <Service RoleVersion="1" ServiceVersion="6">
      <ServiceId SiteId="1" RoleName="UserStore" Instance="1" />
      <InstalledOn><SqlInstanceId Name="rtc"><ClusterId SiteId="1" Number="2" /></SqlInstanceId></InstalledOn>
    </Service>
    <Service RoleVersion="1" ServiceVersion="6">
      <ServiceId SiteId="1" RoleName="EdgeServer" Instance="1" />
      <InstalledOn><ClusterId SiteId="1" Number="3" /></InstalledOn>
    </Service>
  </Services>
</Topology>
"""

DRAFT = f"""\
<PartialTopology xmlns="{NS}WritableTopology.2008">
  <InternalDomains AllowAllDomains="false" DefaultDomain="litwareinc.com" xmlns="{NS}Topology.2008">
    <InternalDomain Name="litwareinc.com" Authoritative="false" AllowSubDomains="false" />
  </InternalDomains>
  <CentralSites>
    <CentralSite SiteId="1">
      <Name xmlns="{NS}Topology.2008">Redmond</Name>
      <Clusters>
        <Cluster UniqueId="11111111-0000-0000-0000-00000000000A" Fqdn="se01.litwareinc.com">
          <Machines><Machine OrdinalInCluster="1" /></Machines>
          <SqlInstances><SqlInstance UniqueId="22222222-0000-0000-0000-000000000001" Name="rtc" /></SqlInstances>
        </Cluster>
      </Clusters>
    </CentralSite>
  </CentralSites>
  <Services>
    <Service UniqueId="3" RoleName="UserServices" InstalledOn="11111111-0000-0000-0000-00000000000a" />
    <Service UniqueId="4" RoleName="UserStore" InstalledOn="22222222-0000-0000-0000-000000000001" />
  </Services>
</PartialTopology>
"""


def _builder(old: str, new: str) -> str:
    """A Topology Builder file."""
    body = f"<OldTopology>{old}</OldTopology>\n<NewTopology>{new}</NewTopology>"
    root = f'<TopologyBuilder xmlns="{NS}TopologyBuilder.2008">{body}</TopologyBuilder>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'


@pytest.fixture
def published() -> str:
    """What (Get-CsTopology -AsXml).ToString() gives."""
    return PUBLISHED


@pytest.fixture
def draft() -> str:
    """The part of a Topology Builder file that was drawn."""
    return DRAFT


@pytest.fixture
def builder():
    """Makes a Topology Builder file of what was downloaded and what was drawn."""
    return _builder
