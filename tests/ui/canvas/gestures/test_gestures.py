"""Placing, selecting, moving and connecting with real mouse events."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from designer.edit.nodes.nodes import add_container, add_node, set_node
from designer.model.design import Design
from designer.ui.canvas.rendering.edge_handles import edge_handles

DGX, SWITCH, SN2201 = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"
ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
MIDDLE = Qt.MouseButton.MiddleButton


@pytest.fixture
def pair(begin, library):
    """A server at (-304, 0) and a switch at (96, -200)."""
    design = add_node(Design(), library, DGX, -304, 0, node_id="dgx").applied(Design())
    design = add_node(design, library, SWITCH, 96, -200, node_id="leaf").applied(design)
    return begin(design)


@pytest.fixture
def racked(begin, library):
    """A rack at (-400, -200) with one server in it, a pod at (200, -200), a switch at (-400, 200)."""
    design = add_container(Design(), "rack", -400, -200, node_id="rack").applied(Design())
    design = add_node(design, library, DGX, -384, -168, node_id="in", parent="rack").applied(design)
    design = add_container(design, "pod", 200, -200, node_id="pod").applied(design)
    design = add_node(design, library, SWITCH, -400, 200, node_id="out").applied(design)
    return begin(design)


def place(person, node_id):
    node = person.design.nodes[node_id]
    return node.x, node.y


def test_a_part_is_placed_by_drop(person):
    node = person.drop_at(DGX, 103, 66)
    assert person.design.nodes[node].part == DGX
    # Its middle is where it was dropped: 224 × 112 pixels, on the grid of 8.
    assert place(person, node) == (-8, 8)
    assert person.canvas.selected_ids() == (node,)
    assert person.session.labels == ["Add DGX H100"]


def test_a_foreign_drag_and_an_unknown_part_change_nothing(person):
    assert not person.carry("", QPointF(300, 300))
    assert person.drop_at("acme/none", 0, 0) == ""
    assert person.design == Design()
    assert "acme/none" in person.said[-1]


def test_a_part_that_is_carried_away_leaves_no_ghost(person):
    assert person.carry(DGX, QPointF(300, 300))
    assert person.canvas.stage.shown_preview is not None
    person.carry_away()
    assert person.canvas.stage.shown_preview is None
    assert person.design == Design()


def test_port_to_port_makes_one_link(pair):
    pair.drag(pair.port("dgx", "fabric"), pair.port("leaf", "ports"))
    (link,) = pair.design.links.values()
    assert (link.a, link.a_port, link.b, link.b_port, link.medium) == ("dgx", "fabric", "leaf", "ports", "fabric")
    assert link.cables == 1
    assert pair.editor is not None
    pair.enter("8")
    assert pair.design.links[link.id].cables == 8
    assert pair.canvas.selected_ids() == (link.id,)
    # Count and link are one edit.
    pair.session.undo()
    assert not pair.design.links


def test_what_does_not_fit_is_refused_with_the_reason(pair):
    before = pair.design
    pair.press(pair.port("dgx", "psu"))
    pair.pull(pair.port("dgx", "psu"), pair.port("leaf", "psu"))
    preview = pair.canvas.stage.shown_preview
    assert preview.card.mood == "no"
    assert "must feed" in preview.card.lines[0]
    pair.let_go(pair.port("leaf", "psu"))
    assert pair.design is before
    assert "must feed" in pair.said[-1]
    assert pair.canvas.stage.shown_preview is None


def test_what_fits_lights_up_while_a_wire_is_pulled(pair):
    pair.press(pair.port("dgx", "fabric"))
    pair.pull(pair.port("dgx", "fabric"), pair.middle("leaf"))
    preview = pair.canvas.stage.shown_preview
    assert preview.fits["leaf", "ports"].verdict == "yes"
    assert preview.fits["leaf", "psu"].verdict == "no"
    assert preview.card.title == "1 × 400G fits"
    pair.let_go(pair.middle("leaf"))
    assert len(pair.design.links) == 1


def test_a_wire_let_go_on_nothing_is_no_link(pair):
    pair.drag(pair.port("dgx", "fabric"), pair.screen(400, 300))
    assert not pair.design.links
    assert not pair.session.labels


def test_nothing_is_connected_to_itself(pair):
    pair.drag(pair.port("dgx", "fabric"), pair.middle("dgx"))
    assert not pair.design.links
    assert "cannot be linked to itself" in pair.said[-1]


def test_a_wire_can_be_pulled_from_the_handle_below_a_tile(pair):
    pair.hover(pair.middle("dgx"))
    below = next(one for one in edge_handles(pair.canvas.stage, "dgx") if one.side == "bottom")
    handle = pair.screen(*below.rect.centre)
    pair.drag(handle, pair.middle("leaf"))
    (link,) = pair.design.links.values()
    assert (link.a, link.b) == ("dgx", "leaf")


def test_the_connect_tool_takes_a_drag_or_two_clicks(pair):
    tools = []
    pair.canvas.tool_changed.connect(tools.append)
    pair.canvas.set_tool("connect")
    pair.drag(pair.middle("dgx"), pair.middle("leaf"))
    assert len(pair.design.links) == 1
    pair.key(Qt.Key.Key_Escape)
    pair.click(pair.middle("leaf"))
    pair.hover(pair.middle("dgx"))
    pair.click(pair.middle("dgx"))
    assert len(pair.design.links) == 2
    pair.key(Qt.Key.Key_Escape)
    pair.key(Qt.Key.Key_Escape)
    assert pair.canvas.tool() == "select"
    assert tools == ["connect", "select"]


def test_deleting_the_end_calls_the_wire_off(pair):
    pair.press(pair.port("dgx", "fabric"))
    pair.pull(pair.port("dgx", "fabric"), pair.middle("leaf"))
    from designer.edit.nodes.nodes import remove

    pair.session.commit(remove(pair.design, ["leaf"]))
    assert pair.canvas.stage.shown_preview is None
    pair.let_go(pair.screen(200, -170))
    assert not pair.design.links
    assert list(pair.design.nodes) == ["dgx"]


def test_escape_calls_the_wire_off(pair):
    pair.press(pair.port("dgx", "fabric"))
    pair.pull(pair.port("dgx", "fabric"), pair.middle("leaf"))
    pair.key(Qt.Key.Key_Escape)
    pair.let_go(pair.middle("leaf"))
    assert not pair.design.links


def test_copies_get_all_their_free_ports_or_one_cable_each(begin, library):
    design = add_node(Design(), library, DGX, -304, 0, node_id="dgx", copies=4).applied(Design())
    design = add_node(design, library, SWITCH, 96, -200, node_id="leaf", copies=2).applied(design)
    person = begin(design)
    person.drag(person.port("dgx", "fabric"), person.port("leaf", "ports"))
    # 4 copies × 8 free ports; the leaves have 2 × 64.
    assert person.editor.text() == "32"
    person.key(Qt.Key.Key_Escape)
    person.drag(person.port("leaf", "mgmt"), person.port("dgx", "bmc"))
    # 1 GbE on both: 2 free ports on the leaves' side, one for each of the 4 servers.
    assert person.editor.text() == "4"


def test_a_move_rests_on_the_grid(pair):
    start = pair.middle("dgx")
    pair.drag(start, start + QPointF(101, 75))
    # 101 and 75 pixels: x −203 → −200, y 75 → 72.
    assert place(pair, "dgx") == (-200, 72)
    assert pair.session.labels == ["Move DGX H100"]


def test_a_move_is_drawn_to_a_neighbour_with_a_guide(begin, library):
    design = add_node(Design(), library, DGX, -304, 0, node_id="dgx").applied(Design())
    design = add_node(design, library, SWITCH, 101, -200, node_id="leaf").applied(design)
    person = begin(design)
    start = person.middle("dgx")
    person.press(start)
    person.pull(start, start + QPointF(402, 40))
    # The left edge would come to 98; the neighbour's is at 101, off the grid.
    guides = person.canvas.stage.shown_preview.guides
    # Both tiles are as wide, so one line through the middle (101 + 112) says it all.
    assert [guide.x1 for guide in guides if guide.x1 == guide.x2] == [213]
    person.let_go(start + QPointF(402, 40))
    assert place(person, "dgx") == (101, 40)


def test_alt_moves_freely(pair):
    start = pair.middle("dgx")
    pair.drag(start, start + QPointF(101, 75), ALT)
    assert place(pair, "dgx") == (-203, 75)


def test_the_design_stays_as_it_is_until_the_button_is_let_go(pair):
    before, start = pair.design, pair.middle("dgx")
    pair.press(start)
    pair.pull(start, start + QPointF(120, 80))
    assert pair.design is before
    assert pair.canvas.stage.shown.rect_of("dgx").x == -184
    pair.key(Qt.Key.Key_Escape)
    pair.let_go(start + QPointF(120, 80))
    assert pair.design is before
    assert pair.canvas.stage.shown.rect_of("dgx").x == -304


def test_undo_in_mid_drag_calls_the_drag_off(pair):
    start = pair.middle("dgx")
    pair.drag(start, start + QPointF(80, 0))
    moved = pair.design
    start = pair.middle("dgx")
    pair.press(start)
    pair.pull(start, start + QPointF(0, 160))
    pair.key(Qt.Key.Key_Z, CTRL)
    assert pair.canvas.stage.shown_preview is None
    pair.let_go(start + QPointF(0, 160))
    assert pair.design is moved


def test_an_undo_from_elsewhere_in_mid_drag_calls_it_off_too(pair):
    start = pair.middle("dgx")
    pair.drag(start, start + QPointF(80, 0))
    start = pair.middle("dgx")
    pair.press(start)
    pair.pull(start, start + QPointF(0, 160))
    pair.session.undo()
    pair.let_go(start + QPointF(0, 160))
    assert place(pair, "dgx") == (-304, 0)


def test_a_rubber_band_selects_what_it_touches(pair):
    pair.drag(pair.screen(-400, -300), pair.screen(-200, 40))
    assert pair.canvas.selected_ids() == ("dgx",)
    pair.drag(pair.screen(0, -260), pair.screen(340, -180), SHIFT)
    assert set(pair.canvas.selected_ids()) == {"dgx", "leaf"}
    pair.click(pair.screen(400, 300))
    assert pair.canvas.selected_ids() == ()


def test_shift_and_ctrl_toggle(pair):
    pair.click(pair.middle("dgx"))
    pair.click(pair.middle("leaf"), SHIFT)
    assert pair.canvas.selected_ids() == ("dgx", "leaf")
    pair.click(pair.middle("dgx"), CTRL)
    assert pair.canvas.selected_ids() == ("leaf",)
    assert pair.selections[-1] == ("leaf",)


def test_several_move_together_as_one_edit(pair):
    pair.canvas.select(["dgx", "leaf"])
    start = pair.middle("leaf")
    pair.drag(start, start + QPointF(-96, 48))
    assert place(pair, "dgx") == (-400, 48)
    assert place(pair, "leaf") == (0, -152)
    assert pair.session.labels == ["Move 2 items"]


def test_a_drop_on_a_frame_puts_it_inside(racked):
    node = racked.drop_at(SWITCH, -300, -100)
    assert racked.design.nodes[node].parent == "rack"


def test_a_drop_on_a_frame_that_can_not_hold_it_lands_beside(racked):
    node = racked.drop_at(
        "gb200/nvl72" if "gb200/nvl72" in racked.canvas.stage.library.parts else "nvidia/gb200-nvl72", -300, -140
    )
    assert racked.design.nodes[node].parent is None
    # As near as it covers nothing and keeps its distance.
    rack, rect = racked.drawing.rect_of("rack"), racked.drawing.rect_of(node)
    assert not rect.meets(rack.grown(15))
    assert rect.meets(rack.grown(40))
    assert "cannot stand in" in racked.said[-1]
    assert "cannot stand in" in " ".join(racked.canvas.told.lines)


def test_a_tile_is_dragged_into_and_out_of_a_rack_in_one_edit(racked):
    racked.drag(racked.middle("out"), racked.middle("rack"))
    assert racked.design.nodes["out"].parent == "rack"
    assert len(racked.session.labels) == 1
    racked.drag(racked.middle("out"), racked.screen(0, 300))
    assert racked.design.nodes["out"].parent is None
    assert len(racked.session.labels) == 2
    racked.session.undo()
    racked.session.undo()
    assert racked.design.nodes["out"].parent is None
    assert place(racked, "out") == (-400, 200)


def test_a_rack_goes_into_a_pod_with_all_it_holds(racked):
    caption = racked.corner("rack", 60, 12)
    racked.drag(caption, racked.middle("pod"))
    assert racked.design.nodes["rack"].parent == "pod"
    assert racked.design.nodes["in"].parent == "rack"
    dx = racked.design.nodes["in"].x + 384
    assert dx > 300


def test_a_frame_is_not_dragged_into_itself(racked):
    caption = racked.corner("rack", 60, 12)
    racked.drag(caption, caption + QPointF(40, 40))
    assert racked.design.nodes["rack"].parent is None
    assert place(racked, "in") == (-344, -128)


def test_a_drag_inside_a_frame_draws_a_band(racked):
    rect = racked.drawing.rect_of("rack")
    racked.drag(racked.screen(rect.x + 8, rect.bottom - 8), racked.screen(rect.x + 80, rect.bottom - 60))
    assert racked.canvas.selected_ids() == ("in",)
    assert not racked.session.labels


def test_a_frame_is_resized_by_its_handles(racked):
    racked.click(racked.corner("pod", 60, 12))
    rect = racked.drawing.rect_of("pod")
    racked.drag(racked.screen(rect.right, rect.bottom), racked.screen(rect.right + 83, rect.bottom + 45))
    after = racked.drawing.rect_of("pod")
    assert (after.x, after.y) == (rect.x, rect.y)
    # Edges rest on the grid: 456 + 83 → 536, −40 + 45 → 8.
    assert (after.right, after.bottom) == (536, 8)


def test_a_double_click_on_a_frame_folds_it(racked):
    racked.double_click(racked.corner("rack", 60, 12))
    assert racked.design.nodes["rack"].folded
    assert "in" not in racked.drawing.tile_index
    racked.double_click(racked.middle("rack"))
    assert not racked.design.nodes["rack"].folded


def test_a_stamp_places_until_escape(pair):
    pair.canvas.stamp_part(SN2201)
    assert pair.canvas.tool() == "place"
    pair.click(pair.screen(-300, 250))
    pair.click(pair.screen(200, 250))
    pair.key(Qt.Key.Key_Escape)
    pair.click(pair.screen(500, 250))
    assert sum(node.part == SN2201 for node in pair.design.nodes.values()) == 2
    assert pair.canvas.tool() == "select"


def test_the_wheel_zooms_at_the_pointer(pair):
    place_before = pair.middle("leaf")
    pair.wheel(place_before, angle=240)
    assert pair.canvas.zoom() > 1.3
    after = pair.middle("leaf")
    assert (after.x(), after.y()) == pytest.approx((place_before.x(), place_before.y()), abs=0.01)
    for _ in range(60):
        pair.wheel(place_before, angle=1200)
    assert pair.canvas.zoom() == 8.0
    for _ in range(60):
        pair.wheel(place_before, angle=-1200)
    assert pair.canvas.zoom() == 0.002


def test_a_trackpad_pans_and_pinches(pair):
    before = pair.middle("leaf")
    pair.wheel(before, angle=40, pixels=(30, -20))
    assert pair.middle("leaf") - before == QPointF(30, -20)
    pair.wheel(pair.middle("leaf"), angle=120, pixels=(0, 20), keys=CTRL)
    assert pair.canvas.zoom() > 1.0


def test_the_middle_button_and_space_push_the_paper(pair):
    before = pair.middle("leaf")
    pair.drag(QPointF(700, 700), QPointF(760, 740), button=MIDDLE)
    assert pair.middle("leaf") - before == QPointF(60, 40)
    from PySide6.QtTest import QTest

    QTest.keyPress(pair.canvas, Qt.Key.Key_Space)
    pair.drag(pair.middle("dgx"), pair.middle("dgx") + QPointF(-50, 10))
    QTest.keyRelease(pair.canvas, Qt.Key.Key_Space)
    assert pair.middle("leaf") - before == QPointF(10, 50)
    assert not pair.session.labels


def test_a_right_click_selects_and_offers_the_actions(pair, qtbot):
    told = []

    def make(place):
        told.append(place)
        return QMenu(pair.canvas)

    pair.canvas.set_context_menu(make)
    place = pair.middle("dgx").toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, pair.canvas.mapToGlobal(place))
    QApplication.sendEvent(pair.canvas, event)
    assert pair.canvas.selected_ids() == ("dgx",)
    assert told == ["node"]


def test_an_edge_of_the_widget_pushes_the_paper_along(pair, qtbot):
    start = pair.middle("dgx")
    pair.press(start)
    pair.pull(start, QPointF(2, start.y()))
    qtbot.wait(120)
    left = pair.canvas.camera().x
    assert left < -700
    pair.key(Qt.Key.Key_Escape)
    pair.let_go(QPointF(2, start.y()))
    assert not pair.session.labels


def test_a_large_design_moves_by_ghosts(begin, library):
    design = add_node(Design(), library, SWITCH, -200, 0, node_id="first").applied(Design())
    first = design.nodes["first"]
    import msgspec

    nodes = {
        f"n{i}": msgspec.structs.replace(first, id=f"n{i}", x=300.0 * (i % 25), y=100.0 * (i // 25) + 200, order=i)
        for i in range(450)
    }
    design = msgspec.structs.replace(design, nodes={"first": first, **nodes})
    person = begin(design)
    start = person.middle("first")
    person.press(start)
    person.pull(start, start + QPointF(0, -80))
    assert person.canvas.stage.shown is person.canvas.stage.drawing
    assert person.canvas.stage.shown_preview.ghosts[0].y == -80
    person.let_go(start + QPointF(0, -80))
    assert person.design.nodes["first"].y == -80
    assert set_node(person.design, "first", x=0.0)
