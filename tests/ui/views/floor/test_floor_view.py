"""The floor in the window: hands and keys at work, asserting on the design; one selection; fills, drawings, views."""

import struct
import zlib

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from designer.edit.session import Session
from designer.model.design import Design, FloorPlace, Node, View
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import Aisle, Box, RoomPlan, rectangle
from designer.ui.canvas.widget import PART_MIME

PATIENCE = 60_000
LEFT = Qt.MouseButton.LeftButton
NONE, ALT, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def hall(*nodes: Node, **plan: object) -> Design:
    room = Node(id="hall", kind="room", name="Hall", plan=RoomPlan(**{"outline": rectangle(12_000, 9_000), **plan}))
    return Design(nodes={"hall": room, **{n.id: replace(n, order=k + 1) for k, n in enumerate(nodes)}})


def rack(node_id: str, x: float, y: float, **fields: object) -> Node:
    return Node(
        **{
            "id": node_id,
            "name": node_id.title(),
            "kind": "rack",
            "parent": "hall",
            "floor": FloorPlace(x_mm=x, y_mm=y),
            **fields,
        }
    )


@pytest.fixture
def opened(window, qtbot):
    """Opens a design with its floor in sight."""

    def open_design(design: Design):
        window.open_session(Session(design))
        window.commands.run("view.floor")
        work = window.workspace
        qtbot.waitUntil(work.floor.view.isVisible)
        _ = work.floor.view.drawing
        return work

    return open_design


def point(work, x_mm: float, y_mm: float) -> QPoint:
    return work.floor.view.screen_point(x_mm, y_mm).toPoint()


def drag(work, start, end, keys=NONE):
    view = work.floor.view
    a, b = point(work, *start), point(work, *end)
    QTest.mousePress(view, LEFT, keys, a)
    for step in (0.3, 0.7, 1.0):
        spot = QPointF(a) + (QPointF(b) - QPointF(a)) * step
        event_to(view, spot, keys)
    QTest.mouseRelease(view, LEFT, keys, b)


def event_to(view, spot, keys):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    moved = QMouseEvent(QEvent.Type.MouseMove, spot, view.mapToGlobal(spot), Qt.MouseButton.NoButton, LEFT, keys)
    QApplication.sendEvent(view, moved)


def click(work, x_mm: float, y_mm: float, keys=NONE):
    QTest.mouseClick(work.floor.view, LEFT, keys, point(work, x_mm, y_mm))


def key(work, code, keys=NONE):
    QTest.keyClick(work.floor.view, code, keys)


def plan(work) -> RoomPlan:
    return work.document.design.nodes["hall"].plan


def place(work, node_id: str) -> tuple[float, float, float]:
    floor = work.document.design.nodes[node_id].floor
    return floor.x_mm, floor.y_mm, floor.rotation_deg


def test_the_selection_is_one_with_the_topology_and_the_outline(opened):
    work = opened(hall(rack("a", 1_200, 1_200), rack("b", 4_800, 1_200)))
    click(work, 1_500, 1_800)
    assert work.canvas.selected_ids() == ("a",)
    click(work, 5_100, 1_800, SHIFT)
    assert set(work.canvas.selected_ids()) == {"a", "b"}
    work.canvas.select(("b",))
    assert work.floor.view.selected == ("b",)
    drag(work, (600, 600), (2_400, 3_000))
    assert work.canvas.selected_ids() == ("a",)


def test_a_dragged_rack_comes_to_rest_on_tiles_and_is_one_undo(opened):
    work = opened(hall(rack("a", 1_200, 1_200)))
    drag(work, (1_500, 1_800), (4_130, 4_920))
    assert place(work, "a") == (3_600, 4_200, 0)
    work.document.undo()
    assert place(work, "a") == (1_200, 1_200, 0)


def test_alt_leaves_it_where_it_is_let_go(opened):
    work = opened(hall(rack("a", 1_200, 1_200)))
    drag(work, (1_500, 1_800), (4_130, 4_920), ALT)
    x, y, _ = place(work, "a")
    assert (x % 600, y % 600) != (0, 0)
    assert abs(x - 3_830) < 60
    assert abs(y - 4_320) < 60


def test_a_neighbours_edge_draws_a_rack_to_it_off_the_tiles(opened):
    work = opened(hall(rack("a", 1_200, 1_200), rack("b", 5_070, 5_000)))
    drag(work, (1_500, 1_800), (4_800, 5_580))
    assert place(work, "a") == (4_470, 5_000, 0)


def test_escape_while_dragging_moves_nothing(opened):
    work = opened(hall(rack("a", 1_200, 1_200)))
    view = work.floor.view
    QTest.mousePress(view, LEFT, NONE, point(work, 1_500, 1_800))
    event_to(view, QPointF(point(work, 5_000, 5_000)), NONE)
    key(work, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, NONE, point(work, 5_000, 5_000))
    assert place(work, "a") == (1_200, 1_200, 0)


def test_keys_walk_choose_move_and_turn(opened):
    work = opened(hall(rack("a", 3_600, 3_600), rack("b", 6_000, 3_600)))
    key(work, Qt.Key.Key_Tab)
    key(work, Qt.Key.Key_Tab)
    key(work, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == ("b",)
    key(work, Qt.Key.Key_Right)
    assert place(work, "b") == (6_600, 3_600, 0)
    key(work, Qt.Key.Key_Down, SHIFT)
    assert place(work, "b") == (6_600, 3_610, 0)
    key(work, Qt.Key.Key_R)
    assert place(work, "b")[2] == 90
    middle = standing(work.document.design).centres()[1].tolist()
    assert middle == [6_900, 4_210]


def test_walls_are_drawn_corner_by_corner_and_closed_at_the_first(opened):
    work = opened(hall(outline=()))
    work.floor.take("wall")
    for x, y in ((600, 600), (6_000, 600), (6_000, 3_000), (3_000, 3_000), (3_000, 6_000), (600, 6_000)):
        click(work, x, y)
    click(work, 600, 600)
    assert [(c.x_mm, c.y_mm) for c in plan(work).outline] == [
        (600, 600),
        (6_000, 600),
        (6_000, 3_000),
        (3_000, 3_000),
        (3_000, 6_000),
        (600, 6_000),
    ]
    assert work.floor.view.tool == "select"


def test_a_wall_gets_a_corner_and_the_corner_is_dragged_and_taken_away(opened):
    work = opened(hall())
    QTest.mouseDClick(work.floor.view, LEFT, NONE, point(work, 6_000, 0))
    assert len(plan(work).outline) == 5
    drag(work, (6_000, 0), (6_000, 1_500))
    assert abs(plan(work).outline[1].y_mm - 1_500) < 1
    key(work, Qt.Key.Key_Delete)
    assert len(plan(work).outline) == 4


def test_each_tool_draws_its_piece_and_escape_puts_it_down(opened):
    work = opened(hall())
    for tool, table in (("column", "columns"), ("keep_out", "keep_outs"), ("aisle", "aisles")):
        work.floor.take(tool)
        drag(work, (3_000, 3_000), (4_200, 4_200))
        assert len(getattr(plan(work), table)) == 1
        key(work, Qt.Key.Key_Delete)
        assert len(getattr(plan(work), table)) == 0
        work.floor.take(tool)
        key(work, Qt.Key.Key_Return)
        assert len(getattr(plan(work), table)) == 1
        work.floor.take(tool)
        key(work, Qt.Key.Key_Escape)
        assert work.floor.view.tool == "select"
    assert plan(work).columns[0].width_mm == 400


def test_a_door_opens_outwards_where_a_wall_is_clicked_and_inwards_where_one_drags_in(opened):
    work = opened(hall())
    work.floor.take("door")
    click(work, 6_000, 9_000)
    work.floor.take("door")
    drag(work, (9_000, 0), (9_000, 1_500))
    out, into = work.floor.view.drawing.doors
    assert max(y for _, y in out.arc) > 900
    assert max(y for _, y in into.arc) > 0
    click(work, *(value * 10 for value in out.opening[1]))
    key(work, Qt.Key.Key_R)
    assert min(y for _, y in work.floor.view.drawing.doors[0].arc) < 900


def test_a_tray_is_laid_by_clicks_and_ends_with_enter(opened):
    work = opened(hall())
    work.floor.take("tray")
    for x, y in ((900, 900), (9_000, 900), (9_000, 6_000)):
        click(work, x, y)
    key(work, Qt.Key.Key_Backspace)
    key(work, Qt.Key.Key_Return)
    (tray,) = plan(work).trays
    assert [(p.x_mm, p.y_mm) for p in tray.line] == [(900, 900), (9_000, 900)]


def test_measuring_says_the_distance_and_changes_nothing(opened, qtbot):
    work = opened(hall())
    before = work.document.design
    work.floor.take("measure")
    with qtbot.waitSignal(work.floor.message) as said:
        drag(work, (1_200, 1_200), (4_200, 5_100))
    assert said.args[0].replace("\u202f", "") == "4920 mm (3000 mm across, 3900 mm down)"
    assert work.document.design is before


def test_an_aisle_is_changed_from_its_menu(opened):
    aisle = Aisle(kind="cold", area=Box(x_mm=1_200, y_mm=3_000, width_mm=6_000, depth_mm=1_200))
    work = opened(hall(aisles=(aisle,)))
    view = work.floor.view
    menu = view.context_menu(view.drawing.hit_floor(300, 350, 1.0), 3_000, 3_500)
    words = {action.text(): action for action in menu.actions()}
    words["Make it a hot aisle"].trigger()
    words["Contain it"].trigger()
    assert (plan(work).aisles[0].kind, plan(work).aisles[0].contained) == ("hot", True)


def test_aisles_are_marked_between_rows_and_the_sides_are_coloured(opened, qtbot):
    around = FloorPlace(x_mm=4_800, y_mm=5_600, rotation_deg=180)
    work = opened(hall(rack("a", 3_000, 2_000, copies=3), rack("b", 0, 0, copies=3, floor=around)))
    qtbot.mouseClick(work.floor.bar.aisles_button, LEFT)
    assert [aisle.kind for aisle in plan(work).aisles] == ["hot", "cold", "hot"]
    work.document.undo()
    assert plan(work).aisles == ()
    work.floor.view.set_overlay("air")
    drawing = work.floor.view.drawing
    assert drawing.ways.tolist() == [1] * 6
    assert (drawing.readings["a"], drawing.legend.low) == ("not stated", "in, cold")


def test_the_bar_takes_two_lines_where_one_is_too_narrow(opened):
    work = opened(hall(rack("a", 3_000, 2_000)))
    bar = work.floor.bar
    one = bar.height()
    bar.place_button.setVisible(True)
    bar.room_choice.setVisible(True)
    bar.resize(bar.minimumSizeHint().width(), one)
    bar.arrange()
    assert bar.height() > one
    assert bar.overlay_choice.y() > bar.tools["select"].y()


def test_a_part_is_dropped_at_its_millimetres_with_a_rack_around_it(opened):
    work = opened(hall())
    data = QMimeData()
    data.setData(PART_MIME, b"nvidia/dgx-h100")
    spot = QPointF(point(work, 3_610, 2_390))
    event = QDropEvent(spot, Qt.DropAction.CopyAction, data, LEFT, NONE)
    work.floor.view.dropEvent(event)
    nodes = work.document.design.nodes
    made = next(node for node in nodes.values() if node.kind == "rack")
    assert (made.floor.x_mm, made.floor.y_mm, made.parent) == (3_600, 2_400, "hall")
    assert [node.parent for node in nodes.values() if node.part] == [made.id]


def test_the_hint_offers_a_room_for_racks_that_have_none(opened, qtbot):
    work = opened(Design(nodes={"r": Node(id="r", kind="rack", copies=12)}))
    qtbot.waitUntil(work.floor.make_button.isVisible)
    qtbot.mouseClick(work.floor.make_button, LEFT)
    design = work.document.design
    assert standing(design).count == 12
    qtbot.waitUntil(lambda: not work.floor.make_button.isVisible())
    assert work.floor.room in design.nodes


def test_filling_asks_says_what_fits_and_refuses_in_place(opened, qtbot):
    work = opened(hall())
    work.floor.ask_fill()
    field = work.floor.asking.field
    assert field.placeholderText() == "up to 48"
    qtbot.keyClicks(field, "99")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "room for 48 more racks" in work.floor.asking.problem.text()
    field.clear()
    qtbot.keyClicks(field, "20")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert standing(work.document.design).count == 20
    assert not field.isVisible()


def test_what_is_wrong_stands_beside_and_a_click_goes_there(opened, qtbot):
    work = opened(hall(rack("a", 3_000, 3_000), rack("b", 3_300, 3_000)))
    listed = work.floor.problems
    qtbot.waitUntil(lambda: listed.isVisible() and listed.count() == 1)
    assert listed.item(0).text() == "A and B stand on each other in Hall, by 0.36 m²."
    qtbot.mouseClick(listed.viewport(), LEFT, pos=listed.visualItemRect(listed.item(0)).center())
    assert set(work.canvas.selected_ids()) == {"a", "b"}


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xff\xff\xff" * width for _ in range(height))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_drawing_is_laid_under_the_room_and_calibrated_by_two_points(window, opened, tmp_path, qtbot):
    work = opened(hall())
    path = tmp_path / "plan.png"
    path.write_bytes(png(400, 300))
    window.questions.file_to_open = lambda *_: path
    window.commands.run("floor.underlay")
    assert work.floor.view.tool == "calibrate"
    before = plan(work).underlay.mm_per_px
    drag(work, (1_000, 1_000), (5_000, 1_000))
    a_to_b = work.floor.view._tool.length
    qtbot.keyClicks(work.floor.asking.field, "8000")
    qtbot.keyClick(work.floor.asking.field, Qt.Key.Key_Return)
    assert plan(work).underlay.mm_per_px == pytest.approx(before * 8_000 / a_to_b)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnot really"])
def test_hostile_pages_are_refused_in_one_plain_line(window, opened, tmp_path, qtbot, data):
    work = opened(hall())
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    said: list[str] = []
    work.message.connect(said.append)
    window.questions.file_to_open = lambda *_: path
    window.commands.run("floor.underlay")
    assert work.floor.asking.leave_button.text() == "Stop"
    qtbot.waitUntil(lambda: not work.floor.underlay.job.running, timeout=PATIENCE)
    assert plan(work).underlay is None
    assert any(words.startswith("plan.pdf") for words in said)
    assert not any("\n" in words for words in said)


@pytest.mark.usefixtures("real_processes")
def test_a_page_of_a_pdf_is_picked_and_laid(window, opened, tmp_path, qtbot):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.add_blank_page(width=842, height=595)
    path = tmp_path / "plan.pdf"
    writer.write(path)
    work = opened(hall())
    window.questions.file_to_open = lambda *_: path
    window.commands.run("floor.underlay")
    qtbot.keyClick(work.floor.asking.leave_button, Qt.Key.Key_Escape)  # given up
    assert not work.floor.underlay.job.running
    window.commands.run("floor.underlay")
    qtbot.waitUntil(work.floor.asking.field.isVisible, timeout=PATIENCE)
    qtbot.keyClicks(work.floor.asking.field, "3")
    qtbot.keyClick(work.floor.asking.field, Qt.Key.Key_Return)
    assert "no page 3" in work.floor.asking.problem.text()
    work.floor.asking.field.setText("2")
    qtbot.keyClick(work.floor.asking.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: plan(work).underlay is not None, timeout=PATIENCE)
    assert work.floor.view.tool == "calibrate"
    picture = work.document.design.pictures[plan(work).underlay.picture]
    assert (picture.name, round(picture.width_px / picture.height_px, 2)) == ("plan page 2", 1.42)


def test_a_rooms_measures_are_set_in_the_inspector(opened, qtbot):
    work = opened(hall())
    work.canvas.select(("hall",))
    fields = work.inspector.section.fields
    for name, text in (("room_width", "15000"), ("floor_tile", "500"), ("floor_load", "1200")):
        fields[name].setFocus()
        fields[name].selectAll()
        qtbot.keyClicks(fields[name], text)
        qtbot.keyClick(fields[name], Qt.Key.Key_Return)
    assert (plan(work).outline[1].x_mm, plan(work).tile_mm, plan(work).load_limit_kg_per_m2) == (15_000, 500, 1_200)


def test_the_floor_is_heard(opened):
    work = opened(hall(rack("a", 1_200, 1_200, copies=3)))
    assert work.floor.view.accessibleDescription() == "Hall. 12 by 9 metres. 3 × A"
    for button in work.floor.tools.values():
        assert button.accessibleName()


def test_two_rooms_are_told_apart_and_a_saved_view_keeps_its_own(opened, qtbot):
    store = Node(id="store", kind="room", name="Store", plan=RoomPlan(outline=rectangle(4_000, 3_000)))
    work = opened(hall(rack("a", 1_200, 1_200), store, rack("s", 600, 600, parent="store")))
    qtbot.waitUntil(work.floor.room_choice.isVisible)
    work.go_to(("s",))
    assert work.floor.room == "store"
    view = View(id="v", name="Hall", shows="floor", focus=("hall",))
    work.views.show_view("topology")
    work.show_view(view)
    assert (work.views.shown, work.floor.room, work.view_pages.focus, work.view_pages.camera) == (
        "floor",
        "hall",
        ("hall",),
        None,
    )


def test_a_finding_about_the_floor_goes_there(opened):
    work = opened(hall(rack("a", 1_200, 1_200), rack("b", 6_000, 3_000)))
    work.go_to(("b",))
    assert work.views.shown == "floor"
    assert work.floor.view.selected == ("b",)
