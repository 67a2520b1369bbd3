"""Routes: right-angled, around what stands in the way, beside each other, and unmoved by what happens elsewhere."""

from collections import deque
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.drawing.topology.channels import LEAST, spread_out
from designer.drawing.topology.routes import MOST_SOUGHT, Ground, routes
from designer.drawing.topology.topology import draw_topology
from designer.model.design import Design, Link, Node
from tests.long_runs import runs

CELL = 8
WIDE, HIGH = 224, 64


def ground_of(rects, captions=(), frames=()):
    table = np.array(rects, dtype=np.float64).reshape(-1, 4)
    return Ground(
        table,
        np.arange(len(table) - len(frames)),
        np.array(captions, dtype=np.float64).reshape(-1, 4),
        np.array(frames, dtype=np.float64).reshape(-1, 4),
    )


def routed(rects, links, **more):
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    return routes(ground_of(rects, **more), ends[:, 0], ends[:, 1])


def tile_at(x, y):
    return (float(x), float(y), float(x + WIDE), float(y + HIGH))


def passes_through(route, rect, slack=1e-6):
    for (x0, y0), (x1, y1) in pairwise(route):
        if (
            min(x0, x1) < rect[2] - slack
            and max(x0, x1) > rect[0] + slack
            and min(y0, y1) < rect[3] - slack
            and max(y0, y1) > rect[1] + slack
        ):
            return True
    return False


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def a_way_exists(rects, a, b):
    """The oracle: breadth-first search over free cells from beside tile A to beside tile B."""
    table = np.array(rects)
    left, top = (table[:, :2].min(axis=0) - 4 * CELL).tolist()
    columns, rows = ((table[:, 2:].max(axis=0) + 4 * CELL - (left, top)) / CELL).astype(int).tolist()
    free = np.ones((rows, columns), dtype=bool)
    for x0, y0, x1, y1 in rects:
        free[int((y0 - top) // CELL) : int((y1 - top) // CELL), int((x0 - left) // CELL) : int((x1 - left) // CELL)] = 0

    def beside(rect):
        x0, y0, x1, y1 = (int((v - o) // CELL) for v, o in zip(rect, (left, top, left, top), strict=True))
        cells = [(y, x) for x in range(x0, x1) for y in (y0 - 1, y1)]
        cells += [(y, x) for y in range(y0, y1) for x in (x0 - 1, x1)]
        return {cell for cell in cells if free[cell]}

    goals, waiting = beside(rects[b]), deque(beside(rects[a]))
    seen = set(waiting)
    while waiting:
        y, x = waiting.popleft()
        if (y, x) in goals:
            return True
        for cell in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
            if 0 <= cell[0] < rows and 0 <= cell[1] < columns and free[cell] and cell not in seen:
                seen.add(cell)
                waiting.append(cell)
    return False


places = st.tuples(st.integers(0, 140), st.integers(0, 80)).map(lambda at: tile_at(at[0] * CELL, at[1] * CELL))


@settings(max_examples=runs(40, 250), deadline=None)
@given(st.lists(places, min_size=3, max_size=26), st.data())
def test_no_wire_runs_behind_a_tile_where_a_way_around_exists(rects, data):
    a, b = data.draw(st.permutations(range(len(rects))))[:2]
    route = routed(rects, [(a, b)])[0]
    others = [rect for number, rect in enumerate(rects) if number not in (a, b)]
    if overlap(rects[a], rects[b]) or not any(passes_through(route, rect) for rect in others):
        return
    assert not a_way_exists(rects, a, b), route


def test_a_wire_behind_a_wall_with_a_gap_finds_the_gap():
    wall = [tile_at(400, y * 64) for y in range(-20, 20) if y != 17]
    rects = [tile_at(0, 0), tile_at(900, 0), *wall]
    route = routed(rects, [(0, 1)])[0]
    assert not any(passes_through(route, rect) for rect in wall)
    assert max(y for _, y in route) > 17 * 64


def test_a_wire_runs_through_only_what_cannot_be_gone_around():
    ring = [tile_at(x, y) for x in (-224, 0, 224) for y in (-64, 0, 64) if (x, y) != (0, 0)]
    rects = [tile_at(0, 0), tile_at(900, 0), *ring]
    route = routed(rects, [(0, 1)])[0]
    assert sum(passes_through(route, rect) for rect in ring) == 1


@settings(max_examples=runs(35, 100), deadline=None)
@given(st.lists(places, min_size=2, max_size=14), st.data())
def test_routes_are_right_angled_and_leave_an_edge_at_a_right_angle(rects, data):
    pairs = st.tuples(st.integers(0, len(rects) - 1), st.integers(0, len(rects) - 1))
    links = data.draw(st.lists(pairs, min_size=1, max_size=12))
    for route, link in zip(routed(rects, links), links, strict=True):
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(route))
        for number, corner, following in ((link[0], route[0], route[1]), (link[1], route[-1], route[-2])):
            x0, y0, x1, y1 = rects[number]
            (x, y), (to_x, to_y) = corner, following
            leaves = {
                "up": y == y0 and to_y <= y,
                "down": y == y1 and to_y >= y,
                "left": x == x0 and to_x <= x,
                "right": x == x1 and to_x >= x,
            }
            assert any(leaves.values()), (route, rects[number])
            assert x0 <= x <= x1
            assert y0 <= y <= y1


def boxes_of(route):
    points = np.array(route)
    return (*points.min(axis=0), *points.max(axis=0))


def grown(rect, by):
    return (rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by)


@settings(max_examples=runs(25, 60), deadline=None)
@given(st.data())
def test_a_route_stays_where_it_is_when_a_tile_moves_elsewhere(data):
    wide = st.tuples(st.integers(0, 500), st.integers(0, 300)).map(lambda at: tile_at(at[0] * 16, at[1] * 16))
    rects = data.draw(st.lists(wide, min_size=6, max_size=40))
    pairs = st.tuples(st.integers(0, len(rects) - 1), st.integers(0, len(rects) - 1))
    links = data.draw(st.lists(pairs, min_size=1, max_size=20))
    moved = data.draw(st.integers(0, len(rects) - 1))
    after_rects = [data.draw(wide) if number == moved else rect for number, rect in enumerate(rects)]
    before, after = routed(rects, links), routed(after_rects, links)
    here, there = rects[moved], after_rects[moved]

    def reach(number):
        a, b = (rects[end] for end in links[number])
        return grown((min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])), 700)

    # Touched: wires of the moved tile, those whose surroundings it left or entered, those that share an end with its
    # wires, and then whatever runs beside a touched one.
    ends = {end for link in links if moved in link for end in link}
    touched = {
        number
        for number, link in enumerate(links)
        if ends & set(link) or overlap(reach(number), here) or overlap(reach(number), there)
    }
    while True:
        more = {
            number
            for number in range(len(links))
            if number not in touched
            and any(
                overlap(grown(boxes_of(mine[number]), 60), grown(boxes_of(theirs[other]), 60))
                for other in touched
                for mine in (before, after)
                for theirs in (before, after)
            )
        }
        if not more:
            break
        touched |= more
    for number in range(len(links)):
        if number not in touched:
            assert before[number] == after[number]


def test_a_tile_in_sight_of_a_route_may_move_without_touching_it():
    rects = [tile_at(0, 0), tile_at(600, 0), tile_at(300, 0), tile_at(300, 480)]
    first = routed(rects, [(0, 1)])
    assert len(first[0]) > 2
    for y in (200, 240, 600, 640):
        assert routed([*rects[:3], tile_at(300, y)], [(0, 1)]) == first


def test_wires_of_one_side_fan_out_evenly():
    rects = [tile_at(400, 0), *(tile_at(x, 300) for x in (0, 300, 600, 900))]
    found = routed(rects, [(0, 1), (0, 2), (0, 3), (0, 4)])
    starts = [route[0] for route in found]
    assert [y for _, y in starts] == [64.0] * 4
    assert np.allclose(np.diff([x for x, _ in starts]), 28.0)


def test_wires_that_run_side_by_side_do_not_lie_on_each_other():
    tops, bottoms = [tile_at(300 * i, 0) for i in range(5)], [tile_at(300 * i, 200) for i in range(5)]
    links = [(a, 5 + b) for a in range(5) for b in range(5)]
    found = routed([*tops, *bottoms], links)
    level = [(a[1], min(a[0], b[0]), max(a[0], b[0])) for route in found for a, b in pairwise(route) if a[1] == b[1]]
    for i, (y, low, high) in enumerate(level):
        for other_y, other_low, other_high in level[:i]:
            if low < other_high and other_low < high:
                assert abs(y - other_y) >= LEAST - 1e-9


def test_a_wire_that_comes_to_another_edge_does_not_lie_on_the_one_that_is_there():
    # The wire to the tile above is in the way of another tile and leaves on the right, where one stands already.
    rects = [tile_at(0, 600), tile_at(0, 0), tile_at(600, 600), tile_at(0, 400)]
    first, second = routed(rects, [(0, 1), (0, 2)])
    assert second[0] == (224.0, 632.0)
    assert first[0] != second[0]
    level = [{a[1] for a, b in pairwise(route) if a[1] == b[1]} for route in (first, second)]
    assert not level[0] & level[1]


def test_a_straight_wire_has_no_bend():
    assert routed([tile_at(0, 0), tile_at(0, 200)], [(0, 1)]) == [((112.0, 64.0), (112.0, 200.0))]


def test_a_wire_goes_around_a_caption_and_around_a_frame_of_others():
    a, b = tile_at(0, 0), tile_at(0, 600)
    caption = (60.0, 300.0, 200.0, 332.0)
    route = routed([a, b], [(0, 1)], captions=[caption])[0]
    assert not passes_through(route, caption)
    frame = (-20.0, 280.0, 260.0, 420.0)
    route = routed([a, b, frame], [(0, 1)], frames=[frame])[0]
    assert not passes_through(route, frame)
    own = (-40.0, -40.0, 300.0, 700.0)
    assert len(routed([a, b, own], [(0, 1)], frames=[own])[0]) == 2


def test_pieces_with_one_place_keep_to_it():
    path = [(0.0, 0.0), (0.0, 10.0), (100.0, 10.0), (100.0, 20.0)]
    tight = np.array([(-50.0, -50.0, 200.0, 9.0), (-50.0, 11.0, 200.0, 60.0)])
    assert spread_out([path, path], tight)[0][1][1] == pytest.approx(10.0, abs=1.0)


def test_while_it_is_dragged_a_wire_is_not_sought_a_way_and_the_others_stay_as_they_are():
    nodes = {
        name: Node(id=name, kind="host", x=x, y=y, height=64.0, order=i)
        for i, (name, x, y) in enumerate(
            (
                ("a", 0.0, 0.0),
                ("between", 300.0, 0.0),
                ("b", 600.0, 0.0),
                ("c", 0.0, 300.0),
                ("d", 700.0, 500.0),
            )
        )
    }
    links = {
        "l": Link(id="l", a="a", b="b", medium="fabric"),
        "m": Link(id="m", a="c", b="d", medium="fabric", cables=2),
        "n": Link(id="n", a="c", b="d", medium="fabric"),
    }
    design = Design(nodes=nodes, links=links)
    before = draw_topology(design)
    moved = replace(design, nodes={**nodes, "a": replace(nodes["a"], y=8.0)})
    dragged, rested = draw_topology(moved, before=before), draw_topology(moved)
    between = tile_at(300, 0)
    assert passes_through(dragged.wires[0].corners, between)
    assert not passes_through(rested.wires[0].corners, between)
    assert dragged.wires[1:] == before.wires[1:]
    assert {wire.id for wire in dragged.wires} == {"l", "m", "n"}


def test_very_many_wires_jog_once():
    count = MOST_SOUGHT + 1
    rects = [tile_at(300 * i, 0) for i in range(10)] + [tile_at(300 * i, 300) for i in range(10)]
    found = routed(rects, [(i % 10, 10 + (i * 7) % 10) for i in range(count)])
    assert len(found) == count
    assert all(len(route) == 4 for route in found)
