"""The halves of a network between which the least can be sent, and how sure that is.

Bisection bandwidth is the least capacity of links that separates the endpoints into two halves, over all balanced
halves, in one direction. Every pair of halves gives an upper bound, by the max flow between them; the lower bounds are
those of `bounds`. Where they meet the answer is exact (METHOD_CUTS 1 and 2).
"""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil
from typing import Final

import numpy as np

from designer.analysis.halving.bounds import order_from, sharing_bound, spectral_bound, spreading_bound, whole_units
from designer.analysis.halving.exhaustive_search import smallest_cut
from designer.analysis.halving.graph import HalvingGraph, halving_graph
from designer.analysis.halving.records import EQUAL, Halves
from designer.analysis.halving.refining import refined
from designer.analysis.network.cabling import Flags, Floats, Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.max_flow import found_between
from designer.analysis.network.network_context import Survey, survey_of

_MOST_REFINED: Final = 4_000
_FEW_REFINED: Final = 120
"""Vertices up to which halves are refined move by move, and up to which this is begun in many ways."""
_CLOSE: Final = 0.95
_CLOSE_OF_MANY: Final = 0.8
_MANY: Final = 1_000
"""Bounds that are closer than this are told as they are: looking on takes longer than anybody waits for colours, above
all with many vertices."""
_MOST_SUM: Final = 2_000_000
_SEEDS: Final = 3
_SPLIT: Final = 6
_TURNS: Final = 4

PIECES: Final = "The network is in pieces that balance, so nothing joins the halves."
SPREAD: Final = (
    "Exact: between these halves goes no more, and between any balanced halves no less, as all endpoints spread evenly "
    "over the top of the network."
)
TRIED: Final = "Exact: every way to part the switches was tried."
BOUNDED: Final = (
    "Exact: between these halves goes no more, and between any balanced halves no less, by the spectrum of the network "
    "or by the all-to-all traffic that it carries."
)
FOUND: Final = (
    "At most this much: the smallest cut that was found between balanced halves. The least is what any balanced halves "
    "can exchange for certain."
)


def halves_of(survey: Survey, fabric: Fabric) -> Halves | None:
    """Return the worst halves of the endpoints of FABRIC, worked out once for SURVEY; None without two endpoints."""
    endpoints = fabric.vertices(survey.roster.endpoints(fabric.media))
    if endpoints.size < 2:
        return None
    if fabric.media not in survey.halves:
        found = worst_halves if not fabric.directed else _directed_halves
        survey.halves[fabric.media] = found(survey, fabric, endpoints)
    return survey.halves[fabric.media]


def _directed_halves(survey: Survey, fabric: Fabric, endpoints: Ints) -> Halves:
    """Return the worst halves of a FABRIC of which links carry more one way than the other.

    Both ways of two halves count, the first can send the second the least. With the slower direction of each link both
    ways no halves can exchange more, so what these can for certain any can; the halves that are the worst then, and
    where they are few those of every way to part the switches, are tried with both directions.
    """
    plain = fabric.evened()
    # Three candidates: the worst halves with both ways evened, an even half, and the smallest cut.
    alone = replace(survey, halves={}, shared={})
    found = worst_halves(alone, plain, endpoints)
    tried = [np.isin(endpoints, found.near), halving_graph(alone, plain, endpoints).even_half]
    # A smallest cut decides only where all endpoints send alike.
    every = smallest_cut(fabric, endpoints) if np.ptp(plain.line_gbps()[endpoints]) == 0 else None
    tried += [] if every is None else [every]
    # Each half either way round: what flows there is not what flows back.
    ways = [(_flow(fabric, endpoints, half), half) for near in tried for half in (near, ~near)]
    value, near = min(ways, key=lambda way: way[0])
    least = value if every is not None else min(value, found.least_gbps)
    why = TRIED if every is not None else BOUNDED if least >= value * (1 - EQUAL) else FOUND
    return Halves(endpoints[near], endpoints[~near], value, least, why)


def worst_halves(survey: Survey, fabric: Fabric, endpoints: Ints) -> Halves:
    """Return the halves of ENDPOINTS between which FABRIC can carry the least, as far as they are found.

    Args:
        survey: The design as its networks see it.
        fabric: The network copy by copy.
        endpoints: At least two vertices.
    """
    graph = halving_graph(survey, fabric, endpoints)
    apart = _pieces(graph)
    if apart is not None:
        return Halves(endpoints[apart], endpoints[~apart], 0.0, 0.0, PIECES)
    if graph.even and (tried := smallest_cut(fabric, endpoints)) is not None:
        value = _flow(fabric, endpoints, tried)
        drawn = graph.even_half
        # Of halves that are as bad those in design order are told: they read best.
        near = drawn if _flow(fabric, endpoints, drawn) <= value * (1 + EQUAL) else tried
        return Halves(endpoints[near], endpoints[~near], value, value, TRIED)
    spread = spreading_bound(graph)
    best = _least_flow(graph, fabric, _drawn_and_grown(graph), spread)
    if spread and best[0] <= spread * (1 + EQUAL):
        return Halves(endpoints[best[1]], endpoints[~best[1]], best[0], best[0], SPREAD)
    least = whole_units(fabric, max(spread, sharing_bound(survey, fabric, endpoints)))
    if least < best[0] * (1 - EQUAL):
        least = max(least, whole_units(fabric, spectral_bound(graph)))
    close = _CLOSE if graph.size <= _MANY else _CLOSE_OF_MANY
    if least < best[0] * close and graph.size <= _MOST_REFINED:
        best = _least_flow(graph, fabric, _refined(graph), least, best)
    if survey.failed and least < best[0] * (1 - EQUAL):
        # What was found without the failure can exchange no more with it, so a failure never seems to help.
        best = min([best, *_as_before(survey, fabric, endpoints)], key=lambda one: one[0])
    least = min(best[0], least)
    why = FOUND if least < best[0] * (1 - EQUAL) else BOUNDED
    return Halves(endpoints[best[1]], endpoints[~best[1]], best[0], least, why)


def _as_before(survey: Survey, fabric: Fabric, endpoints: Ints) -> Iterator[tuple[float, Flags]]:
    """Yield the flow between the halves without the failure, and the half, where no endpoint has failed."""
    whole = survey_of(survey.design, media=survey.roster.media)
    drawn = whole.fabric(fabric.media)
    halves = None if drawn is None else halves_of(whole, drawn)
    if halves is not None and halves.near.size + halves.far.size == endpoints.size:
        half = np.isin(endpoints, halves.near)
        yield _flow(fabric, endpoints, half), half


def _least_flow(
    graph: HalvingGraph,
    fabric: Fabric,
    starts: Iterator[Flags],
    least: float,
    best: tuple[float, Flags] | None = None,
) -> tuple[float, Flags]:
    """The least flow, and the half, that any of STARTS leads to, or BEST; it stops where LEAST is reached."""
    for near in starts:
        found = _settled(graph, fabric, near)
        if best is None or found[0] < best[0] * (1 - EQUAL):
            best = found
        if best[0] <= least * (1 + EQUAL):
            break
    assert best is not None, "there is a start at least"
    return best


def _pieces(graph: HalvingGraph) -> Flags | None:
    """Endpoints of pieces that together are one half; None where there is one piece, or none balance."""
    count, piece = graph.islands()
    if count < 2:
        return None
    weights = np.rint(np.bincount(piece, weights=graph.weight, minlength=count)).astype(np.int64)
    common = max(int(np.gcd.reduce(np.rint(graph.each).astype(np.int64))), 1)
    weights //= common
    least, whole = ceil(graph.least_side / common - 1e-9), int(weights.sum())
    if np.count_nonzero(weights) < 2 or whole > _MOST_SUM:
        return None
    # Which sums can be made of the pieces, and with which piece each was reached first.
    reached = np.zeros(whole + 1, dtype=np.bool_)
    last = np.full(whole + 1, -1, dtype=np.int64)
    reached[0] = True
    for number in np.flatnonzero(weights).tolist():
        weight = int(weights[number])
        fresh = np.flatnonzero(reached[:-weight] & ~reached[weight:]) + weight
        last[fresh] = number
        reached[fresh] = True
        if reached[least : whole - least + 1].any():
            break
    sums = np.flatnonzero(reached[least : whole - least + 1])
    if not sums.size:
        return None
    rest, chosen = int(sums[0]) + least, np.zeros(count, dtype=np.bool_)
    while rest:
        chosen[last[rest]] = True
        rest -= int(weights[last[rest]])
    return chosen[piece[graph.holder]]


def _drawn_and_grown(graph: HalvingGraph) -> Iterator[Flags]:
    """Sides of the vertices to begin with: as they are drawn, then grown from ends of the network."""
    yield _sides(graph, np.arange(graph.endpoints.size))
    matrix = graph.matrix()
    start = int(np.flatnonzero(graph.weight > 0)[0])
    for _ in range(_SEEDS):
        order = order_from(matrix, start)
        yield _grown(graph, order)
        # From the end that is farthest from the last one.
        start = int(order[np.flatnonzero(graph.weight[order] > 0)[-1]])


def _refined(graph: HalvingGraph) -> Iterator[Flags]:
    """The same and sides at random, moved vertex by vertex until no move helps."""
    matrix = graph.matrix()
    slack = max(float(graph.weight.max()), float(graph.each.max()))
    random = np.random.default_rng(1)
    anyhow = (_grown(graph, random.permutation(graph.size)) for _ in range(_SEEDS))
    begun = (*_drawn_and_grown(graph), *anyhow)
    for near in begun if graph.size <= _FEW_REFINED else begun[:2]:
        yield refined(matrix, graph.weight, near, slack)


def _sides(graph: HalvingGraph, order: Ints) -> Flags:
    """The first half of the endpoints in ORDER; a vertex is on the side of most of what depends on it."""
    # True for endpoints in ORDER until half of the weight is reached; a vertex goes with the weight that hangs on it.
    half = np.cumsum(graph.each[order]) <= float(graph.each.sum()) / 2
    near = np.zeros(graph.size)
    np.add.at(near, graph.holder[order], np.where(half, graph.each[order], -graph.each[order]))
    return near > 0


def _grown(graph: HalvingGraph, order: Ints) -> Flags:
    """Vertices in ORDER until they have half of the weight."""
    near = np.zeros(graph.size, dtype=np.bool_)
    near[order[np.cumsum(graph.weight[order]) <= float(graph.weight.sum()) / 2]] = True
    return near


def _settled(graph: HalvingGraph, fabric: Fabric, near: Flags) -> tuple[float, Flags]:
    """The least flow for endpoints that are about those NEAR: balanced, and switches put where they cost the least."""
    best: tuple[float, Flags, Flags] | None = None
    # The best of all balanced halves near the given one; none may be balanced, then an even one.
    for half in _balanced(graph, near):
        value, reached = _cut(fabric, graph.endpoints, half)
        if best is None or value < best[0]:
            best = value, half, reached
    if best is None:
        half = graph.even_half
        value, reached = _cut(fabric, graph.endpoints, half)
        best = value, half, reached
    # Endpoints that forward would be moved with the switches: the half stays.
    if fabric.forwards[graph.endpoints].any() or not graph.even:
        return best[:2]
    # In turns: switches go to the side of the smaller cut, which may move the cut, until it falls no more.
    for _ in range(_TURNS):
        half = _parted_by_cut(fabric, graph.endpoints, best[1], best[2])
        value, reached = _cut(fabric, graph.endpoints, half)
        if value >= best[0] * (1 - EQUAL):
            break
        best = value, half, reached
    return best[:2]


def _balanced(graph: HalvingGraph, near: Flags) -> Iterator[Flags]:
    """Halves of the endpoints after NEAR: as it is where it balances, else with one vertex parted."""
    half = near[graph.holder]
    sign = 1.0 if float(graph.each[half].sum()) * 2 >= float(graph.each.sum()) else -1.0
    half = half if sign > 0 else ~half
    over = float(graph.each[half].sum()) - float(graph.each.sum()) / 2
    spare = float(graph.each.sum()) / 2 - graph.least_side
    if over <= spare + 1e-9:
        yield half
        return
    # Vertices that look alike are parted alike: one of each weight and degree.
    degree = np.bincount(np.concatenate([graph.tail, graph.head]), minlength=graph.size)
    heavy = np.unique(graph.holder[half])
    _, firsts = np.unique(np.stack([graph.weight[heavy], degree[heavy]]), axis=1, return_index=True)
    for vertex in heavy[firsts][:_SPLIT].tolist():
        moved = half.copy()
        # From this vertex first, then from the next ones in order.
        own = np.flatnonzero(half & (graph.holder == vertex))
        others = np.flatnonzero(half & (graph.holder != vertex))
        order = np.concatenate([own, others])
        leaving = order[np.cumsum(graph.each[order]) <= over + spare + 1e-9]
        moved[leaving] = False
        if abs(2 * float(graph.each[moved].sum()) - float(graph.each.sum())) <= 2 * spare + 1e-6:
            yield moved


def _flow(fabric: Fabric, endpoints: Ints, half: Flags) -> float:
    return _cut(fabric, endpoints, half)[0]


def _cut(fabric: Fabric, endpoints: Ints, half: Flags) -> tuple[float, Flags]:
    """The flow between HALF of ENDPOINTS and the rest, and the vertices on the side of HALF of a smallest cut."""
    network, found = found_between(fabric, endpoints[half], endpoints[~half])
    near = np.zeros(fabric.size, dtype=np.bool_)
    known = network.at >= 0
    near[known] = found.near[network.at[known]]
    return float(found.value) * network.unit, near


def _parted_by_cut(fabric: Fabric, endpoints: Ints, half: Flags, near: Flags) -> Flags:
    """As many ENDPOINTS as HALF has, by what they are joined to on either side, NEAR, of the smallest cut."""
    gbps = fabric.cables * fabric.gbps[fabric.link]
    more: Floats = np.zeros(fabric.size)
    # (vertices,) Gb/s: cables to the far side less cables to the near side. Those with the least belong on the near
    # side.
    for here, there in ((fabric.tail, fabric.head), (fabric.head, fabric.tail)):
        passing = fabric.forwards[there]
        np.add.at(more, here[passing], np.where(near[there[passing]], -gbps[passing], gbps[passing]))
    found = np.zeros(endpoints.size, dtype=np.bool_)
    found[np.argsort(more[endpoints], kind="stable")[: int(np.count_nonzero(half))]] = True
    return found
