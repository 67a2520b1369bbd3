"""Cables without a route: a length from what is drawn around them, and so a type and a range of prices."""

import pytest
from msgspec.structs import replace

from designer.analysis.results import CostLine
from designer.analysis.rooms.assumed_cables import assumed_cables
from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node, Settings
from designer.model.power.power_plugs import cord_between
from designer.model.rooms.room_plan import Point, RoomPlan
from tests.shipped import LIBRARY

HALL = RoomPlan(outline=tuple(Point(x_mm=x * 1000.0, y_mm=y * 1000.0) for x, y in ((0, 0), (24, 0), (24, 12), (0, 12))))


NUMBERS = {stock.length_m: stock.part_number for stock in LIBRARY.parts["nvidia/mfp7e10-mmf"].lengths}


def pod(
    rails: Link, *containers: Node, dgx_in: str | None = None, leaf_in: str | None = None, **assumed: float
) -> Design:
    nodes = (
        *containers,
        Node(id="dgx", kind="server", part="nvidia/dgx-h100", copies=2, parent=dgx_in, order=8),
        Node(id="leaf", kind="switch", part="nvidia/qm9700", parent=leaf_in, order=9),
    )
    design = Design(nodes={n.id: n for n in nodes}, links={"rails": rails}, settings=Settings(assumptions=assumed))
    return LIBRARY.embedded(design)


RAILS = Link(id="rails", a="dgx", b="leaf", medium="fabric", cables=16, a_port="fabric", b_port="ports")


def bought(design: Design) -> dict[str, CostLine]:
    cost = analyze(design, only=("power", "cost"), library=LIBRARY).cost
    assert cost is not None
    return {line.name: line for line in cost.lines if line.kind in {"cable", "optic"}}


def test_without_any_room_the_assumption_decides_and_says_so() -> None:
    lines = bought(pod(RAILS))
    fibre = lines["MFP7E10 multimode fibre, 20 m"]
    assert (fibre.quantity, fibre.length_m, fibre.part_number) == (16, 20.0, NUMBERS[20.0])
    assert fibre.rests_on.startswith("No route; length of one 3 to 50 m, planned with 20 m. By the assumption")
    # 16 cables light 8 twin-port cages of the leaf and 8 of the two systems.
    assert lines["MMA4Z00-NS 800G 2xSR4 twin-port"].quantity == 8
    assert lines["MMA4Z00-NS-FLT 800G 2xSR4 flat-top"].quantity == 8
    price = {stock.length_m: stock.price for stock in LIBRARY.parts["nvidia/mfp7e10-mmf"].lengths}
    planned = price[20.0]
    assert planned is not None
    assert fibre.unit_usd.value == planned.typical
    assert fibre.unit_usd.low is not None
    assert fibre.unit_usd.high is not None
    # As dear as one of 50 m at most; optics stay bought at either end, so a copper cable of 3 m takes nothing off.
    longest = price[50.0]
    assert longest is not None
    assert (fibre.unit_usd.low, fibre.unit_usd.high) == (planned.low, longest.high)
    assert fibre.rests_on.endswith("At 3 m it would be active copper.")
    assert fibre.total_usd.status in {"estimate", "unverified", "assumed"}


def test_setting_a_length_changes_type_number_and_price() -> None:
    near = bought(pod(replace(RAILS, length_m=2.0)))
    far = bought(pod(replace(RAILS, length_m=45.0)))
    assert {name: line.quantity for name, line in near.items()} == {"MCA4J80 800G active copper, 3 m": 8}
    fibre = far["MFP7E10 multimode fibre, 50 m"]
    assert fibre.part_number == NUMBERS[50.0]
    assert fibre.rests_on == "No route; length of one 45 m. Set on the link."
    assert fibre.unit_usd.low == fibre.unit_usd.value == fibre.unit_usd.high
    prices = [sum(line.total_usd.value or 0.0 for line in lines.values()) for lines in (near, far)]
    assert prices[0] < prices[1]


def test_setting_the_assumption_changes_the_type_and_takes_the_range_away() -> None:
    copper = bought(pod(RAILS, unrouted_cable_m=2.0))["MCA4J80 800G active copper, 3 m"]
    price = LIBRARY.parts["nvidia/mca4j80-800g-acc"].price("unit")
    assert price is not None
    assert (copper.unit_usd.low, copper.unit_usd.high) == (price.low, price.high)
    wide = assumed_cables(pod(RAILS), None, LIBRARY.parts)
    assert [wide.lengths["rails"].low_m, wide.lengths["rails"].typical_m, wide.lengths["rails"].high_m] == [3, 20, 50]


def test_inside_a_rack_and_inside_a_hall_the_drawing_decides() -> None:
    rack = Node(id="r", kind="rack", order=0)
    inside = assumed_cables(pod(RAILS, rack, dgx_in="r", leaf_in="r"), None, LIBRARY.parts).lengths["rails"]
    # 42 U of 44.45 mm are 1.867 m; a third of them is the mean; 5% slack, half a metre at each end.
    assert inside.low_m == pytest.approx(1.0)
    assert inside.typical_m == pytest.approx(1.8669 / 3 * 1.05 + 1.0)
    assert inside.high_m == pytest.approx(1.8669 * 1.05 + 1.0)
    hall = Node(id="hall", kind="room", plan=HALL, order=0)
    racks = (hall, Node(id="r", kind="rack", parent="hall", order=1), Node(id="q", kind="rack", parent="hall", order=2))
    across = assumed_cables(pod(RAILS, *racks, dgx_in="r", leaf_in="q"), None, LIBRARY.parts).lengths["rails"]
    height = 2.7
    # 24 m × 12 m: (24 + 12) / 3 aside in the mean, 36 at most; up to the trays and down.
    assert across.typical_m == pytest.approx((12 + height) * 1.05 + 1.0, abs=0.5)
    assert across.high_m == pytest.approx((36 + 2 * height) * 1.05 + 1.0, abs=1.0)
    assert "From the size of hall" in across.why


def test_no_cable_of_ten_thousand_accelerators_is_without_type_and_price() -> None:
    design = build_template("ten-thousand-h100", LIBRARY, {})
    results = analyze(design, only=("power", "cost"), library=LIBRARY)
    assert results.cost is not None
    cables = [line for line in results.cost.lines if line.kind == "cable"]
    assert sum(line.quantity for line in cables) == results.counts.cables == 34_000
    assert all(line.unit_usd.known and line.part and line.rests_on for line in cables)
    assert not results.cost.capex_usd.missing


@pytest.mark.parametrize(
    ("outlet", "inlet", "cord"),
    [
        ("C19", "C20", "C20 to C19"),
        ("C13", "C14", "C14 to C13"),
        ("C13/C19", "C20", "C20 to C19"),
        ("C13/C19", "C14", "C14 to C13"),
        ("C19", "C14", "C20 to C13"),
        ("NEMA L6-30", "C20", "NEMA L6-30 to C19"),
        ("C19", "", "C20 to an inlet of unknown plug"),
        ("", "C20", ""),
        ("C19", "IEC60309-32A", ""),
        ("", "", ""),
    ],
)
def test_a_power_cord_has_the_mates_of_its_sockets(outlet: str, inlet: str, cord: str) -> None:
    assert cord_between(outlet, inlet) == cord
