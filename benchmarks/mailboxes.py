"""Invented mailboxes, printed as Windows PowerShell prints Get-Mailbox | Format-List, or exported by other cmdlets.

The same arguments give the same bytes. About one value in fifteen is wrapped, one name in four is not ASCII, lists are
cut by $FormatEnumerationLimit, and most values are one of a few, as in a real organisation.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from analyzer.readers.lists.writer import soft_wrapped

NAMES = tuple(
    """
Database MailboxProvisioningConstraint IsMonitoringMailbox MailboxRegion MailboxRegionLastUpdateTime
MessageRecallProcessingEnabled MessageCopyForSentAsEnabled MessageCopyForSendOnBehalfEnabled
MailboxProvisioningPreferences UseDatabaseRetentionDefaults RetainDeletedItemsUntilBackup
DeliverToMailboxAndForward IsExcludedFromServingHierarchy IsHierarchyReady IsHierarchySyncEnabled
IsPublicFolderSystemMailbox HasSnackyAppData LitigationHoldEnabled SingleItemRecoveryEnabled
RetentionHoldEnabled EndDateForRetentionHold StartDateForRetentionHold RetentionComment RetentionUrl
LitigationHoldDate LitigationHoldOwner ElcProcessingDisabled ComplianceTagHoldApplied WasInactiveMailbox
DelayHoldApplied DelayReleaseHoldApplied PitrEnabled PitrCopyIntervalInSeconds PitrPaused PitrPausedTimestamp
PitrOffboardedTimestamp PitrState InactiveMailboxRetireTime OrphanSoftDeleteTrackingTime LitigationHoldDuration
ManagedFolderMailboxPolicy RetentionPolicy AddressBookPolicy CalendarRepairDisabled ExchangeGuid
MailboxContainerGuid UnifiedMailbox MailboxLocations AggregatedMailboxGuids ExchangeSecurityDescriptor
ExchangeUserAccountControl AdminDisplayVersion MessageTrackingReadStatusEnabled ExternalOofOptions
ForwardingAddress ForwardingSmtpAddress RetainDeletedItemsFor IsMailboxEnabled Languages OfflineAddressBook
ProhibitSendQuota ProhibitSendReceiveQuota RecoverableItemsQuota RecoverableItemsWarningQuota
CalendarLoggingQuota DowngradeHighPriorityMessagesEnabled ProtocolSettings RecipientLimits
ImListMigrationCompleted SiloName IsResource IsLinked IsShared IsRootPublicFolderMailbox LinkedMasterAccount
ResetPasswordOnNextLogon ResourceCapacity ResourceCustom ResourceType RoomMailboxAccountEnabled SamAccountName
SCLDeleteThreshold SCLDeleteEnabled SCLRejectThreshold SCLRejectEnabled SCLQuarantineThreshold
SCLQuarantineEnabled SCLJunkThreshold SCLJunkEnabled AntispamBypassEnabled ServerLegacyDN ServerName
UseDatabaseQuotaDefaults IssueWarningQuota RulesQuota Office UserPrincipalName UMEnabled MaxSafeSenders
MaxBlockedSenders NetID ReconciliationId WindowsLiveID MicrosoftOnlineServicesID ThrottlingPolicy
RoleAssignmentPolicy DefaultPublicFolderMailbox EffectivePublicFolderMailbox SharingPolicy RemoteAccountPolicy
MailboxPlan ArchiveDatabase ArchiveGuid ArchiveName JournalArchiveAddress ArchiveQuota ArchiveWarningQuota
ArchiveDomain ArchiveStatus ArchiveState AutoExpandingArchiveEnabled DisabledMailboxLocations
RemoteRecipientType DisabledArchiveDatabase DisabledArchiveGuid QueryBaseDN QueryBaseDNRestrictionEnabled
MailboxMoveTargetMDB MailboxMoveSourceMDB MailboxMoveFlags MailboxMoveRemoteHostName MailboxMoveBatchName
MailboxMoveStatus MailboxRelease ArchiveRelease IsPersonToPersonTextMessagingEnabled
IsMachineToPersonTextMessagingEnabled UserSMimeCertificate UserCertificate CalendarVersionStoreDisabled
ImmutableId PersistedCapabilities SKUAssigned AuditEnabled AuditLogAgeLimit AuditAdmin AuditDelegate AuditOwner
DefaultAuditSet WhenMailboxCreated SourceAnchor UsageLocation IsSoftDeletedByRemove IsSoftDeletedByDisable
IsInactiveMailbox IncludeInGarbageCollection WhenSoftDeleted InPlaceHolds GeneratedOfflineAddressBooks
AccountDisabled StsRefreshTokensValidFrom NonCompliantDevices EnforcedTimestamps DataEncryptionPolicy
MessageCopyForSMTPClientSubmissionEnabled RecipientThrottlingThreshold SharedEmailDomainTenant
SharedEmailDomainState EnhancedOutboundHybrid Extensions HasPicture HasSpokenName IsDirSynced
AcceptMessagesOnlyFrom AcceptMessagesOnlyFromDLMembers AcceptMessagesOnlyFromSendersOrMembers
AddressListMembership AdministrativeUnits Alias ArbitrationMailbox BypassModerationFromSendersOrMembers
OrganizationalUnit CustomAttribute1 CustomAttribute10 CustomAttribute11 CustomAttribute12 CustomAttribute13
DisplayName EmailAddresses GrantSendOnBehalfTo ExternalDirectoryObjectId HiddenFromAddressListsEnabled
LastExchangeChangedTime LegacyExchangeDN MaxSendSize MaxReceiveSize ModeratedBy ModerationEnabled
PoliciesIncluded PoliciesExcluded EmailAddressPolicyEnabled PrimarySmtpAddress RecipientType
RecipientTypeDetails RejectMessagesFrom RequireSenderAuthenticationEnabled SimpleDisplayName
SendModerationNotifications WindowsEmailAddress MailTip MailTipTranslations Identity Id IsValid ExchangeVersion
Name DistinguishedName ObjectCategory ObjectClass WhenChanged WhenCreated WhenChangedUTC WhenCreatedUTC
ExchangeObjectId OrganizationalUnitRoot OrganizationId Guid OriginatingServer ObjectState
""".split()  # noqa: SIM905 - a list of names
)

WIDTH = 119
"""Cells of a line: a console of 120 columns without the last."""

_FIRST = "Anna Björn Chloé Dmitri Erika François Günter Hiro Ivan Jürgen Karl Lena Marta Nora Olaf Petra Quinn"
_LAST = "Smith Müller Garcia Nowak Rossi Dubois Jensen Novák Weiß Kowalski Tanaka Johnson Brown Davis Wilson"
_QUOTAS = ("Unlimited", "49.5 GB (53,150,220,288 bytes)", "100 GB (107,374,182,400 bytes)")
_ACTIONS = "{Update, MoveToDeletedItems, SoftDelete, HardDelete...}"
_LISTS = (
    "{}",
    r"{\Mailboxes(VLV), \All Mailboxes(VLV), \All Recipients(VLV), \Default Global Address List, \All Users}",
    "/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Configuration/cn=Servers/cn=EX01",
)
_PLAIN = ("", "{}", "", "Contoso", "None", "Unlimited", "Exchange 15.2 (Build 858.5)", "ex01.contoso.com")
_MEMBERS = ("AddressListMembership", "PoliciesIncluded", "ServerLegacyDN", "ObjectCategory", "InPlaceHolds")
_POOL = 64
_NESTED = {
    **dict.fromkeys(("EmailAddresses", "PoliciesIncluded"), "Deserialized.Microsoft.Exchange.Data.MultiValuedProperty"),
    **dict.fromkeys(
        ("Database", "Identity", "MailboxPlan"), "Deserialized.Microsoft.Exchange.Data.Directory.ADObjectId"
    ),
    **dict.fromkeys(
        ("RecipientType", "MailboxRegion"), "Deserialized.Microsoft.Exchange.Data.Directory.Recipient.Kind"
    ),
}


def mailbox(number: int, chance: random.Random) -> dict[str, str]:
    """The properties that are another for each mailbox."""
    first, last = chance.choice(_FIRST.split()), chance.choice(_LAST.split())
    alias = f"{first[:2]}{last}{number}".encode("ascii", "ignore").decode().lower()
    shown, site = f"{last}, {first}", f"Site{number % 40:02}"
    guid = str(uuid.UUID(int=chance.getrandbits(128)))
    path = f"corp.contoso.com/{site}/Users/{shown}"
    group = "/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn="
    changed = f"{chance.randint(1, 12)}/{chance.randint(13, 28)}/2024 {chance.randint(1, 12)}:{number % 60:02}:09 PM"
    dates = dict.fromkeys(("WhenChanged", "WhenCreated", "WhenChangedUTC", "WhenCreatedUTC"), changed)
    addresses = dict.fromkeys(
        ("UserPrincipalName", "PrimarySmtpAddress", "WindowsEmailAddress"), f"{alias}@contoso.com"
    )
    return {
        "ExchangeGuid": guid,
        "MailboxLocations": f"{{1;{guid};Primary;ex{number % 40:02}.contoso.com;{guid[::-1]}}}",
        "SamAccountName": alias,
        "Alias": alias,
        "DisplayName": shown,
        "EmailAddresses": f"{{smtp:{alias}.{number}@contoso.net, SMTP:{alias}@contoso.com, x500:{group}{guid}}}",
        "LegacyExchangeDN": f"{group}{guid.replace('-', '')}-{alias}",
        "Identity": path,
        "Id": path,
        "Name": shown,
        "DistinguishedName": f"CN={last}\\, {first},OU=Users,OU={site},DC=corp,DC=contoso,DC=com",
        "ExchangeObjectId": guid,
        "Guid": guid,
        **addresses,
        **dates,
    }


def common(name: str, chance: random.Random) -> str:
    """A value of a property that has few different ones."""
    if name == "ExchangeSecurityDescriptor":
        return "System.Security.AccessControl.RawSecurityDescriptor"
    if name.startswith("Audit"):
        return _ACTIONS
    if name in _MEMBERS:
        return chance.choice(_LISTS)
    if name.endswith(("Enabled", "Disabled")) or name.startswith(("Is", "Has", "Use")):
        return chance.choice(("True", "False", "False"))
    if "Quota" in name:
        return chance.choice(_QUOTAS)
    if name.endswith("Guid"):
        return "00000000-0000-0000-0000-000000000000"
    if name.endswith(("Date", "Time")) or name.startswith("When"):
        return chance.choice(("", "", "3/14/2024 9:02:07 AM"))
    if name.endswith("Database"):
        return f"DB{chance.randint(1, 30):02}"
    return chance.choice(_PLAIN)


def chosen_names(count: int) -> list[str]:
    """That many property names, those of `mailbox` among them."""
    own = set(mailbox(0, random.Random(0)))
    others = [name for name in NAMES if name not in own][: max(count - len(own), 0)]
    wanted = own | set(others)
    return [name for name in NAMES if name in wanted]


def rows(count: int, properties: int = 200) -> Iterator[dict[str, str]]:
    """That many mailboxes with all their properties."""
    chance = random.Random(7)
    names = chosen_names(properties)
    pools = {name: [common(name, chance) for _ in range(_POOL)] for name in names}
    for number in range(count):
        own = mailbox(number, chance)
        start = chance.randrange(_POOL)
        yield {
            name: own[name] if name in own else pools[name][(start + 7 * place) % _POOL]
            for place, name in enumerate(names)
        }


def write_list(path: Path, characters: int, encoding: str, properties: int = 200, *, alike: bool = True) -> int:
    """Writes a list of about so many characters; returns the number of objects.

    Without `alike` every object has another selection of the properties.
    """
    chance = random.Random(7)
    names = chosen_names(properties)
    printed: dict[tuple[str, str, int], str] = {}
    pools = {name: [common(name, chance) for _ in range(_POOL)] for name in names}
    longest = max(map(len, names))
    size = count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        file.write("\r\n\r\n")
        while size < characters:
            own = mailbox(count, chance)
            start = chance.randrange(_POOL)
            kept, column = names, longest
            if not alike:
                kept = [name for name in names if chance.random() < 0.5]
                column = max(map(len, kept))
            parts = []
            for place, name in enumerate(kept):
                if name in own:
                    parts.append(_lines(name, own[name], column))
                    continue
                key = (name, pools[name][(start + 7 * place) % _POOL], column)
                if key not in printed:
                    printed[key] = _lines(*key)
                parts.append(printed[key])
            parts.append("\r\n")
            text = "".join(parts)
            file.write(text)
            size += len(text)
            count += 1
        file.write("\r\n")
    return count


def _lines(name: str, value: str, column: int) -> str:
    field = WIDTH - column - 3
    pieces = [value] if len(value) <= field else soft_wrapped(value, field, word=True, wide=False)
    return f"{name:<{column}} : " + ("\r\n" + " " * (column + 3)).join(pieces) + "\r\n"


def write_csv(path: Path, size: int, properties: int = 200) -> int:
    """Writes what Export-Csv writes, about so many characters; returns the number of objects."""
    written = count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for row in rows(1 << 30, properties):
            if not count:
                file.write(",".join(f'"{name}"' for name in row) + "\r\n")
            line = ",".join('"' + value.replace('"', '""') + '"' for value in row.values()) + "\r\n"
            file.write(line)
            written += len(line)
            count += 1
            if written >= size:
                return count
    return count


def write_clixml(path: Path, size: int, properties: int = 60, *, alike: bool = True) -> int:
    """Writes what Export-Clixml writes, about so many bytes; returns the number of objects.

    Without `alike` every object has another selection of the properties, and some of them are objects themselves:
    lists of addresses, an enum, an identity with members of its own.
    """
    chance = random.Random(7)
    lines = _Lines()
    written = count = 0
    with path.open("w", encoding="utf-16", newline="") as file:
        file.write('<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\r\n')
        for row in rows(1 << 30, properties):
            kept = row if alike else {name: value for name, value in row.items() if chance.random() < 0.5}
            text = "".join(lines.mailbox(kept, row["Name"], alike=alike))
            file.write(text)
            written += 2 * len(text)
            count += 1
            if written >= size:
                break
        file.write("</Objs>")
    return count


class _Lines:
    """The lines of objects, each with the number that is next."""

    def __init__(self) -> None:
        self._objects = 0
        self._types: dict[str, int] = {}

    def mailbox(self, row: dict[str, str], shown: str, *, alike: bool) -> Iterator[str]:
        """An object of the document."""
        yield self._opening("  <Obj", "Deserialized.Microsoft.Exchange.Data.Directory.Management.Mailbox", "    ")
        yield f"    <ToString>{escape(shown)}</ToString>\r\n    <Props>\r\n"
        for name, value in row.items():
            if value in ("True", "False"):
                yield f'      <B N="{name}">{value.lower()}</B>\r\n'
            elif not value:
                yield f'      <Nil N="{name}" />\r\n'
            elif name.endswith("Guid"):
                yield f'      <G N="{name}">{value}</G>\r\n'
            elif not alike and name in _NESTED:
                yield from self._object(name, value)
            else:
                yield f'      <S N="{name}">{escape(value)}</S>\r\n'
        yield "    </Props>\r\n  </Obj>\r\n"

    def _object(self, name: str, value: str) -> Iterator[str]:
        """A property that is an object."""
        yield self._opening(f'      <Obj N="{name}"', _NESTED[name], "        ")
        if "MultiValued" in _NESTED[name]:
            items = value.strip("{}").split(", ") * (1 + len(value) % 3)
            yield "        <LST>\r\n"
            yield from (f"          <S>{escape(item)}</S>\r\n" for item in items)
            yield "        </LST>\r\n"
        else:
            yield f"        <ToString>{escape(value)}</ToString>\r\n"
            if "ADObjectId" in _NESTED[name]:
                yield f'        <Props>\r\n          <S N="Name">{escape(value)}</S>\r\n          <I32 N="Depth">5'
                yield '</I32>\r\n          <B N="IsDeleted">false</B>\r\n        </Props>\r\n'
            else:
                yield f"        <I32>{len(value)}</I32>\r\n"
        yield "      </Obj>\r\n"

    def _opening(self, start: str, kind: str, indent: str) -> str:
        number, self._objects = self._objects, self._objects + 1
        opening = f'{start} RefId="{number}">\r\n'
        if kind in self._types:
            return f'{opening}{indent}<TNRef RefId="{self._types[kind]}" />\r\n'
        place = self._types[kind] = len(self._types)
        names = "".join(f"{indent}  <T>{each}</T>\r\n" for each in (kind, "Deserialized.System.Object"))
        return f'{opening}{indent}<TN RefId="{place}">\r\n{names}{indent}</TN>\r\n'
