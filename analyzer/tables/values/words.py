"""Words that stand in printed dates: halves of the day, months, eras, units.

Halves of the day are the AM/PM designators of Windows (NLS) and of ICU, which .NET uses since version 5.
"""

from __future__ import annotations

import unicodedata

_MORNING = (
    "AM|A.M.|A. M.|上午|午前|오전|ص|π.μ.|πμ|SA|ÖÖ|de.|DE|dop.|ق.ظ|قبل‌ازظهر|vm.|f.h.|fm|ap.|дп|пр.об.|PG|पूर्वाह्न|"
    "পূর্বাহ্ণ|முற்பகல்|ก่อนเที่ยง|לפנה״צ|vorm.|priešpiet|priekšpusdienā|претпладне|пре подне|formiddag|paradite|e paradites"
)
_AFTERNOON = (
    "PM|P.M.|P. M.|下午|午後|오후|م|μ.μ.|μμ|CH|ÖS|du.|DU|odp.|pop.|ب.ظ|بعدازظهر|nm.|e.h.|em|ip.|пп|сл.об.|PTG|अपराह्न|"
    "অপরাহ্ণ|பிற்பகல்|หลังเที่ยง|אחה״צ|nachm.|popiet|pēcpusdienā|попладне|по подне|eftermiddag|pasdite|e pasdites"
)


def plain(word: str) -> str:
    """A word as the tables of this module have it: case-folded, without blanks and full stops."""
    folded = unicodedata.normalize("NFC", word).casefold()
    return "".join(character for character in folded if not character.isspace() and character != ".")


HALVES: dict[str, int] = {
    **{plain(word): 0 for word in _MORNING.split("|")},
    **{plain(word): 12 for word in _AFTERNOON.split("|")},
}
"""Designators -> 0 for the half of the day before noon, 12 for that after it."""

CALENDAR_WORDS: dict[str, str] = {
    **dict.fromkeys(map(plain, ("بعد الهجرة", "هـ", "ه", "AH", "A.H.")), "hijri"),
    **dict.fromkeys(map(plain, ("ه.ش.", "هـ.ش.", "AP", "A.P.")), "persian"),
    **dict.fromkeys(map(plain, ("พ.ศ.", "BE", "B.E.")), "buddhist"),
    **dict.fromkeys(map(plain, ("民國", "民国")), "taiwan"),
    **dict.fromkeys(map(plain, ("A.D.", "AD", "CE", "西元", "公元", "ค.ศ.", "م.", "г.", "г", "р.", "y.")), "gregorian"),
}
"""Words for the era beside a date -> the calendar that they tell."""

HALF_CALENDARS: dict[str, str] = {plain("ق.ظ"): "persian", plain("ب.ظ"): "persian"}
"""Designators that only one calendar's culture has."""

ERAS: dict[str, int] = {
    **dict.fromkeys(("令和", "令", "r"), 2018),
    **dict.fromkeys(("平成", "平", "h"), 1988),
    **dict.fromkeys(("昭和", "昭", "s"), 1925),
}
"""Japanese eras -> what is added to a year of the era."""

MONTHS: dict[str, int] = {
    name[:length]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
    for length in (3, len(name))
}
"""English month names, whole and of three letters, in lower case."""

WEEKDAYS = frozenset(
    name[:length]
    for name in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    for length in (3, len(name))
)
"""English weekdays, whole and of three letters, in lower case."""
