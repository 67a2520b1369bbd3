"""Strips, cords and the chain behind them: by the redundancy asked, and only what is missing."""

import pytest

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.make_real.chain import draw_chain
from designer.edit.make_real.rack_power import draw_strips
from designer.edit.make_real.racks import draw_racks
from designer.edit.make_real.records import Draws, Wishes
from designer.edit.make_real.strips import Cords, strips_for, strips_of
from designer.edit.nodes.nodes import add_node, remove
from designer.model.design import Design
from designer.model.network.port_occupancy import ports_taken
from designer.model.parts.part import PortGroup

DGX = "nvidia/dgx-h100"


@pytest.fixture(scope="module")
def library():
    return read_library()


def fed(library, copies: int, redundancy: str, *, hall: bool = False, watts: float = 10_200.0):
    """Systems in racks of one kind, with their strips and the chain; (lines, design)."""
    design = add_node(Design(), library, DGX, 0, 0, copies=copies, node_id="dgx").applied(Design())
    draws = Draws(max_w={"dgx": watts}, hall=hall)
    wishes = Wishes(redundancy=redundancy)
    lines = []
    for step in (draw_racks, draw_strips, draw_chain):
        made = step(design, library, wishes, draws)
        design = made.edit.applied(design)
        lines += made.lines
    return {line.key.partition(":")[0]: line for line in lines}, design


def of_kind(design, kind):
    return [node for node in design.nodes.values() if node.kind == kind]


def test_two_sides_each_with_half_of_the_cords(library):
    # Three of six supplies of 3.3 kW carry 9.9 kW.
    _, design = fed(library, 6, "2N", watts=9_900.0)
    strips = of_kind(design, "pdu")
    assert {(node.name, node.copies) for node in strips} == {("Rack PDU A", 1), ("Rack PDU B", 1)}
    cords = [link for link in design.links.values() if link.b == "dgx"]
    # 6 systems in two racks of three, up to four: six supplies each, three a side.
    each = design.nodes["dgx"].copies * 3
    assert [(link.side, link.cables) for link in cords] == [("A", each), ("B", each)]
    assert ports_taken(design, ("dgx",))["dgx", "psu"] == 6
    assert [node.copies for node in of_kind(design, "ups")] == [1, 1]
    assert [node.copies for node in of_kind(design, "utility")] == [1, 1]


def test_a_third_strip_hangs_on_both_sides_where_half_of_the_supplies_are_too_few(library):
    lines, design = fed(library, 6, "2N")
    cords = {link.side: link for link in design.links.values() if link.b == "dgx"}
    # 10.2 kW ask for four supplies of 3.3 kW: two of six on each of three strips, in racks of three systems.
    assert {side: link.cables for side, link in cords.items()} == {"A": 6, "B": 6, "": 6}
    third = design.nodes[cords[""].a]
    assert (third.name, third.part) == ("Rack PDU", design.nodes[cords["A"].a].part)
    assert "a third strip, fed from both sides" in lines["strips"].why
    above = {link.b: link for link in design.links.values() if link.medium == "power"}
    panel = above[third.id].a
    switch = above[panel].a
    assert (design.nodes[panel].kind, design.nodes[switch].kind) == ("rpp", "sts")
    ups = {link.side: link.a for link in design.links.values() if link.b == switch}
    assert {side: design.nodes[name].name for side, name in ups.items()} == {"A": "UPS A", "B": "UPS B"}
    # Whatever one thing of the chain fails, four supplies of each system stay live.
    for gone in (panel, switch, "ups-a", "panel-b", "utility-a"):
        left = analyze(design, only=("power",), fail=[gone]).plant.failure
        assert (dict(left.newly_overloaded), dict(left.dark)) == ({}, {})


def test_five_of_six_are_more_than_three_strips_keep_live(library):
    # 14.3 kW ask for five of six supplies of 3.3 kW: a third fails with its strip, so that two sides do as well.
    _, design = fed(library, 4, "2N", watts=14_300.0)
    assert {link.side for link in design.links.values() if link.b == "dgx"} == {"A", "B"}


@pytest.mark.parametrize("name", ["Rack PDU A", "Rack PDU"])
def test_of_three_strips_the_deleted_one_comes_back_onto_its_panel(library, name):
    _, design = fed(library, 6, "2N")
    gone = next(node for node in of_kind(design, "pdu") if node.name == name)
    panel = next(link.a for link in design.links.values() if link.b == gone.id)
    less = remove(design, [gone.id]).applied(design)
    draws = Draws(max_w={"dgx": 10_200.0})
    now = draw_strips(less, library, Wishes(), draws).edit.applied(less)
    chain = draw_chain(now, library, Wishes(), draws)
    (link,) = [record for (table, _), (_, record) in chain.edit.changes.items() if table == "links"]
    assert (link.a, link.side) == (panel, name.removeprefix("Rack PDU").strip())
    assert not chain.lines


def test_one_more_than_needed_so_that_a_system_runs_on_without_a_strip(library):
    lines, design = fed(library, 6, "N+1")
    # Two strips of 22 kW carry the three systems of a rack, 30.6 kW; with the third, four of six supplies stay live.
    (strips,) = of_kind(design, "pdu")
    assert (strips.part, strips.copies) == ("apc/ap8886", 3)
    assert design.total_copies(strips.id) == lines["strips"].count == 6
    (ups,) = of_kind(design, "ups")
    assert ups.copies == 2
    # Two UPSs work on one board, so that each takes over for the other.
    (board,) = of_kind(design, "switchgear")
    assert any(link.a == ups.id and link.b == board.id for link in design.links.values())


def test_as_much_as_is_needed(library):
    _, design = fed(library, 6, "N")
    assert [node.copies for node in of_kind(design, "pdu")] == [1]
    assert [node.copies for node in of_kind(design, "ups")] == [1]
    assert not of_kind(design, "generator")


def test_a_hall_has_transformers_and_generators_for_all_that_the_site_takes(library):
    lines, design = fed(library, 99, "N", hall=True)
    # 1.01 MW of IT × PUE 1.54 / 0.8: 1.94 MW for one transformer of 2.5 MVA and one set of 2 MW.
    assert [(node.part, node.copies) for node in of_kind(design, "transformer")] == [("generic/transformer-2500", 1)]
    assert [(node.part, node.copies) for node in of_kind(design, "generator")] == [("caterpillar/3516b", 1)]
    installed = sum(
        library.parts[node.part].facts[fact].value * node.copies
        for node in of_kind(design, "ups")
        for fact in ("capacity_w", "capacity_va")
        if fact in library.parts[node.part].facts
    )
    assert installed * 0.8 >= 99 * 10_200
    assert "1.01 MW" in lines["ups"].why


def test_a_strip_that_was_deleted_is_the_only_thing_that_is_missing(library):
    _, design = fed(library, 6, "2N")
    gone = next(node for node in of_kind(design, "pdu") if node.name == "Rack PDU B")
    less = remove(design, [gone.id]).applied(design)
    draws = Draws(max_w={"dgx": 10_200.0})
    made = draw_strips(less, library, Wishes(), draws)
    (line,) = made.lines
    assert (line.part, line.count) == (gone.part, 2)
    now = made.edit.applied(less)
    chain = draw_chain(now, library, Wishes(), draws)
    # It goes onto the panel of its own side, and nothing else is drawn.
    (link,) = [record for (table, _), (_, record) in chain.edit.changes.items() if table == "links"]
    assert {table for table, _ in chain.edit.changes} == {"links"}
    assert (now.nodes[link.a].name, link.side) == ("Power panel B", "B")
    assert not chain.lines


def test_strips_have_the_outlets_and_carry_the_load(library):
    psu = PortGroup(name="psu", media=("power",), count=6, connector="C20", role="in")
    cords = [Cords("dgx", psu, 12, 20_400.0 / 12)]
    found = strips_for(strips_of(Design(), library), cords, 4, 0)
    part = library.parts[found.part.id]
    assert part.facts["capacity_w"].value * found.strips >= 20_400
    assert part.port(found.outlets[0]).connector == "C19"
    assert part.port(found.outlets[0]).count * found.strips >= 12
    assert strips_for(strips_of(Design(), library), [Cords("dgx", psu, 12, 20_000.0)], 4, 0) is None
