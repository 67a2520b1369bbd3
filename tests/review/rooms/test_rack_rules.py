"""Findings about places in racks: what is drawn wrongly is said in plain words, once, with a fix that mends it."""

from datetime import date

import msgspec
import pytest

from designer.analysis.run import analyze
from designer.edit.fixes import FIXES
from designer.model.design import Design, Link, Node, RackPlace
from designer.model.parts.part import Part
from designer.review.findings import Finding
from designer.review.rules import review
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 25)
DGX, LEAF = "nvidia/dgx-h100", "nvidia/qm9700"


def rack(**facts: float) -> Node:
    return Node(id="rack", kind="rack", name="Rack A", facts={"rack_units": 42, **facts})


def device(node_id: str, part: str, place: RackPlace | None, copies: int = 1) -> Node:
    kind = LIBRARY.parts[part].kind
    return Node(id=node_id, kind=kind, part=part, name=node_id, parent="rack", copies=copies, rack=place)


def design_of(*drawn: Node, links: tuple[Link, ...] = ()) -> Design:
    nodes = {node.id: node for node in drawn}
    return LIBRARY.embedded(Design(nodes=nodes, links={link.id: link for link in links}))


def found(design: Design, rule: str) -> list[Finding]:
    return [finding for finding in review(design, analyze(design), TODAY) if finding.rule == rule]


def mended(design: Design, finding: Finding) -> Design:
    assert finding.fix is not None
    return FIXES[finding.fix.edit](design, LIBRARY, **finding.fix.arguments).applied(design)


def with_text(design: Design, part_id: str, **texts: str) -> Design:
    part: Part = msgspec.structs.replace(design.parts[part_id], texts=texts)
    return msgspec.structs.replace(design, parts={**design.parts, part_id: part})


def test_a_device_deeper_than_the_rack() -> None:
    (finding,) = found(design_of(rack(depth_mm=800), device("dgx", DGX, RackPlace(u=1))), "rack-too-deep")
    assert finding.message == "dgx is 897 mm deep, and Rack A is 800 mm."
    assert finding.severity == "error"
    assert not found(design_of(rack(), device("dgx", DGX, RackPlace(u=1))), "rack-too-deep")
    (tight,) = found(design_of(rack(depth_mm=950), device("dgx", DGX, RackPlace(u=1))), "rack-tight")
    assert tight.message == "dgx leaves 53 mm for cables in Rack A (950 mm deep)."


@pytest.mark.parametrize(
    ("place", "rule", "message"),
    [
        (RackPlace(u=8), "rack-overlap", "Rack A: dgx and leaf both take U8."),
        (RackPlace(u=60), "rack-outside", "Rack A: leaf, placed at U60, stands 18U outside of its 42U."),
    ],
)
def test_collision_and_outside_are_mended_by_the_nearest_free_place(place: RackPlace, rule: str, message: str) -> None:
    design = design_of(rack(), device("dgx", DGX, RackPlace(u=1)), device("leaf", LEAF, place))
    (finding,) = found(design, rule)
    assert finding.message == message
    after = mended(design, finding)
    assert not found(after, rule)
    assert after.nodes["leaf"].rack == RackPlace(u=9 if place.u == 8 else 42)


def test_a_side_taken_twice() -> None:
    hung = RackPlace(u=1, face="rear", side="left", zero_u=True)
    design = design_of(rack(), device("a", "apc/ap8886", hung), device("b", "apc/ap8886", hung))
    (finding,) = found(design, "rack-side-taken")
    assert finding.message == "Rack A: a and b hang in the same place beside the units."
    assert not found(mended(design, finding), "rack-side-taken")


def test_air_against_the_others() -> None:
    design = design_of(rack(), device("a", LEAF, RackPlace(u=1), 3), device("b", "nvidia/sn4600c", RackPlace(u=9)))
    assert not found(design, "rack-airflow"), "nobody says which way they blow"
    design = with_text(with_text(design, LEAF, airflow="front to rear"), "nvidia/sn4600c", airflow="rear to front")
    (finding,) = found(design, "rack-airflow")
    assert finding.message == "Rack A: b blows against the other devices."
    after = mended(design, finding)
    assert after.nodes["b"].rack == RackPlace(u=9, face="rear")
    assert not found(after, "rack-airflow")


def test_liquid_without_a_coolant_link() -> None:
    liquid = msgspec.structs.replace(device("dgx", DGX, RackPlace(u=1)), facts={"liquid_heat_share": 0.8})
    design = design_of(rack(), liquid)
    (finding,) = found(design, "rack-no-coolant")
    assert finding.message == "dgx is cooled by liquid, and no coolant link leads there."
    cdu = Node(id="cdu", kind="cdu", name="CDU")
    led = design_of(rack(), liquid, cdu, links=(Link(id="c", a="cdu", b="dgx", medium="coolant"),))
    assert not found(led, "rack-no-coolant")


def test_what_waits_is_told_only_where_others_have_places() -> None:
    design = design_of(rack(), device("dgx", DGX, None), device("leaf", LEAF, None))
    assert not found(design, "rack-no-place")
    design = design_of(rack(), device("dgx", DGX, RackPlace(u=1)), device("leaf", LEAF, None))
    (finding,) = found(design, "rack-no-place")
    assert finding.message == "1 device (leaf) has no place in the rack yet."
    assert mended(design, finding).nodes["leaf"].rack == RackPlace(u=42)


def test_weight_power_and_units_are_said_once_by_the_rules_that_say_them_already() -> None:
    heavy = device("dgx", DGX, RackPlace(u=1), 5)
    design = design_of(rack(load_limit_kg=500, power_limit_w=40_000), heavy)
    said = [finding.rule for finding in review(design, analyze(design), TODAY) if finding.rule.startswith("rack-")]
    assert sorted(set(said)) == sorted(said)
    assert {"rack-weight", "rack-power"} <= set(said)
