"""What stops machines by the drawing, held against the worked cases and against what a failure takes along."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.workloads.goodput.drawn_needs import drawn_needs
from designer.analysis.workloads.goodput.needs_words import unknown_notes
from designer.analysis.workloads.goodput.outages import Outages
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Part, Quantity


def rated(unavailability, repair_h=10.0):
    """Facts of something that is down for such a share of the time."""
    return {"mtbf_h": repair_h * (1 / unavailability - 1), "repair_h": repair_h}


def drawn(*nodes, links=(), parts=()):
    """A design of NODES (id, kind, copies, parent, facts[, part]) and LINKS (a, b, medium, cables[, spread])."""
    made = {}
    for order, (name, kind, copies, parent, facts, *part) in enumerate(nodes):
        made[name] = Node(
            id=name, kind=kind, copies=copies, parent=parent, facts=facts, part=part[0] if part else None, order=order
        )
    lines = {}
    for a, b, medium, cables, *spread in links:
        lines[f"{a}-{b}"] = Link(
            id=f"{a}-{b}",
            a=a,
            b=b,
            medium=medium,
            cables=cables,
            spread=spread[0] if spread else "even",
            capacity_gbps=400,
        )
    return Design(nodes=made, links=lines, parts={part.id: part for part in parts})


def outages_of(design, *hosts):
    found = drawn_needs(design, [design.nodes[host] for host in hosts], WorkFabrics(survey_of(design)))
    return Outages(design, found)


def sets_of(outages):
    return {tuple(sorted(cut)) for group in outages.needs.groups for cut in group.cuts}


def two_feeds(**more):
    """Hosts on two PDUs behind one bus."""
    return drawn(
        ("bus", "switchgear", 1, None, rated(1e-4)),
        ("a", "pdu", 1, None, rated(5e-4)),
        ("b", "pdu", 1, None, rated(5e-4)),
        ("host", "server", 4, None, {}),
        links=(
            ("bus", "a", "power", 1),
            ("bus", "b", "power", 1),
            ("a", "host", "power", 4),
            ("b", "host", "power", 4),
        ),
        **more,
    )


def test_two_feeds_behind_a_bus_are_the_published_case():
    """AVAIL-01: (1 − (5·10⁻⁴)²) · 0.9999; the hours a year follow."""
    found = outages_of(two_feeds(), "host")
    assert sets_of(found) == {("bus",), ("a", "b")}
    hours = found.short_hours("host", 0)
    assert hours.value == pytest.approx((1 - (1 - 5e-4**2) * 0.9999) * 8760, rel=1e-9)
    bus, pair = found.cut_sets(0)
    assert (bus.words, pair.words) == ("bus", "a and b")
    assert (bus.ids, bus.hosts, bus.stops, bus.hours_per_year.value) == (("bus",), 4, True, pytest.approx(0.876))
    assert pair.hours_per_year.value == pytest.approx(5e-4**2 * 8760)
    assert {leaf.label for leaf in pair.hours_per_year.walk()} >= {"a: time between failures", "b: time to repair"}


def test_three_of_four_units_by_their_load_are_the_published_case():
    """AVAIL-02: four UPSs of 100 kW carry 250 kW, so three are needed; two that fail are too many."""
    ups = Part(
        id="own/ups",
        kind="ups",
        layer="facility",
        vendor="own",
        name="UPS",
        facts={"capacity_w": Quantity(value=100e3)},
    )
    host = Part(
        id="own/box",
        kind="server",
        layer="servers_fabric",
        vendor="own",
        name="Box",
        facts={"power_max_w": Quantity(value=25e3)},
    )
    design = drawn(
        ("ups", "ups", 4, None, rated(1e-3), "own/ups"),
        ("bus", "switchgear", 1, None, {}),
        ("host", "server", 10, None, {}, "own/box"),
        links=(("ups", "bus", "power", 4, "mesh"), ("bus", "host", "power", 10)),
        parts=(ups, host),
    )
    found = outages_of(design, "host")
    assert len(sets_of(found)) == 6
    assert 1 - found.short_hours("host", 0).value / 8760 == pytest.approx(0.999994008, abs=1e-8)
    (told,) = found.cut_sets(0)
    assert (told.ids, told.number, told.hosts) == (("ups", "ups"), 6, 10)
    assert "bus" in found.needs.unknown


def test_racks_take_their_machines_along():
    """Four racks of 16: three are up for 4 · 0.0005 of the time, and three racks' worth is gone never but together."""
    design = drawn(
        ("room", "room", 1, None, rated(1e-5)),
        ("rack", "rack", 4, "room", rated(5e-4)),
        ("host", "server", 16, "rack", {}),
    )
    found = outages_of(design, "host")
    assert sets_of(found) == {("room",), *((f"rack[{number}]",) for number in range(4))}
    law = found.up_law
    assert law[0] == pytest.approx(1e-5, rel=1e-3)
    assert law[48] == pytest.approx(4 * 5e-4 * (1 - 5e-4) ** 3 * (1 - 1e-5))
    rack, room = found.cut_sets(16)
    assert (rack.number, rack.hosts, rack.stops, room.stops) == (4, 16, False, True)
    # With 16 spare machines one rack may be gone, two may not: six pairs, and the room.
    assert found.short_hours("host", 16).value == pytest.approx((6 * 5e-4**2 + 1e-5) * 8760, rel=2e-3)


def test_coolers_keep_as_many_machines_as_they_cool():
    """Two coolant units of 50 kW for ten hosts of 8 kW: either cools six of them, so four are gone with any one."""
    cdu = Part(
        id="own/cdu",
        kind="cdu",
        layer="facility",
        vendor="own",
        name="CDU",
        facts={"cooling_capacity_w": Quantity(value=50e3)},
    )
    host = Part(
        id="own/box",
        kind="server",
        layer="servers_fabric",
        vendor="own",
        name="Box",
        facts={"power_max_w": Quantity(value=8e3), "liquid_heat_share": Quantity(value=1.0)},
    )
    design = drawn(
        ("cdu", "cdu", 2, None, rated(1e-3), "own/cdu"),
        ("host", "server", 10, None, {}, "own/box"),
        links=(("cdu", "host", "coolant", 20, "mesh"),),
        parts=(cdu, host),
    )
    found = outages_of(design, "host")
    one = next(cut for cut in found.cut_sets(0) if len(cut.ids) == 1)
    both = next(cut for cut in found.cut_sets(0) if len(cut.ids) == 2)
    assert (one.number, one.hosts) == (2, 4)
    assert (both.number, both.hosts) == (1, 10)


def test_air_coolers_of_a_room():
    """Three air handlers of 30 kW for ten hosts of 6 kW into the air: two are enough, any two that fail are not."""
    crah = Part(
        id="own/crah",
        kind="crah",
        layer="facility",
        vendor="own",
        name="CRAH",
        facts={"cooling_capacity_w": Quantity(value=30e3)},
    )
    host = Part(
        id="own/box",
        kind="server",
        layer="servers_fabric",
        vendor="own",
        name="Box",
        facts={"power_max_w": Quantity(value=6e3)},
    )
    design = drawn(
        ("room", "room", 1, None, {}),
        ("crah", "crah", 3, "room", rated(1e-3), "own/crah"),
        ("host", "server", 10, "room", {}, "own/box"),
        parts=(crah, host),
    )
    two, three = outages_of(design, "host").cut_sets(0)
    # What one handler is left to cool are five hosts: five are gone with any two, all with three.
    assert (two.number, two.hosts) == (3, 5)
    assert (three.number, three.hosts) == (1, 10)


def fabric(leaf_facts, spine_facts, *, spines=2):
    return drawn(
        ("spine", "switch", spines, None, spine_facts),
        ("leaf", "switch", 4, None, leaf_facts),
        ("feed", "pdu", 1, None, rated(2e-4)),
        ("host", "server", 8, None, {}),
        links=(
            ("host", "leaf", "fabric", 16, "even"),
            ("leaf", "spine", "fabric", 8 if spines > 1 else 4, "mesh" if spines > 1 else "even"),
            ("feed", "leaf", "power", 4),
        ),
    )


def test_a_machine_needs_one_of_its_leaves_and_a_leaf_its_feed_and_a_spine():
    """Each host has two leaves, all leaves one feed and two spines."""
    found = outages_of(fabric(rated(1e-3), rated(1e-3)), "host")
    cuts = sets_of(found)
    assert ("feed",) in cuts
    assert ("spine[0]", "spine[1]") in cuts
    pairs = {cut for cut in cuts if all(name.startswith("leaf") for name in cut)}
    assert pairs
    assert all(len(pair) == 2 for pair in pairs)
    assert ("spine",) in sets_of(outages_of(fabric(rated(1e-3), rated(1e-3), spines=1), "host"))


def test_a_leaf_that_joins_all_machines_needs_no_spine():
    """Every host has a cable to every leaf, as rails have them: what the spines do is not needed to meet."""
    design = drawn(
        ("spine", "switch", 1, None, rated(1e-3)),
        ("leaf", "switch", 2, None, rated(1e-3)),
        ("host", "server", 4, None, {}),
        links=(("host", "leaf", "fabric", 8, "mesh"), ("leaf", "spine", "fabric", 2, "mesh")),
    )
    assert sets_of(outages_of(design, "host")) == {("leaf[0]", "leaf[1]")}


def test_a_generator_stands_in_for_the_utility_and_a_bypass_for_its_ups():
    design = drawn(
        ("grid", "utility", 1, None, rated(1e-3)),
        ("diesel", "generator", 1, None, rated(1e-2)),
        ("ats", "ats", 1, None, rated(1e-5)),
        ("ups", "ups", 1, None, {**rated(1e-3), "bypass": 1}),
        ("host", "server", 2, None, {}),
        links=(
            ("grid", "ats", "power", 1),
            ("diesel", "ats", "power", 1),
            ("ats", "ups", "power", 1),
            ("ups", "host", "power", 2),
        ),
    )
    assert sets_of(outages_of(design, "host")) == {("ats",), ("diesel", "grid")}
    nodes = {**design.nodes, "ups": replace(design.nodes["ups"], facts={**rated(1e-3), "bypass": 0})}
    assert ("ups",) in sets_of(outages_of(replace(design, nodes=nodes), "host"))


def test_nothing_is_followed_where_nothing_says_how_often_it_fails():
    design = two_feeds()
    bare = replace(design, nodes={name: replace(node, facts={}) for name, node in design.nodes.items()})
    found = outages_of(bare, "host")
    assert found.needs.groups == ()
    assert found.short_hours("host", 0).value is None
    assert found.cut_sets(0) == ()


def test_what_is_not_said_is_named():
    design = two_feeds()
    nodes = {**design.nodes, "b": replace(design.nodes["b"], facts={"mtbf_h": 1e5})}
    found = outages_of(replace(design, nodes=nodes), "host")
    assert found.needs.unknown == ("b",)
    assert sets_of(found) == {("bus",)}, "what is not said to fail stands in for ever"


def test_interruptions_by_what_machines_need():
    """The bus interrupts as often as it fails; a pair when one of it fails while the other is repaired."""
    bus, pair = outages_of(two_feeds(), "host").causes()
    assert bus.per_day.value == pytest.approx(24 / rated(1e-4)["mtbf_h"])
    assert pair.per_day.value == pytest.approx(2 * 24 / rated(5e-4)["mtbf_h"] * 5e-4)


def test_too_many_machines_are_said():
    design = two_feeds()
    many = replace(design, nodes={**design.nodes, "host": replace(design.nodes["host"], copies=20_001)})
    found = outages_of(many, "host")
    assert found.needs.groups == ()
    assert "20,000 machines" in unknown_notes(many, found.needs)[0]
