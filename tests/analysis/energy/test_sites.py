"""One design in several places: worked out by hand, in agreement with the design that stands there, and its hours."""

import numpy as np
import pytest

from designer.analysis.energy.sites import SiteYear, site_years
from designer.analysis.run import analyze
from designer.edit.settings import stand_at
from designer.formulas.cooling.average_days import year_sum
from designer.model.assumptions.places import PLACES, TEN
from designer.model.design import Design
from designer.review.sites import best_line, site_notes
from tests.analysis.energy.test_energy import made, node


def at(design: Design, name: str, economizer: str = "") -> SiteYear:
    return site_years(design, (PLACES[name],), economizer=economizer)[0]


def test_a_server_without_a_plant_takes_the_same_everywhere_and_the_grid_decides() -> None:
    # 10 servers of 8 kW at the assumed PUE: facility kWh × kg per kWh of each grid, by hand.
    design = made(node("server", 10), pue=1.25)
    phoenix, stockholm = at(design, "phoenix"), at(design, "stockholm")
    assert phoenix.energy.facility_kwh.value == pytest.approx(10 * 8 * 1.25 * 8760)
    assert phoenix.energy.facility_kwh == stockholm.energy.facility_kwh
    assert stockholm.energy.co2e_t_per_year.value == pytest.approx(100 * 8760 * 0.027 / 1000)
    # Power that never changes meets each hour alike, so that the hours say what the average says.
    assert phoenix.carbon_t is not None
    assert phoenix.carbon_t.value == pytest.approx(phoenix.energy.co2e_t_per_year.value)
    assert stockholm.carbon_t is None
    assert stockholm.carbon is stockholm.energy.co2e_t_per_year


def test_money_is_a_range_by_the_price_of_the_place_and_unknown_without_one() -> None:
    design = made(node("server", 10), pue=1.25, demand_usd_per_kw_month=10.0)
    year = at(design, "dallas")
    kwh, demand = 100 * 8760, 10 * 10 * 1.25 * 10 * 12
    low, value, high = year.usd_per_year.low, year.usd_per_year.value, year.usd_per_year.high
    assert low is not None
    assert value is not None
    assert high is not None
    # Energy itself is a range too: no price below the least, none above the most.
    assert low <= kwh * 0.066 + demand <= value <= kwh * 0.0882 + demand <= high
    assert value == pytest.approx(kwh * (0.066 + 0.0882) / 2 + demand)
    # The demand charge by itself would make it the cheapest place.
    assert at(design, "zurich").usd_per_year.value is None


COOLED = (node("server", 40), node("crah", 4), node("chiller", 1), node("dry", 1))


@pytest.mark.parametrize("name", TEN)
def test_a_site_says_what_the_design_says_that_stands_there(name: str) -> None:
    design = made(*COOLED, grid_kg_per_kwh=0.4)
    year = at(design, name)
    there = analyze(stand_at(design, PLACES[name]).applied(design), only=("power",)).energy
    assert there is not None
    assert year.energy.facility_kwh == there.facility_kwh
    assert year.energy.co2e_t_per_year == there.co2e_t_per_year
    assert year.energy.water_m3_per_year == there.water_m3_per_year


@pytest.mark.parametrize("name", [place.id for place in PLACES.values() if place.hours])
def test_the_hours_sum_up_to_the_year(name: str) -> None:
    year = at(made(*COOLED, node("wet", id="wet")), name)
    assert year.hours is not None
    assert year_sum(year.hours.kw) == pytest.approx(year.energy.facility_kwh.value, rel=1e-9)
    assert year_sum(year.hours.litres_per_h) == pytest.approx(
        1000 * (year.energy.water_m3_per_year.value or 0), rel=1e-9
    )
    free = year.energy.free_cooling_h
    assert free is not None
    assert year_sum(year.hours.compressors) == pytest.approx(8760 - (free.value or 0), abs=1e-3)
    assert year.carbon_t is not None
    assert year_sum(year.hours.kg_per_h) == pytest.approx(1000 * (year.carbon_t.value or 0), rel=1e-9)


def test_compressors_draw_in_the_afternoon_of_summer_and_that_hour_is_dirtier_or_cleaner() -> None:
    year = at(made(*COOLED), "chicago")
    assert year.hours is not None
    kw, running = year.hours.kw, year.hours.compressors
    assert running[6, 15] > 0.99 > 0.05 > running[0, 5]
    # 40 × 8 kW and 4 × 5 kW of fans at 0.8 of it go to the chiller: with its COP of 5 it draws 67.2 kW while it runs.
    assert kw[6, 15] - kw[0, 5] == pytest.approx(67.2 * (running[6, 15] - running[0, 5]), rel=1e-6)
    # By hand from the cells: what the shape of the grid adds to the average.
    shape = year.hours.kg_per_h / kw
    flat = year_sum(kw) * year_sum(shape) / 8760
    assert year.carbon_t is not None
    assert (year.carbon_t.value or 0) - flat / 1000 == pytest.approx(
        year_sum((kw - kw.mean()) * (shape - year_sum(shape) / 8760)) / 1000, rel=1e-6, abs=1e-9
    )


def test_without_free_cooling_compressors_run_in_all_hours() -> None:
    year = at(made(node("server", 40), node("chiller", 1)), "seattle")
    assert year.hours is not None
    assert np.array_equal(year.hours.compressors, np.ones((12, 24)))
    assert year.hours.kw.max() == pytest.approx(year.hours.kw.min())
    # Dry coolers, chosen for all places, spare the compressors in the cold.
    spared = at(made(node("server", 40), node("chiller", 1)), "seattle", "dry")
    assert (spared.energy.facility_kwh.value or 0) < (year.energy.facility_kwh.value or 0)


def test_nothing_drawn_has_no_hours() -> None:
    year = at(Design(), "phoenix")
    assert year.hours is None
    assert year.carbon_t is None


def test_an_own_carbon_and_own_hours_of_the_present_place_give_way() -> None:
    design = made(*COOLED, grid_kg_per_kwh=9.0, free_cooling_h=8760.0)
    year = at(design, "phoenix")
    assert (year.energy.cue_kg_per_kwh.value or 0) < 1
    assert year.energy.free_cooling_h is not None
    assert (year.energy.free_cooling_h.value or 0) < 8760


def test_sentences_name_the_least_and_the_most_and_what_is_not_known() -> None:
    design = made(*COOLED)
    years = site_years(design, [PLACES[name] for name in ("phoenix", "seattle", "zurich")])
    lines = best_line(years, design.settings.prices)
    carbon = {year.place.title: year.carbon.value or 0 for year in years}
    best, worst = min(carbon, key=carbon.__getitem__), max(carbon, key=carbon.__getitem__)
    assert any(line.startswith(f"Least carbon: {best}") and f"most in {worst}" in line for line in lines)
    # Money is known of two places alone.
    assert [line for line in lines if "electricity" in line and "Zürich" in line] == []
    notes = " ".join(site_notes(years))
    assert "No price of electricity is at hand for Zürich, Switzerland." in notes
    assert "No hours are at hand for Zürich, Switzerland" in notes
    alike = site_years(made(node("server", 1)), [PLACES["phoenix"], PLACES["seattle"]])
    assert not any(line.startswith("Least energy") for line in best_line(alike, design.settings.prices))
    assert "Energy is the same everywhere" in " ".join(site_notes(alike))


def test_standing_somewhere_is_one_change_with_its_undo() -> None:
    design = made(*COOLED, grid_kg_per_kwh=9.0)
    change = stand_at(design, PLACES["dallas"], "tower")
    there = change.applied(design)
    assert change.label == "Stand in Dallas, Texas"
    assert dict(there.settings.choices) == {"climate": "dallas", "grid": "us-tx", "economizer": "tower"}
    assert dict(there.settings.assumptions) == {"electricity_usd_per_kwh": 0.0771}
    assert change.inverted().applied(there) == design
    # Where no price is at hand, that of the design stays.
    assert dict(stand_at(design, PLACES["tokyo"]).applied(design).settings.assumptions) == {}
