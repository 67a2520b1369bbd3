"""The Optimise window: from the wishes to a design in a tab of its own, by the hands of a person."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from shiboken6 import isValid

from designer.ui.optimise.dialog import HINT, SORTS, OptimiseDialog
from designer.ui.widgets.charts.chart_scale import amount_text

PATIENCE_MS = 60_000


@pytest.fixture
def dialog(window):
    window.commands.run("explore.optimise")
    (found,) = window.findChildren(OptimiseDialog)
    yield found
    # Opening what was found closes it.
    if isValid(found):
        found.close()


def write(dialog, **wishes):
    for name, text in wishes.items():
        control = dialog.controls[dialog.sort.value][name]
        if isinstance(control, QLineEdit):
            control.setText(text)
        else:
            control.setCurrentIndex(control.findData(text))


def search(dialog, qtbot):
    QTest.mouseClick(dialog.find_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.waiting, timeout=PATIENCE_MS)


def test_a_fabric_is_found_with_its_bound_and_opens_as_a_design(dialog, window, qtbot):
    write(dialog, nodes="6", links_per_node="2", switch="nvidia/qm9790", survive="switch")
    search(dialog, qtbot)
    assert dialog.found.proven
    assert dialog.cost.text() == amount_text(dialog.found.cost, "USD")
    assert "gap 0%" in dialog.bound.text()
    assert "2 Quantum-2 QM9790 as leaves" in dialog.lines.text()
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE_MS)
    design = window.workspace.document.design
    assert sum(design.total_copies(node.id) for node in design.nodes.values() if node.part == "nvidia/qm9790") == 4


def test_wishes_that_collide_are_told(dialog, qtbot):
    write(dialog, nodes="6", links_per_node="1", switch="nvidia/qm9790", survive="switch")
    search(dialog, qtbot)
    assert "Nothing meets" in dialog.cost.text()
    assert "1 link a host" in dialog.bound.text()
    # The command says "Take survive=none"; a window has no options, it has fields with titles.
    assert "Set Survives to none:" in dialog.lines.text()
    assert "=" not in dialog.lines.text()
    assert not dialog.open_button.isEnabled()
    # It is no answer to the wishes for a power chain.
    QTest.mouseClick(dialog.sort.buttons["power"], Qt.MouseButton.LeftButton)
    assert (dialog.cost.text(), dialog.lines.text(), dialog.words.text()) == ("", HINT, "")


def test_a_refused_wish_is_told_by_its_name(dialog, qtbot):
    write(dialog, nodes="many")
    search(dialog, qtbot)
    assert "nodes is 'many'" in dialog.words.text()


def test_stop_gives_the_search_up(dialog):
    QTest.mouseClick(dialog.find_button, Qt.MouseButton.LeftButton)
    assert dialog.waiting
    QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert not dialog.waiting
    assert "stopped" in dialog.words.text()


@pytest.mark.parametrize("sort", [name for name, _ in SORTS])
def test_every_wish_has_a_name_for_a_screen_reader_and_a_place_for_the_keyboard(sort, dialog):
    dialog.sort.setFocus()
    for control in dialog.controls[sort].values():
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
