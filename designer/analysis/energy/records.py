"""Records of a year of a design: energy and where it goes, money, carbon and water."""

from collections.abc import Mapping

from designer.model.figures.figure import Figure
from designer.model.records import Record


class EnergyResult(Record, frozen=True, kw_only=True):
    """A year of the design.

    Attributes:
        it_kwh: Energy of the IT in a year.
        losses_kwh: Lost in the power chain.
        cooling_kwh: Drawn by cooling.
        facility_kwh: All three.
        by_use: The cooling by "fans", "pumps", "chillers", "dry coolers and towers"; "cooling" where none is drawn.
        energy_usd: Price of the kWh.
        demand_usd: Price of the greatest kW of each month; None without such a charge.
        usd_per_year: Both.
        co2e_t_per_year: By the average of the grid (location-based), making the devices left out.
        water_m3_per_year: At the site.
        heat_kwh: Given off outdoors, chillers' work included.
        pue: Mean of the year.
        pue_peak: With all at their maximum.
        wue_l_per_kwh: Water for a kWh of IT.
        cue_kg_per_kwh: Carbon for a kWh of IT.
        free_cooling_h: Hours in which chillers stand still; None where none is drawn.
        kwh_per_gpu_hour: For an hour of an owned accelerator that is used.
        kg_per_gpu_hour: Its carbon.
        notes: What was simplified, in plain words.
    """

    it_kwh: Figure
    losses_kwh: Figure
    cooling_kwh: Figure
    facility_kwh: Figure
    by_use: Mapping[str, Figure]
    energy_usd: Figure
    demand_usd: Figure | None
    usd_per_year: Figure
    co2e_t_per_year: Figure
    water_m3_per_year: Figure
    heat_kwh: Figure
    pue: Figure
    pue_peak: Figure
    wue_l_per_kwh: Figure
    cue_kg_per_kwh: Figure
    free_cooling_h: Figure | None
    kwh_per_gpu_hour: Figure
    kg_per_gpu_hour: Figure
    notes: tuple[str, ...] = ()
