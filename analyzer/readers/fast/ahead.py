"""Work on two processors: what comes next is made while what came last is used."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

_Item = TypeVar("_Item")


def ahead(items: Generator[_Item, None, None]) -> Generator[_Item, None, None]:
    """The items, each made by another thread while the one before is used: numpy's work on arrays runs in both.

    When an item is asked for, nobody uses the one before any more, and the next may overwrite that one. No thread is
    left behind once the generator is at its end or closed.
    """
    from concurrent.futures import ThreadPoolExecutor

    try:
        with ThreadPoolExecutor(1) as pool:
            coming = pool.submit(next, items, None)
            while (item := coming.result()) is not None:
                coming = pool.submit(next, items, None)
                yield item
    finally:
        items.close()
