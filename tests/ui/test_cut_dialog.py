"""The smallest cut in the window: two selections, the links between them, and widening as one edit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.throughput import throughput_bound
from designer.edit.links import set_link
from designer.edit.nodes import set_node
from designer.ui.cut_dialog import HINT, NOTHING
from designer.ui.why_dialog import WhyDialog

PATIENCE = 60_000


@pytest.fixture
def work(superpod):
    return superpod.workspace


@pytest.fixture
def dialog(superpod, work, qtbot):
    work.canvas.setFocus()
    qtbot.waitUntil(work.canvas.hasFocus)
    qtbot.keyClick(work.canvas, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: superpod.limits.dialog is not None)
    opened = superpod.limits.dialog
    assert opened is not None
    yield opened
    superpod.limits.close_window()


def take(work, dialog, start, end):
    for ids, button in zip((start, end), dialog.takes, strict=True):
        work.canvas.select(ids)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answered(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog._fresh and dialog.bound is not None, timeout=PATIENCE)


def test_it_begins_with_a_hint(dialog, work):
    assert dialog.status.text() == HINT
    assert [names.text() for names in dialog.names] == [NOTHING, NOTHING]
    assert not any(button.isEnabled() for button in dialog.takes)
    assert not dialog.isModal()
    work.canvas.select(("leaf",))
    assert all(button.isEnabled() for button in dialog.takes)


def test_the_cut_of_two_selections_is_shown_and_selected(superpod, dialog, work, qtbot):
    take(work, dialog, ("leaf",), ("spine",))
    answered(qtbot, dialog)
    design = work.document.design
    cut = min_cut_between(design, ("leaf",), ("spine",))
    assert cut.value_gbps.value
    assert dialog.between.cut == cut
    assert dialog.flow.figure == cut.value_gbps
    assert [row.key for row in dialog.links.row_model.rows] == [one.id for one in cut.links]
    assert set(work.canvas.selected_ids()) == {one.id for one in cut.links}
    paths = paths_between(design, ("leaf",), ("spine",))
    assert dialog.stored.figure == paths.farthest.store_and_forward_ns
    assert dialog.through.figure == paths.farthest.cut_through_ns
    assert dialog.hops.text().startswith(f"{paths.nearest.hops} ")
    bound = throughput_bound(design, "all-to-all")
    assert (dialog.best.figure, dialog.ecmp.figure) == (bound.throughput, bound.ecmp)
    assert bound.reason in dialog.reason.text()
    dialog.flow.click()
    assert dialog.findChild(WhyDialog) is not None


def test_a_widening_raises_the_flow_and_is_one_undo(superpod, dialog, work, qtbot):
    # Half of the cables taken off leave ports free to widen with.
    document = work.document
    cut = min_cut_between(document.design, ("leaf",), ("spine",))
    link_id = cut.links[0].id
    full = document.design.links[link_id].cables
    assert document.edit(lambda design: set_link(design, link_id, cables=full // 2))
    narrow = document.design
    take(work, dialog, ("leaf",), ("spine",))
    answered(qtbot, dialog)
    before = dialog.flow.figure.value
    assert before == pytest.approx(cut.value_gbps.value / 2)
    assert dialog.between.cut.widenings
    dialog.widen[0].click()
    assert document.design.links[link_id].cables > full // 2
    assert not any(button.isEnabled() for button in dialog.widen)
    answered(qtbot, dialog)
    after = min_cut_between(document.design, ("leaf",), ("spine",)).value_gbps.value
    assert dialog.flow.figure.value == after > before
    document.undo()
    assert document.design == narrow
    answered(qtbot, dialog)
    assert dialog.flow.figure.value == before


def test_the_same_node_at_both_ends_is_refused_in_words(dialog, work, qtbot):
    take(work, dialog, ("leaf",), ("leaf",))
    qtbot.waitUntil(lambda: "both selections" in dialog.status.text(), timeout=PATIENCE)
    assert dialog.between is None
    assert not dialog.all_links.isEnabled()


def test_the_list_goes_to_a_link_and_a_foreign_selection_stays(dialog, work, qtbot):
    take(work, dialog, ("leaf",), ("spine",))
    answered(qtbot, dialog)
    dialog.links.setCurrentIndex(dialog.links.row_model.index(0))
    dialog.links.activated.emit(dialog.links.currentIndex())
    assert work.canvas.selected_ids() == (dialog.links.row_model.rows[0].key,)
    work.canvas.select(("leaf",))
    assert work.document.edit(lambda design: set_node(design, "leaf", name="Leaves"))
    answered(qtbot, dialog)
    assert work.canvas.selected_ids() == ("leaf",)
    dialog.all_links.click()
    assert set(work.canvas.selected_ids()) == {one.id for one in dialog.between.cut.links}


def test_it_closes_with_its_design(superpod, dialog):
    superpod.show_welcome()
    assert superpod.limits.dialog is None
