"""Records find their table by type, command or properties, and stay without one where these do not decide."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.catalogue import COMMON, Entry, load_catalogue

catalogue = load_catalogue()
ROOT_TYPES = re.compile(r'\n  <Obj RefId="\d+">\s*<TN RefId="\d+">\s*<T>([^<]+)</T>')


@pytest.mark.parametrize(
    ("printed", "table"),
    [
        ("Name Enabled ApplicationIdentifier AuthMetadataUrl", "partner_application"),
        ("Identity Name IsDefault", "cs_sip_domain"),
        ("Identity Pool Fqdn", "cs_computer"),
        ("PSComputerName Thumbprint Subject NotAfter HasPrivateKey KeySize", "certificate_store"),
        ("Thumbprint Subject Services HasPrivateKey CertificateDomains", "exchange_certificate"),
        ("Thumbprint Services Subject", "exchange_certificate"),
        ("Name Fqdn Site ServerRole AdminDisplayVersion", "exchange_server"),
        ("Name AutoDiscoverServiceInternalUri", "client_access_server"),
        ("AutoDiscoverServiceInternalUri Name PSComputerName RunspaceId", "client_access_server"),
        ("Status Name DisplayName", "service"),
        ("Use SerialNumber NotAfter", "cs_certificate"),
        ("Thumbprint Use", "cs_certificate"),
        ("Status Name ActivityLevel", "cs_windows_service"),
        ("Name Type TTL Section NameHost", "resolve_dns_name"),
        ("ExchangeAutodiscoverUrl", "cs_oauth_configuration"),
        ("currentcertificatethumbprint", "auth_config"),
        ("Role RequiredServicesRunning ServicesRunning ServicesNotRunning", "test_service_health"),
        ("Identity Computers", "cs_pool"),
    ],
)
def test_properties_decide(printed: str, table: str) -> None:
    found = catalogue.recognise(printed.split())
    assert found is not None
    assert (found.table, found.by) == (table, "properties")
    assert 0 < found.certainty < 1


@pytest.mark.parametrize(
    "printed", ["Name Status", "Identity", "Name", "Thumbprint", "Identity Name Enabled", "Foo Bar", "RunspaceId", ""]
)
def test_properties_of_many_decide_nothing(printed: str) -> None:
    assert catalogue.recognise(printed.split()) is None


def test_what_fits_several_tables_is_told() -> None:
    printed = ["Identity", "InternalUrl", "ExternalUrl"]
    assert catalogue.recognise(printed) is None
    assert {found.table for found in catalogue.candidates(printed)} >= {
        "owa_virtual_directory",
        "web_services_virtual_directory",
    }


def test_a_few_properties_that_nobody_knows_do_no_harm() -> None:
    newer = [*catalogue.entries["organization_config"].properties, "SomethingOfALaterBuild"]
    found = catalogue.recognise(newer)
    assert found is not None
    assert found.table == "organization_config"


def test_what_every_object_has_makes_no_table() -> None:
    """An object of a cmdlet that is not in the catalogue shares its directory properties with all that are."""
    directory = ["Identity", "IsValid", "ExchangeVersion", "Name", "DistinguishedName", "Guid", "ObjectCategory"]
    assert catalogue.recognise([*directory, "WhenChanged", "Enabled", "Organization", "Uri"]) is None


def test_a_type_decides_before_all_else() -> None:
    name = "Deserialized.Microsoft.Rtc.Management.Deployment.CertificateReference"
    found = catalogue.recognise(["Name", "AutoDiscoverServiceInternalUri"], name, "Get-CsPool")
    assert found is not None
    assert (found.table, found.by, found.certainty) == ("cs_certificate", "type", 1.0)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("#TYPE Selected.Microsoft.Exchange.Data.Directory.Management.ClientAccessServer", "client_access_server"),
        (
            "Microsoft.Rtc.Management.WritableConfig.Settings.SSAuth.PartnerApplication#Decorated",
            "cs_partner_application",
        ),
        ("Microsoft.Exchange.Data.Directory.SystemConfiguration.PartnerApplication", "partner_application"),
        ("Microsoft.Rtc.Management.Xds.DisplayWebServer", "cs_service"),
        ("System.Management.ManagementObject#root\\CIMV2\\Win32_QuickFixEngineering", "hot_fix"),
    ],
)
def test_types_as_they_are_written(name: str, table: str) -> None:
    found = catalogue.recognise([], name)
    assert found is not None
    assert found.table == table


def test_an_unknown_type_leaves_it_to_the_properties() -> None:
    found = catalogue.recognise(
        ["Identity", "Name", "IsDefault"], "Selected.System.Management.Automation.PSCustomObject"
    )
    assert found is not None
    assert (found.table, found.by) == ("cs_sip_domain", "properties")


def test_a_command_decides_before_the_properties() -> None:
    found = catalogue.recognise(["Identity", "Pool", "Fqdn"], None, "Get-CsTrustedApplicationComputer | fl")
    assert found is not None
    assert (found.table, found.by) == ("cs_trusted_application_computer", "command")


def test_a_command_that_printed_nothing_is_recognised() -> None:
    found = catalogue.recognise([], None, "Get-CsPartnerApplication")
    assert found is not None
    assert found.table == "cs_partner_application"


def test_a_command_whose_output_is_something_else_decides_nothing() -> None:
    assert catalogue.recognise(["Foo"], None, "Get-CsPool") is None
    found = catalogue.recognise(["Identity", "Name", "IsDefault"], None, "Get-CsPool")
    assert found is not None
    assert found.table == "cs_sip_domain"


def test_one_cmdlet_prints_two_tables() -> None:
    command = "Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus"
    found = catalogue.recognise(["ActiveMasterFqdn", "ActiveReplicas"], None, command)
    assert found is not None
    assert found.table == "cs_central_management_store_status"


def test_the_certificate_drive_is_told_by_its_path() -> None:
    printed = ["Thumbprint", "Subject"]
    found = catalogue.recognise(printed, None, r"dir Cert:\LocalMachine\My | ft Thumbprint, Subject")
    assert found is not None
    assert (found.table, found.by) == ("certificate_store", "command")
    assert catalogue.recognise(["Mode", "Name"], None, r"dir C:\Windows") is None


@pytest.mark.parametrize(
    "command", ["Get-WmiObject Win32_PageFileSetting", "gcim -ClassName Win32_PageFileSetting | fl"]
)
def test_a_wmi_class_is_told_by_its_name(command: str) -> None:
    found = catalogue.recognise(["Name", "MaximumSize"], None, command)
    assert found is not None
    assert (found.table, found.by) == ("win32_page_file_setting", "command")


def test_properties_of_one_shell_rule_the_other_out() -> None:
    """Both shells print X.509 certificates: drives add PSPath, Exchange's remoting SerializationData."""
    printed = ["Thumbprint", "Issuer", "NotAfter", "HasPrivateKey", "FriendlyName"]
    assert catalogue.recognise(printed) is None
    store = catalogue.recognise([*printed, "PSPath"])
    exchange = catalogue.recognise([*printed, "SerializationData"])
    assert store is not None
    assert exchange is not None
    assert (store.table, exchange.table) == ("certificate_store", "exchange_certificate")


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("Get-CsPool.txt", "cs_pool"),
        ("ticket.zip!lync/Get_CsPool", "cs_pool"),
        ("fe01-CsPool.csv", "cs_pool"),
        ("GetExchangeServer1.xml", "exchange_server"),
        (r"C:\temp\Get-ExchangeCertificate_exch01.txt", "exchange_certificate"),
        ("Get-ChildItem_Cert-LocalMachine-My.csv", "certificate_store"),
        ("Get-Service_exch01.txt", "service"),
        ("Get-CsManagementStoreReplicationStatus.csv", "cs_management_store_replication_status"),
        ("HyperV_Win32_Processor1.xml", "win32_processor"),
        ("service.txt", None),
        ("Get-CsPoolBackupRelationship.txt", None),
        ("README.txt", None),
        ("", None),
    ],
)
def test_file_names(name: str, table: str | None) -> None:
    found = catalogue.by_file_name(name)
    assert (found.table if found else None) == table


def test_a_file_name_only_decides_between_what_fits() -> None:
    printed = ["Identity", "Pool", "Fqdn"]
    decided = catalogue.recognise(printed, file_name="Get-CsTrustedApplicationComputer.txt")
    assert decided is not None
    assert (decided.table, decided.by) == ("cs_trusted_application_computer", "file-name")
    against = catalogue.recognise(printed, file_name="Get-CsPool.txt")
    assert against is not None
    assert (against.table, against.by) == ("cs_computer", "properties")
    assert catalogue.recognise(["Name", "Status"], file_name="Get-Service.txt") is None


@pytest.mark.parametrize(
    "entry", [e for e in catalogue.entries.values() if e.shell and not e.rare], ids=lambda entry: entry.table
)
def test_a_whole_output_is_never_taken_for_another(entry: Entry) -> None:
    found = catalogue.recognise(list(entry.properties))
    assert found is None or found.table == entry.table


@given(st.sampled_from(sorted(e.table for e in catalogue.entries.values() if e.shell)), st.data())
def test_a_selection_is_its_table_or_undecided_with_it(table: str, data: st.DataObject) -> None:
    """What fits the entry that was selected from never leaves it out, unless another says clearly more."""
    entry = catalogue.entries[table]
    printed = data.draw(st.lists(st.sampled_from(sorted(entry.properties)), min_size=1, max_size=12, unique=True))
    for found in catalogue.candidates(printed):
        known = catalogue.entries[found.table].properties
        assert {name.casefold() for name in printed} - COMMON <= {name.casefold() for name in known}


@given(st.lists(st.text(max_size=40), max_size=30), st.text(max_size=80), st.text(max_size=200), st.text(max_size=60))
def test_no_input_raises(printed: list[str], type_name: str, command: str, file_name: str) -> None:
    catalogue.recognise(printed, type_name, command, file_name=file_name)
    catalogue.by_file_name(file_name)


def _exports(shared: Path) -> list[Path]:
    return [
        *(shared / "data/exchange_health/exports").rglob("*.xml"),
        *(shared / "data/exchange_auth_certificate/exports").rglob("*.xml"),
    ]


def _root_types(path: Path) -> set[str]:
    data = path.read_bytes()
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    return set(ROOT_TYPES.findall(text.replace("\r\n", "\n")))


def test_every_exchange_type_of_the_real_exports_is_its_cmdlet(shared: Path) -> None:
    seen = 0
    for path in _exports(shared):
        for name in _root_types(path):
            if "Microsoft.Exchange." not in name.split("[", 1)[0]:
                continue
            found = catalogue.recognise([], name)
            assert found is not None, (path.name, name)
            seen += 1
            by_name = catalogue.by_file_name(path.name)
            assert by_name is None or by_name.table == found.table
    assert seen > 40


def test_every_type_of_the_estate_is_its_cmdlet(shared: Path) -> None:
    for path in (shared / "data/powershell_real/litware").rglob("*.xml"):
        expected = catalogue.by_file_name(path.name)
        for name in _root_types(path):
            found = catalogue.recognise([], name)
            assert found is not None, (path.name, name)
            assert expected is None or found.table == expected.table


def test_json_of_the_estate_is_told_by_its_properties(shared: Path) -> None:
    """JSON has no type names: only the properties tell, and the file's name where two cmdlets print the same."""
    for path in (shared / "data/powershell_real/litware").rglob("*.json"):
        expected = catalogue.by_file_name(path.name)
        if expected is None or "expected" in path.parts:
            continue
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        for record in content if isinstance(content, list) else [content]:
            if isinstance(record, dict):
                found = catalogue.recognise(list(record), file_name=path.name)
                assert found is not None, path.name
                assert found.table == expected.table
