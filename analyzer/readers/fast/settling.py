"""The wrapped values of a large source, settled as `analyzer.readers.lists.wraps` settles them: one writer for all.

The writer is told from the same sample of values, whichever way these were read. Values that are sure under it
(`seams.sure`) are done; all others are made into what the exact reader works on, and are read by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from analyzer.readers.fast.store import Store
from analyzer.readers.fast.text import NotPlain
from analyzer.readers.fast.values import Group, Settlement, Stretch, Values, filled, holds
from analyzer.readers.lists.joins import BREAK
from analyzer.readers.lists.scan import Printed, Wrap
from analyzer.readers.lists.seams import Piled, pile
from analyzer.readers.lists.settle import Extent, Facts, Settled, Wrapped, Writers, explained, read, settle
from analyzer.readers.lists.words import favours, vocabulary
from analyzer.readers.lists.wraps import FAR_BETTER, SHORT, SURE, facts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


class Settling:
    """Settles the values of plain objects (`runs`) and of rows (`stretches`) together.

    A stretch is given by its rows; the objects before and after it are those whose first lines are the rows' around it.
    `transcript`: kept blanks behind separators do not count (`console._as_trimmed`).
    """

    def __init__(self, store: Store, stretches: Sequence[Stretch], *, transcript: bool) -> None:
        self._store, self._stretches, self._transcript = store, stretches, transcript
        self.values = Values(store)
        self.result = Settlement()
        self._piled: dict[tuple[str, ...], Piled] = {}
        self._read: dict[tuple[tuple[str, ...], int, bool, int], Settled] = {}

    def __call__(self, runs: Sequence[Sequence[Printed]], width: int | None) -> Mapping[int, Settled]:
        """Settles everything; returns what plain objects need, `result` holds the rest. Raises NotPlain."""
        groups, inner = self._groups(runs)
        wrapped = [group for group in groups if self._is_wrapped(group)]
        count = len(wrapped) + sum(int(filled(self.values.rows, bounds).size) for bounds in inner)
        if not count:
            return {}
        whole = self._whole(runs)
        shared = settle(_All(self, whole), self._facts(whole), width, self._extent(whole))
        doubtful: list[_Doubtful] = []
        hard = ~self.values.sure(shared.chances)
        hard_rows = self.values.rows[hard]
        wrapped += [
            Group([(int(bounds[place]), int(bounds[place + 1]))])
            for bounds in inner
            for place in filled(hard_rows, bounds).tolist()
        ]
        for group in wrapped:
            if any(holds(hard_rows, item) if isinstance(item, tuple) else item.wraps for item in group.items):
                numbers = self._numbers(group, hard)
                self._settle(group, numbers, shared, doubtful, alone=count == 1)
        if doubtful:
            known = vocabulary(self._sure_texts(whole))
            for one in doubtful:
                favoured = favours(one.value.piled.pieces, known)
                if favoured:
                    piled = pile(one.value.piled.pieces, feeds=one.value.piled.feeds, favours=favoured)
                    one.keep(read(Wrapped(piled, one.value.column), one.writers.chances, SURE))
        return self.result.plain

    # -- groups -------------------------------------------------------------------------------------------------------

    def _after(self, runs: Sequence[Sequence[Printed]]) -> dict[tuple[int, int], Stretch]:
        """Behind which object (number of the run, place in it) each stretch stands."""
        places = {printed.lines[0]: (run, place) for run, each in enumerate(runs) for place, printed in enumerate(each)}
        lines = self._store.array("line")
        after: dict[tuple[int, int], Stretch] = {}
        for first, last in self._stretches:
            before = places.get(int(lines[first - 1]))
            behind = places.get(int(lines[last]))
            if before is None or behind != (before[0], before[1] + 1):
                raise NotPlain
            for (run, place), row in ((before, first - 1), (behind, last)):
                if not self._is_row(runs[run][place], row):
                    raise NotPlain
            after[before] = (first, last)
        return after

    def _whole(self, runs: Sequence[Sequence[Printed]]) -> Group:
        """All objects as one group."""
        after = self._after(runs)
        whole = Group()
        for run, each in enumerate(runs):
            for place, printed in enumerate(each):
                whole.items.append(printed)
                if (run, place) in after:
                    whole.items.append(after[run, place])
        return whole

    def _groups(self, runs: Sequence[Sequence[Printed]]) -> tuple[list[Group], list[Ints]]:
        """The objects of all runs and the rows between them, in groups.

        Groups of rows only, with others of rows on both sides, are given by the rows that they begin with, and the one
        behind the last.
        """
        after = self._after(runs)
        groups: list[Group] = []
        inner: list[Ints] = []
        for run, each in enumerate(runs):
            shape: tuple[int, str] | None = None
            for place, printed in enumerate(each):
                own = (printed.column, printed.labels[0])
                if own != shape:
                    groups.append(Group())
                    shape = own
                groups[-1].items.append(printed)
                stretch = after.get((run, place))
                if stretch is not None:
                    shape = self._add_rows(groups, inner, stretch, own)
        return groups, inner

    def _is_row(self, printed: Printed, row: int) -> bool:
        mine = self._store.printed(row)
        return printed.labels == mine.labels and printed.lines == mine.lines and printed.column == mine.column

    def _add_rows(
        self, groups: list[Group], inner: list[Ints], stretch: Stretch, shape: tuple[int, str]
    ) -> tuple[int, str]:
        import numpy as np

        first, last = stretch
        labels = self._store.array("first")[first:last]
        columns = self._store.array("column")[first:last]
        changes = np.flatnonzero((labels[1:] != labels[:-1]) | (columns[1:] != columns[:-1])) + first + 1

        def shape_of(row: int) -> tuple[int, str]:
            return int(columns[row - first]) + 3, self._store.names[int(labels[row - first])]

        if shape_of(first) != shape:
            groups.append(Group())
        groups[-1].items.append((first, int(changes[0]) if changes.size else last))
        if changes.size:
            inner.append(changes)
            groups.append(Group([(int(changes[-1]), last)]))
        return shape_of(last - 1)

    def _numbers(self, group: Group, wanted: Bools) -> list[int]:
        """Those of the values of a group's rows that are wanted, of all values."""
        import numpy as np

        found: list[int] = []
        for item in group.items:
            if not isinstance(item, Printed):
                numbers = self.values.of_rows(item)
                found += (np.flatnonzero(wanted[numbers.start : numbers.stop]) + numbers.start).tolist()
        return found

    def _is_wrapped(self, group: Group) -> bool:
        """Whether any value of a group is wrapped."""
        return any(
            holds(self.values.rows, item)
            if isinstance(item, tuple)
            else any(wrap.wrapped for wrap in item.wraps.values())
            for item in group.items
        )

    # -- what the writer is told from ---------------------------------------------------------------------------------

    def wrapped(self, number: int) -> Wrapped:
        """One value of a row for the exact reader."""
        return self._wrapped(self.values.pieces(number), int(self.values.columns[number]))

    def _wrapped(self, pieces: tuple[str, ...], column: int) -> Wrapped:
        if pieces not in self._piled:
            self._piled[pieces] = pile(pieces)
        return Wrapped(self._piled[pieces], column)

    def of_printed(self, printed: Printed) -> Iterator[tuple[str, Wrap, Wrapped]]:
        """The wrapped values of a plain object, with their labels."""
        for index, wrap in printed.wraps.items():
            if wrap.wrapped:
                yield printed.labels[index], wrap, self._wrapped(tuple(wrap.pieces), printed.column)

    def _facts(self, group: Group) -> Facts:
        objects = [item for item in group.items if isinstance(item, Printed)]
        facts = facts_of(objects)
        (narrow, broad), blank_ends, bare_ends = facts.longest, facts.blank_ends, facts.bare_ends
        store = self._store
        for item in group.items:
            if isinstance(item, Printed):
                continue
            part = slice(*item)
            narrow = max(narrow, int(store.array("narrow")[part].max()))
            broad = max(broad, int(store.array("broad")[part].max()))
            kept, lost = store.array("kept")[part], store.array("lost")[part]
            if self._transcript:
                lost, kept = lost | kept, kept & False
            bare_ends = bare_ends or bool(lost.any())
            blank_ends = blank_ends or bool((store.array("ends")[part] | (kept & ~lost)).any())
        return Facts((narrow, broad), blank_ends, bare_ends, facts.wide)

    def _extent(self, group: Group) -> Extent:
        import numpy as np

        hard: list[Wrapped] = []
        reach = 0
        for item in group.items:
            if isinstance(item, Printed):
                hard += [value for _, _, value in self.of_printed(item)]
                continue
            numbers = self.values.of_rows(item)
            part = slice(numbers.start, numbers.stop)
            complex_ = self.values.complex[part]
            furthest = (self.values.columns[part] + self.values.reach[part])[~complex_]
            reach = max(reach, int(furthest.max(initial=0)))
            hard += [self.wrapped(number) for number in (np.flatnonzero(complex_) + numbers.start).tolist()]
        exact = Extent.of(hard)
        return Extent((max(reach, exact.reach[0]), max(reach, exact.reach[1])), exact.east_asian)

    # -- one group ----------------------------------------------------------------------------------------------------

    def _settle(
        self, group: Group, numbers: Sequence[int], shared: Writers, doubtful: list[_Doubtful], *, alone: bool
    ) -> None:
        """Reads the plain objects' values and those of rows that are not sure."""
        import numpy as np

        writers = shared
        ways = self._ways(group, numbers)
        found = [self._one(way.value, writers) for way in ways]
        if not alone and any(BREAK in settled.join for settled in found):
            writers = self._own_writers(group, shared)
            if writers is not shared:
                numbers = self._numbers(group, ~self.values.sure(writers.chances))
                ways = self._ways(group, numbers)
                found = [self._one(way.value, writers) for way in ways]
        feeds = {way.label for way, settled in zip(ways, found, strict=True) if BREAK in settled.join}
        if feeds:
            fed = [name in feeds for name in self._store.names]
            others = np.array(fed)[self.values.labels]
            others[numbers] = False
            more = self._numbers(group, others)
            added = self._ways(Group(), more)
            ways += added
            found += [self._one(way.value, writers) for way in added]
        for way, settled in zip(ways, found, strict=True):
            value = way.value
            last = settled
            if way.label in feeds and BREAK not in settled.join:
                value = Wrapped(pile(value.piled.pieces, feeds=True), value.column)
                last = self._one(value, writers)
            way.keep(last)
            if last.share < SURE:
                doubtful.append(_Doubtful(value, writers, way.keep))

    def _ways(self, group: Group, numbers: Sequence[int]) -> list[_Way]:
        """The values of a group's plain objects, and these of its rows."""
        ways: list[_Way] = []
        for item in group.items:
            if isinstance(item, Printed):
                ways += [
                    _Way(label, value, _keeper(self.result.plain, id(wrap)))
                    for label, wrap, value in self.of_printed(item)
                ]
        for number in numbers:
            label = self._store.names[int(self.values.labels[number])]
            ways.append(_Way(label, self.wrapped(number), _keeper(self.result.rows, number)))
        return ways

    def _own_writers(self, group: Group, shared: Writers) -> Writers:
        """The group's own writers where they explain it far better than the source's."""
        values = _All(self, group)
        own = settle(values, self._facts(group), None, self._extent(group))
        known = max(explained(values, writer) for writer in list(shared.chances)[:4])
        return own if own.score - known > FAR_BETTER else shared

    def _one(self, value: Wrapped, writers: Writers) -> Settled:
        key = (value.piled.pieces, value.column, value.piled.feeds, id(writers))
        if key not in self._read:
            self._read[key] = read(value, writers.chances, SURE)
        return self._read[key]

    def _sure_texts(self, group: Group) -> Iterator[str]:
        """The sure values of all objects, in order."""
        for item in group.items:
            if isinstance(item, Printed):
                yield from self._texts_of(item, self.result.plain)
                continue
            for row in range(*item):
                printed = self._store.printed(row)
                yield from self._texts_of(printed, self.of_row(row, printed))

    def of_row(self, row: int, printed: Printed) -> dict[int, Settled]:
        """The wrapped values of a row by `id` of the `Wrap` in `printed`, as `records.record` wants them."""
        numbers = self.values.of_rows((row, row + 1))
        found: dict[int, Settled] = {}
        for number, wrap in zip(numbers, printed.wraps.values(), strict=True):
            joined = Settled("".join(wrap.pieces), ("",) * (len(wrap.pieces) - 1), 1.0)
            found[id(wrap)] = self.result.rows.get(number, joined)
        return found

    @staticmethod
    def _texts_of(printed: Printed, settled: Mapping[int, Settled]) -> Iterator[str]:
        for index, value in enumerate(printed.values):
            wrap = printed.wraps.get(index)
            if wrap is None:
                if len(value) > SHORT:
                    yield value
            elif id(wrap) in settled and settled[id(wrap)].share >= SURE:
                yield settled[id(wrap)].text


@dataclass(frozen=True, slots=True)
class _Way:
    """A value that is read by the exact reader, and where its reading is kept."""

    label: str
    value: Wrapped
    keep: Callable[[Settled], None]


@dataclass(frozen=True, slots=True)
class _Doubtful:
    value: Wrapped
    writers: Writers
    keep: Callable[[Settled], None]


def _keeper(kept: dict[int, Settled], key: int) -> Callable[[Settled], None]:
    def keep(settled: Settled) -> None:
        kept[key] = settled

    return keep


class _All(Sequence[Wrapped]):
    """All wrapped values of a group in order; those of rows are made when asked for."""

    def __init__(self, settling: Settling, group: Group) -> None:
        self._settling = settling
        self._parts: list[list[Wrapped] | range] = []
        for item in group.items:
            if isinstance(item, Printed):
                self._parts.append([value for _, _, value in settling.of_printed(item)])
            else:
                self._parts.append(settling.values.of_rows(item))
        self._starts = [0]
        for part in self._parts:
            self._starts.append(self._starts[-1] + len(part))

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> Wrapped: ...
    @overload
    def __getitem__(self, index: slice) -> list[Wrapped]: ...
    def __getitem__(self, index: int | slice) -> Wrapped | list[Wrapped]:
        from bisect import bisect_right

        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = bisect_right(self._starts, index) - 1
        part = self._parts[place]
        found = part[index - self._starts[place]]
        return found if isinstance(found, Wrapped) else self._settling.wrapped(found)
