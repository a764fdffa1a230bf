"""Objects that are alike: line by line the same elements and names, whatever the types and values of the properties.

How the lines of one of them nest is then found once, and holds for the others of its block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.readers.clixml.keys import Keys

    Ints = NDArray[np.int64]


def lines_of_each(keys: Keys, key: Ints) -> int:
    """How many lines each object has where all are alike; 0 where they are not."""
    import numpy as np

    size = int(np.argmax(keys.ends.take(key))) + 1
    if key.size % size:
        return 0
    lines = keys.alike.take(key).reshape(-1, size)
    return size if (lines == lines[0]).all() else 0


def repeated(lines: Ints, size: int, count: int) -> Ints:
    """Lines of an object of `size` lines, and the same of all `count` objects; -1 stays."""
    import numpy as np

    every = lines + np.arange(0, count * size, size)[:, None]
    every[:, lines < 0] = -1
    found: Ints = every.ravel()
    return found
