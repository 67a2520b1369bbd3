"""What losses cut off where hosts have several ways: hosts send and receive, but pass nothing on for others.

A host on two parts of a fabric joins them in the graph, yet nobody else gets from one to the other through it. So the
loss of what joins the two parts elsewhere cuts endpoints off, though the graph stays in one piece.
"""

from typing import Final

import numpy as np

from designer.analysis.cabling import Flags, Floats, Ints, sums
from designer.analysis.connectivity import Weight, separations
from designer.analysis.cut_off import components
from designer.analysis.fabric import Fabric
from designer.analysis.grouping import Grouped, ranked
from designer.analysis.losses import Kind

MOST_TRIED: Final = 300
"""So many losses are tried one by one, those with the most endpoints behind them first."""


def cut_without_transit(
    fabric: Fabric, endpoints: Ints, inside: Ints, switches: Flags
) -> tuple[dict[tuple[Kind, str], Weight], int]:
    """What the loss of a switch, or of a cable between switches, cuts off when no host passes anything on.

    Args:
        fabric: The network copy by copy.
        endpoints: Its endpoints.
        inside: Accelerators per vertex.
        switches: Per vertex, whether it is a switch.

    Returns:
        What is cut off, for the worst copy or cable of each id, and how many ids were left untried. Empty where no
        host has two switches, since the graph then says the same, and where hosts beside switches are cabled to each
        other, since they then reach one another without any.
    """
    tail, head, forwards = fabric.tail, fabric.head, fabric.forwards
    hanging = forwards[tail] != forwards[head]
    host = np.where(forwards[tail], head, tail)[hanging]
    switch = np.where(forwards[tail], tail, head)[hanging]
    pairs = np.unique(host * fabric.size + switch)
    direct = ~forwards[tail] & ~forwards[head]
    if direct.any() or not (np.bincount(pairs // fabric.size, minlength=1) > 1).any():
        return {}, 0
    trial = _Trial(fabric, endpoints, inside)
    is_end = np.zeros(fabric.size, dtype=np.bool_)
    is_end[endpoints] = True
    behind = np.bincount(pairs % fabric.size, weights=is_end[pairs // fabric.size], minlength=fabric.size)
    core, own, between, edge = _core(fabric, switches)
    weight = np.zeros((3, core.size))
    weight[:, own.size :] = behind[own]
    apart = separations(core, weight)
    node_of = fabric.node_of()
    tries: list[tuple[float, Kind, str, int]] = []
    for place, lost in apart.by_vertex.items():
        vertex = int(own[place])
        if lost[0] == behind[vertex]:
            continue  # the hosts on it alone: they have other ways, or the graph tells them
        tries.append((lost[0], "node", fabric.nodes[int(node_of[vertex])], vertex))
    for place in np.flatnonzero(np.isin(edge, list(apart.by_edge))).tolist():
        pair = int(between[place])
        tries.append((apart.by_edge[int(edge[place])][0], "link", fabric.links[int(fabric.link[pair])], pair))
    for vertex in trial.last_switches().tolist():
        tries.append((0.0, "node", fabric.nodes[int(node_of[vertex])], vertex))
    for pair in trial.last_cables().tolist():
        tries.append((0.0, "link", fabric.links[int(fabric.link[pair])], pair))
    tries.sort(key=lambda one: -one[0])
    found: dict[tuple[Kind, str], Weight] = {}
    for _, kind, record_id, place in tries[:MOST_TRIED]:
        lost = trial.without_vertex(place) if kind == "node" else trial.without_cable(place)
        if lost[0] and lost > found.get((kind, record_id), (0.0, 0.0, 0.0)):
            found[kind, record_id] = lost
    untried = {(kind, record_id) for _, kind, record_id, _ in tries[MOST_TRIED:]}
    return found, len(untried - {(kind, record_id) for _, kind, record_id, _ in tries[:MOST_TRIED]})


def _core(fabric: Fabric, switches: Flags) -> tuple[Grouped, Ints, Ints, Ints]:
    """The switches and what joins them, with one more vertex hung on each for the hosts on it.

    Returns:
        The network; its switches as vertices of FABRIC; the pairs of FABRIC between them; and the edge of each.
    """
    own = np.flatnonzero(switches)
    number = np.zeros(fabric.size, dtype=np.int64)
    number[own] = np.arange(own.size)
    between = np.flatnonzero(switches[fabric.tail] & switches[fabric.head])
    a, b = number[fabric.tail[between]], number[fabric.head[between]]
    key, edge = ranked(np.minimum(a, b) * own.size + np.maximum(a, b))
    hung = np.arange(own.size)
    network = Grouped(
        at=np.arange(2 * own.size),
        members=np.ones(2 * own.size, dtype=np.int64),
        forwards=np.arange(2 * own.size) < own.size,
        u=np.concatenate([key // max(1, own.size), hung]),
        v=np.concatenate([key % max(1, own.size), own.size + hung]),
        cables=np.concatenate([sums(edge, fabric.cables[between], key.size), np.full(own.size, 2.0)]),
        edge=edge,
    )
    return network, own, between, edge


class _Trial:
    """The fabric, ready to lose one thing after the other.

    A part is what hangs together by vertices that forward; a host belongs to every part that it has a cable to.
    """

    def __init__(self, fabric: Fabric, endpoints: Ints, inside: Ints) -> None:
        self._fabric, self._inside = fabric, inside
        self._is_end = np.zeros(fabric.size, dtype=np.bool_)
        self._is_end[endpoints] = True
        self._weights: Floats = np.where(self._is_end, np.maximum(inside, 1), 0).astype(np.float64)
        self._line = fabric.line_gbps()
        self._part, self._member, self._of = self._parts(np.ones(fabric.tail.size, dtype=np.bool_))
        self._joined = np.bincount(self._of, weights=self._weights[self._member], minlength=fabric.size)
        self._ends = np.bincount(self._of[self._is_end[self._member]], minlength=fabric.size)

    def without_vertex(self, vertex: int) -> Weight:
        """What the loss of a vertex cuts off."""
        fabric = self._fabric
        return self._lost((fabric.tail != vertex) & (fabric.head != vertex), int(self._part[vertex]), vertex)

    def without_cable(self, pair: int) -> Weight:
        """What the loss of one cable of a pair cuts off."""
        fabric = self._fabric
        kept = np.ones(fabric.tail.size, dtype=np.bool_)
        kept[pair] = fabric.cables[pair] > 1
        end = fabric.tail[pair] if fabric.forwards[fabric.tail[pair]] else fabric.head[pair]
        return self._lost(kept, int(self._part[end]), -1)

    def last_switches(self) -> Ints:
        """Switches without which an endpoint misses its greatest part, or a part keeps one endpoint at most."""
        host, switch, _, part, main = self._ways()
        size = self._fabric.size
        key = np.unique((host * size + part) * size + switch)
        way, number, count = np.unique(key // size, return_inverse=True, return_counts=True)
        alone = count[number] == 1
        is_main = np.isin(way, (host * size + part)[main])[number]
        kept = self._ends[(key // size) % size] - np.bincount(key[alone] % size, minlength=size)[key % size]
        return np.unique(key[alone & (is_main | (kept < 2))] % size)

    def last_cables(self) -> Ints:
        """Pairs of one cable without which an endpoint misses its greatest part, or a part keeps one at most."""
        host, _, pair, part, main = self._ways()
        way, place = np.unique(host * self._fabric.size + part, return_inverse=True)
        cables = sums(place, self._fabric.cables[pair], way.size)
        return pair[(cables[place] == 1) & (main | (self._ends[part] < 3))]

    def _ways(self) -> tuple[Ints, Ints, Ints, Ints, Flags]:
        """Endpoint, switch, pair and part of every cable of an endpoint that passes nothing on.

        The last array tells which lead to the one part that joins most, of an endpoint in several.
        """
        fabric = self._fabric
        hanging = fabric.forwards[fabric.tail] != fabric.forwards[fabric.head]
        hanging = np.flatnonzero(hanging & (self._is_end[fabric.tail] | self._is_end[fabric.head]))
        tail_first = fabric.forwards[fabric.tail[hanging]]
        host = np.where(tail_first, fabric.head[hanging], fabric.tail[hanging])
        switch = np.where(tail_first, fabric.tail[hanging], fabric.head[hanging])
        parts = np.bincount(self._member, minlength=fabric.size)
        greatest = np.zeros(fabric.size)
        np.maximum.at(greatest, self._member, self._joined[self._of])
        is_greatest = self._joined[self._of] == greatest[self._member]
        ties = np.bincount(self._member[is_greatest], minlength=fabric.size)
        part = self._part[switch]
        main = (parts[host] > 1) & (self._joined[part] == greatest[host]) & (ties[host] == 1)
        return host, switch, hanging, part, main

    def _parts(self, kept: Flags) -> tuple[Ints, Ints, Ints]:
        """Part of each vertex when only the pairs KEPT are there, and who belongs to which part, as two arrays."""
        fabric = self._fabric
        tail, head, forwards = fabric.tail[kept], fabric.head[kept], fabric.forwards
        inner = forwards[tail] & forwards[head]
        _, part = components(tail[inner], head[inner], fabric.size)
        own = np.flatnonzero(forwards)
        up, down = ~forwards[tail] & forwards[head], forwards[tail] & ~forwards[head]
        member = np.concatenate([own, tail[up], head[down]])
        of = part[np.concatenate([own, head[up], tail[down]])]
        key = np.unique(member * fabric.size + of)
        return part, key // fabric.size, key % fabric.size

    def _lost(self, kept: Flags, broken: int, vertex: int) -> Weight:
        """Who belonged to the part BROKEN and no longer reaches the most of it, by no other part either."""
        part, member, of = self._parts(kept)
        pieces = np.zeros(self._fabric.size, dtype=np.bool_)
        inside = self._fabric.forwards & (self._part == broken)
        if vertex >= 0:
            inside[vertex] = False
        pieces[part[inside]] = True
        there = pieces[of]
        joined = np.bincount(of[there], weights=self._weights[member[there]], minlength=self._fabric.size)
        most = joined.max()
        elsewhere = np.zeros(self._fabric.size, dtype=np.bool_)
        elsewhere[self._member[(self._of != broken) & (self._joined[self._of] >= most)]] = True
        # Of pieces that join as much, the one that keeps more of those who have no other way.
        only_here = np.where(elsewhere, 0.0, self._weights)[member[there]]
        alone = np.bincount(of[there], weights=only_here, minlength=self._fabric.size)
        best = int(np.where(joined == most, alone, -1.0).argmax())
        stay = np.zeros(self._fabric.size, dtype=np.bool_)
        stay[member[of == best]] = True
        if not most or (stay & self._is_end).sum() < 2:
            stay[:] = False
        stay |= elsewhere
        gone = np.zeros(self._fabric.size, dtype=np.bool_)
        gone[self._member[self._of == broken]] = True
        gone &= self._is_end
        gone &= ~stay if gone.sum() > 1 else False  # who is alone there reaches nobody as it is
        return float(gone.sum()), float(self._inside[gone].sum()), float(self._line[gone].sum())
