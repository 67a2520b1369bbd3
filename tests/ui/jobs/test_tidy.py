"""Tidy, lock, align from the window: one edit each, things glide, large designs beside the window."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.edit.layouts.drawn_boxes import drawn_boxes
from designer.edit.nodes.nodes import move_nodes, set_node
from designer.edit.session import Session
from designer.model.design import Design, Link, Node
from designer.ui.jobs.tidy_job import EDITED


def fabric(hosts, leaves, spines):
    nodes = [Node(id=f"h{i}", kind="host", order=i) for i in range(hosts)]
    nodes += [Node(id=f"l{i}", kind="switch", order=hosts + i) for i in range(leaves)]
    nodes += [Node(id=f"s{i}", kind="switch", order=hosts + leaves + i) for i in range(spines)]
    pairs = [(f"h{i}", f"l{i % leaves}") for i in range(hosts)]
    pairs += [(f"l{i}", f"s{j}") for i in range(leaves) for j in range(spines)]
    links = {f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium="fabric") for a, b in pairs}
    return Design(nodes={node.id: node for node in nodes}, links=links)


@pytest.fixture
def small(window):
    window.open_session(Session(fabric(6, 2, 1)))
    window.preferences.motion = "jump"
    window.resize(1100, 700)
    window.show()
    return window


def spots(window):
    return {node.id: (node.x, node.y) for node in window.workspace.document.design.nodes.values()}


def labels(window):
    return window.workspace.document.session.labels


def test_each_style_is_one_edit_and_the_next_tidy_is_of_it(small):
    for style in ["tiers", "tree", "radial", "grid"]:
        before = spots(small)
        small.commands.run(f"arrange.tidy_{style}")
        after = spots(small)
        assert after != before, style
        assert len(labels(small)) == 1, style
        assert small.preferences.tidy_style == style, style
        small.commands.run("edit.undo")
        assert spots(small) == before, style
        small.commands.run("arrange.tidy")
        assert spots(small) == after, style
        small.commands.run("edit.undo")


def test_tidy_by_its_key(small):
    small.workspace.canvas.setFocus()
    QTest.keyClick(small, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert labels(small) == ["Tidy in tiers"]
    small.commands.run("arrange.tidy")
    assert labels(small) == ["Tidy in tiers"]
    assert small.status.message.text() == "It is tidy already."


def test_only_what_is_selected_is_tidied(small):
    small.commands.run("arrange.tidy_grid")
    before = spots(small)
    small.workspace.canvas.select(("h0", "h1", "s0"))
    small.commands.run("arrange.tidy_tiers")
    after = spots(small)
    assert {node_id for node_id in after if after[node_id] != before[node_id]} <= {"h0", "h1", "s0"}
    assert labels(small)[-1] == "Tidy 3 items in tiers"


def test_things_glide_and_are_there(small, qtbot):
    small.preferences.motion = "glide"
    canvas = small.workspace.canvas
    small.commands.run("arrange.tidy_tree")
    assert canvas.glide.running
    shown, final = canvas.stage.shown, canvas.stage.drawing
    assert shown is not final
    assert [tile.id for tile in shown.tiles] == [tile.id for tile in final.tiles]
    with qtbot.waitSignal(canvas.glide.ended, timeout=5000):
        pass
    assert canvas.stage.shown is canvas.stage.drawing
    assert canvas.stage.shown_preview is None
    assert len(labels(small)) == 1


def test_undo_in_mid_glide_brings_all_back(small):
    small.preferences.motion = "glide"
    canvas, before = small.workspace.canvas, spots(small)
    small.commands.run("arrange.tidy_tree")
    small.commands.run("edit.undo")
    canvas.glide._step()
    assert not canvas.glide.running
    assert spots(small) == before
    assert canvas.stage.shown is canvas.stage.drawing


def test_a_press_in_mid_glide_finds_things_where_they_are(small):
    small.preferences.motion = "glide"
    canvas = small.workspace.canvas
    small.commands.run("arrange.tidy_grid")
    assert canvas.glide.running
    canvas.glide.finish()
    small.commands.run("arrange.tidy_tiers")
    assert canvas.glide.running
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPointF(5, 5).toPoint())
    assert not canvas.glide.running
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPointF(5, 5).toPoint())
    place = canvas.screen_position(*canvas.stage.drawing.rect_of("s0").centre)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPointF(*place).toPoint())
    assert canvas.selected_ids() == ("s0",)


def test_less_motion_is_respected(small, monkeypatch):
    for choice in ("jump", "system"):
        small.preferences.motion = choice
        monkeypatch.setattr(QApplication.style(), "styleHint", lambda *_: 0, raising=False)
        small.commands.run(f"arrange.tidy_{'tree' if choice == 'jump' else 'grid'}")
        assert not small.workspace.canvas.glide.running
    small.commands.run("view.motion_glide")
    assert small.preferences.motion == "glide"
    small.commands.run("view.motion_jump")
    assert small.preferences.motion == "jump"
    small.commands.run("view.motion_system")
    assert small.preferences.motion == "system"


@pytest.fixture
def large(window):
    window.open_session(Session(fabric(240, 16, 4)))
    window.preferences.motion = "jump"
    window.resize(1100, 700)
    window.show()
    return window


@pytest.mark.usefixtures("real_processes")
def test_a_large_design_is_tidied_beside_the_window(large, qtbot):
    before = spots(large)
    large.commands.run("arrange.tidy_tiers")
    progress = large.tidy_progress
    assert progress.isVisible()
    assert progress.words.text().startswith("Tidying 260 things")
    assert spots(large) == before
    qtbot.waitUntil(lambda: not large.tidying.running, timeout=60_000)
    assert spots(large) != before
    assert not progress.isVisible()
    assert labels(large) == ["Tidy in tiers"]
    large.commands.run("edit.undo")
    assert spots(large) == before


@pytest.mark.usefixtures("real_processes")
def test_it_can_be_stopped(large, qtbot):
    before = spots(large)
    large.commands.run("arrange.tidy_radial")
    qtbot.mouseClick(large.tidy_progress.stop, Qt.MouseButton.LeftButton)
    assert not large.tidying.running
    assert not large.tidy_progress.isVisible()
    qtbot.wait(100)
    assert spots(large) == before
    assert labels(large) == []


def test_an_edit_meanwhile_is_kept_and_the_places_are_dropped(large, qtbot):
    large.commands.run("arrange.tidy_tiers")
    large.workspace.document.edit(lambda design: move_nodes(design, ["h0"], 8, 16))
    edited = spots(large)
    qtbot.waitUntil(lambda: not large.tidying.running, timeout=60_000)
    assert spots(large) == edited
    assert large.status.message.text() == EDITED


@pytest.mark.usefixtures("real_processes")
def test_closing_the_design_ends_it(large):
    large.commands.run("arrange.tidy_tiers")
    large.files.close_design()
    assert not large.tidying.running


def test_align_and_distribute_by_keys(small):
    small.commands.run("arrange.tidy_tiers")
    small.workspace.canvas.select(("h0", "l0", "s0"))
    small.workspace.canvas.setFocus()
    QTest.keyClick(small, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert len({spots(small)[one][0] for one in ("h0", "l0", "s0")}) == 1
    QTest.keyClick(small, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    boxes = [drawn_boxes(small.workspace.document.design)[one] for one in ("s0", "l0", "h0")]
    assert boxes[1].top - boxes[0].bottom == pytest.approx(boxes[2].top - boxes[1].bottom, abs=1)
    small.commands.run("arrange.align_left")
    assert small.status.message.text() == "They are aligned."


def test_sizes_and_the_grid(small):
    document = small.workspace.document
    document.edit(lambda design: set_node(design, "h0", width=400.0, x=3.0))
    small.workspace.canvas.select(("h0", "h1"))
    small.commands.run("arrange.same_width")
    assert document.design.nodes["h1"].width == 400
    small.commands.run("arrange.snap")
    assert document.design.nodes["h0"].x == 0


def test_commands_wait_for_a_selection(small):
    canvas, actions = small.workspace.canvas, small.commands.actions
    canvas.select(())
    assert not actions["arrange.align_left"].isEnabled()
    assert not actions["arrange.lock"].isEnabled()
    canvas.select(("h0",))
    assert not actions["arrange.align_left"].isEnabled()
    assert actions["arrange.lock"].isEnabled()
    canvas.select(("h0", "h1"))
    assert actions["arrange.align_left"].isEnabled()


def test_lock_and_unlock(small):
    canvas, nodes = small.workspace.canvas, lambda: small.workspace.document.design.nodes
    canvas.select(("h0", "h1"))
    small.commands.run("arrange.lock")
    assert nodes()["h0"].pinned
    assert nodes()["h1"].pinned
    canvas.select(("h1", "h2"))
    small.commands.run("arrange.lock")
    assert nodes()["h2"].pinned
    small.commands.run("arrange.lock")
    assert not nodes()["h1"].pinned
    assert not nodes()["h2"].pinned
    small.commands.run("arrange.unlock_all")
    assert not any(node.pinned for node in nodes().values())
    small.commands.run("arrange.unlock_all")
    assert small.status.message.text() == "Nothing is locked."
    assert labels(small)[0] == "Lock 2 items in place"


def test_what_is_locked_stays_when_all_is_tidied(small):
    small.workspace.document.edit(lambda design: set_node(design, "l1", x=777.0, y=333.0))
    small.workspace.canvas.select(("l1",))
    small.commands.run("arrange.lock")
    small.workspace.canvas.select(())
    small.commands.run("arrange.tidy_tree")
    assert spots(small)["l1"] == (777, 333)


def test_front_and_back(small):
    canvas = small.workspace.canvas
    canvas.select(("h0",))
    small.commands.run("arrange.to_front")
    assert canvas.stage.drawing.tiles[-1].id == "h0"
    small.commands.run("arrange.to_front")
    assert small.status.message.text() == "There is nothing in front of it."
    small.commands.run("arrange.to_back")
    assert canvas.stage.drawing.tiles[0].id == "h0"
    assert labels(small) == ["Bring h0 to the front", "Send h0 to the back"]


def test_what_is_tidied_is_in_sight_afterwards(small):
    canvas, stage = small.workspace.canvas, small.workspace.canvas.stage
    chosen = ("h4", "h5", "s0")
    canvas.select(chosen)
    canvas.zoom_to(2.0)
    canvas.centre_on(-4000.0, -4000.0)
    small.commands.run("arrange.tidy_grid")
    around, sight = stage.drawing.around(chosen), stage.sight
    assert around is not None
    assert sight.x <= around.x
    assert sight.y <= around.y
    assert around.right <= sight.right
    assert around.bottom <= sight.bottom
