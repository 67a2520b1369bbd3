"""How much is read of each kind of file: one table, for everything that comes from outside.

A file may be damaged, hostile or merely not what it says it is. Whatever it holds, reading it ends: after so many
bytes, so many items, so deep, and within so many seconds. What is beyond a limit is refused in one line that names it.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

MB: Final = 1_000_000


class Limit(NamedTuple):
    """How much is read of one kind of file.

    Attributes:
        bytes: Of the file.
        items: Rows, records, or words and numbers, as far as they are counted; 0 where the bytes bound them.
        depth: How deep lists, mappings or groups may nest; 0 where nothing nests.
        seconds: For how long it may be read; 0 where bytes, items and depth bound the time.
    """

    bytes: int
    items: int = 0
    depth: int = 0
    seconds: float = 0.0

    @property
    def size_words(self) -> str:
        """The most bytes in words: "24 MB", "1 GB"."""
        return f"{self.bytes // (1000 * MB)} GB" if self.bytes % (1000 * MB) == 0 else f"{self.bytes // MB} MB"


LIMITS: Final[Mapping[str, Limit]] = {
    "design text": Limit(24 * MB, items=4_000_000, depth=50),
    "graph": Limit(48 * MB, items=500_000, depth=60),
    "catalog": Limit(2 * MB, items=400_000, depth=24),
    "travelling parts": Limit(20 * MB, items=4_000_000, depth=24),
    "price table": Limit(50 * MB, items=500_000),
    "table of inputs": Limit(64 * MB, items=500_000),
    "shapes of models": Limit(4 * MB),
    "picture": Limit(8 * MB),
    "PDF page": Limit(50 * MB),
    "own settings": Limit(1 * MB, items=10_000, depth=24),
}
"""What is read of a file of each kind.

Items are words and numbers of a design as text and of a catalog file (a dragonfly of 37,888 hosts, router by router,
has half a million), links of a graph, rows of a table. The project file has its own rows in `store/safe_open`.
"""

MOST_COLUMNS: Final = 300
"""Columns of a table."""

LONGEST_LINE: Final = 1_000_000
"""Signs of a line of a table."""

MOST_NESTED: Final = 64
"""How deep places may stand in each other: site, building, hall, room, row, rack and pod are seven."""

MOST_WORKED_OUT: Final = 500_000
"""Copies of which a network is laid out one by one: half a minute and half a gigabyte. Larger ones are worked out
folded, as far as that is exact, and told to be too large for the rest."""
