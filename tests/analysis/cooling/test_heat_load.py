"""Heat, air and racks by hand."""

import pytest

from designer.analysis.cooling.heat_load import cooling
from designer.analysis.power.draw import power
from designer.analysis.results import CoolingResult
from designer.formulas.cooling.heat_removal import airflow_cfm, heat_btu_per_h
from designer.model.design import Design, Node, Settings
from designer.model.figures.figure import recompute
from designer.model.parts.part import Part, Quantity

# DGX H100 user guide: 10.2 kW at most, 130.45 kg, 8U.
DGX = Part(
    id="x/dgx",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="DGX",
    facts={
        "power_max_w": Quantity(value=10200.0),
        "weight_kg": Quantity(value=130.45),
        "height_u": Quantity(value=8.0),
    },
)
WET = Part(
    id="x/wet",
    kind="server",
    layer="servers_fabric",
    vendor="X",
    name="Wet server",
    facts={"power_max_w": Quantity(value=10000.0), "liquid_heat_share": Quantity(value=0.85)},
)
UPS = Part(id="x/ups", kind="ups", layer="facility", vendor="X", name="UPS", facts={"efficiency": Quantity(value=0.8)})
CRAH = Part(
    id="x/crah",
    kind="crah",
    layer="facility",
    vendor="X",
    name="Air handler",
    facts={"cooling_capacity_w": Quantity(value=30000.0), "power_max_w": Quantity(value=3000.0)},
)
CHILLER = Part(
    id="x/chiller",
    kind="chiller",
    layer="facility",
    vendor="X",
    name="Chiller",
    facts={"cooling_capacity_w": Quantity(value=500000.0)},
)
CABINET = Part(
    id="x/cabinet",
    kind="rack-cabinet",
    layer="facility",
    vendor="X",
    name="Cabinet",
    facts={
        "rack_units": Quantity(value=48.0),
        "load_limit_kg": Quantity(value=1700.0),
        "weight_kg": Quantity(value=150.0),
    },
)
CHIP = Part(
    id="x/chip",
    kind="accelerator",
    layer="silicon",
    vendor="X",
    name="Chip",
    facts={"power_max_w": Quantity(value=700.0), "height_u": Quantity(value=2.0), "weight_kg": Quantity(value=1.5)},
)
PARTS = {part.id: part for part in (DGX, WET, UPS, CRAH, CHILLER, CABINET, CHIP)}


def cooled(*nodes: Node, **assumptions: float) -> CoolingResult:
    design = Design(nodes={node.id: node for node in nodes}, parts=PARTS, settings=Settings(assumptions=assumptions))
    return cooling(design, power(design))


def node(id: str, part: str, copies: int = 1, parent: str | None = None) -> Node:
    return Node(id=id, kind=PARTS[part].kind, part=part, copies=copies, parent=parent)


def test_four_dgx_h100_in_a_rack_are_40_8_kw_and_521_8_kg() -> None:
    rack = Node(
        id="rack", kind="rack", copies=8, facts={"power_limit_w": 35000.0, "load_limit_kg": 500.0, "rack_units": 42.0}
    )
    load = cooled(rack, node("dgx", "x/dgx", 4, "rack")).racks["rack"]
    assert load.max_w.value == 40_800
    assert load.weight_kg.value == 521.8
    assert load.used_u.value == 32
    assert (load.power_limit_w.value, load.load_limit_kg.value, load.height_u.value) == (35_000, 500, 42)
    assert load.power_limit_w.status == "user"


def test_copies_between_the_rack_and_a_device_multiply_and_chips_take_no_units() -> None:
    load = cooled(
        Node(id="rack", kind="rack", copies=5),
        Node(id="shelf", kind="pod", copies=2, parent="rack"),
        node("dgx", "x/dgx", 1, "shelf"),
        node("chip", "x/chip", 3, "dgx"),
    ).racks["rack"]
    # 2 shelves: 2 × 10,200 + 6 × 700 W; 2 × 130.45 + 6 × 1.5 kg; 2 × 8U.
    assert load.max_w.value == 24_600
    assert load.weight_kg.value == pytest.approx(269.9)
    assert load.used_u.value == 16


def test_a_cabinet_in_the_rack_gives_its_limits_and_weighs_but_takes_no_units() -> None:
    load = cooled(
        Node(id="rack", kind="rack"), node("cab", "x/cabinet", 1, "rack"), node("dgx", "x/dgx", 1, "rack")
    ).racks["rack"]
    assert (load.height_u.value, load.load_limit_kg.value) == (48, 1_700)
    assert load.weight_kg.value == pytest.approx(280.45)
    assert load.used_u.value == 8
    assert load.power_limit_w.value is None


def test_unknown_weight_and_height_are_named() -> None:
    load = cooled(Node(id="rack", kind="rack"), node("wet", "x/wet", 2, "rack")).racks["rack"]
    assert load.weight_kg.value is None
    assert load.weight_kg.missing == ("Wet server: weight",)
    assert load.used_u.missing == ("Wet server: height",)


def test_heat_and_airflow_are_the_formulas() -> None:
    found = cooled(node("dgx", "x/dgx", 4), air_delta_t_f=20.0, pressure_ratio=0.8)
    assert found.heat_w.value == 40_800
    assert found.heat_btu_per_h.value == pytest.approx(heat_btu_per_h(40_800))
    # 3412 × 40.8 / (1.085 × 20) / 0.8 = 8,019 CFM.
    assert found.airflow_cfm.value == pytest.approx(8_019, abs=1)
    assert found.airflow_cfm.value == pytest.approx(airflow_cfm(40.8, 20, 0.8))
    assert recompute(found.airflow_cfm) == found.airflow_cfm.value
    assert (found.air_share.value, found.liquid_share.value) == (1, 0)


def test_only_the_air_cooled_heat_needs_air() -> None:
    found = cooled(node("dgx", "x/dgx"), node("wet", "x/wet", 2))
    # Heat 30,200 W, of which 17,000 W into liquid: air carries 13,200 W.
    assert found.heat_w.value == 30_200
    assert found.liquid_share.value == pytest.approx(17_000 / 30_200)
    assert found.air_share.value == pytest.approx(13_200 / 30_200)
    assert found.airflow_cfm.value == pytest.approx(airflow_cfm(13.2, 25))


def test_losses_of_a_drawn_ups_heat_the_room() -> None:
    # 10,200 × (1/0.8 − 1) = 2,550 W.
    assert cooled(node("dgx", "x/dgx"), node("ups", "x/ups")).heat_w.value == pytest.approx(12_750)


def test_a_chiller_behind_air_handlers_adds_no_capacity() -> None:
    both = cooled(node("dgx", "x/dgx"), node("crah", "x/crah", 3), node("chiller", "x/chiller"))
    assert both.capacity_w.value == 90_000
    assert cooled(node("chiller", "x/chiller")).capacity_w.value == 500_000
    assert cooled(node("dgx", "x/dgx")).capacity_w.value is None


def test_an_empty_design_has_no_shares() -> None:
    found = cooled()
    assert found.heat_w.value == 0
    assert found.liquid_share.value is None
    assert found.racks == {}
