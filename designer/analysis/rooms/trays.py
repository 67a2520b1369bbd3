"""The trays of a room as a graph: where they meet, where a rack reaches them, and the shortest ways along them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.sparse import csr_matrix, dijkstra
from designer.model.rooms.room_plan import Tray

TOUCHING_MM: Final = 50.0
"""Trays that come so near to each other, seen from above, are joined."""
STEP_MM: Final = 500.0
"""Trays whose heights differ by no more are joined where they meet; the difference is climbed."""
_SAME_MM: Final = 0.001
_SPOTS_AT_ONCE: Final = 2_000


class Access(NamedTuple):
    """Places at which spots on the floor reach the trays, an entry each.

    Attributes:
        edge: The edge above; -1 where none is in reach.
        along: From the edge's first vertex, mm.
        aside: From the spot to there, along the walls, mm.
        height: Of the tray there, mm.
    """

    edge: Ints
    along: Floats
    aside: Floats
    height: Floats


class Ways(NamedTuple):
    """The shortest ways between pairs of places on the trays, an entry each.

    Attributes:
        length: mm; infinite where the trays do not join.
        leave: Vertex by which the first edge is left; -1 for a way along one edge alone, or none.
        enter: Vertex by which the last edge is entered.
    """

    length: Floats
    leave: Ints
    enter: Ints


@dataclass
class TrayGraph:
    """Trays that are joined where they cross or touch.

    Attributes:
        trays: The trays.
        vertex: x, y and height of every corner and meeting (v, 3).
        ends: The two vertices of every edge (e, 2); edges lie between meetings.
        length: Of every edge, mm (e,).
        tray: Place in `trays` of every edge; -1 for the step between two that meet (e,).
    """

    trays: tuple[Tray, ...]
    vertex: Floats
    ends: Ints
    length: Floats
    tray: Ints
    _row: dict[int, int] = field(default_factory=dict[int, int])
    _far: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    _before: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    def reached(self, spots: Floats, reach_mm: float) -> Access:
        """Return the places at which SPOTS (n, 2) reach the nearest tray at most REACH_MM away, seen from above."""
        lying = np.flatnonzero(self.tray >= 0)
        count = len(spots)
        edge, along = np.full(count, -1, dtype=np.int64), np.zeros(count)
        aside, height = np.zeros(count), np.zeros(count)
        if not lying.size:
            return Access(edge, along, aside, height)
        # (edges, 3) mm: both ends of each edge that lies in a tray.
        a, b = self.vertex[self.ends[lying, 0]], self.vertex[self.ends[lying, 1]]
        leg = b[:, :2] - a[:, :2]
        # Squared length; edges that stand upright have none seen from above and would divide by 0.
        square = np.maximum((leg**2).sum(axis=1), _SAME_MM**2)
        # (spots, edges) at a time, so that many racks over many trays fit in memory.
        for begin in range(0, count, _SPOTS_AT_ONCE):
            part = slice(begin, begin + _SPOTS_AT_ONCE)
            to = spots[part, None, :] - a[None, :, :2]
            # The foot of the perpendicular on each edge, as a share of it, kept between its ends.
            share = np.clip((to * leg).sum(axis=2) / square, 0.0, 1.0)
            gap = to - share[:, :, None] * leg
            far = np.hypot(gap[:, :, 0], gap[:, :, 1])
            best = far.argmin(axis=1)
            every = np.arange(best.size)
            near = far[every, best] <= reach_mm
            edge[part] = np.where(near, lying[best], -1)
            along[part] = share[every, best] * self.length[lying[best]]
            # A cable runs along the walls, not across: both components of the gap add up.
            aside[part] = np.abs(gap[every, best]).sum(axis=1)
            height[part] = a[best, 2] + share[every, best] * (b[best, 2] - a[best, 2])
        return Access(edge, along, aside, height)

    def ways(self, from_edge: Ints, from_along: Floats, to_edge: Ints, to_along: Floats) -> Ways:
        """The shortest ways from places on edges to others."""
        # Two places on one edge need no vertex between them.
        length = np.where(from_edge == to_edge, np.abs(from_along - to_along), np.inf)
        leave, enter = np.full(length.size, -1, dtype=np.int64), np.full(length.size, -1, dtype=np.int64)
        # Else a cable leaves by either end of its edge and enters by either end of the other: the shortest of four
        # ways.
        for one in (0, 1):
            out = self.ends[from_edge, one]
            first = np.abs(from_along - one * self.length[from_edge])
            rows = self._rows(out)
            for other in (0, 1):
                to = self.ends[to_edge, other]
                last = np.abs(to_along - other * self.length[to_edge])
                whole = first + self._far[rows, to] + last
                shorter = whole < length - _SAME_MM
                length = np.where(shorter, whole, length)
                leave, enter = np.where(shorter, out, leave), np.where(shorter, to, enter)
        return Ways(length, leave, enter)

    def before(self, leave: Ints, here: Ints) -> Ints:
        """The vertex before HERE on the shortest way from LEAVE."""
        return self._before[self._rows(leave), here]

    def _rows(self, vertices: Ints) -> Ints:
        """Rows of the distances from VERTICES; those that nobody asked for yet are worked out."""
        wanted = [int(one) for one in np.unique(vertices) if int(one) not in self._row]
        if wanted:
            count = len(self.vertex)
            # Shortest paths along edges of mm length, from the asked vertices alone (Dijkstra).
            graph = csr_matrix((self.length, (self.ends[:, 0], self.ends[:, 1])), shape=(count, count))
            far, before = dijkstra(graph, directed=False, indices=wanted, return_predecessors=True)
            known = len(self._row)
            self._far = np.vstack([self._far.reshape(known, count), far])
            self._before = np.vstack([self._before.reshape(known, count), before.astype(np.int64)])
            self._row |= {one: known + place for place, one in enumerate(wanted)}
        # (vertices,): the row that holds the distances from each; −1 where nobody asked.
        table = np.full(len(self.vertex), -1, dtype=np.int64)
        table[list(self._row)] = list(self._row.values())
        return table[vertices]

    @cached_property
    def edge_of(self) -> dict[tuple[int, int], int]:
        """The edge between two vertices, either way round."""
        pairs = self.ends.tolist()
        return {(a, b): k for k, (a, b) in enumerate(pairs)} | {(b, a): k for k, (a, b) in enumerate(pairs)}


def tray_graph(trays: Sequence[Tray]) -> TrayGraph:
    """TRAYS joined where they cross or touch."""
    return _Joining(trays).graph()


class _Joining:
    """Cuts trays where they meet."""

    def __init__(self, trays: Sequence[Tray]) -> None:
        self._trays = tuple(trays)
        legs = [
            (k, a, b)
            for k, tray in enumerate(trays)
            for a, b in pairwise(tray.line)
            if (a.x_mm, a.y_mm) != (b.x_mm, b.y_mm)
        ]
        # Three columns, one entry a leg: the tray it belongs to and its ends, mm.
        self._owner = [k for k, _, _ in legs]
        self._from = np.array([(a.x_mm, a.y_mm) for _, a, _ in legs]).reshape(-1, 2)
        self._to = np.array([(b.x_mm, b.y_mm) for _, _, b in legs]).reshape(-1, 2)
        self._height = [trays[k].above_mm for k in self._owner]
        self._cuts: list[set[float]] = [{0.0, 1.0} for _ in legs]
        self._meetings: list[tuple[int, float, int, float]] = []

    def graph(self) -> TrayGraph:
        self._meet()
        number: dict[tuple[float, float, float], int] = {}
        points: list[tuple[float, float, float]] = []

        def vertex(leg: int, share: float) -> int:
            x, y = self._from[leg] + share * (self._to[leg] - self._from[leg])
            key = (round(float(x), 2), round(float(y), 2), round(self._height[leg], 2))
            if key not in number:
                number[key] = len(points)
                points.append((float(x), float(y), self._height[leg]))
            return number[key]

        edges: dict[tuple[int, int], tuple[float, int]] = {}

        def join(a: int, b: int, tray: int) -> None:
            # Of two trays along the same line the first keeps the edge; a sparse matrix would add their lengths.
            (ax, ay, az), (bx, by, bz) = points[a], points[b]
            if a != b and (min(a, b), max(a, b)) not in edges:
                edges[min(a, b), max(a, b)] = (float(np.hypot(ax - bx, ay - by)) + abs(az - bz), tray)

        for leg, cuts in enumerate(self._cuts):
            there = [vertex(leg, share) for share in sorted(cuts)]
            for a, b in pairwise(there):
                join(a, b, self._owner[leg])
        for leg, share, other, at in self._meetings:
            join(vertex(leg, share), vertex(other, at), -1)
        return TrayGraph(
            trays=self._trays,
            vertex=np.array(points).reshape(-1, 3),
            ends=np.array(list(edges), dtype=np.int64).reshape(-1, 2),
            length=np.array([length for length, _ in edges.values()]),
            tray=np.array([tray for _, tray in edges.values()], dtype=np.int64),
        )

    def _meet(self) -> None:
        """Find where legs cross or touch."""
        if not self._cuts:
            return
        # Only pairs of legs that come near each other are looked at one by one.
        import shapely  # takes a moment to load, and few designs have trays

        lines = np.asarray(shapely.linestrings(np.stack([self._from, self._to], axis=1)), dtype=np.object_)
        near = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=TOUCHING_MM)
        for one, other in near.T.tolist():
            if one < other and abs(self._height[one] - self._height[other]) <= STEP_MM:
                # Trays at different heights pass over each other without a meeting.
                self._meet_at(one, other)

    def _meet_at(self, one: int, other: int) -> None:
        crossing = self._crossing(one, other)
        # Lines that cross are joined there; those that run beside each other or end there, at their ends.
        found = [crossing] if crossing is not None else self._touching(one, other)
        for share, at in found:
            self._cuts[one].add(share)
            self._cuts[other].add(at)
            self._meetings.append((one, share, other, at))

    def _crossing(self, one: int, other: int) -> tuple[float, float] | None:
        p, q = self._from[one], self._from[other]
        r, s = self._to[one] - p, self._to[other] - q
        turn = float(r[0] * s[1] - r[1] * s[0])
        if abs(turn) <= 1e-9 * float(np.hypot(*r) * np.hypot(*s)):
            return None
        gap = q - p
        share = float(gap[0] * s[1] - gap[1] * s[0]) / turn
        at = float(gap[0] * r[1] - gap[1] * r[0]) / turn
        return (share, at) if 0.0 <= share <= 1.0 and 0.0 <= at <= 1.0 else None

    def _touching(self, one: int, other: int) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for end, spot in ((0.0, self._from[one]), (1.0, self._to[one])):
            share, far = self._nearest(other, spot)
            if far <= TOUCHING_MM:
                found.append((end, share))
        for end, spot in ((0.0, self._from[other]), (1.0, self._to[other])):
            share, far = self._nearest(one, spot)
            if far <= TOUCHING_MM:
                found.append((share, end))
        return found

    def _nearest(self, leg: int, spot: Floats) -> tuple[float, float]:
        """Return the share along LEG at which it is nearest to SPOT, and the distance there in mm."""
        along = self._to[leg] - self._from[leg]
        share = float(np.clip((spot - self._from[leg]) @ along / (along @ along), 0.0, 1.0))
        return share, float(np.hypot(*(spot - self._from[leg] - share * along)))
