"""Lists out of a spreadsheet, pasted into the window."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication

from designer.edit.nodes.nodes import add_container
from designer.ui.canvas.interaction.paste_table import LEAVE_OUT, PasteTableDialog

DGX, SWITCH, SN2201 = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201"


@pytest.fixture
def paste(window):
    """Puts a text on the clipboard and presses paste over an empty design."""
    window.files.new_empty()
    window.show()

    def do(text):
        QGuiApplication.clipboard().setText(text)
        window.workspace.canvas.setFocus()
        window.commands.run("edit.paste")
        QCoreApplication.processEvents()
        return window

    return do


def parts_of(window):
    return [(node.part, node.copies) for node in window.workspace.document.design.nodes_in_order()]


def dialog_of(window):
    (dialog,) = window.findChildren(PasteTableDialog)
    return dialog


def test_a_clear_list_is_placed_at_once_as_one_edit(paste):
    window = paste("Part\tQty\nDGX H100\t31\nQM9700\t8\nMQM9700-NS2F\t4\n")
    assert parts_of(window) == [(DGX, 31), (SWITCH, 8), (SWITCH, 4)]
    document = window.workspace.document
    assert not window.findChildren(PasteTableDialog)
    assert len(window.workspace.canvas.selected_ids()) == 3
    assert document.session.labels == ["Add 43 parts from a list of 3"]
    boxes = [window.workspace.canvas.stage.rect_of(one) for one in document.design.nodes]
    assert not any(a.meets(b) for a in boxes for b in boxes if a is not b)
    document.undo()
    assert not document.design.nodes


def test_what_is_not_clear_is_asked_row_by_row(paste, qtbot):
    window = paste("DGX H100\t31\nqm97\t2\nfrobnicator\t3\nSN2201\tmany\n")
    dialog = dialog_of(window)
    assert parts_of(window) == []
    assert dialog.button.text() == "Place 3 of 4"
    assert [choice.currentData() for choice in dialog.choices] == [DGX, SWITCH, LEAVE_OUT, SN2201]
    # A count that is no number is told, and nothing is placed.
    dialog.button.click()
    assert "Line 4" in dialog.problem.text()
    assert parts_of(window) == []
    dialog.counts[3].setFocus()
    dialog.counts[3].selectAll()
    qtbot.keyClicks(dialog.counts[3], "5")
    dialog.choices[0].setCurrentIndex(dialog.choices[0].findData(LEAVE_OUT))
    qtbot.keyClick(dialog.choices[0], Qt.Key.Key_Down)
    dialog.button.click()
    QCoreApplication.processEvents()
    assert parts_of(window) == [(SWITCH, 2), (SN2201, 5)]
    assert len(window.workspace.document.session.labels) == 1


def test_escape_places_nothing_and_the_dialog_is_gone(paste, qtbot):
    window = paste("qm97\t2\n")
    qtbot.keyClick(dialog_of(window), Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not window.findChildren(PasteTableDialog)
    assert parts_of(window) == []


def test_what_names_no_part_is_said(paste, window):
    said = []
    window.workspace.message.connect(said.append)
    paste("zzzqqq\t4\nwwwvvv\t5")
    assert "names no part of the catalog" in said[-1]
    assert parts_of(window) == []


def test_a_list_goes_into_the_rack_under_the_pointer(paste, window, qtbot):
    document = window.workspace.document
    document.edit(lambda design: add_container(design, "rack", 0, 0, node_id="rack"))
    canvas = window.workspace.canvas
    canvas.fit()
    x, y = canvas.screen_position(*canvas.stage.rect_of("rack").centre)
    qtbot.mouseMove(canvas, QPoint(round(x), round(y)))
    paste("QM9700\t2\nSN2201")
    inside = {node.part for node in document.design.nodes.values() if node.parent == "rack"}
    assert inside == {SWITCH, SN2201}


def test_every_control_has_a_name(paste):
    dialog = dialog_of(paste("qm97\t2\nDGX H100\tmany"))
    names = [control.accessibleName() for control in (*dialog.choices, *dialog.counts)]
    assert names == [
        "Part for qm97, line 1",
        "Part for DGX H100, line 2",
        "Count of qm97, line 1",
        "Count of DGX H100, line 2",
    ]
