"""Limits on each kind of file, read and written: one table, for all that comes from outside and all that is made.

A file may be damaged, hostile or merely not what it says it is. Whatever it holds, reading it ends: after so many
bytes, so many items, so deep, and within so many seconds. What is beyond a limit is refused in one line that names it.
What is written has been held to the same table before, so that whatever is saved or exported opens again.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

MB: Final = 1_000_000


class Written(NamedTuple):
    """The most that is written of one kind of file.

    Attributes:
        bytes: Of the file.
        items: As they are counted when it is read; 0 where the bytes bound them.
        depth: As it is counted when it is read; 0 where nothing nests.
    """

    bytes: int
    items: int = 0
    depth: int = 0


class Limit(NamedTuple):
    """Limit on one kind of file: how much of it is read, and how much is written.

    Attributes:
        bytes: Of the file.
        items: Rows, records, or words and numbers, as far as they are counted; 0 where the bytes bound them.
        depth: How deep lists, mappings or groups may nest; 0 where nothing nests.
        seconds: For how long it may be read; 0 where bytes, items and depth bound the time.
        written: What is written of it at most; None for what is only read.
    """

    bytes: int
    items: int = 0
    depth: int = 0
    seconds: float = 0.0
    written: Written | None = None

    @property
    def size_words(self) -> str:
        """The most bytes in words: "24 MB", "1 GB"."""
        return size_words(self.bytes)


def size_words(count: int) -> str:
    """Return a limit of so many bytes in words: "24 MB", "1 GB"."""
    return f"{count // (1000 * MB)} GB" if count % (1000 * MB) == 0 else f"{count // MB} MB"


MOST_NESTED: Final = 64
"""How deep places may stand in each other: site, building, hall, room, row, rack and pod are seven."""

LIMITS: Final[Mapping[str, Limit]] = {
    "project": Limit(1_000 * MB, items=1_000_000, seconds=4.0, written=Written(800 * MB, items=1_000_000)),
    "record": Limit(20 * MB, written=Written(20 * MB)),
    "records": Limit(600 * MB, items=1_000_000, written=Written(600 * MB, items=1_000_000)),
    "cell": Limit(64 * MB, written=Written(64 * MB)),
    "unpacked version": Limit(400 * MB),
    "versions": Limit(256 * MB, items=1_000, written=Written(128 * MB, items=1_000)),
    "journal": Limit(1_000 * MB, seconds=20.0, written=Written(900 * MB)),
    "edits": Limit(1_000 * MB, written=Written(250 * MB)),
    "salvaged project": Limit(1_000 * MB, items=1_000_000, seconds=8.0),
    "design text": Limit(24 * MB, items=4_000_000, depth=50, written=Written(24 * MB, items=4_000_000, depth=20)),
    "graph": Limit(
        48 * MB, items=500_000, depth=2 * MOST_NESTED, written=Written(48 * MB, items=500_000, depth=MOST_NESTED + 1)
    ),
    "catalog": Limit(2 * MB, items=400_000, depth=24, written=Written(2 * MB, items=400_000, depth=12)),
    "travelling parts": Limit(20 * MB, items=4_000_000, depth=24, written=Written(20 * MB, items=4_000_000, depth=12)),
    "price table": Limit(50 * MB, items=500_000),
    "table of inputs": Limit(64 * MB, items=500_000),
    "shapes of models": Limit(4 * MB),
    "picture": Limit(8 * MB, written=Written(8 * MB)),
    "PDF page": Limit(50 * MB),
    "discovered network": Limit(48 * MB, items=250_000, depth=24),
    "NetBox site": Limit(64 * MB, items=1_000_000, depth=24),
    "power readings": Limit(48 * MB, items=500_000, depth=24),
    "own settings": Limit(1 * MB, items=10_000, depth=24, written=Written(MB // 10, items=12, depth=1)),
}
"""What is read and written of each kind.

Items are words and numbers of a design as text and of a catalog file (a dragonfly of 37,888 hosts, router by router,
has half a million), links of a graph, rows of a table. The first nine are about the project file and the journal:

* project: the file; a million nodes with their history take a third of it. It may take a second more for each 25 MB.
* record: one as JSON; a picture of the largest size takes 11 MB.
* records: all of a design; what stands there a million times is drawn once, with copies.
* cell: any in the file, of a record or of an earlier version as it is packed.
* unpacked version: pictures left out; one that would unpack to more than `unpacked_limit` is stored as it is.
* versions: all earlier ones with their pictures, as rows; the oldest without a name go first.
* journal: its file, which begins with the records of a design and goes on with edits, until the next save.
"""

MOST_PACKING: Final = 40
"""How many times its packed size an earlier version may unpack to, beyond the first megabyte; what packs better is not
packed."""


def unpacked_limit(packed: int) -> int:
    """Return how many bytes so many PACKED ones of an earlier version may unpack to."""
    return min(LIMITS["unpacked version"].bytes, MB + MOST_PACKING * packed)


MOST_COLUMNS: Final = 300
"""Columns of a table."""

LONGEST_LINE: Final = 1_000_000
"""Signs of a line of a table."""

MOST_WORKED_OUT: Final = 500_000
"""Copies of which a network is laid out one by one: half a minute and half a gigabyte. Larger ones are worked out
folded, as far as that is exact, and told to be too large for the rest."""
