"""Cameras, snapping, reading order, cable counts and the kept picture, each by itself."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from designer.analysis.run import analyze
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect, Tile
from designer.drawing.theme_tokens import theme_named
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, put_into, set_node
from designer.model.design import Camera, Design, View
from designer.ui.canvas.interaction.linking import fits_from, likely_cables, link_of, proposed_link
from designer.ui.canvas.interaction.reading_order import following, reading_order, towards
from designer.ui.canvas.interaction.snapping import snapped
from designer.ui.canvas.viewpoint import Viewpoint

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


def looking(width=1000.0, height=500.0):
    view = Viewpoint()
    view.resize(width, height)
    return view


def test_a_pixel_and_a_place_are_each_others_inverse():
    view = looking()
    view.zoom_at(300, 200, 1.7)
    view.pan(33, -12)
    x, y = view.to_canvas(123, 45)
    assert view.to_screen(x, y) == pytest.approx((123, 45))


def test_fit_shows_all_and_never_enlarges():
    view = looking()
    view.fit(Rect(-4000, -200, 8000, 400))
    # 1000 − 2 × 32 pixels for 8000.
    assert view.scale == pytest.approx(936 / 8000)
    view.fit(Rect(0, 0, 10, 10))
    assert view.scale == 1.0
    assert view.visible.centre == pytest.approx((5, 5))


def test_reveal_pans_as_little_as_it_takes():
    view = looking()
    view.centre_on(500, 250)
    assert not view.reveal(Rect(100, 100, 200, 60))
    assert view.reveal(Rect(1000, 100, 200, 60))
    # Right edge 1200 and a rim of 32.
    assert view.visible.right == pytest.approx(1232)
    assert view.visible.y == pytest.approx(0)


def test_a_camera_of_another_shape_shows_all():
    view = looking()
    view.show(Camera(x=0, y=0, width=400, height=400))
    assert view.scale == 1.25
    assert view.visible.centre == pytest.approx((200, 200))


def test_things_snap_to_edges_and_middles_before_the_grid():
    others = np.array([[101.0, 0.0, 201.0, 50.0]])
    rect = Rect(0, 300, 100, 50)
    # The left edge would come to 98, 3 from 101.
    found = snapped(rect, 98, 0, others, 1.0)
    assert (found.dx, found.dy) == (101, 4)
    # Both are 100 wide, so the one line is that of the middles.
    assert [guide.x1 for guide in found.guides] == [151]
    # 40 away from everything: the grid alone.
    assert snapped(rect, 42, 3, others, 1.0) == (40, 4, (), ())
    # Far out, more of the canvas lies under the same few pixels.
    assert snapped(rect, 90, 0, others, 0.5).dx == 101


def test_reading_goes_line_by_line():
    def tile(name, x, y):
        return Tile(name, Rect(x, y, 224, 64), name, "", "", "server", "servers_fabric", 1)

    drawing = Drawing(tiles=[tile("c", 300, 110), tile("a", 600, 0), tile("b", 0, 100), tile("d", 0, 300)])
    assert reading_order(drawing) == ["a", "b", "c", "d"]
    assert following(["a", "b"], "a", 1) == "b"
    assert following(["a", "b"], "b", 1) == ""
    assert following(["a", "b"], "", -1) == "b"
    assert towards(drawing, "b", ["a", "c", "d"], "right") == "c"
    assert towards(drawing, "b", ["a", "c", "d"], "down") == "d"
    assert towards(drawing, "d", ["a", "b", "c"], "left") == "d"


def fabric(library, servers, leaves):
    design = add_node(Design(), library, DGX, 0, 200, node_id="dgx", copies=servers).applied(Design())
    return add_node(design, library, SWITCH, 0, 0, node_id="leaf", copies=leaves).applied(design)


@pytest.mark.parametrize(
    ("servers", "leaves", "cables"),
    [
        (31, 8, 248),  # 31 × 8 free ports into 8 × 64
        (31, 2, 31),  # 248 do not go into 2 × 64: one for each server
        (1, 8, 8),  # from one server: one for each leaf
        (1, 1, 1),
    ],
)
def test_a_likely_number_of_cables(library, servers, leaves, cables):
    design = fabric(library, servers, leaves)
    assert link_of(proposed_link(design, "dgx", "fabric", "leaf", "ports")).cables == cables


def test_ports_in_use_are_not_offered_again(library):
    design = fabric(library, 31, 8)
    design = add_link(design, "dgx", "leaf", cables=248, link_id="rails").applied(design)
    # All 8 fabric ports of each server are taken, so one each is the most modest guess.
    link = link_of(add_link(design, "dgx", "leaf", a_port="fabric", b_port="ports"))
    assert likely_cables(design, link) == 31
    assert fits_from(design, "leaf", "ports")["dgx", "fabric"].verdict == "no"


def test_copies_of_a_pod_are_not_counted_twice(library):
    design = fabric(library, 4, 2)
    design = add_container(design, "pod", 0, -100, node_id="pod").applied(design)
    design = put_into(design, ["dgx", "leaf"], "pod").applied(design)
    design = set_node(design, "pod", copies=4).applied(design)
    # In one pod: 4 servers × 8 ports.
    assert link_of(proposed_link(design, "dgx", "fabric", "leaf", "ports")).cables == 32


def test_the_empty_canvas_says_how_to_begin(person):
    assert person.canvas.zoom() == 1.0
    assert not person.canvas.map.isVisible()
    picture = person.canvas.grab().toImage()
    person.canvas.place_part(SWITCH)
    QApplication.processEvents()
    assert person.canvas.map.isVisible()
    assert person.canvas.grab().toImage() != picture


def test_going_to_a_finding_selects_and_shows_it(begin, library):
    person = begin(
        add_node(fabric(library, 31, 8), library, SWITCH, 9000, 9000, node_id="far").applied(fabric(library, 31, 8))
    )
    person.canvas.go_to(("far",))
    assert person.canvas.selected_ids() == ("far",)
    rect = person.drawing.rect_of("far")
    assert person.canvas.stage.sight.x < rect.x
    assert rect.right < person.canvas.stage.sight.right
    # A finding about a part goes to all that are made of it.
    person.canvas.go_to((DGX, "nowhere"))
    assert person.canvas.selected_ids() == ("dgx",)


def test_a_view_shows_its_focus_and_hides_its_media(begin, library):
    design = add_link(fabric(library, 31, 8), "dgx", "leaf", cables=248, link_id="rails").applied(
        fabric(library, 31, 8)
    )
    person = begin(design)
    person.canvas.show_view(View(id="v", name="v", focus=("leaf",), hidden_media=("fabric",), detail="plain"))
    assert not person.drawing.wires
    assert person.drawing.detail == "plain"
    x, y = person.canvas.stage.sight.centre
    assert (x, y) == pytest.approx(person.drawing.rect_of("leaf").centre)
    person.canvas.show_view(View(id="w", name="w", camera=Camera(x=-100, y=-100, width=700, height=450)))
    assert person.canvas.zoom() == 2.0
    assert len(person.drawing.wires) == 1


def test_the_overlay_brings_its_legend(begin, library):
    design = add_link(fabric(library, 31, 8), "dgx", "leaf", cables=248, link_id="rails").applied(
        fabric(library, 31, 8)
    )
    person = begin(design)
    person.canvas.set_results(analyze(design, only={"network"}), ())
    person.canvas.set_overlay("utilisation")
    assert person.canvas.legend.isVisible()
    assert person.drawing.wires[0].heat is not None
    assert "%" in person.drawing.wires[0].label
    person.canvas.set_overlay("")
    assert not person.canvas.legend.isVisible()


def test_the_map_takes_one_there(begin, library, qtbot):
    from PySide6.QtCore import QPoint, Qt

    person = begin(fabric(library, 31, 8))
    minimap = person.canvas.map.minimap
    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(minimap.width() // 2, minimap.height() // 2))
    x, y = person.canvas.stage.sight.centre
    assert (x, y) == pytest.approx(person.drawing.bounds.centre, abs=4)
    qtbot.mouseClick(person.canvas.map.closer, Qt.MouseButton.LeftButton)
    assert person.canvas.map.zoom.text() == "125%"
    qtbot.mouseClick(person.canvas.map.zoom, Qt.MouseButton.LeftButton)
    assert person.canvas.zoom() == 1.0


def test_a_rested_pointer_opens_a_card(begin, library, qtbot):
    design = add_link(fabric(library, 31, 8), "dgx", "leaf", cables=248, link_id="rails").applied(
        fabric(library, 31, 8)
    )
    person = begin(design)
    person.canvas.set_results(analyze(design, only={"network"}), ())
    person.hover(person.middle("dgx"))
    qtbot.waitUntil(lambda: person.canvas.card is not None, timeout=1500)
    assert person.canvas.card.title == "DGX H100"
    assert "31 in all" in person.canvas.card.lines
    person.hover(person.screen(*person.drawing.wires[0].label_rect.centre))
    qtbot.waitUntil(lambda: person.canvas.card is not None, timeout=1500)
    assert person.canvas.card.title == "248 × 400G"
    # 248 cables × 400 Gb/s.
    assert any("of 99.2 Tb/s" in line for line in person.canvas.card.lines)


def test_both_themes_paint_every_state(begin, library, wear):
    design = add_link(fabric(library, 31, 8), "dgx", "leaf", cables=248, link_id="rails").applied(
        fabric(library, 31, 8)
    )
    person = begin(design)
    seen = set()
    for theme in ("light", "dark"):
        wear(theme)
        for scale in (0.05, 0.3, 1.0, 4.0):
            person.canvas.zoom_to(scale)
            seen.add(person.canvas.grab().toImage().cacheKey())
        image = person.canvas.grab().toImage()
        corner = image.pixelColor(1, 1).name().upper()
        assert corner in {theme_named(theme).colour("canvas"), theme_named(theme).colour("canvas_grid")}
    assert len(seen) == 8


def test_a_canvas_that_is_gone_is_told_nothing(qtbot, library):
    import shiboken6

    from designer.edit.session import Session
    from designer.ui.canvas.widget import CanvasWidget

    session = Session(Design())
    canvas = CanvasWidget(session, library)
    shiboken6.delete(canvas)
    session.commit(add_node(session.design, library, DGX, 0, 0))
    session.commit(add_node(session.design, library, DGX, 0, 200))
    assert len(session.design.nodes) == 2
