"""Free cooling, chillers, water and tariffs by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.formulas.calculators import CalculatorError, run_calculator
from designer.formulas.cooling.climates import CLIMATES, COLDEST_C, Climate
from designer.formulas.cooling.economizer import (
    Economizer,
    chiller_kwh,
    effectiveness,
    hours_at_or_below,
    tariff,
    tower_water,
)


@pytest.mark.parametrize("climate", CLIMATES.values(), ids=lambda climate: climate.id)
def test_each_climate_counts_a_year_and_is_never_warmer_wet_than_dry(climate: Climate) -> None:
    for counts in (climate.dry, climate.wet):
        assert list(counts) == sorted(counts)
        assert counts[-1] <= 8760
    # The wet bulb is never above the dry bulb, so at least as many hours are below any degree.
    assert all(w >= d for w, d in zip(climate.wet, climate.dry, strict=False))
    assert climate.zone[0] in "012345678"


def test_hours_of_whole_degrees_are_the_counts_and_between_them_in_proportion() -> None:
    chicago = CLIMATES["chicago"]
    # TMY3 of O'Hare: 5,137 hours with a wet bulb of at most 11 °C, 5,376 at most 12 °C.
    assert (chicago.wet[11 - COLDEST_C], chicago.wet[12 - COLDEST_C]) == (5137, 5376)
    assert hours_at_or_below(chicago, "tower", 11.0) == 5137
    assert hours_at_or_below(chicago, "tower", 11.5) == pytest.approx((5137 + 5376) / 2)
    assert hours_at_or_below(chicago, "dry", -10.5) == 0
    assert hours_at_or_below(chicago, "air", 99.0) == 8760


def test_towers_cool_freely_where_energy_star_says_that_it_pays() -> None:
    # ENERGY STAR: best where the wet bulb is below 55 °F (12.8 °C) for 3,000 h, most of the USA but for the extreme
    # Southwest and parts of the Southeast.
    hours = {name: hours_at_or_below(CLIMATES[name], "tower", 12.8) for name in CLIMATES}
    assert min(hours[name] for name in ("chicago", "denver", "new-york", "northern-virginia", "san-francisco")) > 3_000
    assert hours["tampa"] < 3_000
    assert hours["singapore"] == 0


@given(
    st.sampled_from(sorted(CLIMATES)), st.sampled_from(("air", "dry", "tower")), st.floats(-60, 60), st.floats(0, 20)
)
def test_warmer_water_never_has_fewer_hours(name: str, economizer: Economizer, at: float, more: float) -> None:
    climate = CLIMATES[name]
    here, there = (hours_at_or_below(climate, economizer, t) for t in (at, at + more))
    assert 0 <= here <= there + 1e-6 <= 8760 + 1e-6


def test_chillers_draw_heat_over_cop_in_the_hours_that_are_left() -> None:
    # 1,000 kW / 5 = 200 kW in 8,760 − 4,380 = 4,380 h.
    assert chiller_kwh(1000, 5, 4380) == pytest.approx(876_000)
    assert chiller_kwh(1000, 5, 8760) == 0
    with pytest.raises(ValueError, match="free_h"):
        chiller_kwh(1000, 5, 9000)


def test_a_tower_evaporates_what_the_latent_heat_takes_and_blows_down_the_rest() -> None:
    water = tower_water(4)
    # 3,600 kJ / 2,430 kJ/kg = 1.4815 kg, / 0.9957 = 1.4879 L; blowdown a third of it.
    assert water.evaporated_l == pytest.approx(1.4879, abs=1e-4)
    assert water.blowdown_l == pytest.approx(0.49596, abs=1e-4)
    assert water.makeup_l == pytest.approx(1.98384, abs=1e-4)
    # The rule of thumb, 1% of the flow for each 10 °F: 1 kg for 100 × 4.186 × 5.556 kJ = 2,326 kJ, 1.548 kg a kWh.
    assert water.evaporated_l == pytest.approx(1.548, rel=0.05)
    with pytest.raises(ValueError, match="above 1"):
        tower_water(1)


def test_effectiveness_is_over_the_energy_of_the_it() -> None:
    found = effectiveness(100, 5, 20, 150, 0.4)
    assert (found.pue, found.wue, found.cue) == (pytest.approx(1.25), pytest.approx(1.5), pytest.approx(0.5))
    with pytest.raises(ValueError, match="it_kwh"):
        effectiveness(0, 5, 20, 150, 0.4)


def test_a_tariff_has_two_parts() -> None:
    # 1,000,000 kWh × 0.08 = 80,000; 12 × 150 kW × 15 = 27,000.
    found = tariff(1e6, 0.08, 150, 15)
    assert (found.energy_usd, found.demand_usd, found.usd) == (80_000, 27_000, 107_000)


def test_the_calculators_are_the_formulas() -> None:
    found = run_calculator(
        "free-cooling", {"climate": "chicago", "economizer": "tower", "supply_c": "17", "approach_c": "6"}
    )
    assert (found["threshold_c"], found["hours"]) == (11, 5137)
    assert run_calculator("chiller-energy", {"heat_kw": "1000", "cop": "5"})["kwh"] == pytest.approx(1_752_000)
    assert run_calculator("tower-water", {"cycles": "4"})["makeup_l"] == pytest.approx(1.98384, abs=1e-4)
    assert run_calculator("water", {"it_kwh": "1000", "wue_l_per_kwh": "0.38"})["litres"] == pytest.approx(380)
    assert run_calculator("effectiveness", {"it_kwh": "100", "losses_kwh": "5", "cooling_kwh": "20"})["pue"] == 1.25
    assert run_calculator("tariff", {"kwh": "1000", "usd_per_kwh": "0.1"})["usd"] == pytest.approx(100)
    with pytest.raises(CalculatorError, match="must be one of"):
        run_calculator("free-cooling", {"climate": "mars", "economizer": "dry", "supply_c": "17"})
