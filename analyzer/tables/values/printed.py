"""The parts of a printed date: three fields whose order is not yet known, and a time of day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from analyzer.tables.values.words import CALENDAR_WORDS, ERAS, HALF_CALENDARS, HALVES, MONTHS, WEEKDAYS, plain

MAX_CHARS = 100

_INVISIBLE = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x61C, 0x202A, 0x202B, 0x202C, *range(0x2066, 0x206A), 0xFEFF])
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u3000\t\r\n"), " ")
_FIELDS = re.compile(
    r"(?P<a>\d{1,4}) ?(?P<sep>[-/.]|年|년) ?(?P<b>\d{1,2}) ?(?P<sep2>[-/.]|月|월) ?(?P<c>\d{1,4})"
    r"(?:\.(?!\d)| ?日| ?일)?"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?\Z"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(?:\.(\d{6})([+-]\d{3}))?)?\Z")
_TIME = re.compile(
    r"(?P<hour>\d{1,2}) ?(?P<sep>[:.]|h|時|时|시) ?(?P<minute>\d{2})(?: ?(?:min|分|분))?"
    r"(?: ?(?:[:.] ?)?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?(?: ?(?:s|秒|초))?)?"
)
_ZONE = re.compile(r"(?:(?:UTC|GMT)? ?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})|(?P<utc>Z|UTC|GMT))\Z")
_ERA = re.compile(r"(?P<era>令和|平成|昭和|[令平昭]|[RHS](?=[ .]?\d)) ?\.?(?P<year>\d{1,2}|元)")
_WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A time of day. `half` is 0 or 12 where a designator says which half of the day, else None."""

    hour: int
    minute: int
    second: int = 0
    microsecond: int = 0
    half: int | None = None
    zone: dt.timezone | None = None

    def time(self) -> dt.time | None:
        """The time of day; None where there is none such."""
        hour = self.hour
        if self.half is not None and hour <= 12:
            hour = hour % 12 + self.half
        elif self.half == 0:
            return None
        try:
            return dt.time(hour, self.minute, self.second, self.microsecond, self.zone)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """The parts of a printed date. `fields` are as printed; `separator` stands between them.

    `calendar` is that which a word of the date tells, None where none does. `time` is None where none was printed.
    """

    fields: tuple[str, str, str]
    separator: str
    time: PrintedTime | None = None
    calendar: str | None = None

    @property
    def shape(self) -> tuple[str, bool | None]:
        """What dates of one writer share: the separator, and whether the clock has 12 hours (None: no time)."""
        return self.separator, None if self.time is None else self.time.half is not None


def clean(text: str) -> str:
    """The text with ASCII digits and plain single blanks, without marks of the writing direction."""
    mapped = text.translate(_INVISIBLE).translate(_BLANKS)
    if not mapped.isascii():
        mapped = "".join(
            str(int(character)) if character.isdecimal() and not character.isascii() else character
            for character in mapped
        )
    return " ".join(mapped.split())


def fixed_date(text: str) -> dt.datetime | None:
    """The date of a text that reads the same in every culture: ISO 8601, `yyyyMMddHHmmss`, WMI, English month names.

    `text` is `clean`. None for any other text.
    """
    if match := _ISO.match(text):
        year, month, day, hour, minute, second, fraction, zone = match.groups()
        return _moment(year, month, day, hour, minute, second, fraction, _zone(zone))
    if match := _COMPACT.match(text):
        year, month, day, hour, minute, second, fraction, offset = match.groups()
        return _moment(
            year, month, day, hour, minute, second, fraction,
            dt.timezone(dt.timedelta(minutes=int(offset))) if offset else None,
        )  # fmt: skip
    return _with_month_name(text)


def printed_date(text: str) -> PrintedDate | None:
    """The parts of a date whose fields are numbers; `text` is `clean`. None for a text that is no such date."""
    calendar: str | None = None
    if era := _ERA.match(text):
        year = 1 if era["year"] == "元" else int(era["year"])
        text = f"{year + ERAS[era['era'].lower()]}{text[era.end() :]}"
        calendar = "gregorian"
    else:
        before = re.match(r"[^\d]{1,20}", text)
        if before:
            calendar = CALENDAR_WORDS.get(plain(before.group()))
            if calendar is None:
                return None
            text = text[before.end() :]
    match = _FIELDS.match(text)
    if match is None or not _same_separator(match["sep"], match["sep2"]):
        return None
    rest = text[match.end() :].strip(" ,T")
    era_words, rest = _split_words(rest)
    time: PrintedTime | None = None
    if rest:
        time, told = _printed_time(rest, era_words)
        if time is None:
            return None
        calendar = told or calendar
    elif era_words:
        calendar = CALENDAR_WORDS.get(plain(era_words))
        if calendar is None:
            return None
    return PrintedDate((match["a"], match["b"], match["c"]), match["sep"], time, calendar)


def _same_separator(first: str, second: str) -> bool:
    return first == second or first + second in ("年月", "년월")


def _split_words(rest: str) -> tuple[str, str]:
    """The words before the time of day, and the rest."""
    for at, character in enumerate(rest):
        if character.isdigit():
            return rest[:at].strip(" ,"), rest[at:]
    return rest.strip(" ,"), ""


def _printed_time(rest: str, before: str) -> tuple[PrintedTime | None, str | None]:
    """The time of day with the words around it, and the calendar that these tell."""
    match = _TIME.match(rest)
    if match is None:
        return None, None
    after = rest[match.end() :].strip(" .,") if rest[match.end() :].strip() != "." else ""
    half: int | None = None
    calendar: str | None = None
    zone: dt.timezone | None = None
    if before:
        half, calendar, known = _half_and_calendar(before)
        if not known:
            return None, None
    if after and (utc := _ZONE.search(after)):
        zone = _zone(utc.group().strip())
        after = after[: utc.start()].strip()
    if after and plain(after) not in ("ч", "uhr", "s"):
        late, told, known = _half_and_calendar(after)
        if not known or (half is not None and late is not None):
            return None, None
        half, calendar = late if half is None else half, told or calendar
    microsecond = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    second = int(match["second"] or 0)
    return PrintedTime(int(match["hour"]), int(match["minute"]), second, microsecond, half, zone), calendar


def _half_and_calendar(words: str) -> tuple[int | None, str | None, bool]:
    """The half of the day and the calendar that words tell, and whether all of them are known."""
    whole = plain(words)
    if whole in HALVES:
        return HALVES[whole], HALF_CALENDARS.get(whole), True
    if whole in CALENDAR_WORDS:
        return None, CALENDAR_WORDS[whole], True
    for at, character in enumerate(words):
        if character == " ":
            era, half = plain(words[:at]), plain(words[at:])
            if era in CALENDAR_WORDS and half in HALVES:
                return HALVES[half], CALENDAR_WORDS[era], True
    return None, None, False


def _zone(text: str | None) -> dt.timezone | None:
    if not text:
        return None
    match = _ZONE.match(text)
    if match is None or match["utc"]:
        return dt.UTC
    minutes = int(match["hours"]) * 60 + int(match["minutes"])
    if minutes >= 24 * 60:
        return None
    return dt.timezone(dt.timedelta(minutes=-minutes if match["sign"] == "-" else minutes))


def _moment(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, fraction: str | None,
    zone: dt.timezone | None,
) -> dt.datetime | None:  # fmt: skip
    microsecond = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        return dt.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), microsecond, zone
        )
    except ValueError:
        return None


def _with_month_name(text: str) -> dt.datetime | None:
    """`Monday, June 15, 2026 7:41:09 AM`, `15-Jun-2026 07:41`, `Mon Jun 15 07:41:09 2026 UTC`."""
    clock = _TIME.search(text)
    words = [
        word.lower() for word in _WORD.findall(text[: clock.start()] + " " + text[clock.end() :] if clock else text)
    ]
    month = next((MONTHS[word] for word in words if word in MONTHS), None)
    numbers = [word for word in words if word.isdigit()]
    if month is None or len(numbers) != 2:
        return None
    half: int | None = None
    zone: dt.timezone | None = None
    for word in words:
        if word in HALVES:
            half = HALVES[word]
        elif word in ("utc", "gmt"):
            zone = dt.UTC
        elif not (word in MONTHS or word in WEEKDAYS or word.isdigit()):
            return None
    day, year = sorted(numbers, key=len)
    if len(year) != 4 or len(day) > 2:
        return None
    time: dt.time | None = dt.time(tzinfo=zone)
    if clock:
        second, minute, hour = int(clock["second"] or 0), int(clock["minute"]), int(clock["hour"])
        time = PrintedTime(hour, minute, second, 0, half, zone).time()
    try:
        return dt.datetime.combine(dt.date(int(year), month, int(day)), time) if time is not None else None
    except ValueError:
        return None
