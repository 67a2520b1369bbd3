import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QScrollArea
from shiboken6 import isValid

from designer.edit.links.links import set_link
from designer.edit.session import Session
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.records import RefusedInput
from designer.ui.app.frame.arrangement import LEAST
from designer.ui.canvas.accessible_text import link_words
from designer.ui.inspector.panes.design_section import DesignSection
from designer.ui.inspector.panes.link_pane import LinkPane
from designer.ui.inspector.panes.many_pane import ManyPane
from designer.ui.inspector.panes.node_pane import NodePane
from designer.ui.inspector.port_map import port_uses
from designer.ui.inspector.section import Section
from designer.ui.widgets.fields import EditLine, read_count, read_number
from tests.analysis.conftest import drawn
from tests.analysis.routing.test_groups import folded
from tests.ui.inspector.entering import enter
from tests.ui.seen import fact, line, said, texts


@pytest.fixture
def two(window):
    """A system and a switch joined by one cable, the system selected."""
    from designer.edit.links.links import add_link
    from designer.edit.nodes.nodes import add_node

    window.files.new_empty()
    document = window.workspace.document
    document.edit(lambda design: add_node(design, document.library, "nvidia/dgx-h100", 0, 300, node_id="dgx"))
    document.edit(lambda design: add_node(design, document.library, "nvidia/qm9700", 0, 0, node_id="leaf"))
    document.edit(lambda design: add_link(design, "dgx", "leaf", cables=8, link_id="rails"))
    window.workspace.canvas.select(("dgx",))
    return window.workspace


def test_copies_are_one_edit(two, qtbot):
    section = two.inspector.section
    assert isinstance(section.pane, NodePane)
    enter(qtbot, section.fields["copies"], "31")
    assert two.document.design.nodes["dgx"].copies == 31
    assert two.headline.item("accelerators").number == "248"
    assert two.document.session.undo_label == "Set DGX H100 to ×31"
    two.document.undo()
    assert section.fields["copies"].text() == "1"


def test_bad_copies_are_refused_in_one_line_and_the_old_value_stays(two, qtbot):
    for text in ["-1", "0", "abc", "1.5", "nan", "inf", "1e999", "99999999"]:
        section = two.inspector.section
        steps = len(two.document.session.labels)
        enter(qtbot, section.fields["copies"], text)
        assert two.document.design.nodes["dgx"].copies == 1, text
        assert section.fields["copies"].text() == "1", text
        assert len(two.document.session.labels) == steps, text
        problem = section.form.problem_of(section.fields["copies"])
        assert problem, text
        assert "\n" not in problem, text
        enter(qtbot, section.fields["copies"], "2")
        assert not section.form.problem_of(section.fields["copies"]), text
        two.document.undo()


def test_a_name_and_a_price_of_ones_own(two, qtbot):
    section = two.inspector.section
    enter(qtbot, section.fields["name"], "System")
    enter(qtbot, line(section, "Own price of one"), "250000")
    node = two.document.design.nodes["dgx"]
    assert (node.name, node.price_usd) == ("System", 250_000.0)
    assert section.row("Price each").text_shown == "250 k$"
    enter(qtbot, line(section, "Own price of one"), "")
    assert two.document.design.nodes["dgx"].price_usd is None


def test_it_can_be_put_into_a_rack(two):
    from designer.edit.nodes.nodes import add_container

    two.document.edit(lambda design: add_container(design, "rack", 0, 600, node_id="r1"))
    section = two.inspector.section
    index = section.fields["parent"].findData("r1")
    section.fields["parent"].setCurrentIndex(index)
    section.fields["parent"].activated.emit(index)
    assert two.document.design.nodes["dgx"].parent == "r1"
    index = section.fields["parent"].findData("-")
    section.fields["parent"].activated.emit(index)
    assert two.document.design.nodes["dgx"].parent is None


def test_the_port_map_counts_what_is_used(two):
    design = two.document.design
    uses = {use.group.name: use for use in port_uses(design, design.nodes["leaf"])}
    fabric = next(use for use in uses.values() if use.group.count == 64)
    assert fabric.used == 8
    assert fabric.state == "8 used, 56 free"
    assert fabric.words == "32 cages · 64 × 400G"


def test_power_of_one_is_what_the_catalog_says(two):
    assert two.inspector.section.row("Power, maximum").text_shown == "10.2 kW"
    assert not two.inspector.section.row("Power, all together").isVisible()


def test_the_link_is_edited(two, qtbot):
    two.canvas.select(("rails",))
    section = two.inspector.section
    assert isinstance(section.pane, LinkPane)
    assert section.title.text() == "8 × 400G"
    # Nobody but the program calls it by its id.
    assert section.fields["link_name"].placeholderText() == section.subtitle.text().partition(" · ")[0]
    enter(qtbot, section.fields["cables"], "4")
    assert two.document.design.links["rails"].cables == 4
    enter(qtbot, section.fields["cables"], "-4")
    assert two.document.design.links["rails"].cables == 4
    assert section.fields["cables"].text() == "4"
    index = section.fields["spread"].findData("mesh")
    section.fields["spread"].activated.emit(index)
    assert two.document.design.links["rails"].spread == "mesh"
    enter(qtbot, section.fields["length_m"], "12.5")
    assert two.document.design.links["rails"].length_m == 12.5


def test_the_capacity_is_set_taken_back_and_refused(two, qtbot):
    two.canvas.select(("rails",))
    section = two.inspector.section
    steps = len(two.document.session.labels)
    assert section.fields["capacity_gbps"].placeholderText() == "as its ports"
    enter(qtbot, section.fields["capacity_gbps"], "200")
    assert two.document.design.links["rails"].capacity_gbps == 200.0
    assert section.title.text() == "8 × 200G"
    assert section.row("One cable").text_shown == "200 Gb/s"
    enter(qtbot, section.fields["capacity_gbps"], "0.1 Tb/s")
    assert two.document.design.links["rails"].capacity_gbps == 100.0
    two.document.undo()
    assert (two.document.design.links["rails"].capacity_gbps, section.fields["capacity_gbps"].text()) == (200.0, "200")
    for text in ["-300", "abc", "nan", "inf", "1e999", "5 kg"]:
        enter(qtbot, section.fields["capacity_gbps"], text)
        assert two.document.design.links["rails"].capacity_gbps == 200.0, text
        problem = section.form.problem_of(section.fields["capacity_gbps"])
        assert problem, text
        assert "\n" not in problem, text
    enter(qtbot, section.fields["capacity_gbps"], "")
    assert two.document.design.links["rails"].capacity_gbps is None
    assert section.title.text() == "8 × 400G"
    two.document.undo()
    assert section.fields["capacity_gbps"].text() == "200"
    two.document.undo()
    assert section.fields["capacity_gbps"].text() == ""
    assert len(two.document.session.labels) == steps


def test_a_link_joins_the_copies_of_the_groups_around_it(window, qtbot):
    """Nine groups of four routers: 6 cables in each, or 36 between all of them, one for any two."""
    made = folded(9, 4, 2, 2, 1)
    window.open_session(Session(replace(made, links={**made.links, "more": replace(made.links["local"], id="more")})))
    work = window.workspace
    work.canvas.select(("more",))
    section = work.inspector.section
    assert section.fields["across"].currentData() == "-"
    index = section.fields["across"].findData("group")
    section.fields["across"].setCurrentIndex(index)
    section.fields["across"].activated.emit(index)
    link = work.document.design.links["more"]
    assert (link.across, link.cables, section.fields["cables"].text()) == ("group", 36, "36")
    work.document.undo()
    assert (work.document.design.links["more"].across, section.fields["across"].currentData()) == (None, "-")
    work.canvas.select(("hosts",))
    assert not work.inspector.section.fields["across"].isEnabled()


def test_the_other_direction_has_a_capacity_of_its_own(two, qtbot):
    two.canvas.select(("rails",))
    section = two.inspector.section
    assert section.fields["capacity_back_gbps"].placeholderText() == "the same"
    assert section.fields["capacity_back_gbps"].accessibleName() == "Capacity of one cable the other way"
    enter(qtbot, section.fields["capacity_back_gbps"], "100")
    link = two.document.design.links["rails"]
    assert (link.capacity_gbps, link.capacity_back_gbps) == (None, 100.0)
    assert section.title.text() == "8 × 400G/100G"
    assert section.row("One cable").text_shown == "400 Gb/s"
    assert section.row("One cable, back").text_shown == "100 Gb/s"
    wire = two.canvas.stage.wire_of("rails")
    assert wire.label.startswith("8 × 400G/100G")
    assert "400G from DGX H100 to Quantum-2 QM9700 and 100G back" in link_words(two.document.design, link)
    enter(qtbot, section.fields["capacity_back_gbps"], "-300")
    assert two.document.design.links["rails"].capacity_back_gbps == 100.0
    assert section.fields["capacity_back_gbps"].text() == "100"
    assert section.form.problem_of(section.fields["capacity_back_gbps"])
    two.document.undo()
    assert two.document.design.links["rails"].capacity_back_gbps is None
    assert section.fields["capacity_back_gbps"].text() == ""
    two.document.redo()
    assert section.title.text() == "8 × 400G/100G"
    enter(qtbot, section.fields["capacity_back_gbps"], "")
    assert section.title.text() == "8 × 400G"


def test_what_is_slow_one_way_shows_how_full_it_is_each_way(window, job):
    text = "g: gpu-server x2\nh: gpu-server x2\np: switch\nq: switch\na: g -- p x2\nb: h -- q x2\nwan: p -- q at 100"
    design = drawn(text)
    window.open_session(Session(set_link(design, "wan", capacity_back_gbps=20.0).applied(design)))
    work = window.workspace
    job.only, job.answering = ("network",), True
    job.answer()
    work.canvas.select(("wan",))
    section = work.inspector.section
    assert section.row("Fullest cable").text_shown.startswith("667")
    assert section.row("All cables, one way").text_shown == "20 Gb/s"
    assert section.row("The other way, all cables").text_shown == "100 Gb/s"
    assert section.row("The other way, fullest cable").isVisible()
    work.canvas.select(("a",))
    assert not work.inspector.section.row("The other way, all cables").isVisible()


def test_a_cable_is_bought_in_the_next_length_that_is_sold(two, qtbot):
    two.canvas.select(("rails",))
    section = two.inspector.section
    assert not any(one.startswith(("Sold in", "Bought in")) for one in texts(section))
    section.fields["cable_part"].chosen.emit("nvidia/mcp4y10-800g-dac")
    assert "Sold in 0.5, 1, 1.5, 2 m: say how long it has to be." in texts(section)
    enter(qtbot, section.fields["length_m"], "1.2")
    assert "Bought in 1.5 m, 980-9IA0Q-00N01A." in texts(section)
    enter(qtbot, section.fields["length_m"], "3")
    assert "The longest that is sold has 2 m" in said(section)


def test_a_medium_that_does_not_fit_is_refused(two):
    two.canvas.select(("rails",))
    section = two.inspector.section
    index = section.fields["medium"].findData("coolant")
    section.fields["medium"].setCurrentIndex(index)
    section.fields["medium"].activated.emit(index)
    assert two.document.design.links["rails"].medium == "fabric"
    assert section.fields["medium"].currentData() == "fabric"
    assert section.form.problem_of(section.fields["medium"])


@pytest.mark.usefixtures("figures")
def test_without_a_selection_it_shows_the_design(two, qtbot):
    two.canvas.select(())
    section = two.inspector.section
    assert isinstance(section, DesignSection)
    enter(qtbot, section.name, "Aurora")
    assert two.document.design.name == "Aurora"
    enter(qtbot, section.assumptions["pue"], "1.3")
    assert two.document.design.settings.assumptions == {"pue": 1.3}
    assert two.headline.item("facility").tail == "· PUE 1.3"
    enter(qtbot, section.assumptions["pue"], "0.5")
    assert two.document.design.settings.assumptions == {"pue": 1.3}
    assert section.assumptions["pue"].text() == "1.3"
    enter(qtbot, section.assumptions["pue"], "")
    assert two.document.design.settings.assumptions == {}


def test_how_often_a_thing_fails_is_stated_and_undone(two, qtbot):
    """On switches, racks and machines, and not on what is only described."""
    two.canvas.select(("leaf",))
    section = two.inspector.section
    enter(qtbot, line(section, "Time between failures"), "300000")
    enter(qtbot, fact(two.inspector.section, "repair_h"), "8")
    facts = two.document.design.nodes["leaf"].facts
    assert (facts["mtbf_h"], facts["repair_h"]) == (300_000, 8)
    assert line(section, "Time between failures").isVisible()
    two.document.undo()
    assert "repair_h" not in two.document.design.nodes["leaf"].facts


def test_several_things_have_a_section_of_their_own(two):
    two.canvas.select(("dgx", "leaf"))
    section = two.inspector.section
    assert isinstance(section.pane, ManyPane)
    assert section.title.text() == "2 selected"
    assert section.subtitle.text() == "1 server, 1 switch"
    section.wanted.emit("arrange.group_rack")
    assert two.document.design.nodes["dgx"].parent == two.document.design.nodes["leaf"].parent is not None


def test_a_generic_part_takes_ports_rate_and_power(window, qtbot):
    window.files.new_empty()
    work = window.workspace
    work.palette_panel.place("generic/switch")
    (node_id,) = work.document.design.nodes
    section = work.inspector.section
    enter(qtbot, line(section, "Number of ports"), "32")
    enter(qtbot, line(section, "Rate of a port"), "800")
    enter(qtbot, fact(section, "power_max_w"), "1500")
    node = work.document.design.nodes[node_id]
    assert (node.ports[0].count, node.ports[0].rate_gbps) == (32, 800.0)
    assert node.facts["power_max_w"] == 1500.0


def test_what_is_deleted_leaves_the_inspector(two):
    from designer.edit.nodes.nodes import remove

    two.document.edit(lambda design: remove(design, ["dgx"]))
    assert isinstance(two.inspector.section, DesignSection)


def test_numbers_are_read_as_people_write_them():
    assert read_number("1 204.5", "It") == 1204.5
    assert read_number("1,204,000", "It") == 1_204_000
    assert read_count("31", "It") == 31
    for text in ("", "1,2", "0x10", "1_000", "--1", "12 apples"):
        with pytest.raises(RefusedInput):
            read_number(text, "It")


def test_a_name_that_is_cut_stands_whole_in_the_tool_tip(two, qtbot):
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication, QToolTip

    line = two.inspector.section.fields["name"]
    line.clearFocus()
    assert not line.is_cut
    line.show_value("A name that is far too long for the line that it stands in, by any measure")
    assert line.is_cut
    at = QPoint(5, 5)
    QApplication.sendEvent(line, QHelpEvent(QEvent.Type.ToolTip, at, line.mapToGlobal(at)))
    assert QToolTip.text().splitlines()[0] == line.text()
    QToolTip.hideText()


def test_many_things_fit_the_narrowest_inspector(two):
    two.canvas.select(("dgx", "leaf"))
    section = two.inspector.section
    assert isinstance(section.pane, ManyPane)
    assert section.minimumSizeHint().width() <= LEAST["inspector"] - 2  # its border


def test_a_fresh_analysis_leaves_what_is_selected_in_a_field_selected(two, qtbot):
    field = next(f for f in two.inspector.findChildren(EditLine) if f.accessibleName() == "Name")
    two.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    two.inspector.refresh_values()
    assert field.selectedText() == field.text() == "DGX H100"
    field.show_value("another name")
    assert field.selectedText() == "another name"
    field.setCursorPosition(3)
    field.show_value("another name")
    assert field.cursorPosition() == 3


@pytest.mark.usefixtures("idle_moments")
def test_the_fields_of_the_assumptions_come_by_themselves(two, qtbot):
    two.canvas.select(())
    section = two.inspector.section
    titles = {item.title for item in ASSUMPTIONS.values()}
    qtbot.waitUntil(
        lambda: titles <= {field.accessibleName() for field in section.findChildren(EditLine)}, timeout=30_000
    )
    assert set(section.assumptions) == set(ASSUMPTIONS)
    assert not section._next.isActive()


def test_another_selection_is_shown_from_its_top_in_place_of_the_last(two, qtbot):
    two.canvas.select(())
    before = two.inspector.section
    bar = two.inspector.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    two.canvas.select(("dgx",))
    assert bar.value() == 0
    assert two.inspector.section.isVisible()
    assert not before.isVisible()
    qtbot.waitUntil(lambda: not isValid(before))
    assert two.inspector.findChildren(Section) == [two.inspector.section]
