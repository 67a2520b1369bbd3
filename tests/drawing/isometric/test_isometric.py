"""The isometric picture as data: what is nearer is painted later, heights are to scale, names stand clear."""

import numpy as np
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.drawing.isometric.isometric import (
    FRONT,
    HINT,
    IsometricDrawing,
    draw_isometric,
    isometric_words,
    place_words,
)
from designer.drawing.isometric.labels import labels_of
from designer.drawing.isometric.projection import Isometry, depth_order
from designer.edit.templates.templates import build_template
from designer.model.design import Design, FloorPlace, Node
from designer.model.rooms.room_plan import Aisle, Box, Door, RoomPlan, rectangle


@pytest.fixture(scope="module")
def pod(library: Library) -> Design:
    return build_template("dgx-superpod-h100", library, {"scale_units": "1"})


def hall(*nodes: Node, **plan: object) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(**{"outline": rectangle(12_000, 9_000), **plan}))
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(node_id: str, x: float, y: float, turn: float = 0.0, **fields: object) -> Node:
    return Node(
        **{
            "id": node_id,
            "name": node_id.title(),
            "kind": "rack",
            "parent": "hall",
            "floor": FloorPlace(x_mm=x, y_mm=y, rotation_deg=turn),
            **fields,
        }
    )


def test_lengths_along_the_walls_and_upwards_are_true_from_every_corner():
    for quarter in range(4):
        eye = Isometry(quarter)
        for end, up in (((100.0, 0.0), 0.0), ((0.0, 100.0), 0.0), ((0.0, 0.0), 100.0)):
            moved = eye.placed(np.array(end), up) - eye.placed(np.zeros(2))
            assert np.linalg.norm(moved) == pytest.approx(100.0)
        spots = np.array([(3.0, 4.0), (-20.0, 11.0)])
        assert eye.on_floor(eye.placed(spots)) == pytest.approx(spots)


def test_a_rack_is_as_high_as_its_units_or_its_cabinet_says(library: Library):
    cabinet = Node(id="cabinet", kind="rack-cabinet", part="apc/ar3300", parent="b")
    design = hall(rack("a", 1_200, 2_400, facts={"height_u": 20.0}), rack("b", 3_000, 2_400), cabinet)
    design = replace(design, parts={"apc/ar3300": library.parts["apc/ar3300"]})
    drawing = draw_isometric(design)
    # 20 units of 44.45 mm are 88.9 cm; the AR3300 is 1,991 mm high and holds 42 units, 1,866.9 mm, in its middle.
    assert drawing.heights == pytest.approx([88.9, 199.1])
    assert [one.units for one in drawing.standees] == [20, 42]
    assert drawing.standees[1].foot == pytest.approx((199.1 - 186.69) / 2)
    left_foot, _, _, left_top = drawing.sides[0, FRONT]
    assert left_foot - left_top == pytest.approx([0.0, 88.9])


def test_devices_show_at_their_units_in_their_layers(pod: Design):
    drawing = draw_isometric(pod)
    shown = next(one for one in drawing.standees if one.node == "rack")
    # NVIDIA's guide: four systems of eight units in a rack.
    assert [(p.node, p.low, p.high, p.layer) for p in shown.front if p.seen == "front"] == [
        ("dgx", 8.0 * k, 8.0 * k + 8.0, "servers_fabric") for k in range(4)
    ]
    assert sum(p.seen == "beside" and p.layer == "facility" for p in shown.rear) == 2


def test_every_rack_that_has_a_place_is_drawn_once(pod: Design):
    drawing = draw_isometric(pod)
    on_floor = {node.id: pod.total_copies(node.id) for node in pod.nodes.values() if node.kind == "rack"}
    drawn = {one: int((drawing.node_of == number).sum()) for number, one in enumerate(drawing.ids)}
    assert drawn == on_floor
    assert sorted(drawing.order.tolist()) == list(range(drawing.rows.size + len(drawing.solids)))


_STEP = 0.5
"""Centimetres by which the oracle walks up a sight line."""


def _nearest(drawing: IsometricDrawing, x: float, y: float) -> int:
    """The box that a sight line meets first, by walking it: an oracle that knows no painting order."""
    ups = np.arange(0.0, float(drawing.heights.max()), _STEP)
    spots = drawing.eye.on_floor(np.stack([np.full_like(ups, x), y + ups], axis=-1))
    best, found = -1.0, -1
    for place, (corner, along, _, down) in enumerate(drawing.corners):
        shares = (spots - corner) @ np.linalg.inv(np.stack([along - corner, down - corner]))
        inside = ((shares >= 0) & (shares <= 1)).all(axis=1) & (ups <= drawing.heights[place])
        if inside.any() and float(ups[inside].max()) > best:
            best, found = float(ups[inside].max()), place
    return found


def _faces(drawing: IsometricDrawing, place: int) -> list[shapely.Polygon]:
    towards = drawing.eye.faces_eye(drawing.normals[place])
    return [shapely.Polygon(face) for face in (drawing.tops[place], *drawing.sides[place][towards])]


def _painted_last(drawing: IsometricDrawing, spot: shapely.Point) -> int:
    """Whose roof or side is on top at a point, when all are painted in the order of the drawing."""
    racks = [place for place in drawing.order.tolist() if place < drawing.rows.size]
    hit = [place for place in racks if any(face.contains(spot) for face in _faces(drawing, place))]
    return hit[-1] if hit else -1


@st.composite
def layouts(draw: st.DrawFn) -> Design:
    """Racks of several sizes and turns that do not overlap, some of them side by side."""
    taken: list[shapely.Polygon] = []
    nodes: list[Node] = []
    for number in range(draw(st.integers(2, 7))):
        x, y = draw(st.integers(0, 12)) * 300, draw(st.integers(0, 12)) * 300
        turn = draw(st.sampled_from([0, 90, 180, 270, 30, 315]))
        node = rack(f"r{number}", x, y, turn, facts={"height_u": float(draw(st.sampled_from([8, 20, 42])))})
        corners = draw_isometric(hall(node)).corners[0]
        shape = shapely.Polygon(corners)
        if all(shape.intersection(other).area < 1e-6 for other in taken):
            taken.append(shape)
            nodes.append(node)
    return hall(*nodes)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    layouts(),
    st.integers(0, 3),
    st.lists(st.tuples(st.floats(0.02, 0.98), st.floats(0.02, 0.98)), min_size=8, max_size=8),
)
def test_no_hidden_rack_is_painted_over_a_nearer_one(design: Design, quarter: int, shares: list[tuple[float, float]]):
    drawing = draw_isometric(design, quarter=quarter)
    edges = [face.exterior for place in range(drawing.rows.size) for face in _faces(drawing, place)]
    for number, (across, down) in enumerate(shares):
        left, top, right, bottom = drawing.sights[number % drawing.rows.size].tolist()
        x, y = left + (right - left) * across, top + (bottom - top) * down
        spot = shapely.Point(x, y)
        if min(edge.distance(spot) for edge in edges) < 2 * _STEP:
            # A walk in steps cannot tell what lies at an edge.
            continue
        hit = drawing.standing_at(x, y)
        assert _painted_last(drawing, spot) == _nearest(drawing, x, y) == (-1 if hit is None else hit)


def test_racks_that_stand_in_walls_keep_their_order():
    # The first reaches out of the room through its wall and stands nearer to the eye than the second.
    drawing = draw_isometric(
        hall(rack("a", 300, 1_200, 90, facts={"height_u": 8.0}), rack("b", 0, 0, facts={"height_u": 8.0}))
    )
    order = drawing.order.tolist()
    assert order.index(0) > order.index(1)


def test_rows_that_overlap_are_still_painted_once_each():
    corners = np.array([[(0, 0), (4, 0), (4, 4), (0, 4)]] * 3, dtype=float)
    assert sorted(depth_order(corners).tolist()) == [0, 1, 2]


def test_sides_against_a_neighbour_are_left_out_unless_it_is_lower():
    drawing = draw_isometric(hall(rack("a", 1_200, 2_400, copies=3), rack("b", 3_000, 2_400, facts={"height_u": 10.0})))
    right = drawing.free_sides[:, 1].tolist()
    assert right == [False, False, True, True]
    # At no turn the eye sees fronts and right sides.
    assert drawing.seen_sides.tolist() == [[False, False, True, False]] * 2 + [[False, True, True, False]] * 2


@pytest.mark.parametrize("scale", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("quarter", [0, 1])
def test_names_do_not_overlap(pod: Design, scale: float, quarter: int):
    drawing = draw_isometric(pod, quarter=quarter)
    found = labels_of(drawing, scale, lambda text, style: 6.5 * len(text))
    assert found
    for number, label in enumerate(found):
        assert not any(label.rect.meets(other.rect) for other in found[number + 1 :])


def test_near_racks_bear_their_names_themselves(pod: Design):
    assert labels_of(draw_isometric(pod), 1.0, lambda text, style: 6.5 * len(text)) == []


def test_what_has_failed_is_dark_one_copy_or_all():
    design = hall(rack("a", 1_200, 2_400, copies=4), Node(id="s", kind="server", parent="a", copies=2, rack=None))
    drawing = draw_isometric(design, failed=("a[2]",))
    assert drawing.dark.tolist() == [False, False, True, False]
    assert "1 failed" in isometric_words(drawing)
    # Server 5 of 8 stands in the third rack.
    inside = draw_isometric(design, failed=("s[5]",))
    assert inside.dark.tolist() == [False] * 4
    assert inside.partly.tolist() == [False, False, True, False]
    assert draw_isometric(design, failed=("a",)).dark.all()
    assert place_words(inside, 2) == "A 3, 42 units, something in it has failed"


def test_walls_before_the_room_are_cut_down_and_doors_are_in_them():
    drawing = draw_isometric(
        hall(rack("a", 1_200, 2_400), doors=(Door(x_mm=3_000, y_mm=0), Door(x_mm=3_000, y_mm=9_000)))
    )
    kinds = [one.kind for one in drawing.solids]
    assert (kinds.count("door"), kinds.count("sill"), kinds.count("figure")) == (1, 1, 1)
    assert all(one.high <= 10 for one in drawing.solids if one.kind in {"kerb", "sill"})
    turned = draw_isometric(drawing.design, quarter=2)
    # From the other side the walls change places.
    assert {tuple(one.corners[0]) for one in turned.solids if one.kind == "wall"} == {
        tuple(one.corners[0]) for one in drawing.solids if one.kind == "kerb"
    }


@pytest.mark.parametrize("quarter", range(4))
def test_the_name_before_the_room_is_in_sight_where_doors_open_towards_it(pod: Design, quarter: int):
    room = next(node.id for node in pod.nodes.values() if node.kind == "room")
    drawing = draw_isometric(pod, room, quarter=quarter)
    assert drawing.outer is not None
    corner = np.array([drawing.eye.turned(drawing.outer)[:, 0].min(), drawing.title_front])
    x, y = Isometry().placed(corner).tolist()
    assert drawing.bounds.x < x < drawing.bounds.right
    assert drawing.bounds.y < y < drawing.bounds.bottom
    arcs = [drawing.eye.turned(np.array(door.arc))[:, 1].max() for door in drawing.doors if door.arc]
    assert all(drawing.title_front - drawing.title_size > arc for arc in arcs)


def test_the_figure_stands_free_in_the_room(pod: Design):
    for quarter in range(4):
        drawing = draw_isometric(pod, quarter=quarter)
        figure = next(one for one in drawing.solids if one.kind == "figure")
        person = shapely.Polygon(figure.corners)
        assert shapely.Polygon(drawing.walls).contains(person)
        assert not any(shapely.Polygon(corners).intersects(person) for corners in drawing.corners)


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"outline": ()},
        {"outline": rectangle(0, 0)},
        {"outline": rectangle(1e7, 10)},
        {"aisles": (Aisle(kind="hot", area=Box(x_mm=0, y_mm=0, width_mm=0, depth_mm=0), contained=True),)},
        {"tile_mm": 0.0, "height_mm": 0.0},
    ],
)
def test_odd_rooms_are_drawn(plan: dict[str, object]):
    for nodes in ((), (rack("a", 0, 0), rack("b", 0, 0, 45))):
        drawing = draw_isometric(hall(*nodes, **plan))
        assert np.isfinite(np.array(drawing.bounds)).all()
        assert drawing.rows.size == len(nodes)


def test_nothing_at_all_says_what_to_do():
    drawing = draw_isometric(Design())
    assert isometric_words(drawing) == HINT
    assert drawing.standing_at(0, 0) is None
    assert drawing.walk() == []
