"""Words and rows of a buffer: views that begin at any byte, so that many stretches are taken in one go."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLANKS = 0x2020202020202020
"""Eight blanks as one word."""

SEPARATOR = int.from_bytes(b" : ", "little")
BARE = int.from_bytes(b" :", "little")
"""A separator that lost its last blank."""


def words(b: NDArray[np.uint8], kind: str) -> NDArray[np.uint64]:
    """A view of the buffer that has a word of this kind at every position."""
    import numpy as np

    size = np.dtype(kind).itemsize
    return np.ndarray((b.size - size + 1,), kind, b, strides=(1,))


def rows(b: NDArray[np.uint8], starts: NDArray[np.int64], width: int) -> Any:
    """That many bytes from each start, one row each: an array of numpy's kind `V`, to be viewed as another."""
    import numpy as np

    return np.ndarray((b.size - width + 1,), f"V{width}", b, strides=(1,))[starts]


@cache
def first_bytes() -> NDArray[np.uint64]:
    """For 0 to 8 the mask of a word's first so many bytes."""
    import numpy as np

    return np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
