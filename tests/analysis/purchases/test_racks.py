"""Racks that are drawn are bought, each once, and so are the panels of their free units."""

from designer.analysis.results import CostLine
from designer.analysis.run import analyze
from designer.model.design import Design, Node, RackPlace, Settings
from designer.model.parts.part import Part, Price, Quantity

CABINET = Part(
    id="x/cabinet",
    kind="rack-cabinet",
    layer="facility",
    vendor="X",
    name="Cabinet",
    facts={"rack_units": Quantity(value=48.0)},
    prices=(Price(low=7_000, typical=7_000, high=7_000, basis="list"),),
)
SERVER = Part(
    id="x/server",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Server",
    facts={"height_u": Quantity(value=8.0)},
    prices=(Price(low=1, typical=1, high=1, basis="list"),),
)
SYSTEM = Part(id="x/system", kind="rack-system", layer="servers_fabric", vendor="X", name="System")
PARTS = {part.id: part for part in (CABINET, SERVER, SYSTEM)}


def bought(*nodes: Node, **assumptions: float) -> dict[str, CostLine]:
    design = Design(nodes={node.id: node for node in nodes}, parts=PARTS, settings=Settings(assumptions=assumptions))
    cost = analyze(design, only=("power", "cost")).cost
    assert cost is not None
    return {line.name: line for line in cost.lines}


def servers(parent: str, copies: int, **fields: float) -> Node:
    return Node(id=f"{parent}-s", kind="server", part="x/server", parent=parent, copies=copies, order=9, facts=fields)


def test_each_drawn_rack_is_bought_unless_a_cabinet_or_a_rack_system_stands_in_it() -> None:
    lines = bought(
        Node(id="row", kind="row", copies=5, order=0),
        Node(id="bare", kind="rack", parent="row", copies=8, order=1),
        Node(id="held", kind="rack", parent="row", copies=2, order=2),
        Node(id="cab", kind="rack-cabinet", part="x/cabinet", parent="held", order=3),
        Node(id="sys-rack", kind="rack", copies=3, order=4),
        Node(id="sys", kind="rack-system", part="x/system", parent="sys-rack", order=5),
        Node(id="own", kind="rack", copies=2, price_usd=6_000.0, order=6),
    )
    racks = lines["Rack cabinet, as drawn"]
    assert (racks.kind, racks.quantity, racks.places) == ("rack-cabinet", 40, (("bare", 40),))
    # 3,500 to 9,000 USD, planned with 4,500.
    assert (racks.total_usd.low, racks.total_usd.value, racks.total_usd.high) == (140_000, 180_000, 360_000)
    assert (racks.basis, racks.total_usd.status) == ("estimate", "assumed")
    assert lines["Cabinet"].quantity == 10
    assert (lines["own"].kind, lines["own"].quantity, lines["own"].total_usd.value) == ("rack-cabinet", 2, 12_000)


def test_the_price_of_a_rack_is_an_assumption_that_can_be_set() -> None:
    line = bought(Node(id="r", kind="rack", copies=2), rack_cabinet_usd=3_000.0)["Rack cabinet, as drawn"]
    assert (line.unit_usd.low, line.unit_usd.value, line.unit_usd.high) == (3_000, 3_000, 3_000)
    assert line.unit_usd.status == "user"


def test_free_units_get_a_panel_where_all_heights_are_known() -> None:
    lines = bought(
        # 42 U by assumption less 4 × 8, in 3 racks; 48 U by the cabinet less 5 × 8, in 2.
        Node(id="a", kind="rack", copies=3, order=0),
        servers("a", 4),
        Node(id="b", kind="rack", copies=2, order=1),
        Node(id="cab", kind="rack-cabinet", part="x/cabinet", parent="b", order=2),
        servers("b", 5),
        # Empty: nothing blows through it. Of unknown height: nobody knows.
        Node(id="c", kind="rack", order=3),
        Node(id="d", kind="rack", order=4),
        Node(id="h", kind="host", parent="d", order=5),
    )
    panels = lines["Blanking panel 1 U"]
    assert (panels.quantity, panels.places) == (3 * 10 + 2 * 8, (("a", 30), ("b", 16)))
    assert panels.rests_on.endswith("Left out: 2 racks, empty or with something of unknown height.")
    # Half of them, and none.
    some = (Node(id="a", kind="rack", copies=3, order=0), servers("a", 4))
    assert bought(*some, blanking_share=0.5)["Blanking panel 1 U"].quantity == 15
    assert "Blanking panel 1 U" not in bought(*some, blanking_share=0.0)


def test_what_hangs_beside_the_units_takes_none() -> None:
    beside = Node(id="p", kind="server", part="x/server", parent="a", order=8, rack=RackPlace(u=1, zero_u=True))
    assert bought(Node(id="a", kind="rack"), servers("a", 4), beside)["Blanking panel 1 U"].quantity == 10
