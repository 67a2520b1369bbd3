"""The power tab: one selection with the topology, X fails, the list beside it, the hint and its button, saved views."""

import pytest
from PySide6.QtCore import Qt

from designer.edit.nodes.nodes import add_node
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.edit.views import add_view
from designer.model.design import Design
from designer.ui.present.slide import slides_of
from designer.ui.views.stack.view import StackView
from designer.ui.widgets.lists.row_list import ROW_ROLE

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(window, library):
    """The 2N chain of 40 racks, with the power view in sight."""
    window.open_session(Session(build_template("power-chain", library, {})))
    window.commands.run("view.power")
    return window.workspace


@pytest.fixture
def chain(work):
    return work.plant.chain


def click(qtbot, chain, tile, keys=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(chain, Qt.MouseButton.LeftButton, keys, chain.screen_rect(tile).center().toPoint())


def tile_of(chain, name):
    return chain.drawing.tiles[chain.drawing.tile_index[name]]


def rows(work):
    model = work.plant.list.row_model
    return [model.data(model.index(row), ROW_ROLE) for row in range(model.rowCount())]


def press(work, title):
    model = work.plant.list.row_model
    place = next(number for number, row in enumerate(model.rows) if row.title == title)
    work.plant.list.clicked.emit(model.index(place))


def test_the_tab_and_the_command_turn_the_view(window, work):
    assert work.views.shown == "power"
    assert isinstance(work.plant.chain, StackView)
    assert work.plant.chain.isVisible()
    window.commands.run("view.topology")
    assert work.views.shown == "topology"
    window.commands.run("view.power")
    assert work.plant.chain.hasFocus()


def test_a_click_selects_here_and_in_the_topology_and_back(qtbot, work, chain):
    click(qtbot, chain, "ups-a")
    assert work.canvas.selected_ids() == ("ups-a",)
    work.canvas.select(("busway-b",))
    assert chain.screen_rect("busway-b").isValid()
    assert "Busway B" in work.inspector.accessibleDescription() or work.canvas.selected_ids() == ("busway-b",)


def test_a_click_beside_the_tiles_and_on_a_frame_chooses_nothing(qtbot, work, chain):
    click(qtbot, chain, "ups-a")
    frame = chain.drawing.frames[0].rect
    spot = chain.viewpoint.to_screen(frame.x + 6, frame.bottom - 6)
    qtbot.mouseClick(chain, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, _point(spot))
    assert work.canvas.selected_ids() == ()


def test_x_fails_what_is_selected_and_escape_mends_it(window, qtbot, work, chain):
    click(qtbot, chain, "ups-a")
    window.commands.run("failures.toggle")
    assert work.document.what_if.failed == ("ups-a",)
    assert tile_of(chain, "ups-a").struck
    assert tile_of(chain, "pdu-a").subtitle == "No power"
    assert tile_of(chain, "ups-b").subtitle == "1.04 MW of 1.25 MW, 83%"
    assert work.plant.hint == "Without UPS A: everything holds. Esc mends it."
    click(qtbot, chain, "busway-b")
    window.commands.run("failures.toggle")
    assert tile_of(chain, "dgx").subtitle == "Dark 40 of 160"
    assert "40 devices dark (260 kW, 320 accelerators)" in work.plant.hint
    qtbot.keyClick(chain, Qt.Key.Key_Escape)
    assert work.document.what_if.failed == ()
    assert tile_of(chain, "dgx").subtitle == "6.5 kW each"


def test_arrows_walk_over_the_tiles_and_enter_selects(qtbot, work, chain):
    chain.setFocus()
    qtbot.keyClick(chain, Qt.Key.Key_Down)
    first = chain.focused
    assert first
    qtbot.keyClick(chain, Qt.Key.Key_Down)
    assert chain.focused != first
    qtbot.keyClick(chain, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == (chain.focused,)


def test_the_list_says_the_redundancy_and_fails_what_is_chosen(qtbot, window, work, chain):
    qtbot.waitUntil(lambda: work.document.fresh and bool(rows(work)), timeout=30_000)
    titles = [row.title for row in rows(work)]
    assert titles[:3] == ["How it is fed", "2N, DGX A100", "When one thing fails"]
    assert rows(work)[1].line == "Two sides, UPS A and UPS B; each carries everything alone."
    press(work, "UPS A")
    assert work.document.what_if.failed == ("ups-a",)
    press(work, "UPS A")
    assert work.document.what_if.failed == ()
    press(work, "2N, DGX A100")
    assert set(work.canvas.selected_ids()) == {"dgx", "ups-a", "ups-b"}


def test_beside_a_failure_stands_what_it_does_and_it_is_restored(window, qtbot, work, chain):
    page = work.plant
    click(qtbot, chain, "ups-a")
    window.commands.run("failures.toggle")
    assert page.title.text() == "With UPS A failed, nothing goes dark"
    # 1,040 kW over 1,250 kW.
    assert page.told.text() == "Everything holds. The fullest that is left is UPS B, at 83%."
    assert not page.fix_button.isVisible()
    work.document.what_if.fail_just(("ups-a", "busway-b[0]"))
    assert page.title.text() == "With UPS A and Busway B 1 failed, 40 of 160 devices go dark"
    assert page.told.text().startswith("40 devices dark (260 kW, 320 accelerators)")
    page.mend_button.click()
    assert work.document.what_if.failed == ()


def test_names_are_large_enough_at_first_and_fit_shows_all(window, chain):
    _ = chain.drawing
    assert chain.zoom() >= 0.68
    chain.fit()
    _ = chain.drawing
    assert chain.viewpoint.visible.height >= chain.drawing.bounds.height - 1.0


def test_shift_and_space_draws_alike_elements_one_by_one_and_folds_them_again(window, qtbot, library):
    from tests.analysis.power.drawn import drawn, feed, node

    strips = [node(f"pdu-{n}", "pdu", capacity_w=9000.0) for n in range(5)]
    taps = [feed(f"tap-{n}", "busway", f"pdu-{n}") for n in range(5)]
    design = drawn(
        node("utility", "utility"), node("busway", "busway"), *strips, feed("in", "utility", "busway"), *taps
    )
    window.open_session(Session(design))
    window.commands.run("view.power")
    chain = window.workspace.plant.chain
    chain.setFocus()
    chain.focused = "pdu-0"
    assert "pdu-3" not in chain.drawing.tile_index
    qtbot.keyClick(chain, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert "pdu-3" in chain.drawing.tile_index
    chain.focused = "pdu-3"
    qtbot.keyClick(chain, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert "pdu-3" not in chain.drawing.tile_index


def test_without_power_a_hint_draws_a_chain_as_one_step(window, library):
    design = Design()
    design = add_node(design, library, "nvidia/dgx-a100", 0, 0, copies=4, node_id="dgx").applied(design)
    window.open_session(Session(design))
    window.commands.run("view.power")
    work = window.workspace
    assert work.plant.draw_button.isVisible()
    assert not work.plant.chain.isVisible()
    work.plant.draw_button.click()
    assert work.plant.chain.isVisible()
    assert {"utility-a", "utility-b"} <= set(work.plant.chain.drawing.tile_index)
    window.commands.run("edit.undo")
    assert work.document.design == design
    assert work.plant.draw_button.isVisible()


def test_a_saved_view_of_it_is_shown_and_is_a_slide(window, work, library):
    work.document.edit(lambda design: add_view(design, "Chain", shows="power", caption="Two sides"))
    window.commands.run("view.topology")
    (view,) = [one for one in work.document.design.views.values() if one.name == "Chain"]
    work.show_view(view)
    assert work.views.shown == "power"
    shown = [(one.name, slide.headline) for one, slide in slides_of(work.document.design, None, ())]
    assert ("Chain", "Two sides") in shown


def test_it_says_what_it_shows_to_those_who_do_not_see_it(chain):
    assert chain.accessibleName() == "Power"
    _ = chain.drawing
    assert "UPS A 520 kW of 1.25 MW, 42%" in chain.accessibleDescription()


def test_the_inspector_of_a_ups_asks_its_battery_and_says_its_load(window, qtbot, work):
    work.canvas.select(("ups-a",))
    section = work.inspector.section
    qtbot.waitUntil(lambda: work.document.fresh and section.row("How full").isVisible(), timeout=30_000)
    assert section.row("How full").text_shown == "42% of what it may"
    assert section.row("Battery at this load").text_shown == "unknown"
    field = section.fields["fact:battery_min"]
    field.setText("5")
    field.entered.emit("5")
    assert work.document.design.nodes["ups-a"].facts["battery_min"] == 5.0
    # 520 of 1,250 kW: 5 / 0.416 = 12.0 minutes.
    qtbot.waitUntil(lambda: work.document.fresh and section.row("Battery at this load").figure.known, timeout=30_000)
    assert section.row("Battery at this load").figure.value == pytest.approx(12.0, abs=0.05)
    section.fields["bypass"].chosen.emit("1")
    assert work.document.design.nodes["ups-a"].facts["bypass"] == 1.0
    section.fields["bypass"].chosen.emit("-")
    assert "bypass" not in work.document.design.nodes["ups-a"].facts
    field.entered.emit("soon")
    assert work.document.design.nodes["ups-a"].facts["battery_min"] == 5.0
    window.commands.run("edit.undo")
    window.commands.run("edit.undo")
    window.commands.run("edit.undo")
    assert "battery_min" not in work.document.design.nodes["ups-a"].facts


def _point(spot):
    from PySide6.QtCore import QPoint

    return QPoint(round(spot[0]), round(spot[1]))


def test_a_double_click_draws_racks_one_by_one_and_one_of_them_fails(qtbot, work, chain):
    chain.resize(1200, 900)
    spot = chain.screen_rect("pdu-a").center().toPoint()
    qtbot.mouseDClick(chain, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert {"pdu-a@0", "pdu-a@39", "dgx@39"} <= set(chain.drawing.tile_index)
    tile = tile_of(chain, "pdu-a@2")
    assert tile.title == "Rack 3: Rack PDU A"
    menu = chain.context_menu(tile)
    action = next(one for one in menu.actions() if one.text() == "Fail it")
    action.trigger()
    assert work.document.what_if.failed == ("pdu-a[2]",)
    assert tile_of(chain, "pdu-a@2").struck
    assert not tile_of(chain, "pdu-a@3").struck
    chain.toggle_fold("dgx@7")
    assert "pdu-a" in chain.drawing.tile_index
    menu.deleteLater()


def test_copies_that_are_drawn_one_by_one_are_selected_each_by_itself(qtbot, work, chain):
    chain.resize(1200, 900)
    chain.toggle_fold("pdu-a")
    chain.selection_wanted.connect(chain.select)

    def click(name, keys=Qt.KeyboardModifier.NoModifier):
        spot = chain.screen_rect(name).center().toPoint()
        qtbot.mouseClick(chain, Qt.MouseButton.LeftButton, keys, spot)

    click("pdu-a@2")
    assert (chain.outlined, chain.selection) == ({"pdu-a@2"}, {"pdu-a"})
    click("dgx@3", Qt.KeyboardModifier.ControlModifier)
    click("pdu-a@5", Qt.KeyboardModifier.ControlModifier)
    assert (chain.outlined, chain.selection) == ({"pdu-a@2", "pdu-a@5", "dgx@3"}, {"pdu-a", "dgx"})
    # Ctrl takes one out again, and the node only with its last copy.
    click("pdu-a@2", Qt.KeyboardModifier.ControlModifier)
    assert (chain.outlined, chain.selection) == ({"pdu-a@5", "dgx@3"}, {"pdu-a", "dgx"})
    click("pdu-a@5", Qt.KeyboardModifier.ControlModifier)
    assert (chain.outlined, chain.selection) == ({"dgx@3"}, {"dgx"})
    # What is selected elsewhere is all copies of it.
    chain.select(["pdu-a"])
    assert len(chain.outlined) == 40


def test_the_line_above_calls_a_failed_copy_by_its_number(work, chain):
    work.document.what_if.toggle_names(("pdu-a[2]",))
    assert "Rack PDU A 3" in chain.hint
