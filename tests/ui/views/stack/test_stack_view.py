"""The stack in the window: one selection with the topology, keys, failing, saved views, exports."""

from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QWheelEvent

from designer.drawing.stack.stack import HINT
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_fact
from designer.edit.session import Session
from designer.edit.views import add_view
from designer.model.design import Design
from designer.ui.canvas.widget import PART_MIME
from designer.ui.present.slide import slides_of

PARTS = (
    ("app", "langchain/langchain", 1),
    ("engine", "vllm/vllm", 1),
    ("index", "pgvector/pgvector", 1),
    ("dgx", "nvidia/dgx-h100", 4),
    ("cpu", "generic/host", 3),
    ("leaf", "nvidia/qm9700", 1),
)
LINKS = (
    ("app", "engine", "depends_on"),
    ("app", "index", "depends_on"),
    ("engine", "dgx", "runs_on"),
    ("index", "cpu", "runs_on"),
    ("dgx", "leaf", "fabric"),
)

pytestmark = pytest.mark.usefixtures("figures")


def tile(stack, place):
    """Return the tile of PLACE."""
    return next(one for one in stack.drawing.tiles if one.id == place)


@pytest.fixture
def work(window, library):
    """The workspace of an assistant on four machines, with the stack in sight."""
    design = Design()
    for name, part, copies in PARTS:
        design = add_node(design, library, part, 0, 0, copies=copies, node_id=name, name=name).applied(design)
    for a, b, medium in LINKS:
        design = add_link(design, a, b, medium=medium, link_id=f"{a}-{b}").applied(design)
    for fact, value in (("users", 5000.0), ("requests_per_user_hour", 6.0)):
        design = set_fact(design, "app", fact, value).applied(design)
    window.open_session(Session(design))
    window.commands.run("view.stack")
    return window.workspace


@pytest.fixture
def stack(work):
    return work.stack


def click(qtbot, stack, tile, keys=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(stack, Qt.MouseButton.LeftButton, keys, stack.screen_rect(tile).center().toPoint())


def emphasis(stack):
    return {tile.id: tile.emphasis for tile in stack.drawing.tiles}


def test_the_tabs_and_the_commands_turn_the_view(window, work):
    assert work.views.shown == "stack"
    assert work.stack.isVisible()
    assert not work.canvas.isVisible()
    work.views.tabs.setCurrentIndex(0)
    assert work.canvas.isVisible()
    window.commands.run("view.stack")
    assert work.views.tabs.tabText(work.views.tabs.currentIndex()) == "Stack"
    window.commands.run("view.topology")
    assert work.views.shown == "topology"


def test_one_selection_is_shared(work, stack, qtbot):
    click(qtbot, stack, "dgx")
    assert work.canvas.selected_ids() == ("dgx",)
    assert work.inspector.section.pane.node_id == "dgx"
    work.canvas.select(("cpu",))
    assert stack.selection == {"cpu"}
    click(qtbot, stack, "engine", keys=Qt.KeyboardModifier.ShiftModifier)
    assert set(work.canvas.selected_ids()) == {"cpu", "engine"}
    qtbot.mouseClick(stack, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert work.canvas.selected_ids() == ()


def test_a_tile_of_several_selects_them_all(work, stack, qtbot, library):
    work.document.edit(partial(add_node, library=library, part_id="generic/host", x=0, y=0, node_id="more"))
    click(qtbot, stack, "cpu")
    assert set(work.canvas.selected_ids()) == {"cpu", "more"}


def test_tab_and_arrows_walk_and_enter_selects(work, stack, qtbot):
    stack.setFocus()
    qtbot.keyClick(stack, Qt.Key.Key_Tab)
    assert stack.focused == "app"
    assert stack.accessibleDescription().startswith("app ")
    qtbot.keyClick(stack, Qt.Key.Key_Right)
    assert stack.focused == "engine"
    qtbot.keyClick(stack, Qt.Key.Key_Down)
    qtbot.keyClick(stack, Qt.Key.Key_Down)
    assert stack.focused == "inside:nvidia/h100-sxm5-80gb" or stack.focused in {"dgx", "leaf", "index"}
    qtbot.keyClick(stack, Qt.Key.Key_Up)
    place = stack.focused
    qtbot.keyClick(stack, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == tile(stack, place).members
    assert stack.accessibleDescription().endswith("selected")
    qtbot.keyClick(stack, Qt.Key.Key_Escape)
    assert work.canvas.selected_ids() == ()


@pytest.mark.usefixtures("painted")
def test_what_has_no_tile_under_the_keyboard_is_told_whole(stack):
    words = stack.accessibleDescription()
    assert "Serving, applications: app" in words
    assert "Silicon: H100 × 32" in words


def test_edits_and_the_analysis_are_followed(work, stack, library):
    before = next(wire.width for wire in stack.drawing.wires if "app-engine" in wire.links)
    assert before > 2
    work.document.edit(partial(set_fact, node_id="app", fact="users", value=None))
    assert next(wire.width for wire in stack.drawing.wires if "app-engine" in wire.links) < 2
    work.document.edit(partial(add_node, library=library, part_id="cncf/kubernetes", x=0, y=0, node_id="k8s"))
    assert "k8s" in stack.drawing.tile_index
    work.document.undo()
    assert "k8s" not in stack.drawing.tile_index


def test_the_view_fits_zooms_and_pans(window, stack, qtbot):
    fitted = stack.zoom()
    window.commands.run("view.zoom_in")
    assert stack.zoom() == pytest.approx(fitted * 1.25)
    at = QPointF(stack.rect().center())
    wheel = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    stack.wheelEvent(wheel)
    assert stack.zoom() > fitted * 1.25
    before = stack.screen_rect("app").x()
    qtbot.mousePress(stack, Qt.MouseButton.MiddleButton, pos=QPoint(100, 100))
    qtbot.mouseMove(stack, QPoint(130, 100))
    qtbot.mouseMove(stack, QPoint(160, 100))
    qtbot.mouseRelease(stack, Qt.MouseButton.MiddleButton, pos=QPoint(160, 100))
    assert stack.screen_rect("app").x() == pytest.approx(before + 60)
    window.commands.run("view.fit")
    assert stack.zoom() == pytest.approx(fitted)
    for tile in stack.drawing.tiles:
        assert stack.rect().contains(stack.screen_rect(tile.id).toRect())


def test_a_failed_machine_shows_what_it_takes_along(window, work, stack, qtbot):
    before = work.document.design
    menu = stack.context_menu(tile(stack, "dgx"))
    next(action for action in menu.actions() if action.text() == "Fail it").trigger()
    assert {name for name, state in emphasis(stack).items() if state == "failed"} >= {"dgx", "engine", "app"}
    assert emphasis(stack)["index"] != "failed"
    assert "Down with it: app and engine" in stack.hint
    assert work.views.hint.toolTip() == stack.hint
    assert window.status.message.text() == stack.hint
    assert work.document.design is before
    stack.setFocus()
    qtbot.keyClick(stack, Qt.Key.Key_Escape)
    assert "failed" not in emphasis(stack).values()
    assert "Failed" not in stack.hint


def test_a_switch_cuts_off_what_hangs_on_it_alone(stack):
    stack.toggle_failed(("leaf",))
    assert stack.outage.cut_off == ("dgx",)
    assert "Cut off: dgx" in stack.hint
    stack.toggle_failed(("leaf",))
    assert stack.outage.failed == ()


def test_the_command_fails_what_is_selected_and_a_removed_part_is_forgotten(window, work, stack):
    window.commands.run("view.topology")
    work.canvas.select(("index",))
    window.commands.run("view.fail")
    assert work.views.shown == "stack"
    assert stack.outage.failed == ("index",)
    window.commands.run("edit.delete")
    assert stack.outage.failed == ()


def test_chips_inside_machines_and_racks_of_power_do_not_fail_by_themselves(work, stack, library):
    assert not stack.can_fail(tile(stack, "inside:nvidia/h100-sxm5-80gb"))
    work.document.edit(partial(add_node, library=library, part_id="apc/ap8868", x=0, y=0, node_id="pdu"))
    assert not stack.can_fail(tile(stack, "pdu"))


def test_a_tile_can_be_shown_in_the_topology(work, stack):
    menu = stack.context_menu(tile(stack, "cpu"))
    next(action for action in menu.actions() if action.text() == "Show in the topology").trigger()
    assert work.views.shown == "topology"
    assert work.canvas.selected_ids() == ("cpu",)


def test_a_part_that_is_dropped_is_placed(work, stack):
    data = QMimeData()
    data.setData(PART_MIME, b"nvidia/qm9700")
    before = set(work.document.design.nodes)
    stack.dropEvent(
        QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    assert len(set(work.document.design.nodes) - before) == 1


def test_a_saved_view_of_the_stack_comes_back_and_is_a_slide(window, work, stack, questions, monkeypatch, qtbot):
    asked = {}

    class Dialog:
        name, caption, notes, detail = "All layers", "Where the load goes.", "", "plain"

        def __init__(self, *given):
            asked["name"] = given[0]

        def exec(self):
            return True

        def deleteLater(self):
            pass

    monkeypatch.setattr("designer.ui.present.saved_views_dialog.ViewDialog", Dialog)
    window.commands.run("present.save_view")
    (view,) = work.document.design.views.values()
    assert (view.shows, view.camera, view.caption) == ("stack", None, "Where the load goes.")
    window.commands.run("view.topology")
    work.show_view(view)
    assert work.views.shown == "stack"
    assert stack.drawing.detail == "plain"
    slides = slides_of(work.document.design, work.document.results, ())
    assert [slide.headline for _, slide in slides] == ["Where the load goes."]
    window.commands.run("present.start_views")
    presenter = window.context.presenter
    qtbot.waitUntil(lambda: presenter.count > 0)
    drawing = presenter.slide.drawings[0].drawing
    assert drawing.bands[0].id == "serving_apps"
    assert not presenter.grab().isNull()
    presenter.close()
    window.context.presenter = None


def test_the_drawing_that_is_exported_is_the_one_in_sight(window, work, questions, qtbot, tmp_path):
    questions.path = tmp_path / "stack.svg"
    with qtbot.waitSignal(window.exports.finished, timeout=20_000):
        window.commands.run("exports.drawing")
    assert "Serving, applications" in questions.path.read_text("utf-8")


@pytest.mark.usefixtures("painted")
def test_an_empty_design_says_what_would_fill_it(window):
    window.files.new_empty()
    window.commands.run("view.stack")
    stack = window.workspace.stack
    assert [band.hint for band in stack.drawing.bands if band.hint] == [HINT]
    assert not stack.grab().isNull()


@pytest.mark.usefixtures("painted")
def test_both_themes_paint_and_differ(stack, wear):
    light = stack.grab().toImage()
    wear("dark")
    assert stack.grab().toImage() != light
    colours = {light.pixel(x, y) for x in range(0, light.width(), 9) for y in range(0, light.height(), 9)}
    assert len(colours) > 8


def test_a_finding_about_a_link_leads_to_the_topology(work, stack):
    work.go_to(["dgx-leaf"])
    assert work.views.shown == "topology"


def test_saved_views_of_the_topology_turn_back_to_it(work):
    design = work.document.design
    (view,) = add_view(design, "Graph").applied(design).views.values()
    work.show_view(view)
    assert work.views.shown == "topology"
