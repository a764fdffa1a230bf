"""A rule's conditions in words: what stands in the YAML, as sentences of English or Traditional Chinese.

Names of properties and values stand between backticks; nothing in them is interpreted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from analyzer.engine.conditions import All, AnyOf, Argument, Condition, Items, Literal, Moment, Not, Reference, Test

# Operator -> the words after the property's name where the test must hold, and where it must not.
_PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "equals": ("is {}", "is not {}"),
    "one_of": ("is one of {}", "is none of {}"),
    "starts_with": ("begins with {}", "does not begin with {}"),
    "ends_with": ("ends with {}", "does not end with {}"),
    "contains": ("contains {}", "does not contain {}"),
    "at_least": ("is {} or more", "is less than {}"),
    "at_most": ("is {} or less", "is more than {}"),
    "after": ("is after {}", "is not after {}"),
    "before": ("is before {}", "is not before {}"),
    "url_scheme": ("is a URL with the scheme {}", "is no URL with the scheme {}"),
    "url_host": ("is a URL of the host {}", "is no URL of the host {}"),
    "url_path": ("is a URL with the path {}", "is no URL with the path {}"),
    "url_port": ("is a URL with the port {}", "is no URL with the port {}"),
    "form": ("has the form {}", "does not have the form {}"),
}
_CHINESE: Final[Mapping[str, tuple[str, str]]] = {
    "equals": ("為 {}", "不為 {}"),
    "one_of": ("為 {} 其中之一", "不為 {} 其中任何一個"),
    "starts_with": ("以 {} 開頭", "不以 {} 開頭"),
    "ends_with": ("以 {} 結尾", "不以 {} 結尾"),
    "contains": ("包含 {}", "不包含 {}"),
    "at_least": ("大於或等於 {}", "小於 {}"),
    "at_most": ("小於或等於 {}", "大於 {}"),
    "after": ("晚於 {}", "不晚於 {}"),
    "before": ("早於 {}", "不早於 {}"),
    "url_scheme": ("為配置 {} 的 URL", "不為配置 {} 的 URL"),
    "url_host": ("為主機 {} 的 URL", "不為主機 {} 的 URL"),
    "url_path": ("為路徑 {} 的 URL", "不為路徑 {} 的 URL"),
    "url_port": ("為連接埠 {} 的 URL", "不為連接埠 {} 的 URL"),
    "form": ("符合格式 {}", "不符合格式 {}"),
}
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "every-item": ("for every item of {}:", "{} 的每個項目："),
    "an-item": ("for at least one item of {}:", "{} 至少有一個項目："),
    "any": ("at least one of these:", "下列至少一項成立："),
    "all": ("all of these:", "下列各項皆成立："),
    "is-blank": ("{} is blank", "{} 為空白"),
    "is-not-blank": ("{} is not blank", "{} 不為空白"),
    "has": ("{} has {} {} items", "{} 有{} {} 個項目"),
    "has-not": ("{} does not have {} {} items", "{} 並非有{} {} 個項目"),
    "at_least": ("at least", "至少"),
    "at_most": ("at most", "至多"),
    "exactly": ("exactly", "剛好"),
    "value-of": ("the value of {}", "{} 的值"),
    "moment": ("the time of the check", "檢查的時間點"),
    "blank": ("blank", "空白"),
    "comma": (", ", "、"),
    "plus": (" plus {} {}", "加 {} {}"),
    "minus": (" minus {} {}", "減 {} {}"),
    "days": ("days", "天"),
    "hours": ("hours", "小時"),
    "minutes": ("minutes", "分鐘"),
    "seconds": ("seconds", "秒"),
}
_UNITS: Final = ((86_400, "days"), (3_600, "hours"), (60, "minutes"), (1, "seconds"))


def in_words(condition: Condition, language: str = "en") -> list[str]:
    """A condition as the lines of a nested list, two blanks for each level; all items of a level must hold.

    Empty for the condition that always holds.
    """
    writer = _Writer(chinese=language == "zh-TW")
    return [f"{'  ' * depth}- {words}" for depth, words in writer.lines(condition, 0, must_hold=True)]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes conditions in one of the two languages."""

    chinese: bool

    def lines(self, condition: Condition, depth: int, *, must_hold: bool) -> list[tuple[int, str]]:
        match condition:
            case Not(nested):
                return self.lines(nested, depth, must_hold=not must_hold)
            case Test():
                return [(depth, self._test(condition, must_hold=must_hold))]
            case Items(name, wanted, nested):
                every = (wanted == "holds_all") is must_hold
                lead = self._word("every-item" if every else "an-item", f"`{name}`")
                inner = self.lines(nested, depth + 1, must_hold=must_hold)
                old, it = (f"`{name}` ", "該項目") if self.chinese else (f"`{name}`", "it")
                return [(depth, lead), *((level, words.replace(old, it, 1)) for level, words in inner)]
            case All(conditions) | AnyOf(conditions):
                together = isinstance(condition, All) is must_hold
                if together or len(conditions) == 1:
                    return [line for each in conditions for line in self.lines(each, depth, must_hold=must_hold)]
                lines = [(depth, self._word("any"))]
                for each in conditions:
                    lines += self._alternative(each, depth + 1, must_hold=must_hold)
                return lines

    def _alternative(self, condition: Condition, depth: int, *, must_hold: bool) -> list[tuple[int, str]]:
        lines = self.lines(condition, depth, must_hold=must_hold)
        if sum(level == depth for level, _ in lines) == 1:
            return lines
        return [(depth, self._word("all")), *((level + 1, words) for level, words in lines)]

    def _test(self, test: Test, *, must_hold: bool) -> str:
        name, argument = f"`{test.property}`", test.argument
        if test.operator.name == "blank":
            wanted = isinstance(argument, Literal) and argument.value is must_hold
            return self._word("is-blank" if wanted else "is-not-blank", name)
        if test.operator.name == "count" and isinstance(argument, Literal):
            kind, number = argument.value
            words = self._word("has" if must_hold else "has-not", name, self._word(kind), number)
            return words.removesuffix("s") if number == 1 else words
        phrase = (_CHINESE if self.chinese else _PHRASES)[test.operator.name][0 if must_hold else 1]
        words = self._argument(argument)
        if self.chinese and not words.startswith("`"):  # no blank between two Chinese words
            phrase = phrase.replace(" {}", "{}")
        return f"{name} {phrase.format(words)}"

    def _argument(self, argument: Argument) -> str:
        match argument:
            case Literal(value):
                return self._literal(value)
            case Reference(name, plus):
                return self._word("value-of", f"`{name}`") + self._plus(plus)
            case Moment(plus):
                return self._word("moment") + self._plus(plus)

    def _literal(self, value: Any) -> str:
        if isinstance(value, tuple | list):
            return self._word("comma").join(map(self._literal, value))
        return f"`{value}`" if value != "" else self._word("blank")

    def _plus(self, plus: dt.timedelta) -> str:
        if not plus:
            return ""
        seconds = abs(int(plus.total_seconds()))
        size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
        number = seconds // size
        words = self._word("plus" if plus > dt.timedelta() else "minus", number, self._word(unit))
        return words.removesuffix("s") if number == 1 else words

    def _word(self, key: str, *values: object) -> str:
        return _WORDS[key][self.chinese].format(*values)
