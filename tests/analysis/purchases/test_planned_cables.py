"""Cords, feeders, coolant pipes and network cables between ports that nobody told: a price with its basis for each."""

from math import sqrt

import pytest
from msgspec.structs import replace

from designer.analysis.results import CostLine, CostResult
from designer.analysis.run import analyze
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.design import Design, Link, Node, Settings
from tests.shipped import LIBRARY


def costed(*things: Node | Link, library: bool = True, **assumed: float) -> CostResult:
    nodes = {one.id: one for one in things if isinstance(one, Node)}
    links = {one.id: one for one in things if isinstance(one, Link)}
    design = LIBRARY.embedded(Design(nodes=nodes, links=links, settings=Settings(assumptions=assumed)))
    cost = analyze(design, only=("power", "cost"), library=LIBRARY if library else None).cost
    assert cost is not None
    return cost


def planned(cost: CostResult) -> dict[str, CostLine]:
    return {line.name: line for line in cost.lines if line.kind == "cable" and not line.part}


def span(line: CostLine) -> tuple[float | None, float | None, float | None]:
    return line.unit_usd.low, line.unit_usd.value, line.unit_usd.high


UPS = Node(id="ups", kind="ups", facts={"capacity_w": 1_000_000.0}, order=1)
STRIPS = Node(id="strips", kind="pdu", facts={"capacity_w": 20_000.0}, copies=10, order=2)


def test_the_feeder_rule_is_the_published_example() -> None:
    """100 feet for 800 A at 480 V cost 10,800, 18,100 or 62,000 USD of material and 4,900 or 11,300 of labour."""
    metres_times_kva = 100 * 0.3048 * sqrt(3) * 480 * 800 / 1000
    rule, work = ASSUMPTIONS["feeder_usd_per_kva_m"], ASSUMPTIONS["feeder_install_usd_per_kva_m"]
    found = (rule.low, rule.default, rule.high, work.default, work.high)
    published = (10_800, 18_100, 62_000, 4_900, 11_300)
    assert found == pytest.approx([usd / metres_times_kva for usd in published], rel=0.002)


def test_a_feeder_is_sized_by_the_smaller_of_its_ends_and_its_length() -> None:
    """Ten feeders of 12 m: 20 kVA each, though the UPS could give 100 to each."""
    feeds = Link(id="feeds", a="ups", b="strips", medium="power", cables=10, length_m=12.0)
    cost = costed(UPS, STRIPS, feeds)
    line = planned(cost)["Feeder for 20 kVA"]
    # At the high end the power factor of 0.95 asks for more volt-amperes.
    assert (line.quantity, line.length_m, line.basis) == (10, 12.0, "estimate")
    assert span(line) == pytest.approx((20 * 12 * 0.533, 20 * 12 * 0.893, 20 * 12 * 3.06 / 0.95))
    assert "feeder_usd_per_kva_m" in line.rests_on
    assert line.rests_on.endswith("Set on the link.")
    assert cost.delivery is not None
    assert cost.delivery.cables_usd.value == pytest.approx(10 * 20 * 12 * 0.242)
    # A longer one costs more, and one for twice the power twice as much.
    longer = planned(costed(UPS, STRIPS, replace(feeds, length_m=24.0)))["Feeder for 20 kVA"]
    assert longer.unit_usd.value == pytest.approx(2 * (line.unit_usd.value or 0))
    larger = planned(costed(UPS, replace(STRIPS, facts={"capacity_w": 40_000.0}), feeds))["Feeder for 40 kVA"]
    assert larger.unit_usd.value == pytest.approx(2 * (line.unit_usd.value or 0))


def test_a_feeder_of_unknown_power_stays_unknown() -> None:
    feeds = Link(id="feeds", a="ups", b="strips", medium="power", cables=10)
    line = planned(costed(replace(UPS, facts={}), replace(STRIPS, facts={}), feeds))["Power cable (type not chosen)"]
    assert not line.unit_usd.known
    assert line.basis == ""


def test_a_feeder_to_a_transfer_switch_carries_all_that_the_switch_passes_on() -> None:
    """Neither utility nor switch states a rating: 2 × 4,500 W of fans and a panel of 20,000 W hang behind."""
    things = (
        Node(id="grid-a", kind="utility", order=1),
        Node(id="grid-b", kind="utility", order=2),
        Node(id="sts", kind="sts", order=3),
        Node(id="air", kind="crah", copies=2, facts={"power_max_w": 4_500.0}, order=4),
        Node(id="panel", kind="rpp", facts={"capacity_w": 20_000.0}, order=5),
        Link(id="from-a", a="grid-a", b="sts", medium="power", length_m=10.0),
        Link(id="from-b", a="grid-b", b="sts", medium="power", length_m=10.0),
        Link(id="to-air", a="sts", b="air", medium="power", cables=2, length_m=5.0),
        Link(id="to-panel", a="sts", b="panel", medium="power", length_m=5.0),
    )
    cost = costed(*things)
    # Volt-amperes at the power factor: each of both feeders carries all of it, as the other may have failed.
    line = planned(cost)["Feeder for 29 kVA"]
    assert line.quantity == 2
    assert line.unit_usd.value == pytest.approx(29_000 / 1000 * 10 * 0.893, rel=0.05)
    assert "passes on" in line.rests_on
    # A cooler whose draw nobody states leaves the feeder of its switch unknown.
    dark = [replace(one, facts={}) if one.id == "air" else one for one in things if isinstance(one, Node)]
    links = [one for one in things if isinstance(one, Link)]
    assert planned(costed(*dark, *links))["Power cable (type not chosen)"].quantity == 4


def test_cords_by_their_class() -> None:
    nodes = (
        Node(id="strip", kind="pdu", part="apc/ap8886", copies=2, order=1),
        Node(id="dgx", kind="server", part="nvidia/dgx-h100", order=2),
        Node(id="leaf", kind="switch", part="nvidia/qm9700", order=3),
    )
    cords = (
        Link(id="large", a="strip", b="dgx", medium="power", cables=6, b_port="psu"),
        Link(id="small", a="strip", b="leaf", medium="power", cables=2, b_port="psu"),
    )
    cost = costed(*nodes, *cords)
    lines = planned(cost)
    assert (lines["Power cord C20 to C19"].quantity, span(lines["Power cord C20 to C19"])) == (6, (20, 45, 102))
    assert (lines["Power cord C14 to C13"].quantity, span(lines["Power cord C14 to C13"])) == (2, (8.9, 11, 20))
    assert not cost.capex_usd.missing
    # What comes with the systems is set to nothing.
    free = costed(*nodes, *cords, power_cord_16a_usd=0.0, power_cord_10a_usd=0.0)
    assert (cost.capex_usd.value or 0) - (free.capex_usd.value or 0) == pytest.approx(6 * 45 + 2 * 11)


def test_pipes_by_what_they_carry() -> None:
    """200 kW of chilled water to an air handler, 1,000 kW to a coolant unit, rack systems, and racks of two hosts."""
    nodes = (
        Node(id="chiller", kind="chiller", facts={"cooling_capacity_w": 2e6}, order=1),
        Node(id="air", kind="crah", facts={"cooling_capacity_w": 200_000.0}, copies=2, order=2),
        Node(id="unit", kind="cdu", facts={"cooling_capacity_w": 1e6}, order=3),
        Node(id="nvl", kind="rack-system", part="nvidia/gb200-nvl72", copies=4, order=4),
        Node(id="rack", kind="rack", copies=3, order=5),
        Node(id="host", kind="server", parent="rack", copies=2, order=6),
    )
    pipes = (
        Link(id="water", a="chiller", b="air", medium="coolant", cables=2),
        Link(id="loop", a="chiller", b="unit", medium="coolant", cables=1),
        Link(id="racks", a="unit", b="nvl", medium="coolant", cables=4),
        Link(id="hosts", a="unit", b="host", medium="coolant", cables=6),
    )
    cost = costed(*nodes, *pipes)
    lines = planned(cost)
    assert span(lines["Coolant pipes for 200 kW"]) == pytest.approx((18_000, 18_000, 28_000))
    assert span(lines["Coolant pipes for 1,000 kW"]) == pytest.approx((90_000, 140_000, 140_000))
    racks = [line for line in cost.lines if line.name == "Coolant connection of a rack"]
    # Four rack systems at 9,000 each, and three racks whose two hosts share one connection.
    assert sorted((line.quantity, line.unit_usd.value) for line in racks) == [(4, 9_000), (6, 4_500)]
    assert cost.delivery is not None
    hours = 2 * 200 * 0.3 + 1_000 * 0.3 + 4 * 6 + 6 * 3
    assert cost.delivery.cables_usd.value == pytest.approx(hours * 85)


HOST = Node(id="host", kind="host", part="generic/host", copies=8, order=1)
LEAF = Node(id="leaf", kind="switch", part="generic/switch", copies=2, order=2)
OPEN = Link(id="rails", a="host", b="leaf", medium="fabric", cables=16, capacity_gbps=400.0)


def test_network_cables_between_untold_ports_are_planned_from_the_catalog() -> None:
    line = planned(costed(HOST, LEAF, replace(OPEN, length_m=2.0)))["Fabric cable 400G (type not chosen)"]
    low, value, high = span(line)
    assert low is not None
    assert value is not None
    assert high is not None
    assert 0 < low <= value <= high
    assert (line.quantity, line.basis, line.length_m) == (16, "estimate", 2.0)
    assert line.unit_usd.status == "estimate"
    assert line.unit_usd.sources
    # Farther apart copper no longer reaches: optics at both ends, and a fibre.
    far = planned(costed(HOST, LEAF, replace(OPEN, length_m=40.0)))["Fabric cable 400G (type not chosen)"]
    assert (far.unit_usd.low or 0) > low
    assert (far.unit_usd.value or 0) > value


def test_without_parts_on_hand_or_a_rate_nothing_is_made_up() -> None:
    alone = planned(costed(HOST, LEAF, OPEN, library=False))["Fabric cable 400G (type not chosen)"]
    assert not alone.unit_usd.known
    rateless = planned(costed(HOST, LEAF, replace(OPEN, capacity_gbps=None)))
    assert [line.unit_usd.known for name, line in rateless.items() if "type not chosen" in name] == [False]


def test_ports_that_nothing_joins_stay_without_a_price() -> None:
    """An OSFP port and an SFP28 port do not meet, and no planning price hides it."""
    nodes = (
        Node(id="leaf", kind="switch", part="nvidia/qm9700", order=1),
        Node(id="oob", kind="switch", part="nvidia/sn2201", order=2),
    )
    far = Link(id="far", a="leaf", b="oob", medium="fabric", cables=1, length_m=5_000.0)
    lines = planned(costed(*nodes, far))
    assert lines
    assert not any(line.unit_usd.known for line in lines.values())
