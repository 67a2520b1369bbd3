"""Findings about the ways of cables, and that their fixes mend them."""

from datetime import date

from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.fixes import FIXES
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace, Settings
from designer.model.rooms.room_plan import Point, RoomPlan, Tray
from designer.review.findings import Finding
from designer.review.network import cable_route_rules as rules
from designer.review.rules import review
from tests.shipped import LIBRARY

RULES = (
    rules.cable_does_not_reach,
    rules.no_cable_reaches,
    rules.cable_too_short,
    rules.tray_too_full,
    rules.bend_too_tight,
)


def pod(
    apart_mm: float = 6_000.0, *trays: Tray, assumptions: dict[str, float] | None = None, **fields: object
) -> Design:
    """A switch of 100 Gb/s in each of two racks, joined by 16 cables."""
    nodes = (
        Node(id="hall", kind="room", name="Hall", plan=RoomPlan(trays=trays)),
        Node(id="r0", kind="rack", parent="hall", order=1, floor=FloorPlace(x_mm=0, y_mm=0)),
        Node(id="r1", kind="rack", parent="hall", order=2, floor=FloorPlace(x_mm=apart_mm, y_mm=0)),
        Node(id="a", kind="switch", name="Low", part="nvidia/sn4600c", parent="r0", order=3, rack=RackPlace(u=30)),
        Node(id="b", kind="switch", name="High", part="nvidia/sn4600c", parent="r1", order=4, rack=RackPlace(u=30)),
    )
    wires = Link(**{"id": "l", "a": "a", "b": "b", "medium": "management", "name": "Trunk", "cables": 16, **fields})
    return LIBRARY.embedded(
        Design(settings=Settings(assumptions=assumptions or {}), nodes={n.id: n for n in nodes}, links={"l": wires})
    )


def found(design: Design) -> list[Finding]:
    results = analyze(design, only=("cost",), library=LIBRARY)
    return list(review(design, results, date(2026, 11, 25), RULES))


def mended(design: Design, finding: Finding) -> Design:
    assert finding.fix is not None
    return FIXES[finding.fix.edit](design, LIBRARY, **finding.fix.arguments).applied(design)


def test_cables_that_are_chosen_by_their_route_are_all_right():
    assert found(pod()) == []
    assert found(pod(40_000.0)) == []


def test_a_copper_that_does_not_reach_is_exchanged_for_an_optical_cable():
    design = pod(cable_part="dell/dac-qsfp-100g")
    (finding,) = found(design)
    # 6 m along and 2 × (2.7 − 30 × 0.04445) m up and down, 5% slack, an end of 0.5 m at both ports.
    assert finding.severity == "error"
    assert "100G passive copper QSFP28 reaches 5 m" in finding.message
    assert "from ports of Low to ports of High" in finding.message
    assert finding.fix is not None
    assert finding.fix.label == "Take 100G active optical cable QSFP28 instead"
    after = mended(design, finding)
    assert after.links["l"].cable_part == "dell/aoc-qsfp-100g"
    assert found(after) == []


def test_without_anything_that_reaches_the_reason_is_told():
    (finding,) = found(pod(11_000_000.0))
    assert finding.rule == "no-cable-reaches"
    assert "The longest that joins QSFP28 at 100 Gb/s reaches 10000 m." in finding.detail
    assert "So it is for 16 cables of Trunk." in finding.detail


def test_a_set_length_that_is_too_short_is_taken_from_the_route():
    design = pod(length_m=3.0)
    (finding,) = found(design)
    assert finding.rule == "cable-too-short"
    assert finding.message.startswith("Trunk is set to 3 m, and from ports of Low to ports of High it is ")
    after = mended(design, finding)
    assert after.links["l"].length_m is None
    assert found(after) == []


def tray(*corners: tuple[float, float], width: float) -> Tray:
    return Tray(
        id="t", line=tuple(Point(x_mm=x, y_mm=y) for x, y in corners), width_mm=width, depth_mm=20.0, above_mm=2_400.0
    )


def test_a_tray_that_is_too_full_says_by_how_much_and_where():
    straight = tray((0, 1_300), (9_000, 1_300), width=100)
    # 16 active optical cables of 3 mm: 113 of 2,000 mm².
    assert found(pod(6_000.0, straight)) == []
    (finding,) = found(pod(6_000.0, straight, assumptions={"fibre_cable_mm": 9.0}))
    assert finding.severity == "warning"
    assert finding.message == "Tray t in Hall is 51% full at its fullest point, and 40% is the most."
    (worse,) = found(pod(6_000.0, straight, assumptions={"fibre_cable_mm": 13.0}))
    assert worse.severity == "error"
    assert worse.ids == ("hall",)


def test_a_corner_that_is_too_tight_is_told():
    corner = tray((0, 1_300), (6_300, 1_300), (6_300, 1_200), width=60)
    design = pod(6_000.0, corner, assumptions={"fibre_cable_mm": 7.0, "tray_fill_share": 1.0})
    (finding,) = found(design)
    assert finding.message == ("Where tray t turns, it is 60 mm wide, and cables of Trunk bend by 70 mm at least.")
    assert found(replace(design, settings=Settings(assumptions={"fibre_cable_mm": 3.0}))) == []


def test_a_design_without_places_has_none_of_these():
    design = pod(length_m=3.0, cable_part="dell/dac-qsfp-100g")
    racks = {name: replace(design.nodes[name], floor=None) for name in ("r0", "r1")}
    assert found(replace(design, nodes={**design.nodes, **racks})) == []
