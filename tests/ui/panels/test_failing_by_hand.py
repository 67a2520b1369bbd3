"""Everything that a hand can fail: cables, switches, cards, containers, planes; by key, menu and command."""

from functools import partial

import pytest
from PySide6.QtCore import Qt

from designer.analysis.resilience.single_failures import resilience
from designer.analysis.run import analyze
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_node
from designer.ui.app.what_if import one_of

HOST, SWITCH, CARD = "generic/host", "generic/switch", "generic/nic"

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def superpod_work(superpod):
    return superpod.workspace


@pytest.fixture
def planes(window):
    """Sixteen hosts on two planes that share no switch."""
    window.files.new_from("dual-plane", {"hosts": "16", "planes": "2"})
    return window


@pytest.fixture
def carded(window, library):
    """Four hosts with two cards each, a cable a card, on two switches that are joined."""
    window.files.new_empty()
    edit = window.workspace.document.edit
    cards = sorted(one for one in library.parts if library.parts[one].kind == "nic")
    assert edit(partial(add_node, library=library, part_id="nvidia/dgx-h100", x=0, y=400, node_id="dgx"))
    assert edit(partial(set_node, node_id="dgx", copies=4))
    speaking = (one for one in cards for group in library.parts[one].ports if "infiniband" in group.protocols)
    card = next(speaking)
    assert edit(partial(add_node, library=library, part_id=card, x=0, y=400, parent="dgx", node_id="card"))
    assert edit(partial(set_node, node_id="card", copies=2))
    assert edit(partial(add_node, library=library, part_id="nvidia/qm9700", x=0, y=0, node_id="leaf"))
    assert edit(partial(add_link, a="card", b="leaf", cables=8, link_id="rails"))
    assert edit(partial(add_link, a="dgx", b="leaf", cables=4, link_id="direct"))
    return window


def press(qtbot, work, ids, key, modifier=Qt.KeyboardModifier.NoModifier):
    work.canvas.setFocus()
    work.canvas.select(ids)
    qtbot.keyClick(work.canvas, key, modifier)


def loads(work):
    return {load.id: load.utilisation.value for load in work.document.results.network.links}


def test_one_cable_then_all_of_a_link(superpod, superpod_work, qtbot):
    work = superpod_work
    what_if = work.document.what_if
    press(qtbot, work, ("uplinks",), Qt.Key.Key_X)
    assert what_if.failed == ("uplinks[0]",)
    assert "1 of 256 cables of Uplinks" in work.banner.what.text()
    qtbot.keyClick(work.canvas, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert what_if.failed == ("uplinks",)
    assert "uplinks" not in loads(work) or not loads(work)["uplinks"]
    assert "all 256 cables of Uplinks" in work.banner.what.text()


def test_a_rack_fails_with_what_is_in_it(superpod, superpod_work, qtbot):
    work = superpod_work
    design = work.document.design
    server = next(node for node in design.nodes_in_order() if node.kind == "server")
    rack = server.parent
    assert design.nodes[rack].kind == "rack"
    press(qtbot, work, (rack,), Qt.Key.Key_X)
    assert work.document.what_if.failed == (one_of(design, rack),)
    assert work.document.results.resilience.lost_accelerators == 32
    assert "32 of 248 accelerators lost." in work.banner.cost.text()


def test_a_pod_fails_whole(superpod, superpod_work, qtbot):
    work = superpod_work
    pod = next(node.id for node in work.document.design.nodes_in_order() if node.kind == "pod")
    press(qtbot, work, (pod,), Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert work.document.results.resilience.lost_accelerators == 248
    assert "248 of 248 accelerators lost." in work.banner.cost.text()


def test_a_card_fails_with_its_cables_and_its_host_stays(carded, qtbot):
    work = carded.workspace
    whole = work.document.results.network.bisection_gbps.value
    press(qtbot, work, ("card",), Qt.Key.Key_X)
    assert work.document.what_if.failed == ("card[0]",)
    results = work.document.results
    assert results == analyze(work.document.design, fail=("card[0]",), library=work.document.library)
    capacity = {load.id: load.capacity_gbps.value for load in results.network.links}
    before = {load.id: load.capacity_gbps.value for load in work.document.what_if.before.network.links}
    assert capacity["rails"] == pytest.approx(before["rails"] * 7 / 8)
    assert capacity["direct"] == before["direct"]
    assert results.resilience.lost_accelerators == 0
    assert results.network.bisection_gbps.value < whole
    qtbot.keyClick(work.canvas, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert work.document.what_if.failed == ("card",)
    assert work.document.results.resilience.lost_accelerators == 0  # the cables of the hosts themselves are left
    work.canvas.select(("direct",))
    carded.commands.run("failures.every")
    assert work.document.results.resilience.lost_accelerators == 32


def test_a_plane_fails_by_key_and_by_menu(planes, qtbot):
    work = planes.workspace
    what_if = work.document.what_if
    whole = work.document.results.network.bisection_gbps.value
    design = work.document.design
    first = {
        node.id for node in design.nodes.values() if node.kind == "switch" and "plane-1" in design.ancestors(node.id)
    }
    assert first
    press(
        qtbot, work, ("leaf-1",), Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert set(what_if.failed) == first
    results = work.document.results
    assert results.network.bisection_gbps.value == pytest.approx(whole / 2)
    assert results.resilience.lost_accelerators == 0
    drawing = work.canvas.stage.drawing
    shown = {name: drawing.tiles[drawing.tile_index[name]].emphasis for name in first if name in drawing.tile_index}
    assert set(shown.values()) == {"failed"}
    planes.commands.run("failures.plane")
    assert what_if.failed == ()
    titles = {action.text(): action for action in work.canvas.context_menu().actions()}
    titles["Fail its plane, or mend it"].trigger()
    assert set(what_if.failed) == first
    menu = planes.commands.menu(planes, "View/Failures")
    assert "Fail its plane, or mend it" in [action.text() for action in menu.actions()]


def test_two_planes_selected_are_both_gone(planes):
    work = planes.workspace
    work.canvas.select(("leaf-1", "leaf-2"))
    planes.commands.run("failures.plane")
    assert work.document.results.network.bisection_gbps.value == 0
    lost = resilience(work.document.design, work.document.what_if.failed).lost_accelerators
    assert work.document.results.resilience.lost_accelerators == lost


def test_one_plane_is_said_plainly_and_nothing_fails(superpod, superpod_work):
    superpod_work.canvas.select(("leaf",))
    superpod.commands.run("failures.plane")
    assert superpod_work.document.what_if.failed == ()
    words = superpod.status.message.text()
    assert words.startswith("All 12 switches of the fabric network reach one another without passing a host")
    server = next(node.id for node in superpod_work.document.design.nodes_in_order() if node.kind == "server")
    superpod_work.canvas.select((server,))
    superpod.commands.run("failures.plane")
    assert "is no switch of a network" in superpod.status.message.text()
    superpod_work.canvas.select(())
    superpod.commands.run("failures.plane")
    assert "Select a switch first" in superpod.status.message.text()


def test_the_colours_follow_the_load_that_moves(window):
    window.files.new_from("leaf-spine", {})
    work = window.workspace
    window.set_overlay("utilisation")
    design = work.document.design
    (up,) = (
        link.id
        for link in design.links.values()
        if {design.nodes[link.a].kind, design.nodes[link.b].kind} == {"switch"}
    )
    spine = next(end for end in (design.links[up].a, design.links[up].b) if "spine" in end)
    before, shares = work.canvas.stage.wire_of(up).heat, loads(work)
    assert before == pytest.approx(shares[up])
    work.canvas.select((spine,))
    window.commands.run("failures.toggle")
    after = loads(work)
    copies = design.total_copies(spine)
    assert after[up] == pytest.approx(shares[up] * copies / (copies - 1))
    assert work.canvas.stage.wire_of(up).heat == pytest.approx(after[up])
    window.commands.run("failures.mend")
    assert work.canvas.stage.wire_of(up).heat == pytest.approx(before)
