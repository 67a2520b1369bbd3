"""Racks in the window: what hands and keys do there, asserted on the design."""

from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest

from designer.drawing.racks.elevations import HINT
from designer.edit.nodes import nodes
from designer.edit.racks import rack_places
from designer.edit.session import Session
from designer.model.design import Design, Node, RackPlace, View
from designer.ui.canvas.widget import PART_MIME
from designer.ui.views.racks.fill_dialog import RackFillDialog
from designer.ui.views.racks.view import NODE

DGX, LEAF, PDU = "nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8886"


def device(library, node_id, part, parent, copies=1, place=None):
    kind = library.parts[part].kind
    return Node(id=node_id, kind=kind, part=part, name=node_id, parent=parent, copies=copies, rack=place)


@pytest.fixture
def work(window, library):
    """Two racks, some devices in them, one in the open; the racks in sight."""
    drawn = [
        Node(id="a", kind="rack", name="Rack A", facts={"rack_units": 42, "load_limit_kg": 600}),
        Node(id="b", kind="rack", name="Rack B", facts={"rack_units": 42}),
        device(library, "dgx", DGX, "a", 2, RackPlace(u=1)),
        device(library, "leaf", LEAF, "a", 1, RackPlace(u=42)),
        device(library, "oob", "nvidia/sn2201", "b", 1, RackPlace(u=10)),
        device(library, "wait", LEAF, "b"),
        device(library, "open", DGX, None),
    ]
    design = library.embedded(Design(nodes={node.id: node for node in drawn}))
    window.resize(1600, 1000)
    window.open_session(Session(design))
    window.commands.run("view.rack")
    return window.workspace


@pytest.fixture
def racks(work):
    return work.racks.racks


def place_of(work, node_id):
    return work.document.design.nodes[node_id].rack


def drag(qtbot, racks, start: QPointF, *stops: QPointF, keys=Qt.KeyboardModifier.NoModifier, lets_go=True):
    QTest.mousePress(racks, Qt.MouseButton.LeftButton, keys, start.toPoint())
    for stop in (start + QPointF(9, 9), *stops):
        QTest.mouseMove(racks, stop.toPoint())
    if lets_go:
        QTest.mouseRelease(racks, Qt.MouseButton.LeftButton, keys, stops[-1].toPoint())


def test_the_command_shows_the_racks_and_one_selection_is_shared(work, racks, qtbot):
    assert work.views.shown == "rack"
    assert racks.isVisible()
    qtbot.mouseClick(racks, Qt.MouseButton.LeftButton, pos=racks.screen_rect("leaf").center().toPoint())
    assert work.canvas.selected_ids() == ("leaf",)
    work.canvas.select(("oob",))
    assert racks.selection == {"oob"}
    assert racks.accessibleDescription() == "Selected: oob, U10 of Rack B"


def test_a_device_is_dragged_to_a_unit_of_another_rack(work, racks, qtbot):
    drag(qtbot, racks, racks.screen_rect("leaf").center(), racks.screen_place("b", 20))
    assert place_of(work, "leaf") == RackPlace(u=20)
    assert work.document.design.nodes["leaf"].parent == "b"
    work.document.undo()
    assert place_of(work, "leaf") == RackPlace(u=42)


def test_the_verdict_stands_at_the_pointer_and_what_is_taken_is_refused(work, racks, qtbot):
    drag(qtbot, racks, racks.screen_rect("leaf").center(), racks.screen_place("a", 5), lets_go=False)
    assert racks.held is not None
    assert racks.held.verdict.why_not == "dgx is at U1."
    assert racks.held.verdict.nearest == RackPlace(u=17)
    QTest.mouseMove(racks, racks.screen_place("a", 18).toPoint())
    assert racks.held.verdict.fits
    QTest.mouseMove(racks, racks.screen_place("a", 5).toPoint())
    QTest.mouseRelease(
        racks, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, racks.screen_place("a", 5).toPoint()
    )
    assert place_of(work, "leaf") == RackPlace(u=42)
    assert racks.held is None


def test_keys_step_turn_and_take_out(work, racks, qtbot):
    work.canvas.select(("leaf",))
    racks.setFocus()
    qtbot.keyClick(racks, Qt.Key.Key_Down)
    assert place_of(work, "leaf").u == 41
    qtbot.keyClick(racks, Qt.Key.Key_Up)
    assert place_of(work, "leaf").u == 42
    qtbot.keyClick(racks, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert place_of(work, "leaf").face == "rear"
    qtbot.keyClick(racks, Qt.Key.Key_Delete)
    assert place_of(work, "leaf") is None
    assert "leaf" in work.document.design.nodes
    assert work.document.design.nodes["leaf"].parent == "a"


def test_tab_walks_over_devices_and_arrows_to_the_next_rack(work, racks, qtbot):
    racks.setFocus()
    work.canvas.select(())
    qtbot.keyClick(racks, Qt.Key.Key_Tab)
    assert work.canvas.selected_ids() == ("leaf",)
    qtbot.keyClick(racks, Qt.Key.Key_Tab)
    assert work.canvas.selected_ids() == ("dgx",)
    qtbot.keyClick(racks, Qt.Key.Key_Right)
    assert work.canvas.selected_ids() == ("oob",)
    qtbot.keyClick(racks, Qt.Key.Key_Escape)
    assert work.canvas.selected_ids() == ()


def drop(racks, carried: str, place: QPointF):
    data = QMimeData()
    data.setData(PART_MIME, carried.encode())
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    racks.dragEnterEvent(QDragEnterEvent(place.toPoint(), action, data, Qt.MouseButton.LeftButton, none))
    racks.dragMoveEvent(QDragMoveEvent(place.toPoint(), action, data, Qt.MouseButton.LeftButton, none))
    held = racks.held
    racks.dropEvent(QDropEvent(place, action, data, Qt.MouseButton.LeftButton, none))
    return held


def test_a_part_of_the_palette_is_dropped_at_a_unit(work, racks):
    before = set(work.document.design.nodes)
    held = drop(racks, DGX, racks.screen_place("a", 20))
    assert held.verdict.fits
    assert held.verdict.warnings == ()
    (new,) = set(work.document.design.nodes) - before
    assert place_of(work, new) == RackPlace(u=20)
    assert work.canvas.selected_ids() == (new,)


def test_weight_over_the_limit_is_told_at_the_pointer(work, racks):
    for unit in (17, 25):
        drop(racks, DGX, racks.screen_place("a", unit))
    data = drop(racks, DGX, racks.screen_place("a", 33))
    assert data.verdict.fits
    assert data.verdict.warnings == ("667 kg of 600 kg",)


def test_a_0u_pdu_hangs_on_the_side_where_it_is_dropped(work, racks):
    before = set(work.document.design.nodes)
    drop(racks, PDU, racks.screen_place("b", 20, "rear", across=0.9))
    (new,) = set(work.document.design.nodes) - before
    assert place_of(work, new) == RackPlace(u=place_of(work, new).u, face="rear", side="right", zero_u=True)


def test_what_goes_into_no_rack_is_told(work, racks, qtbot):
    before = work.document.design
    with qtbot.waitSignal(racks.message) as told:
        drop(racks, "apc/ar3300", racks.screen_place("a", 20))
    assert told.args == ["NetShelter SX AR3300 goes into no rack; drop it into the topology."]
    assert work.document.design == before


def test_the_tray_lists_what_waits_and_enter_places_it(work, qtbot):
    tray = work.racks.tray
    assert [row.key for row in tray.list.row_model.rows if row.key] == ["wait", "open"]
    tray.list.choose_first()
    qtbot.keyClick(tray.list, Qt.Key.Key_Return)
    assert place_of(work, "wait") == RackPlace(u=42)
    assert [row.key for row in tray.list.row_model.rows if row.key] == ["open"]
    drop(work.racks.racks, NODE + "open", work.racks.racks.screen_place("b", 30))
    assert place_of(work, "open") == RackPlace(u=30)
    assert work.document.design.nodes["open"].parent == "b"
    assert not tray.isVisible()


def test_racks_are_chosen_and_faces_too(work, racks, qtbot):
    work.canvas.select(("oob",))
    qtbot.mouseClick(work.racks.which.buttons["chosen"], Qt.MouseButton.LeftButton)
    assert [column.rack for column in racks.drawing.columns] == ["b"]
    qtbot.mouseClick(work.racks.faces.buttons["rear"], Qt.MouseButton.LeftButton)
    assert [elevation.face for elevation in racks.drawing.columns[0].elevations] == ["rear"]
    work.racks.which.buttons["all"].click()
    assert len(racks.drawing.columns) == 2


def test_filling_by_rule_with_a_preview(work, window, qtbot):
    work.canvas.select(("b",))
    work.racks.open_fill()
    (dialog,) = window.findChildren(RackFillDialog)
    count, part, end, _ = dialog.rows[0]
    for row in dialog.rows[1:]:
        row[1].setCurrentIndex(0)
    part.setCurrentIndex(part.findData(DGX))
    end.setCurrentIndex(end.findData("bottom"))
    count.setText("6")
    dialog.foresee()
    assert dialog.problem.text().startswith("Rack B has no room for 6 × ")
    assert not dialog.apply_button.isEnabled()
    count.setText("4")
    dialog.blanking.setChecked(True)
    dialog.foresee()
    assert dialog.words.text().startswith("Each rack: 4 × DGX H100 from the bottom, panels in the rest")
    before = work.document.session.revision
    dialog.apply()
    assert work.document.session.revision == before + 1
    inside = [node for node in work.document.design.nodes.values() if node.parent == "b" and node.part == DGX]
    assert sum(node.copies for node in inside) == 4
    assert all(node.rack is not None for node in inside)


def test_the_inspector_shows_and_sets_the_place(work):
    work.canvas.select(("leaf",))
    fields = work.inspector.section.fields
    assert fields["rack_unit"].text() == "42"
    fields["rack_unit"].setText("U30")
    fields["rack_unit"].entered.emit("U30")
    assert place_of(work, "leaf") == RackPlace(u=30)
    fields["side"].chosen.emit("left")
    assert place_of(work, "leaf").side == "left"
    fields["rack_unit"].entered.emit("3")
    assert place_of(work, "leaf").u == 30, "U3 is taken"
    fields["rack_unit"].entered.emit("")
    assert place_of(work, "leaf") is None


def test_swap_pack_and_close_gaps_from_the_menu(work, racks):
    work.canvas.select(("dgx", "leaf"))
    racks.swap()
    assert place_of(work, "leaf").u == 1
    work.canvas.select(("a",))
    racks.pack()
    assert (place_of(work, "leaf").u, place_of(work, "dgx").u) == (1, 2)
    work.racks.close_gaps()
    panels = [n for n in work.document.design.nodes.values() if n.part == "generic/blanking-panel-1u"]
    assert [(n.parent, n.copies, n.rack) for n in panels] == [("a", 25, RackPlace(u=18))]


def test_the_menu_of_a_device_turns_it_takes_it_out_and_has_what_every_view_has(work, racks):
    work.canvas.select(("leaf",))
    entries = {action.text(): action for action in racks.context_menu().actions() if action.text()}
    assert {"Duplicate", "Delete"} <= entries.keys()
    assert not entries["Swap the two"].isEnabled()
    face = place_of(work, "leaf").face
    entries["Turn to the other face"].trigger()
    assert place_of(work, "leaf").face != face
    entries["Take out of its place"].trigger()
    assert place_of(work, "leaf") is None
    work.document.undo()
    work.document.undo()
    assert place_of(work, "leaf").face == face


def test_a_hint_where_there_is_no_rack(window):
    window.open_session(Session(Design()))
    window.commands.run("view.rack")
    page = window.workspace.racks
    assert page.hint == HINT
    assert page.racks.accessibleDescription() == HINT
    page.open_fill()
    assert window.findChildren(RackFillDialog) == []


@pytest.mark.usefixtures("figures")
@pytest.mark.usefixtures("painted")
def test_edits_from_elsewhere_saved_views_and_themes_are_followed(window, work, racks, wear):
    work.document.edit(partial(nodes.set_node, node_id="leaf", rack={"u": 8}))
    assert {box.emphasis for box in racks.drawing.boxes_of("leaf")} == {"error"}
    work.document.edit(partial(rack_places.put_at, node_id="leaf", rack_id="b", place=RackPlace(u=8)))
    work.views.show_view("topology")
    work.show_view(View(id="v", name="Racks", shows="rack", focus=("b",)))
    assert work.views.shown == "rack"
    assert [column.rack for column in racks.drawing.columns] == ["b"]
    for theme in ("dark", "light"):
        wear(theme)
        racks.grab()
    window.commands.run("view.zoom_in")
    window.commands.run("view.fit")
    assert racks.zoom() > 0


@pytest.mark.usefixtures("qapp")
@pytest.mark.usefixtures("figures")
def test_findings_go_to_the_racks(work, racks):
    work.document.edit(partial(nodes.set_node, node_id="leaf", rack={"u": 8}))
    finding = next(f for f in work.document.findings if f.rule == "rack-overlap")
    work.go_to_finding(finding)
    assert work.views.shown == "rack"
    work.apply_fix(finding)
    assert place_of(work, "leaf") == RackPlace(u=17)


@pytest.mark.usefixtures("figures")
def test_a_saved_view_keeps_the_racks_and_where_one_looks_and_is_a_slide(work, racks):
    from designer.drawing.racks.elevations import RackPicture
    from designer.ui.present.design_picture import drawing_of

    racks.show_racks(["b"])
    assert work.view_pages.focus == ("b",)
    racks.zoom_in()
    seen = work.view_pages.camera
    assert seen is not None
    view = View(id="v", name="Racks", shows="rack", focus=work.view_pages.focus, camera=seen)
    racks.fit()
    work.show_view(view)
    assert racks.camera().x == pytest.approx(seen.x, abs=1)
    picture, sight = drawing_of(view, work.document.design, work.document.results)
    assert isinstance(picture, RackPicture)
    assert [column.rack for column in picture.racks.columns] == ["b"]
    assert sight.width > picture.racks.bounds.width


def test_a_slide_of_racks_is_painted(work):
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter

    from designer.ui.present.design_picture import drawing_of, paint_into

    picture, sight = drawing_of(View(id="v", name="Racks", shows="rack"), work.document.design)
    image = QImage(800, 500, QImage.Format.Format_RGB32)
    image.fill(QColor("#FF00FF"))
    painter = QPainter(image)
    paint_into(painter, picture, sight, QRectF(0, 0, 800, 500), 0, most=2.0)
    painter.end()
    colours = {image.pixelColor(x, y).name() for x in range(0, 800, 5) for y in range(0, 500, 5)}
    assert len(colours) > 10
    assert "#ff00ff" not in colours
