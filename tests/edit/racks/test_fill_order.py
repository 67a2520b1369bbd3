"""The order in which a rack fills by itself: heavy devices at the bottom, others from the top below the switches."""

import pytest

from designer.edit.racks.rack_fill import LIFTED_KG, place_first, place_unplaced
from designer.model.design import Design, Node
from tests.shipped import LIBRARY


def rack_of(*nodes: Node) -> Design:
    rack = Node(id="rack", kind="rack", facts={"rack_units": 42.0})
    return LIBRARY.embedded(Design(nodes={node.id: node for node in (rack, *nodes)}))


def device(node_id: str, kind: str = "host", order: int = 1, part: str | None = None, **facts: float) -> Node:
    return Node(id=node_id, kind=kind, part=part, parent="rack", order=order, facts=facts)


def units(design: Design) -> dict[str, int]:
    return {node.id: node.rack.u for node in design.nodes.values() if node.rack is not None}


def test_a_rack_fills_from_the_top_and_heavy_devices_stand_at_the_bottom() -> None:
    design = rack_of(
        device("light", height_u=1.0, weight_kg=12.0),
        device("dgx", "server", 2, "nvidia/dgx-h100"),
        device("leaf", "switch", 3, "nvidia/qm9700"),
    )
    placed = place_unplaced(design).applied(design)
    # 8U at the bottom, the switch in U42, the host below it.
    assert units(placed) == {"dgx": 1, "leaf": 42, "light": 41}


@pytest.mark.parametrize(
    ("facts", "bottom"),
    [
        ({"height_u": 2.0, "weight_kg": LIFTED_KG}, False),
        ({"height_u": 2.0, "weight_kg": LIFTED_KG + 0.1}, True),
        ({"height_u": 2.0}, False),
        ({"height_u": 4.0}, True),
    ],
)
def test_heavy_is_more_than_one_person_lifts_and_tall_where_nobody_knows(facts: dict[str, float], bottom: bool) -> None:
    design = rack_of(device("it", **facts))
    placed = place_first(design, "it", "rack").applied(design)
    assert units(placed)["it"] == (1 if bottom else 43 - facts["height_u"])
