"""Crossings of wires between rows, and the order within rows that makes few of them cross."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

Rows = list[list[str]]
"""Ids from left to right, the topmost row first."""

_SWEEPS = 8
"""Rounds down and up the rows; more changed nothing in the fabrics that were tried."""
_MOST_SWEPT = 50_000
"""Links up to which rows are sorted: 4 s. Above, the given order stays."""
_MOST_IN_LIBRARY = 5_000
"""Links up to which the library is asked: 1 s; for 11,000 it takes 8 s."""
_MOST_TRANSPOSED = 2_000
"""Links up to which neighbours are exchanged one by one."""
MOST_CELLS = 4_000_000
"""Size of the table of two rows up to which crossings are counted by it."""


class Rowed:
    """The links between rows, ready to be counted and swept."""

    def __init__(self, rows: Rows, near: Mapping[str, Sequence[str]]) -> None:
        self._row_of = {block_id: place for place, row in enumerate(rows) for block_id in row}
        self.above = {
            block_id: [other for other in near.get(block_id, ()) if self._row_of.get(other, row) < row]
            for block_id, row in self._row_of.items()
        }
        self.below = {
            block_id: [other for other in near.get(block_id, ()) if self._row_of.get(other, row) > row]
            for block_id, row in self._row_of.items()
        }

    def links(self) -> list[tuple[str, str]]:
        """Every link that joins two rows, the upper end first."""
        return [(upper, block_id) for block_id, near in self.above.items() for upper in near]

    def crossings(self, rows: Rows) -> int:
        """Return how many pairs of links between the same two rows cross, drawn straight."""
        place = {block_id: at for row in rows for at, block_id in enumerate(row)}
        # Places of both ends of each link by the two rows that it joins; crossings are the inversions of each.
        tables: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for upper, lower in self.links():
            key = (self._row_of[upper], self._row_of[lower])
            tables.setdefault(key, []).append((place[upper], place[lower]))
        return sum(_inversions(pairs, len(rows[upper]), len(rows[lower])) for (upper, lower), pairs in tables.items())

    def swept(self, rows: Rows, column: Mapping[str, float]) -> tuple[Rows, int]:
        """ROWS in the order of fewest crossings that sweeping finds, each block staying in its column."""
        best, fewest = rows, self.crossings(rows)
        # Down and up in turn (barycenter heuristic); the best order is kept, since a sweep may make it worse.
        now = rows
        for round_ in range(_SWEEPS):
            if not fewest:
                break
            down = round_ % 2 == 0
            now = self._sweep(now, column, self.above if down else self.below, down=down)
            found = self.crossings(now)
            if found < fewest:
                best, fewest = now, found
        return self._transposed(best, column)

    def _transposed(self, rows: Rows, column: Mapping[str, float]) -> tuple[Rows, int]:
        """ROWS with neighbours exchanged for as long as that makes fewer cross (Gansner and others 1993, section 3)."""
        rows = [list(row) for row in rows]
        fewest = self.crossings(rows)
        if not fewest or sum(map(len, self.above.values())) > _MOST_TRANSPOSED:
            return rows, fewest
        place = {block_id: at for row in rows for at, block_id in enumerate(row)}
        # By block: (row, block) at the other end of each of its links.
        ends = {one: [(self._row_of[other], other) for other in (*self.above[one], *self.below[one])] for one in place}
        for _ in range(_SWEEPS):
            gained = 0
            for row in rows:
                for at in range(len(row) - 1):
                    left, right = row[at], row[at + 1]
                    if column[left] != column[right]:
                        continue
                    # Crossings between the two neighbours now, less those after an exchange.
                    gain = sum(
                        (place[one] > place[other]) - (place[one] < place[other])
                        for here, one in ends[left]
                        for there, other in ends[right]
                        if here == there
                    )
                    if gain > 0:
                        row[at], row[at + 1] = right, left
                        place[left], place[right] = at + 1, at
                        gained += gain
            if not gained:
                break
        return rows, self.crossings(rows)

    def _sweep(
        self, rows: Rows, column: Mapping[str, float], fixed: Mapping[str, Sequence[str]], *, down: bool
    ) -> Rows:
        """Every row sorted by the middle of its neighbours in the rows gone through before."""
        # Places as a share of the row, so that rows of different length can be compared.
        share = {block_id: (at + 0.5) / len(row) for row in rows for at, block_id in enumerate(row)}
        after = list(rows)
        for place in range(len(rows)) if down else reversed(range(len(rows))):
            row = rows[place]
            middle = {
                block_id: sum(share[other] for other in fixed[block_id]) / len(fixed[block_id])
                if fixed[block_id]
                else share[block_id]
                for block_id in row
            }
            # Sorted within columns, which no block leaves; a block without neighbours keeps its place.
            after[place] = sorted(row, key=lambda one, middle=middle: (column[one], middle[one]))
            # What follows sees the new places of this row.
            share |= {block_id: (at + 0.5) / len(row) for at, block_id in enumerate(after[place])}
        return after


def _inversions(pairs: Iterable[tuple[int, int]], upper: int, lower: int) -> int:
    """Return how many of PAIRS (place above, place below) cross."""
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    if upper * lower > MOST_CELLS:
        return _counted(ends[:, 1], lower)
    # (places above, places below): links by where they begin and end.
    table = np.zeros((upper, lower), dtype=np.int64)
    np.add.at(table, (ends[:, 0], ends[:, 1]), 1)
    # What lies to the left of a cell in the rows under it crosses what is in the cell.
    left = np.cumsum(table, axis=1) - table
    under = np.cumsum(left[::-1], axis=0)[::-1] - left
    return int((table * under).sum())


def _counted(places: np.ndarray[tuple[int], np.dtype[np.int64]], count: int) -> int:
    """Inversions of PLACES, counted in a binary indexed tree; equal upper ends never cross, for they are sorted."""
    # Node i of the tree holds how many of the places seen fall into the i & -i places that end at i.
    tree = [0] * (count + 1)
    found = 0
    for seen, place in enumerate(places.tolist()):
        # Links seen with a lower end at this place or left of it; all others cross this one.
        before, at = 0, place + 1
        while at:
            before += tree[at]
            at -= at & -at
        found += seen - before
        at = place + 1
        while at <= count:
            tree[at] += 1
            at += at & -at
    return found


def by_library(rowed: Rowed, rows: Rows, column: Mapping[str, float]) -> Rows:
    """ROWS in the order that fast-sugiyama's crossing minimisation gives them.

    The library finds its own layers from the links, which run from the upper row to the lower; only the places from
    left to right are taken from it.
    """
    # Imported here: only this style needs it.
    from fast_sugiyama import from_edges

    numbers = {block_id: number for number, block_id in enumerate(one for row in rows for one in row)}
    edges = [(numbers[upper], numbers[lower]) for upper, lower in rowed.links()]
    if not edges:
        return rows
    # By number of a block: (part of the graph, x there), which sorts from left to right.
    place: dict[int, tuple[int, float]] = {}
    for number, (positions, *_) in enumerate(from_edges(edges, crossing_minimization="barycenter")):
        place |= {int(node): (number, float(x)) for node, (x, _) in positions}
    # What the library does not return stands last.
    last = (len(numbers), 0.0)
    return [sorted(row, key=lambda one: (column[one], place.get(numbers[one], last))) for row in rows]


def fewest_crossings(rows: Rows, near: Mapping[str, Sequence[str]], column: Mapping[str, float]) -> Rows:
    """ROWS, each in the order in which fewest links cross, of those tried; the given order where none is better."""
    rowed = Rowed(rows, near)
    links = len(rowed.links())
    if links > _MOST_SWEPT:
        return rows
    best, fewest = rows, rowed.crossings(rows)
    if not fewest:
        return rows
    starts = [rows, by_library(rowed, rows, column)] if links <= _MOST_IN_LIBRARY else [rows]
    for start in starts:
        found, count = rowed.swept(start, column)
        if count < fewest:
            best, fewest = found, count
    return best
