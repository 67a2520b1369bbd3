"""Fix all errors in the window: what is made and left is shown before, one edit makes it, one undo takes it back."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel

from designer.edit.nodes.nodes import remove, set_fact
from designer.model.changes import between
from designer.review.effects.grouping import FindingGroup
from designer.review.findings import Finding, Fix
from designer.ui.explore.mend_dialog import MendDialog
from tests.review.effects.broken_pod import broken_pod
from tests.ui.seen import texts


@pytest.fixture
def pod(drawer):
    """The broken pod, without the link that no file could hold."""
    broken = broken_pod()
    whole = replace(broken, links={key: link for key, link in broken.links.items() if key != "gone"})
    drawer.work.document.edit(lambda design: between(design, replace(whole, settings=design.settings), "Draw a pod"))
    drawer.settle()
    return drawer


def opened(drawer) -> MendDialog:
    drawer.canvas.setFocus()
    drawer.keys("Ctrl+Shift+M")
    return drawer.window.findChildren(MendDialog)[-1]


def errors(drawer) -> int:
    return sum(one.severity == "error" for one in drawer.work.document.findings)


def test_all_errors_go_by_one_edit_and_come_back_by_one_undo(pod):
    panel = pod.work.findings
    assert panel.summary.text().startswith(f"{errors(pod)} errors, ")
    assert not panel.fix_all.isHidden()
    before = pod.design
    dialog = opened(pod)
    pod.qtbot.waitUntil(lambda: dialog.mending is not None, timeout=30_000)
    pod.qtbot.waitUntil(lambda: "To buy" in texts(dialog), timeout=30_000)
    assert "no errors left" in dialog.words.text()
    assert "Move 3 × DGX H100 to a new rack" in texts(dialog)
    assert pod.design is before
    dialog.apply_button.click()
    pod.settle()
    assert errors(pod) == 0
    assert panel.fix_all.isHidden()
    pod.work.document.undo()
    assert pod.design == before


def test_a_design_that_changes_meanwhile_is_worked_out_anew(pod):
    dialog = opened(pod)
    pod.qtbot.waitUntil(lambda: dialog.mending is not None, timeout=30_000)
    pod.work.document.edit(lambda design: set_fact(design, "rack", "power_limit_w", 70_000))
    assert dialog.mending is None
    assert not dialog.apply_button.isEnabled()
    pod.qtbot.waitUntil(lambda: dialog.mending is not None, timeout=30_000)
    assert not any("power" in step.message for step in dialog.mending.steps)
    dialog.reject()


def test_nothing_to_mend_is_said(pod):
    pod.work.document.edit(lambda design: remove(design, [*design.nodes]))
    dialog = opened(pod)
    pod.qtbot.waitUntil(lambda: dialog.mending is not None, timeout=30_000)
    assert dialog.words.text() == "There are no errors: nothing is to be mended."
    assert not dialog.apply_button.isEnabled()
    dialog.reject()


def test_a_finding_with_two_ways_has_two_buttons_each_with_its_effect(pod):
    panel = pod.work.findings
    (row,) = [one for one in panel.rows if one.finding.rule == "rack-power"]
    assert (row.button.text(), row.other_button.text()) == (
        "Move 3 × DGX H100 to a new rack",
        "Feed and cool it for 62.92 kW",
    )
    for way in row.ways():
        panel.ask_effect(way)
        pod.qtbot.waitUntil(
            lambda: not panel.previews.waiting and "worked out" not in row.effect.text(), timeout=20_000
        )
    assert row.effect.text().count("\n") == 1
    assert "ends" in row.other_button.accessibleDescription()
    assert row.other_button.accessibleName().startswith("Feed and cool it for 62.92 kW: ")
    row.other_button.click()
    assert pod.design.nodes["rack"].facts["power_limit_w"] == pytest.approx(62_920)


def test_a_group_is_mended_in_either_way():
    def finding(name: str, other: bool) -> Finding:
        fix = Fix(label=f"Mend {name}", edit="remove", arguments={"record_id": name})
        return Finding(rule="r", severity="error", message=name, fix=fix, other_fix=fix if other else None)

    both = FindingGroup(message="m", detail="", members=(finding("a", True), finding("b", True)))
    assert both.other_way is not None
    assert both.other_way.fix_label == "Mend a, and 1 alike"
    assert FindingGroup(message="m", detail="", members=(finding("a", True), finding("b", False))).other_way is None


def test_the_list_begins_at_its_top_again(pod):
    dialog = opened(pod)
    pod.qtbot.waitUntil(lambda: dialog.mending is not None, timeout=30_000)
    dialog.warnings_too.click()
    pod.qtbot.waitUntil(lambda: dialog.mending is not None, timeout=30_000)
    first = dialog._list.itemAt(0).widget()
    assert isinstance(first, QLabel)
    assert first.text() == dialog.mending.steps[0].label
    dialog.reject()
