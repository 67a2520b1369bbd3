"""What falls apart when one thing is lost: cut vertices and bridges of a fabric, and what each cuts off.

One depth-first search gives both (Hopcroft and Tarjan, 1973): a vertex whose subtree below a child reaches no
higher than itself cuts that subtree off, an edge whose lower end reaches no higher than itself is a bridge.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from designer.analysis.cabling import Floats
from designer.analysis.grouping import Grouped

Weight = tuple[float, float, float]
"""Endpoints, accelerators and line rate in Gb/s."""


@dataclass(frozen=True, slots=True)
class Separations:
    """What is cut off by the loss of one vertex or one cable.

    Attributes:
        by_vertex: Per merged vertex that forwards and cuts endpoints off, what it cuts off.
        by_edge: The same per edge of which one cable cuts endpoints off.
    """

    by_vertex: dict[int, Weight]
    by_edge: dict[int, Weight]


@dataclass(slots=True)
class _Search:
    """A depth-first search: per vertex its number, the lowest number it reaches, and the edge it came by."""

    number: list[int]
    low: list[int]
    parent: list[int]
    came_by: list[int]
    order: list[int]


def separations(network: Grouped, weight: Floats) -> Separations:
    """What each loss cuts off from the part with the most endpoints.

    Where fewer than two endpoints stay together after the loss of a vertex, all are cut off.

    Args:
        network: The fabric; its merged vertices count as cabled one by one.
        weight: Endpoints, accelerators and line rate per merged vertex, shape (3, vertices).
    """
    search = _search(network)
    below = [list(column) for column in weight.T.tolist()]
    for vertex in reversed(search.order):
        parent = search.parent[vertex]
        if parent >= 0:
            _add(below[parent], below[vertex])
    islands = _islands(search, below)
    parts: dict[int, list[tuple[Sequence[float], float]]] = {}
    by_edge: dict[int, Weight] = {}
    members, cables = network.members.tolist(), network.cables.tolist()
    degree = np.bincount(np.concatenate([network.u, network.v]), minlength=network.size).tolist()
    for vertex in search.order:
        parent, edge = search.parent[vertex], search.came_by[vertex]
        if parent < 0 or search.low[vertex] < search.number[parent]:
            continue
        # Members of a merged vertex that hangs here alone are parted from each other as well.
        hangs_alone = degree[vertex] == 1
        together = min(below[vertex][0], 1.0) if hangs_alone else below[vertex][0]
        parts.setdefault(parent, []).append((below[vertex], together))
        if search.low[vertex] > search.number[parent] and cables[edge] == members[vertex] and (
            members[vertex] == 1 or hangs_alone
        ):  # fmt: skip
            one = [value / members[vertex] for value in below[vertex]]
            rest = [a - b for a, b in zip(islands[vertex], one, strict=True)]
            lost = min(one, rest, key=lambda side: side[0])
            if lost[0] > 0:
                by_edge[edge] = (lost[0], lost[1], lost[2])
    by_vertex: dict[int, Weight] = {}
    for vertex, cut in parts.items():
        if network.forwards[vertex] and not weight[0, vertex] and islands[vertex][0] > 1:
            lost = _cut_off(islands[vertex], cut)
            if lost[0] > 0:
                by_vertex[vertex] = lost
    return Separations(by_vertex, by_edge)


def _cut_off(island: Sequence[float], cut: list[tuple[Sequence[float], float]]) -> Weight:
    """What of ISLAND is lost when its CUT parts fall off and the largest part is kept."""
    rest = list(island)
    for part, _ in cut:
        for n, value in enumerate(part):
            rest[n] -= value
    kept, together = max([(rest, rest[0]), *cut], key=lambda part: part[1])
    if together < 2:
        kept = (0.0, 0.0, 0.0)
    return island[0] - kept[0], island[1] - kept[1], island[2] - kept[2]


def _add(into: list[float], more: Sequence[float]) -> None:
    for n, value in enumerate(more):
        into[n] += value


def _islands(search: _Search, below: list[list[float]]) -> list[list[float]]:
    """Per vertex, the sums of its island."""
    found: list[list[float]] = [[] for _ in below]
    for vertex in search.order:
        parent = search.parent[vertex]
        found[vertex] = below[vertex] if parent < 0 else found[parent]
    return found


def _search(network: Grouped) -> _Search:
    """A depth-first search of every island, from a forwarding vertex where there is one."""
    size = network.size
    start = np.concatenate([network.u, network.v])
    order = np.argsort(start, kind="stable")
    bounds: list[int] = np.searchsorted(start[order], np.arange(size + 1)).tolist()
    other: list[int] = np.concatenate([network.v, network.u])[order].tolist()
    edges: list[int] = np.tile(np.arange(network.u.size), 2)[order].tolist()
    number, low = [-1] * size, [0] * size
    parent, came_by, reached = [-1] * size, [-1] * size, list[int]()
    next_arc = bounds[:size]
    roots: list[int] = np.argsort(~network.forwards, kind="stable").tolist()
    for root in roots:
        if number[root] >= 0:
            continue
        number[root] = low[root] = len(reached)
        reached.append(root)
        path = [root]
        while path:
            vertex = path[-1]
            arc = next_arc[vertex]
            if arc == bounds[vertex + 1]:
                path.pop()
                if path and low[vertex] < low[path[-1]]:
                    low[path[-1]] = low[vertex]
                continue
            next_arc[vertex] = arc + 1
            to = other[arc]
            if number[to] < 0:
                number[to] = low[to] = len(reached)
                reached.append(to)
                parent[to], came_by[to] = vertex, edges[arc]
                path.append(to)
            elif edges[arc] != came_by[vertex] and number[to] < low[vertex]:
                low[vertex] = number[to]
    return _Search(number, low, parent, came_by, reached)
