"""Alternatives in the window: versions, tabs and files beside the open design, figures, a picture, a page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.store.project import name_version, write_project
from designer.ui.compare.compare_dialog import MOST_OTHERS, CompareDialog

DGX = "nvidia/dgx-h100"


@pytest.fixture
def project(window, library, tmp_path):
    """Open on its third save: two machines, then four under the name "Small", then eight."""
    path = tmp_path / "p.stackwright"
    design = add_node(Design(), library, DGX, 0, 0, node_id="dgx", copies=2).applied(Design())
    for copies in (2, 4, 8):
        design = set_node(design, "dgx", copies=copies).applied(design) if copies > 2 else design
        write_project(path, design)
        if copies == 4:
            name_version(path, 2, "Small")
    assert window.open_path(path)
    return path


@pytest.fixture
def dialog(window, project):
    window.commands.run("files.compare")
    (found,) = window.findChildren(CompareDialog)
    yield found
    if isValid(found):
        found.close()


def test_named_versions_come_first_and_one_is_compared(dialog, qtbot):
    assert dialog.others[0].name == "Small"
    assert not dialog.page.isEnabled()
    dialog.toggle(dialog.others[0])
    assert "compared" in dialog.sentence.text()
    qtbot.waitUntil(lambda: dialog.comparison is not None, timeout=20_000)
    assert dialog.sentence.text().startswith("Small costs")
    assert "32 accelerators fewer" in dialog.sentence.text()
    assert dialog.steps.text() == dialog.comparison.steps != ""
    assert dialog.view.words == "1 changed"
    (row,) = [row for row in dialog.comparison.rows if row.key == "accelerators"]
    assert row.texts == ("64", "32")
    # Once more, and nothing is compared.
    dialog.toggle(dialog.others[0])
    assert dialog.comparison is None
    assert not dialog.page.isEnabled()


def test_no_more_than_three_are_compared_with(dialog, project, qtbot, tmp_path, library):
    path = tmp_path / "other.stackwright"
    write_project(path, Design())
    from designer.ui.compare.alternatives import of_file

    dialog.others += [of_file(path, library), of_file(project, library)]
    for one in dialog.others:
        dialog.toggle(one)
    assert dialog.chosen == dialog.others[-MOST_OTHERS:]
    qtbot.waitUntil(lambda: dialog.comparison is not None, timeout=30_000)
    assert len(dialog.comparison.names) == 1 + MOST_OTHERS


def test_what_cannot_be_read_is_told_and_nothing_is_compared(dialog, tmp_path, library):
    from designer.ui.compare.alternatives import of_file

    broken = tmp_path / "broken.stackwright"
    broken.write_bytes(b"nothing of ours")
    dialog.toggle(of_file(broken, library))
    assert dialog.chosen == []
    assert "broken.stackwright" in dialog.sentence.text()


def test_the_open_design_is_untouched(window, dialog, qtbot):
    before = window.workspace.document.design
    dialog.toggle(dialog.others[0])
    qtbot.waitUntil(lambda: dialog.comparison is not None, timeout=20_000)
    assert window.workspace.document.design is before
    # The one that was ticked opens in a tab of its own.
    dialog.beside.click()
    qtbot.waitUntil(lambda: window.workspace.document.design is not before, timeout=20_000)
    assert window.workspace.document.design.nodes["dgx"].copies == 4


def test_space_flips_the_two_in_one_place(dialog, qtbot):
    assert dialog.sides.isHidden()
    dialog.toggle(dialog.others[0])
    assert dialog.sides.isVisible()
    assert dialog.sides.value == dialog.view.side == "both"
    assert "1&nbsp;changed" in dialog.legend.text()
    # The words above the picture do not make the window wider than it is.
    assert dialog.minimumSizeHint().width() <= 1080
    # The words above the picture come later, and would make it smaller.
    dialog.view.setFixedSize(600, 300)
    both = dialog.view.grab().toImage()
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.sides.value == dialog.view.side == "a"
    first = dialog.view.grab().toImage()
    # On a button of the switch too, which would take Space for itself.
    QTest.keyClick(dialog.sides.buttons["a"], Qt.Key.Key_Space)
    assert dialog.sides.value == dialog.view.side == "b"
    second = dialog.view.grab().toImage()
    assert both != first != second != both
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.view.grab().toImage() == first
    # Held for longer, it comes back when Space is let go.
    QTest.keyPress(dialog.view, Qt.Key.Key_Space)
    assert dialog.view.side == "b"
    qtbot.wait(400)
    QTest.keyRelease(dialog.view, Qt.Key.Key_Space)
    assert dialog.sides.value == dialog.view.side == "a"
    dialog.sides.buttons["both"].click()
    assert dialog.view.grab().toImage() == both
    assert "Small" in dialog.sides.buttons["b"].accessibleName()


@pytest.mark.parametrize(("button", "copies"), [("keep_a", 8), ("keep_b", 4)])
def test_one_of_the_two_is_kept_as_one_edit(window, dialog, qtbot, button, copies):
    assert not getattr(dialog, button).isEnabled()
    document = window.workspace.document
    before = document.design
    dialog.toggle(dialog.others[0])
    qtbot.waitUntil(lambda: dialog.comparison is not None, timeout=20_000)
    getattr(dialog, button).click()
    assert not isValid(dialog) or dialog.isHidden()
    assert document.design.nodes["dgx"].copies == copies
    assert document.design.name == before.name
    if copies == 4:
        document.undo()
    assert document.design == before
