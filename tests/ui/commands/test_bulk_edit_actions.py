"""Select by kind, part and words; swap with a preview; format painter; find and replace: by hand in the window."""

import pytest
from PySide6.QtCore import Qt

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, set_fact, set_node
from designer.ui.catalog.replace_dialog import ReplaceDialog
from designer.ui.catalog.swap_dialog import SwapDialog
from designer.ui.commands.command_palette import CommandPalette
from designer.ui.explore.query_dialog import QueryDialog

H100, H200, QM9700, SN2201 = "nvidia/dgx-h100", "nvidia/dgx-h200", "nvidia/qm9700", "nvidia/sn2201"


@pytest.fixture
def work(window):
    """Two systems and two switches; one switch is nearly full."""
    window.files.new_empty()
    document = window.workspace.document
    for part, node_id, copies, y in (
        (H100, "a", 7, 0),
        (H100, "b", 1, 200),
        (QM9700, "leaf", 1, 400),
        (QM9700, "idle", 1, 600),
    ):
        document.edit(
            lambda d, p=part, n=node_id, c=copies, y=y: add_node(
                d, document.library, p, 0, y, node_id=n, name=n.title(), copies=c
            )
        )
    document.edit(lambda d: add_link(d, "a", "leaf", medium="fabric", cables=56, link_id="rails"))
    document.edit(lambda d: add_link(d, "b", "leaf", medium="fabric", cables=7, link_id="more"))
    return window.workspace


def opened(window, kind):
    found = [one for one in window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_all_of_a_kind_and_of_a_part(work, window):
    work.canvas.select(("a",))
    window.commands.run("many.same_kind")
    assert set(work.canvas.selected_ids()) == {"a", "b"}
    assert window.status.message.text() == "2 servers."
    work.document.edit(lambda d: add_node(d, work.document.library, SN2201, 0, 900, node_id="mgmt"))
    work.canvas.select(("leaf",))
    window.commands.run("many.same_part")
    assert set(work.canvas.selected_ids()) == {"leaf", "idle"}
    window.commands.run("many.same_kind")
    assert set(work.canvas.selected_ids()) == {"leaf", "idle", "mgmt"}


def test_words_are_counted_while_typed_and_enter_selects(work, window, qtbot):
    window.commands.run("many.query")
    dialog = opened(window, QueryDialog)
    assert dialog.list.row_model.rows[0].title == "Examples"
    qtbot.keyClicks(dialog.search, "switch where us")
    assert "is it" in dialog.told.text() or "comes" in dialog.told.text()
    qtbot.keyClicks(dialog.search, "ed > 90%")
    assert dialog.found == ("leaf",)
    assert dialog.told.text() == "1 found. Enter selects them."
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == ("leaf",)
    assert not [one for one in window.findChildren(QueryDialog) if one.isVisible()]


def test_one_of_those_found_can_be_taken_by_arrows(work, window, qtbot):
    window.commands.run("many.query")
    dialog = opened(window, QueryDialog)
    qtbot.keyClicks(dialog.search, "server")
    assert dialog.found == ("a", "b")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == ("b",)


def test_nothing_found_stays_open_and_an_example_is_typed(work, window, qtbot):
    window.commands.run("many.query")
    dialog = opened(window, QueryDialog)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.search.text() == "switch where used > 90%"
    dialog.search.setText("server where copies > 900")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.told.text() == "Nothing is so."
    dialog.search.setText("pwoer > 3")
    assert dialog.told.text() == "There is no field 'pwoer'; is it power?"
    dialog.help.click()
    assert any(row.title == "utilisation" for row in dialog.list.row_model.rows)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert work.canvas.selected_ids() == ()


def test_the_command_palette_takes_words_behind_a_question_mark(work, window, qtbot):
    window.open_palette()
    palette = opened(window, CommandPalette)
    qtbot.keyClicks(palette.search, "?switch where used > 90%")
    assert [row.title for row in palette.list.row_model.rows] == ["Select 1"]
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert work.canvas.selected_ids() == ("leaf",)
    window.open_palette()
    palette = opened(window, CommandPalette)
    qtbot.keyClicks(palette.search, "?zzz > 3")
    assert palette.list.row_model.rows[0].heading
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.close()


def pick(dialog, part_id):
    dialog.picker.pick(part_id)
    assert dialog.picker.part.id == part_id


def test_a_swap_shows_what_it_does_and_is_one_step(work, window, qtbot):
    work.canvas.select(("a", "b"))
    window.commands.run("edit.swap_part")
    dialog = opened(window, SwapDialog)
    pick(dialog, H200)
    assert dialog.told.text() == "2 cable bundles stay; nothing is lost."
    assert not dialog.removes.isEnabled()
    rows = [row for row in dialog.cables.row_model.rows if not row.heading]
    assert [(row.key, row.aside) for row in rows] == [("more:a", "7 cables"), ("rails:a", "56 cables")]
    steps = len(work.document.session.labels)
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    design = work.document.design
    assert {design.nodes[one].part for one in "ab"} == {H200}
    assert design.links["rails"].a_port == "fabric"
    assert len(work.document.session.labels) == steps + 1
    work.document.undo()
    assert {work.document.design.nodes[one].part for one in "ab"} == {H100}


@pytest.mark.parametrize("removes", [True, False])
@pytest.mark.usefixtures("figures")
def test_cables_that_do_not_fit_are_told_and_kept_or_removed(work, window, qtbot, removes):
    work.canvas.select(("leaf",))
    window.commands.run("edit.swap_part")
    dialog = opened(window, SwapDialog)
    pick(dialog, SN2201)
    assert dialog.told.text() == "0 cable bundles stay; 2 fit nowhere."
    assert all(row.line for row in dialog.cables.row_model.rows if not row.heading)
    dialog.removes.setChecked(removes)
    dialog.swap()
    assert set(work.document.design.links) == (set() if removes else {"rails", "more"})
    if not removes:
        told = {one for finding in work.document.findings for one in finding.ids}
        assert {"rails", "more"} <= told


def test_a_part_of_another_kind_and_the_present_one(work, window):
    work.canvas.select(("idle",))
    window.commands.run("edit.swap_part")
    dialog = opened(window, SwapDialog)
    pick(dialog, QM9700)
    assert dialog.told.text() == "That is the present part."
    assert not dialog.apply.isEnabled()
    dialog.other_kinds.setChecked(True)
    pick(dialog, H100)
    assert "What was a switch becomes a server." in dialog.notes.text()
    dialog.reject()


def test_what_has_no_part_or_several_is_told(work, window):
    work.document.edit(lambda d: add_container(d, "rack", 0, 1200, node_id="r"))
    work.canvas.select(("r",))
    window.commands.run("edit.swap_part")
    assert "containers and links have none" in window.status.message.text()
    work.canvas.select(("a", "leaf"))
    window.commands.run("edit.swap_part")
    assert "different parts" in window.status.message.text()
    assert not [one for one in window.findChildren(SwapDialog) if one.isVisible()]


def test_the_format_painter(work, window, qtbot):
    work.document.edit(lambda d: set_fact(d, "a", "power_max_w", 9000.0))
    work.canvas.select(("a",))
    qtbot.keyClick(work.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    work.canvas.select(("b", "leaf"))
    steps = len(work.document.session.labels)
    qtbot.keyClick(work.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert work.document.design.nodes["b"].facts == {"power_max_w": 9000.0}
    assert work.document.design.nodes["leaf"].facts == {}
    assert len(work.document.session.labels) == steps + 1
    assert "1 of 2 took the size alone" in window.status.message.text()


def test_the_painter_without_a_look_says_so(work, window):
    work.canvas.select(("b",))
    window.commands.run("many.paste_look")
    assert "Copy the look of a part first" in window.status.message.text()


def test_find_and_replace_in_checked_places(work, window, qtbot):
    work.document.edit(lambda d: set_node(d, "b", note="Leaf side"))
    work.canvas.select(())
    window.commands.run("many.replace")
    dialog = opened(window, ReplaceDialog)
    qtbot.keyClicks(dialog.wanted, "leaf")
    qtbot.keyClicks(dialog.replacement, "Spine")
    assert [match.key for match in dialog.matches] == ["note:b", "name:leaf"]
    assert dialog.apply.text() == "Replace 2"
    dialog.list.check(["name:leaf"])
    assert dialog.apply.text() == "Replace 1"
    steps = len(work.document.session.labels)
    qtbot.keyClick(dialog.wanted, Qt.Key.Key_Return)
    design = work.document.design
    assert (design.nodes["leaf"].name, design.nodes["b"].note) == ("Spine", "Leaf side")
    assert len(work.document.session.labels) == steps + 1
    assert [match.key for match in dialog.matches] == ["note:b"]
    dialog.reject()


def test_replacing_a_part_id_swaps_and_what_is_not_there_is_told(work, window, qtbot):
    work.canvas.select(("a", "b"))
    window.commands.run("many.replace")
    dialog = opened(window, ReplaceDialog)
    assert dialog.checks["selected"].isChecked()
    qtbot.keyClicks(dialog.wanted, "h100")
    qtbot.keyClicks(dialog.replacement, "h999")
    assert all("There is no part" in row.line for row in dialog.list.row_model.rows)
    assert not dialog.apply.isEnabled()
    dialog.replacement.setText("h200")
    dialog.replace()
    assert {work.document.design.nodes[one].part for one in "ab"} == {H200}
    dialog.checks["expression"].setChecked(True)
    dialog.wanted.setText("(a+)+")
    assert "cannot repeat what repeats" in dialog.problem.text()
    assert dialog.problem.isVisible()
    dialog.reject()
