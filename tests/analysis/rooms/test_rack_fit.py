"""What is said while a device is held over a rack: why it does not go there, and what it would overload."""

import msgspec

from designer.analysis.rooms.rack_fit import load_of, rack_load, rack_state, verdict
from designer.model.design import Design, Link, Node, RackPlace
from designer.model.rooms.rack_slots import box_of, rack_slots
from tests.shipped import LIBRARY

DGX, LEAF = "nvidia/dgx-h100", "nvidia/qm9700"


def design_of(*drawn: Node, links: tuple[Link, ...] = (), **facts: float) -> Design:
    rack = Node(id="r", kind="rack", name="R", facts={"rack_units": 42, **facts})
    nodes = {node.id: node for node in (rack, *drawn)}
    return LIBRARY.embedded(Design(nodes=nodes, links={link.id: link for link in links}))


def device(node_id: str, part: str, place: RackPlace | None, copies: int = 1, **facts: float) -> Node:
    kind = LIBRARY.parts[part].kind
    return Node(id=node_id, kind=kind, part=part, parent="r", copies=copies, rack=place, facts=facts)


def said(design: Design, node_id: str, place: RackPlace) -> tuple[str, tuple[str, ...]]:
    node = design.nodes[node_id]
    state = rack_state(design, "r", rack_slots(design, "r", [node_id]), [node_id])
    found = verdict(design, state, box_of(design, node), place, node.copies, load_of(design, node))
    return found.why_not, found.warnings


def test_weight_and_power_of_all_copies_against_the_limits() -> None:
    design = design_of(
        device("a", DGX, RackPlace(u=1), 2), device("b", DGX, None, 2), load_limit_kg=500, power_limit_w=30_000
    )
    assert rack_load(design, "r", ["b"]) == (20_400, 260.9)
    assert said(design, "b", RackPlace(u=17)) == ("", ("522 kg of 500 kg", "40.8 kW of 30.0 kW"))
    assert said(design, "b", RackPlace(u=16)) == ("a is at U9.", ())


def test_the_limits_of_a_cabinet_count_where_the_rack_has_none() -> None:
    cabinet = Node(id="cab", kind="rack-cabinet", part="apc/ar3100", parent="r")
    state = rack_state(design := design_of(cabinet), "r", rack_slots(design, "r"))
    assert (state.kg_limit, state.watts_limit) == (1701, None)


def test_air_against_the_others() -> None:
    design = design_of(device("a", LEAF, RackPlace(u=1), 2), device("b", "nvidia/sn2201", None))
    parts = dict(design.parts)
    for part, words in ((LEAF, "front to rear"), ("nvidia/sn2201", "rear to front")):
        parts[part] = msgspec.structs.replace(parts[part], texts={"airflow": words})
    design = msgspec.structs.replace(design, parts=parts)
    assert said(design, "b", RackPlace(u=9)) == ("", ("blows against the others",))
    assert said(design, "b", RackPlace(u=9, face="rear")) == ("", ())


def test_liquid_without_a_link_and_little_room_behind() -> None:
    wet = device("a", DGX, None, liquid_heat_share=0.7)
    assert said(design_of(wet), "a", RackPlace(u=1)) == ("", ("needs coolant, and no link brings any",))
    cdu = Node(id="cdu", kind="cdu", name="CDU")
    link = Link(id="c", a="cdu", b="r", medium="coolant")
    assert said(design_of(wet, cdu, links=(link,)), "a", RackPlace(u=1)) == ("", ())
    assert said(design_of(device("a", DGX, None), depth_mm=950), "a", RackPlace(u=1))[1] == ("leaves 53 mm for cables",)
