"""Random values, and the CliXML that Export-Clixml writes for them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from hypothesis import strategies as st

HEAD = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'
NAMES = st.text(st.sampled_from("ABCdef_<> 中é"), min_size=1, max_size=8).map(str.strip).filter(bool)
TEXTS = st.text(st.sampled_from("ab_x0041\t\r\n<>&'\" é中\U0001f600\x00\x1b\x85"), max_size=12)


def encoded(text: str) -> str:
    """The text with control characters, surrogates and `_` before x escaped, as `serialization.cs` does."""
    out = []
    for index, character in enumerate(text):
        code = ord(character)
        if code > 0xFFFF:
            code -= 0x10000
            out.append(f"_x{0xD800 + (code >> 10):04X}__x{0xDC00 + (code & 0x3FF):04X}_")
        elif code < 32 or 0x7F <= code <= 0x9F or (character == "_" and text[index + 1 : index + 2] in {"x", "X"}):
            out.append(f"_x{code:04X}_")
        else:
            out.append(character)
    return escape("".join(out))


class Writer:
    """Writes values with one element a line, two blanks a level."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._objects = 0
        self._types: dict[str, int] = {}

    def put(self, level: int, text: str) -> None:
        self.lines.append("  " * level + text)

    def value(self, level: int, value: Any, name: str | None = None) -> None:
        """Write one value; `("object", type, text, properties)` and `("enum", type, text, number)` are objects."""
        label = "" if name is None else f' N="{encoded(name).replace(chr(34), "&quot;")}"'
        match value:
            case None:
                self.put(level, f"<Nil{label} />")
            case bool():
                self.put(level, f"<B{label}>{str(value).lower()}</B>")
            case int():
                self.put(level, f"<I64{label}>{value}</I64>")
            case float():
                self.put(level, f"<Db{label}>{value!r}</Db>")
            case str():
                self.put(level, f"<S{label}>{encoded(value)}</S>")
            case list():
                self._open(level, label, "System.Object[]")
                self.put(level + 1, "<LST>")
                for item in value:
                    self.value(level + 2, item)
                self.put(level + 1, "</LST>")
                self.put(level, "</Obj>")
            case dict():
                self._open(level, label, "System.Collections.Hashtable")
                self.put(level + 1, "<DCT>")
                for key, item in value.items():
                    self.put(level + 2, "<En>")
                    self.value(level + 3, key, "Key")
                    self.value(level + 3, item, "Value")
                    self.put(level + 2, "</En>")
                self.put(level + 1, "</DCT>")
                self.put(level, "</Obj>")
            case ("enum", kind, text, number):
                self._open(level, label, kind)
                self.put(level + 1, f"<ToString>{encoded(text)}</ToString>")
                self.put(level + 1, f"<I32>{number}</I32>")
                self.put(level, "</Obj>")
            case ("object", kind, text, adapted, extended):
                self._open(level, label, kind)
                if text is not None:
                    self.put(level + 1, f"<ToString>{encoded(text)}</ToString>")
                self._members(level + 1, "Props", adapted)
                self._members(level + 1, "MS", extended)
                self.put(level, "</Obj>")

    def _members(self, level: int, tag: str, members: dict[str, Any] | None) -> None:
        if members is None:
            return
        self.put(level, f"<{tag}>")
        for name, value in members.items():
            self.value(level + 1, value, name)
        self.put(level, f"</{tag}>")

    def _open(self, level: int, label: str, kind: str) -> None:
        self.put(level, f'<Obj{label} RefId="{self._objects}">')
        self._objects += 1
        if kind in self._types:
            self.put(level + 1, f'<TNRef RefId="{self._types[kind]}" />')
            return
        self._types[kind] = len(self._types)
        self.put(level + 1, f'<TN RefId="{self._types[kind]}">')
        self.put(level + 2, f"<T>{kind}</T>")
        self.put(level + 2, "<T>System.Object</T>")
        self.put(level + 1, "</TN>")


def shown(value: Any) -> Any:
    """The value as `analyzer read` shows it."""
    match value:
        case list():
            return [shown(item) for item in value]
        case dict():
            return {key: shown(item) for key, item in value.items()}
        case ("enum", _, text, number):
            return {"$value": number, "$text": text}
        case ("object", kind, text, adapted, extended):
            if adapted is None and extended is None:
                return text
            context = {"$type": kind} | ({} if text is None else {"$text": text})
            members = {**(adapted or {}), **(extended or {})}
            return context | {name: shown(item) for name, item in members.items()}
        case _:
            return value


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False, width=32).filter(lambda number: "e" not in repr(number)),
    TEXTS,
)
TYPES = st.sampled_from(["Contoso.Server", "Contoso.Pool`1[[x, y]]", "Deserialised"])


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    members = st.dictionaries(NAMES, inner, max_size=4)
    return st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(NAMES, inner, max_size=3),
        st.tuples(st.just("enum"), TYPES, NAMES, st.integers(0, 9)),
        st.tuples(st.just("object"), TYPES, st.none() | TEXTS, st.none() | members, st.none() | members),
    )


VALUES = st.recursive(SCALARS, _nested, max_leaves=12)
OBJECTS = st.tuples(
    st.just("object"), TYPES, st.none() | TEXTS, st.none() | st.dictionaries(NAMES, VALUES, max_size=6), st.just({})
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[Any]]:
    """A document as Export-Clixml lays it out, and the values that it must become."""
    values = draw(st.lists(OBJECTS | VALUES, max_size=5))
    writer = Writer()
    for value in values:
        writer.value(1, value)
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return newline.join([HEAD, *writer.lines, "</Objs>"]) + newline, [shown(value) for value in values]
