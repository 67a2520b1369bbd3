"""The quick add, the stamp and the walk over ports by the keys of the whole window."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from designer.edit.nodes.nodes import add_node

SWITCH = "nvidia/qm9700"


@pytest.fixture
def work(window):
    window.files.new_empty()
    window.activateWindow()
    window.workspace.canvas.setFocus()
    QCoreApplication.processEvents()
    return window.workspace


def press(qtbot, key, keys=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, keys)
    QCoreApplication.processEvents()


def test_a_slash_adds_a_part_and_it_is_remembered(work, qtbot):
    press(qtbot, Qt.Key.Key_Slash)
    panel = work.canvas.adding.panel
    assert panel is not None
    qtbot.keyClicks(panel.search, "4 qm9700")
    press(qtbot, Qt.Key.Key_Return)
    (node,) = work.document.design.nodes.values()
    assert (node.part, node.copies) == (SWITCH, 4)
    assert work.palette_panel._preferences.recent[0] == SWITCH
    # Placed lately: the next quick add offers it first.
    work.canvas.select(())
    press(qtbot, Qt.Key.Key_Slash)
    rows = work.canvas.adding.panel.list.row_model.rows
    assert [row.title for row in rows[:2]] == ["Placed lately", "Quantum-2 QM9700"]
    press(qtbot, Qt.Key.Key_Escape)
    assert work.canvas.adding.panel is None


def test_s_takes_the_selected_part_into_the_hand(work, qtbot):
    library = work.document.library
    work.document.edit(lambda design: add_node(design, library, SWITCH, 0, 0, node_id="leaf"))
    work.canvas.select(("leaf",))
    press(qtbot, Qt.Key.Key_S)
    assert work.canvas.tool() == "place"
    assert work.float_bar.buttons["edit.stamp_tool"].isChecked()
    press(qtbot, Qt.Key.Key_Escape)
    assert work.canvas.tool() == "select"


def test_shift_p_says_what_is_used_of_each_port(work, qtbot):
    library, said = work.document.library, []
    work.message.connect(said.append)
    work.document.edit(lambda design: add_node(design, library, SWITCH, 0, 0, node_id="leaf"))
    work.canvas.select(("leaf",))
    press(qtbot, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert said[-1].startswith("Port ports of Quantum-2 QM9700: 64 × 400G OSFP, 0 used, 64 free")
    press(qtbot, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert said[-1].startswith("Port mgmt")
