"""What the review says of a year: climate, heat without a way out, PUE, water in dry places."""

from datetime import date

from designer.analysis.run import analyze
from designer.model.design import Design, Node, Settings
from designer.model.parts.part import Part, Quantity
from designer.review.cooling import energy_rules
from designer.review.findings import Finding
from designer.review.rules import review

RULES = (
    energy_rules.climate_not_chosen,
    energy_rules.heat_without_way_out,
    energy_rules.pue_implausible,
    energy_rules.water_in_dry_climate,
    energy_rules.outdoors_too_warm,
)


def part(kind: str, **facts: float) -> Part:
    return Part(
        id=f"x/{kind}",
        kind=kind,
        layer="facility",
        vendor="X",
        name=kind,
        facts={name: Quantity(value=value) for name, value in facts.items()},
    )


PARTS = {
    one.id: one
    for one in (
        part("server", power_max_w=10_000.0),
        part("crah", power_max_w=4_000.0),
        part("chiller", cooling_capacity_w=500_000.0, power_max_w=100_000.0),
        part("cooling-tower", power_max_w=2_000.0),
        part("dry-cooler", power_max_w=2_000.0),
    )
}


def found(*kinds: str, choices: dict[str, str] | None = None, **assumptions: float) -> dict[str, Finding]:
    nodes = {kind: Node(id=kind, kind=kind, part=f"x/{kind}") for kind in kinds}
    design = Design(nodes=nodes, parts=PARTS, settings=Settings(choices=choices or {}, assumptions=assumptions))
    return {one.rule: one for one in review(design, analyze(design, only=("power",)), date(2026, 11, 27), RULES)}


def test_chillers_beside_towers_ask_for_a_climate_until_one_is_there() -> None:
    plant = ("server", "crah", "chiller", "cooling-tower")
    assert set(found(*plant)) == {"climate-not-chosen"}
    assert found(*plant)["climate-not-chosen"].ids == ("chiller",)
    assert found(*plant, choices={"climate": "chicago"}) == {}
    assert found(*plant, choices={"economizer": "none"}) == {}
    assert found(*plant, free_cooling_h=2_000.0) == {}
    assert found("server", "crah", "chiller") == {}


def test_heat_needs_a_way_out() -> None:
    finding = found("server", "crah")["heat-without-way-out"]
    # 8 kW of IT, losses 8 × (1/0.95 − 1) = 0.421, fans 3.2 kW: 1.45.
    assert "PUE of 1.45" in finding.message
    assert finding.ids == ("crah",)
    assert found("server") == {}


def test_a_pue_that_no_hall_has_is_doubted() -> None:
    nodes = ("server", "crah", "chiller", "cooling-tower")
    assert "pue-implausible" not in found(*nodes, choices={"climate": "chicago"})
    # One server and chillers of COP 0.5: 8 + 0.421 + 3.2 + 1.6 + 11.2 / 0.5 = 35.6 kW, PUE 4.45.
    design = Design(
        nodes={kind: Node(id=kind, kind=kind, part=f"x/{kind}") for kind in nodes}
        | {"chiller": Node(id="chiller", kind="chiller", part="x/chiller", facts={"cop": 0.5})},
        parts=PARTS,
        settings=Settings(choices={"economizer": "none"}),
    )
    told = review(design, analyze(design, only=("power",)), date(2026, 11, 27), RULES)
    assert [one.rule for one in told] == ["pue-implausible"]
    assert "PUE of 4.45" in told[0].message


def test_towers_in_a_dry_climate_are_told_with_their_water() -> None:
    plant = ("server", "crah", "chiller", "cooling-tower")
    told = found(*plant, choices={"climate": "tucson"})["water-in-dry-climate"]
    assert "m³/year" in told.message
    assert "2B" in told.detail
    assert "water-in-dry-climate" not in found(*plant, choices={"climate": "tampa"})


def test_dry_coolers_alone_are_too_small_for_warm_hours() -> None:
    told = found("server", "crah", "dry-cooler", choices={"climate": "chicago"})["outdoors-too-warm"]
    # 17 − 10 = 7 °C dry bulb holds in 3,615 of 8,760 hours.
    assert "In 5,145 hours" in told.message.replace("\u202f", ",")
    assert "at most 7 °C (dry bulb)" in told.detail
    # Towers cool to 6 K above the wet bulb, so to 11 °C in 5,137 hours: they lack 3,623.
    tower = found("server", "crah", "cooling-tower", choices={"climate": "chicago"})["outdoors-too-warm"]
    assert "In 3,623 hours" in tower.message.replace("\u202f", ",")
    assert "outdoors-too-warm" not in found("server", "crah", "chiller", "dry-cooler", choices={"climate": "chicago"})
    # Warm water for cold plates: 45 − 10 = 35 °C is never passed in Chicago, whose warmest hour has 35.0 °C.
    warm = found("server", "dry-cooler", choices={"climate": "chicago"}, chilled_water_c=45.0)
    assert "outdoors-too-warm" not in warm
    assert "outdoors-too-warm" not in found("server", "dry-cooler", choices={"climate": "chicago"})
