"""A sequence whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

_Item_co = TypeVar("_Item_co", covariant=True)


class MadeWhenAsked(Sequence[_Item_co]):
    """What counts and makes (`_made`) items is theirs; how they are asked for is here. A slice is a tuple."""

    @abstractmethod
    def _made(self, place: int) -> _Item_co:
        """The item at a place, which is 0 or more and less than the length."""

    @overload
    def __getitem__(self, index: int) -> _Item_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_Item_co, ...]: ...
    def __getitem__(self, index: int | slice) -> _Item_co | tuple[_Item_co, ...]:
        if isinstance(index, slice):
            return tuple(self._made(place) for place in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self._made(place)

    def __iter__(self) -> Iterator[_Item_co]:
        return map(self._made, range(len(self)))
