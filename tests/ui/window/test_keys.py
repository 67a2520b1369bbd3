"""Everything by keyboard: shortcuts, the command palette, a whole design, and names for screen readers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from designer.drawing.current_theme import current_theme
from designer.model.canvas_sizes import GRID
from designer.store.project import read_project
from designer.ui.commands.command_palette import CommandPalette
from designer.ui.commands.registry import COMMANDS
from designer.ui.commands.shortcuts_dialog import ShortcutsDialog
from designer.ui.panels.registry import PANELS
from designer.ui.present.saved_views_dialog import ViewDialog, ViewsDialog
from tests.ui.seen import texts

BELOW = tuple(panel.id for panel in PANELS if panel.place == "below")

DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


def palette(person):
    return next((one for one in person.window.findChildren(CommandPalette) if one.isVisible()), None)


def search(person, text):
    """Press Ctrl+K, type TEXT, press Enter."""
    person.canvas.setFocus()
    person.keys("Ctrl+K")
    found = palette(person)
    assert found is not None
    for letter in text:
        QTest.keyClick(found.search, letter)
    titles = [row.title for row in found.list.row_model.rows if not row.heading]
    QTest.keyClick(found.search, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert palette(person) is None
    return titles


def test_the_command_palette_runs_a_command(drawer):
    assert search(drawer, "dark")[0] == "Dark"
    assert current_theme().name == "dark"


def test_the_command_palette_places_a_part(drawer):
    assert "Place DGX H100" in search(drawer, "dgx h100")[0]
    (node,) = drawer.design.nodes.values()
    assert node.part == DGX


def test_the_command_palette_goes_to_a_node(owner):
    node = owner.design.nodes["leaf"]
    owner.canvas.stage.viewpoint.pan(9000, 9000)
    assert search(owner, node.title)[0] == f"Go to {node.title}"
    assert owner.canvas.selected_ids() == ("leaf",)
    rect = owner.canvas.stage.rect_of("leaf")
    owner.qtbot.waitUntil(lambda: owner.canvas.stage.sight.meets(rect), timeout=3000)


def test_the_command_palette_leaves_on_escape_and_says_when_nothing_matches(drawer):
    drawer.keys("Ctrl+K")
    found = palette(drawer)
    for letter in "qqqq":
        QTest.keyClick(found.search, letter)
    assert "Nothing matches. Try fewer or other words." in texts(found)
    QTest.keyClick(found.search, Qt.Key.Key_Escape)
    assert palette(drawer) is None


def test_commands_that_cannot_run_are_not_offered(person):
    person.window.open_palette()
    rows = palette(person).list.row_model.rows
    assert not any(row.title == "Group into a rack" for row in rows)
    assert any(row.title == "New empty design" for row in rows)
    palette(person).close()


def test_undo_and_redo(drawer):
    drawer.place(DGX)
    one = drawer.design
    drawer.place(SWITCH)
    two = drawer.design
    drawer.keys("Ctrl+Z")
    assert drawer.design == one
    drawer.keys("Ctrl+Shift+Z")
    assert drawer.design == two
    drawer.keys("Ctrl+Z", "Ctrl+Z")
    assert not drawer.design.nodes
    drawer.keys("Ctrl+Y", "Ctrl+Y")
    assert drawer.design == two


def test_copy_in_one_window_and_paste_in_another(owner, open_window):
    server = next(node for node in owner.design.nodes.values() if node.kind == "server")
    owner.canvas.select((server.id,))
    owner.keys("Ctrl+C")
    assert owner.status == "Copied."
    other = open_window()
    other.begin()
    other.keys("Ctrl+V")
    (pasted,) = other.design.nodes.values()
    assert (pasted.part, pasted.copies) == (server.part, server.copies)
    assert other.canvas.selected_ids() == (pasted.id,)
    assert other.design.parts[pasted.part] == owner.design.parts[server.part]
    other.keys("Ctrl+Z")
    assert not other.design.nodes


def test_what_is_no_design_on_the_clipboard_is_refused_in_one_line(drawer):
    QApplication.clipboard().setText("=cmd|' /C calc'!A0")
    drawer.keys("Ctrl+V")
    assert not drawer.design.nodes
    assert drawer.status
    assert "\n" not in drawer.status


def test_cut_copies_and_deletes(drawer):
    drawer.place(DGX)
    drawer.keys("Ctrl+X")
    assert not drawer.design.nodes
    drawer.keys("Ctrl+V")
    assert [node.part for node in drawer.design.nodes.values()] == [DGX]


def test_duplicate_delete_and_select_all(drawer):
    drawer.place(DGX)
    drawer.keys("Ctrl+D")
    assert [node.part for node in drawer.design.nodes.values()] == [DGX, DGX]
    drawer.keys("Ctrl+A", "Delete")
    assert not drawer.design.nodes
    drawer.keys("Ctrl+Z")
    assert len(drawer.design.nodes) == 2


@pytest.mark.parametrize(("keys", "kind"), [("Ctrl+G", "rack"), ("Ctrl+Shift+G", "pod")])
def test_group_and_ungroup(drawer, keys, kind):
    first, second = drawer.place(DGX), drawer.place(SWITCH)
    before = drawer.design
    drawer.keys("Ctrl+A", keys)
    (made,) = [node for node in drawer.design.nodes.values() if node.kind == kind]
    assert drawer.design.nodes[first].parent == drawer.design.nodes[second].parent == made.id
    assert drawer.canvas.selected_ids() == (made.id,)
    drawer.keys("Ctrl+U")
    assert made.id not in drawer.design.nodes
    drawer.keys("Ctrl+Z", "Ctrl+Z")
    assert drawer.design == before


def test_keys_in_a_text_field_stay_there(drawer):
    node = drawer.place(DGX)
    field = drawer.field("Name")
    field.setFocus()
    drawer.keys("Ctrl+A")
    drawer.type("abc")
    drawer.keys("Backspace", "Ctrl+A", "Ctrl+C")
    assert node in drawer.design.nodes
    assert QApplication.clipboard().text() == "ab"
    drawer.type("c")
    assert drawer.canvas.tool() == "select"


def test_the_tools_change_by_letter(drawer):
    for key, tool in (("H", "pan"), ("C", "connect"), ("V", "select")):
        drawer.keys(key)
        assert drawer.canvas.tool() == tool
        assert drawer.work.float_bar.buttons[f"edit.{tool}_tool"].isChecked()


def test_panels_are_walked_and_hidden(drawer):
    seen = []
    for _ in range(4):
        drawer.keys("F6")
        seen.append(drawer.focused())
    assert drawer.work.palette_panel.search in seen
    assert drawer.canvas in seen
    assert drawer.work.tabs in seen
    assert any(drawer.work.inspector.isAncestorOf(widget) for widget in seen)
    for keys, panel in (
        ("Ctrl+1", drawer.work.palette_panel),
        ("Ctrl+2", drawer.work.inspector),
        ("Ctrl+3", drawer.work.bottom),
    ):
        drawer.keys(keys)
        assert not panel.isVisible()
        drawer.keys(keys)
        assert panel.isVisible()


def test_two_servers_a_switch_two_links_and_a_file_without_a_mouse(person, own_folders):
    person.keys("Ctrl+N")
    for name, words in (("one", "dgx h100"), ("two", "dgx h100"), ("leaf", "qm9700")):
        person.keys("Ctrl+F")
        person.type(words)
        person.keys("Return")
        assert len(person.canvas.selected_ids()) == 1
        person.keys("F6", "F2", "Ctrl+A")
        person.type(name)
        person.keys("Return")
        person.keys("Escape", "Escape")
    ids = {node.name: node.id for node in person.design.nodes.values()}
    assert set(ids) == {"one", "two", "leaf"}
    for name in ("one", "two"):
        person.canvas.setFocus()
        walk_to(person, ids[name])
        person.keys("L")
        # A switch is likelier than another server, so it is offered first.
        assert "leaf" in person.status
        person.keys("Return", "Escape")
    pairs = {frozenset((link.a, link.b)) for link in person.design.links.values()}
    assert pairs == {frozenset((ids["one"], ids["leaf"])), frozenset((ids["two"], ids["leaf"]))}
    person.save(own_folders / "by-keys.stackwright")
    assert read_project(own_folders / "by-keys.stackwright").design == person.design


def test_move_and_inspect_without_a_mouse(drawer):
    node = drawer.place(DGX)
    drawer.keys("Escape")
    drawer.canvas.setFocus()
    walk_to(drawer, node)
    before = drawer.design.nodes[node]
    drawer.keys("Right", "Shift+Down")
    after = drawer.design.nodes[node]
    assert (after.x, after.y) == (before.x + GRID, before.y + 10 * GRID)
    drawer.keys("Ctrl+Z")
    drawer.keys("Ctrl+Y")
    assert drawer.design.nodes[node] == after
    spoken = QAccessible.queryAccessibleInterface(drawer.canvas).text(QAccessible.Text.Description)
    assert after.title in spoken
    drawer.keys("F6")
    assert drawer.work.inspector.isAncestorOf(drawer.focused())
    seen = {}
    for _ in range(40):
        widget = drawer.focused()
        if not drawer.work.inspector.isAncestorOf(widget):
            break
        seen[widget.accessibleName()] = widget
        drawer.keys("Tab")
    assert {"Name", "Copies"} <= set(seen)
    seen["Copies"].setFocus()
    seen["Copies"].selectAll()
    drawer.type("4")
    drawer.keys("Return")
    assert drawer.design.nodes[node].copies == 4
    drawer.keys("F6", "F6", "F6")
    assert drawer.canvas.hasFocus()


def walk_to(person, node_id):
    """Go to the first tile, then press Tab until NODE_ID is selected."""
    person.keys("Home")
    for _ in range(10):
        if person.canvas.selected_ids() == (node_id,):
            return
        person.keys("Tab")
    raise AssertionError(f"Tab never reached {node_id}")


def unnamed(root):
    """Widgets that the keyboard reaches and a screen reader has no name for."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled() or not widget.isVisible():
            continue
        if widget.window() is not root.window() or widget.focusProxy() is not None:
            continue
        name = widget.accessibleName() or QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not name.strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_all_that_the_keyboard_reaches_has_a_name(owner):
    owner.settle()
    wrong = []
    server = next(node.id for node in owner.design.nodes.values() if node.kind == "server")
    rack = next(node.id for node in owner.design.nodes.values() if node.kind == "rack")
    link = next(iter(owner.design.links))
    assert owner.work.inspector.section.assumptions
    for ids in ((), (server,), (rack,), (link,), (server, rack)):
        owner.canvas.select(ids)
        wrong += unnamed(owner.window)
    for tab in BELOW:
        owner.work.show_panel(tab)
        QApplication.processEvents()
        wrong += unnamed(owner.window)
    assert sorted(set(wrong)) == []


@pytest.mark.usefixtures("idle_moments")
def test_dialogs_and_the_welcome_screen_have_names_too(owner):
    owner.settle()
    wrong = []
    design = owner.work.document
    for dialog in (ViewDialog("View 1", owner.window), ViewsDialog(design, owner.window)):
        dialog.show()
        wrong += unnamed(dialog)
        dialog.close()
        dialog.deleteLater()
    for command in ("help.palette", "help.shortcuts"):
        owner.window.commands.run(command)
        for kind in (CommandPalette, ShortcutsDialog):
            for dialog in owner.window.findChildren(kind):
                wrong += unnamed(dialog)
                dialog.close()
    owner.work.ask_headline("buy")
    for dialog in owner.window.findChildren(QWidget):
        if type(dialog).__name__ == "WhyDialog":
            wrong += unnamed(dialog)
            dialog.close()
    owner.keys("Ctrl+W")
    wrong += unnamed(owner.window)
    assert sorted(set(wrong)) == []


def test_no_two_commands_share_a_key(person):
    keys = [
        keys
        for command in COMMANDS
        for keys in (sequence.toString() for sequence in person.window.commands.actions[command.id].shortcuts())
    ]
    assert len(keys) == len(set(keys))


def test_every_command_that_needs_a_design_is_off_without_one(person):
    enabled = {command.id for command in COMMANDS if person.window.commands.actions[command.id].isEnabled()}
    assert enabled == {command.id for command in COMMANDS if not command.when}
