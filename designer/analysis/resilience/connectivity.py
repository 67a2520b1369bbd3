"""Connectivity of a fabric: cut vertices and bridges, and what the loss of each cuts off.

The blocks of a graph, which hang together at single vertices, follow from any spanning tree: two of its edges are in
one block where an edge beside the tree closes a ring over both (Tarjan and Vishkin, 1985). Taken breadth-first, the
tree of a fabric has few levels, and each is worked through at once.
"""

from bisect import bisect_left
from typing import Final, TypeVar

import numpy as np

from designer.analysis.network.cabling import Flags, Floats, Ints, sums
from designer.analysis.network.copy_groups import Grouped, ranked
from designer.analysis.sparse import breadth_first_order, connected_components, csr_array
from designer.model.records import Arrays

Weight = tuple[float, float, float, float]
"""Endpoints, accelerators and line rate in Gb/s that are cut off; accelerators that reach no store any more."""


_NONE: Final[Weight] = (0.0, 0.0, 0.0, 0.0)
_Key = TypeVar("_Key")


def keep_worst(found: dict[_Key, Weight], key: _Key, lost: Weight) -> None:
    """Note LOST under KEY in FOUND where it is more than what stands there: what is cut off and storage apart."""
    known = found.get(key, _NONE)
    found[key] = (*max(known[:3], lost[:3]), max(known[3], lost[3]))


class Separations(Arrays, frozen=True):
    """Endpoints that the loss of one vertex or one cable cuts off.

    Attributes:
        by_vertex: Per merged vertex that forwards and cuts endpoints off, what it cuts off.
        by_edge: The same per edge of which one cable cuts endpoints off.
    """

    by_vertex: dict[int, Weight]
    by_edge: dict[int, Weight]


class _Tree(Arrays, frozen=True):
    """A spanning tree, its places numbered level by level from 0, a root above all islands.

    Attributes:
        vertex: Merged vertex at each place; at the root one more than there are.
        place: The place of each merged vertex.
        parent: Place of the parent; of the root -1.
        first: Places that are the first child of theirs.
        levels: Per level its places and its part of `first`.
    """

    vertex: Ints
    place: Ints
    parent: Ints
    first: Ints
    levels: tuple[tuple[slice, slice], ...]


class _Blocks(Arrays, frozen=True):
    """The blocks that the edges of a tree belong to, each edge named by its lower place.

    Attributes:
        of: Block of each place.
        tops: Places whose block hangs at their parent.
        bridges: Places whose edge is a block by itself.
    """

    of: Ints
    tops: Ints
    bridges: Ints


def separations(network: Grouped, weight: Floats) -> Separations:
    """Return what each loss cuts off from the part with the most endpoints.

    Where fewer than two endpoints stay together after the loss of a vertex, all are cut off.

    Args:
        network: The fabric; its merged vertices count as cabled one by one.
        weight: Endpoints, accelerators, line rate and stores per merged vertex, shape (4, vertices).
    """
    if not network.u.size:
        return Separations({}, {})
    tree = _spanning(network)
    # Per place what hangs below it, itself included: the four of WEIGHT, and how many places that are.
    below = np.ones((5, tree.parent.size))
    below[:4, 0] = 0.0
    below[:4, 1:] = weight[:, tree.vertex[1:]]
    for places, firsts in reversed(tree.levels):
        first = tree.first[firsts]
        below[:, tree.parent[first]] += np.add.reduceat(below[:, places], first - places.start, axis=1)
    # The island of a place is that of its parent; the roots, on the first level, are islands of themselves.
    island = np.arange(tree.parent.size)
    for places, _ in tree.levels[1:]:
        island[places] = island[tree.parent[places]]
    blocks = _blocks(network, tree, below[4].astype(np.int64))
    ends, total = below[:4], below[:4, island]
    degree = np.bincount(network.u, minlength=network.size) + np.bincount(network.v, minlength=network.size)
    # The members of a merged vertex that hangs on one alone are parted from each other as well.
    alone = np.append(degree, 0)[tree.vertex] == 1
    return Separations(
        by_vertex=_by_vertex(network, weight, tree, blocks, ends, total, alone),
        by_edge=_by_edge(network, tree, blocks, ends, total, alone),
    )


def _by_vertex(
    network: Grouped, weight: Floats, tree: _Tree, blocks: _Blocks, below: Floats, total: Floats, alone: Flags
) -> dict[int, Weight]:
    """Return what each vertex at which blocks hang cuts off: all but the part with the most endpoints."""
    tops = blocks.tops
    if not tops.size:
        return {}
    kinds, block = ranked(blocks.of[tops])
    one = np.zeros(kinds.size, dtype=np.int64)
    one[block] = np.arange(tops.size)
    # (3, parts): endpoints, accelerators and Gb/s in each block that hangs on a vertex.
    parts = np.stack([sums(block, row[tops], one.size) for row in below])
    together = np.where(alone[tops[one]], np.minimum(parts[0], 1.0), parts[0])
    # What is left besides those blocks stays with the rest of the island, above the vertex.
    places, cut = ranked(tree.parent[tops[one]])
    rest = total[:, places] - np.stack([sums(cut, row, places.size) for row in parts])
    # By vertex, then by endpoints: the last of each vertex is its heaviest part, which is what stays.
    order = np.lexsort((parts[2], parts[1], together, cut))
    best = order[np.flatnonzero(np.diff(cut[order], append=-1))]
    most = np.maximum(rest[0], together[best])
    # Fewer than two endpoints have nobody to meet: nothing is kept then.
    kept = np.where(rest[0] >= together[best], rest, parts[:, best]) * (most >= 2)
    lost = total[:, places] - kept
    # Accelerators in the parts that hold no store, where the island had one.
    without = sums(cut, _stranded(parts), places.size) + _stranded(rest)
    lost[3] = without * (total[3, places] > 0)
    vertices = tree.vertex[places]
    counts = network.forwards[vertices] & (weight[0, vertices] == 0) & (total[0, places] > 1) & (lost[0] > 0)
    return _told(vertices[counts], lost[:, counts])


def _stranded(parts: Floats) -> Floats:
    """Return the accelerators of each of PARTS that holds no store."""
    return np.where(parts[3] > 0, 0.0, parts[1])


def _by_edge(
    network: Grouped, tree: _Tree, blocks: _Blocks, below: Floats, total: Floats, alone: Flags
) -> dict[int, Weight]:
    """Return what one cable of each bridge cuts off: the side with fewer endpoints.

    All of both sides where nobody meets anybody then.
    """
    a, b = tree.place[network.u], tree.place[network.v]
    on_tree = np.flatnonzero((tree.parent[a] == b) | (tree.parent[b] == a))
    # The edge of the network by which each place hangs on its parent.
    edge_of = np.full(tree.parent.size, -1, dtype=np.int64)
    edge_of[np.maximum(a, b)[on_tree]] = on_tree
    lower = blocks.bridges
    edge, members = edge_of[lower], network.members[tree.vertex[lower]]
    # Only where one cable joins each member: with two, the loss of one parts nobody.
    single = (network.cables[edge] == members) & ((members == 1) | alone[lower])
    lower, edge, members = lower[single], edge[single], members[single]
    one = below[:, lower] / members
    rest = total[:, lower] - one
    lost = np.where(one[0] <= rest[0], one, rest)
    # Where fewer than two stay together on the other side as well, nobody meets anybody any more.
    lost = np.where(np.maximum(one[0], rest[0]) < 2, one + rest, lost) * ((one[0] > 0) & (rest[0] > 0))
    lost[3] = (_stranded(one) + _stranded(rest)) * (total[3, lower] > 0)
    return _told(edge[lost[0] > 0], lost[:, lost[0] > 0])


def _told(places: Ints, lost: Floats) -> dict[int, Weight]:
    return {
        place: (row[0], row[1], row[2], row[3]) for place, row in zip(places.tolist(), lost.T.tolist(), strict=True)
    }


def _spanning(network: Grouped) -> _Tree:
    """A breadth-first tree of every island, from a forwarding vertex where there is one."""
    size = network.size
    roots = np.array([int(network.forwards.argmax())])
    order, came_from = _breadth_first(network, roots)
    if order.size <= size:
        # Not all reached from one root: a root for each island, a forwarding vertex where the island has one.
        count, island = _components(network.u, network.v, size)
        by_choice = np.argsort(network.forwards, kind="stable")
        roots = np.zeros(count, dtype=np.int64)
        roots[island[by_choice]] = by_choice
        order, came_from = _breadth_first(network, roots)
    place = np.empty(size + 1, dtype=np.int64)
    place[order] = np.arange(order.size)
    # Parents as places in the order; breadth-first, children of one parent stand side by side.
    parent = place[came_from[order]]
    parent[0] = -1
    first = 1 + np.flatnonzero(parent[1:] != parent[:-1])
    return _Tree(order, place, parent, first, _levels(parent, first))


def _breadth_first(network: Grouped, roots: Ints) -> tuple[Ints, Ints]:
    """The order in which all is reached from a vertex above ROOTS, and from where."""
    # One more vertex above all roots makes a single tree of all islands.
    above = np.full(roots.size, network.size)
    start = np.concatenate([network.u, network.v, above])
    arcs = _joined(start, np.concatenate([network.v, network.u, roots]), network.size + 1)
    order, came_from = breadth_first_order(arcs, network.size, directed=True)
    return order.astype(np.int64), np.maximum(came_from.astype(np.int64), 0)


def _joined(start: Ints, end: Ints, size: int) -> csr_array:
    """Arcs START → END as rows of a matrix; built by hand, as the usual way takes twice as long on a small fabric."""
    # Rows of a sparse matrix by hand: arcs sorted by start, and where each start begins.
    order = np.argsort(start, kind="stable")
    bounds = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(start, minlength=size), out=bounds[1:])
    return csr_array((np.ones(start.size), end[order].astype(np.int32), bounds), shape=(size, size))


def _components(u: Ints, v: Ints, size: int) -> tuple[int, Ints]:
    """Islands of the edges U — V: with arcs both ways the strong ones, which take no turned copy of the matrix."""
    arcs = _joined(np.concatenate([u, v]), np.concatenate([v, u]), size)
    count, found = connected_components(arcs, connection="strong")
    return int(count), found.astype(np.int64)


def _levels(parent: Ints, first: Ints) -> tuple[tuple[slice, slice], ...]:
    parents, firsts = parent.tolist(), first.tolist()
    found: list[tuple[slice, slice]] = []
    start, at = 1, 0
    while start < len(parents):
        end = bisect_left(parents, start, lo=start)
        group = bisect_left(firsts, end, lo=at)
        found.append((slice(start, end), slice(at, group)))
        start, at = end, group
    return tuple(found)


def _blocks(network: Grouped, tree: _Tree, size: Ints) -> _Blocks:
    """The blocks of NETWORK; SIZE tells how many places hang below each, itself included."""
    parent = tree.parent
    before = np.cumsum(size) - size
    elder = np.repeat(tree.first, np.diff(tree.first, append=parent.size))
    number = np.zeros(parent.size, dtype=np.int64)
    number[1:] = before[1:] - before[elder] + 1
    for places, _ in tree.levels:
        number[places] += number[parent[places]]
    end = number + size
    a, b = tree.place[network.u], tree.place[network.v]
    beside = (parent[a] != b) & (parent[b] != a)
    a, b = a[beside], b[beside]
    # The least and, taken negative, the greatest number that edges beside the tree reach from below a place.
    reach = np.stack([number, -number])
    ends, reached = np.concatenate([a, b]), np.concatenate([number[b], number[a]])
    np.minimum.at(reach[0], ends, reached)
    np.minimum.at(reach[1], ends, -reached)
    for places, firsts in reversed(tree.levels):
        first = tree.first[firsts]
        upper = parent[first]
        lowest = np.minimum.reduceat(reach[:, places], first - places.start, axis=1)
        reach[:, upper] = np.minimum(reach[:, upper], lowest)
    least, most = reach[0], -reach[1]
    beyond = np.flatnonzero((least < number[parent]) | (most >= end[parent]))
    beyond = beyond[beyond > 0]
    # Breadth-first no edge beside the tree joins a place to one above or below it: it always closes a ring over both.
    _, of = _components(np.concatenate([beyond, a]), np.concatenate([parent[beyond], b]), parent.size)
    tops = np.flatnonzero((parent > 0) & (of != of[parent]))
    bridges = tops[(least[tops] >= number[tops]) & (most[tops] < end[tops])]
    return _Blocks(of, tops, bridges)
