"""Tables of random values, printed as PowerShell prints them and read back: equal, or in doubt, never wrong."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

NAMES = st.lists(
    st.sampled_from(["Name", "Identity", "Id", "Status", "Server", "Fqdn", "IsValid", "TotalMB", "伺服器", "NotAfter"]),
    min_size=2,
    max_size=5,
    unique=True,
)
WORD = st.text(alphabet="abcXYZ019.,:;-_/\\{}()=@東京", min_size=1, max_size=12).filter(
    lambda word: not word.endswith("..") and not word.startswith("..") and word.strip("-")
)
TEXT = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
NUMBER = st.sampled_from(["1", "22", "333", "True", "False", "12345"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[bool], list[list[str]]]:
    header = draw(NAMES)
    right = [draw(st.booleans()) for _ in header]
    cell = {aligned: st.one_of(st.just(""), NUMBER if aligned else TEXT) for aligned in (True, False)}
    first = NUMBER if right[0] else TEXT  # a first column may be empty, but then rows and wrapped lines look alike
    rows = [[draw(first), *(draw(cell[aligned]) for aligned in right[1:])] for _ in range(draw(st.integers(1, 6)))]
    return header, right, rows


@settings(max_examples=300, deadline=None)
@given(
    tables(),
    st.sampled_from([79, 80, 119, 120, 159, 160, 200]),
    st.sampled_from(["CORE_7_4", "WINDOWS_5_1"]),
    st.booleans(),
)
def test_a_printed_table_is_read_back(see, writer, table, width, layout, trimmed):
    header, right, rows = table
    text = writer.format_table(header, rows, width=width, right=right, layout=getattr(writer, layout))
    if trimmed:
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    seen = see(text)
    found, doubtful = seen.values, seen.doubts
    assert len(found) == len(rows), text
    for number, (row, got) in enumerate(zip(rows, found, strict=True)):
        for name, value in zip(header, row, strict=True):
            if name in got and got[name] != value:
                assert (number, name) in doubtful, (text, name, value, got[name])
