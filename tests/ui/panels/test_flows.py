"""Flows in the window: the traffic follows what is drawn, the list edits it, cards and inspector say who fills it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from designer.drawing.drawing import curve_points
from designer.edit.links.flows import add_flow, flow_words
from designer.model.figures.figure_text import figure_text
from designer.model.network.flow_asks import FlowAsk
from designer.ui.canvas.accessible_text import link_card
from designer.ui.canvas.hover_card import card_at
from designer.ui.inspector.panes.design_section import DesignSection
from designer.ui.inspector.panes.flow_pane import FlowPane
from designer.ui.panels.outline.outline_tree import FLOWS
from designer.ui.panels.utilisation.flow_list import LINE_RATE
from designer.ui.widgets.fields import MIXED
from tests.ui.seen import texts


def draw(work, source, target, gbps=None):
    work.document.session.commit(add_flow(work.document.design, [source], [target], gbps))


def card_of(work, link_id):
    wire = work.canvas.stage.wire_of(link_id)
    return card_at(work.canvas.stage, *wire.label_rect.centre)


@pytest.fixture
def work(superpod, job):
    """One scalable unit with its Utilisation tab in sight, and figures at each edit."""
    superpod.workspace.show_panel("utilisation")
    job.only, job.answering = ("network",), True
    job.answer()
    return superpod.workspace


@pytest.fixture
def drawn(superpod, job):
    """The same with 400 Gb/s from one rack's systems to another's, and storage read at line rate."""
    work = superpod.workspace
    work.show_panel("utilisation")
    draw(work, "dgx[3]", "dgx[17]", 400)
    draw(work, "storage", "dgx")
    job.only, job.answering = ("network",), True
    job.answer()
    return work


def test_a_flow_that_is_drawn_becomes_the_traffic(superpod, work):
    assert work.canvas.stage.drawing.flows == ()
    draw(work, "dgx", "storage", 100)
    assert work.document.results.network.traffic == "flows"
    assert work.utilisation.traffic.currentData() == "flows"
    assert work.utilisation.shown.value == "flows"
    assert superpod.context.overlay == "utilisation"
    assert [arrow.label for arrow in work.canvas.stage.drawing.flows] == ["100 Gb/s"]
    loads = {load.id: load.load_gbps.value for load in work.document.results.network.links}
    assert loads["rails"] == 0
    assert max(loads.values()) == pytest.approx(100)


def test_another_traffic_hides_the_arrows_and_shows_the_links(superpod, drawn):
    superpod.workspace.utilisation.traffic.chosen.emit("all-to-all")
    assert drawn.canvas.stage.drawing.flows == ()
    assert drawn.utilisation.shown.value == "links"
    assert drawn.utilisation.table.isVisible()
    superpod.workspace.utilisation.traffic.chosen.emit("flows")
    assert len(drawn.canvas.stage.drawing.flows) == 2
    assert drawn.utilisation.flows.table.isVisible()


def test_an_empty_list_says_how_to_draw(superpod, work):
    work.utilisation.traffic_chosen.emit("flows")
    assert not work.utilisation.flows.table.isVisible()
    assert work.utilisation.flows.hint.isVisible()
    assert "Press T" in work.utilisation.flows.hint.text()
    assert work.document.fresh
    QTest.mouseClick(work.utilisation.flows.draw, Qt.MouseButton.LeftButton)
    assert work.canvas.tool() == "flow"
    assert work.float_bar.buttons["edit.flow_tool"].isChecked()


def rows(work):
    model = work.utilisation.flows.table.model()
    return [[model.data(model.index(row, column)) for column in range(4)] for row in range(model.rowCount())]


def test_the_list_says_what_flows_offer_and_reach(drawn):
    first, second = rows(drawn)
    assert first == ["DGX H100 4 → DGX H100 18", "400 Gb/s", "400 Gb/s", "nothing"]
    assert second[1] == LINE_RATE
    rate = drawn.document.beside.rates.rates[1]
    assert rate.limited_by
    assert second[2] != "…"


def type_rate(work, row, text):
    table = work.utilisation.flows.table
    table.setCurrentIndex(table.model().index(row, 0))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text) if text else QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


@pytest.mark.parametrize(("text", "gbps"), [("0.4 Tb/s", 400), ("250", 250), ("50 Gb/s", 50), ("", None), ("0", 0)])
def test_a_rate_is_typed_with_units(drawn, text, gbps):
    type_rate(drawn, 0, text)
    assert drawn.document.design.settings.flows[0] == FlowAsk(source=("dgx[3]",), target=("dgx[17]",), gbps=gbps)
    drawn.document.undo()
    assert drawn.document.design.settings.flows[0].gbps == 400


def test_a_rate_that_is_none_is_told(superpod, drawn):
    before = drawn.document.design
    for text in ("fast", "-3", "400 kW"):
        type_rate(drawn, 0, text)
        assert drawn.document.design is before
    assert "The rate of the flow" in superpod.status.message.text()


def test_delete_removes_the_chosen_flow_and_nothing_else(drawn):
    drawn.canvas.select(("dgx",))
    table = drawn.utilisation.flows.table
    table.selectRow(0)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert [flow.source for flow in drawn.document.design.settings.flows] == [("storage",)]
    assert "dgx" in drawn.document.design.nodes
    assert drawn.utilisation.flows.chosen_flow().source == ("storage",)
    QTest.mouseClick(drawn.utilisation.flows.remove_button, Qt.MouseButton.LeftButton)
    assert drawn.document.design.settings.flows == ()
    assert not drawn.utilisation.flows.remove_button.isEnabled()
    assert drawn.document.results.network.traffic == "flows"
    drawn.document.undo()
    assert len(drawn.document.design.settings.flows) == 1


def test_a_click_on_a_flow_selects_its_ends(drawn):
    table = drawn.utilisation.flows.table
    QTest.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=table.visualRect(table.model().index(1, 0)).center(),
    )
    assert drawn.canvas.selected_ids() == ("storage", "dgx")


def test_two_that_are_selected(superpod, work):
    action = superpod.commands.actions["edit.flow_between"]
    work.canvas.select(("dgx",))
    assert not action.isEnabled()
    work.canvas.select(("storage", "dgx"))
    assert action.isEnabled()
    action.trigger()
    assert work.document.design.settings.flows == (FlowAsk(source=("storage",), target=("dgx",)),)
    action.trigger()
    assert "drawn already" in superpod.status.message.text()


def test_a_node_that_is_deleted_takes_its_flows_along_and_one_undo_brings_both_back(superpod, drawn):
    before = drawn.document.design
    drawn.canvas.select(("storage",))
    superpod.commands.run("edit.delete")
    assert [flow.source for flow in drawn.document.design.settings.flows] == [("dgx[3]",)]
    assert len(drawn.canvas.stage.drawing.flows) == 1
    superpod.commands.run("edit.undo")
    assert drawn.document.design == before
    assert len(drawn.canvas.stage.drawing.flows) == 2


def test_the_card_over_a_wire_says_who_fills_it(drawn):
    card = card_of(drawn, "rails")
    words = "\n".join(card.lines)
    assert "carries " in words
    assert "fullest cable" in words
    assert "On its fullest cable, " in words
    assert "DGX H100 4 → DGX H100 18  100%" in words


def test_shares_of_a_shared_link_add_up(superpod, work):
    for gbps, source in ((300, "dgx[0]"), (100, "dgx[1]")):
        draw(work, source, "storage", gbps)
    links = work.document.results.network.links
    link_id = max((load for load in links if "storage-rack" not in load.id), key=lambda load: load.load_gbps.value).id
    found = work.document.beside.fillers((link_id,))[link_id]
    shares = [one.share for one in found.fillers]
    assert sum(shares) + found.others_gbps / found.gbps == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)


def test_a_wire_that_carries_nothing_asks_nobody(drawn):
    asked = []
    drawn.document.beside.wanted.connect(asked.append)
    idle = next(load.id for load in drawn.document.results.network.links if not load.utilisation.value)
    assert drawn.document.beside.fillers((idle,)) == {idle: None}
    assert asked == []
    assert "On its fullest" not in "\n".join(card_of(drawn, idle).lines)


def test_while_it_is_awaited_the_card_and_the_inspector_say_so(superpod, drawn, monkeypatch):
    asked = []
    monkeypatch.setattr(type(superpod.analysis), "ask_aside", lambda _, aside: asked.append(aside))
    document = drawn.document
    document.beside.wanted.disconnect()
    document.beside.wanted.connect(asked.append)
    document.beside.follow(document.results)
    assert any("being worked out" in line for line in card_of(drawn, "rails").lines)
    drawn.canvas.select(("rails",))
    assert "being worked out" in _fillers(drawn).head.text()
    assert [aside.kind for aside in asked].count("fillers") == 1
    assert {"rails"} <= set(next(aside for aside in asked if aside.kind == "fillers").links)


def _fillers(work):
    from designer.ui.inspector.panes.link_filler_rows import FillerRows

    return work.inspector.section.findChild(FillerRows)


def test_the_inspector_of_a_link_lists_who_fills_it(drawn):
    drawn.canvas.select(("rails",))
    rows = _fillers(drawn)
    assert rows.words() == ["DGX H100 4 → DGX H100 18 100%"]
    assert rows.head.text().startswith("On its fullest cable, ")
    idle = next(load.id for load in drawn.document.results.network.links if not load.utilisation.value)
    drawn.canvas.select((idle,))
    assert _fillers(drawn).words() == []


def test_an_answer_of_other_results_is_dropped(drawn):
    beside = drawn.document.beside
    held = []
    beside.wanted.disconnect()
    beside.wanted.connect(held.append)
    beside.follow(drawn.document.results)
    beside.fillers(("rails",))
    (aside,) = [one for one in held if one.kind == "fillers"]
    beside.follow(drawn.document.results)
    from designer.review.reply import Reply

    beside.take(aside, Reply(revision=aside.revision))
    assert beside.fillers(("rails",)) == {}


def test_a_bundle_names_its_links(drawn):
    design, results = drawn.document.design, drawn.document.results
    links = list(design.links.values())
    few = link_card(design, links[:2], results)
    assert few.title.startswith("2 links")
    assert len(few.lines) == 2
    loaded = [design.links[load.id] for load in results.network.links if load.utilisation.value][:2]
    assert all(line.endswith(" full") for line in link_card(design, loaded, results).lines)
    assert f"and {len(links) - 5} more" in link_card(design, links, results).lines


def test_a_flow_without_a_path_says_so(work):
    draw(work, "dgx", "pdu", 10)
    assert rows(work) == [["DGX H100 → Rack PDU", "10 Gb/s", "0 Gb/s", "no path"]]
    assert "carries nothing" in work.utilisation.flows.note.text()
    assert work.utilisation.flows.note.isVisible()
    draw(work, "storage", "dgx", 0)
    assert rows(work)[1] == ["DDN AI400X2 → DGX H100", "0 Gb/s", "0 Gb/s", "nothing"]


def test_flows_between_too_many_pairs_say_why_their_rates_are_not_known(work, monkeypatch):
    from designer.analysis.limits import fairness

    monkeypatch.setattr(fairness, "MOST_FLOWS", 10)
    draw(work, "dgx", "storage", 10)
    assert rows(work)[0][2:] == ["not known", ""]
    assert "can be shared out" in work.utilisation.flows.note.text()


def test_t_begins_a_flow_where_the_keyboard_stands(superpod, work, qtbot):
    work.canvas.setFocus()
    for _ in range(40):
        QTest.keyClick(work.canvas, Qt.Key.Key_Tab)
        if work.canvas.stage.focused == "storage":
            break
    superpod.commands.actions["edit.flow_tool"].trigger()
    assert work.canvas.busy
    assert work.canvas.tool() == "select"
    QTest.keyClick(work.canvas, Qt.Key.Key_Return)
    (flow,) = work.document.design.settings.flows
    assert flow.source == ("storage",)
    assert work.document.results.network.traffic == "flows"


def on_arrow(work, number=0):
    """A place on the shaft of an arrow that no label, tile or port covers."""
    stage = work.canvas.stage
    arrow = stage.drawing.flows[number]
    for x, y in curve_points(np.array([arrow.points]), 41)[0]:
        found = stage.hit(float(x), float(y))
        if found is not None and (found.kind, found.id) == ("flow", arrow.id):
            return QPoint(*(round(one) for one in work.canvas.screen_position(float(x), float(y))))
    raise AssertionError("the arrow is nowhere free")


def test_an_arrow_is_selected_by_a_click_and_seen_in_the_inspector_and_the_list(drawn):
    QTest.mouseClick(drawn.canvas, Qt.MouseButton.LeftButton, pos=on_arrow(drawn, 1))
    flow = drawn.document.design.settings.flows[1]
    assert drawn.canvas.selected_ids() == (flow.id,)
    section = drawn.inspector.section
    assert isinstance(section.pane, FlowPane)
    assert section.title.text() == flow_words(drawn.document.design, flow)
    rate = drawn.document.beside.rates.rates[1]
    assert section.row("Reaches").text_shown == figure_text(rate.gbps)
    assert any(one.startswith("Held back by") for one in texts(section))
    assert drawn.utilisation.flows.chosen_flow() is flow
    assert "offers its line rate" in drawn.canvas.accessibleDescription()
    assert not drawn.canvas.stage.selected_things()


def test_delete_takes_the_selected_arrow_alone_and_undo_brings_it_back(superpod, drawn):
    before = drawn.document.design
    QTest.mouseClick(drawn.canvas, Qt.MouseButton.LeftButton, pos=on_arrow(drawn, 1))
    QTest.keyClick(drawn.canvas, Qt.Key.Key_Delete)
    assert [flow.source for flow in drawn.document.design.settings.flows] == [("dgx[3]",)]
    assert drawn.document.design.nodes == before.nodes
    assert drawn.canvas.selected_ids() == ()
    assert isinstance(drawn.inspector.section, DesignSection)
    superpod.commands.run("edit.undo")
    assert drawn.document.design == before
    assert len(drawn.canvas.stage.drawing.flows) == 2


def test_a_flow_and_a_node_are_deleted_in_one_step(superpod, drawn):
    before = drawn.document.design
    first, second = (flow.id for flow in before.settings.flows)
    drawn.canvas.select((first, "storage"))
    superpod.commands.run("edit.delete")
    after = drawn.document.design
    assert after.settings.flows == ()
    assert "storage" not in after.nodes
    assert drawn.document.session.undo_label.endswith("and flow DGX H100 4 → DGX H100 18")
    superpod.commands.run("edit.undo")
    assert drawn.document.design == before
    assert second in {flow.id for flow in drawn.document.design.settings.flows}


def test_the_inspector_sets_what_a_flow_offers(drawn):
    for typed, gbps in [("1.6 Tb/s", 1600), ("+10%", 440), ("", None)]:
        drawn.canvas.select((drawn.document.design.settings.flows[0].id,))
        field = drawn.inspector.section.fields["rate"]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed) if typed else QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert drawn.document.design.settings.flows[0].gbps == (pytest.approx(gbps) if gbps else gbps), (typed, gbps)
        assert drawn.canvas.selected_ids() == (drawn.document.design.settings.flows[0].id,), (typed, gbps)
        drawn.document.undo()


def test_a_double_click_types_the_rate_on_the_canvas(drawn):
    place = on_arrow(drawn)
    QTest.mouseClick(drawn.canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(drawn.canvas, Qt.MouseButton.LeftButton, pos=place)
    field = QApplication.focusWidget()
    assert field.accessibleName() == "What DGX H100 4 → DGX H100 18 offers"
    QTest.keyClicks(field, "800 Gb/s")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert drawn.document.design.settings.flows[0].gbps == 800
    assert next(arrow.label for arrow in drawn.canvas.stage.drawing.flows) == "copy 4 → copy 18, 800 Gb/s"


def test_a_flow_is_turned_around_and_stays_selected(superpod, drawn):
    flow = drawn.document.design.settings.flows[1]
    drawn.canvas.select(("dgx",))
    assert not superpod.commands.actions["edit.turn_flow"].isEnabled()
    drawn.canvas.select((flow.id,))
    superpod.commands.run("edit.turn_flow")
    turned = drawn.document.design.settings.flows[1]
    assert turned.ends == (flow.target, flow.source)
    assert drawn.canvas.selected_ids() == (turned.id,)


def test_copying_a_flow_alone_says_that_there_is_nothing_to_copy(superpod, drawn):
    before = drawn.document.design
    drawn.canvas.select((before.settings.flows[0].id,))
    for command in ("edit.copy", "edit.duplicate", "failures.toggle", "arrange.lock", "arrange.group_rack"):
        superpod.commands.run(command)
        assert superpod.status.message.text()
    assert drawn.document.design == before


def test_arrows_that_are_no_longer_drawn_are_no_longer_selected(superpod, drawn):
    drawn.canvas.select((drawn.document.design.settings.flows[0].id,))
    superpod.workspace.utilisation.traffic.chosen.emit("all-to-all")
    assert drawn.canvas.selected_ids() == ()


def test_several_flows_share_one_field(drawn):
    drawn.canvas.select(tuple(flow.id for flow in drawn.document.design.settings.flows))
    section = drawn.inspector.section
    assert section.title.text() == "2 flows"
    assert section.fields["rate"].placeholderText() == MIXED
    section.fields["rate"].setFocus()
    QTest.keyClicks(section.fields["rate"], "100")
    QTest.keyClick(section.fields["rate"], Qt.Key.Key_Return)
    assert [flow.gbps for flow in drawn.document.design.settings.flows] == [100, 100]
    drawn.document.undo()
    assert [flow.gbps for flow in drawn.document.design.settings.flows] == [400, None]


def test_the_outline_lists_flows_and_shows_the_arrow_of_the_chosen_one(superpod, drawn):
    superpod.commands.run("view.outline")
    rows, tree = drawn.outline.rows, drawn.outline.tree
    first, second = drawn.document.design.settings.flows
    assert [key for key in rows.keys if key in {FLOWS, first.id, second.id}] == [FLOWS, first.id, second.id]
    assert rows.data(rows.index_of(FLOWS), Qt.ItemDataRole.AccessibleTextRole) == "Flows, 2"
    said = rows.data(rows.index_of(first.id), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Flow DGX H100 4 → DGX H100 18, offers 400 Gb/s"
    superpod.workspace.utilisation.traffic.chosen.emit("all-to-all")
    assert drawn.canvas.stage.drawing.flows == ()
    tree.expand(rows.index_of(FLOWS))
    tree.setCurrentIndex(rows.index_of(second.id))
    assert drawn.canvas.selected_ids() == (second.id,)
    assert len(drawn.canvas.stage.drawing.flows) == 2
    drawn.document.undo()
    assert FLOWS in rows.keys
    assert second.id not in rows.keys
    assert drawn.canvas.selected_ids() == ()
    assert drawn.canvas.stage.drawing.flows == ()
