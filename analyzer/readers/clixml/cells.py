"""The properties of objects in Export-Clixml's layout as text: what a block of lines says of each cell.

A scalar's text, the ToString of an object, and `{a, b}` for a list of these are told from the lines at once. What has
no such text (a dictionary, an object without ToString, a reference) is left to the parser, cell by cell; an object
that gets a note, or whose values are not as Export-Clixml writes them, is left to it as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analyzer.readers import type_names
from analyzer.readers.clixml.columns import joined, short
from analyzer.readers.clixml.keys import (
    BOOLEAN,
    CLOSE,
    HARD,
    INTEGER,
    LEAF,
    LISTS,
    MEMBER,
    MEMBERS,
    OPEN,
    TAG,
    TEXT,
    Keys,
)
from analyzer.readers.clixml.layout import Layout
from analyzer.readers.clixml.primitives import CONVERTERS, UnreadableError
from analyzer.readers.clixml.scan import OtherLayoutError, Text
from analyzer.readers.clixml.texts import cell_text, pieces_of, plain_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

SAID, LISTED, UNTOLD = 0, 1, 2
"""What is known of an object's text: it is there, it is that of a list, only the parser can tell."""

_TRUE: Final = int.from_bytes(b"true</B>", "little")
_FALSE: Final = int.from_bytes(b"false</B", "little")
_TYPE_WORDS: Final = tuple(int.from_bytes(word, "little") for word in (b"Syst", b"Micr", b"Dese"))
_OBJECT_WORD: Final = int.from_bytes(b"@{", "little")
_ZEROS: Final = int.from_bytes(b"0" * 8, "little")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a block's objects, in the order of the text; `state` is what is known of each line's text.

    `record` counts the block's objects, `name` is a property's number, `line` counts lines of the block, from 0. The
    text is from `start` to `stop` of `data`, `truth` marks booleans. `untold` are the cells that only the parser can
    tell, `referring` those that are references, `escaped` those whose text has escapes to decode. `odd` are the
    objects for the parser, `cut` the cells with a type name instead of a value: (line, record, name), innermost
    values by their line. `types` are the numbers of the objects' type names, `starts` and `ends` where the objects
    stand.
    """

    data: bytes
    record: Ints
    name: Ints
    line: Ints
    start: Ints
    stop: Ints
    truth: Bools
    state: NDArray[np.int8]
    untold: Ints
    referring: Ints
    escaped: Ints
    odd: Bools
    cut: list[tuple[int, int, int]]
    types: Ints
    starts: Ints
    ends: Ints


def cells_of(text: Text, found: Layout, keys: Keys) -> Cells:
    """The cells of a layout."""
    import numpy as np

    kind, tag = found.kind, found.tag
    roots = found.at(1)[::2]
    odd, types = _roots(found, roots.size)
    odd[found.record[_doubtful(text, found, keys)]] = True
    odd[found.record[np.flatnonzero(keys.odd.take(found.key))]] = True
    odd[_repeated(found, keys)] = True
    odd[_surrogates(text, found, roots)] = True
    state = _object_texts(found)
    third = found.at(3)
    third = third[(keys.roles.take(found.key[third]) & MEMBER) != 0]
    start, stop = found.text[third], found.stop[third]
    known = state[third]
    untold = known == UNTOLD
    escaped = _escaped(found.escapes, found.start[third], start, stop)
    escaped = escaped[known[escaped] == SAID]
    data = text.data
    listed = np.flatnonzero(known == LISTED)
    if listed.size:
        bounds, whole, lists = _lists(text, found, state, third[listed])
        start[listed], stop[listed] = bounds[:-1] + len(data), bounds[1:] + len(data)
        data += lists
        untold[listed[~whole]] = True
    return Cells(
        data,
        found.record[third],
        keys.name.take(found.key[third]),
        third,
        start,
        stop,
        (tag[third] == TAG["B"]) & (kind[third] == LEAF),
        state,
        np.flatnonzero(untold),
        np.flatnonzero(tag[third] == TAG["Ref"]) if found.has_references else third[:0],
        escaped,
        odd,
        _cut(text, found, keys),
        types,
        found.start[roots],
        found.end[found.at(1)[1::2]] + 1 + len(text.newline),
    )


def _roots(found: Layout, count: int) -> tuple[Bools, Ints]:
    """Which objects are not made of type names, at most one string, and members; and each one's type number."""
    import numpy as np

    second = found.at(2)
    second = second[found.kind[second] != CLOSE]
    tag, record = found.tag[second], found.record[second]

    def counted(number: int) -> Ints:
        return np.bincount(record[tag == number], minlength=count)

    names = counted(TAG["TN"]) + counted(TAG["TNRef"])
    strings, adapted, extended = (counted(number) for number in (TAG["ToString"], *MEMBERS))
    other = np.bincount(record, minlength=count) - names - strings - adapted - extended
    odd = (names != 1) | (strings > 1) | (adapted > 1) | (extended > 1) | (adapted + extended < 1) | (other > 0)
    types = np.full(count, -1)
    named = np.flatnonzero((tag == TAG["TN"]) | (tag == TAG["TNRef"]))
    types[record[named]] = found.number[second[named]]
    return odd, types


def _object_texts(found: Layout) -> NDArray[np.int8]:
    """Gives each object the place of its ToString as its own text (in `found`), and says what is known of it."""
    import numpy as np

    tag, parent = found.tag, found.parent
    state = np.zeros(tag.size, np.int8)
    state[np.flatnonzero((tag == TAG["Obj"]) & (found.kind == OPEN))] = UNTOLD
    strings = np.flatnonzero(tag == TAG["ToString"])
    owners = parent[strings]
    state[owners] = SAID
    found.text[owners], found.stop[owners] = found.text[strings], found.stop[strings]
    if not np.array_equal(found.text[owners], found.text[strings]):  # two strings of one object
        raise OtherLayoutError
    lists = np.flatnonzero((tag >= min(LISTS)) & (tag <= max(LISTS)) & (found.kind != CLOSE))
    maps = np.flatnonzero((tag == TAG["DCT"]) & (found.kind != CLOSE))
    if maps.size:
        bare = parent[maps]
        state[bare[~_with_members(found)[bare]]] = UNTOLD
    if lists.size:
        owners = parent[lists]
        said = state[owners] == SAID
        state[owners] = LISTED
        writer = np.zeros(tag.size, np.int64)
        writer[owners] = lists
        twice = owners[writer[owners] != lists]
        both = _with_members(found)[owners]
        state[owners[both]] = np.where(said[both], SAID, UNTOLD)
        state[twice] = UNTOLD
    return state


def _with_members(found: Layout) -> Bools:
    """Which lines begin an object with members."""
    import numpy as np

    tag = found.tag
    members = np.flatnonzero((tag >= min(MEMBERS)) & (tag <= max(MEMBERS)) & (found.kind == OPEN))
    owners = np.zeros(tag.size, bool)
    owners[found.parent[members]] = True
    return owners


# -- what the parser must read ---------------------------------------------------------------------------------------


def _doubtful(text: Text, found: Layout, keys: Keys) -> Ints:
    """The lines whose text is not surely a value of its type, and dictionaries (a key may stand twice)."""
    import numpy as np

    check = keys.check.take(found.key)
    lines = [_doubtful_entries(text, found, keys)] if keys.has_entries else []
    where = np.flatnonzero(check == BOOLEAN)
    word = text.words[found.text[where]]
    lines.append(where[(word != _TRUE) & (word != _FALSE)])
    where = np.flatnonzero(check == INTEGER)
    plain = _plain_numbers(text, found.text[where], found.stop[where])
    hard = np.concatenate((where[~plain], np.flatnonzero(check == HARD)))
    if hard.size:
        lines.append(_unreadable(text, found, hard))
    return np.concatenate(lines)


def _doubtful_entries(text: Text, found: Layout, keys: Keys) -> Ints:
    """The entries of dictionaries whose key is no plain string of its own."""
    import numpy as np

    entries = np.flatnonzero((found.tag == TAG["En"]) & (found.kind == OPEN))
    name = keys.name.take(found.key)
    inner = np.flatnonzero(name == keys.name_number("Key"))
    inner = inner[found.tag[found.parent[inner]] == TAG["En"]]
    plain = inner[(found.tag[inner] == TAG["S"]) & (found.kind[inner] == LEAF)]
    if found.escapes.size:
        plain = plain[
            np.searchsorted(found.escapes, found.text[plain]) == np.searchsorted(found.escapes, found.stop[plain])
        ]
    keyed = np.zeros(found.key.size, np.int64)
    np.add.at(keyed, found.parent[inner], 1)
    np.add.at(keyed, found.parent[plain], 2)
    lines: Ints = entries[keyed[entries] != 3]
    if plain.size:
        coded = np.asarray(pieces_of(text.data, found.text[plain], found.stop[plain]).dictionary_encode().indices)
        owner = found.parent[found.parent[plain]]
        order = np.lexsort((coded, owner))
        again = (coded[order][1:] == coded[order][:-1]) & (owner[order][1:] == owner[order][:-1])
        lines = np.concatenate((lines, plain[order[1:][again]]))
    return lines


def _plain_numbers(text: Text, start: Ints, stop: Ints) -> Bools:
    """Whether each text is of one to eight digits, the first of them no needless zero."""
    import numpy as np

    size = stop - start
    unused = 8 - np.clip(size, 1, 8)
    word = text.words[start]
    plain: Bools = (size > 0) & (size <= 8) & (((word & np.uint64(0xFF)) != 0x30) | (size == 1))
    word <<= (8 * unused).astype(np.uint64)
    word |= np.array([_ZEROS & (1 << 8 * count) - 1 for count in range(8)], np.uint64)[unused]
    high = np.uint64(0xF0F0F0F0F0F0F0F0)
    plain &= (word & high) == _ZEROS
    word += np.uint64(0x0606060606060606)
    plain &= (word & high) == _ZEROS
    return plain


def _unreadable(text: Text, found: Layout, lines: Ints) -> Ints:
    """Those of the lines whose text is no value of its type, or not spelt as the value is shown."""
    import numpy as np

    bad = [lines[:0]]
    tags = found.tag[lines]
    for tag, name in ((TAG[name], name) for name in CONVERTERS if name in TAG):
        mine = lines[tags == tag]
        if mine.size:
            coded = pieces_of(text.data, found.text[mine], found.stop[mine]).dictionary_encode()
            wrong = [not _is_plain(name, raw) for raw in coded.dictionary.to_pylist()]
            bad.append(mine[np.array(wrong, bool)[np.asarray(coded.indices)]])
    return np.concatenate(bad)


def _is_plain(tag: str, raw: str) -> bool:
    try:
        return cell_text(CONVERTERS[tag](raw)) == raw
    except UnreadableError:
        return False


def _repeated(found: Layout, keys: Keys) -> Ints:
    """The objects in which a name stands twice in one element."""
    import numpy as np

    order = found.order[found.order < found.size] if found.size else found.order
    name = keys.name.take(found.key[order])
    where = np.flatnonzero(name >= 0)
    order, name = order[where], name[where]
    by_name = np.argsort(short(name), kind="stable")  # within a level parents rise: so they do of each name
    name, parent = name[by_name], found.parent[order[by_name]]
    again = np.flatnonzero((name[1:] == name[:-1]) & (parent[1:] == parent[:-1]))
    twice: Ints = parent[again]
    return found.record[found.at(1)] if found.size and twice.size else found.record[twice]


def _surrogates(text: Text, found: Layout, roots: Ints) -> Ints:
    """The objects with an escaped surrogate: it may be half a pair."""
    import numpy as np

    marks: Ints = found.escapes[text.octets[found.escapes] == 0x5F]
    if not marks.size:
        return marks
    zeros = int.from_bytes(b"0000", "little")
    suspect = np.zeros(marks.size, bool)
    for digits in (marks + 2, np.where(text.halves[marks + 2] == zeros, marks + 6, marks + 2)):
        suspect |= ((text.octets[digits] | 0x20) == 0x64) & np.isin(text.octets[digits + 1], list(b"89abcdefABCDEF"))
    where: Ints = np.searchsorted(found.start[roots], marks[suspect], "right") - 1
    return where


def _cut(text: Text, found: Layout, keys: Keys) -> list[tuple[int, int, int]]:
    """The strings that are a type name instead of a value, as (line, object, name of the object's property)."""
    import numpy as np

    lines = np.flatnonzero(keys.check.take(found.key) == TEXT)
    word = text.halves[found.text[lines]]
    likely = (word & 0xFFFF) == _OBJECT_WORD
    for value in _TYPE_WORDS:
        likely |= word == value
    likely |= text.octets[found.stop[lines] - 1] == 0x5D
    cut = []
    known: dict[tuple[int, bytes], bool] = {}
    for line in lines[likely].tolist():
        number = int(keys.name[found.key[line]])
        raw = text.data[int(found.text[line]) : int(found.stop[line])]
        if (number, raw) not in known:
            name = keys.names[number] if number >= 0 else ""
            shown = plain_text(raw)
            known[number, raw] = type_names.is_type_name(shown, name) or type_names.is_object_text(shown)
        if known[number, raw]:
            above = line
            while keys.level[found.key[above]] > 3:
                above = int(found.parent[above])
            cut.append((line, int(found.record[line]), int(keys.name[found.key[above]])))
    return cut


# -- texts -----------------------------------------------------------------------------------------------------------


def _lists(text: Text, found: Layout, state: NDArray[np.int8], owners: Ints) -> tuple[Ints, Bools, bytes]:
    """The bounds of the texts of lists, which of the lists are whole, and the texts."""
    import numpy as np

    tag, parent = found.tag, found.parent
    items = found.at(5)
    above = tag[parent[items]]
    items = items[(above >= min(LISTS)) & (above <= max(LISTS)) & (found.kind[items] != CLOSE)]
    owner = parent[parent[items]]
    place = np.full(found.key.size, -1)
    place[owners] = np.arange(owners.size)
    items, owner = items[place[owner] >= 0], place[owner[place[owner] >= 0]]
    start, stop = found.text[items], found.stop[items]
    partial = (state[items] != SAID) | (tag[items] == TAG["Ref"])
    partial[_escaped(found.escapes, found.start[items], start, stop)] = True
    whole = np.ones(owners.size, bool)
    whole[owner[partial]] = False
    counts = np.bincount(owner, minlength=owners.size)
    truth = (tag[items] == TAG["B"]) & (found.kind[items] == LEAF) & (stop > start)
    texts, bounds = joined(text.data, start, stop, truth, counts)
    return bounds, whole, texts


def _escaped(escapes: Ints, lines: Ints, start: Ints, stop: Ints) -> Ints:
    """Which texts hold an entity or an escape; `lines` are where their lines start, rising."""
    import numpy as np

    if not escapes.size or not lines.size:
        return escapes[:0]
    place = np.searchsorted(lines, escapes, "right") - 1
    inside = (place >= 0) & (start[place] <= escapes) & (escapes < stop[place])
    return np.unique(place[inside])
