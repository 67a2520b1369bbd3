"""What optics draw beside the published power of switches."""

from collections.abc import Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.chain.surviving_copies import ALL_STANDING
from designer.analysis.cooling.shares import heats_of, ratio_of
from designer.analysis.power.draw import power
from designer.analysis.results import Results
from designer.analysis.rooms.cable_records import CablesResult, Purchase
from designer.analysis.rooms.optics_power import OpticsDraw, optics_of, optics_power
from designer.analysis.run import analyze
from designer.edit.nodes.nodes import add_node, set_node
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.model.figures.figure import leaf
from designer.model.parts.part import Part, Quantity
from designer.review.power.optics_rules import optics_beside_the_load
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 27)


def bought(part: str, quantity: int, *, optic: bool = True) -> Purchase:
    return Purchase(
        part=part,
        stock_m=None,
        part_number="",
        cut=False,
        optic=optic,
        own=False,
        quantity=quantity,
        needed_m=0.0,
        links=("l",),
    )


def part(part_id: str, kind: str, **facts: float) -> Part:
    return Part(
        id=part_id,
        kind=kind,
        layer="servers_fabric",
        vendor="X",
        name=part_id,
        facts={name: Quantity(value=value) for name, value in facts.items()},
    )


PARTS = {
    one.id: one
    for one in (
        part("both", "optic", power_max_w=10.0, power_typical_w=7.0),
        part("most", "optic", power_max_w=20.0),
        part("silent", "optic"),
        part("copper", "cable", power_max_w=0.2),
        part("active", "cable", power_max_w=3.0),
    )
}


def test_typical_and_maximum_are_sums_over_what_is_bought() -> None:
    found = optics_power(
        Design(), [bought("both", 4), bought("most", 2), bought("copper", 99), bought("active", 5)], PARTS
    )
    # 4·10 + 2·20 + 5·3 = 95; in use 4·7 + (2·20 + 5·3)·0.8 = 72. Copper is none.
    assert found.number == 11
    assert found.max_w.value == pytest.approx(95.0)
    assert found.typical_w.value == pytest.approx(72.0)
    assert not found.max_w.at_least


def test_an_optic_of_unknown_power_is_not_nothing() -> None:
    found = optics_power(Design(), [bought("both", 4), bought("silent", 1)], PARTS)
    assert found.max_w.value == pytest.approx(40.0)
    assert found.max_w.at_least
    assert "silent" in found.max_w.missing[0]
    assert optics_power(Design(), [], PARTS).max_w.value == 0.0


def told(design: Design, optics: int, most_w: float, at: Mapping[str, OpticsDraw] | None = None) -> list[str]:
    found = analyze(design, only=("power",))
    cables = CablesResult(
        by_link={},
        cables=0,
        unknown=0,
        metres=leaf("cable", 0.0, "m"),
        optics=optics,
        optics_typical_w=leaf("t", most_w * 0.8, "W"),
        optics_max_w=leaf("m", most_w, "W"),
        purchases=(bought("x", optics),),
    )
    assert found.power is not None
    results: Results = replace(found, cables=cables, power=replace(found.power, optics=at or {}))
    return [f"{one.severity} {one.message} {one.detail}" for one in optics_beside_the_load(design, results, TODAY)]


def placed(*parts: str) -> Design:
    design = Design()
    for part_id in parts:
        design = add_node(design, LIBRARY, part_id, 0, 0, node_id=part_id.partition("/")[2]).applied(design)
    return design


def drawing(design: Design, **at: Mapping[str, float]) -> Mapping[str, OpticsDraw]:
    names = {node_id.replace("-", "_"): node_id for node_id in design.nodes}
    return optics_of(design, [{names[name]: counted for name, counted in at.items()}], (), PARTS)


def test_the_finding_says_which_figures_hold_them() -> None:
    design = placed("nvidia/qm9700", "nvidia/dgx-h100")
    at = drawing(design, qm9700={"both": 32}, dgx_h100={"most": 8})
    (text,) = told(design, 40, 480.0, at)
    assert text == (
        "note 40 optics and active cables draw 384 W in use and 480 W at most. The typical power of Quantum-2 QM9700 "
        "is published without them, so 224 W are added to the IT load. The maximum of Quantum-2 QM9700 holds them "
        "already. For DGX H100 this is not stated: the IT load may be up to 160 W more, which its range holds."
    )


def test_the_power_of_a_device_holds_its_optics_once() -> None:
    """Of a QM9700 with 32 optics of 7 and 10 W: 747 + 224 W in use, 1,720 W at most as published with active cables."""
    design = placed("nvidia/qm9700", "nvidia/dgx-h100")
    optics = drawing(design, qm9700={"both": 32}, dgx_h100={"most": 8})
    found = power(design, ALL_STANDING._replace(optics=optics))
    switch, host = found.by_node["qm9700"], found.by_node["dgx-h100"]
    assert (switch.typical_w.value, switch.max_w.value) == (747 + 32 * 7, 1_720)
    # Of the system nobody says it: what is published stands, and 8 · 20 W widen the range.
    assert (host.max_w.value, host.max_w.low, host.max_w.high) == (10_200, 10_200, 10_360)
    assert host.typical_w.value == 10_200 * 0.8
    assert found.it_max_w.value == 1_720 + 10_200
    assert found.facility_w.value == pytest.approx((747 + 224 + 8_160) * 1.54)


def test_typical_power_with_optics_stays_below_the_published_maximum() -> None:
    design = placed("nvidia/qm9700")
    found = power(design, ALL_STANDING._replace(optics=drawing(design, qm9700={"both": 32, "most": 64})))
    # 747 + 32 · 7 + 64 · 16 = 1,995 W, but 1,720 W are all that it draws with active cables.
    assert found.it_typical_w.value == 1_720


def test_a_figure_of_ones_own_says_itself_whether_it_holds_them() -> None:
    design = placed("nvidia/qm9700")
    own = set_node(design, "qm9700", facts={"power_max_w": 1_000.0}).applied(design)
    assert drawing(own, qm9700={"both": 1})["qm9700"].in_max is None
    without = set_node(design, "qm9700", facts={"power_max_w": 1_000.0, "optics_in_max": 0.0}).applied(design)
    at = drawing(without, qm9700={"both": 32})
    assert at["qm9700"].in_max is False
    assert power(without, ALL_STANDING._replace(optics=at)).it_max_w.value == 1_320


def test_racks_feeds_and_heat_hold_them_too() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    spine = design.nodes["spine"]
    design = set_node(design, "spine", facts={**spine.facts, "power_max_w": 1_000.0, "optics_in_max": 0.0}).applied(
        design
    )
    bare = analyze(design, only=("power", "cooling"))
    lit = analyze(design, only=("power", "cooling"), library=LIBRARY)
    # 128 twin optics of 15 W in four spines.
    more = 128 * 15.0
    assert lit.power is not None
    assert bare.power is not None
    assert lit.power.it_max_w.value == (bare.power.it_max_w.value or 0.0) + more
    assert lit.power.by_node["spine"].max_w.value == 4 * (1_000.0 + 32 * 15)
    assert lit.plant is not None
    assert bare.plant is not None
    assert lit.plant.devices_max_w.value == pytest.approx((bare.plant.devices_max_w.value or 0.0) + more)
    assert lit.cooling is not None
    assert bare.cooling is not None
    assert lit.cooling.heat_w.value == pytest.approx((bare.cooling.heat_w.value or 0.0) + more)
    rack = spine.parent or ""
    assert lit.cooling.racks[rack].max_w.value == pytest.approx((bare.cooling.racks[rack].max_w.value or 0.0) + more)
    # Which section is asked for changes no figure.
    assert analyze(design, library=LIBRARY).power == lit.power


def test_alike_switches_give_off_the_heat_of_their_own_optics() -> None:
    design = placed("nvidia/qm9700")
    design = add_node(design, LIBRARY, "nvidia/qm9700", 0, 0, node_id="spine").applied(design)
    left = ALL_STANDING._replace(optics=drawing(design, qm9700={"both": 32}, spine={"both": 16}))
    found = heats_of(design, ratio_of(design), left)
    assert [found[one].air_typical_w.value for one in ("qm9700", "spine")] == [747 + 32 * 7, 747 + 16 * 7]


def test_it_is_silent_where_there_are_none_or_they_do_not_matter() -> None:
    design = placed("nvidia/qm9700")
    assert told(design, 0, 0.0) == []
    assert told(design, 1, 17.0) == []  # 1% of 1,720 W is 17.2 W


def test_a_drawn_room_has_them_from_its_routes() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {})
    cables = analyze(design, only=("cost",), library=LIBRARY).cables
    assert cables is not None
    assert cables.optics == sum(
        one.quantity
        for one in cables.purchases
        if LIBRARY.parts[one.part].kind == "optic" or (LIBRARY.parts[one.part].facts["power_max_w"].value or 0.0) >= 1.0
    )
    assert (cables.optics_max_w.value or 0.0) > (cables.optics_typical_w.value or 0.0) > 0.0
