"""Where things will lie before they are let go, and where keys put them: ghosts, units of racks, free places."""

import pytest
from PySide6.QtCore import QPointF, Qt

from designer.edit.layouts.free_places import CLEAR
from designer.edit.nodes.nodes import add_container, add_node
from designer.edit.racks.rack_fill import place_unplaced
from designer.model.design import Design
from tests.ui.canvas.gestures.test_nothing_is_covered import covered

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"
SHIFT = Qt.KeyboardModifier.ShiftModifier
RIGHT, LEFT, DOWN = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down


@pytest.fixture
def row(begin, library):
    """A switch at 0, servers at 300 and at 600, all in one line."""
    design = add_node(Design(), library, SWITCH, 0, 0, node_id="leaf").applied(Design())
    for name, x in (("one", 300), ("two", 600)):
        design = add_node(design, library, DGX, x, 0, node_id=name).applied(design)
    return begin(design)


def many(library, count, wall_x=2_400.0):
    """COUNT servers in lines of ten, and far right of them a switch."""
    design = Design()
    for number in range(count):
        x, y = 240.0 * (number % 10), 160.0 * (number // 10)
        design = add_node(design, library, DGX, x, y, node_id=f"n{number}").applied(design)
    return add_node(design, library, SWITCH, wall_x + 400, 0, node_id="wall").applied(design)


def moved(person, before, ids):
    now = person.design.nodes
    return {(round(now[one].x - before[one].x, 3), round(now[one].y - before[one].y, 3)) for one in ids}


@pytest.mark.parametrize(("count", "ghosts"), [(60, 60), (240, 1)])
def test_it_is_shown_where_many_land(begin, library, count, ghosts):
    person = begin(many(library, count))
    ids = [f"n{number}" for number in range(count)]
    person.canvas.fit()
    person.canvas.select(ids)
    before, start = dict(person.design.nodes), person.middle("n0")
    end = start + (person.middle("wall") - person.middle("n9"))
    person.press(start)
    person.pull(start, end)
    preview = person.preview
    assert len(preview.ghosts) == ghosts
    assert preview.card.title == "Goes beside Quantum-2 QM9700"
    place = preview.ghosts[0]
    person.let_go(end)
    (offset,) = moved(person, before, ids)
    assert (place.x, place.y) == pytest.approx(offset)
    assert not covered(person)


def test_ghosts_of_a_few_show_their_plates(row):
    start = row.middle("leaf")
    row.press(start)
    row.pull(start, row.middle("one"))
    preview = row.preview
    assert [(tile.id, tile.plate is not None) for tile in preview.picture.tiles] == [("leaf", True)]
    # The picture lies where the ghost is.
    tile = preview.picture.tiles[0]
    assert (tile.rect.x + preview.shift[0], tile.rect.y + preview.shift[1]) == (
        preview.ghosts[0].x,
        preview.ghosts[0].y,
    )
    row.canvas.cancel()


def test_the_ghost_of_a_part_is_its_tile_with_its_count(row):
    row.canvas.stamp_part(DGX)
    row.hover(row.screen(0, 400))
    row.type("4")
    (tile,) = row.preview.picture.tiles
    assert (tile.title, tile.badge, tile.plate is not None) == ("DGX H100", "×4", True)
    # With the chips that come in it: the line below the name is that of the tile that will lie there.
    new = row.drop(DGX, row.screen(0, 700))
    lying = row.drawing.tiles[row.drawing.tile_index[new]]
    assert (tile.subtitle, tile.plate) == (lying.subtitle, lying.plate)
    row.hover(row.screen(0, 400))
    assert row.preview.shift == (row.preview.ghosts[0].x, row.preview.ghosts[0].y)
    row.canvas.grab()
    row.canvas.cancel()


def test_a_part_dropped_into_a_rack_stands_at_a_unit_and_says_so(begin, library):
    design = add_container(Design(), "rack", 0, 0, node_id="rack").applied(Design())
    person = begin(design)
    new = person.drop(SWITCH, person.middle("rack"))
    assert (person.design.nodes[new].parent, person.design.nodes[new].rack.u) == ("rack", 42)
    words = " ".join((person.canvas.told.title, *person.canvas.told.lines))
    assert "It stands at U42 there" in words
    person.session.undo()
    assert not person.design.nodes.keys() - {"rack"}


def test_a_tile_dragged_into_a_rack_stands_at_a_unit_too(begin, library):
    design = add_container(Design(), "rack", 0, 0, node_id="rack").applied(Design())
    person = begin(add_node(design, library, SWITCH, 600, 0, node_id="leaf").applied(design))
    person.drag(person.middle("leaf"), person.middle("rack"))
    assert person.design.nodes["leaf"].rack.u == 42
    assert any("It stands at U42 there" in said for said in person.said)


def test_without_a_free_unit_it_says_that_it_waits(begin, library):
    design = add_container(Design(), "rack", 0, 0, node_id="rack").applied(Design())
    design = add_node(design, library, DGX, 0, 0, node_id="full", copies=4, parent="rack").applied(design)
    person = begin(place_unplaced(design).applied(design))
    for waits in (False, True):
        before = set(person.design.nodes)
        person.canvas.select(["rack"])
        person.canvas.place_part(DGX)
        (new,) = person.design.nodes.keys() - before
        # 42U hold five of 8U.
        assert (person.design.nodes[new].parent, person.design.nodes[new].rack is None) == ("rack", waits)
        assert ("waits" in person.said[-1]) == waits


def test_an_arrow_goes_on_past_what_it_would_cover_and_is_one_undo(row):
    row.canvas.select(["leaf"])
    # From 0 to 76 it comes as near as 16; the next press goes on to the free place behind both servers or between them.
    for _ in range(12):
        row.key(RIGHT)
    assert not covered(row)
    leaf, one = row.drawing.rect_of("leaf"), row.drawing.rect_of("one")
    assert leaf.x >= one.right + CLEAR
    assert any("next free place" in said for said in row.said)
    assert len(row.session.labels) == 1
    for _ in range(3):
        row.key(LEFT)
    assert not covered(row)
    assert len(row.session.labels) == 1
    row.session.undo()
    assert row.design.nodes["leaf"].x == 0


def test_shift_and_an_arrow_never_end_on_a_tile(row):
    row.canvas.select(["leaf"])
    for key in (RIGHT, RIGHT, RIGHT, DOWN, LEFT, LEFT):
        row.key(key, SHIFT)
        assert not covered(row)


def test_a_group_that_grows_by_an_arrow_lets_its_neighbour_give_way(begin, library):
    design = add_container(Design(), "pod", 0, 0, node_id="pod").applied(Design())
    design = add_node(design, library, DGX, 16, 40, node_id="in", parent="pod").applied(design)
    design = add_node(design, library, SWITCH, 270, 40, node_id="beside").applied(design)
    person = begin(design)
    person.canvas.select(["in"])
    for _ in range(6):
        person.key(RIGHT)
    assert person.design.nodes["in"].x > 16
    assert not covered(person)
    assert len(person.session.labels) == 1


def test_a_new_part_never_lies_under_what_floats_over_the_canvas(row):
    view = row.canvas.stage.viewpoint
    view.below, view.right, view.corner, view.pane = 120.0, 260.0, (200.0, 120.0), (320.0, 200.0)
    row.canvas.select([])
    for _ in range(6):
        before = set(row.design.nodes)
        row.canvas.place_part(SWITCH)
        (new,) = row.design.nodes.keys() - before
        rect = view.rect_to_screen(row.drawing.rect_of(new))
        for other in view.floated_over:
            assert not rect.grown(-0.5).meets(view.rect_to_screen(other))
        assert not covered(row)
        row.canvas.select([])


def test_beside_the_selection_too_it_is_not_put_under_a_bar(row):
    view = row.canvas.stage.viewpoint
    row.canvas.select(["two"])
    rect = view.rect_to_screen(row.drawing.rect_of("two"))
    view.right = view.width - rect.right - 10
    row.canvas.place_part(SWITCH)
    (new,) = row.design.nodes.keys() - {"leaf", "one", "two"}
    assert not any(row.drawing.rect_of(new).meets(other) for other in view.floated_over)
    assert QPointF(*view.to_screen(*row.drawing.rect_of(new).centre)).x() < view.width - view.right


def test_in_a_narrow_view_parts_stay_in_sight_together(begin):
    person = begin(Design())
    view = person.canvas.stage.viewpoint
    view.resize(840.0, 460.0)
    view.right = 340.0
    placed = set()
    for part in (DGX, SWITCH, DGX):
        person.canvas.place_part(part)
        placed = set(person.design.nodes)
        for rect in map(person.drawing.rect_of, placed):
            # What goes beside the last one must not push the first out of sight.
            assert rect.grown(-0.5).meets(view.clear)
            assert rect.x >= view.clear.x
            assert rect.right <= view.clear.right
    assert len(placed) == 3
    assert not covered(person)
