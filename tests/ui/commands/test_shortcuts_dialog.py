import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.ui.app.library_store import Shelf
from designer.ui.app.window import DesignerWindow
from designer.ui.commands.registry import COMMANDS
from designer.ui.commands.shortcuts_dialog import NONE, ShortcutsDialog
from designer.ui.jobs.analysis_job import AnalysisJob
from tests.ui.seen import texts

KEYS = Qt.KeyboardModifier


@pytest.fixture
def dialog(superpod):
    superpod.open_shortcuts()
    (found,) = superpod.findChildren(ShortcutsDialog)
    return found


def press(dialog, command_id, key, modifiers=KEYS.NoModifier):
    button = dialog.rows[command_id].button
    button.click()
    button.setFocus()
    assert button.waiting
    QTest.keyClick(button, key, modifiers)
    QApplication.processEvents()
    return button


def test_every_command_is_listed_under_its_menu_with_its_keys(dialog):
    assert set(dialog.rows) == {command.id for command in COMMANDS}
    assert dialog.rows["edit.duplicate"].button.text() == "Ctrl+D"
    assert dialog.rows["edit.redo"].button.text() == "Ctrl+Shift+Z or Ctrl+Y"
    assert dialog.rows["many.same_kind"].button.text() == NONE
    assert all(row.button.accessibleName() for row in dialog.rows.values())


def test_the_search_finds_names_and_keys(dialog, qtbot):
    qtbot.keyClicks(dialog.search, "ctrl+d")
    shown = {name for name, row in dialog.rows.items() if row.isVisibleTo(dialog)}
    assert "edit.duplicate" in shown
    assert "edit.undo" not in shown
    dialog.search.setText("zoom")
    shown = {name for name, row in dialog.rows.items() if row.isVisibleTo(dialog)}
    assert {"view.zoom_in", "view.zoom_out", "view.zoom_actual"} <= shown
    dialog.search.setText("no such thing")
    assert "No command or key is called so." in texts(dialog)


def test_keys_are_changed_by_pressing_them_and_run_the_command_at_once(superpod, dialog, qtbot):
    button = press(dialog, "edit.duplicate", Qt.Key.Key_F7)
    assert button.text() == "F7"
    dialog.close()
    work = superpod.workspace
    work.canvas.select((work.document.design.nodes_in_order()[0].id,))
    before = len(work.document.design.nodes)
    superpod.activateWindow()
    qtbot.waitUntil(superpod.isActiveWindow)
    work.canvas.setFocus()
    qtbot.keyClick(work.canvas, Qt.Key.Key_D, KEYS.ControlModifier)
    assert len(work.document.design.nodes) == before
    qtbot.keyClick(work.canvas, Qt.Key.Key_F7)
    assert len(work.document.design.nodes) > before


def test_tool_tips_and_menus_follow(superpod, dialog):
    bar = superpod.workspace.float_bar
    assert bar.buttons["view.fit"].toolTip() == "Fit the design (F)"
    assert bar.buttons["edit.connect_tool"].toolTip() == "Connect ports (C)"
    assert superpod.workspace.canvas.map.closer.toolTip() == "Zoom in (Ctrl++)"
    assert superpod.workspace.views.tabs.tabToolTip(0).splitlines() == [
        "Topology (Ctrl+4)",
        "Topology, logical (Ctrl+Shift+4)",
    ]
    press(dialog, "view.fit", Qt.Key.Key_F8)
    press(dialog, "edit.connect_tool", Qt.Key.Key_J)
    press(dialog, "help.palette", Qt.Key.Key_J, KEYS.ControlModifier)
    assert bar.buttons["view.fit"].toolTip() == "Fit the design (F8)"
    assert bar.buttons["edit.connect_tool"].toolTip() == "Connect ports (J)"
    assert superpod.top_bar.search.toolTip() == "Search or run a command (Ctrl+J)"
    superpod.files.close_design()  # an open design needs the room of the words and of the keys
    assert "Ctrl+J" in texts(superpod.top_bar)
    assert superpod.commands.actions["view.fit"].shortcut().toString() == "F8"


def test_keys_of_another_command_are_told_and_offered_to_be_taken_over(superpod, dialog):
    press(dialog, "edit.select_all", Qt.Key.Key_D, KEYS.ControlModifier)
    assert dialog.question.isVisibleTo(dialog)
    assert "Ctrl+D runs “Duplicate” (Edit)" in dialog.words.text()
    assert superpod.commands.shortcuts.keys("edit.select_all") == ("Ctrl+A",)
    assert QApplication.focusWidget() is dialog.take_over
    QTest.keyClick(dialog.take_over, Qt.Key.Key_Space)
    assert superpod.commands.shortcuts.keys("edit.select_all") == ("Ctrl+D",)
    assert dialog.rows["edit.select_all"].button.text() == "Ctrl+D"
    assert dialog.rows["edit.duplicate"].button.text() == NONE
    assert not dialog.question.isVisibleTo(dialog)


def test_kept_as_it_is_nothing_changes_and_escape_leaves_the_question_first(superpod, dialog):
    press(dialog, "edit.select_all", Qt.Key.Key_D, KEYS.ControlModifier)
    dialog.keep.click()
    assert dialog.rows["edit.select_all"].button.text() == "Ctrl+A"
    press(dialog, "edit.select_all", Qt.Key.Key_D, KEYS.ControlModifier)
    QTest.keyClick(dialog.take_over, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.question.isVisibleTo(dialog)
    assert superpod.commands.shortcuts.keys("edit.duplicate") == ("Ctrl+D",)


def test_keys_that_cannot_be_chosen_are_told_why(superpod, dialog):
    for key in [Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_3, Qt.Key.Key_Left]:
        press(dialog, "edit.select_all", key)
        assert "stays as it is" in dialog.words.text(), key
        assert not dialog.take_over.isVisibleTo(dialog), key
        assert superpod.commands.shortcuts.keys("edit.select_all") == ("Ctrl+A",), key


def test_escape_leaves_the_keys_and_backspace_takes_them_away(superpod, dialog):
    button = press(dialog, "edit.select_all", Qt.Key.Key_Escape)
    assert button.text() == "Ctrl+A"
    button = press(dialog, "edit.select_all", Qt.Key.Key_Backspace)
    assert button.text() == NONE
    assert superpod.commands.actions["edit.select_all"].shortcuts() == []


def test_one_and_all_are_reset(superpod, dialog):
    press(dialog, "edit.select_all", Qt.Key.Key_F7)
    press(dialog, "edit.duplicate", Qt.Key.Key_F8)
    row = dialog.rows["edit.select_all"]
    assert row.reset.isVisibleTo(dialog)
    row.reset.click()
    assert row.button.text() == "Ctrl+A"
    assert not row.reset.isVisibleTo(dialog)
    assert dialog.reset_all.isEnabled()
    dialog.reset_all.click()
    assert dialog.rows["edit.duplicate"].button.text() == "Ctrl+D"
    assert not dialog.reset_all.isEnabled()


def test_two_windows_share_the_keys(superpod, library, dialog):
    other = DesignerWindow(Shelf(library), superpod.preferences, AnalysisJob(), superpod.questions)
    press(dialog, "edit.duplicate", Qt.Key.Key_F7)
    assert other.commands.actions["edit.duplicate"].shortcut().toString() == "F7"
    other.close()
    other.deleteLater()


def test_a_click_elsewhere_leaves_the_keys(dialog):
    button = dialog.rows["edit.select_all"].button
    button.click()
    button.setFocus()
    dialog.search.setFocus()
    assert not button.waiting
    assert button.text() == "Ctrl+A"
