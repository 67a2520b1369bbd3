"""The inspector of many things: shared fields, mixed marked, arithmetic by each one's own value, one step back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.nodes import add_container, add_node, set_fact
from designer.ui.inspector import inspector
from designer.ui.inspector.panes.many_pane import ManyPane
from designer.ui.widgets.fields import MIXED
from tests.ui.inspector.entering import choose, enter
from tests.ui.seen import line


@pytest.fixture
def work(window):
    """Two systems ×8 and ×16, a switch, a link to each."""
    window.files.new_empty()
    document = window.workspace.document
    for part, node_id, copies in (
        ("nvidia/dgx-h100", "a", 8),
        ("nvidia/dgx-h100", "b", 16),
        ("nvidia/qm9700", "leaf", 2),
    ):
        document.edit(
            lambda d, p=part, n=node_id, c=copies: add_node(d, document.library, p, 0, 0, node_id=n, copies=c)
        )
    for node_id in ("a", "b"):
        document.edit(lambda d, n=node_id: add_link(d, n, "leaf", medium="fabric", cables=16, link_id=f"l{n}"))
    window.workspace.canvas.select(("a", "b"))
    return window.workspace


def section(work):
    found = work.inspector.section
    assert isinstance(found.pane, ManyPane)
    return found


def steps(work):
    return len(work.document.session.labels)


def test_mixed_is_marked_and_never_a_value(work):
    copies = section(work).fields["copies"]
    assert copies.text() == ""
    assert copies.placeholderText() == MIXED
    assert copies.accessibleDescription() == "mixed: 8, 16"
    power = section(work).fields["fact:power_max_w"]
    assert power.text() == ""
    assert power.placeholderText().startswith("10")
    assert section(work).fields["parent"].currentData() == "-"


def test_copies_by_arithmetic_in_one_step(work, qtbot):
    for typed, after in [
        ("*2", (16, 32)),
        ("+50%", (12, 24)),
        ("-4", (4, 12)),
        ("/2", (4, 8)),
        ("=1.5*8", (12, 12)),
        ("31", (31, 31)),
        ("×31", (31, 31)),
    ]:
        before = steps(work)
        enter(qtbot, section(work).fields["copies"], typed)
        nodes = work.document.design.nodes
        assert (nodes["a"].copies, nodes["b"].copies) == after, (typed, after)
        assert steps(work) == before + 1, (typed, after)
        field = section(work).fields["copies"]
        assert (field.text(), field.placeholderText()) == (
            (str(after[0]), "") if after[0] == after[1] else ("", MIXED)
        ), (typed, after)
        work.document.undo()
        assert (nodes["a"].copies, nodes["b"].copies) == after, (typed, after)
        assert work.document.design.nodes["b"].copies == 16, (typed, after)


def test_what_one_refuses_leaves_all_values_and_one_plain_line(work, qtbot):
    for typed in ["*1.3", "-8", "abc", "/0", "+4 kW", "1e999", "=(1"]:
        before = work.document.design
        field = section(work).fields["copies"]
        enter(qtbot, field, typed)
        assert work.document.design is before, typed
        problem = section(work).form.problem_of(field)
        assert problem, typed
        assert "\n" not in problem, typed
        assert field.text() == "", typed
        assert field.placeholderText() == MIXED, typed


def test_power_with_units_and_back_to_the_catalog(work, qtbot):
    enter(qtbot, section(work).fields["fact:power_max_w"], "1.2 MW")
    assert {work.document.design.nodes[one].facts["power_max_w"] for one in "ab"} == {1.2e6}
    enter(qtbot, section(work).fields["fact:power_max_w"], "+10%")
    assert {work.document.design.nodes[one].facts["power_max_w"] for one in "ab"} == {1.32e6}
    enter(qtbot, section(work).fields["fact:weight_kg"], "450 lb")
    assert work.document.design.nodes["a"].facts["weight_kg"] == pytest.approx(204.1165665)
    enter(qtbot, section(work).fields["fact:power_max_w"], "")
    assert "power_max_w" not in work.document.design.nodes["a"].facts


def test_own_and_catalog_values_together_are_mixed(work, qtbot):
    work.document.edit(lambda d: set_fact(d, "a", "power_max_w", 9000.0))
    field = section(work).fields["fact:power_max_w"]
    assert (field.text(), field.placeholderText()) == ("", MIXED)
    enter(qtbot, field, "*2")
    nodes = work.document.design.nodes
    catalog = work.document.design.parts["nvidia/dgx-h100"].facts["power_max_w"].value
    assert (nodes["a"].facts["power_max_w"], nodes["b"].facts["power_max_w"]) == (18_000.0, 2 * catalog)


def test_prices_start_from_what_is_planned(work, qtbot):
    enter(qtbot, section(work).fields["price_usd"], "250k")
    assert {work.document.design.nodes[one].price_usd for one in "ab"} == {250_000.0}
    enter(qtbot, section(work).fields["price_usd"], "-10%")
    assert {work.document.design.nodes[one].price_usd for one in "ab"} == {225_000.0}
    enter(qtbot, section(work).fields["price_usd"], "")
    assert {work.document.design.nodes[one].price_usd for one in "ab"} == {None}


def test_names_note_and_place(work, qtbot):
    enter(qtbot, section(work).fields["name"], "dgx-##")
    assert [work.document.design.nodes[one].name for one in "ab"] == ["dgx-01", "dgx-02"]
    field = section(work).fields["name"]
    enter(qtbot, field, "same")
    assert "to number them" in section(work).form.problem_of(field)
    enter(qtbot, section(work).fields["note"], "second phase")
    assert section(work).fields["note"].text() == "second phase"
    work.document.edit(lambda d: add_container(d, "rack", 0, 0, node_id="r1"))
    choose(section(work).fields["parent"], "r1")
    assert {work.document.design.nodes[one].parent for one in "ab"} == {"r1"}
    work.document.undo()
    assert {work.document.design.nodes[one].parent for one in "ab"} == {None}


def test_links_by_cables_medium_and_length(work, qtbot):
    work.canvas.select(("la", "lb"))
    enter(qtbot, section(work).fields["cables"], "/2")
    assert [work.document.design.links[one].cables for one in ("la", "lb")] == [8, 8]
    enter(qtbot, section(work).fields["length_m"], "10 ft")
    assert work.document.design.links["la"].length_m == pytest.approx(3.048)
    before = work.document.design
    choose(section(work).fields["medium"], "nvlink")
    assert work.document.design is before
    box = section(work).fields["medium"]
    assert section(work).form.problem_of(box)
    assert box.currentData() == "fabric"


def test_links_have_a_capacity_each_way(work, qtbot):
    work.document.edit(lambda d: set_link(d, "la", capacity_gbps=200.0))
    work.canvas.select(("la", "lb"))
    ahead, back = section(work).fields["capacity_gbps"], section(work).fields["capacity_back_gbps"]
    assert (ahead.placeholderText(), back.placeholderText()) == (MIXED, "the same")
    assert ahead.accessibleName() == "Capacity of one cable"
    assert back.accessibleName() == "Capacity of one cable the other way"
    before = steps(work)
    enter(qtbot, ahead, "0.1 Tb/s")
    enter(qtbot, back, "/4")
    links = work.document.design.links
    assert [(links[one].capacity_gbps, links[one].capacity_back_gbps) for one in ("la", "lb")] == [(100.0, 25.0)] * 2
    assert (steps(work), ahead.text(), back.text()) == (before + 2, "100", "25")
    enter(qtbot, back, "-300")
    assert work.document.design.links["lb"].capacity_back_gbps == 25.0
    assert section(work).form.problem_of(back)
    enter(qtbot, back, "")
    assert {work.document.design.links[one].capacity_back_gbps for one in ("la", "lb")} == {None}


def test_a_cable_that_carries_no_data_has_no_capacity(work):
    work.document.edit(lambda d: add_node(d, work.document.library, "apc/ap8868", 0, 0, node_id="p"))
    work.document.edit(lambda d: add_link(d, "p", "a", medium="power", link_id="feed"))
    work.canvas.select(("la", "feed"))
    assert not section(work).fields["capacity_back_gbps"].isEnabled()
    work.canvas.select(("la", "lb"))
    assert section(work).fields["capacity_back_gbps"].isEnabled()


def test_nodes_and_links_together_have_both(work, qtbot):
    work.canvas.select(("a", "leaf", "la", "lb"))
    assert section(work).subtitle.text() == "8 servers, 2 switches, 2 links"
    enter(qtbot, section(work).fields["cables"], "*2")
    enter(qtbot, section(work).fields["copies"], "*2")
    design = work.document.design
    assert (design.links["la"].cables, design.links["lb"].cables) == (32, 32)
    assert (design.nodes["a"].copies, design.nodes["leaf"].copies) == (16, 4)


def test_choices_of_engines_are_shared(window, qtbot):
    window.files.new_empty()
    work = window.workspace
    engines = [part.id for part in work.document.library.parts.values() if part.kind == "serving"][:1] * 2
    for number, part in enumerate(engines):
        work.document.edit(lambda d, p=part, n=number: add_node(d, work.document.library, p, 0, 0, node_id=f"e{n}"))
    work.canvas.select(("e0", "e1"))
    choose(section(work).fields["precision"], "fp8")
    assert {work.document.design.nodes[one].choices["precision"] for one in ("e0", "e1")} == {"fp8"}
    work.canvas.select(("e0",))
    choose(work.inspector.section.fields["precision"], "fp4")
    work.canvas.select(("e0", "e1"))
    box = section(work).fields["precision"]
    assert box.currentIndex() == -1
    assert box.shown_text == MIXED
    assert box.accessibleDescription() == "mixed: FP4, FP8"
    enter(qtbot, section(work).fields["fact:gpu_memory_share"], "+5%")
    shares = {work.document.design.nodes[one].facts["gpu_memory_share"] for one in ("e0", "e1")}
    assert len(shares) == 1
    assert 0.5 < shares.pop() <= 1


def test_the_single_inspector_counts_too(work, qtbot):
    work.canvas.select(("a",))
    enter(qtbot, work.inspector.section.fields["copies"], "*4")
    assert work.document.design.nodes["a"].copies == 32
    enter(qtbot, line(work.inspector.section, "Own price of one"), "=2*100k")
    assert work.document.design.nodes["a"].price_usd == 200_000.0
    enter(qtbot, work.inspector.section.fields["note"], "by the door")
    assert work.document.design.nodes["a"].note == "by the door"
    work.canvas.select(("la",))
    enter(qtbot, work.inspector.section.fields["cables"], "*2")
    enter(qtbot, work.inspector.section.fields["length_m"], "10 ft")
    link = work.document.design.links["la"]
    assert (link.cables, link.length_m) == (32, pytest.approx(3.048))
    work.canvas.select(())
    field = work.inspector.section.assumptions["pue"]
    enter(qtbot, field, "=1.5/1.25")
    assert work.document.design.settings.assumptions["pue"] == 1.2


def test_a_selection_that_grows_keeps_its_fields_and_edits_the_new_ones(work, qtbot):
    work.document.edit(lambda d: add_node(d, work.document.library, "nvidia/dgx-h100", 0, 600, node_id="c"))
    first = section(work)
    enter(qtbot, first.fields["copies"], "abc")
    first.fields["note"].setFocus()
    qtbot.keyClicks(first.fields["note"], "half typed")
    work.canvas.select(("b", "c"))
    assert section(work) is first
    assert first.fields["note"].text() == ""
    assert not first.form.problem_of(first.fields["copies"])
    enter(qtbot, first.fields["copies"], "*2")
    nodes = work.document.design.nodes
    assert (nodes["a"].copies, nodes["b"].copies, nodes["c"].copies) == (8, 32, 2)
    work.canvas.select(("b", "leaf", "la"))
    assert section(work) is not first


def test_every_control_has_a_name(work):
    work.canvas.select(("a", "leaf", "la"))
    unnamed = [
        widget
        for widget in section(work).findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
    ]
    assert not unnamed


def test_the_form_of_very_many_follows_an_edit_in_a_turn_of_its_own(work, monkeypatch, qtbot):
    monkeypatch.setattr(inspector, "MANY", 2)
    document = work.document
    document.edit(lambda design: set_fact(design, "a", "weight_kg", 7.0))
    weight = section(work).fields["fact:weight_kg"]
    assert weight.placeholderText() != MIXED
    qtbot.waitUntil(lambda: weight.placeholderText() == MIXED)
    document.undo()
    work.canvas.select(("a", "b", "leaf"))
    assert section(work).title.text() == "3 selected"
