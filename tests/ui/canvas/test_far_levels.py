import pytest
from PySide6.QtCore import Qt

from designer.catalog.reading import read_library
from designer.ui.canvas.interaction.reading_order import reading_order
from designer.ui.canvas.rendering import surface
from tests.campus import campus

KEYS = Qt.KeyboardModifier


@pytest.fixture(scope="module")
def grounds():
    return campus(read_library())


@pytest.fixture
def far(begin, grounds):
    person = begin(grounds)
    person.canvas.fit()
    return person


def zoom(person, scale):
    person.canvas.zoom_to(scale)
    return {tile.id for tile in person.drawing.tiles}


def test_ever_farther_away_racks_pods_rooms_and_sites_are_tiles(far):
    assert "s0r0p0k0n0" in zoom(far, 1.0)
    assert {"s0r0p0k0", "s0r0p0leaf"} <= zoom(far, 0.3)
    assert {"s0r0p0", "s0r0spine"} <= zoom(far, 0.15)
    assert zoom(far, 0.08) == {"s0r0", "s0r1", "s1r0", "s1r1"}
    assert zoom(far, 0.03) == {"s0", "s1"}
    assert "s0r0p0k0n0" in zoom(far, 1.0)


def test_at_the_rim_between_two_levels_nothing_flickers(far):
    zoom(far, 0.35)
    near = far.drawing
    for scale in (0.335, 0.345, 0.33, 0.35):
        zoom(far, scale)
        assert far.drawing is near
    zoom(far, 0.3)
    tiles = far.drawing
    for scale in (0.32, 0.335, 0.31):
        zoom(far, scale)
        assert far.drawing is tiles
    zoom(far, 0.34)
    assert far.drawing is near


def test_a_click_on_a_tile_of_the_far_level_selects_its_container(far):
    zoom(far, 0.08)
    far.canvas.centre_on(*far.drawing.rect_of("s0r0").centre)
    far.click(far.middle("s0r0"))
    assert far.canvas.selected_ids() == ("s0r0",)
    assert far.design.nodes["s0r0"].kind == "room"


def test_a_container_dragged_from_far_away_takes_everything_in_it_along(far):
    zoom(far, 0.08)
    far.canvas.centre_on(*far.drawing.rect_of("s0r1").centre)
    before = {name: (node.x, node.y) for name, node in far.design.nodes.items()}
    start = far.middle("s0r1")
    far.drag(start, far.screen(far.drawing.rect_of("s0r1").centre[0], far.drawing.rect_of("s0r1").centre[1] + 400))
    moved = {name for name, node in far.design.nodes.items() if (node.x, node.y) != before[name]}
    assert "s0r1p0k0n0" in moved
    assert all(name.startswith("s0r1") for name in moved)
    shifts = {far.design.nodes[name].y - before[name][1] for name in moved if far.design.nodes[name].part}
    assert len(shifts) == 1
    far.session.undo()
    assert {name: (node.x, node.y) for name, node in far.design.nodes.items()} == before


def test_a_bundle_is_selected_as_one_and_deleted_as_one(far):
    zoom(far, 0.03)
    (wire,) = far.drawing.wires
    assert wire.label == "16 × 400G"
    far.canvas.select((wire.id,))
    far.canvas.setFocus()
    far.key(Qt.Key.Key_Delete)
    assert not {"s0r0spine.s1r0spine", "s0r1spine.s1r1spine"} & set(far.design.links)


def test_tab_walks_over_what_is_seen_in_reading_order(far):
    zoom(far, 0.08)
    assert set(reading_order(far.drawing)) == {"s0", "s1", "s0r0", "s0r1", "s1r0", "s1r1"}
    walked = []
    for _ in range(6):
        far.key(Qt.Key.Key_Tab)
        walked += far.canvas.selected_ids()
    assert walked == reading_order(far.drawing)


def test_the_keyboard_stands_on_the_container_of_what_it_stood_on(far):
    zoom(far, 1.0)
    far.canvas.select(("s1r0p1k2n1",))
    assert far.canvas.stage.focused == "s1r0p1k2n1"
    zoom(far, 0.15)
    assert far.canvas.stage.focused == "s1r0p1"
    assert far.canvas.selected_ids() == ("s1r0p1k2n1",)


def test_going_to_a_server_comes_near_to_it_and_not_to_its_site(far):
    zoom(far, 0.03)
    far.canvas.go_to(("s1r1p1k3n2",))
    assert far.canvas.zoom() >= 0.9
    sight, rect = far.canvas.stage.viewpoint.visible, far.drawing.rect_of("s1r1p1k3n2")
    assert rect.width == pytest.approx(far.drawing.tiles[0].rect.width)
    assert sight.x <= rect.x
    assert rect.right <= sight.right


def test_nothing_changes_level_under_a_drag(far):
    zoom(far, 0.3)
    far.canvas.centre_on(*far.drawing.rect_of("s0r0p0k0").centre)
    start = far.middle("s0r0p0k0")
    far.press(start)
    far.pull(start, start + (far.screen(100, 0) - far.screen(0, 0)))
    tiles = {tile.id for tile in far.drawing.tiles}
    far.wheel(start, angle=2400)
    assert {tile.id for tile in far.drawing.tiles} == tiles
    far.key(Qt.Key.Key_Escape)
    far.wheel(start, angle=120)
    assert {tile.id for tile in far.drawing.tiles} != tiles


def test_hiding_layers_from_far_away_keeps_what_is_selected_in_containers(far):
    zoom(far, 0.03)
    far.canvas.select(("s0r0p0k0n0",))
    far.canvas.set_hidden(("facility",), ())
    assert far.canvas.selected_ids() == ("s0r0p0k0n0",)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_far_tiles_are_painted_with_their_words(begin, grounds, wear, theme):
    wear(theme)
    person = begin(grounds)
    person.canvas.fit()
    zoom(person, 0.08)
    person.canvas.centre_on(*person.drawing.rect_of("s0r0").centre)
    image = person.canvas.grab().toImage()
    rect = person.canvas.stage.viewpoint.rect_to_screen(person.drawing.rect_of("s0r0"))
    colours = {
        image.pixelColor(int(x), int(y)).name()
        for x in range(int(rect.x) + 8, int(rect.right) - 8)
        for y in range(int(rect.y) + 6, int(rect.bottom) - 6)
    }
    assert len(colours) > 20


def test_a_campus_of_thousands_is_seen_whole(begin):
    person = begin(campus(read_library(), sites=3, rooms=4, pods=6, racks=20))
    person.canvas.fit()
    sight, bounds = person.canvas.stage.viewpoint.visible, person.drawing.bounds
    assert sight.x <= bounds.x
    assert bounds.right <= sight.right
    assert {tile.id[:2] for tile in person.drawing.tiles} == {"s0", "s1", "s2"}
    assert len(person.drawing.tiles) < 100


def test_the_levels_next_to_this_one_are_drawn_before_anyone_goes_there(far):
    zoom(far, 0.15)
    while far.canvas.stage.look_ahead():
        pass

    def none(as_tiles):
        raise AssertionError(as_tiles)

    far.canvas.stage._nearness._draw = none
    assert {"s0r0p0k0", "s0r0p0leaf"} <= zoom(far, 0.3)
    assert zoom(far, 0.08) == {"s0r0", "s0r1", "s1r0", "s1r1"}


def test_one_level_fades_into_the_next_where_things_may_move(far, monkeypatch):
    canvas = far.canvas
    zoom(far, 0.3)
    canvas.repaint()
    zoom(far, 0.15)
    canvas.repaint()
    assert not canvas.fading, "reduced motion has no fades"
    canvas.flies = lambda: True
    monkeypatch.setattr(surface, "DEAR_MS", 1e9)
    zoom(far, 0.3)
    assert canvas.fading
    monkeypatch.setattr(surface, "FADE_S", 1e-9)
    canvas.repaint()
    assert not canvas.fading


def test_new_figures_of_many_nodes_seen_as_few_tiles_are_drawn_in_a_thread(far, monkeypatch, qtbot):
    zoom(far, 0.08)
    stage = far.canvas.stage
    before = stage.drawing
    assert len(before.tiles) < 5 < len(far.design.nodes)
    monkeypatch.setattr("designer.ui.canvas.canvas_model.BEHIND", 5)
    asked = []
    monkeypatch.setattr("designer.ui.canvas.rendering.level_of_detail.far_levels", lambda *_: asked.append(1))
    far.canvas.set_results(None, ())
    assert stage.drawing is before
    qtbot.waitUntil(lambda: stage.drawing is not before)
    assert list(stage.drawing.tiles) == list(before.tiles)
    assert not asked, "figures move none of the levels"
