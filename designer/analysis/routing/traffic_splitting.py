"""Division of traffic over paths where it is not equal: by capacity, as the load asks, or over longer paths.

wcmp      At each hop in proportion to what the cables that lead nearer can carry on to the destination: the
smaller of a cable's rate and of what its far end has left to go on with.
Source: Zhou et al., "WCMP: weighted cost multipathing for improved fairness in data centers", EuroSys
2014.
adaptive  Over shortest paths alone, so that the fullest cable is as empty as it can be: the max concurrent flow on
these paths, which is what adaptive routing tends to where it sees the whole load.
ugal      Each packet by a shortest path, or first to a switch chosen at random (Valiant) and from there by a
shortest path; the share of the two is the one that fills the fullest cable least. One share for all
traffic, so that it is at most what packets that choose one by one reach.
Source: Valiant, "A scheme for fast parallel communication", SIAM J. Comput. 11(2), 1982; Kim, Dally,
Scott, Abts, "Technology-driven, highly-scalable dragonfly topology", ISCA 2008, section 4.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.limits.concurrent_flow import asked_of, concurrent_flow
from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, capacity_each_way
from designer.analysis.network.ecmp import Demand, Loads, PairDemand, ecmp_loads, sent_and_taken, shortest_ways
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.traffic import Traffic
from designer.analysis.sparse import coo_array, csr_array
from designer.model.figures.figure import leaf, total

MOST_ARCS: Final = 60_000_000
"""Directions of edges times destinations that are divided by capacity; beyond it a sample of destinations stands."""
_STEPS: Final = 80
"""Halvings of the range in which the best share of longer paths lies."""
_SMALL: Final = 1e-12
_TOO_LARGE: Final = (
    "The best split over shortest paths is too large to solve; traffic is divided by capacity (WCMP) instead."
)


class Rerouted(NamedTuple):
    """Traffic laid another way, and what is to be said of it."""

    traffic: Traffic
    note: str


def rerouted(laid: Traffic, routing: str) -> Rerouted:
    """LAID, which is spread equally, as ROUTING of `site_choices` divides it."""
    if not routing or not laid.demands or laid.loads.total <= 0:
        return Rerouted(laid, "")
    each_way = capacity_each_way(laid.fabric, laid.network)
    if routing == "wcmp":
        return _by_capacity(laid, each_way)
    if routing == "adaptive":
        return _shortest(laid, each_way)
    return _longer(laid, np.concatenate(each_way))


def loads_by(fabric: Fabric, network: Grouped, demand: Demand, loads: Loads, routing: str) -> Loads:
    """Return the loads of DEMAND under ROUTING, where edges carry LOADS when it is divided equally."""
    offers = tuple(leaf("offered", None) for _ in range(demand.groups))
    return rerouted(Traffic(fabric, network, offers, loads, 0, (demand,)), routing).traffic.loads


def _in_one(laid: Traffic, up: Floats, down: Floats, routing: str) -> Traffic:
    """LAID with what edges carry UP and DOWN of all offers together."""
    offers = laid.offers if len(laid.offers) == 1 else (total("offered by all", laid.offers, "Gb/s"),)
    loads = Loads(up[None, :], down[None, :], laid.loads.lost, laid.loads.total)
    return replace(laid, offers=offers, loads=loads, routing=routing, shortest=laid.loads)


# ---- By capacity ----


def _by_capacity(laid: Traffic, each_way: tuple[Floats, Floats]) -> Rerouted:
    up, down = each_way
    weighed = replace(laid.network, cables=np.minimum(up, down))
    lay = partial(weighted_loads, each_way=each_way)
    # Turns are looked for by capacities that are the same both ways; where some are not, all destinations are laid.
    turning = not laid.fabric.directed
    found = [ecmp_loads(weighed, demand, MOST_ARCS, lay=lay, turning=turning) for demand in laid.demands]
    loads = Loads(
        up=np.concatenate([one.up for one in found]),
        down=np.concatenate([one.down for one in found]),
        lost=sum(one.lost for one in found),
        total=sum(one.total for one in found),
        sampled=next((one.sampled for one in found if one.sampled), None),
    )
    if laid.own is not None:
        loads = replace(loads, up=loads.up + laid.own.up, down=loads.down + laid.own.down, total=laid.own.total)
    said = "Traffic is divided in proportion to what each way can carry (WCMP)."
    return Rerouted(replace(laid, loads=loads, routing="wcmp", shortest=laid.loads), said)


def weighted_loads(
    network: Grouped,
    demand: Demand | PairDemand,
    chosen: Ints,
    weight: Floats | None = None,
    *,
    each_way: tuple[Floats, Floats] | None = None,
) -> Loads:
    """Return what every edge of NETWORK carries to CHOSEN by capacity.

    Args:
        network: Its `cables` are capacities.
        demand: Who sends how much to whom.
        chosen: The destinations.
        weight: How often each of them counts.
        each_way: Per edge, the capacity from `u` to `v` and back, where that differs.
    """
    up_gbps, down_gbps = each_way or (network.cables, network.cables)
    weight = np.ones(chosen.size) if weight is None else weight
    groups, edges = demand.groups, network.u.size
    carried = np.zeros((groups, 2 * edges))
    lost = asked = 0.0
    matrix = network.matrix()
    tail, head = np.concatenate([network.u, network.v]), np.concatenate([network.v, network.u])
    capacity = np.concatenate([up_gbps, down_gbps])
    # Row s, column t: what goes from s to t.
    out = csr_array(coo_array((capacity, (tail, head)), shape=(network.size, network.size)))
    degree = np.maximum(out.sum(axis=1), _SMALL)
    for first in range(0, chosen.size, 32):
        block, scale = chosen[first : first + 32], weight[first : first + 32]
        ways = shortest_ways(network, matrix, block)
        own = out[block].toarray().T
        injected: list[Floats] = []
        for group in range(groups):
            across, inside = demand.towards(block, group, network.members[block].astype(np.float64))
            across, inside = across * scale, inside * scale
            asked += float(across.sum() + inside.sum())
            lost += float(across[ways.steps < 0].sum() + inside[own.sum(axis=0) == 0].sum())
            # What members send each other goes up to their switches by capacity, and from there down like the rest.
            across[ways.steps < 0] = 0.0
            across += own * (inside / degree[block])
            injected.append(across)
            up = np.zeros(network.size)
            up[block] = inside / degree[block]
            carried[group, :edges] += up[network.u] * up_gbps
            carried[group, edges:] += up[network.v] * down_gbps
        nearer = ways.toward[head] == ways.steps[tail] - 1
        for column in range(block.size):
            arcs = np.flatnonzero(nearer[:, column] & (ways.steps[tail, column] > 0))
            steps = ways.steps[:, column]
            _divide(tail[arcs], head[arcs], capacity[arcs], arcs, steps, injected, column, carried)
    return Loads(carried[:, :edges], carried[:, edges:], lost, asked)


def _divide(
    tail: Ints,
    head: Ints,
    capacity: Floats,
    arcs: Ints,
    steps: np.ndarray[tuple[int], np.dtype[np.int32]],
    injected: Sequence[Floats],
    column: int,
    carried: Floats,
) -> None:
    """Add to CARRIED what goes over ARCS, from TAIL to HEAD, towards the destination of COLUMN."""
    size, most = steps.size, int(steps.max(initial=0))
    order = np.argsort(steps[tail], kind="stable")
    bounds = np.searchsorted(steps[tail][order], np.arange(1, most + 2))
    ahead = np.zeros(size)
    ahead[steps == 0] = np.inf
    share = np.zeros(tail.size)
    # From near to far: what a vertex can send on is the sum of what its cables and their far ends can.
    for step in range(1, most + 1):
        here = order[bounds[step - 1] : bounds[step]]
        share[here] = np.minimum(capacity[here], ahead[head[here]])
        ahead += sums(tail[here], share[here], size)
    share /= np.maximum(ahead[tail], _SMALL)
    held = np.stack([one[:, column] for one in injected])
    # From far to near: what a vertex holds divides by these shares.
    for step in range(most, 0, -1):
        here = order[bounds[step - 1] : bounds[step]]
        sent = held[:, tail[here]] * share[here]
        carried[:, arcs[here]] += sent
        for row in range(held.shape[0]):
            held[row] += sums(head[here], sent[row], size)


# ---- As the load asks ----


def _shortest(laid: Traffic, each_way: tuple[Floats, Floats]) -> Rerouted:
    asked = asked_of(laid)
    own = None if laid.own is None else (laid.own.up.sum(axis=0), laid.own.down.sum(axis=0))
    best = concurrent_flow(laid.network, each_way, asked, own, shortest=True) if asked is not None else None
    if best is None:
        return Rerouted(_by_capacity(laid, each_way).traffic, _TOO_LARGE)
    said = "Traffic is divided over the shortest paths so that the fullest cable is as empty as it can be (adaptive)."
    return Rerouted(_in_one(laid, best.up, best.down, "adaptive"), said)


def _longer(laid: Traffic, capacity: Floats) -> Rerouted:
    """Shortest paths and paths over a switch chosen at random, in the shares that fill the fullest cable least.

    CAPACITY is that of every edge upwards, and then of every edge downwards.
    """
    between = _valiant(laid)
    # (edges,) Gb/s up and down, by shortest paths and over switches at random; what is fixed to cables is in both.
    near = (laid.loads.up.sum(axis=0), laid.loads.down.sum(axis=0))
    fixed = (np.zeros_like(near[0]),) * 2 if laid.own is None else (laid.own.up.sum(axis=0), laid.own.down.sum(axis=0))
    far = (between.up.sum(axis=0) + fixed[0], between.down.sum(axis=0) + fixed[1])
    # (arcs,): load over capacity of each direction of every edge; the best share makes their greatest mix least.
    use = [np.concatenate(one) / np.maximum(capacity, _SMALL) for one in (near, far)]
    share = _best_share(*use)
    up, down = ((1 - share) * one + share * other for one, other in zip(near, far, strict=True))
    said = f"{1 - share:.0%} of the traffic takes shortest paths, {share:.0%} goes over a switch chosen at random"
    return Rerouted(_in_one(laid, up, down, "ugal"), f"{said} (UGAL).")


def _best_share(near: Floats, far: Floats) -> float:
    """The share of FAR, utilisations like NEAR, at which the greatest of their mean is least; a convex function."""
    if near.max(initial=0.0) <= _SMALL:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        worst = [float(((1 - one) * near + one * far).max()) for one in (left, right)]
        # Of shares that do as well the least: shortest paths are preferred.
        low, high = (low, right) if worst[0] <= worst[1] * (1 + _SMALL) else (left, high)
    share = (low + high) / 2
    return 0.0 if near.max() <= ((1 - share) * near + share * far).max() * (1 + 1e-9) else share


def _valiant(laid: Traffic) -> Loads:
    """Return the loads when all traffic first goes to a switch chosen at random, by shortest paths on both ways."""
    network = laid.network
    halfway = _halfway(network)
    count = int(halfway.sum())
    out, into = sent_and_taken(network, laid.demands)
    if not count:
        return replace(laid.loads, up=laid.loads.up.sum(axis=0)[None, :], down=laid.loads.down.sum(axis=0)[None, :])
    here = halfway.astype(np.float64)
    # To a random switch, then from it to where it goes: both halves are even, so each is a product of shares.
    ways = (Demand(out[None, :] / count, here), Demand(here[None, :] / count, into))
    found = [ecmp_loads(network, way) for way in ways]
    return Loads(found[0].up + found[1].up, found[0].down + found[1].down, laid.loads.lost, laid.loads.total)


def _halfway(network: Grouped) -> Flags:
    """The switches that a packet may go to first: those with machines of their own, else all that pass traffic on."""
    beside = np.zeros(network.size, dtype=np.bool_)
    beside[network.u[~network.forwards[network.v]]] = True
    beside[network.v[~network.forwards[network.u]]] = True
    found = network.forwards & beside
    return found if found.any() else network.forwards
