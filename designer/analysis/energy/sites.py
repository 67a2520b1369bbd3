"""The same design in other places: energy, water, carbon and money of a year, and the hours in which they fall.

A place brings its climate, its grid and its price of electricity; nothing else of the design changes, so a year there
is what `year.energy` works out with those settings. Where the average days of a place are at hand, the hours are told
too: compressors run in warm ones, and a grid is cleaner in some hours than in others.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.cooling.chillers import economizer_of, threshold_of
from designer.analysis.energy.records import EnergyResult
from designer.analysis.energy.year import mean_load
from designer.analysis.results import PowerResult, Results
from designer.analysis.run import analyze
from designer.catalog.average_days import AverageDays, read_average_days
from designer.catalog.library import Library
from designer.formulas.cooling.average_days import Cells, compressor_shares, year_mean, year_sum
from designer.formulas.periods import HOURS_PER_YEAR
from designer.model.assumptions.places import Place
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf, product, total
from designer.model.kinds import CHILLERS
from designer.model.records import Arrays, Record

GIVE_WAY: Final = ("grid_kg_per_kwh", "free_cooling_h")
"""Own assumptions of a design that hold for its own place, and not for another."""


class HoursOfYear(Arrays, frozen=True):
    """Power, carbon and water of the site in each hour of the average day of each month.

    Each array is (12, 24), month × hour of local time.

    Attributes:
        kw: Power of the facility, mean over the days of the month, kW.
        kg_per_h: Carbon, kg in the hour.
        litres_per_h: Water at the site, L in the hour.
        compressors: Share of the days in which compressors run in the hour; 0 where none are drawn.
    """

    kw: Cells
    kg_per_h: Cells
    litres_per_h: Cells
    compressors: Cells


class SiteYear(Record, frozen=True, kw_only=True):
    """A year of the design at a place.

    Attributes:
        place: Where.
        energy: The year there, carbon by the average of the grid.
        usd_per_year: Electricity at the price of the place; unknown where none is at hand.
        carbon_t: Carbon, hour by hour; None where no hours are at hand.
        hours: The hours; None where none are at hand.
        sources: Of the hours.
    """

    place: Place
    energy: EnergyResult
    usd_per_year: Figure
    carbon_t: Figure | None = None
    hours: HoursOfYear | None = None
    sources: tuple[str, ...] = ()

    @property
    def carbon(self) -> Figure:
        """Return the best figure of the carbon of a year: hour by hour where that is known."""
        return self.energy.co2e_t_per_year if self.carbon_t is None else self.carbon_t


_OF_POWER: Final = (
    *("it_kwh", "losses_kwh", "cooling_kwh", "facility_kwh", "energy_usd", "demand_usd", "usd_per_year"),
    *("pue", "water_m3_per_year", "co2e_t_per_year"),
)
"""Figures of a year that follow from the power of the parts."""


def at_place(design: Design, place: Place, economizer: str = "") -> Design:
    """Return DESIGN with the climate and the grid of PLACE; own values for its present place give way.

    Args:
        design: The design.
        place: Where it is taken to stand.
        economizer: What cools without compressors there, an option of that choice; "" leaves it as it is.
    """
    settings = design.settings
    own = {name: value for name, value in settings.assumptions.items() if name not in GIVE_WAY}
    choices = {**settings.choices, "climate": place.climate, "grid": place.grid}
    if economizer:
        choices["economizer"] = economizer
    return replace(design, settings=replace(settings, assumptions=own, choices=choices))


def site_years(
    design: Design,
    places: Sequence[Place],
    *,
    economizer: str = "",
    library: Library | None = None,
    told: Callable[[SiteYear], None] | None = None,
) -> tuple[SiteYear, ...]:
    """Return a year of DESIGN at each of PLACES, in their order.

    Args:
        design: The design.
        places: Where it is taken to stand.
        economizer: As of `at_place`.
        library: As of `analyze`: parts on hand, of which cables are chosen whose optics draw power.
        told: Gets each year as soon as it is known.

    Raises:
        RefusedInput: the average days of a place cannot be read.
    """
    years: list[SiteYear] = []
    for place in places:
        there = at_place(design, place, economizer)
        results = analyze(there, only=("power",), library=library)
        years.append(site_year(there, results, place, read_average_days(place)))
        if told is not None:
            told(years[-1])
    return tuple(years)


def site_year(there: Design, results: Results, place: Place, days: AverageDays | None) -> SiteYear:
    """Return a year of a design that stands at PLACE.

    Args:
        there: The design with the settings of the place, see `at_place`.
        results: Its counts and power.
        place: The place.
        days: Its average days; None where none are at hand.

    Raises:
        ValueError: RESULTS hold no power.
    """
    power = results.power
    if power is None or results.energy is None:
        raise ValueError("A year of a site needs the analysis of power.")
    year = results.energy
    if power.it_max_w.value == 0.0:
        return _nothing_known(year, place)
    usd = _money(year, place)
    if days is None:
        return SiteYear(place=place, energy=year, usd_per_year=usd)
    hours = _hours(there, power, year, days)
    return SiteYear(
        place=place,
        energy=year,
        usd_per_year=usd,
        carbon_t=_carbon(year, hours),
        hours=hours,
        sources=days.sources,
    )


def _nothing_known(year: EnergyResult, place: Place) -> SiteYear:
    """Return YEAR of a design of which no part draws a known power: the sums of nothing are no figures of a year."""
    why = "Nothing of the design has a known power."
    figures = {
        name: leaf(figure.label, None, figure.unit, note=why)
        for name in _OF_POWER
        if (figure := getattr(year, name)) is not None
    }
    unknown = leaf(f"electricity of a year, {place.title}", None, "USD/year", note=why)
    return SiteYear(place=place, energy=replace(year, **figures), usd_per_year=unknown)


def _money(year: EnergyResult, place: Place) -> Figure:
    """Return the electricity of a year at the price of PLACE, with the demand charge of the design."""
    low, high = place.usd_per_kwh or (None, None)
    price = leaf(
        f"price of electricity, {place.title}",
        None if low is None or high is None else (low + high) / 2,
        "USD/kWh",
        low=low,
        high=high,
        date=place.price_date,
        note=place.price_source,
    )
    kwh = product("electricity", (year.facility_kwh, price), "USD/year", "facility kWh × price per kWh")
    if kwh.value is None or year.demand_usd is None:
        return kwh  # the charge by itself would be told as the cheapest place
    return total("electricity", (kwh, year.demand_usd), "USD/year")


def _hours(there: Design, power: PowerResult, year: EnergyResult, days: AverageDays) -> HoursOfYear | None:
    """Return the hours of a YEAR whose sums are those of the year; None where its energy is not known."""
    if not year.facility_kwh.value:
        return None
    load = mean_load(there)
    mean_kw = year.facility_kwh.value / HOURS_PER_YEAR
    # Chillers are told as their mean of the year: by their share of the year it becomes what they draw while they run.
    chillers = sum(power.by_kind[kind].or_zero for kind in CHILLERS if kind in power.by_kind)
    chiller_kw = chillers / 1000.0 * (1.0 if load is None else load.or_zero)
    running = _running(there, power, days)
    always = mean_kw - chiller_kw
    share = year_mean(running)
    kw = always + (chiller_kw * running / share if share > 0 else np.zeros_like(running))
    grid = year.co2e_t_per_year.or_zero * 1000.0 / year.facility_kwh.value
    # Water goes with the heat given off: that of all hours, and the work of the compressors while they run.
    heat_kw = year.heat_kwh.or_zero / HOURS_PER_YEAR + (kw - mean_kw)
    litres = year.water_m3_per_year.or_zero * 1000.0
    per_hour = heat_kw / year_sum(heat_kw) * litres if year_sum(heat_kw) > 0 else np.zeros_like(kw)
    return HoursOfYear(kw, kw * grid * days.carbon_shape, per_hour, running)


def _running(there: Design, power: PowerResult, days: AverageDays) -> Cells:
    """Return the share of the days in which compressors run in each hour, (12, 24)."""
    free = power.free_cooling_h
    none = np.zeros_like(days.dry_mean_c)
    if free is None or free.value is None:
        return none
    economizer = economizer_of(there)
    if economizer is None:
        return none + 1.0
    threshold = threshold_of(there, economizer).or_zero
    wet = economizer == "tower"
    mean, spread = (days.wet_mean_c, days.wet_sd_c) if wet else (days.dry_mean_c, days.dry_sd_c)
    return compressor_shares(mean, spread, threshold, free.value)


def _carbon(year: EnergyResult, hours: HoursOfYear | None) -> Figure | None:
    """Return the carbon of a YEAR by its HOURS: what the average of the grid gives, times a factor of the hours."""
    flat = year.co2e_t_per_year
    if hours is None or not flat.value:
        return None
    factor = leaf(
        "carbon by hour over carbon by the average of the year",
        year_sum(hours.kg_per_h) / 1000.0 / flat.value,
        status="derived",
        formula="Σ kW × carbon of the hour / (Σ kW × mean carbon)",
        note="The mix of generation of each hour of the average day of each month, see the hours of the place.",
    )
    return product(
        "carbon of a year, hour by hour", (flat, factor), "t/year", "carbon by the average × factor of the hours"
    )
