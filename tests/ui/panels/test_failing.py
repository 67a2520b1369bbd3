"""Failures as a what-if: loads move, the design stays, and the ranking can be tried row by row."""

from functools import partial

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt

from designer.analysis.results import Effect
from designer.analysis.run import analyze
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node, set_node
from designer.model.design import Design
from designer.model.figures.figure import leaf
from designer.ui.canvas.accessible_text import link_card
from designer.ui.panels.failures.failure_words import cost_words
from designer.ui.panels.failures.failures_panel import SINGLE, ranking
from designer.ui.present.presenter import Presenter
from designer.ui.present.slide import slides_of

HOST, SWITCH = "nvidia/dgx-h100", "nvidia/qm9700"

pytestmark = pytest.mark.usefixtures("figures")


@pytest.fixture
def work(superpod):
    return superpod.workspace


@pytest.fixture
def what_if(work):
    return work.document.what_if


@pytest.fixture
def star(window, library, job):
    """Four DGX H100 on a single switch."""
    window.files.new_empty()
    edit = window.workspace.document.edit
    with job.held():
        assert edit(partial(add_node, library=library, part_id=HOST, x=0, y=300, node_id="dgx"))
        assert edit(partial(set_node, node_id="dgx", copies=4))
        assert edit(partial(add_node, library=library, part_id=SWITCH, x=0, y=0, node_id="leaf"))
        assert edit(partial(add_link, a="dgx", b="leaf", cables=32, link_id="rails"))
    return window


def share(work, link_id):
    return next(load.utilisation.value for load in work.document.results.network.links if load.id == link_id)


def emphasis(work, node_id):
    drawing = work.canvas.stage.drawing
    return drawing.tiles[drawing.tile_index[node_id]].emphasis


def test_x_fails_one_copy_and_x_again_mends_it(superpod, work, what_if, qtbot):
    # Near enough that racks are frames, and what stands in them is drawn.
    work.canvas.zoom_to(1.0)
    before = work.document.design
    whole = work.document.results
    work.canvas.setFocus()
    work.canvas.select(("leaf",))
    qtbot.keyClick(work.canvas, Qt.Key.Key_X)
    assert what_if.failed == ("leaf[0]",)
    results = work.document.results
    assert results.failed == ("leaf[0]",)
    assert results.network == analyze(before, fail=("leaf[0]",)).network
    assert results.network.bisection_gbps.value < whole.network.bisection_gbps.value
    assert work.document.design is before
    assert emphasis(work, "leaf") == "failed"
    qtbot.keyClick(work.canvas, Qt.Key.Key_X)
    assert what_if.failed == ()
    assert work.document.results.failed == ()
    assert emphasis(work, "leaf") != "failed"
    assert work.document.design is before
    assert superpod.files.session.undo_label is None


def test_shift_x_fails_every_copy(work, what_if, qtbot):
    work.canvas.setFocus()
    work.canvas.select(("spine",))
    qtbot.keyClick(work.canvas, Qt.Key.Key_X)
    assert what_if.failed == ("spine[0]",)
    qtbot.keyClick(work.canvas, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert what_if.failed == ("spine",)
    assert [tier.name for tier in work.document.results.network.tiers if tier.medium == "fabric"] == ["leaf"]
    qtbot.keyClick(work.canvas, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert what_if.failed == ()


def test_the_banner_tells_what_failed_and_what_it_costs(superpod, work):
    assert not work.banner.isVisible()
    work.canvas.select(("leaf",))
    superpod.commands.run("failures.toggle")
    assert work.banner.isVisible()
    assert work.banner.what.text() == "What if it failed: 1 of 8 copies of Leaf switch"
    then, now = work.document.what_if.before.network, work.document.results.network
    assert (then.bisection_gbps.value, now.bisection_gbps.value) == (48_000, 42_000)
    assert "Bisection 48 Tb/s → 42 Tb/s, 6,000 Gb/s lost." in work.banner.cost.text()
    assert "No accelerator is lost." in work.banner.cost.text()
    assert "Failed" in work.banner.what.accessibleName()
    assert "42 Tb/s" in work.banner.accessibleDescription()
    work.banner.mend.click()
    assert not work.banner.isVisible()


def test_a_spine_less_is_an_oversubscription_in_words(superpod, work):
    work.canvas.select(("spine",))
    superpod.commands.run("failures.toggle")
    leaf = next(tier for tier in work.document.results.network.tiers if tier.name == "leaf")
    assert leaf.oversubscription.value == pytest.approx(1.3125)
    assert "Oversubscription of leaf 0.984 : 1 → 1.31 : 1." in work.banner.cost.text()
    assert work.headline.item("bisection").tail.endswith("1.31 : 1")


def test_links_fail_by_the_cable_and_the_others_carry_more(superpod, work):
    work.canvas.select(("rails", "uplinks"))
    superpod.commands.run("failures.toggle")
    assert set(work.document.results.failed) == {"rails[0]", "uplinks[0]"}
    assert "1 of 224 cables of Rails and 1 of 256 cables of Uplinks" in work.banner.what.text()
    capacity = {load.id: load.capacity_gbps.value for load in work.document.results.network.links}
    assert capacity["rails"] == 223 * 400
    design = work.document.design
    card = link_card(design, [design.links["rails"]], work.document.results)
    assert "1 of 224 cables taken as failed" in card.lines
    assert any(line.startswith("carries ") and " of 89.2 Tb/s" in line for line in card.lines)


def test_escape_first_lets_go_of_the_selection_then_mends(superpod, work, what_if, qtbot):
    work.canvas.setFocus()
    work.canvas.select(("leaf",))
    superpod.commands.run("failures.toggle")
    qtbot.keyClick(work.canvas, Qt.Key.Key_Escape)
    assert work.canvas.selected_ids() == ()
    assert what_if.failed
    qtbot.keyClick(work.canvas, Qt.Key.Key_Escape)
    assert what_if.failed == ()


def test_failures_outlive_edits_and_what_vanishes_drops_out(star, library):
    work, what_if = star.workspace, star.workspace.document.what_if
    work.fail(("dgx", "leaf", "rails"))
    assert what_if.failed == ("dgx[0]", "leaf", "rails[0]")
    work.document.edit(partial(set_node, node_id="dgx", copies=6))
    assert what_if.failed == ("dgx[0]", "leaf", "rails[0]")
    assert work.document.results.failed == what_if.failed
    assert work.document.fresh
    assert work.document.what_if.before.counts.accelerators.value == 48
    work.canvas.select(("leaf",))
    star.commands.run("edit.delete")
    assert what_if.failed == ("dgx[0]",)
    assert work.document.results.failed == ("dgx[0]",)
    star.commands.run("edit.undo")
    assert what_if.failed == ("dgx[0]",)


def test_another_traffic_is_held_against_itself(superpod, work, what_if):
    work.canvas.select(("leaf",))
    superpod.commands.run("failures.toggle")
    work.utilisation.traffic_chosen.emit("all-reduce-rails")
    assert work.document.results.failed == ("leaf[0]",)
    assert work.document.results.network.traffic == what_if.before.network.traffic == "all-reduce-rails"


def test_the_ranking_is_the_analysis_worst_first(star):
    work = star.workspace
    work.show_panel("failures")
    rows = work.failures.rows
    found = work.document.results.resilience
    assert rows == list(ranking(found))
    assert {row.id for row in rows if row.single} == {point.id for point in found.single_points_of_failure} == {"leaf"}
    assert (rows[0].id, rows[0].lost.value, rows[0].accelerators) == ("leaf", 6_400, 32)
    lost = [row.lost.value for row in rows]
    assert lost == sorted(lost, reverse=True)
    model = work.failures.table.model()
    texts = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    name = work.document.design.nodes["leaf"].title
    assert texts == [f"{name}, its only copy", "", "–", "6.4 Tb/s", "0%", "32", "Single point"]
    hidden = [work.failures.table.isColumnHidden(column) for column in range(model.columnCount())]
    assert hidden == [False, True, True, False, False, False, False]  # no service is drawn
    assert model.data(model.index(0, 6), Qt.ItemDataRole.AccessibleTextRole) == "Single point of failure"
    assert model.data(model.index(0, 6), Qt.ItemDataRole.DecorationRole) is not None
    assert model.headerData(6, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == SINGLE
    assert work.failures.summary.text() == "1 single point of failure."


def test_the_ranking_is_sorted_by_each_column(superpod, work, qtbot):
    work.show_panel("failures")
    panel = work.failures
    given = [row.id for row in panel.rows]
    header = panel.table.horizontalHeader()

    def press(column):
        place = header.sectionViewportPosition(column) + 20
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, header.height() // 2))
        return [row.id for row in panel.table.shown_rows()]

    # What is no part of the fabric loses none of it and stands last, or first the other way.
    lost = {row.id: row.lost.value if row.lost else -1.0 for row in panel.rows}
    assert {"inband-core", "manager-inband"} == {one for one in lost if lost[one] < 0.0}
    assert press(3) == sorted(given, key=lambda one: -lost[one])
    shares = {row.id: row.remaining.value if row.remaining else -1.0 for row in panel.rows}
    assert press(4) == sorted(given, key=lambda one: -shares[one])
    assert press(4) == sorted(given, key=lambda one: shares[one])
    names = [work.document.design.nodes[one].title if one in work.document.design.nodes else "" for one in press(0)]
    assert [name for name in names if name] == sorted(name for name in names if name)
    panel.table.choose(given.index("spine"))
    panel.refresh()
    assert panel.current_id() == "spine"


def test_the_room_of_uplinks_is_told_and_explained(superpod, work):
    work.show_panel("failures")
    assert "A leaf can lose none of its 32 uplinks without being oversubscribed." in work.failures.summary.text()
    assert "Storage leaf switch can lose 1 of its 32 uplinks before" in work.failures.summary.toolTip()
    work.canvas.select(("storage-leaf",))
    row = work.inspector.section.row("Uplinks it can lose")
    room = next(room for room in work.document.results.resilience.uplinks if room.id == "storage-leaf")
    assert row.isVisible()
    assert row.text_shown == "1 of 32"
    assert row.figure == room.can_lose
    work.canvas.select(("spine",))
    assert not work.inspector.section.row("Uplinks it can lose").isVisible()


def test_single_points_are_marked_while_the_tab_is_open(star):
    work = star.workspace
    drawing = work.canvas.stage.drawing
    before = drawing.tiles[drawing.tile_index["leaf"]].note
    work.show_panel("failures")
    drawing = work.canvas.stage.drawing
    note = drawing.tiles[drawing.tile_index["leaf"]].note
    assert note == "Single point of failure: without one of it, 32 accelerators are cut off."
    assert emphasis(work, "leaf") == "warn"
    work.show_panel("findings")
    drawing = work.canvas.stage.drawing
    assert drawing.tiles[drawing.tile_index["leaf"]].note == before != note


def test_a_link_that_is_a_single_point_says_so_on_its_card_beside_its_load(star, library):
    work = star.workspace
    edit = work.document.edit
    assert edit(partial(add_node, library=library, part_id=SWITCH, x=400, y=0, node_id="far"))
    assert edit(partial(add_node, library=library, part_id=HOST, x=400, y=300, node_id="more"))
    assert edit(partial(set_node, node_id="more", copies=2))
    assert edit(partial(add_link, a="more", b="far", cables=16, link_id="others"))
    assert edit(partial(add_link, a="leaf", b="far", cables=1, link_id="thin"))
    words = "Single point of failure: without one cable of it, 16 accelerators are cut off."
    design, results = work.document.design, work.document.results
    assert words in link_card(design, [design.links["thin"]], results).lines
    assert words not in link_card(design, [design.links["rails"]], results).lines
    work.show_panel("failures")
    star.set_overlay("utilisation")
    wire = work.canvas.stage.wire_of("thin")
    assert wire.emphasis == "error"  # it is far too full as well


def test_enter_tries_a_row_and_a_click_only_goes_there(star, qtbot):
    work = star.workspace
    work.show_panel("failures")
    table = work.failures.table
    place = table.visualRect(work.failures.table.model().index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert work.canvas.selected_ids() == ("leaf",)
    assert work.document.what_if.failed == ()
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert work.document.what_if.failed == ("leaf",)
    assert work.document.results.resilience.lost_accelerators == 32
    assert "32 of 32 accelerators lost." in work.banner.cost.text()
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert work.document.what_if.failed == ()


def test_the_button_fails_and_mends_the_chosen_row(superpod, work, what_if):
    work.show_panel("failures")
    panel = work.failures
    assert not panel.button.isEnabled()
    place = next(i for i, row in enumerate(panel.rows) if row.id == "spine")
    panel.table.choose(place)
    assert panel.button.accessibleName() == "Fail it: Spine switch"
    panel.button.click()
    assert what_if.failed == ("spine[0]",)
    assert panel.current_id() == "spine"
    assert panel.button.text() == "Mend it"
    assert "One more failure" in panel.summary.text()
    panel.button.click()
    assert what_if.failed == ()


def test_nothing_to_fail_is_told(window, library):
    window.files.new_empty()
    work = window.workspace
    work.show_panel("failures")
    assert work.failures.hint.isVisible()
    assert "worst first" in work.failures.hint.text()
    assert not work.failures.table.isVisible()
    window.commands.refresh()
    assert not window.commands.actions["failures.toggle"].isEnabled()
    assert not window.commands.actions["failures.mend"].isEnabled()
    work.fail(())
    assert window.status.message.text() == "Select what is to fail first: servers, switches or links."


def test_the_menu_of_the_canvas_fails_things(superpod, work, what_if):
    work.canvas.select(("leaf",))
    menu = work.canvas.context_menu()
    titles = {action.text(): action for action in menu.actions()}
    titles["Fail it, or mend it"].trigger()
    assert what_if.failed == ("leaf[0]",)
    titles["Fail all copies of it, or mend them"].trigger()
    assert what_if.failed == ("leaf",)
    assert superpod.commands.actions["failures.mend"].isEnabled()
    superpod.commands.run("failures.mend")
    assert what_if.failed == ()


def test_a_machine_that_fails_takes_its_services_along(window, library):
    window.files.new_empty()
    document = window.workspace.document
    assert document.edit(partial(add_node, library=library, part_id=HOST, x=0, y=300, node_id="dgx"))
    assert document.edit(partial(add_node, library=library, part_id="vllm/vllm", x=0, y=0, node_id="engine"))
    assert document.edit(partial(add_link, a="engine", b="dgx", medium="runs_on"))
    window.workspace.fail(("dgx",))
    assert document.results.workloads.lost_with == {"dgx": ("engine",)}
    assert "Down with it: " in window.workspace.banner.cost.text()


def test_the_report_is_not_made_of_a_design_with_failures(superpod, work, questions, tmp_path):
    questions.path = tmp_path / "report.pdf"
    work.fail(("leaf",))
    superpod.commands.run("exports.report")
    assert "mend what is taken as failed first" in superpod.status.message.text()
    assert not superpod.exports.writing.running
    assert not questions.path.exists()


def test_slides_show_the_design_with_nothing_failed(superpod, work, qtbot):
    whole, findings = work.document.results, work.document.findings
    work.fail(("leaf",), every=True)
    assert work.document.findings != findings
    assert work.document.standing == (whole, findings)
    shown = Presenter(work.document, source="views")
    qtbot.addWidget(shown)
    qtbot.waitUntil(lambda: shown.count > 0)
    told = slides_of(work.document.design, whole, findings)[0][1]
    assert shown.slide.title == told.headline
    words = " ".join(shown.slide.words)
    assert all(one.below in words for one in told.figures)
    drawing = shown.slide.drawings[0].drawing
    assert drawing.tiles
    assert not any(tile.emphasis == "failed" for tile in drawing.tiles)
    work.document.what_if.mend()
    assert work.document.standing == (work.document.results, work.document.findings) == (whole, findings)


def test_the_panel_names_what_services_cannot_do_without(window):
    """A fabric without single points does not hide the one assistant that everything hangs on."""
    window.files.new_from("ai-stack", {})
    panel = window.workspace.failures
    panel.refresh()
    text = panel.summary.text()
    assert text.startswith("2 single points of failure in the networks: 2 in the management network. ")
    points = window.workspace.document.results.resilience.service_points
    assert f"Services stop without any one of {len(points)} things that exist only once." in text
    assert [row.id for row in panel.rows if row.services] == [point.id for point in points]
    assert panel.rows[0].id == "hall"


def test_without_a_network_the_rows_are_what_services_hang_on(window, qtbot):
    """Each row says the element, its layer and what stops with it; failing the row does just that."""
    window.files.new_from("rag-service", {})
    work = window.workspace
    work.show_panel("failures")
    panel = work.failures
    assert [(row.id, row.layer) for row in panel.rows] == [
        ("vector-host", "servers_fabric"),
        ("engine", "serving_apps"),
        ("index", "data_storage"),
    ]
    model = panel.table.model()
    assert [model.data(model.index(0, column)) for column in range(3)] == [
        "Vector host",
        "Servers, fabric",
        "Assistant, Weaviate",
    ]
    assert [panel.table.isColumnHidden(column) for column in (3, 4, 5)] == [True] * 3
    panel.table.choose(1)
    panel.button.click()
    assert work.document.what_if.failed == ("engine",)
    lost = {one.id for one in work.document.results.resilience.lost if one.state == "lost"}
    assert "app" in lost
    # With the assistant gone already, what it hung on takes along less.
    panel.refresh()
    rows = {row.id: row.services for row in panel.rows}
    assert "engine" not in rows
    assert rows["vector-host"] == ("index",)


def test_what_services_hang_on_is_marked_while_the_tab_is_open(window):
    window.files.new_from("rag-service", {})
    work = window.workspace
    work.show_panel("failures")
    drawing = work.canvas.stage.drawing
    note = drawing.tiles[drawing.tile_index["engine"]].note
    assert "If vLLM fails, Assistant answers nothing." in note
    assert emphasis(work, "engine") == "warn"
    work.canvas.select(("engine",))
    row = work.inspector.section.row("Stops without it")
    assert row.isVisible()
    assert row.text_shown == "Assistant"


def test_the_slide_names_what_services_hang_on_until_there_is_a_second(window):
    window.files.new_from("rag-service", {})
    document = window.workspace.document

    def below():
        return slides_of(document.design, document.results, ())[0][1].figures[-1]

    assert (below().number, below().below) == ("1 host", "without Vector host, Assistant and Weaviate answer nothing")
    for node_id in ("vector-host", "index"):
        assert document.edit(partial(set_node, node_id=node_id, copies=2))
    assert below().below == "without vLLM, Assistant answers nothing"
    assert document.edit(partial(set_node, node_id="engine", copies=2))
    assert "answers nothing" not in below().below


def test_answers_that_fall_are_told_as_requests_a_second():
    rate = partial(leaf, "Answers", unit="1/s", operation="routing")
    results = analyze(Design())
    for before, after, told in ((26.7, 13.4, "Answers 26.7 → 13.4 requests a second."), (0.0, 5.0, None)):
        fall = Effect(
            layer="serving_apps",
            name="answers_per_s",
            title="Answers",
            before=rate(value=before),
            after=rate(value=after),
        )
        resilience = replace(results.resilience, effects=(fall,))
        words = cost_words(Design(), results, replace(results, resilience=resilience))
        assert words[-1] == (told or "Answers 5 requests a second.")
