"""The outline: complete, in step with the design, one selection with the canvas, all by keys and by mouse."""

from contextlib import suppress
from random import Random

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from designer.catalog.reading import read_library
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, put_into, remove, set_node
from designer.edit.session import Session
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design, Node
from designer.model.records import RefusedInput
from designer.ui.panels.outline.outline_model import ROWS_MIME, OutlineModel
from designer.ui.panels.outline.outline_tree import LINKS, MARKS, ROOT, outline, spoken
from tests.ui.seen import said

LIBRARY = read_library()
DGX, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"


@pytest.fixture
def work(window):
    """A server and a switch in the open, a rack with a server in it, one link; the outline is shown."""
    window.files.new_empty()
    document = window.workspace.document
    for part, node_id, x in ((DGX, "dgx", 0), (SWITCH, "leaf", 400), (DGX, "in", 0)):
        document.edit(lambda d, p=part, n=node_id, x=x: add_node(d, document.library, p, x, 0, node_id=n, name=n))
    document.edit(lambda d: add_container(d, "rack", 0, 300, node_id="rack", name="Rack"))
    document.edit(lambda d: put_into(d, ["in"], "rack"))
    document.edit(lambda d: add_link(d, "dgx", "leaf", cables=8, link_id="rails"))
    window.commands.run("view.outline")
    return window.workspace


def shown(model, parent=None):
    """The tree as nested (key, rows below)."""
    parent = parent or QModelIndex()
    rows = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    return [(model.key_at(index), shown(model, index)) for index in rows]


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_node_link_and_mark_of_every_template_is_there_once(template):
    design = build_template(template, LIBRARY, {})
    model = OutlineModel(design)
    keys = [key for key in model.keys if key not in (LINKS, MARKS)]
    assert sorted(keys) == sorted([*design.nodes, *design.links, *design.marks])
    assert len(set(keys)) == len(keys)
    for key in keys:
        above = model.key_at(model.index_of(key).parent())
        if key in design.marks:
            assert above == MARKS
            assert model.data(model.index_of(key))
            continue
        assert above == ((design.nodes[key].parent or ROOT) if key in design.nodes else LINKS)
        assert model.data(model.index_of(key), Qt.ItemDataRole.AccessibleTextRole) == spoken(design, key, None)
        assert model.data(model.index_of(key))


def test_what_stands_in_nothing_or_in_itself_is_at_the_top():
    nodes = {
        one.id: one
        for one in (
            Node(id="a", kind="rack", parent="b"),
            Node(id="b", kind="row", parent="a"),
            Node(id="c", kind="server", parent="gone"),
            Node(id="d", kind="server", parent="d"),
            Node(id="e", kind="server", parent="b"),
        )
    }
    tree = outline(Design(nodes=nodes))
    assert tree == {ROOT: ["a", "c", "d"], "a": ["b"], "b": ["e"]}
    assert sorted(OutlineModel(Design(nodes=nodes)).keys) == sorted(nodes)


@pytest.mark.parametrize("seed", range(4))
def test_the_rows_follow_any_edits_step_by_step(seed, qtbot):
    from tests.edit.test_random_edits import EDITS, GROWING

    rnd, session = Random(seed), Session(Design())
    model = OutlineModel(session.design)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    session.listen(lambda change: model.follow(session.design, change))
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    for _ in range(150):
        name = rnd.choice(sorted(EDITS))
        if name in GROWING and len(session.design.nodes) > 30:
            name = "remove"
        with suppress(RefusedInput):
            session.commit(EDITS[name](session.design, rnd))
        if rnd.random() < 0.1:
            session.undo()
        assert shown(model) == shown(OutlineModel(session.design))
    assert not resets


def test_selecting_in_the_tree_selects_on_the_canvas_and_back(work, qtbot):
    tree, rows = work.outline.tree, work.outline.rows
    tree.setCurrentIndex(rows.index_of("leaf"))
    assert work.canvas.selected_ids() == ("leaf",)
    place = tree.visualRect(rows.index_of("rails")).center()
    tree.expand(rows.index_of(LINKS))
    place = tree.visualRect(rows.index_of("rails")).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    assert set(work.canvas.selected_ids()) == {"leaf", "rails"}
    work.canvas.select(("dgx", "in"))
    assert {rows.key_at(index) for index in tree.selectionModel().selectedIndexes()} == {"dgx", "in"}
    work.canvas.select(())
    assert not tree.selectionModel().hasSelection()


def test_it_is_all_there_by_keys(work, qtbot):
    tree, rows, document = work.outline.tree, work.outline.rows, work.document
    assert tree.hasFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Home)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert work.canvas.selected_ids() == ("leaf",)
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    editor = tree.findChild(type(work.outline.filter))
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "Spine")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: document.design.nodes["leaf"].name == "Spine")
    assert document.session.undo_label == "Rename leaf to Spine"
    assert rows.data(rows.index_of("leaf")) == "Spine"
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert "leaf" not in document.design.nodes
    assert not rows.index_of("leaf").isValid()
    document.undo()
    assert rows.index_of("leaf").isValid()
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert tree.state() != tree.State.EditingState


def test_enter_goes_there(work, qtbot):
    tree, rows = work.outline.tree, work.outline.rows
    work.document.edit(lambda d: set_node(d, "dgx", x=90_000.0, y=0.0))
    tree.setCurrentIndex(rows.index_of("dgx"))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    stage = work.canvas.stage
    qtbot.waitUntil(lambda: stage.drawing.rect_of("dgx").meets(stage.sight))


def test_a_link_is_renamed_too(work):
    rows = work.outline.rows
    assert rows.setData(rows.index_of("rails"), "Rails", Qt.ItemDataRole.EditRole)
    assert work.document.design.links["rails"].name == "Rails"
    assert rows.data(rows.index_of("rails")) == "Rails"


def test_dragging_rows_moves_into_and_out_of_containers_in_one_step(work):
    rows, document = work.outline.rows, work.document
    data = rows.mimeData([rows.index_of("dgx"), rows.index_of("leaf")])
    rack = rows.index_of("rack")
    move = Qt.DropAction.MoveAction
    steps = len(document.session.labels)
    assert rows.canDropMimeData(data, move, -1, -1, rack)
    rows.dropMimeData(data, move, -1, -1, rack)
    assert {node.id for node in document.design.nodes.values() if node.parent == "rack"} == {"in", "dgx", "leaf"}
    assert len(document.session.labels) == steps + 1
    rows.dropMimeData(rows.mimeData([rows.index_of("in")]), move, -1, -1, QModelIndex())
    assert document.design.nodes["in"].parent is None
    document.undo()
    document.undo()
    assert {node.id for node in document.design.nodes.values() if node.parent == "rack"} == {"in"}


def test_what_may_not_stand_there_is_not_taken(work):
    rows, move = work.outline.rows, Qt.DropAction.MoveAction
    rack = rows.mimeData([rows.index_of("rack")])
    assert not rows.canDropMimeData(rack, move, -1, -1, rows.index_of("in"))
    assert not rows.canDropMimeData(rack, move, -1, -1, rows.index_of("rack"))
    assert not rows.canDropMimeData(rack, move, -1, -1, rows.index_of(LINKS))
    foreign = QMimeData()
    foreign.setData(ROWS_MIME, b"[[[")
    assert not rows.canDropMimeData(foreign, move, -1, -1, rows.index_of("rack"))
    assert rows.mimeData([rows.index_of("rails")]).data(ROWS_MIME).data() == b"[]"


def test_the_filter_keeps_what_matches_stands_in_and_the_selection(work, qtbot):
    rows, tree = work.outline.rows, work.outline.tree
    work.canvas.select(("in", "leaf"))
    qtbot.keyClicks(work.outline.filter, "server in")
    assert shown(rows) == [("rack", [("in", [])])]
    assert tree.isExpanded(rows.index_of("rack"))
    assert set(work.canvas.selected_ids()) == {"in", "leaf"}
    work.outline.filter.setText("zzz")
    assert not tree.isVisible()
    assert "Nothing here matches" in said(work.outline)
    qtbot.keyClick(work.outline.filter, Qt.Key.Key_Escape)
    assert tree.isVisible()
    assert {rows.key_at(index) for index in tree.selectionModel().selectedIndexes()} == {"in", "leaf"}


def test_what_is_folded_and_in_sight_stays_so_through_edits(work):
    rows, tree, document = work.outline.rows, work.outline.tree, work.document
    for number in range(60):
        document.edit(lambda d, n=number: add_node(d, document.library, SWITCH, 0, n * 90, node_id=f"s{n}"))
    tree.collapse(rows.index_of("rack"))
    tree.scrollTo(rows.index_of("s30"), tree.ScrollHint.PositionAtTop)
    top = rows.key_at(tree.indexAt(QPoint(4, 4)))
    document.edit(lambda d: remove(d, ["s50"]))
    document.edit(lambda d: set_node(d, "s40", name="Other"))
    document.edit(lambda d: put_into(d, ["s59"], "rack"))
    assert not tree.isExpanded(rows.index_of("rack"))
    assert rows.key_at(tree.indexAt(QPoint(4, 4))) == top
    tree.expand(rows.index_of("rack"))
    # While the parts are shown it sleeps, and wakes with what was unfolded.
    work.side.show_panel("parts")
    document.edit(lambda d: remove(d, ["s41"]))
    work.side.show_panel("outline")
    assert tree.isExpanded(rows.index_of("rack"))
    assert not rows.index_of("s41").isValid()


@pytest.mark.usefixtures("figures")
def test_findings_mark_their_rows(work):
    found = {one for finding in work.document.findings for one in finding.ids if one in work.document.design.nodes}
    assert found
    rows = work.outline.rows
    for key in found:
        words = rows.data(rows.index_of(key), Qt.ItemDataRole.AccessibleTextRole)
        assert "has a" in words


def test_the_parts_come_back_by_a_key(work, qtbot, window):
    window.commands.run("edit.add_part")
    assert work.side.shown == "parts"
    assert work.palette_panel.search.hasFocus()
    window.commands.run("view.outline")
    window.commands.run("view.toggle_palette")
    assert not work.outline.isVisible()
    window.commands.run("view.outline")
    assert work.outline.isVisible()
