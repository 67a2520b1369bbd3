"""More units of what is too small or stands there once: the fix does what it says, and its effect is told before."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.rooms.floor_problems import FloorProblem, floor_problems
from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.nodes.nodes import set_node
from designer.edit.power.power_units import more_units
from designer.model.design import Design, FloorPlace
from designer.model.parts.part import Part, PortGroup, Price, Quantity
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import standing
from designer.model.rooms.room_plan import RoomPlan, rectangle
from designer.review.effects.fixing import fixed
from designer.review.effects.preview import effect_of_fixes, state_of
from designer.review.findings import Finding
from designer.review.rules import review
from tests.analysis.power.drawn import drawn, feed, node

TODAY = date(2026, 11, 27)


def said(design: Design) -> dict[str, Finding]:
    return {one.rule: one for one in reversed(review(design, analyze(design), TODAY))}


def mended(design: Design, rule: str) -> Design:
    """DESIGN after the fix of the finding of RULE, which is gone then."""
    fix = said(design)[rule].fix
    assert fix is not None
    after = fixed(design, Library(), (fix,)).applied(design)
    assert rule not in said(after)
    return after


def hall(capacity_w: float = 60_000.0) -> Design:
    return drawn(
        node("grid", "utility", capacity_w=1e6),
        node("ups", "ups", capacity_w=90_000.0),
        node("pdu", "pdu", capacity_w=capacity_w),
        node("host", "server", 4, power_max_w=10_000.0),
        feed("f1", "grid", "ups"),
        feed("f2", "ups", "pdu"),
        feed("f3", "pdu", "host", 24),
    )


def test_a_strip_that_is_too_small_gets_company() -> None:
    design = hall(capacity_w=17_000.0)
    fix = said(design)["feed-overloaded"].fix
    assert fix is not None
    assert fix.label == "Add 2 PDUs"  # 40 kW on 17 kW each: three in all
    after = mended(design, "feed-overloaded")
    assert after.nodes["pdu"].copies == 3
    assert after.links["f2"].cables == 3
    assert after.links["f3"].cables == 24


def in_the_way(design: Design) -> tuple[FloorProblem, ...]:
    return tuple(one for one in floor_problems(design, standing(design)) if one.trouble == "overlap")


def on_the_floor(*, pitch_mm: float) -> tuple[Design, Design]:
    """A room with a UPS and a panel that stands PITCH_MM beside it, and the same with a second UPS."""
    room = replace(node("room", "room"), plan=RoomPlan(outline=rectangle(8_000, 6_000)))
    ups, panel = (replace(node(one, kind), parent="room") for one, kind in (("ups", "ups"), ("panel", "pdu")))
    design = drawn(
        room,
        replace(ups, floor=FloorPlace(x_mm=1_000, y_mm=2_000)),
        replace(panel, floor=FloorPlace(x_mm=1_000 + pitch_mm, y_mm=2_000)),
    )
    return design, more_units(design, Library(), node_id="ups", copies=2).applied(design)


def test_one_more_unit_stands_on_nothing() -> None:
    before, after = on_the_floor(pitch_mm=600)
    assert in_the_way(set_node(before, "ups", copies=2).applied(before))[0].trouble == "overlap"
    assert not in_the_way(after)
    before, after = on_the_floor(pitch_mm=3_000)
    assert after.nodes["ups"].floor == before.nodes["ups"].floor  # there is place beside it, and it stays


def test_one_more_carries_the_rest_when_one_fails() -> None:
    design = mended(hall(capacity_w=17_000.0), "feed-overloaded")
    fix = said(design)["feed-not-redundant"].fix
    assert fix is not None
    assert fix.label == "Add 1 PDU"
    assert mended(design, "feed-not-redundant").nodes["pdu"].copies == 4


def test_a_second_strip_survives_the_loss_of_the_first() -> None:
    """The words that issue 13 asks for: "+1 PDU: +4 k$, survives …", before anything is changed."""
    strip = Part(
        id="x/strip",
        kind="pdu",
        layer="facility",
        vendor="X",
        name="Strip",
        facts={"capacity_w": Quantity(value=60_000.0)},
        prices=(Price(low=4_000.0, typical=4_000.0, high=4_000.0, basis="list"),),
        availability="sold",
    )
    design = hall()
    nodes = {**design.nodes, "pdu": replace(design.nodes["pdu"], part=strip.id, facts={})}
    nodes |= {one: replace(nodes[one], copies=2) for one in ("grid", "ups")}
    links = {name: replace(link, cables=2) if name != "f3" else link for name, link in design.links.items()}
    design = replace(design, nodes=nodes, links=links, parts={strip.id: strip})
    finding = said(design)["one-power-side"]
    assert finding.fix is not None
    effect = effect_of_fixes(state_of(design, Library(), TODAY), Library(), (finding.fix,), TODAY)
    assert effect.added[0] == "+1 PDU"
    # 4,000 for the strip, 60 · 20 · 0.893 = 1,072 for a feeder of 60 kVA over the 20 m of a cable without a place.
    assert "+5.07 k$ to buy" in effect.words
    assert finding.message in effect.mended
    before, after = effect.harmful
    assert before is not None
    assert after is not None
    assert after < before


@pytest.mark.parametrize(("supplies", "cords", "devices"), [(2, 8, 0), (1, 4, 2)])
def test_a_second_strip_is_wired_to_the_supplies_that_are_free(supplies: int, cords: int, devices: int) -> None:
    """Four servers with one cord each: those with a second supply get a second cord, and no strip darkens one.

    With one supply alone two hang on each strip, as many as can.
    """
    design = drawn(
        node("grid", "utility", 2, capacity_w=1e6),
        node("ups", "ups", 2, capacity_w=90_000.0),
        node("pdu", "pdu", capacity_w=60_000.0),
        node("host", "server", 4, power_max_w=1_000.0),
        feed("f1", "grid", "ups", 2),
        feed("f2", "ups", "pdu", 2),
        feed("f3", "pdu", "host", 4),
    )
    outlets = PortGroup(name="c13", media=("power",), count=24, connector="C13")
    inlet = PortGroup(name="psu", media=("power",), count=supplies, connector="C14")
    nodes = {
        "pdu": replace(design.nodes["pdu"], ports=(outlets,)),
        "host": replace(design.nodes["host"], ports=(inlet,)),
    }
    design = replace(design, nodes=design.nodes | nodes)
    fix = said(design)["power-single-point"].fix
    assert fix is not None
    assert fix.arguments == {"node_id": "pdu", "copies": 2}
    after = fixed(design, Library(), (fix,)).applied(design)
    assert after.links["f3"].cables == cords
    dark = [
        one.message for one in review(after, analyze(after), TODAY) if "pdu" in one.message and "dark" in one.message
    ]
    assert len(dark) == devices


def test_a_ups_that_is_overloaded_and_a_site_that_outgrows_its_transformers() -> None:
    small = drawn(
        node("grid", "utility", capacity_w=1e6),
        node("ups", "ups", 2, capacity_w=15_000.0),
        node("host", "server", 4, power_max_w=10_000.0),
        feed("f1", "grid", "ups", 2),
        feed("f2", "ups", "host", 8),
    )
    assert said(small)["stage-overloaded"].fix is not None
    assert mended(small, "stage-overloaded").nodes["ups"].copies >= 3
    site = drawn(
        node("grid", "utility", capacity_w=99e6),
        node("trafo", "transformer", 2, capacity_w=5e5),
        node("host", "server", 100, power_max_w=10_000.0),
        node("one", "server", power_max_w=10_000.0),
        feed("f1", "grid", "trafo", 2),
        feed("f2", "trafo", "one", 2),
        assumptions={"pue": 1.5},
    )
    fix = said(site)["site-over-supply"].fix
    assert fix is not None
    assert fix.label == "Add 2 transformers"  # 1.01 MW × 1.5 = 1.515 MW on 0.5 MW each: four
    mended(site, "site-over-supply")


def test_what_has_no_units_is_refused() -> None:
    with pytest.raises(RefusedInput, match="no equipment any more"):
        more_units(drawn(node("users", "users")), Library(), node_id="users", copies=9)
    with pytest.raises(RefusedInput, match="no equipment any more"):
        more_units(hall(), Library(), node_id="gone", copies=9)
