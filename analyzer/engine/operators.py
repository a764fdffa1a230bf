"""The operators of a rule's conditions: each judges one reading of a cell against an argument.

An operator sees one reading at a time; `judge` combines the readings of a cell: what all readings agree on is the
truth, otherwise it is unknown. A missing cell is always unknown. What an operator can still say of a cut value
(`open`) it says in its `of_open` function; the default is unknown. The table in docs/rule-authoring.md is generated
from these docstrings.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from analyzer.engine.logic import Truth, agreed, all_true, any_true, negated
from analyzer.tables.cells import Cell

Judge = Callable[[Any, Any], Truth]
"""(reading, argument) -> truth."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator. `argument` names the kind of argument the linter expects.

    `of_open` judges a reading of which only the beginning is known; None says: unknown.
    """

    name: str
    argument: str
    of: Judge
    of_open: Judge | None = None

    @property
    def doc(self) -> str:
        """The operator's meaning, with its truth for blank values."""
        return " ".join((self.of.__doc__ or "").split())


def _text(reading: Any) -> str:
    if isinstance(reading, bool):
        return "True" if reading else "False"
    return str(reading)


def _folded(reading: Any) -> str:
    return _text(reading).casefold()


def _is_blank(reading: Any) -> bool:
    return reading == () or (isinstance(reading, str) and not reading.strip())


def _blank(reading: Any, argument: bool) -> Truth:
    """Whether the value is blank (printed with nothing but white space, or an empty list)."""
    return _is_blank(reading) is argument


def _blank_open(reading: Any, argument: bool) -> Truth:
    # A cut value goes on, and an open list without a known item may be empty.
    if _is_blank(reading):
        return None
    return not argument


def _equal(reading: Any, argument: Any) -> bool:
    if isinstance(argument, tuple) or isinstance(reading, tuple):
        left = reading if isinstance(reading, tuple) else (reading,)
        right = argument if isinstance(argument, tuple) else (argument,)
        return sorted(map(_folded, left)) == sorted(map(_folded, right))
    if isinstance(reading, bool) or isinstance(argument, bool):
        return _folded(reading) == _folded(argument)
    if isinstance(reading, int | float) and isinstance(argument, str):
        return _number(argument) == reading
    return _folded(reading) == _folded(argument)


def _equals(reading: Any, argument: Any) -> Truth:
    """Whether the value equals the argument; case does not count. A list equals a list with the same items in any order. Blank equals only blank."""  # noqa: E501
    return _equal(reading, argument)


def _equals_open(reading: Any, argument: Any) -> Truth:
    if isinstance(reading, tuple):
        wanted = {_folded(item) for item in (argument if isinstance(argument, tuple) else (argument,))}
        return None if all(_folded(item) in wanted for item in reading) else False
    return None if _folded(argument).startswith(_folded(reading)) else False


def _one_of(reading: Any, argument: Any) -> Truth:
    """Whether the value equals one of the arguments; case does not count. Blank is one of them only if "" is listed."""
    return any(_equal(reading, item) for item in argument)


def _one_of_open(reading: Any, argument: Any) -> Truth:
    return any_true(_equals_open(reading, item) for item in argument)


def _starts_with(reading: Any, argument: str) -> Truth:
    """Whether the text begins with the argument; case does not count. False for blank."""
    return _folded(reading).startswith(argument.casefold())


def _starts_with_open(reading: Any, argument: str) -> Truth:
    text, start = _folded(reading), argument.casefold()
    if len(text) >= len(start):
        return text.startswith(start)
    return None if start.startswith(text) else False


def _ends_with(reading: Any, argument: str) -> Truth:
    """Whether the text ends with the argument; case does not count. False for blank."""
    return _folded(reading).endswith(argument.casefold())


def _contains(reading: Any, argument: Any) -> Truth:
    """Whether a list has the item, or a text the part; case does not count. False for blank."""
    if isinstance(reading, tuple):
        return any(_equal(item, argument) for item in reading)
    return _folded(argument) in _folded(reading)


def _contains_open(reading: Any, argument: Any) -> Truth:
    return True if _contains(reading, argument) else None


def _number(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _version(text: Any) -> tuple[int, ...] | None:
    if isinstance(text, tuple) and all(isinstance(part, int) for part in text):
        return text
    if isinstance(text, str) and re.fullmatch(r"\d{1,9}(\.\d{1,9}){1,5}", text):
        return tuple(int(part) for part in text.split("."))
    return None


def _compared(reading: Any, argument: Any) -> int | None:
    left: Any
    right: Any
    if isinstance(reading, tuple) or (isinstance(argument, str) and argument.count(".") > 1):
        left, right = _version(reading), _version(argument)
    else:
        left, right = _number(reading), _number(argument)
    if left is None or right is None:
        return None
    return int(left > right) - int(left < right)


def _at_least(reading: Any, argument: Any) -> Truth:
    """Whether the number or version is the argument or more. Unknown for blank and for what is no number."""
    order = _compared(reading, argument)
    return None if order is None else order >= 0


def _at_most(reading: Any, argument: Any) -> Truth:
    """Whether the number or version is the argument or less. Unknown for blank and for what is no number."""
    order = _compared(reading, argument)
    return None if order is None else order <= 0


# A date without an offset was printed in the local time of a computer that the export does not place: it may be any
# time from 14 hours before to 12 hours after the same clock time in UTC.
_EARLIEST, _LATEST = dt.timedelta(hours=-14), dt.timedelta(hours=12)


def span(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The earliest and the latest time in UTC that a printed date can mean."""
    if moment.tzinfo is not None:
        exact = moment.astimezone(dt.UTC)
        return exact, exact
    utc = moment.replace(tzinfo=dt.UTC)
    try:
        return utc + _EARLIEST, utc + _LATEST
    except OverflowError:
        return utc, utc


def _order(reading: Any, argument: Any) -> Truth:
    """Whether the reading is surely after (True) or surely not after (False) the argument."""
    if not isinstance(reading, dt.datetime) or not isinstance(argument, dt.datetime):
        return None
    if (reading.tzinfo is None) and (argument.tzinfo is None):
        return reading > argument
    (first, last), (other_first, other_last) = span(reading), span(argument)
    if first > other_last:
        return True
    return False if last <= other_first else None


def _after(reading: Any, argument: Any) -> Truth:
    """Whether the date is after the argument. Unknown for blank, and where the time zone decides."""
    return _order(reading, argument)


def _before(reading: Any, argument: Any) -> Truth:
    """Whether the date is before the argument. Unknown for blank, and where the time zone decides."""
    return _order(argument, reading)


_PASTED = re.compile(r"[\s\"'<>“”‘’„«»–—|`{}\\^\u200b-\u200f\u202a-\u202e\u2060\ufeff\uff00-\uffef]|[.,;:)\]]$")


def url_parts(reading: Any) -> tuple[str, str, str, str] | None:
    """(scheme, host, port, path) of a URL in lower case; None where the text is none."""
    try:
        parts = urlsplit(_text(reading).strip())
        if not parts.scheme or not parts.hostname:
            return None
        return parts.scheme.lower(), parts.hostname.rstrip("."), str(parts.port or ""), parts.path.lower()
    except ValueError:
        return None


def _url_scheme(reading: Any, argument: str) -> Truth:
    """Whether the URL's scheme is the argument. False for blank and for what is no URL."""
    parts = url_parts(reading)
    return parts is not None and parts[0] == argument.lower()


def _url_scheme_open(reading: Any, argument: str) -> Truth:
    return _url_scheme(reading, argument) if url_parts(reading) else None


def _url_host(reading: Any, argument: Any) -> Truth:
    """Whether the URL's host is the argument (or one of a list). False for blank and for what is no URL."""
    parts = url_parts(reading)
    wanted = argument if isinstance(argument, tuple | list) else (argument,)
    return parts is not None and parts[1] in {_folded(item).rstrip(".") for item in wanted}


def _url_host_open(reading: Any, argument: Any) -> Truth:
    parts = url_parts(reading)
    return _url_host(reading, argument) if parts and parts[3] else None


def _url_path(reading: Any, argument: str) -> Truth:
    """Whether the URL's path is the argument; case and a final slash do not count. False for blank and for what is no URL."""  # noqa: E501
    parts = url_parts(reading)
    return parts is not None and parts[3].rstrip("/") == argument.lower().rstrip("/")


def _url_path_open(reading: Any, argument: str) -> Truth:
    parts = url_parts(reading)
    return None if parts is None or argument.lower().startswith(parts[3]) else False


def _url_port(reading: Any, argument: Any) -> Truth:
    """Whether the URL names the port (or one of a list); "" stands for none. False for blank and for what is no URL."""
    parts = url_parts(reading)
    wanted = argument if isinstance(argument, tuple | list) else (argument,)
    return parts is not None and parts[2] in {str(item) for item in wanted}


def _is_thumbprint(text: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]{40}", text) is not None


def _is_guid(text: str) -> bool:
    return re.fullmatch(r"\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?", text) is not None


def _is_fqdn(text: str) -> bool:
    labels = text.rstrip(".").split(".")
    return len(labels) > 1 and all(re.fullmatch(r"(?!-)[\w-]{1,63}(?<!-)", label) for label in labels)


def _is_ip_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


FORMS: dict[str, Callable[[str], bool]] = {
    "thumbprint": _is_thumbprint,
    "guid": _is_guid,
    "fqdn": lambda text: _is_fqdn(text) and not _is_ip_address(text),
    "ip-address": _is_ip_address,
    "url": lambda text: url_parts(text) is not None,
    "clean-url": lambda text: url_parts(text) is not None and not _PASTED.search(text),
}
"""The forms that `form` knows: name -> whether a text has it."""


def _form(reading: Any, argument: str) -> Truth:
    """Whether the text has the form: thumbprint (40 hex digits), guid, fqdn (a name with a dot), ip-address, url, clean-url (a URL without quotes, blanks, dashes or other traces of pasting). False for blank."""  # noqa: E501
    return FORMS[argument](_text(reading))


def _form_open(reading: Any, argument: str) -> Truth:
    # What follows is not known, so that the last sign that is there does not end the URL.
    if argument == "clean-url" and _PASTED.search(_text(reading)[:-1] + "x"):
        return False
    return None


def _count(reading: Any, argument: tuple[str, int]) -> Truth:
    """Compares the number of items: {at_least: n}, {at_most: n}, {exactly: n}. Blank has no item; a single value is one item."""  # noqa: E501
    kind, wanted = argument
    number = len(reading) if isinstance(reading, tuple) else int(not _is_blank(reading))
    if kind == "at_least":
        return number >= wanted
    return number <= wanted if kind == "at_most" else number == wanted


def _count_open(reading: Any, argument: tuple[str, int]) -> Truth:
    kind, wanted = argument
    number = len(reading) if isinstance(reading, tuple) else int(not _is_blank(reading))
    if kind == "at_least":
        return True if number >= wanted else None
    return False if number > wanted else None


OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for operator in (
        Operator("blank", "boolean", _blank, _blank_open),
        Operator("equals", "value", _equals, _equals_open),
        Operator("one_of", "values", _one_of, _one_of_open),
        Operator("starts_with", "text", _starts_with, _starts_with_open),
        Operator("ends_with", "text", _ends_with),
        Operator("contains", "value", _contains, _contains_open),
        Operator("at_least", "number", _at_least),
        Operator("at_most", "number", _at_most),
        Operator("after", "moment", _after),
        Operator("before", "moment", _before),
        Operator("url_scheme", "text", _url_scheme, _url_scheme_open),
        Operator("url_host", "value", _url_host, _url_host_open),
        Operator("url_path", "text", _url_path, _url_path_open),
        Operator("url_port", "value", _url_port),
        Operator("form", "form", _form, _form_open),
        Operator("count", "count", _count, _count_open),
    )
}
"""Every operator by its name in a rule."""


def judge(operator: Operator, cell: Cell, arguments: Cell) -> Truth:
    """The truth of an operator over all readings of a cell and of its argument.

    Unknown where one of them is missing, or where the readings disagree. An `open` argument (a cut list) proves
    membership, never absence.
    """
    if cell.missing or arguments.missing:
        return None
    truths: list[Truth] = []
    for reading in cell.readings:
        for argument in arguments.readings:
            if cell.open:
                truth = operator.of_open(reading, argument) if operator.of_open else None
            else:
                truth = operator.of(reading, argument)
            if arguments.open and truth is not True:
                truth = None
            truths.append(truth)
    return agreed(truths)


def over_items(cell: Cell, wanted: str, of_item: Callable[[Cell], Truth]) -> Truth:
    """`holds_any` and `holds_all`: a nested condition over the items of a list.

    Of a cut list only what its known items prove is known: one that holds for `holds_any`, one that does not for
    `holds_all`. A blank list holds nothing: `holds_any` is false, `holds_all` true.
    """
    if cell.missing:
        return None
    truths: list[Truth] = []
    for reading in cell.readings:
        items = reading if isinstance(reading, tuple) else () if _is_blank(reading) else (reading,)
        each = [of_item(Cell((item,))) for item in items]
        truth = any_true(each) if wanted == "holds_any" else all_true(each)
        if cell.open and truth is (wanted == "holds_all"):
            truth = None
        truths.append(truth)
    return agreed(truths)


__all__ = ["FORMS", "OPERATORS", "Operator", "judge", "negated", "over_items", "span", "url_parts"]
