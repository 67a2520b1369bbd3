"""Ethernet or InfiniBand in the window: figures before it is taken, one edit, taken back by one undo."""

import pytest

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.ui.explore.fabric_dialog import FabricDialog
from tests.ui.seen import texts
from tests.ui.window.test_figures import DGX, SWITCH


@pytest.fixture
def pod(drawer):
    """16 servers on four leaves with two spines, drawn by commands."""
    document = drawer.work.document
    for part, name, copies in ((DGX, "dgx", 16), (SWITCH, "leaf", 4), (SWITCH, "spine", 2)):
        document.edit(lambda design, part=part, name=name: add_node(design, document.library, part, 0, 0, node_id=name))
        document.edit(lambda design, name=name, copies=copies: set_node(design, name, copies=copies))
    document.edit(lambda design: add_link(design, "dgx", "leaf", cables=128, link_id="rails"))
    document.edit(lambda design: add_link(design, "leaf", "spine", cables=128, link_id="up"))
    drawer.settle()
    return drawer


def opened(drawer) -> FabricDialog:
    drawer.canvas.setFocus()
    drawer.keys("Ctrl+Alt+E")
    return drawer.window.findChildren(FabricDialog)[-1]


def test_figures_are_shown_before_the_fabric_is_exchanged_as_one_edit(pod):
    before: Design = pod.design
    dialog = opened(pod)
    assert dialog.protocol.value == "ethernet"
    # Rows come into sight a turn after they were told.
    pod.qtbot.waitUntil(lambda: dialog.effect is not None and "To buy" in texts(dialog), timeout=30_000)
    told = texts(dialog)
    for title in ("To buy", "IT power, typical", "Bisection, one way", "Switches to buy", "Cables on the longest way"):
        assert title in told
    assert "switches" in dialog.words.text()
    assert pod.design is before
    dialog.apply_button.click()
    (part,) = {node.part for node in pod.design.nodes.values() if node.kind == "switch"}
    assert all(group.protocols == ("ethernet",) for group in pod.design.parts[part].ports if "fabric" in group.media)
    assert pod.design.nodes["leaf"].copies == 2
    pod.settle()
    pod.work.document.undo()
    assert pod.design == before


def test_another_switch_can_be_chosen(pod):
    dialog = opened(pod)
    box = dialog._parts.itemAtPosition(0, 1).widget()
    place = box.findData("nvidia/sn5400")
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)
    assert dialog.plan.replaced[0].after.id == "nvidia/sn5400"
    dialog.reject()


def test_what_can_not_be_exchanged_is_said_and_can_not_be_applied(pod):
    dialog = opened(pod)
    dialog.protocol.choose("infiniband")
    dialog.protocol.chosen.emit("infiniband")
    assert "No switch of the fabric has to be replaced" in dialog.problem.text()
    assert not dialog.apply_button.isEnabled()
    dialog.reject()
