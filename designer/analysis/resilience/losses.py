"""Bisection that is left when one switch or one cable is lost."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import numpy as np

from designer.analysis.network.cabling import Flags, Floats, Ints
from designer.analysis.network.fabric import Fabric, pairs_and_links
from designer.analysis.network.max_flow import FoundFlow, Network
from designer.analysis.sparse import connected_components, csr_array, maximum_flow
from designer.model.records import Arrays

Kind = Literal["node", "link"]
_RUNS: Final = 400
_WORK: Final = 20_000_000
_OVERHEAD: Final = 20_000
_ARCS_AT_ONCE: Final = 200_000
_MOST_FLOW: Final = 2**31 - 1
"""SciPy adds flows up in 32 bits."""
_ROUNDS: Final = 8


class Loss(Arrays, frozen=True):
    """One loss that was worked out.

    Attributes:
        id: Node or link.
        kind: "node" for one copy, "link" for one cable.
        flow: What is left, in Gb/s.
    """

    id: str
    kind: Kind
    flow: float


class Losses(Arrays, frozen=True):
    """The worst single loss of every node and link that was worked out.

    Attributes:
        before: The flow without a loss.
        worst: By (kind, id).
        skipped: Ids left out because there are too many.
    """

    before: float
    worst: dict[tuple[Kind, str], Loss]
    skipped: int


class _Try(Arrays, frozen=True):
    """A copy or cable to take away: merged vertex `a` alone, or one cable, `gbps` from `a` to `b` and `back` again."""

    id: str
    kind: Kind
    a: int
    b: int
    gbps: float
    back: float
    likely: tuple[float, float]


def single_losses(fabric: Fabric, network: Network, found: FoundFlow, switch_nodes: set[str]) -> Losses:
    """The worst loss of one copy of every switch node and of one cable of every link of FABRIC.

    FOUND is the greatest flow of NETWORK without a loss.

    Copies that are cabled alike are tried once; alike means of one colour after colour refinement from the
    node, the halves and the capacities.
    """
    before, near = found.value * network.unit, found.near
    colours = colours_of(fabric, network)
    tries = [
        *_switches(fabric, network, switch_nodes, colours, near),
        *_cables(fabric, network, colours, near),
    ]
    # What crosses the smallest cut is lost for certain; then the largest first.
    tries.sort(key=lambda one: one.likely, reverse=True)
    arcs = network.arcs.nnz + _OVERHEAD
    most = max(1, min(_RUNS, _WORK // arcs))
    worst: dict[tuple[Kind, str], Loss] = {}
    bounded = _Bounds(network, found).of(tries[:most])
    open_ones = [one for one, lost in zip(tries[:most], bounded, strict=True) if lost is None]
    flows = iter(_flows_without(network, open_ones, found.value))
    for one, lost in zip(tries[:most], bounded, strict=True):
        left = min(before, (next(flows) if lost is None else found.value - lost) * network.unit)
        known = worst.get((one.kind, one.id))
        if known is None or left < known.flow:
            worst[one.kind, one.id] = Loss(one.id, one.kind, left)
    skipped = {(one.kind, one.id) for one in tries[most:]} - worst.keys()
    return Losses(before, worst, len(skipped))


class _Bounds:
    """Bounds of what the greatest flow loses with a copy or a cable: where both agree, no run is needed.

    At least, what the smallest cut loses: no flow is greater than any cut. At most, what the flow that was found sends
    through what is gone: the rest of it still flows. Of one unit that a cable took from u to v nothing is lost where
    another way than its own leads from u to v through what the flow leaves free, else all of it: the difference of two
    flows of one value goes round in circles, and one of these leads back from v to u where the cable was. As v leads to
    u by taking the flow back, the way exists where both are strongly connected. Source: max flow = min cut, and
    residual networks; Ford and Fulkerson, Canadian Journal of Mathematics 8, 1956.
    """

    def __init__(self, network: Network, found: FoundFlow) -> None:
        self._network, self._arcs, self._net, self._near = network, network.arcs, found.sent, found.near
        # Per merged vertex: what goes out of it, and the capacity of its arcs from the near side to the far one.
        sent = csr_array((np.maximum(found.sent.data, 0), found.sent.indices, found.sent.indptr), found.sent.shape)
        self._through: Ints = np.asarray(sent.sum(axis=1), dtype=np.int64).reshape(-1)
        across = _crossing(network, found.near)
        both = np.asarray(across.sum(axis=0), dtype=np.int64) + np.asarray(across.sum(axis=1), dtype=np.int64)
        self._across: Ints = both.reshape(-1)

    def of(self, tries: Sequence[_Try]) -> list[int | None]:
        """Return what is lost with each of TRIES, in the unit of the network; None where the bounds leave it open."""
        if not tries:
            return []
        a = np.array([one.a for one in tries], dtype=np.int64)
        cable = np.array([one.kind == "link" for one in tries], dtype=np.bool_)
        laid = np.flatnonzero(cable & (a >= 0))
        # (tries,): at least and at most so much is lost; a cable between vertices that take no part loses nothing.
        least, most = (np.where(cable, 0, each[a]) for each in (self._across, self._through))
        if laid.size:
            ends = a[laid], np.array([tries[place].b for place in laid.tolist()], dtype=np.int64)
            rates = np.array([(tries[place].gbps, tries[place].back) for place in laid.tolist()])
            least[laid], most[laid] = self._of_cables(*ends, np.rint(rates / self._network.unit).astype(np.int64))
        return [low if low == high else None for low, high in zip(least.tolist(), most.tolist(), strict=True)]

    def _of_cables(self, a: Ints, b: Ints, rates: Ints) -> tuple[Ints, Ints]:
        """Return at least and at most what is lost with one cable from A to B (n,), of RATES (n, 2) there and back."""
        least, most, free = (np.zeros(a.size, dtype=np.int64) for _ in range(3))
        for start, end, rate in ((a, b, rates[:, 0]), (b, a, rates[:, 1])):
            there, sent = _entries(self._arcs, start, end), _entries(self._net, start, end)
            gone = np.minimum(there, rate)
            # What flows over the cable bounds the loss from above, what it adds to the smallest cut from below.
            most += np.maximum(0, sent - (there - gone))
            least += np.where(self._near[start] & ~self._near[end], gone, 0)
            free += np.where(sent > there - gone, there - sent, 0)
        alone = (most == 1) & (free == 0)
        if alone.any():
            rounds = self._in_circles()
            least[alone] = most[alone] = rounds[a[alone]] != rounds[b[alone]]
        return least, most

    def _in_circles(self) -> Ints:
        """Return per merged vertex equal numbers for those between which what is left free leads both ways."""
        left = csr_array(self._arcs - self._net)
        left.eliminate_zeros()
        _, rounds = connected_components(left, directed=True, connection="strong")
        return np.asarray(rounds, dtype=np.int64)


def _entries(matrix: csr_array, rows: Ints, columns: Ints) -> Ints:
    """Return the whole numbers in ROWS and COLUMNS (n,) of MATRIX, a square one, 0 where none is kept."""
    size = len(matrix.indptr) - 1
    keys = np.repeat(np.arange(size), np.diff(matrix.indptr)) * size + matrix.indices
    order = np.argsort(keys, kind="stable")
    keys, wanted = keys[order], rows * size + columns
    # What stands before each place: the difference over a run of equal keys is its sum.
    before = np.concatenate(([0], np.cumsum(matrix.data[order], dtype=np.int64)))
    return before[np.searchsorted(keys, wanted, side="right")] - before[np.searchsorted(keys, wanted)]


def _switches(fabric: Fabric, network: Network, switch_nodes: set[str], colours: Ints, near: Flags) -> Iterator[_Try]:
    through = _through(network, network.arcs)
    across = _through(network, _crossing(network, near))
    for n, node_id in enumerate(fabric.nodes):
        if node_id not in switch_nodes:
            continue
        vertices = network.at[fabric.first[n] : fabric.first[n + 1]]
        vertices = vertices[(vertices > 1) & fabric.alive[fabric.first[n] : fabric.first[n + 1]]]
        _, firsts = np.unique(colours[vertices], return_index=True)
        for vertex in vertices[firsts].tolist():
            yield _Try(node_id, "node", vertex, -1, 0.0, 0.0, (float(across[vertex]), float(through[vertex])))


def _cables(fabric: Fabric, network: Network, colours: Ints, near: Flags) -> Iterator[_Try]:
    tail, head = network.at[fabric.tail], network.at[fabric.head]
    used = (tail >= 0) & (head >= 0) & (tail != head)
    a = np.where(used, colours[tail], -1)
    b = np.where(used, colours[head], -1)
    # A cable through a panel takes those beyond the panel along: each link on the way is tried.
    pairs, link_of = pairs_and_links(fabric)
    _, firsts = np.unique(np.stack([link_of, a[pairs], b[pairs]]), axis=1, return_index=True)
    for place in firsts.tolist():
        pair, link = int(pairs[place]), int(link_of[place])
        gbps, back = (float(each[fabric.link[pair]]) for each in (fabric.to_head, fabric.to_tail))
        if used[pair]:
            crosses = (gbps if near[tail[pair]] else back) if near[tail[pair]] != near[head[pair]] else 0.0
            likely = (crosses / network.unit, max(gbps, back) / network.unit)
            yield _Try(fabric.links[link], "link", int(tail[pair]), int(head[pair]), gbps, back, likely)
        elif not used[pairs[link_of == link]].any():
            yield _Try(fabric.links[link], "link", -1, -1, 0.0, 0.0, (0.0, 0.0))


def colours_of(fabric: Fabric, network: Network) -> Ints:
    """Equal numbers for merged vertices that look alike from everywhere: colour refinement."""
    # Vertices 0 and 1 are source and sink; the others begin with the node that they are a copy of.
    colour = np.zeros(network.size, dtype=np.int64)
    here = network.at > 1
    colour[network.at[here]] = fabric.node_of()[here] + 2
    colour[1] = 1
    ahead = csr_array(network.arcs, dtype=np.int64)
    back = csr_array(ahead.T)
    # Random numbers for each colour; their sums over neighbours, weighted by capacity, differ where the surroundings
    # do.
    marks = np.random.default_rng(0).integers(1, 2**62, size=(2, network.size + len(fabric.nodes) + 2))
    known = 0
    for _ in range(_ROUNDS):
        # Surroundings both ways, what a vertex sends to and what sends to it.
        seen = ahead @ marks[0][colour] + back @ marks[1][colour]
        kinds, colour = np.unique(np.stack([colour, seen]), axis=1, return_inverse=True)
        colour = colour.reshape(-1)
        if kinds.shape[1] == known:
            break
        known = kinds.shape[1]
    return colour


def _through(network: Network, arcs: csr_array) -> Floats:
    """Per merged vertex, what its arcs carry together."""
    # What comes in and goes out, column sums and row sums of the matrix of arcs.
    sums = np.asarray(arcs.sum(axis=0), dtype=np.float64) + np.asarray(arcs.sum(axis=1), dtype=np.float64)
    return sums.reshape(network.size)


def _crossing(network: Network, near: Flags) -> csr_array:
    """The arcs of the smallest cut."""
    arcs = network.arcs.tocoo()
    row, column = arcs.coords
    crosses = near[row] & ~near[column]
    return csr_array((arcs.data[crosses], (row[crosses], column[crosses])), shape=arcs.shape)


def _flows_without(network: Network, tries: Sequence[_Try], most: int) -> Iterator[int]:
    """Yield the greatest flow of NETWORK without each of TRIES, in its unit; none is above MOST, the flow without loss.

    A run for itself takes mostly the time to begin it. So the networks of several losses lie beside each other in one,
    with one more source before all of theirs and one more sink behind: what goes through each source is its flow.
    """
    arcs = network.arcs
    step = max(1, min(_ARCS_AT_ONCE // max(arcs.nnz, 1), _MOST_FLOW // max(most, 1)))
    # A sink passes nothing on, so the arc to the common sink is all of its row.
    own, after = int(arcs.indptr[1]), int(arcs.indptr[2])
    assert own == after, "an arc leads out of the sink"
    for start in range(0, len(tries), step):
        some = tries[start : start + step]
        # (losses,): what is added to the numbers of vertices in each network; 0 and 1 are the common source and sink.
        shift = 2 + np.arange(len(some)) * network.size
        data = np.stack([_without(arcs, network.unit, one) for one in some])
        ends = np.insert(arcs.indices[None, :] + shift[:, None], own, 1, axis=1)
        rates = np.insert(data, own, most, axis=1)
        width = arcs.nnz + 1
        # Rows of the common two, then those of each network, of which those behind the sink begin one arc later.
        inner = arcs.indptr[1:].astype(np.int64) + (np.arange(network.size) > 0)
        begins = len(some) + np.arange(len(some))[:, None] * width + inner
        bounds = np.concatenate(([0, len(some), len(some)], begins.ravel()))
        whole = csr_array(
            (
                np.concatenate([np.full(len(some), most), rates.ravel()]).astype(np.int32),
                np.concatenate([shift, ends.ravel()]).astype(np.int32),
                bounds.astype(np.int32),
            ),
            shape=(len(bounds) - 1, len(bounds) - 1),
        )
        sent = maximum_flow(whole, 0, 1).flow
        yield from _entries(sent, np.zeros(len(some), dtype=np.int64), shift).tolist()


def _without(arcs: csr_array, unit: float, one: _Try) -> Ints:
    """Return the capacities of ARCS, in UNIT, without what ONE takes away."""
    data = np.array(arcs.data, dtype=np.int64)
    if one.kind == "node":
        data[arcs.indptr[one.a] : arcs.indptr[one.a + 1]] = 0
        data[arcs.indices == one.a] = 0
    # A lost cable takes its rate from both directions of the arc, never below what is there.
    elif one.a >= 0:
        for start, end, gbps in ((one.a, one.b, one.gbps), (one.b, one.a, one.back)):
            lost = round(gbps / unit)
            row = slice(arcs.indptr[start], arcs.indptr[start + 1])
            data[row] = np.where(arcs.indices[row] == end, np.maximum(data[row] - lost, 0), data[row])
    return data
