"""A drawing on its way: where things are between two drawings, and what is left out until they arrive."""

import pytest
from msgspec.structs import replace

from designer.drawing import motion
from designer.drawing.drawing import Drawing
from designer.drawing.motion import on_the_way
from designer.drawing.topology.topology import draw_topology
from designer.edit.nodes.nodes import remove, set_node
from designer.model.design import Design


@pytest.fixture
def moved(superpod: Design) -> Design:
    """The same design with its storage elsewhere: its tile and the frame around nothing else move."""
    return set_node(superpod, "ddn", x=1_400.0, y=900.0).applied(superpod)


def both(before: Design, after: Design) -> tuple[Drawing, Drawing]:
    return draw_topology(before), draw_topology(after)


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_what_moves_is_so_far_along_a_straight_line(superpod: Design, moved: Design, share: float):
    before, after = both(superpod, moved)
    start, end = before.rect_of("ddn"), after.rect_of("ddn")
    way = on_the_way(before, after, share)
    assert start != end
    assert way.rect_of("ddn") == pytest.approx([a + (b - a) * share for a, b in zip(start, end, strict=True)])
    assert way.rect_of("leaf") == after.rect_of("leaf")


def test_ports_stay_on_their_tile(superpod: Design, moved: Design):
    before, after = both(superpod, moved)
    way = on_the_way(before, after, 0.5)
    tile, arrived = (drawing.tiles[drawing.tile_index["ddn"]] for drawing in (way, after))
    assert tile.ports
    for dot, there in zip(tile.ports, arrived.ports, strict=True):
        assert dot.x - tile.rect.right == pytest.approx(there.x - arrived.rect.right)
        assert dot.y - tile.rect.y == pytest.approx(there.y - arrived.rect.y)


def test_the_ends_of_a_wire_go_with_its_tile_and_its_words_wait(superpod: Design, moved: Design):
    before, after = both(superpod, moved)
    way = on_the_way(before, after, 0.5)
    old, new, wire = (one.wires[one.wire_index["arrays"]] for one in (before, after, way))
    for (x, y), (from_x, from_y), (to_x, to_y) in zip(wire.points, old.points, new.points, strict=True):
        assert (x, y) == pytest.approx(((from_x + to_x) / 2, (from_y + to_y) / 2))
    assert [one.label for one in way.wires] == [""] * len(after.wires)
    assert any(one.label for one in after.wires)


def test_what_is_new_is_in_its_place_and_what_is_gone_is_gone(superpod: Design):
    without = remove(superpod, ["ddn"]).applied(superpod)
    appearing = on_the_way(draw_topology(without), draw_topology(superpod), 0.3)
    assert appearing.rect_of("ddn") == draw_topology(superpod).rect_of("ddn")
    leaving = on_the_way(draw_topology(superpod), draw_topology(without), 0.3)
    assert leaving.rect_of("ddn") is None
    assert "arrays" not in leaving.wire_index


def test_frames_grow_to_what_they_hold(superpod: Design):
    wider = set_node(superpod, "dgx", x=900.0).applied(superpod)
    before, after = both(superpod, wider)
    start, end = before.rect_of("su"), after.rect_of("su")
    middle = on_the_way(before, after, 0.5).rect_of("su")
    assert start != end
    assert middle == pytest.approx([(a + b) / 2 for a, b in zip(start, end, strict=True)])


def test_too_many_wires_are_left_out_on_the_way(superpod: Design, moved: Design, monkeypatch: pytest.MonkeyPatch):
    before, after = both(superpod, moved)
    monkeypatch.setattr(motion, "MOST_WIRES", len(after.wires))
    assert len(on_the_way(before, after, 0.5).wires) == len(after.wires)
    monkeypatch.setattr(motion, "MOST_WIRES", len(after.wires) - 1)
    assert len(on_the_way(before, after, 0.5).wires) == 0


def test_a_wire_with_other_corners_is_a_curve_until_it_arrives(superpod: Design):
    drawing = draw_topology(superpod)
    cornered = Drawing(
        frames=drawing.frames,
        wires=[one._replace(corners=(one.points[0], *one.points, one.points[3])) for one in drawing.wires],
        tiles=list(drawing.tiles),
    )
    assert all(len(one.corners) != 6 for one in drawing.wires)
    assert {one.corners for one in on_the_way(drawing, cornered, 0.5).wires} == {()}
    same = on_the_way(cornered, cornered, 0.5)
    assert [one.corners for one in same.wires] == [one.corners for one in cornered.wires]


def test_words_around_the_drawing_are_those_of_the_one_to_come(superpod: Design):
    renamed = replace(superpod, settings=replace(superpod.settings, name="Borealis hall"))
    before, after = both(superpod, renamed)
    assert on_the_way(before, after, 0.1).title == after.title != before.title
