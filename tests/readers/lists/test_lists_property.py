"""What PowerShell's writer prints of random objects is read back equal or in doubt, never wrong without a note."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from powershell_writer import CORE_7_4, WINDOWS_5_1, Layout, collection, format_list

from analyzer.readers.lists.writer import soft_wrapped

WORDS = st.sampled_from(
    [
        "the",
        "of",
        "Exchange",
        "Server",
        "configuration",
        "a",
        "is",
        "not",
        "Administrative",
        "Group",
        "True",
        "False",
        "enabled",
        "for",
        "users",
        "wait...",
        "State",
        ":",
        "x",
        "CN=Services,CN=Configuration,DC=contoso,DC=com",
        "https://mail.contoso.com/ews/exchange.asmx?wsdl=1",
        "2023-01-05",
        "S-1-5-21-1281225956-1072373970-2205875210-1134",
        "Microsoft.Exchange.Data.Directory",
        "{item1,",
        "item2}",
    ]
)
EAST_ASIAN = st.sampled_from(
    ["伺服器", "憑證", "的", "設定", "組態", "名稱", "自動探索", "服務", "東京", "サーバー", "관리", "서버"]
)
LABELS = st.sampled_from(
    ["Name", "Identity", "DistinguishedName", "Total (MB)", "When:Changed", "A : B", "組態", "ExchangeAutodiscoverUrl"]
)
CULTURES = st.sampled_from(["en-US", "fr-FR", "zh-TW", "ru-RU"])


@st.composite
def values(draw: st.DrawFn, words: st.SearchStrategy[str]) -> str:
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return ""
    if kind == 1:
        return draw(st.text("0123456789ABCDEF", min_size=20, max_size=200))
    if kind == 2:
        items = draw(st.lists(words, min_size=1, max_size=12))
        return collection(items, 4, WINDOWS_5_1)
    if kind == 3:
        return "\n".join(
            " ".join(line) for line in draw(st.lists(st.lists(words, max_size=12), min_size=2, max_size=4))
        )
    return " ".join(draw(st.lists(words, min_size=1, max_size=30)))


@st.composite
def lists(draw: st.DrawFn, *, wide: bool) -> list[list[tuple[str, str]]]:
    words = st.one_of(WORDS, EAST_ASIAN) if wide else WORDS
    labels = draw(st.lists(LABELS, min_size=1, max_size=6, unique=True))
    if labels == ["A : B"]:
        labels.append("Name")  # alone, its separator cannot be told from the label's
    count = draw(st.integers(1, 4))
    return [[(label, draw(values(words))) for label in labels] for _ in range(count)]


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


@settings(
    derandomize=True,
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_lists_come_back_equal_or_in_doubt(read, data: st.DataObject):
    wide = data.draw(st.booleans(), label="wide")
    objects = data.draw(lists(wide=wide), label="objects")
    width = data.draw(st.one_of(st.sampled_from([79, 80, 119, 120]), st.integers(40, 200)), label="width")
    layout: Layout = data.draw(st.sampled_from([WINDOWS_5_1, CORE_7_4]))
    trim = data.draw(st.booleans(), label="trim")
    text = format_list(objects, width=width, culture=data.draw(CULTURES, label="culture"), layout=layout)
    # trailing blanks of a line that somebody trimmed cannot be seen, whatever reads it
    same = (lambda value: trimmed(value).rstrip("\n")) if trim else str
    found = read(trimmed(text) if trim else text)
    doubts = found.doubts()
    if trim and any(value.endswith("\n") for properties in objects for _, value in properties):
        return
    assert len(found.values) == len(objects)
    for number, properties in enumerate(objects):
        assert list(found.values[number]) == [name for name, _ in properties]
        for name, value in properties:
            if "ambiguous-join" not in doubts.get((number, name), set()):
                assert same(found.values[number][name]) == same(value)


LINES = st.sampled_from(
    ["", " ", "A : 1", "Bb  : 2", "    x", "     : ", "A :", " : ", "    \t", "A : B : c", "組 : 態", "+ x", "  y y"]
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.one_of(LINES, st.text("aA :\xa0組\t{},.[m\x1b", max_size=12)), max_size=20))
def test_any_text_can_be_read(read, lines: list[str]):
    found = read("\n".join(lines))
    for record in found.records:
        assert set(record.lines) == set(record.value)
        assert set(record.alternatives) <= set(record.value)
        assert all(name.strip() for name in record.value)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.data())
def test_the_programs_own_writer_wraps_alike(data: st.DataObject):
    value = data.draw(values(st.one_of(WORDS, EAST_ASIAN)))
    width = data.draw(st.integers(4, 100))
    culture = data.draw(CULTURES)
    layout: Layout = data.draw(st.sampled_from([WINDOWS_5_1, CORE_7_4]))
    printed = format_list([[("Name", value)]], width=width + 7, culture=culture, layout=layout).split("\n")
    lines = [line[7:] for line in printed[layout.before : -(2 + layout.after)]]
    wrapped = soft_wrapped(value, width, word=culture[:2] in ("en", "fr"), wide=layout is CORE_7_4)
    assert (wrapped or [""]) == lines
