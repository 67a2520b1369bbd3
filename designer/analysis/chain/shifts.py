"""Verified symmetry: shifts of copies that leave a network as it is, so that one destination stands for many.

A pod of 64 alike units looks the same when every unit takes the place of the next one. Such shifts are taken from how
the design is drawn and are checked against the network laid out copy by copy; what does not come out is not used. The
load that an all-to-all lays on an arc is then the mean over its orbit of what one destination of each orbit lays, times
the size of that destination's orbit: exact for every demand that the shifts leave as it is.
"""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.network.cabling import Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped
from designer.analysis.network.ecmp import Demand, Loads, ecmp_loads
from designer.analysis.network.endpoints import Roster
from designer.analysis.network.fabric import Fabric
from designer.analysis.sparse import connected_components, coo_array

_TIMES: Final = (1, 2, 4, 8)


class Orbits(NamedTuple):
    """Orbits of vertices and arcs under verified shifts.

    Attributes:
        vertex: The orbit of each merged vertex.
        arc: The orbit of each arc: edge e upwards is e, downwards it is e + edges.
    """

    vertex: Ints
    arc: Ints


def shifted_loads(fabric: Fabric, network: Grouped, demand: Demand, roster: Roster, hosts: Collection[str]) -> Loads:
    """Return the loads of DEMAND on NETWORK, as `ecmp_loads` finds them, with one destination for each orbit.

    Args:
        fabric: The network copy by copy.
        network: The same with alike copies merged.
        demand: One group of senders.
        roster: The nodes of the design.
        hosts: Ids of the nodes that send.
    """
    found = _orbits(fabric, network, demand, roster, hosts)
    if found is None:
        return ecmp_loads(network, demand)
    taking = np.flatnonzero(demand.takes > 0)
    # The first destination of each orbit stands for all of it.
    size = np.bincount(found.vertex[taking], minlength=network.size)
    _, first = np.unique(found.vertex[taking], return_index=True)
    chosen = taking[first]
    takes = np.zeros(network.size)
    # Its whole orbit's demand goes to the chosen destination.
    takes[chosen] = demand.takes[chosen] * size[found.vertex[chosen]]
    part = ecmp_loads(network, Demand(demand.sends, takes))
    edges = network.u.size
    arcs = np.concatenate([part.up.sum(axis=0), part.down.sum(axis=0)])
    # All arcs of an orbit carry the same when all destinations of an orbit take: the mean of what one of them put
    # there.
    mean = sums(found.arc, arcs, arcs.size) / np.maximum(np.bincount(found.arc, minlength=arcs.size), 1)
    every = mean[found.arc]
    return Loads(every[None, :edges], every[None, edges:], part.lost, part.total)


def _orbits(fabric: Fabric, network: Grouped, demand: Demand, roster: Roster, hosts: Collection[str]) -> Orbits | None:
    """The orbits under all shifts that hold; None where none does."""
    slowest = slowest_gbps(fabric, network)
    vertices: list[tuple[Ints, Ints]] = []
    arcs: list[tuple[Ints, Ints]] = []
    for steps in _families(fabric, roster, hosts):
        # Cables that go round the switches above come back to the same ones after a few units, not always after one.
        for times in _TIMES:
            checked = _checked(network, demand, slowest, _moved(fabric, steps, times))
            if checked is not None:
                moved, arc = checked
                vertices.append((np.arange(network.size), moved))
                arcs.append((np.arange(arc.size), arc))
                break
    if not vertices:
        return None
    return Orbits(_joined(vertices, network.size), _joined(arcs, 2 * network.u.size))


def slowest_gbps(fabric: Fabric, network: Grouped) -> Floats:
    """Return, per edge, the rate of its slowest cable in its slower direction, in Gb/s."""
    found = np.full(network.u.size, np.inf)
    np.minimum.at(found, network.edge, fabric.gbps[fabric.link])
    return found


def slowest_each_way(fabric: Fabric, network: Grouped) -> tuple[Floats, Floats]:
    """Return, per edge, the rate of its slowest cable from `u` to `v` and from `v` to `u`, in Gb/s."""
    if not fabric.directed:
        both = slowest_gbps(fabric, network)
        return both, both
    # True where the pair runs as its edge does, from `u` to `v`.
    along = network.at[fabric.tail] == network.u[network.edge]
    ahead, back = fabric.to_head[fabric.link], fabric.to_tail[fabric.link]
    found = np.full((2, network.u.size), np.inf)
    np.minimum.at(found[0], network.edge, np.where(along, ahead, back))
    np.minimum.at(found[1], network.edge, np.where(along, back, ahead))
    return found[0], found[1]


def _families(fabric: Fabric, roster: Roster, hosts: Collection[str]) -> Iterator[dict[str, int]]:
    """By how many copies nodes move on when a container around HOSTS, or what they hang on, moves on by one."""
    design = roster.design
    around = dict.fromkeys(ancestor for host in hosts for ancestor in design.ancestors(host))
    for container in around:
        copies = design.total_copies(container)
        if copies > 1:
            inside = {i for i in fabric.nodes if i == container or container in design.ancestors(i)}
            yield {i: design.total_copies(i) // copies for i in inside}
    # Where no container says what belongs together: the hosts and the switches that they are cabled to.
    owners, near = roster.owners, set(hosts)
    for link in roster.links(fabric.media):
        ends = {owners[link.a], owners[link.b]}
        if ends & set(hosts):
            near |= ends
    counts = {i: roster.design.total_copies(i) for i in near}
    common = int(np.gcd.reduce(list(counts.values())))
    if common > 1:
        yield {i: count // common for i, count in counts.items()}


def _moved(fabric: Fabric, steps: dict[str, int], times: int) -> Ints:
    """Every vertex, those of the nodes in STEPS moved on by so many copies, TIMES over, round and round."""
    found = np.arange(fabric.size)
    for place, node_id in enumerate(fabric.nodes):
        if node_id in steps:
            first, stop = int(fabric.first[place]), int(fabric.first[place + 1])
            found[first:stop] = first + (np.arange(stop - first) + times * steps[node_id]) % max(stop - first, 1)
    return found


def _checked(network: Grouped, demand: Demand, slowest: Floats, shift: Ints) -> tuple[Ints, Ints] | None:
    """Return the images of merged vertices and arcs under SHIFT; None unless network and demand are unchanged."""
    at, size, edges = network.at, network.size, network.u.size
    # A shift of copies has to move merged vertices as a whole and each to one of its own.
    moved = np.full(size, -1, dtype=np.int64)
    moved[at] = at[shift]
    if not (moved[at] == at[shift]).all() or np.unique(moved).size != size:
        return None
    # (merged vertices,): same nature, size and demand at the image.
    same = (
        (network.forwards[moved] == network.forwards)
        & (network.members[moved] == network.members)
        & np.isclose(demand.sends[0][moved], demand.sends[0], rtol=1e-12, atol=0.0)
        & (demand.takes[moved] == demand.takes)
    )
    if not same.all():
        return None
    # Every edge has to be found again where its two ends have gone; the keys of `grouped` are in order.
    u, v = moved[network.u], moved[network.v]
    key = network.u * size + network.v
    wanted = np.minimum(u, v) * size + np.maximum(u, v)
    place = np.minimum(np.searchsorted(key, wanted), max(edges - 1, 0))
    if (
        not edges
        or not ((key[place] == wanted) & (network.cables[place] == network.cables) & (slowest[place] == slowest)).all()
    ):
        return None
    # Where the ends change order, what went up goes down: arc e + edges is edge e downwards.
    turned = u > v
    up = np.where(turned, place + edges, place)
    return moved, np.concatenate([up, np.where(turned, place, place + edges)])


def _joined(pairs: list[tuple[Ints, Ints]], size: int) -> Ints:
    """The orbit of each of SIZE things when each pair belongs to one orbit."""
    tail, head = (np.concatenate([pair[n] for pair in pairs]) for n in range(2))
    # Things that some shift takes to each other are joined; orbits are the connected components.
    joined = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(size, size))
    _, found = connected_components(joined, directed=False)
    return np.asarray(found, dtype=np.int64)
