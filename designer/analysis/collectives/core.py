"""Loads of the cables between switches by what flows between these, with the shortest paths kept for the next flows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, ranked
from designer.analysis.network.ecmp import Ways, carried_over, pushed, shortest_ways
from designer.analysis.network.fabric import Fabric
from designer.analysis.reach.reachability import components
from designer.analysis.sparse import csr_array

_COLUMNS: Final = 64
_SAME: Final = 1e-9


class Use(NamedTuple):
    """Use of the fullest link.

    Attributes:
        asked: What it is asked for over what it carries.
        link: Its id; "" where nothing is carried.
        several: Whether a switch chose among several cables for anything.
        lost: Whether something has no path.
    """

    asked: float
    link: str
    several: bool = False
    lost: bool = False


class Flows(NamedTuple):
    """Flows between vertices of the fabric, each array (flows,).

    Attributes:
        start: Vertex of the fabric that sends.
        end: Vertex that takes, in the same island.
        gbps: How much.
    """

    start: Ints
    end: Ints
    gbps: Floats


@dataclass(slots=True)
class _Island:
    """Vertices that reach each other.

    Attributes:
        network: Them and the edges between them.
        matrix: Its cables, or Gb/s where traffic is divided by capacity, both ways.
        up_gbps: What an edge carries from its u to its v.
        down_gbps: The same the other way.
        links: Position in the fabric's links of the slowest link of each edge.
        leaves: Which of its vertices send or take, in order.
        ways: The shortest ways to them, some at a time.
    """

    network: Grouped
    matrix: csr_array
    up_gbps: Floats
    down_gbps: Floats
    links: Ints
    leaves: Ints
    ways: list[tuple[Ints, Ways]] = field(default_factory=list[tuple[Ints, Ways]])

    def to_leaves(self) -> list[tuple[Ints, Ways]]:
        """The shortest ways to the leaves, worked out once."""
        if not self.ways:
            for first in range(0, self.leaves.size, _COLUMNS):
                block = self.leaves[first : first + _COLUMNS]
                self.ways.append((block, shortest_ways(self.network, self.matrix, block)))
        return self.ways


class Core:
    """The network between the LEAVES of a fabric, vertices that send and take, island by island."""

    def __init__(
        self, fabric: Fabric, leaves: Ints, *, hosts: bool, unrated: Collection[str] = (), by_capacity: bool = False
    ) -> None:
        """Lay out the switches of FABRIC, and with HOSTS all else; UNRATED links hold nobody up."""
        self.links = fabric.links
        taken = np.ones(fabric.size, np.bool_) if hosts else fabric.forwards
        kept = np.flatnonzero(taken[fabric.tail] & taken[fabric.head])
        # A host passes nothing on, so that islands are those of what forwards; with hosts all that is joined.
        _, island = components(fabric.tail[kept], fabric.head[kept], fabric.size)
        self.island = np.where(taken, island, -1)
        told = np.array([link not in unrated for link in fabric.links], dtype=np.bool_)
        ahead, back = (np.where(told, each, np.inf) for each in (fabric.to_head, fabric.to_tail))
        self.place = np.zeros(fabric.size, np.int64)
        self._islands: dict[int, _Island] = {}
        for number in np.unique(self.island[leaves]).tolist():
            if number >= 0:
                mine = kept[self.island[fabric.tail[kept]] == number]
                self._islands[number] = self._laid(fabric, number, mine, (ahead, back), leaves, by_capacity=by_capacity)

    def _laid(
        self, fabric: Fabric, number: int, pairs: Ints, gbps: tuple[Floats, Floats], leaves: Ints, *, by_capacity: bool
    ) -> _Island:
        own = np.flatnonzero(self.island == number)
        self.place[own] = np.arange(own.size)
        alone = np.zeros(own.size, np.bool_)
        alone[self.place[leaves[self.island[leaves] == number]]] = True
        rates = gbps[0][fabric.link[pairs]] + np.pi * gbps[1][fabric.link[pairs]]
        ends = self.place[fabric.tail[pairs]], self.place[fabric.head[pairs]]
        alike = _alike(
            ends, fabric.cables[pairs] * np.where(np.isfinite(rates), rates, -1.0), alone, fabric.forwards[own]
        )
        self.place[own] = alike
        size = int(alike.max()) + 1
        tail, head = alike[ends[0]], alike[ends[1]]
        # What joins alike ones carries nothing: they are equally far from every leaf.
        apart = tail != head
        pairs, tail, head = pairs[apart], tail[apart], head[apart]
        forwards = np.zeros(size, np.bool_)
        forwards[alike] = fabric.forwards[own]
        key, edge = ranked(np.minimum(tail, head) * size + np.maximum(tail, head))
        count = sums(edge, fabric.cables[pairs], key.size)
        link = fabric.link[pairs]
        ahead, back = gbps[0][link], gbps[1][link]
        along = tail < head
        each = [np.where(along, ahead, back), np.where(along, back, ahead)]
        slowest = np.minimum(*each)
        if by_capacity:
            known = np.where(np.isfinite(slowest), slowest, 1.0)
            weight = sums(edge, fabric.cables[pairs] * known, key.size)
            capacity = [sums(edge, fabric.cables[pairs] * one, key.size) for one in each]
        else:
            # Equal shares: all cables of an edge are as full as its slowest one allows.
            weight = count
            capacity = [np.full(key.size, np.inf), np.full(key.size, np.inf)]
            for found, one in zip(capacity, each, strict=True):
                np.minimum.at(found, edge, one)
                found *= count
        # The slowest link names an edge; of several alike the one whose name comes first.
        names = np.array([self.links[n] for n in link.tolist()])
        order = np.lexsort((names, slowest, edge))
        first = np.searchsorted(edge[order], np.arange(key.size))
        network = Grouped(
            at=np.arange(size),
            members=np.bincount(alike, minlength=size),
            forwards=forwards,
            u=key // size,
            v=key % size,
            cables=weight,
            edge=edge,
        )
        here = np.unique(self.place[leaves[self.island[leaves] == number]])
        return _Island(network, network.matrix(), capacity[0], capacity[1], link[order][first], here)

    @property
    def work(self) -> int:
        """Edges times leaves, over all islands."""
        return sum(one.network.u.size * one.leaves.size for one in self._islands.values())

    def use(self, orders: Sequence[Flows]) -> list[Use]:
        """Return how full the fullest link is under each of ORDERS.

        At each hop what goes to one leaf is divided equally over all cables that lead one step nearer to it, as
        equal-cost multipath does in a switch.
        """
        found = [Use(0.0, "")] * len(orders)
        for number, one in self._islands.items():
            for place, flows in enumerate(orders):
                apart = (self.island[flows.start] == number) & (flows.start != flows.end)
                if apart.any():
                    here = Flows(self.place[flows.start[apart]], self.place[flows.end[apart]], flows.gbps[apart])
                    fuller = self._pushed(one, here)
                    # Of two as full the one whose name comes first: the order of drawing tells nothing.
                    first = min(found[place], fuller, key=lambda use: (-use.asked, use.link))
                    several = fuller.several or found[place].several
                    found[place] = first._replace(several=several, lost=fuller.lost or found[place].lost)
        return found

    def _pushed(self, one: _Island, flows: Flows) -> Use:
        size, leaves = one.network.size, one.leaves
        to = np.searchsorted(leaves, flows.end)
        # What each vertex sends to each leaf (vertices, leaves).
        across = sums(flows.start * leaves.size + to, flows.gbps, size * leaves.size).reshape(size, leaves.size)
        up, down = np.zeros(one.network.u.size), np.zeros(one.network.u.size)
        several, lost, first = False, False, 0
        for block, ways in one.to_leaves():
            here = across[:, first : first + block.size]
            lost = lost or bool(((ways.steps < 0) & (here > 0)).any())
            sent = pushed(one.matrix, here, ways)
            chose = (sent > 0) & (ways.cables > 1) & one.network.forwards[:, None]
            several = several or bool(chose.any())
            up += carried_over(one.network.u, one.network.v, sent, ways) * one.network.cables
            down += carried_over(one.network.v, one.network.u, sent, ways) * one.network.cables
            first += block.size
        asked = np.maximum(up / one.up_gbps, down / one.down_gbps)
        worst = float(asked.max(initial=0.0))
        if worst <= 0:
            return Use(0.0, "", several, lost)
        full = np.flatnonzero(asked >= worst * (1 - _SAME))
        return Use(worst, min(self.links[n] for n in one.links[full].tolist()), several, lost)


def _alike(ends: tuple[Ints, Ints], cables: Ints | Floats, alone: Flags, forwards: Flags) -> Ints:
    """Return a class for each vertex (vertices,), equal for those that carry the same whatever the leaves send.

    The coarsest partition in which the vertices of a class have as many cables, of the same rates, to each other class,
    each leaf a class of its own: then all of a class are as far from every leaf, divide alike and take in alike, and
    one vertex with all of their cables stands for them.

    Source: colour refinement, as in Paige and Tarjan, "Three partition refinement algorithms", SIAM J. Comput. 16(6),
    1987; classes are told apart by sums of random numbers, two of them each.

    Args:
        ends: The two vertices of each pair (pairs,).
        cables: Number that tells its cables and their rates (pairs,).
        alone: Per vertex, whether it is a leaf.
        forwards: Per vertex, whether it passes on what others send.
    """
    size = alone.size
    # Leaves start as classes of their own, others by whether they pass on.
    found: Ints = np.where(alone, np.arange(size) + 2, forwards.astype(np.int64))
    start, end = np.concatenate(ends), np.concatenate(ends[::-1])
    weight = np.tile(cables.astype(np.float64), 2)
    # One random number a class, drawn twice: sums over the neighbours of a vertex tell which classes it meets.
    random: Floats = np.random.default_rng(0).random((2, size + 2))
    classes = np.unique(found).size
    while True:
        sums_of = [np.round(sums(start, weight * draw[found[end]], size), 6) for draw in random]
        table = np.stack([found.astype(np.float64), *sums_of])
        # Same class so far and same sums: same class again. It only ever gets finer, so an equal count means it is
        # stable.
        found = np.unique(table, axis=1, return_inverse=True)[1].astype(np.int64).reshape(size)
        count = int(found.max()) + 1
        if count == classes:
            return found
        classes = count
