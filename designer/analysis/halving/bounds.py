"""Lower bounds of what any balanced halves can exchange: by spreading over the top, and by the spectrum."""

from math import ceil
from typing import Any, Final, cast

import numpy as np

from designer.analysis.halving.graph import HalvingGraph
from designer.analysis.network.cabling import Floats, Ints
from designer.analysis.network.ecmp import MOST_WORK
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.link_loads import all_to_all
from designer.analysis.network.network_context import Survey
from designer.analysis.sparse import breadth_first_order, csr_array, diags_array

_ALIKE: Final = 1e-9
_FINEST: Final = 1e-3
_MOST_SPREAD: Final = 10_000_000
"""Pairs of a sender and a top switch up to which their shares are compared."""
_MOST_SHARED: Final = 1_200
"""Endpoints up to which all-to-all traffic is laid on the network for a bound, even if no two of them are alike."""
_MOST_SPECTRAL: Final = 3_000
"""Vertices up to which the spectrum is asked: it takes about half a second then."""


def spreading_bound(graph: HalvingGraph) -> float:
    """Return Gb/s that any balanced halves can exchange, by spreading all traffic evenly over the top; 0 if unknown.

    Every endpoint sends its whole rate upwards, parted by capacity, so that all reach the switches of the highest tier
    in the same proportions. Then any traffic in which nobody sends or receives more than its rate can go up so and
    come down the mirrored way: what arrives at a top switch is the same share of everybody's traffic (two-phase
    routing, L. G. Valiant 1982; for any traffic of bounded rates: M. Kodialam, T. V. Lakshman, S. Sengupta 2004). The
    fullest link says which part of the rates is carried, and the lighter half can send at that rate to the other.
    For an evenly spread Clos network this is half of the least sum of up-links over its tiers, its bisection. Where
    proportions differ, only what all send to each top switch counts.
    """
    if not graph.each.size or graph.islands()[0] > 1:
        return 0.0
    matrix = graph.matrix()
    level = _levels(matrix, graph.size, np.flatnonzero(graph.weight > 0))
    if np.any(level[graph.weight > 0] != 0) or np.any(level < 0):
        return 0.0
    # Every edge both ways, and of them those that lead one tier up.
    up_tail = np.concatenate([graph.tail, graph.head])
    up_head = np.concatenate([graph.head, graph.tail])
    gbps = np.concatenate([graph.gbps, graph.gbps])
    rising = level[up_head] == level[up_tail] + 1
    up_tail, up_head, gbps = up_tail[rising], up_head[rising], gbps[rising]
    # (vertices,) Gb/s that lead up from each.
    above = np.bincount(up_tail, weights=gbps, minlength=graph.size)
    top = int(level.max())
    if top == 0 or np.any((above == 0) & (level < top)):
        return 0.0  # something ends below the top, so not all are spread over it
    # (rising edges,): share of what is at a vertex that goes up by each edge.
    part = gbps / above[up_tail]
    # (vertices,) Gb/s that pass upwards through each when every endpoint sends its whole rate.
    load = graph.weight.copy()
    for step in range(top):
        here = level[up_tail] == step
        load += np.bincount(up_head[here], weights=(part * load[up_tail])[here], minlength=graph.size)
    alike = _common_part(graph, level, up_tail, up_head, part)
    # The fullest vertex says which part of all rates is carried; an endpoint's own cables may say less.
    carried = float((above[up_tail] / load[up_tail]).min())
    own = graph.access / graph.each
    return alike * min(carried, float(own.min())) * graph.least_side


def _common_part(graph: HalvingGraph, level: Ints, tail: Ints, head: Ints, part: Floats) -> float:
    """Return which part of their traffic all endpoints send to the top switches in the same proportions.

    TAIL, HEAD and PART are the links upwards and the share of what is at their lower end that each takes.
    """
    top = int(level.max())
    steps = [level[tail] == step for step in range(top)]
    tops, senders = np.flatnonzero(level == top), np.flatnonzero(graph.weight > 0)
    # Three random numbers at each top switch, averaged downwards: where all see the same, all spread alike.
    seen = np.zeros((graph.size, 3))
    seen[tops] = np.random.default_rng(1).random((tops.size, 3))
    for here in reversed(steps):
        for column in range(3):
            weights = (part * seen[head, column])[here]
            seen[:, column] += np.bincount(tail[here], weights=weights, minlength=graph.size)
    if np.abs(seen[senders] - seen[senders[0]]).max() <= _ALIKE:
        return 1.0
    if senders.size * tops.size > _MOST_SPREAD:
        return 0.0
    # Row i, column t: the share of endpoint i that arrives at top switch t.
    spread: Any = csr_array(
        (np.ones(senders.size), (np.arange(senders.size), senders)), shape=(senders.size, graph.size), dtype=np.float64
    )
    for here in steps:
        spread = spread @ csr_array((part[here], (tail[here], head[here])), shape=(graph.size, graph.size))
    return float(spread[:, tops].toarray().min(axis=0).sum())


def spectral_bound(graph: HalvingGraph) -> float:
    """Return Gb/s that any balanced halves can exchange at least, by the spectrum of the network; 0 if unknown.

    λ₂·W/4 with W the weight of all endpoints and λ₂ the second eigenvalue of L x = λ·diag(w)·x, switches eliminated
    (M. Fiedler 1973; METHOD_CUTS 2.6). Endpoints that hang on one switch are vertices of their own here.
    """
    folded = np.isfinite(graph.access)
    size = graph.size + int(folded.sum())
    if not 2 <= size <= _MOST_SPECTRAL or graph.islands()[0] > 1:
        return 0.0
    alone = graph.size + np.arange(int(folded.sum()))
    tail = np.concatenate([graph.tail, graph.holder[folded]])
    head = np.concatenate([graph.head, alone])
    gbps = np.concatenate([graph.gbps, graph.access[folded]])
    weight = np.zeros(size)
    np.add.at(weight, graph.holder[~folded], graph.each[~folded])
    weight[alone] = graph.each[folded]
    both = csr_array(
        (np.concatenate([gbps, gbps]), (np.concatenate([tail, head]), np.concatenate([head, tail]))), shape=(size, size)
    )
    laplacian = csr_array(diags_array(np.asarray(both.sum(axis=1)).ravel()) - both)
    # Grounded at one vertex the Laplacian has an inverse; sums of what is applied to it are 0, so it decides nothing.
    from scipy.sparse.linalg import LinearOperator, eigsh, splu  # takes long to load, and few networks need it

    solve = splu(laplacian[1:, 1:].tocsc()).solve
    root, whole = np.sqrt(weight), float(weight.sum())

    def inverse(x: Floats) -> Floats:
        given = root * np.ravel(x)
        given -= weight * (given.sum() / whole)
        found = np.concatenate([[0.0], solve(given[1:])])
        found -= float(weight @ found) / whole
        return root * found

    # The stubs of SciPy know neither the arguments of an operator nor a tolerance that is no whole number.
    operator = cast("Any", LinearOperator)((size, size), matvec=inverse, dtype=np.float64)
    largest = float(cast("Any", eigsh)(operator, k=1, which="LA", return_eigenvectors=False, tol=1e-6)[0])
    if largest <= 0:
        return 0.0
    # What does not divide evenly stands against the balance: Σ w·x is at most the difference of the halves.
    apart = whole - 2 * graph.least_side
    return (1 - 1e-5) / largest * (whole - apart**2 / whole) / 4


def sharing_bound(survey: Survey, fabric: Fabric, endpoints: Ints) -> float:
    """Return Gb/s that any balanced halves can exchange, as all-to-all traffic of an even rate does; 0 if unknown.

    Shortest paths carry 1 Gb/s from each endpoint, evenly to all others, with the fullest link in use by u: then each
    pair can have 1/((n−1)·u), and ⌊n/2⌋·⌈n/2⌉ pairs lead from any half to the other (METHOD_CUTS 2.6).
    """
    number = int(endpoints.size)
    if number < 2:
        return 0.0
    most_work = MOST_WORK if number <= _MOST_SHARED else 0
    nodes = survey.roster.endpoints(fabric.media)
    line = fabric.line_gbps()[endpoints]
    # Where all have one line rate its traffic is the one that everybody asks for anyway.
    each = float(line[0]) if line[0] > 0 and np.all(line == line[0]) else 1.0
    gbps = None if each == line[0] else each
    laid = survey.shared.get(fabric.media) if gbps is None else None
    if laid is None or not (most_work or laid.loads.turned):
        # What was laid for its own sake is taken where it is what would be laid here.
        laid = all_to_all(survey, fabric, nodes, gbps=gbps, most_work=most_work, sampling=False)
    loads = laid.loads
    if loads.sampled is None and gbps is None:
        survey.shared[fabric.media] = laid
    if loads.sampled is not None or loads.lost > 0 or not loads.total:
        return 0.0
    network = laid.network
    pairs = fabric.cables * fabric.gbps[fabric.link]
    known = network.edge >= 0
    room = np.bincount(network.edge[known], weights=pairs[known], minlength=network.u.size)
    used = float((np.maximum(loads.up.sum(axis=0), loads.down.sum(axis=0)) / room).max()) / each
    return (number // 2) * (number - number // 2) / ((number - 1) * used)


def whole_units(fabric: Fabric, least: float) -> float:
    """Return LEAST as the next sum of whole cables, which any cut is."""
    # Rates in whole numbers of the finest step; their greatest common divisor divides every sum of cables.
    rates = np.rint(np.unique(fabric.gbps[fabric.link]) / _FINEST).astype(np.int64)
    unit = int(np.gcd.reduce(rates)) * _FINEST if rates.size else 0.0
    return ceil(least / unit - 1e-6) * unit if unit else least


def _levels(matrix: csr_array, size: int, start: Ints) -> Ints:
    """Steps from the nearest of START to each of SIZE vertices; -1 where none is reached."""
    first = np.asarray(matrix.indptr, dtype=np.int64)
    found = np.full(size, -1, dtype=np.int64)
    found[start] = 0
    edge = start
    step = 0
    while edge.size:
        step += 1
        # Breadth-first, a whole front at a time: the neighbours of the front that have no step yet are the next one.
        reached = np.unique(matrix.indices[_ranges(first[edge], first[edge + 1])])
        edge = reached[found[reached] < 0]
        found[edge] = step
    return found


def _ranges(first: Ints, stop: Ints) -> Ints:
    """All whole numbers from each of FIRST up to its STOP."""
    counts = stop - first
    # Each run starts anew: the running count less all that stood before it, plus its FIRST.
    begins = np.repeat(first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    return begins + np.arange(int(counts.sum()))


def order_from(matrix: csr_array, start: int) -> Ints:
    """Vertices in breadth-first order from START, those that are not reached left out."""
    return np.asarray(breadth_first_order(matrix, start, directed=False, return_predecessors=False), dtype=np.int64)
