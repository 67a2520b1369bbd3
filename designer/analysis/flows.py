"""Maximum flow between two sets of vertices, and the cut that bounds it.

SciPy's Dinic works on 32-bit capacities. Capacities are therefore counted in their greatest common unit
(400 Gb/s cables are 1 each), which is exact; where even that does not fit they are rounded down, and the
answer says so.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from designer.analysis.cabling import Flags, Floats, Ints

_MOST: Final = 2**31 - 1
_FINEST: Final = 1e-6
"""Gb/s that are told apart: 1 kb/s."""


@dataclass(frozen=True, slots=True)
class Network:
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


def both_ways(tail: Ints, head: Ints, capacity: Floats) -> tuple[Ints, Ints, Floats]:
    """Arcs in both directions for full-duplex cables."""
    return np.concatenate([tail, head]), np.concatenate([head, tail]), np.concatenate([capacity, capacity])


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
    leaves, arrives = (at >= 0) & (at != 1), (at >= 0) & (at != 0)
    useful = leaves[tail] & arrives[head] & (start != end) & (capacity > 0)
    start, end, capacity = start[useful], end[useful], capacity[useful]
    size = max(int(at.max(initial=1)) + 1, 2)
    # Arcs between the same vertices are summed, then counted in their common unit.
    keys = start * size + end
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    key, summed = keys[first], np.add.reduceat(capacity[order], first)
    whole, unit, exact = _whole(summed, key // size == 0, np.zeros(0) if single is None else single)
    row, column = np.divmod(key, size)
    bounds = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(row, minlength=size), out=bounds[1:])
    # The keys are in order, so the rows are filled by hand: the usual way takes three times as long.
    arcs = csr_array((whole.astype(np.int32), column.astype(np.int32), bounds), shape=(size, size))
    return Network(arcs, size, unit, exact, at)


def _whole(capacity: Floats, from_source: Flags, single: Floats) -> tuple[Ints, float, bool]:
    """CAPACITY as whole multiples of a unit that divides SINGLE too, small enough to be summed in 32 bits."""
    if not capacity.size:
        return np.zeros(0, np.int64), 1.0, True
    if capacity.max() / _FINEST > 2**53:
        # Beyond what a float tells apart; 1 Gb/s is then fine enough.
        fine, unit, exact = np.floor(capacity), 1.0, False
    else:
        fine, unit = np.rint(capacity / _FINEST), _FINEST
        exact = bool((np.abs(fine * unit - capacity) <= 1e-12 * capacity).all())
    counts = fine.astype(np.int64)
    common = int(np.gcd.reduce(np.concatenate([counts, np.rint(single / unit).astype(np.int64)])))
    if common > 1:
        counts, unit = counts // common, unit * common
    # Both the sum that leaves the source and each single arc have to fit.
    top = max(float(counts[from_source].astype(float).sum()), float(counts.max()))
    if top > _MOST:
        shrink = int(np.ceil(top / _MOST))
        counts, unit, exact = counts // shrink, unit * shrink, False
    return counts, unit, exact


def max_flow(network: Network) -> float:
    """The greatest flow from the sources to the sinks, in the unit of the capacities."""
    return float(maximum_flow(network.arcs, 0, 1).flow_value) * network.unit


def max_flow_and_cut(network: Network) -> tuple[float, Flags]:
    """The greatest flow, and per merged vertex whether it is on the sources' side of a smallest cut."""
    found = maximum_flow(network.arcs, 0, 1)
    rest = csr_array(network.arcs - found.flow)
    rest.eliminate_zeros()
    reached = np.zeros(network.size, dtype=np.bool_)
    reached[breadth_first_order(rest, 0, directed=True, return_predecessors=False)] = True
    return float(found.flow_value) * network.unit, reached
