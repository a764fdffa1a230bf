"""From lines to printed objects: which line bears a label, which continues a value, where an object ends.

Nothing is joined here. In a list that PowerShell printed, all separators (`" : "`) of one object stand in one column,
and continuation lines begin with as many blanks; an empty line, a separator in another column, or the object's first
label once more begin a new object (ListWriter of the PowerShell source).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.readers.lists.folded import rest_of, unfolded
from analyzer.readers.lists.lines import cells, fitting
from analyzer.readers.lists.view import View

SEPARATOR = re.compile(r" [:\uff1a](?: |$)")
LONGEST_LABEL = 1_000
"""Characters of the longest label that is looked for: a bound on the work that a hostile line can make."""

_PAGER = re.compile(r"^\s*(?:-- ?More *-+|<SPACE> next page.*)\s*$")
_AFTER_LIST = re.compile(r"^(?:(?:\[[^\]]*\]:? ?)?(?:PS[ >]|\S*:\\|\S*>)|```|~~~|\[/)")
"""What may follow a list without an empty line: a prompt, the end of a Markdown or BBCode block."""

_WARNING_LABELS = frozenset({"AVERTISSEMENT", "COMMENTAIRES", "DÉBOGUER"})
_MOST_SEPARATORS = 8
_LONGEST_BLOCK = 2_000


@dataclass(slots=True)
class Wrap:
    """The pieces of a value that takes several physical lines.

    `loose`: a piece did not stand where it should. `parted`: an empty line after it may be part of the value.
    `mended`: somebody folded, doubled or moved its lines; the pieces are the lines as they were printed, most likely.
    `glued`: a folded piece, and how it is if no blank stood at its folds: a writer's own wrapping without indentation.
    """

    pieces: list[str]
    loose: bool = False
    parted: bool = False
    mended: bool = False
    glued: tuple[str, str] = ("", "")

    @property
    def wrapped(self) -> bool:
        """Whether the writer's wrapping tells how the pieces join."""
        return len(self.pieces) > 1 and not self.loose


@dataclass(slots=True)
class Printed:
    """A printed object: its labels in order, with the line and the first piece of each value.

    `column` (in cells) is where the values begin; `wide` how cells were counted, None where the labels do not tell.
    `start` is the view's index of the first line. `wraps` holds the values of several lines, by the label's index.
    `bare`: the separator of some blank value has lost its last blank. `folds` counts the rests of folded lines.
    """

    column: int
    wide: bool | None
    start: int
    labels: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    wraps: dict[int, Wrap] = field(default_factory=dict)
    bare: bool = False
    folds: int = 0

    def last(self) -> Wrap:
        """The last value as one of several lines."""
        return self.wraps.setdefault(len(self.labels) - 1, Wrap([self.values[-1]]))

    def unfold(self, rests: Sequence[str]) -> None:
        """Puts the rests of a folded line behind the last value's last line."""
        wrap = self.last()
        glued = "".join((wrap.pieces[-1], *rests))
        for rest in rests:
            wrap.pieces[-1] = unfolded(wrap.pieces[-1], rest)
        wrap.glued = (wrap.pieces[-1], glued)
        wrap.mended = True
        self.folds += len(rests)
        self.values[-1] = wrap.pieces[0]


def take_objects(view: View, start: int = 0) -> tuple[list[Printed], int]:
    """The objects of the list that begins at `start`, and the view's index after it (`start` if none begins there)."""
    texts = view.texts
    found: list[Printed] = []
    index = end = start
    while index < len(texts):
        text = texts[index]
        if not text or text.isspace():
            index += 1
            continue
        taken = take_object(view, index)
        if taken is None:
            break
        printed, index = taken
        if found and _parted(found[-1], printed):
            _merge(found[-1], printed, printed.start - end)
        else:
            found.append(printed)
        end = index
    return found, end


def _parted(upper: Printed, lower: Printed) -> bool:
    """Whether an empty line stands inside an object: a value ends with a line feed, and its blanks were trimmed.

    The longest label of an object leaves no room before its separator; where one of two neighbours of one column has
    no such label, both are one object. It must have no label twice.
    """
    if upper.column != lower.column or {upper.wide, lower.wide} == {False, True}:
        return False
    if lower.labels[0] in upper.labels or not set(upper.labels).isdisjoint(lower.labels):
        return False
    return not (_has_longest(upper) and _has_longest(lower))


def _merge(upper: Printed, lower: Printed, gap: int) -> None:
    last = upper.last()
    last.pieces += [""] * gap
    last.parted = True
    count = len(upper.labels)
    upper.labels += lower.labels
    upper.lines += lower.lines
    upper.values += lower.values
    upper.wraps |= {index + count: wrap for index, wrap in lower.wraps.items()}
    upper.bare = upper.bare or lower.bare
    upper.wide = lower.wide if upper.wide is None else upper.wide


def _has_longest(printed: Printed) -> bool:
    wide = bool(printed.wide)
    return any(cells(label, wide=wide) == printed.column - 3 for label in printed.labels)


def take_object(view: View, start: int) -> tuple[Printed, int] | None:
    """The object whose first label stands at `start`, and the index after its last line; None where none does."""
    texts = view.texts
    text = texts[start]
    if text[:1].isspace() or text.startswith(("+ ", "At ")):
        return None
    best: tuple[Printed, int] | None = None
    for count, match in enumerate(SEPARATOR.finditer(text, 0, LONGEST_LABEL)):
        if count == _MOST_SEPARATORS:
            break
        found = _scanned(view, start, text[: match.start()])
        if best is None or _extent(found) > _extent(best):
            best = found
        if match.end() - match.start() == 3 and len(best[0].labels) > 1:
            break
    if best is None:
        return None
    if view.doubtful:
        for wrap in best[0].wraps.values():
            wrap.mended = True
    if best[1] < len(texts) and texts[best[1]].strip():
        collapsed = _collapsed(view, start)
        if collapsed is not None and collapsed[1] > best[1]:
            best = collapsed
    return best if _plausible(best[0], texts, best[1]) else None


def _extent(found: tuple[Printed, int]) -> int:
    """How many lines a reading takes in, those that it takes for folded apart."""
    return found[1] - found[0].folds


def _scanned(view: View, start: int, label: str) -> tuple[Printed, int]:
    """The object whose first label is `label`, by the way of counting cells that takes in more lines."""
    texts = view.texts
    column = cells(label, wide=False) + 3
    found = _scan(view, start, column, wide=False)
    double = cells(label, wide=True) + 3
    stopped = texts[found[1]] if found[1] < len(texts) else ""
    if double != column or not stopped.isascii() or found[0].folds:
        other = _scan(view, start, double, wide=True)
        more = _extent(other) - _extent(found)
        if more > 0 or (more == 0 and double > column and other[0].wraps):
            return other
        if more < 0 or (double > column and found[0].wraps):
            return found
    if double == column and all(map(str.isascii, found[0].labels)):
        found[0].wide = None
    return found


def _plausible(printed: Printed, texts: Sequence[str], end: int) -> bool:
    """Whether the object is one, and not an error (`Get-X : message`) or a sentence with a colon.

    A single unpadded label must have an empty line, a prompt or another label after it.
    """
    first = printed.labels[0]
    if first in _WARNING_LABELS:
        return False
    if len(printed.labels) > 1 or end >= len(texts) or not texts[end].strip():
        return not (len(printed.labels) == 1 and _error_follows(texts, end))
    if cells(first, wide=bool(printed.wide)) + 3 < printed.column:
        return True
    after = texts[end]
    return not after.startswith(("+ ", "At ")) and bool(
        _AFTER_LIST.match(after) or SEPARATOR.search(after, 0, LONGEST_LABEL)
    )


def _error_follows(texts: Sequence[str], end: int) -> bool:
    return end < len(texts) and texts[end].lstrip().startswith("+ ")


def _scan(view: View, start: int, column: int, *, wide: bool) -> tuple[Printed, int]:
    """Reads label and continuation lines from `start` for as long as they belong to one object of this column."""
    texts, numbers = view.texts, view.numbers
    printed = Printed(column, wide, start)
    labels, lines, values = printed.labels, printed.lines, printed.values
    blank = " " * column
    at = column - 3
    gap = 0
    end = start
    first = None
    for index in range(start, len(texts)):
        text = texts[index]
        if not text:
            gap += 1
            continue
        if index < end:
            continue  # the rest of a folded line
        if text[0] in " \t" and "\t" in text[:column]:
            text = _untabbed(text, column)
        if text[at:column] == " : " and text[0] != " " and (not wide or text.isascii()):
            label = text[:at].rstrip()
            value = text[column:]
            if gap or label == first:
                break
        elif text.startswith(blank):
            if not labels or (gap and _heading(text, texts, index, column)):
                break
            wrap = printed.last()
            wrap.pieces += [""] * gap
            piece = text[column:]
            if piece.startswith("  ") and _item_follows(wrap):
                piece, wrap.loose = piece.strip(), True  # moved by hand: a collection has no indented items
            wrap.pieces.append(piece)
            gap, end = 0, index + 1
            continue
        else:
            place = _label_end(text, column, wide=wide)
            if place is None:
                if text.isspace():
                    gap += 1
                elif not gap and labels and _loose(text, printed):
                    wrap = printed.last()
                    wrap.pieces.append(text.strip())
                    wrap.loose = True
                    end = index + 1
                elif not gap and labels and (count := _folded(texts, index, column, printed)):
                    end = index + count
                    printed.unfold(texts[index:end])
                elif gap or not _PAGER.match(text):
                    break
                continue
            label = text[:place].strip()
            value = text[place + 3 :]
            if gap or label == first:
                break
            printed.bare = printed.bare or len(text) < place + 3
        if first is None:
            first = label
        labels.append(label)
        lines.append(numbers[index])
        values.append(value)
        end = index + 1
    return printed, end


def _untabbed(text: str, column: int) -> str:
    """The line with blanks for the tabs of its margin, where an editor's tabs of 8 or 4 cells end at the column."""
    rest = text.lstrip(" \t")
    for size in (8, 4):
        margin = text[: len(text) - len(rest)].expandtabs(size)
        if len(margin) == column:
            return margin + rest
    return text


def _label_end(text: str, column: int, *, wide: bool) -> int | None:
    """The index where the separator of a label line stands; None where the line has none at the object's column."""
    index = fitting(text, column - 3, wide=wide)
    if text[index : index + 2] not in (" :", " \uff1a") or text[index + 2 : index + 3] not in ("", " "):
        return None
    label = text[:index]
    if not label or label.isspace() or label.lstrip().startswith("+ "):
        return None
    return index


def _loose(text: str, printed: Printed) -> bool:
    """Whether an indented line goes on with the value although it does not stand at the column (tabs, other blanks)."""
    return text[0] in " \t" and not text.lstrip().startswith(("+ ", "~")) and bool(printed.last().pieces[-1].strip())


def _folded(texts: Sequence[str], index: int, column: int, printed: Printed) -> int:
    """How many lines from `index` on are the rest of the last value's line, which a mail program folded; 0 of none.

    A rest that looks like a label is one only where another line of the object follows it.
    """
    wide = bool(printed.wide)
    count = 0
    after = ""
    for end in range(index + 1, index + 1 + rest_of(texts, printed.start, index)):
        count += 1
        after = texts[end] if end < len(texts) else ""
        if after[:column].isspace() or (after and _label_end(after, column, wide=wide) is not None):
            return count if after[:column].isspace() or not _repeats(after, column, printed) else 0
    if (after and len(printed.labels) == 1) or any(
        SEPARATOR.search(text, 0, LONGEST_LABEL) for text in texts[index : index + count]
    ):
        return 0
    return count


def _repeats(text: str, column: int, printed: Printed) -> bool:
    """Whether a label line has a label that the object has already, other than its first."""
    label = text[: fitting(text, column - 3, wide=bool(printed.wide))].strip()
    return label in printed.labels[1:]


def _item_follows(wrap: Wrap) -> bool:
    """Whether the value so far is a collection that goes on after a comma."""
    return wrap.pieces[0].startswith("{") and wrap.pieces[-1].endswith(",")


def _heading(text: str, texts: Sequence[str], index: int, column: int) -> bool:
    """Whether a line after an empty one is a group heading (`   Label: value`) instead of a value's continuation."""
    return column <= 4 and ": " in text and (index + 1 >= len(texts) or not texts[index + 1].strip())


def _collapsed(view: View, start: int) -> tuple[Printed, int] | None:
    """The object at `start` if its blanks were collapsed (`Name : value`, as HTML does); else None.

    Then no label is padded, and the separators stand in different columns of one block.
    """
    texts = view.texts
    printed = Printed(0, None, start)
    places = set()
    index = start
    while index < min(len(texts), start + _LONGEST_BLOCK):
        text = texts[index]
        if not text.strip():
            break
        if text[0] == " ":
            if not printed.labels:
                return None
            wrap = printed.last()
            wrap.pieces.append(text.strip())
            wrap.mended = True
        else:
            match = SEPARATOR.search(text, 0, LONGEST_LABEL)
            if match is None or text[match.start() - 1 : match.start()] == " ":
                break
            label = text[: match.start()]
            if printed.labels and label == printed.labels[0]:
                break
            places.add(match.start())
            printed.labels.append(label)
            printed.lines.append(view.numbers[index])
            printed.values.append(text[match.end() :])
            printed.bare = True
        index += 1
    if len(places) < 2:
        return None
    if index < len(texts) and texts[index].strip() and SEPARATOR.search(texts[index], 0, LONGEST_LABEL) is None:
        return None
    printed.column = max(cells(label, wide=False) for label in printed.labels) + 3
    return printed, index
