"""Wires share trunks, cross less where another way is found, and say what they carry on pieces of their own."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.drawing.tables import Ways
from designer.drawing.topology.crossing_wires import MOST_WIRES, bends, crossings, lying_on_each_other, uncrossed
from designer.drawing.topology.labels import own_shares
from designer.drawing.topology.routes import routes
from tests.drawing.topology.test_routes import ground_of, passes_through, places, tile_at
from tests.long_runs import runs


def routed(rects, links, kinds=None):
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    numbers = None if kinds is None else np.array(kinds, dtype=np.int64)
    return routes(ground_of(rects), ends[:, 0], ends[:, 1], numbers)


HUB = [tile_at(600, 0), *(tile_at(400 * i, 300) for i in range(4))]
SPOKES = [(0, 1), (0, 2), (0, 3), (0, 4)]


def test_alike_wires_leave_an_edge_at_one_place_and_turn_on_one_level():
    found = routed(HUB, SPOKES, [7, 7, 7, 7])
    assert len({path[0] for path in found}) == 1
    assert len({path[1] for path in found}) == 1
    assert crossings(found).sum() == 0


def test_other_wires_and_those_to_the_same_tile_leave_beside_each_other():
    assert len({path[0] for path in routed(HUB, SPOKES, [1, 2, 3, 4])}) == 4
    assert len({path[0] for path in routed(HUB, [(0, 1), (0, 1)], [1, 1])}) == 2


def test_crossings_are_counted_at_both_wires_and_touching_is_none():
    cross = [((0.0, 5.0), (10.0, 5.0)), ((5.0, 0.0), (5.0, 10.0)), ((10.0, 0.0), (10.0, 5.0))]
    assert crossings(cross).tolist() == [1, 1, 0]
    assert bends([((0.0, 0.0), (5.0, 0.0), (5.0, 9.0)), ((0.0, 0.0), (5.0, 0.0), (9.0, 0.0))]) == 1


def test_wires_on_each_other_are_told_from_those_that_share_an_end():
    paths = [((0.0, 5.0), (10.0, 5.0)), ((4.0, 5.5), (20.0, 5.5)), ((0.0, 9.0), (10.0, 9.0))]
    assert lying_on_each_other(paths, np.array([[0, 1], [2, 3], [4, 5]])) == 1
    assert lying_on_each_other(paths, np.array([[0, 1], [0, 3], [4, 5]])) == 0


def test_a_wire_that_crosses_takes_another_way_only_where_that_is_better():
    straight = [((0.0, 5.0), (10.0, 5.0)), ((5.0, 0.0), (5.0, 10.0))]
    aside = ((5.0, 0.0), (20.0, 0.0), (20.0, 10.0), (5.0, 10.0))
    ends = np.array([[0, 1], [2, 3]])
    assert uncrossed(straight, ends, lambda wire, _: aside if wire else None, list) == [straight[0], aside]
    assert uncrossed(straight, ends, lambda _, __: None, list) == straight
    many = straight * MOST_WIRES
    assert uncrossed(many, np.zeros((len(many), 2), dtype=np.int64), lambda _, __: aside, list) == many


@settings(max_examples=runs(12, 80), deadline=None)
@given(st.lists(places, min_size=4, max_size=16), st.data())
def test_routes_do_not_run_behind_more_tiles_for_the_sake_of_crossings(rects, data):
    pairs = st.tuples(st.integers(0, len(rects) - 1), st.integers(0, len(rects) - 1))
    links = data.draw(st.lists(pairs, min_size=2, max_size=12))
    alone = [routed(rects, [link])[0] for link in links]
    for link, path, single in zip(links, routed(rects, links, [0] * len(links)), alone, strict=True):
        others = [rect for number, rect in enumerate(rects) if number not in link]
        if not any(passes_through(single, rect) for rect in others):
            assert not any(passes_through(path, rect, 1.0) for rect in others) or link[0] == link[1]


def test_a_label_lies_where_its_wire_is_alone():
    ways = Ways.of([((0, 0), (0, 50), (-200, 50), (-200, 100)), ((0, 0), (0, 50), (-40, 50), (-40, 100))])
    ends = np.array([[0, 1], [0, 2]])
    first, second = own_shares(ways, ends, np.array([0.5, 0.5]))
    # The first is alone from 40 to 200 to the left, 90 to 250 along its 300; the second on its last 50 of 140.
    assert first == np.float64(170 / 300)
    assert second == np.float64(115 / 140)
    apart = np.array([[0, 1], [2, 3]])
    assert own_shares(ways, apart, np.array([0.5, 0.5])).tolist() == [0.5, 0.5]
