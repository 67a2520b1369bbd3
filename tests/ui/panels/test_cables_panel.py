"""The tab of cables: all of them, found, sorted, gone to, exported, and fresh after an edit."""

import json
from collections import Counter

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from designer.edit.nodes.nodes import remove
from designer.model.changes import between
from designer.ui.panels.cables import cables_panel
from designer.ui.panels.cables.cables_panel import EMPTY, NOTHING
from designer.ui.panels.cables.cables_table import COLUMNS

PATIENCE = 60_000


@pytest.fixture
def work(superpod, qtbot):
    superpod.show()
    found = superpod.workspace
    found.show_panel("cables")
    qtbot.waitUntil(lambda: bool(found.cables.table.shown_rows()), timeout=PATIENCE)
    return found


def column(work, title):
    place = next(n for n, one in enumerate(COLUMNS) if one.title == title)
    model = work.cables.table.model()
    return [model.data(model.index(row, place)) for row in range(model.rowCount())]


def test_every_cable_is_listed_with_both_ends_and_a_length(work):
    rows = work.cables.table.shown_rows()
    assert Counter(row.link for row in rows) == work.document.counts.cables_by_link
    assert len({row.label for row in rows}) == len(rows)
    assert all(" m" in words for words in column(work, "Length"))
    fabric = [row for row in rows if row.medium == "fabric"]
    assert len(fabric) == 252 + 256
    assert all(row.sort == "optics and fibre" for row in fabric)


def test_words_and_medium_find_cables_and_escape_brings_all_back(work, qtbot):
    every = len(work.cables.table.shown_rows())
    qtbot.keyClicks(work.cables.words, "leaf[3] rails")
    found = work.cables.table.shown_rows()
    assert found
    assert all("leaf[3]" in row.words and "rails" in row.words for row in found)
    assert "cables" in work.cables.summary.text()
    qtbot.keyClick(work.cables.words, Qt.Key.Key_Escape)
    assert len(work.cables.table.shown_rows()) == every
    place = work.cables.medium.findData("storage")
    work.cables.medium.setCurrentIndex(place)
    work.cables.medium.activated.emit(place)
    assert set(column(work, "Medium")) == {"Storage"}
    qtbot.keyClicks(work.cables.words, "no such cable")
    assert not work.cables.table.isVisible()
    assert work.cables.hint.text() == NOTHING


def test_a_heading_sorts_by_the_number_and_not_by_its_words(work, qtbot):
    table = work.cables.table
    place = next(n for n, one in enumerate(COLUMNS) if one.title == "Length")
    table.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    lengths = [row.length_m for row in table.shown_rows()]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] >= 10
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert [row.label for row in table.shown_rows()] == [row.label for row in table.every]


def test_enter_goes_to_the_link_on_the_canvas(work, qtbot):
    qtbot.keyClicks(work.cables.words, "uplinks")
    qtbot.keyClick(work.cables.words, Qt.Key.Key_Down)
    assert work.cables.table.hasFocus()
    work.views.show_view("stack")
    link = work.cables.table.current().link
    qtbot.keyClick(work.cables.table, Qt.Key.Key_Return)
    assert work.views.shown == "topology"
    assert tuple(work.canvas.selected_ids()) == (link,)


def test_a_moved_rack_gives_fresh_lengths_and_keeps_the_row(work, qtbot):
    design = work.document.design
    table = work.cables.table
    place = next(n for n, row in enumerate(table.shown_rows()) if row.link == "uplinks")
    table.selectRow(place)
    before = table.current()
    rack = design.nodes["spine-rack"]
    there = replace(rack, floor=replace(rack.floor, x_mm=rack.floor.x_mm + 12_000))
    moved = replace(design, nodes={**design.nodes, "spine-rack": there})
    work.document.edit(lambda now: between(now, moved, "Move"))
    qtbot.waitUntil(
        lambda: table.current() is not None and table.current().length_m != before.length_m, timeout=PATIENCE
    )
    after = table.current()
    assert after.label == before.label
    assert after.length_m > before.length_m + 5


def test_it_is_not_worked_out_while_it_is_out_of_sight(work, qtbot, monkeypatch):
    work.show_panel("findings")
    asked = []
    monkeypatch.setattr(cables_panel, "cable_rows", lambda *arguments: asked.append(arguments))
    work.document.edit(lambda now: remove(now, ["uplinks"]))
    qtbot.wait(400)
    assert not asked
    monkeypatch.undo()
    work.show_panel("cables")
    qtbot.waitUntil(lambda: not any(row.link == "uplinks" for row in work.cables.table.every), timeout=PATIENCE)


@pytest.mark.usefixtures("real_processes")
def test_many_cables_are_listed_by_a_process_of_its_own(superpod, qtbot, monkeypatch):
    monkeypatch.setattr(cables_panel, "AT_ONCE", 10)
    superpod.show()
    work = superpod.workspace
    work.show_panel("cables")
    qtbot.waitUntil(lambda: work.cables.summary.text() == "Routing the cables …", timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(work.cables.table.shown_rows()), timeout=PATIENCE)
    assert len(work.cables.table.shown_rows()) == work.document.counts.cables


def test_an_empty_design_says_how_to_begin(window, qtbot):
    window.show()
    window.files.new_empty()
    work = window.workspace
    work.show_panel("cables")
    qtbot.wait(50)
    assert work.cables.hint.isVisible()
    assert work.cables.hint.text() == EMPTY
    assert not work.cables.export.isEnabled()


@pytest.mark.usefixtures("figures")
def test_export_writes_the_schedule(work, superpod, questions, qtbot, tmp_path):
    questions.path = tmp_path / "cables.json"
    with qtbot.waitSignal(superpod.exports.finished, timeout=PATIENCE):
        work.cables.export.click()
    document = json.loads(questions.path.read_text("utf-8"))
    assert [cable["label"] for cable in document["cables"]] == [row.label for row in work.cables.table.every]


def test_the_inspector_of_a_link_says_how_it_runs_and_follows_a_moved_rack(work):
    work.canvas.select(("uplinks",))
    section = work.inspector.section
    before = section.pane.run.length.text_shown
    assert before.endswith(" m")
    assert " to " in before
    assert section.fields["length_m"].placeholderText() == before.removesuffix(" m")
    assert section.pane.run.types.text().startswith("256 × ")
    assert "fibre" in section.pane.run.types.text()
    assert section.pane.run.ways.text() == "256 along the walls"
    price = section.pane.run.price.figure.value
    design = work.document.design
    rack = design.nodes["spine-rack"]
    there = replace(rack, floor=replace(rack.floor, x_mm=rack.floor.x_mm + 30_000))
    moved = replace(design, nodes={**design.nodes, "spine-rack": there})
    work.document.edit(lambda now: between(now, moved, "Move"))
    assert section.pane.run.run.least_m > 30
    assert section.pane.run.length.text_shown != before
    assert section.pane.run.price.figure.value > price


def test_a_link_between_things_without_a_place_has_no_run(window, library):
    from designer.edit.links.links import add_link
    from designer.edit.nodes.nodes import add_node
    from designer.edit.session import Session
    from designer.model.design import Design

    design = add_node(Design(), library, "nvidia/dgx-h100", 0, 0, node_id="dgx").applied(Design())
    design = add_node(design, library, "nvidia/qm9700", 0, 200, node_id="leaf").applied(design)
    design = add_link(design, "dgx", "leaf", link_id="rails").applied(design)
    window.open_session(Session(design))
    window.workspace.canvas.select(("rails",))
    assert not window.workspace.inspector.section.pane.run.isVisible()
