"""The smallest cut in the window: two selections, the links between them, and widening as one edit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.paths import paths_between
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network.bandwidth import network
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import set_node
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.network.flow_asks import FlowAsk
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.limits.cut_dialog import HINT, NO_HALVES, NOTHING, CutDialog
from designer.ui.limits.cut_work import MESSAGES, SAMPLE, competing, halves
from tests.analysis.conftest import drawn

PATIENCE = 60_000


@pytest.fixture
def work(superpod):
    return superpod.workspace


@pytest.fixture
def dialog(superpod, work, qtbot):
    work.canvas.setFocus()
    qtbot.waitUntil(work.canvas.hasFocus)
    qtbot.keyClick(work.canvas, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: superpod.windows.opened(CutDialog) is not None)
    opened = superpod.windows.opened(CutDialog)
    assert opened is not None
    yield opened
    superpod.windows.close_all()


def take(work, dialog, start, end):
    for ids, button in zip((start, end), dialog.takes, strict=True):
        work.canvas.select(ids)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answered(qtbot, dialog):
    qtbot.waitUntil(
        lambda: dialog.fresh and dialog.bound is not None and dialog.rates.found is not None, timeout=PATIENCE
    )


def test_it_begins_with_a_hint(dialog, work):
    assert dialog.status.text() == HINT
    assert [names.text() for names in dialog.names] == [NOTHING, NOTHING]
    assert not any(button.isEnabled() for button in dialog.takes)
    assert not dialog.isModal()
    work.canvas.select(("leaf",))
    assert all(button.isEnabled() for button in dialog.takes)


@pytest.mark.usefixtures("real_processes")
def test_the_cut_of_two_selections_is_shown_and_selected(superpod, dialog, work, qtbot):
    take(work, dialog, ("leaf",), ("spine",))
    answered(qtbot, dialog)
    design = work.document.design
    cut = min_cut_between(design, ("leaf",), ("spine",))
    assert cut.value_gbps.value
    assert dialog.between.cut == cut
    assert dialog.flow.figure == cut.value_gbps
    assert [row.key for row in dialog.links.row_model.rows] == [one.id for one in cut.links]
    assert set(work.canvas.selected_ids()) == {one.id for one in cut.links}
    bound = throughput_bound(design, "all-to-all")
    throughput = dialog.throughput
    assert (throughput.best.figure, throughput.ecmp.figure) == (bound.throughput, bound.ecmp)
    assert (throughput.ends.figure, throughput.lengths.figure) == (bound.access_bound, bound.path_bound)
    assert throughput.hops.figure == bound.mean_hops
    assert bound.reason in throughput.reason.text()
    dialog.flow.click()
    assert dialog.findChild(WhyDialog) is not None


def test_a_widening_raises_the_flow_and_is_one_undo(superpod, dialog, work, qtbot):
    # Half of the cables taken off leave ports free to widen with.
    document = work.document
    cut = min_cut_between(document.design, ("leaf",), ("spine",))
    link_id = cut.links[0].id
    full = document.design.links[link_id].cables
    assert document.edit(lambda design: set_link(design, link_id, cables=full // 2))
    narrow = document.design
    take(work, dialog, ("leaf",), ("spine",))
    answered(qtbot, dialog)
    before = dialog.flow.figure.value
    assert before == pytest.approx(cut.value_gbps.value / 2)
    assert dialog.between.cut.widenings
    dialog.ways.buttons[0].click()
    assert document.design.links[link_id].cables > full // 2
    assert not any(button.isEnabled() for button in dialog.ways.buttons)
    answered(qtbot, dialog)
    after = min_cut_between(document.design, ("leaf",), ("spine",)).value_gbps.value
    assert dialog.flow.figure.value == after > before
    document.undo()
    assert document.design == narrow
    answered(qtbot, dialog)
    assert dialog.flow.figure.value == before


def test_the_same_node_at_both_ends_is_refused_in_words(dialog, work, qtbot):
    take(work, dialog, ("leaf",), ("leaf",))
    qtbot.waitUntil(lambda: "both selections" in dialog.status.text(), timeout=PATIENCE)
    assert dialog.between is None
    assert not dialog.all_links.isEnabled()


def test_the_list_goes_to_a_link_and_a_foreign_selection_stays(dialog, work, qtbot):
    take(work, dialog, ("leaf",), ("spine",))
    answered(qtbot, dialog)
    dialog.links.setCurrentIndex(dialog.links.row_model.index(0))
    dialog.links.activated.emit(dialog.links.currentIndex())
    assert work.canvas.selected_ids() == (dialog.links.row_model.rows[0].key,)
    work.canvas.select(("leaf",))
    assert work.document.edit(lambda design: set_node(design, "leaf", name="Leaves"))
    answered(qtbot, dialog)
    assert work.canvas.selected_ids() == ("leaf",)
    dialog.all_links.click()
    assert set(work.canvas.selected_ids()) == {one.id for one in dialog.between.cut.links}


def test_it_closes_with_its_design(superpod, dialog):
    superpod.show_welcome()
    assert superpod.windows.opened(CutDialog) is None


def choose_by_keys(qtbot, segments, value):
    button = next(one for one in segments.findChildren(QPushButton) if one.property("value") == value)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_latency_cut_through_or_stored_for_the_message_that_is_chosen(superpod, dialog, work, qtbot):
    take(work, dialog, ("dgx",), ("spine",))
    answered(qtbot, dialog)
    design = work.document.design
    section = dialog.paths
    paths = paths_between(design, ("dgx",), ("spine",))
    assert section.hops.text().startswith(f"{paths.nearest.hops} hop")
    assert section.only.figure == paths.nearest.cut_through_ns
    choose_by_keys(qtbot, section.mode, "stored")
    assert section.only.figure == paths.nearest.store_and_forward_ns
    assert section.only.figure.value > paths.nearest.cut_through_ns.value
    section.message.setFocus()
    qtbot.keyClick(section.message, Qt.Key.Key_End)
    assert section.message_bytes == MESSAGES[-1]
    qtbot.waitUntil(lambda: dialog.fresh and dialog.between.paths.message_bytes == MESSAGES[-1], timeout=PATIENCE)
    long = paths_between(design, ("dgx",), ("spine",), message_bytes=MESSAGES[-1]).nearest
    assert section.only.figure == long.store_and_forward_ns
    section.only.click()
    assert dialog.findChild(WhyDialog) is not None


def test_near_and_far_are_told_apart(window, qtbot):
    window.open_session(
        Session(drawn("a: host\nb: host\nc: host\ns: switch\nt: switch\nx: a -- s\ny: b -- s\nz: c -- t\nst: s -- t"))
    )
    window.commands.run("limits.between")
    dialog = window.windows.opened(CutDialog)
    take(window.workspace, dialog, ("a",), ("b", "c"))
    answered(qtbot, dialog)
    assert dialog.paths.hops.text().startswith("2 to 3 hops")
    assert dialog.paths.nearest.isVisible()
    assert dialog.paths.farthest.isVisible()
    assert not dialog.paths.only.isVisible()
    # Nothing tells what the ports of these switches take, so cut through both are the message alone.
    assert "Left out of the latency, because unknown: s: port-to-port latency" in dialog.paths.hops.text()
    assert dialog.paths.farthest.figure.value == dialog.paths.nearest.figure.value == pytest.approx(4096 * 8 / 100)
    choose_by_keys(qtbot, dialog.paths.mode, "stored")
    assert dialog.paths.nearest.figure.value == pytest.approx(2 * 4096 * 8 / 100)
    assert dialog.paths.farthest.figure.value == pytest.approx(3 * 4096 * 8 / 100)


def test_fair_shares_of_all_that_send_at_once(window, qtbot):
    window.open_session(
        Session(drawn("a: host\nb: host\nc: host\ns: switch\nx: a -- s at 100\ny: b -- s at 25\nz: c -- s at 100"))
    )
    window.commands.run("limits.between")
    dialog = window.windows.opened(CutDialog)
    take(window.workspace, dialog, ("a", "b"), ("c",))
    answered(qtbot, dialog)
    rates = dialog.rates
    assert rates.all.figure.value == pytest.approx(100)
    assert [row.figure.value for row in rates.flows] == pytest.approx([75, 25])
    assert (rates.slowest.figure.value, rates.fastest.figure.value) == pytest.approx((25, 75))
    assert "are full then" in rates.reason.text()
    rates.flows[0].click()
    assert dialog.findChild(WhyDialog) is not None


def test_what_ecmp_leaves_of_the_cut_is_told(window, library, qtbot):
    window.files.new_from("leaf-spine", {"oversubscription": "3"})
    window.commands.run("limits.between")
    dialog = window.windows.opened(CutDialog)
    dialog.half.click()
    answered(qtbot, dialog)
    assert dialog.rates.all.figure.value < dialog.flow.figure.value
    assert "(ECMP), 37.8 Tb/s of the 51.2 Tb/s that the cut lets through" in dialog.rates.reason.text()


def test_fair_shares_of_many_copies_are_those_of_a_sample():
    design = drawn("a: host x300\nb: host x300\ns: switch\nx: a -- s x300 at 100\ny: b -- s x300 at 100")
    found = competing(design, ("a",), ("b",), ())
    assert f"{SAMPLE} of 300 copies" in found.sampled
    assert found.rates.total_gbps.value == pytest.approx(SAMPLE * 100)
    assert found.slowest.value == found.fastest.value == pytest.approx(100 / SAMPLE)
    few = drawn("r: rack\na: host x4 in r\nb: host x2\ns: switch\nx: a -- s x4 at 100\ny: b -- s x2 at 100")
    whole = competing(few, ("r",), ("b",), ())
    assert whole.sampled == ""
    assert whole.rates == fair_rates(few, [FlowAsk(source=("r",), target=("b",))])
    assert whole.rates.total_gbps.value == pytest.approx(200)
    many = drawn("r: rack\na: host x300 in r\nb: host x300\ns: switch\nx: a -- s x300 at 100\ny: b -- s x300 at 100")
    assert competing(many, ("r",), ("b",), ()).rates.total_gbps.value == pytest.approx(SAMPLE * 100)


@pytest.mark.parametrize(
    ("template", "settings"),
    [
        ("dgx-superpod-h100", {"scale_units": "1"}),
        ("fat-tree", {}),
        ("leaf-spine", {"oversubscription": "3"}),
        ("nvl72", {}),
    ],
)
def test_the_halves_are_those_of_the_bisection(library, template, settings):
    design = build_template(template, library, settings)
    cut = min_cut_between(design, *halves(design))
    assert cut.value_gbps.value == network(design).bisection_gbps.value


@pytest.mark.usefixtures("figures")
def test_the_bisection_follows_the_design(superpod, dialog, work, qtbot):
    dialog.half.setFocus()
    qtbot.keyClick(dialog.half, Qt.Key.Key_Space)
    answered(qtbot, dialog)
    document = work.document
    assert dialog.names[0].text() == "One half of the endpoints: 15"
    assert dialog.names[1].text() == "The other half of the endpoints: 16"
    assert dialog.flow.figure.value == document.results.network.bisection_gbps.value
    assert set(work.canvas.selected_ids()) == set(document.results.network.min_cut.links)
    cables = document.design.links["rails"].cables
    assert document.edit(lambda design: set_link(design, "rails", cables=cables // 2))
    answered(qtbot, dialog)
    assert dialog.flow.figure.value == network(document.design).bisection_gbps.value
    take(work, dialog, ("leaf",), ("spine",))
    assert not dialog.halved


def test_no_halves_without_endpoints(window, qtbot):
    window.files.new_empty()
    window.commands.run("limits.between")
    dialog = window.windows.opened(CutDialog)
    dialog.half.click()
    assert dialog.status.text() == NO_HALVES
    assert dialog.between is None


@pytest.mark.parametrize(
    ("text", "ends", "gbps"),
    [
        ("a: host\nb: host\ns: switch\nt: switch\nx: a -- s\ny: b -- t", ("a", "b"), None),
        (
            "a: host\nb: host\ns: switch\nt: switch\nu: switch\nx: a -- s\ny: b -- u\n"
            "st: s -- t\ntu: t -- u\nus: u -- s",
            ("a", "b"),
            100,
        ),
        ("a: host\nb: host\ns: switch\nx: a -- s at 0\ny: b -- s", ("a", "b"), 0),
        ("a: host\nb: host\ns: switch\nx: a -- s x1000000\ny: b -- s", ("a", "b"), 100),
        ("a: host\nb: host", ("a", "b"), None),
    ],
    ids=["islands", "cycle", "zero", "million", "bare"],
)
def test_a_badly_drawn_design_gets_plain_answers(window, qtbot, text, ends, gbps):
    window.open_session(Session(drawn(text)))
    window.commands.run("limits.between")
    dialog = window.windows.opened(CutDialog)
    take(window.workspace, dialog, (ends[0],), (ends[1],))
    reasons = (dialog.throughput.reason, dialog.rates.reason)
    qtbot.waitUntil(
        lambda: dialog.fresh and "Working it out …" not in [reason.text() for reason in reasons], timeout=PATIENCE
    )
    assert (dialog.flow.figure.value or 0) == (gbps or 0)
    assert "Error" not in dialog.status.text() + dialog.throughput.reason.text()
    if not gbps:
        assert dialog.paths.hops.text() == "No path joins the two." or gbps == 0
        assert (dialog.rates.all.figure.value or 0) == 0
    dialog.half.click()
    qtbot.waitUntil(lambda: dialog.fresh or dialog.status.text() == NO_HALVES, timeout=PATIENCE)
