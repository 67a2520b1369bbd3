"""Losses where hosts have several ways: hosts send and receive, but pass nothing on for others.

A host on two parts of a fabric joins them in the graph, yet nobody else gets from one to the other through it; and two
hosts may share several parts, so that the loss of one does not part them. So here each loss that can part a pair is
tried, of those that are alike one.
"""

from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, ranked
from designer.analysis.network.fabric import Fabric
from designer.analysis.reach.reachability import (
    MOST_KINDS,
    components,
    cut_off,
    forwarding,
    kinds_of,
    memberships,
    reaching,
)
from designer.analysis.resilience.connectivity import Weight, keep_worst, separations
from designer.analysis.resilience.losses import Kind
from designer.analysis.sparse import csr_array

MOST_TRIED: Final = 300
"""So many losses are tried one by one, those with the most endpoints behind them first."""


class Cuts(NamedTuple):
    """Endpoints that single losses cut off.

    Attributes:
        found: For the worst copy or cable of each id; nothing where it parts nobody.
        tried: Ids that were tried, or that can part nobody.
        untried: Ids that were left.
        islands: Per vertex, whether it is in an island of which this tells all.
    """

    found: dict[tuple[Kind, str], Weight]
    untried: frozenset[tuple[Kind, str]]
    islands: Flags


def cut_without_transit(fabric: Fabric, endpoints: Ints, inside: Ints, switches: Flags, stores: Flags) -> Cuts:
    """Return the cuts by the loss of each switch or cable when no host passes anything on.

    Args:
        fabric: The network copy by copy.
        endpoints: Its endpoints.
        inside: Accelerators per vertex.
        switches: Per vertex, whether it is a switch.
        stores: Per vertex, whether accelerators read from it.

    Returns:
        Of the islands that have switches. Nothing where no host has two switches and none is cabled to another, since
        the graph then says the same.
    """
    tail, head, forwards = fabric.tail, fabric.head, fabric.forwards
    # Cables between what forwards and what does not: the host end and the switch end of each.
    hanging = forwards[tail] != forwards[head]
    host = np.where(forwards[tail], head, tail)[hanging]
    switch = np.where(forwards[tail], tail, head)[hanging]
    # Each pair of host and switch once.
    pairs, _ = ranked(host * fabric.size + switch)
    direct = ~forwards[tail] & ~forwards[head]
    if not direct.any() and not (np.bincount(pairs // fabric.size, minlength=1) > 1).any():
        return Cuts({}, frozenset(), np.zeros(fabric.size, dtype=np.bool_))
    _, island = components(tail, head, fabric.size)
    switched = np.isin(island, island[switches])
    is_end = np.zeros(fabric.size, dtype=np.bool_)
    is_end[endpoints] = True
    # (vertices,): endpoints that hang on each switch, to try those first that can cut off the most.
    behind = sums(pairs % fabric.size, is_end[pairs // fabric.size].astype(np.float64), fabric.size)
    trial = _Trial(fabric, endpoints, inside, switches, stores)
    tries = [*_between_switches(fabric, switches, behind), *trial.last_ways(switched)]
    tries.sort(key=lambda one: -one.behind)
    found: dict[tuple[Kind, str], Weight] = {}
    for one in tries[:MOST_TRIED]:
        lost = trial.without_vertex(one.place) if one.kind == "node" else trial.without_cable(one.place)
        if lost[0]:
            keep_worst(found, (one.kind, one.id), lost)
    tried: set[tuple[Kind, str]] = {(one.kind, one.id) for one in tries[:MOST_TRIED]}
    untried: set[tuple[Kind, str]] = {(one.kind, one.id) for one in tries[MOST_TRIED:]}
    return Cuts(found, frozenset(untried - tried), switched)


class _Try(NamedTuple):
    """A loss to try.

    Attributes:
        behind: How many endpoints stand behind it.
        place: Vertex of a node, pair of a link.
    """

    behind: float
    kind: Kind
    id: str
    place: int


def _between_switches(fabric: Fabric, switches: Flags, behind: Floats) -> list[_Try]:
    """The switches and the cables between switches without which the switches fall apart."""
    core, own, between, edge = _core(fabric, switches)
    weight = np.zeros((4, core.size))
    weight[:3, own.size :] = behind[own]
    apart = separations(core, weight)
    node_of = fabric.node_of()
    tries: list[_Try] = []
    for place, lost in apart.by_vertex.items():
        vertex = int(own[place])
        if lost[0] != behind[vertex]:  # else just the hosts on it lose a way
            tries.append(_Try(lost[0], "node", fabric.nodes[int(node_of[vertex])], vertex))
    for place in np.flatnonzero(np.isin(edge, list(apart.by_edge))).tolist():
        pair = int(between[place])
        tries.append(_Try(apart.by_edge[int(edge[place])][0], "link", fabric.links[int(fabric.link[pair])], pair))
    return tries


def _core(fabric: Fabric, switches: Flags) -> tuple[Grouped, Ints, Ints, Ints]:
    """The switches and what joins them, with one more vertex hung on each for the hosts on it.

    Returns:
        The network; its switches as vertices of FABRIC; the pairs of FABRIC between them; and the edge of each.
    """
    own = np.flatnonzero(switches)
    number = np.zeros(fabric.size, dtype=np.int64)
    number[own] = np.arange(own.size)
    # Switches numbered from 0, and one edge for each pair of joined switches.
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
        # Two cables to what is hung on, so that it is never parted by the loss of one.
        cables=np.concatenate([sums(edge, fabric.cables[between], key.size), np.full(own.size, 2.0)]),
        edge=edge,
    )
    return network, own, between, edge


class _Trial:
    """The fabric, ready to lose one thing after the other."""

    def __init__(self, fabric: Fabric, endpoints: Ints, inside: Ints, switches: Flags, stores: Flags) -> None:
        self._fabric, self._inside, self._endpoints = fabric, inside, endpoints
        self._stores = stores
        self._weights: Floats = np.maximum(inside, 1).astype(np.float64)
        self._line = fabric.line_gbps()
        self._before = memberships(fabric, endpoints)
        self._reading = reaching(self._before, stores)
        self._switches = switches
        self._joins_hosts = bool((~fabric.forwards[fabric.tail] & ~fabric.forwards[fabric.head]).any())
        self._place = np.full(fabric.size, -1, dtype=np.int64)
        self._place[endpoints] = np.arange(endpoints.size)

    def without_vertex(self, vertex: int) -> Weight:
        """Return what the loss of a switch cuts off."""
        fabric = self._fabric
        return self._lost((fabric.tail != vertex) & (fabric.head != vertex))

    def without_cable(self, pair: int) -> Weight:
        """Return what the loss of one cable of a pair cuts off."""
        kept = np.ones(self._fabric.tail.size, dtype=np.bool_)
        kept[pair] = self._fabric.cables[pair] > 1
        return self._lost(kept)

    def _lost(self, kept: Flags) -> Weight:
        fabric = self._fabric
        tail, head = fabric.tail[kept], fabric.head[kept]
        if self._joins_hosts:
            # Where an island lost its switches, its endpoints pass on what others send.
            fabric = replace(fabric, forwards=forwarding(self._switches, self._place >= 0, tail, head))
        after = memberships(fabric, self._endpoints, tail, head)
        gone = cut_off(self._before, after, self._endpoints, self._weights)
        still = reaching(after, self._stores)
        stranded = self._inside[self._reading & ~still].sum()
        return float(gone.size), float(self._inside[gone].sum()), float(self._line[gone].sum()), float(stranded)

    def last_ways(self, switched: Flags) -> list[_Try]:
        """The switches and cables without which an endpoint is no longer on a part that it shares with somebody.

        Only where it does not meet all of that part on others, in islands that are SWITCHED; of those that leave the
        same to endpoints of the same kind one.
        """
        fabric = self._fabric
        node_of = fabric.node_of()
        host, switch, pair, part, kind = self._ways(switched)
        size = fabric.size
        # What of an endpoint decides how much its loss of a part counts.
        sort = np.stack([kind, self._inside[host], np.round(self._line[host], 6), self._stores[host]])
        tries: list[_Try] = []
        way, number = ranked(host * self._before.parts + part)
        order = np.argsort(number, kind="stable")
        first = np.searchsorted(number[order], np.arange(way.size))
        low = np.full(way.size, size, dtype=np.int64)
        high = np.full(way.size, -1, dtype=np.int64)
        np.minimum.at(low, number, switch)
        np.maximum.at(high, number, switch)
        cables = sums(number, fabric.cables[pair], way.size)
        rows = order[first]
        on_one = rows[low == high]
        by_switch = on_one[np.lexsort((*sort[:, on_one], part[on_one], switch[on_one]))]
        bounds = np.flatnonzero(np.diff(switch[by_switch], prepend=-1))
        seen: set[tuple[str, bytes]] = set()
        for some in np.split(by_switch, bounds[1:]) if by_switch.size else []:
            vertex = int(switch[some[0]])
            name = fabric.nodes[int(node_of[vertex])]
            sign = name, np.concatenate([sort[:, some], part[None, some]]).tobytes()
            if sign not in seen:
                seen.add(sign)
                tries.append(_Try(float(some.size), "node", name, vertex))
        one_cable = rows[cables == 1]
        seen.clear()
        for row in one_cable.tolist():
            link = fabric.links[int(fabric.link[pair[row]])]
            sign = link, np.append(sort[:, row], part[row]).tobytes()
            if sign not in seen:
                seen.add(sign)
                tries.append(_Try(1.0, "link", link, int(pair[row])))
        direct = np.flatnonzero(
            (self._place[fabric.tail] >= 0)
            & (self._place[fabric.head] >= 0)
            & ~fabric.forwards[fabric.tail]
            & ~fabric.forwards[fabric.head]
            & (fabric.cables == 1)
        )
        tries += [_Try(1.0, "link", fabric.links[int(fabric.link[one])], one) for one in direct.tolist()]
        return tries

    def _ways(self, switched: Flags) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Endpoint, switch, pair, part and kind of every cable of an endpoint to a part that it needs."""
        fabric, place, before = self._fabric, self._place, self._before
        # Endpoints on the very same parts are one kind.
        kinds = kinds_of(self._endpoints.size, (place[before.vertex], before.part))
        needed = self._needed(kinds.of, kinds.first, kinds.sizes)
        # Cables of an endpoint that lead to what forwards, in islands that have switches.
        hanging = fabric.forwards[fabric.tail] != fabric.forwards[fabric.head]
        host = np.where(fabric.forwards[fabric.tail], fabric.head, fabric.tail)
        hanging = np.flatnonzero(hanging & (place[host] >= 0) & switched[host])
        host = host[hanging]
        switch = np.where(fabric.forwards[fabric.tail[hanging]], fabric.tail[hanging], fabric.head[hanging])
        inner = fabric.forwards[fabric.tail] & fabric.forwards[fabric.head]
        _, part_of = components(fabric.tail[inner], fabric.head[inner], fabric.size)
        part, kind = part_of[switch], kinds.of[place[host]]
        kept = np.isin(kind * before.parts + part, needed)
        return host[kept], switch[kept], hanging[kept], part[kept], kind[kept]

    def _needed(self, of: Ints, first: Ints, sizes: Ints) -> Ints:
        """Kind × parts + part, where somebody on the part shares no other part with that kind."""
        before = self._before
        if sizes.size > MOST_KINDS:
            every = of[self._place[before.vertex]] * before.parts + before.part
            return np.unique(every)
        is_first = np.zeros(self._endpoints.size, dtype=np.bool_)
        is_first[first] = True
        end = self._place[before.vertex]
        taken = is_first[end]
        rows, columns = of[end[taken]], before.part[taken]
        shape = (sizes.size, before.parts)
        on = csr_array((np.ones(rows.size, np.int64), (rows, columns)), shape=shape)
        named = csr_array((columns + 1, (rows, columns)), shape=shape)
        shared, which = csr_array(on @ on.T), csr_array(named @ on.T)
        shared.sort_indices()
        which.sort_indices()
        # Both have the same places. Where just one part is shared, `which` holds its number and one.
        a = np.repeat(np.arange(sizes.size), np.diff(shared.indptr))
        once = (shared.data == 1) & ((a != shared.indices) | (sizes[a] > 1))
        number = which.data[once].astype(np.int64)
        return np.unique(a[once] * before.parts + number - 1)
