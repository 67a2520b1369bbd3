"""Fixes for what is too small in cooling, power and work: each mends what it is offered for, by no more than that."""

from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.nodes.nodes import set_node
from designer.model.design import Design
from designer.review.effects.fixing import fixed
from designer.review.findings import Finding
from tests.analysis.chain.test_six_layers import Stack
from tests.analysis.cooling.drawn import pipe
from tests.analysis.power.drawn import drawn, feed, node
from tests.review.power.test_unit_fixes import mended, said
from tests.shipped import LIBRARY


def offered(design: Design, rule: str, label: str) -> Design:
    """DESIGN after the fix of RULE, which is called LABEL and mends it."""
    fix = said(design)[rule].fix
    assert fix is not None
    assert fix.label == label
    return mended(design, rule)


def room(coolers: int, capacity_w: float, servers: int = 4) -> Design:
    return drawn(
        node("hall", "room"),
        node("server", "server", servers, "hall", power_max_w=10_000.0),
        node("crah", "crah", coolers, "hall", cooling_capacity_w=capacity_w, airflow_cfm=3_000.0, supply_c=22.0),
    )


def test_a_room_with_too_few_coolers_gets_as_many_as_it_lacks() -> None:
    # 40 kW on 15 kW each: three.
    assert offered(room(1, 15_000.0), "cooling-too-small", "Add 2 air handlers").nodes["crah"].copies == 3


def test_one_of_two_rooms_is_short() -> None:
    design = room(2, 15_000.0)
    other = drawn(node("cold", "room"), node("spare", "crah", 2, "cold", cooling_capacity_w=90_000.0))
    nodes = {**design.nodes, **{one.id: replace(one, order=9 + one.order) for one in other.nodes.values()}}
    nodes["light"] = replace(nodes["server"], id="light", parent="cold", copies=1, order=20)
    assert offered(replace(design, nodes=nodes), "zone-over-capacity", "Add 1 air handler").nodes["crah"].copies == 3


def test_air_that_is_short_and_a_cooler_that_may_not_fail() -> None:
    # 5 × 10 kW take 3.145 · 50,000 / 25 = 6,290 CFM at 25 °F: three coolers of 3,000 CFM.
    assert offered(room(2, 60_000.0, 5), "airflow-short", "Add 1 air handler").nodes["crah"].copies == 3
    # 40 kW on 2 × 25 kW: with one out 15 kW are left over, so one more.
    assert offered(room(2, 25_000.0), "cooling-single-point", "Add 1 air handler").nodes["crah"].copies == 3


def loops(units: int, capacity_w: float) -> Design:
    return drawn(
        node("chiller", "chiller", cooling_capacity_w=1e6),
        node("cdu", "cdu", units, cooling_capacity_w=capacity_w, flow_l_per_min=200.0),
        node("wet", "server", 4, power_max_w=50_000.0, liquid_heat_share=1.0, flow_l_per_min=60.0),
        pipe("water", "chiller", "cdu", units),
        pipe("hoses", "cdu", "wet", 4 * units, spread="mesh"),
    )


def test_coolant_units_get_company_with_their_hoses() -> None:
    # 200 kW on 150 kW: two; and 240 L/min on 200: two.
    after = offered(loops(1, 150_000.0), "coolant-unit-overloaded", "Add 1 coolant unit")
    assert (after.nodes["cdu"].copies, after.links["water"].cables, after.links["hoses"].cables) == (2, 2, 8)
    assert offered(loops(1, 400_000.0), "coolant-flow-short", "Add 1 coolant unit").nodes["cdu"].copies == 2
    # Two share 200 kW; with one out the other takes 200 kW on 150: three, of which two carry all.
    assert offered(loops(2, 150_000.0), "cooling-failure-overloads", "Add 1 coolant unit").nodes["cdu"].copies == 3


def test_a_ring_of_coolant_loses_the_pipe_that_was_drawn_last() -> None:
    design = drawn(
        node("a", "cdu", cooling_capacity_w=1e5),
        node("b", "cdu", cooling_capacity_w=1e5),
        node("wet", "server", power_max_w=5_000.0, liquid_heat_share=1.0),
        pipe("one", "a", "b"),
        pipe("two", "b", "a"),
        pipe("hose", "b", "wet"),
    )
    assert "two" not in mended(design, "coolant-ring").links


def group(units: int, capacity_w: float) -> Design:
    return drawn(
        node("ups", "ups", units, capacity_w=capacity_w),
        node("bus", "busway"),
        node("host", "server", 4, power_max_w=10_000.0),
        feed("in", "ups", "bus", units),
        feed("out", "bus", "host", 4),
    )


def test_units_that_share_a_load_bear_the_loss_of_one() -> None:
    # 40 kW on 30 kW each: two carry them, so three.
    assert offered(group(2, 30_000.0), "failure-overloads", "Add 1 UPS").nodes["ups"].copies == 3
    # 40 of 45 kW are 89%: with two 44%.
    assert offered(group(1, 45_000.0), "stage-above-80", "Add 1 UPS").nodes["ups"].copies == 2
    single = said(group(1, 90_000.0))["power-single-point"]
    assert single.fix is not None
    after = fixed(group(1, 90_000.0), Library(), (single.fix,)).applied(group(1, 90_000.0))
    assert single.message not in {one.message for one in told(after)}


def told(design: Design) -> list[Finding]:
    return list(said(design).values())


def test_a_typical_power_above_the_maximum_becomes_the_maximum() -> None:
    design = drawn(node("host", "server", power_max_w=1_000.0, power_typical_w=1_200.0))
    after = offered(design, "typical-above-maximum", "Take 1 kW as typical too")
    assert after.nodes["host"].facts["power_typical_w"] == 1_000.0


def test_an_overloaded_service_gets_machines_with_their_cables() -> None:
    design = Stack(1, 1, [], managed=False, trains=False, users=200_000).design
    fix = said(design)["service-overloaded"].fix
    assert fix is not None
    assert fix.arguments["node_id"] == "hosts"
    after = fixed(design, LIBRARY, (fix,)).applied(design)
    copies = after.nodes["hosts"].copies
    assert copies > 1
    assert after.links["hosts-leaf"].cables == 8 * copies
    assert "service-overloaded" not in said(after)


def test_what_would_take_another_part_is_offered_nothing() -> None:
    """Thousands of times as many machines are no fix."""
    design = Stack(1, 1, [], managed=False, trains=False, users=200_000).design
    app = design.nodes["app"]
    many = set_node(design, "app", facts={**app.facts, "users": 200_000_000}).applied(design)
    assert said(many)["service-overloaded"].fix is None
