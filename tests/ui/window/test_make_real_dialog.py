"""Make it real in the window: lines with ticks, the hall and the figures before, one edit, one undo."""

import pytest

from designer.analysis.rooms.cable_routes import cable_routes
from designer.edit.nodes.nodes import add_node, remove
from designer.model.changes import between
from designer.ui.make_real.dialog import MakeRealDialog
from tests.review.make_real.golden_pod import golden_pod
from tests.ui.seen import texts


@pytest.fixture
def pod(drawer):
    sketch = golden_pod(drawer.work.document.library)
    drawer.work.document.edit(
        lambda design: between(design, type(design)(**{**_fields(sketch), "settings": design.settings}), "Draw a pod")
    )
    drawer.settle()
    return drawer


def _fields(design):
    return {name: getattr(design, name) for name in ("nodes", "links", "parts", "sources")}


def begun(drawer) -> MakeRealDialog:
    drawer.window.commands.run("design.make_real")
    return drawer.window.findChildren(MakeRealDialog)[-1]


def opened(drawer) -> MakeRealDialog:
    dialog = begun(drawer)
    told(drawer, dialog)
    return dialog


def told(drawer, dialog) -> None:
    drawer.qtbot.waitUntil(lambda: dialog.proposal is not None, timeout=60_000)


def row_of(dialog, start):
    return next(row for row in dialog.rows if row.one.line.key.startswith(start))


def test_nothing_changes_until_it_is_accepted_and_one_undo_takes_all_back(pod):
    before = pod.design
    dialog = opened(pod)
    assert dialog.title.text() == "Make it real: 4 servers become a room of 3 racks"
    assert dialog.hall.drawing is not None
    # Three racks; two UPSs, two panels and a third behind a transfer switch, two coolers and theirs.
    assert dialog.hall.drawing.rows.size == 3 + 9
    rows = {"Racks placed", "Floor", "Cables with a length", "To buy"}
    pod.qtbot.waitUntil(lambda: rows <= set(texts(dialog)), timeout=10_000)
    assert pod.design is before
    own = [row for row in dialog.rows if not row.one.line.follows]
    assert dialog.accept_button.text() == f"Accept {len(own)} of {len(own)} lines"
    dialog.accept_button.click()
    pod.settle()
    assert sum(one.severity == "error" for one in pod.work.document.findings) == 0
    assert {node.kind for node in pod.design.nodes.values()} >= {"rack", "room", "pdu", "ups", "crah"}
    pod.work.document.undo()
    assert pod.design == before


def test_its_keys_open_it(pod):
    pod.canvas.setFocus()
    pod.keys("Ctrl+Shift+I")
    (dialog,) = pod.window.findChildren(MakeRealDialog)
    dialog.reject()


def test_a_line_is_left_out_by_its_tick_and_the_keyboard_stays_on_it(pod):
    dialog = opened(pod)
    number = len([row for row in dialog.rows if not row.one.line.follows])
    tick = row_of(dialog, "air:").tick
    tick.setFocus()
    tick.click()
    assert dialog.proposal is None
    told(pod, dialog)
    row = row_of(dialog, "air:")
    assert not row.tick.isChecked()
    assert dialog.focusWidget() is row.tick
    assert dialog.accept_button.text().startswith("Accept ")
    assert f"of {number}" in dialog.accept_button.text() or f"of {number - 1}" in dialog.accept_button.text()
    dialog.accept_button.click()
    assert not any(node.kind == "crah" for node in pod.design.nodes.values())


def test_another_part_is_taken_for_a_line(pod):
    dialog = opened(pod)
    row = row_of(dialog, "ups:")
    other = row.one.line.others[0]
    row.swap.setCurrentIndex(1)
    row.swap.activated.emit(1)
    told(pod, dialog)
    assert row_of(dialog, "ups:").one.line.part == other
    dialog.accept_button.click()
    assert {node.part for node in pod.design.nodes.values() if node.kind == "ups"} == {other}


def test_other_redundancy_leads_to_other_lines(pod):
    dialog = opened(pod)
    dialog.redundancy.buttons["N"].click()
    told(pod, dialog)
    assert row_of(dialog, "ups:").one.line.count == 1
    dialog.reject()


def test_a_design_that_changes_meanwhile_is_worked_out_anew(pod):
    dialog = opened(pod)
    library = pod.work.document.library
    pod.work.document.edit(lambda design: add_node(design, library, "dell/r650", 0, 0))
    assert dialog.proposal is None
    assert not dialog.accept_button.isEnabled()
    told(pod, dialog)
    dialog.reject()


def test_it_says_when_nothing_is_missing_and_proposes_just_what_was_deleted(pod):
    dialog = opened(pod)
    dialog.accept_button.click()
    pod.settle()
    dialog = opened(pod)
    assert dialog.words.text().startswith("Nothing is missing.")
    assert not dialog.accept_button.isEnabled()
    dialog.reject()
    strip = next(node for node in pod.design.nodes_in_order() if node.kind == "pdu")
    pod.work.document.edit(lambda design: remove(design, [strip.id]))
    dialog = opened(pod)
    own = [row.one.line for row in dialog.rows if not row.one.line.follows]
    assert [(line.part, line.count) for line in own] == [(strip.part, pod.design.total_copies(strip.parent))]
    dialog.reject()


def test_it_can_be_stopped_and_closed_while_it_works(pod):
    dialog = begun(pod)
    assert dialog.waiting
    dialog.stop()
    assert not dialog.waiting
    assert dialog.words.text() == "It was stopped."
    dialog.reject()


def test_after_it_strip_bill_cables_and_the_dialog_tell_the_same(pod):
    dialog = opened(pod)
    rows = {row.key: row for row in dialog.proposal.effect.rows}
    dialog.accept_button.click()
    pod.settle()
    results = pod.work.document.results
    told_usd, bill_usd = rows["buy"].after, results.cost.capex_usd
    assert (told_usd.value, told_usd.low, told_usd.high) == (bill_usd.value, bill_usd.low, bill_usd.high)
    assert rows["cable_m"].after == results.cables.metres
    assert rows["cables_long"].after.value == results.cables.cables - results.cables.unknown
    routed = cable_routes(pod.design)
    assert results.cables.cables == int(routed.count.sum())


def test_findings_of_a_sketch_have_a_button_for_it_until_it_is_real(pod):
    panel = pod.work.findings
    assert not panel.make_real.isHidden()
    panel.make_real.click()
    (dialog,) = pod.window.findChildren(MakeRealDialog)
    told(pod, dialog)
    dialog.accept_button.click()
    pod.settle()
    assert panel.make_real.isHidden()
