"""A network made small for the search of its halves: endpoints with one neighbour are folded into it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.fabric import Fabric, lay_out
from designer.analysis.network.network_context import Survey
from designer.analysis.sparse import connected_components, coo_array, csr_array

_FINEST: Final = 1e-3
"""Gb/s by which weights are told apart."""
_MOST_SUM: Final = 2_000_000


@dataclass(frozen=True)
class HalvingGraph:
    """Graph of what can be parted, and of what joins it.

    Attributes:
        endpoints: Vertices of the fabric that are to be parted, in design order.
        each: Weight of each endpoint: what it can send in Gb/s as it is drawn, or 1 where endpoints pass on what others
            send.
        holder: Per endpoint, the vertex of this graph that it is or hangs on.
        access: Per endpoint, what joins it to the vertex that it hangs on, in Gb/s; infinite where it is one itself.
        weight: Per vertex, the weight of its endpoints.
        forwards: Per vertex, whether it passes on what others send.
        tail: Per edge, one end; every pair of joined vertices is there once.
        head: Per edge, the other end.
        gbps: Per edge, what it carries one way.
        even_half: Which endpoints make up one of two halves that are as even as can be, the first ones.
        least_side: Weight of the lighter of two halves that are as even as can be.
    """

    endpoints: Ints
    each: Floats
    holder: Ints
    access: Floats
    weight: Floats
    forwards: Flags
    tail: Ints
    head: Ints
    gbps: Floats
    even_half: Flags
    least_side: float

    @property
    def size(self) -> int:
        """Vertices."""
        return int(self.weight.size)

    @property
    def even(self) -> bool:
        """Return True when all endpoints weigh the same."""
        return bool(np.all(self.each == self.each[0]))

    def matrix(self) -> csr_array:
        """Gb/s between vertices, both ways; not to be changed."""
        return self._matrix

    @cached_property
    def _matrix(self) -> csr_array:
        # Each edge stands once; put in the other way too, so that rows hold all neighbours.
        u, v = np.concatenate([self.tail, self.head]), np.concatenate([self.head, self.tail])
        both = coo_array((np.concatenate([self.gbps, self.gbps]), (u, v)), shape=(self.size, self.size))
        return csr_array(both)

    def islands(self) -> tuple[int, Ints]:
        """Return the number of pieces, and the piece of each vertex (vertices,)."""
        return self._islands

    @cached_property
    def _islands(self) -> tuple[int, Ints]:
        count, piece = connected_components(self.matrix(), directed=False)
        return int(count), np.asarray(piece, dtype=np.int64)


def halving_graph(survey: Survey, fabric: Fabric, endpoints: Ints) -> HalvingGraph:
    """Return FABRIC with those of ENDPOINTS folded away that hang on a single other vertex."""
    each = _weights(survey, fabric, endpoints)
    half = even_half(each)
    pairs, gbps = _joined(fabric)
    neighbours = np.bincount(pairs.ravel(), minlength=fabric.size)
    inside = np.zeros(fabric.size, dtype=np.bool_)
    inside[endpoints] = True
    # An endpoint folds away where it passes nothing on and has one neighbour, which does.
    folds = inside & ~fabric.forwards & (neighbours == 1)
    near = folds[pairs]
    other_forwards = fabric.forwards[pairs[:, ::-1]]
    folding = near & other_forwards
    folds[:] = False
    onto = np.arange(fabric.size)
    access = np.full(fabric.size, np.inf)
    for column in (0, 1):
        rows = np.flatnonzero(folding[:, column])
        leaving, staying = pairs[rows, column], pairs[rows, 1 - column]
        folds[leaving] = True
        onto[leaving], access[leaving] = staying, gbps[rows]
    kept = np.flatnonzero((fabric.forwards | inside) & ~folds & fabric.alive)
    place = np.full(fabric.size, -1, dtype=np.int64)
    place[kept] = np.arange(kept.size)
    tail, head = place[pairs[:, 0]], place[pairs[:, 1]]
    # Hosts that neither pass anything on nor are endpoints are no way.
    useful = (tail >= 0) & (head >= 0)
    holder = place[onto[endpoints]]
    return HalvingGraph(
        endpoints=endpoints,
        each=each,
        holder=holder,
        access=access[endpoints],
        weight=sums(holder, each, kept.size),
        forwards=fabric.forwards[kept],
        tail=tail[useful],
        head=head[useful],
        gbps=gbps[useful],
        even_half=half,
        least_side=min(float(each[half].sum()), float(each[~half].sum())),
    )


def even_half(each: Floats) -> Flags:
    """Return which endpoints of weights EACH make up one of two halves that are as even as can be, the first ones."""
    if np.all(each == each[0]):
        return np.arange(each.size) < each.size // 2
    counts = np.rint(each / _FINEST).astype(np.int64)
    counts //= max(int(np.gcd.reduce(counts)), 1)
    weights, sort, many = np.unique(counts, return_inverse=True, return_counts=True)
    whole = int(counts.sum())
    if whole > _MOST_SUM:
        # Too fine to be summed exactly: the heaviest in turn on the lighter side.
        order = np.argsort(-each, kind="stable")
        half = np.zeros(each.size, dtype=np.bool_)
        half[order[::2]] = True
        return half
    # As many as 1, 2, 4 … of a weight at once make every number of them; which bundle reached a sum first is kept.
    bundles = [(kind, size) for kind, number in enumerate(many.tolist()) for size in _powers(number)]
    reached = np.zeros(whole + 1, dtype=np.bool_)
    last = np.full(whole + 1, -1, dtype=np.int64)
    reached[0] = True
    for place, (kind, size) in enumerate(bundles):
        step = int(weights[kind]) * size
        if step > whole:
            continue
        fresh = np.flatnonzero(reached[: whole + 1 - step] & ~reached[step:]) + step
        last[fresh] = place
        reached[fresh] = True
    rest = int(np.flatnonzero(reached[: whole // 2 + 1])[-1])
    wanted = np.zeros(weights.size, dtype=np.int64)
    while rest:
        kind, size = bundles[int(last[rest])]
        wanted[kind] += size
        rest -= int(weights[kind]) * size
    return first_of(sort.ravel().astype(np.int64), wanted)


def first_of(sort: Ints, wanted: Ints) -> Flags:
    """Choose as many of each SORT as WANTED says, the first ones."""
    order = np.argsort(sort, kind="stable")
    # Place of each within its sort: its place in sorted order less where its sort begins.
    begins = np.searchsorted(sort[order], np.arange(wanted.size))
    place = np.arange(sort.size) - begins[sort[order]]
    chosen = np.zeros(sort.size, dtype=np.bool_)
    chosen[order] = place < wanted[sort[order]]
    return chosen


def _powers(number: int) -> list[int]:
    """Parts of NUMBER of which every smaller number is a sum: 1, 2, 4 and what is left."""
    found: list[int] = []
    size = 1
    while number > 0:
        found.append(min(size, number))
        number -= size
        size *= 2
    return found


def _weights(survey: Survey, fabric: Fabric, endpoints: Ints) -> Floats:
    """Return the weight of each endpoint (endpoints,): what it can send as drawn, whatever cables it has lost."""
    if fabric.forwards[endpoints].any():
        return np.ones(endpoints.size)
    # As drawn, before any failure, and rounded, so that equal hosts weigh exactly the same.
    drawn = lay_out(survey.roster, survey.cablings, fabric.media).evened() if survey.failed else fabric
    each = np.round(drawn.line_gbps()[endpoints], 3)
    # An endpoint without a cable has to be on one side all the same.
    return np.where(each > 0, each, max(1.0, float(each.max(initial=1.0))))


def _joined(fabric: Fabric) -> tuple[Ints, Floats]:
    """Each pair of joined vertices once, the lower first, with what all cables between them carry."""
    low, high = np.minimum(fabric.tail, fabric.head), np.maximum(fabric.tail, fabric.head)
    apart = low != high
    # One number for each pair; all cables of one pair add up, whichever link they are of.
    keys, inverse = np.unique(low[apart] * max(fabric.size, 1) + high[apart], return_inverse=True)
    gbps = sums(inverse, (fabric.cables * fabric.gbps[fabric.link])[apart], keys.size)
    return np.stack([keys // max(fabric.size, 1), keys % max(fabric.size, 1)], axis=1), gbps
