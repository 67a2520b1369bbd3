"""What optics draw beside the published power of switches."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.analysis.rooms.cable_records import CablesResult, Purchase
from designer.analysis.rooms.optics_power import optics_power
from designer.analysis.run import analyze
from designer.edit.nodes import add_node
from designer.edit.templates import build_template
from designer.model.design import Design
from designer.model.figures import leaf
from designer.model.parts import Part, Quantity
from designer.review.facility.optics_rules import optics_beside_the_load
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


def told(design: Design, optics: int, most_w: float) -> list[str]:
    power = analyze(design, only=("power",))
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
    results: Results = replace(power, cables=cables)
    return [f"{one.severity} {one.message} {one.detail}" for one in optics_beside_the_load(design, results, TODAY)]


def test_the_finding_says_which_figures_hold_them() -> None:
    design = add_node(Design(), LIBRARY, "nvidia/qm9700", 0, 0, node_id="leaf").applied(Design())
    (text,) = told(design, 64, 500.0)
    assert text.startswith(
        "note 64 optics and active cables draw 400 W in use and 500 W at most. The typical power of "
    )
    assert "Quantum-2 QM9700 is published with copper cables" in text
    assert "The maximum of Quantum-2 QM9700 holds them already" in text


def test_it_is_silent_where_there_are_none_or_they_do_not_matter() -> None:
    design = add_node(Design(), LIBRARY, "nvidia/qm9700", 0, 0, node_id="leaf").applied(Design())
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
