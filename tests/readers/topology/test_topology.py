"""The topology document: published, as a configuration export holds it, and Topology Builder's files."""

from __future__ import annotations

import pytest

import analyzer
from analyzer.budget import Budget
from analyzer.model import Source
from analyzer.readers import read_source, topology

NS = "urn:schema:Microsoft.Rtc.Management.Deploy."


def read(text: str, encoding: str = "utf-8", budget: Budget | None = None):
    data = text.encode(encoding)
    return read_source(Source("x.xml", len(data), "", data, encoding=encoding), budget or Budget())


def codes(reading) -> list[str]:
    return [note.code for note in reading.notes]


def values(reading, type_end: str) -> list[dict]:
    return [
        reading.records[index].value
        for block in reading.blocks
        if block.type.endswith(type_end)
        for index in range(block.first, block.first + block.count)
    ]


def test_pools_have_their_services_computers_and_site(published):
    reading = read(published)
    assert reading.format == "topology"
    assert not reading.notes
    assert values(reading, ".Cluster") == [
        {
            "Identity": "pool01.litwareinc.com",
            "Services": [
                "UserServer:pool01.litwareinc.com",
                "Registrar:pool01.litwareinc.com",
                "CentralManagement:pool01.litwareinc.com",
            ],
            "Computers": ["fe01.litwareinc.com", "fe02.litwareinc.com"],
            "Fqdn": "pool01.litwareinc.com",
            "Site": "Site:Redmond",
        },
        {
            "Identity": "sql01.litwareinc.com",
            "Services": ["UserStore:sql01.litwareinc.com"],
            "Computers": ["sql01.litwareinc.com"],
            "Fqdn": "sql01.litwareinc.com",
            "Site": "Site:Redmond",
        },
        {
            "Identity": "edge.litwareinc.com",
            "Services": ["EdgeServer:edge.litwareinc.com"],
            "Computers": ["edge01.litwareinc.com"],
            "Fqdn": "edge.litwareinc.com",
            "Site": "Site:Redmond",
        },
    ]


def test_sip_domains_sites_and_computers(published):
    reading = read(published)
    assert values(reading, ".SipDomain") == [
        {"Identity": "litwareinc.com", "Name": "litwareinc.com", "IsDefault": True},
        {"Identity": "fabrikam.com", "Name": "fabrikam.com", "IsDefault": False},
    ]
    assert values(reading, ".Site") == [
        {
            "Identity": "Site:Redmond",
            "SiteId": "1",
            "DisplayName": "Redmond",
            "SiteType": "CentralSite",
            "Pools": ["pool01.litwareinc.com", "sql01.litwareinc.com", "edge.litwareinc.com"],
        }
    ]
    assert [(item["Fqdn"], item["Pool"]) for item in values(reading, ".Machine")] == [
        ("fe01.litwareinc.com", "pool01.litwareinc.com"),
        ("fe02.litwareinc.com", "pool01.litwareinc.com"),
        ("sql01.litwareinc.com", "sql01.litwareinc.com"),
        ("edge01.litwareinc.com", "edge.litwareinc.com"),
    ]


def test_every_value_has_the_line_that_it_stands_on(published):
    lines = published.splitlines()
    for record in read(published).records:
        assert set(record.lines) == set(record.value)
        assert record.value["Identity"].removeprefix("Site:") in "".join(lines[record.line - 1 : record.line + 1])
        if "Services" in record.value:
            assert "<Service " in lines[record.lines["Services"] - 1]
            assert record.value["Computers"][0] in lines[record.lines["Computers"] - 1]


def test_what_the_document_does_not_say_is_absent(published):
    text = published.replace(' DefaultDomain="litwareinc.com"', "").replace("<Name>Redmond</Name>", "")
    reading = read(text)
    assert all("IsDefault" not in value for value in values(reading, ".SipDomain"))
    assert all("Site" not in value for value in values(reading, ".Cluster"))
    assert [set(value) for value in values(reading, ".Site")] == [{"SiteId", "SiteType", "Pools"}]


def test_a_part_that_is_there_and_empty_proves_that_there_is_nothing():
    text = f'<Topology xmlns="{NS}Topology.2008"><InternalDomains /><Clusters /></Topology>'
    blocks = {block.type.rsplit(".", 1)[-1]: block.count for block in read(text).blocks}
    assert blocks == {"SipDomain": 0, "Cluster": 0, "Machine": 0}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_the_encoding_of_the_file_outweighs_its_declaration(published, encoding):
    declared = f'<?xml version="1.0" encoding="utf-16"?>\n<!-- exported -->\n{published}'
    assert read(declared, encoding).records == read("\n\n" + published).records


def test_a_name_space_prefix_is_no_part_of_the_name(published):
    text = published.replace("<", "<t:").replace("<t:/", "</t:").replace("xmlns=", "xmlns:t=")
    assert read(text).records == read(published).records


def test_a_configuration_export_holds_a_topology(published):
    other = f'<ServiceId xmlns="{NS}Topology.2008" SiteId="1" RoleName="Registrar" Instance="1" />\n'
    item = '<DocItem Name="{}"><Data><AnchoredXml><Value>{}</Value></AnchoredXml></Data></DocItem>'
    text = (
        f"<DocItemSet>{item.format('a', other * 3)}{item.format('b', published)}{item.format('c', other)}</DocItemSet>"
    )
    reading = read(text)
    assert [record.value for record in reading.records] == [record.value for record in read(published).records]
    assert codes(read(text.replace(published, ""))) == ["nothing-recognised"]


def test_a_draft_of_topology_builder_is_used_with_a_note(builder, draft):
    reading = read(builder("", draft))
    assert codes(reading) == ["topology-draft"]
    assert values(reading, ".Cluster") == [
        {
            "Identity": "se01.litwareinc.com",
            "Services": ["UserServer:se01.litwareinc.com", "UserStore:se01.litwareinc.com"],
            "Computers": ["se01.litwareinc.com"],
            "Fqdn": "se01.litwareinc.com",
            "Site": "Site:Redmond",
        }
    ]
    assert values(reading, ".Machine")[0]["Pool"] == "se01.litwareinc.com"
    assert values(reading, ".SipDomain")[0]["IsDefault"] is True


def test_what_was_published_counts_before_the_draft(builder, published, draft):
    reading = read(builder(published, draft))
    assert [record.value for record in reading.records] == [record.value for record in read(published).records]
    assert codes(reading) == ["topology-draft"]


def test_a_published_topology_without_pools_gives_way_to_the_draft(builder, draft):
    empty = f'<Topology xmlns="{NS}Topology.2008"><Clusters /></Topology>'
    assert values(read(builder(empty, draft)), ".Cluster")


def test_a_cut_document_keeps_what_is_whole_and_claims_no_roles(published):
    whole = {repr(record.value) for record in read(published).records}
    for position in range(120, len(published) - 2, 37):
        reading = read(published[:position])
        assert codes(reading) == ["source-cut"], position
        for value in values(reading, ".Cluster"):
            assert "Services" not in value or published.index("</Services>") < position
        for kind in (".SipDomain", ".Machine"):
            assert {repr(value) for value in values(reading, kind)} <= whole


def test_what_is_malformed_ends_the_reading(published):
    at = published.index("<SqlInstances>")
    reading = read(published[:at] + "<&" + published[at:])
    assert codes(reading) == ["malformed"]
    assert len(values(reading, ".Cluster")) == 3
    assert codes(read(published + "PS C:\\>")) == ["malformed"]


def test_a_service_on_no_pool_and_a_pool_without_a_name_are_noted(published):
    text = published.replace(
        '<InstalledOn><ClusterId SiteId="1" Number="3" />', '<InstalledOn><ClusterId SiteId="9" />'
    )
    reading = read(text)
    assert codes(reading) == ["value-unreadable"]
    assert "EdgeServer" in reading.notes[0].message
    reading = read(published.replace(' Fqdn="fe02.litwareinc.com"', ""))
    assert codes(reading) == ["value-unreadable"]
    assert values(reading, ".Cluster")[0]["Computers"] == ["fe01.litwareinc.com"]


def test_a_document_type_is_refused_before_it_is_parsed(published):
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'
    text = "<?xml version='1.0'?><!-- a -->" + doctype + published.replace("Redmond", "&e;")
    data = text.encode()
    source = Source("x.xml", len(data), "", data, encoding="utf-8")
    for reading in (read(text), topology.read(source, Budget())):
        assert codes(reading) == ["dtd-refused"]
        assert not reading.records


def test_limits_are_kept(published):
    assert codes(read(published, budget=Budget(xml_nodes=20))) == ["limit-reached"]
    assert codes(read(published, budget=Budget(xml_depth=3))) == ["limit-reached"]
    deep = published.replace("<Location />", "<a>" * 300 + "</a>" * 300)
    assert codes(read(deep)) == ["limit-reached"]
    long = published.replace("Redmond", "x" * 10_500_000)
    assert codes(read(long)) == ["limit-reached"]


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?>\n<configuration><system.webServer /></configuration>',
        '<Topology xmlns="urn:other"><Clusters><Cluster Fqdn="a.example.com" /></Clusters></Topology>',
        '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006" />',
        "<DocItemSet><DocItem><Data><HomedResource /></Data></DocItem></DocItemSet>",
        "<Topology",
        "<!-- never closed",
    ],
)
def test_other_xml_is_not_taken_for_it(text):
    reading = read(text)
    assert codes(reading) == ["nothing-recognised"]
    assert not reading.records


def test_the_configurations_of_the_reference_data_are_not_taken_for_it(shared):
    folder = shared / "data/corpora/autodiscover_webconfig"
    for path in folder.iterdir():
        data = path.read_bytes()
        reading = read_source(Source(path.name, len(data), "", data, encoding="utf-8-sig"), Budget())
        assert codes(reading) == ["nothing-recognised"], path.name


def test_a_topology_builder_file_of_the_reference_data_is_read(shared):
    paths = sorted((shared / "data/corpora").rglob("*.tbxml"))
    if not paths:
        pytest.skip("the reference data has no Topology Builder file")
    for path in paths:
        data = path.read_bytes()
        reading = read_source(Source(path.name, len(data), "", data, encoding="utf-8-sig"), Budget())
        assert reading.format == "topology"
        assert not {"malformed", "source-cut", "value-unreadable", "limit-reached"} & set(codes(reading))
        assert data.count(b"<Cluster ") >= len(values(reading, ".Cluster")) > 0
        assert any(item.startswith("UserServer:") for pool in values(reading, ".Cluster") for item in pool["Services"])
        assert all(pool["Computers"] for pool in values(reading, ".Cluster"))


def test_the_facts_know_the_front_ends(published, tmp_path):
    (tmp_path / "topology.xml").write_text(published, "utf-16")
    case = analyzer.open_case(tmp_path)
    assert next(iter(case.tables["cs_pool"]["Identity"])) == "pool01.litwareinc.com"
    servers = case.facts["lync_front_end"]
    assert list(servers["Fqdn"]) == ["fe01.litwareinc.com", "fe02.litwareinc.com"]
    assert list(servers["IsFrontEnd"]) == [True, True]


def test_lines_are_right_deep_in_a_large_export(published):
    filler = "<DocItem><Data>" + "<Setting Name='a' />" * 100 + "</Data></DocItem>\n"
    text = f"<DocItemSet>{filler * 2000}{published}{filler * 2000}</DocItemSet>"
    reading = read(text)
    assert len(reading.records) == 10
    assert reading.records[0].line == 2003
