"""PDUs and patch panels that nobody drew: by rule, only where a design has none, and never more than fit."""

import pytest

from designer.analysis.purchases.by_rule import PATCH_PANELS, PDUS
from designer.analysis.purchases.racks import PANELS
from designer.analysis.results import CostLine, CostResult
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node, Settings
from tests.shipped import LIBRARY

HALL = (
    Node(id="rack", kind="rack", copies=3, order=1),
    Node(id="net", kind="rack", order=2),
    Node(id="host", kind="server", parent="rack", copies=4, facts={"power_max_w": 10_000.0, "height_u": 8.0}, order=3),
    Node(id="leaf", kind="switch", parent="net", copies=2, facts={"power_max_w": 1_500.0, "height_u": 1.0}, order=4),
)
RAILS = Link(id="rails", a="host", b="leaf", medium="fabric", cables=96)
INSIDE = Link(id="inside", a="leaf", b="leaf", medium="fabric", cables=8)


def costed(*things: Node | Link, **assumed: float) -> CostResult:
    nodes = {one.id: one for one in things if isinstance(one, Node)}
    links = {one.id: one for one in things if isinstance(one, Link)}
    design = LIBRARY.embedded(Design(nodes=nodes, links=links, settings=Settings(assumptions=assumed)))
    cost = analyze(design, only=("power", "cost"), library=LIBRARY).cost
    assert cost is not None
    return cost


def named(cost: CostResult) -> dict[str, CostLine]:
    return {line.name: line for line in cost.lines}


def test_two_sides_that_each_carry_the_rack() -> None:
    """40 kW take two strips of 22 kW on a side, 3 kW take one: 3 · 4 + 2 in all."""
    line = named(costed(*HALL, RAILS))[PDUS]
    assert (line.quantity, line.kind, line.basis) == (14, "pdu", "estimate")
    assert dict(line.places) == {"rack": 12, "net": 2}
    assert (line.unit_usd.low, line.unit_usd.value, line.unit_usd.high) == (800, 2_400, 4_000)
    assert line.rests_on.startswith("By rule, as no PDU is drawn")


def test_a_design_that_draws_a_pdu_gets_none_by_rule() -> None:
    strip = Node(id="strip", kind="pdu", part="apc/ap8886", parent="net", order=5)
    assert PDUS not in named(costed(*HALL, strip, RAILS))


def test_nobody_who_wants_none_gets_any() -> None:
    lines = named(costed(*HALL, RAILS, rack_pdu_sides=0.0, patched_share=0.0))
    assert PDUS not in lines
    assert PATCH_PANELS not in lines


def test_a_rack_system_brings_its_own_power() -> None:
    inside = Node(id="nvl", kind="rack-system", part="nvidia/gb200-nvl72", parent="rack", order=3)
    assert PDUS not in named(costed(HALL[0], inside))


def test_a_panel_port_for_each_cable_that_leaves_a_rack() -> None:
    """96 cables leave three racks, 32 from each: two panels of 24 ports; all 96 end in the network rack: four."""
    lines = named(costed(*HALL, RAILS, INSIDE))
    assert dict(lines[PATCH_PANELS].places) == {"rack": 6, "net": 4}
    assert lines[PATCH_PANELS].quantity == 10
    # Each takes a unit that would else be closed: 42 − 32 and 42 − 2 are free, less two and four.
    assert dict(lines[PANELS].places) == {"rack": 3 * (10 - 2), "net": 40 - 4}
    half = named(costed(*HALL, RAILS, patched_share=0.5))[PATCH_PANELS]
    assert dict(half.places) == {"rack": 3, "net": 2}


def test_a_drawn_panel_and_cables_inside_a_rack_need_none() -> None:
    panel = Node(id="panel", kind="patch-panel", parent="net", order=6)
    assert PATCH_PANELS not in named(costed(*HALL, panel, RAILS))
    assert PATCH_PANELS not in named(costed(*HALL, INSIDE))


def test_a_rack_without_room_gets_no_panel_and_says_so() -> None:
    """Two leaves of 20 U leave two units of 42, four panels are wanted."""
    tall = Node(id="leaf", kind="switch", parent="net", copies=2, facts={"power_max_w": 1.0, "height_u": 20.0}, order=4)
    line = named(costed(*HALL[:3], tall, RAILS))[PATCH_PANELS]
    assert dict(line.places) == {"rack": 6}
    assert line.rests_on.endswith("None where too few units are free: racks, 1.")


def test_they_are_in_the_total_and_in_what_is_installed() -> None:
    with_them, without = costed(*HALL, RAILS), costed(*HALL, RAILS, rack_pdu_sides=0.0, patched_share=0.0)
    # 14 strips, and ten panels in the place of ten blanking panels at 39 $.
    expected = 14 * 2_400 + 10 * (80 - 39)
    assert (with_them.capex_usd.value or 0) - (without.capex_usd.value or 0) == pytest.approx(expected)
