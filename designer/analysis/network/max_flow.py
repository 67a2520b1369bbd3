"""Maximum flow between two sets of vertices, and the cut that bounds it.

SciPy's Dinic works on 32-bit capacities. Capacities are therefore counted in their greatest common unit
(400 Gb/s cables are 1 each), which is exact; where even that does not fit they are rounded down, and the
answer says so.
"""

from typing import Final

import numpy as np

from designer.analysis.network.cabling import Flags, Floats, Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.sparse import breadth_first_order, csr_array, maximum_flow
from designer.model.identity_cache import Remembered
from designer.model.records import Arrays

_MOST: Final = 2**31 - 1
_FINEST: Final = 1e-6
"""Gb/s that are told apart: 1 kb/s."""
_WHOLE: Final = 2**53
"""Up to here a float tells whole numbers apart."""


class Network(Arrays, frozen=True):
    """Directed arcs ready for a flow from vertex 0 to vertex 1.

    Attributes:
        arcs: Capacities, in `unit`.
        size: Merged vertices.
        unit: What 1 stands for.
        exact: Whether no capacity was rounded.
        at: Row and column of the vertices that were given, -1 where a vertex takes no part.
    """

    arcs: csr_array
    size: int
    unit: float
    exact: bool
    at: Ints


def flow_between(fabric: Fabric, sources: Ints, targets: Ints) -> Network:
    """FABRIC ready for the flow from SOURCES to TARGETS.

    All senders are one vertex and all receivers another; other hosts pass nothing on and are left out.
    """
    at = np.full(fabric.size, -1, dtype=np.int64)
    switches = np.flatnonzero(fabric.forwards)
    at[switches] = 2 + np.arange(switches.size)
    at[sources], at[targets] = 0, 1
    start, end = at[fabric.tail], at[fabric.head]
    taking_part = np.flatnonzero((start >= 0) & (end >= 0) & (start != end))
    start, end = start[taking_part], end[taking_part]
    link, cables = fabric.link[taking_part], fabric.cables[taking_part]
    used = np.bincount(link, minlength=len(fabric.links)) > 0
    ways = np.concatenate([np.where(used, fabric.to_head, 0.0), np.where(used, fabric.to_tail, 0.0)])
    rates, unit, exact = _common(ways)
    if not exact or float(rates.max(initial=0)) * float(cables.sum()) > _WHOLE:
        ahead, back = (fabric.cables * each[fabric.link] for each in (fabric.to_head, fabric.to_tail))
        tail, head = np.concatenate([fabric.tail, fabric.head]), np.concatenate([fabric.head, fabric.tail])
        return network_of(tail, head, np.concatenate([ahead, back]), at, ways[np.tile(used, 2)])
    ahead, back = np.split(rates, 2)
    # Cables are counted in whole rates from the first, which spares the sums of floats.
    tail, head = np.concatenate([start, end]), np.concatenate([end, start])
    useful = np.flatnonzero((tail != 1) & (head != 0))
    size = 2 + switches.size
    keys, order, first = _merged(tail[useful] * size + head[useful])
    capacity = np.concatenate([cables * ahead[link], cables * back[link]])
    counts = np.add.reduceat(capacity[useful[order]], first)
    return _network(keys, *_fitting(counts, unit, exact, keys < size), size, at)


def network_of(tail: Ints, head: Ints, capacity: Floats, at: Ints, single: Floats | None = None) -> Network:
    """Arcs TAIL → HEAD of CAPACITY, their vertices merged as AT says.

    Args:
        tail: Start of each arc.
        head: End of each arc.
        capacity: At least 0.
        at: Merged vertex of each vertex: 0 for sources, 1 for sinks, -1 for those that pass nothing on.
        single: Capacities of single cables, so that they too are whole in the unit.
    """
    start, end = at[tail], at[head]
    useful = (start >= 0) & (start != 1) & (end > 0) & (start != end) & (capacity > 0)
    size = max(int(at.max(initial=1)) + 1, 2)
    keys, order, first = _merged(start[useful] * size + end[useful])
    summed = np.add.reduceat(capacity[useful][order], first)
    counts, unit, exact = _common(summed, np.zeros(0) if single is None else single)
    return _network(keys, *_fitting(counts, unit, exact, keys < size), size, at)


def _merged(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """KEYS once each, the order that sorts them, and where in that order each begins."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    # True where a run of equal keys begins: the first of each run stands for all of it.
    begins = np.ones(keys.size, dtype=np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=begins[1:])
    first = np.flatnonzero(begins)
    return keys[first], order, first


def _network(keys: Ints, counts: Ints, unit: float, exact: bool, size: int, at: Ints) -> Network:
    # The keys are in order, so the rows are filled by hand: the usual way takes three times as long.
    bounds = np.searchsorted(keys, np.arange(size + 1) * size).astype(np.int32)
    arcs = csr_array((counts.astype(np.int32), (keys % size).astype(np.int32), bounds), shape=(size, size))
    return Network(arcs, size, unit, exact, at)


def _common(amounts: Floats, single: Floats | None = None) -> tuple[Ints, float, bool]:
    """AMOUNTS as whole multiples of the greatest unit that divides SINGLE too, and whether that is exact."""
    if not amounts.size:
        return np.zeros(0, np.int64), 1.0, True
    if amounts.max() / _FINEST > _WHOLE:
        # Beyond what a float tells apart; 1 Gb/s is then fine enough.
        fine, unit, exact = np.floor(amounts), 1.0, False
    else:
        fine, unit = np.rint(amounts / _FINEST), _FINEST
        exact = bool((np.abs(fine * unit - amounts) <= 1e-12 * amounts).all())
    counts = fine.astype(np.int64)
    singles = np.zeros(0, np.int64) if single is None else np.rint(single / unit).astype(np.int64)
    common = int(np.gcd.reduce(np.concatenate([counts, singles])))
    return (counts // common, unit * common, exact) if common > 1 else (counts, unit, exact)


def _fitting(counts: Ints, unit: float, exact: bool, from_source: Flags) -> tuple[Ints, float, bool]:
    """COUNTS small enough to be summed in 32 bits: what leaves the source, and each single arc."""
    if not counts.size:
        return counts, unit, exact
    # SciPy sums 32-bit integers: neither the flow out of the source nor one arc may pass their limit.
    top = max(float(counts[from_source].astype(float).sum()), float(counts.max()))
    if top <= _MOST:
        return counts, unit, exact
    # Divided by a whole number and rounded down, so the flow is a lower bound and no longer exact.
    shrink = int(np.ceil(top / _MOST))
    return counts // shrink, unit * shrink, False


def max_flow(network: Network) -> float:
    """The greatest flow from the sources to the sinks, in the unit of the capacities."""
    return float(maximum_flow(network.arcs, 0, 1).flow_value) * network.unit


class FoundFlow(Arrays, frozen=True):
    """A greatest flow, in the unit of the network.

    Attributes:
        value: How much flows.
        sent: What each arc carries, less what flows back; below 0 where more flows back.
        near: Per merged vertex, whether it is on the sources' side of a smallest cut.
    """

    value: int
    sent: csr_array
    near: Flags


def max_flow_found(network: Network) -> FoundFlow:
    """The greatest flow from the sources to the sinks, with what each arc carries and a smallest cut."""
    found = maximum_flow(network.arcs, 0, 1)
    # The residual graph: what each arc has left, and what could be sent back.
    rest = csr_array(network.arcs - found.flow)
    rest.eliminate_zeros()
    # A smallest cut parts what the source still reaches in it from the rest (max-flow min-cut theorem).
    reached = np.zeros(network.size, dtype=np.bool_)
    reached[breadth_first_order(rest, 0, directed=True, return_predecessors=False)] = True
    return FoundFlow(int(found.flow_value), found.flow, reached)


_kept: Final = Remembered[tuple[Network, FoundFlow]](kept=4)
"""The last flows: the same halves are asked for by the search for them, the bisection and what is lost of it."""


def found_between(fabric: Fabric, sources: Ints, targets: Ints) -> tuple[Network, FoundFlow]:
    """FABRIC ready for the flow from SOURCES to TARGETS, and the greatest flow; not to be changed."""

    def run() -> tuple[Network, FoundFlow]:
        network = flow_between(fabric, sources, targets)
        return network, max_flow_found(network)

    return _kept.of((fabric,), (sources.tobytes(), targets.tobytes()), run)


def max_flow_and_cut(network: Network) -> tuple[float, Flags]:
    """The greatest flow, and per merged vertex whether it is on the sources' side of a smallest cut."""
    found = max_flow_found(network)
    return float(found.value) * network.unit, found.near
