"""Equal-cost multipath: the load of every cable when traffic spreads over all shortest paths, hop by hop.

At each hop the traffic to a destination divides equally over all cables that lead one step nearer to it, as
equal-cost multipath does in a switch: per hop, not per path. Destinations are worked through together as
columns of a matrix: distances from each by breadth-first search, then the demand pushed down them.
Hosts send and receive but pass nothing on.
"""

from collections.abc import Iterable
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.network.copy_groups import Grouped
from designer.analysis.routing.single_homed import gathered, twins_of, without_hanging
from designer.analysis.routing.symmetry import Orbits, orbits_of
from designer.analysis.sparse import csc_array, csr_array
from designer.model.records import Arrays

MOST_WORK: Final = 400_000_000
"""Edges times destinations that are worked through; beyond it a sample of destinations stands for all."""

_WORTH_TURNING: Final = 1_000_000
"""The same from which it pays to look for destinations that are alike."""
_COLUMNS: Final = 64
_EDGES: Final = 2_048
_CELLS: Final = 4_000_000
_NO_WAY: Final = -9


class Demand(Arrays, frozen=True):
    """Traffic by products: merged vertex s sends sends[g, s] × takes[d] to merged vertex d, for every group g.

    A merged vertex of m members sends (m − 1) / m of its own share among its members.

    Attributes:
        sends: Per group of senders and merged vertex.
        takes: Per merged vertex.
    """

    sends: Floats
    takes: Floats

    @property
    def groups(self) -> int:
        """Groups of senders."""
        return self.sends.shape[0]

    def destinations(self) -> Ints:
        """Merged vertices that somebody sends to."""
        return np.flatnonzero(self.takes > 0)

    def towards(self, block: Ints, group: int, members: Floats) -> tuple[Floats, Floats]:
        """Return Gb/s of GROUP to each of BLOCK: (vertices, block) from all others, (block,) among its MEMBERS."""
        # (merged vertices, block): every sender times every receiver.
        across = np.outer(self.sends[group], self.takes[block])
        # What goes to its own merged vertex stays inside it and loads no edge between merged vertices.
        across[block, np.arange(block.size)] = 0.0
        return across, self.sends[group, block] * self.takes[block] * (members - 1) / members


class PairDemand(Arrays, frozen=True):
    """Traffic pair by pair, for patterns that are no product of what is sent and what is taken.

    Attributes:
        pairs: Per group of senders, Gb/s from merged vertex (row) to merged vertex (column); on the diagonal what
            the members of one send each other.
    """

    pairs: tuple[csc_array, ...]

    @property
    def groups(self) -> int:
        """Groups of senders."""
        return len(self.pairs)

    def destinations(self) -> Ints:
        # In column format a column that stores nothing has equal pointers at its ends: nobody sends to that vertex.
        """Merged vertices that somebody sends to."""
        taken = [np.diff(pairs.indptr) > 0 for pairs in self.pairs]
        return np.flatnonzero(np.any(taken, axis=0)) if taken else np.zeros(0, np.int64)

    def towards(self, block: Ints, group: int, members: Floats) -> tuple[Floats, Floats]:
        """Return Gb/s of GROUP to each of BLOCK: (vertices, block) from all others, (block,) among its members."""
        # (merged vertices, block); the diagonal is what members of one merged vertex send each other.
        across = np.asarray(self.pairs[group][:, block].toarray(), dtype=np.float64)
        here = (block, np.arange(block.size))
        inside = across[here].copy()
        across[here] = 0.0
        return across, inside


class Loads(Arrays, frozen=True):
    """Loads of edges, Gb/s on all cables of an edge together.

    Attributes:
        up: Per group and edge, from its u to its v.
        down: Per group and edge, from its v to its u.
        lost: Demand that has no path.
        total: Demand altogether.
        sampled: (destinations worked through, destinations) where not all were.
        turned: Whether turns of the network were found, so that one destination of each sort stood for all.
    """

    up: Floats
    down: Floats
    lost: float
    total: float
    sampled: tuple[int, int] | None = None
    turned: bool = False


class LayEach(Protocol):
    """Lays demand on a network destination by destination, see `laid_one_by_one`."""

    def __call__(
        self, network: Grouped, demand: Demand | PairDemand, chosen: Ints, weight: Floats | None = None
    ) -> Loads:
        """Return what every edge carries to those chosen, each counted weight times or once."""
        ...


def sent_and_taken(network: Grouped, demands: Iterable[Demand | PairDemand]) -> tuple[Floats, Floats]:
    """Return what each merged vertex sends and what it takes, in Gb/s, over all DEMANDS.

    What the members of one send among themselves counts on both sides.
    """
    sent, taken = np.zeros(network.size), np.zeros(network.size)
    for demand in demands:
        # Some destinations at a time: a dense (vertices, destinations) matrix of a large fabric would not fit in
        # memory.
        to = demand.destinations()
        for first in range(0, to.size, _COLUMNS):
            block = to[first : first + _COLUMNS]
            for group in range(demand.groups):
                across, inside = demand.towards(block, group, network.members[block].astype(np.float64))
                # (vertices,): what each sends to this block; the sum down a column is what that destination takes.
                sent += across.sum(axis=1)
                sent[block] += inside
                taken[block] += across.sum(axis=0) + inside
    return sent, taken


def ecmp_loads(
    network: Grouped,
    demand: Demand | PairDemand,
    most_work: int = MOST_WORK,
    *,
    sampling: bool = True,
    lay: LayEach | None = None,
    turning: bool = True,
) -> Loads:
    """Return what every edge of NETWORK carries under DEMAND.

    Where turns of the network are found that change nothing, one destination of each sort stands for all, and the
    loads are exact however many there are. Otherwise some stand for all where all are more than MOST_WORK; without
    SAMPLING nothing is worked through then, and the loads, which are 0, say that 0 were. LAY divides the traffic some
    other way than equally. Without TURNING no turns are looked for: LAY then looks at what they do not compare.
    """
    given, lay = lay, lay or laid_one_by_one
    destinations = demand.destinations()
    each = max(2 * network.u.size, network.size)
    # Symmetry is looked for only where the work that it spares is more than the search takes.
    orbits = _alike(network, demand) if turning and destinations.size * each > _WORTH_TURNING else None
    if orbits is not None:
        # One destination of each orbit, weighted by how many there are; the loads are then spread over alike arcs.
        firsts, size = np.unique(orbits.vertex[destinations], return_index=True, return_counts=True)[1:]
        found = lay(network, demand, destinations[firsts], size.astype(np.float64))
        up, down = orbits.even(found.up, found.down)
        return Loads(up, down, found.lost, found.total, turned=True)
    # Machines on one switch each: traffic is laid between switches alone, of which there are far fewer.
    if given is None and isinstance(demand, Demand) and _WORTH_TURNING < destinations.size * each <= most_work:
        between = between_switches(network, demand)
        if between is not None:
            return between
    # Too much even so: evenly chosen destinations stand for all, and their loads are scaled up.
    chosen = _sample(destinations, each, most_work)
    if not sampling and chosen.size < destinations.size:
        # A sample was not wanted, so nothing is laid.
        chosen = chosen[:0]
    found = lay(network, demand, chosen)
    if chosen.size == destinations.size:
        return found
    scale = destinations.size / max(1, chosen.size)
    up, down, lost, total = found.up * scale, found.down * scale, found.lost * scale, found.total * scale
    return Loads(up, down, lost, total, (int(chosen.size), int(destinations.size)))


def between_switches(network: Grouped, demand: Demand) -> Loads | None:
    """Return the loads of DEMAND where each that sends or receives hangs on one switch; None where not, or no path."""
    hanging = without_hanging(network, (demand.sends > 0).any(axis=0) | (demand.takes > 0))
    if hanging is None:
        return None
    core, takes = hanging.core, gathered(hanging, demand.takes[None, :])[0]
    # (groups, core vertices): the demand of the machines, moved to the switch each hangs on.
    between = Demand(gathered(hanging, demand.sends), takes)
    twins = twins_of(core, np.concatenate([between.sends, takes[None, :]]))
    chosen = between.destinations()
    if twins is None:
        found = laid_one_by_one(core, between, chosen)
    # One destination of each set of twins stands for all, weighted by their number; `even` then spreads its load over
    # them.
    else:
        firsts, size = np.unique(twins.vertex[chosen], return_index=True, return_counts=True)[1:]
        found = laid_one_by_one(core, between, chosen[firsts], size.astype(np.float64))
        found = Loads(*twins.even(found.up, found.down), found.lost, found.total)
    if found.lost > 0:
        return None
    groups, members = demand.groups, network.members.astype(np.float64)
    up, down = np.zeros((groups, network.u.size)), np.zeros((groups, network.u.size))
    # (groups, edges): the loads of the core, in the numbering of the whole network.
    up[:, hanging.edges], down[:, hanging.edges] = found.up, found.down
    # Over its own cables goes what a machine sends to all others, its like among them, and what these send to it.
    inside = demand.sends * demand.takes * (members - 1) / members
    out = demand.sends * (demand.takes.sum() - demand.takes) + inside
    into = demand.takes * (demand.sends.sum(axis=1, keepdims=True) - demand.sends) + inside
    # The one access edge of each machine, and whether the machine is its u: up is always from u to v.
    ends = np.flatnonzero(hanging.hangs)
    edge = hanging.access[ends]
    upwards = network.u[edge] == ends
    up[:, edge] = np.where(upwards, out[:, ends], into[:, ends])
    down[:, edge] = np.where(upwards, into[:, ends], out[:, ends])
    return Loads(up, down, 0.0, float(out.sum()))


def _alike(network: Grouped, demand: Demand | PairDemand) -> Orbits | None:
    """Return orbits of NETWORK under turns that keep DEMAND.

    None where none is found or pairs of senders are told apart.
    """
    if isinstance(demand, PairDemand):
        return None
    return orbits_of(network, np.concatenate([demand.sends, demand.takes[None, :]]))


def laid_one_by_one(network: Grouped, demand: Demand | PairDemand, chosen: Ints, weight: Floats | None = None) -> Loads:
    """Return what every edge of NETWORK carries of DEMAND to those CHOSEN, each counted WEIGHT times or once."""
    weight = np.ones(chosen.size) if weight is None else weight
    groups, edges = demand.groups, network.u.size
    up, down = np.zeros((groups, edges)), np.zeros((groups, edges))
    lost = total = 0.0
    matrix = network.matrix()
    degree = np.maximum(matrix.sum(axis=1), 1.0)
    width = max(1, min(_COLUMNS, _CELLS // max(edges, network.size, 1)))
    for first in range(0, chosen.size, width):
        block = chosen[first : first + width]
        ways = shortest_ways(network, matrix, block)
        for group in range(groups):
            across, inside = demand.towards(block, group, network.members[block].astype(np.float64))
            across, inside = across * weight[first : first + width], inside * weight[first : first + width]
            total += float(across.sum() + inside.sum())
            lost += float(across[ways.steps < 0].sum() + inside[matrix[block].sum(axis=1) == 0].sum())
            # What members send each other goes up to their switches, and from there down like all the rest.
            across += matrix[block].toarray().T * (inside / degree[block])
            sent = pushed(matrix, across, ways)
            up[group] += carried_over(network.u, network.v, sent, ways) * network.cables
            down[group] += carried_over(network.v, network.u, sent, ways) * network.cables
            own = np.zeros(network.size)
            own[block] = inside / degree[block]
            up[group] += own[network.u] * network.cables
            down[group] += own[network.v] * network.cables
    return Loads(up, down, lost, total)


class Ways(Arrays, frozen=True):
    """The shortest ways to some destinations, one column each.

    Attributes:
        steps: Steps from each merged vertex to the destination; negative where there is no way.
        toward: The same for those that may be passed through (switches and the destination), else far negative.
        cables: Cables that lead one step nearer.
    """

    steps: NDArray[np.int32]
    toward: NDArray[np.int32]
    cables: Floats


def shortest_ways(network: Grouped, matrix: csr_array, block: Ints) -> Ways:
    """The shortest ways from everywhere to each of BLOCK, MATRIX holding the cables of NETWORK."""
    columns = np.arange(block.size)
    steps = np.full((network.size, block.size), _NO_WAY, dtype=np.int32)
    cables = np.zeros((network.size, block.size))
    steps[block, columns] = 0
    # One step away are those that a cable joins; the cables are the same both ways.
    nearer = matrix[block].toarray().T
    step = 0
    while True:
        step += 1
        fresh = (nearer > 0) & (steps < 0)
        steps[fresh] = step
        cables[fresh] = nearer[fresh]
        front = fresh & network.forwards[:, None]
        if not front.any() or steps.min() >= 0:
            break
        nearer = matrix @ front.astype(np.float64)
    passed = np.repeat(network.forwards[:, None], block.size, axis=1)
    passed[block, columns] = True
    return Ways(steps, np.where(passed, steps, _NO_WAY), cables)


def spread(network: Grouped, matrix: csr_array, injected: Floats, ways: Ways) -> tuple[Floats, Floats]:
    """Return the Gb/s on every edge, all its cables together: up and down, each (edges, destinations of WAYS)."""
    sent = pushed(matrix, injected, ways)
    found: list[Floats] = []
    for start, end in ((network.u, network.v), (network.v, network.u)):
        # (edges, destinations): True where this edge leads one hop nearer; only such edges carry.
        nearer = ways.toward[end] == ways.steps[start] - 1
        found.append(np.where(nearer, sent[start], 0.0) * network.cables[:, None])
    return found[0], found[1]


def pushed(matrix: csr_array, injected: Floats, ways: Ways) -> Floats:
    """Return what each merged vertex sends over one cable that leads nearer, Gb/s, shape (vertices, destinations)."""
    held = injected
    # (vertices, destinations): what lies at each vertex and has still to go on.
    sent = np.zeros_like(held)
    # From the farthest vertices inwards, so that all that a vertex has to pass on has come when its turn comes.
    for step in range(int(ways.steps.max(initial=0)), 0, -1):
        here = ways.steps == step
        # Divided evenly over the cables that lead nearer: equal-cost multipath at this hop.
        leaving = np.divide(held, ways.cables, out=np.zeros_like(held), where=here)
        sent += leaving
        if step > 1:
            # What left arrives over the same cables at vertices one step nearer; the last step ends at the destination
            # itself.
            held = held + np.where(ways.toward == step - 1, matrix @ leaving, 0.0)
    return sent


def carried_over(start: Ints, end: Ints, sent: Floats, ways: Ways) -> Floats:
    """Return the Gb/s that one cable of each edge carries from START to END, summed over all destinations: (edges,)."""
    carried = np.empty(start.size)
    # Some edges at a time, so that what is gathered of them stays in the cache of the processor.
    for first in range(0, start.size, _EDGES):
        some = slice(first, first + _EDGES)
        # (some edges, destinations): True where the edge leads one hop nearer to the destination.
        nearer = ways.toward[end[some]] == ways.steps[start[some]] - 1
        # Row by row the sum over destinations, without a product of the size of both being kept.
        carried[some] = np.einsum("ij,ij->i", sent[start[some]], nearer.astype(np.float64))
    return carried


def _sample(destinations: Ints, each: int, most_work: int) -> Ints:
    """All DESTINATIONS, or evenly chosen ones when all would take too long; EACH is the work for one of them."""
    room = max(_COLUMNS, most_work // max(1, each))
    if destinations.size <= room:
        return destinations
    return destinations[np.linspace(0, destinations.size - 1, room).astype(np.int64)]
