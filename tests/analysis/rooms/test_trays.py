"""Trays that cross and touch, and the shortest ways along them held against networkx."""

from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.rooms.trays import TrayGraph, tray_graph
from designer.model.rooms.room_plan import Point, Tray


def tray(name: str, *corners: tuple[float, float], height: float = 2_700.0) -> Tray:
    return Tray(id=name, line=tuple(Point(x_mm=x, y_mm=y) for x, y in corners), above_mm=height)


def length(graph: TrayGraph, one: tuple[float, float], other: tuple[float, float], reach: float = 500.0) -> float:
    """From spot to spot by trays, both of them on a tray."""
    access = graph.reached(np.array([one, other]), reach)
    ways = graph.ways(access.edge[:1], access.along[:1], access.edge[1:], access.along[1:])
    return float(ways.length[0])


def test_along_one_tray_and_round_its_corner():
    graph = tray_graph([tray("a", (0, 0), (4_000, 0), (4_000, 3_000))])
    assert length(graph, (1_000, 0), (3_000, 0)) == pytest.approx(2_000)
    assert length(graph, (1_000, 0), (4_000, 3_000)) == pytest.approx(6_000)


def test_trays_are_joined_where_they_cross_touch_or_nearly_touch():
    across = tray("a", (0, 0), (4_000, 0))
    for other in (tray("b", (2_000, -1_000), (2_000, 1_000)), tray("b", (2_000, 0), (2_000, 1_000))):
        assert length(tray_graph([across, other]), (0, 0), (2_000, 1_000)) == pytest.approx(3_000)
    near = tray("b", (2_000, 40), (2_000, 1_000))
    assert length(tray_graph([across, near]), (0, 0), (2_000, 1_000)) == pytest.approx(3_000)
    assert length(tray_graph([across, tray("b", (2_000, 60), (2_000, 1_000))]), (0, 0), (2_000, 1_000)) == np.inf


def test_trays_at_unlike_heights_are_climbed_between_or_pass_over_each_other():
    across = tray("a", (0, 0), (4_000, 0))
    low = tray("b", (2_000, -1_000), (2_000, 1_000), height=2_400)
    assert length(tray_graph([across, low]), (0, 0), (2_000, 1_000)) == pytest.approx(3_300)
    under_floor = tray("b", (2_000, -1_000), (2_000, 1_000), height=-300)
    assert length(tray_graph([across, under_floor]), (0, 0), (2_000, 1_000)) == np.inf


def test_a_spot_reaches_the_nearest_tray_along_the_walls_or_none():
    graph = tray_graph([tray("a", (0, 0), (4_000, 0)), tray("b", (0, 5_000), (4_000, 5_000), height=3_000)])
    access = graph.reached(np.array([(1_000.0, 800.0), (5_000.0, 4_600.0), (1_000.0, 2_600.0)]), 2_000.0)
    assert graph.tray[access.edge[:2]].tolist() == [0, 1]
    assert access.along[:2].tolist() == [1_000, 4_000]
    assert access.aside[:2].tolist() == [800, 1_400]
    assert access.height[:2].tolist() == [2_700, 3_000]
    assert access.edge[2] == -1
    assert tray_graph([]).reached(np.zeros((1, 2)), 1e9).edge.tolist() == [-1]


GRID = st.tuples(st.integers(0, 6), st.integers(0, 6))


@settings(deadline=None)
@given(
    st.lists(st.lists(GRID, min_size=2, max_size=4), min_size=1, max_size=6),
    st.tuples(GRID, GRID),
)
def test_ways_are_the_shortest_on_random_trays(lines, ends):
    """Corners on a grid, legs along it: each leg cut at every grid point gives the same graph by another way."""
    trays, expected = [], nx.Graph()
    for number, corners in enumerate(lines):
        path = [corners[0]]
        for x, y in corners[1:]:
            path += [(x, path[-1][1]), (x, y)]
        trays.append(tray(f"t{number}", *((x * 1_000.0, y * 1_000.0) for x, y in path)))
        for (ax, ay), (bx, by) in pairwise(path):
            steps = max(abs(bx - ax), abs(by - ay))
            points = [
                (ax + (bx - ax) * k // max(steps, 1), ay + (by - ay) * k // max(steps, 1)) for k in range(steps + 1)
            ]
            nx.add_path(expected, points, weight=1_000.0)
    graph = tray_graph(trays)
    one, other = ends
    if one not in expected or other not in expected:
        return
    if not graph.length.size:
        return  # all legs have no length
    try:
        known = nx.shortest_path_length(expected, one, other, weight="weight")
    except nx.NetworkXNoPath:
        known = np.inf
    spots = [(x * 1_000.0, y * 1_000.0) for x, y in ends]
    access = graph.reached(np.array(spots), 1.0)
    if (access.edge >= 0).all():
        assert length(graph, *spots) == pytest.approx(known)


def test_ways_that_are_asked_for_later_are_as_those_asked_for_at_once():
    trays = [tray(f"r{k}", (0, k * 1_000), (5_000, k * 1_000)) for k in range(4)]
    trays.append(tray("c", (2_500, 0), (2_500, 3_000)))
    spots = [(float(x), float(y)) for x in (0, 1_000, 5_000) for y in (0, 1_000, 3_000)]
    apart = tray_graph(trays)
    for one, other in combinations(spots, 2):
        assert length(apart, one, other) == pytest.approx(length(tray_graph(trays), one, other))
