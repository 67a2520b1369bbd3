"""Fixes of what a newcomer's designs show most often: what is offered mends it, brings no error, and is one undo."""

from datetime import date

import pytest

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.edit.fabrics.join_lonely import join_lonely
from designer.edit.fabrics.second_way import second_switch
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node
from designer.edit.power.feed_unfed import feed_unfed
from designer.edit.rooms.cool_by_liquid import cool_by_liquid
from designer.model.design import Design
from designer.model.network.port_occupancy import ports_taken
from designer.model.records import RefusedInput
from designer.review.effects.fixing import fixed
from designer.review.effects.preview import effect_between, state_of
from tests.review.make_real.hand_drawn import hand_drawn

TODAY = date(2026, 11, 28)
RULES = ("no-network", "single-point-of-failure", "no-power", "needs-coolant")
DGX, LEAF, MANAGEMENT, SERVER = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201", "dell/r770"


@pytest.fixture(scope="module")
def library():
    return read_library()


def drawn(library, *nodes: tuple[str, str, int]) -> Design:
    design = Design()
    for number, (name, part, copies) in enumerate(nodes):
        edit = add_node(design, library, part, 0.0, 200.0 * number, copies=copies, node_id=name)
        design = edit.applied(design)
    return design


def told(design, library, rule):
    return [one for one in state_of(design, library, TODAY).findings if one.rule == rule]


def errors(state):
    return sum(one.severity == "error" for one in state.findings)


@pytest.mark.parametrize("seed", [35_000, 35_003, 35_005, 35_008, 35_011])
def test_what_is_offered_mends_sketches_drawn_at_random(library, seed):
    design = hand_drawn(library, seed)
    before = state_of(design, library, TODAY)
    for rule in RULES:
        found = next((one for one in before.findings if one.rule == rule and one.fix is not None), None)
        if found is None or found.fix is None:
            continue
        edit = fixed(design, library, [found.fix])
        after = state_of(edit.applied(design), library, TODAY)
        assert found.message not in {one.message for one in after.findings}
        assert errors(after) <= errors(before)
        # What it does is said before the click, in figures and findings.
        assert effect_between(before, after).rows
        assert edit.inverted().applied(edit.applied(design)) == design


def test_lonely_devices_go_to_switches_with_room_and_the_rest_to_a_new_one(library):
    design = drawn(library, ("dgx", DGX, 4), ("leaf", LEAF, 1), ("server", SERVER, 12))
    design = add_link(design, "dgx", "leaf", medium="fabric", cables=32).applied(design)
    (finding,) = told(design, library, "no-network")
    assert finding.fix.edit == "join_lonely"
    assert finding.fix.label == "Join it to switches with free ports, or to a new management switch"
    after = fixed(design, library, [finding.fix]).applied(design)
    # An InfiniBand switch takes no 1G: a switch for management comes, with a cable from each of the twelve.
    (made,) = [node for name, node in after.nodes.items() if name not in design.nodes and node.parent is None]
    (link,) = [link for name, link in after.links.items() if name not in design.links]
    assert (made.kind, made.copies, link.cables, link.medium) == ("switch", 1, 12, "management")
    assert not told(after, library, "no-network")


def test_a_switch_there_is_used_before_a_new_one(library):
    design = drawn(library, ("a", SERVER, 10), ("b", SERVER, 10), ("mgmt", MANAGEMENT, 1))
    (finding,) = told(design, library, "no-network")
    after = fixed(design, library, [finding.fix]).applied(design)
    assert after.nodes.keys() == design.nodes.keys()
    assert {(link.a, link.b) for link in after.links.values()} == {("a", "mgmt"), ("b", "mgmt")}
    few = Library(parts={SERVER: library.parts[SERVER]})
    alone = drawn(library, ("a", SERVER, 1))
    with pytest.raises(RefusedInput, match="No switch of the catalog"):
        join_lonely(alone, few, node_ids="a")


def test_without_any_switch_no_network_is_guessed(library):
    (finding,) = told(drawn(library, ("a", SERVER, 2), ("b", DGX, 2)), library, "no-network")
    assert finding.fix is None


def test_a_second_switch_has_a_cable_from_everything(library):
    design = drawn(library, ("dgx", DGX, 4), ("leaf", LEAF, 1))
    design = add_link(design, "dgx", "leaf", medium="fabric", cables=4, link_id="down").applied(design)
    found = {one.ids[0]: one for one in told(design, library, "single-point-of-failure")}
    assert found["leaf"].fix.label == "Add a second Quantum-2 QM9700, with a cable from everything to both"
    after = fixed(design, library, [found["leaf"].fix]).applied(design)
    assert (after.nodes["leaf"].copies, after.links["down"].cables) == (2, 8)
    assert ports_taken(after, ("leaf",))["leaf", after.ports_of(after.nodes["leaf"])[0].name] == 4
    assert not [one for one in told(after, library, "single-point-of-failure") if "leaf" in one.ids]
    with pytest.raises(RefusedInput, match="is no switch that stands there once"):
        second_switch(design, library, node_id="dgx")
    # A BMC has one port: there is none for a second switch.
    few = drawn(library, ("a", "supermicro/as-8125gs-tnmr2", 2), ("mgmt", MANAGEMENT, 1))
    few = add_link(few, "a", "mgmt", medium="management", cables=2).applied(few)
    with pytest.raises(RefusedInput, match="no port for a second cable"):
        second_switch(few, library, node_id="mgmt")


def test_cables_that_are_the_only_way_are_doubled_where_ports_are_free(library):
    design = drawn(library, ("dgx", DGX, 4), ("leaf", LEAF, 2))
    design = add_link(design, "dgx", "leaf", medium="fabric", cables=4, link_id="down").applied(design)
    found = [one for one in told(design, library, "single-point-of-failure") if one.ids == ("down",)]
    for one in found:
        assert (one.fix.edit, one.fix.arguments) == ("set_cables", {"link_id": "down", "cables": 8})


def test_devices_without_a_cord_are_fed_on_two_sides(library):
    design = drawn(library, ("a", SERVER, 2), ("b", SERVER, 2), ("fed", SERVER, 1))
    design = add_container(design, "rack", 600, 0, node_id="rack").applied(design)
    strip = add_node(design, library, "apc/ap8886", 0, 0, node_id="strip", parent="rack")
    design = add_link(strip.applied(design), "strip", "fed", medium="power", cables=1).applied(strip.applied(design))
    (finding,) = told(design, library, "no-power")
    assert finding.fix.edit == "feed_unfed"
    after = fixed(design, library, [finding.fix]).applied(design)
    assert not told(after, library, "no-power")
    cords = [link for link in after.links.values() if link.medium == "power" and link.b in {"a", "b"}]
    assert {link.side for link in cords} == {"A", "B"}
    with pytest.raises(RefusedInput, match="Nothing waits"):
        feed_unfed(Design(), library)


def test_liquid_cooled_racks_get_coolant_units_and_a_hose_each(library):
    design = drawn(library, ("nvl", "nvidia/gb200-nvl72", 2))
    (finding,) = told(design, library, "needs-coolant")
    after = fixed(design, library, [finding.fix]).applied(design)
    assert not told(after, library, "needs-coolant")
    units = [node for node in after.nodes.values() if node.kind == "cdu"]
    # One more than is needed.
    assert sum(node.copies for node in units) >= 2
    assert sum(link.cables for link in after.links.values() if link.b == "nvl" and link.medium == "coolant") == 2
    with pytest.raises(RefusedInput, match="No coolant unit"):
        cool_by_liquid(design, Library(), node_ids="nvl", watts="115000")
