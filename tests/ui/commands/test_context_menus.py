import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from designer.edit.session import Session
from designer.ui.commands.command import PLACES
from designer.ui.commands.registry import BY_ID, COMMANDS, TABLE
from tests.campus import campus

KEYS = Qt.KeyboardModifier


@pytest.fixture
def work(superpod):
    return superpod.workspace


@pytest.fixture(autouse=True)
def nothing_left_open():
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def open_menu():
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    return popup


def titles(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def right_click(widget, place):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    return open_menu()


def on_canvas(work, x, y):
    return QPoint(*(int(one) for one in work.canvas.screen_position(x, y)))


def a_node(work, **wanted):
    for node in work.document.design.nodes_in_order():
        if node.id in work.canvas.stage.drawing.tile_index and node.part and node.kind == wanted.get("kind", node.kind):
            return node.id
    raise AssertionError("no such node")


ROWS = (*COMMANDS, *TABLE.submenus)


def test_each_place_in_a_menu_is_taken_once_and_part_after_part():
    for place in PLACES:
        numbers = sorted(row.places[place] for row in ROWS if place in row.places)
        assert len(set(numbers)) == len(numbers), place
        parts = sorted({number // 10 for number in numbers})
        assert parts == list(range(1, len(parts) + 1)), place
        entries = TABLE.entries[place]
        assert len(entries) - entries.count("") == len(numbers)
        assert entries.count("") == len(parts) - 1


def test_a_menu_that_stands_in_another_has_commands():
    for row in TABLE.submenus:
        assert any(command.menu == row.menu for command in BY_ID.values())


def test_the_menus_of_a_device_and_of_the_ground_stand_in_the_order_that_people_know():
    """Written down when the order stood in a table of its own."""
    known = {
        "node": """edit.rename edit.count edit.swap_part - edit.link_from edit.next_port
            - edit.cut edit.copy edit.duplicate edit.delete - Edit/Select many.copy_look many.paste_look
            - failures.toggle failures.every failures.plane
            - arrange.group_rack arrange.group_pod arrange.take_out arrange.peel arrange.lock
            - view.zoom_selection help.what""",
        "ground": """edit.quick_add edit.paste - edit.select_all many.query - Edit/Insert arrange.tidy arrange.snap
            - view.fit view.zoom_actual view.back view.forward - shown.choose""",
    }
    for place, words in known.items():
        assert [entry or "-" for entry in TABLE.entries[place]] == words.split()


def test_a_right_click_on_a_node_selects_it_and_offers_what_can_be_done(superpod, work):
    work.canvas.zoom_to(1.0)
    server = a_node(work, kind="server")
    work.canvas.go_to((server,))
    work.canvas.select(())
    menu = right_click(work.canvas, on_canvas(work, *work.canvas.stage.rect_of(server).centre))
    assert work.canvas.selected_ids() == (server,)
    assert {"Rename", "Duplicate", "Delete", "Swap for another part…", "Draw a link from here"} <= set(titles(menu))
    delete = next(action for action in menu.actions() if action.text() == "Delete")
    assert delete.shortcut().toString() == "Del"


def test_empty_ground_a_link_a_frame_a_port_and_several_have_menus_of_their_own(superpod, work):
    work.canvas.set_results(None, ())
    drawing = work.canvas.stage.drawing
    design = work.document.design
    menus = {}
    for place, ids in (
        ("ground", ()),
        ("link", (next(iter(design.links)),)),
        ("frame", (drawing.frames[0].id,)),
        ("several", tuple(tile.id for tile in drawing.tiles[:3])),
    ):
        work.canvas.select(ids)
        assert work.canvas.menu_place() == place
        menus[place] = titles(work.canvas.context_menu())
    switch = a_node(work, kind="switch")
    work.canvas.select((switch,))
    superpod.commands.run("edit.next_port")
    assert work.canvas.menu_place() == "port"
    menus["port"] = titles(work.canvas.context_menu())
    assert "Paste" in menus["ground"]
    assert "Delete" not in menus["ground"]
    assert "How many of it…" in menus["link"]
    assert "Ungroup" in menus["frame"]
    assert "Align" in menus["several"]
    assert "Show its ports, one by one" in menus["port"]
    assert len({tuple(one) for one in menus.values()}) == 5


def test_a_right_click_on_a_port_shows_it(work):
    work.canvas.zoom_to(1.0)
    switch = a_node(work, kind="switch")
    work.canvas.go_to((switch,))
    dot = work.canvas.stage.drawing.tiles[work.canvas.stage.drawing.tile_index[switch]].ports[0]
    right_click(work.canvas, on_canvas(work, dot.x, dot.y))
    assert work.canvas.stage.chosen_port == (switch, dot.port)
    assert work.canvas.menu_place() == "port"


@pytest.mark.parametrize(("key", "keys"), [(Qt.Key.Key_Menu, KEYS.NoModifier), (Qt.Key.Key_F10, KEYS.ShiftModifier)])
def test_the_keys_open_the_menu_of_what_is_selected(work, key, keys):
    server = a_node(work, kind="server")
    work.canvas.select((server,))
    work.canvas.setFocus()
    QTest.keyClick(work.canvas, key, keys)
    assert "Swap for another part…" in titles(open_menu())


def test_what_cannot_run_says_why(superpod, work):
    work.canvas.select((a_node(work, kind="server"),))
    menu = work.canvas.context_menu()
    assert menu.toolTipsVisible()
    peel = next(action for action in menu.actions() if action.text() == "Split one copy off")
    assert peel.isEnabled() or "Select one thing of which there are several copies first." in peel.toolTip()
    work.canvas.select(())
    superpod.commands.refresh()
    delete = superpod.commands.actions["edit.delete"]
    assert not delete.isEnabled()
    assert delete.toolTip() == "Delete (Del)\nSelect something first."


def test_rename_and_count_from_the_menu_open_their_editors(superpod, work, qtbot):
    server = a_node(work, kind="server")
    work.canvas.go_to((server,))
    superpod.commands.run("edit.rename")
    editor = work.canvas.editor
    assert editor is not None
    editor.setText("Gandalf")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert work.document.design.nodes[server].name == "Gandalf"
    superpod.commands.run("edit.count")
    editor = work.canvas.editor
    editor.setText("3")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert work.document.design.nodes[server].copies == 3


@pytest.mark.usefixtures("figures")
def test_a_finding_has_a_menu_with_the_way_to_it(superpod, work):
    row = next(row for row in work.findings.rows if row.finding.ids)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), row.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(row, event)
    menu = open_menu()
    assert "Show on canvas" in titles(menu)
    assert work.canvas.selected_ids()
    work.canvas.zoom_to(0.05)
    next(action for action in menu.actions() if action.text() == "Show on canvas").trigger()
    assert work.canvas.zoom() > 0.05
    menu.close()
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F10, KEYS.ShiftModifier)
    assert "Show on canvas" in titles(open_menu())


@pytest.mark.usefixtures("figures")
def test_rows_of_tables_have_the_menu_of_what_they_are(superpod, work):
    work.show_panel("utilisation")
    table = work.utilisation.table
    place = table.visualRect(table.model().index(1, 0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    assert work.canvas.selected_ids() == (table.shown_rows()[1].id,)
    menu = open_menu()
    assert "How many of it…" in titles(menu)
    menu.close()
    work.show_panel("failures")
    failures = work.failures.table
    failures.setCurrentIndex(failures.model().index(0, 0))
    failures.setFocus()
    QTest.keyClick(failures, Qt.Key.Key_Menu)
    assert work.canvas.selected_ids() == (work.failures.current_id(),)
    assert "Fail it, or mend it" in titles(open_menu())


def test_rows_of_the_outline_have_the_menu_by_keys(superpod, work):
    superpod.commands.run("view.outline")
    tree = work.outline.tree
    tree.setCurrentIndex(tree.model().index(0, 0))
    QTest.keyClick(tree, Qt.Key.Key_F10, KEYS.ShiftModifier)
    assert "Duplicate" in titles(open_menu())


def test_a_bundle_selected_from_far_away_is_deleted_whole(superpod, library, qtbot):
    superpod.open_session(Session(campus(library)))
    work = superpod.workspace
    work.canvas.fit()
    work.canvas.zoom_to(0.03)
    wire = next(wire for wire in work.canvas.stage.drawing.wires if len(wire.links) > 1)
    work.canvas.select((wire.id,))
    work.canvas.setFocus()
    qtbot.keyClick(work.canvas, Qt.Key.Key_Delete)
    assert not set(wire.links) & set(work.document.design.links)
    superpod.commands.run("edit.undo")
    assert set(wire.links) <= set(work.document.design.links)
