"""A year by hand: chillers and free cooling, energy and its uses, money, carbon, water."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.counts import counts
from designer.analysis.energy.records import EnergyResult
from designer.analysis.energy.year import energy
from designer.analysis.money.cost import cost
from designer.analysis.power.draw import power
from designer.analysis.run import analyze
from designer.analysis.workloads.shares import machine_month
from designer.formulas.money import energy_cost
from designer.formulas.power.carbon import carbon
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node, Settings
from designer.model.figures.figure import Figure, recompute
from designer.model.parts.part import Contained, Part, Quantity
from tests.long_runs import runs


def part(id: str, kind: str, contains: tuple[Contained, ...] = (), **facts: float) -> Part:
    return Part(
        id=f"x/{id}",
        kind=kind,
        layer="facility" if kind != "server" else "servers_fabric",
        vendor="X",
        name=id,
        facts={name: Quantity(value=value) for name, value in facts.items()},
        contains=contains,
    )


CHIP = part("chip", "accelerator", power_max_w=400.0)
PARTS = {
    one.id: one
    for one in (
        CHIP,
        part("server", "server", (Contained(part="x/chip", count=8),), power_max_w=10_000.0, power_typical_w=8_000.0),
        part("ups", "ups", efficiency=0.96),
        part("crah", "crah", power_max_w=5_000.0),
        part("cdu", "cdu", power_max_w=2_000.0),
        part("chiller", "chiller", cooling_capacity_w=500_000.0, power_max_w=100_000.0),
        part("bare", "chiller", cooling_capacity_w=500_000.0),
        part("blank", "chiller"),
        part("tower", "cooling-tower", power_max_w=10_000.0),
        part("dry", "dry-cooler", power_max_w=10_000.0),
        part("wet", "dry-cooler", power_max_w=10_000.0, water_l_per_kwh=0.16),
    )
}


def node(name: str, copies: int = 1, id: str = "") -> Node:
    found = PARTS[f"x/{name}"]
    return Node(id=id or name, kind=found.kind, part=found.id, copies=copies)


def made(*nodes: Node, choices: dict[str, str] | None = None, **assumptions: float) -> Design:
    return Design(
        nodes={one.id: one for one in nodes},
        parts=PARTS,
        settings=Settings(assumptions=assumptions, choices=choices or {}),
    )


def year(design: Design) -> EnergyResult:
    return energy(design, power(design), counts(design))


def value(figure: Figure | None) -> float:
    assert figure is not None
    assert figure.value is not None
    return figure.value


HALL = (node("server", 100), node("ups"), node("crah", 10), node("chiller", 2), node("tower"))


def test_a_hall_by_hand() -> None:
    design = made(*HALL, choices={"climate": "chicago"})
    found, drawn = year(design), power(design)
    # IT 800 kW, losses 800 × (1/0.96 − 1) = 33.333 kW, fans 10 × 5 × 0.8 = 40 kW: heat 873.333 kW. COP 500/100 = 5:
    # 174.667 kW while running. Water of 17 °C, towers 6 K above the wet bulb: 11 °C, in Chicago for 5,137 h, so
    # 174.667 × 3,623/8,760 = 72.239 kW. Tower 10 × 0.8 = 8 kW. Cooling 120.239 kW.
    assert value(found.free_cooling_h) == 5137
    assert value(drawn.by_node["chiller"].typical_w) == pytest.approx(72_239, abs=1)
    assert value(drawn.cooling_w) == pytest.approx(120_239, abs=1)
    assert value(found.pue) == pytest.approx(1 + 33.33333 / 800 + 120.239 / 800, abs=1e-5)
    # At design peak the chillers carry (1,000 + 41.667 + 50) / 5 = 218.3 kW but draw at most 200: 1 + 0.041667 + 0.26.
    assert value(found.pue_peak) == pytest.approx(1.3016667)
    assert value(found.it_kwh) == pytest.approx(7_008_000)
    assert value(found.losses_kwh) == pytest.approx(292_000)
    assert {use: round(value(figure)) for use, figure in found.by_use.items()} == {
        "fans": 350_400,
        "chillers": 632_817,
        "dry coolers and towers": 70_080,
    }
    assert value(found.facility_kwh) == pytest.approx(7_008_000 + 292_000 + 1_053_297, abs=2)
    # Heat 7,008,000 + 292,000 + 1,053,297 = 8,353,297 kWh, of which 1.98384 L each: 16,572 m³.
    assert value(found.water_m3_per_year) == pytest.approx(16_571.6, abs=1)
    assert value(found.wue_l_per_kwh) == pytest.approx(2.36467, abs=1e-4)
    assert value(found.usd_per_year) == pytest.approx(8_353_297 * 0.0836, abs=1)
    assert value(found.co2e_t_per_year) == pytest.approx(8_353.297 * 0.385, abs=0.01)
    assert value(found.cue_kg_per_kwh) == pytest.approx(value(found.pue) * 0.385)
    assert "pue" not in {figure.subject for figure in found.facility_kwh.walk()}
    assert "wue_l_per_kwh" not in {figure.subject for figure in found.water_m3_per_year.walk()}


def test_warmer_water_and_a_colder_place_let_chillers_stand_still_longer() -> None:
    cold = made(*HALL, choices={"climate": "chicago"})
    warm = made(*HALL, choices={"climate": "chicago"}, chilled_water_c=24.0)
    hot = made(*HALL, choices={"climate": "singapore"})
    assert value(year(warm).free_cooling_h) > value(year(cold).free_cooling_h) > value(year(hot).free_cooling_h) == 0
    assert value(year(warm).pue) < value(year(cold).pue) < value(year(hot).pue)
    assert value(year(hot).facility_kwh) == pytest.approx(value(year(made(*HALL)).facility_kwh))


def test_free_cooling_is_what_is_typed_then_chosen_then_drawn() -> None:
    typed = made(*HALL, choices={"climate": "chicago"}, free_cooling_h=1000.0)
    assert value(year(typed).free_cooling_h) == 1000
    none = made(*HALL, choices={"climate": "chicago", "economizer": "none"})
    assert (value(year(none).free_cooling_h), year(none).free_cooling_h.high) == (0, 0)  # type: ignore[union-attr]
    # 17 − 10 = 7 °C dry bulb: 3,615 of the 8,760 records of the typical year.
    dry = made(*HALL, choices={"climate": "chicago", "economizer": "dry"})
    assert value(year(dry).free_cooling_h) == 3615
    # Air of 22.5 °C: halfway between the 7,222 hours at 22 °C or less and the 7,491 at 23 °C.
    air = made(*HALL, choices={"climate": "chicago", "economizer": "air"})
    assert value(year(air).free_cooling_h) == pytest.approx((7222 + 7491) / 2)
    # Nothing stands beside the chillers; no climate says nothing, and may be anything.
    alone = made(node("server"), node("chiller"), choices={"climate": "chicago"})
    assert value(year(alone).free_cooling_h) == 0
    unknown = year(made(*HALL)).free_cooling_h
    assert unknown is not None
    assert (unknown.value, unknown.low, unknown.high, unknown.status) == (0, 0, 8760, "assumed")
    assert year(made(node("server"), node("crah"))).free_cooling_h is None


def test_a_chiller_without_power_has_the_assumed_cop_and_one_without_anything_is_missing() -> None:
    bare = power(made(node("server", 10), node("bare")))
    # 80 kW / 4.5.
    assert value(bare.by_node["bare"].typical_w) == pytest.approx(80_000 / 4.5)
    assert value(bare.by_node["bare"].max_w) == pytest.approx(500_000 / 4.5)
    both = power(made(node("server", 10), node("bare"), node("blank")))
    assert both.facility_w.missing
    assert (both.facility_w.value or 0) >= 80_000


def test_two_sorts_of_chillers_share_the_heat_by_what_they_carry() -> None:
    found = power(made(node("server", 100), node("chiller", 3), node("bare")))
    # 800 kW: three quarters at COP 5, one at 4.5.
    assert value(found.by_node["chiller"].typical_w) == pytest.approx(600_000 / 5)
    assert value(found.by_node["bare"].typical_w) == pytest.approx(200_000 / 4.5)
    assert value(found.by_kind["chiller"]) == pytest.approx(value(found.cooling_w))


def test_without_a_plant_pue_and_wue_are_assumed_and_never_from_parts() -> None:
    found = year(made(node("server", 10), pue=1.4, wue_l_per_kwh=0.5))
    assert value(found.facility_kwh) == pytest.approx(80 * 8760 * 1.4)
    assert (value(found.pue), value(found.pue_peak)) == (1.4, 1.4)
    assert value(found.water_m3_per_year) == pytest.approx(80 * 8760 * 0.5 / 1000)
    assert list(found.by_use) == ["cooling"]
    assert value(found.wue_l_per_kwh) == 0.5


def test_dry_coolers_take_no_water_unless_they_say_so_and_chillers_alone_none() -> None:
    assert value(year(made(node("server"), node("dry"))).water_m3_per_year) == 0
    wet = year(made(node("server"), node("wet")))
    # 8 kW of IT and 8 kW of the cooler: 16 × 8,760 × 0.16 L.
    assert value(wet.water_m3_per_year) == pytest.approx(16 * 8760 * 0.16 / 1000)
    alone = year(made(node("server"), node("chiller")))
    assert value(alone.water_m3_per_year) == 0
    assert alone.notes
    # Towers and dry coolers of unknown size: nobody knows how the heat parts.
    mixed = year(made(node("server"), node("dry"), node("tower")))
    assert mixed.water_m3_per_year.missing


def test_published_energy_of_a_data_center_month() -> None:
    # COST-03 (Hamilton): 15,000 kW × 0.8 × 1.7 × 730 h × 0.07 = 1,042,440 USD.
    hall = Part(
        id="x/hall",
        kind="server",
        layer="servers_fabric",
        vendor="X",
        name="All IT",
        facts={"power_max_w": Quantity(value=15e6)},
    )
    design = Design(
        nodes={"it": Node(id="it", kind="server", part="x/hall")},
        parts={"x/hall": hall},
        settings=Settings(assumptions={"typical_load": 0.8, "pue": 1.7, "electricity_usd_per_kwh": 0.07}),
    )
    assert value(year(design).usd_per_year) / 12 == pytest.approx(1_042_440, abs=1)
    assert value(year(design).usd_per_year) / 12 == pytest.approx(energy_cost(15_000, 0.8, 1.7, 0.07, 730).usd)


@pytest.mark.parametrize(
    ("hours", "mwh", "tonnes"),
    [(809_472, 356, 137), (1_082_880, 475, 183), (82_432, 36, 14), (135_168, 59, 23), (530_432, 233, 90)],
)
def test_published_carbon_of_accelerator_hours(hours: float, mwh: float, tonnes: float) -> None:
    # PWR-10 (LLaMA): 400 W × PUE 1.1 and 0.385 kg/kWh for each of the hours, one chip drawn that is always in use.
    found = year(made(node("chip"), typical_load=1.0, utilisation=1.0, pue=1.1, grid_kg_per_kwh=0.385))
    assert value(found.kwh_per_gpu_hour) * hours / 1000 == pytest.approx(mwh, rel=0.01)
    assert value(found.kg_per_gpu_hour) * hours / 1000 == pytest.approx(tonnes, rel=0.01)
    assert value(found.kwh_per_gpu_hour) * hours / 1000 == pytest.approx(carbon(hours, 400, 1.1, 0.385).mwh)


def test_the_grid_that_is_chosen_gives_its_carbon_until_an_own_value_does() -> None:
    france = made(node("server"), choices={"grid": "fra"})
    figure = assumed(france, "grid_kg_per_kwh")
    assert (figure.value, figure.low, figure.status) == (0.056, 0.056, "sourced")
    assert "Ember" in figure.note
    own = made(node("server"), choices={"grid": "fra"}, grid_kg_per_kwh=0.1)
    assert assumed(own, "grid_kg_per_kwh").value == 0.1


def test_cost_and_energy_are_one_figure_with_the_demand_charge_in_it() -> None:
    design = made(*HALL, demand_usd_per_kw_month=15.0)
    drawn, counted = power(design), counts(design)
    found = energy(design, drawn, counted)
    # Greatest power 1,000 + 41.667 + 50 + 200 + 10 = 1,301.667 kW × 12 × 15.
    assert value(found.demand_usd) == pytest.approx(234_300)
    assert value(found.usd_per_year) == pytest.approx(value(found.energy_usd) + 234_300)
    assert cost(design, drawn, counted).energy_usd_per_year == found.usd_per_year
    results = analyze(design)
    assert results.cost is not None
    assert results.energy is not None
    assert results.cost.energy_usd_per_year == results.energy.usd_per_year


def test_hours_without_work_draw_what_is_said() -> None:
    whole, less = made(node("server", 10)), made(node("server", 10), idle_share=0.3, utilisation=0.9)
    # 0.9 + 0.1 × 0.3 = 0.93.
    assert value(year(less).facility_kwh) == pytest.approx(0.93 * value(year(whole).facility_kwh))


def test_a_machine_by_itself_is_counted_with_the_same_hours() -> None:
    design = made(node("server", 10), idle_share=0.3, utilisation=0.9)
    month = machine_month(design, design.nodes["server"], power(design))
    energies = [figure for figure in month.walk() if figure.label == "server: energy"]
    assert value(energies[0]) == pytest.approx(value(year(design).usd_per_year))


def test_an_empty_design_and_rented_machines_take_nothing() -> None:
    empty = year(made())
    assert value(empty.facility_kwh) == 0
    assert empty.kwh_per_gpu_hour.value is None
    assert value(empty.co2e_t_per_year) == 0


PLACED = st.lists(st.tuples(st.sampled_from(sorted(PARTS)), st.integers(1, 40)), min_size=1, max_size=7)
CLIMATE = st.sampled_from(("", "chicago", "singapore", "northway"))


@settings(max_examples=runs(20, 60), deadline=None)
@given(PLACED, CLIMATE, st.sampled_from(("", "none", "dry", "tower")), st.floats(5, 40))
def test_the_parts_of_a_year_always_sum(
    placed: list[tuple[str, int]], climate: str, economizer: str, water_c: float
) -> None:
    nodes = [Node(id=f"n{n}", kind=PARTS[name].kind, part=name, copies=c) for n, (name, c) in enumerate(placed)]
    choices = {name: chosen for name, chosen in (("climate", climate), ("economizer", economizer)) if chosen}
    design = made(*nodes, choices=choices, chilled_water_c=water_c)
    found = year(design)
    it, losses, cooling = (figure.value or 0.0 for figure in (found.it_kwh, found.losses_kwh, found.cooling_kwh))
    if found.facility_kwh.known:
        assert found.facility_kwh.value == pytest.approx(it + losses + cooling)
    assert sum(figure.value or 0.0 for figure in found.by_use.values()) == pytest.approx(cooling)
    for pue in (found.pue, found.pue_peak):
        assert pue.value is None or (pue.value >= 1 and (pue.low or 0) >= 1)
    if found.water_m3_per_year.known:
        assert (found.water_m3_per_year.value or 0) >= 0
    figures = (
        found.facility_kwh,
        found.pue,
        found.pue_peak,
        found.usd_per_year,
        found.co2e_t_per_year,
        found.water_m3_per_year,
        found.wue_l_per_kwh,
    )
    for figure in figures:
        assert recompute(figure) == figure.value
        if figure.value is not None and figure.low is not None and figure.high is not None:
            assert figure.low - 1e-6 <= figure.value <= figure.high + 1e-6
