"""What comes on top of the goods, by hand: spares, freight, installation of racks and cables, tax."""

import pytest

from designer.analysis.results import CostResult, Delivery
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node, Settings
from designer.model.figures.figure import recompute
from designer.model.parts.part import Part, Price

SWITCH = Part(
    id="x/switch",
    kind="switch",
    layer="servers_fabric",
    vendor="X",
    name="Switch",
    prices=(Price(low=8_000, typical=10_000, high=12_000, basis="list", status="sourced"),),
)
SYSTEM = Part(
    id="x/system",
    kind="rack-system",
    layer="servers_fabric",
    vendor="X",
    name="System",
    prices=(Price(low=1e6, typical=1e6, high=1e6, basis="list"),),
)
FIBRE = Part(
    id="x/fibre",
    kind="cable",
    layer="servers_fabric",
    vendor="X",
    name="Fibre",
    tags=("fibre",),
    prices=(Price(low=50, typical=50, high=50, basis="list"),),
)
COPPER = Part(
    id="x/copper",
    kind="cable",
    layer="servers_fabric",
    vendor="X",
    name="Copper",
    prices=(Price(low=20, typical=20, high=20, basis="list"),),
)
PARTS = {part.id: part for part in (SWITCH, SYSTEM, FIBRE, COPPER)}
NODES = (
    Node(id="rack", kind="rack", copies=4, order=0),
    Node(id="sw", kind="switch", part="x/switch", parent="rack", copies=3, order=1),
    Node(id="sys", kind="rack-system", part="x/system", copies=2, order=2),
)
LINKS = (
    Link(id="f", a="sw", b="sys", medium="fabric", cables=120, cable_part="x/fibre", length_m=10.0),
    Link(id="c", a="sw", b="sys", medium="management", cables=8, cable_part="x/copper", length_m=2.0),
)


def costed(**assumptions: float) -> CostResult:
    design = Design(
        nodes={node.id: node for node in NODES},
        links={link.id: link for link in LINKS},
        parts=PARTS,
        settings=Settings(assumptions=assumptions),
    )
    cost = analyze(design, only=("power", "cost")).cost
    assert cost is not None
    return cost


def delivered(cost: CostResult) -> Delivery:
    assert cost.delivery is not None
    return cost.delivery


def test_goods_spares_freight_installation_and_tax_by_hand() -> None:
    cost = costed(tax_share=0.1)
    found = delivered(cost)
    # 12 switches, 2 systems, 4 racks at 4,500, 120 fibres at 50 and 8 copper cables at 20; 32 cables leave each of the
    # racks, for which two patch panels of 24 ports at 80 come by rule.
    goods = 12 * 10_000 + 2 * 1_000_000 + 4 * 4_500 + 120 * 50 + 8 * 20 + 4 * 2 * 80
    assert cost.capex_usd.value == goods == 2_144_800
    # 1% of 12 switches is one, 2% of 120 fibres is three; 8 copper cables and 2 systems are too few for a spare.
    assert {line.name: line.spares for line in cost.lines if line.spares} == {"Switch": 1, "Fibre": 3}
    assert found.spares_usd.value == 10_000 + 3 * 50 == 10_150
    assert found.freight_usd.value == pytest.approx(0.02 * (goods + 10_150))
    # 6 hours for each of 4 racks and 80 for each of 2 systems, 0.4 for a fibre and 0.25 for copper, at 85 USD.
    assert found.racks_usd.value == (4 * 6 + 2 * 80) * 85 == 15_640
    assert found.cables_usd.value == pytest.approx((120 * 0.4 + 8 * 0.25) * 85) == pytest.approx(4_250)
    together = goods + 10_150 + 0.02 * (goods + 10_150) + 15_640 + 4_250
    assert found.delivered_usd.value == pytest.approx(together)
    assert found.tax_usd.value == pytest.approx(0.1 * together)
    assert found.with_tax_usd.value == pytest.approx(1.1 * together)
    for figure in (found.delivered_usd, found.with_tax_usd):
        assert recompute(figure) == figure.value


def test_nothing_of_it_is_in_the_capital_cost_and_all_of_it_can_be_left_out() -> None:
    none = costed(
        spare_device_share=0.0,
        spare_cable_share=0.0,
        freight_share=0.0,
        labour_usd_per_h=0.0,
    )
    assert none.capex_usd.value == costed().capex_usd.value == delivered(none).with_tax_usd.value
    assert delivered(none).tax_usd.value == 0


def test_one_is_kept_spare_from_as_many_pieces_as_is_set() -> None:
    lines = {line.name: line.spares for line in costed(spare_from=13.0).lines}
    assert (lines["Switch"], lines["Fibre"]) == (0, 3)
    lines = {line.name: line.spares for line in costed(spare_from=1.0).lines}
    assert (lines["Switch"], lines["Fibre"], lines["Copper"], lines["System"]) == (1, 3, 1, 0)


def test_a_missing_price_makes_all_further_totals_say_at_least() -> None:
    unpriced = Part(id="x/bare", kind="switch", layer="servers_fabric", vendor="X", name="Bare")
    design = Design(nodes={"sw": Node(id="sw", kind="switch", part="x/bare", copies=20)}, parts={"x/bare": unpriced})
    cost = analyze(design, only=("power", "cost")).cost
    assert cost is not None
    found = delivered(cost)
    for figure in (cost.capex_usd, found.spares_usd, found.delivered_usd, found.with_tax_usd):
        assert figure.missing == ("Bare: price",)
